"""The window with the real server behind it, on this machine's own address."""

import http.client
import json
import socket
import time
from contextlib import closing

import pytest
from pytestqt.qtbot import QtBot

from moedeapp.app import Front, phone_server
from moedeapp.model.commands import ideas
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, Rung, numbered
from moedeapp.texts import use
from moedeapp.ui.main_window import MainWindow
from moedeapp.ui.networks import Network, Wire
from moedeapp.ui.phones import State, Trial
from moedeapp.ui.settings import LANGUAGE, PhoneSettings
from tests.ui.conftest import open_vote
from tests.web.callers import Phone, following, next_state

HERE = "127.0.0.1"
DEVICE = "0123456789abcdef" * 2
ELSEWHERE = "127.0.0.9"
LONGEST_GOODBYE = 3.0  # seconds; a promise, not a measurement

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, for dialogs


@pytest.fixture
def port() -> int:
    """A port that is free now, and a few after it as well."""
    with socket.socket() as asked:
        asked.bind((HERE, 0))
        return min(int(asked.getsockname()[1]), 60_000)


@pytest.fixture
def networks(monkeypatch) -> list[Network]:
    """What the computer says of its networks: a hall's Wi-Fi that only we can reach."""
    found = [Network("wlan0", HERE, Wire.WIRELESS, way_out=True)]
    monkeypatch.setattr("moedeapp.ui.phones.look_around", lambda: list(found))
    return found


@pytest.fixture
def window(document, show, settings, networks, port) -> MainWindow:
    settings.keep_phones(str(document.path.absolute()), PhoneSettings(interface="wlan0", port=port))
    return show(document, serve=phone_server)


def served(window: MainWindow) -> int:
    """The port phones come in by."""
    status = window.desk.phones.status
    assert status is not None
    return status.port


def test_a_phone_follows_and_the_foot_counts_it(window, qtbot: QtBot):
    assert window.desk.phones.open()
    with following(served(window)) as events:
        assert next_state(events)["title"] == "Fremtidens Havn"
        qtbot.waitUntil(lambda: "1 telefon" in window.foot.words.text())
        assert window.desk.phones.trial is Trial.UNTRIED  # it is this computer
    qtbot.waitUntil(lambda: "0 telefoner" in window.foot.words.text())


def test_only_a_second_device_makes_the_connection_good(window, qtbot: QtBot, document):
    window.open_phones()
    window.phones.trial.again.click()
    assert window.desk.phones.trial is Trial.WAITING
    with following(served(window)) as own:
        next_state(own)
        qtbot.waitUntil(lambda: window.desk.phones.count == 1)
        assert window.desk.phones.trial is Trial.WAITING
        with following(served(window), ELSEWHERE) as events:
            next_state(events)
            qtbot.waitUntil(lambda: window.desk.phones.trial is Trial.GOOD)
    (connection,) = numbered(document.state.connections)
    assert connection.rung is Rung.HALL


def test_another_address_of_this_computer_is_no_second_device(window, networks, qtbot, document):
    networks.append(Network("eth0", ELSEWHERE, Wire.CABLE))
    window.desk.phones.try_connection()
    with following(served(window), ELSEWHERE) as events:
        next_state(events)
        qtbot.waitUntil(lambda: window.desk.phones.count == 1)
        assert window.desk.phones.trial is Trial.WAITING
    assert document.state.connections == {}


def test_what_phones_may_send_follows_the_tick(window, document, qtbot):
    window.go_to(Phase.IDEAS)
    window.desk.phones.open()
    with closing(Phone(served(window))) as phone:
        assert phone.send_idea("Flere bænke").status == 200
    window.open_phones()
    window.phones.ideas.click()
    with closing(Phone(served(window))) as phone:
        assert phone.send_idea("Endnu flere bænke").problem == "ideas_closed"
    assert len(document.state.ideas) == 1


def test_a_taken_port_gives_the_next_and_a_taken_address_a_sentence(window, networks, port, qtbot):
    with socket.create_server((HERE, port)):
        assert window.desk.phones.open()
        assert served(window) != port
        window.desk.phones.close()
    networks[0] = Network("wlan0", "192.0.2.77", Wire.WIRELESS)  # nobody's here
    assert not window.desk.phones.open()
    assert "Der kunne ikke åbnes for telefoner på 192.0.2.77." in window.notices.sentence


def test_wrong_codes_reach_the_page_of_the_vote(window, document, qtbot):
    open_vote(document, "Havneliv", "Adgang")
    window.desk.phones.open()
    phone = Phone(served(window))
    for code in ("2222-222P", "3333-3337"):
        phone.post("/ballot", {"code": code})
    phone.close()
    qtbot.waitUntil(lambda: "2 forkerte koder" in window.foot.words.text())


