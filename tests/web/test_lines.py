"""S1, L6: who says nothing, says it slowly or takes nothing in is sent away; voters are not."""

import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase
from moedeapp.web import lines
from moedeapp.web.lines import BODY_SECONDS, HEAD_SECONDS, STUCK_SECONDS, Door, room_for
from moedeapp.web.server import Server, Status, _listening
from moedeapp.web.site import SWEEP_SECONDS
from tests.model.halls import Hall
from tests.web.callers import Phone, following, next_state, raw, status_of

KINDS = ("silent", "slow head", "slow body")


def open_lines(stack: ExitStack, port: int, number: int, kind: str) -> list[socket.socket]:
    host = b"Host: 127.0.0.1:%d\r\n" % port
    begun = {
        "silent": b"",
        "slow head": b"GET /stream HTTP/1.1\r\n" + host + b"X-A: ",
        "slow body": b"POST /ballot HTTP/1.1\r\n" + host + b"X-Moede: 1\r\n"
        b"Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n{",
    }  # fmt: skip
    made = []
    for _ in range(number):
        line = stack.enter_context(socket.create_connection(("127.0.0.1", port), 10))
        line.sendall(begun[kind])
        line.setblocking(False)
        made.append(line)
    return made


def still_open(made: list[socket.socket]) -> int:
    alive = 0
    for line in made:
        with suppress(BlockingIOError):
            try:
                alive += bool(line.recv(4_096)) and not line.send(b"a")
            except BlockingIOError:
                alive += 1
                with suppress(OSError):
                    line.send(b"a")
            except OSError:
                pass
    return alive


def besieged(voting: Hall, port: int, number: int, call: Callable[[int], Phone]) -> None:
    with ExitStack() as stack:
        made = [line for kind in KINDS for line in open_lines(stack, port, number, kind)]
        for printed in voting.printed:
            assert call(port).vote(voting.round, {1: 1}, slip=printed.secret).json["accepted"]
        begun = time.monotonic()
        while still_open(made) and time.monotonic() < begun + 40:
            time.sleep(0.5)
        assert still_open(made) == 0
    assert voting.document.state.rounds[voting.round].cast == len(voting.printed)


