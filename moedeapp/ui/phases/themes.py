"""The phase Themes: what belongs together, by hand and by suggestion."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QMenu

from moedeapp.model.board import by_lead, by_theme, in_play, lead_of, leading_themes
from moedeapp.model.changes import Change
from moedeapp.model.commands import ideas, themes
from moedeapp.model.meeting import Colour, Idea, Theme
from moedeapp.texts import _, field
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui import theme as look
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Line
from moedeapp.ui.labels import OneLine, button, column, frame, label, row
from moedeapp.ui.paper import Note, Sheets
from moedeapp.ui.phases.page import Asked, Page, empty
from moedeapp.ui.phases.suggestions import Suggestions
from moedeapp.ui.themes_list import Entry, ThemeList


class ThemesPage(Page):
    """Themes at the left, the notes of the one in hand at the right, one bar below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = Asked(desk)
        self.themes = ThemeList(self._rename)
        self.themes.selectionModel().currentChanged.connect(self._show_notes)
        self.themes.setFixedWidth(330)
        self._title = OneLine("section")
        self._count = label(look="quiet")
        self.wall = Sheets(field("ideas"))
        self.wall.customContextMenuRequested.connect(self._menu)
        self._empty = empty("")
        self.suggestions = Suggestions(desk)
        self.goal = Line(
            field("theme"), hint=_("Theme for what is chosen: pick or write a new one")
        )
        self._completer = QCompleter([], self.goal)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.goal.setCompleter(self._completer)
        self.goal.returnPressed.connect(self._to_theme)
        self.goal.setMinimumWidth(300)
        self._lay_out()
        for key, act in (
            (Qt.Key.Key_T, self.take_to_theme),
            (Qt.Key.Key_M, self.merge_chosen),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        right = column(
            self.suggestions,
            row(self._title, self._count, 1, gap=8),
            self.wall,
            self._empty,
            1,
            gap=8,
        )
        right.setStretchFactor(self.wall, 1000)
        between = row(self.themes, right, gap=20)
        between.setStretch(1, 1)
        bar = frame(
            "bar",
            row(
                self.goal,
                button(_("Theme"), self._to_theme, key="T"),
                button(_("Merge"), self.merge_chosen, key="M"),
                button(_("Split"), self.split_chosen),
                button(_("Rename"), self._rename_in_place, key="F2"),
                button(_("Take out"), self.loosen_chosen),
                button(_("Suggest themes"), self.suggestions.look),
                gap=8,
            ),
            (10, 8, 10, 8),
        )
        whole = column(self._asked, between, bar, gap=14)
        whole.setStretch(1, 1)
        whole.setContentsMargins(look.MARGIN, 22, look.MARGIN, 14)
        self.setLayout(whole)

    def begin(self) -> None:
        """Stand among the notes."""
        self.wall.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this page."""
        return [
            ("T", _("theme for the chosen notes")),
            ("M", _("merge the chosen notes or themes")),
            ("F2", _("rename the theme, or edit the cell")),
            ("Ctrl+A", _("choose all notes")),
        ]

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show themes and notes."""
        self._asked.refresh()
        question = self.desk.question_key
        leading = leading_themes(self.state, question)
        held = self._held()
        loose = sum(idea.question == question for idea in held.get(None, []))
        entries = [Entry(None, loose)]
        for theme in leading:
            parts = ", ".join(t.title for t in self._parts(theme))
            entries.append(Entry(theme, len(held.get(theme.id, [])), parts))
        self.themes.follow(entries)
        self._completer.model().setStringList([theme.title for theme in leading])  # type: ignore[attr-defined]
        self.suggestions.refresh()
        self._show_notes()

    def _held(self) -> dict[str | None, list[Idea]]:
        """The ideas that stand on the board, by leading theme."""
        groups = by_theme(self.state)
        return {key: [idea for idea in group if in_play(idea)] for key, group in groups.items()}

    def _parts(self, theme: Theme) -> list[Theme]:
        return [other for other in self.state.themes.values() if other.merged_into == theme.id]

    def _show_notes(self) -> None:
        key = self.themes.current() or None
        theme = self.state.themes.get(key) if key else None
        question = self.desk.question_key
        leads = by_lead(self.state)
        here = [idea for idea in self._held().get(key, []) if idea.question == question]
        colour = theme.colour if theme else Colour.YELLOW
        fronts = dict.fromkeys(lead_of(self.state.ideas, idea).id for idea in here)
        self.wall.follow(
            [Note(self.state.ideas[front], colour, len(leads[front]) - 1) for front in fronts]
        )
        self._title.setText(f"{theme.letter}  {theme.title}" if theme else _("Loose ideas"))
        self._count.setText(ideas_in_words(len(here)))
        self.wall.setVisible(bool(here))
        self._empty.setVisible(not here)
        self._empty.setText(_nothing_here(theme, bool(self.state.ideas)))

    # --- acting on notes

    def take_to_theme(self) -> None:
        """Be ready to say which theme the chosen notes belong to."""
        self.goal.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.goal.selectAll()

    def _to_theme(self) -> None:
        words = self.goal.text().strip()
        if not words:
            self.take_to_theme()
            return
        chosen = self.wall.chosen()
        found = self._named(words)
        if found is None:
            done = self.desk.do(themes.add(words, ideas=chosen, question=self.desk.question_key))
        elif chosen:
            done = self.desk.do(themes.group(chosen, found.id))
        else:
            self.themes.turn_to(found.id)
            done = True
        if done:
            self.goal.clear()
            self.wall.setFocus(Qt.FocusReason.OtherFocusReason)

    def _named(self, words: str) -> Theme | None:
        """The theme with this title or letter."""
        for theme in leading_themes(self.state, self.desk.question_key):
            if words.casefold() in (theme.title.casefold(), theme.letter.casefold()):
                return theme
        return None

    def loosen_chosen(self) -> None:
        """Take the chosen notes out of their theme."""
        if self.wall.chosen() and self.themes.current():
            self.desk.do(themes.ungroup(*self.wall.chosen()))
        else:
            self.desk.told.emit(_("Choose the notes in a theme that are to come out of it."))

    def merge_chosen(self) -> None:
        """Let the chosen notes, or themes, count as the one that was chosen last."""
        chosen, lead = self.wall.chosen(), self.wall.current()
        picked, into = self.themes.chosen(), self.themes.current()
        if len(chosen) > 1 and lead in chosen:
            self.desk.do(ideas.merge([key for key in chosen if key != lead], lead))
        elif len(picked) > 1 and into in picked:
            self.desk.do(themes.merge([key for key in picked if key != into], into))
        else:
            self.desk.told.emit(
                _("Choose two notes or two themes with Ctrl. The last one leads the others.")
            )

    def split_chosen(self) -> None:
        """Let what counts as part of the chosen notes, or of the theme, stand for itself."""
        chosen = set(self.wall.chosen())
        merged = [idea.id for idea in self.state.ideas.values() if idea.merged_into in chosen]
        theme = self.state.themes.get(self.themes.current())
        if merged:
            self.desk.do(ideas.split(*merged))
        elif theme and (parts := [part.id for part in self._parts(theme)]):
            self.desk.do(themes.split(*parts))
        else:
            self.desk.told.emit(_("Choose a note with +1, or a theme that holds another."))

    def _rename_in_place(self) -> None:
        if self.themes.current():
            self.themes.edit(self.themes.currentIndex())
        else:
            self.desk.told.emit(_("Choose a theme in the list first."))

    def _rename(self, key: str, title: str) -> bool:
        return self.desk.do(themes.rename(key, title))

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        self._fill(menu)
        menu.exec(self.wall.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _fill(self, menu: QMenu) -> None:
        chosen = self.wall.chosen()
        menu.setEnabled(bool(chosen))
        goals = menu.addMenu(_("Move into theme"))
        for theme in leading_themes(self.state, self.desk.question_key):
            goals.addAction(f"{theme.letter}  {theme.title}", self._mover(chosen, theme.id))
        menu.addAction(_("New theme"), self.take_to_theme)
        menu.addAction(_("Take out"), self.loosen_chosen)
        menu.addAction(_("Merge"), self.merge_chosen)
        menu.addAction(_("Split"), self.split_chosen)

    def _mover(self, chosen: list[str], theme: str) -> Callable[[], object]:
        return lambda: self.desk.do(themes.group(chosen, theme))


def _nothing_here(theme: Theme | None, any_ideas: bool) -> str:
    if theme:
        return _("This theme is empty. Choose notes and press T to put them here.")
    if any_ideas:
        return _("Every idea has found a theme.")
    return _("There are no ideas to gather yet.")
