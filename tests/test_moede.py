"""The script that prepares the machine: what it installs, asks for, and says."""

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parent.parent / "moede"


@pytest.fixture
def moede(tmp_path, monkeypatch) -> ModuleType:
    """The script as a module, with a venv of its own that is not there yet."""
    monkeypatch.setenv("MOEDE_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # the script lies beside no cache
    loader = SourceFileLoader("moede", str(SCRIPT))
    spec = spec_from_loader("moede", loader)
    assert spec
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "moede", module)
    loader.exec_module(module)
    return module


@pytest.fixture
def become(moede, monkeypatch) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    """What the script would have turned into, on a machine that is ready."""
    became = []
    monkeypatch.setattr(moede, "prepare", lambda groups, lock: became.append((groups, lock.name)))
    monkeypatch.setattr(moede, "become", lambda *words, **extra: became.append((words, extra)))
    monkeypatch.setattr(moede.os, "chdir", lambda folder: None)
    monkeypatch.setattr(moede, "headless", lambda: True)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    return became


@pytest.fixture
def bare(moede, monkeypatch) -> ModuleType:
    """A Debian that has nothing, not even python3-venv, and an ordinary user."""
    monkeypatch.setattr(moede.shutil, "which", lambda name, **_: f"/usr/bin/{name}")
    monkeypatch.setattr(moede, "not_installed", lambda names: names)
    monkeypatch.setattr(moede.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(moede, "apt", lambda words: False)
    return moede


# --- words


@pytest.mark.parametrize("words", [[], ["demo"], ["tavle", "--hjælp", "aften.moede"]])
def test_any_word_that_is_not_the_scripts_own_goes_to_the_command_line(moede, become, words):
    moede.main(words)
    assert become == [
        (["run"], "requirements.lock"),
        (("-m", "moedeapp", *words), {"QT_QPA_PLATFORM": "offscreen"}),
    ]


def test_a_window_needs_more_packages_and_a_platform_is_not_imposed(moede, become, monkeypatch):
    monkeypatch.setattr(moede, "headless", lambda: False)
    moede.main([])
    assert become == [(["run", "show"], "requirements.lock"), (("-m", "moedeapp"), {})]


def test_a_platform_chosen_from_outside_stands(moede, become, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "minimal")
    moede.main(["demo"])
    assert become[-1] == (("-m", "moedeapp", "demo"), {})


@pytest.mark.parametrize(
    ("word", "module"), [("test", "pytest"), ("bench", "tests.bench"), ("shots", "tests.shots")]
)
def test_test_bench_and_shots_get_their_words_and_nothing_else(moede, become, word, module):
    moede.main([word, "-m", "slow"])
    assert become == [
        (["run", "show", "test"], "requirements-test.lock"),
        (("-m", module, "-m", "slow"), {}),
    ]


def test_packing_begins_anew_with_a_venv_of_its_own(moede, become, monkeypatch):
    asked = []

    def run(command, **_):
        asked.append((command, moede.os.environ["MOEDE_VENV"]))
        return subprocess.CompletedProcess(command, 5)

    monkeypatch.setattr(moede.subprocess, "run", run)
    with pytest.raises(SystemExit) as stop:
        moede.main(["package", "there"])
    assert stop.value.code == 5
    again = [sys.executable, str(SCRIPT), "package", "there"]
    assert asked == [(again, str(SCRIPT.parent / "build" / "venv"))]
    assert become == []


def test_packing_runs_what_lies_in_that_venv(moede, become, monkeypatch):
    monkeypatch.setattr(moede, "VENV", moede.PACKAGE_VENV)
    moede.main(["package", "there"])
    tools = SCRIPT.parent / "packaging"
    path = moede.os.pathsep.join([str(SCRIPT.parent), str(tools)])
    assert become == [
        (["run", "show", "test", "package"], "requirements-package.lock"),
        ((str(tools / "package.py"), "there"), {"PYTHONPATH": path}),
    ]


def test_help_prepares_nothing(moede, become, capsys):
    assert moede.main(["--help"]) == 0
    assert become == []
    assert "./moede" in capsys.readouterr().out


def test_an_old_python_is_told_in_danish(moede, monkeypatch):
    monkeypatch.setattr(moede.sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit) as stop:
        moede.main([])
    assert str(stop.value) == (
        "moede: MødeApp kræver Python 3.11 eller nyere. Denne maskine har Python 3.9."
    )


def test_an_old_sqlite_is_told_before_anything_is_prepared(moede, monkeypatch):
    monkeypatch.setattr(moede, "sqlite_version", lambda: (3, 34, 1))
    with pytest.raises(SystemExit) as stop:
        moede.main([])
    assert str(stop.value) == (
        "moede: MødeApp kræver SQLite 3.37 eller nyere. Denne maskine har SQLite 3.34.1."
    )


@pytest.mark.parametrize(
    ("screen", "headless"), [({}, True), ({"DISPLAY": ":0"}, False), ({"WAYLAND_DISPLAY": "w"}, 0)]
)
def test_linux_without_a_screen_is_headless(moede, monkeypatch, screen, headless):
    monkeypatch.setattr(moede.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in screen.items():
        monkeypatch.setenv(name, value)
    assert moede.headless() == headless


# --- Debian packages


def test_the_package_list_is_read_by_group(moede):
    text = "# run: nothing\nrun: a b # c\nshow: d\n\nrun: e\ntest:\n"
    assert moede.packages(text, ["run"]) == ["a", "b", "e"]
    assert moede.packages(text, ["show", "run"]) == ["a", "b", "d", "e"]


def test_the_list_that_is_shipped_has_every_group(moede):
    text = (SCRIPT.parent / "packaging" / "packages-debian.txt").read_text(encoding="utf-8")
    for group in ("run", "show", "test", "package"):
        assert moede.packages(text, [group])


def test_a_user_who_may_not_install_gets_one_line_with_everything(bare):
    with pytest.raises(SystemExit) as stop:
        bare.prepare(["test"], bare.RUN_LOCK)
    assert stop.value.code != 0
    asked = "sudo apt-get install --no-install-recommends "
    (line,) = [row.strip() for row in str(stop.value).splitlines() if asked in row]
    assert {"poppler-utils", "xvfb", "python3-venv"} <= set(line.removeprefix(asked).split())
    assert not bare.VENV.exists()


def test_the_package_lists_are_fetched_when_the_first_try_fails(bare, monkeypatch):
    asked = []

    def apt(words: list[str]) -> bool:
        asked.append(words[0])
        return len(asked) > 1

    monkeypatch.setattr(bare, "apt", apt)
    bare.install_packages(["a"])
    assert asked == ["install", "update", "install"]


@pytest.mark.parametrize(("user", "first"), [(0, "env"), (1000, "sudo")])
def test_only_an_ordinary_user_goes_through_sudo(moede, monkeypatch, user, first):
    commands = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(moede.os, "geteuid", lambda: user)
    monkeypatch.setattr(moede.subprocess, "run", run)
    assert moede.apt(["install", "a"])
    assert commands[0][0] == first
    assert ("-n" in commands[0]) == (user != 0)


def test_a_machine_without_sudo_is_no_crash(moede, monkeypatch):
    def run(command: list[str], **_: object) -> None:
        raise FileNotFoundError(command[0])

    monkeypatch.setattr(moede.subprocess, "run", run)
    assert moede.apt(["update"]) is False


def test_a_renamed_library_counts_as_installed(moede, monkeypatch):
    answer = "libglib2.0-0t64 installed\nlibgl1 not-installed\nlibegl1 installed\n"

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, answer)

    monkeypatch.setattr(moede.subprocess, "run", run)
    assert moede.not_installed(["libglib2.0-0", "libgl1", "libegl1", "x"]) == ["libgl1", "x"]


def test_another_system_needs_no_debian_packages(moede, monkeypatch):
    monkeypatch.setattr(moede.shutil, "which", lambda name, **_: None)
    assert moede.missing_packages(["run", "show", "test"]) == []


# --- the venv


@pytest.fixture
def made(moede, monkeypatch) -> list[list[str]]:
    """Commands run while making a venv; a pip that works leaves its folder behind."""
    commands = []

    def run(command: list[str], failure: str, extra: object = None) -> None:
        commands.append(command)
        if "venv" in command:
            version = "python{}.{}".format(*sys.version_info)
            (moede.VENV / "lib" / version / "site-packages" / "pip").mkdir(parents=True)
            moede.PYTHON.parent.mkdir(exist_ok=True)
            moede.PYTHON.touch()

    monkeypatch.setattr(moede, "run", run)
    monkeypatch.setattr(moede, "missing_packages", lambda groups: [])
    return commands


needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="a venv has other folders there")


