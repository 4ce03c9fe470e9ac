"""The pictures of the result."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from moedeapp.export import pictures
from moedeapp.model.meeting import IdeaState, Meeting
from tests.export import evenings

ADVISORY = "Vejledende prioritering – ikke en kommunal beslutning"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every word that is put on a picture."""
    words: list[str] = []
    really = ImageDraw.ImageDraw.text

    def text(self, at, said, *rest, **more):  # type: ignore[no-untyped-def]
        words.append(said)
        font = rest[1]
        assert at[0] >= 0
        assert at[0] + font.getlength(said) <= self.im.size[0]
        assert at[1] + font.size <= self.im.size[1]
        return really(self, at, said, *rest, **more)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", text)
    return words


def titled(*titles: str, **values: object) -> Meeting:
    """The evening where the proposals have these titles, and their ideas these words."""
    meeting = evenings.whole_evening()
    proposals, ideas = meeting.proposals, meeting.ideas
    for number, title in enumerate(titles, 1):
        proposal = meeting.proposals[f"p{number}"]
        key = proposal.ideas[0]
        masked = title == ""
        proposals = proposals.set(proposal.id, replace(proposal, title=title))
        ideas = ideas.set(key, replace(ideas[key], words=title, masked=masked, **values))
    return replace(meeting, proposals=proposals, ideas=ideas)


def test_each_size_is_exactly_that_and_the_same_every_time() -> None:
    made = pictures.pictures(evenings.whole_evening())
    sizes = [Image.open(BytesIO(picture.png)).size for picture in made]
    assert sizes == [(1200, 630), (1080, 1080)]
    assert [picture.name for picture in made] == ["1200x630", "1080x1080"]
    assert made == pictures.pictures(evenings.whole_evening())


def test_the_stamp_and_both_numbers_are_on_it_and_in_the_words_beside_it(drawn: list[str]) -> None:
    for picture in pictures.pictures(evenings.whole_evening()):
        assert ADVISORY in picture.says
        assert "1.-plads: Adgang for alle, 31 prikker fra 19 personer." in picture.says
    assert drawn.count(ADVISORY) == 2
    assert drawn.count("31 prikker fra 19 personer") == 2


def test_the_words_beside_it_say_everything_on_it(drawn: list[str]) -> None:
    for picture in pictures.pictures(evenings.whole_evening()):
        said = picture.says.casefold()
        left = {words for words in drawn if words.rstrip(".").casefold() not in said}
        assert left == {"Mågevig Kommune · 23. november 2026", "Det satte salen øverst"}


@pytest.mark.parametrize("state", [state for state in IdeaState if state is not IdeaState.SHOWN])
def test_words_that_never_stood_on_the_board_are_on_no_picture(
    state: IdeaState, drawn: list[str]
) -> None:
    meeting = titled("Uvist et", "Uvist to", "Uvist tre", "Uvist fire", state=state)
    told = "".join(picture.says for picture in pictures.pictures(meeting))
    assert "Uvist" not in told + "".join(drawn)
    assert "Forslag 1, 31 prikker" in told


def test_words_that_were_shown_stand_in_quotation_marks(drawn: list[str]) -> None:
    meeting = titled("Mere lys", "En sauna", "Bænke", "Både", state=IdeaState.SHOWN, reason=None)
    pictures.pictures(meeting)
    assert "»Mere lys«" in drawn


@pytest.mark.parametrize(
    "title",
    ["x" * 200, "Selvbetjeningsløsning " * 9, "👩‍👩‍👧", "שלום", "\u202eomvendt", "\n", "W" * 60],
)
def test_no_title_runs_out_of_the_picture(title: str, drawn: list[str]) -> None:
    meeting = titled(title, title, title, title, state=IdeaState.SHOWN, reason=None)
    long = replace(meeting, facts=replace(meeting.facts, title=title))
    made = pictures.pictures(long)
    assert len(made) == 2
    assert not [words for words in drawn if "[U+" in words]


def test_a_rehearsal_says_so_instead() -> None:
    for picture in pictures.pictures(evenings.rehearsing(evenings.whole_evening())):
        assert picture.says.startswith("Generalprøve – ikke en protokol.")


def test_there_is_no_picture_before_the_seal(tmp_path: Path) -> None:
    assert pictures.pictures(evenings.while_open()) == ()
    assert pictures.pictures(evenings.saying(["Én idé"])) == ()
    assert pictures.pictures(evenings.practised(tmp_path / "m.moede").meeting) == ()


def test_shared_places_and_sticker_dots_are_told_as_they_are(tmp_path: Path) -> None:
    for picture in pictures.pictures(evenings.level(tmp_path / "m.moede").meeting):
        assert "prikker fra mindst" in picture.says
