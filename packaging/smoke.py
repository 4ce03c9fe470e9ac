"""Tries a packed program as a person would, and says what was seen.

`python3 smoke.py PROGRAM` needs nothing but Python, so it runs on any machine that has the program.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

PATIENCE: Final = 120
"""Seconds for one thing to happen, on a machine that is busy."""


class Failed(Exception):
    """Something a packed program must do did not happen; the words say what."""


class Absent(Exception):
    """A program that is needed for trying is not on this machine."""


class Trial:
    """One program, tried in a home of its own."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self._folder = folder
        kept = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("QT_", "XDG_", "PYTHON", "MOEDE_", "WAYLAND_", "DISPLAY"))
        }  # fmt: skip
        self._around = {**kept, "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}

    def version(self) -> str:
        """It says which version it is."""
        return self._says("--version")

    def demo(self) -> str:
        """A whole evening, from the first idea to the protocol."""
        self._says("demo", "--no-window", "--out", str(self._folder / "demo"))
        return f"{len(list((self._folder / 'demo').iterdir()))} filer"

    def verify(self) -> str:
        """The protocol holds what it says, and the meeting's file as well."""
        self._says("verify", str(self._made("*.pdf")))
        return self._says("check", str(self._made("*.moede")))

    def kit(self) -> str:
        """What is printed for the evening, with its squares."""
        out = self._folder / "kit.pdf"
        self._says("print", "kit", str(self._made("*.moede")), "--out", str(out))
        return f"{out.stat().st_size // 1000} kB"

    def phones(self) -> str:
        """A phone gets the page."""
        words = ["serve", str(self._made("*.moede")), "--address", "127.0.0.1"]
        with self._running(words, stdout=subprocess.PIPE) as (process, out):
            line = _await(out, r"http://\S+", process)
            address = re.search(r"http://[\w.]+:\d+", line)
            if not address:
                raise Failed(f"ingen adresse i: {line}")
            with urllib.request.urlopen(address[0] + "/", timeout=PATIENCE) as answer:  # noqa: S310 (our own address)
                page = answer.read().decode()
        if "<html" not in page:
            raise Failed("siden til telefoner er ikke en side")
        return f"{len(page)} tegn"

    def offscreen(self) -> str:
        """The window paints without a screen."""
        return f"{first_paint([str(self._program)], self._around):.1f} s til første billede"

    def x11(self) -> str:
        """The window stands on an X11 screen with the meeting, writes its files, and closes."""
        needed("Xvfb", "openbox", "xdotool")
        with _x_screen(self._around) as around:
            words = [str(self._made("*.moede"))]
            with self._running(words, {**around, "QT_QPA_PLATFORM": "xcb"}) as (process, _):
                seek = ["xdotool", "search", "--onlyvisible", "--pid", str(process.pid), "--name"]
                window = _tried([*seek, "."], around, process).split()[0]
                name = _answer(["xdotool", "getwindowname", window], around)
                _answer(["xdotool", "windowfocus", "--sync", window], around)
                # The files are made by a process that the program starts of itself.
                _answer(["xdotool", "key", "--delay", "500", "ctrl+p", "Return"], around)
                made = self._folder / "demo" / "exports"
                _until(lambda: any(made.glob("*.pdf")), "vinduet lavede ingen protokol")
                _answer(["xdotool", "key", "alt+F4"], around)
                if code := process.wait(PATIENCE):
                    raise Failed(f"vinduet lukkede med kode {code}")
        return f"»{name.strip()}«, {len(list(made.iterdir()))} filer, lukket igen"

    def wayland(self) -> str:
        """The window is handed to a Wayland screen."""
        needed("weston")
        with tempfile.TemporaryDirectory() as running:
            Path(running).chmod(0o700)
            around = {**self._around, "XDG_RUNTIME_DIR": running, "WAYLAND_DISPLAY": "moede"}
            weston = ["weston", "--backend=headless-backend.so", "--socket=moede", "--idle-time=0"]
            with _started(weston, around):
                _until(lambda: (Path(running) / "moede").exists(), "weston kom ikke i gang")
                around |= {"QT_QPA_PLATFORM": "wayland", "WAYLAND_DEBUG": "1"}
                with self._running([], around, stderr=subprocess.PIPE) as (process, told):
                    title = _await(told, r"set_title", process)
                    _await(told, r"wl_surface\S*\.attach\(wl_buffer", process)
        return "»" + title.partition('"')[2].rpartition('"')[0] + "« malet"

    def _says(self, *words: str) -> str:
        done = subprocess.run(
            [self._program, *words], env=self._around, cwd=self._folder, capture_output=True,
            encoding="utf-8", errors="replace", timeout=5 * PATIENCE,
        )  # fmt: skip
        if done.returncode:
            raise Failed(f"{words[0]} endte med kode {done.returncode}: {done.stderr[-800:]}")
        return done.stdout.strip().partition("\n")[0]

    def _made(self, pattern: str) -> Path:
        found = sorted((self._folder / "demo").glob(pattern))
        if not found:
            raise Failed(f"eksemplet har ingen {pattern}")
        return found[0]

    @contextmanager
    def _running(
        self, words: list[str], around: dict[str, str] | None = None, **pipes: Any
    ) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
        """The program while it runs, and what it says through the pipe asked for."""
        with _started([str(self._program), *words], around or self._around, **pipes) as process:
            yield process, process.stdout or process.stderr or sys.stdin


TRIALS: Final = (
    ("version", Trial.version),
    ("eksempel", Trial.demo),
    ("eftersyn", Trial.verify),
    ("tryk", Trial.kit),
    ("telefoner", Trial.phones),
    ("uden skærm", Trial.offscreen),
    ("X11", Trial.x11),
    ("Wayland", Trial.wayland),
)


def try_all(program: Path, tell: Callable[[str], None] = print) -> int:
    """Try everything this machine can; gives how much failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(program.absolute(), Path(folder))
        for name, attempt in TRIALS:
            try:
                tell(f"OK      {name}: {attempt(trial)}")
            except Absent as lacking:
                tell(f"Sprunget over  {name}: {lacking} er ikke på maskinen")
            except (Failed, OSError, subprocess.SubprocessError) as error:
                failed += 1
                tell(f"FEJL    {name}: {error}")
    return failed


def first_paint(command: list[str], around: dict[str, str]) -> float:
    """Seconds from the start of a program until Qt hands its first picture to the screen."""
    with tempfile.TemporaryDirectory() as home:
        settings = {
            **around, "HOME": home, "XDG_CONFIG_HOME": home,
            "QT_LOGGING_RULES": "qt.widgets.painting=true",
        }  # fmt: skip
        began = time.monotonic()
        with _started(command, settings, stderr=subprocess.PIPE) as process:
            assert process.stderr
            _await(process.stderr, "Flushing", process)
            return time.monotonic() - began


def needed(*programs: str) -> None:
    """Raise Absent when one of the programs is not here."""
    for program in programs:
        if not shutil.which(program):
            raise Absent(program)


@contextmanager
def _started(
    command: list[str], around: dict[str, str], **pipes: Any
) -> Iterator[subprocess.Popen[str]]:
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(
        command, env=around, encoding="utf-8", errors="replace", **{**silent, **pipes}
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()


@contextmanager
def _x_screen(around: dict[str, str]) -> Iterator[dict[str, str]]:
    """An X11 screen of our own with a window manager on it."""
    server = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with _started(server, around, stdout=subprocess.PIPE) as xvfb:
        assert xvfb.stdout
        shown = {**around, "DISPLAY": ":" + _await(xvfb.stdout, r"\d+", xvfb).strip()}
        with _started(["openbox", "--sm-disable"], shown):
            yield shown


def _await(said: IO[str], pattern: str, process: subprocess.Popen[str]) -> str:
    """The first line that the pattern is in; a watchdog ends the program when it never comes."""
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    last = ""
    try:
        for line in said:
            if re.search(pattern, line):
                return line
            last = line
    finally:
        watchdog.cancel()
    raise Failed(f"»{pattern}« kom ikke; det sidste var: {last.strip()}")


def _answer(command: list[str], around: dict[str, str]) -> str:
    done = subprocess.run(command, env=around, capture_output=True, encoding="utf-8", timeout=60)
    return done.stdout


def _tried(command: list[str], around: dict[str, str], process: subprocess.Popen[str]) -> str:
    """What the command answers, once it answers anything."""
    found: list[str] = []

    def asked() -> bool:
        if process.poll() is not None:
            raise Failed(f"programmet endte med kode {process.returncode}")
        found.append(_answer(command, around))
        return bool(found[-1].strip())

    _until(asked, "intet vindue kom frem")
    return found[-1]


def _until(is_so: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise Failed(otherwise)
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(min(1, try_all(Path(sys.argv[1]))))
