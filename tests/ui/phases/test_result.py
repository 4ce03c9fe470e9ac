from pathlib import Path

from PySide6.QtCore import Qt

from moedeapp.model.commands import ballots, evening, rounds
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, Rejection, RoundKind, RoundState, numbered
from moedeapp.model.ranking import places
from moedeapp.ui.phases.places import PLACE, headings
from moedeapp.ui.phases.result import ResultPage
from tests.ui.conftest import by_number, open_vote, seal
from tests.ui.phases.votes import listed, sealed_at_tables, sealed_with
from tests.ui.test_window import said


def on_result(document, show):
    document.apply(evening.go_to(Phase.RESULT))
    return show(document)


def test_the_result_is_what_the_meeting_counted(document, show):
    key = open_vote(document, "Havneliv", "Børn og unge", "Adgang for alle")
    ids = by_number(document, key)
    document.apply(ballots.reject(key, Rejection.UNREADABLE, 1))
    seal(document, key, {ids[2]: 2}, {ids[2]: 1, ids[1]: 1}, {ids[0]: 1}, {})
    window = on_result(document, show)
    shown = listed(window)
    assert [(p.place.proposal.id, p.place.dots, p.place.persons, p.place.rank) for p in shown] == [
        (ids[2], 3, 2, 1), (ids[0], 1, 1, 2), (ids[1], 1, 1, 2),
    ]  # fmt: skip
    assert [each.place for each in shown] == places(document.state, document.state.rounds[key])
    assert headings() == ("Plads", "Nr.", "Forslag", "", "Prikker", "Personer", "Borde")
    assert shown[0].below == "2 prikker skiller forslag 3 og forslag 1"
    assert "delt 2.-plads" in window.page.list.model().index(1, 0).data()
    words = said(window)
    assert "4 stemmesedler afgivet" in words
    assert "Forslag 1 og 2 fik lige mange prikker og deler 2.-pladsen." in words
    for part in (
        "Åben adgang: dobbeltstemmer kan ikke udelukkes", "1 stemmeseddel uden prikker",
        "Kasseret, ulæselig: 1",
    ):  # fmt: skip
        assert any(part in each for each in words), part
    assert "Vejledende prioritering – ikke en kommunal beslutning" in words


def test_the_list_is_as_high_as_its_lines_and_higher_where_titles_wrap(qtbot, document, show):
    long = "Et sted ved vandet hvor man kan sidde i læ og se på bådene uden at købe noget. " * 2
    sealed_with(document, 5, 3, titles=(long.strip(), "Børn og unge"))
    window = on_result(document, show)
    view = window.page.list
    qtbot.waitUntil(lambda: view.height() == view.sizeHintForRow(0) + view.sizeHintForRow(1) + 4)
    shown = listed(window)
    at = next(n for n, each in enumerate(shown) if each.place.proposal.title == long.strip())
    assert view.sizeHintForRow(at) > view.sizeHintForRow(1 - at)
    before = view.height()
    window.page.resize(960, 420)
    view.resize(420, view.height())
    assert view.height() > before


def test_the_arrows_bring_a_line_into_sight(qtbot, document, show):
    sealed_with(document, *range(13, 0, -1))
    window = on_result(document, show)
    view = window.page.list
    area = view.parentWidget()
    while not hasattr(area, "ensureVisible"):
        area = area.parentWidget()
    view.setFocus()
    assert area.verticalScrollBar().value() == 0
    for _line in range(13):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 12
    box = view.visualRect(view.currentIndex())
    top = view.viewport().mapTo(area.viewport(), box.topLeft()).y()
    assert 0 <= top <= area.viewport().height() - box.height()


def test_the_page_turns_to_a_round_that_was_just_sealed(qtbot, document, show):
    first = open_vote(document, "Havneliv", "Børn og unge")
    seal(document, first)
    window = on_result(document, show)
    second = open_vote(document, "Lys", "Læ")
    seal(document, second)
    document.apply(evening.go_to(Phase.RESULT))
    qtbot.waitUntil(lambda: window.page.round.chosen() == second)
    assert window.desk.showing.result == second
    window.page.round.setCurrentIndex(1)
    window.page.round.activated.emit(1)
    assert window.page.vote.id == first
    assert window.desk.showing.result == first  # the hall turns along
    assert [window.page.round.itemText(n) for n in range(2)] == [
        "Runde 2 · prikker", "Runde 1 · prikker",
    ]  # fmt: skip


