import pytest
from PySide6.QtCore import QPoint, Qt

from moedeapp.model.commands import evening, ideas, rounds, themes
from moedeapp.model.meeting import Phase, Role, RoundKind, numbered
from tests.ui.conftest import issue
from tests.ui.phases.votes import themed
from tests.ui.test_window import said


def tick(page, row, state):
    model = page.choosing.candidates.model()
    return model.setData(model.index(row, 0), state, Qt.ItemDataRole.CheckStateRole)


def test_themes_are_ticked_and_loose_ideas_are_not(qtbot, at, document):
    themed(document, "Havneliv", "Børn og unge")
    document.apply(evening.go_to(Phase.THEMES))
    document.apply(ideas.add("En bænk"))
    page = at(Phase.DOTS).page
    assert len(page.choosing._model.ticked()) == 2
    page.choosing.prepare()
    assert [p.title for p in numbered(document.state.proposals)] == ["Havneliv", "Børn og unge"]


def test_the_vote_is_prepared_by_the_usual_rules(qtbot, at, document):
    themed(document, *(f"Tema {n}" for n in range(16)))
    page = at(Phase.DOTS).page
    assert "Valgte forslag: 16. Prikker til hver: 4, højst 2" in page.choosing._count.text()
    page.choosing.prepare()
    (vote,) = document.state.rounds.values()
    assert (vote.dots, vote.cap, vote.roles, vote.kind, vote.places) == (
        4, 2, (Role.CITIZEN,), RoundKind.DOTS, 3,
    )  # fmt: skip


def test_space_takes_a_tick_away_and_what_is_not_ticked_is_no_proposal(qtbot, at, document):
    themed(document, "Havneliv", "Børn og unge", "Adgang for alle")
    page = at(Phase.DOTS).page
    assert page.choosing.candidates.hasFocus()
    qtbot.keyClick(page.choosing.candidates, Qt.Key.Key_Down)
    qtbot.keyClick(page.choosing.candidates, Qt.Key.Key_Space)
    page.choosing.prepare_button.click()
    assert [p.title for p in numbered(document.state.proposals)] == ["Havneliv", "Adgang for alle"]


@pytest.mark.parametrize("from_the_left", [14, 120])
def test_a_click_on_the_box_or_the_words_ticks_the_line(qtbot, at, document, from_the_left):
    themed(document, "Havneliv", "Børn og unge", "Adgang for alle")
    choosing = at(Phase.DOTS).page.choosing
    listed = choosing.candidates
    line = listed.visualRect(listed.model().index(1, 0))
    there = QPoint(line.left() + from_the_left, line.center().y())
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert len(choosing._model.ticked()) == 2
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.RightButton, pos=there)
    assert len(choosing._model.ticked()) == 2
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert len(choosing._model.ticked()) == 3


def test_one_proposal_is_no_vote_so_nothing_can_be_prepared(qtbot, at, document):
    themed(document, "Havneliv", "Børn og unge")
    page = at(Phase.DOTS).page
    assert page.choosing.prepare_button.isEnabled()
    page.choosing.none.click()
    assert page.choosing._model.ticked() == []
    assert not page.choosing.prepare_button.isEnabled()
    tick(page, 0, Qt.CheckState.Checked)
    assert not page.choosing.prepare_button.isEnabled()
    page.choosing.all.click()
    assert page.choosing.prepare_button.isEnabled()


def test_above_twenty_proposals_it_warns(qtbot, at, document):
    themed(document, *(f"Tema {n}" for n in range(21)))
    page = at(Phase.DOTS).page
    assert not page.choosing._many.isHidden()
    assert "mere end 20 forslag" in page.choosing._many.text()
    tick(page, 0, Qt.CheckState.Unchecked)
    assert page.choosing._many.isHidden()


def test_with_slips_the_vote_takes_codes_and_without_them_access_is_open(at, document):
    themed(document, "Havneliv", "Børn og unge")
    page = at(Phase.DOTS).page
    page.choosing.prepare()
    (vote,) = document.state.rounds.values()
    assert vote.open_access
    document.apply(rounds.remove(vote.id))
    issue(document, 2)
    page.choosing.prepare()
    (vote,) = document.state.rounds.values()
    assert not vote.open_access


def test_spare_slips_alone_are_no_slips_to_vote_with(at, document):
    themed(document, "Havneliv", "Børn og unge")
    issue(document, 2, spare=True)
    at(Phase.DOTS).page.choosing.prepare()
    assert [vote.open_access for vote in document.state.rounds.values()] == [True]


def test_with_nothing_to_vote_about_the_page_leads_to_the_themes(qtbot, at, document):
    window = at(Phase.DOTS)
    page = window.page
    assert "Saml først idéerne i temaer. Så kan I stemme om dem her." in said(window)
    assert page.choosing.to_themes.hasFocus()
    assert page.choosing.prepare_button.isHidden()
    page.choosing.to_themes.click()
    assert document.state.stage.phase is Phase.THEMES


def test_what_was_unticked_stays_so_when_a_theme_is_added(qtbot, at, document):
    themed(document, "Havneliv", "Børn og unge")
    page = at(Phase.DOTS).page
    tick(page, 0, Qt.CheckState.Unchecked)
    document.apply(evening.go_to(Phase.THEMES))
    document.apply(themes.add("Adgang"))
    document.apply(evening.go_to(Phase.DOTS))
    qtbot.waitUntil(lambda: page.choosing.candidates.model().rowCount() == 3)
    assert len(page.choosing._model.ticked()) == 2


def test_a_long_title_is_told_whole_in_its_tool_tip(at, document):
    long = "Et sted ved vandet hvor man kan sidde i læ " * 4
    themed(document, long, "Børn og unge")
    model = at(Phase.DOTS).page.choosing.candidates.model()
    assert long.strip() in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
