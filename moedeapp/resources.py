"""Finds the files that belong to the program: pictures, pages, catalogues, words and fonts."""

from pathlib import Path

_FACES = {
    "regular": "SourceSansPro",
    "bold": "SourceSansProBold",
    "italic": "SourceSansProIt",
    "bold_italic": "SourceSansProBoldIt",
}

_SPARE_FONTS = (
    "Noto Sans",
    "Noto Sans Symbols",
    "Noto Emoji",
    "Noto Sans Armenian",
    "Noto Sans Georgian",
    "Noto Sans Ethiopic",
)


def home(package: Path) -> Path:
    """The folder of resources for a package folder.

    A wheel and a frozen app carry them inside the package; in the source they lie beside it.
    """
    carried = package / "_resources"
    return carried if carried.is_dir() else package.parent / "resources"


def path(*parts: str) -> Path:
    """Where a resource is, e.g. ``path("icons", "moede.svg")``; it is not checked to exist."""
    return home(Path(__file__).resolve().parent).joinpath(*parts)


def text(*parts: str) -> str:
    """The words of a resource in UTF-8; FileNotFoundError when it is missing."""
    return path(*parts).read_text(encoding="utf-8")


def fonts() -> dict[str, Path]:
    """The TrueType files of Source Sans Pro: regular, bold, italic and bold_italic."""
    from font_source_sans_pro import font_files_ttf

    return {face: Path(font_files_ttf[name]) for face, name in _FACES.items()}


def spare_fonts() -> dict[str, Path]:
    """The TrueType files of Noto for signs that Source Sans Pro has not got, best first."""
    import manimgx_fonts

    home = Path(manimgx_fonts.__file__).parent
    return {name: home / f"{name.replace(' ', '')}[wght].ttf" for name in _SPARE_FONTS}
