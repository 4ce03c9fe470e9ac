"""What the facilitator has chosen once, on this computer, for every meeting."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings, QStandardPaths, Signal

from moedeapp import SUFFIX
from moedeapp.model.meeting import Organisation
from moedeapp.texts import _

T = TypeVar("T", bool, int, str)

LOOK: Final = "look"
STILL: Final = "still"
LETTER_KEYS: Final = "letter_keys"
LANGUAGE: Final = "language"
HALL_TEXT: Final = "hall_text"
ASKED: Final = "organisation_asked"
FOLDER: Final = "meetings_folder"
OWN: Final = "own_folder"

_OPEN: Final = "open_meetings"
_LEFT_OUT: Final = "forms_left_out"
_PANEL: Final = "panel"
_PHONES: Final = "phones"
_MOST_KNOWN: Final = 30
BOARD_AS_LIST: Final = "board_as_list"

_ORGANISATION: Final = ("name", "contact", "deciding_body", "deletion_rule")


def file_kind() -> str:
    """What file dialogs call a meeting's file."""
    return _("Meeting") + f" (*{SUFFIX})"


@dataclass(frozen=True, slots=True)
class PhoneSettings:
    """How one meeting is open for phones."""

    open: bool = False
    """whether phones could come in when it was last seen"""
    interface: str = ""
    """the one that was chosen; empty for the best there is"""
    port: int = 0
    """the one it had; 0 before the first time"""
    rung: str = ""
    """what kind of network it is; empty until somebody has said"""
    network: str = ""
    """what the Wi-Fi is called"""
    ideas: bool = True
    children: bool = False


