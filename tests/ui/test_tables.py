import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from moedeapp.ui.tables import Rows, Table
from tests.shots.clipping import clipped, texts

WORDS = "Et sted ved vandet hvor man kan sidde i læ og se på bådene uden at købe noget hele året"


@pytest.fixture
def table(qtbot):
    window = QWidget()
    rows = Rows(["Nr.", "Forslag"])
    made = Table("Forslag", rows, stretch=[1], widths={0: 56})
    laid = QVBoxLayout(window)
    laid.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    laid.addWidget(made)
    rows.follow([("a", ("1", WORDS)), ("b", ("2", "Kort"))])
    qtbot.addWidget(window)
    window.show()
    yield window, made
    window.close()


@pytest.mark.parametrize("more", range(-40, 60, 4))
def test_a_row_is_as_high_as_its_words_where_they_just_fit_and_just_do_not(table, more):
    window, made = table
    wide = made.fontMetrics().horizontalAdvance(WORDS) + more
    window.resize(window.width() - made.columnWidth(1) + wide, 300)
    for _ in range(4):
        QApplication.processEvents()
    assert made.columnWidth(1) == wide
    assert clipped(window) == []
    assert not any("…" in words for words in painted(made))
    lines = len(painted(made)) - 3  # the other cells have one each
    assert made.rowHeight(0) == (44 if lines == 1 else 55)
    assert made.rowHeight(1) == 44


def painted(made):
    """What stands in the cells, a line at a time."""
    return [text.words for text in texts(made.viewport())]
