import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.ui.labels import label
from moedeapp.ui.unfold import Unfold


@pytest.fixture
def unfold(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = Unfold("Hvad er det?", label("Det er det her."))
    laid = QVBoxLayout(window)
    # What the layout would tell of its least size has no listener without a screen.
    laid.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    laid.addWidget(made)
    window.resize(600, 400)
    with qtbot.waitExposed(window):
        window.show()
    yield made
    window.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_what_is_inside_is_shown_and_put_away_by_key(qtbot, unfold, key):
    opened = []
    unfold.unfolded.connect(lambda: opened.append(1))
    assert not unfold.inside.isVisible()
    unfold.head.setFocus()
    qtbot.keyClick(unfold.head, key)
    assert unfold.inside.isVisible()
    assert opened == [1]
    qtbot.keyClick(unfold.head, key)
    assert not unfold.inside.isVisible()
    assert opened == [1]  # only opening is told


def test_a_screen_reader_hears_whether_it_is_open(unfold):
    assert unfold.head.accessibleName() == "Hvad er det?"
    assert unfold.head.accessibleDescription() == "foldet sammen"
    unfold.head.click()
    assert unfold.head.accessibleDescription() == "foldet ud"


def test_the_arrow_points_another_way_when_it_is_open(unfold):
    before = unfold.head.grab().toImage()
    unfold.fold(away=False)
    assert unfold.head.grab().toImage() != before
    unfold.fold()
    assert unfold.head.grab().toImage() == before
