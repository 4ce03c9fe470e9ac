import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from moedeapp.model.commands import ballots, rounds, slips
from moedeapp.model.meeting import Agreement, Phase, Role, RoundKind, RoundState
from moedeapp.texts import dots, persons
from moedeapp.ui.phases.result import ResultPage
from tests.ui.conftest import by_number, close_box, issue, open_vote, seal
from tests.ui.phases.votes import (
    ENTER,
    cast,
    column_of,
    key_in,
    listed,
    swapped,
    unknown_code,
)
from tests.ui.test_window import said


class Keystrokes(QObject):
    """Counts the keys that are pressed."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.KeyPress and watched is QApplication.focusWidget():
            self.count += 1
        return False


@pytest.fixture
def keystrokes(qapp):
    counted = Keystrokes()
    qapp.installEventFilter(counted)
    yield counted
    qapp.removeEventFilter(counted)


def type_on(qtbot, keys):
    """Press keys one after the other, each where the focus is."""
    for key in keys:
        if key == "\n":
            qtbot.keyClick(QApplication.focusWidget(), ENTER)
        else:
            qtbot.keyClicks(QApplication.focusWidget(), key)


def test_a_slip_of_five_dots_takes_fourteen_keys(qtbot, document, show, keystrokes):
    # GN3: at half a second a key, seven seconds.
    printed = issue(document, 2)
    key = close_box(
        document, *(f"Tema {n}" for n in range(6)), open_access=False, dots=5, cap=2
    )  # fmt: skip
    page = show(document).page
    for sheet in printed:
        before = keystrokes.count
        type_on(qtbot, sheet.code.replace("-", "").lower() + "11344\n")
        assert keystrokes.count - before == 8 + 5 + 1
        assert page.counting.paper._said.text() == "Sedlen er tastet."
    assert document.state.rounds[key].paper == 2
    seal(document, key)
    got = [document.state.results[p].dots for p in by_number(document, key)]
    assert got == [4, 0, 2, 4, 0, 0]


def test_the_line_of_the_picture_is_typed_in_one_go(qtbot, document, show):
    (printed,) = issue(document, 1)
    key = close_box(document, *(f"Tema {n}" for n in range(4)), open_access=False, dots=5)
    paper = show(document).page.counting.paper
    type_on(qtbot, f"{printed.code} 1 1 3 4 4")
    assert paper.code.text() == printed.code
    assert paper.line.text().strip() == "1 1 3 4 4"
    assert paper._said.text() == "5 prikker · tryk Enter"
    type_on(qtbot, "\n")
    assert document.state.rounds[key].paper == 1
    assert (paper.code.text(), paper.line.text()) == ("", "")
    assert paper.code.hasFocus()


def test_a_whole_line_can_be_pasted(qtbot, document, show):
    (printed,) = issue(document, 1)
    key = close_box(document, "Havneliv", "Børn og unge", open_access=False)
    paper = show(document).page.counting.paper
    QApplication.clipboard().setText(f"{printed.code} 1 2")
    paper.code.paste()
    assert (paper.code.text(), paper.line.text()) == (printed.code, "1 2")
    type_on(qtbot, "\n")
    assert document.state.rounds[key].paper == 1


def test_the_code_enter_and_the_numbers_enter_work_as_well(qtbot, document, show):
    (printed,) = issue(document, 1)
    key = close_box(document, "Havneliv", "Børn og unge", open_access=False)
    paper = show(document).page.counting.paper
    paper.code.setText(printed.code)
    qtbot.keyClick(paper.code, ENTER)
    assert paper.line.hasFocus()
    type_on(qtbot, "112\n")
    assert document.state.rounds[key].paper == 1


def test_slips_are_keyed_and_no_sum_is_anywhere_before_the_seal(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge", "Adgang for alle")
    window = show(document)
    page = window.page
    table = [column_of(page.ballot, column) for column in range(3)]
    for slip in ("1 1 3", "113", "1 3 3", "0"):
        key_in(qtbot, page, slip)
        assert page.counting.paper.line.text() == ""
        assert page.counting.paper._said.text() == "Sedlen er tastet."
    qtbot.waitUntil(lambda: page._turnout._figure.text() == "4")
    assert document.state.rounds[key].cast == 4
    assert [column_of(page.ballot, column) for column in range(3)] == table
    window.go_to(Phase.RESULT)
    shown = said(window)
    # First place would have 5 dots from 3 persons, second 4 from 3; 9 dots in all.
    for sum_ in (dots(5), dots(4), dots(9), persons(3), persons(0)):
        assert not any(sum_ in words for words in shown), sum_
    page.counting._finish()
    assert sorted((r.dots, r.persons) for r in document.state.results.values()) == [
        (0, 0), (4, 3), (5, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "reason"),
    [("1 1 1", "Forslag"), ("1 1 2 2", "prikker"), ("4", "findes ikke"), ("1 x", "ikke et tal")],
)
def test_a_slip_that_cannot_be_counted_says_why_and_stays(qtbot, document, show, slip, reason):
    key = close_box(document, "Havneliv", "Børn og unge", "Adgang for alle")
    window = show(document)
    paper = window.page.counting.paper
    qtbot.keyClicks(paper.line, slip)
    warned = paper._said.text()
    assert "Intet er ændret" in warned or "prik" in warned
    qtbot.keyClick(paper.line, ENTER)
    assert document.state.rounds[key].cast == 0
    assert paper.line.text() == slip
    assert reason.lower() in (warned + window.notices.sentence).lower()


def test_enter_on_an_empty_line_is_no_ballot(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge")
    window = show(document)
    qtbot.keyClick(window.page.counting.paper.line, ENTER)
    assert document.state.rounds[key].cast == 0


def test_a_slip_keyed_again_is_still_one(qtbot, document, show):
    printed = issue(document, 1, table=3)
    key = close_box(document, "Havneliv", "Børn og unge", open_access=False)
    page = show(document).page
    assert page.counting.paper.code.hasFocus()
    key_in(qtbot, page, "1 1 2", printed[0].code.lower().replace("-", " "))
    assert page.counting.paper._said.text() == "Sedlen er tastet."
    assert page.counting.paper.code.text() == ""
    assert page.counting.paper.code.hasFocus()
    key_in(qtbot, page, "2", printed[0].code)
    assert document.state.rounds[key].cast == 1
    page.counting._finish()
    assert [r.dots for r in document.state.results.values()].count(1) == 1


def test_a_wrong_code_is_told_kindly_at_its_last_sign(qtbot, document, show):
    printed = issue(document, 2)
    politician = issue(document, 1, role=Role.POLITICIAN)
    spare = issue(document, 1, spare=True)
    document.apply(slips.void(slips.by_code(document.state, printed[1].code)))
    key = close_box(document, "Havneliv", "Børn og unge", open_access=False)
    page = show(document).page
    paper = page.counting.paper
    known = {sheet.code for sheet in (*printed, *politician, *spare)}
    for code, why in (
        (swapped(printed[0].code), "byttet om"),
        (printed[1].code, "annulleret"),
        (politician[0].code, "politiker"),
        (spare[0].code, "reserveseddel"),
        (unknown_code(known), "hører ikke til"),
        ("K0QX-2M9P", "0, 1, I, L"),
    ):
        paper.code.clear()
        paper.code.setFocus()
        qtbot.keyClicks(paper.code, code[:-1])
        assert paper._said.text() == ""
        qtbot.keyClicks(paper.code, code[-1])
        assert why in paper._said.text(), code
        assert paper._said.property("look") == "warn"
        assert paper.code.hasFocus()
        qtbot.keyClicks(paper.code, " 1")  # typed on without looking up
        qtbot.keyClick(paper.code, ENTER)
        assert why in paper._said.text()
    paper.code.setText("K7")
    qtbot.keyClick(paper.code, ENTER)
    assert "otte tegn" in paper._said.text()
    paper.code.clear()
    key_in(qtbot, page, "1")
    assert "Tast koden" in paper._said.text()
    assert document.state.rounds[key].cast == 0


def test_a_slip_that_was_used_on_a_phone_is_told_of_without_being_shown(qtbot, document, show):
    printed = issue(document, 1)
    key = open_vote(document, "Havneliv", "Børn og unge", open_access=False)
    first, second = by_number(document, key)
    cast(document, key, printed[0], {first: 2})
    document.apply(rounds.close(key))
    page = show(document).page
    key_in(qtbot, page, "2 2", printed[0].code)
    assert page.counting.paper._said.text() == (
        "Sedlen er allerede brugt på en anden måde. Det, der kom først, tæller."
    )
    page.counting._finish()
    results = document.state.results
    assert (results[first].dots, results[second].dots) == (2, 0)
    assert document.state.rounds[key].contested == 1


def test_two_persons_key_each_slip_before_the_seal(qtbot, document, show):
    printed = issue(document, 1)
    key = close_box(document, "Havneliv", "Børn og unge", open_access=False, two_persons=True)
    window = show(document)
    page = window.page
    key_in(qtbot, page, "1 2", printed[0].code)
    qtbot.waitUntil(lambda: "anden person: 1" in page.counting._state_words.text())
    page.counting._finish()
    assert "mangler den anden person: 1" in window.notices.sentence
    page.counting.paper.second.setChecked(True)
    key_in(qtbot, page, "1 1", printed[0].code)
    assert "anderledes" in window.notices.sentence
    page.counting.paper.line.clear()
    key_in(qtbot, page, "1 2", printed[0].code)
    page.counting._finish()
    assert document.state.rounds[key].state is RoundState.SEALED


def test_where_access_is_open_the_table_can_be_said(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge")
    page = show(document).page
    paper = page.counting.paper
    assert paper._code_box.isHidden()
    assert paper.line.hasFocus()
    paper.table.setValue(4)
    key_in(qtbot, page, "1")
    assert document.state.rounds[key].paper == 1
    assert paper.table.value() == 4


def test_sticker_dots_are_keyed_by_table_and_make_persons_at_least(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge")
    window = show(document)
    form = window.page.counting.stickers
    window.page.counting.sticking.head.click()
    assert form.table.hasFocus()
    form.table.setValue(4)
    qtbot.keyClicks(form.line, "1:17 2:3")
    qtbot.keyClick(form.line, ENTER)
    assert form._said.text() == "Klisterprikkerne fra bord 4 er tastet."
    assert form._done.text() == "Tastet: bord 4"
    assert form.line.text() == ""
    assert not any("17" in words for words in said(window))
    qtbot.keyClicks(form.line, "1:12 1:3")
    qtbot.keyClick(form.line, ENTER)
    assert "Forslag 1 er allerede med" in form._said.text()
    seal(document, key, {by_number(document, key)[1]: 1})
    window.go_to(Phase.RESULT)
    qtbot.waitUntil(lambda: isinstance(window.page, ResultPage))
    shown = [each for each in listed(window) if each.place.dots == 17]
    assert [(each.persons, each.tables) for each in shown] == [("mindst 0", "–")]
    assert any("mindst" in words for words in said(window))


def test_agreement_is_keyed_with_one_digit_for_each_proposal(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge", kind=RoundKind.AGREEMENT)
    window = show(document)
    assert window.page.counting.sticking.isHidden()
    key_in(qtbot, window.page, "1 5")
    key_in(qtbot, window.page, "10")
    key_in(qtbot, window.page, "1 2 3")
    assert "for mange" in window.page.counting.paper._said.text()
    assert document.state.rounds[key].cast == 2
    seal(document, key)
    first, second = by_number(document, key)
    assert document.state.answers[first].counts == (2, 0, 0, 0, 0)
    assert document.state.answers[second].counts == (0, 0, 0, 0, 1)


def test_objections_are_typed_with_the_slip_and_forgotten_after_it(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge", kind=RoundKind.AGREEMENT)
    page = show(document).page
    paper = page.counting.paper
    paper.objections.setPlainText("2: Det larmer om natten")
    key_in(qtbot, page, "1 5")
    assert paper.objections.toPlainText() == ""
    paper.objections.setPlainText("Det larmer")
    key_in(qtbot, page, "1 5")
    assert "ikke et tal" in paper._said.text()
    assert document.state.rounds[key].cast == 1
    assert paper.line.text() == "1 5"
    paper.objections.clear()
    paper._key_in()
    seal(document, key)
    second = by_number(document, key)[1]
    assert [(o.proposal, o.words) for o in document.state.objections.values()] == [
        (second, "Det larmer om natten")
    ]
    assert document.state.answers[second].counts[list(Agreement).index(Agreement.AGAINST)] == 2


def test_dots_have_no_room_for_objections(document, show):
    close_box(document, "Havneliv", "Børn og unge")
    assert show(document).page.counting.paper._objections_box.isHidden()


def test_tab_goes_from_the_code_to_the_slip_and_on(qtbot, document, show):
    issue(document, 1)
    close_box(document, "Havneliv", "Børn og unge", open_access=False)
    paper = show(document).page.counting.paper
    qtbot.keyClick(paper.code, Qt.Key.Key_Tab)
    assert paper.line.hasFocus()


def test_ballots_in_the_file_are_not_told_by_the_form(qtbot, document, show):
    """A slip that was keyed can be keyed again, but the form never shows what it said."""
    (printed,) = issue(document, 1)
    key = close_box(document, "Havneliv", "Børn og unge", open_access=False)
    slip = slips.by_code(document.state, printed.code)
    document.apply(ballots.key(key, ballots.Vote({by_number(document, key)[0]: 2}), slip=slip))
    window = show(document)
    before = set(said(window))
    type_on(qtbot, printed.code)
    assert set(said(window)) - before == {printed.code}
