"""Phones let in and kept out, the network under them, and what is told of it."""

from collections.abc import Callable, Iterator

import pytest

from moedeapp.model.commands import evening, network, rounds
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, Rung, numbered
from moedeapp.ui.phones import Phones, State, Trial, told_of_phones
from moedeapp.ui.settings import PhoneSettings, Settings
from moedeapp.ui.showing import Join, Showing
from tests.ui.conftest import open_vote, seal
from tests.ui.halls import CABLE, LOOP, MOVED, VPN, WIFI, Hall


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def begin(document, settings, hall, qtbot) -> Iterator[Callable[[], Phones]]:
    """Phones of a window that was opened on the meeting; closed when the test is over."""
    made = []

    def phones() -> Phones:
        one = Phones(document, settings, Showing(), hall.serve, hall.look)
        one.said = []
        one.warned.connect(one.said.append)
        one.told.connect(one.said.append)
        made.append(one)
        return one

    yield phones
    for one in made:
        one.stop()


@pytest.fixture
def phones(begin) -> Phones:
    return begin()


@pytest.fixture
def hear(qapp, hall):
    """Let the server say something, and the window hear it."""

    def tell(**now):
        hall.line.tell(**now)
        qapp.processEvents()

    return tell


def rungs(document: Document) -> list[Rung]:
    return [connection.rung for connection in numbered(document.state.connections)]


# --- on and off


def test_nothing_is_open_before_somebody_asks(phones, hall):
    assert (phones.state, hall.lines, phones.address) == (State.CLOSED, [], "")
    assert told_of_phones(phones) == []


def test_phones_come_in_by_the_best_network_at_port_8080(phones, hall):
    assert phones.open()
    assert (phones.state, phones.here) == (State.OPEN, WIFI)
    assert phones._showing.join == Join("http://192.168.1.40:8080/", "192.168.1.40:8080")
    phones.close()
    assert (phones.state, hall.is_open, phones._showing.join) == (State.CLOSED, False, None)


def test_the_port_it_had_is_the_port_it_gets_again(begin, hall, settings, document):
    hall.taken = {8080, 8081}
    first = begin()
    first.open()
    assert first.address == "192.168.1.40:8082"
    first.stop()
    hall.taken = set()
    again = begin()
    again.open()
    assert again.address == "192.168.1.40:8082"
    another = str(document.path.with_name("andet.moede"))
    assert settings.phones(another) == PhoneSettings()


def test_the_printed_port_comes_before_the_one_it_had(begin, hall, document):
    document.apply(evening.describe(slip_address="192.168.1.40:8090"))
    first = begin()
    first._keep(port=8082)
    first.open()
    assert first.address == "192.168.1.40:8090"


def test_when_the_known_ports_are_all_taken_the_usual_one_is_tried(phones, hall):
    phones._keep(port=9000)
    hall.taken = set(range(9000, 9020))
    assert phones.open()
    assert phones.address == "192.168.1.40:8080"


def test_a_port_that_cannot_be_had_gives_a_sentence(phones, hall):
    hall.refuses = True
    assert not phones.open()
    assert (phones.state, phones._showing.join) == (State.CLOSED, None)
    assert phones.said == [
        "Der kunne ikke åbnes for telefoner på 192.168.1.40. Andre programmer optager alle "
        "pladser. Luk nogle af dem, og prøv igen, eller gå videre på papir."
    ]


def test_without_a_network_the_evening_goes_on_by_paper(phones, hall):
    hall.networks = [VPN, LOOP]
    assert not phones.open()
    assert phones.said[0].startswith("Computeren er ikke på noget net")
    assert not hall.lines


def test_a_meeting_open_for_reading_lets_nobody_in(document, settings, hall, qtbot):
    path = document.path
    document.close()
    with Document.open(path, readonly=True) as held:
        phones = Phones(held, settings, Showing(), hall.serve, hall.look)
        assert not phones.can_open
        assert not phones.open()
    assert not Phones(held, settings, Showing()).can_open


