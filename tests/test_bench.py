"""The measuring tools measure what they say."""

import json
import subprocess
import sys
from time import sleep
from types import ModuleType

import pytest

from tests.bench.__main__ import main
from tests.bench.figures import Figure, figures, json_line, pairs, peak_memory, table

FAKE = """
from collections.abc import Iterator
from tests.bench.figures import Figure, figures

def speed() -> Iterator[Figure]:
    yield Figure("read", 12.3456, "ms", "csv 6.1 ms", 2.02, "at most 3 times", True)

def size() -> Iterator[Figure]:
    yield Figure("file", 4_200_000, "bytes", target="at most 1 MB", ok=False)

def _hidden() -> Iterator[Figure]:
    yield Figure("hidden", 0, "")

def not_a_measurement() -> None:
    raise AssertionError
"""
KEYS = ["name", "value", "unit", "against", "ratio", "target", "ok"]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType("tests.bench.fake")
    exec(FAKE, vars(module))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr("tests.bench.__main__.names", lambda: ["fake"])
    return module


def test_only_a_modules_own_public_generators_are_measured(fake):
    assert [figure.name for figure in figures(fake)] == ["read", "file"]


def test_the_table_lines_its_columns_up(fake):
    assert table(figures(fake)).splitlines() == [
        "name      value  unit   against     ratio  target           ok",
        "read      12.35  ms     csv 6.1 ms   2.02  at most 3 times  yes",
        "file  4,200,000  bytes                     at most 1 MB     NO",
    ]


def test_json_has_exactly_the_agreed_keys():
    assert list(json.loads(json_line(Figure("read", 1.5, "ms")))) == KEYS


@pytest.mark.usefixtures("fake")
def test_json_is_one_object_a_line_and_a_missed_target_is_the_exit_code(capsys):
    assert main(["fake", "--json"]) == 1
    read, file = map(json.loads, capsys.readouterr().out.splitlines())
    assert (read["ratio"], read["ok"]) == (2.02, True)
    assert (file["ratio"], file["ok"]) == (None, False)


@pytest.mark.usefixtures("fake")
def test_an_unknown_name_is_refused(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["nothing"])
    assert "ukendt måling: nothing" in capsys.readouterr().err


def test_pairs_measures_both_in_turn_and_leaves_the_first_call_out():
    calls = []

    def act(name: str, warm: float) -> None:
        sleep(warm if name in calls else 0.2)
        calls.append(name)

    slow, fast, ratio = pairs(lambda: act("slow", 0.02), lambda: act("fast", 0.005), runs=3)
    assert calls == ["slow", "fast", "slow", "fast", "fast", "slow", "slow", "fast"]
    assert 0.02 <= slow < 0.2
    assert 0.005 <= fast < slow
    assert ratio > 1.5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no os.wait4")
def test_peak_memory_is_the_childs_own_and_not_its_parents():
    ballast = bytearray(300_000_000)
    small, large = (
        peak_memory([sys.executable, "-c", f"bytearray({size})"]) for size in (1, 100_000_000)
    )
    assert len(ballast) / 1e6 > small + 200
    assert 95 < large - small < 105


def test_a_command_that_fails_is_not_measured():
    with pytest.raises(subprocess.CalledProcessError):
        peak_memory([sys.executable, "-c", "raise SystemExit(3)"])
