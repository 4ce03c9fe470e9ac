"""Codes people read, type and compare: slip codes, slip secrets and dot codes.

The alphabet has no signs that look alike (0 O, 1 I L, U V, Y). A slip's code is seven drawn signs
and a check sign, ``K7QX-2M9P``: the weighted sum of all eight is 0 modulo 29, so that any one
wrong sign and any two swapped neighbours are seen at once.
"""

import hashlib
from typing import Final

from moedeapp.model.errors import BadCode

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXZ"
CODE_LENGTH: Final = 8
STUB_LENGTH: Final = 5
SECRET_LENGTH: Final = 12
"""Signs of a secret, five bits each: 60 bits."""

_BASE: Final = len(ALPHABET)
_SECRET_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # noqa: S105 (letters, no secret)
_VALUES: Final = {sign: value for value, sign in enumerate(ALPHABET)}
_BREAKS: Final = str.maketrans("", "", " -–\u00a0\t")


def _signs(drawn: int, length: int) -> str:
    signs = ""
    for _ in range(length):
        drawn, value = divmod(drawn, _BASE)
        signs += ALPHABET[value]
    return signs


def _sum(signs: str) -> int:
    return sum(weight * _VALUES[sign] for weight, sign in enumerate(signs, 1))


def slip_code(drawn: int) -> str:
    """The code of a slip from a large random number, e.g. ``K7QX-2M9P``."""
    signs = _signs(drawn, CODE_LENGTH - 1)
    # The eighth sign counts eight times; its inverse modulo 29 brings the sum to 0.
    check = -_sum(signs) * pow(CODE_LENGTH, -1, _BASE) % _BASE
    signs += ALPHABET[check]
    return f"{signs[:4]}-{signs[4:]}"


def stub_code(drawn: int) -> str:
    """A dot code from a large random number, e.g. ``K74MQ``."""
    return _signs(drawn, STUB_LENGTH)


def secret(drawn: int) -> str:
    """The secret of a slip's QR from a random number of at least 60 bits."""
    signs = ""
    for _ in range(SECRET_LENGTH):
        drawn, value = divmod(drawn, len(_SECRET_ALPHABET))
        signs += _SECRET_ALPHABET[value]
    return signs


def typed(text: str) -> str:
    """A typed code in its one form; case, spaces and hyphens do not matter.

    Raises BadCode when it is too long or short, has a foreign sign or a wrong check sign.
    """
    signs = text.translate(_BREAKS).upper()
    if len(signs) != CODE_LENGTH:
        raise BadCode("length")
    if any(sign not in _VALUES for sign in signs):
        raise BadCode("sign")
    if _sum(signs) % _BASE:
        raise BadCode("check")
    return f"{signs[:4]}-{signs[4:]}"


def hidden(text: str, salt: str) -> str:
    """What the file keeps of a code or secret: SHA-256 of its batch's salt (hex) and it, in hex."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()