def test_the_window_is_gone_in_three_seconds_whatever_phones_do(window, document):
    window.desk.phones.open()
    port = served(window)
    held = [socket.create_connection((HERE, port)) for _ in range(20)]
    for line in held[:10]:
        line.sendall(b"GET /stream HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port)
    for line in held[10:15]:
        line.sendall(b"POST /ideas HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Le" % port)
    began = time.monotonic()
    window.close()
    took = time.monotonic() - began
    for line in held:
        line.close()
    assert took < LONGEST_GOODBYE
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HERE, port))


def test_phones_come_back_at_the_same_address_when_the_language_changes(
    front: Front, settings, document, networks, port, qtbot
):
    document.close()
    settings.keep_phones(str(document.path.absolute()), PhoneSettings(interface="wlan0", port=port))
    front.open(document.path)
    assert front.window.desk.phones.open()
    known = served(front.window)
    before = front.window
    front.show_preferences()
    settings.put(LANGUAGE, "en")
    try:
        front._reopen()
        assert front.window is not before
        assert front.window.desk.phones.state is State.OPEN
        assert served(front.window) == known
        assert front.window.desk.showing.join.address == f"{HERE}:{known}"
        assert "0 phones" in front.window.foot.words.text()
        with following(known) as events:
            assert next_state(events)["title"] == "Fremtidens Havn"
    finally:
        front.window.close()
        use("da")


def test_phones_that_were_kept_out_stay_out_when_the_language_changes(
    front: Front, document, networks
):
    document.close()
    front.open(document.path)
    front._reopen()
    assert front.window.desk.phones.state is State.CLOSED


def test_after_a_crash_phones_are_let_in_again_by_one_button(
    front: Front, settings, document, networks, port
):
    document.close()
    path = str(document.path.absolute())
    settings.keep_open(path)
    settings.keep_phones(path, PhoneSettings(open=True, interface="wlan0", port=port))
    front.go_on()
    notices = front.window.notices
    assert notices._yes.text() == "Åbn for telefoner igen"
    assert front.window.desk.phones.state is State.CLOSED  # nothing opens by itself
    notices._yes.click()
    assert served(front.window) == port


def test_an_idea_that_was_acknowledged_is_there_after_the_address_moved(
    window, document, networks, qtbot
):
    window.go_to(Phase.IDEAS)
    window.desk.phones.open()
    phone = Phone(served(window))
    key = "a" * 32
    assert phone.post("/ideas", {"key": key, "words": "Flere bænke"}).status == 200
    phone.close()
    networks[0] = Network("wlan0", ELSEWHERE, Wire.WIRELESS)
    window.desk.phones.look_at_networks()
    assert window.desk.phones.address == f"{ELSEWHERE}:{served(window)}"
    again = Phone(served(window), ELSEWHERE)
    assert again.post("/ideas", {"key": key, "words": "Flere bænke"}).status == 200
    again.close()
    assert [idea.words for idea in document.state.ideas.values()] == ["Flere bænke"]


def test_no_address_of_a_phone_is_in_the_file(window, document, qtbot):
    window.go_to(Phase.IDEAS)
    window.desk.phones.open()
    asked = http.client.HTTPConnection(
        HERE, served(window), timeout=20, source_address=("127.55.44.33", 0)
    )
    body = json.dumps({"key": "b" * 32, "words": "En badebro"})
    headers = {
        "Content-Type": "application/json", "X-Moede": "1", "User-Agent": "Besynderlig/9",
        "Origin": f"http://{HERE}:{served(window)}",
    }  # fmt: skip
    asked.request("POST", "/ideas", body, headers)
    assert asked.getresponse().status == 200
    asked.close()
    document.apply(ideas.add("Et sted i læ"))
    window.close()
    content = document.path.read_bytes()
    assert b"127.55.44.33" not in content
    assert b"Besynderlig" not in content
    with Document.open(document.path) as again:
        assert len(again.state.ideas) == 2


def test_a_phone_s_ballot_that_cannot_be_kept_is_told_here_until_it_can(window, document, qtbot):
    vote = open_vote(document, "Havneliv", "Adgang")
    window.desk.phones.open()
    aside = document.path.with_name("flyttet.moede")
    document.path.rename(aside)
    with closing(Phone(served(window))) as phone:
        refused = phone.vote(vote, {1: 1}, device=DEVICE)
        assert (refused.status, refused.problem) == (503, "paused")
    qtbot.waitUntil(lambda: window.foot.words.text().startswith("Ikke gemt"))
    assert "ligger ikke, hvor den lå" in window.notices.sentence
    aside.rename(document.path)
    with closing(Phone(served(window))) as phone:
        assert phone.vote(vote, {1: 1}, device=DEVICE).json["accepted"]
    qtbot.waitUntil(lambda: window.foot.words.text().startswith("Gemt"))
    assert "kan gemmes igen" in window.notices.sentence
    assert document.state.rounds[vote].cast == 1
