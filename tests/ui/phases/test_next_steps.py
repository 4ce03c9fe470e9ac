import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from moedeapp import texts
from moedeapp.model.commands import evening, next_steps, rounds
from moedeapp.model.meeting import Phase, Status
from moedeapp.model.ranking import places
from moedeapp.ui.phases.agreeing import Sentence
from tests.ui.phases.votes import ENTER, SMALL, sealed_with
from tests.ui.test_window import said, settle


def on_steps(document, show, *dots):
    vote = sealed_with(document, *dots) if dots else ""
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    return show(document), vote


def top(document, vote):
    return [place.proposal.id for place in places(document.state, document.state.rounds[vote])]


def test_the_first_three_each_have_a_card_with_room_for_a_step(document, show):
    window, vote = on_steps(document, show, 9, 7, 5, 3)
    page = window.page
    keys = top(document, vote)
    assert list(page.cards) == [*keys[:3], ""]
    assert all(page.cards[key].blank is not None for key in keys[:3])
    assert page.cards[""].blank is None
    assert page.cards[keys[0]]._got.text() == "1.-plads · 9 prikker fra 1 person"
    assert page.cards[keys[0]].blank.action.hasFocus()


def test_a_step_is_agreed_by_keyboard_and_stays_where_it_was_typed(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7)
    card = window.page.cards[top(document, vote)[0]]
    row = card.blank
    qtbot.keyClicks(row.action, "Tegn en badebro")
    assert not document.state.next_steps
    qtbot.keyClick(row.action, ENTER)
    (step,) = document.state.next_steps.values()
    assert (step.action, step.proposal) == ("Tegn en badebro", top(document, vote)[0])
    assert row.responsible.hasFocus()
    qtbot.keyClicks(row.responsible, "Havnefogeden")
    qtbot.keyClick(row.responsible, Qt.Key.Key_Tab)
    qtbot.keyClicks(row.deadline, "29.1.2027")
    qtbot.keyClick(row.deadline, ENTER)
    row.effect.setFocus()
    qtbot.keyClicks(row.effect, "Man kan bade sikkert")
    qtbot.keyClick(row.effect, ENTER)
    step = document.state.next_steps[step.id]
    assert (step.responsible, step.deadline, step.effect) == (
        "Havnefogeden", "2027-01-29", "Man kan bade sikkert",
    )  # fmt: skip
    qtbot.waitUntil(lambda: row.deadline.text() == "29.01.2027")
    assert card.rows == {step.id: row}
    assert card.blank is None
    assert not card.another.isHidden()


def test_what_was_typed_before_the_action_comes_along_with_it(qtbot, document, show):
    window, _vote = on_steps(document, show)
    row = window.page.cards[""].blank
    row.responsible.setFocus()
    qtbot.keyClicks(row.responsible, "Ida")
    qtbot.keyClick(row.responsible, Qt.Key.Key_Tab)
    assert not document.state.next_steps
    row.action.setFocus()
    qtbot.keyClicks(row.action, "Mal bænkene")
    row.deadline.setFocus()
    (step,) = document.state.next_steps.values()
    assert (step.action, step.responsible, step.proposal) == ("Mal bænkene", "Ida", None)


def test_leaving_the_phase_keeps_an_action_that_is_typed(qtbot, document, show):
    window, _vote = on_steps(document, show, 9, 7)
    qtbot.keyClicks(next(iter(window.page.cards.values())).blank.action, "Mal bænkene")
    window.go_to(Phase.RESULT)
    assert [step.action for step in document.state.next_steps.values()] == ["Mal bænkene"]


def test_a_deadline_that_is_no_date_says_so_and_stays(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7)
    key = document.apply(next_steps.add("Mal bænkene", proposal=top(document, vote)[0]))
    card = window.page.cards[top(document, vote)[0]]
    qtbot.waitUntil(lambda: key in card.rows)
    row = card.rows[key]
    row.deadline.setFocus()
    qtbot.keyClicks(row.deadline, "snart")
    qtbot.keyClick(row.deadline, ENTER)
    assert "er ikke en dato" in window.notices.sentence
    assert row.deadline.text() == "snart"
    assert document.state.next_steps[key].deadline == ""


