"""A screen of its own with the real program on it: driven by mouse and keys, read by its words.

Everything is private to the stage: the X server, the window manager, the session bus, the
program's home and settings. Nothing here reaches into the program; what a test knows of it, it
knows as a screen reader would.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TypeVar

ROOT: Final = Path(__file__).resolve().parents[2]
READER: Final = Path(__file__).with_name("reader.py")
SYSTEM_PYTHON: Final = "/usr/bin/python3"
"""the Python that the accessibility library of the system belongs to"""

NEEDS: Final = ("Xvfb", "setxkbmap", "openbox", "xdotool", "dbus-daemon", "setpriv")
"""programs that a stage is made of"""

PATIENCE: Final = 60.0
"""seconds until something that was to come is given up"""

_BREATH: Final = 0.15

_NOT_HEARD: Final = "QSpiApplication::keyEventError"
"""what Qt says when a busy machine's screen reader does not answer a key in time; the key counts"""

_PHOTOGRAPHER: Final = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""

T = TypeVar("T")


class Missing(AssertionError):
    """Something that should be on the screen is not."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One control or line of words on the screen."""

    path: list[int]
    role: str
    name: str
    states: frozenset[str]
    description: str = ""
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    text: str | None = None
    value: float | None = None

    @property
    def middle(self) -> tuple[int, int]:
        """Its middle on the screen."""
        x, y, width, height = self.box
        return x + width // 2, y + height // 2

    @property
    def words(self) -> str:
        """What is written in it, or else what it is called."""
        return self.text if self.text is not None else self.name


def thing(told: dict[str, Any]) -> Thing:
    """A thing as the reader tells of it."""
    return Thing(
        **{
            **told,
            "states": frozenset(told["states"]),
            "box": tuple(told.get("box") or (0, 0, 0, 0)),
        }
    )


