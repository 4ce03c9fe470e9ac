"""Colours, type and measures of the window; the one place that has them."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication

from moedeapp import resources
from moedeapp.model.meeting import Colour


@dataclass(frozen=True, slots=True)
class Colours:
    """One look of the window, as colours written ``#rrggbb``."""

    ink: str
    quiet: str
    ink_on_note: str
    quiet_on_note: str
    line: str
    edge: str
    paper: str
    card: str
    accent: str
    accent_deep: str
    on_accent: str
    tint: str
    track: str
    dot: str
    good: str
    warn: str
    warn_tint: str
    notes: Mapping[Colour, str]
    """paper by a theme's colour"""

    def texts(self) -> list[tuple[str, str]]:
        """Every pair of text and background the window uses."""
        plain = (self.ink, self.quiet, self.accent)
        pairs = [(text, ground) for text in plain for ground in (self.paper, self.card)]
        pairs += [(self.ink, self.tint), (self.ink, self.warn_tint), (self.accent, self.tint)]
        pairs += [(self.on_accent, self.accent), (self.on_accent, self.accent_deep)]
        pairs += [(text, self.card) for text in (self.good, self.warn, self.dot)]
        for note in self.notes.values():
            pairs += [(self.ink_on_note, note), (self.quiet_on_note, note)]
        return pairs

    def edges(self) -> list[tuple[str, str]]:
        """Every pair of control edge, or graphic with a meaning, and background."""
        pairs = [(edge, ground) for edge in (self.edge, self.accent) for ground in self._grounds()]
        return [*pairs, (self.accent, self.track), (self.dot, self.card)]

    def _grounds(self) -> tuple[str, str]:
        return self.card, self.paper


LIGHT: Final = Colours(
    ink="#1b2433", quiet="#5a6579", ink_on_note="#1b2433", quiet_on_note="#4d5769",
    line="#c9d0dc", edge="#7b8798", paper="#f6f5f1", card="#ffffff", accent="#0b5c7a",
    accent_deep="#084a63", on_accent="#ffffff", tint="#e3f0f4", track="#e7eaef", dot="#b3261e",
    good="#1d6b43", warn="#8a5a00", warn_tint="#fdf3dc",
    notes={
        Colour.YELLOW: "#fff1b8", Colour.BLUE: "#cfe8ff", Colour.GREEN: "#d6f0d3",
        Colour.PEACH: "#ffdccb", Colour.LILAC: "#e6dcf7", Colour.GREY: "#e9e7e0",
    },
)  # fmt: skip

DARK: Final = Colours(
    ink="#eef1f6", quiet="#aeb8c8", ink_on_note="#f4f1e8", quiet_on_note="#d2d0c8",
    line="#3a4454", edge="#7f8ca0", paper="#161b23", card="#1f2631", accent="#6cc3e0",
    accent_deep="#8fd4ea", on_accent="#0d1a22", tint="#1d3642", track="#323c4b", dot="#ff8a80",
    good="#7fd0a2", warn="#f0c067", warn_tint="#3a2f17",
    notes={
        Colour.YELLOW: "#564a1c", Colour.BLUE: "#24466b", Colour.GREEN: "#2a4f2f",
        Colour.PEACH: "#643827", Colour.LILAC: "#473a68", Colour.GREY: "#45433d",
    },
)  # fmt: skip

CONTRAST: Final = Colours(
    ink="#000000", quiet="#000000", ink_on_note="#000000", quiet_on_note="#000000",
    line="#000000", edge="#000000", paper="#ffffff", card="#ffffff", accent="#003a5c",
    accent_deep="#00263d", on_accent="#ffffff", tint="#dff1ff", track="#ffffff", dot="#8f0000",
    good="#00401f", warn="#5c3300", warn_tint="#fff4cf",
    notes={
        Colour.YELLOW: "#fff6c9", Colour.BLUE: "#dcefff", Colour.GREEN: "#e2f7df",
        Colour.PEACH: "#ffe6da", Colour.LILAC: "#efe7fb", Colour.GREY: "#f1f0ec",
    },
)  # fmt: skip

