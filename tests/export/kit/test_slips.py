import re

import pytest

from moedeapp.export.kit import prints
from moedeapp.model.meeting import Role
from tests.export.kit.halls import ADDRESS, LONG_TITLE, hall, long_hall, printed

SIZES = (8, 4, 2, 1)


@pytest.mark.parametrize("per_page", SIZES)
@pytest.mark.parametrize("dpi", [150, 300])
def test_every_code_is_read_from_the_page_and_is_what_was_issued(read, per_page, dpi):
    slips = printed(9)
    sheet = read(prints.slips(hall(), slips, per_page=per_page, address=ADDRESS))
    issued = sorted(f"http://{ADDRESS}/#{slip.secret}" for slip in slips)
    assert sorted(sheet.codes(dpi)) == issued


@pytest.mark.parametrize("per_page", SIZES)
def test_a_code_is_read_from_a_page_in_nothing_but_black_and_white(read, per_page):
    longest = "192.168.100.200:65535"
    sheet = read(
        prints.slips(long_hall(), printed(per_page), per_page=per_page, strips=3, address=longest)
    )
    assert len(sheet.codes(200, "-mono")) == per_page


@pytest.mark.parametrize("per_page", SIZES)
def test_without_a_fixed_address_a_slip_has_no_squares_and_no_secret(read, per_page):
    sheet = read(prints.slips(hall(), printed(4), per_page=per_page))
    assert sheet.codes(150) == []
    text = " ".join(sheet.texts())
    assert "SECRET" not in text
    assert text.count("Åbn adressen på skærmen eller bordkortet") == 4


@pytest.mark.parametrize("per_page", SIZES)
def test_the_secret_stands_in_the_squares_only(read, per_page):
    sheet = read(prints.slips(hall(), printed(3), per_page=per_page, address=ADDRESS))
    assert "SECRET" not in " ".join(sheet.texts())


@pytest.mark.parametrize("count", [0, 1, 9, 300])
@pytest.mark.parametrize("per_page", SIZES)
def test_there_are_as_many_slips_as_were_issued(read, per_page, count):
    slips = printed(count)
    pages = read(prints.slips(hall(), slips, per_page=per_page, strips=0)).texts()
    assert len(pages) == max(1, -(-count // per_page))
    found = re.findall(r"K7QX-\d{4}", " ".join(pages))
    assert sorted(found) == [slip.code for slip in slips]


@pytest.mark.parametrize("per_page", SIZES)
def test_a_slip_says_whose_it_is_and_how_it_is_used(read, per_page):
    slips = [*printed(1), *printed(1, table=None, role=Role.POLITICIAN)]
    text = " ".join(read(prints.slips(hall(), slips, per_page=per_page, address=ADDRESS)).texts())
    for words in ("Gentofte Kommune", "Fremtidens Havn", "Borger · Bord 7", "Politiker", "Din kode",
                  "Portion 2 · nr. 1", f"Scan QR-koden, eller åbn {ADDRESS}, og skriv din kode.",
                  "På papir:", "læg den i kassen."):  # fmt: skip
        assert words in text


@pytest.mark.parametrize(("per_page", "most"), [(8, 0), (4, 2), (2, 1), (1, 3)])
def test_strips_have_the_code_and_twenty_numbers_each(read, per_page, most):
    (page,) = read(prints.slips(hall(), printed(1), per_page=per_page, strips=3)).texts()
    assert page.count("K7QX-0001") == 1 + most
    assert page.count(" ".join(map(str, range(11, 21)))) == most
    for number in range(1, most + 1):
        assert f"Afstemning {number}" in page


@pytest.mark.parametrize("per_page", SIZES)
@pytest.mark.parametrize("strips", [0, 3])
@pytest.mark.parametrize("address", ["", "192.168.100.200:65535"])
def test_the_longest_words_fit_and_nothing_lies_over_anything(read, per_page, strips, address):
    meeting = long_hall()
    made = prints.slips(
        meeting, printed(8, table=500), per_page=per_page, strips=strips, address=address
    )
    sheet = read(made)
    assert sheet.overlapping() == []
    assert sheet.ink_in_margin() == []
    assert not sheet.coloured()
    text = " ".join(sheet.texts())
    assert text.count(LONG_TITLE) == 8
    assert text.count("læg den i kassen.") == 8


@pytest.mark.parametrize("per_page", SIZES)
def test_every_slip_and_every_strip_of_a_rehearsal_says_so(read, per_page):
    slips = read(prints.slips(hall(rehearsal=True), printed(9), per_page=per_page, strips=2))
    text = " ".join(slips.texts())
    assert text.count("Generalprøve. Intet tæller.") == 9
    assert text.count("· Generalprøve") == 9 * min(2, {8: 0, 4: 2, 2: 1, 1: 3}[per_page])


def test_the_same_slips_give_the_same_bytes():
    made = [prints.slips(hall(), printed(9), address=ADDRESS) for _again in range(2)]
    assert made[0] == made[1]
