"""The phase Welcome: what the evening is about, and who is in the room."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QVBoxLayout, QWidget

from moedeapp.model.changes import Change
from moedeapp.model.commands import evening
from moedeapp.model.meeting import FRAMES, Facts, Role, numbered
from moedeapp.texts import _, field, heads, name
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Line, Number, labelled
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.phases.page import Asked, Page, panel, scrolled


class WelcomePage(Page):
    """The frames to read aloud at the left, heads and tables at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = Asked(desk)
        self._frames: dict[str, QLabel] = {key: label(look="lead", wrap=True) for key in FRAMES}
        names = {
            Role.CITIZEN: _("Citizens"),
            Role.POLITICIAN: _("Politicians"),
            Role.STAFF: _("Staff"),
        }
        self.heads = {role: Number(name, self._counter(role)) for role, name in names.items()}
        self.tables = Number(field("tables"), self._set_tables, most=500)
        self._labels: dict[int, Line] = {}
        self._lines: dict[int, QWidget] = {}
        self._table_list = QWidget()
        self._rows = QVBoxLayout(self._table_list)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(6)
        self._rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._together = label(look="quiet", wrap=True)
        self._listening = button(_("Begin the listening round"), self._turn_listening)
        self._listening_words = label(look="quiet", wrap=True)

        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(18)
        grid.setColumnStretch(1, 1)
        for at, (key, words) in enumerate(self._frames.items()):
            top = Qt.AlignmentFlag.AlignTop
            head = label(field(key), "strong")
            head.setContentsMargins(0, 4, 0, 0)
            grid.addWidget(head, at, 0, top)
            grid.addWidget(words, at, 1)
        inside = QWidget()
        column(self._asked, grid, 1, gap=28, into=QVBoxLayout(inside)).setContentsMargins(
            theme.MARGIN, 22, theme.MARGIN, 16
        )
        counts = row(*(labelled(box.accessibleName(), box) for box in self.heads.values()), gap=8)
        room = scrolled(self._table_list)
        side = panel(
            label(_("In the room"), "section"), _holder(counts), self._together,
            labelled(field("tables"), self.tables), room, self._listening_words, self._listening,
            width=380,
        )  # fmt: skip
        whole = row(scrolled(inside), side, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def begin(self) -> None:
        """Begin with the citizens."""
        self.heads[Role.CITIZEN].setFocus(Qt.FocusReason.OtherFocusReason)
        self.heads[Role.CITIZEN].selectAll()

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show frames, heads and tables."""
        self._asked.refresh()
        for key, words in self._frames.items():
            words.setText(frame_in_words(self.state.facts, key))
        counts = {role: row.count for role, row in self.state.heads.items()}
        for role, box in self.heads.items():
            box.follow(counts.get(role, 0))
        self._together.setText(heads(counts))
        self._together.setVisible(any(counts.values()))
        self.tables.follow(len(self.state.tables))
        self._follow_tables()
        listening = self.state.stage.listening
        self._listening.setText(
            _("End the listening round") if listening else _("Begin the listening round")
        )
        self._listening.setAccessibleName(self._listening.text())
        self._listening_words.setText(_("Only citizens speak now.") if listening else "")
        self._listening_words.setVisible(listening)

    def _follow_tables(self) -> None:
        tables = numbered(self.state.tables)
        wanted = {table.number for table in tables}
        for number in [number for number in self._labels if number not in wanted]:
            del self._labels[number]
            whole = self._lines.pop(number)
            self._rows.removeWidget(whole)
            whole.hide()
            whole.deleteLater()
        for table in tables:
            if table.number not in self._labels:
                words = _("Table {number}").format(number=table.number)
                line = Line(words, self._labeller(table.number), hint=_("Name of the table"))
                self._labels[table.number] = line
                self._lines[table.number] = _numbered(words, line)
                self._rows.addWidget(self._lines[table.number])
            self._labels[table.number].follow(table.label)

    # --- acting

    def _counter(self, role: Role) -> Callable[[int], bool]:
        return lambda count: self.desk.do(evening.count_heads(role, count))

    def _set_tables(self, count: int) -> bool:
        return self.desk.do(evening.set_tables(count))

    def _labeller(self, number: int) -> Callable[[str], bool]:
        return lambda text: self.desk.do(evening.label_table(number, text.strip()))

    def _turn_listening(self) -> None:
        listening = self.state.stage.listening
        self.desk.do(evening.end_listening() if listening else evening.start_listening())


def _holder(layout: QLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)
    return holder


def _numbered(words: str, line: Line) -> QWidget:
    head = label(words)
    head.setMinimumWidth(64)
    head.setBuddy(line)
    return _holder(row(head, line, gap=8))


def frame_in_words(facts: Facts, key: str) -> str:
    """What a frame says, "Ikke afklaret", or a dash while nobody has said anything."""
    if key in facts.unresolved:
        return field("unresolved")
    if key == "type":
        return name(facts.type) if facts.type else "–"
    return str(getattr(facts, key)) or "–"
