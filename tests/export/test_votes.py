"""What the protocol and the tables tell of real votes, and what they never tell."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from moedeapp.export import disk, files, recount_files, tables
from moedeapp.export.blocks import Facts, Heading, Listing, Minutes, Paragraph, Table
from moedeapp.export.orders import Evening
from moedeapp.model.commands import ballots, rounds
from moedeapp.model.meeting import Agreement, ByHand, RoundKind, RoundState, Share
from moedeapp.model.ranking import places
from moedeapp.texts import _
from tests.export import evenings
from tests.export.conftest import Pages
from tests.export.test_minutes import facts, table, texts_of, told
from tests.export.test_tables import read_csv


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> evenings.Held:
    """One whole evening with two votes."""
    return evenings.voted(tmp_path_factory.mktemp("evening") / "møde.moede")


@pytest.fixture(scope="module")
def level(tmp_path_factory: pytest.TempPathFactory) -> evenings.Held:
    """One vote with sticker dots, open access and lots."""
    return evenings.level(tmp_path_factory.mktemp("level") / "møde.moede")


def after(minutes: Minutes, *headings: str) -> list[Any]:
    """The blocks from the last of some headings, each looked for after the one before."""
    blocks = list(minutes.blocks)
    for heading in headings:
        words = [b.words if isinstance(b, Heading) else "" for b in blocks]
        blocks = blocks[words.index(heading) + 1 :]
    return blocks


def first(kind: type, blocks: Iterable[Any]) -> Any:
    return next(block for block in blocks if isinstance(block, kind))


def rows(block: Table) -> list[list[str]]:
    return [["\n".join(texts_of(cell)) for cell in row] for row in block.rows]


def rounds_of(held: evenings.Held) -> list[dict[str, Any]]:
    return json.loads(tables.results_bytes(held.meeting))["rounds"]


def every_file(held: evenings.Held, folder: Path) -> list[Path]:
    evening = Evening(held.meeting, held.entries, held.head, evenings.MADE_AT, "0.1.0")
    return files.export_all(evening, folder)


# --- 5 how it was held


def test_the_way_of_voting_is_told(held):
    minutes = held.protocol()
    rules = dict(first(Facts, after(minutes, "5. Sådan gjorde vi", "Afstemning 1")).rows)
    said = {label: "".join(texts_of(cell)) for label, cell in rules.items()}
    assert said["Prikker"] == "Hver fik 5 prikker, højst 2 på samme forslag"
    assert "Stemmesedler med engangskode." in said.values()
    assert "telefon: 51, papir: 12" in said.values()
    fairness = first(Paragraph, after(minutes, "5. Sådan gjorde vi", "Afstemning 1")).words
    for sentence in (
        _("Their numbers were drawn when the vote opened."),
        _("Nobody could see a count while we voted."),
        _("Every paper slip was keyed by two persons."),
        "2 minut",
    ):
        assert sentence in fairness, sentence


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        (False, "Med numre, på sedlens strimmel eller på en stemmeseddel"),
        (True, "Med forslagenes navne i to rækkefølger og med numre"),
    ],
)
def test_what_people_wrote_on_is_told(tmp_path, named, wanted):
    hall = evenings.Hall(tmp_path / "hal.moede", 12)
    key, proposals = hall.open(dots=5)
    if named:
        hall.apply(rounds.print_names(key))
    hall.apply(rounds.close(key))
    for slip in hall.slips[:12]:
        hall.apply(ballots.key(key, hall.vote(proposals), slip=slip))
    hall.apply(rounds.seal(key))
    minutes = hall.leave().protocol()
    rules = dict(first(Facts, after(minutes, "5. Sådan gjorde vi", "Afstemning 1")).rows)
    said = {label: "".join(texts_of(cell)) for label, cell in rules.items()}
    assert said["Stemmesedler på papir"] == wanted


def test_a_vote_without_paper_says_nothing_of_paper(tmp_path):
    hall = evenings.Hall(tmp_path / "hal.moede", 12)
    key, proposals = hall.open(dots=5)
    for slip in hall.slips[:12]:
        hall.apply(ballots.cast(key, hall.vote(proposals), slip=slip))
    hall.apply(rounds.close(key))
    hall.apply(rounds.seal(key))
    assert "Stemmesedler på papir" not in told(hall.leave().protocol())


def test_a_vote_by_one_person_at_the_keys_does_not_claim_two(level):
    assert _("Every paper slip was keyed by two persons.") not in told(level.protocol())


def test_open_access_is_told_with_the_rules_and_with_the_result(level):
    sentence = "Åben adgang: dobbeltstemmer kan ikke udelukkes."
    minutes = level.protocol()
    assert sentence in "".join(texts_of(tuple(after(minutes, "6. Resultat"))))
    assert told(minutes).count(sentence) == 2
    (row, *_rest) = read_csv(tables.results_csv(level.meeting))
    assert sentence in row.values()


def test_channels_with_few_slips_are_named_together(held):
    (key,) = (r.id for r in held.meeting.rounds.values() if r.kind is RoundKind.DOTS)
    vote = replace(held.meeting.rounds[key], channels=(("phone+paper", 63),))
    meeting = replace(held.meeting, rounds=held.meeting.rounds.set(key, vote))
    minutes = evenings.protocol(meeting)
    assert "telefon og papir: 63" in told(minutes)
    assert "51" not in told(minutes).split("\n")
    listed = rows(first(Table, after(minutes, "Bilag C. Afgivne stemmesedler")))
    assert listed == [["Telefon og papir", "63"], ["I alt", "63"]]


# --- 6 the result


def test_the_list_has_dots_persons_and_tables(held):
    minutes = held.protocol()
    block = first(Table, after(minutes, "6. Resultat"))
    assert [column.title for column in block.columns] == [
        "Plads", "Nr.", "Forslag", "Prikker", "Personer", "Borde",
    ]  # fmt: skip
    (vote,) = (r for r in held.meeting.rounds.values() if r.kind is RoundKind.DOTS)
    for row, place in zip(rows(block), places(held.meeting, vote), strict=True):
        assert row[1:5] == [
            str(place.proposal.number),
            place.proposal.title,
            str(place.dots),
            str(place.persons),
        ]
        assert row[5].startswith(f"{place.sealed.support} af {place.sealed.tables}")


def test_turnout_tells_of_slips_used_twice_and_slips_not_counted(held):
    text = told(held.protocol())
    assert "63 af 67 stemmesedler afgivet." in text
    assert "1 stemmeseddel blev brugt på to måder." in text
    assert "Sedler, der ikke kunne tælles: 2 ulæselig og 1 afleveret for sent." in text


def test_a_correction_shows_before_and_after_with_its_reason(held):
    minutes = held.protocol()
    (vote,) = (r for r in held.meeting.rounds.values() if r.kind is RoundKind.DOTS)
    (place,) = (p for p in places(held.meeting, vote) if p.corrected)
    dots, persons = place.sealed.dots, place.sealed.persons
    one, two = rows(first(Table, after(minutes, _("Corrections after the seal"))))
    assert one[1:3] == [
        f"{dots} prikker fra {persons} personer",
        f"{dots + 2} prikker fra {persons + 1} personer",
    ]
    assert one[3].startswith("En seddel lå i kassen.")
    assert two[1:3] == [
        f"{dots + 2} prikker fra {persons + 1} personer",
        f"{dots + 1} prikker fra {persons + 1} personer",
    ]
    line = next(r for r in rows(first(Table, after(minutes, "6. Resultat"))) if "rettelsen" in r[5])
    assert line[5] == f"{place.sealed.support} af {place.sealed.tables}\nfør rettelsen"
    assert line[3] == str(dots + 1)


def test_sticker_dots_leave_persons_as_a_least_number_and_no_tables(level):
    minutes = level.protocol()
    block = first(Table, after(minutes, "6. Resultat"))
    assert [column.title for column in block.columns][-1] == "Personer"
    assert rows(block)[0][3:] == ["6", "mindst 6"]
    assert [row[0] for row in rows(block)[1:3]] == ["Delt 2.-plads"] * 2
    headings = [b.words for b in minutes.blocks if isinstance(b, Heading)]
    assert _("6b. Bridge-builders and equal shares") not in headings


def test_lots_are_told_with_their_seed(level):
    (lot,) = level.meeting.lots.values()
    assert "»Måge«" in told(level.protocol())
    assert rounds_of(level)[0]["lots"] == [
        {
            "place": 2,
            "seed": "Måge",
            "order": [level.meeting.proposals[key].number for key in lot.order],
        }
    ]


def test_a_decision_that_differs_stands_with_its_reason(held):
    listed = rows(first(Table, after(held.protocol(), _("Decisions that differ from the list"))))
    assert listed == [["Vi begynder med bænkene.", "De kan stå her til maj."]]


def test_answers_stand_with_what_was_said_against_each_proposal(held):
    minutes = held.protocol()
    block = first(Table, after(minutes, "6. Resultat", "Afstemning 2"))
    assert [column.title for column in block.columns][1:] == [
        "Helt enig", "Enig", "Kan leve med det", "I tvivl", "Imod",
    ]  # fmt: skip
    (vote,) = (r for r in held.meeting.rounds.values() if r.kind is RoundKind.AGREEMENT)
    proposals = {p.number: p for p in held.meeting.proposals.values() if p.round == vote.id}
    against = Counter(o.proposal for o in held.meeting.objections.values())
    assert against
    for number, row in enumerate(rows(block), 1):
        proposal = proposals[number]
        assert row[0].startswith(f"{number}. {proposal.title}")
        assert row[0].count(evenings.OBJECTION) == against[proposal.id]
        assert row[1:] == [str(n) for n in held.meeting.answers[proposal.id].counts]
        assert sum(map(int, row[1:])) == 40


# --- 6b other ways to read the dots


def test_a_bridge_builder_stands_higher_than_its_dots(held):
    listed = rows(first(Table, after(held.protocol(), "Brobyggere")))
    (vote,) = (r for r in held.meeting.rounds.values() if r.kind is RoundKind.DOTS)
    results = [r for r in held.meeting.results.values() if r.round == vote.id]
    dots = sorted((r.dots for r in results), reverse=True)
    expected = sorted(
        (r.bridge, held.meeting.proposals[r.id].number, dots.index(r.dots) + 1, r.support)
        for r in results
        if r.bridge is not None and r.bridge < dots.index(r.dots) + 1
    )
    assert expected
    assert [(row[0], row[2], row[3]) for row in listed] == [
        (str(number), f"Støtte ved {support} af 8 borde", str(rank))
        for _bridge, number, rank, support in expected
    ]


def test_equal_shares_mark_what_dots_filled_and_what_was_level(held):
    (vote,) = (r for r in held.meeting.rounds.values() if r.kind is RoundKind.DOTS)
    by_number = {p.number: p.id for p in held.meeting.proposals.values() if p.round == vote.id}
    shares = evenings.rows(
        Share("s1", vote.id, 1, by_number[7], "1/24", (by_number[2], by_number[7], by_number[9])),
        Share("s2", vote.id, 2, by_number[4]),
    )
    minutes = evenings.protocol(replace(held.meeting, shares=shares))
    listed = rows(first(Table, after(minutes, "Lige andele")))
    assert [row[:2] for row in listed] == [["1", "7"], ["2", "4"]]
    assert listed[0][3].endswith("2 og 9")
    assert listed[1][3] == "udfyldt efter prikker"


# --- 8, 9


def test_follow_up_tells_when_and_what(held):
    listed = rows(first(Table, after(held.protocol(), _("What became of the proposals"))))
    assert [row[1:] for row in listed] == [["2. maj 2027", "Gennemført: Bygget\nAlle kan bade."]]


def test_the_record_counts_slips_and_corrections(held):
    shown = facts(held.protocol())
    assert shown[_("Batches of slips")] == "9 (78 stemmesedler)"
    assert shown[_("Spare slips handed out")] == "1"
    assert shown[_("Slips made void")].startswith("1")
    assert "1" in shown[_("Slips made void")][1:]
    assert shown[_("Results corrected after the seal")] == "2"


# --- the appendices


def test_turnout_is_told_by_channel_and_reason(held):
    blocks = after(held.protocol(), "Bilag C. Afgivne stemmesedler", "Afstemning 1")
    assert rows(first(Table, blocks)) == [["Telefon", "51"], ["Papir", "12"], ["I alt", "63"]]
    said = {label: "".join(texts_of(cell)) for label, cell in first(Facts, blocks).rows}
    assert (said["Ulæselig"], said["Afleveret for sent"]) == ("2", "1")


def test_every_dot_code_is_on_the_list_and_the_sums_add_up(held):
    blocks = after(held.protocol(), "Bilag D. Prikkoder og filer")
    listing = first(Listing, blocks)
    assert list(listing.entries) == [
        (s.code, str(held.meeting.proposals[s.proposal].number), str(s.dots))
        for s in sorted(held.meeting.stubs.values(), key=lambda s: s.code)
    ]
    by_code = Counter[str]()
    for _code, number, dots in listing.entries:
        by_code[number] += int(dots)
    sums = {row[0].partition(".")[0]: row[1:] for row in rows(first(Table, blocks))}
    (vote,) = (r for r in held.meeting.rounds.values() if r.kind is RoundKind.DOTS)
    for place in places(held.meeting, vote):
        codes, *_by_hand, total = sums[str(place.proposal.number)]
        assert codes.partition(" ")[0] == str(by_code[str(place.proposal.number)])
        assert total == f"{place.dots} / {place.persons}"


def test_every_dot_code_can_be_found_in_the_pdf(held, pages: Pages):
    words = "\n".join(pages(held.protocol())).split()
    codes = [stub.code for stub in held.meeting.stubs.values()]
    assert Counter(word for word in words if word in set(codes)) == Counter(codes)


# --- the tables


def test_the_json_has_all_that_was_sealed(held):
    dots, agreed = rounds_of(held)
    (vote,) = (r for r in held.meeting.rounds.values() if r.kind is RoundKind.DOTS)
    assert len(dots["stubs"]) == len(held.meeting.stubs)
    assert [share["place"] for share in dots["equal_shares"]] == [1, 2, 3, 4]
    for proposal in dots["proposals"]:
        stubs = [s["dots"] for s in dots["stubs"] if s["proposal"] == proposal["number"]]
        hand = [m for m in dots["manual"] if m["proposal"] == proposal["number"]]
        assert proposal["dots"] == sum(stubs) + sum(m["dots"] for m in hand)
        assert proposal["persons"] == len(stubs) + sum(m["persons"] for m in hand)
        sealed = [m for m in hand if m["source"] != ByHand.CORRECTION]
        assert proposal["dots_sealed"] == sum(stubs) + sum(m["dots"] for m in sealed)
        assert proposal["tables"] == 8
    assert {p["bridge"] for p in dots["proposals"]} == set(range(1, 13))
    assert (dots["contested"], dots["channels"]) == (1, {"phone": 51, "paper": 12})
    assert [sum(p["answers"].values()) for p in agreed["proposals"]] == [40] * 3
    assert list(agreed["proposals"][0]["answers"]) == sorted(Agreement)
    assert vote.number == dots["number"] == 1


def test_the_spreadsheet_has_tables_bridges_shares_and_corrections(held):
    listed = read_csv(tables.results_csv(held.meeting))
    (vote,) = (r for r in held.meeting.rounds.values() if r.kind is RoundKind.DOTS)
    for row, place in zip(listed, places(held.meeting, vote), strict=True):
        values = list(row.values())
        assert values[5:10] == [
            str(place.dots),
            str(place.persons),
            str(place.sealed.support),
            str(place.sealed.tables),
            str(place.sealed.bridge),
        ]
        assert values[11] == (str(place.sealed.dots) if place.corrected else "")
    assert sorted(list(row.values())[10] for row in listed if list(row.values())[10]) == [
        "1", "2", "3", "4",
    ]  # fmt: skip


def test_every_key_of_the_results_is_explained(held):
    for vote in rounds_of(held):
        lists = (vote[name] for name in ("equal_shares", "lots", "stubs", "manual", "proposals"))
        for key in (*vote, *(key for rows_ in lists for row in rows_ for key in row)):
            assert key in str(tables.__doc__), key


# --- counting again


def recount(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "recount.py"), str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1"},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("evening", ["held", "level"])
def test_the_folder_can_be_counted_again_without_this_program(evening, request, tmp_path):
    meeting = request.getfixturevalue(evening).meeting
    written = disk.write_all(tmp_path / "igen", recount_files.contents(meeting))
    assert sorted(path.name for path in written) == [
        "LÆS-MIG.txt", "manual.csv", "recount.py", "results.csv", "stubs.csv",
    ]  # fmt: skip
    code, text = recount(tmp_path / "igen")
    assert code == 0, text
    assert "Optællingen stemmer med protokollen." in text


@pytest.mark.parametrize("name", ["stubs.csv", "manual.csv", "results.csv"])
def test_one_line_less_is_noticed(name, held, tmp_path):
    disk.write_all(tmp_path, recount_files.contents(held.meeting))
    lines = (tmp_path / name).read_bytes().splitlines(keepends=True)
    (tmp_path / name).write_bytes(b"".join(lines[:-1]))
    assert recount(tmp_path)[0] == 1


def test_the_tables_of_the_folder_open_in_a_danish_spreadsheet(held, tmp_path):
    disk.write_all(tmp_path, recount_files.contents(held.meeting))
    for name, heading in (
        ("stubs.csv", "round;code;proposal;dots"),
        ("manual.csv", "round;proposal;source;dots;persons;reason"),
        ("results.csv", "round;proposal;title;dots;persons"),
    ):
        data = (tmp_path / name).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf" + heading.encode() + b"\r\n")
        assert data.count(b"\n") == data.count(b"\r\n")
    corrections = [r for r in read_csv((tmp_path / "manual.csv").read_bytes()) if r["reason"]]
    assert [(row["source"], row["dots"]) for row in corrections] == [
        ("correction", "2"),
        ("correction", "-1"),
    ]


# --- what never leaves


def test_a_second_run_gives_the_same_bytes(held, tmp_path):
    one, two = (every_file(held, tmp_path / name) for name in ("a", "b"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def strings(value: Any) -> Iterable[str]:
    """Every key and text of a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    else:
        yield str(value)


