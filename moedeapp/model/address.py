"""The public address somebody typed among other words: where people follow what happens later."""

import re
from typing import Final

_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?::\d+)?(?:/[^\s<>\"]*)?"
)
_LOCAL: Final = (".local", ".lan", ".home", ".internal")


def public_address(text: str) -> str:
    """The first address in a text that can be reached from outside; empty when there is none."""
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?)")
        before = text[found.start() - 1 : found.start()]
        host = re.sub("^https?://", "", address).split("/")[0].split(":")[0]
        if before != "@" and not host.casefold().endswith(_LOCAL):
            return address
    return ""


def link(address: str) -> str:
    """An address as something that can be followed."""
    return address if "://" in address else f"https://{address}"


def bare(address: str) -> str:
    """An address as people read and type it."""
    return re.sub("^https?://", "", address)
