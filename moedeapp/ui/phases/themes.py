"""The phase Themes: the board, its list, and what lies above them for a while."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QVBoxLayout, QWidget

from moedeapp.model.changes import Change
from moedeapp.model.meeting import ordered
from moedeapp.texts import _, field
from moedeapp.ui.board import menus, merging, ways
from moedeapp.ui.board.acts import Acts
from moedeapp.ui.board.bar import Bar
from moedeapp.ui.board.camera import BELOW
from moedeapp.ui.board.choice import Choice as Chosen
from moedeapp.ui.board.goal import Goal
from moedeapp.ui.board.merging import Merging
from moedeapp.ui.board.minimap import Minimap
from moedeapp.ui.board.outline import Outline
from moedeapp.ui.board.overlay import Overlay
from moedeapp.ui.board.scene import Scene
from moedeapp.ui.board.search import Search
from moedeapp.ui.board.spoken import Speaker, install
from moedeapp.ui.board.things import Step
from moedeapp.ui.board.titles import Title
from moedeapp.ui.board.view import BoardView
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, keeps_escape
from moedeapp.ui.labels import column, frame, row
from moedeapp.ui.phases.opened_note import OpenedNote
from moedeapp.ui.phases.page import Page, empty
from moedeapp.ui.phases.suggestions import Suggestions

_EDGE: Final = 16
_USUAL: Final = 0.5
"""The smallest size the board is first seen at."""

_SMALL: Final = 0.4
"""The smallest size the board is seen at when a theme was made."""

_NARROW: Final = 1100
"""Pixels of width below which the bar leaves the keys out, and the map stands above it."""

_LOW: Final = 430
"""Pixels of height below which there is no map."""


class ThemesPage(Page):
    """The board fills the page; everything else floats above it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        install()
        self.scene = Scene()
        self.choice = Chosen(self)
        self.acts = Acts(desk, self.scene, self.choice, self)
        self.view = BoardView(self.acts)
        self.outline = Outline(self.acts)
        self._outline_is_old = True
        self._looked_at = False
        self._look_then: Callable[[], object] | None = None
        """how to look at the board when it has become what was just done"""
        self._question_box = Choice(field("question"))
        self._question_box.currentIndexChanged.connect(self._turn_question)
        self._questions = frame("head", row(self._question_box, 1), (_EDGE, 6, _EDGE, 6))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._listed())
        laid = column(self._questions, self._stack, gap=0, into=QVBoxLayout(self))
        laid.setStretch(1, 1)
        self._empty = empty("")
        self._empty.setParent(self)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.map = Minimap(self.scene, self.view.camera)
        self.map.setParent(self)
        self.suggestions = Suggestions(self.acts, self)
        self.bar = Bar(
            self.acts,
            self.view.camera,
            self.suggestions.look,
            self.tidy,
            self.begin_search,
            self.turn_list,
        )
        self.bar.setParent(self)
        self.goal = Goal(self.scene, self)
        self.merging = Merging(self.scene, self)
        self.search = Search(self.scene, self.choice, self)
        self.title = Title(self)
        self.opened = OpenedNote(self.acts, self.begin, self)
        self.speaker = Speaker(self.view)
        self._connect()
        self._show_front()

    def _listed(self) -> QWidget:
        """The list with room for the bar below it."""
        holder = QFrame()
        column(self.outline, into=QVBoxLayout(holder)).setContentsMargins(0, 4, 0, BELOW - 8)
        return holder

    def _connect(self) -> None:
        acts, view = self.acts, self.view
        acts.asking.connect(self._ask_theme)
        acts.merging.connect(self._ask_to_merge)
        view.opened.connect(self.open_note)
        view.renaming.connect(self._rename)
        view.menu_wanted.connect(self._show_menu)
        view.camera.moved.connect(self._follow_camera)
        self.outline.opened.connect(self.open_note)
        self.outline.menu_wanted.connect(self._show_menu)
        self.goal.picked.connect(self._to_theme)
        self.goal.named.connect(self._to_new_theme)
        self.merging.agreed.connect(self._merge)
        self.merging.left.connect(self._place)
        self.search.found.connect(self._show_hits)
        self.search.gone_to.connect(self._reveal)
        self.title.written.connect(acts.rename)
        self.title.left.connect(self._title_left)
        self.suggestions.turned.connect(self._show_suggestion)
        for overlay in (self.goal, self.merging, self.search, self.suggestions, self.opened):
            overlay.left.connect(self.begin)
            overlay.left.connect(self._place)
        for key, act in (("Ctrl+F", self.begin_search), ("Ctrl+L", self.turn_list)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # --- which of the two is in front

    @property
    def as_list(self) -> bool:
        """Whether the list is in front, and not the board."""
        return self.desk.settings.board_as_list

    @property
    def front(self) -> QWidget:
        """The board, or its list."""
        return self.outline if self.as_list else self.view

    def turn_list(self) -> None:
        """Show the list instead of the board, or the board again; remembered on this computer."""
        self.desk.settings.show_board_as_list(not self.as_list)
        self._show_front()
        self._reveal()
        self.begin()

    def _show_front(self) -> None:
        as_list = self.as_list
        if as_list and self._outline_is_old:
            self.outline.follow_anew()
            self._outline_is_old = False
        self._stack.setCurrentIndex(int(as_list))
        self.bar.follow(as_list=as_list)
        self.suggestions.as_list = as_list
        self.suggestions.refresh()
        self._place()

    def begin(self) -> None:
        """Stand among the notes."""
        if not self._looked_at and self.view.isVisible():
            self._look_first()
        self.front.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_first(self) -> None:
        """See the whole board if it can be read so; else its beginning."""
        self._looked_at = True
        camera, whole = self.view.camera, self.scene.whole()
        camera.show_whole()
        if whole is not None and camera.scale < _USUAL:
            camera.zoom(_USUAL)
            port = self.view.viewport()
            start = whole if self.scene.areas else whole._replace(x=max(whole.x, 0.0))
            camera.centre(
                (
                    start.x + (port.width() / 2 - _EDGE) / camera.scale,
                    start.y + (port.height() / 2 - _EDGE) / camera.scale,
                )
            )
        if not self.choice.current and self.scene.loose:
            first = ways.in_reading_order(self.scene, self.scene.loose)[0]
            self.choice.set([first])

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this page."""
        return [
            ("←, →, ↑, ↓", _("go from note to note; over the first one to the theme")),
            ("Shift+→", _("choose more notes on the way")),
            ("Ctrl+→", _("move what is chosen: on the board, or to the next theme")),
            ("T", _("theme for the chosen notes; then its letter, or words, and Enter")),
            ("Ctrl+Enter", _("make a new theme though one begins with the same words")),
            ("M", _("merge the chosen notes or themes")),
            ("Enter", _("open the note")),
            ("Del", _("take out of the theme")),
            ("F2", _("rename the theme")),
            ("Ctrl+A", _("choose all notes")),
            ("Home, End", _("first and last note of the theme")),
            ("Ctrl+F", _("search")),
            ("Ctrl+L", _("board or list")),
            ("+, –", _("larger and smaller")),
            ("0", _("the whole board")),
            ("Space", _("hold it down and drag to move the board")),
        ]

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show what the changes changed."""
        self._offer_questions()
        step = self.scene.follow(self.state, self.desk.question_key, changes)
        self._show(step)
        self.suggestions.refresh()
        if step:
            look, self._look_then = self._look_then, None
            if look is not None:
                look()

    def _show(self, step: Step) -> None:
        scene = self.scene
        self.choice.keep(_There(scene))
        self.view.follow(step)
        if self.as_list:
            self.outline.follow(step)
        elif step:
            self._outline_is_old = True
        if step:
            self.map.follow()
            self.search.follow()
            self.opened.refresh()
        nothing = not (scene.notes or scene.areas)
        self._empty.setVisible(nothing)
        if nothing:
            self._empty.setText(
                _("No ideas are shown yet. What is shown in Ideas can be gathered here.")
            )

    def _offer_questions(self) -> None:
        questions = ordered(self.state.questions)
        self._questions.setVisible(len(questions) > 1)
        if len(questions) > 1:
            box, asked = self._question_box, self.desk.question
            box.blockSignals(True)
            box.offer({q.id: f"{q.position}  {' '.join(q.words.split())[:80]}" for q in questions})
            box.follow(asked.id if asked else "")
            box.blockSignals(False)

    def _turn_question(self) -> None:
        self.suggestions.leave()
        self._looked_at = False
        self.desk.turn_to(self._question_box.chosen())
        self.begin()

    # --- themes

    def _ask_theme(self) -> None:
        self.goal.ask(self.acts.notes)
        self._place_goal()

    def _to_theme(self, key: str) -> None:
        notes = self.acts.notes
        if notes:
            self._theme_and_go_on(notes, lambda: self.acts.put_in(notes, key))
        elif key in self.scene.areas:
            self.choice.set([key])
            self._reveal()
        self.begin()

    def _to_new_theme(self, title: str) -> None:
        notes = self.acts.notes
        if self._theme_and_go_on(notes, lambda: self.acts.new_theme(title, notes)):
            self._look_then = self._see_all
        self.begin()

    def _see_all(self) -> None:
        """Have the theme that was just made in sight, and all the rest if it can be read so."""
        camera, whole = self.view.camera, self.scene.whole()
        if whole is None or camera.sees(whole) or camera.whole_scale() < _SMALL:
            return
        camera.show_whole()

    def _theme_and_go_on(self, notes: Sequence[str], act: Callable[[], bool]) -> bool:
        """Do it; when loose notes found a theme, the next loose one is at hand."""
        were_loose = any(key in self.scene.loose for key in notes)
        following = ways.next_loose(self.scene, notes) if were_loose else None
        done = act()
        if done and following is not None:
            self.choice.set([following])
            self._reveal()
        return done

    def _rename(self, key: str) -> None:
        area = self.scene.areas.get(key)
        if area is None or area.theme is None:
            return
        self.view.camera.reveal_now(area.head)
        camera = self.view.camera
        corner = self.view.viewport().mapTo(self, camera.to_window((area.box.x, area.box.y)))
        wide = max(280, round(area.box.width * camera.scale) - 16)
        high = max(38, round(area.head.height * camera.scale) - 12)
        room = QRect(corner + QPoint(8, 6), corner + QPoint(8 + wide, 6 + high))
        self.view.shown.renamed = key
        self.view.redraw()
        self.title.begin(key, area.theme.title, room)

    def _title_left(self) -> None:
        self.view.shown.renamed = None
        self.view.redraw()
        self.begin()

    def tidy(self) -> None:
        """Lay out the whole board, and see all of it."""
        port = self.view.viewport()
        self.view.camera.show_whole()
        if self.acts.tidy(port.width() / max(1, port.height() - BELOW)):
            self._look_then = self.view.camera.show_whole

    # --- like with like

    def _ask_to_merge(self, keys: list[str]) -> None:
        self.merging.ask(keys, self.choice.current, self.state)
        self._place()
        self.merging.raise_()

    def _merge(self, keys: list[str], lead: str) -> None:
        self.acts.merge(keys, lead)
        self._place()
        self.begin()

    def _show_suggestion(self) -> None:
        keys, shown = self.suggestions.keys, self.view.shown
        first = self.suggestions.first
        shown.why = dict(first.why) if first and keys else {}
        title = ", ".join(first.words) if first else ""
        shown.maybe = _("Perhaps a theme: {words}").format(words=title)
        step = self.scene.suggest(keys)
        self.view.follow(step)
        self.view.redraw()
        if step and self.scene.maybe is not None:
            box = self.scene.maybe.box
            above = (self.suggestions.height() + 16) / self.view.camera.scale
            self.view.camera.reveal(box._replace(y=box.y - above, height=box.height + above))
        self._place_suggestions()

    # --- reading and searching

    def open_note(self, key: str) -> None:
        """Show all words of a note."""
        if key not in self.choice:
            self.choice.set([key])
        self.opened.begin()
        self._place()

    def begin_search(self) -> None:
        """Be ready to search."""
        self._place()
        self.search.begin()
        self._place()

    def _show_hits(self) -> None:
        hits = dict.fromkeys(self.search.hits)
        self.view.shown.hits = self.outline.hits = hits
        self.view.shown.marks = (self.search.words,) if hits else ()
        self.view.redraw()
        self.outline.viewport().update()

    def _reveal(self) -> None:
        if not self.as_list:
            self.view.reveal_current()

    # --- menus and keys

    def _show_menu(self, at: QPoint) -> None:
        menus.show(self.make_menu(), at)

    def make_menu(self) -> QMenu:
        """The menu of what is chosen."""
        rename = self.outline.rename_current if self.as_list else self.view.rename_current
        return menus.menu_for(self.acts, self, self.open_note, rename)

    def event(self, event: QEvent) -> bool:
        """Keep Esc for what is open above the board, before the window takes it."""
        wanted = keeps_escape(event, lambda: self._open_overlay() is not None)
        return wanted or super().event(event)

    def _open_overlay(self) -> Overlay | None:
        """What Esc closes now, also when the focus is on the board."""
        overlays = (self.goal, self.merging, self.search, self.suggestions, self.opened)
        return next((each for each in overlays if not each.isHidden()), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T asks for a theme and M to merge, unless single letters are turned off; Esc closes."""
        if event.key() == Qt.Key.Key_Escape and (overlay := self._open_overlay()) is not None:
            overlay.leave()
            return
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        act = {Qt.Key.Key_T: self.acts.ask_theme, Qt.Key.Key_M: self.acts.ask_to_merge}.get(
            Qt.Key(event.key())
        )
        if act and not held and self.desk.settings.letter_keys and self.merging.isHidden():
            act()
        else:
            super().keyPressEvent(event)

    # --- where everything is

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what floats inside the page."""
        super().resizeEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no errand behind when the window goes."""
        super().hideEvent(event)
        if not self.window().isVisible():
            self.suggestions.wait()

    def _place(self) -> None:
        narrow = self.width() < _NARROW
        self.bar.show_keys(shown=not narrow)
        self.bar.fit()
        bottom = self.height() - _EDGE
        self.bar.move((self.width() - self.bar.width()) // 2, bottom - self.bar.height())
        asking = not self.merging.isHidden()
        roomy = self.height() >= _LOW and self.opened.isHidden()
        self.bar.setVisible(not asking)
        self.map.offer(room=roomy and not asking and not self.as_list)
        above = self.bar.height() + 10 if self.bar.geometry().right() > self._map_left() else 0
        self.map.move(self._map_left(), bottom - self.map.height() - above)
        top = self._stack.y() + _EDGE
        opened_left = self.width() - self.opened.width() - _EDGE
        self.opened.setGeometry(
            opened_left, top, self.opened.width(), self.height() - top - BELOW - 4
        )
        right = opened_left - 10 if not self.opened.isHidden() else self.width() - _EDGE
        self.search.adjustSize()
        self.search.move(max(_EDGE, right - self.search.width()), top)
        self._empty.setGeometry(40, self.height() // 2 - 80, self.width() - 80, 120)
        for overlay in (self.bar, self.map, self.suggestions, self.opened, self.search, self.goal):
            overlay.raise_()
        self._place_merging()
        self._place_suggestions()
        self._place_goal()

    def _map_left(self) -> int:
        return self.width() - self.map.width() - _EDGE

    def _follow_camera(self) -> None:
        if not self.goal.isHidden():
            self._place_goal()
        if not self.suggestions.isHidden():
            self._place_suggestions()

    def _place_merging(self) -> None:
        wide = min(merging.WIDEST, self.width() - 2 * _EDGE)
        high = min(self.merging.height_for(wide), self.height() - 2 * _EDGE)
        self.merging.setGeometry(
            (self.width() - wide) // 2, (self.height() - high) // 2, wide, high
        )  # fmt: skip

    def _place_goal(self) -> None:
        """Beside the note it is about, so that the eye need not go far."""
        box = self.scene.box(self.choice.current)
        size = self.goal.sizeHint()
        if self.as_list or box is None or not self.choice.keys:
            at = QPoint((self.width() - size.width()) // 2, self.bar.y() - size.height() - 10)
        else:
            camera, port = self.view.camera, self.view.viewport()
            at = port.mapTo(self, camera.to_window((box.right, box.y))) + QPoint(12, 0)
            if at.x() + size.width() > self.width() - _EDGE:
                at.setX(port.mapTo(self, camera.to_window((box.x, box.y))).x() - size.width() - 12)
        self._keep_inside(self.goal, at, size.height())

    def _place_suggestions(self) -> None:
        """Above the area that is suggested; above the bar when there is none to be seen."""
        strip, maybe = self.suggestions, self.scene.maybe
        if self.as_list or maybe is None:
            at = QPoint((self.width() - strip.width()) // 2, self.bar.y() - strip.height() - 10)
        else:
            corner = self.view.camera.to_window((maybe.box.x, maybe.box.y))
            at = self.view.viewport().mapTo(self, corner) - QPoint(0, strip.height() + 8)
        self._keep_inside(strip, at, strip.height() + self.height() - self.bar.y())

    def _keep_inside(self, overlay: QWidget, at: QPoint, high: int) -> None:
        most_x = self.width() - overlay.width() - _EDGE
        most_y = self.height() - high - _EDGE
        overlay.move(
            min(max(at.x(), _EDGE), most_x), min(max(at.y(), self._stack.y() + _EDGE), most_y)
        )


class _There:
    """What stands on the board, whether note or theme."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def __contains__(self, key: object) -> bool:
        return key in self._scene.notes or key in self._scene.areas