@pytest.mark.timeout(90)
def test_slow_and_silent_lines_are_closed_and_everybody_can_vote(
    voting: Hall, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    besieged(voting, serve(voting.document).status.port, 40, call)


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_thousand_slow_and_silent_lines_are_closed_and_everybody_can_vote(
    voting: Hall, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    besieged(voting, serve(voting.document).status.port, 334, call)


def test_patience_ends_within_ten_seconds() -> None:
    assert max(HEAD_SECONDS, BODY_SECONDS, STUCK_SECONDS) + SWEEP_SECONDS < 10


def test_a_browser_that_tries_tls_is_told_at_once(served: Status) -> None:
    with socket.create_connection(("127.0.0.1", served.port), 5) as line:
        line.sendall(bytes.fromhex("16030100c8010000c40303") + b"\x00" * 40)
        with suppress(ConnectionResetError):
            assert line.recv(10) == b""


def test_small_answers_are_sent_at_once() -> None:
    """asyncio does so only for sockets that say they are TCP; else each answer waits 40 ms."""
    with _listening("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


# --- the cap


def test_whoever_waits_longest_makes_room_and_voters_get_through(
    voting: Hall, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    told = []
    server = serve(voting.document, most=40, on_change=told.append)
    with ExitStack() as stack:
        open_lines(stack, server.status.port, 120, "silent")
        for printed in voting.printed:
            vote = call(server.status.port).vote(voting.round, {1: 1}, slip=printed.secret)
            assert vote.json["accepted"]
            assert len(server._site.door.lines) <= 40
        while not server.status.full:
            time.sleep(0.05)
    assert told[-1].full


def test_no_more_follow_than_there_is_room_for_and_those_who_do_can_vote(
    voting: Hall, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    server = serve(voting.document, most=20)
    port, room = server.status.port, server.status.most
    assert room < 20
    with ExitStack() as stack:
        streams = [stack.enter_context(following(port)) for _ in range(room)]
        for events in streams:
            next_state(events)
        answer = call(port).get("/stream")
        assert (answer.status, answer.problem) == (503, "full")
        assert call(port).get("/state").status == 200
        for printed in voting.printed:
            vote = call(port).vote(voting.round, {1: 1}, slip=printed.secret)
            assert vote.json["accepted"]
    assert voting.document.state.rounds[voting.round].cast == len(voting.printed)


@pytest.fixture
def few_descriptors() -> Iterator[int]:
    """As on a Mac, where a program may have 256 files open, and may ask for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    yield hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_system_is_asked_for_more_descriptors(few_descriptors: int) -> None:
    assert room_for(1_000) == 1_000
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= 1_000


def test_where_there_are_no_more_the_cap_is_what_there_is(
    few_descriptors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object) -> None:
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert room_for(1_000) == 256 - lines.OWN_DESCRIPTORS
    monkeypatch.undo()


def test_streams_leave_room_for_short_requests() -> None:
    for most in (8, 40, 160, 4_096):
        door = Door(most, clock=lambda: 0.0)
        assert 1 <= door.most_streams <= most - 4


# --- who takes nothing in


@contextmanager
def small_phone(port: int) -> Iterator[socket.socket]:
    """A line that has room for little that was not read yet."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
        line.connect(("127.0.0.1", port))
        yield line


def asked(port: int) -> bytes:
    return b"GET /moede.js HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port


def test_a_phone_that_takes_nothing_in_holds_up_nobody_and_is_let_go(
    document: Document, serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "STUCK_SECONDS", 0.5)
    monkeypatch.setattr(lines, "HEAD_SECONDS", 600.0)  # nothing else may end it
    server = serve(document)
    door = server._site.door
    with small_phone(server.status.port) as stuck, following(server.status.port) as events:
        while not door.stuck:
            stuck.sendall(asked(server.status.port))
            time.sleep(0.02)
        next_state(events)
        document.apply(evening.go_to(Phase.THEMES))
        assert next_state(events)["phase"] == "themes"
        while len(door.lines) > 1:
            time.sleep(0.05)
        assert not door.stuck


def test_whoever_asks_again_before_the_answer_gets_no_other(served: Status) -> None:
    with socket.create_connection(("127.0.0.1", served.port), 5) as line:
        line.sendall(asked(served.port) * 100)
        got = b""
        with suppress(ConnectionResetError):
            while part := line.recv(65_536):
                got += part
    assert got.count(b"HTTP/1.1 200") == 1


def test_a_slow_phone_gets_the_whole_page_although_its_line_was_ended(served: Status) -> None:
    with small_phone(served.port) as line:
        line.sendall(asked(served.port))
        time.sleep(HEAD_SECONDS + 2 * SWEEP_SECONDS)
        got = b""
        while part := line.recv(4_096):
            got += part
    head, _, body = got.partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head


def test_a_slow_phone_skips_versions_and_gets_the_newest(
    document: Document, served: Status
) -> None:
    with following(served.port) as events:
        next_state(events)
        for _ in range(100):
            document.apply(evening.start_silence())
            document.apply(evening.end_silence())
        document.apply(evening.go_to(Phase.THEMES))
        seen = 1
        while next_state(events)["phase"] != Phase.THEMES:
            seen += 1
    assert seen < 200


def test_whoever_is_gone_is_forgotten(document: Document, serve: Callable[..., Server]) -> None:
    server = serve(document)
    with following(server.status.port) as events:
        next_state(events)
        while server.status.phones != 1:
            time.sleep(0.01)
    while server.status.phones or server._site.door.lines:
        time.sleep(0.01)
    assert status_of(raw(server.status.port, b"")) == 0
