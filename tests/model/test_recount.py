"""The program that stands by itself counts what the protocol says, and sees every altered table."""

import csv
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from moedeapp import recount
from moedeapp.export import disk, recount_files
from moedeapp.model.commands import ballots, evening, rounds
from moedeapp.model.meeting import Channel, Meeting, Phase, Role
from moedeapp.model.ranking import places
from tests.model.halls import drawn_vote, hall, open_round

TABLES = {
    "stubs.csv": ["round", "code", "proposal", "dots"],
    "manual.csv": ["round", "proposal", "source", "dots", "persons", "reason"],
    "results.csv": ["round", "proposal", "title", "dots", "persons"],
}

Lines = list[list[str]]


def _tables(folder: Path) -> dict[str, Lines]:
    """The lines that are handed out with a protocol, without their headings."""
    found = {}
    for name, headings in TABLES.items():
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            first, *found[name] = csv.reader(file, delimiter=";")
        assert first == headings
    return found


def _write(folder: Path, tables: dict[str, Lines]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, lines in tables.items():
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows([TABLES[name], *lines])
    return folder


def _any_meeting(path: Path, chance: random.Random) -> Meeting:
    """One to three sealed rounds with ballots from every channel, stickers and corrections."""
    people, proposals = chance.randint(2, 40), chance.randint(2, 9)
    rules = {"dots": chance.randint(1, 6), "cap": chance.choice([None, 1, 2])}
    filled = hall(path, people, proposals=proposals, **rules)
    asked, listed = filled.round, filled.proposals
    with filled.document as document:
        document.apply(evening.count_heads(Role.CITIZEN, 100))
        for more in range(chance.randint(0, 2), -1, -1):
            _vote(document.apply, asked, listed, filled.slips, chance, rules)
            _count(document.apply, asked, listed, chance)
            _correct(document.state, document.apply, asked, listed, chance)
            if more:
                asked, listed = open_round(document, **rules)
        document.apply(evening.go_to(Phase.RESULT))
        return document.state


def _vote(
    apply: Callable[..., object], asked: str, listed: list[str], slips: list[str],
    chance: random.Random, rules: dict[str, object],
) -> None:  # fmt: skip
    on_phone = chance.randint(0, len(slips))
    for slip in slips[:on_phone]:
        channel = chance.choice([Channel.PHONE, Channel.TABLE])
        vote = drawn_vote(chance, listed, **rules)  # type: ignore[arg-type]
        apply(ballots.cast(asked, vote, slip=slip, channel=channel))
    apply(rounds.close(asked))
    for slip in slips[on_phone:]:
        vote = drawn_vote(chance, listed, **rules)  # type: ignore[arg-type]
        apply(ballots.key(asked, vote, slip=slip))


def _count(
    apply: Callable[..., object], asked: str, listed: list[str], chance: random.Random
) -> None:
    if chance.random() < 0.3:
        dots = {proposal: chance.randint(0, 9) for proposal in chance.sample(listed, 2)}
        apply(ballots.add_stickers(asked, chance.randint(1, 4), dots))
    apply(rounds.seal(asked))


def _correct(
    meeting: Meeting, apply: Callable[..., object], asked: str, listed: list[str],
    chance: random.Random,
) -> None:  # fmt: skip
    for proposal in chance.sample(listed, chance.randint(0, 2)):
        least = -min(2, meeting.results[proposal].dots)
        dots = chance.randint(least, 3) or 1
        reason = "»Talt forkert«; to gange\ni træk"
        apply(rounds.correct(asked, proposal, dots=dots, persons=0, reason=reason))


def _recounts(folder: Path, meetings: int, seed: int) -> None:
    rounds_counted = 0
    for number in range(meetings):
        chance = random.Random(seed * 10_000 + number)
        meeting = _any_meeting(folder / f"{number}.moede", chance)
        tables = folder / str(number)
        disk.write_all(tables, recount_files.contents(meeting))
        counted, wrong = recount.recount(tables)
        assert wrong == []
        for vote in meeting.rounds.values():
            rounds_counted += 1
            for place in places(meeting, vote):
                found = counted.pop((vote.number, place.proposal.number), (0, 0))
                assert found == (place.dots, place.persons)
        assert counted == {}
        assert recount.main([str(tables)]) == 0
    assert rounds_counted > meetings


def test_the_recount_of_twenty_random_meetings_gives_their_results(tmp_path: Path) -> None:
    _recounts(tmp_path, 20, 1)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_recount_of_two_hundred_random_meetings_gives_their_results(tmp_path: Path) -> None:
    _recounts(tmp_path, 200, 2)


# --- altered tables


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lines]:
    """The tables of a meeting with stubs, paper, and a correction."""
    filled = hall(tmp_path_factory.mktemp("told") / "hal.moede", 24)
    chance = random.Random(8)
    with filled.document as document:
        for slip in filled.slips[:14]:
            vote = drawn_vote(chance, filled.proposals)
            document.apply(ballots.cast(filled.round, vote, slip=slip))
        document.apply(rounds.close(filled.round))
        for slip in filled.slips[14:]:
            vote = drawn_vote(chance, filled.proposals)
            document.apply(ballots.key(filled.round, vote, slip=slip))
        document.apply(rounds.seal(filled.round))
        document.apply(
            rounds.correct(
                filled.round, filled.proposals[2], dots=2, persons=1, reason="Under bordet"
            )
        )
        folder = tmp_path_factory.mktemp("written")
        disk.write_all(folder, recount_files.contents(document.state))
    tables = _tables(folder)
    assert all(len(lines) > 5 for lines in tables.values())
    return tables


