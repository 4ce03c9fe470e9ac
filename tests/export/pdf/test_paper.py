import csv
import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from moedeapp.export import reading
from moedeapp.export.pdf import write_protocol
from moedeapp.export.tables import ideas_csv, meeting_bytes
from moedeapp.model.meeting import Meeting, Proposal, Result
from tests.export import evenings
from tests.export.evenings import squeezed
from tests.export.test_minutes import SECTIONS
from tests.export.test_tables import as_listed, read_csv

REHEARSAL = "Generalprøve – ikke en protokol"
ADVISORY = "Vejledende prioritering – ikke en kommunal beslutning"


# --- the page


def test_every_page_carries_the_advice_and_its_number(pages):
    found = pages(evenings.protocol(evenings.saying(["En idé"] * 60)))
    assert len(found) > 4
    for number, page in enumerate(found, 1):
        assert ADVISORY in page
        assert f"Side {number} af {len(found)}" in page


def test_every_page_of_a_rehearsal_says_that_it_is_no_protocol(pages, tmp_path):
    meeting = evenings.rehearsing(evenings.saying(["En idé"] * 60))
    found = pages(evenings.protocol(meeting))
    assert len(found) > 4
    for page in found:
        # Once in the frame at the head and once in the foot.
        assert page.count(REHEARSAL) >= 2
        assert ADVISORY not in page.replace(found[0], "")
    assert f"Status {REHEARSAL}" in found[0]
    assert "version" not in found[0]
    write_protocol(evenings.protocol(meeting), tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert REHEARSAL in str(pdf.docinfo.Title)


def test_no_other_protocol_speaks_of_a_rehearsal(pages):
    for page in pages(evenings.protocol(evenings.whole_evening())):
        assert "Generalprøve" not in page


def test_the_first_page_says_twice_that_it_is_advice(pages):
    first = pages(evenings.protocol(evenings.whole_evening()))[0]
    assert first.count(ADVISORY) == 2


def test_the_sections_follow_each_other_on_paper(pages):
    text = "\n".join(pages(evenings.protocol(evenings.whole_evening())))
    places = [text.find(f"\n{section}\n") for section in SECTIONS]
    assert -1 not in places
    assert places == sorted(places)


def test_a_second_run_gives_the_same_bytes(tmp_path):
    for name in ("a.pdf", "b.pdf"):
        write_protocol(evenings.protocol(evenings.whole_evening()), tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_every_font_is_embedded(tmp_path):
    if shutil.which("pdffonts") is None:
        pytest.skip("pdffonts (poppler-utils) is not installed")
    path = tmp_path / "protokol.pdf"
    write_protocol(evenings.protocol(evenings.whole_evening()), path)
    told = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout
    fonts = told.splitlines()[2:]
    assert fonts
    for font in fonts:
        assert re.search(r"SourceSansPro\S* +TrueType +\S+ +yes yes yes", font), font


def test_the_file_knows_its_language_title_and_time(tmp_path):
    path = tmp_path / "protokol.pdf"
    write_protocol(evenings.protocol(evenings.whole_evening()), path)
    with pikepdf.open(path) as pdf:
        assert pdf.Root.Lang == "da-DK"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo.CreationDate == "D:20261123210000+01'00'"
        assert str(pdf.docinfo.Keywords).startswith("KLE:15.20.24;facet:P35")
        assert pdf.Root.MarkInfo.Marked


def test_headings_are_bookmarks(tmp_path):
    path = tmp_path / "protokol.pdf"
    write_protocol(evenings.protocol(evenings.whole_evening()), path)
    with pikepdf.open(path) as pdf:
        titles = reading.outline(pdf)
    assert "6. Resultat" in titles
    assert "Om dette dokument" in titles


def test_a_failed_write_leaves_the_old_protocol(tmp_path, monkeypatch):
    path = tmp_path / "protokol.pdf"
    path.write_bytes(b"old")
    monkeypatch.setattr("moedeapp.export.pdf.paper.pages", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_protocol(evenings.protocol(evenings.saying([])), path)
    assert path.read_bytes() == b"old"


# --- words


def running_text(found: list[str]) -> str:
    """The text of all pages without their feet and without white space."""
    return re.sub(rf"{squeezed(ADVISORY)}Side\d+af\d+", "", squeezed("".join(found)))


def said_on_paper(found: list[str]) -> str:
    """Bilag A without what the table adds, without white space, codes as signs again."""
    text = running_text(found).split("BilagA.")[-1].split("BilagB.")[0]
    for furniture in ("Nr.OrdlydFraTema", "skrevetaffacilitator", "intettema"):
        text = text.replace(furniture, "")
    return squeezed(re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda m: chr(int(m[1], 16)), text))


def check_words(meeting: Meeting, found: list[str]) -> None:
    """Every idea is on paper, whole, in order and in the order it was written."""
    text, at = said_on_paper(found), 0
    for idea in sorted(meeting.ideas.values(), key=lambda idea: idea.number):
        line = squeezed(f"{idea.number}»{idea.words}«")
        at = text.find(line, at)
        assert at >= 0, idea
        at += len(line)


def columns(path: Path, *names: str) -> Iterable[str]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from (row[name] for name in names)


def emoji(path: Path) -> Iterable[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        codes = line.partition("#")[0].partition(";")[0].split()
        if codes:
            yield "".join(chr(int(code, 16)) for code in codes)


def spoken(data: Path, name: str) -> Iterable[str]:
    """The words of one set, as somebody could have said them."""
    ideas, edge = data / "02_ideas", data / "04_edge_text"
    if name == "dr":
        return columns(ideas / "da_dr_maerkesager_2015.csv", "question", "description")
    if name == "tv2":
        return columns(ideas / "da_tv2_kandidattest_2026.csv", "text")
    if name == "sib200":
        return columns(ideas / "da_sib200_train.csv", "text")
    if name == "fr_hu":
        return columns(ideas / "fr_hu_pabulib_names_categories.csv", "name")
    if name == "polis":
        files = sorted((ideas / "polis").glob("*__comments.csv"))
        return (words for file in files for words in columns(file, "comment-body"))
    if name == "blns":
        return list(map(str, json.loads((edge / "blns.json").read_text(encoding="utf-8"))))
    if name == "emoji":
        return emoji(edge / "emoji-zwj-sequences.txt")
    if name == "longest":
        return (edge / "da_longest_words.txt").read_text(encoding="utf-8").splitlines()
    return columns(edge / "da_nfc_nfd_pairs.csv", "nfc", "nfd")


SETS = {
    "dr": 40, "tv2": 74, "sib200": 701, "fr_hu": 589, "polis": 250,
    "blns": 500, "emoji": 1000, "longest": 50, "nfc_nfd": 50,
}  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_every_word_goes_in_and_comes_out(name, data, pages):
    given = [unicodedata.normalize("NFC", words) for words in spoken(data, name)]
    given = [words for words in given if words.strip()]
    assert len(given) >= SETS[name]
    meeting = evenings.saying(given)
    listed = [row["Ordlyd"] for row in read_csv(ideas_csv(meeting))]
    assert listed == [as_listed(words) for words in given]
    told = json.loads(meeting_bytes(meeting))
    assert [idea["words"] for idea in told["ideas"]] == given
    check_words(meeting, pages(evenings.protocol(meeting)))


# --- what is large


@pytest.mark.parametrize(
    "words",
    ["ord på vej ned ad siden " * 400, "x" * 10_000, "\n".join("abc" * 20), "😀" * 2_000],
    ids=["many words", "one word", "many lines", "many codes"],
)
def test_an_idea_longer_than_a_page_goes_on_over_the_next(words, pages):
    meeting = evenings.saying(["Før", words, "Efter"])
    check_words(meeting, pages(evenings.protocol(meeting)))


def test_long_titles_and_long_facts_find_room(pages):
    meeting = evenings.whole_evening()
    title = ("langt " * 34)[:200]
    long = "Noget, der tager plads. " * 400
    meeting = replace(
        meeting,
        facts=replace(meeting.facts, title=title, influence=long, purpose=long),
        proposals=evenings.rows(
            *(Proposal(f"p{n}", "r1", n, title, None, ()) for n in range(1, 21))
        ),
        results=evenings.rows(*(Result(f"p{n}", "r1", n, n) for n in range(1, 21))),
        next_steps=evenings.rows(),
    )
    text = running_text(pages(evenings.protocol(meeting)))
    assert text.count(squeezed(title)) >= 1 + 20 * 2
    assert text.count("Noget,dertagerplads.") == 800


def test_a_last_row_has_company(pages):
    for count in range(16, 22):
        for page in pages(evenings.protocol(evenings.saying(["En idé"] * count)))[1:]:
            assert page.count("»En idé«") != 1, count


def test_a_heading_never_stands_alone_at_the_foot(pages):
    for count in range(8, 24):
        for page in pages(evenings.protocol(evenings.saying(["En idé"] * count))):
            lines = [line for line in page.strip().splitlines() if line]
            assert lines[-1] not in SECTIONS
