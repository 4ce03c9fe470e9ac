"""A phone on another machine, as far as the network can tell: an address and a wire of its own.

Two network namespaces with a pair of wires between them, and nothing else on either.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from moedeapp.app import phone_server
from moedeapp.model.commands import ballots, evening, rounds, slips, themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, Rung, numbered
from moedeapp.ui import theme
from moedeapp.ui.main_window import MainWindow
from moedeapp.ui.networks import Standing
from moedeapp.ui.phones import State, Trial
from moedeapp.ui.settings import Settings
from tests.web.browsing import PATIENCE, Screen, browser, chromium
from tests.web.machines import LAPTOP, OURS, PHONE, THEIRS, at, ip, machines, needs_root
from tests.web.walk import TITLES, meeting

MOVED = "10.77.0.9"

pytestmark = [*needs_root, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def wire() -> Iterator[Callable[[bool], None]]:
    """Two machines with a wire between them, which the function cuts or mends."""
    with machines():
        ip("-n", LAPTOP, "link", "add", "wlan0", "type", "veth", "peer", "wlan0", "netns", PHONE)
        for name, address in ((LAPTOP, OURS), (PHONE, THEIRS)):
            ip("-n", name, "address", "add", f"{address}/24", "dev", "wlan0")
            for device in ("lo", "wlan0"):
                ip("-n", name, "link", "set", device, "up")
        yield lambda whole: ip("-n", PHONE, "link", "set", "wlan0", "up" if whole else "down")


@pytest.fixture
def phone(wire: Callable[[bool], None], tmp_path: Path) -> Iterator[Screen]:
    """A browser on the other machine."""
    if chromium() is None:
        pytest.skip("needs chromium")
    started = tmp_path / "chromium"
    started.write_text(f'#!/bin/sh\nexec ip netns exec {PHONE} {chromium()} "$@"\n')
    started.chmod(0o755)
    with browser(executable=str(started)) as opened:
        screen = Screen(opened, f"http://{OURS}:8080/")
        yield screen
        screen.close()


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with meeting(tmp_path / "Havn.moede") as made:
        yield made


@pytest.fixture
def window(
    qapp: QApplication, qtbot: QtBot, document: Document, tmp_path: Path,
    wire: Callable[[bool], None],
) -> Iterator[MainWindow]:  # fmt: skip
    """The window on the laptop."""
    theme.wear(qapp)
    settings = Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    with at(LAPTOP):
        made = MainWindow(document, settings, serve=phone_server)
        made.show()
        yield made
        made.close()
        made.deleteLater()


def test_a_second_device_proves_the_way_votes_and_when_the_wire_is_cut_paper_goes_on(
    window: MainWindow,
    document: Document,
    phone: Screen,
    wire: Callable[[bool], None],
    qtbot: QtBot,
) -> None:
    phones = window.desk.phones
    printed = document.apply(slips.issue(2, table=1))
    vote = asked(document)
    phones.try_connection()
    assert (phones.address, phones.here.standing) == (f"{OURS}:8080", Standing.REAL)
    call_from_here(qtbot, window)
    assert phones.trial is Trial.WAITING
    assert document.state.connections == {}

    phone.go(printed[0].secret)
    qtbot.waitUntil(lambda: phones.trial is Trial.GOOD, timeout=PATIENCE)
    assert window.notices.sentence.startswith("En telefon har svaret: på salens netværk")

    phone.page.wait_for_selector("#more-1")
    phone.put(1, 2)
    phone.hand_in()
    phone.handed_in()
    codes = phone.codes()
    assert document.state.rounds[vote].cast == 1

    ip("-n", LAPTOP, "address", "del", f"{OURS}/24", "dev", "wlan0")
    ip("-n", LAPTOP, "address", "add", f"{MOVED}/24", "dev", "wlan0")
    qtbot.waitUntil(lambda: phones.address == f"{MOVED}:8080", timeout=PATIENCE)
    assert window.notices.sentence.startswith(f"Adressen er ny: {MOVED}:8080.")
    assert window.desk.showing.join.url == f"http://{MOVED}:8080/"
    phone.move(f"http://{MOVED}:8080/", printed[0].secret)
    phone.page.wait_for_selector("#receipt-codes:not(:empty)")
    assert phone.codes() == codes
    qtbot.waitUntil(lambda: phones.trial is Trial.GOOD, timeout=PATIENCE)

    wire(False)
    qtbot.waitUntil(lambda: phones.state is State.LOST, timeout=PATIENCE)
    assert "(trin D)" in window.notices.sentence
    assert window.desk.showing.join is None
    expect(phone.page.locator("#link")).not_to_be_empty(timeout=60_000)

    document.apply(rounds.close(vote))
    on_paper = [p.id for p in numbered(document.state.proposals) if p.number == 2]
    slip = slips.by_code(document.state, printed[1].code)
    document.apply(ballots.key(vote, ballots.Vote({on_paper[0]: 1}), slip=slip))
    document.apply(rounds.seal(vote))
    document.apply(evening.go_to(Phase.RESULT))
    found = {document.state.proposals[r.id].number: r.dots for r in document.state.results.values()}
    assert found == {1: 2, 2: 1, 3: 0, 4: 0}
    window.desk.showing.reveal(vote, len(TITLES))

    wire(True)
    qtbot.waitUntil(lambda: phones.state is State.OPEN, timeout=PATIENCE)
    assert phones.address == f"{MOVED}:8080"
    qtbot.waitUntil(lambda: phones.trial is Trial.GOOD, timeout=90_000)
    expect(phone.page.locator("#results .place").first).to_be_visible(timeout=60_000)
    told = phone.page.inner_text("#results .notice.good")
    assert all(code in told for code in codes)
    assert [c.rung for c in numbered(document.state.connections)] == [
        Rung.HALL, Rung.PAPER, Rung.HALL,
    ]  # fmt: skip
    assert document.check().problems == ()


def asked(document: Document) -> str:
    """An open vote on four themes; gives its key."""
    document.apply(evening.go_to(Phase.IDEAS))
    for title in TITLES:
        document.apply(themes.add(title))
    document.apply(evening.go_to(Phase.DOTS))
    vote = document.apply(rounds.prepare([*document.state.themes], dots=5))
    document.apply(rounds.hand_out(vote, 2))
    document.apply(rounds.open(vote, minutes=8))
    return vote


def call_from_here(qtbot: QtBot, window: MainWindow) -> None:
    """A browser on the laptop itself follows for a moment."""
    with socket.create_connection((OURS, 8080)) as line:
        line.sendall(f"GET /stream HTTP/1.1\r\nHost: {OURS}:8080\r\n\r\n".encode())
        assert line.recv(64).startswith(b"HTTP/1.1 200")
        qtbot.waitUntil(lambda: window.desk.phones.count == 1, timeout=PATIENCE)
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
