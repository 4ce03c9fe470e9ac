from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from moedeapp.ui.readiness import Place, Power
from moedeapp.ui.surroundings import (
    copied_by,
    gnome_sleep,
    linux_place,
    linux_power,
    look_around,
    mac_power,
    mac_sleep,
    place_of,
    windows_power,
    windows_sleep,
)

MOUNTS = r"""/dev/sda2 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
//server/deling /mnt/f\303\246lles cifs rw 0 0
//server/fælles /mnt/fælles cifs rw 0 0
server:/eksport /mnt/nfs\040drev nfs4 rw 0 0
/dev/sdb1 /media/stik fuseblk rw 0 0
kollega@vært:/ /home/an/fjern fuse.sshfs rw 0 0
noget /home/an/andet fuse.ukendt rw 0 0
"""


def supply(folder, name, **said):
    (folder / name).mkdir(parents=True)
    for key, value in said.items():
        (folder / name / key).write_text(f"{value}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("status", "power"),
    [("Discharging", Power.BATTERY), ("Charging", Power.MAINS), ("Full", Power.MAINS),
     ("Not charging", Power.MAINS)],
)  # fmt: skip
def test_linux_tells_whether_its_battery_empties(tmp_path, status, power):
    supply(tmp_path, "AC", type="Mains", online=1)
    supply(tmp_path, "BAT0", type="Battery", status=status, capacity=64)
    assert linux_power(tmp_path) == (power, 64)


def test_the_battery_of_a_mouse_is_not_the_computers(tmp_path):
    supply(tmp_path, "hid-mus", type="Battery", scope="Device", status="Discharging", capacity=3)
    assert linux_power(tmp_path) == (Power.MAINS, None)


def test_a_linux_without_the_folder_does_not_tell(tmp_path):
    assert linux_power(tmp_path / "væk") == (Power.UNKNOWN, None)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Now drawing from 'Battery Power'\n -InternalBattery-0\t71%; discharging; 3:10 remaining",
         (Power.BATTERY, 71)),
        ("Now drawing from 'AC Power'\n -InternalBattery-0\t100%; charged;", (Power.MAINS, 100)),
        ("Now drawing from 'AC Power'", (Power.MAINS, None)),
        ("", (Power.UNKNOWN, None)),
    ],
)  # fmt: skip
def test_what_a_mac_says_of_its_power(answer, told):
    assert mac_power(answer) == told


@pytest.mark.parametrize(
    ("line", "percent", "told"),
    [(0, 55, (Power.BATTERY, 55)), (1, 100, (Power.MAINS, 100)), (1, 255, (Power.MAINS, None)),
     (255, 255, (Power.UNKNOWN, None))],
)  # fmt: skip
def test_what_windows_says_of_its_power(line, percent, told):
    assert windows_power(line, percent) == told


@pytest.mark.parametrize(
    ("kind", "seconds", "minutes"),
    [("'suspend'\n", "1200\n", 20), ("'suspend'", "uint32 90", 2), ("'nothing'", "1200", 0),
     ("'suspend'", "0", 0), ("", "", None), ("'suspend'", "", None)],
)  # fmt: skip
def test_what_gnome_says_of_sleep(kind, seconds, minutes):
    assert gnome_sleep(kind, seconds) == minutes


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [
        ("Currently in use:\n standby 1\n sleep                10\n", 10),
        (" displaysleep 5\n sleep 1 (sleep prevented by caffeinate)\n", 0),
        (" sleep 0\n", 0), (" displaysleep 5\n", None), ("", None),
    ],
)  # fmt: skip
def test_what_a_mac_says_of_sleep(answer, minutes):
    assert mac_sleep(answer) == minutes


def test_what_windows_says_of_sleep_in_any_language():
    danish = (
        "GUID for undergruppe: 238c9fa8-0aad-41ed-83f4-97be242c8f20  (Slumre)\n"
        "  Mindste mulige indstilling: 0x00000000\n  Største mulige indstilling: 0xffffffff\n"
        "  Indeks for aktuel vekselstrøm: 0x00000708\n  Indeks for batteri: 0x00000384\n"
    )
    assert windows_sleep(danish) == 30
    assert windows_sleep(danish.replace("0x00000708", "0x00000000")) == 0
    assert windows_sleep("") is None


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/home/an/aften.moede", Place.HERE),
        ("/tmp/aften.moede", Place.HERE),
        ("/mnt/fælles/aften.moede", Place.NETWORK),
        ("/mnt/nfs drev/aften.moede", Place.NETWORK),
        ("/media/stik/aften.moede", Place.HERE),
        ("/home/an/fjern/aften.moede", Place.NETWORK),
        ("/home/an/andet/aften.moede", Place.UNKNOWN),
    ],
)
def test_the_longest_mount_that_holds_a_file_says_where_it_is(path, place):
    assert linux_place(Path(path), MOUNTS) is place


def test_without_mounts_nobody_knows_where_a_file_is():
    assert linux_place(Path("/home/an/aften.moede"), "") is Place.UNKNOWN


@pytest.mark.parametrize(
    ("path", "program"),
    [
        (PureWindowsPath(r"C:\Users\an\OneDrive - Mågevig Kommune\aften.moede"), "OneDrive"),
        (PurePosixPath("/Users/an/Library/CloudStorage/OneDrive-Mågevig/aften.moede"), "OneDrive"),
        (PurePosixPath("/Users/an/Library/Mobile Documents/x/aften.moede"), "iCloud"),
        (PurePosixPath("/home/an/Dropbox/aften.moede"), "Dropbox"),
        (PurePosixPath("/home/an/Nextcloud/møder/aften.moede"), "Nextcloud"),
        (PurePosixPath("/home/an/møder/dropbox.moede"), ""),
        (PurePosixPath("/home/an/onedriveren/aften.moede"), ""),
    ],
)
def test_a_folder_that_is_copied_to_the_internet_is_known_by_its_name(path, program):
    assert copied_by(path) == program


def test_a_synced_folder_is_found_before_its_disk(tmp_path):
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    assert place_of(folder / "aften.moede") == (Place.SYNCED, "Dropbox")


def test_the_computer_answers_what_it_can(qapp, document):
    seen = look_around(document.path, readonly=False)
    assert seen.screens >= 1
    assert seen.free > 0
    assert seen.writable
    assert not look_around(document.path, readonly=True).writable
