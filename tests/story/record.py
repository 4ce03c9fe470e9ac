"""Holds what left the house against what was entered: the protocol, the tables and the JSON."""

import csv
import io
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from moedeapp.model.meeting import Agreement
from tests.story.script import (
    PLACE,
    QUESTION,
    STEPS,
    TITLE,
    Counted,
    Script,
    answers,
    bridge,
    count,
    equal_shares,
)  # fmt: skip

MONTHS = ("jan", "feb")
"""as the deadlines of the script are printed"""


def check(folder: Path, script: Script, taken_back: Sequence[int]) -> None:
    """Everything in the folder of exports says what the script says.

    What was taken back has had its number, and no other idea gets it.
    """
    every = (number for number in itertools.count(1) if number not in taken_back)
    numbers = dict(zip((idea.words for idea in script.ideas), every, strict=False))
    found = {suffix: _one(folder, suffix) for suffix in ("_ideer.csv", "_resultat.csv", ".pdf")}
    ends = ("_resultat.json", ".schema.json")
    (whole,) = [file for file in folder.glob("*.json") if not file.name.endswith(ends)]
    meeting = json.loads(whole.read_text(encoding="utf-8"))
    _check_meeting(meeting, script)
    _check_ideas(_table(found["_ideer.csv"]), meeting, script, numbers)
    first, second = meeting["rounds"]
    _check_dots(first, script)
    _check_shares(first, script)
    _check_steps(second, script)
    _check_result_table(_table(found["_resultat.csv"]), first, script)
    _check_pages(found[".pdf"], meeting, script, numbers, taken_back)
    _recount(folder, script)


def _one(folder: Path, suffix: str) -> Path:
    (file,) = [file for file in folder.glob(f"*{suffix}") if "_resume" not in file.name]
    return file


def _table(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";"))


def _check_meeting(meeting: dict[str, Any], script: Script) -> None:
    facts = meeting["facts"]
    assert (facts["title"], facts["place"]) == (TITLE, PLACE)
    assert (facts["date"], facts["starts"], facts["ends"]) == ("2026-11-23", "19:00", "21:00")
    assert [question["words"] for question in meeting["questions"]] == [QUESTION]
    assert len(meeting["tables"]) == script.tables
    assert meeting["heads"] == {"citizen": script.slip_count, "politician": 3}
    assert {theme["title"] for theme in meeting["themes"]} == set(script.themes)
    assert meeting["rehearsal"] is False
    titles = {p["number"]: p["title"] for p in meeting["rounds"][0]["proposals"]}
    agreed = [
        (titles[step["proposal"]], step["action"], step["responsible"], step["deadline"])
        for step in meeting["next_steps"]
    ]
    assert agreed == [
        (step.proposal, step.action, step.responsible, "-".join(step.deadline.split("-")[::-1]))
        for step in script.next_steps
    ]


def _check_ideas(
    rows: Sequence[dict[str, str]],
    meeting: dict[str, Any],
    script: Script,
    numbers: Mapping[str, int],
) -> None:
    wanted = [(numbers[i.words], i.words, i.table, i.theme) for i in script.ideas]
    assert [(int(row["Nummer"]), row["Ordlyd"], int(row["Bord"]), row["Tema"]) for row in rows] == [
        (number, _listed(words), table, theme) for number, words, table, theme in wanted
    ]
    titles = {theme["letter"]: theme["title"] for theme in meeting["themes"]}
    ideas = meeting["ideas"]
    assert [(i["number"], i["words"], i["table"], titles[i["theme"]]) for i in ideas] == wanted
    for proposal in meeting["rounds"][0]["proposals"]:
        behind = [number for number, _words, _table, theme in wanted if theme == proposal["title"]]
        assert proposal["ideas"] == behind


def _listed(words: str) -> str:
    """Words as a list has them: never the beginning of a formula."""
    return f"'{words}" if words[0] in "=+-@" else words


