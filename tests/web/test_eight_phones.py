"""Eight phones through an evening with the real window open, which is killed and moves on the way.

The window is the real program on a screen of its own, played with the mouse; the phones are pages
in a real browser. Nothing here reaches into either.
"""

import csv
import random
import re
import shutil
import socket
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Error

from moedeapp.model.commands import evening, slips, themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase
from moedeapp.texts import _, field, name
from tests.story.hands import Mouse
from tests.story.stage import NEEDS, Program, Stage
from tests.web.browsing import SMALL, USUAL, Screen
from tests.web.walk import meeting

PHONES = 8
TITLES = ("Adgang", "Børn", "Havneliv", "Trafik")
HERE = "127.0.0.1"

pytestmark = [pytest.mark.stage, pytest.mark.timeout(400)]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A screen of its own."""
    missing = [each for each in NEEDS if shutil.which(each) is None]
    if missing:
        pytest.skip("a stage needs " + ", ".join(missing))
    with Stage(tmp_path / "scene") as raised:
        yield raised


class Window:
    """The program on its stage, killed and started again as often as need be."""

    def __init__(self, stage: Stage, file: Path, held: ExitStack) -> None:
        self._stage = stage
        self._file = file
        self._held = held
        self.start()

    def start(self) -> None:
        self.program: Program = self._held.enter_context(self._stage.program(str(self._file)))
        self.hand = Mouse(self.program)
        self.program.find("push button", _("Notes"))

    def push(self, words: str) -> None:
        self.hand.push(words)

    def open_for_phones(self) -> str:
        """Let phones in by this computer's own address; gives the address."""
        self.push(_("Phones"))
        # On Linux a box is called what is chosen in it; at first that is the best network, or none.
        box = self.program.find("combo box", starts=_("By itself: {network}").partition(" {")[0])
        self.program.click(box)
        only_here = f"lo · {HERE} ({_('this computer only')})"
        self.program.click(self.program.find(["list item", "menu item"], only_here))
        self.push(_("Open for phones"))
        return self.address()

    def address(self) -> str:
        """The address the panel says."""
        told = self.program.find(starts=_("Open at {address}").partition("{")[0]).name
        return told.rpartition(" ")[2]

    def counts(self, phones: int) -> None:
        """Wait until the foot tells of so many phones."""
        words = f"{phones} telefoner"
        self.program.until(lambda: self.program.sees(says=words), words, patience=90)


