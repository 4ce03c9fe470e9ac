"""What phones get, and what becomes of what they send."""

import re
from collections.abc import Callable

import pytest

from moedeapp.model.commands import ballots, evening, ideas, rounds, slips
from moedeapp.model.document import Document
from moedeapp.model.errors import CannotWrite
from moedeapp.model.meeting import Channel, IdeaState, Phase, Reason, Role, RoundKind
from moedeapp.web.public import Offer
from moedeapp.web.server import Server, Status
from tests.model.evenings import proposal_keys
from tests.model.halls import Hall
from tests.web.callers import Phone, following, new_key, next_state

# --- the page and the state


def test_the_page_is_three_files_and_small(phone: Phone) -> None:
    answers = [phone.get(path) for path in ("/", "/moede.css", "/moede.js")]
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert sum(len(answer.body) for answer in answers) <= 100_000
    page = answers[0].body.decode()
    assert page.count("src=") + page.count('rel="stylesheet"') == 2
    assert "://" not in page
    assert "style=" not in page
    assert "<script>" not in page
    assert not re.search(r"\son\w+=", page)


def test_every_answer_says_what_the_browser_may_do_with_it(phone: Phone) -> None:
    answers = [phone.get(path) for path in ("/", "/moede.css", "/moede.js", "/state", "/stubs")]
    answers += [phone.get("/nothing"), phone.send_idea(""), phone.ask("DELETE", "/state")]
    for answer in answers:
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers
        assert "set-cookie" not in answer.headers


def test_the_first_event_is_the_state_and_the_next_one_what_changed(
    document: Document, served: Status
) -> None:
    with following(served.port) as events:
        assert next_state(events)["phase"] == "ideas"
        document.apply(evening.go_to(Phase.THEMES))
        assert next_state(events)["phase"] == "themes"


def test_asking_gives_what_the_stream_gives(served: Status, phone: Phone) -> None:
    with following(served.port) as events:
        assert next_state(events) == phone.state()


def test_the_state_has_a_version_that_grows_only_with_news(
    document: Document, phone: Phone
) -> None:
    before = phone.get("/state").json["version"]
    assert phone.get("/state").json["version"] == before
    document.apply(evening.count_heads(Role.CITIZEN, 12))
    document.apply(evening.start_silence())
    while (now := phone.get("/state").json)["version"] == before:
        pass
    assert now["version"] == before + 1
    assert now["state"]["silent"]


def test_the_frames_are_one_field_for_all(document: Document, phone: Phone) -> None:
    assert phone.state()["frames"]["answer_by"] == {"da": "1. marts 2027", "en": "1 March 2027"}
    document.apply(evening.describe(influence="Kun bænkene"))
    while phone.state()["frames"]["influence"] != "Kun bænkene":
        pass


# --- ideas


def test_an_idea_is_in_the_file_when_the_phone_is_told(document: Document, phone: Phone) -> None:
    answer = phone.send_idea("Bænke i læ", table=2)
    assert answer.status == 200
    (idea,) = document.state.ideas.values()
    assert (idea.number, idea.words, idea.table) == (answer.json["number"], "Bænke i læ", 2)
    assert (idea.channel, idea.state) == (Channel.TABLE, IdeaState.WAITING)


def test_the_same_message_again_is_the_same_idea(document: Document, phone: Phone) -> None:
    key = new_key()
    answers = [phone.post("/ideas", {"key": key, "words": "Lys"}) for _ in range(5)]
    assert {answer.json["number"] for answer in answers} == {1}
    assert len(document.state.ideas) == 1


