"""Ballot slips: how many there are, making more, and one that is lost or taken into use."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp import codelist
from moedeapp.model.commands import evening, slips
from moedeapp.model.draft import Command
from moedeapp.model.errors import MoedeError
from moedeapp.model.meeting import Meeting, Role, Slip, SlipState, numbered
from moedeapp.texts import _, capital, explain, field, name, number
from moedeapp.texts import slips as slips_in_words
from moedeapp.ui import printing
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Line, Number, labelled
from moedeapp.ui.labels import button, column, frame, label, row
from moedeapp.ui.tables import Rows, Table
from moedeapp.ui.ticks import Tick

_IN_USE: Final = (SlipState.ISSUED, SlipState.SPARE)
LIST: Final = "list"
"""The form of slips that is no sheet."""
_MOST_STRIPS: Final = {8: 0, 4: 2, 2: 1, 1: 3}
"""How many strips fit below a slip, by how many slips share a page."""
_USUAL: Final = 60
"""Slips that are suggested while nobody has counted the people."""
_SPARES: Final = 10
"""One spare slip for so many people."""
_WIDTHS: Final = {0: 74, 2: 66, 3: 80, 4: 86}


class Issuing(QWidget):
    """Numbers by batch at the top; below them what can be done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = label(look="section", wrap=True)
        states = [capital(name(state)) for state in _IN_USE]
        heads = [field("batch"), _("For"), field("table"), *states]
        self.rows = Rows(heads)
        self.rows.right = frozenset({2, 3, 4})
        self.table = Table(
            _("Ballot slips by batch"), self.rows, stretch=(1,), widths=_WIDTHS, whole=True
        )
        self.count = Number(_("How many"), least=1, most=slips.MOST)
        self._suggested = 0
        self.role = Choice(field("role"), {role: capital(name(role)) for role in Role})
        self.at = Number(field("table"), most=500, nothing=_("all tables"))
        self.each = Tick(_("As many for each table"), _("As many for each table"))
        self.spare = Tick(_("Spare"), _("Spare slips"))
        for changed in (self.each.toggled, self.spare.toggled, self.role.currentIndexChanged):
            changed.connect(self._suggest)
        self.form = Choice(_("Save as"), _forms(sheets=desk.prints is not None))
        self.form.currentIndexChanged.connect(self._follow_form)
        self.strips = Number(_("Paper strips"), most=_MOST_STRIPS[4], nothing=_("none"))
        self.strips.setValue(1)
        self.address = Line(field("slip_address"), self._fix_address, "192.168.8.2:8080")
        self.address.setMinimumWidth(150)
        self._form_words = label(look="quiet", wrap=True)
        self.make = button(_("Make ballot slips"), self._ask, "primary")
        self.code = Line(_("Code of a slip"), hint="K7QX-2M9P")
        self.use = button(_("Hand out a spare slip"), self._hand_out)
        self.void = button(_("Make void"), self._ask_to_void)
        self._lay()

    def _lay(self) -> None:
        making = row(
            labelled(_("How many"), self.count), labelled(field("role"), self.role),
            labelled(field("table"), self.at), 1, gap=12,
        )  # fmt: skip
        self._sheet_boxes = [
            labelled(box.accessibleName(), box) for box in (self.strips, self.address)
        ]
        saving = row(labelled(self.form.accessibleName(), self.form), *self._sheet_boxes, 1, gap=12)
        about = _(
            "Every slip has a code that can be used once. The codes are written to the file you "
            "print, and are kept nowhere else: look after the file, and delete it after the "
            "evening. Spare slips cannot be used before they are handed out."
        )
        new = column(
            label(_("Make more"), "section"), making, saving, self._form_words,
            row(self.each, self.spare, 1, self.make, gap=18),
            label(about, "quiet", wrap=True), gap=10,
        )  # fmt: skip
        one = column(
            label(_("One slip"), "section"),
            row(self.code, self.use, self.void, gap=10),
            label(
                _("Lost or spoiled: make it void, and hand out a spare one."), "quiet", wrap=True
            ),
            gap=10,
        )
        column(
            frame("card", column(self._words, self.table, gap=10), (22, 16, 22, 16)),
            frame("card", new, (22, 16, 22, 16)),
            frame("card", one, (22, 16, 22, 16)),
            1,
            gap=12,
            into=QVBoxLayout(self),
        )
        # Not before: a part without a parent would become a window of its own.
        self._follow_form()

    # --- following the meeting

    def follow(self, meeting: Meeting) -> None:
        """Show how many slips there are, and of which kind."""
        found = slips.numbers(meeting.slips)
        parts = [
            f"{number(count)} {name(state)}"
            for state, count in found.items()
            if count or state is SlipState.ISSUED
        ]
        self.address.follow(meeting.facts.slip_address)
        some = bool(meeting.slips)
        self._words.setText(" · ".join(parts) if some else _("No ballot slips are made yet"))
        self.table.setVisible(some)
        self.rows.follow(_rows(meeting))
        self.each.setVisible(bool(meeting.tables))
        if not meeting.tables:
            self.each.setChecked(False)
        self._suggest()

    def _suggest(self) -> None:
        """Suggest as many slips as people still lack, unless somebody wrote another number."""
        self.at.setEnabled(not self.each.isChecked())
        tables = len(self._desk.state.tables) if self.each.isChecked() else 1
        role = Role(self.role.chosen())
        lacking = _suggestion(self._desk.state, role, spare=self.spare.isChecked())
        if self.count.value() in (self._suggested, self.count.minimum()):
            self.count.setValue(-(-lacking // tables))
        self._suggested = -(-lacking // tables)

    # --- acting

    def _follow_form(self) -> None:
        """Ask for what the chosen form needs, and say what it is good for."""
        per_page = self._per_page()
        for box in self._sheet_boxes:
            box.setVisible(bool(per_page))
        self.strips.setMaximum(_MOST_STRIPS.get(per_page, 0))
        self.strips.setEnabled(bool(_MOST_STRIPS.get(per_page)))
        self._form_words.setVisible(bool(per_page))
        self._form_words.setText(
            _(
                "A strip is a ballot on paper for one vote, with the code on it. Write an address "
                "only when it stays the same until the evening, as with a router of your own: it "
                "goes in the QR code. Without one, cards and screen show the address."
            )
        )

    def _per_page(self) -> int:
        """How many slips share a page; 0 for a list of codes."""
        chosen = self.form.chosen()
        return 0 if chosen == LIST else int(chosen)

    def _ask(self) -> None:
        suffix = printing.SUFFIX if self._per_page() else ".csv"
        usual = _("codes {n}").format(n=len(self._desk.state.batches) + 1)
        title = _("Save the slips") if self._per_page() else _("Save the list of codes")
        if path := printing.choose(self, self._desk, title, usual, suffix):
            self.make_into(path)

    def make_into(self, path: Path) -> None:
        """Make slips and write them to a new file; a file that is there is left alone."""
        for box in (self.count, self.at, self.strips):
            box.settle()
        count, tables = self.count.value(), self._each()
        command = slips.issue(
            count,
            table=self.at.value() or None,
            each=tables,
            role=Role(self.role.chosen()),
            spare=self.spare.isChecked(),
        )
        told = _("{slips} are made. Their codes are in {file}, and nowhere else.").format(
            slips=slips_in_words(count * max(len(tables), 1)), file=path.name
        )
        if per_page := self._per_page():
            self._make_sheets(path, command, per_page, told)
            return
        try:
            made = codelist.save(path, lambda: self._given(command))
        except MoedeError as error:
            self._desk.refused.emit(explain(error))
            return
        if made:
            printing.offer(self._desk, told, path)

    def _each(self) -> list[int]:
        """The tables that get as many slips each; none when they are for one or for all."""
        tables = numbered(self._desk.state.tables)
        return [table.number for table in tables] if self.each.isChecked() else []

    def _make_sheets(
        self,
        path: Path,
        command: Command[tuple[slips.Printed, ...]],
        per_page: int,
        told: str,
    ) -> None:
        """Make slips and their sheets beside the window, for there may be hundreds."""
        desk, load = self._desk, self._desk.prints
        assert load is not None
        self.address.settle()
        strips, typed = self.strips.value(), self.address.text()

        def work() -> Callable[[], None]:
            prints = load()
            address = prints.typed_address(typed)
            codelist.save(
                path,
                lambda: desk.document.apply(command),
                lambda printed: prints.slips(
                    desk.state, printed, per_page=per_page, strips=strips, address=address
                ),
            )
            return lambda: printing.offer(desk, told, path)

        desk.aside(printing.being_made(), work)

    def _fix_address(self, text: str) -> bool:
        """Let slips carry this address from now on, and today's be compared with it."""
        return self._desk.do(evening.describe(slip_address=text))

    def _given(self, command: Command[tuple[slips.Printed, ...]]) -> list[slips.Printed] | None:
        printed: list[slips.Printed] = []
        return printed if self._desk.do(command, printed.extend) else None

    def _with_slip(self, act: Callable[[str], object]) -> None:
        try:
            key = slips.by_code(self._desk.state, self.code.text())
        except MoedeError as error:
            self._desk.refused.emit(explain(error))
            return
        act(key)

    def _hand_out(self) -> None:
        self._with_slip(
            lambda key: self._done(slips.hand_out_spare(key), _("The slip can be used now."))
        )

    def _ask_to_void(self) -> None:
        def ask(key: str) -> None:
            self._desk.asked.emit(
                _(
                    "The slip can never be used again, and a ballot it handed in to an open vote "
                    "is taken out. This cannot be undone."
                ),
                _("Make void"),
                lambda: self._done(slips.void(key), _("The slip is void.")),
            )

        self._with_slip(ask)

    def _done(self, command: Command[None], told: str) -> None:
        if self._desk.do(command):
            self.code.clear()
            self._desk.told.emit(told)


def _forms(*, sheets: bool) -> dict[str, str]:
    """What slips can be saved as."""
    listed = {LIST: _("List of codes (CSV)")}
    if not sheets:
        return listed
    return {
        "4": _("To print, 4 on a page"),
        "8": _("To print, 8 on a page"),
        "2": _("Large print, 2 on a page"),
        "1": _("Large print, 1 on a page"),
    } | listed


def _suggestion(meeting: Meeting, role: Role, *, spare: bool) -> int:
    """How many slips there is use for: one for each person who has none, or some in reserve."""
    counted = meeting.heads.get(role)
    people = counted.count if counted else 0
    if not people:
        return -(-_USUAL // _SPARES) if spare else _USUAL
    if spare:
        return -(-people // _SPARES)
    held = sum(s.role is role and s.state is SlipState.ISSUED for s in meeting.slips.values())
    return max(people - held, 1)


def _span(tables: Sequence[int]) -> str:
    """The tables of a batch: one, or from the first to the last."""
    first, last = min(tables, default=0), max(tables, default=0)
    return f"{first}–{last}" if first != last else str(first or "")


def _rows(meeting: Meeting) -> list[tuple[str, tuple[str, ...]]]:
    """A line for each batch, the newest first: whom it is for, and how its slips stand."""
    held: dict[str, list[Slip]] = {batch: [] for batch in meeting.batches}
    for slip in meeting.slips.values():
        held[slip.batch].append(slip)
    rows: list[tuple[str, tuple[str, ...]]] = []
    for batch in reversed(numbered(meeting.batches)):
        inside = held[batch.id]
        counts = [sum(slip.state is state for slip in inside) for state in _IN_USE]
        whom = capital(name(inside[0].role)) if inside else ""
        table = _span([slip.table for slip in inside if slip.table])
        rows.append((batch.id, (str(batch.number), whom, table, *map(number, counts))))
    return rows
