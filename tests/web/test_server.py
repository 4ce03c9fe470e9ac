"""On and off: one port, only when asked for, and gone within three seconds."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from moedeapp.model.commands import ballots, evening, ideas, rounds
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase
from moedeapp.web.server import NoPort, Server, Status
from tests.model.halls import Hall
from tests.web.callers import Phone, following, next_state

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_GOODBYE = 3.0  # seconds; a promise, not a measurement


def listening_ports() -> set[tuple[str, int]]:
    """S10: what this process listens on, by the system's own list."""
    own = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            own.add(os.readlink(descriptor))
    found = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for row in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            cells = row.split()
            if f"socket:[{cells[9]}]" in own and (cells[3] == "0A" or table.startswith("udp")):
                address, port = cells[1].split(":")
                found.add((address, int(port, 16)))
    return found


needs_proc = pytest.mark.skipif(
    not Path("/proc/net/tcp").exists(), reason="needs Linux's list of sockets"
)


@needs_proc
def test_one_port_is_open_on_the_chosen_interface_and_only_when_on(document: Document) -> None:
    before = listening_ports()
    server = Server(document, "127.0.0.1", 0)
    assert listening_ports() == before
    server.start()
    assert listening_ports() - before == {("0100007F", server.status.port)}
    server.stop()
    assert listening_ports() == before


