import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit

from moedeapp.model.commands import ballots, evening, rounds
from moedeapp.model.meeting import Phase, Role, RoundKind, RoundState, numbered
from moedeapp.ui.phases import dots as dots_page
from tests.ui.conftest import by_number, close_box, issue, open_vote, seal
from tests.ui.phases.votes import cast, column_of, prepared, themed
from tests.ui.test_window import said

TIME = re.compile(r"\d[.:]\d\d")


def front(page):
    return page._sides.currentWidget()


def test_the_page_follows_a_vote_from_the_choice_to_the_seal(qtbot, at, document):
    themed(document, "Havneliv", "Børn og unge")
    window = at(Phase.DOTS)
    page = window.page
    assert front(page) is page.choosing.side
    page.choosing.prepare()
    qtbot.waitUntil(lambda: front(page) is page.preparing)
    assert set(column_of(page.ballot, 0)) == {"–"}  # not drawn yet
    page.preparing.open.click()
    qtbot.waitUntil(lambda: front(page) is page.voting)
    assert column_of(page.ballot, 0) == ["1", "2"]
    page.voting._finish()
    qtbot.waitUntil(lambda: front(page) is page.counting)
    page.counting._finish()
    qtbot.waitUntil(lambda: front(page) is page.sealed)
    assert [vote.state for vote in document.state.rounds.values()] == [RoundState.SEALED]


def test_a_screen_reader_hears_that_the_vote_goes_on(qtbot, at, document, monkeypatch):
    heard = []
    monkeypatch.setattr(dots_page, "announce", lambda widget, words: heard.append(words))
    key = prepared(document, "Havneliv", "Børn og unge", open_access=True)
    at(Phase.DOTS)
    document.apply(rounds.open(key))
    qtbot.waitUntil(lambda: heard == ["Runde 1: åben"])
    document.apply(rounds.close(key))
    qtbot.waitUntil(lambda: heard[1:] == ["Runde 1: afstemningen er lukket"])


def test_while_the_vote_is_open_only_the_turnout_changes(qtbot, document, show):
    printed = issue(document, 6)
    key = open_vote(document, "Havneliv", "Børn og unge", open_access=False, dots=5, cap=5)
    window = show(document)
    now = document.now()
    window._head.clock._now = lambda: now  # or its seconds would be new as well
    window._head.clock.look()
    first = by_number(document, key)[0]
    before = said(window)
    for sheet in printed:
        cast(document, key, sheet, {first: 5})
    qtbot.waitUntil(lambda: window.page._turnout._figure.text() == "6")
    # Nothing but the turnout is new, above all no 30 and nothing else that can be added up.
    new = set(said(window)) - set(before)
    assert new == {"6", "Gemt   ·   6 stemmesedler afgivet"}
    document.apply(rounds.close(key))
    qtbot.waitUntil(lambda: "Runde 1 · afstemningen er lukket" in said(window))
    assert not any("30" in TIME.sub("", words) for words in said(window))


def test_the_turnout_is_told_of_the_slips_handed_out_and_warns_of_too_many(qtbot, document, show):
    key = open_vote(document, "Havneliv", "Børn og unge")
    document.apply(rounds.hand_out(key, 1))
    window = show(document)
    assert "af 1 stemmesedler afgivet" in said(window)
    assert window.page._turnout._more.isHidden()
    for device in ("a", "b"):
        document.apply(ballots.cast(key, ballots.Vote(), device=device))
    qtbot.waitUntil(lambda: not window.page._turnout._more.isHidden())
    assert "flere sedler" in window.page._turnout._more.text()


def test_a_proposal_is_renamed_until_the_vote_opens(qtbot, at, document):
    key = prepared(document, "Havneliv", "Børn og unge", open_access=True)
    page = at(Phase.DOTS).page
    model = page.ballot.model()
    assert model.setData(model.index(0, 1), "Liv i havnen")
    assert next(p.title for p in numbered(document.state.proposals)) == "Liv i havnen"
    assert not model.flags(model.index(0, 2)) & Qt.ItemFlag.ItemIsEditable
    document.apply(rounds.open(key))
    qtbot.waitUntil(lambda: front(page) is page.voting)
    assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable


def test_f2_renames_the_proposal_the_arrows_stand_on(qtbot, at, document):
    prepared(document, "Havneliv", "Børn og unge", open_access=True)
    page = at(Phase.DOTS).page
    page.ballot.setFocus()
    page.ballot.setCurrentIndex(page.ballot.model().index(1, 1))
    qtbot.keyClick(page.ballot, Qt.Key.Key_F2)
    editor = page.ballot.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "De unge")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: [p.title for p in numbered(document.state.proposals)] == ["Havneliv", "De unge"]
    )


