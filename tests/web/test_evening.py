"""Eight phones through an evening, over a real port, while links drop and the server restarts."""

import csv
import random
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from moedeapp.export.tables import results_csv
from moedeapp.model.commands import evening, ideas, rounds, slips, themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, Result, RoundState
from moedeapp.web.server import Server
from tests.web.browsing import SMALL, USUAL, Screen
from tests.web.walk import meeting

PHONES = 8


class Hall:
    """Phones in the hall, each with what its owner said so far."""

    def __init__(
        self, document: Document, serve: Callable[..., Server], turn_on: Callable[..., Screen]
    ) -> None:
        self.document = document
        self.serve = serve
        self.server = server = serve(document)
        self.printed = [
            slip
            for table in (1, 2)
            for slip in document.apply(slips.issue(PHONES // 2, table=table))
        ]
        self.phones = [
            turn_on(server.status, slip.secret if turn % 2 else slip.code.replace("-", ""),
                    viewport=SMALL if turn % 3 else USUAL, locale="en-GB" if turn == 3 else "da-DK")
            for turn, slip in enumerate(self.printed)
        ]  # fmt: skip
        self.said: dict[int, dict[int, int]] = {}
        self.chance = random.Random(8)

    def say(self) -> None:
        """Everybody writes an idea; two of them with no link, one of those closes its page."""
        for turn, phone in enumerate(self.phones):
            phone.page.wait_for_selector("#idea-form")
            if turn in (2, 5):
                phone.context.set_offline(True)
            phone.write_idea(f"Idé fra telefon {turn}: flere bænke i læ")
        self.phones[5].page.close()
        for turn in (2, 5):
            self.phones[turn].context.set_offline(False)
        self.phones[5].page = self.phones[5].open()
        self.phones[5].go()
        while len(self.document.state.ideas) < PHONES:
            self.phones[0].page.wait_for_timeout(50)

    def put(self, turn: int) -> None:
        """Put dots by chance, as often as it goes."""
        phone = self.phones[turn]
        phone.page.wait_for_selector("#more-1")
        dots: Counter[int] = Counter()
        for _ in range(self.chance.randint(1, 5)):
            number = self.chance.randint(1, 4)
            if dots[number] < 2:
                dots[number] += 1
                phone.put(number)
        assert {n: each for n, each in phone.dots().items() if each} == dict(dots)
        self.said[turn] = dict(dots)


def told_by(phone: Screen) -> list[str]:
    """The lines of the result as a phone shows them."""
    lines = phone.page.locator("#results .place .numbers").all_inner_texts()
    return [line.replace("\u00a0", " ") for line in lines]


def counted(results: list[Result]) -> list[tuple[int, int]]:
    return sorted(((r.dots, r.persons) for r in results), reverse=True)


@pytest.mark.timeout(300)
def test_an_evening_with_eight_phones_loses_nothing_and_counts_nothing_twice(
    tmp_path: Path, serve: Callable[..., Server], screen: Callable[..., Screen]
) -> None:
    with meeting(tmp_path / "havn.moede") as document:
        document.apply(evening.go_to(Phase.IDEAS))
        hall = Hall(document, serve, screen)
        hall.say()
        said = [idea.words for idea in document.state.ideas.values()]
        assert len(set(said)) == len(said) == PHONES
        document.apply(ideas.show(*document.state.ideas))
        for title in ("Adgang", "Børn", "Havneliv", "Trafik"):
            document.apply(themes.add(title))
        document.apply(evening.go_to(Phase.DOTS))
        vote = document.apply(rounds.prepare([*document.state.themes], dots=5))
        document.apply(rounds.hand_out(vote, PHONES))
        document.apply(rounds.open(vote, minutes=8))
        vote_through_trouble(hall, vote)
        codes = [phone.codes() for phone in hall.phones]
        document.apply(rounds.close(vote))
        document.apply(rounds.seal(vote))
        document.apply(evening.go_to(Phase.RESULT))
        same_numbers_everywhere(hall, vote, codes)


def vote_through_trouble(hall: Hall, vote: str) -> None:
    """Everybody votes: one offline, one reloads, the server restarts, and then moves."""
    phones, document = hall.phones, hall.document
    for turn in range(PHONES):
        hall.put(turn)
    phones[0].hand_in()
    phones[1].context.set_offline(True)
    phones[1].hand_in()
    phones[2].page.reload()
    phones[2].page.wait_for_selector("#more-1")
    phones[2].hand_in()
    for turn in (0, 2):
        phones[turn].handed_in()
    hall.server.stop()
    for turn in (3, 4):
        phones[turn].hand_in()
    server = hall.serve(document, port=hall.server.status.port)
    phones[1].context.set_offline(False)
    for turn in (5, 6, 7):
        phones[turn].hand_in()
    for turn in range(PHONES):
        phones[turn].handed_in()
    assert document.state.rounds[vote].cast == PHONES
    before = [phone.codes() for phone in phones]
    server.stop()
    server = hall.serve(document)
    for turn, phone in enumerate(phones):
        phone.move(server.status.url, hall.printed[turn].secret)
        phone.page.wait_for_selector("#receipt-codes:not(:empty)")
        assert phone.codes() == before[turn]
        assert {n: each for n, each in phone.dots().items() if each} == hall.said[turn]
    changed = hall.said[7]
    number = next(iter(changed))
    changed[number] -= 1
    phones[7].press(f"#fewer-{number}")
    phones[7].hand_in()
    phones[7].handed_in()
    vote_now = document.state.rounds[vote]
    assert (vote_now.cast, vote_now.state) == (PHONES, RoundState.OPEN)


def same_numbers_everywhere(hall: Hall, vote: str, codes: list[set[str]]) -> None:
    state = hall.document.state
    dots, persons = Counter[int](), Counter[int]()
    for said in hall.said.values():
        for number, each in said.items():
            dots[number] += each
            persons[number] += bool(each)
    results = {state.proposals[r.id].number: r for r in state.results.values()}
    assert {n: (r.dots, r.persons) for n, r in results.items()} == {
        n: (dots[n], persons[n]) for n in (1, 2, 3, 4)
    }
    told = {code for own in codes for code in own}
    assert {stub.code for stub in state.stubs.values()} == told
    for turn, phone in enumerate(hall.phones):
        phone.page.wait_for_selector("#results .place")
        words = (" dots · ", " dot · ") if turn == 3 else (" prikker · ", " prik · ")
        shown = []
        for line in told_by(phone):
            first, _, second = line.replace(words[0], "|").replace(words[1], "|").partition("|")
            shown.append((int(first), int(second.split()[0])))
        assert sorted(shown, reverse=True) == counted(list(state.results.values()))
        if codes[turn]:
            phone.page.wait_for_selector("#results .notice.good")
            told_own = phone.page.inner_text("#results .notice.good")
            assert all(code in told_own for code in codes[turn])
    protocol = csv.reader(StringIO(results_csv(state).decode("utf-8-sig")), delimiter=";")
    rows = list(protocol)[1:]
    assert {int(row[3]): (int(row[5]), int(row[6])) for row in rows} == {
        n: (r.dots, r.persons) for n, r in results.items()
    }