def test_no_volunteer_slip_salt_or_ballot_is_in_any_file(held, tmp_path, pages: Pages):
    volunteer = (evenings.VOLUNTEER, "frida@example.dk", "Plante træer")
    assert [v.name for v in held.meeting.volunteers.values()] == [evenings.VOLUNTEER]
    forbidden = (*held.secrets, *volunteer, "besked-")
    text = "".join("\n".join(pages(held.protocol())).split())
    kept = [word for word in forbidden if "".join(word.split()) in text]
    for path in every_file(held, tmp_path):
        data = path.read_bytes().decode("utf-8", "replace")
        kept += [word for word in forbidden if word in data]
    for file in held.protocol().files:
        kept += [word for word in forbidden if word in file.data.decode("utf-8-sig")]
    assert kept == []
    for made in (tables.meeting_bytes, tables.results_bytes):
        keys = set(strings(json.loads(made(held.meeting))))
        assert not keys & {"volunteers", "slips", "ballots", "batches", "salt", "paper_slips"}


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED])
def test_no_number_but_turnout_leaves_a_vote_under_way(state, tmp_path):
    held = evenings.under_way(tmp_path / "møde.moede", state)
    minutes = held.protocol()
    text = told(minutes)
    cast = 20 if state is RoundState.OPEN else 21
    assert f"{cast} stemmesedler afgivet." in text
    sentence = {
        RoundState.OPEN: _("The vote is open. There is no count before it is closed."),
        RoundState.CLOSED: _("The vote is closed. There is no count before the vote is sealed."),
    }[state]
    assert sentence in text
    headings = [block.words for block in minutes.blocks if isinstance(block, Heading)]
    assert not [words for words in headings if words.startswith(("6b", "Bilag C"))]
    assert not [block for block in minutes.blocks if isinstance(block, Listing)]
    assert not any(
        "Prikker" in [column.title for column in block.columns]
        for block in minutes.blocks
        if isinstance(block, Table)
    )
    assert read_csv(tables.results_csv(held.meeting)) == []
    (vote,) = rounds_of(held)
    assert vote["cast"] == cast
    assert [vote[k] for k in ("blank", "unused", "contested", "stickers")] == [None] * 4
    assert [vote[k] for k in ("equal_shares", "lots", "stubs", "manual")] == [[]] * 4
    counts = ("dots", "persons", "rank", "support", "bridge", "answers")
    assert {proposal[key] for proposal in vote["proposals"] for key in counts} == {None}


def test_a_practice_vote_leaves_nothing_in_any_file(tmp_path):
    held = evenings.practised(tmp_path / "møde.moede")
    assert table(held.protocol(), "5. Sådan gjorde vi")
    assert "Drømmekage" not in told(held.protocol())
    assert _("There was no vote at the meeting.") in told(held.protocol())
    for made in (tables.meeting_bytes, tables.results_bytes, tables.results_csv):
        assert "Drømmekage" not in made(held.meeting).decode()
    assert rounds_of(held) == []
