"""What a packed program holds, what a desktop is told of it, and that the two fit the program."""

import ast
import configparser
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import contents
import deb
import icons
import pytest
import smoke
from babel.core import get_global
from PySide6.QtGui import QImage

from moedeapp import SUFFIX, __version__, resources
from moedeapp.model.document import Document
from moedeapp.model.migrations import APPLICATION_ID
from moedeapp.texts import dates
from tests.test_locks import RUN, pins

ROOT = Path(__file__).parent.parent
PACKAGING = ROOT / "packaging"
ENTRY = deb.PARTS / f"{deb.ID}.desktop"
METAINFO = deb.PARTS / f"{deb.ID}.metainfo.xml"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
MEETING = "application/x-moede"


def imported() -> Iterator[str]:
    """Every module that the program names in an import."""
    for file in (ROOT / "moedeapp").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(ENTRY, encoding="utf-8")
    return parser["Desktop Entry"]


def kind_of_file() -> ET.Element:
    kind = ET.parse(deb.PARTS / "moedeapp.xml").getroot().find(f"{MIME}mime-type")
    assert kind is not None
    return kind


def checked_by(program: str, *words: str | Path) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not on this machine")
    done = subprocess.run([program, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


# --- what goes in


@pytest.mark.parametrize("name", ["moede.spec", "children.py", "package.py"])
def test_what_packs_the_program_can_be_read(name):
    ast.parse((PACKAGING / name).read_text(encoding="utf-8"))


def test_every_locked_package_goes_in_or_is_said_to_stay_out():
    assert {*contents.PACKED, *contents.UNPACKED} == set(pins(RUN))
    assert contents.PACKED.keys().isdisjoint(contents.UNPACKED)


def test_every_packed_package_is_a_module_of_that_name():
    assert [name for name in contents.PACKED.values() if not find_spec(name)] == []


def test_nothing_that_the_program_imports_is_left_out():
    left_out = re.compile(
        "|".join(rf"{re.escape(name)}(\.|$)" for name in contents.MODULES_LEFT_OUT)
    )
    assert [name for name in imported() if left_out.match(name)] == []


def test_every_part_of_qt_that_the_program_imports_goes_in():
    used = {name.split(".")[1].removeprefix("Qt") for name in imported() if name[:9] == "PySide6.Q"}
    assert used >= {"Core", "Network", "Svg"}
    assert used - contents.QT_MODULES == set()


def test_every_kind_of_picture_among_the_resources_can_be_read():
    known = {"." + plugin.removeprefix("q") for plugin in contents.QT_PLUGINS["imageformats"]}
    pictures = {file.suffix for file in resources.path("guide").rglob("pictures/*")}
    assert ".webp" in pictures
    assert pictures | {resources.path("icons", "moede.svg").suffix} <= known | {".png"}


def test_every_way_of_writing_dates_goes_in_with_what_it_builds_on():
    exceptions = get_global("parent_exceptions")
    wanted = set(dates._LOCALES.values())
    for name in (*wanted,):
        while name != "root":
            name = exceptions.get(name) or name.rpartition("_")[0] or "root"
            wanted.add(name)
    assert wanted - contents.LOCALES == set()


def test_every_time_zone_that_is_named_goes_in():
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "moedeapp").rglob("*.py")]
    named = {zone for text in sources for zone in re.findall(r'ZoneInfo\("(.+?)"\)', text)}
    assert named
    assert named - contents.ZONES == set()


@pytest.mark.parametrize(
    "target",
    [
        "PySide6/QtWidgets.abi3.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/lib/libQt6XcbQpa.so.6",
        "PySide6/Qt/lib/libicudata.so.73",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6\\Qt6Gui.dll",
        "PySide6/Qt/translations/qtbase_da.qm",
        "libQt6Core.so.6",
        "babel/global.dat",
        "babel/locale-data/da_DK.dat",
        "tzdata/zoneinfo/Europe/Copenhagen",
        "moedeapp/_resources/locale/da/LC_MESSAGES/moedeapp.mo",
        "moedeapp/_resources/icons/moede.svg",
    ],
)
def test_it_goes_in(target):
    assert contents.keeps(target)