def test_one_more_step_and_away_with_it_again(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7)
    first = top(document, vote)[0]
    document.apply(next_steps.add("Et", proposal=first))
    card = window.page.cards[first]
    qtbot.waitUntil(lambda: len(card.rows) == 1)
    assert card.blank is None or card.blank.is_blank
    card.add_blank()
    assert card.blank.action.hasFocus()
    card.blank.remove.click()
    assert card.blank is None
    assert card.another.hasFocus()
    card.another.click()
    qtbot.keyClicks(card.blank.action, "To")
    qtbot.keyClick(card.blank.action, ENTER)
    assert [step.action for step in document.state.next_steps.values()].count("To") == 1
    (key,) = [step.id for step in document.state.next_steps.values() if step.action == "To"]
    card.rows[key].remove.click()
    assert key not in document.state.next_steps
    qtbot.waitUntil(lambda: len(card.rows) == 1)
    document.undo()
    qtbot.waitUntil(lambda: len(card.rows) == 2)


def test_the_empty_boxes_go_when_a_step_comes_from_elsewhere(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7)
    first = top(document, vote)[0]
    card = window.page.cards[first]
    assert card.blank is not None
    document.apply(next_steps.add("Et", proposal=first))
    qtbot.waitUntil(lambda: len(card.rows) == 1)
    assert card.blank is None


def test_a_lower_proposal_gets_a_card_when_it_is_asked_for(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7, 5, 3)
    page = window.page
    fourth = top(document, vote)[3]
    page.more.follow(fourth)
    page.more.activated.emit(page.more.currentIndex())
    assert list(page.cards)[3] == fourth
    assert page.cards[fourth].blank.action.hasFocus()
    assert page.more.isHidden()


def test_a_second_round_takes_the_place_of_the_first_and_its_steps_stay(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7, 5, 3)
    first = document.state.proposals[top(document, vote)[0]]
    second = document.state.proposals[top(document, vote)[1]]
    document.apply(next_steps.add("Tegn en badebro", proposal=first.id))
    document.apply(evening.go_to(Phase.DOTS))
    again = document.apply(rounds.prepare([first.theme, second.theme], open_access=True))
    for act in (rounds.open, rounds.close, rounds.seal):
        document.apply(act(again))
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    page = window.page
    of_second = [p.id for p in document.state.proposals.values() if p.round == again]
    qtbot.waitUntil(lambda: set(list(page.cards)[:2]) == set(of_second))
    assert len(page.cards) == 4  # the third of the first round is still expected
    (twin,) = [p for p in of_second if document.state.proposals[p].theme == first.theme]
    assert [row.action.toPlainText() for row in page.cards[twin].rows.values()] == [
        "Tegn en badebro"
    ]


def test_the_promises_stand_beside_what_is_agreed(qtbot, document, show):
    window, _vote = on_steps(document, show, 9, 7)
    promises = window.page.promises
    assert promises["decides"].text() == "Ikke afklaret"
    assert window.page.where.text() == ""
    document.apply(evening.describe(decides="Byrådet", answer_by="1. marts"))
    document.apply(evening.describe(answer_where="På opslagstavlen"))
    qtbot.waitUntil(
        lambda: (
            [words.text() for words in (*promises.values(), window.page.where)]
            == ["Byrådet", "1. marts", "På opslagstavlen"]
        )
    )


def test_where_the_answer_comes_can_be_typed_here(qtbot, document, show):
    window, _vote = on_steps(document, show, 9, 7)
    where = window.page.where
    qtbot.keyClicks(where, "  mågevig.dk/havnen ")
    qtbot.keyClick(where, ENTER)
    assert document.state.facts.answer_where == "mågevig.dk/havnen"
    qtbot.waitUntil(lambda: where.text() == "mågevig.dk/havnen")


