"""Finds words that do not fit where they stand, by looking at what is really painted.

Every widget is painted by itself onto a device that keeps no picture, only each piece of text:
where it begins, in which font, and what it was clipped to. So labels, custom painting, delegates
and whatever the style draws are all held to the same measure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QRegion,
    QTextDocumentFragment,
    QTextItem,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSizeGrip,
    QSplitterHandle,
    QTextEdit,
    QToolTip,
    QWidget,
)

from moedeapp.ui.projector.window import ProjectorWindow

_NOTHING = "."

LEAN = 3.0
"""pixels by which a letter such as j may lean out sideways"""

SLACK = 1.5
"""pixels by which ink may stand out upwards or downwards"""

BLANK = " \t\n\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}\N{WORD JOINER}"
"""what leaves no ink"""


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of text as it was painted, in the coordinates of its widget."""

    words: str
    ink: QRectF
    clip: QRectF


def clipped(window: QWidget) -> list[str]:
    """What does not fit in a window, one sentence for each fault; empty when all is well."""
    found: list[str] = []
    for widget in _shown(window):
        found += _texts_that_do_not_fit(widget)
        found += _children_that_do_not_fit(widget)
    return list(dict.fromkeys(found))


def _shown(window: QWidget) -> Iterator[QWidget]:
    yield window
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.window() is window:
            yield widget


# --- text


def texts(widget: QWidget) -> list[Text]:
    """Every piece of text that a widget paints itself; its children are left out."""
    device = _Listening(widget.size())
    painter = QPainter(device)
    # The flag that is left out would paint the children as well.
    flags = QWidget.RenderFlag.DrawWindowBackground
    # Views of a scene have another `render`, which draws the scene.
    QWidget.render(widget, painter, QPoint(), QRegion(), flags)
    painter.end()
    return device.said


def _texts_that_do_not_fit(widget: QWidget) -> list[str]:
    found = []
    area = widget.parentWidget()
    scrolls = isinstance(area, QAbstractScrollArea) and area.viewport() is widget
    painted = texts(widget)
    for text in painted:
        if not text.words.strip(BLANK) or _typed(widget, area, text):
            continue
        room = text.clip.intersected(QRectF(widget.rect())).adjusted(-LEAN, -SLACK, LEAN, SLACK)
        ink = text.ink
        if scrolls:
            if isinstance(area, QGraphicsView):
                continue  # one moves about in it; what is cut within a note is found below
            if ink.bottom() < room.top() or ink.top() > room.bottom():
                continue
            # A line at the edge is scrolled into sight.
            ink = QRectF(ink.left(), room.top(), ink.width(), min(ink.height(), room.height()))
        if not room.contains(ink):
            found.append(f"{named(widget)}: “{text.words}” needs {_at(ink)} in {_at(room)}")
    for text in painted:
        if text.words.endswith("…") and not _told_in_full(widget, text):
            found.append(f"{named(widget)}: “{text.words}” is cut short and has no tool tip")
    return found


def _typed(widget: QWidget, area: QWidget | None, text: Text) -> bool:
    """Whether somebody typed it where it scrolls along with the typing."""
    if isinstance(widget, QLineEdit):
        return bool(widget.text()) and not widget.isReadOnly()
    return isinstance(area, QPlainTextEdit | QTextEdit) and bool(area.toPlainText())


def _told_in_full(widget: QWidget, text: Text) -> bool:
    """Whether the dots are part of the words, or the whole is told to who points at them."""
    if isinstance(widget.window(), ProjectorWindow):
        return True  # nobody can point at it; what must be read stands on a page of its own
    if text.words in _words(widget) or text.words.strip() == "…":
        return True
    at = text.ink.center().toPoint()
    QToolTip.showText(QPoint(), _NOTHING)  # what stays when nobody has anything to tell
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    tip = QTextDocumentFragment.fromHtml(QToolTip.text()).toPlainText()
    QToolTip.showText(QPoint(), "")
    start = text.words.rstrip("…").strip()
    return "".join(start.split()) in "".join(tip.split())


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return ""


# --- boxes


def _children_that_do_not_fit(widget: QWidget) -> list[str]:
    children = [
        child
        for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if child.isVisibleTo(widget) and not child.isWindow() and not child.size().isEmpty()
        if not isinstance(child, QScrollBar | QSizeGrip | QSplitterHandle)
    ]
    found = []
    area = widget.parentWidget()
    is_viewport = isinstance(area, QAbstractScrollArea) and area.viewport() is widget
    for child in children:
        room = QRect(widget.rect())
        if is_viewport:
            if isinstance(area, QAbstractItemView | QGraphicsView):
                continue  # editors and the like, which follow their line
            room.setTop(min(room.top(), child.y()))
            room.setBottom(max(room.bottom(), child.geometry().bottom()))
        if not room.contains(child.geometry()):
            found.append(
                f"{named(child)} at {_place(child.geometry())} leaves {named(widget)}"
                f" of {_size(QRectF(widget.rect()))}"
            )
    if not isinstance(widget, QAbstractScrollArea) and not is_viewport:
        found += _overlaps(children)
    return found


