"""Signs that a page or a sheet cannot hold, or nobody can see: their codes stand in their place."""

import re
from typing import Final

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control signs, but not tab and line break
    "\u2028\u2029"
    "\u202a-\u202e\u2066-\u2069"  # these turn what follows around
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def shown(text: str) -> str:
    """The text with line breaks of one kind, and ``[U+202E]`` for a sign nobody would see."""
    return _UNSEEN.sub(
        lambda found: f"[U+{ord(found[0]):04X}]", text.replace("\r\n", "\n").replace("\r", "\n")
    )
