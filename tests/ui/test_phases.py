from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from moedeapp.model.commands import ballots, evening, ideas, rounds, slips, themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import (
    Agreement,
    Phase,
    Rejection,
    RoundKind,
    RoundState,
    Status,
    numbered,
)  # fmt: skip
from moedeapp.model.ranking import places
from moedeapp.texts import dots, persons
from moedeapp.ui.phases.result import PLACE, ResultPage, headings
from tests.ui.conftest import by_number, close_box, fill, issue, open_vote, seal
from tests.ui.test_window import said

ENTER = Qt.Key.Key_Return


# --- themes


def test_chosen_notes_find_a_new_theme_by_its_name(qtbot, at, document):
    fill(document, 3)
    window = at(Phase.THEMES)
    page = window.page
    page.wall.selectAll()
    page.wall.setFocus()
    qtbot.keyClick(page.wall, Qt.Key.Key_T)
    assert page.goal.hasFocus()
    qtbot.keyClicks(page.goal, "Havneliv")
    qtbot.keyClick(page.goal, ENTER)
    (theme,) = document.state.themes.values()
    assert theme.title == "Havneliv"
    assert {idea.theme for idea in document.state.ideas.values()} == {theme.id}


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, for popups
def test_the_letter_of_a_theme_gathers_in_it(qtbot, at, document):
    fill(document, 2)
    window = at(Phase.THEMES)
    theme = document.apply(themes.add("Havneliv"))
    qtbot.waitUntil(lambda: window.page.themes.model().rowCount() == 2)
    keys = [idea.id for idea in numbered(document.state.ideas)]
    window.page.wall.choose(keys[:1])
    qtbot.keyClicks(window.page.goal, "a")
    qtbot.keyClick(window.page.goal, ENTER)
    assert [document.state.ideas[key].theme for key in keys] == [theme, None]
    assert len(document.state.themes) == 1


def test_a_theme_is_renamed_in_the_list(qtbot, at, document):
    window = at(Phase.THEMES)
    key = document.apply(themes.add("Børn"))
    qtbot.waitUntil(lambda: window.page.themes.model().rowCount() == 2)
    window.page.themes.turn_to(key)
    model = window.page.themes.model()
    assert model.setData(window.page.themes.currentIndex(), "Børn og unge")
    assert document.state.themes[key].title == "Børn og unge"
    qtbot.waitUntil(lambda: "A  Børn og unge" in said(window))


def test_notes_are_merged_into_the_one_chosen_last_and_split_again(qtbot, at, document):
    fill(document, 3)
    window = at(Phase.THEMES)
    keys = [idea.id for idea in numbered(document.state.ideas)]
    window.page.wall.choose(keys[:2], keys[1])
    assert window.page.wall.hasFocus()
    qtbot.keyClick(window.page.wall, Qt.Key.Key_M)
    assert document.state.ideas[keys[0]].merged_into == keys[1]
    qtbot.waitUntil(lambda: window.page.wall.model().rowCount() == 2)
    window.page.wall.choose([keys[1]])
    window.page.split_chosen()
    assert document.state.ideas[keys[0]].merged_into is None


def test_themes_are_merged_and_split_again(qtbot, at, document):
    window = at(Phase.THEMES)
    one, two = document.apply(themes.add("Børn")), document.apply(themes.add("Unge"))
    listed = window.page.themes
    qtbot.waitUntil(lambda: listed.model().rowCount() == 3)
    listed.turn_to(two)
    listed.selectionModel().select(
        listed.model().index(1), listed.selectionModel().SelectionFlag.Select
    )
    window.page.merge_chosen()
    assert document.state.themes[one].merged_into == two
    qtbot.waitUntil(lambda: listed.model().rowCount() == 2)
    listed.turn_to(two)
    window.page.split_chosen()
    assert document.state.themes[one].merged_into is None


def test_a_suggested_theme_can_be_refused_or_accepted_with_its_reasons(qtbot, at, document):
    document.apply(evening.go_to(Phase.THEMES))
    for words in (
        "Cykelsti langs havnen", "Bedre cykelparkering", "Cykelpumpe ved kiosken",
        "Legeplads i træ", "Legeplads for de små", "Ny legeplads ved skolen",
    ):  # fmt: skip
        document.apply(ideas.add(words))
    window = at(Phase.THEMES)
    page = window.page
    page.suggestions.look()
    first = page.suggestions._head.text()
    assert first.startswith("Måske et tema: ")
    assert "på grund af" in page.suggestions._list.text()
    page.suggestions.refuse()
    second = page.suggestions._head.text()
    assert second != first
    assert not document.state.themes
    page.suggestions.take()
    (theme,) = document.state.themes.values()
    assert sum(idea.theme == theme.id for idea in document.state.ideas.values()) == 3
    page.suggestions.look()
    assert page.suggestions.isHidden()