class Stage:
    """Starts what a program needs to be seen, and takes all of it down again."""

    def __init__(self, folder: Path, size: tuple[int, int] = (1920, 1080)) -> None:
        self.folder = folder
        self.size = size
        self.home = folder / "hjem"
        self._held = ExitStack()

    def __enter__(self) -> "Stage":
        with ExitStack() as held:
            self._raise(held)
            self._held = held.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._held.close()

    def _raise(self, held: ExitStack) -> None:
        running = self.folder / "run"
        for made in (self.home, running):
            made.mkdir(parents=True, exist_ok=True)
        running.chmod(0o700)
        self.surroundings = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("QT_", "XDG_", "DBUS_"))},
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(running),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "LANG": "C.UTF-8",
            # Qt tells there of questions that it has no answer to.
            "QT_LOGGING_RULES": "qt.accessibility.atspi.warning=false",
        }
        screen = f"{self.size[0]}x{self.size[1]}x24"
        number = self._announced(
            held, ["Xvfb", "-displayfd", "{fd}", "-screen", "0", screen, "-noreset"]
        )
        self.surroundings["DISPLAY"] = f":{number}"
        # With a Danish keyboard every Danish letter has a key, as it has for a facilitator.
        # xdotool plays on a keyboard of its own, which the server gives the number 5.
        for keyboard in ([], ["-device", "5"]):
            subprocess.run(["setxkbmap", *keyboard, "dk"], env=self.surroundings, check=True)
        address = self._announced(
            held, ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={fd}"]
        )
        self.surroundings["DBUS_SESSION_BUS_ADDRESS"] = address
        held.enter_context(self._running(["openbox", "--sm-disable"]))
        reader = held.enter_context(
            self._running(
                [SYSTEM_PYTHON, str(READER)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            )
        )  # fmt: skip
        self._reader = reader
        assert reader.stdout is not None
        assert json.loads(reader.stdout.readline()) == {"answer": "ready"}

    def _announced(self, held: ExitStack, command: Sequence[str]) -> str:
        """Start something that writes where it is into a pipe, and give that line."""
        reading, writing = os.pipe()
        try:
            words = [word.format(fd=writing) for word in command]
            held.enter_context(self._running(words, pass_fds=(writing,)))
        finally:
            os.close(writing)
        with os.fdopen(reading) as said:
            line = said.readline().strip()
        assert line, f"{command[0]} did not start"
        return line

    @contextmanager
    def _running(self, command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
        # Should the test itself be killed, the system takes down what it had started.
        guarded = ["setpriv", "--pdeathsig", "KILL", *command]
        log = self.folder / f"{Path(command[0]).name}.log"
        with log.open("ab") as sink:
            options = {"stdout": sink, "stderr": sink, **options}
            process = subprocess.Popen(guarded, env=self.surroundings, **options)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def ask(self, **question: Any) -> Any:
        """Ask the reader; None when what it was asked about is gone."""
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        self._reader.stdin.write(json.dumps(question) + "\n")
        self._reader.stdin.flush()
        line = self._reader.stdout.readline()
        assert line, (self.folder / "python3.log").read_text(encoding="utf-8")
        return json.loads(line).get("answer")

    def xdotool(self, *words: str) -> str:
        """Move the mouse or press keys, as a person would."""
        done = subprocess.run(
            ["xdotool", *words],
            env=self.surroundings,
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.stdout

    def mouse(self) -> list[str]:
        """Where the mouse is."""
        return self.xdotool("getmouselocation").split()[:2]

    def picture(self, name: str = "stage") -> Path:
        """What stands on the screen, as a picture in the folder."""
        kept = self.folder / f"{name}.png"
        subprocess.run(
            [sys.executable, "-c", _PHOTOGRAPHER, str(kept)], env=self.surroundings, timeout=60
        )
        return kept

    @contextmanager
    def program(self, *words: str, **extra: str) -> Iterator["Program"]:
        """The real program of this checkout, until the block is left or it is killed."""
        settings = {**self.surroundings, "PYTHONPATH": str(ROOT), **extra}
        said = self.folder / "program.log"
        with said.open("ab") as sink:
            begun = sink.tell()
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", sys.executable, "-P", "-m", "moedeapp", *words],
                env=settings, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, cwd=self.home,
            )  # fmt: skip
        shown = Program(self, process)
        try:
            yield shown
        except Exception:
            if process.poll() is None:
                self.picture()
            raise
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        lines = said.read_bytes()[begun:].decode().splitlines()
        spoken = [line for line in lines if not line.startswith(_NOT_HEARD)]
        assert spoken == [], "\n".join(["the program complained:", *spoken])


class Program:
    """The program on a stage: hands, eyes and ears."""

    def __init__(self, stage: Stage, process: subprocess.Popen[bytes]) -> None:
        self._stage = stage
        self.process = process
        self.keys = 0
        """keys that were pressed; those held down beside another count as well"""

    # --- eyes

    def all(self, role: str | Sequence[str] = (), name: str = "", **more: Any) -> list[Thing]:
        """Everything that shows, has one of the roles and has this name."""
        question = {"ask": "find", "pid": self.process.pid, **more}
        if role:
            question["role"] = [role] if isinstance(role, str) else list(role)
        if name:
            question["name"] = name
        found = self._stage.ask(**question) or []
        assert self.process.poll() is None, "the program has ended"
        return [thing(told) for told in found]

    def sees(self, role: str | Sequence[str] = (), name: str = "", **more: Any) -> Thing | None:
        """The first of them, or None."""
        found = self.all(role, name, first=True, **more)
        return found[0] if found else None

    def find(self, role: str | Sequence[str] = (), name: str = "", **more: Any) -> Thing:
        """The first of them, as soon as it is there."""
        return self.until(
            lambda: self.sees(role, name, **more), f"{role or 'anything'} called “{name}”"
        )

    def again(self, seen: Thing) -> Thing | None:
        """The same place as it is now."""
        told = self._stage.ask(ask="read", pid=self.process.pid, path=seen.path)
        return thing(told) if told else None

    def frame(self, seen: Thing) -> tuple[int, int, int, int] | None:
        """Where it can be seen once it is scrolled there: left, top, right, bottom."""
        told = self._stage.ask(ask="frame", pid=self.process.pid, path=seen.path)
        return tuple(told) if told else None

    def lines(self, seen: Thing, *, briefly: bool = False) -> list[Thing]:
        """The lines of a list, however long; briefly is by role, name and states alone."""
        told = self._stage.ask(ask="lines", pid=self.process.pid, path=seen.path, briefly=briefly)
        told = told or []
        return [thing(each) for each in told]

    def menu(self) -> list[Thing]:
        """The lines of the menu that has the focus."""
        return [thing(each) for each in self._stage.ask(ask="beside") or []]

    def focus(self) -> tuple[int, Thing | None]:
        """How often the focus has moved, and what the keys go to now."""
        told = self._stage.ask(ask="focus") or {"moves": 0, "at": None}
        return told["moves"], thing(told["at"]) if told["at"] else None

    def until(self, seen: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
        """Look until there is something to see; Missing after a while."""
        end = time.monotonic() + patience
        while not (found := seen()):
            if time.monotonic() > end:
                raise Missing(f"{what}: not there. What is there:\n{self.described()}")
            time.sleep(0.03)
        return found

    def described(self) -> str:
        """Everything on the screen, for somebody who looks for what went wrong."""
        return "\n".join(
            f"{'  ' * len(each.path)}{each.role} “{each.name}” {each.text or ''} {each.box}"
            f" {'focused' if 'focused' in each.states else ''}"
            for each in self.all()
        )

    # --- ears

    def heard(self) -> list[str]:
        """What was announced since the last time."""
        return list(self._stage.ask(ask="heard"))

    # --- hands

    def press(self, *keys: str) -> None:
        """Press keys, such as "ctrl+z" or "Return", one after another.

        A shortcut may overtake keys that a screen reader has still to let through: wait to see
        what those did before it is pressed.
        """
        self.keys += sum(key.count("+") + 1 for key in keys)
        if keys:
            self._stage.xdotool("key", "--delay", "4", *keys)

    def type(self, words: str) -> None:
        """Type words into what has the focus; a new line is the Enter key."""
        self.keys += len(words)
        for at, part in enumerate(words.split("é")):
            if at:
                # Typed with two keys; Qt lets it overtake keys that have not been read yet.
                time.sleep(_BREATH)
                self._stage.xdotool("key", "--delay", "4", "dead_acute", "e")
                time.sleep(_BREATH)
            acts: list[str] = []
            for line, rest in enumerate(part.split("\n")):
                acts += ["key", "Return"] if line else []
                acts += ["type", "--delay", "1", "--args", "1", "--", rest] if rest else []
            if acts:
                self._stage.xdotool(*acts)

    def click(self, seen: Thing | tuple[int, int], *, button: int = 1, times: int = 1) -> None:
        """Move the mouse there and click."""
        x, y = seen.middle if isinstance(seen, Thing) else seen
        self._stage.xdotool(
            "mousemove", str(x), str(y), "click", "--repeat", str(times), "--delay", "40",
            str(button),
        )  # fmt: skip

    def point(self, place: tuple[int, int]) -> None:
        """Move the mouse there."""
        self._stage.xdotool("mousemove", str(place[0]), str(place[1]))

    def click_all(self, places: Sequence[tuple[int, int]], *, holding: str) -> None:
        """Click at each place in turn while a key is held down."""
        words = ["keydown", holding]
        for x, y in places:
            words += ["mousemove", str(x), str(y), "click", "1", "sleep", "0.01"]
        self._stage.xdotool(*words, "keyup", holding)

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 6) -> None:
        """Press at one place and let go at another, with the mouse moving in between."""
        words = ["mousemove", str(start[0]), str(start[1]), "mousedown", "1"]
        for step in range(1, steps + 1):
            x, y = (a + (b - a) * step // steps for a, b in zip(start, end, strict=True))
            words += ["mousemove", str(x), str(y), "sleep", "0.02"]
        self._stage.xdotool(*words, "mouseup", "1")

    # --- its end

    def kill(self) -> None:
        """End it as a power cut would, without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
