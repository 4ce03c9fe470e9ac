"""The page for the committee, and what became of it all."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from moedeapp.export import pdf, ranking_list, summary, told_later
from moedeapp.export.blocks import Minutes, Table, Words
from moedeapp.export.wordings import Wordings
from moedeapp.model.meeting import FollowUp, Meeting, NextStep, Progress
from moedeapp.model.ranking import places
from tests.export import evenings

ABOUT = {"made_at": evenings.MADE_AT, "software_version": "0.1.0"}


def summed_up(meeting: Meeting) -> Minutes:
    return summary.summary(meeting, fits=pdf.fits, **ABOUT)


def heavy() -> Meeting:
    """An evening where every text is long, and everything shares the first place."""
    meeting = evenings.whole_evening()
    text = "Ordene fylder rigtig meget på siden. " * 250
    facts = replace(
        meeting.facts, title="Fremtidens havn og alt det andet " * 8, purpose=text, influence=text,
        decides=text, answer_by=text, place=text,
    )  # fmt: skip
    proposals = {
        f"p{n}": replace(
            meeting.proposals["p1"],
            id=f"p{n}",
            number=n,
            theme=None,
            title=f"Lang titel {n} " * 14,
            ideas=(f"x{n}",),
        )
        for n in range(1, 21)
    }
    results = {key: replace(meeting.results["p1"], id=key, dots=7, persons=5) for key in proposals}
    steps = [
        NextStep(f"s{n}", n, text, f"p{n}", text, "2027-01-01", text) for n in range(1, 21)
    ] + [NextStep("free", 30, text)]
    return replace(
        meeting, facts=facts, next_steps=evenings.rows(*steps),
        proposals=evenings.rows(*proposals.values()), results=evenings.rows(*results.values()),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["whole", "empty", "open", "heavy", "voted", "level", "rehearsal"])
def test_the_summary_is_one_page_for_the_archive_whatever_the_evening(
    name: str, tmp_path: Path
) -> None:
    meeting = {
        "whole": evenings.whole_evening,
        "empty": lambda: evenings.saying([]),
        "open": evenings.while_open,
        "heavy": heavy,
        "voted": lambda: evenings.voted(tmp_path / "m.moede").meeting,
        "level": lambda: evenings.level(tmp_path / "m.moede").meeting,
        "rehearsal": lambda: evenings.rehearsing(evenings.whole_evening()),
    }[name]()
    data = pdf.one_page(summed_up(meeting))
    assert data == pdf.one_page(summed_up(meeting))
    assert pdf.doubts(data) == []
    with pikepdf.open(BytesIO(data)) as document:
        assert len(document.pages) == 1


def test_every_number_of_the_summary_is_the_one_of_the_main_table(tmp_path: Path) -> None:
    meeting = evenings.voted(tmp_path / "m.moede").meeting
    (vote,) = [v for v in meeting.rounds.values() if v.number == 1]
    whole = ranking_list.table_of(vote, places(meeting, vote), Wordings(meeting))
    (table,) = [block for block in summed_up(meeting).blocks if isinstance(block, Table)]
    assert len(table.rows) >= 3
    for short, long in zip(table.rows, whole.rows, strict=False):
        assert short == long
    for text in (p for b in summed_up(meeting).blocks for p in [getattr(b, "words", "")]):
        assert "…" not in text


def test_an_open_vote_has_no_numbers_in_the_summary() -> None:
    blocks = summed_up(evenings.while_open()).blocks
    assert [block.key for block in blocks if isinstance(block, Table)] == [""]
    assert "31" not in str(blocks)


def test_the_summary_keeps_what_fits_and_says_what_it_left_out() -> None:
    blocks = summed_up(heavy()).blocks
    (table,) = [block for block in blocks if isinstance(block, Table)]
    said = " ".join(getattr(block, "words", "") for block in blocks)
    left = re.search(r"Også blandt de første: forslag ([\d, og]+)\.", said)
    assert left is not None
    assert len(table.rows) + len(re.findall(r"\d+", left[1])) == 20
    assert f"{21 - len(table.rows)} næste skridt mere står i protokollen." in said


def test_what_was_not_agreed_is_said() -> None:
    meeting = replace(evenings.whole_evening(), next_steps=evenings.rows())
    assert "Ikke aftalt på mødet" in str(summed_up(meeting).blocks)


# --- what became of it


def later() -> Meeting:
    told = [
        FollowUp("f1", 1, "p1", Progress.UNDER_WAY, "2027-03-01", "Tegningen er i høring."),
        FollowUp("f2", 2, "p1", Progress.DONE, "2027-05-02", "Rampen står der.", "Alle kan bade."),
        FollowUp("f3", 3, "p2", Progress.TURNED_DOWN, "2027-04-01", "Pengene er brugt."),
        FollowUp("f4", 4, "p3", Progress.WAITING, "2027-04-01", ""),
    ]
    return replace(evenings.whole_evening(), follow_ups=evenings.rows(*told))


def said_in(minutes: Minutes) -> str:
    return "\n".join(
        part.text
        for block in minutes.blocks
        for row in getattr(block, "rows", ())
        for cell in row
        if not isinstance(cell, str)
        for part in cell
        if isinstance(part, Words)
    )


def test_what_was_said_stands_beside_what_was_done() -> None:
    minutes = told_later.follow_up(later(), **ABOUT)
    told = said_in(minutes)
    for expected in (
        "“En rampe ned til vandet”", "“bænke”", "31 prikker fra 19 personer", "Alle kan bade",
        "I gang: Tegningen er i høring.", "Gennemført: Rampen står der.", "Alle kan bade.",
        "Afvist, fordi pengene er brugt.", "2. maj 2027", "Venter",
    ):  # fmt: skip
        assert expected.replace("“", "»").replace("”", "«") in told, expected
    assert "Hemmeligt" not in str(minutes.blocks)
    assert "[oplysning om en person fjernet]" in told


def test_the_overview_has_the_newest_of_each_and_the_silent_ones_are_named() -> None:
    minutes = told_later.follow_up(later(), **ABOUT)
    (overview,) = [block for block in minutes.blocks if isinstance(block, Table)]
    rows = [[cell[0].text for cell in row if isinstance(cell[0], Words)] for row in overview.rows]
    assert [row[2] for row in rows] == ["2. maj 2027", "1. apr. 2027", "1. apr. 2027"]
    assert rows[0][1] == "Gennemført: Rampen står der."
    last = minutes.blocks[-1]
    assert getattr(last, "words", "") == "[skjult: krænkende ord]"


def test_words_that_are_gone_stay_gone_when_their_proposal_is_told_of() -> None:
    meeting = later()
    told = FollowUp("f5", 5, "p4", Progress.DONE, "2027-04-01", "Klaret.")
    minutes = told_later.follow_up(
        replace(meeting, follow_ups=meeting.follow_ups.set("f5", told)), **ABOUT
    )
    assert "Hemmeligt" not in str(minutes.blocks)
    assert "[skjult: krænkende ord]" in said_in(minutes)


def test_it_is_a_document_for_the_archive() -> None:
    for meeting in (later(), evenings.whole_evening(), evenings.saying([])):
        data = pdf.document(told_later.follow_up(meeting, **ABOUT))
        assert pdf.doubts(data) == []
