"""Nothing in a protocol can be changed without `verify` saying so."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from pikepdf import Pdf

from moedeapp.cli import commands
from moedeapp.export import fingerprint, verify
from moedeapp.export.blocks import Facts, Table, Words, plain
from moedeapp.export.pdf import document
from moedeapp.model.errors import JournalBroken
from moedeapp.texts import explain, use, words
from tests.export import evenings

IN_EVERY_COMMIT, ALL = 30, 200


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> evenings.Held:
    return evenings.voted(tmp_path_factory.mktemp("verify") / "møde.moede")


@pytest.fixture(scope="module")
def protocol(evening) -> bytes:
    return document(evening.protocol())


Change = Callable[[Pdf, random.Random], None]


def changed(data: bytes, change: Change, chance: random.Random, path: Path) -> verify.Verdict:
    """What is found when a protocol was changed."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf, chance)
        pdf.save(path)
    return verify.protocol(path)


# --- what is whole


def test_a_whole_protocol_is_found_whole(protocol, evening, tmp_path):
    (tmp_path / "a.pdf").write_bytes(protocol)
    verdict = verify.protocol(tmp_path / "a.pdf")
    assert verdict.problems == ()
    assert (verdict.files, verdict.entries) == (12, len(evening.entries))
    assert verdict.head == evening.head


def test_a_protocol_in_another_language_is_read_as_well(evening, tmp_path):
    use("en")
    (tmp_path / "a.pdf").write_bytes(document(evening.protocol()))
    use("da")
    assert verify.protocol(tmp_path / "a.pdf").problems == ()


@pytest.mark.parametrize("make", [evenings.level, evenings.practised])
def test_every_kind_of_vote_is_found_whole(make, tmp_path):
    held = make(tmp_path / "møde.moede")
    (tmp_path / "a.pdf").write_bytes(document(held.protocol()))
    assert verify.protocol(tmp_path / "a.pdf").problems == ()


@pytest.mark.parametrize("warning", ["Generalprøve", "Udkast"])
def test_a_warning_on_every_page_is_no_change(warning, evening, tmp_path):
    meeting, entries = evening.meeting, evening.entries
    if warning == "Generalprøve":
        meeting, warning = evenings.rehearsing(meeting), ""
    minutes = evenings.minutes(
        meeting, entries, head=evening.head, made_at=evenings.MADE_AT, software_version="0.1.0",
        warning=warning,
    )  # fmt: skip
    (tmp_path / "a.pdf").write_bytes(document(minutes))
    assert verify.protocol(tmp_path / "a.pdf").problems == ()


@pytest.mark.parametrize(
    "said",
    [
        [],
        ["En idé"],
        ["=1+1\n\nlinje \u2028 to", "\U0001f600 \u202eomvendt", "[U+1F600] [U+zz]", "x" * 9000],
    ],
    ids=["none", "one", "hostile"],
)
def test_a_meeting_without_a_vote_is_whole_but_for_its_made_up_head(said, tmp_path):
    (tmp_path / "a.pdf").write_bytes(document(evenings.protocol(evenings.saying(said))))
    # The head of these meetings is made up, so it is no journal's.
    assert verify.protocol(tmp_path / "a.pdf").problems == (
        "De trykte kontrolord er ikke ændringsloggens.",
    )


# --- what was changed