def test_what_phones_may_do_is_remembered_and_told_at_once(begin, hall, document):
    phones = begin()
    phones.allow(children=True)
    phones.open()
    assert (hall.line.wanted.ideas, hall.line.wanted.children) == (True, True)
    phones.allow(ideas=False)
    assert hall.line.allowed == [(False, True)]
    phones.stop()
    assert (begin().chosen.ideas, begin().chosen.children) == (False, True)


def test_the_name_of_the_wifi_stands_beside_the_address(phones):
    phones.open()
    phones.name_network(" Havnemøde ")
    assert phones._showing.join == Join(
        "http://192.168.1.40:8080/", "192.168.1.40:8080", "Havnemøde"
    )


def test_settings_know_whether_phones_were_let_in_when_the_program_went_away(begin, settings):
    phones = begin()
    phones.open()
    assert settings.phones(phones._path).open
    phones.stop()
    assert not settings.phones(phones._path).open


def test_settings_that_somebody_spoiled_are_the_usual_ones(settings: Settings):
    for spoiled in ("{", "[]", '{"a": 3}', '{"a": {"port": "x", "open": 1, "network": null}}'):
        settings.store.setValue("phones", spoiled)
        assert settings.phones("a") == PhoneSettings()


def test_only_the_latest_meetings_are_remembered(settings: Settings):
    for number in range(40):
        settings.keep_phones(str(number), PhoneSettings(port=number))
    assert settings.phones("9") == PhoneSettings()
    assert [settings.phones(str(n)).port for n in (10, 39)] == [10, 39]


# --- what is told


def test_the_foot_tells_phones_wrong_codes_and_that_there_is_no_room(phones, hear):
    phones.open()
    hear(phones=12)
    assert told_of_phones(phones) == ["12 telefoner"]
    hear(phones=1, wrong_codes=1)
    assert told_of_phones(phones) == ["1 telefon", "1 forkert kode"]
    hear(phones=300, wrong_codes=30, full=True)
    assert told_of_phones(phones) == ["300 telefoner", "ikke plads til flere", "30 forkerte koder"]


def test_that_there_is_no_room_is_said_once(phones, hear):
    phones.open()
    for count in (298, 299, 300):
        hear(phones=count, full=True)
    assert phones.said == [
        "Der er plads til 300 telefoner, og nogen blev afvist. Lad naboer dele en telefon, eller "
        "stem på papir."
    ]


def test_what_a_server_that_is_gone_says_is_not_heard(phones, hall, qapp):
    phones.open()
    gone = hall.line
    gone.tell(phones=7)
    phones.close()
    phones.open()
    qapp.processEvents()
    assert phones.count == 0
    gone.tell(phones=9)
    qapp.processEvents()
    assert phones.count == 0


def test_phones_see_a_result_once_the_hall_has_seen_all_of_it(phones, hall, document):
    vote = open_vote(document, "Havneliv", "Adgang", "Trafik")
    phones.open()
    sees = hall.line.wanted.hall_sees
    seal(document, vote)
    phones.follow()
    for places in (0, 2):
        phones._showing.reveal(vote, places)
        assert not sees(vote)
    phones._showing.reveal(vote, 3)
    assert sees(vote)
    assert hall.line.looked == 1
    phones._showing.reveal(vote, 0)
    assert not sees(vote)


@pytest.mark.parametrize("turn", ["turn_blank", "turn_frozen"])
def test_what_a_blank_or_frozen_hall_does_not_see_phones_do_not(phones, hall, document, turn):
    vote = open_vote(document, "Havneliv", "Adgang")
    seal(document, vote)
    phones.open()
    getattr(phones._showing, turn)()
    phones._showing.reveal(vote, 2)
    assert not hall.line.wanted.hall_sees(vote)
    getattr(phones._showing, turn)()
    assert hall.line.wanted.hall_sees(vote)


def test_a_result_stays_on_phones_when_the_evening_has_gone_on(begin, hall, document):
    vote = open_vote(document, "Havneliv", "Adgang")
    seal(document, vote)
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    again = begin()
    again.open()
    again.follow()
    assert hall.line.wanted.hall_sees(vote)


# --- trying