CONTRAST_DARK: Final = Colours(
    ink="#ffffff", quiet="#ffffff", ink_on_note="#ffffff", quiet_on_note="#ffffff",
    line="#ffffff", edge="#ffffff", paper="#000000", card="#000000", accent="#8fdcff",
    accent_deep="#c2ecff", on_accent="#000000", tint="#00304a", track="#000000", dot="#ffb3ab",
    good="#a6f2c4", warn="#ffd98a", warn_tint="#3d2a00",
    notes={
        Colour.YELLOW: "#3d3300", Colour.BLUE: "#002b52", Colour.GREEN: "#06360c",
        Colour.PEACH: "#4a1d08", Colour.LILAC: "#2d1f52", Colour.GREY: "#2a2925",
    },
)  # fmt: skip

LOOKS: Final[Mapping[str, Colours]] = {
    "light": LIGHT, "dark": DARK, "contrast": CONTRAST, "contrast dark": CONTRAST_DARK,
}  # fmt: skip
"""The looks by the word the settings keep; "" in the settings follows the system."""


class _Worn:
    """What the application wears now; the only thing here that changes."""

    colours: Colours = LIGHT
    choice: str = ""
    still: bool = False
    follows: bool = False
    """whether the system's changes are heard"""
    fonts: bool = False
    """whether our own have been read; asking the system for all of its costs a start"""


def colours() -> Colours:
    """The colours that are worn now; read them when painting, since they may change."""
    return _Worn.colours


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


def motion() -> bool:
    """Whether something may move on the screen: unless the system or the facilitator says no."""
    # Only Windows tells Qt; elsewhere Qt says "no effects" whatever people have asked for.
    asked = sys.platform == "win32" and not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    return not (_Worn.still or asked)


def wear(application: QApplication, choice: str = "", *, still: bool = False) -> None:
    """Give the application its fonts, colours and controls, by choice or as the system asks."""
    if not _Worn.fonts:
        _Worn.fonts = True
        for file in resources.fonts().values():
            QFontDatabase.addApplicationFont(str(file))
    _Worn.choice, _Worn.still = choice, still
    application.setStyle("Fusion")
    application.setFont(font())
    _change(application)
    if not _Worn.follows:
        _Worn.follows = True
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(_system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(_system_changed)


def _system_changed() -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication) and not _Worn.choice:
        _change(application)


def _change(application: QApplication) -> None:
    worn = LOOKS.get(_Worn.choice) or _asked_by(application.styleHints())
    if worn is not _Worn.colours or not application.styleSheet():
        _Worn.colours = worn
        application.setPalette(_palette(worn))
        application.setStyleSheet(_style(worn))


def _asked_by(hints: QStyleHints) -> Colours:
    dark = hints.colorScheme() is Qt.ColorScheme.Dark
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return CONTRAST_DARK if dark else CONTRAST
    return DARK if dark else LIGHT


def _palette(c: Colours) -> QPalette:
    # From two colours Qt derives the shades that boxes and ticks are drawn with.
    palette = QPalette(QColor(c.card), QColor(c.paper))
    role = QPalette.ColorRole
    for part, colour in {
        role.Window: c.paper, role.WindowText: c.ink, role.Base: c.card,
        role.AlternateBase: c.paper, role.Text: c.ink, role.Button: c.card,
        role.ButtonText: c.ink, role.Highlight: c.accent, role.HighlightedText: c.on_accent,
        role.PlaceholderText: c.quiet, role.ToolTipBase: c.card, role.ToolTipText: c.ink,
        role.Link: c.accent, role.BrightText: c.card, role.Accent: c.accent,
    }.items():  # fmt: skip
        palette.setColor(part, QColor(colour))
    return palette