def test_a_vote_that_was_called_off_makes_room_for_the_next(qtbot, document, show):
    key = open_vote(document, "Havneliv", "Børn og unge")
    page = show(document).page
    document.apply(rounds.cancel(key, "Der manglede et forslag"))
    qtbot.waitUntil(lambda: front(page) is page.choosing.side)


def test_another_vote_can_be_prepared_and_left_again(qtbot, document, show):
    seal(document, open_vote(document, "Havneliv", "Børn og unge"))
    page = show(document).page
    assert front(page) is page.sealed
    page.sealed.anew.emit()
    assert front(page) is page.choosing.side
    assert page.choosing._back.text() == "Tilbage til runde 1"
    page.choosing._back.click()
    assert front(page) is page.sealed
    page.sealed.anew.emit()
    page.choosing.prepare()
    qtbot.waitUntil(lambda: front(page) is page.preparing)
    assert "Runde 2 · klargjort" in said(page.window())


def test_a_sealed_vote_leads_to_its_result(qtbot, document, show):
    seal(document, open_vote(document, "Havneliv", "Børn og unge"))
    window = show(document)
    window.page.sealed.result.click()
    assert document.state.stage.phase is Phase.RESULT


def test_rounds_belong_to_the_question_in_hand(qtbot, at, document):
    prepared(document, "Havneliv", "Børn og unge", open_access=True)
    second = document.apply(evening.add_question("Hvem skal passe den?"))
    window = at(Phase.DOTS)
    page = window.page
    assert front(page) is page.preparing
    page._asked._choice.setCurrentIndex(1)
    assert window.desk.question_key == second
    assert front(page) is page.choosing.side
    assert page.choosing.candidates.isHidden()  # nothing was said to this question
    page._asked._choice.setCurrentIndex(0)
    assert front(page) is page.preparing


def test_the_rules_stand_on_the_page_and_with_them_who_votes(document, show):
    issue(document, 2)
    open_vote(
        document, "Havneliv", "Børn og unge", open_access=False, two_persons=True,
        roles=(Role.CITIZEN, Role.POLITICIAN),
    )  # fmt: skip
    page = show(document).page
    assert page._rules.text() == "3 prikker hver · højst 2 på samme forslag"
    assert page._terms.text() == (
        "Stemmesedler med kode · Med i afstemningen: borgere og politikere · "
        "To personer taster hver seddel"
    )


@pytest.mark.parametrize("state", list(RoundState))
def test_the_focus_is_where_the_next_step_is(qtbot, document, show, state):
    issue(document, 1)
    if state is RoundState.PREPARED:
        prepared(document, "Havneliv", "Børn og unge")
    elif state is RoundState.CANCELLED:
        key = open_vote(document, "Havneliv", "Børn og unge")
        document.apply(rounds.cancel(key, "Forfra"))
    elif state is RoundState.OPEN:
        open_vote(document, "Havneliv", "Børn og unge", open_access=False)
    else:
        key = close_box(document, "Havneliv", "Børn og unge", open_access=False)
        if state is RoundState.SEALED:
            document.apply(rounds.seal(key))
    page = show(document).page
    wanted = {
        RoundState.PREPARED: page.preparing.open,
        RoundState.OPEN: page.voting.close_box,
        RoundState.CLOSED: page.counting.paper.code,
        RoundState.SEALED: page.sealed.result,
        RoundState.CANCELLED: page.choosing.candidates,
    }
    assert wanted[state].hasFocus()


def test_what_is_read_aloud_before_the_vote_fits_its_kind(qtbot, at, document):
    key = prepared(document, "Havneliv", "Børn og unge", open_access=True)
    page = at(Phase.DOTS).page
    assert page._aloud.text().startswith("Du har 3 prikker.")
    document.apply(rounds.change_rules(key, kind=RoundKind.AGREEMENT))
    qtbot.waitUntil(
        lambda: "helt enig, enig, kan leve med det, i tvivl eller imod" in page._aloud.text()
    )
    assert "prik" not in page._aloud.text()


def test_an_agreement_is_marked_on_the_page(document, show):
    close_box(document, "Havneliv", "Børn og unge", kind=RoundKind.AGREEMENT)
    assert show(document).page._rules.text() == "Enighedsskala"


def test_every_word_of_the_ballot_is_there_for_a_screen_reader(document, show):
    open_vote(document, "Havneliv", "Børn og unge")
    page = show(document).page
    spoken = QAccessible.queryAccessibleInterface(page.ballot)
    assert spoken.text(QAccessible.Text.Name) == "Forslag"
    assert sorted(column_of(page.ballot, 1)) == ["Børn og unge", "Havneliv"]
