"""How a phone is brought to the page: the network's code and the page's address."""

from typing import Final

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


def page_address(address: str) -> str:
    """The whole address of the page from the one that is typed, ``192.168.8.2:8080``."""
    return f"http://{address}/"
