"""Notes and areas on their way: carried by a hand, or gliding to where they belong."""

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from moedeapp.ui import theme

Shift = tuple[float, float]

_MILLISECONDS: Final = 150
_MOST: Final = 400
"""Things that may glide at once; the eye follows no more than that."""


class Moving(QObject):
    """How far each thing on its way is drawn from where it stands, in board units.

    `changed` tells that something is drawn elsewhere.
    """

    changed: Final = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shifts: dict[str, Shift] = {}
        self.carried: dict[str, None] = {}
        self._starts: dict[str, Shift] = {}
        self._clock = QVariantAnimation(self)
        self._clock.setDuration(_MILLISECONDS)
        self._clock.setStartValue(1.0)
        self._clock.setEndValue(0.0)
        self._clock.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._clock.valueChanged.connect(self._glide_on)
        self._clock.finished.connect(self._arrive)

    def carry(self, keys: Iterable[str], shift: Shift) -> None:
        """Draw these things so far from where they stand."""
        self.carried = dict.fromkeys(keys)
        for key in self.carried:
            self._starts.pop(key, None)
            self.shifts[key] = shift
        self.changed.emit()

    def glide(self, starts: Mapping[str, Shift]) -> None:
        """Let things glide to where they stand from so far away, or be there at once.

        What is carried is let go of, and glides home from where the hand had it.
        """
        under_way = {key: self.shifts[key] for key in (*self._starts, *self.carried)}
        self.carried = {}
        self._starts = {**under_way, **starts}
        if not (theme.motion() and 0 < len(self._starts) <= _MOST):
            self._arrive()
            return
        self.shifts = dict(self._starts)
        self._clock.stop()
        self._clock.start()
        # The clock is silent at its very first start, and what is left has to be drawn over.
        self.changed.emit()

    def _glide_on(self, left: float) -> None:
        self.shifts.update(
            {key: (x * left, y * left) for key, (x, y) in self._starts.items()}
        )  # fmt: skip
        self.changed.emit()

    def _arrive(self) -> None:
        self._clock.stop()
        for key in self._starts:
            self.shifts.pop(key, None)
        self._starts = {}
        self.changed.emit()

    def forget(self, keys: Iterable[str]) -> None:
        """What is gone from the board is on no way any more."""
        for key in keys:
            for held in (self.shifts, self._starts, self.carried):
                held.pop(key, None)
