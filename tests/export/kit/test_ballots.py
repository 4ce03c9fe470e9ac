import re

import pytest

from moedeapp.export.kit import prints
from moedeapp.model.errors import RoundNotOpen, Unknown
from moedeapp.model.meeting import RoundKind, RoundState
from tests.export import evenings
from tests.export.kit.halls import LONG_NAME, hall, long_hall, voting

NAMES = ["Adgang for alle", "Trafik og cykler", "Børn og unge", "Havneliv", "Ro og natur"]
KINDS = (RoundKind.DOTS, RoundKind.AGREEMENT)


def places(text, names=NAMES):
    return [text.index(name) for name in names]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("large", [False, True])
def test_the_second_order_is_the_opposite_of_the_first(read, kind, large):
    meeting, vote = voting(hall(), NAMES, kind=kind)
    text = " ".join(read(prints.ballots(meeting, vote, named=True, large=large)).texts())
    assert "rækkefølge 1" in text
    assert "rækkefølge 2" in text
    for number, name in enumerate(NAMES, 1):
        assert text.count(name) == 2
        assert re.search(rf"{number} {name}|{name} {number}", text)
    found = re.findall("|".join(NAMES), text)
    assert found == NAMES + NAMES[::-1]


def test_names_in_ordinary_print_are_two_ballots_on_one_page(read):
    meeting, vote = voting(hall(), NAMES)
    assert len(read(prints.ballots(meeting, vote, named=True)).texts()) == 1
    assert len(read(prints.ballots(meeting, vote, named=True, large=True)).texts()) == 2


def test_names_are_not_printed_before_the_numbers_are_drawn():
    meeting, _vote = voting(hall(), NAMES)
    prepared = evenings.vote(RoundState.PREPARED)
    with pytest.raises(RoundNotOpen):
        prints.ballots(meeting, prepared, named=True)
    with pytest.raises(Unknown):
        prints.ballots(meeting, None, named=True)


@pytest.mark.parametrize("large", [False, True])
def test_a_ballot_by_number_has_a_box_for_each_and_room_for_the_code(read, large):
    (page,) = read(prints.ballots(hall(), None, large=large)).texts()
    ballots = page.count("Kode")
    assert ballots >= 2
    assert page.count(" ".join(map(str, range(11, 21)))) == ballots
    meeting, vote = voting(hall(), NAMES)
    (page,) = read(prints.ballots(meeting, vote, large=large)).texts()
    assert page.count("1 2 3 4 5") == page.count("Kode")
    assert " 6 " not in page


def test_the_rule_is_that_of_the_round(read):
    meeting, vote = voting(hall(), NAMES, dots=5, cap=2)
    (page,) = read(prints.ballots(meeting, vote, named=True)).texts()
    assert "Du har 5 prikker. Sæt et kryds for hver prik. Højst 2 ved det samme forslag." in page
    meeting, vote = voting(hall(), NAMES, dots=3, cap=None)
    (page,) = read(prints.ballots(meeting, vote, named=True)).texts()
    assert "Højst" not in page


def test_a_ballot_of_agreement_has_five_steps_and_room_to_object(read):
    meeting, vote = voting(hall(), NAMES, kind=RoundKind.AGREEMENT)
    for named in (True, False):
        (page,) = read(prints.ballots(meeting, vote, named=named)).texts()
        for step in ("1 Helt enig", "2 Enig", "4 I tvivl", "5 Imod"):
            assert page.count(step) >= 2
        assert page.count("Er du imod, så skriv gerne hvorfor.") == 2


def test_open_access_asks_for_no_code(read):
    meeting, vote = voting(hall(), NAMES, open_access=True)
    for named in (True, False):
        assert "Kode" not in " ".join(read(prints.ballots(meeting, vote, named=named)).texts())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("named", [False, True])
def test_twenty_of_the_longest_names_fit(read, kind, large, named):
    names = [f"{LONG_NAME} {n}" for n in range(1, 21)]
    assert all(len(name) <= 200 for name in names)
    meeting, vote = voting(long_hall(), names, kind=kind)
    sheet = read(prints.ballots(meeting, vote, named=named, large=large))
    assert sheet.overlapping() == []
    assert sheet.ink_in_margin() == []
    assert not sheet.coloured()
    pages = sheet.texts()
    assert all("Generalprøve. Intet tæller." in page for page in pages)
    if named:
        text = " ".join(pages)
        # A number may stand between the lines of its name.
        assert text.count("Vi vil gerne have flere") == text.count("år ud") == 40


@pytest.mark.parametrize("kind", KINDS)
def test_more_proposals_than_a_page_holds_go_on_the_next(read, kind):
    meeting, vote = voting(hall(), [f"Forslag nummer {n}" for n in range(1, 151)], kind=kind)
    text = " ".join(read(prints.ballots(meeting, vote, named=True)).texts())
    for n in range(1, 151):
        assert len(re.findall(rf"Forslag nummer {n}\b", text)) == 2
    sheet = read(prints.ballots(meeting, vote))
    assert "150" in sheet.texts()[-1]
    assert sheet.ink_in_margin() == []