def test_the_port_is_the_one_asked_for_else_the_next(
    document: Document,
    serve: Callable[..., Server],
    call: Callable[[int], Phone],
    tmp_path: Path,
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    first = serve(document, port=port)
    assert first.status.port == port
    with Document.create(tmp_path / "andet.moede", words="Hvad?") as another:
        second = serve(another, port=port)
        assert port < second.status.port < port + 20
        assert call(second.status.port).state()["meeting"] == another.state.facts.id
        second.stop()


def test_the_same_port_is_free_again_at_once(
    document: Document, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    server = serve(document)
    call(server.status.port).state()
    port = server.status.port
    server.stop()
    again = serve(document, port=port)
    assert again.status.port == port


def test_an_address_that_is_not_ours_is_refused(document: Document) -> None:
    with pytest.raises(NoPort):
        Server(document, "203.0.113.9").start()


def test_an_address_tells_what_people_type() -> None:
    assert Status("192.168.8.2", 8080).url == "http://192.168.8.2:8080/"
    assert Status("192.168.8.2", 80).url == "http://192.168.8.2/"


def test_starting_twice_and_stopping_twice_is_fine(document: Document) -> None:
    server = Server(document, "127.0.0.1", 0)
    assert server.start() == server.start()
    server.stop()
    server.stop()
    assert not server.running


def goodbye(document: Document, port: int, followers: int, server: Server) -> float:
    with ExitStack() as stack:
        for _ in range(followers):
            next_state(stack.enter_context(following(port)))
        silent = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(50)
        ]
        assert silent
        # These ask for a stream and never read.
        for line in silent[:25]:
            line.sendall(b"GET /stream HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port)
        begun = time.monotonic()
        server.stop()
        return time.monotonic() - begun


def test_it_ends_in_time_whatever_phones_do(
    document: Document, serve: Callable[..., Server]
) -> None:
    server = serve(document)
    assert goodbye(document, server.status.port, 150, server) < LONGEST_GOODBYE
    assert not server.running


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_it_ends_in_time_with_a_thousand_followers(
    document: Document, serve: Callable[..., Server]
) -> None:
    server = serve(document)
    assert goodbye(document, server.status.port, 1_000, server) < LONGEST_GOODBYE


def test_whoever_follows_is_told_that_it_ends(
    document: Document, serve: Callable[..., Server]
) -> None:
    server = serve(document)
    with following(server.status.port) as events:
        next_state(events)
        server.stop()
        assert [name for name, _ in events] == ["bye"]


def test_a_meeting_that_is_changed_while_phones_leave_is_not_harmed(
    document: Document, serve: Callable[..., Server]
) -> None:
    server = serve(document)
    done = threading.Event()

    def change() -> None:
        while not done.is_set():
            document.apply(evening.start_silence())
            document.apply(evening.end_silence())

    worker = threading.Thread(target=change)
    worker.start()
    server.stop()
    done.set()
    worker.join()
    assert document.check().problems == ()


def test_phones_are_counted_and_those_of_this_computer_are_no_proof(
    document: Document, serve: Callable[..., Server]
) -> None:
    told: list[Status] = []
    server = serve(document, on_change=told.append)
    with ExitStack() as stack:
        for _ in range(3):
            next_state(stack.enter_context(following(server.status.port)))
        while server.status.phones < 3:
            time.sleep(0.01)
        assert (server.status.elsewhere, server.status.answered) == (0, 0)
    while server.status.phones:
        time.sleep(0.01)
    assert told[-1].phones == 0


OTHER = "127.0.0.9"
"""An address that is not the server's: another machine, as far as the server can tell."""


def test_a_phone_elsewhere_answers_by_following_or_by_asking_for_the_state(
    document: Document, serve: Callable[..., Server]
) -> None:
    server = serve(document)
    with following(server.status.port, OTHER) as events:
        next_state(events)
        while server.status.elsewhere < 1:
            time.sleep(0.01)
        assert server.status.answered == 1
    polling = Phone(server.status.port, source=OTHER)
    polling.get("/")
    polling.state()
    polling.close()
    while server.status.answered < 2:
        time.sleep(0.01)
    while server.status.elsewhere:
        time.sleep(0.01)
    assert server.status.answered == 2  # loading the page alone is no answer


def test_another_address_of_this_computer_is_no_phone(
    document: Document, serve: Callable[..., Server]
) -> None:
    own: set[str] = {OTHER}
    server = serve(document, own=lambda: own)
    with following(server.status.port, OTHER) as events:
        next_state(events)
        while server.status.phones < 1:
            time.sleep(0.01)
        own.clear()
        with following(server.status.port, OTHER) as later:
            next_state(later)
            while server.status.phones < 2:
                time.sleep(0.01)
            assert (server.status.elsewhere, server.status.answered) == (1, 1)
    while server.status.phones:
        time.sleep(0.01)
    assert server.status.elsewhere == 0


def test_wrong_codes_are_counted_for_the_facilitator(
    voting: Hall, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    server = serve(voting.document)
    call(server.status.port).post("/ballot", {"code": "2222-222P"})
    call(server.status.port).post("/ballot", {"slip": "0" * 12})
    while server.status.wrong_codes < 2:
        time.sleep(0.01)


def test_a_result_is_shown_when_the_hall_sees_it(
    voting: Hall, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    shown: set[str] = set()
    server = serve(voting.document, hall=shown.__contains__)
    phone = call(server.status.port)
    for slip in voting.slips:
        voting.document.apply(
            ballots.cast(voting.round, ballots.Vote({voting.proposals[0]: 1}), slip=slip)
        )
    voting.document.apply(rounds.close(voting.round))
    voting.document.apply(rounds.seal(voting.round))
    with following(server.status.port) as events:
        (vote,) = next_state(events)["rounds"]
        assert "result" not in vote
        assert phone.get("/stubs").json == {"rounds": {}}
        shown.add(voting.round)
        server.look_again()
        (vote,) = next_state(events)["rounds"]
        assert vote["result"]["places"][0]["dots"] == 20
        assert len(phone.get("/stubs").json["rounds"][voting.round]) == 20
        shown.clear()
        server.look_again()
        (vote,) = next_state(events)["rounds"]
        assert "result" not in vote


def test_the_server_is_not_imported_before_it_is_needed() -> None:
    program = (
        "import sys; import moedeapp.cli, moedeapp.app;"
        "print([m for m in ('starlette', 'uvicorn', 'moedeapp.web.server') if m in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


def test_the_meeting_goes_on_for_phones_after_a_restart(
    document: Document, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    key = document.apply(ideas.add("Bænke"))
    server = serve(document)
    port = server.status.port
    call(port).state()
    server.stop()
    document.apply(evening.go_to(Phase.THEMES))
    serve(document, port=port)
    state = call(port).state()
    assert state["phase"] == "themes"
    assert state["board"] == [document.state.ideas[key].number]


def test_fifty_phones_come_back_at_once_and_can_vote_meanwhile(
    voting: Hall, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    server = serve(voting.document)
    port = server.status.port
    with ExitStack() as before:
        phones = [before.enter_context(following(port)) for _ in range(50)]
        for events in phones:
            next_state(events)
        server.stop()
        for events in phones:
            assert [what for what, _ in events][-1] == "bye"
    again = serve(voting.document, port=port)
    with ExitStack() as after:
        phones = [after.enter_context(following(port)) for _ in range(50)]
        for number, printed in enumerate(voting.printed):
            told = call(port).vote(voting.round, {1 + number % 6: 1}, slip=printed.secret)
            assert told.json["accepted"]
        for events in phones:
            while next_state(events)["rounds"][0]["cast"] < len(voting.printed):
                pass
        assert again.status.port == port
    assert voting.document.state.rounds[voting.round].cast == len(voting.printed)