def _check_dots(vote: dict[str, Any], script: Script) -> None:
    counted = count(script.themes, script.dots)
    assert (vote["kind"], vote["dots"], vote["cap"]) == ("dots", 3, 2)
    assert (vote["cast"], vote["handed_out"]) == (len(script.dots), script.slip_count)
    assert vote["channels"] == {"paper": len(script.dots)}
    given = sum(sum(ballot.dots.values()) for ballot in script.dots)
    assert vote["unused"] == 3 * len(script.dots) - given
    assert vote["blank"] == sum(not ballot.dots for ballot in script.dots)
    assert {p["title"]: _as_counted(p) for p in vote["proposals"]} == counted
    assert {p["tables"] for p in vote["proposals"]} == {script.tables}
    joined = {title: bridge(title, script.dots) for title in script.themes}
    assert {p["title"]: p["bridge"] for p in vote["proposals"]} == {
        title: 1 + sum(other > mine for other in joined.values()) for title, mine in joined.items()
    }


def _as_counted(proposal: dict[str, Any]) -> Counted:
    names = ("title", "dots", "persons", "support", "rank", "shared")
    return Counted(*(proposal[name] for name in names))


def _check_shares(vote: dict[str, Any], script: Script) -> None:
    titles = {proposal["number"]: proposal["title"] for proposal in vote["proposals"]}
    wanted = equal_shares(script.themes, script.dots, vote["places"])
    assert wanted, "the script has nothing to say of equal shares"
    for share, (level, cost) in zip(vote["equal_shares"], wanted, strict=False):
        assert titles[share["proposal"]] in level
        assert Fraction(share["cost"]) == cost
        assert {titles[number] for number in share["tied"]} | {titles[share["proposal"]]} == level
    assert len(vote["equal_shares"]) == vote["places"]
    if all(len(level) == 1 for level, _cost in wanted):
        _check_filled(vote["equal_shares"], len(wanted), titles, script)


def _check_filled(
    shares: Sequence[dict[str, Any]], bought: int, titles: Mapping[int, str], script: Script
) -> None:
    """Places that nobody could pay for go by dots."""
    counted = count(script.themes, script.dots)
    taken = {titles[share["proposal"]] for share in shares[:bought]}
    left = sorted((c.rank for title, c in counted.items() if title not in taken))
    filled = shares[bought:]
    assert [share["cost"] for share in filled] == [None] * len(filled)
    assert [counted[titles[share["proposal"]]].rank for share in filled] == left[: len(filled)]


def _check_steps(vote: dict[str, Any], script: Script) -> None:
    assert vote["kind"] == "agreement"
    assert vote["cast"] == len(script.steps)
    found = {
        proposal["title"]: [proposal["answers"][step] for step in Agreement]
        for proposal in vote["proposals"]
    }
    assert found == answers(script.agreed, script.steps)


def _check_result_table(
    rows: Sequence[dict[str, str]], vote: dict[str, Any], script: Script
) -> None:
    counted = count(script.themes, script.dots)
    names = ("Prikker", "Personer", "Støtte ved bordene", "Plads")
    found = {row["Forslag"]: tuple(int(row[name]) for name in names) for row in rows}
    assert found == {c.title: (c.dots, c.persons, c.support, c.rank) for c in counted.values()}
    ranks = [int(row["Plads"]) for row in rows]
    assert ranks == sorted(ranks)
    numbers = {proposal["title"]: str(proposal["number"]) for proposal in vote["proposals"]}
    assert {row["Forslag"]: row["Nummer"] for row in rows} == numbers


# --- what people read


