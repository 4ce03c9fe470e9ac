"""Asks the computer about screens, power, sleep, disk and network. Only when told to.

Each kind of computer answers in its own way; what cannot be read is left unknown.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Final

from PySide6.QtGui import QGuiApplication

from moedeapp.ui.networks import Network, Standing, Wire, ranked
from moedeapp.ui.readiness import Place, Power, Surroundings

_PATIENCE: Final = 2
"""Seconds another program has to answer."""

_SERVICES: Final[Mapping[str, str]] = {
    "onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drev",
    "googledrive": "Google Drev", "my drive": "Google Drev", "mit drev": "Google Drev",
    "mobile documents": "iCloud", "icloud drive": "iCloud", "iclouddrive": "iCloud",
    "nextcloud": "Nextcloud", "owncloud": "ownCloud", "box sync": "Box", "pcloud": "pCloud",
    "sharepoint": "SharePoint",
}  # fmt: skip
"""Programs that copy a folder, by how the folder's name begins."""

_NETWORK_DISKS: Final = ("nfs", "cifs", "smb", "afs", "9p", "ncpfs", "davfs", "ceph", "glusterfs")
_NETWORK_FUSE: Final = ("fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs2")
_LOCAL_FUSE: Final = ("fuseblk", "fuse.ntfs-3g", "fuse.exfat")


def look_around(meeting: Path, *, readonly: bool) -> Surroundings:
    """What the computer says now, about itself and about where the meeting lies."""
    screens = [(s.geometry().x(), s.geometry().y()) for s in QGuiApplication.screens()]
    power, charge = _power()
    where, service = place_of(meeting)
    return Surroundings(
        screens=len(set(screens)),
        mirrored=len(set(screens)) < len(screens),
        power=power,
        charge=charge,
        sleeps_after=_sleeps_after(),
        free=_free(meeting.parent),
        writable=not readonly and os.access(meeting, os.W_OK),
        place=where,
        service=service,
        addresses=tuple(
            network.address for network in networks() if network.standing is not Standing.LOOPBACK
        ),
    )


# --- power


def _power() -> tuple[Power, int | None]:
    if sys.platform == "win32":
        return _windows_power()
    if sys.platform == "darwin":
        return mac_power(_answer("pmset", "-g", "batt"))
    return linux_power(Path("/sys/class/power_supply"))


def linux_power(folder: Path) -> tuple[Power, int | None]:
    """Power and charge, from the folder where Linux has a folder for every supply.

    A computer without a battery has its power from the socket.
    """
    if not folder.is_dir():
        return Power.UNKNOWN, None
    charge, empties = None, False
    for supply in sorted(folder.iterdir()):
        if _said(supply / "type") != "Battery" or _said(supply / "scope") == "Device":
            continue  # a mains adapter, or the battery of a mouse
        held = _said(supply / "capacity")
        charge = int(held) if held.isdecimal() else None
        empties = empties or _said(supply / "status") == "Discharging"
    return (Power.BATTERY if empties else Power.MAINS), charge


def mac_power(answer: str) -> tuple[Power, int | None]:
    """Power and charge, from what `pmset -g batt` says."""
    charge = re.search(r"(\d{1,3})%", answer)
    if "'Battery Power'" in answer:
        return Power.BATTERY, int(charge[1]) if charge else None
    known = "'AC Power'" in answer
    return (Power.MAINS if known else Power.UNKNOWN), int(charge[1]) if charge else None


def windows_power(line: int, percent: int) -> tuple[Power, int | None]:
    """Power and charge, from the two bytes of Windows: 0 or 1 and percent, 255 for unknown."""
    charge = percent if percent <= 100 else None
    return {0: Power.BATTERY, 1: Power.MAINS}.get(line, Power.UNKNOWN), charge


def _windows_power() -> tuple[Power, int | None]:
    if sys.platform != "win32":
        return Power.UNKNOWN, None
    import ctypes

    status = (ctypes.c_ubyte * 12)()
    if not ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
        return Power.UNKNOWN, None
    return windows_power(status[0], status[2])


# --- sleep


def _sleeps_after() -> int | None:
    if sys.platform == "win32":
        return windows_sleep(
            _answer("powercfg", "/query", "SCHEME_CURRENT", "SUB_SLEEP", "STANDBYIDLE")
        )
    if sys.platform == "darwin":
        return mac_sleep(_answer("pmset", "-g"))
    if "GNOME" not in os.environ.get("XDG_CURRENT_DESKTOP", ""):
        return None  # other desktops leave these settings lying, and do not follow them
    schema = "org.gnome.settings-daemon.plugins.power"
    return gnome_sleep(
        _answer("gsettings", "get", schema, "sleep-inactive-ac-type"),
        _answer("gsettings", "get", schema, "sleep-inactive-ac-timeout"),
    )