@needs_posix
def test_the_second_start_installs_nothing(moede, made):
    moede.prepare(["run"], moede.RUN_LOCK)
    assert [command[2] for command in made] == ["venv", "pip"]
    assert "--require-hashes" in made[1]
    moede.prepare(["run"], moede.RUN_LOCK)
    assert len(made) == 2


@needs_posix
def test_a_venv_for_tests_runs_the_app_too_but_not_the_other_way_round(moede, made):
    moede.prepare(["run"], moede.RUN_LOCK)
    assert not moede.venv_ready(moede.TEST_LOCK)
    moede.prepare(["run"], moede.TEST_LOCK)
    assert moede.venv_ready(moede.TEST_LOCK)
    assert moede.venv_ready(moede.RUN_LOCK)
    assert [command[2] for command in made] == ["venv", "pip", "pip"]


@needs_posix
def test_a_changed_lock_is_installed(moede, made, tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1\n")
    moede.SERVES[lock] = [lock]
    moede.prepare(["run"], lock)
    lock.write_text("a==2\n")
    assert not moede.venv_ready(lock)
    moede.prepare(["run"], lock)
    assert [command[2] for command in made] == ["venv", "pip", "pip"]


@needs_posix
def test_another_python_makes_the_venv_anew(moede, made, monkeypatch):
    moede.prepare(["run"], moede.RUN_LOCK)
    monkeypatch.setattr(moede.sys, "version_info", (3, 99, 0, "final", 0))
    assert not moede.venv_ready(moede.RUN_LOCK)
    assert not moede.venv_has_pip()


@needs_posix
def test_a_half_made_venv_is_made_anew(moede, made):
    moede.PYTHON.parent.mkdir(parents=True)
    moede.PYTHON.touch()
    moede.STAMP.touch()
    assert not moede.venv_has_pip()
    moede.prepare(["run"], moede.RUN_LOCK)
    assert made[0][1:4] == ["-m", "venv", "--clear"]


@needs_posix
def test_an_install_that_fails_leaves_no_stamp(moede, made, monkeypatch):
    moede.prepare(["run"], moede.RUN_LOCK)

    def run(command: list[str], failure: str, extra: object = None) -> None:
        raise SystemExit(failure)

    monkeypatch.setattr(moede, "run", run)
    with pytest.raises(SystemExit, match="Er der net"):
        moede.prepare(["run"], moede.TEST_LOCK)
    assert not moede.venv_ready(moede.RUN_LOCK)


# --- locking


def test_uv_is_given_the_registry_of_pip_but_not_its_extras(moede, monkeypatch):
    listed = (
        ":env:.cert='/from/environment.crt'\n"
        "global.cert='/from/file.crt'\n"
        "global.extra-index-url='file:///more'\n"
        "global.index-url='https://index.example/simple'\n"
    )

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 0, listed)

    monkeypatch.setattr(moede.subprocess, "run", run)
    assert moede.registry() == {
        "UV_DEFAULT_INDEX": "https://index.example/simple",
        "SSL_CERT_FILE": "/from/environment.crt",
    }


