"""How far people agree: a card for each proposal, with what was said against it right there."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from moedeapp.model.meeting import Meeting, Proposal, Round
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, agreement, field, number
from moedeapp.ui import theme
from moedeapp.ui.labels import clear, column, label


def objections_to(meeting: Meeting, proposal: Proposal) -> list[str]:
    """What was said against a proposal, in an order that tells nothing."""
    found = (o for o in meeting.objections.values() if o.proposal == proposal.id)
    return [objection.words for objection in sorted(found, key=lambda o: o.id)]


class Agreements(QWidget):
    """The cards of a sealed round of agreement, by number."""

    def __init__(self) -> None:
        super().__init__()
        self._cards = QVBoxLayout(self)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(12)
        self._shown: list[tuple[str, tuple[int, ...], tuple[str, ...]]] = []
        self.cards: list[Card] = []

    def follow(self, meeting: Meeting, vote: Round | None) -> None:
        """Show a round; None shows nothing."""
        shown = [
            (
                f"{proposal.number}. {proposal.title}",
                meeting.answers[proposal.id].counts,
                tuple(objections_to(meeting, proposal)),
            )
            for proposal in (proposals_of(meeting, vote) if vote else ())
        ]
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._cards)
        self.cards = [Card(*each) for each in shown]
        for card in self.cards:
            self._cards.addWidget(card)

    def begin(self) -> None:
        """Stand on the first card."""
        if self.cards:
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)


class Card(QFrame):
    """One proposal with its five counts and every objection to it."""

    def __init__(self, title: str, counts: tuple[int, ...], objections: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        told = agreement(counts)
        quoted = [_("“{words}”").format(words=words) for words in objections]
        against = [f"{field('objection')}: {words}" for words in quoted]
        self.setAccessibleName(". ".join([title, told, *against]))
        column(
            label(title, "section", wrap=True),
            Steps(counts),
            label(told, wrap=True),
            *(label(words, wrap=True) for words in against),
            gap=8,
            into=QVBoxLayout(self),
        ).setContentsMargins(18, 14, 18, 16)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come into sight."""
        super().focusInEvent(event)
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(self, 0, 12)


class Steps(QWidget):
    """Five parts of one bar, from agreement to objection, each with its count."""

    def __init__(self, counts: tuple[int, ...]) -> None:
        super().__init__()
        self._counts = counts
        self.setFixedHeight(30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw; the words below say the same, so no colour says anything alone."""
        look = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        total = sum(self._counts)
        if not total:
            painter.setBrush(QColor(look.track))
            painter.drawRoundedRect(self.rect(), 4, 4)
            return
        given = [each for each in self._counts if each]
        free = self.width() - 2 * (len(given) - 1)
        left = 0.0
        painter.setFont(theme.font(theme.SMALL, bold=True))
        colours = (look.good, look.accent, look.quiet, look.warn, look.dot)
        for count, colour in zip(self._counts, colours, strict=True):
            if not count:
                continue
            box = QRectF(left, 0, free * count / total, self.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(box, 4, 4)
            words = number(count)
            if painter.fontMetrics().horizontalAdvance(words) + 6 < box.width():
                painter.setPen(QColor(look.card))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            left += box.width() + 2