@pytest.mark.parametrize(
    "target",
    [
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "libQt6Quick.so.6",
        "QtQml",
        "PySide6/Qt/lib/QtQuick.framework/Versions/A/QtQuick",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6\\opengl32sw.dll",
        "PySide6\\plugins\\platforms\\qdirect2d.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "babel/locale-data/sv.dat",
        "tzdata/zoneinfo/Asia/Tokyo",
        "jsonschema/tests/test_cli.py",
        "reportlab/fonts/VeraBd.ttf",
    ],
)
def test_it_stays_out(target):
    assert not contents.keeps(target)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("/lib/x86_64-linux-gnu/libsqlite3.so.0", True),
        ("/lib/x86_64-linux-gnu/libcrypto.so.3", True),
        ("/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", True),
        ("/usr/lib/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so", True),
        ("/lib/x86_64-linux-gnu/libfontconfig.so.1", False),
        ("/lib/x86_64-linux-gnu/libxcb.so.1", False),
        ("/lib/x86_64-linux-gnu/libstdc++.so.6", False),
        ("/lib/x86_64-linux-gnu/libzstd.so.1", False),
    ],
)
def test_of_the_machine_only_what_python_was_built_against_goes_in(source, kept):
    assert contents.keeps(Path(source).name, source) == kept


@pytest.mark.parametrize(
    ("part", "is_one"),
    [
        ("lxml-6.1.3.dist-info/licenses/LICENSES.txt", True),
        ("attrs-26.1.0.dist-info\\licenses\\LICENSE", True),
        ("jsonschema-4.26.0.dist-info/licenses/COPYING", True),
        ("lxml-6.1.3.dist-info/RECORD", False),
        ("qrcode/LICENSE_reader.py", False),
    ],
)
def test_licences_are_found_in_every_package(part, is_one):
    assert contents.is_licence(part) == is_one


def test_the_terms_of_every_packed_package_go_with_it():
    assert [name for name in contents.PACKED if not contents.licences(name)] == []
    texts = [text for name in contents.PACKED for text in contents.licences(name)]
    assert [text for text in texts if not text.is_file()] == []


@pytest.mark.parametrize("before", [None, "/opt/mine"])
def test_other_programs_get_the_libraries_of_their_machine(monkeypatch, before):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/moedeapp/_internal")
    if before:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    around = runpy.run_path(str(PACKAGING / "children.py"))["os"].environ
    assert around.get("LD_LIBRARY_PATH") == before
    assert "LD_LIBRARY_PATH_ORIG" not in around


# --- what a desktop is told


def test_the_package_says_the_programs_version():
    text = deb.control("amd64", libc="2.36", size=7)
    fields = dict(re.findall(r"^([\w-]+): (.+)$", text, re.MULTILINE))
    assert fields["Version"] == __version__
    assert fields["Architecture"] == "amd64"
    assert fields["Installed-Size"] == "7"
    assert fields["Depends"].startswith("libc6 (>= 2.36), ")
    assert "@" not in text.replace(fields["Maintainer"], "")


def test_the_package_depends_on_all_that_the_source_asks_for():
    listed = (PACKAGING / "packages-debian.txt").read_text(encoding="utf-8")
    asked = set(" ".join(re.findall(r"^(?:run|show):(.*)", listed, re.MULTILINE)).split())
    text = deb.control("amd64", libc="2.36", size=7)
    depends = re.search(r"^Depends: (.+)$", text, re.MULTILINE)
    assert depends
    assert asked - {name.split()[0] for name in depends[1].split(", ")} == set()


def test_a_meetings_file_is_known_by_its_name_and_by_its_head(tmp_path):
    kind = kind_of_file()
    assert kind.get("type") == MEETING
    globs = [glob.get("pattern") for glob in kind.findall(f"{MIME}glob")]
    assert globs == [f"*{SUFFIX}"]
    sqlite = kind.find(f"{MIME}magic/{MIME}match")
    assert sqlite is not None
    own = sqlite.find(f"{MIME}match")
    assert own is not None
    assert int(own.get("value", ""), 16) == APPLICATION_ID

    path = tmp_path / f"aften{SUFFIX}"
    Document.create(path).close()
    head = path.read_bytes()
    assert head.startswith(sqlite.get("value", "").replace("\\000", "\0").encode())
    at = int(own.get("offset", ""))
    assert int.from_bytes(head[at : at + 4]) == APPLICATION_ID


def test_menu_entry_kind_of_file_and_metainfo_speak_of_one_program():
    metainfo = ET.parse(METAINFO).getroot()
    icon = kind_of_file().find(f"{MIME}icon")
    assert icon is not None
    assert {metainfo.findtext("id"), entry()["Icon"], icon.get("name")} == {deb.ID}
    assert metainfo.findtext("launchable") == ENTRY.name
    assert metainfo.findtext("provides/mediatype") == MEETING
    assert entry()["MimeType"] == f"{MEETING};"
    assert entry()["Exec"] == f"{metainfo.findtext('provides/binary')} %f"