def test_the_locks_are_compiled_for_every_system_and_the_test_lock_follows(moede, monkeypatch):
    commands = []
    monkeypatch.setattr(moede.shutil, "which", lambda name, **_: name)
    monkeypatch.setattr(moede, "registry", dict)
    monkeypatch.setattr(moede, "run", lambda command, *_: commands.append(command))
    assert moede.main(["lock", "--upgrade"]) == 0
    for_running, for_testing, for_packing, for_comparing, for_validating = commands
    assert for_running[-2:] == ["-o", "requirements.lock"]
    assert for_testing[-2:] == ["-o", "requirements-test.lock"]
    assert for_packing[-2:] == ["-o", "requirements-package.lock"]
    for command in (for_testing, for_packing):
        assert command[-6:-4] == ["--constraint", "requirements.lock"]
    assert for_comparing[-2:] == ["-o", "requirements-oracle.lock"]
    assert for_validating[-2:] == ["-o", "requirements-validator.lock"]
    for command in (for_comparing, for_validating):
        assert "pyproject.toml" not in command
    for command in commands:
        assert {"--universal", "--generate-hashes", "--upgrade"} <= set(command)


# --- the doctor


def test_a_line_says_what_to_do_only_when_something_is_missing(moede):
    assert str(moede.Finding(True, "Plads", "ryd op")) == "OK       Plads"
    assert str(moede.Finding(False, "Plads", "ryd op")) == "Mangler  Plads – ryd op"


def test_the_doctor_installs_nothing_and_names_what_is_missing(bare, capsys, monkeypatch):
    def forbidden(*_: object) -> None:
        raise AssertionError("the doctor only looks")

    for act in ("install_packages", "make_venv", "run", "apt"):
        monkeypatch.setattr(bare, act, forbidden)
    assert bare.main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} == {"OK", "Mangler"}
    (system,) = [line for line in lines if "Systempakker" in line]
    assert "kør: sudo apt-get install --no-install-recommends libglib2.0-0" in system
    assert system.endswith("python3-venv")
    assert "Mangler  Python-pakker" in "\n".join(lines)


def test_the_doctor_is_content_when_all_is_well(moede, capsys, monkeypatch):
    monkeypatch.setattr(moede, "venv_ready", lambda lock: True)
    monkeypatch.setattr(moede, "missing_packages", lambda groups: [])
    monkeypatch.setattr(moede, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert moede.main(["doctor"]) == 0
    text = capsys.readouterr().out
    for words in ("MødeApp 0.", "SQLite 3.", "PySide6 6.11.", "Skærm (offscreen)", "Source Sans"):
        assert words in text
    assert "Mangler" not in text


def test_a_qt_that_cannot_start_is_a_finding(moede, monkeypatch):
    monkeypatch.setattr(moede, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    (finding,) = moede.inside_findings()
    assert not finding.well
    assert "no-such-platform" in finding.what


def test_a_folder_that_cannot_be_written_is_a_finding(moede, tmp_path):
    assert moede.exports_finding(tmp_path).well
    assert list(tmp_path.iterdir()) == []
    assert moede.exports_finding(tmp_path / "not yet made").well
    (tmp_path / "file").touch()
    assert not moede.exports_finding(tmp_path / "file").well


def test_a_full_disk_is_a_finding(moede):
    assert moede.disk_finding(84_900_000_000) == (True, "Ledig plads: 84,9 GB", "ryd op på disken")
    assert not moede.disk_finding(400_000_000).well


def test_an_old_python_can_read_the_script(moede):
    import ast

    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))