def _overlaps(children: list[QWidget]) -> list[str]:
    """Those that lie over one another, of those in a layout and of those that float above it."""
    return [
        f"{named(one)} at {_place(one.geometry())} lies over {named(other)}"
        f" at {_place(other.geometry())}"
        for at, one in enumerate(children)
        for other in children[at + 1 :]
        if one.geometry().intersects(other.geometry()) and _floats(one) == _floats(other)
    ]


def _floats(child: QWidget) -> bool:
    above = child.parentWidget()
    layout = above.layout() if above is not None else None
    return layout is not None and not _holds(layout, child)


def _holds(layout: QLayout, child: QWidget) -> bool:
    items = [layout.itemAt(at) for at in range(layout.count())]
    inner = [item.layout() for item in items if item is not None and item.layout() is not None]
    return layout.indexOf(child) >= 0 or any(_holds(each, child) for each in inner)


def named(widget: QWidget) -> str:
    """A widget as a fault speaks of it."""
    words = widget.accessibleName() or _words(widget) or widget.objectName()
    above = widget.parentWidget()
    where = f" in {type(above).__name__}" if above is not None else ""
    return f"{type(widget).__name__} “{words[:40]}”{where}"


def _size(box: QRectF) -> str:
    return f"{box.width():.0f}×{box.height():.0f}"


def _at(box: QRectF) -> str:
    return f"{box.x():.0f},{box.y():.0f} {_size(box)}"


def _place(box: QRect) -> str:
    return f"{box.x()},{box.y()} {box.width()}×{box.height()}"


# --- a device that listens


class _Listening(QPaintDevice):
    """Paper that keeps what is written, and no picture."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._size = size
        self.said: list[Text] = []
        self._engine = _Engine(self.said)

    def paintEngine(self) -> QPaintEngine:  # noqa: N802 (Qt's name)
        return self._engine

    def metric(self, what: QPaintDevice.PaintDeviceMetric) -> int:
        metrics = QPaintDevice.PaintDeviceMetric
        return {
            metrics.PdmWidth: self._size.width(),
            metrics.PdmHeight: self._size.height(),
            metrics.PdmWidthMM: self._size.width() * 254 // 960,
            metrics.PdmHeightMM: self._size.height() * 254 // 960,
            metrics.PdmDpiX: 96,
            metrics.PdmDpiY: 96,
            metrics.PdmPhysicalDpiX: 96,
            metrics.PdmPhysicalDpiY: 96,
            metrics.PdmNumColors: 2**31 - 1,
            metrics.PdmDepth: 32,
            metrics.PdmDevicePixelRatioScaled: int(QPaintDevice.devicePixelRatioFScale()),
        }.get(what, 1)


class _Engine(QPaintEngine):
    """Notes each piece of text; draws nothing."""

    def __init__(self, said: list[Text]) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self._said = said

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def updateState(self, state: QPaintEngineState) -> None:  # noqa: N802 (Qt's name)
        pass

    def drawTextItem(self, at: QPointF, item: QTextItem) -> None:  # noqa: N802 (Qt's name)
        painter = self.painter()
        words, font = item.text(), QFont(item.font())
        ink = QFontMetricsF(font).tightBoundingRect(words).translated(at)
        shift = painter.combinedTransform()
        whole = QRectF(0, 0, self.paintDevice().width(), self.paintDevice().height())
        clip = shift.mapRect(painter.clipBoundingRect()) if painter.hasClipping() else whole
        self._said.append(Text(words, shift.mapRect(ink), clip))

    def drawPixmap(self, *what: object) -> None:  # noqa: N802 (Qt's name)
        pass

    def drawImage(self, *what: object) -> None:  # noqa: N802 (Qt's name)
        pass

    def drawPath(self, *what: object) -> None:  # noqa: N802 (Qt's name)
        pass

    def drawPolygon(self, *what: object) -> None:  # noqa: N802 (Qt's name)
        pass

    def drawTiledPixmap(self, *what: object) -> None:  # noqa: N802 (Qt's name)
        pass

    drawRects = drawLines = drawEllipse = drawPoints = drawPath  # noqa: N815 (Qt's names)
