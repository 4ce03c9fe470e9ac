"""Colours, type and measures of the window; the one place that has them."""

from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from moedeapp import resources
from moedeapp.model.meeting import Colour

INK: Final = "#1b2433"
QUIET: Final = "#5a6579"
QUIET_ON_NOTE: Final = "#4d5769"
LINE: Final = "#c9d0dc"
EDGE: Final = "#7b8798"
PAPER: Final = "#f6f5f1"
CARD: Final = "#ffffff"
ACCENT: Final = "#0b5c7a"
ACCENT_DEEP: Final = "#084a63"
TINT: Final = "#e3f0f4"
TRACK: Final = "#e7eaef"
GOOD: Final = "#1d6b43"
WARN: Final = "#8a5a00"
WARN_TINT: Final = "#fdf3dc"

NOTES: Final = {
    Colour.YELLOW: "#fff1b8",
    Colour.BLUE: "#cfe8ff",
    Colour.GREEN: "#d6f0d3",
    Colour.PEACH: "#ffdccb",
    Colour.LILAC: "#e6dcf7",
    Colour.GREY: "#e9e7e0",
}
"""Paper by a theme's colour."""

TEXT_ON: Final = (
    (INK, PAPER), (INK, CARD), (INK, TINT), (INK, WARN_TINT), (QUIET, PAPER), (QUIET, CARD),
    (ACCENT, CARD), (ACCENT, PAPER), (ACCENT, TINT), (CARD, ACCENT), (CARD, ACCENT_DEEP),
    (GOOD, CARD), (WARN, CARD),
    *((INK, note) for note in NOTES.values()), *((QUIET_ON_NOTE, note) for note in NOTES.values()),
)  # fmt: skip
"""Every pair of text and background the window uses."""

EDGES_ON: Final = ((EDGE, CARD), (EDGE, PAPER), (ACCENT, CARD), (ACCENT, PAPER), (ACCENT, TRACK))
"""Every pair of control edge, or graphic with a meaning, and background."""

FAMILY: Final = "Source Sans Pro"
BODY: Final = 16
SMALL: Final = 14
HEADING: Final = 28
"""Heights of type in pixels."""

GAP: Final = 12
MARGIN: Final = 32
PANEL: Final = 336
"""Distances in pixels; PANEL is the width of a side panel."""


