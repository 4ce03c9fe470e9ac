"""A window on a meeting, and the proof that nothing of it is left behind."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from moedeapp.app import Front, printer
from moedeapp.model.commands import ballots, evening, ideas, rounds, slips, themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, RoundState, numbered
from moedeapp.ui import theme
from moedeapp.ui.exports import Exports, Offered, Tell, Written
from moedeapp.ui.main_window import MainWindow
from moedeapp.ui.phones import Serve
from moedeapp.ui.settings import FOLDER, OWN, Settings

QUESTION = "Hvad skal havnen kunne om ti år?"


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.wear(qapp)


@pytest.fixture(autouse=True)
def _nothing_is_left(qapp: QApplication) -> Iterator[None]:
    yield
    qapp.closeAllWindows()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    assert [w for w in qapp.topLevelWidgets() if w.isVisible()] == []
    assert threading.enumerate() == [threading.main_thread()]


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    """A new meeting with its frames in place."""
    with Document.create(tmp_path / "møde.moede", words=QUESTION) as made:
        made.apply(evening.describe(title="Fremtidens Havn", place="Bådehallen", date="2026-11-23"))
        made.apply(evening.leave_unresolved())
        yield made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that nobody has changed, in a place of their own."""
    made = Settings(QSettings(str(tmp_path / "indstillinger.ini"), QSettings.Format.IniFormat))
    made.put(FOLDER, str(tmp_path / "Borgermøder"))
    made.put(OWN, str(tmp_path / "egne"))
    return made


class Making:
    """Exports that do nothing but call a function, and tell that they have."""

    def __init__(self, make: Callable[[], list[Path]], folder: Path) -> None:
        self._make = make
        self._folder = folder

    def folder(self) -> Path:
        return self._folder

    def offered(self) -> list[Offered]:
        return []

    def names(self, forms: Sequence[str]) -> list[str]:
        return []

    def ready(self) -> None:
        pass

    def close(self) -> None:
        pass

    def preview(self, _tell: Tell) -> str:
        return ""

    def make(self, forms: Sequence[str], folder: Path, tell: Tell) -> Written:
        tell(0, 1)
        return Written(self._make())


@pytest.fixture
def front(settings: Settings) -> Iterator[Front]:
    """The front door; whatever window it opened is closed when the test is over."""
    made = Front(settings)
    yield made
    for window in (made.window, made.start, made.preferences, made.earlier, made._said):
        if window is not None:
            window.close()
            window.deleteLater()


@pytest.fixture
def show(qtbot: QtBot, settings: Settings) -> Iterator[Callable[..., MainWindow]]:
    """Opens a window on a meeting; closed when the test is over."""
    opened: list[MainWindow] = []

    def window_on(
        document: Document,
        make: Callable[[], list[Path]] = list,
        serve: Serve | None = None,
        exports: Exports | None = None,
    ) -> MainWindow:
        made = exports or Making(make, document.path.parent / "exports")
        window = MainWindow(document, settings, made, prints=printer, serve=serve)
        opened.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield window_on
    for window in opened:
        window.close()
        window.deleteLater()


@pytest.fixture
def below(qtbot: QtBot) -> Iterator[Callable[..., QWidget]]:
    """Shows widgets below each other in a window that is closed when the test is over."""
    windows: list[QWidget] = []

    def stacked(*parts: QWidget, size: tuple[int, int]) -> QWidget:
        window = QWidget()
        windows.append(window)
        laid = QVBoxLayout(window)
        # What the layout would tell of its least size has no listener without a screen.
        laid.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        for part in parts:
            laid.addWidget(part)
        window.resize(*size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield stacked
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def at(document: Document, show: Callable[..., MainWindow]) -> Callable[[Phase], MainWindow]:
    """Opens a window on the meeting in a phase."""

    def window_at(phase: Phase) -> MainWindow:
        document.apply(evening.go_to(phase))
        return show(document)

    return window_at


def fill(document: Document, count: int, words: str = "Bænke i læ ved vandet, nummer {n}") -> None:
    """Give a meeting ideas."""
    document.apply(evening.go_to(Phase.IDEAS))
    document.apply(
        ideas.bring_in([ideas.Incoming(words.format(n=n), table=n % 8 + 1) for n in range(count)])
    )


def open_vote(document: Document, *titles: str, **rules: Any) -> str:
    """Open a vote on themes with these titles; gives the round's key."""
    document.apply(evening.go_to(Phase.THEMES))
    keys = []
    for title in titles:
        idea = document.apply(ideas.add(f"Idé om {title}"))
        keys.append(document.apply(themes.add(title, ideas=[idea])))
    document.apply(evening.go_to(Phase.DOTS))
    vote = document.apply(rounds.prepare(keys, **{"open_access": True, **rules}))
    document.apply(rounds.open(vote))
    return vote


def close_box(document: Document, *titles: str, **rules: Any) -> str:
    """Open a vote and close its box, so that paper can be keyed; gives the round's key."""
    vote = open_vote(document, *titles, **rules)
    document.apply(rounds.close(vote))
    return vote


def by_number(document: Document, vote: str) -> list[str]:
    """Keys of the proposals of a round, in the order of the numbers that were drawn."""
    return [p.id for p in numbered(document.state.proposals) if p.round == vote]


def seal(document: Document, vote: str, *given: Mapping[str, int]) -> None:
    """Close, key these slips, and seal."""
    if document.state.rounds[vote].state is RoundState.OPEN:
        document.apply(rounds.close(vote))
    for dots in given:
        document.apply(ballots.key(vote, ballots.Vote(dots)))
    document.apply(rounds.seal(vote))


def issue(document: Document, count: int, **what: Any) -> tuple[slips.Printed, ...]:
    """Print slips."""
    return document.apply(slips.issue(count, **what))