class Evening:
    """Eight people with a phone and a slip each, and what they said."""

    def __init__(self, file: Path, window: Window, turn_on: Callable[..., Screen],
                 secrets: list[str]) -> None:  # fmt: skip
        self.file = file
        self.window = window
        self.secrets = secrets
        self.chance = random.Random(8)
        self.said: list[dict[int, int]] = []
        there = SimpleNamespace(url=f"http://{window.address()}/")
        self.phones = [
            turn_on(
                there,
                secret,
                viewport=SMALL if turn % 3 else USUAL,
                locale="en-GB" if turn == 3 else "da-DK",
            )
            for turn, secret in enumerate(secrets)
        ]
        window.counts(PHONES)

    def write(self) -> None:
        """Everybody writes an idea at once; two have no link, and one of those closes the page."""
        for phone in self.phones:
            phone.page.wait_for_selector("#idea-form")
        for turn in (2, 5):
            self.phones[turn].context.set_offline(True)
        for turn, phone in enumerate(self.phones):
            phone.write_idea(f"Idé fra telefon {turn}: flere bænke i læ")
        self.phones[5].page.close()
        for turn in (2, 5):
            self.phones[turn].context.set_offline(False)
        self.phones[5].page = self.phones[5].open()
        self.phones[5].go()
        self.window.hand.reads(f"{PHONES} venter på gennemsyn")

    def review(self) -> None:
        """The facilitator shows every idea."""
        program = self.window.program
        for left in range(PHONES, 0, -1):
            self.window.push(program.find("push button", starts=f"{_('Show')}: ").name)
            if left > 1:
                self.window.hand.reads(f"{left - 1} venter på gennemsyn")
        self.window.hand.reads(_("Nothing waits. What phones and tables send stands here until "
                                 "you have seen it."))  # fmt: skip

    def put(self) -> None:
        """Everybody puts dots by chance, as often as it goes."""
        for phone in self.phones:
            phone.page.wait_for_selector("#more-1")
            dots: Counter[int] = Counter()
            for _turn in range(self.chance.randint(1, 3)):
                number = self.chance.randint(1, len(TITLES))
                if dots[number] < 2:
                    dots[number] += 1
                    phone.put(number)
            assert {n: each for n, each in phone.dots().items() if each} == dict(dots)
            self.said.append(dict(dots))

    def hand_in_while_the_program_is_killed(self) -> None:
        """Three hand in, the plug is pulled, and the others hand in to nobody; then all is well."""
        phones = self.phones
        for turn in (0, 1, 2):
            phones[turn].hand_in()
        for turn in (0, 1, 2):
            phones[turn].handed_in()
        self.window.program.kill()
        phones[3].hand_in()
        phones[4].context.set_offline(True)
        phones[4].hand_in()
        with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
            phones[0].page.reload()
        self.window.start()
        self.window.push(_("Open for phones again"))
        self.window.counts(PHONES - 2)  # they come back by themselves, but for these two
        phones[0].go()
        phones[4].context.set_offline(False)
        for turn in (5, 6, 7):
            phones[turn].hand_in()
        for phone in phones:
            phone.handed_in()
        self.window.hand.reads(f"{PHONES} af {PHONES} stemmesedler afgivet")

    def move(self) -> None:
        """Another program has the port, so the address is another; every phone scans again."""
        codes = [phone.codes() for phone in self.phones]
        before = self._address_moves()
        for turn, phone in enumerate(self.phones):
            phone.move(f"http://{self.window.address()}/", self.secrets[turn])
            phone.page.wait_for_selector("#receipt-codes:not(:empty)")
            assert phone.codes() == codes[turn]
            assert {n: each for n, each in phone.dots().items() if each} == self.said[turn]
        assert self.window.address() != before
        self.codes = codes

    def _address_moves(self) -> str:
        window = self.window
        window.push(_("Phones"))
        before = window.address()
        window.push(_("Close for phones"))
        window.push(_("Yes, close for phones"))
        window.program.find("push button", _("Open for phones"))
        port = int(before.partition(":")[2])
        with socket.create_server((HERE, port)):
            window.push(_("Open for phones"))
            window.address()
        return before

    def change_one(self) -> None:
        """Somebody takes a dot back after all that, and hands in again."""
        phone, said = self.phones[7], self.said[7]
        number = next(iter(said))
        said[number] -= 1
        phone.press(f"#fewer-{number}")
        phone.hand_in()
        phone.handed_in()
        self.codes[7] = phone.codes()

    @property
    def counted(self) -> dict[int, tuple[int, int]]:
        """Dots and persons by proposal, from what people pressed."""
        dots, persons = Counter[int](), Counter[int]()
        for said in self.said:
            for number, each in said.items():
                dots[number] += each
                persons[number] += bool(each)
        return {n: (dots[n], persons[n]) for n in range(1, len(TITLES) + 1)}

    # --- the same numbers everywhere

    def phones_tell(self) -> None:
        wanted = sorted(self.counted.values(), reverse=True)
        for turn, phone in enumerate(self.phones):
            phone.page.wait_for_selector("#results .place")
            lines = phone.page.locator("#results .place .numbers").all_inner_texts()
            shown = [tuple(map(int, re.findall(r"\d+", line)[:2])) for line in lines]
            assert sorted(shown, reverse=True) == wanted
            if self.codes[turn]:
                phone.page.wait_for_selector("#results .notice.good")
                told = phone.page.inner_text("#results .notice.good")
                assert all(code in told for code in self.codes[turn])

    def storskærm_tells(self) -> None:
        """Every page of the hall's result, as a screen reader reads it."""
        program, found = self.window.program, dict[str, tuple[int, int]]()
        line = re.compile(rf"\d ({'|'.join(TITLES)}) (\d+) (\d+)")

        def read() -> bool:
            for canvas in program.all(name=_("Projector")):
                for title, dots, persons in line.findall(canvas.description):
                    found[title] = (int(dots), int(persons))
            if len(found) < len(TITLES):
                program.press("Next")
            return len(found) == len(TITLES)

        program.press("F5")
        program.until(read, "the result on the storskærm")
        assert sorted(found.values()) == sorted(self.counted.values())

    def protocol_tells(self) -> None:
        self.window.push(_("Protocol"))
        self.window.push(_("Make the files"))
        self.window.hand.reads(_("The protocol is ready: {file}").partition("{")[0])
        folder = self.file.parent / "exports"
        (table,) = folder.glob("*_resultat.csv")
        rows = list(csv.DictReader(StringIO(table.read_text("utf-8-sig")), delimiter=";"))
        found = {int(row["Nummer"]): (int(row["Prikker"]), int(row["Personer"])) for row in rows}
        assert found == self.counted
        (pdf,) = folder.glob("*_v1.pdf")
        told = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
        words = " ".join(told.stdout.decode().split())
        assert f"{PHONES} af {PHONES} stemmesedler afgivet" in words
        for turn in range(PHONES):
            assert f"Idé fra telefon {turn}: flere bænke i læ" in words
        for row in rows:
            assert f"{row['Nummer']} {row['Forslag']} {row['Prikker']} {row['Personer']}" in words
        for code in {code for codes in self.codes for code in codes}:
            assert code in words


