"""Makes a .deb of the packed program."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import icons
from contents import ROOT

from moedeapp import __version__

ID: Final = "dk.moedeapp.MoedeApp"
PARTS: Final = ROOT / "packaging" / "linux"
HOME: Final = Path("usr/lib/moedeapp")

COPIED: Final = {
    f"{ID}.desktop": "usr/share/applications",
    f"{ID}.metainfo.xml": "usr/share/metainfo",
    "moedeapp.xml": "usr/share/mime/packages",
    "copyright": "usr/share/doc/moedeapp",
}
"""What the desktop reads, and the folder it looks in."""


def build(program: Path, folder: Path) -> Path:
    """A .deb of the folder that holds the program; it lies in `folder`."""
    architecture = _said("dpkg", "--print-architecture").strip()
    root = folder / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(program, root / HOME, symlinks=True)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/moede").symlink_to("../lib/moedeapp/moede")
    _add_desktop(root)
    text = control(architecture, libc=newest_libc(program), size=kilobytes(root))
    _write(root / "DEBIAN" / "control", text.encode())
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent / path.name == root / HOME / "moede"
                       else 0o644)  # fmt: skip
    made = folder / f"moedeapp_{__version__}_{architecture}.deb"
    _said("dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(made))
    shutil.rmtree(root)
    return made


def control(architecture: str, *, libc: str, size: int) -> str:
    """What the package says of itself: version, needs, and size in KiB."""
    values = {
        "version": __version__,
        "architecture": architecture,
        "libc": f"libc6 (>= {libc})",
        "size": str(size),
    }
    text = (PARTS / "control").read_text(encoding="utf-8")
    return re.sub(r"@(\w+)@", lambda found: values[found[1]], text)


def newest_libc(program: Path) -> str:
    """The oldest C library that has all that is asked of it, e.g. "2.36"."""
    versions = {(2, 0)}
    for file in (path for path in program.rglob("*") if path.is_file()):
        with file.open("rb") as start:
            if start.read(4) != b"\x7fELF":
                continue
        asked = re.findall(r"GLIBC_(\d+)\.(\d+)", _said("objdump", "-p", str(file)))
        versions |= {(int(major), int(minor)) for major, minor in asked}
    return "{}.{}".format(*max(versions))


def kilobytes(folder: Path) -> int:
    """What the files of a folder take."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) // 1024


def _add_desktop(root: Path) -> None:
    """Menu entry, kind of file, pictures, and what a package owes its reader."""
    for name, place in COPIED.items():
        _write(root / place / name, (PARTS / name).read_bytes())
    hicolor = root / "usr/share/icons/hicolor"
    for size, picture in icons.draw(ROOT / "build" / "icons").items():
        _write(hicolor / f"{size}x{size}" / "apps" / f"{ID}.png", picture.read_bytes())
    _write(hicolor / "scalable" / "apps" / f"{ID}.svg", icons.SCALABLE.read_bytes())
    pressed = {
        "usr/share/man/man1/moede.1.gz": PARTS / "moede.1",
        "usr/share/doc/moedeapp/NEWS.gz": ROOT / "CHANGELOG.md",
    }
    for place, source in pressed.items():
        _write(root / place, gzip.compress(source.read_bytes(), mtime=0))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _said(*command: str) -> str:
    around = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(command, env=around, capture_output=True, text=True, check=True).stdout
