"""An evening for phones from the terminal."""

import http.client
import json
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from moedeapp.cli.phones import _Answers, own_address
from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, Rung
from moedeapp.web.server import Status

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command at work on a meeting, and where phones come in."""
    with Document.create(tmp_path / "aften.moede", words="Hvad?") as document:
        document.apply(evening.leave_unresolved())
        document.apply(evening.go_to(Phase.IDEAS))
    command = [
        sys.executable, "-m", "moedeapp", "serve", str(tmp_path / "aften.moede"),
        "--address", "127.0.0.1", "--port", "18080",
    ]  # fmt: skip
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True, bufsize=1
    ) as process:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield process, found[0]
        process.kill()


def state(url: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{url}state", timeout=10) as answer:
        found: dict[str, object] = json.load(answer)["state"]
    return found


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_phones_follow_what_is_typed_and_the_end_is_orderly(
    served: tuple[subprocess.Popen[str], str], tmp_path: Path, how: signal.Signals
) -> None:
    process, url = served
    assert process.stdin
    assert state(url)["phase"] == "ideas"
    process.stdin.write('ideas add "Bænke ved vandet" --table 3\nphase temaer\nvrøvl\n')
    process.stdin.flush()
    while state(url)["phase"] != "themes":
        pass
    assert state(url)["board"] == [1]
    process.send_signal(how)
    told, wrong = process.communicate(timeout=20)
    assert process.returncode == 0, wrong
    assert "vrøvl" in wrong
    assert "Traceback" not in wrong
    assert told.strip().endswith("Det, der kom ind, er gemt.")
    with Document.open(tmp_path / "aften.moede", readonly=True) as document:
        assert [idea.table for idea in document.state.ideas.values()] == [3]
        assert document.check().problems == ()


def test_an_address_of_another_computer_is_refused(tmp_path: Path) -> None:
    Document.create(tmp_path / "aften.moede", words="Hvad?").close()
    command = [sys.executable, "-m", "moedeapp", "serve", str(tmp_path / "aften.moede")]
    done = subprocess.run(
        [*command, "--address", "203.0.113.9"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "203.0.113.9" in done.stderr


def test_the_address_is_one_of_this_computer() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", own_address())


def test_the_first_answer_of_another_machine_is_told_and_kept(
    served: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    process, url = served
    state(url)  # this computer is no proof
    for _turn in range(2):
        asked = http.client.HTTPConnection(
            url.split("/")[2], timeout=10, source_address=("127.0.0.9", 0)
        )
        asked.request("GET", "/state")
        assert asked.getresponse().status == 200
        asked.close()
    assert process.stdout
    told = ""
    while "har svaret" not in told:
        told = process.stdout.readline()
    assert told.strip() == (
        "En telefon har svaret: på salens netværk, hver med sin telefon (trin A)."
    )
    process.send_signal(signal.SIGTERM)
    rest, wrong = process.communicate(timeout=20)
    assert (process.returncode, wrong) == (0, "")
    assert "har svaret" not in rest
    with Document.open(tmp_path / "aften.moede", readonly=True) as document:
        (connection,) = document.state.connections.values()
        assert connection.rung is Rung.HALL


def test_only_the_first_answer_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Document.create(tmp_path / "aften.moede", words="Hvad?") as document:
        document.apply(evening.describe(slip_address="127.0.0.1:18080"))
        with _Answers(document, "127.0.0.1") as answers:
            for answered in (0, 1, 2, 3):
                answers.hear(Status(answered=answered))
        assert [c.rung for c in document.state.connections.values()] == [Rung.ROUTER]
    assert capsys.readouterr().out.count("En telefon har svaret") == 1
