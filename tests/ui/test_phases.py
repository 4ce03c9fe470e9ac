from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from moedeapp.model.commands import ballots, evening, ideas, rounds, slips, themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import (
    Agreement,
    Channel,
    IdeaState,
    Phase,
    Reason,
    Rejection,
    Role,
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
MANY = 2_000


def words_on(wall):
    return [wall.model().index(row, 0).data() for row in range(wall.model().rowCount())]


# --- frames and welcome


def test_a_field_is_an_act_of_its_own_when_it_is_left(qtbot, at, document):
    window = at(Phase.FRAMES)
    box = window.page.boxes["date"]
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "1.3.2027")
    assert document.state.facts.date == "2026-11-23"
    qtbot.keyClick(box, ENTER)
    assert document.state.facts.date == "2027-03-01"
    qtbot.waitUntil(lambda: box.text() == "01.03.2027")


def test_a_refused_value_stays_in_its_box(qtbot, at, document):
    window = at(Phase.FRAMES)
    box = window.page.boxes["kle"]
    box.setFocus()
    qtbot.keyClicks(box, "havnen")
    qtbot.keyClick(box, ENTER)
    assert "ikke et KLE-nummer" in window.notices.sentence
    assert box.text() == "havnen"
    assert document.state.facts.kle == ""


def test_a_frame_can_be_left_not_settled_and_taken_up_again(qtbot, at, document):
    window = at(Phase.FRAMES)
    tick = window.page.unsettled["fixed"]
    assert tick.isChecked()
    tick.click()
    assert document.state.facts.unresolved == ("influence", "decides", "answer_by", "type")
    qtbot.waitUntil(lambda: "Mangler endnu: Ligger fast." in said(window))


def test_heads_and_tables_are_counted(qtbot, at, document):
    window = at(Phase.WELCOME)
    box = window.page.heads[Role.CITIZEN]
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "60")
    qtbot.keyClick(box, ENTER)
    window.page.tables.setValue(8)
    assert document.state.heads["citizen"].count == 60
    assert len(document.state.tables) == 8
    qtbot.waitUntil(lambda: "60 borgere" in said(window))


# --- ideas


def test_enter_adds_an_idea_with_its_table_and_makes_room_for_the_next(qtbot, at, document):
    window = at(Phase.IDEAS)
    page = window.page
    page.table.setValue(4)
    qtbot.keyClicks(page.line, "Flere bænke")
    qtbot.keyClick(page.line, ENTER)
    (idea,) = document.state.ideas.values()
    assert (idea.words, idea.table, idea.channel) == ("Flere bænke", 4, Channel.FACILITATOR)
    assert page.line.text() == ""
    assert page.line.hasFocus()
    qtbot.waitUntil(lambda: words_on(page.wall) == ["Flere bænke"])


