"""Who gets in: this address, this page, JSON, and no more wrong guesses than a person makes."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from moedeapp.model.commands import ballots, ideas, rounds, slips
from moedeapp.model.document import Document
from moedeapp.model.meeting import IdeaState
from moedeapp.web.access import (
    IDEA_SECONDS,
    WRONG_A_SECOND,
    Author,
    Guard,
    Limits,
)
from moedeapp.web.inputs import Refused
from moedeapp.web.server import Server, Status
from tests.model.halls import Hall
from tests.web.callers import Phone, new_key, raw, status_of

PORT = b"%PORT%"

# --- S4: which hosts and origins get in

HOSTS = [
    (b"127.0.0.1:" + PORT, 200),
    (b"127.0.0.1", 421),
    (b"127.0.0.1:80", 421),
    (b"localhost:" + PORT, 421),
    (b"LOCALHOST:" + PORT, 421),
    (b"127.1:" + PORT, 421),
    (b"2130706433:" + PORT, 421),
    (b"0.0.0.0:" + PORT, 421),
    (b"[::1]:" + PORT, 421),
    (b"[::ffff:127.0.0.1]:" + PORT, 421),
    (b"evil.example", 421),
    (b"evil.example:" + PORT, 421),
    (b"127.0.0.1.evil.example:" + PORT, 421),
    (b"127.0.0.1:" + PORT + b".evil.example", 421),
    (b"user@127.0.0.1:" + PORT, 421),
    (b"127.0.0.1:" + PORT + b"/", 421),
    (b"127.0.0.1:0" + PORT, 421),
    (b"127.0.0.1.:" + PORT, 421),
    (b"", 421),
    (b"127.0.0.1:" + PORT + b", evil.example", 421),
]


TARGETS = [
    b"GET /state HTTP/1.1\r\n\r\n",
    b"GET /state HTTP/1.0\r\n\r\n",
    b"GET /state HTTP/1.1\r\nHost: 127.0.0.1:%PORT%\r\nHost: evil.example\r\n\r\n",
    b"GET /state HTTP/1.1\r\nHost: 127.0.0.1:%PORT%\r\nHost: 127.0.0.1:%PORT%\r\n\r\n",
    b"GET http://evil.example/state HTTP/1.1\r\nHost: 127.0.0.1:%PORT%\r\n\r\n",
]


def test_only_the_address_that_is_served_is_a_host(served: Status) -> None:
    port = str(served.port).encode()
    for host, status in HOSTS:
        asked = b"GET /state HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"
        assert status_of(raw(served.port, asked.replace(PORT, port))) == status, host


def test_no_host_two_hosts_and_another_target_get_nothing(served: Status) -> None:
    port = str(served.port).encode()
    for head in TARGETS:
        assert status_of(raw(served.port, head.replace(PORT, port))) in (400, 404, 421), head


OWN = {"Content-Type": "application/json", "X-Moede": "1"}
ORIGINS: list[tuple[dict[str, str], int]] = [
    ({**OWN, "Origin": "http://127.0.0.1:%PORT%"}, 200),
    (OWN, 200),
    ({**OWN, "Origin": "http://127.0.0.1:%PORT%", "Sec-Fetch-Site": "same-origin"}, 200),
    ({**OWN, "Content-Type": "application/json; charset=utf-8"}, 200),
    ({**OWN, "Origin": "null"}, 403),
    ({**OWN, "Origin": "https://127.0.0.1:%PORT%"}, 403),
    ({**OWN, "Origin": "http://127.0.0.1"}, 403),
    ({**OWN, "Origin": "http://localhost:%PORT%"}, 403),
    ({**OWN, "Origin": "http://evil.example"}, 403),
    ({**OWN, "Origin": ""}, 403),
    ({**OWN, "Sec-Fetch-Site": "cross-site"}, 403),
    ({**OWN, "Sec-Fetch-Site": "same-site"}, 403),
    ({"Content-Type": "application/json"}, 403),
    ({**OWN, "X-Moede": "0"}, 403),
    ({"X-Moede": "1"}, 415),
    ({**OWN, "Content-Type": "text/plain"}, 415),
    ({**OWN, "Content-Type": "application/x-www-form-urlencoded"}, 415),
    ({**OWN, "Content-Type": "multipart/form-data; boundary=x"}, 415),
    ({**OWN, "Content-Type": "application/json; charset=utf-16"}, 415),
    ({**OWN, "Content-Encoding": "gzip"}, 415),
]


def test_only_the_page_itself_can_send(
    document: Document, served: Status, call: Callable[[int], Phone]
) -> None:
    passed = 0
    for headers, status in ORIGINS:
        own = {name: value.replace("%PORT%", str(served.port)) for name, value in headers.items()}
        body = json.dumps({"key": new_key(), "words": "Lys"}).encode()
        assert call(served.port).ask("POST", "/ideas", body, **own).status == status, headers
        passed += status == 200
    assert len(document.state.ideas) == passed == 4


def test_another_page_gets_no_answer_to_read_and_no_leave_to_send(
    phone: Phone, served: Status
) -> None:
    assert phone.ask("GET", "/state", Origin="http://evil.example").status == 403
    asked = phone.ask(
        "OPTIONS", "/ideas", Origin=f"http://127.0.0.1:{served.port}",
        Access_Control_Request_Method="POST",
    )  # fmt: skip
    assert asked.status == 405
    assert not [name for name in asked.headers if name.startswith("access-control")]


def test_at_port_80_the_host_is_the_bare_address() -> None:
    assert Guard("192.168.8.2", 80).name == "192.168.8.2"
    assert Guard("192.168.8.2", 8080).name == "192.168.8.2:8080"


def test_what_proxies_say_changes_nothing(voting: Hall, at_vote: Phone) -> None:
    """S6: neither the limit of this connection nor that of everybody."""
    wrong = "2222-222P"
    told = [
        at_vote.post(
            "/ballot", {"code": wrong}, X_Forwarded_For=f"10.0.0.{n}", X_Real_IP=f"10.1.0.{n}",
            Forwarded=f"for=10.2.0.{n}",
        ).status
        for n in range(12)
    ]  # fmt: skip
    assert told[:WRONG_A_SECOND] == [403] * WRONG_A_SECOND
    assert 429 in told


# --- S5: the same again, others' slips, and guesses


def test_one_message_a_hundred_times_is_one_ballot(voting: Hall, at_vote: Phone) -> None:
    message = {
        "round": voting.round, "key": new_key(), "dots": {"1": 1}, "slip": voting.printed[0].secret,
    }  # fmt: skip
    answers = [at_vote.post("/ballot", message).json for _ in range(100)]
    assert all(answer == answers[0] for answer in answers)
    assert voting.document.state.rounds[voting.round].cast == 1


def test_a_slip_on_two_phones_moves_the_same_dots(
    voting: Hall, at_vote: Phone, call: Callable[[int], Phone]
) -> None:
    other = call(int(at_vote.address.split(":")[1]))
    secret = voting.printed[0].secret
    at_vote.vote(voting.round, {1: 2}, slip=secret)
    assert other.post("/ballot", {"slip": secret}).json["dots"] == {"1": 2}
    other.vote(voting.round, {2: 2}, slip=secret)
    voting.document.apply(rounds.close(voting.round))
    voting.document.apply(rounds.seal(voting.round))
    assert [(r.dots, r.persons) for r in voting.document.state.results.values() if r.dots] == [
        (2, 1)
    ]


def test_guesses_are_slowed_down_and_scanners_are_not(
    voting: Hall, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    server = serve(voting.document)
    chance = random.Random(5)
    accepted = statuses = 0
    flooders = [call(server.status.port) for _ in range(8)]
    for guess in range(400):
        code = "".join(chance.choices("23456789ABCDEFGHJKMNPQRSTVWXZ", k=8))
        answer = flooders[guess % 8].post("/ballot", {"code": code})
        accepted += answer.status == 200
        statuses += answer.status == 429
        if guess % 40 == 0:
            printed = voting.printed[guess // 40]
            scanned = call(server.status.port).vote(voting.round, {1: 1}, slip=printed.secret)
            assert scanned.json["accepted"]
    assert accepted == 0
    assert statuses > 300
    assert voting.document.state.rounds[voting.round].cast == 10
    assert 0 < server._site.limits.wrong < 100


def test_somebody_with_a_pass_is_not_slowed_down_by_guesses(
    voting: Hall, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    server = serve(voting.document)
    phone = call(server.status.port)
    told = phone.post("/ballot", {"code": voting.printed[0].code}).json["pass"]
    server._site.limits._guesses.left = -1_000  # as after a flood
    assert phone.post("/ballot", {"code": voting.printed[1].code}).status == 429
    assert phone.vote(voting.round, {1: 1}, **{"pass": told}).json["accepted"]


# --- the limits by themselves, with a clock of their own


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Line:
    def __init__(self) -> None:
        self.wrong_codes: list[float] = []
        self.author = Author()


@contextmanager
def refused(problem: str) -> Iterator[Refused]:
    told = Refused(0, "")
    with pytest.raises(Refused) as caught:
        yield told
    assert (caught.value.status, caught.value.problem) == (429, problem)
    told.wait = caught.value.wait


def test_five_wrong_codes_a_second_from_everybody() -> None:
    clock = Clock()
    limits = Limits(clock)
    for _ in range(5):
        line = Line()
        limits.check_code(line)
        limits.code_was_wrong(line)
    with refused("wait") as told:
        limits.check_code(Line())
    assert told.wait == pytest.approx(0.2)
    clock.now += 0.15
    with refused("wait") as told:
        limits.check_code(Line())
    assert told.wait == pytest.approx(0.05)
    clock.now += 0.06
    limits.check_code(Line())
    assert limits.wrong == 5


def test_what_is_left_is_used_up_to_the_last() -> None:
    """After a whole second, so that nothing is rounded."""
    clock = Clock()
    limits = Limits(clock)
    for _ in range(5):
        limits.code_was_wrong(Line())
    clock.now += 1
    for _ in range(5):
        limits.check_code(Line())
        limits.code_was_wrong(Line())
    with refused("wait"):
        limits.check_code(Line())


def test_ten_wrong_codes_a_minute_from_one_connection() -> None:
    clock, line = Clock(), Line()
    limits = Limits(clock)
    for _ in range(10):
        limits.check_code(line)
        limits.code_was_wrong(line)
        clock.now += 1
    with refused("wait") as told:
        limits.check_code(line)
    assert told.wait == pytest.approx(50)
    limits.check_code(Line())
    clock.now += 49
    with refused("wait") as told:
        limits.check_code(line)
    assert told.wait == pytest.approx(1)
    clock.now += 1
    limits.check_code(line)


def test_right_codes_and_wrong_secrets_use_up_nothing() -> None:
    clock, line = Clock(), Line()
    limits = Limits(clock)
    for _ in range(100):
        limits.check_code(line)
        limits.secret_was_wrong()
    assert limits.wrong == 100


def send(limits: Limits, author: Author, key: str, *waiting: str, nameless: bool = False) -> None:
    with limits.one_idea(author, key, lambda one: one in waiting, nameless=nameless):
        pass


def test_one_idea_in_twenty_seconds_from_one_slip() -> None:
    clock = Clock()
    limits = Limits(clock)
    send(limits, limits.author("s"), "1")
    with refused("wait") as told:
        send(limits, limits.author("s"), "2")
    assert told.wait == pytest.approx(20)
    clock.now += 15
    with refused("wait") as told:
        send(limits, limits.author("s"), "2")
    assert told.wait == pytest.approx(5)
    send(limits, limits.author("another"), "3")
    clock.now += 5
    send(limits, limits.author("s"), "2")


def test_the_first_idea_waits_for_nothing_on_a_computer_that_just_started() -> None:
    clock = Clock()
    clock.now = 0.0
    send(Limits(clock), Author(), "1")


def test_five_ideas_of_one_slip_may_wait() -> None:
    clock = Clock()
    limits = Limits(clock)
    for key in "12345":
        send(limits, limits.author("s"), key, *"12345")
        clock.now += IDEA_SECONDS
    with refused("waiting"):
        send(limits, limits.author("s"), "6", *"12345")
    send(limits, limits.author("s"), "6", *"1234")


def test_an_idea_that_was_not_taken_in_does_not_count() -> None:
    limits = Limits(Clock())
    author = Author()
    with ExitStack() as stack:
        stack.enter_context(pytest.raises(ValueError, match="no"))
        stack.enter_context(limits.one_idea(author, "1", lambda _: True, nameless=True))
        raise ValueError("no")
    send(limits, author, "1")


def test_a_flood_without_slips_does_not_stop_those_with_one() -> None:
    clock = Clock()
    limits = Limits(clock)

    def nameless(number: int) -> None:
        for n in range(number):
            send(limits, Author(), str(n), nameless=True)

    nameless(200)
    with refused("wait") as told:
        nameless(1)
    assert told.wait == pytest.approx(1 / 20)
    send(limits, limits.author("s"), "mine")
    clock.now += 1
    nameless(20)
    with refused("wait"):
        nameless(1)


def test_one_idea_in_twenty_seconds_over_a_real_line(document: Document, phone: Phone) -> None:
    (slip,) = document.apply(slips.issue(1))
    assert phone.send_idea("Lys", slip=slip.secret).status == 200
    answer = phone.send_idea("Bænke", slip=slip.secret)
    assert (answer.status, answer.problem) == (429, "wait")
    assert 15 <= answer.json["wait"] <= 21
    assert [idea.state for idea in document.state.ideas.values()] == [IdeaState.WAITING]


def test_nothing_of_an_address_or_a_browser_is_in_the_file(voting: Hall, at_vote: Phone) -> None:
    for n, printed in enumerate(voting.printed):
        at_vote.post(
            "/ballot",
            {"round": voting.round, "key": new_key(), "dots": {"1": 1}, "slip": printed.secret},
            User_Agent=f"Hemmelig/{n}", X_Forwarded_For="203.0.113.77",
        )  # fmt: skip
    content = voting.document.path.read_bytes()
    for trace in (b"Hemmelig", b"203.0.113.77", b"127.0.0.1"):
        assert trace not in content
    voting.document.apply(rounds.close(voting.round))
    voting.document.apply(rounds.seal(voting.round))
    assert not any(p.secret.encode() in voting.document.path.read_bytes() for p in voting.printed)


def test_the_holder_is_asked_for_what_stands_on_the_slip_and_not_for_its_key(
    voting: Hall, at_vote: Phone
) -> None:
    at_vote.vote(voting.round, {1: 1}, slip=voting.printed[0].secret)
    for guess in (voting.slips[0], voting.slips[0][:12].upper()):
        assert at_vote.post("/ballot", {"slip": guess}).status in (400, 403)
    assert not hasattr(ballots.handed_in, "__wrapped__")
    assert ideas.key_of("x") != "x"
