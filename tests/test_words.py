"""The words a checksum is read aloud with can be told apart by ear and by eye."""

from itertools import combinations

import pytest

from moedeapp import resources

ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"


@pytest.fixture(scope="module")
def words() -> list[str]:
    return resources.text("words", "da.txt").split("\n")[:-1]


def one_letter_apart(a: str, b: str) -> bool:
    """Whether changing, adding or leaving out at most one letter makes one word the other."""
    short, long = sorted((a, b), key=len)
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    if len(short) == len(long):
        return short[same + 1 :] == long[same + 1 :]
    return short[same:] == long[same + 1 :]


def test_one_of_1024_words_says_ten_bits(words: list[str]) -> None:
    assert len(words) == len(set(words)) == 1024


def test_every_word_has_three_to_eight_danish_letters(words: list[str]) -> None:
    assert [w for w in words if not (3 <= len(w) <= 8 and set(w) <= set(ALPHABET))] == []


def test_the_words_stand_in_danish_order(words: list[str]) -> None:
    assert words == sorted(words, key=lambda word: [ALPHABET.index(letter) for letter in word])


def test_the_first_four_letters_tell_a_word(words: list[str]) -> None:
    assert len({word[:4] for word in words}) == len(words)


def test_no_word_begins_another(words: list[str]) -> None:
    assert [(a, b) for a, b in combinations(words, 2) if b.startswith(a)] == []


def test_one_slip_of_the_ear_makes_no_other_word(words: list[str]) -> None:
    assert [(a, b) for a, b in combinations(words, 2) if one_letter_apart(a, b)] == []


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("hat", "kat", True),
        ("hat", "hatte", False),
        ("sko", "skov", True),
        ("ko", "sko", True),
        ("bus", "hus", True),
        ("abe", "and", False),
    ],
)
def test_the_measure_of_one_letter_is_right(a: str, b: str, near: bool) -> None:
    assert one_letter_apart(a, b) is one_letter_apart(b, a) is near