def test_ctrl_z_in_the_empty_line_takes_the_idea_back(qtbot, at, document):
    window = at(Phase.IDEAS)
    qtbot.keyClicks(window.page.line, "Flere bænke")
    qtbot.keyClick(window.page.line, ENTER)
    qtbot.keyClick(window.page.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not document.state.ideas
    qtbot.keyClick(window.page.line, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert [idea.words for idea in document.state.ideas.values()] == ["Flere bænke"]


def test_nothing_but_space_is_no_idea(qtbot, at, document):
    window = at(Phase.IDEAS)
    qtbot.keyClicks(window.page.line, "   ")
    qtbot.keyClick(window.page.line, ENTER)
    assert not document.state.ideas
    assert window.notices.sentence == ""


def test_an_idea_much_like_another_is_hinted_at_while_typing(qtbot, at, document):
    window = at(Phase.IDEAS)
    document.apply(ideas.add("Flere bænke ved promenaden", table=2))
    qtbot.waitUntil(lambda: words_on(window.page.wall) != [])
    qtbot.keyClicks(window.page.line, "Bænke ved promenaden")
    assert window.page._hint.text() == "Ligner nr. 1: »Flere bænke ved promenaden« (bord 2)"
    window.page.line.clear()
    qtbot.keyClicks(window.page.line, "Billigere busser")
    assert window.page._hint.text() == ""


def test_ideas_stand_newest_first_and_what_was_chosen_stays_chosen(qtbot, at, document):
    window = at(Phase.IDEAS)
    first = document.apply(ideas.add("Første"))
    qtbot.waitUntil(lambda: words_on(window.page.wall) == ["Første"])
    window.page.wall.choose([first])
    document.apply(ideas.add("Anden"))
    qtbot.waitUntil(lambda: words_on(window.page.wall) == ["Anden", "Første"])
    assert window.page.wall.chosen() == [first]


def test_hidden_words_leave_the_wall_and_the_reason_stands_instead(qtbot, at, document):
    window = at(Phase.IDEAS)
    key = document.apply(ideas.add("Formanden er en klovn"))
    qtbot.waitUntil(lambda: len(words_on(window.page.wall)) == 1)
    window.page.wall.choose([key])
    window.page._single.hide_chosen(Reason.ABUSE)
    assert document.state.ideas[key].state is IdeaState.HIDDEN
    qtbot.waitUntil(lambda: words_on(window.page.wall) == ["[skjult: krænkende ord]"])
    window.page._single.show_chosen()
    assert document.state.ideas[key].state is IdeaState.SHOWN


def test_masking_asks_first_and_says_that_words_are_destroyed(qtbot, at, document):
    window = at(Phase.IDEAS)
    key = document.apply(ideas.add("Fru Jensen på nr. 4 er syg"))
    qtbot.waitUntil(lambda: len(words_on(window.page.wall)) == 1)
    window.page.wall.choose([key])
    window.page._single.ask_to_mask(Reason.HEALTH)
    assert "ødelagt for altid" in window.notices.sentence
    assert not document.state.ideas[key].masked
    window.notices.clear()
    assert not document.state.ideas[key].masked
    window.page._single.ask_to_mask(Reason.HEALTH)
    window.notices._yes.click()
    assert document.state.ideas[key].masked
    qtbot.waitUntil(lambda: not any("Jensen" in words for words in said(window)))


def test_an_edit_lies_above_the_original_words(qtbot, at, document):
    window = at(Phase.IDEAS)
    key = document.apply(ideas.add("bænke!!"))
    qtbot.waitUntil(lambda: len(words_on(window.page.wall)) == 1)
    window.page.wall.choose([key])
    window.page._single.edit_chosen()
    window.page._single._box.setPlainText("Flere bænke")
    window.page._single._keep()
    assert (document.state.ideas[key].words, document.state.ideas[key].text) == (
        "bænke!!", "Flere bænke",
    )  # fmt: skip
    qtbot.waitUntil(lambda: "Oprindelig ordlyd: bænke!!" in said(window))


def test_in_the_silent_phase_ideas_wait_until_it_ends(qtbot, at, document):
    window = at(Phase.IDEAS)
    window.page._silence.click()
    qtbot.waitUntil(lambda: window.page._silence.text() == "Slut den tavse fase")
    document.apply(ideas.add("I stilhed"))
    assert [idea.state for idea in document.state.ideas.values()] == [IdeaState.READY]
    window.page._silence.click()
    assert [idea.state for idea in document.state.ideas.values()] == [IdeaState.SHOWN]


def test_one_more_of_many_ideas_lays_no_other_note_anew(qtbot, at, document):
    fill(document, MANY)
    window = at(Phase.IDEAS)
    model = window.page.wall.notes
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        document.apply(ideas.add("Endnu en"))
    assert inserted.args[1:] == [0, 0]
    assert (resets, model.rowCount()) == ([], MANY + 1)


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
    before = said(window)
    for sheet in printed:
        slip = slips.by_secret(document.state, sheet.secret)
        document.apply(ballots.cast(key, ballots.Vote({first: 5}), slip=slip))
    qtbot.waitUntil(lambda: window.page._turnout._figure.text() == "6")
    # Nothing but the turnout is new, above all no 30 and nothing else that can be added up.
    assert sorted(set(said(window)) - set(before)) == ["6"]
    document.apply(rounds.close(key))
    qtbot.waitUntil(lambda: "Runde 1 · boksen er lukket" in said(window))
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
    assert "Når boksen er lukket" in window.notices.sentence
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