def test_only_a_phone_that_is_not_this_computer_makes_it_good(phones, hear, document):
    phones.open()
    hear(phones=3)
    assert (phones.trial, rungs(document)) == (Trial.UNTRIED, [])
    hear(phones=4, elsewhere=1, answered=1)
    assert (phones.trial, rungs(document)) == (Trial.GOOD, [Rung.HALL])
    assert phones.said == []


def test_a_trial_waits_for_an_answer_and_says_the_rung(phones, hear, document):
    phones.try_connection()
    assert (phones.state, phones.trial) == (State.OPEN, Trial.WAITING)
    hear(phones=1)
    assert phones.trial is Trial.WAITING
    hear(phones=2, elsewhere=1, answered=1)
    assert phones.trial is Trial.GOOD
    assert phones.said == [
        "En telefon har svaret: på salens netværk, hver med sin telefon (trin A)."
    ]


def test_an_answer_from_before_the_trial_does_not_count(phones, hear):
    phones.open()
    hear(phones=1, elsewhere=1, answered=1)
    hear(phones=0, elsewhere=0)
    phones.try_connection()
    assert phones.trial is Trial.WAITING
    hear(phones=0, elsewhere=0, wrong_codes=1)
    assert phones.trial is Trial.WAITING
    hear(phones=1, elsewhere=1, answered=2)
    assert phones.trial is Trial.GOOD


def test_a_phone_that_follows_now_is_answer_enough(phones, hear):
    phones.open()
    hear(phones=1, elsewhere=1, answered=1)
    phones.try_connection()
    assert phones.trial is Trial.GOOD


def test_when_nobody_answers_in_time_advice_is_given(phones, qtbot):
    phones.try_connection(seconds=0.01)
    qtbot.waitUntil(lambda: phones.trial is Trial.STUCK)


def test_a_phone_that_answers_late_is_as_good(phones, hear):
    phones.try_connection()
    phones.ask_for_advice()
    assert phones.trial is Trial.STUCK
    hear(phones=1, elsewhere=1, answered=1)
    assert phones.trial is Trial.GOOD


def test_the_addresses_of_this_computer_are_handed_to_the_server(phones, hall):
    phones.open()
    own = hall.line.wanted.is_own
    assert own() == {"192.168.1.40", "10.1.2.3", "10.8.0.6", "127.0.0.1"}
    hall.networks = [WIFI]
    phones.look_at_networks()
    assert own() == {"192.168.1.40"}


def test_going_on_by_paper_closes_and_is_told_in_the_protocol(phones, hall, document):
    phones.try_connection()
    phones.go_on_by_paper()
    assert (phones.state, hall.is_open, rungs(document)) == (State.CLOSED, False, [Rung.PAPER])


# --- the network


def test_an_address_that_changes_is_followed_and_everybody_is_told(phones, hall, hear, document):
    phones.open()
    hear(phones=1, elsewhere=1, answered=1)
    hall.networks = [MOVED, CABLE, LOOP]
    phones.look_at_networks()
    assert phones.address == "192.168.1.77:8080"
    assert phones._showing.join.address == "192.168.1.77:8080"
    assert phones.trial is Trial.UNTRIED
    assert len([line for line in hall.lines if line.running]) == 1
    assert phones.said == [
        "Adressen er ny: 192.168.1.77:8080. Storskærmen viser den. Bed alle om at scanne igen. "
        "Det, der er afleveret, er gemt."
    ]


def test_as_long_as_the_address_stays_nothing_happens(phones, hall):
    phones.open()
    hall.networks = [CABLE, WIFI]
    phones.look_at_networks()
    assert (len(hall.lines), phones.said) == (1, [])