def test_eight_phones_lose_nothing_and_everybody_tells_the_same_numbers(
    tmp_path: Path, stage: Stage, screen: Callable[..., Screen]
) -> None:
    file = tmp_path / "Fremtidens Havn.moede"
    with meeting(file) as document:
        secrets = prepared(document)
    with ExitStack() as held:
        window = Window(stage, file, held)
        window.open_for_phones()
        hall = Evening(file, window, screen, secrets)
        window.hand.phase(name(Phase.IDEAS))
        hall.write()
        hall.review()
        window.hand.phase(name(Phase.THEMES))
        window.hand.phase(name(Phase.DOTS))
        window.push(_("Prepare the vote"))
        window.hand.write(field("handed_out"), str(PHONES))
        window.push(_("Open the vote"))
        hall.put()
        hall.hand_in_while_the_program_is_killed()
        hall.move()
        hall.change_one()
        window.push(_("Close the vote"))
        window.push(_("Yes, close the vote"))
        window.push(_("Seal and count"))
        window.push(_("Yes, seal and count"))
        window.push(_("See the result"))
        for phone in hall.phones:
            assert not phone.page.locator("#results .place").count()  # the hall sees nothing yet
        window.push(_("Show all at once"))
        hall.phones_tell()
        hall.protocol_tells()
        hall.storskærm_tells()
    with Document.open(file) as document:
        assert document.check().problems == ()
        assert len(document.state.ideas) == PHONES
        assert {stub.code for stub in document.state.stubs.values()} == {
            code for codes in hall.codes for code in codes
        }


def prepared(document: Document) -> list[str]:
    """Slips at two tables, four themes, and the evening at the welcome; gives the secrets."""
    printed = [
        slip for table in (1, 2) for slip in document.apply(slips.issue(PHONES // 2, table=table))
    ]
    document.apply(evening.go_to(Phase.IDEAS))
    for title in TITLES:
        document.apply(themes.add(title))
    document.apply(evening.go_to(Phase.WELCOME))
    return [slip.secret for slip in printed]