class Settings(QObject):
    """Typed values in the system's own place for settings.

    `changed` carries the name of the value that was set.
    """

    changed: Final = Signal(str)

    def __init__(self, store: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store

    def _get(self, name: str, usual: T) -> T:
        found = self.store.value(name, usual, type(usual))
        return found if isinstance(found, type(usual)) else usual

    def put(self, name: str, value: bool | int | str) -> None:
        """Keep a value, and tell of it."""
        self.store.setValue(name, value)
        self.changed.emit(name)

    @property
    def look(self) -> str:
        """A word of `theme.LOOKS`; empty follows the system."""
        return self._get(LOOK, "")

    @property
    def still(self) -> bool:
        """Whether nothing may move on the screen, whatever the system says."""
        return self._get(STILL, False)

    @property
    def letter_keys(self) -> bool:
        """Whether single letters act outside text boxes."""
        return self._get(LETTER_KEYS, True)

    @property
    def language(self) -> str:
        """A language by its code; empty is Danish."""
        return self._get(LANGUAGE, "")

    @property
    def hall_text(self) -> int:
        """Height in pixels at 1080 lines of what the hall reads."""
        return self._get(HALL_TEXT, 60)

    @property
    def board_as_list(self) -> bool:
        """Whether themes and notes are shown as a list instead of a board."""
        return self._get(BOARD_AS_LIST, False)

    def show_board_as_list(self, as_list: bool) -> None:
        """Keep whether themes and notes are shown as a list."""
        self.put(BOARD_AS_LIST, as_list)

    # --- the organisation

    @property
    def organisation(self) -> Organisation:
        """The organisation that new meetings begin with; empty until it is set."""
        held = json.loads(self._get("organisation", "{}"))
        logo = self.store.value("logo", QByteArray())
        return Organisation(
            **{name: str(held.get(name, "")) for name in _ORGANISATION},
            logo=bytes(logo.data()) if isinstance(logo, QByteArray) else b"",
        )

    def keep_organisation(self, organisation: Organisation) -> None:
        """Let new meetings begin with this organisation."""
        held = {name: getattr(organisation, name) for name in _ORGANISATION}
        self.store.setValue("logo", QByteArray(organisation.logo))
        self.put("organisation", json.dumps(held, ensure_ascii=False))

    @property
    def asked(self) -> bool:
        """Whether the facilitator has answered, or put off, who holds the meetings."""
        return self._get(ASKED, False) or self.organisation != Organisation()

    # --- exports

    def forms_left_out(self, at_first: Iterable[str] = ()) -> frozenset[str]:
        """The keys of forms not ticked when files were made last, or `at_first`."""
        return frozenset(filter(None, self._get(_LEFT_OUT, ",".join(at_first)).split(",")))

    def keep_forms_left_out(self, forms: Iterable[str]) -> None:
        """Keep which forms are not ticked."""
        self.store.setValue(_LEFT_OUT, ",".join(sorted(forms)))

    # --- folders

    @property
    def meetings_folder(self) -> Path:
        """Where new meetings go; it need not be there yet."""
        return Path(self._get(FOLDER, "") or _documents() / _("Citizen meetings"))

    def own_folder(self, name: str) -> Path:
        """A folder of the program's own, for copies that are no meetings; it need not be there."""
        return self._own / name

    def is_own(self, path: Path) -> bool:
        """Whether a file is such a copy, and so never listed among the meetings."""
        return path.absolute().is_relative_to(self._own.absolute())

    @property
    def _own(self) -> Path:
        place = QStandardPaths.StandardLocation.AppLocalDataLocation
        return Path(self._get(OWN, "") or QStandardPaths.writableLocation(place))

    # --- what is open

    @property
    def open_meetings(self) -> list[str]:
        """Files of the meetings that were opened and not closed, the latest last."""
        try:
            held = json.loads(self._get(_OPEN, "[]"))
        except ValueError:
            return []
        return [str(path) for path in held] if isinstance(held, list) else []

    def keep_open(self, path: str) -> None:
        """Keep that a meeting is open, so that the next start goes on after a crash."""
        self._keep_open([*(other for other in self.open_meetings if other != path), path])

    def keep_closed(self, path: str) -> None:
        """Keep that a meeting was closed as it should be."""
        self._keep_open([other for other in self.open_meetings if other != path])

    def _keep_open(self, paths: list[str]) -> None:
        self.store.setValue(_OPEN, json.dumps(paths, ensure_ascii=False))
        # A crash does not wait until Qt finds time to write.
        self.store.sync()

    # --- phones

    def phones(self, meeting: str) -> PhoneSettings:
        """How a meeting was last opened for phones on this computer, by its file."""
        held = self._phones().get(meeting)
        known = {field.name: type(field.default) for field in fields(PhoneSettings)}
        if not isinstance(held, dict):
            return PhoneSettings()
        return PhoneSettings(
            **{name: held[name] for name, kind in known.items() if type(held.get(name)) is kind}
        )

    def keep_phones(self, meeting: str, chosen: PhoneSettings) -> None:
        """Keep how a meeting is open for phones; the oldest of many meetings is forgotten."""
        others = [(path, held) for path, held in self._phones().items() if path != meeting]
        held = dict([*others[1 - _MOST_KNOWN :], (meeting, asdict(chosen))])
        self.store.setValue(_PHONES, json.dumps(held, ensure_ascii=False))
        self.store.sync()

    def _phones(self) -> dict[str, object]:
        try:
            held = json.loads(self._get(_PHONES, "{}"))
        except ValueError:
            return {}
        return held if isinstance(held, dict) else {}

    # --- windows

    @property
    def panel(self) -> str:
        """The panel beside the page that was open last, by its name; empty when none was."""
        return self._get(_PANEL, "")

    def keep_panel(self, panel: str) -> None:
        """Keep which panel is open."""
        self.store.setValue(_PANEL, panel)

    def place(self, window: str) -> QByteArray:
        """Where a window was; empty when it has not been open."""
        found = self.store.value(f"place/{window}", QByteArray())
        return found if isinstance(found, QByteArray) else QByteArray()

    def keep_place(self, window: str, place: QByteArray) -> None:
        """Keep where a window is."""
        self.store.setValue(f"place/{window}", place)


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
