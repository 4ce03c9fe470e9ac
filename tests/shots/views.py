"""Every window, page, panel and dialog of the program, each opened in the states it can be in.

A view is opened as the program opens it, on a meeting file of `scenes`; what has to be pressed to
get there is pressed. Whoever adds a window or a state adds it here, and it is looked at, measured
and photographed from then on.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from moedeapp.app import Front
from moedeapp.ui.main_window import MainWindow
from moedeapp.ui.settings import FOLDER, OWN, Settings
from moedeapp.ui.start import StartWindow, remember
from moedeapp.ui.start.rehearsals import rehearse
from tests.shots.scenes import LONG

Act = Callable[[MainWindow], QWidget | None]
"""Brings a window into a state; gives another window when that is what is to be seen."""

Step = Callable[[Front, StartWindow], QWidget | None]
"""The same for the window one begins in, and what opens beside it."""


@dataclass(frozen=True, slots=True)
class View:
    """Something to look at: a name, the scene it is opened on, and what is done first.

    Without a scene it is the window one begins in, after `step`, among meetings unless it is
    `alone`.
    """

    name: str
    scene: str = ""
    act: Act = lambda window: None
    step: Step = lambda front, start: None
    alone: bool = False


def _pressed(*keys: str) -> Act:
    def act(window: MainWindow) -> None:
        for key in keys:
            QTest.keySequence(window, key)

    return act


_TABLE = "Idé\tBord\tTema\n" + "\n".join(
    f"{words}\t{n}\tHavneliv"
    for n, words in enumerate(("Flere bænke", "En badebro med trappe", "Et sted i læ. " * 20), 1)
)


def _on_page(do: Callable[[Any], object]) -> Act:
    def act(window: MainWindow) -> None:
        do(window.page)

    return act


def _sheet(at: int) -> Act:
    return _on_page(lambda page: page.tabs.turn_to(at))


def _chosen(do: Callable[[Any], object] = lambda page: None) -> Act:
    def choose(page: Any) -> None:
        page.wall.setCurrentIndex(page.wall.model().index(0, 0))
        do(page)

    return _on_page(choose)


def _alike(page: Any) -> str:
    return str(page.wall.model().index(0, 0).data())


def _new(front: Front, start: StartWindow) -> None:
    start.ask_new()
    start.new.boxes["title"].setText(LONG)
    start.new.boxes["date"].setText("31-2-2026")
    start.new.boxes["starts"].setText("19.30")
    start.new.check()


def _earlier(front: Front, start: StartWindow) -> None:
    start.ask_new()
    start.new.plans.options["earlier"].click()
    start.new.plans.shelf.wait()


def _rehearsal(front: Front, start: StartWindow) -> None:
    start.ask_rehearsal()
    start.rehearsals.meetings.wait()
    start.rehearsals.rehearsals.wait()


def _settings(front: Front, start: StartWindow) -> QWidget | None:
    front.show_preferences()
    assert front.preferences is not None
    front.preferences.sight.distance.setText("20")
    front.preferences.sight.picture.setText("2")
    return front.preferences


def _help(words: str = "") -> Step:
    def step(front: Front, start: StartWindow) -> QWidget | None:
        front.show_help()
        assert front.help is not None
        front.help.search.setText(words)
        return front.help

    return step


VIEWS: Final = (
    View("start"),
    View("first time", alone=True),
    View("new meeting", step=_new),
    View("new like an earlier", step=_earlier),
    View("rehearsal choice", step=_rehearsal),
    View("settings", step=_settings),
    View("help", step=_help()),
    View("help search", step=_help("te")),
    View("frames empty", "new"),
    View("frames", "frames"),
    View("frames run sheet", "frames", _sheet(1)),
    View("frames case", "frames", _sheet(2)),
    View("frames organisation", "frames", _sheet(3)),
    View("welcome", "welcome"),
    View("welcome slips", "welcome", _sheet(1)),
    View("welcome check", "welcome", _sheet(2)),
    View("welcome empty", "empty welcome"),
    View("ideas", "ideas"),
    View("ideas empty", "empty ideas"),
    View("ideas silence", "silence"),
    View("ideas queue", "crowd"),
    View("ideas chosen", "ideas", _chosen()),
    View("ideas why", "ideas", _chosen(lambda page: page._single.ask_to_hide())),
    View("ideas edit", "ideas", _chosen(lambda page: page._single.edit_chosen())),
    View("ideas alike", "ideas", _on_page(lambda page: page.line.take(_alike(page)))),
    View("ideas bring", "ideas", _on_page(lambda page: page._bring_text(_TABLE))),
    View("ideas nothing to bring", "ideas", _on_page(lambda page: page._bring_text(" "))),
    View("ideas notes", "ideas", _pressed("Ctrl+N")),
    View("ideas keys", "ideas", _pressed("?")),
    View("themes", "themes"),
    View("themes loose", "loose"),
    View("themes empty", "empty themes"),
    View("themes long", "long themes"),
    View("dots choosing", "choosing"),
    View("dots choosing long", "long choosing"),
    View("dots empty", "empty dots"),
    View("dots prepared", "prepared"),
    View("dots open", "open"),
    View("dots keying", "keying"),
    View("dots sealed", "sealed"),
    View("agreement open", "agreement"),
    View("result", "result"),
    View("result long", "long result"),
    View("result empty", "empty result"),
    View("next steps", "steps"),
    View("next steps empty", "empty next_steps"),
    View("next steps ended", "end"),
)


@contextmanager
def opened(view: View, scenes: Path) -> Iterator[QWidget]:
    """The window of a view, shown; everything of it is gone afterwards."""
    with TemporaryDirectory() as folder:
        settings = Settings(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        settings.put(OWN, f"{folder}/own")
        settings.put(FOLDER, f"{folder}/meetings")
        front = Front(settings, lambda folder, tell: folder)
        if view.scene:
            path = Path(folder) / "Fremtidens Havn.moede"
            shutil.copyfile(scenes / f"{view.scene}.moede", path)
            front.open(path)
            assert front.window is not None
            window: QWidget = front.window
            settle()
            window = view.act(front.window) or front.window
        else:
            if not view.alone:
                _fill(settings, scenes)
            start = front.begin()
            start.home.shelf.wait()
            settle()
            window = view.step(front, start) or start
        settle()
        try:
            yield window
        finally:
            QApplication.closeAllWindows()
            for left in QApplication.topLevelWidgets():
                left.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            settle()


def _fill(settings: Settings, scenes: Path) -> None:
    for scene in ("new", "gone", "long themes", "themes", "end"):
        remember(settings.store, scenes / f"{scene}.moede")
    rehearse(scenes / "themes.moede", settings.own_folder("rehearsals"))


def settle() -> None:
    """Let everything that waits be laid out and painted."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