# --- dots


def themed(document, *titles):
    document.apply(evening.go_to(Phase.THEMES))
    for title in titles:
        document.apply(themes.add(title, ideas=[document.apply(ideas.add(f"Om {title}"))]))


def test_a_vote_is_prepared_from_what_is_ticked_and_opened(qtbot, at, document):
    themed(document, "Havneliv", "Børn og unge", "Adgang for alle")
    window = at(Phase.DOTS)
    page = window.page
    model = page.choosing.candidates.model()
    unticked = Qt.CheckState.Unchecked
    assert model.setData(model.index(1, 0), unticked, Qt.ItemDataRole.CheckStateRole)
    page.choosing.cap.setValue(1)
    page.choosing.prepare()
    (vote,) = document.state.rounds.values()
    assert [p.title for p in numbered(document.state.proposals)] == ["Havneliv", "Adgang for alle"]
    assert (vote.dots, vote.cap) == (3, 1)
    qtbot.waitUntil(lambda: page._sides.currentWidget() is page._prepared)
    assert {page.ballot.model().index(r, 0).data() for r in range(2)} == {"–"}  # not drawn yet
    page.handed_out.setValue(60)
    page._open()
    assert document.state.rounds[vote.id].state is RoundState.OPEN
    qtbot.waitUntil(lambda: "af 60 stemmesedler afgivet" in said(window))
    assert [page.ballot.model().index(r, 0).data() for r in range(2)] == ["1", "2"]


def test_without_slips_only_open_access_is_offered_and_marked(at, document):
    themed(document, "Havneliv", "Børn og unge")
    page = at(Phase.DOTS).page
    assert [page.choosing.access.itemText(n) for n in range(page.choosing.access.count())] == [
        "Åben adgang"
    ]
    assert "dobbeltstemmer" in page.choosing._access_words.text()
    page.choosing.prepare()
    assert [vote.open_access for vote in document.state.rounds.values()] == [True]


def test_with_slips_a_vote_takes_codes_unless_something_else_is_chosen(at, document):
    themed(document, "Havneliv", "Børn og unge")
    issue(document, 2)
    page = at(Phase.DOTS).page
    page.choosing.two_persons.setChecked(True)
    page.choosing.prepare()
    (vote,) = document.state.rounds.values()
    assert (vote.open_access, vote.two_persons) == (False, True)
    document.apply(rounds.remove(vote.id))
    page.choosing.refresh()
    page.choosing.access.setCurrentIndex(1)
    page.choosing.prepare()
    (vote,) = document.state.rounds.values()
    assert (vote.open_access, vote.two_persons) == (True, False)


def test_spare_slips_alone_do_not_offer_codes(at, document):
    themed(document, "Havneliv", "Børn og unge")
    issue(document, 2, spare=True)
    assert at(Phase.DOTS).page.choosing.access.count() == 1


def key_in(qtbot, page, slip, code=""):
    paper = page.counting.paper
    if code:
        paper.code.setText(code)
        qtbot.keyClick(paper.code, ENTER)
    qtbot.keyClicks(paper.line, slip)
    qtbot.keyClick(paper.line, ENTER)


