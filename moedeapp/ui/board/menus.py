"""The menus of the board: everything a drag or a key does, in words."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from moedeapp.model.meeting import Colour
from moedeapp.texts import _, capital, name
from moedeapp.ui.board import ways
from moedeapp.ui.board.acts import Acts, named


def menu_for(
    acts: Acts, parent: QWidget, open_note: Callable[[str], object], rename: Callable[[], object]
) -> QMenu:
    """The menu of what is chosen; of the board itself when nothing is."""
    menu = QMenu(parent)
    notes, areas = acts.notes, acts.areas
    if notes:
        _about_notes(menu, acts, notes, open_note)
    elif areas:
        _about_themes(menu, acts, areas, rename)
    else:
        menu.addAction(_with_key(_("New theme"), "T"), acts.ask_theme)
    if notes or areas:
        _ways(menu.addMenu(_("Move")), acts)
    return menu


def _about_notes(
    menu: QMenu, acts: Acts, notes: list[str], open_note: Callable[[str], object]
) -> None:
    if len(notes) == 1:
        menu.addAction(_with_key(_("Open"), "⏎"), partial(open_note, notes[0]))
    goals = menu.addMenu(_("Move into theme"))
    for area in acts.scene.areas.values():
        if area.theme is not None:
            goals.addAction(named(area.theme), partial(acts.put_in, notes, area.theme.id))
    goals.setEnabled(bool(acts.scene.areas))
    menu.addAction(_with_key(_("Theme …"), "T"), acts.ask_theme)
    out = menu.addAction(_with_key(_("Take out"), _("Delete")), acts.take_out)
    out.setEnabled(any(acts.scene.notes[key].area for key in notes))
    menu.addSeparator()
    merge = menu.addAction(_with_key(_("Merge"), "M"), acts.ask_to_merge)
    merge.setEnabled(len(notes) > 1)
    menu.addAction(_("Split"), acts.split).setEnabled(acts.can_split())


def _about_themes(menu: QMenu, acts: Acts, areas: list[str], rename: Callable[[], object]) -> None:
    if len(areas) == 1:
        key = areas[0]
        menu.addAction(_with_key(_("Rename"), "F2"), rename)
        papers = menu.addMenu(_("Colour"))
        for colour in Colour:
            papers.addAction(capital(name(colour)), partial(acts.recolour, key, colour))
        menu.addAction(_("Wider"), partial(acts.widen, key, 1))
        menu.addAction(_("Narrower"), partial(acts.widen, key, -1))
        menu.addAction(_("Choose its notes"), partial(_choose_notes, acts, key))
        menu.addSeparator()
    merge = menu.addAction(_with_key(_("Merge"), "M"), acts.ask_to_merge)
    merge.setEnabled(len(areas) > 1)
    menu.addAction(_("Split"), acts.split).setEnabled(acts.can_split())
    if len(areas) == 1:
        menu.addAction(_("Take the theme off the board"), partial(acts.remove_theme, areas[0]))


def _choose_notes(acts: Acts, theme: str) -> None:
    acts.choice.set(acts.scene.members(theme))


def _ways(menu: QMenu, acts: Acts) -> None:
    for words, key, way in (
        (_("Left"), "←", ways.LEFT),
        (_("Right"), "→", ways.RIGHT),
        (_("Up"), "↑", ways.UP),
        (_("Down"), "↓", ways.DOWN),
    ):
        menu.addAction(_with_key(words, f"Ctrl+{key}"), partial(acts.shift, way))


def _with_key(words: str, key: str) -> str:
    return f"{words}\t{key}"


def show(menu: QMenu, at: QPoint) -> None:
    """Show a menu, and let it go when it was used."""
    menu.exec(at)
    menu.deleteLater()
