"""The panel for phones and everything in the window that speaks of them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, Rung, numbered
from moedeapp.ui.main_window import MainWindow
from moedeapp.ui.phases.voting import Voting
from moedeapp.ui.phones import State, Trial
from moedeapp.ui.phones_panel import warnings
from tests.ui.conftest import open_vote
from tests.ui.halls import CABLE, LOOP, MOVED, VPN, WIFI, Hall
from tests.ui.test_window import clipped, nameless, settle


@pytest.fixture
def hall(monkeypatch) -> Hall:
    made = Hall()
    monkeypatch.setattr("moedeapp.ui.phones.look_around", made.look)
    return made


@pytest.fixture
def window_at(document, show, hall, qapp) -> Callable[..., MainWindow]:
    def opened(phase: Phase = Phase.WELCOME) -> MainWindow:
        document.apply(evening.go_to(phase))
        window = show(document, serve=hall.serve)
        settle(qapp)
        return window

    return opened


@pytest.fixture
def window(window_at) -> MainWindow:
    return window_at()


@pytest.fixture
def hear(qapp, hall):
    def tell(**now):
        hall.line.tell(**now)
        settle(qapp)

    return tell


def test_the_welcome_opens_for_phones_and_shows_the_panel(window, hall, qapp):
    page = window.page
    assert page.open_phones.isVisible()
    assert not page.try_phones.isVisible()
    page.open_phones.click()
    settle(qapp)
    assert window.desk.phones.state is State.OPEN
    assert window.phones.isVisible()
    assert not page.open_phones.isVisible()
    assert "192.168.1.40:8080" in window.phones._state.text()


@pytest.mark.parametrize("phase", list(Phase))
def test_the_panel_opens_from_the_foot_beside_every_page(window_at, phase, qapp):
    window = window_at(phase)
    button = next(
        b for b in window.foot.findChildren(type(window.foot.undo)) if b.text() == "Telefoner"
    )
    button.click()
    settle(qapp)
    assert window.phones.isVisible()
    assert window.phones.let_in.hasFocus()
    button.click()
    settle(qapp)
    assert not window.phones.isVisible()


def test_the_panel_opens_by_key_in_place_of_another_and_escape_closes_it(window, qtbot, qapp):
    window._open_notes()
    QTest.keySequence(window, "Ctrl+T")
    settle(qapp)
    assert (window.phones.isVisible(), window.notes.isVisible()) == (True, False)
    QTest.keySequence(window, "Esc")
    settle(qapp)
    assert not window.phones.isVisible()


def test_open_and_close_by_the_keyboard_alone(window, hall, qapp):
    window.open_phones()
    QTest.keyClick(window.phones.let_in, Qt.Key.Key_Return)
    settle(qapp)
    assert hall.is_open
    assert window.phones.trial.again.hasFocus()
    QTest.keyClick(window.phones.keep_out, Qt.Key.Key_Space)
    settle(qapp)
    assert not hall.is_open
    assert window.phones.let_in.hasFocus()


def test_closing_asks_first_while_somebody_follows(window, hall, hear, qapp):
    window.open_phones()
    window.phones.let_in.click()
    hear(phones=12)
    window.phones.keep_out.click()
    assert hall.is_open
    assert window.notices.sentence == (
        "12 telefoner følger med og mister mødet. Det, der er afleveret, er gemt."
    )
    window.notices._yes.click()
    assert not hall.is_open


def test_the_foot_tells_how_many_at_a_glance(window, hear):
    assert "telefon" not in window.foot.words.text()
    window.desk.phones.open()
    hear(phones=12)
    assert "Gemt   ·   12 telefoner   ·   " in window.foot.words.text()
    hear(phones=12, wrong_codes=3, full=True)
    assert "12 telefoner   ·   ikke plads til flere   ·   3 forkerte koder" in (
        window.foot.words.text()
    )


def test_the_page_of_the_vote_tells_of_wrong_codes(document, show, hall, hear, qapp):
    open_vote(document, "Havneliv", "Adgang")
    window = show(document, serve=hall.serve)
    (panel,) = window.findChildren(Voting)
    label = panel._of_phones
    assert not label.isVisible()
    window.desk.phones.open()
    hear(phones=9)
    assert (label.text(), label.property("look")) == ("9 telefoner", "quiet")
    hear(phones=9, wrong_codes=4)
    assert (label.text(), label.property("look")) == ("9 telefoner · 4 forkerte koder", "warn")
    hall.networks = [LOOP]
    window.desk.phones.look_at_networks()
    assert label.text() == "Intet net til telefoner"


def test_the_storskærm_follows(window, hall, qapp):
    showing = window.desk.showing
    window.desk.phones.open()
    assert showing.join.url == "http://192.168.1.40:8080/"
    assert window.page.joining._address.text() == "192.168.1.40:8080"
    hall.networks = [MOVED]
    window.desk.phones.look_at_networks()
    assert window.page.joining._address.text() == "192.168.1.77:8080"
    assert "Adressen er ny" in window.notices.sentence
    window.desk.phones.close()
    assert showing.join is None


def test_the_check_of_the_evening_follows_the_trial(window, hear):
    tab = window.page.tabs.button(2)
    before = tab.text()
    window.desk.phones.open()
    assert tab.text() != before
    hear(phones=1, elsewhere=1, answered=1)
    assert tab.text() == before
    assert not window.page.try_phones.isVisible()


# --- trying


def test_the_trial_goes_through_the_advice_down_to_paper(window, hall, qapp, document):
    hall.networks = [WIFI, VPN]
    window.open_phones()
    trial, phones = window.phones.trial, window.desk.phones
    trial.again.click()
    assert phones.trial is Trial.WAITING
    assert "ikke med denne computer" in trial._verdict.text()
    trial.not_yet.click()
    seen = []
    for _ in range(6):
        seen.append(trial.advice.key)
        assert trial.no_help.isVisible()
        trial.no_help.click()
    assert seen == ["same", "vpn", "firewall", "login", "router", "hotspot"]
    assert trial.advice.key == "paper"
    assert trial.paper.hasFocus()
    assert not trial.no_help.isVisible()
    trial.paper.click()
    assert phones.state is State.CLOSED
    (connection,) = numbered(document.state.connections)
    assert connection.rung is Rung.PAPER


def test_each_piece_of_advice_is_read_aloud_once(window, hall, monkeypatch):
    hall.networks = [WIFI]
    said = []
    monkeypatch.setattr("moedeapp.ui.phones_panel.announce", lambda _on, words: said.append(words))
    window.open_phones()
    trial, phones = window.phones.trial, window.desk.phones
    trial.again.click()
    phones.ask_for_advice()
    trial.refresh()
    trial.no_help.click()
    assert [words.partition("?")[0] for words in said] == [
        "Er telefonen på samme Wi-Fi som computeren",
        "Har computeren spurgt, om MødeApp må bruge nettet",
    ]


def test_advice_that_was_followed_in_vain_gives_the_next(window, hall):
    hall.networks = [WIFI]
    window.open_phones()
    trial, phones = window.phones.trial, window.desk.phones
    trial.again.click()
    phones.ask_for_advice()
    assert trial.advice.key == "same"
    trial.again.click()
    assert trial.advice is None
    phones.ask_for_advice()
    assert trial.advice.key == "firewall"


def test_a_phone_that_answers_ends_the_trial_and_the_next_begins_anew(window, hear):
    window.open_phones()
    trial, phones = window.phones.trial, window.desk.phones
    trial.again.click()
    phones.ask_for_advice()
    trial.no_help.click()
    hear(phones=1, elsewhere=1, answered=1)
    assert trial.advice is None
    assert trial._verdict.text() == (
        "✓  En telefon har svaret: på salens netværk, hver med sin telefon (trin A)."
    )
    assert not trial.again.isVisible()


# --- choices


def test_the_networks_stand_by_rank_with_what_is_wrong_with_them(window):
    window.open_phones()
    box = window.phones.network
    assert [box.itemText(at) for at in range(box.count())] == [
        "Automatisk: Wi-Fi · 192.168.1.40",
        "Wi-Fi · 192.168.1.40",
        "eth0 · 10.1.2.3",
        "tun0 · 10.8.0.6 (inde i computeren eller VPN)",
        "lo · 127.0.0.1 (kun denne computer)",
    ]
    box.setCurrentIndex(2)
    window.phones.let_in.click()
    assert window.desk.phones.here == CABLE


def test_the_choices_reach_the_phones(window, hall):
    window.open_phones()
    panel, chosen = window.phones, lambda: window.desk.phones.chosen
    panel.let_in.click()
    panel.plainer.setChecked(True)
    panel.ideas.setChecked(False)
    assert hall.line.allowed == [(True, True), (False, True)]
    panel.rung.setCurrentIndex(1)
    assert chosen().rung == Rung.ROUTER
    panel.wifi.setText("Havnemøde")
    panel.wifi.settle()
    assert window.desk.showing.join.network == "Havnemøde"


def test_the_address_on_the_slips_is_a_fact_that_is_compared(window, document, qapp):
    window.open_phones()
    panel = window.phones
    panel.printed.setText("192.168.8.2:8080")
    panel.printed.settle()
    assert document.state.facts.slip_address == "192.168.8.2:8080"
    panel.let_in.click()
    assert panel._printed_words.property("look") == "warn"
    assert "192.168.1.40:8080" in panel._printed_words.text()
    panel.printed.setText("havnen.dk")
    panel.printed.settle()
    assert "er ikke en adresse" in window.notices.sentence
    assert document.state.facts.slip_address == "192.168.8.2:8080"
    panel.printed.setText("192.168.1.40:8080")
    panel.printed.settle()
    settle(qapp)
    assert panel._printed_words.property("look") == "good"


def test_only_this_computer_and_a_full_hotspot_are_warned_of(window, hall, hear, qapp):
    window.open_phones()
    window.desk.phones.choose_network("lo")
    window.desk.phones.open()
    assert "Kun denne computer kan se siden" in window.phones._warnings.text()
    hotspot = replace(WIFI, address="192.168.137.1")
    hall.networks = [hotspot]
    window.desk.phones.choose_network("")
    hear(phones=6)
    assert not window.phones._warnings.isVisible()
    hear(phones=7)
    assert "cirka 8 telefoner" in window.phones._warnings.text()


def test_a_vpn_that_takes_the_way_out_is_warned_of(window, hall):
    hall.networks = [WIFI, replace(VPN, title="NordVPN")]
    window.open_phones()
    window.desk.phones.open()
    assert not window.phones._warnings.isVisible()
    hall.networks = [replace(WIFI, way_out=False), replace(VPN, title="NordVPN", way_out=True)]
    window.desk.phones.look_at_networks()
    assert window.phones._warnings.text().startswith("NordVPN er en VPN")


def test_an_interface_with_several_addresses_stands_there_once(window, hall):
    hall.networks = [WIFI, replace(WIFI, address="169.254.3.3")]
    window.open_phones()
    box = window.phones.network
    assert [box.itemText(at) for at in range(1, box.count())] == ["Wi-Fi · 192.168.1.40"]


def test_a_meeting_open_for_reading_offers_nothing(window, show, document, hall, qapp):
    path = document.path
    window.close()
    with Document.open(path, readonly=True) as held:
        reading = show(held, serve=hall.serve)
        assert not reading.page.open_phones.isVisible()
        reading.open_phones()
        settle(qapp)
        assert not reading.phones.let_in.isEnabled()
        assert not reading.phones.trial.isVisible()


@pytest.mark.parametrize("size", [(940, 500), (1280, 800)])
def test_nothing_is_cut_and_everything_has_a_name(window, hear, size, qapp):
    window.resize(*size)
    window.open_phones()
    window.phones.let_in.click()
    window.desk.phones.try_connection()
    window.desk.phones.ask_for_advice()
    hear(phones=300, full=True, wrong_codes=2)
    window.desk.phones.warned.emit("")
    settle(qapp)
    assert clipped(window.phones) == []
    assert nameless(window.phones) == []
    assert window.width() == size[0]


def test_the_server_is_gone_when_the_window_is(window, hall):
    window.desk.phones.open()
    window.close()
    assert not hall.is_open


def test_a_phone_that_has_seen_another_journal_is_told_of(window, hear):
    window.open_phones()
    window.desk.phones.open()
    hear(phones=12)
    assert "ændringslog" not in window.foot.words.text()
    hear(phones=12, doubts=1)
    assert "12 telefoner   ·   en anden ændringslog er set" in window.foot.words.text()
    assert any(
        "Er det en ældre kopi, der er åben?" in said for said in warnings(window.desk.phones)
    )
