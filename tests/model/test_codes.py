import random
from collections import Counter

import pytest

from moedeapp.model import codes
from moedeapp.model.errors import BadCode

CHANCE = random.Random(5)


def some(number):
    return [codes.slip_code(CHANCE.getrandbits(64)) for _ in range(number)]


def test_a_code_reads_well():
    for code in some(500):
        assert len(code) == 9
        assert code[4] == "-"
        assert not set(code) & set("01ILOUY")
        assert codes.typed(code) == code


def test_hyphen_case_and_spaces_do_not_matter():
    (code,) = some(1)
    for written in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert codes.typed(written) == code


def test_every_single_wrong_sign_is_seen():
    (code,) = some(1)
    signs = code.replace("-", "")
    for place in range(8):
        for other in codes.ALPHABET:
            if other != signs[place]:
                with pytest.raises(BadCode, match="check"):
                    codes.typed(signs[:place] + other + signs[place + 1 :])


def test_every_swap_of_neighbours_is_seen():
    for code in some(200):
        signs = code.replace("-", "")
        for place in range(7):
            swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
            if swapped != signs:
                with pytest.raises(BadCode):
                    codes.typed(swapped)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "length"), ("ABCD-EFG", "length"), ("ABCD-EFG0", "sign"), ("ÆØÅÆ-ØÅÆØ", "sign")],
)
def test_what_is_wrong_with_a_code_is_said(text, problem):
    with pytest.raises(BadCode, match=problem):
        codes.typed(text)


def test_every_sign_is_drawn_about_equally_often():
    seen = Counter("".join(some(3000)).replace("-", ""))
    assert set(seen) == set(codes.ALPHABET)
    assert max(seen.values()) < 1.3 * min(seen.values())


def test_a_secret_keeps_sixty_bits():
    assert len({codes.secret(CHANCE.getrandbits(60)) for _ in range(1000)}) == 1000
    assert codes.secret(2**60 - 1) == "Z" * 12
    assert codes.secret(2**60) == codes.secret(0)


def test_the_file_keeps_something_else_for_every_batch():
    (code,) = some(1)
    assert codes.hidden(code, "00" * 16) != codes.hidden(code, "01" * 16)