def other_byte(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def swap_bytes_of_a_file(pdf: Pdf, chance: random.Random) -> None:
    """A byte of an attachment, with the sums in its own entry put right."""
    entry = chance.choice(list(pdf.Root.AF))
    entry.EF.F.write(other_byte(entry.EF.F.read_bytes(), chance))


def file_of(pdf: Pdf, name: str) -> pikepdf.Stream:
    return next(entry.EF.F for entry in pdf.Root.AF if str(entry.UF) == name)


def swap_journal_lines(pdf: Pdf, chance: random.Random) -> None:
    """Two acts of the journal change places, each in the other's line."""
    file = file_of(pdf, chance.choice(["journal.json", "journal.csv"]))
    lines = file.read_bytes().split(b"\n")
    place = chance.randrange(1, len(lines) - 4)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    file.write(b"\n".join(lines))


SHOWN = re.compile(rb"\((?:[^()\\]|\\.)*\) Tj")


def change_a_word_on_paper(pdf: Pdf, chance: random.Random) -> None:
    """Two neighbouring texts of a page, such as the numbers of a table, change places."""
    pages = list(pdf.pages)
    chance.shuffle(pages)
    for page in pages:
        body = page.Contents.read_bytes()
        found = list(SHOWN.finditer(body))
        pairs = [
            (a, b)
            for a, b in pairwise(found)
            if a[0] != b[0] and font_before(body, a) == font_before(body, b)
        ]
        if pairs:
            a, b = chance.choice(pairs)
            body = body[: a.start()] + b[0] + body[a.end() : b.start()] + a[0] + body[b.end() :]
            page.Contents = pdf.make_stream(body)
            return
    raise AssertionError("no two texts can be swapped")


def font_before(body: bytes, found: re.Match[bytes]) -> bytes:
    at = body.rfind(b" Tf", 0, found.start())
    return body[body.rfind(b"/", 0, at) : at]


CHANGES: list[Change] = [swap_bytes_of_a_file, swap_journal_lines, change_a_word_on_paper]


def check_changes(protocol: bytes, path: Path, count: int) -> None:
    for number in range(count):
        chance = random.Random(number)
        change = CHANGES[number % len(CHANGES)]
        verdict = changed(protocol, change, chance, path)
        assert verdict.problems, (number, change.__name__)


def test_every_change_is_reported(protocol, tmp_path):
    check_changes(protocol, tmp_path / "a.pdf", IN_EVERY_COMMIT)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_change_of_two_hundred_is_reported(protocol, tmp_path):
    check_changes(protocol, tmp_path / "a.pdf", ALL)


def test_a_changed_file_is_named(protocol, tmp_path):
    for name in ("stubs.csv", "ideer.csv", "recount.py", "LÆS-MIG.txt"):

        def change(pdf: Pdf, _chance: random.Random, name: str = name) -> None:
            file_of(pdf, name).write(file_of(pdf, name).read_bytes() + b"\r\n")

        problems = changed(protocol, change, random.Random(1), tmp_path / "a.pdf").problems
        assert f"Filen {name} er ændret: Dens sum er ikke den trykte." in problems


def test_a_file_that_was_taken_out_or_put_in_is_named(protocol, tmp_path):
    def take_out(pdf: Pdf, _chance: random.Random) -> None:
        del pdf.attachments["manual.csv"]

    def put_in(pdf: Pdf, _chance: random.Random) -> None:
        pdf.attachments["nyt.csv"] = pikepdf.AttachedFileSpec(pdf, b"a;b\r\n")

    found = changed(protocol, take_out, random.Random(1), tmp_path / "a.pdf").problems
    assert "Filen manual.csv mangler i dokumentet." in found
    found = changed(protocol, put_in, random.Random(1), tmp_path / "a.pdf").problems
    assert found == ("Filen nyt.csv står ikke på listen i bilag D.",)


def test_an_alt_text_that_was_changed_is_noticed(protocol, tmp_path):
    def change(pdf: Pdf, _chance: random.Random) -> None:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary) and "/Alt" in found:
                found.Alt = pikepdf.String("Søjle: 999 prikker")
                return

    assert changed(protocol, change, random.Random(1), tmp_path / "a.pdf").problems == (
        "Ordene på siderne er ikke dem, protokollen blev lavet med.",
    )


# --- a forger who puts the sums right


def forged(
    held: evenings.Held, path: Path, name: str, change: Callable[[bytes], bytes]
) -> list[str]:
    """What is found in a protocol that prints the sum of a changed file as if it were right."""
    minutes = held.protocol()
    files = tuple(
        replace(file, data=change(file.data)) if file.name == name else file
        for file in minutes.files
    )
    sums = {file.name: sha256(file.data).hexdigest() for file in files}
    blocks = []
    for block in minutes.blocks:
        if isinstance(block, Table) and block.key == "files":
            rows = tuple((cell, plain(sums[cell[0].text])) for cell, _sum in block.rows)
            block = replace(block, rows=rows)
        if isinstance(block, Facts) and block.key == "about":
            block = replace(block, rows=(*block.rows[:-1], (block.rows[-1][0], plain(""))))
        blocks.append(block)
    about = blocks.pop()
    label = about.rows[-1][0]
    total = (Words(fingerprint.of_blocks([*blocks, about])),)
    blocks.append(replace(about, rows=(*about.rows[:-1], (label, total))))
    path.write_bytes(document(replace(minutes, blocks=tuple(blocks), files=files)))
    return list(verify.protocol(path).problems)


def test_the_forgers_tools_alone_change_nothing(evening, tmp_path):
    assert forged(evening, tmp_path / "a.pdf", "stubs.csv", lambda data: data) == []


def test_a_forged_list_of_codes_does_not_add_up(evening, tmp_path):
    def one_more(data: bytes) -> bytes:
        line = data.splitlines()[1].rpartition(b";")
        return data.replace(line[0] + b";" + line[2], line[0] + b";9", 1)

    found = forged(evening, tmp_path / "a.pdf", "stubs.csv", one_more)
    assert any("optællingen giver" in problem for problem in found)


