"""OC11, LF3: what is hidden, silent or not counted yet is in no byte that a phone gets."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from moedeapp.model.commands import (
    ballots,
    evening,
    ideas,
    next_steps,
    notes,
    outcome,
    rounds,
    slips,
    themes,
)
from moedeapp.model.commands.ballots import Vote
from moedeapp.model.document import Document
from moedeapp.model.draft import Command
from moedeapp.model.meeting import (
    Agreement,
    Channel,
    Phase,
    Progress,
    Reason,
    Role,
    RoundKind,
)
from moedeapp.web.public import Offer, Public
from moedeapp.web.server import Server, Status
from tests.model.evenings import (
    only_round,
    proposal_keys,
    slip_keys,
    stages,
    ticking_source,
)
from tests.model.halls import Hall
from tests.web.callers import Phone, following


class Traffic:
    """Everything one participant is sent: a stream all the time, and every other place often."""

    def __init__(self, document: Document, status: Status) -> None:
        self._document = document
        self._phone = Phone(status.port)
        self._following = following(status.port)
        self.got: list[bytes] = []
        self._events = self._following.__enter__()
        self._reader = threading.Thread(target=self._read, name="reader")
        self._reader.start()

    def _read(self) -> None:
        with suppress(OSError, ValueError):
            for _, data in self._events:
                self.got.append(json.dumps(data, ensure_ascii=False).encode())

    def look(self) -> None:
        """Wait until the news is there, and get everything there is."""
        news = json.loads(Public().state(self._document.state, Offer()))
        while self._phone.state() != news:
            pass
        for path in ("/state", "/ideas", "/stubs"):
            self.got.append(self._phone.get(path).body)

    def do(self, *commands: Command[Any]) -> list[Any]:
        """Acts of the facilitator, with a look around after each."""
        given = []
        for command in commands:
            given.append(self._document.apply(command))
            self.look()
        return given

    def holds(self, words: str) -> bool:
        needle = json.dumps(words, ensure_ascii=False)[1:-1].encode()
        return any(needle in part for part in self.got)

    def close(self) -> None:
        self._following.__exit__(None, None, None)
        self._reader.join()
        self._phone.close()


@pytest.fixture
def listen(serve: Callable[..., Server]) -> Iterator[Callable[[Document], Traffic]]:
    """Participants that take down all they get."""
    made: list[Traffic] = []

    def begin(document: Document) -> Traffic:
        made.append(Traffic(document, serve(document).status))
        return made[-1]

    yield begin
    for traffic in made:
        traffic.close()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A meeting whose vote is ready to open."""
    found = next(c for name, c in stages(tmp_path_factory.mktemp("stages")) if name == "prepared")
    assert found
    return found


SHOWN, WAITING = "Bænke i læ ved vandet", "Et springvand med fisk"
SECRET = ("Naboen Kurt drikker", "Skjult for alle", "Trukket tilbage igen", "Sløret for altid")


def test_only_what_is_shown_reaches_a_participant(
    document: Document, listen: Callable[[Document], Traffic]
) -> None:
    traffic = listen(document)
    said = traffic.do(
        *(ideas.receive(words, channel=Channel.PHONE) for words in (*SECRET, SHOWN, WAITING))
    )
    traffic.do(
        ideas.hide(said[0], reason=Reason.PERSON),
        ideas.hide(said[1], reason=Reason.SPAM),
        ideas.withdraw(said[2]),
        ideas.mask(said[3], Reason.HEALTH),
        ideas.show(said[4]),
    )
    (theme,) = traffic.do(themes.add("Ophold", ideas=[said[0], said[1], said[4]]))
    (other,) = traffic.do(themes.add("Vand", ideas=[said[5]]))
    traffic.do(ideas.merge([said[1]], said[4]), evening.go_to(Phase.DOTS))
    (vote,) = traffic.do(rounds.prepare([theme, other]))
    traffic.do(rounds.open(vote), rounds.close(vote), rounds.seal(vote))
    assert traffic.holds(SHOWN)
    assert not traffic.holds(WAITING)
    for words in SECRET:
        assert not traffic.holds(words), words


def test_what_was_masked_after_it_was_shown_is_gone_from_every_answer(
    document: Document, phone: Phone
) -> None:
    key = document.apply(ideas.add("Kurt fra nummer 7"))
    document.apply(themes.add("Kurt fra nummer 7", ideas=[key]))
    while b"Kurt" not in phone.get("/state").body:
        pass
    document.apply(ideas.mask(key, Reason.PERSON))
    while b"Kurt" in phone.get("/state").body + phone.get("/ideas").body:
        pass


def test_in_the_silent_phase_nobody_gets_the_ideas_of_others(
    document: Document, listen: Callable[[Document], Traffic]
) -> None:
    traffic = listen(document)
    traffic.do(evening.start_silence())
    traffic.got.clear()
    (mine,) = traffic.do(ideas.receive("Skrevet i stilhed", channel=Channel.PHONE))
    traffic.do(ideas.add("Hvisket til mødelederen"), ideas.show(mine))
    traffic.do(themes.add("Et tema i stilhed"))
    for words in ("Skrevet i stilhed", "Hvisket", "Et tema i stilhed"):
        assert not traffic.holds(words)
    traffic.do(evening.end_silence())
    assert traffic.holds("Skrevet i stilhed")
    assert traffic.holds("Hvisket")


def test_the_edited_words_are_shown_and_the_reason_for_hiding_is_not(
    document: Document, listen: Callable[[Document], Traffic]
) -> None:
    traffic = listen(document)
    (key,) = traffic.do(ideas.add("bænke!!1"))
    traffic.do(ideas.edit(key, "Bænke"))
    assert b'"words":"B\xc3\xa6nke"' in traffic.got[-2]
    traffic.do(ideas.hide(key, reason=Reason.ABUSE))
    assert not traffic.holds("abuse")


