from functools import partial

from moedeapp.model.commands import evening, ideas, next_steps, rounds
from moedeapp.model.meeting import Channel, Phase, Role, Status
from moedeapp.model.ranking import places
from tests.ui.conftest import seal
from tests.ui.phases.votes import ENTER, sealed_with
from tests.ui.test_window import said


def on_steps(document, show, *dots):
    vote = sealed_with(document, *dots) if dots else ""
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    return show(document), vote


def missing(window):
    return [line._words.text() for line in window.page.finishing.missing.lines.values()]


def line(window, words):
    (found,) = [
        each for each in window.page.finishing.missing.lines.values() if words in each._words.text()
    ]
    return found


def test_what_is_missing_stands_in_plain_words(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7, 5)
    listed = places(document.state, document.state.rounds[vote])
    words = missing(window)
    for place in listed:
        assert (
            f"Der er ikke aftalt noget om »{place.proposal.title}«. "
            "I protokollen står »Ikke aftalt på mødet«."
        ) in words
    for start in (
        "Mødet er ikke sluttet", "Ingen har talt deltagerne", "Vært mangler",
        "Her får I svar mangler. I protokollen står »Ikke aftalt på mødet«.",
    ):  # fmt: skip
        assert any(each.startswith(start) for each in words), start
    document.apply(next_steps.add("Mal bænkene", proposal=listed[0].proposal.id))
    qtbot.waitUntil(
        lambda: (
            "»Mal bænkene« har ingen ansvarlig. I protokollen står »Ikke aftalt på mødet«."
            in missing(window)
        )
    )
    assert any(each.startswith("»Mal bænkene« har ingen frist") for each in missing(window))
    assert f"{len(missing(window))} ting mangler." in window.page.finishing._words.text()


def test_a_fact_is_filled_in_right_where_it_is_missing(qtbot, document, show):
    window, _vote = on_steps(document, show)
    host = line(window, "Vært mangler")
    assert host.go.accessibleName().startswith("Udfyld: Vært mangler")
    host.go.click()
    assert host.box.hasFocus()
    qtbot.keyClicks(host.box, "Opgaveudvalget")
    qtbot.keyClick(host.box, ENTER)
    assert document.state.facts.host == "Opgaveudvalget"
    qtbot.waitUntil(lambda: not any("Vært" in words for words in missing(window)))
    assert document.state.stage.phase is Phase.NEXT_STEPS  # the evening did not have to move


def test_a_time_is_written_as_danes_write_it(qtbot, document, show):
    window, _vote = on_steps(document, show)
    starts = line(window, "Begynder mangler") if has(window, "Begynder") else line(window, "Start")
    starts.go.click()
    qtbot.keyClicks(starts.box, "19.00")
    qtbot.keyClick(starts.box, ENTER)
    assert document.state.facts.starts == "19:00"


def has(window, words):
    return any(words in each for each in missing(window))


def test_heads_are_counted_right_here_too(qtbot, document, show):
    window, _vote = on_steps(document, show)
    counting = line(window, "Ingen har talt deltagerne")
    counting.go.click()
    box = counting.box.focusProxy()
    assert box.hasFocus()
    box.setValue(60)
    assert document.state.heads[Role.CITIZEN].count == 60
    qtbot.waitUntil(lambda: not has(window, "deltagerne"))


def test_a_missing_step_leads_to_its_empty_action(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7, 5)
    third = places(document.state, document.state.rounds[vote])[2].proposal
    line(window, third.title).go.click()
    assert window.page.cards[third.id].blank.action.hasFocus()


def test_a_missing_deadline_leads_to_its_box(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7)
    first = places(document.state, document.state.rounds[vote])[0].proposal
    key = document.apply(next_steps.add("Mal bænkene", proposal=first.id, responsible="Ida"))
    qtbot.waitUntil(lambda: has(window, "har ingen frist"))
    line(window, "har ingen frist").go.click()
    assert window.page.cards[first.id].rows[key].deadline.hasFocus()