def _style(c: Colours) -> str:
    return f"""
QLabel {{ background: transparent; }}
QLabel[look="heading"] {{ font-size: {HEADING}px; font-weight: bold; }}
QLabel[look="section"] {{ font-size: 19px; font-weight: bold; }}
QLabel[look="eyebrow"] {{ font-size: {SMALL}px; font-weight: bold; color: {c.quiet}; }}
QLabel[look="strong"] {{ font-weight: bold; }}
QLabel[look="quiet"] {{ color: {c.quiet}; }}
QLabel[look="small"] {{ font-size: {SMALL}px; color: {c.quiet}; }}
QLabel[look="title"] {{ font-size: 19px; font-weight: bold; }}
QLabel[look="figure"] {{ font-size: 64px; font-weight: bold; }}
QLabel[look="lead"] {{ font-size: 20px; }}
QLabel[look="wordmark"] {{ font-size: 34px; font-weight: bold; }}
QLabel[look="tag"] {{
    font-size: {SMALL}px; font-weight: bold; color: {c.accent}; background: {c.tint};
    border-radius: 6px; padding: 2px 8px;
}}
QLabel[look="good"] {{ color: {c.good}; }}
QLabel[look="warn"] {{ color: {c.warn}; }}
QLabel[look="chip"] {{
    background: {c.tint}; color: {c.accent}; border-radius: 11px; padding: 2px 10px;
    font-size: {SMALL}px; font-weight: bold;
}}
QLabel[look="time"] {{ font-size: 44px; font-weight: bold; }}
QLabel[look="time over"] {{ font-size: 44px; font-weight: bold; color: {c.warn}; }}
QLabel[look="clock"], QLabel[look="clock soon"], QLabel[look="clock still"] {{
    font-size: 23px; font-weight: bold;
}}
QLabel[look="clock soon"] {{ color: {c.warn}; }}
QLabel[look="clock still"] {{ color: {c.quiet}; }}
QLabel[look="under"], QLabel[look="under soon"] {{ font-size: 13px; color: {c.quiet}; }}
QLabel[look="under soon"] {{ color: {c.warn}; font-weight: bold; }}
QLabel[look="on band"] {{ font-size: {SMALL}px; font-weight: bold; }}

QPushButton {{
    background: {c.card}; color: {c.ink}; border: 1px solid {c.edge}; border-radius: 8px;
    padding: 7px 14px; font-weight: bold; outline: none;
}}
QPushButton:hover {{ background: {c.tint}; }}
QPushButton:pressed {{ background: {c.line}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 6px 13px; }}
QPushButton:disabled {{ color: {c.quiet}; border-color: {c.line}; background: {c.paper}; }}
QPushButton::menu-indicator {{ image: none; }}
QPushButton[look="menu"] {{ padding-right: 30px; }}
QPushButton[look="menu"]:focus {{ padding-right: 29px; }}
QPushButton[look="primary"] {{
    background: {c.accent}; color: {c.on_accent}; border-color: {c.accent};
}}
QPushButton[look="primary"]:hover {{ background: {c.accent_deep}; }}
QPushButton[look="primary"]:focus {{ border: 2px solid {c.ink}; }}
QPushButton[look="primary"]:disabled {{
    color: {c.quiet}; border-color: {c.line}; background: {c.paper};
}}
QPushButton[look="plain"] {{
    background: transparent; border: 1px solid transparent; color: {c.accent}; padding: 4px 8px;
}}
QPushButton[look="plain"]:hover {{ text-decoration: underline; }}
QPushButton[look="plain"]:focus {{ border: 2px solid {c.accent}; padding: 3px 7px; }}
QPushButton[look="plain"]:disabled {{
    color: {c.quiet}; background: transparent; border-color: transparent;
}}
QPushButton[look="unfold"] {{
    background: transparent; border: 1px solid transparent; border-radius: 8px;
    color: {c.accent}; padding: 5px 8px 5px 30px; text-align: left;
}}
QPushButton[look="unfold"]:hover {{ text-decoration: underline; }}
QPushButton[look="unfold"]:focus {{ border: 2px solid {c.accent}; padding: 4px 7px 4px 29px; }}
QPushButton[look="slim"] {{ padding: 7px 9px; }}
QPushButton[look="slim"]:focus {{ padding: 6px 8px; }}
QPushButton[look="foot"] {{
    background: transparent; border: 1px solid transparent; color: {c.quiet};
    font-size: {SMALL}px; font-weight: normal; padding: 3px 8px;
}}
QPushButton[look="foot"]:hover {{ text-decoration: underline; }}
QPushButton[look="foot"]:focus {{ border: 2px solid {c.accent}; padding: 2px 7px; }}
QPushButton[look="tile"], QPushButton[look="first"] {{
    border-radius: 12px; padding: 0; text-align: left; font-weight: normal;
}}
QPushButton[look="tile"]:focus, QPushButton[look="first"]:focus {{ padding: 0; }}
QPushButton[look="first"] {{ background: {c.accent}; border-color: {c.accent}; }}
QPushButton[look="first"]:hover {{ background: {c.accent_deep}; }}
QPushButton[look="first"]:focus {{ border: 2px solid {c.ink}; }}
QPushButton[look="first"] QLabel {{ color: {c.on_accent}; }}
QPushButton[look="small"] {{ font-size: {SMALL}px; padding: 4px 8px; }}
QPushButton[look="small"]:focus {{ padding: 3px 7px; }}
QPushButton[look="under"] {{
    background: transparent; border: 1px solid transparent; border-radius: 6px;
    color: {c.accent}; font-size: {SMALL}px; padding: 1px 10px 1px 0; text-align: left;
}}
QPushButton[look="under"]:hover {{ background: {c.tint}; }}
QPushButton[look="under"]:focus {{
    border: 2px solid {c.accent}; padding: 0 9px 0 0;
}}
QPushButton[look="rail"] {{
    background: transparent; border: none; border-bottom: 3px solid transparent;
    border-radius: 0; color: {c.quiet}; padding: 18px 9px 15px 9px;
}}
QPushButton[look="rail"]:hover {{ color: {c.ink}; }}
QPushButton[look="rail"]:checked {{ color: {c.accent}; border-bottom: 3px solid {c.accent}; }}
QPushButton[look="rail"]:focus {{ background: {c.tint}; }}
QPushButton[look="small"] {{ padding: 3px 9px; }}
QPushButton[look="small"]:focus {{ padding: 2px 8px; }}
QPushButton[look="answer"] {{
    background: transparent; border: 1px solid transparent; padding: 3px 8px; text-align: left;
    font-weight: normal;
}}
QPushButton[look="answer"]:hover {{ background: {c.tint}; }}
QPushButton[look="answer"]:focus {{ border: 2px solid {c.accent}; padding: 2px 7px; }}
QPushButton[look="tab"] {{
    background: transparent; border: none; border-bottom: 3px solid transparent;
    border-radius: 0; color: {c.quiet}; padding: 8px 10px 6px 10px;
}}
QPushButton[look="tab"]:hover {{ color: {c.ink}; }}
QPushButton[look="tab"]:checked {{ color: {c.accent}; border-bottom: 3px solid {c.accent}; }}
QPushButton[look="tab"]:focus {{ background: {c.tint}; }}

QLineEdit, QPlainTextEdit, QSpinBox, QComboBox {{
    background: {c.card}; color: {c.ink}; border: 1px solid {c.edge}; border-radius: 8px;
    padding: 6px 10px; selection-background-color: {c.accent}; selection-color: {c.on_accent};
}}
QPlainTextEdit {{ padding: 3px 6px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{
    border: 2px solid {c.accent}; padding: 5px 9px;
}}
QSpinBox:focus {{ border: 2px solid {c.accent}; padding: 5px 9px; }}
QPlainTextEdit:focus {{ padding: 2px 5px; }}
QLineEdit[look="big"] {{ font-size: 24px; padding: 12px 18px; border: 2px solid {c.edge}; }}
QLineEdit[look="big"]:focus {{ border: 2px solid {c.accent}; }}
QPlainTextEdit[look="big"] {{ font-size: 22px; padding: 10px 12px; border: 2px solid {c.edge}; }}
QPlainTextEdit[look="big"]:focus {{ padding: 10px 12px; border: 2px solid {c.accent}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
QLineEdit, QPlainTextEdit {{ placeholder-text-color: {c.quiet}; }}
QLineEdit[look="keyed"] {{ font-size: 22px; padding: 8px 14px; }}
QComboBox {{ padding-right: 30px; combobox-popup: 0; }}
QComboBox:focus {{ padding-right: 29px; }}
QComboBox::drop-down {{ border: none; width: 4px; }}
QComboBox::down-arrow {{ image: none; }}

QFrame[look="card"] {{ background: {c.card}; border: 1px solid {c.line}; border-radius: 12px; }}
QFrame[look="waiting"] {{ background: {c.card}; border: 1px solid {c.edge}; border-radius: 10px; }}
QFrame[look="waiting"]:focus {{ border: 2px solid {c.accent}; }}
QFrame[look="card"]:focus {{ border: 2px solid {c.accent}; }}
QFrame[look="line"] {{ background: transparent; border: none; border-top: 1px solid {c.line}; }}
QFrame[look="bar"] {{ background: {c.card}; border: 1px solid {c.line}; border-radius: 12px; }}
QFrame[look="panel"] {{ background: {c.card}; border: none; border-left: 1px solid {c.line}; }}
QFrame[look="side"] {{ background: {c.card}; border: none; border-right: 1px solid {c.line}; }}
QFrame[look="head"] {{ background: {c.card}; border: none; border-bottom: 1px solid {c.line}; }}
QFrame[look="foot"] {{ background: {c.card}; border: none; border-top: 1px solid {c.line}; }}
QFrame[look="band"] {{
    background: {c.warn_tint}; border: none; border-bottom: 2px solid {c.warn};
}}
QFrame[look="maybe"] {{ background: {c.tint}; border: 1px dashed {c.accent}; border-radius: 12px; }}
QFrame[look="notice"] {{
    background: {c.tint}; border: none; border-left: 6px solid {c.accent};
    border-bottom: 1px solid {c.line};
}}
QFrame[look="refusal"] {{
    background: {c.warn_tint}; border: none; border-left: 6px solid {c.warn};
    border-bottom: 1px solid {c.line};
}}

QTextBrowser {{
    background: {c.card}; color: {c.ink}; border: none; border-left: 4px solid {c.card};
}}
QTextBrowser:focus {{ border-left-color: {c.accent}; }}
QFrame[look="sheet"] {{ background: {c.card}; border: none; }}
QListView[look="chapters"]::item {{ padding: 8px 10px; border-radius: 8px; color: {c.ink}; }}
QListView[look="chapters"]::item:hover {{ background: {c.paper}; }}
QListView[look="chapters"]::item:selected {{
    background: {c.tint}; border-left: 4px solid {c.accent}; border-radius: 0; padding-left: 8px;
}}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QListView {{ background: transparent; border: 2px solid transparent; outline: none; }}
QListView:focus {{ border: 2px solid {c.accent}; border-radius: 8px; }}
QListView[look="quiet"]:focus {{ border: 2px solid transparent; }}
QComboBox QListView, QComboBox QListView:focus {{
    background: {c.card}; border: 1px solid {c.edge}; border-radius: 0;
    selection-background-color: {c.tint}; selection-color: {c.ink};
}}
QTableView {{
    background: transparent; border: 2px solid transparent; gridline-color: {c.line};
    selection-background-color: {c.tint}; selection-color: {c.ink}; outline: none;
}}
QTableView:focus {{ border: 2px solid {c.accent}; border-radius: 8px; }}
QTableView::item {{ padding: 6px 8px; border: none; border-bottom: 1px solid {c.line}; }}
QTableView::item:focus {{ border: 2px solid {c.accent}; }}
QTableView QLineEdit, QListView QLineEdit {{ border-radius: 0; padding: 2px 6px; }}
QHeaderView, QHeaderView::section {{
    background: transparent; border: none; color: {c.quiet}; font-size: {SMALL}px;
    font-weight: bold;
}}
QHeaderView::section {{ padding: 6px 8px; border-bottom: 1px solid {c.edge}; }}
QMenu {{ background: {c.card}; border: 1px solid {c.edge}; padding: 6px; }}
QMenu::item {{ padding: 7px 24px 7px 14px; border-radius: 6px; color: {c.ink}; }}
QMenu::item:selected {{ background: {c.tint}; }}
QMenu::item:disabled {{ color: {c.quiet}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 6px; }}
QToolTip {{ background: {c.card}; color: {c.ink}; border: 1px solid {c.edge}; padding: 4px; }}
QScrollBar:vertical {{ background: transparent; width: 14px; }}
QScrollBar::handle:vertical {{
    background: {c.edge}; border-radius: 4px; min-height: 36px; margin: 3px;
}}
QScrollBar[rests="true"]::handle:vertical {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