def test_menu_entry_and_metainfo_speak_danish_as_well():
    assert {"Comment[da]", "GenericName[da]", "Keywords[da]"} <= set(entry())
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    texts = [node.get(language) for node in ET.parse(METAINFO).iter() if node.tag in "pli"]
    assert texts.count("da") == texts.count(None) > 0


def test_the_menu_entry_is_valid():
    checked_by("desktop-file-validate", ENTRY)


def test_the_metainfo_is_valid():
    checked_by("appstreamcli", "validate", "--no-net", METAINFO)


def test_the_picture_is_drawn_in_every_size(tmp_path):
    drawn = icons.draw(tmp_path)
    assert tuple(drawn) == icons.SIZES
    for size, file in drawn.items():
        picture = QImage(str(file))
        assert (picture.width(), picture.height()) == (size, size)
        assert picture.pixelColor(0, 0).alpha() < 128  # its corners are round
        assert picture.pixelColor(size // 2, size * 3 // 4 + size // 8).alpha() == 255


def test_a_package_puts_everything_where_a_desktop_looks(tmp_path):
    for needed in ("dpkg-deb", "objdump"):
        if not shutil.which(needed):
            pytest.skip(f"{needed} is not on this machine")
    program = tmp_path / "moede"
    (program / "_internal").mkdir(parents=True)
    shutil.copy(Path(sys.executable).resolve(), program / "moede")
    (program / "_internal" / "a.txt").write_text("a")
    made = deb.build(program, tmp_path)
    listed = subprocess.run(["dpkg-deb", "-c", made], capture_output=True, text=True, check=True)
    files = {line.split(maxsplit=5)[5]: line.split()[:2] for line in listed.stdout.splitlines()}
    assert files["./usr/bin/moede -> ../lib/moedeapp/moede"]
    assert files["./usr/lib/moedeapp/moede"] == ["-rwxr-xr-x", "root/root"]
    assert files["./usr/lib/moedeapp/_internal/a.txt"] == ["-rw-r--r--", "root/root"]
    assert files[f"./usr/share/applications/{deb.ID}.desktop"]
    assert files[f"./usr/share/icons/hicolor/48x48/apps/{deb.ID}.png"]
    assert files["./usr/share/mime/packages/moedeapp.xml"]
    assert {owner for _, owner in files.values()} == {"root/root"}
    subprocess.run(["dpkg-deb", "-x", made, tmp_path / "there"], check=True)
    assert (tmp_path / "there/usr/bin/moede").resolve().is_file()


def test_the_workflow_says_that_it_has_not_run_and_names_the_three_systems():
    text = (PACKAGING / "workflows" / "build.yml").read_text(encoding="utf-8")
    assert text.startswith("# NOT YET RUN")
    assert set(re.findall(r"- system: (\w+)", text)) == {"linux", "windows", "macos"}
    assert "://" not in text


# --- trying it


@pytest.fixture
def broken(tmp_path) -> Path:
    program = tmp_path / "broken"
    program.write_text("#!/bin/sh\necho noget gik galt >&2\nexit 3\n")
    program.chmod(0o755)
    return program


def test_a_program_that_does_not_work_is_not_passed(broken, monkeypatch):
    monkeypatch.setattr(smoke.shutil, "which", lambda name: None)
    said: list[str] = []
    assert smoke.try_all(broken, said.append) == 6
    assert said[0] == "FEJL    version: --version endte med kode 3: noget gik galt\n"
    assert [line.split(":")[0] for line in said if line.startswith("Spr")] == [
        "Sprunget over  X11",
        "Sprunget over  Wayland",
    ]


@pytest.mark.timeout(30)
def test_a_program_that_never_says_what_is_waited_for_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(smoke, "PATIENCE", 0.2)
    program = tmp_path / "silent"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    with pytest.raises(smoke.Failed, match="Flushing"):
        smoke.first_paint([str(program)], {"PATH": "/usr/bin:/bin"})


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_program_is_packed_does_its_work_and_starts_soon(tmp_path):
    done = subprocess.run([ROOT / "moede", "package", tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "moede" / "moede").exists()
    assert "FEJL" not in done.stdout
