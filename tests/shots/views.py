"""Every window, page, panel and dialog of the program, each opened in the states it can be in.

A view is opened as the program opens it, on a meeting file of `scenes`, at the time it was when
the scene happened; what has to be pressed to get there is pressed. Whoever adds a window or a
state adds it here, and it is looked at, measured and photographed from then on.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from moedeapp.app import Front
from moedeapp.model.commands import evening
from moedeapp.texts import _
from moedeapp.ui.phones import Phones
from moedeapp.ui.settings import FOLDER, OWN, STILL, Settings
from moedeapp.ui.start.recent import Shelf, remember
from moedeapp.ui.start.rehearsals import rehearse
from tests.shots.scenes import LONG, last_act
from tests.ui.halls import CABLE, LOOP, VPN, WIFI, Hall

Act = Callable[[Front], QWidget | None]
"""Brings the windows into a state; gives the one that is to be seen if it is not the main one."""


@dataclass(frozen=True, slots=True)
class View:
    """Something to look at: a name, the scene it is opened on, and what is done first.

    Without a scene it is the window one begins in, among meetings unless it is `alone`.
    """

    name: str
    scene: str = ""
    act: Act = lambda front: None
    alone: bool = False


_SOON: Final = 500
"""milliseconds; clocks wait longer"""

_MOST_TURNS: Final = 100
"""turns of the event loop until something that is always painted anew is given up"""


# --- hands


def pressed(*keys: str) -> Act:
    """Press keys where the focus is."""

    def act(front: Front) -> None:
        for key in keys:
            QTest.keySequence(QApplication.focusWidget() or front.window or front.start, key)
            settle()

    return act


def pushed(*names: str) -> Act:
    """Push the buttons with these names, as they are in English, up to what is filled in."""

    def act(front: Front) -> None:
        for name in names:
            button(front, _(name).partition("{")[0]).click()
            settle()

    return act


def button(front: Front, name: str) -> QAbstractButton:
    """The button with this name, or with a name that begins so."""
    window = front.window or front.start
    assert window is not None
    shown = [each for each in window.findChildren(QAbstractButton) if each.isVisibleTo(window)]
    for each in shown:
        if each.accessibleName() == name:
            return each
    found = [each for each in shown if each.accessibleName().startswith(name)]
    if not found:
        raise LookupError(f"{name}: {[each.accessibleName() for each in shown]}")
    return found[0]


def typed(words: str) -> Act:
    """Type words where the focus is."""

    def act(front: Front) -> None:
        QTest.keyClicks(QApplication.focusWidget(), words)
        settle()

    return act


def then(*acts: Act) -> Act:
    """One after the other; what the last one gives is seen."""

    def act(front: Front) -> QWidget | None:
        return [each(front) for each in acts][-1]

    return act


# --- windows beside the main one


def hall(front: Front) -> QWidget | None:
    """The storskærm."""
    assert front.window is not None
    projector = front.window.projector
    projector.open()
    settle()
    return projector.window


def on_hall(act: Act) -> Act:
    """The storskærm after something was done."""

    def do(front: Front) -> QWidget | None:
        seen = hall(front)
        act(front)
        return seen

    return do


def preferences(front: Front) -> QWidget | None:
    """The settings, with a picture too small for the hall."""
    front.show_preferences()
    assert front.preferences is not None
    front.preferences.sight.distance.setText("20")
    front.preferences.sight.picture.setText("2")
    return front.preferences


def guide(words: str = "") -> Act:
    """The guide, at the chapter of the phase, searched for these words."""

    def act(front: Front) -> QWidget | None:
        front.show_help()
        assert front.help is not None
        front.help.search.setText(words)
        return front.help

    return act


# --- the window one begins in


def new(front: Front) -> None:
    """A new meeting, and what is wrong with it."""
    assert front.start is not None
    front.start.ask_new()
    front.start.new.boxes["title"].setText(LONG)
    front.start.new.boxes["date"].setText("31-2-2026")
    front.start.new.boxes["starts"].setText("19.30")
    front.start.new.check()


def earlier(front: Front) -> None:
    """A new meeting like an earlier one."""
    assert front.start is not None
    front.start.ask_new()
    front.start.new.plans.options["earlier"].click()
    _read(front.start.new.plans.shelf)


def rehearsal(front: Front) -> None:
    """Which meeting is to be rehearsed."""
    assert front.start is not None
    front.start.ask_rehearsal()
    _read(front.start.rehearsals.meetings)
    _read(front.start.rehearsals.rehearsals)


def crash(front: Front) -> QWidget | None:
    """What is said when the program went wrong."""
    try:
        raise ZeroDivisionError(LONG)
    except ZeroDivisionError as error:
        with patch("moedeapp.app.traceback.print_exception"):
            front.report(type(error), error, error.__traceback__)
    return next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "CrashDialog")


def refused(front: Front) -> None:
    """A long sentence in the quiet bar, with something to agree to."""
    assert front.window is not None
    front.window.notices.ask(f"{LONG}. {LONG}.", LONG[:40], lambda: None)


def pasted(words: str) -> Act:
    """What is on the clipboard, looked at before it is taken in."""

    def act(front: Front) -> None:
        QApplication.clipboard().setText(words)
        pressed("Ctrl+Shift+V")(front)

    return act


def phones(*acts: Callable[[Phones], object], **told: object) -> Act:
    """The panel for phones after some acts, and once the server has said something."""

    def act(front: Front) -> None:
        assert front.window is not None
        front.window.open_phones()
        for each in acts:
            each(front.window.desk.phones)
            settle()
        if told:
            HALL.line.tell(**told)
        settle()

    return act


HALL: Final = Hall([WIFI, CABLE, VPN, LOOP])
"""The networks of every view, and servers that nobody calls."""


def network_gone(phones: Phones) -> None:
    """The Wi-Fi that was chosen is not there any more."""
    phones.choose_network(WIFI.name)
    HALL.networks = [CABLE, LOOP]
    phones.look_at_networks()
    HALL.networks = [WIFI, CABLE, VPN, LOOP]


def printed(address: str) -> Callable[[Phones], object]:
    """Slips carry this address."""
    return lambda phones: phones._document.apply(evening.describe(slip_address=address))


TABLE: Final = "Idé\tBord\tTema\n" + "\n".join(
    f"{words}\t{n}\tHavneliv"
    for n, words in enumerate(("Flere bænke", LONG, "Et sted i læ. " * 20), 1)
)


VIEWS: Final = (
    View("start"),
    View("start first time", alone=True),
    View("start new", act=new),
    View("start earlier", act=earlier),
    View("start rehearsal", act=rehearsal),
    View("start settings", act=preferences),
    View("start help", act=guide()),
    View("start help search", act=guide("te")),
    View("frames empty", "new"),
    View("frames", "frames"),
    View("frames run sheet", "frames", pushed("Run sheet")),
    View("frames case", "frames", pushed("Terms of reference, people and case")),
    View("frames organisation", "frames", pushed("Organisation")),
    View("frames long", "long frames"),
    View("welcome", "welcome"),
    View("welcome empty", "empty welcome"),
    View("welcome slips", "welcome", pushed("Ballot slips")),
    View("welcome print", "welcome", pushed("Print")),
    View("welcome ready", "welcome", pushed("Ready for the evening")),
    View("phones closed", "welcome", phones()),
    View("phones open", "welcome", phones(Phones.open, phones=12, elsewhere=12, answered=12)),
    View("phones waiting", "ideas", phones(Phones.try_connection)),
    View("phones advice", "ideas", phones(Phones.try_connection, Phones.ask_for_advice)),
    View(
        "phones full",
        "open",
        phones(
            printed("192.168.8.2:8080"),
            Phones.open,
            phones=300,
            elsewhere=300,
            answered=300,
            full=True,
            wrong_codes=14,
        ),
    ),
    View("phones gone", "open", phones(Phones.open, network_gone)),
    View("welcome open", "welcome", then(phones(Phones.open), pressed("Esc"))),
    View("hall welcome open", "welcome", then(phones(Phones.open), hall)),
    View("ideas", "ideas"),
    View("ideas empty", "empty ideas"),
    View("ideas silence", "silence"),
    View("ideas queue", "crowd"),
    View("ideas why hidden", "crowd", then(pressed("F6"), pressed("S"))),
    View("ideas chosen", "ideas", then(pressed("F6", "F6"), pressed("End"))),
    View("ideas edited", "ideas", then(pressed("F6", "F6"), pressed("End", "F2"))),
    View("ideas alike", "ideas", typed("En badebro med trappe og redningsstige ved ")),
    View("ideas search", "ideas", then(pressed("Ctrl+F"), typed("bad"))),
    View("ideas brought in", "ideas", pasted(TABLE)),
    View("ideas nothing to bring", "ideas", pasted(" ")),
    View("ideas notes", "ideas", pressed("Ctrl+N")),
    View("ideas keys", "ideas", pushed("Keys")),
    View("ideas refusal", "ideas", refused),
    View("ideas storskærm", "ideas", then(hall, lambda front: front.window)),
    View("ideas rehearsal", "rehearsal"),
    View("themes", "themes"),
    View("themes loose", "loose"),
    View("themes empty", "empty themes"),
    View("themes keys", "themes", pushed("Keys")),
    View("themes long", "long themes"),
    View("themes list", "themes", pressed("Ctrl+L")),
    View("themes long list", "long themes", pressed("Ctrl+L")),
    View("themes goal", "loose", pressed("T")),
    View("themes merging", "loose", pressed("Ctrl+A", "M")),
    View("themes opened", "loose", pressed("Return")),
    View("themes suggested", "loose", pushed("Suggest themes")),
    View("themes search", "themes", then(pressed("Ctrl+F"), typed("bad"))),
    View("dots choosing", "choosing"),
    View("dots choosing long", "long choosing"),
    View("dots trying", "choosing", pushed("Try it first: a practice vote")),
    View("dots empty", "empty dots"),
    View("dots practice", "practice"),
    View("dots prepared", "prepared"),
    View("dots open", "open"),
    View("dots paper prepared", "prepared", pushed("Ballots on paper")),
    View("dots paper", "open", pushed("Ballots on paper")),
    View("dots reissue", "open", pushed("Make a slip void, and give another")),
    View("dots call off", "open", pushed("Call off the vote")),
    View("dots closing", "open", pushed("Close the vote")),
    View("dots keying", "keying"),
    View("dots stickers", "keying", pushed("Sticker dots, by table")),
    View("dots rejected", "keying", pushed("Slips that cannot be counted")),
    View("dots sealing", "keying", pushed("Seal and count")),
    View("dots sealed", "sealed"),
    View("agreement prepared", "again"),
    View("agreement open", "agreement", pressed("Ctrl+PgUp")),
    View("result", "agreement"),
    View("result long", "long result"),
    View("result empty", "empty result"),
    View("result lots", "agreement", pushed("Draw lots about a shared place")),
    View("result deciding", "agreement", pushed("Something else was decided")),
    View("result correcting", "agreement", pushed("Correct a number")),
    View("result agreement", "result"),
    View("next steps", "steps"),
    View("next steps empty", "empty next_steps"),
    View("next steps ended", "end"),
    View("next steps volunteers", "steps", pushed("Write somebody down")),
    View("next steps followed up", "end", pushed("Tell what has happened with {title}")),
    View("next steps final", "final"),
    View("settings", "ideas", preferences),
    View("guide", "ideas", guide()),
    View("crash", "ideas", crash),
    View("hall welcome", "welcome", hall),
    View("hall ideas", "ideas", hall),
    View("hall silence", "silence", hall),
    View("hall themes", "themes", hall),
    View("hall themes long", "long themes", hall),
    View("hall vote", "open", hall),
    View("hall box", "keying", hall),
    View("hall practice", "practice", hall),
    View("hall agreement", "agreement", hall),
    View("hall result hidden", "sealed", then(pushed("See the result"), hall)),
    View(
        "hall result",
        "sealed",
        on_hall(then(pushed("See the result"), pushed("Show all at once"))),
    ),
    View("hall result long", "long result", on_hall(pushed("Show all at once"))),
    View("hall how far", "result", on_hall(pushed("Show all at once"))),
    View("hall next steps", "steps", hall),
    View("hall thanks", "end", hall),
    View("hall blank", "ideas", on_hall(pushed("Blank"))),
    View("hall rehearsal", "rehearsal", hall),
)


@contextmanager
def opened(view: View, scenes: Path) -> Iterator[QWidget]:
    """The window of a view, shown; everything of it is gone afterwards."""
    with TemporaryDirectory() as folder, ExitStack() as held:
        settings = Settings(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        settings.put(OWN, f"{folder}/own")
        settings.put(FOLDER, f"{folder}/meetings")
        held.enter_context(patch("moedeapp.ui.phones.look_around", HALL.look))
        held.enter_context(patch("moedeapp.app.phone_server", HALL.serve))
        HALL.lines.clear()
        settings.put(STILL, True)  # what is on its way to its place would be caught in the midst
        front = Front(settings, lambda folder, tell: folder)
        held.callback(_take_away)
        if view.scene:
            scene = scenes / f"{view.scene}.moede"
            held.enter_context(as_of(when(scene)))
            path = Path(folder) / "Fremtidens Havn.moede"
            shutil.copyfile(scene, path)
            front.open(path)
            window: QWidget | None = front.window
        else:
            if not view.alone:
                _fill(settings, scenes)
            window = front.begin()
            _read(front.begin().home.shelf)
        settle()
        window = view.act(front) or window
        assert window is not None
        settle()
        yield window


def _fill(settings: Settings, scenes: Path) -> None:
    for scene in ("new", "gone", "long themes", "themes", "end"):
        remember(settings.store, scenes / f"{scene}.moede")
    rehearse(scenes / "themes.moede", settings.own_folder("rehearsals"))


def _read(shelf: Shelf) -> None:
    """Let the files on a shelf be looked at."""
    settle()
    shelf.wait()


def _take_away() -> None:
    QApplication.closeAllWindows()
    for left in QApplication.topLevelWidgets():
        left.close()
        left.deleteLater()
    settle()


class _Busy(QObject):
    """Notes that something is still being painted."""

    painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.painted = self.painted or event.type() is QEvent.Type.Paint
        return False


def _timers() -> Iterator[QTimer]:
    for window in QApplication.topLevelWidgets():
        yield from window.findChildren(QTimer)


def _soon(timer: QTimer) -> bool:
    """Whether it will act once, and before a clock would."""
    return timer.isActive() and timer.isSingleShot() and timer.interval() < _SOON


def settle() -> None:
    """Let everything that waits be laid out and painted, also what comes a little later."""
    application = QApplication.instance()
    assert application is not None
    busy = _Busy()
    application.installEventFilter(busy)
    for _turn in range(_MOST_TURNS):
        busy.painted = False
        for _round in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
        if busy.painted:
            continue
        if not any(_soon(timer) for timer in _timers()):
            break
        QTest.qWait(10)
    application.removeEventFilter(busy)


# --- the time of a scene


when = cache(last_act)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let the program's clock show a moment, and go on from there."""
    since = datetime.now()

    class Then(datetime):
        """The evening's time in place of the computer's."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            at = moment + (datetime.now() - since)
            return cls.fromisoformat(at.astimezone(tz).isoformat())

    with (
        patch("moedeapp.model.document.datetime", Then),
        patch("moedeapp.ui.projector.time_left.datetime", Then),
    ):
        yield
