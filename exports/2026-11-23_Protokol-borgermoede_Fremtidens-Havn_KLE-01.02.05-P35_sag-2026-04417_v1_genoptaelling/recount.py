#!/usr/bin/env python3
"""Tæl en afstemning om fra prikkoderne: python3 recount.py MAPPE

A program of its own: it knows nothing of MødeApp, needs nothing but Python, and can be read in
five minutes. The folder holds three tables (UTF-8, semicolons, headings in the first line):

stubs.csv    round;code;proposal;dots              one line per dot code on the public list
manual.csv   round;proposal;source;dots;persons;…  counts made by hand: paper, stickers, corrections
results.csv  round;proposal;title;dots;persons;…   what the protocol says

The dots of a proposal are the sum over its codes plus what was counted by hand; its persons are
the number of its codes plus the persons counted by hand. Both must be what results.csv says, and no
code may stand twice. The exit code is 0 when everything agrees, 1 when it does not, 2 when the
tables cannot be read.
"""

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Unreadable(Exception):
    """A table is missing, or a line of it makes no sense."""


class Key(NamedTuple):
    """A proposal of a round, both by number."""

    round: int
    proposal: int


class Sums(NamedTuple):
    """What a proposal got."""

    dots: int
    persons: int


Line = dict[str, str]


def lines(folder: Path, name: str, *columns: str) -> Iterator[Line]:
    """The lines of a table as values by heading; raises Unreadable naming the line."""
    try:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, delimiter=";", strict=True)
            missing = [column for column in columns if column not in (table.fieldnames or ())]
            if missing:
                raise Unreadable(f"{name} mangler kolonnen {missing[0]}.")
            for line in table:
                # DictReader keeps what is too much under None, and puts None where there is nothing
                if None in line or None in line.values():
                    raise Unreadable(f"{name}, linje {table.line_num}: forkert antal felter.")
                yield line
    except OSError as error:
        raise Unreadable(f"{name} kan ikke læses i mappen {folder}.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise Unreadable(f"{name} er ikke en tabel: {error}") from error


def number(name: str, line: Line, column: str) -> int:
    """A whole number; a correction may be below 0."""
    text = line[column]
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise Unreadable(f"{name}, {column}: »{text}« er ikke et helt tal.")
    return int(text)


def key_of(name: str, line: Line) -> Key:
    """The proposal a line is about."""
    return Key(number(name, line, "round"), number(name, line, "proposal"))


def recount(folder: Path) -> tuple[dict[Key, Sums], list[str]]:
    """Dots and persons per proposal from codes and manual counts, and what is wrong with them."""
    dots: Counter[Key] = Counter()
    persons: Counter[Key] = Counter()
    codes: Counter[tuple[int, str]] = Counter()
    wrong = []
    for line in lines(folder, "stubs.csv", "round", "code", "proposal", "dots"):
        key, given = key_of("stubs.csv", line), number("stubs.csv", line, "dots")
        if given < 1:
            wrong.append(f"Runde {key.round}: prikkoden {line['code']} giver {given} prikker.")
        codes[key.round, line["code"].strip().upper()] += 1
        dots[key] += given
        persons[key] += 1
    for line in lines(folder, "manual.csv", "round", "proposal", "dots", "persons"):
        key = key_of("manual.csv", line)
        dots[key] += number("manual.csv", line, "dots")
        persons[key] += number("manual.csv", line, "persons")
    wrong += [
        f"Runde {asked}: prikkoden {code} står {times} gange."
        for (asked, code), times in sorted(codes.items())
        if times > 1
    ]
    return {key: Sums(dots[key], persons[key]) for key in dots.keys() | persons.keys()}, wrong


def compare(counted: dict[Key, Sums], told: list[Line]) -> Iterator[str]:
    """Where the protocol and the recount differ."""
    seen: set[Key] = set()
    for line in told:
        key = key_of("results.csv", line)
        said = Sums(number("results.csv", line, "dots"), number("results.csv", line, "persons"))
        found = counted.get(key, Sums(0, 0))
        if key in seen:
            yield f"Runde {key.round}, forslag {key.proposal} står to gange i protokollen."
        seen.add(key)
        if found != said:
            yield (
                f"Runde {key.round}, forslag {key.proposal}: protokollen siger {said.dots} prikker "
                f"og {said.persons} personer, men optællingen giver {found.dots} "
                f"og {found.persons}."
            )
    for key in sorted(counted.keys() - seen):
        yield f"Runde {key.round}, forslag {key.proposal} står ikke i protokollen."
    # Proposals are numbered from 1, so one that got nothing cannot be left out unseen either.
    for asked in sorted({key.round for key in seen}):
        numbers = {key.proposal for key in seen if key.round == asked}
        counted_here = {key.proposal for key in counted if key.round == asked}
        for gap in sorted(set(range(1, max(numbers))) - numbers - counted_here):
            yield f"Runde {asked}, forslag {gap} mangler i protokollen."


def main(words: list[str]) -> int:
    """Recount a folder and say whether it agrees with the results."""
    if len(words) != 1:
        print("Brug: python3 recount.py MAPPE", file=sys.stderr)
        return 2
    folder = Path(words[0])
    columns = ("round", "proposal", "title", "dots", "persons")
    try:
        counted, wrong = recount(folder)
        told = list(lines(folder, "results.csv", *columns))
        wrong += compare(counted, told)
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    print("Runde  Nr.  Prikker  Personer  Forslag")
    for line in told:
        key = key_of("results.csv", line)
        found = counted.get(key, Sums(0, 0))
        print(
            f"{key.round:>5} {key.proposal:>4} {found.dots:>8} {found.persons:>9}  {line['title']}"
        )
    print()
    for problem in wrong:
        print(problem)
    print("Optællingen stemmer IKKE." if wrong else "Optællingen stemmer med protokollen.")
    return 1 if wrong else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # old consoles know few signs
    sys.exit(main(sys.argv[1:]))
