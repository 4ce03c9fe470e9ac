"""The phase Welcome: what the evening is about, and who is in the room."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from moedeapp.model.changes import Change
from moedeapp.model.commands import evening
from moedeapp.model.meeting import FRAMES, Facts, Role, numbered
from moedeapp.texts import _, field, heads, name, ngettext
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Line, Number, labelled
from moedeapp.ui.joining import Joining
from moedeapp.ui.labels import button, column, label, loosened, row
from moedeapp.ui.phases.checking import Checking
from moedeapp.ui.phases.issuing import Issuing
from moedeapp.ui.phases.page import Asked, Page, panel
from moedeapp.ui.phases.printed import Printed
from moedeapp.ui.phones import State, Trial
from moedeapp.ui.readiness import Surroundings
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.surroundings import look_around
from moedeapp.ui.tabs import Tabs


class WelcomePage(Page):
    """At the left what is read aloud, the slips and the check; at the right who is in the room."""

    def __init__(self, desk: Desk, look: Callable[[], Surroundings] | None = None) -> None:
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
        self.joining = Joining(160)
        self.open_phones = button(_("Open for phones"), self._open_phones)
        self.try_phones = button(_("Try the connection"), self._try_phones)
        self.slips = Issuing(desk)
        self.check = Checking(look or self._look)
        self.check.looked.connect(self._follow_check)
        self._labels: dict[int, Line] = {}
        self._lines: dict[int, QWidget] = {}
        self._table_list = QWidget()
        self._rows = QVBoxLayout(self._table_list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self._together = label(look="quiet", wrap=True)
        self._listening = button(_("Begin the listening round"), self._turn_listening)
        self._listening_words = label(look="quiet", wrap=True)
        desk.showing.changed.connect(self._follow_joining)
        desk.phones.changed.connect(self._phones_changed)
        self._sheets = QStackedWidget()
        tabs = [_("Read aloud"), _("Ballot slips"), _("Ready for the evening")]
        sheets: list[QWidget] = [self._aloud(), self.slips, self.check]
        self.printed = Printed(desk) if desk.prints else None
        if self.printed is not None:
            tabs.append(_("Print"))
            sheets.append(self.printed)
        for sheet in sheets:
            self._sheets.addWidget(_sheet(sheet))
        self.tabs = Tabs(tabs, self._sheets)
        self.tabs.listen(self)
        top = row(self.tabs, gap=0)
        top.setContentsMargins(theme.MARGIN - 10, 8, 0, 0)
        left = column(top, self._sheets, gap=0)
        whole = row(left, self._side(), gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _aloud(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(1, 1)
        for at, (key, words) in enumerate(self._frames.items()):
            top = Qt.AlignmentFlag.AlignTop
            head = label(field(key), "strong")
            head.setContentsMargins(0, 4, 0, 0)
            grid.addWidget(head, at, 0, top)
            grid.addWidget(words, at, 1)
        inside = QWidget()
        for each in (self.open_phones, self.try_phones):
            each.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        joining = column(self.joining, row(self.open_phones, self.try_phones, 1), gap=10)
        column(self._asked, grid, joining, 1, gap=26, into=QVBoxLayout(inside))
        return inside

    def _side(self) -> QFrame:
        counts = row(*(labelled(box.accessibleName(), box) for box in self.heads.values()), gap=8)
        inside = QWidget()
        laid = column(
            label(_("In the room"), "section"), counts, self._together, self._listening_words,
            self._listening, labelled(field("tables"), self.tables), self._table_list, 1,
            into=QVBoxLayout(inside),
        )  # fmt: skip
        laid.setContentsMargins(20, 20, 20, 18)
        side = panel(width=380)
        whole = side.layout()
        assert whole is not None
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        return side

    def begin(self) -> None:
        """Begin with the citizens, and see whether the evening is ready."""
        self.check.look()
        self.heads[Role.CITIZEN].setFocus(Qt.FocusReason.OtherFocusReason)
        self.heads[Role.CITIZEN].selectAll()

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this page."""
        return [("Ctrl+Tab", _("the next sheet"))]

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show frames, heads, tables and slips."""
        self._asked.refresh()
        for key, words in self._frames.items():
            words.setText(loosened(frame_in_words(self.state.facts, key)))
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
        self.slips.follow(self.state)
        self._follow_joining()
        self._follow_phones()

    def _follow_joining(self) -> None:
        self.joining.follow(self.desk.showing.join)
        if self.printed is not None:
            self.printed.follow()

    def _phones_changed(self) -> None:
        if not self.isHidden():
            self._follow_phones()

    def _follow_phones(self) -> None:
        phones = self.desk.phones
        self.open_phones.setVisible(phones.can_open and phones.state is State.CLOSED)
        untried = phones.trial is not Trial.GOOD and phones.state is not State.CLOSED
        self.try_phones.setVisible(untried)
        self._follow_check()

    def _open_phones(self) -> None:
        if self.desk.phones.open():
            self.desk.phones_wanted.emit()

    def _try_phones(self) -> None:
        self.desk.phones_wanted.emit()
        self.desk.phones.try_connection()

    def _follow_check(self) -> None:
        self.check.follow(self.state, self.desk.phones)
        needing = self.check.needing
        note = ngettext("{n} to look at", "{n} to look at", needing).format(n=needing)
        self.tabs.add_note(2, note if needing else "")

    def _look(self) -> Surroundings:
        document = self.desk.document
        return look_around(document.path, readonly=document.readonly)

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


def _sheet(inside: QWidget) -> QScrollArea:
    holder = QWidget()
    column(inside, 1, gap=0, into=QVBoxLayout(holder)).setContentsMargins(theme.MARGIN, 14, 24, 16)
    return scrolled(holder)


def frame_in_words(facts: Facts, key: str) -> str:
    """What a frame says, "Ikke afklaret", or a dash while nobody has said anything."""
    if key in facts.unresolved:
        return field("unresolved")
    if key == "type":
        return name(facts.type) if facts.type else "–"
    return str(getattr(facts, key)) or "–"