# --- votes

ORDERS = ((0, 1, 2), (2, 0, 1), (1, 2, 0))


def told_before_the_seal(path: Path, content: bytes, order: tuple[int, ...]) -> list[bytes]:
    """All that phones are told while the vote is open and closed, with the dots put in an order."""
    path.write_bytes(content)
    public, told = Public(), []
    with Document.open(path, source=ticking_source("same")) as document:
        vote = only_round(document.state)

        def look() -> None:
            state = document.state
            told.extend((public.state(state, Offer()), public.ideas(state), public.stubs(state)))

        document.apply(rounds.open(vote, minutes=5))
        keys = proposal_keys(document.state, vote)
        for turn, slip in enumerate(slip_keys(document.state)[:11]):
            dots = {keys[order[0]]: 2, keys[order[1 + turn % 2]]: 1}
            act = ballots.cast if turn < 8 else ballots.key
            if turn == 8:
                document.apply(rounds.close(vote))
            document.apply(act(vote, Vote(dots), slip=slip))
            look()
        document.apply(rounds.seal(vote))
        told.append(b"")
        results = sorted(result.dots for result in document.state.results.values())
        assert len(set(results)) > 1
    return told


def test_until_the_seal_phones_are_told_the_same_however_the_dots_were_put(
    tmp_path: Path, prepared: bytes
) -> None:
    path = tmp_path / "møde.moede"
    looks = [told_before_the_seal(path, prepared, order) for order in ORDERS]
    assert looks[0] == looks[1] == looks[2]


def test_no_sum_is_in_any_byte_before_the_seal(
    voting: Hall, listen: Callable[[Document], Traffic]
) -> None:
    traffic = listen(voting.document)
    for slip in voting.slips[:17]:
        traffic.do(ballots.cast(voting.round, Vote({voting.proposals[0]: 2}), slip=slip))
    traffic.do(rounds.close(voting.round))
    assert any(b'"cast":17' in part for part in traffic.got)
    assert not any(b"persons" in part or b"places" in part for part in traffic.got)
    assert not any(b":34" in part or b": 34" in part for part in traffic.got)
    traffic.do(rounds.seal(voting.round))
    assert any(b'"dots":34,"persons":17' in part for part in traffic.got)


def test_proposals_are_unknown_until_the_vote_opens(
    document: Document, listen: Callable[[Document], Traffic]
) -> None:
    traffic = listen(document)
    keys = traffic.do(ideas.add("Bænke"), ideas.add("Lys"))
    traffic.do(evening.go_to(Phase.DOTS))
    (vote,) = traffic.do(rounds.prepare(keys))
    first = proposal_keys(document.state, vote)[0]
    traffic.do(rounds.rename_proposal(first, "Foreløbig titel"))
    assert not traffic.holds("Foreløbig titel")
    traffic.do(rounds.open(vote))
    assert traffic.holds("Foreløbig titel")


def test_objections_are_counted_and_their_words_stay_at_the_laptop(
    document: Document, listen: Callable[[Document], Traffic]
) -> None:
    traffic = listen(document)
    keys = traffic.do(ideas.add("Bænke"), ideas.add("Lys"))
    traffic.do(evening.go_to(Phase.DOTS))
    (vote,) = traffic.do(rounds.prepare(keys, kind=RoundKind.AGREEMENT, open_access=True))
    traffic.do(rounds.open(vote))
    first = proposal_keys(document.state, vote)[0]
    said = Vote(steps={first: Agreement.AGAINST}, objections={first: "Kurt vil have dem"})
    traffic.do(ballots.cast(vote, said, device="d"), rounds.close(vote), rounds.seal(vote))
    assert not traffic.holds("Kurt vil have dem")
    assert any(b'"counts":[0,0,0,0,1],"objections":1' in part for part in traffic.got)


def test_next_steps_and_follow_up_come_in_their_phase(
    voting: Hall, listen: Callable[[Document], Traffic]
) -> None:
    traffic = listen(voting.document)
    traffic.do(rounds.close(voting.round), rounds.seal(voting.round))
    traffic.do(evening.go_to(Phase.RESULT))
    traffic.do(next_steps.add("Ring til havnefogeden", proposal=voting.proposals[0]))
    assert not traffic.holds("havnefogeden")
    traffic.do(evening.go_to(Phase.NEXT_STEPS))
    told = outcome.follow_up(
        voting.proposals[0], Progress.TURNED_DOWN, date="2027-03-01", words="Der er ikke penge."
    )
    traffic.do(told)
    assert traffic.holds("havnefogeden")
    assert traffic.holds("Afvist, fordi der er ikke penge.")


def test_volunteers_slips_and_notes_are_never_told(
    document: Document, listen: Callable[[Document], Traffic]
) -> None:
    traffic = listen(document)
    traffic.do(
        outcome.sign_up("Ida Holm", "ida@eksempel.dk"),
        notes.add("Pause på grund af Kurt"),
    )
    (printed,) = traffic.do(slips.issue(3))
    kept = document.state.slips
    for words in ("Ida Holm", "ida@", "Kurt", *(p.code for p in printed), *kept):
        assert not traffic.holds(words)


def test_a_piece_is_made_anew_only_when_what_it_rests_on_is_another(document: Document) -> None:
    public, offer = Public(), Offer()
    first = public.state(document.state, offer)
    assert public.state(document.state, offer) is first
    document.apply(evening.count_heads(Role.STAFF, 3))
    assert public.state(document.state, offer) is first
    document.apply(ideas.add("Lys"))
    assert public.state(document.state, offer) != first
    assert public.state(document.state, Offer(children=True)) != first
