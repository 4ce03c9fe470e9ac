"""S7: on the storskærm stands what people wrote, whole, inside the picture and as plain letters."""

import pytest

from moedeapp.model.meeting import Phase
from moedeapp.ui.projector.canvas import Canvas
from moedeapp.ui.projector.layout import pages
from moedeapp.ui.projector.paint import Words
from tests.hostile import OWN, TYPED, kept, known, seen
from tests.ui.projector.conftest import SIZES, meeting, said, shown
from tests.ui.projector.test_layout import outside


@pytest.fixture(scope="module", params=SIZES, ids=str)
def laid(request):
    """Every page of an evening where all of it was said, newest first."""
    every = [kept(words) for words in (*OWN, *TYPED, *known())]
    now = meeting(Phase.IDEAS, ideas=said(*every))
    return every, pages(shown(now), *request.param, 60), request.param


def test_every_sign_is_on_a_page_in_its_place(laid):
    every, found, _size = laid
    lines = [mark.said for page in found for mark in page.marks
             if isinstance(mark, Words) and not mark.furniture]  # fmt: skip
    numbered = zip(range(len(every), 0, -1), every[::-1], strict=True)
    expected = "".join(f"{number}{seen(words)}" for number, words in numbered)
    assert seen("".join(lines)) == expected


def test_nothing_leaves_the_picture(laid):
    _every, found, size = laid
    assert outside(found, *size) == []


def test_all_of_it_can_be_painted(laid, qtbot):
    _every, found, size = laid
    canvas = Canvas(lambda: None)
    qtbot.addWidget(canvas)
    canvas.resize(*size)
    for page in found[:: max(1, len(found) // 40)]:
        canvas.turn_to(page)
        assert not canvas.grab().isNull()


def test_markup_is_painted_as_the_letters_it_is_made_of(qtbot):
    canvas = Canvas(lambda: None)
    qtbot.addWidget(canvas)
    canvas.resize(1280, 720)
    pictures = set()
    for words in ("<b>fed</b>", "fed", "&lt;b&gt;fed&lt;/b&gt;"):
        (page,) = pages(shown(meeting(Phase.IDEAS, ideas=said(words))), 1280, 720, 60)
        canvas.turn_to(page)
        pictures.add(canvas.grab().toImage().constBits().tobytes())
    assert len(pictures) == 3
