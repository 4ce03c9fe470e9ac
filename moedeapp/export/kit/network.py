"""How a phone is brought to the page: the network's code and the page's address."""

import re
from typing import Final

from moedeapp.model.errors import BadValue

_MEANING: Final = '\\;,":'
"""Signs that mean something in the code of a network."""
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.-]{1,100}(:[0-9]{1,5})?")


def network_code(network: str, password: str = "") -> str:
    """What the code of a network holds; without a password it is open to everybody."""
    kind = (
        f"T:WPA;S:{_plain(network)};P:{_plain(password)}"
        if password
        else (f"T:nopass;S:{_plain(network)}")
    )
    return f"WIFI:{kind};;"


def _plain(words: str) -> str:
    return "".join(f"\\{sign}" if sign in _MEANING else sign for sign in words)


def typed_address(text: str) -> str:
    """An address as it is typed on a phone, from what was typed here; raises BadValue.

    ``http://192.168.8.2:8080/`` and ``192.168.8.2:8080`` are the same; nothing stays nothing.
    """
    address = text.strip().removeprefix("http://").rstrip("/")
    if address and not _ADDRESS.fullmatch(address):
        raise BadValue("address", text, "not_allowed")
    return address


def page_address(address: str) -> str:
    """The whole address of the page from the one that is typed, ``192.168.8.2:8080``."""
    return f"http://{address}/"