def test_slips_are_keyed_and_no_sum_is_anywhere_before_the_seal(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge", "Adgang for alle")
    window = show(document)
    page = window.page
    before = page.ballot.model()
    table = [before.index(r, c).data() for r in range(3) for c in range(3)]
    for slip in ("1 1 3", "113", "1 3 3", "0"):
        key_in(qtbot, page, slip)
        assert page.counting.paper.line.text() == ""
        assert page.counting.paper._said.text() == "Sedlen er tastet."
    qtbot.waitUntil(lambda: page._turnout._figure.text() == "4")
    assert document.state.rounds[key].cast == 4
    assert [before.index(r, c).data() for r in range(3) for c in range(3)] == table
    window.go_to(Phase.RESULT)
    shown = said(window)
    # First place would have 5 dots from 3 persons, second 4 from 3; 9 dots in all.
    for sum_ in (dots(5), dots(4), dots(9), persons(3), persons(0)):
        assert not any(sum_ in words for words in shown), sum_
    page.counting._finish()
    assert sorted((r.dots, r.persons) for r in document.state.results.values()) == [
        (0, 0), (4, 3), (5, 3),
    ]  # fmt: skip


def test_while_the_vote_is_open_only_the_turnout_changes(qtbot, document, show):
    printed = issue(document, 6)
    key = open_vote(document, "Havneliv", "Børn og unge", open_access=False, dots=5, cap=5)
    window = show(document)
    first = by_number(document, key)[0]
    before = said(window.page)
    for sheet in printed:
        slip = slips.by_secret(document.state, sheet.secret)
        document.apply(ballots.cast(key, ballots.Vote({first: 5}), slip=slip))
    qtbot.waitUntil(lambda: window.page._turnout._figure.text() == "6")
    # Nothing but the turnout is new, above all no 30 and nothing else that can be added up.
    assert sorted(set(said(window.page)) - set(before)) == ["6"]
    assert window.foot.words.text() == "Gemt   ·   6 stemmesedler afgivet"
    document.apply(rounds.close(key))
    qtbot.waitUntil(lambda: "Runde 1 · kassen er lukket" in said(window))
    assert not any("30" in words for words in said(window))


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


def test_a_slip_is_keyed_by_its_code_and_keyed_again_it_is_still_one(qtbot, document, show):
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


def swapped(code):
    signs = list(code)
    at = next(n for n in range(3) if signs[n] != signs[n + 1])
    signs[at], signs[at + 1] = signs[at + 1], signs[at]
    return "".join(signs)


def test_a_wrong_code_is_seen_before_the_slip_is_keyed(qtbot, document, show):
    printed = issue(document, 2)
    document.apply(slips.void(slips.by_code(document.state, printed[1].code)))
    key = close_box(document, "Havneliv", "Børn og unge", open_access=False)
    page = show(document).page
    for code, why in (
        (swapped(printed[0].code), "byttet om"),
        ("K7", "otte tegn"),
        (printed[1].code, "annulleret"),
    ):  # fmt: skip
        key_in(qtbot, page, "1", code)
        assert why in page.counting.paper._said.text()
        page.counting.paper.line.clear()
    page.counting.paper.code.clear()
    key_in(qtbot, page, "1")
    assert "Tast koden" in page.counting.paper._said.text()
    assert document.state.rounds[key].cast == 0


def test_a_slip_that_was_used_on_a_phone_is_told_of_without_being_shown(qtbot, document, show):
    printed = issue(document, 1)
    key = open_vote(document, "Havneliv", "Børn og unge", open_access=False)
    first, second = by_number(document, key)
    slip = slips.by_code(document.state, printed[0].code)
    document.apply(ballots.cast(key, ballots.Vote({first: 2}), slip=slip))
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
    page.counting._finish()
    assert "mangler den anden person: 1" in window.notices.sentence
    page.counting.paper.second.setChecked(True)
    key_in(qtbot, page, "1 1", printed[0].code)
    assert "anderledes" in window.notices.sentence
    page.counting.paper.line.clear()
    key_in(qtbot, page, "1 2", printed[0].code)
    page.counting._finish()
    assert document.state.rounds[key].state is RoundState.SEALED


def test_sticker_dots_are_keyed_by_table_and_make_persons_at_least(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge")
    window = show(document)
    form = window.page.counting.stickers
    window.page.counting.what.follow("stickers")
    form.table.setValue(4)
    qtbot.keyClicks(form.line, "1:12 2:3")
    qtbot.keyClick(form.line, ENTER)
    assert form._said.text() == "Klisterprikkerne fra bord 4 er tastet."
    assert form.line.text() == ""
    qtbot.keyClicks(form.line, "1:12 1:3")
    qtbot.keyClick(form.line, ENTER)
    assert "Forslag 1 er allerede med" in form._said.text()
    seal(document, key, {by_number(document, key)[1]: 1})
    window.go_to(Phase.RESULT)
    qtbot.waitUntil(lambda: isinstance(window.page, ResultPage))
    shown = [each for each in listed(window) if each.place.dots == 12]
    assert [(each.persons, each.tables) for each in shown] == [("mindst 0", "–")]
    assert any("mindst" in words for words in said(window))


def test_agreement_is_keyed_with_one_digit_for_each_proposal(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge", kind=RoundKind.AGREEMENT)
    window = show(document)
    key_in(qtbot, window.page, "1 5")
    key_in(qtbot, window.page, "10")
    key_in(qtbot, window.page, "1 2 3")
    assert "for mange" in window.page.counting.paper._said.text()
    assert document.state.rounds[key].cast == 2
    seal(document, key)
    first, second = by_number(document, key)
    assert document.state.answers[first].counts == (2, 0, 0, 0, 0)
    assert document.state.answers[second].counts == (0, 0, 0, 0, 1)


def test_the_evening_cannot_leave_a_vote_before_it_is_sealed(document, show):
    key = open_vote(document, "Havneliv", "Børn og unge")
    window = show(document)
    for _ in ("open", "closed"):
        window.go_to(Phase.RESULT)
        assert "forsegl afstemningen" in window.notices.sentence
        assert document.state.stage.phase is Phase.DOTS
        if document.state.rounds[key].state is RoundState.OPEN:
            document.apply(rounds.close(key))


def test_closing_the_box_asks_and_sealing_asks_whether_all_paper_is_keyed(qtbot, document, show):
    key = open_vote(document, "Havneliv", "Børn og unge")
    window = show(document)
    window.page.voting.close_box.click()
    assert "Når kassen er lukket" in window.notices.sentence
    assert document.state.rounds[key].state is RoundState.OPEN
    window.notices._yes.click()
    assert document.state.rounds[key].state is RoundState.CLOSED
    qtbot.waitUntil(lambda: window.page._sides.currentWidget() is window.page.counting)
    assert not document.state.results
    window.page.counting.seal.click()
    assert window.notices.sentence.startswith("Er alle papirsedler tastet?")
    assert document.state.rounds[key].state is RoundState.CLOSED
    window.notices._yes.click()
    assert document.state.rounds[key].state is RoundState.SEALED
    assert document.state.results


def test_a_vote_is_called_off_only_with_a_reason(qtbot, document, show):
    key = open_vote(document, "Havneliv", "Børn og unge")
    window = show(document)
    call_off = window.page.voting.call_off
    call_off.open.click()
    qtbot.keyClick(call_off.why, ENTER)
    assert "er tom" in window.notices.sentence
    assert document.state.rounds[key].state is RoundState.OPEN
    qtbot.keyClicks(call_off.why, "Der manglede et forslag")
    qtbot.keyClick(call_off.why, ENTER)
    assert document.state.rounds[key].state is RoundState.CANCELLED
    assert document.journal()[-1].facts["why"] == "Der manglede et forslag"
    qtbot.waitUntil(lambda: window.page._sides.currentWidget() is window.page.choosing.side)
    assert call_off.why.text() == ""


def test_rejected_slips_are_counted_by_reason(document, show):
    key = close_box(document, "Havneliv", "Børn og unge")
    form = show(document).page.counting.rejected
    form.reason.follow("unreadable")
    form.count.setValue(2)
    assert document.state.rejected[f"{key}.unreadable"].count == 2


# --- result and next steps


def listed(window):
    model = window.page.list.model()
    return [model.index(row, 0).data(PLACE) for row in range(model.rowCount())]


def test_the_result_is_what_the_meeting_counted(document, show):
    key = open_vote(document, "Havneliv", "Børn og unge", "Adgang for alle")
    ids = by_number(document, key)
    document.apply(ballots.reject(key, Rejection.UNREADABLE, 1))
    seal(document, key, {ids[2]: 2}, {ids[2]: 1, ids[1]: 1}, {ids[0]: 1}, {})
    document.apply(evening.go_to(Phase.RESULT))
    window = show(document)
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


def sealed_at_tables(document):
    """Two tables of five: proposal 1 at both, 2 at one only but with more dots."""
    printed = issue(document, 5, table=1) + issue(document, 5, table=2)
    key = open_vote(document, "Havneliv", "Børn og unge", "Adgang for alle", open_access=False)
    one, two, _three = by_number(document, key)
    for at, sheet in enumerate(printed):
        given = {one: 1, **({two: 2} if at < 5 else {})}
        slip = slips.by_secret(document.state, sheet.secret)
        document.apply(ballots.cast(key, ballots.Vote(given), slip=slip))
    seal(document, key)
    document.apply(evening.go_to(Phase.RESULT))
    return key


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


def test_a_correction_needs_a_reason_and_stands_beside_what_was_sealed(qtbot, document, show):
    key = sealed_at_tables(document)
    window = show(document)
    form = window.page.second.correcting
    window.page.second._turn.click()
    form.proposal.follow(by_number(document, key)[0])
    form.dots.setValue(-2)
    form.persons.setValue(-1)
    qtbot.keyClick(form.reason, ENTER)
    assert "er tom" in window.notices.sentence
    assert not any(m.reason for m in document.state.manual.values())
    qtbot.keyClicks(form.reason, "En seddel var tastet to gange")
    qtbot.keyClick(form.reason, ENTER)
    (place,) = [p for p in places(document.state, document.state.rounds[key]) if p.corrected]
    assert (place.dots, place.persons) == (8, 9)
    minus = "\N{MINUS SIGN}"
    qtbot.waitUntil(
        lambda: f"Forslag 1: {minus}2 prikker, {minus}1 person" in window.page.second.words
    )
    assert "En seddel var tastet to gange" in window.page.second.words
    (shown,) = [each for each in listed(window) if each.place.corrected]
    title = document.state.proposals[by_number(document, key)[0]].title
    assert shown.cells() == ("2", "1", title, "", "8", "9", "2/2")
    assert "Brobyggere (før rettelsen)" in said(window)
    assert (form.dots.value(), form.reason.text()) == (0, "")


def test_agreement_is_shown_by_step_with_objections_at_the_proposal(document, show):
    printed = issue(document, 2)
    key = open_vote(
        document, "Havneliv", "Børn og unge", kind=RoundKind.AGREEMENT, open_access=False
    )
    first, second = by_number(document, key)
    for sheet in printed:
        vote = ballots.Vote(
            steps={first: Agreement.FULLY, second: Agreement.AGAINST},
            objections={second: "Det larmer"} if sheet is printed[0] else {},
        )
        slip = slips.by_secret(document.state, sheet.secret)
        document.apply(ballots.cast(key, vote, slip=slip))
    seal(document, key)
    document.apply(evening.go_to(Phase.RESULT))
    page = show(document).page
    model = page.answers.model()
    rows = [[model.index(r, c).data() for c in range(7)] for r in range(2)]
    assert [row[2:] for row in rows] == [["2", "0", "0", "0", "0"], ["0", "0", "0", "0", "2"]]
    assert "Det larmer" not in rows[0][1]
    assert rows[1][1].endswith("\nIndvending: »Det larmer«")
    assert page.second.isHidden()
    assert page.list.isHidden()


def test_the_page_turns_to_a_round_that_was_just_sealed(qtbot, document, show):
    first = open_vote(document, "Havneliv", "Børn og unge")
    seal(document, first)
    document.apply(evening.go_to(Phase.RESULT))
    window = show(document)
    second = open_vote(document, "Lys", "Læ")
    seal(document, second)
    document.apply(evening.go_to(Phase.RESULT))
    qtbot.waitUntil(lambda: window.page.round.chosen() == second)


def test_a_meeting_of_format_1_shows_its_result_as_open_access(tmp_path, show):
    old = Path(__file__).resolve().parents[1] / "data" / "format-1.moede"
    copy = tmp_path / "old.moede"
    copy.write_bytes(old.read_bytes())
    with Document.open(copy) as document:
        window = show(document)
        page = ResultPage(window.desk)
        page.refresh(())
        sealed = [v for v in numbered(document.state.rounds) if v.state is RoundState.SEALED]
        assert sealed
        shown = [page._model.index(n, 0).data(PLACE) for n in range(page._model.rowCount())]
        assert [each.place for each in shown] == places(document.state, sealed[-1])
        assert {each.tables for each in shown} == {"–"}
        assert "Åben adgang" in page._counted.text()
        assert page.second.words == []
        page.deleteLater()


def test_before_a_vote_is_sealed_the_page_says_that_there_is_no_result(at):
    assert "Der er intet resultat endnu. Det kommer, når en afstemning er forseglet." in said(
        at(Phase.RESULT)
    )


def test_a_next_step_is_added_edited_and_removed(qtbot, at, document):
    window = at(Phase.NEXT_STEPS)
    page = window.page
    page.boxes["responsible"].setText("Havnefogeden")
    page.boxes["deadline"].setText("29.1.2027")
    qtbot.keyClicks(page.boxes["action"], "Tegn en badebro")
    qtbot.keyClick(page.boxes["action"], ENTER)
    (step,) = document.state.next_steps.values()
    assert (step.action, step.responsible, step.deadline) == (
        "Tegn en badebro", "Havnefogeden", "2027-01-29",
    )  # fmt: skip
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 1)
    assert page.table.model().setData(page.table.model().index(0, 4), "Man kan bade sikkert")
    assert document.state.next_steps[step.id].effect == "Man kan bade sikkert"
    page.table.selectRow(0)
    page._remove()
    assert not document.state.next_steps


def test_a_final_protocol_can_only_become_a_new_version(qtbot, at, document):
    window = at(Phase.NEXT_STEPS)
    window.page._finish.click()
    assert document.state.stage.status is Status.DRAFT
    window.notices._yes.click()
    assert document.state.stage.status is Status.FINAL
    qtbot.waitUntil(lambda: "Protokol: endelig, version 1" in said(window))
    qtbot.keyClicks(window.page.why, "Frist rettet")
    qtbot.keyClick(window.page.why, ENTER)
    assert (document.state.stage.status, document.state.stage.version) == (Status.DRAFT, 2)
