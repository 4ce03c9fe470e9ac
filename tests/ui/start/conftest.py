"""The start window in tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase
from moedeapp.ui.settings import ASKED, Settings
from moedeapp.ui.start.recent import remember
from moedeapp.ui.start.window import MakeDemo, StartWindow


@pytest.fixture
def opened(qtbot: QtBot, settings: Settings) -> Iterator[Callable[..., StartWindow]]:
    """Opens the start window; closed when the test is over."""
    windows: list[StartWindow] = []

    def start(make_demo: MakeDemo | None = None, *, asked: bool = True) -> StartWindow:
        settings.put(ASKED, asked)
        window = StartWindow(settings, make_demo)
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield start
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def meeting(tmp_path: Path, settings: Settings) -> Callable[..., Path]:
    """Makes a meeting that is among the latest."""

    def make(name: str, phase: Phase = Phase.FRAMES, *, final: bool = False, **facts: str) -> Path:
        path = tmp_path / f"{name}.moede"
        with Document.create(path, words="Hvad nu?") as document:
            document.apply(evening.describe(**facts))
            document.apply(evening.leave_unresolved())
            if phase is not Phase.FRAMES:
                document.apply(evening.go_to(phase))
            if final:
                document.apply(evening.finish())
        remember(settings.store, path)
        return path

    return make
