"""Finds what a keyboard or a screen reader cannot get at in a window."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollBar,
    QTableView,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from tests.shots.clipping import named

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QGraphicsView,
    QLineEdit, QPlainTextEdit, QTextEdit,
)  # fmt: skip
MOST = 400
"""more stops than any window has"""
INSIDE = 40
"""more links than any page of text has"""
SEEN = 30
"""pixels that must change for a focus to be seen"""


def out_of_reach(window: QWidget) -> list[str]:
    """What cannot be got at in a window, one sentence for each fault; empty when all is well."""
    asked = list(controls(window))
    found = [f"{named(control)} has no name" for control in asked if not spoken_name(control)]
    found += [
        f"{named(control)} never takes the focus"
        for control in asked
        if not (_by_tab(control) or _by_arrows(control)) and control.isEnabled()
    ]
    stops, unseen = _walk(window)
    found += [f"{named(stop)} does not show that it has the focus" for stop in unseen]
    wanted = [control for control in asked if _by_tab(control) and control.isEnabled()]
    missed = [control for control in wanted if control not in stops]
    found += [f"{named(control)} is not reached with Tab" for control in missed]
    return list(dict.fromkeys(found))


def controls(window: QWidget) -> Iterator[QWidget]:
    """Everything in a window that something can be done with."""
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or isinstance(widget, QScrollBar):
            continue
        shown = widget.isVisibleTo(window) and widget.window() is window
        above = widget.parentWidget()
        part = isinstance(above, QAbstractSpinBox | QComboBox | QLineEdit)
        corner = isinstance(above, QTableView) and isinstance(widget, QAbstractButton)
        # The headings of a table belong to the table; the size of the window to the window.
        heading = isinstance(above, QTableView) and isinstance(widget, QAbstractItemView)
        if shown and not part and not corner and not heading and not widget.size().isEmpty():
            yield widget


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name).strip() if told is not None else ""


def _by_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _by_arrows(widget: QWidget) -> bool:
    """Whether Tab stops at another of its kind, from where the arrows go on to this one."""
    if widget.focusProxy() is not None:  # a list that is gone through from the line above it
        return _by_tab(widget.focusProxy())
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive():
        return any(_by_tab(button) for button in group.buttons())
    part, whole = widget, widget.parentWidget()
    if isinstance(widget, QRadioButton) and whole is not None:
        return any(_by_tab(kin) and kin.isChecked() for kin in whole.findChildren(QRadioButton))
    while whole is not None:
        # Cards of one list, of which one at a time takes the keyboard.
        kin = [child for child in whole.children() if type(child) is type(part)]
        if len(kin) > 1 and type(part).__module__.startswith("moedeapp"):
            others = [other for card in kin for other in card.findChildren(type(widget))]
            if any(_by_tab(other) for other in others):
                return True
        part, whole = whole, whole.parentWidget()
    return False


def _walk(window: QWidget) -> tuple[list[QWidget], list[QWidget]]:
    """Where Tab stops until it is back where it began, and where the focus was not to be seen."""
    window.activateWindow()
    if window.focusWidget() is None or not window.focusWidget().hasFocus():
        QTest.keyClick(window, Qt.Key.Key_Tab)
    first = window.focusWidget()
    stops: list[QWidget] = []
    unseen: list[QWidget] = []
    at = first
    while at is not None and len(stops) < MOST:
        stops.append(at)
        with_focus = _picture(window, at)
        place = _place(window, at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
        QApplication.processEvents()
        after = window.focusWidget()
        for _ in range(MOST if isinstance(at, QTextBrowser) else 0):
            if after is not at:
                break
            QTest.keyClick(at, Qt.Key.Key_Tab)  # from link to link
            after = window.focusWidget()
        if after is at:
            # Tab goes from link to link inside a text; what never lets go is a trap.
            if stops.count(at) > INSIDE:
                break
            continue
        # Only where it still stands in the same place can the two be compared.
        if place == _place(window, at) and _differing(with_focus, _picture(window, at)) < SEEN:
            unseen.append(at)
        at = after
        if at is first:
            break
    return stops, unseen


def _place(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _picture(window: QWidget, widget: QWidget) -> QImage:
    room = _place(window, widget).adjusted(-4, -4, 4, 4).intersected(window.rect())
    return window.grab(room).toImage().convertToFormat(QImage.Format.Format_RGB32)


def _differing(one: QImage, other: QImage) -> int:
    if one.size() != other.size() or one.isNull():
        return SEEN
    pairs = zip(
        memoryview(one.constBits()).cast("I"), memoryview(other.constBits()).cast("I"), strict=True
    )
    count = 0
    for left, right in pairs:
        count += left != right
        if count >= SEEN:
            break
    return count
