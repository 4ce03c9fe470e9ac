"""A QR code read back by hand: the standard's own layout is the oracle, not the library."""

import pytest

from moedeapp import qr

URL = "http://192.168.100.200:8080/#7K3M9Q"


def size(version: int) -> int:
    return 17 + 4 * version


def finder() -> list[list[bool]]:
    """Seven by seven: a dark frame, a light frame and a dark heart."""
    return [[max(abs(x - 3), abs(y - 3)) != 2 for x in range(7)] for y in range(7)]


def corner(code: qr.Squares, top: int, left: int) -> list[list[bool]]:
    return [list(row[left : left + 7]) for row in code[top : top + 7]]


def format_bits(code: qr.Squares) -> int:
    """The 15 format bits round the upper left finder, highest first, without their mask."""
    places = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    bits = 0
    for y, x in places:
        bits = bits << 1 | code[y][x]
    return bits ^ 0b101010000010010


MASKS = (
    lambda y, x: (y + x) % 2,
    lambda y, x: y % 2,
    lambda y, x: x % 3,
    lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2,
    lambda y, x: y * x % 2 + y * x % 3,
    lambda y, x: (y * x % 2 + y * x % 3) % 2,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
)


def is_reserved(y: int, x: int, side: int) -> bool:
    """Finders, timing, format bits and the one alignment pattern of versions 2 to 6."""
    in_finder = (y < 9 and x < 9) or (y < 9 and x >= side - 8) or (y >= side - 8 and x < 9)
    in_alignment = side > 21 and all(side - 9 <= place <= side - 5 for place in (y, x))
    return in_finder or in_alignment or y == 6 or x == 6


def data_bits(code: qr.Squares) -> str:
    """The bits along the zigzag of columns from the lower right, unmasked."""
    side = len(code)
    mask = MASKS[format_bits(code) >> 10 & 7]
    bits = []
    upwards = True
    right = side - 1
    while right > 0:
        right -= right == 6
        for y in range(side - 1, -1, -1) if upwards else range(side):
            for x in (right, right - 1):
                if not is_reserved(y, x, side):
                    bits.append(str(int(code[y][x] ^ (mask(y, x) == 0))))
        upwards = not upwards
        right -= 2
    return "".join(bits)


def read_bytes(code: qr.Squares) -> bytes:
    """The text of a code of one block in byte mode (versions 1 to 3 at level M)."""
    bits = data_bits(code)
    assert bits[:4] == "0100"
    length = int(bits[4:12], 2)
    return bytes(int(bits[at : at + 8], 2) for at in range(12, 12 + 8 * length, 8))


@pytest.mark.parametrize("text", ["http://10.0.0.2:8080/#a", URL, "Idé nr. 12 på Åsen"])
def test_a_code_reads_back_to_its_text(text: str) -> None:
    assert read_bytes(qr.squares(text)).decode() == text


def test_a_url_of_35_characters_fits_version_3_at_level_m() -> None:
    assert len(URL) == 35
    code = qr.squares(URL)
    assert len(code) == size(3)
    assert format_bits(code) >> 13 == 0b00  # M


def test_the_code_is_a_square_with_three_finders_and_no_quiet_zone() -> None:
    code = qr.squares(URL)
    side = len(code)
    assert all(len(row) == side for row in code)
    assert corner(code, 0, 0) == finder()
    assert corner(code, 0, side - 7) == finder()
    assert corner(code, side - 7, 0) == finder()
    assert corner(code, side - 7, side - 7) != finder()


def test_every_square_is_plainly_dark_or_light() -> None:
    assert {type(square) for row in qr.squares("kode") for square in row} == {bool}


def test_more_correction_needs_a_larger_code() -> None:
    sides = [len(qr.squares(URL, level)) for level in ("L", "M", "Q", "H")]
    assert sides == sorted(sides)
    assert sides[0] < sides[-1]


def test_the_same_text_gives_the_same_code() -> None:
    assert qr.squares(URL) == qr.squares(URL)