def contrast(text: str, background: str) -> float:
    """The WCAG contrast of two colours written ``#rrggbb``, from 1 to 21."""
    light, dark = sorted((_luminance(text), _luminance(background)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def font(pixels: int = BODY, *, bold: bool = False) -> QFont:
    """Source Sans Pro at a height, with figures of equal width."""
    face = QFont(FAMILY)
    face.setPixelSize(pixels)
    face.setBold(bold)
    face.setFeature(QFont.Tag("tnum"), 1)
    return face


def wear(application: QApplication) -> None:
    """Give the application its fonts, colours and controls; once per process is enough."""
    if FAMILY not in QFontDatabase.families():
        for file in resources.fonts().values():
            QFontDatabase.addApplicationFont(str(file))
    application.setStyle("Fusion")
    application.setPalette(_palette())
    application.setFont(font())
    application.setStyleSheet(_STYLE)


def _palette() -> QPalette:
    # From two colours Qt derives the shades that boxes and ticks are drawn with.
    palette = QPalette(QColor(CARD), QColor(PAPER))
    role = QPalette.ColorRole
    for part, colour in {
        role.Window: PAPER, role.WindowText: INK, role.Base: CARD, role.AlternateBase: PAPER,
        role.Text: INK, role.Button: CARD, role.ButtonText: INK, role.Highlight: ACCENT,
        role.HighlightedText: CARD, role.PlaceholderText: QUIET, role.ToolTipBase: CARD,
        role.ToolTipText: INK, role.Link: ACCENT, role.BrightText: CARD, role.Accent: ACCENT,
    }.items():  # fmt: skip
        palette.setColor(part, QColor(colour))
    return palette


_STYLE: Final = f"""
QLabel {{ background: transparent; }}
QLabel[look="heading"] {{ font-size: {HEADING}px; font-weight: bold; }}
QLabel[look="section"] {{ font-size: 19px; font-weight: bold; }}
QLabel[look="eyebrow"] {{ font-size: {SMALL}px; font-weight: bold; color: {QUIET}; }}
QLabel[look="strong"] {{ font-weight: bold; }}
QLabel[look="quiet"] {{ color: {QUIET}; }}
QLabel[look="small"] {{ font-size: {SMALL}px; color: {QUIET}; }}
QLabel[look="title"] {{ font-size: 19px; font-weight: bold; }}
QLabel[look="figure"] {{ font-size: 64px; font-weight: bold; }}
QLabel[look="lead"] {{ font-size: 20px; }}
QLabel[look="good"] {{ color: {GOOD}; }}
QLabel[look="warn"] {{ color: {WARN}; }}

QPushButton {{
    background: {CARD}; color: {INK}; border: 1px solid {EDGE}; border-radius: 8px;
    padding: 7px 14px; font-weight: bold;
}}
QPushButton:hover {{ background: {TINT}; }}
QPushButton:pressed {{ background: {LINE}; }}
QPushButton:focus {{ border: 2px solid {ACCENT}; padding: 6px 13px; }}
QPushButton:disabled {{ color: {QUIET}; border-color: {LINE}; background: {PAPER}; }}
QPushButton::menu-indicator {{ image: none; }}
QPushButton[look="menu"] {{ padding-right: 30px; }}
QPushButton[look="menu"]:focus {{ padding-right: 29px; }}
QPushButton[look="primary"] {{ background: {ACCENT}; color: {CARD}; border-color: {ACCENT}; }}
QPushButton[look="primary"]:hover {{ background: {ACCENT_DEEP}; }}
QPushButton[look="primary"]:focus {{ border: 2px solid {INK}; }}
QPushButton[look="plain"] {{
    background: transparent; border: 1px solid transparent; color: {ACCENT}; padding: 4px 8px;
}}
QPushButton[look="plain"]:hover {{ text-decoration: underline; }}
QPushButton[look="plain"]:focus {{ border: 2px solid {ACCENT}; padding: 3px 7px; }}
QPushButton[look="foot"] {{
    background: transparent; border: 1px solid transparent; color: {QUIET};
    font-size: {SMALL}px; font-weight: normal; padding: 3px 8px;
}}
QPushButton[look="foot"]:hover {{ text-decoration: underline; }}
QPushButton[look="foot"]:focus {{ border: 2px solid {ACCENT}; padding: 2px 7px; }}
QPushButton[look="rail"] {{
    background: transparent; border: none; border-bottom: 3px solid transparent;
    border-radius: 0; color: {QUIET}; padding: 18px 9px 15px 9px;
}}
QPushButton[look="rail"]:hover {{ color: {INK}; }}
QPushButton[look="rail"]:checked {{ color: {ACCENT}; border-bottom: 3px solid {ACCENT}; }}
QPushButton[look="rail"]:focus {{ background: {TINT}; }}

QLineEdit, QPlainTextEdit, QSpinBox, QComboBox {{
    background: {CARD}; color: {INK}; border: 1px solid {EDGE}; border-radius: 8px;
    padding: 6px 10px; selection-background-color: {ACCENT}; selection-color: {CARD};
}}
QPlainTextEdit {{ padding: 3px 6px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{
    border: 2px solid {ACCENT}; padding: 5px 9px;
}}
QSpinBox:focus {{ border: 2px solid {ACCENT}; padding: 5px 9px; }}
QPlainTextEdit:focus {{ padding: 2px 5px; }}
QLineEdit[look="big"] {{ font-size: 24px; padding: 12px 18px; border: 2px solid {ACCENT}; }}
QLineEdit[look="big"]:focus {{ border: 2px solid {ACCENT}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
QLineEdit, QPlainTextEdit {{ placeholder-text-color: {QUIET}; }}
QLineEdit[look="keyed"] {{ font-size: 22px; padding: 8px 14px; }}
QComboBox {{ padding-right: 30px; }}
QComboBox:focus {{ padding-right: 29px; }}
QComboBox::drop-down {{ border: none; width: 4px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{
    background: {CARD}; border: 1px solid {EDGE}; selection-background-color: {TINT};
    selection-color: {INK}; outline: none;
}}

QFrame[look="card"] {{ background: {CARD}; border: 1px solid {LINE}; border-radius: 12px; }}
QFrame[look="bar"] {{ background: {CARD}; border: 1px solid {LINE}; border-radius: 12px; }}
QFrame[look="panel"] {{ background: {CARD}; border: none; border-left: 1px solid {LINE}; }}
QFrame[look="head"] {{ background: {CARD}; border: none; border-bottom: 1px solid {LINE}; }}
QFrame[look="foot"] {{ background: {CARD}; border: none; border-top: 1px solid {LINE}; }}
QFrame[look="maybe"] {{ background: {TINT}; border: 1px dashed {ACCENT}; border-radius: 12px; }}
QFrame[look="notice"] {{
    background: {TINT}; border: none; border-left: 6px solid {ACCENT};
    border-bottom: 1px solid {LINE};
}}
QFrame[look="refusal"] {{
    background: {WARN_TINT}; border: none; border-left: 6px solid {WARN};
    border-bottom: 1px solid {LINE};
}}

QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QListView {{ background: transparent; border: 2px solid transparent; outline: none; }}
QListView:focus {{ border: 2px solid {ACCENT}; border-radius: 8px; }}
QTableView {{
    background: transparent; border: 2px solid transparent; gridline-color: {LINE};
    selection-background-color: {TINT}; selection-color: {INK}; outline: none;
}}
QTableView:focus {{ border: 2px solid {ACCENT}; border-radius: 8px; }}
QTableView::item {{ padding: 6px 8px; border: none; border-bottom: 1px solid {LINE}; }}
QTableView::item:focus {{ border: 2px solid {ACCENT}; }}
QTableView QLineEdit, QListView QLineEdit {{ border-radius: 0; padding: 2px 6px; }}
QHeaderView, QHeaderView::section {{
    background: transparent; border: none; color: {QUIET}; font-size: {SMALL}px;
    font-weight: bold;
}}
QHeaderView::section {{ padding: 6px 8px; border-bottom: 1px solid {EDGE}; }}
QMenu {{ background: {CARD}; border: 1px solid {EDGE}; padding: 6px; }}
QMenu::item {{ padding: 7px 24px 7px 14px; border-radius: 6px; color: {INK}; }}
QMenu::item:selected {{ background: {TINT}; }}
QMenu::item:disabled {{ color: {QUIET}; }}
QMenu::separator {{ height: 1px; background: {LINE}; margin: 6px; }}
QToolTip {{ background: {CARD}; color: {INK}; border: 1px solid {EDGE}; padding: 4px; }}
QScrollBar:vertical {{ background: transparent; width: 14px; }}
QScrollBar::handle:vertical {{
    background: {EDGE}; border-radius: 4px; min-height: 36px; margin: 3px;
}}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