def test_the_same_message_after_a_restart_is_the_same_idea(
    document: Document, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    key = new_key()
    for _ in range(2):
        server = serve(document)
        assert call(server.status.port).post("/ideas", {"key": key, "words": "Lys"}).status == 200
        server.stop()
    assert len(document.state.ideas) == 1


def test_an_author_may_correct_and_take_back_until_it_is_shown(
    document: Document, phone: Phone
) -> None:
    key = new_key()
    phone.post("/ideas", {"key": key, "words": "Lys"})
    assert phone.post("/ideas", {"key": key, "act": "correct", "words": "Lys nu"}).status == 200
    (idea,) = document.state.ideas.values()
    assert idea.words == "Lys nu"
    document.apply(ideas.show(idea.id))
    assert phone.post("/ideas", {"key": key, "act": "correct", "words": "Mørke"}).status == 400
    assert phone.post("/ideas", {"key": key, "act": "withdraw"}).status == 400
    assert document.state.ideas[idea.id].words == "Lys nu"


def test_taking_back_twice_is_taking_back_once(document: Document, phone: Phone) -> None:
    key = new_key()
    phone.post("/ideas", {"key": key, "words": "Lys"})
    assert [phone.post("/ideas", {"key": key, "act": "withdraw"}).status for _ in range(2)] == [
        200, 200,
    ]  # fmt: skip
    (idea,) = document.state.ideas.values()
    assert idea.state is IdeaState.WITHDRAWN


def test_nobody_else_can_change_an_idea(document: Document, phone: Phone) -> None:
    phone.send_idea("Lys")
    (key,) = document.state.ideas
    for guess in (new_key(), key + key):
        assert phone.post("/ideas", {"key": guess, "act": "withdraw"}).status == 404
    assert key not in phone.get("/state").body.decode()
    assert key not in phone.get("/ideas").body.decode()


def test_a_slip_gives_its_table_and_role_to_the_idea_and_is_kept_nowhere(
    document: Document, phone: Phone
) -> None:
    (slip,) = document.apply(slips.issue(1, table=3, role=Role.STAFF))
    assert phone.send_idea("Lys", slip=slip.secret).status == 200
    (idea,) = document.state.ideas.values()
    assert (idea.table, idea.role, idea.channel) == (3, Role.STAFF, Channel.PHONE)
    assert slip.secret.encode() not in document.path.read_bytes()


def test_while_citizens_are_heard_other_slips_are_refused_by_the_server(
    document: Document, phone: Phone
) -> None:
    (politician,) = document.apply(slips.issue(1, role=Role.POLITICIAN))
    (citizen,) = document.apply(slips.issue(1))
    document.apply(evening.start_listening())
    refused = phone.send_idea("Min egen plan", slip=politician.secret)
    assert (refused.status, refused.problem) == (403, "listening")
    assert phone.send_idea("Lys", slip=citizen.secret).status == 200
    assert [idea.words for idea in document.state.ideas.values()] == ["Lys"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [("", "empty"), (" \n ", "empty"), ("x" * 501, "too_long"), ("\ud800", "not_text")],
)
def test_words_that_cannot_be_kept_are_refused_with_the_reason(
    document: Document, phone: Phone, words: str, problem: str
) -> None:
    answer = phone.send_idea(words)
    assert (answer.status, answer.problem) == (400, problem)
    assert not document.state.ideas


def test_no_ideas_are_taken_where_the_facilitator_does_not_want_them(
    document: Document, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    server = serve(document, offer=Offer(ideas=False))
    phone = call(server.status.port)
    assert phone.send_idea("Lys").problem == "ideas_closed"
    assert not phone.state()["ideas_open"]
    server.allow(Offer(ideas=True))
    assert phone.send_idea("Lys").status == 200


# --- ballots


def test_a_ballot_is_durable_when_the_phone_is_told_and_has_its_codes(
    voting: Hall, at_vote: Phone
) -> None:
    answer = at_vote.vote(voting.round, {1: 2, 4: 1}, slip=voting.printed[0].secret)
    assert answer.json["accepted"]
    assert set(answer.json["codes"]) == {"1", "4"}
    assert voting.document.state.rounds[voting.round].cast == 1


def test_a_typed_code_votes_as_a_scanned_secret_does(voting: Hall, at_vote: Phone) -> None:
    code = voting.printed[0].code
    assert at_vote.vote(voting.round, {1: 1}, code=code.lower().replace("-", " ")).json["accepted"]
    assert at_vote.vote(voting.round, {2: 1}, slip=voting.printed[0].secret).json["accepted"]
    assert voting.document.state.rounds[voting.round].cast == 1


def test_a_slip_brings_its_ballot_and_codes_back_while_the_vote_is_open(
    voting: Hall, at_vote: Phone
) -> None:
    secret = voting.printed[0].secret
    codes = at_vote.vote(voting.round, {1: 2, 4: 1}, slip=secret).json["codes"]
    found = at_vote.post("/ballot", {"slip": secret}).json
    assert found["dots"] == {"1": 2, "4": 1}
    assert found["codes"] == codes
    assert (found["role"], found["table"], found["round"]) == ("citizen", 1, voting.round)
    voting.document.apply(rounds.close(voting.round))
    assert "dots" not in at_vote.post("/ballot", {"slip": secret}).json


def test_a_pass_stands_for_a_code_that_was_right(voting: Hall, at_vote: Phone) -> None:
    told = at_vote.post("/ballot", {"code": voting.printed[0].code}).json
    assert at_vote.vote(voting.round, {1: 1}, **{"pass": told["pass"]}).json["accepted"]
    assert at_vote.post("/ballot", {"pass": new_key()}).status == 410


def test_a_lost_answer_comes_again_also_when_the_box_is_closed(
    voting: Hall, at_vote: Phone
) -> None:
    message = {
        "round": voting.round, "key": new_key(), "dots": {"1": 1}, "slip": voting.printed[0].secret,
    }  # fmt: skip
    first = at_vote.post("/ballot", message).json
    voting.document.apply(rounds.close(voting.round))
    assert at_vote.post("/ballot", message).json == first
    late = at_vote.vote(voting.round, {1: 1}, slip=voting.printed[1].secret)
    assert (late.status, late.json) == (409, {"problem": "closed", "round": "closed"})


def test_what_the_rules_do_not_allow_is_refused(voting: Hall, at_vote: Phone) -> None:
    secret = voting.printed[0].secret
    for dots, status in (
        ({1: 3}, 422), ({1: 2, 2: 2, 3: 2}, 422), ({7: 1}, 400), ({1: -1}, 400), ({1: 0}, 400),
    ):  # fmt: skip
        assert at_vote.vote(voting.round, dots, slip=secret).status == status
    assert at_vote.vote(new_key()[:16], {1: 1}, slip=secret).status == 404
    assert at_vote.vote(voting.round, {1: 1}).problem == "slip_none"
    assert voting.document.state.rounds[voting.round].cast == 0


def test_a_void_slip_and_one_of_another_meeting_are_refused(voting: Hall, at_vote: Phone) -> None:
    voting.document.apply(slips.void(voting.slips[0]))
    answer = at_vote.vote(voting.round, {1: 1}, slip=voting.printed[0].secret)
    assert (answer.status, answer.problem) == (403, "slip_void")
    assert at_vote.post("/ballot", {"slip": voting.printed[0].secret}).problem == "slip_void"
    assert at_vote.vote(voting.round, {1: 1}, slip="0" * 12).problem == "slip_unknown"


def test_the_same_slip_on_the_phone_of_the_table_is_told_and_counted_once(
    voting: Hall, at_vote: Phone
) -> None:
    secret = voting.printed[0].secret
    assert at_vote.vote(voting.round, {1: 1}, slip=secret).json["accepted"]
    assert not at_vote.vote(voting.round, {2: 1}, slip=secret, table=True).json["accepted"]
    vote = voting.document.state.rounds[voting.round]
    assert (vote.cast, vote.contested) == (1, 1)


def test_an_answer_in_steps_with_an_objection_is_taken_in(
    document: Document, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    keys = [document.apply(ideas.add(words)) for words in ("Bænke", "Lys")]
    (slip,) = document.apply(slips.issue(1))
    document.apply(evening.go_to(Phase.DOTS))
    vote = document.apply(rounds.prepare(keys, kind=RoundKind.AGREEMENT))
    document.apply(rounds.open(vote))
    phone = call(serve(document).status.port)
    sent = {
        "round": vote, "key": new_key(), "slip": slip.secret,
        "steps": {"1": "agree", "2": "against"}, "objections": {"2": "Det blænder"},
    }  # fmt: skip
    assert phone.post("/ballot", sent).json == {"accepted": True, "codes": {}}
    found = phone.post("/ballot", {"slip": slip.secret}).json
    assert (found["steps"], found["objections"]) == (sent["steps"], sent["objections"])
    assert phone.post("/ballot", {**sent, "steps": {"1": "maybe"}}).status == 400
    document.apply(rounds.close(vote))
    document.apply(rounds.seal(vote))
    assert [o.words for o in document.state.objections.values()] == ["Det blænder"]


def test_where_access_is_open_a_device_is_one_voice(
    document: Document, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    keys = [document.apply(ideas.add(words)) for words in ("Bænke", "Lys")]
    document.apply(evening.go_to(Phase.DOTS))
    vote = document.apply(rounds.prepare(keys, open_access=True))
    document.apply(rounds.open(vote))
    phone = call(serve(document).status.port)
    device = new_key()
    for dots in ({1: 1}, {2: 1}):
        assert phone.vote(vote, dots, device=device).json["accepted"]
    assert phone.post("/ballot", {"device": device}).json["dots"] == {"2": 1}
    assert document.state.rounds[vote].cast == 1


def test_own_dot_codes_are_on_the_public_list_after_the_seal(voting: Hall, at_vote: Phone) -> None:
    told = [
        at_vote.vote(voting.round, {1: 2, n % 5 + 2: 1}, slip=printed.secret).json["codes"]
        for n, printed in enumerate(voting.printed)
    ]
    assert at_vote.get("/stubs").json == {"rounds": {}}
    voting.document.apply(rounds.close(voting.round))
    voting.document.apply(rounds.seal(voting.round))
    lines = at_vote.get("/stubs").json["rounds"][voting.round]
    assert sorted((code, number) for code, number, _ in lines) == sorted(
        (code, int(number)) for codes in told for number, code in codes.items()
    )
    assert lines == sorted(lines)


def test_a_full_disk_is_told_as_a_pause_and_the_ballot_comes_in_later(
    voting: Hall, at_vote: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = voting.document.apply_all

    def refuse(_commands: object) -> None:
        raise CannotWrite(voting.document.path, "full")

    monkeypatch.setattr(voting.document, "apply_all", refuse)
    message = {
        "round": voting.round, "key": new_key(), "dots": {"1": 1}, "slip": voting.printed[0].secret,
    }  # fmt: skip
    answer = at_vote.post("/ballot", message)
    assert (answer.status, answer.problem) == (503, "paused")
    monkeypatch.setattr(voting.document, "apply_all", apply)
    assert at_vote.post("/ballot", message).json["accepted"]


def test_numbers_of_proposals_are_those_on_the_ballot(voting: Hall, at_vote: Phone) -> None:
    secret = voting.printed[0].secret
    at_vote.vote(voting.round, {3: 2}, slip=secret)
    third = proposal_keys(voting.document.state, voting.round)[2]
    found = voting.document.ask(lambda draft: ballots.handed_in(draft, voting.round, secret=secret))
    assert found
    assert found.vote.dots == {third: 2}


def test_hidden_parked_and_shown_ideas_are_told_to_their_author_by_number(
    document: Document, phone: Phone
) -> None:
    for words in ("Vist", "Parkeret", "Skjult"):
        phone.send_idea(words, slip=document.apply(slips.issue(1))[0].secret)
    shown, parked, hidden = (
        i.id for i in sorted(document.state.ideas.values(), key=lambda i: i.number)
    )
    document.apply(ideas.show(shown))
    document.apply(ideas.park(parked))
    document.apply(ideas.hide(hidden, reason=Reason.ABUSE))
    while not (state := phone.state())["parked"]:
        pass
    assert (state["board"], state["parked"]) == ([1], [2])
    assert "Skjult" not in phone.get("/ideas").body.decode()