def test_a_meeting_of_format_1_shows_its_result_as_open_access(tmp_path, show):
    old = Path(__file__).resolve().parents[2] / "data" / "format-1.moede"
    copy = tmp_path / "old.moede"
    copy.write_bytes(old.read_bytes())
    with Document.open(copy) as document:
        window = show(document)
        page = ResultPage(window.desk)
        page.refresh(())
        sealed = [v for v in numbered(document.state.rounds) if v.state is RoundState.SEALED]
        assert sealed
        model = page.list.model()
        shown = [model.index(n, 0).data(PLACE) for n in range(model.rowCount())]
        assert [each.place for each in shown] == places(document.state, sealed[-1])
        assert {each.tables for each in shown} == {"–"}
        assert "Åben adgang" in page._counted.text()
        assert page.second.words == []
        page.deleteLater()


def test_before_a_vote_is_sealed_the_page_says_that_there_is_no_result(at):
    window = at(Phase.RESULT)
    assert "Der er intet resultat endnu. Det kommer, når en afstemning er forseglet." in said(
        window
    )
    assert window.page.reveal.isHidden()
    assert window.page.corrections.isHidden()


def test_a_practice_vote_is_no_result_of_the_meeting(document, show):
    document.apply(evening.go_to(Phase.DOTS))
    key = document.apply(rounds.prepare_practice(["Kage", "Frugt"], open_access=True))
    document.apply(rounds.open(key))
    seal(document, key)
    window = on_result(document, show)
    assert window.page.vote is None
    assert not window.page._empty.isHidden()


def test_results_belong_to_the_question_in_hand(qtbot, document, show):
    key = sealed_with(document, 5, 3)
    document.apply(evening.add_question("Hvem skal passe den?"))
    window = on_result(document, show)
    assert window.page.vote.id == key
    window.page._asked._choice.setCurrentIndex(1)
    assert window.page.vote is None
    window.page._asked._choice.setCurrentIndex(0)
    assert window.page.vote.id == key


def test_what_the_numbers_say_is_told_when_somebody_asks(document, show):
    sealed_with(document, 5, 3)
    page = on_result(document, show).page
    assert not page._about.is_open
    page._about.head.click()
    assert page._about.inside.isVisible()
    assert "mange prikker fra få" in page._about.inside.text()
    assert "ikke, hvad alle i kommunen mener" in page._about.inside.text()


def test_the_page_leads_on_to_the_next_steps(document, show):
    sealed_with(document, 5, 3)
    on_result(document, show).page.onward.click()
    assert document.state.stage.phase is Phase.NEXT_STEPS


def test_bridges_and_equal_shares_stand_beside_the_list_as_they_were_sealed(document, show):
    key = sealed_at_tables(document)
    window = show(document)
    assert [each.tables for each in listed(window)] == ["2/2", "1/2", "0/2"]
    names = {p.number: p.title for p in document.state.proposals.values()}
    words = window.page.second.words
    assert words[:4] == [
        f"{names[1]} (nr. 1)", "støtte ved 2 af 2 borde",
        f"{names[2]} (nr. 2)", "støtte ved 1 af 2 borde",
    ]  # fmt: skip
    shares = sorted(
        (s for s in document.state.shares.values() if s.round == key), key=lambda s: s.place
    )
    heads = [f"{s.place}. {document.state.proposals[s.proposal].title}" for s in shares]
    told = [w.rsplit(" (nr.", 1)[0] for w in words if w[:2] in ("1.", "2.", "3.")]
    assert told == heads
    assert "udfyldt efter prikker" in words


def test_each_second_list_says_what_it_is_when_it_is_asked(document, show):
    sealed_at_tables(document)
    second = show(document).page.second
    for part, words in (
        (second.shares, "Denne liste deler magten lige"),
        (second.bridges, "bygger bro"),
    ):
        assert not part.about.inside.isVisible()
        part.about.head.click()
        assert part.about.inside.isVisible()
        assert words in part.about.inside.text()
    assert second.shares.about.head.accessibleName() == "Hvad er det: Lige andele"


def test_agreement_has_no_list_of_places_and_no_second_lists(document, show):
    vote = open_vote(document, "Havneliv", "Børn og unge", kind=RoundKind.AGREEMENT)
    seal(document, vote)
    page = on_result(document, show).page
    assert page.list.isHidden()
    assert page.second.isHidden()
    assert page.corrections.isHidden()
    assert not page.answers.isHidden()
    assert page._head.text() == "Hvor enige vi er"