def _found_in(folder: Path, tables: dict[str, Lines]) -> int:
    return recount.main([str(_write(folder, tables))])


def test_the_untouched_tables_agree(told: dict[str, Lines], tmp_path: Path) -> None:
    assert _found_in(tmp_path, told) == 0


@pytest.mark.parametrize(
    ("name", "columns"),
    [("stubs.csv", "proposal dots"), ("manual.csv", "proposal dots persons"),
     ("results.csv", "proposal dots persons")],
)  # fmt: skip
def test_every_changed_number_is_found(
    told: dict[str, Lines], tmp_path: Path, name: str, columns: str
) -> None:
    for place, line in enumerate(told[name]):
        for column in columns.split():
            cell = TABLES[name].index(column)
            for change in (1, -1, 50):
                changed = [*line]
                changed[cell] = str(int(line[cell]) + change)
                lines = [*told[name][:place], changed, *told[name][place + 1 :]]
                assert _found_in(tmp_path, {**told, name: lines}) == 1, changed


@pytest.mark.parametrize("name", TABLES)
def test_every_missing_and_every_doubled_line_is_found(
    told: dict[str, Lines], tmp_path: Path, name: str
) -> None:
    for place, line in enumerate(told[name]):
        missing = [*told[name][:place], *told[name][place + 1 :]]
        assert _found_in(tmp_path, {**told, name: missing}) == 1
        assert _found_in(tmp_path, {**told, name: [*told[name], line]}) == 1


def test_a_doubled_code_is_found_even_where_the_sums_are_right(
    told: dict[str, Lines], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stubs = [[*line] for line in told["stubs.csv"]]
    stubs[0][1] = stubs[1][1].lower()
    assert _found_in(tmp_path, {**told, "stubs.csv": stubs}) == 1
    assert f"prikkoden {stubs[1][1]} står 2 gange" in capsys.readouterr().out


def test_a_foreign_proposal_and_a_foreign_round_are_found(
    told: dict[str, Lines], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = {**told, "stubs.csv": [*told["stubs.csv"], ["1", "K74MQ", "99", "1"]]}
    assert _found_in(tmp_path, foreign) == 1
    assert "Runde 1, forslag 99 står ikke i protokollen." in capsys.readouterr().out
    foreign = {**told, "manual.csv": [*told["manual.csv"], ["7", "1", "paper", "1", "1", ""]]}
    assert _found_in(tmp_path, foreign) == 1
    assert "Runde 7, forslag 1 står ikke i protokollen." in capsys.readouterr().out


def test_dots_that_cancel_each_other_out_are_found(told: dict[str, Lines], tmp_path: Path) -> None:
    pair = [["1", "AAAAA", "1", "2"], ["1", "BBBBB", "1", "-2"]]
    results = [[*line] for line in told["results.csv"]]
    (line,) = (line for line in results if line[1] == "1")
    line[4] = str(int(line[4]) + 2)
    altered = {**told, "stubs.csv": [*told["stubs.csv"], *pair], "results.csv": results}
    assert _found_in(tmp_path, altered) == 1


def test_a_proposal_without_dots_cannot_be_left_out(tmp_path: Path) -> None:
    tables = {
        "stubs.csv": [["1", "K74MQ", "3", "1"]],
        "manual.csv": [],
        "results.csv": [["1", "1", "A", "0", "0"], ["1", "2", "B", "0", "0"],
                        ["1", "3", "C", "1", "1"]],
    }  # fmt: skip
    assert _found_in(tmp_path, tables) == 0
    tables["results.csv"].pop(1)
    assert _found_in(tmp_path, tables) == 1


@pytest.mark.parametrize(
    "broken",
    [
        "", "round;code;proposal\r\n1;K74MQ;1\r\n", "round;code;proposal;dots\r\n1;K74MQ;1\r\n",
        "round;code;proposal;dots\r\n1;K74MQ;1;1;1\r\n",
        "round;code;proposal;dots\r\n1;K74MQ;1;to\r\n",
        "round;code;proposal;dots\r\n1;K74MQ;1;1_0\r\n", 'round;code;proposal;dots\r\n1;"K;1;1\r\n',
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_said_so(
    told: dict[str, Lines], tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    _write(tmp_path, told)
    (tmp_path / "stubs.csv").write_text(broken, encoding="utf-8-sig")
    assert recount.main([str(tmp_path)]) == 2
    assert "stubs.csv" in capsys.readouterr().err


def test_a_missing_or_foreign_file_is_said_so(
    told: dict[str, Lines], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(tmp_path, told)
    (tmp_path / "manual.csv").write_bytes(b"\xff\xfe\x00")
    assert recount.main([str(tmp_path)]) == 2
    (tmp_path / "manual.csv").unlink()
    assert recount.main([str(tmp_path)]) == 2
    assert "manual.csv kan ikke læses" in capsys.readouterr().err
    assert recount.main([]) == 2


def test_the_program_needs_nothing_but_python(told: dict[str, Lines], tmp_path: Path) -> None:
    alone = tmp_path / "recount.py"
    alone.write_bytes(Path(recount.__file__).read_bytes())
    folder = _write(tmp_path / "protokol", told)
    # -I: neither this folder nor any installed package is found.
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", alone, folder],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("Optællingen stemmer med protokollen.\n")
