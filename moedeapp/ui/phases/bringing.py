"""Bringing ideas in: everything is looked at first, then it is one act, or nothing at all."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from moedeapp.intake.arrivals import Arrivals
from moedeapp.intake.boards import is_scrumlr
from moedeapp.intake.columns import Columns, likeliest
from moedeapp.intake.decoding import ENCODINGS
from moedeapp.intake.ideas import from_sheet, pasted, pasted_table, read_ideas, table_in
from moedeapp.intake.sheets import Layout, Sheet
from moedeapp.model.commands import ideas
from moedeapp.model.commands.ideas import Incoming
from moedeapp.model.errors import MoedeError
from moedeapp.model.meeting import Channel
from moedeapp.texts import _, explain, field, ngettext, notice
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, keeps_escape, labelled
from moedeapp.ui.labels import button, column, frame, label, row
from moedeapp.ui.phases.alike import Likeness
from moedeapp.ui.tables import Rows, Table
from moedeapp.ui.ticks import Tick

_NOT_READ: Final = "0"
_FOUND: Final = ""
_SAME: Final = 1.0
"""The likeness of ideas whose words are the same."""


class Bringing(QWidget):
    """What would come in, from the clipboard or a file. `left` when it is over, either way.

    `as_one` carries pasted text that is to be one idea after all.
    """

    left: Final = Signal()
    as_one: Final = Signal(str)

    def __init__(self, desk: Desk, likeness: Likeness) -> None:
        super().__init__()
        self._desk = desk
        self._likeness = likeness
        self._path: Path | None = None
        self._text = ""
        self._sheet: Sheet | None = None
        self._arrivals: Arrivals | None = None
        self._head = label(_("Bring in ideas"), "heading")
        self._source = label(look="strong", wrap=True)
        self._trouble = label(look="warn", wrap=True)
        self._told = label(look="quiet", wrap=True)
        self.columns = {
            held: Choice(words)
            for held, words in (
                ("words", _("Words from")), ("table", _("Table from")), ("theme", _("Theme from")),
            )
        }  # fmt: skip
        self.encoding = Choice(_("Letters"), {_FOUND: _("Found by itself"), **_encodings()})
        self.before = Tick(_("Sent in before the meeting"), _("Sent in before the meeting"))
        self.rows = Rows([_("No."), _("Words"), field("table"), field("theme"), _("Remark")])
        self.table = Table(
            _("What will come in"), self.rows, stretch=(1,), widths={0: 56, 2: 76, 3: 150, 4: 170}
        )
        self.take = button(_("Bring in"), self._take, "primary")
        self.one = button(_("Put in as one idea"), self._as_one)
        self.away = button(_("Cancel"), self.leave, key="Esc")
        self._lay()
        for choice in self.columns.values():
            choice.activated.connect(self._look)
        self.encoding.activated.connect(self._open)

    def _lay(self) -> None:
        self._choices = QWidget()
        choices = row(
            *(labelled(each.accessibleName(), each) for each in self.columns.values()), 1, gap=12
        )
        self._choices.setLayout(choices)
        self._letters = QWidget()
        self._letters.setLayout(row(label(_("Letters")), self.encoding, gap=8))
        sources = row(
            self._head, 1, self._letters, button(_("From the clipboard"), self.paste),
            button(_("Choose a file"), self.ask), gap=10,
        )  # fmt: skip
        foot = row(self.before, 1, self.away, self.one, self.take, gap=10)
        card = column(self._source, self._trouble, self._told, self._choices, self.table, 1, gap=10)
        card.setStretchFactor(self.table, 1000)
        whole = column(
            sources, frame("card", card, (20, 14, 20, 14)), foot, gap=12,
            into=QVBoxLayout(self),
        )  # fmt: skip
        whole.setStretch(1, 1)
        whole.setContentsMargins(theme.MARGIN, 18, theme.MARGIN, 14)
        self.table.setMinimumHeight(90)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | key), self)
            enter.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            enter.activated.connect(self._take)

    # --- where it comes from

    def begin(self, data: QMimeData | None = None) -> None:
        """Look at what is on the clipboard, or at what was dropped."""
        self.before.setChecked(False)
        # The binding promises data; an empty clipboard has none.
        mime = data or QGuiApplication.clipboard().mimeData() or QMimeData()
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if files:
            self.look_at(files[0])
        else:
            self.look_at_text(mime.text())

    def paste(self) -> None:
        """Look at the clipboard again."""
        self.begin()

    def ask(self) -> None:
        """Ask for a file."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self,
            _("Choose a file"),
            str(self._desk.document.path.parent),
            _("Ideas") + " (*.txt *.csv *.tsv *.xlsx *.xlsm *.json);;" + _("All files") + " (*)",
        )
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """Show what a file would bring in."""
        self._path, self._text = path, ""
        self.encoding.follow(_FOUND)
        self._open()

    def look_at_text(self, text: str) -> None:
        """Show what pasted text would bring in."""
        self._path, self._text = None, text
        self._open()

    # --- looking

    def _open(self) -> None:
        """Find the table, if it is one, and offer its columns."""
        self._sheet = None
        try:
            self._sheet = self._find_table()
        except MoedeError as error:
            self._show(None, explain(error))
            return
        if self._sheet is not None:
            self._offer(self._sheet, likeliest(self._sheet))
        self._look()

    def _find_table(self) -> Sheet | None:
        if self._path is not None:
            return table_in(self._path, self._layout())
        return pasted_table(self._text, _("The clipboard")) if self._text.strip() else None

    def _layout(self) -> Layout:
        return Layout(encoding=self.encoding.chosen() or None)

    def _offer(self, sheet: Sheet, columns: Columns) -> None:
        headings = {
            str(at): heading or _("Column {n}").format(n=at)
            for at, heading in enumerate(sheet.columns, 1)
        }
        for held, choice in self.columns.items():
            choice.offer(headings if held == "words" else {_NOT_READ: _("Not read"), **headings})
            choice.follow(str(getattr(columns, held) or _NOT_READ))

    def _look(self) -> None:
        """Read it the way that is chosen, and show it."""
        if self._path is None and not self._text.strip():
            self._show(None, _("There are no words on the clipboard. Copy some, or choose a file."))
            return
        try:
            arrivals = self._read()
        except MoedeError as error:
            self._show(None, explain(error))
        else:
            self._show(arrivals, "")

    def _read(self) -> Arrivals:
        if self._sheet is not None:
            return from_sheet(self._sheet, self._chosen())
        if self._path is not None:
            return read_ideas(self._path, None, self._layout())
        return pasted(self._text, _("The clipboard"))

    def _chosen(self) -> Columns | None:
        """The columns as they are chosen; None leaves the table of a board to its own reader."""
        sheet = self._sheet
        if sheet is None:
            return None
        usual = likeliest(sheet)
        words, table, theme = (int(choice.chosen() or 0) for choice in self.columns.values())
        chosen = Columns(words, theme or None, table or None, usual.role)
        return None if chosen == usual and is_scrumlr(sheet) else chosen

    def _show(self, arrivals: Arrivals | None, trouble: str) -> None:
        self._arrivals = arrivals
        coming = arrivals.ideas if arrivals else ()
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._source.setText(self._said(len(coming)))
        told = [notice(each.notice, each.values) for each in (arrivals.told if arrivals else ())]
        rows = [self._row(at, idea) for at, idea in enumerate(coming, 1)]
        known = sum(bool(cells[4]) for _key, cells in rows)
        if known:
            told.append(
                ngettext(
                    "{n} is here already, word for word. It is brought in all the same.",
                    "{n} are here already, word for word. They are brought in all the same.",
                    known,
                ).format(n=known)
            )
        self._told.setText("\n".join(told))
        self._told.setVisible(bool(told))
        self._choices.setVisible(self._sheet is not None)
        self._letters.setVisible(self._path is not None and self._path.suffix.lower() in _TEXTS)
        self.rows.follow(rows)
        self.table.setVisible(bool(coming))
        for at in (2, 3, 4):
            self.table.setColumnHidden(at, not any(cells[at] for _key, cells in rows))
        words = _("Bring in {ideas}").format(ideas=ideas_in_words(len(coming)))
        self.take.setText(f"{words}  Ctrl+⏎")
        self.take.setAccessibleName(words)
        self.take.setVisible(bool(coming))
        self.before.setVisible(bool(coming))
        self.one.setVisible(self._path is None and len(coming) > 1 and self._sheet is None)
        (self.take if coming else self.away).setFocus(Qt.FocusReason.OtherFocusReason)

    def _said(self, count: int) -> str:
        source = self._path.name if self._path else _("The clipboard")
        return _("{source}: {ideas}").format(source=source, ideas=ideas_in_words(count))

    def _row(self, at: int, idea: Incoming) -> tuple[str, tuple[str, ...]]:
        remark = ""
        alike = self._likeness.of(idea.words, at_least=_SAME)
        if alike is not None:
            remark = _("as no. {n}").format(n=alike.number)
        elif idea.part_of is not None:
            remark = _("part of no. {n}").format(n=idea.part_of + 1)
        table = str(idea.table) if idea.table is not None else ""
        return str(at), (str(at), " ".join(idea.words.split()), table, idea.theme, remark)

    # --- ending

    def _take(self) -> None:
        if self._arrivals is None:
            return
        coming: Sequence[Incoming] = self._arrivals.ideas
        if self._path is None:
            # Nobody can look the clipboard up later.
            coming = [replace(idea, source="") for idea in coming]
        channel = Channel.BEFORE if self.before.isChecked() else Channel.IMPORT
        command = ideas.bring_in(coming, question=self._desk.question_key, channel=channel)
        if self._desk.do(command):
            self._desk.told.emit(
                _("{ideas} are brought in. Ctrl+Z takes all of them back.").format(
                    ideas=ideas_in_words(len(coming))
                )
            )
            self.leave()

    def _as_one(self) -> None:
        self.as_one.emit(self._text.strip())
        self.leave()

    def leave(self) -> None:
        """Forget what was looked at, and go."""
        self._path, self._text, self._sheet, self._arrivals = None, "", None, None
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Esc for leaving."""
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, and nothing has come in."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)


_TEXTS: Final = (".txt", ".csv", ".tsv", ".tab", ".json", "")
"""Endings of files whose letters may be read in several ways."""


def _encodings() -> dict[str, str]:
    names = {
        "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows", "cp850": "MS-DOS",
        "mac_roman": "Macintosh",
    }  # fmt: skip
    return {each: names[each] for each in ENCODINGS}
