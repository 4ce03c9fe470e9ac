"""What a packed MødeApp holds: which packages, which parts of Qt, which files.

Read by `moede.spec`. Everything is named that goes in; what nobody named stays out.
"""

import re
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent

PACKED: Final = {
    "anyio": "anyio",
    "attrs": "attr",
    "babel": "babel",
    "charset-normalizer": "charset_normalizer",
    "click": "click",
    "et-xmlfile": "et_xmlfile",
    "font-source-sans-pro": "font_source_sans_pro",
    "fonttools": "fontTools",
    "h11": "h11",
    "idna": "idna",
    "jsonschema": "jsonschema",
    "jsonschema-specifications": "jsonschema_specifications",
    "lxml": "lxml",
    "manimgx-fonts": "manimgx_fonts",
    "openpyxl": "openpyxl",
    "packaging": "packaging",
    "pikepdf": "pikepdf",
    "pillow": "PIL",
    "pluggy": "pluggy",
    "pyrsistent": "pyrsistent",
    "pyside6-essentials": "PySide6",
    "python-dateutil": "dateutil",
    "qrcode": "qrcode",
    "referencing": "referencing",
    "reportlab": "reportlab",
    "rl-accel": "_rl_accel",
    "rpds-py": "rpds",
    "shiboken6": "shiboken6",
    "sqlite-fts4": "sqlite_fts4",
    "sqlite-utils": "sqlite_utils",
    "starlette": "starlette",
    "tabulate": "tabulate",
    "typing-extensions": "typing_extensions",
    "tzdata": "tzdata",
    "uvicorn": "uvicorn",
}
"""Packages of the lock that go in, and the module each of them is."""

UNPACKED: Final = {
    "click-default-group": "sqlite-utils' own command line",
    "colorama": "colours in a terminal on Windows",
    "pip": "sqlite-utils' own command line installs plugins with it",
}
"""Packages of the lock that stay out, and who would have used them."""

LICENCES: Final = {
    "font-source-sans-pro": ("OFL-1.1.txt",),
    "pyside6-essentials": ("LGPL-3.txt", "GPL-3.txt"),
    "shiboken6": ("LGPL-3.txt", "GPL-3.txt"),
}
"""Terms of those packages that do not bring the text along; the texts lie in `licences/`."""

MODULES_LEFT_OUT: Final = (
    *(name.replace("-", "_") for name in UNPACKED),
    *("_pytest", "doctest", "lib2to3", "pydoc", "pytest", "setuptools", "test", "tkinter"),
    *("readline", "curses", "numpy", "PIL._avif", "PIL.ImageTk", "sqlite_utils.cli"),
    *("lxml.html", "lxml.isoschematron", "lxml.objectify"),
)
"""What a package could use and MødeApp does not: nothing of it is packed."""

QT_MODULES: Final = {"Core", "DBus", "Gui", "Network", "OpenGL", "Svg", "Widgets"}
"""Qt's libraries of that name; D-Bus and OpenGL are what the platforms below lean on."""

QT_PLATFORM_LIBRARIES: Final = {"WaylandClient", "WlShellIntegration", "XcbQpa"}
QT_PLUGINS: Final = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qgif", "qjpeg", "qsvg", "qwebp"},
    "platforminputcontexts": {
        "composeplatforminputcontextplugin", "ibusplatforminputcontextplugin",
    },
    "platforms": {"qcocoa", "qoffscreen", "qwayland", "qwindows", "qxcb"},
    "platformthemes": {"qxdgdesktopportal"},
    "styles": {"qmacstyle", "qmodernwindowsstyle"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "wayland-shell-integration": {"xdg-shell"},
}  # fmt: skip
"""Qt's plugins, by folder; PNG and BMP are in Qt itself."""

QT_TRANSLATIONS: Final = {"qt_da.qm", "qtbase_da.qm", "qt_en.qm", "qtbase_en.qm"}
LOCALES: Final = {"root", "da", "da_DK", "en", "en_001", "en_GB"}
ZONES: Final = {"Europe/Copenhagen"}

OF_PYTHON: Final = re.compile(
    r"lib(bz2|crypto|expat|ffi|lzma|mpdec|python3|sqlite3|ssl|uuid|z)\b[\w.-]*\.so[\d.]*"
)
"""Libraries of a Linux system that go in, since the packed Python was built against them.

All others belong to the machine the program runs on, and the .deb depends on them: what talks to
screen, fonts and keyboard must fit that machine, and gets its security updates.
"""

_DRIVERS_OF_WINDOWS = {"opengl32sw.dll", "d3dcompiler_47.dll"}
_SYSTEM = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")


def licences(name: str) -> list[Path]:
    """The texts that tell on which terms an installed package may be passed on."""
    brought = [Path(part.locate()) for part in metadata.files(name) or [] if is_licence(str(part))]
    return brought + [ROOT / "packaging" / "licences" / text for text in LICENCES.get(name, ())]


def is_licence(part: str) -> bool:
    """Whether a file of an installed package tells on which terms it may be passed on."""
    place = PurePosixPath(part.replace("\\", "/"))
    return any(name.endswith(".dist-info") for name in place.parts) and bool(
        re.match(r"(licen[cs]e|copying|notice|authors)", place.name, re.IGNORECASE)
    )


def is_python(target: str) -> bool:
    """Whether a file is a library of Python itself."""
    return "lib-dynload" in target or bool(re.fullmatch(r"libpython3[\w.]*", Path(target).name))


def keeps(target: str, source: str = "") -> bool:
    """Whether a file belongs in the program, by its place there and the place it comes from."""
    place = PurePosixPath(target.replace("\\", "/"))
    if source.startswith(_SYSTEM) and "lib-dynload" not in source:
        return bool(OF_PYTHON.fullmatch(place.name))
    match place.parts[0]:
        case "PySide6":
            return _keeps_qt(place)
        case "babel" if place.parent.name == "locale-data":
            return place.stem in LOCALES
        case "tzdata" if "zoneinfo" in place.parts:
            return place.as_posix().partition("zoneinfo/")[2] in ZONES
        case "reportlab":
            return place.suffix not in {".pfb", ".afm", ".ttf", ".png", ".gif"}
    # A package's own tests; and on macOS and Windows Qt's libraries lie at the top as well.
    return not {"tests", "benchmarks"} & set(place.parts) and (
        _qt_library(place) in (None, *QT_MODULES)
    )


def _keeps_qt(place: PurePosixPath) -> bool:
    if place.name in _DRIVERS_OF_WINDOWS or "qml" in place.parts:
        return False
    if "plugins" in place.parts:
        folder = place.parts[place.parts.index("plugins") + 1]
        return place.stem.removeprefix("lib") in QT_PLUGINS.get(folder, ())
    if "translations" in place.parts:
        return place.name in QT_TRANSLATIONS
    library = _qt_library(place)
    return library is None or library in QT_MODULES | QT_PLATFORM_LIBRARIES


def _qt_library(place: PurePosixPath) -> str | None:
    """Which of Qt's libraries a file is or lies in, e.g. "Core"; None for anything else."""
    for part in place.parts:
        if found := re.fullmatch(r"(?:lib)?Qt6?(\w+?)(?:\.so.*|\.dll|\.framework|\.dylib)?", part):
            return found[1]
    return None
