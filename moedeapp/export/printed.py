"""Holds the tables on the pages of a protocol against the data that lies in it."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from moedeapp.export.fingerprint import bare
from moedeapp.export.reading import Part
from moedeapp.model.meeting import Agreement
from moedeapp.texts import _, mark

Data = dict[str, Any]
"""A piece of the JSON that `moedeapp.export.tables` writes."""

Rows = list[list[str]]
"""The cells of a table by row, without its head."""

_SAYS: Final = {
    "results": mark("The printed result of vote {number} is not the one in the files."),
    "sums": mark("The printed sums of vote {number} are not the ones in the files."),
    "stubs": mark("The printed dot codes of vote {number} are not the ones in the files."),
    "answers": mark("The printed answers of vote {number} are not the ones in the files."),
}


def table(paper: Part, key: str) -> Rows | None:
    """The rows of a table by its key, without its head; None when there is no such table."""
    found = (part for part in paper.find("Table") if part.key == key)
    return next((part.rows()[1:] for part in found), None)


def differences(paper: Part, results: Data, meeting: Data) -> Iterator[str]:
    """Sentences about the tables that say something else than the data."""
    for vote in results["rounds"]:
        if vote["state"] == "sealed":
            yield from _vote(paper, vote)
    yield from _ideas(paper, meeting["ideas"])


# --- votes


def _vote(paper: Part, vote: Data) -> Iterator[str]:
    if vote["kind"] == "dots":
        expected = {"results": _results(vote), "sums": _sums(vote)}
        if vote["stubs"]:
            expected["stubs"] = _stubs(vote)
    else:
        expected = {"answers": _answers(vote)}
    for key, rows in expected.items():
        printed = table(paper, f"{key}.{vote['number']}")
        if printed is None or [_SHORT[key](row) for row in printed] != rows:
            yield _(_SAYS[key]).format(number=vote["number"])


def _results(vote: Data) -> Rows:
    """Place, number, title, dots and persons, from the top of the list."""
    ranked = sorted(vote["proposals"], key=lambda p: (p["rank"], p["number"]))
    return [
        [
            *(str(p[name]) for name in ("rank", "number")),
            bare([p["title"]]),
            *(str(p[name]) for name in ("dots", "persons")),
        ]
        for p in ranked
    ]


def _sums(vote: Data) -> Rows:
    return [[f"{p['dots']}/{p['persons']}"] for p in vote["proposals"]]


def _stubs(vote: Data) -> Rows:
    return [[str(stub[name]) for name in ("code", "proposal", "dots")] for stub in vote["stubs"]]


def _answers(vote: Data) -> Rows:
    return [
        [str(p["number"]), *(str(p["answers"][step]) for step in Agreement)]
        for p in vote["proposals"]
    ]


def _short_result(row: Sequence[str]) -> list[str]:
    rank, number, title, dots, persons, *_tables = row
    return [_number(rank), number, _unquoted(title), _number(dots), _number(persons)]


def _short_sum(row: Sequence[str]) -> list[str]:
    # Nothing at all is printed as a dash.
    dots, _slash, persons = row[-1].partition("/")
    return [f"{_number(dots)}/{_number(persons)}"]


def _short_answer(row: Sequence[str]) -> list[str]:
    return [row[0].partition(".")[0], *map(_number, row[1:])]


_SHORT: Final[dict[str, Callable[[Sequence[str]], list[str]]]] = {
    "results": _short_result,
    "sums": _short_sum,
    "stubs": list,
    "answers": _short_answer,
}
"""From a row as people read it to what the data has of it."""


def _number(text: str) -> str:
    """The number in words such as "mindst 1.204"; 0 when there is none."""
    return str(int("".join(re.findall("[0-9]", text)) or "0"))


def _unquoted(text: str) -> str:
    words = bare([text])
    return words[1:-1] if words[:1] in _OPENING else words


_OPENING: Final = ("»", "“")
"""How quotation marks begin, in Danish and in English."""


# --- ideas


def _ideas(paper: Part, ideas: Sequence[Data]) -> Iterator[str]:
    printed = {
        row[0]: bare(row[1:2])
        for part in paper.find("Table")
        if part.key.startswith("ideas.")
        for row in part.rows()[1:]
    }
    told = {str(idea["number"]): idea for idea in ideas}
    for number in sorted(told.keys() | printed.keys(), key=lambda n: (len(n), n)):
        if number not in told:
            yield _("Idea {number} is printed, but not in the files.").format(number=number)
        elif number not in printed:
            yield _("Idea {number} is not printed.").format(number=number)
        elif not _said(told[number], printed[number]):
            yield _("Idea {number} has other words on paper than in the files.").format(
                number=number
            )


def _said(idea: Data, printed: str) -> bool:
    words = bare([idea["words"]])
    if idea["replaced"]:
        return printed == words
    return printed[:1] in _OPENING and printed[1:].startswith(words)
