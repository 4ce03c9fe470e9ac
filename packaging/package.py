"""`./moede package [MAPPE] [--try]`: pack the program, make what this machine can of it, try it."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import contents
import deb
import smoke

SLOWER_AT_MOST = 1.5
"""How many times the start from the source a packed program may take."""

ROUNDS = 7


def main(words: Sequence[str]) -> int:
    """Pack and try; 1 when something the program must do did not happen."""
    parser = argparse.ArgumentParser(prog="./moede package", description="Pak programmet.")
    parser.add_argument(
        "folder", type=Path, nargs="?", metavar="MAPPE", default=contents.ROOT / "build/package"
    )
    parser.add_argument("--try", dest="only_try", action="store_true", help="prøv kun det pakkede")
    chosen = parser.parse_args(words)
    folder = chosen.folder.absolute()
    program = folder / "moede" / ("moede.exe" if os.name == "nt" else "moede")
    if not chosen.only_try:
        pack(folder)
    failed = smoke.try_all(program, tell)
    tell(f"{megabytes(program.parent)} MB i {program.parent}")
    if shutil.which("dpkg-deb") and not chosen.only_try:
        made = deb.build(program.parent, folder)
        tell(f"{megabytes(made)} MB i {made}")
    ours, source = starts(program)
    tell(f"Start: {ours:.2f} s pakket, {source:.2f} s fra kilden, {ours / source:.2f} ×")
    return int(failed > 0 or ours > SLOWER_AT_MOST * source)


def pack(folder: Path) -> None:
    """The program and all it needs, in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--noconfirm", "--log-level", "ERROR"]
    places = ["--distpath", str(folder), "--workpath", str(contents.ROOT / "build" / "work")]
    spec = contents.ROOT / "packaging" / "moede.spec"
    command = [sys.executable, "-P", "-m", "PyInstaller", *options, *places, str(spec)]
    around = {"PYTHONHASHSEED": "0", "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(command, env={**os.environ, **around}, check=True)


def starts(program: Path) -> tuple[float, float]:
    """Seconds to the first picture, packed and from the source, in turn.

    The quickest ones count, because other programs have the machine as well.
    """
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    around.pop("PYTHONDONTWRITEBYTECODE", None)  # what is packed has been compiled as well
    commands = ([str(program)], [sys.executable, "-P", "-m", "moedeapp"])
    taken = [[smoke.first_paint(command, around) for command in commands] for _ in range(ROUNDS)]
    ours, source = (min(times) for times in zip(*taken, strict=True))
    return ours, source


def megabytes(place: Path) -> int:
    """What a file or the files of a folder take."""
    files = place.rglob("*") if place.is_dir() else [place]
    return round(sum(file.lstat().st_size for file in files if not file.is_dir()) / 1000**2)


def tell(line: str) -> None:
    """Say it at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