def _words(pdf: Path, order: str) -> str:
    """The words of the protocol: "-layout" as they stand on the page, "-raw" as they are told."""
    done = subprocess.run(["pdftotext", order, str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def _check_pages(
    pdf: Path,
    meeting: dict[str, Any],
    script: Script,
    numbers: Mapping[str, int],
    taken_back: Sequence[int],
) -> None:
    text, told = _words(pdf, "-layout"), _words(pdf, "-raw")
    flat, squeezed = " ".join(text.split()), "".join(told.split())
    _check_sentences(flat, script, taken_back)
    _check_result_lines(text, meeting["rounds"][0], script)
    _check_answer_lines(text, script)
    for step in script.next_steps:
        assert "".join(step.action.split()) in squeezed
        assert "".join(step.responsible.split()) in squeezed
        day, month, year = step.deadline.split("-")
        assert f"{int(day)}. {MONTHS[int(month) - 1]}. {year}" in flat
    for idea in script.ideas:
        assert "".join(idea.words.split()) in squeezed, idea
        # Its number, its words, its table and its theme: one line of the list.
        theme = re.escape(idea.theme.split()[0])
        first = re.escape(idea.words.split()[0][:20])
        line = rf"^\s*{numbers[idea.words]}\s+»{first}.*?\sbord {idea.table}\s+{theme}"
        assert re.search(line, text, re.MULTILINE), f"the protocol has no such line: {idea}"
    assert len(re.findall(r"^\s*\d+\s+»", text, re.MULTILINE)) == script.idea_count


def _check_sentences(flat: str, script: Script, taken_back: Sequence[int]) -> None:
    for said in (TITLE, QUESTION, PLACE, "Vejledende prioritering – ikke en kommunal beslutning"):
        assert said in flat
    assert f"Der kom {script.idea_count} idéer: {script.idea_count} skrevet ned" in flat
    assert f"I salen {script.slip_count} borgere og 3 politikere" in flat
    assert f"Borde {script.tables} " in flat
    slips = len(script.dots)
    assert flat.count(f"{slips} af {script.slip_count} stemmesedler afgivet") == 2
    given = sum(sum(ballot.dots.values()) for ballot in script.dots)
    assert f"{3 * slips - given} prikker blev ikke brugt" in flat
    blank = sum(not ballot.dots for ballot in script.dots)
    assert (f" {blank} stemmesedler var blanke" in flat) is (blank > 1)
    assert f"Portioner af stemmesedler {script.tables} ({script.slip_count} stemmesedler)" in flat
    # At each table one idea was taken back, and on the board one merge.
    assert f"Handlinger fortrudt {script.tables + 1} " in flat
    *most, last = map(str, taken_back)
    assert f"Numrene {', '.join(most)} og {last} er ikke på listen" in flat


def _check_result_lines(text: str, vote: dict[str, Any], script: Script) -> None:
    numbers = {proposal["title"]: proposal["number"] for proposal in vote["proposals"]}
    for counted in count(script.themes, script.dots).values():
        # Place, number, title, dots, persons, tables: one line of the result.
        first = counted.title.split()[0]
        place = f"Delt {counted.rank}.-plads" if counted.shared else str(counted.rank)
        line = re.compile(
            rf"^\s*{re.escape(place)}\s+{numbers[counted.title]}\s+{re.escape(first)}.*?"
            rf"\s{counted.dots}\s+{counted.persons}\s+{counted.support} af {script.tables}\s*$",
            re.MULTILINE,
        )
        assert line.search(text), f"the protocol has no such line: {counted}"


def _check_answer_lines(text: str, script: Script) -> None:
    flat = " ".join(text.split())
    assert all(step in flat for step in STEPS)
    for title, steps in answers(script.agreed, script.steps).items():
        row = re.compile(
            rf"\d+\. {re.escape(title.split()[0])}.*?\s" + r"\s+".join(map(str, steps)) + r"\s*$",
            re.MULTILINE,
        )
        assert row.search(text), f"the protocol has no such answers: {title} {steps}"


def _recount(folder: Path, script: Script) -> None:
    """The small program that comes along agrees with the lists it lies beside."""
    (place,) = folder.glob("*_genoptaelling")
    done = subprocess.run(
        [sys.executable, str(place / "recount.py"), str(place)],
        capture_output=True, text=True, cwd=place,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
