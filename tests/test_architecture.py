"""The house rules hold, and each rule really catches its crime."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "moedeapp"
RULES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]

LEAN = "Rooms lean downwards, and neighbours do not lean on each other"
INSIDE = "Inside the model: document above commands above facts"
QT = "Only app and ui know Qt"
PLAIN = "The model is plain Python and SQLite"
DOOR = "Only the model opens the file"
SERVER = "Only the web room serves"

SAYS_NOTHING = {"utils", "common", "helpers", "misc", "base", "manager", "core"}


def tool(name: str, *words: str, where: Path = ROOT) -> tuple[int, str]:
    command = [str(Path(sys.executable).with_name(name)), *words]
    done = subprocess.run(command, cwd=where, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def broken_rules(where: Path) -> set[str]:
    code, text = tool("lint-imports", "--no-cache", "--no-logo", where=where)
    broken = {line.partition(" BROKEN")[0] for line in text.splitlines() if " BROKEN" in line}
    assert bool(code) == bool(broken), text
    return broken


def test_the_import_rules_hold():
    assert broken_rules(ROOT) == set()


def test_ruff_finds_nothing():
    code, text = tool("ruff", "check", ".")
    assert code == 0, text


def test_the_code_is_formatted():
    code, text = tool("ruff", "format", "--check", ".")
    assert code == 0, text


@pytest.mark.timeout(300)
def test_the_types_hold():
    code, text = tool("mypy")
    assert code == 0, text


CRIMES = [
    ("model/board.py", "from moedeapp import texts", LEAN),
    ("texts/__init__.py", "from moedeapp import ui", LEAN),
    ("intake/__init__.py", "from moedeapp import texts", LEAN),
    ("export/__init__.py", "from moedeapp import ui", LEAN),
    ("ui/__init__.py", "from moedeapp import export", LEAN),
    ("qr.py", "from moedeapp import resources", LEAN),
    ("helpful.py", "", LEAN),
    ("model/meeting.py", "from moedeapp.model import commands", INSIDE),
    ("model/errors.py", "from moedeapp.model import meeting", INSIDE),
    ("model/phases.py", "from moedeapp.model import board", INSIDE),
    ("model/helpful.py", "", INSIDE),
    ("model/meeting.py", "import PySide6", QT),
    ("export/__init__.py", "from PySide6 import QtGui", QT),
    ("texts/__init__.py", "import shiboken6", QT),
    ("model/commands/ideas.py", "import asyncio", PLAIN),
    ("model/meeting.py", "import babel", PLAIN),
    ("app.py", "import shiboken6", QT),
    ("somewhere.py", "import PySide6", QT),
    ("somewhere.py", "import sqlite3", DOOR),
    ("ui/__init__.py", "import sqlite3", DOOR),
    ("ui/board.py", "import sqlite3", DOOR),
    ("intake/__init__.py", "import sqlite_utils", DOOR),
    ("web/words.py", "from moedeapp import export", LEAN),
    ("ui/__init__.py", "from moedeapp import web", LEAN),
    ("cli/phones.py", "import uvicorn", SERVER),
    ("ui/__init__.py", "import starlette", SERVER),
    ("somewhere.py", "import uvicorn", SERVER),
]


@pytest.mark.parametrize(("module", "crime", "rule"), CRIMES)
def test_a_planted_crime_breaks_its_rule(tmp_path, module, crime, rule):
    shutil.copytree(PACKAGE, tmp_path / "moedeapp", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "moedeapp" / module).open("a", encoding="utf-8") as scene:
        scene.write(f"\n{crime}\n")
    assert rule in broken_rules(tmp_path)


def test_every_rule_has_been_seen_broken():
    assert {contract["name"] for contract in RULES["contracts"]} == {rule for *_, rule in CRIMES}


def test_every_module_is_named_after_what_it_holds():
    named = {path.stem for path in [*PACKAGE.rglob("*"), *(ROOT / "tests").rglob("*")]}
    assert len(named) > 10
    assert named & SAYS_NOTHING == set()


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("needs git and a checkout to know which files are ours")
    listing = [git, "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_knows_the_machine_it_was_written_on():
    here = b"/" + b"work/"
    files = tracked_files()
    assert ROOT / "pyproject.toml" in files
    assert [path for path in files if here in path.read_bytes()] == []