def test_forged_results_are_not_the_printed_ones(evening, tmp_path):
    def other(data: bytes) -> bytes:
        results = json.loads(data)
        results["rounds"][0]["proposals"][0]["dots"] += 1
        results["rounds"][1]["proposals"][0]["answers"]["against"] += 1
        results["rounds"][0]["stubs"].pop()
        return json.dumps(results).encode()

    found = forged(evening, tmp_path / "a.pdf", "resultat.json", other)
    for said in ("resultat af", "summer for", "prikkoder for"):
        assert any(f"{said} afstemning 1" in problem for problem in found), said
    assert any("svar i afstemning 2" in problem for problem in found)


def test_forged_ideas_are_not_the_printed_ones(tmp_path):
    whole = evenings.whole_evening()
    held = evenings.Held(whole, [], evenings.HEAD, ())

    def other(data: bytes) -> bytes:
        meeting = json.loads(data)
        meeting["ideas"][0]["words"] = "Noget andet"
        meeting["ideas"].pop(1)
        meeting["ideas"].append({**meeting["ideas"][0], "number": 99})
        return json.dumps(meeting).encode()

    found = forged(held, tmp_path / "a.pdf", "moede.json", other)
    assert "Idé 1 har andre ord på papiret end i filerne." in found
    assert "Idé 2 er trykt, men står ikke i filerne." in found
    assert "Idé 99 er ikke trykt." in found


def test_a_forged_journal_is_no_chain(evening, tmp_path):
    def swapped(data: bytes) -> bytes:
        acts = json.loads(data)
        acts[5], acts[6] = acts[6], acts[5]
        return json.dumps(acts).encode()

    def rewritten(data: bytes) -> bytes:
        acts = json.loads(data)
        acts[-1]["payload"] = acts[-1]["payload"].replace("1", "2")
        return json.dumps(acts).encode()

    for change, broken in (
        (swapped, JournalBroken(6, "missing")),
        (rewritten, JournalBroken(len(evening.entries), "altered")),
    ):
        found = forged(evening, tmp_path / "a.pdf", "journal.json", change)
        assert explain(broken) in found

    def cut(data: bytes) -> bytes:
        return json.dumps(json.loads(data)[:-1]).encode()

    found = forged(evening, tmp_path / "a.pdf", "journal.json", cut)
    assert "De trykte kontrolord er ikke ændringsloggens." in found


def test_a_forged_list_of_the_journal_is_not_the_journal(evening, tmp_path):
    found = forged(
        evening, tmp_path / "a.pdf", "journal.csv", lambda data: data.replace(b"19:", b"18:", 1)
    )
    assert found == ["Ændringsloggen som liste er ikke den samme som ændringsloggen."]


# --- what is no protocol, and the command


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "a.pdf er beskadiget, eller også er det ikke en PDF."),
        (b"hej", "a.pdf er beskadiget, eller også er det ikke en PDF."),
        (None, "Der er ingen fil med navnet a.pdf. Den kan være flyttet"),
    ],
)
def test_what_cannot_be_read_is_said(data, says, tmp_path):
    if data is not None:
        (tmp_path / "a.pdf").write_bytes(data)
    assert verify.protocol(tmp_path / "a.pdf").problems[0].startswith(says)


def test_another_pdf_is_no_protocol(tmp_path):
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf")
    assert verify.protocol(tmp_path / "a.pdf").problems == (
        "a.pdf er ikke en protokol, der kan kontrolleres.",
    )


def test_a_protocol_cut_anywhere_is_reported_and_never_ends_in_an_error(protocol, tmp_path):
    path = tmp_path / "a.pdf"
    for part in range(1, 20):
        path.write_bytes(protocol[: len(protocol) * part // 20])
        assert verify.protocol(path).problems


def test_the_command_says_that_all_is_well_and_fails_when_it_is_not(
    protocol, evening, tmp_path, monkeypatch
):
    path = tmp_path / "a.pdf"
    path.write_bytes(protocol)
    done = CliRunner().invoke(commands.moede, ["verify", str(path)])
    assert done.exit_code == 0, done.output
    assert "Protokollen er hel: 12 filer" in done.output
    assert words(evening.head) in done.output
    changed(protocol, swap_bytes_of_a_file, random.Random(3), path)
    done = CliRunner().invoke(commands.moede, ["verify", str(path)])
    assert done.exit_code == 1
    assert "er ændret" in done.output
