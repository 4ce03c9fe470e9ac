"""The board as a screen reader finds it: a list of themes and notes, each with its name."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget

from moedeapp.texts import _
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui.board.geometry import Box
from moedeapp.ui.board.outline import spoken_area, spoken_note
from moedeapp.ui.board.view import BoardView

_Role = QAccessible.Role
_Text = QAccessible.Text


class Thing(QObject):
    """Stands for a note or a theme in the tree; it has no life but there."""

    def __init__(self, view: BoardView, key: str) -> None:
        super().__init__(view)
        self.view = view
        self.key = key


class _Kept:
    """Every interface that Qt was given; Qt does not keep them alive."""

    interfaces: Final[dict[int, QAccessibleInterface]] = {}
    things: Final[dict[tuple[int, str], Thing]] = {}
    installed = False


def thing(view: BoardView, key: str) -> Thing:
    """What stands for a note or a theme."""
    place = id(view), key
    if place not in _Kept.things:
        made = _Kept.things[place] = Thing(view, key)
        made.destroyed.connect(_forgetter(place, id(made)))
    return _Kept.things[place]


def _forgetter(place: tuple[int, str], identity: int) -> Callable[[], None]:
    def forget() -> None:
        _Kept.things.pop(place, None)
        _Kept.interfaces.pop(identity, None)

    return forget


def _order(view: BoardView) -> list[str]:
    """Every theme followed by its notes, then the loose notes."""
    scene = view.shown.scene
    order: list[str] = []
    for key in scene.areas:
        order.append(key)
        order += scene.members(key)
    return [*order, *scene.loose]


class _ThingInterface(QAccessibleInterface):
    """A note, or the title of a theme."""

    def __init__(self, of: Thing) -> None:
        super().__init__()
        self._of = of

    def isValid(self) -> bool:  # noqa: N802 (Qt's name)
        scene = self._of.view.shown.scene
        return self._of.key in scene.notes or self._of.key in scene.areas

    def object(self) -> QObject:
        return self._of

    def window(self) -> QWindow:
        return self._of.view.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._of.view)

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802
        return None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802
        return None

    def relations(self, match: Any = None) -> list[Any]:
        return []

    def role(self) -> QAccessible.Role:
        return _Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        view, key = self._of.view, self._of.key
        if kind != _Text.Name or not self.isValid():
            return ""
        scene = view.shown.scene
        return spoken_note(scene, key) if key in scene.notes else spoken_area(scene, key)

    def setText(self, kind: QAccessible.Text, text: str) -> None:  # noqa: N802
        pass

    def rect(self) -> QRect:
        view = self._of.view
        box = view.shown.scene.box(self._of.key) or Box(0, 0, 0, 0)
        corner = view.viewport().mapToGlobal(view.camera.to_window((box.x, box.y)))
        scale = view.camera.scale
        return QRect(corner.x(), corner.y(), round(box.width * scale), round(box.height * scale))

    def state(self) -> QAccessible.State:
        choice = self._of.view.shown.choice
        state = QAccessible.State()
        current = choice.current == self._of.key and self._of.view.hasFocus()
        for name, on in (
            ("focusable", True),
            ("selectable", True),
            ("multiSelectable", True),
            ("selected", self._of.key in choice),
            ("focused", current),
            ("invalid", not self.isValid()),
        ):
            setattr(state, name, int(on))
        return state


class _BoardInterface(QAccessibleWidget):
    """The board itself: a list."""

    def __init__(self, view: BoardView) -> None:
        super().__init__(view, _Role.List, "")
        self._view = view

    def text(self, kind: QAccessible.Text) -> str:
        if kind == _Text.Name:
            return _("Board")
        if kind == _Text.Description:
            scene = self._view.shown.scene
            count = sum(note.shown for note in scene.notes.values())
            return _("{ideas}. Ctrl+L shows the board as a list.").format(
                ideas=ideas_in_words(count)
            )
        return super().text(kind)

    def state(self) -> QAccessible.State:
        state = super().state()
        state.focusable = 1
        return state

    def childCount(self) -> int:
        return len(self._view.shown.scene.areas) + len(self._view.shown.scene.notes)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        order = _order(self._view)
        return _interface(self._view, order[index]) if 0 <= index < len(order) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        of = child.object()
        order = _order(self._view)
        return order.index(of.key) if isinstance(of, Thing) and of.key in order else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802
        view = self._view
        place = view.camera.to_board(view.viewport().mapFromGlobal(QPoint(x, y)))
        key = view.shown.scene.note_at(*place) or view.shown.scene.area_at(*place)
        return _interface(view, key) if key else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802
        current = self._view.shown.choice.current
        there = self._view.shown.scene.box(current) is not None
        return _interface(self._view, current) if there else None


def _interface(view: BoardView, key: str) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(thing(view, key))


def _make(_kind: str, of: QObject) -> QAccessibleInterface | None:
    if isinstance(of, BoardView):
        made: QAccessibleInterface = _BoardInterface(of)
        identity = id(of)
        of.destroyed.connect(lambda: _Kept.interfaces.pop(identity, None))
    elif isinstance(of, Thing):
        made = _ThingInterface(of)
    else:
        return None
    _Kept.interfaces[id(of)] = made
    return made


def install() -> None:
    """Tell Qt how boards are read aloud; once is enough."""
    if not _Kept.installed:
        _Kept.installed = True
        QAccessible.installFactory(_make)


class Speaker(QObject):
    """Tells a screen reader what happens on the board, if there is one."""

    def __init__(self, view: BoardView) -> None:
        super().__init__(view)
        self._view = view
        view.shown.choice.changed.connect(self._choice_changed)
        view.acts.spoken.connect(self.say)

    def say(self, sentence: str) -> None:
        """Have a sentence read aloud."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, sentence))

    def _choice_changed(self) -> None:
        if not QAccessible.isActive() or not self._view.isVisible():
            return
        current = self._view.shown.choice.current
        if self._view.shown.scene.box(current) is not None and self._view.hasFocus():
            of = thing(self._view, current)
            QAccessible.updateAccessibility(QAccessibleEvent(of, QAccessible.Event.Focus))
        QAccessible.updateAccessibility(
            QAccessibleEvent(self._view, QAccessible.Event.SelectionWithin)
        )
