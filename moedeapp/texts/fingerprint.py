"""A journal head as words that people can read aloud and compare."""

from functools import cache
from typing import Final

from moedeapp import resources
from moedeapp.model.errors import BadValue

HEAD_BYTES: Final = 32
WORDS: Final = 8
BITS: Final = 10
"""Bits in one word; the list holds ``2 ** BITS`` words."""


@cache
def _wordlist() -> list[str]:
    return resources.text("words", "da.txt").split()


def words(head: bytes) -> str:
    """The first 80 bits of a journal head (SHA-256, 32 bytes) as eight words.

    They are the same Danish words in every language, so that two papers can be compared.
    """
    if len(head) != HEAD_BYTES:
        raise BadValue("head", head.hex(), "not_allowed")
    bits = int.from_bytes(head[: WORDS * BITS // 8], "big")
    shifts = range((WORDS - 1) * BITS, -1, -BITS)
    return " ".join(_wordlist()[bits >> shift & (1 << BITS) - 1] for shift in shifts)
