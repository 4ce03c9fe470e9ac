"""How a phone is brought to the page: the network's code and the page's address."""

from typing import Final

from moedeapp.model.draft import bare_address, is_address
from moedeapp.model.errors import BadValue

_MEANING: Final = '\\;,":'
"""Signs that mean something in the code of a network."""


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
    address = bare_address(text)
    if address and not is_address(address):
        # A name would be turned away: phones are let in by the address alone.
        raise BadValue("address", text, "not_an_address")
    return address


def page_address(address: str) -> str:
    """The whole address of the page from the one that is typed, ``192.168.8.2:8080``."""
    return f"http://{address}/"
