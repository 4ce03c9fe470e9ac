"""What the pages of the phases are tried with."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from moedeapp.model.commands import ideas
from moedeapp.model.document import Document
from moedeapp.model.meeting import Channel, Phase
from moedeapp.ui.main_window import MainWindow


def words_on(wall: Any) -> list[str]:
    """The words on a wall, from the top."""
    return [wall.model().index(row, 0).data() for row in range(wall.model().rowCount())]


def send(document: Document, *words: str, **more: Any) -> list[str]:
    """Ideas from phones; gives their keys."""
    return [document.apply(ideas.receive(said, channel=Channel.PHONE, **more)) for said in words]


@pytest.fixture
def page(at: Callable[[Phase], MainWindow]) -> Any:
    """The page of ideas, in its window."""
    return at(Phase.IDEAS).page


@pytest.fixture
def shown(page: Any, qtbot: QtBot) -> Callable[..., None]:
    """Waits until the wall shows these words and no others."""

    def wait(*words: str) -> None:
        qtbot.waitUntil(lambda: words_on(page.wall) == list(words))

    return wait
