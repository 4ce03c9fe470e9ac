from dataclasses import replace

import pytest

from moedeapp.model.commands import evening, slips
from moedeapp.model.meeting import Facts, Meeting, Role, Rung
from moedeapp.ui import readiness
from moedeapp.ui.readiness import Place, Power, Reach, Surroundings, Verdict, findings
from tests.ui.conftest import issue

GOOD = Surroundings(
    screens=2, power=Power.MAINS, charge=100, sleeps_after=0, free=50 * 10**9, place=Place.HERE,
    addresses=("192.168.8.2",),
)  # fmt: skip
EMPTY = Meeting(Facts("a"))


@pytest.mark.parametrize(
    ("check", "seen", "verdict", "words"),
    [
        (readiness.screens, {}, Verdict.FINE, "2 skærme"),
        (readiness.screens, {"screens": 1}, Verdict.LOOK, "Kun denne skærm"),
        (readiness.screens, {"mirrored": True}, Verdict.LOOK, "viser det samme"),
        (readiness.power, {}, Verdict.FINE, "fra stikket"),
        (readiness.power, {"power": Power.BATTERY, "charge": 64}, Verdict.LOOK, "batteri (64 %)."),
        (readiness.power, {"power": Power.BATTERY, "charge": None}, Verdict.LOOK, "på batteri."),
        (readiness.power, {"power": Power.UNKNOWN}, Verdict.UNKNOWN, "kan ikke ses"),
        (readiness.sleep, {}, Verdict.FINE, "ikke i dvale"),
        (readiness.sleep, {"sleeps_after": 20}, Verdict.LOOK, "efter 20 minutter"),
        (readiness.sleep, {"sleeps_after": 1}, Verdict.LOOK, "efter 1 minut."),
        (readiness.sleep, {"sleeps_after": 600}, Verdict.FINE, "ikke i dvale"),
        (readiness.sleep, {"sleeps_after": None}, Verdict.UNKNOWN, "kan ikke ses"),
        (readiness.file, {}, Verdict.FINE, "gemmes undervejs"),
        (readiness.file, {"writable": False}, Verdict.LOOK, "kun åbent til læsning"),
        (readiness.place, {}, Verdict.FINE, "på denne computer"),
        (readiness.place, {"place": Place.NETWORK}, Verdict.LOOK, "netværksdrev"),
        (readiness.place, {"place": Place.SYNCED, "service": "OneDrive"}, Verdict.LOOK, "OneDrive"),
        (readiness.place, {"place": Place.UNKNOWN}, Verdict.UNKNOWN, "kan ikke ses"),
        (readiness.disk, {}, Verdict.FINE, "plads nok"),
        (readiness.disk, {"free": 300_000_000}, Verdict.LOOK, "300 MB"),
        (readiness.disk, {"free": None}, Verdict.UNKNOWN, "kan ikke ses"),
        (readiness.network, {}, Verdict.FINE, "192.168.8.2"),
        (readiness.network, {"addresses": ()}, Verdict.FINE, "intet netværk"),
    ],
)
def test_each_thing_is_judged_by_what_was_seen(check, seen, verdict, words):
    found = check(replace(GOOD, **seen))
    assert found.verdict is verdict
    assert words in found.found
    assert bool(found.advice) == (verdict is not Verdict.FINE)


def test_notifications_are_a_reminder_because_no_computer_tells():
    assert readiness.notifications().verdict is Verdict.UNKNOWN


def test_missing_frames_are_named(document):
    assert readiness.frames(document.state).verdict is Verdict.FINE
    document.apply(evening.describe(unresolved=["influence", "fixed", "decides", "answer_by"]))
    found = readiness.frames(document.state)
    assert (found.verdict, found.found) == (Verdict.LOOK, "Mangler endnu: Mødets type.")


def test_slips_are_held_against_heads_role_by_role(document):
    assert "Ingen er talt" in readiness.enough_slips(document.state).found
    document.apply(evening.count_heads(Role.CITIZEN, 3))
    document.apply(evening.count_heads(Role.POLITICIAN, 1))
    printed = issue(document, 3)
    issue(document, 2, role=Role.STAFF)
    found = readiness.enough_slips(document.state)
    assert (found.verdict, found.found) == (Verdict.LOOK, "1 politiker, men 0 stemmesedler.")
    issue(document, 1, role=Role.POLITICIAN, spare=True)
    assert readiness.enough_slips(document.state).verdict is Verdict.FINE
    document.apply(slips.void(slips.by_code(document.state, printed[0].code)))
    assert readiness.enough_slips(document.state).found == "3 borgere, men 2 stemmesedler."


def test_what_needs_a_hand_stands_first_and_everything_is_there_once():
    found = findings(replace(GOOD, power=Power.BATTERY), EMPTY)
    order = [list(Verdict).index(finding.verdict) for finding in found]
    assert order == sorted(order)
    assert {finding.key for finding in found} == {
        "frames", "slips", "screens", "power", "sleep", "notifications", "file", "place", "disk",
        "network",
    }  # fmt: skip
    assert len(found) == 10


@pytest.mark.parametrize(
    ("reach", "verdict", "words"),
    [
        (Reach(), Verdict.FINE, "192.168.8.2"),
        (Reach(let_in=True), Verdict.LOOK, "ingen har svaret endnu"),
        (Reach(let_in=True, good=True, rung=Rung.ROUTER), Verdict.FINE, "(trin B)"),
        (Reach(let_in=True, lost=True, good=True), Verdict.LOOK, "Nettet er væk"),
        (
            Reach(let_in=True, good=True, address="10.0.0.4:8080", misprinted="192.168.8.2:8080"),
            Verdict.LOOK,
            "På sedlerne står 192.168.8.2:8080, men telefonerne finder mødet på 10.0.0.4:8080.",
        ),
    ],
)
def test_the_network_is_good_only_once_a_phone_has_answered(reach, verdict, words):
    found = readiness.network(GOOD, reach)
    assert (found.verdict, bool(found.advice)) == (verdict, verdict is Verdict.LOOK)
    assert words in found.found
