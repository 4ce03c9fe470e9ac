"""The locks say exactly what is installed, on every system, and nothing about where from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN, TEST = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
PACKAGE, ORACLE, VALIDATOR = (
    ROOT / f"requirements-{name}.lock" for name in ("package", "oracle", "validator")
)
LOCKS = (RUN, TEST, PACKAGE, ORACLE, VALIDATOR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

ADDRESS = re.compile(r"https?:|file:|www\.|--(?:extra-)?index|--find-links|@ ", re.IGNORECASE)
PLATFORMS = 3  # Linux, macOS, Windows: at least a wheel each
COMPILED = (
    "pyside6-essentials",
    "shiboken6",
    "pillow",
    "charset-normalizer",
    "rl-accel",
    "pikepdf",
    "lxml",
)


def pins(lock: Path) -> dict[str, tuple[str, int]]:
    """Version and number of hashes by package name."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found = [re.match(r"([a-z0-9-]+)==(\S+)", line) for line in lines]
    assert all(found), "a line is not a pin"
    return {
        pin[1]: (pin[2], line.count("--hash=sha256:"))
        for pin, line in zip(found, lines, strict=True)
        if pin
    }


def name_of(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_address_stands_in_a_lock(lock):
    assert ADDRESS.findall(lock.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml"])
def test_no_lock_that_records_addresses_is_kept(name):
    assert not (ROOT / name).exists()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash(lock):
    assert [name for name, (_, hashes) in pins(lock).items() if not hashes] == []


@pytest.mark.parametrize("name", COMPILED)
def test_a_compiled_package_is_locked_for_every_system(name):
    _, hashes = pins(RUN)[name]
    assert hashes >= PLATFORMS


def test_what_only_windows_needs_is_locked_too():
    assert "colorama" in pins(RUN)


@pytest.mark.parametrize("lock", [TEST, PACKAGE], ids=lambda lock: lock.name)
def test_what_is_tested_and_what_is_packed_are_the_versions_that_are_run(lock):
    run, other = pins(RUN), pins(lock)
    assert {name: other.get(name) for name in run} == run


def test_the_locks_know_every_requirement_of_the_project():
    required = {name_of(line) for line in PROJECT["project"]["dependencies"]}
    tested = {name_of(line) for line in PROJECT["dependency-groups"]["test"]}
    assert required - set(pins(RUN)) == set()
    assert tested - set(pins(TEST)) == set()
    packing = {name_of(line) for line in PROJECT["dependency-groups"]["package"]}
    assert packing - set(pins(PACKAGE)) == set()


def test_what_packs_the_program_is_installed_by_nothing_else():
    assert "pyinstaller" not in pins(RUN).keys() | pins(TEST).keys()


def test_the_qt_that_kills_the_process_is_kept_out():
    version, _ = pins(RUN)["pyside6-essentials"]
    assert (6, 11, 3) <= tuple(map(int, version.split("."))) < (6, 12)
