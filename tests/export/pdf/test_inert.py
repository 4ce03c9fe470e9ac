"""S7: the protocol has what people wrote, whole, and nothing of it is taken as anything else."""

import json
import re
from io import BytesIO

import pikepdf
import pytest

from moedeapp.export import reading
from moedeapp.export.blocks import Minutes
from moedeapp.export.pdf import document
from tests.export import evenings
from tests.hostile import OWN, TYPED, kept, known


@pytest.fixture(scope="module")
def every() -> list[str]:
    return [kept(words) for words in (*OWN, *TYPED, *known())]


@pytest.fixture(scope="module")
def pdf(every: list[str]):
    minutes: Minutes = evenings.protocol(evenings.saying(every))
    with pikepdf.open(BytesIO(document(minutes))) as opened:
        yield opened


def unnamed(words: str) -> str:
    """The words without white space, each sign that is named by its code as itself."""
    signs = re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda found: chr(int(found[1], 16)), words)
    return "".join(signs.split())


def test_every_idea_stands_in_it_sign_for_sign(every, pdf):
    lists = [part for part in reading.document(pdf).find("Table") if part.key == "ideas.1"]
    said = {row[0]: row[1] for part in lists for row in part.rows()}
    found = [unnamed(said[str(number)])[1:-1] for number in range(1, len(every) + 1)]
    assert found == ["".join(words.split()) for words in every]


def test_the_files_inside_have_the_very_words(every, pdf):
    kept_inside = json.loads(pdf.attachments["moede.json"].get_file().read_bytes())
    assert [idea["words"] for idea in kept_inside["ideas"]] == every


def test_nothing_in_it_can_be_pressed_or_runs(pdf):
    assert not any(key in pdf.Root for key in ("/OpenAction", "/AA", "/AcroForm"))
    assert not any("/Annots" in page.obj or "/AA" in page.obj for page in pdf.pages)
    assert "/JavaScript" not in pdf.Root.Names
