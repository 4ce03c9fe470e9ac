"""Words that try to be something else than words: markup, directions, marks, pictures, lengths."""

import json
import os
from functools import cache
from pathlib import Path
from unicodedata import category, normalize

OWN = [
    "<script>window.hit = 1</script>",
    '<img src=x onerror="window.hit = 1">',
    "<svg/onload=window.hit=1>",
    "javascript:window.hit=1",
    "'\"><a href='http://evil.example'>klik</a>",
    "<style>body{display:none}</style>",
    "{{7*7}} ${window.hit=1} {n} {words}",
    "\u202eBagvendt\u202c og \u2066isoleret\u2069",
    "שלום עולם – مرحبا بالعالم – abc 123",
    "Z\u0351\u0300a\u0315\u0321l\u0489g\u0323o\u0310 " * 20,
    "👩‍👩‍👧‍👦🏳️‍🌈👨🏿‍🦽" * 20,
    "ubrudteordudenmellemrum" * 21,
    "linje\nskift\r\n\r\n\tog tab\u2028og\u2029flere",
    "nul\u0000tegn og \ufeffstyretegn\u200b\u200d",
]

TYPED = [
    "x" * 10_000,
    "<b>fed</b> &amp; " * 550,
    "W\u0301\u0302\u0303\u0304" * 2_000,
    "linje\n" * 1_600,
    "👨‍👩‍👧 og 🇩🇰 " * 800,
]
"""What only the facilitator's keyboard lets through: much longer than a phone may send."""

_SHAPELESS = {"Cc", "Cf", "Zl", "Zp", "Zs"}
_SWAPPED = "\ufffe"
"""No character, and nothing at all to Qt, which takes it for a mark of the byte order."""

_TOGETHER = 60
"""Pictures in one idea."""


def kept(words: str) -> str:
    """The words as the meeting keeps them."""
    return normalize("NFC", words)


def seen(words: str) -> str:
    """What of the words has a shape: no spaces, and no signs that only steer others."""
    return "".join(sign for sign in words if category(sign) not in _SHAPELESS and sign != _SWAPPED)


@cache
def known() -> list[str]:
    """What phones may send of the large sets where they are at hand, else nothing."""
    place = os.environ.get("MOEDE_DATA")
    if not place:
        return []
    folder = Path(place) / "04_edge_text"
    strings = json.loads((folder / "blns.json").read_text(encoding="utf-8"))
    return [words for words in strings if words.strip()] + _emoji(folder)


def _emoji(folder: Path) -> list[str]:
    """Every sequence of signs that makes one picture."""
    lines = (folder / "emoji-zwj-sequences.txt").read_text(encoding="utf-8").splitlines()
    codes = [line.partition(";")[0].split() for line in lines if line and line[0] != "#"]
    found = ["".join(chr(int(code, 16)) for code in line) for line in codes]
    return ["".join(found[at : at + _TOGETHER]) for at in range(0, len(found), _TOGETHER)]
