"""A hall with phones: a meeting, its server on a free port of this machine, and who calls it."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.meeting import MeetingType, Phase
from moedeapp.web.server import Server, Status
from tests.model.halls import Hall, hall
from tests.web.browsing import Screen, browser, chromium
from tests.web.callers import Phone

HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def _nothing_is_left(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No thread of ours goes on, and no phone was left without a proper answer."""
    caplog.set_level(logging.WARNING)
    yield
    assert [t.name for t in threading.enumerate() if t.name.startswith("phones")] == []
    told = [record.getMessage() for record in caplog.records if "phone" in record.getMessage()]
    assert told == []


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    """A meeting with frames, at the ideas."""
    with Document.create(tmp_path / "møde.moede", words="Hvad skal pladsen bruges til?") as made:
        made.apply(
            evening.describe(
                title="Torvet", type=MeetingType.DIALOGUE, influence="Alt på torvet",
                fixed="Lindetræet bliver", decides="Byrådet", answer_by="2027-03-01",
            )
        )  # fmt: skip
        made.apply(evening.set_tables(4))
        made.apply(evening.go_to(Phase.IDEAS))
        yield made


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Opens a meeting for phones on a free port; closed when the test is over."""
    opened: list[Server] = []

    def begin(document: Document, **options: Any) -> Server:
        server = Server(document, HERE, options.pop("port", 0), **options)
        opened.append(server)
        server.start()
        return server

    yield begin
    for server in opened:
        server.stop()


@pytest.fixture
def served(document: Document, serve: Callable[..., Server]) -> Status:
    """The meeting, open for phones."""
    return serve(document).status


@pytest.fixture
def call() -> Iterator[Callable[[int], Phone]]:
    """Phones that call a port; they hang up when the test is over."""
    made: list[Phone] = []

    def dial(port: int) -> Phone:
        made.append(Phone(port))
        return made[-1]

    yield dial
    for phone in made:
        phone.close()


@pytest.fixture
def phone(served: Status, call: Callable[[int], Phone]) -> Phone:
    """A phone at the meeting."""
    return call(served.port)


@pytest.fixture
def voting(tmp_path: Path) -> Iterator[Hall]:
    """Twenty people at four tables with an open vote on six proposals, five dots each."""
    made = hall(tmp_path / "hal.moede", 20)
    with made.document:
        yield made


@pytest.fixture
def at_vote(voting: Hall, serve: Callable[..., Server], call: Callable[[int], Phone]) -> Phone:
    """A phone where the vote is open."""
    return call(serve(voting.document).status.port)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Debian's Chromium, started once for a file of tests."""
    if chromium() is None:
        pytest.skip("needs chromium")
    with browser() as started:
        yield started


@pytest.fixture
def screen(chrome: Browser) -> Iterator[Callable[..., Screen]]:
    """Real phones at an address; each is closed, and asked what went wrong, in the end."""
    made: list[Screen] = []

    def turn_on(status: Status, fragment: str | None = "", **options: Any) -> Screen:
        made.append(Screen(chrome, status.url, **options))
        return made[-1] if fragment is None else made[-1].go(fragment)

    yield turn_on
    for one in made:
        one.close()
