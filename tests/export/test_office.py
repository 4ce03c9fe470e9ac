"""The files open in LibreOffice, with every sign as it was said and nothing reckoned with."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from moedeapp.export import files
from moedeapp.export.forms import Form
from moedeapp.export.orders import Evening
from tests.export import evenings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SAID = [
    "=1+1",
    '=HYPERLINK("http://ond.example";"klik")',
    "=cmd|' /C calc'!A0",
    "- flere bænke",
    "+45 12 34 56 78",
    "@alle",
    "To linjer\nog æøå ÆØÅ é",
    'Han sagde "nej"; så gik han',
    "007",
    "1/2",
    "2026-11-23",
    "1.000",
]

# Separator, quotes, UTF-8, from the first line; out also every sheet in a file of its own.
CSV_IN = "CSV:59,34,76,1"
CSV_OUT = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    evening = Evening(evenings.saying(SAID), [], evenings.HEAD, evenings.MADE_AT, "0.1.0")
    forms = (Form.PAGE, Form.WORKBOOK, Form.LISTS, Form.DATA)
    return {path.name: path for path in files.export_all(evening, folder, forms=forms)}


def found(made: dict[str, Path], ending: str) -> Path:
    return next(path for name, path in made.items() if name.endswith(ending))


def converted(path: Path, to: str, *more: str) -> list[Path]:
    """What LibreOffice makes of a file."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not on this machine")
    out = path.parent / f"{path.suffix[1:]}-{to.partition(':')[0]}"
    home = f"-env:UserInstallation={(path.parent / 'home').as_uri()}"
    run = [program, home, "--headless", *more, "--convert-to", to, "--outdir", out, path]
    subprocess.run(run, check=True, capture_output=True, timeout=120)
    return sorted(out.iterdir())


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_the_workbook_shows_every_word_as_it_was_said(made):
    sheets = converted(found(made, ".xlsx"), CSV_OUT)
    assert len(sheets) >= 3
    ideas = next(rows(sheet) for sheet in sheets if "Idéer" in sheet.name)
    assert [row[2] for row in ideas[1:]] == SAID


def test_the_list_of_ideas_holds_no_formula_and_every_sign(made):
    (sheet,) = converted(found(made, "ideer.csv"), "fods", f"--infilter={CSV_IN}")
    tree = etree.parse(sheet)
    space = tree.getroot().nsmap
    assert not tree.xpath("//*[@table:formula]", namespaces=space)
    shown = [
        "\n".join("".join(line.itertext()) for line in cell.findall("text:p", space))
        for cell in tree.xpath("//table:table-row/table:table-cell[3]", namespaces=space)
    ]
    reckoned = {"007", "1/2", "1.000"}  # a spreadsheet takes these for numbers, unless told not to
    for said, cell in zip(SAID, shown[1:], strict=True):
        if said not in reckoned:
            assert cell.removeprefix("'") == said


def test_the_data_open_as_the_text_they_are(made):
    (text,) = converted(
        found(made, "_v1.json"), "txt:Text (encoded):UTF8", "--infilter=Text (encoded):UTF8"
    )
    told = json.loads(text.read_text(encoding="utf-8-sig"))
    assert [idea["words"] for idea in told["ideas"]] == SAID


def test_the_page_opens_with_its_headings_and_tables(made):
    page = found(made, ".html")
    (opened,) = converted(page, "fodt", "--infilter=HTML (StarWriter)")
    tree = etree.parse(opened)
    space = tree.getroot().nsmap
    headings = tree.xpath("//text:h", namespaces=space)
    assert len(headings) == len(re.findall(r"<h[1-6]", page.read_text(encoding="utf-8")))
    assert tree.xpath("//table:table-header-rows", namespaces=space)
    words = "".join(tree.getroot().itertext())
    assert all(line in words for said in SAID for line in said.split("\n"))
