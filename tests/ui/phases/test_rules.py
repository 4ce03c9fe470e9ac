from datetime import datetime, timedelta

from PySide6.QtCore import Qt

from moedeapp.model.commands import evening, rounds
from moedeapp.model.meeting import Phase, Role, RoundKind, RoundState
from tests.ui.conftest import issue
from tests.ui.phases.votes import ENTER, prepared, themed
from tests.ui.test_window import said


def rules_at(at, document, **rules):
    key = prepared(document, "Havneliv", "Børn og unge", "Adgang for alle", **rules)
    page = at(Phase.DOTS).page
    return key, page.preparing.rules


def test_every_rule_is_an_act_of_its_own_until_the_vote_opens(qtbot, at, document):
    issue(document, 2)
    key, boxes = rules_at(at, document)
    boxes.dots.setValue(4)
    boxes.cap.setValue(0)
    boxes.places.setValue(5)
    boxes.handed_out.setValue(60)
    boxes.two_persons.click()
    boxes.roles[Role.STAFF].click()
    boxes.kind.setCurrentIndex(1)
    vote = document.state.rounds[key]
    assert (vote.dots, vote.cap, vote.places, vote.handed_out) == (4, None, 5, 60)
    assert (vote.two_persons, vote.kind) == (True, RoundKind.AGREEMENT)
    assert vote.roles == (Role.CITIZEN, Role.STAFF)


def test_a_number_is_typed_and_kept_with_enter(qtbot, at, document):
    key, boxes = rules_at(at, document, open_access=True)
    boxes.dots.setFocus()
    boxes.dots.selectAll()
    qtbot.keyClicks(boxes.dots, "5")
    qtbot.keyClick(boxes.dots, ENTER)
    assert document.state.rounds[key].dots == 5


def test_undo_takes_a_rule_back_and_the_boxes_follow(qtbot, at, document):
    key, boxes = rules_at(at, document, open_access=True)
    boxes.dots.setValue(6)
    document.undo()
    assert document.state.rounds[key].dots == 3
    qtbot.waitUntil(lambda: boxes.dots.value() == 3)


def test_the_usual_rule_stands_there_and_above_twenty_it_warns(qtbot, at, document):
    key, boxes = rules_at(at, document, open_access=True)
    assert boxes._rule.text() == "Reglen for 3 forslag er 3 prikker, højst 2 på samme forslag."
    document.apply(rounds.remove(key))
    document.apply(evening.go_to(Phase.THEMES))
    themed(document, *(f"Tema {n}" for n in range(18)))
    keys = [theme.id for theme in document.state.themes.values()]
    document.apply(rounds.prepare(keys, open_access=True))
    qtbot.waitUntil(lambda: "mere end 20 forslag" in boxes._rule.text())


def test_open_access_is_chosen_with_honest_words_and_without_second_persons(qtbot, at, document):
    issue(document, 2)
    key, boxes = rules_at(at, document, two_persons=True)
    assert boxes._access_words.text() == "Stemmesedler med engangskode."
    boxes.access.setCurrentIndex(1)
    vote = document.state.rounds[key]
    assert (vote.open_access, vote.two_persons) == (True, False)
    qtbot.waitUntil(lambda: "dobbeltstemmer" in boxes._access_words.text())
    assert boxes.two_persons.isHidden()
    assert boxes.roles[Role.CITIZEN].parentWidget().isHidden()  # a device has no role
    boxes.access.setCurrentIndex(0)
    assert not document.state.rounds[key].open_access


def test_without_slips_only_open_access_is_offered(at, document):
    _key, boxes = rules_at(at, document, open_access=True)
    assert [boxes.access.itemText(n) for n in range(boxes.access.count())] == ["Åben adgang"]


def test_somebody_must_vote(qtbot, at, document):
    issue(document, 1)
    key, boxes = rules_at(at, document)
    boxes.roles[Role.CITIZEN].click()
    window = boxes.window()
    assert "er tom" in window.notices.sentence
    assert document.state.rounds[key].roles == (Role.CITIZEN,)
    assert boxes.roles[Role.CITIZEN].isChecked()


def test_it_is_said_whose_dots_are_counted(qtbot, at, document):
    issue(document, 1)
    _key, boxes = rules_at(at, document)
    assert "Kun borgernes prikker" in boxes._roles_words.text()
    boxes.roles[Role.POLITICIAN].click()
    qtbot.waitUntil(lambda: "tælles sammen" in boxes._roles_words.text())


def test_the_time_comes_from_the_run_sheet_and_is_set_at_the_opening(qtbot, at, document):
    steps = [evening.PlannedStep(Phase.DOTS, "Prikker", 6, times=2)]
    document.apply(evening.use_plan(steps))
    key, boxes = rules_at(at, document, open_access=True)
    assert boxes.minutes.value() == 12
    boxes.minutes.setValue(7)
    page = boxes.window().page
    page.preparing.open.click()
    vote = document.state.rounds[key]
    assert vote.state is RoundState.OPEN
    opened, ends = map(datetime.fromisoformat, (vote.opened_at, vote.ends_at))
    assert ends - opened == timedelta(minutes=7)


def test_without_a_run_sheet_eight_minutes_are_offered_and_none_is_a_choice(at, document):
    key, boxes = rules_at(at, document, open_access=True)
    assert boxes.minutes.value() == 8
    boxes.minutes.setValue(0)
    assert boxes.minutes.text() == "ingen tid sat"
    boxes.window().page.preparing.open.click()
    assert document.state.rounds[key].ends_at == ""


def test_a_minute_that_was_set_stays_while_other_rules_change(qtbot, at, document):
    _key, boxes = rules_at(at, document, open_access=True)
    boxes.minutes.setValue(3)
    boxes.dots.setValue(5)
    qtbot.waitUntil(lambda: "5 prikker hver" in " ".join(said(boxes.window())))
    assert boxes.minutes.value() == 3


def test_agreement_asks_for_no_dots(qtbot, at, document):
    _key, boxes = rules_at(at, document, open_access=True)
    boxes.kind.setCurrentIndex(1)
    qtbot.waitUntil(lambda: boxes.dots.parentWidget().isHidden())
    assert boxes.cap.parentWidget().isHidden()
    assert boxes.places.parentWidget().isHidden()


def test_the_heads_that_were_counted_stand_beside_the_slips(at, document):
    document.apply(evening.count_heads(Role.CITIZEN, 60))
    _key, boxes = rules_at(at, document, open_access=True)
    assert boxes._heads.text() == "Talt i salen: 60 borgere."


def test_a_prepared_vote_can_be_taken_away(qtbot, at, document):
    key, boxes = rules_at(at, document, open_access=True)
    page = boxes.window().page
    page.preparing.remove.click()
    assert key not in document.state.rounds
    qtbot.waitUntil(lambda: page._sides.currentWidget() is page.choosing.side)


def test_enter_on_the_button_opens_the_vote(qtbot, at, document):
    key, boxes = rules_at(at, document, open_access=True)
    button = boxes.window().page.preparing.open
    assert button.hasFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert document.state.rounds[key].state is RoundState.OPEN