def test_nothing_can_be_written_in_a_final_protocol(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7)
    first = top(document, vote)[0]
    document.apply(next_steps.add("Et", proposal=first))
    document.apply(evening.finish())
    page = window.page
    qtbot.waitUntil(lambda: page.finishing.finish.isHidden())
    card = page.cards[first]
    (row,) = card.rows.values()
    assert all(box.isReadOnly() for box in row.boxes.values())
    assert row.remove.isHidden()
    assert card.another.isHidden()
    assert page.more.isHidden()
    assert all(card.blank is None for card in page.cards.values())
    document.apply(evening.revise("Frist rettet"))
    qtbot.waitUntil(lambda: not row.action.isReadOnly())


def test_an_action_is_read_whole_however_long_it_is(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7)
    first = top(document, vote)[0]
    words = "Spørg alle, der bor ved havnen, hvad de synes om en rampe ved bådehallen. " * 3
    key = document.apply(next_steps.add(words.strip(), proposal=first))
    card = window.page.cards[first]
    qtbot.waitUntil(lambda: key in card.rows)
    box = card.rows[key].action
    lines = round(box.document().size().height())
    assert lines > 2
    assert box.height() >= lines * box.fontMetrics().lineSpacing()


@pytest.mark.parametrize("box", ["action", "responsible", "deadline", "effect"])
def test_every_box_says_what_it_is_and_whose(document, show, box):
    window, vote = on_steps(document, show, 9, 7)
    key = top(document, vote)[0]
    row = window.page.cards[key].blank
    title = document.state.proposals[key].title
    assert row.boxes[box].accessibleName().endswith(f": {title}")


def test_the_evening_begins_with_next_steps_and_not_with_follow_up(document, show):
    window, _vote = on_steps(document, show, 9, 7)
    assert window.page.follow_ups.isHidden()
    assert document.state.stage.status is Status.DRAFT
    assert "Opfølgning" in said(window)


def test_every_hint_can_be_read_whole_in_the_least_window(qtbot, document, show, qapp):
    texts.use("en")  # its hints are the longest
    window, _vote = on_steps(document, show, 9, 7)
    texts.use("da")
    window.resize(*SMALL)
    settle(qapp)
    row = next(iter(window.page.cards.values())).blank
    row.remove.show()
    settle(qapp)
    words = row.deadline.placeholderText()
    assert row.deadline.fontMetrics().horizontalAdvance(words) < row.deadline.width() - 24
    assert row.effect.height() >= 22 + 2 * row.effect.fontMetrics().lineSpacing()
    window.resize(1440, 900)
    settle(qapp)
    assert row.effect.height() < 22 + 2 * row.effect.fontMetrics().lineSpacing()


def test_whoever_comes_to_the_next_steps_sees_them_from_the_top(qapp, qtbot, document, show):
    sealed_with(document, 9, 7, 5, 3)
    document.apply(evening.go_to(Phase.RESULT))
    window = show(document)
    window.resize(1280, 640)
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    qtbot.waitUntil(lambda: hasattr(window.page, "finishing"))
    settle(qapp)
    assert window.page._room.verticalScrollBar().value() == 0


class Counted(Sentence):
    times = 0

    def resizeEvent(self, event):
        Counted.times += 1
        super().resizeEvent(event)


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, for a box by itself
def test_a_sentence_finds_its_height_at_once(qtbot):
    window = QWidget()
    box = Counted("Handling", lambda _words: True, hint="Hvad der skal ske")
    box.setPlainText("Tegn en badebro med trappe, gelænder og redningsstiger. " * 4)
    QVBoxLayout(window).addWidget(box)
    qtbot.addWidget(window)
    window.show()
    for width in (260, 500, 300):
        Counted.times = 0
        window.resize(width, 700)
        QApplication.processEvents()
        assert 1 <= Counted.times <= 4
        assert box.height() == box.needed() * box.fontMetrics().lineSpacing() + box.around
    high = box.height()
    box.setPlainText("")
    assert box.height() < high
