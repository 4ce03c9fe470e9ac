"""A paper slip as it is keyed: the numbers of the proposals, one for each dot."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from moedeapp.model.errors import BadValue, Unknown

BLANK: Final = "0"
"""Keyed for a slip without dots, so that an empty line is never a ballot."""

_SINGLE: Final = 9
"""Up to so many proposals, digits need no space between them."""


def read_slip(keyed: str, proposals: Mapping[int, str]) -> dict[str, int]:
    """Dots by proposal key, from "1 1 3 4"; `proposals` gives keys by number.

    With at most nine proposals "1134" is the same. Raises Unknown for a number that is not on
    the slip, BadValue when nothing or something else than numbers was keyed.
    """
    if not keyed.strip():
        raise BadValue("slips", keyed, "empty")
    if keyed.strip() == BLANK:
        return {}
    words = [word for word in re.split(r"[\s,.;+-]+", keyed) if word]
    if len(proposals) <= _SINGLE:
        words = list("".join(words))
    given: Counter[str] = Counter()
    for word in words:
        if not (word.isascii() and word.isdigit()):
            raise BadValue("slips", word, "not_a_number")
        if int(word) not in proposals:
            raise Unknown("proposals", word)
        given[proposals[int(word)]] += 1
    return dict(given)