def test_a_lack_of_another_question_turns_to_that_question(qtbot, document, show):
    window, vote = on_steps(document, show, 9, 7)
    second = document.apply(evening.add_question("Hvem skal passe den?"))
    window.desk.turn_to(second)
    assert list(window.page.cards) == [""]
    first = places(document.state, document.state.rounds[vote])[0].proposal
    line(window, first.title).go.click()
    assert window.desk.question_key != second
    assert window.page.cards[first.id].blank.action.hasFocus()


def test_the_meeting_is_ended_here_and_its_time_told(qtbot, document, show):
    window, _vote = on_steps(document, show)
    line(window, "Mødet er ikke sluttet").go.click()
    assert document.state.stage.ended_at
    qtbot.waitUntil(lambda: not window.page.finishing._ended.isHidden())
    assert window.page.finishing._ended.text().startswith("Mødet sluttede kl. ")
    document.undo()
    qtbot.waitUntil(lambda: has(window, "Mødet er ikke sluttet"))


def test_ideas_that_wait_lead_to_the_ideas_and_a_practice_vote_to_the_vote(qtbot, document, show):
    document.apply(evening.go_to(Phase.IDEAS))
    document.apply(ideas.receive("En gynge", channel=Channel.PHONE))
    document.apply(evening.go_to(Phase.DOTS))
    key = document.apply(rounds.prepare_practice(["Kage", "Frugt"], open_access=True))
    document.apply(rounds.open(key))
    seal(document, key)
    window, _vote = on_steps(document, show)
    waiting = line(window, "1 idé venter på gennemsyn")
    line(window, "Prøveafstemningen er ikke afsluttet").go.click()
    assert document.state.stage.phase is Phase.DOTS
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    qtbot.waitUntil(lambda: window.page is window.pages[Phase.NEXT_STEPS])
    waiting.go.click()
    assert document.state.stage.phase is Phase.IDEAS


def test_final_warns_of_what_is_missing_and_does_not_block(qtbot, document, show, tmp_path):
    making = partial(show, make=lambda: [tmp_path / "protokol.pdf"])
    window, _vote = on_steps(document, making, 9, 7)
    count = len(missing(window))
    window.page.finishing.finish.click()
    assert document.state.stage.status is Status.DRAFT
    assert f"{count} ting mangler stadig" in window.notices.sentence
    assert missing(window)[0] in window.notices.sentence
    window.notices._yes.click()
    assert document.state.stage.status is Status.FINAL
    qtbot.waitUntil(lambda: "Protokol: endelig, version 1" in said(window))
    assert missing(window) == []
    # The file in the folder would still call itself a draft.
    qtbot.waitUntil(lambda: "Protokollen er klar: protokol.pdf" in window.notices.sentence)


def test_when_nothing_is_missing_it_says_so(qtbot, document, show):
    document.apply(
        evening.describe(
            starts="19:00", purpose="At høre", host="Foreningen", minute_taker="Ida",
            decides="Byrådet", answer_by="1. marts", answer_where="I lokalavisen",
        )
    )  # fmt: skip
    document.apply(evening.count_heads(Role.CITIZEN, 60))
    window, _vote = on_steps(document, show)
    document.apply(evening.end())
    qtbot.waitUntil(lambda: window.page.finishing._words.text() == "Der mangler ikke noget.")
    window.page.finishing.finish.click()
    assert "mangler" not in window.notices.sentence


def test_a_final_protocol_can_only_become_a_new_version(qtbot, document, show):
    window, _vote = on_steps(document, show)
    document.apply(evening.finish())
    finishing = window.page.finishing
    qtbot.waitUntil(lambda: not finishing._revising.isHidden())
    qtbot.keyClick(finishing.why, ENTER)
    assert "er tom" in window.notices.sentence
    qtbot.keyClicks(finishing.why, "Frist rettet")
    qtbot.keyClick(finishing.why, ENTER)
    assert (document.state.stage.status, document.state.stage.version) == (Status.DRAFT, 2)
    assert document.state.stage.change_note == "Frist rettet"
    assert finishing.why.text() == ""


def test_the_protocol_is_made_from_here_as_from_the_head(qtbot, document, show, tmp_path):
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    window = show(document, lambda: [tmp_path / "protokol.pdf"])
    window.page.finishing.export.click()
    window.exporting.go.click()
    qtbot.waitUntil(lambda: "protokol.pdf" in window.notices.sentence)