def gnome_sleep(kind: str, seconds: str) -> int | None:
    """Minutes until sleep, from the two settings of GNOME; 0 is never, None is not known."""
    if "nothing" in kind:
        return 0
    found = re.fullmatch(r"(?:u?int32 )?(\d+)", seconds.strip())
    return -(-int(found[1]) // 60) if kind.strip() and found else None


def mac_sleep(answer: str) -> int | None:
    """Minutes until sleep, from what `pmset -g` says; 0 is never."""
    found = re.search(r"^\s*sleep\s+(\d+)(.*)$", answer, re.MULTILINE)
    if not found:
        return None
    return 0 if "prevented" in found[2] else int(found[1])


def windows_sleep(answer: str) -> int | None:
    """Minutes until sleep when plugged in, from what `powercfg /query` says in any language.

    Its last two numbers are the seconds when plugged in and on battery.
    """
    numbers = re.findall(r"0x([0-9a-fA-F]{8})", answer)
    return -(-int(numbers[-2], 16) // 60) if len(numbers) > 1 else None


# --- the file


def _free(folder: Path) -> int | None:
    with suppress(OSError):
        return shutil.disk_usage(folder).free
    return None


def place_of(meeting: Path) -> tuple[Place, str]:
    """Where a file lies, and the program that copies it elsewhere."""
    path = meeting.resolve()
    service = copied_by(path)
    if service:
        return Place.SYNCED, service
    if sys.platform == "win32":
        return _windows_place(path), ""
    if sys.platform == "darwin":
        return (Place.UNKNOWN if path.parts[1:2] == ("Volumes",) else Place.HERE), ""
    with suppress(OSError):
        return linux_place(path, Path("/proc/self/mounts").read_text(errors="replace")), ""
    return Place.UNKNOWN, ""


def copied_by(path: PurePath) -> str:
    """The program that copies a folder on this path to the internet; empty when none is known."""
    for part in path.parts[:-1]:
        folder = part.casefold()
        for start, service in _SERVICES.items():
            if folder == start or folder.startswith((f"{start} ", f"{start}-", f"{start}_")):
                return service
    return ""


def linux_place(path: Path, mounts: str) -> Place:
    """Where a file lies, from the list of mounts: the longest that holds it says the kind."""
    kind, longest = "", -1
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), parts[1])
        if path.is_relative_to(point) and len(point) >= longest:
            kind, longest = parts[2], len(point)
    if kind.startswith(_NETWORK_DISKS) or kind in _NETWORK_FUSE:
        return Place.NETWORK
    if not kind or (kind.startswith("fuse") and kind not in _LOCAL_FUSE):
        return Place.UNKNOWN
    return Place.HERE


def _windows_place(path: Path) -> Place:
    if sys.platform != "win32":
        return Place.UNKNOWN
    import ctypes

    if path.drive.startswith("\\\\"):
        return Place.NETWORK
    kind = ctypes.windll.kernel32.GetDriveTypeW(path.anchor)
    return {2: Place.HERE, 3: Place.HERE, 4: Place.NETWORK, 6: Place.HERE}.get(kind, Place.UNKNOWN)


# --- network


def networks() -> list[Network]:
    """Every IPv4 address that works now, and the interface that has it; best first for phones."""
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

    kind = QNetworkInterface.InterfaceType
    wires = {
        kind.Wifi: Wire.WIRELESS, kind.Ethernet: Wire.CABLE, kind.Loopback: Wire.LOOPBACK,
        kind.Virtual: Wire.VIRTUAL, kind.Ppp: Wire.VIRTUAL, kind.Slip: Wire.VIRTUAL,
    }  # fmt: skip
    flag, way_out = QNetworkInterface.InterfaceFlag, _way_out()
    found = []
    for interface in QNetworkInterface.allInterfaces():
        if not interface.flags() & flag.IsUp or not interface.flags() & flag.IsRunning:
            continue
        wire = wires.get(interface.type(), Wire.UNKNOWN)
        if interface.flags() & flag.IsPointToPoint:
            wire = Wire.VIRTUAL
        for entry in interface.addressEntries():
            if entry.ip().protocol() == QAbstractSocket.NetworkLayerProtocol.IPv4Protocol:
                address = entry.ip().toString()
                title = interface.humanReadableName()
                found.append(Network(interface.name(), address, wire, title, address == way_out))
    return ranked(found)


_NOWHERE: Final = "192.0.2.1"
"""An address that belongs to nobody, to ask the system which way out it would take."""


def _way_out() -> str:
    """The address this computer would call others from; nothing is sent to find out."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect((_NOWHERE, 9))
        return str(asked.getsockname()[0])
    return ""


# --- asking


def _said(file: Path) -> str:
    with suppress(OSError):
        return file.read_text(errors="replace").strip()
    return ""


def _answer(*command: str) -> str:
    """What another program says; nothing when it is not there or does not answer."""
    return _run([shutil.which(command[0]) or "", *command[1:]])


def _run(command: Sequence[str]) -> str:
    if not command[0]:
        return ""
    # Without this Windows opens a black window for a moment; elsewhere there is no such flag.
    flags: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            command, capture_output=True, timeout=_PATIENCE, check=False, creationflags=flags
        )
        return done.stdout.decode(errors="replace") if done.returncode == 0 else ""
    return ""