def test_a_network_that_goes_leaves_paper_and_comes_back_by_itself(phones, hall, hear, document):
    phones.choose_network("wlan0")
    phones.open()
    hear(phones=8, elsewhere=8, answered=8)
    hall.networks = [CABLE, LOOP]
    for _ in range(3):
        phones.look_at_networks()
    assert (phones.state, phones.trial, hall.is_open) == (State.LOST, Trial.UNTRIED, False)
    assert phones._showing.join is None
    assert told_of_phones(phones) == ["Intet net til telefoner"]
    assert rungs(document) == [Rung.HALL, Rung.PAPER]
    assert len(phones.said) == 1
    assert (
        "Aftenen går videre på papir: storskærm, papir og tastatur, uden telefoner (trin D)."
        in (phones.said[0])
    )
    hall.networks = [WIFI, CABLE, LOOP]
    phones.look_at_networks()
    assert (phones.state, phones.address) == (State.OPEN, "192.168.1.40:8080")
    assert phones.said[1:] == ["Nettet er der igen, og telefonerne kommer selv tilbage."]
    hear(phones=1, elsewhere=1, answered=1)
    assert rungs(document) == [Rung.HALL, Rung.PAPER, Rung.HALL]


def test_a_network_that_comes_back_with_another_address_says_so(phones, hall):
    phones.open()
    hall.networks = []
    phones.look_at_networks()
    hall.networks = [MOVED]
    phones.look_at_networks()
    assert phones.said[1].startswith("Adressen er ny: 192.168.1.77:8080.")


def test_phones_that_never_answered_leave_no_rung_when_the_network_goes(phones, hall, document):
    phones.open()
    hall.networks = []
    phones.look_at_networks()
    assert (phones.state, rungs(document)) == (State.LOST, [])


def test_another_network_can_be_chosen_also_a_virtual_one(phones, hall):
    phones.open()
    phones.choose_network("tun0")
    assert (phones.here, phones.address) == (VPN, "10.8.0.6:8080")
    assert not hall.lines[0].running
    phones.choose_network("")
    assert phones.here == WIFI


def test_a_chosen_network_that_is_not_there_is_waited_for(phones, hall):
    phones.open()
    hall.networks = [WIFI]
    phones.choose_network("eth0")
    assert phones.state is State.LOST
    hall.networks = [WIFI, CABLE]
    phones.look_at_networks()
    assert (phones.state, phones.here) == (State.OPEN, CABLE)


def test_the_kind_of_network_that_was_chosen_is_the_rung(phones, hear, document):
    phones.open()
    hear(phones=1, elsewhere=1, answered=1)
    phones.choose_rung(Rung.ROUTER)
    assert rungs(document) == [Rung.HALL, Rung.ROUTER]
    phones.choose_network("eth0")
    assert phones.rung is Rung.HALL  # a choice is about the network it was made for


def test_printed_slips_are_compared_before_anybody_scans(phones, hall, document):
    document.apply(evening.describe(slip_address="192.168.1.40:8080"))
    phones.open()
    assert (phones.misprinted, phones.rung, phones.said) == ("", Rung.ROUTER, [])
    hall.networks = [MOVED]
    phones.look_at_networks()
    assert phones.misprinted == "192.168.1.40:8080"
    assert phones.said[1] == (
        "På sedlerne står 192.168.1.40:8080, men telefonerne finder mødet på 192.168.1.77:8080. "
        "Lad alle scanne storskærmen og skrive koden fra sedlen."
    )


def test_a_printed_address_without_a_port_means_the_webs_own(phones, document):
    document.apply(evening.describe(slip_address="192.168.1.40"))
    phones.open()
    assert phones.misprinted == "192.168.1.40"


def test_nothing_is_noted_when_the_evening_is_over(phones, hear, hall, document):
    phones.open()
    hear(phones=1, elsewhere=1, answered=1)
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    document.apply(evening.end())
    hall.networks = []
    phones.look_at_networks()
    phones.close()
    assert rungs(document) == [Rung.HALL]


def test_what_the_network_did_is_nothing_to_take_back(phones, hear, document):
    document.apply(evening.set_tables(3))
    phones.open()
    hear(phones=1, elsewhere=1, answered=1)
    phones.close()
    assert network.present(document.state) is Rung.PAPER
    assert document.undo() == "evening.set_tables"


def test_a_round_that_is_called_off_is_no_result(phones, hall, document):
    vote = open_vote(document, "Havneliv", "Adgang")
    document.apply(rounds.cancel(vote, "Strømmen gik"))
    phones.open()
    phones.follow()
    assert not hall.line.wanted.hall_sees(vote)
