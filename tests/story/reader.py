"""Reads a window as a screen reader does: questions on stdin, answers on stdout, one JSON a line.

The accessibility library belongs to the system's own Python, so this is a program of its own;
`stage.py` starts it.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

HEARD: list[str] = []
FOCUSED: list[Any] = []
"""everything that has had the focus, the latest last"""
MANY = 60
"""A list with more lines than this is not looked through unless somebody asks for it."""


def states(thing: Any) -> list[str]:
    return [state.value_nick for state in thing.get_state_set().get_states()]


def box(thing: Any) -> list[int] | None:
    component = thing.get_component_iface()
    if component is None:
        return None
    at = component.get_extents(Atspi.CoordType.SCREEN)
    return [at.x, at.y, at.width, at.height]


def text(thing: Any) -> str | None:
    held = thing.get_text_iface()
    return held.get_text(0, held.get_character_count()) if held is not None else None


def value(thing: Any) -> float | None:
    held = thing.get_value_iface()
    return held.get_current_value() if held is not None else None


def told(thing: Any, path: list[int], *, briefly: bool = False) -> dict[str, Any]:
    brief = {
        "path": path,
        "role": thing.get_role_name(),
        "name": thing.get_name() or "",
        "states": states(thing),
    }
    if briefly:
        return brief
    return {
        **brief,
        "description": thing.get_description() or "",
        "box": box(thing),
        "text": text(thing),
        "value": value(thing),
    }


def program(pid: int) -> Any:
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        found = desktop.get_child_at_index(at)
        if found is not None and found.get_process_id() == pid:
            return found
    return None


def walk(thing: Any, path: list[int], asked: dict[str, Any]) -> Iterator[tuple[Any, list[int]]]:
    """Everything that shows, from the top; long lists are left closed."""
    count = thing.get_child_count()
    if count > asked.get("many", MANY):
        return
    for at in range(count):
        child = thing.get_child_at_index(at)
        if child is None:
            continue
        here = [*path, at]
        if "showing" in states(child) or (len(here) == 1 and "visible" in states(child)):
            yield child, here
            yield from walk(child, here, asked)


def find(asked: dict[str, Any]) -> list[dict[str, Any]]:
    root = program(asked["pid"])
    if root is None:
        return []
    found = []
    path = asked.get("within") or []
    for at in path:
        root = root.get_child_at_index(at)
        if root is None:
            return []
    for thing, here in walk(root, path, asked):
        if "role" in asked and thing.get_role_name() not in asked["role"]:
            continue
        if "name" in asked and (thing.get_name() or "") != asked["name"]:
            continue
        if not (thing.get_name() or "").startswith(asked.get("starts", "")):
            continue
        says = asked.get("says", "")
        if says not in (thing.get_name() or "") and says not in (text(thing) or ""):
            continue
        if "has" in asked and not set(asked["has"]) <= set(states(thing)):
            continue
        found.append(told(thing, here))
        if asked.get("first"):
            break
    return found


def read(asked: dict[str, Any]) -> dict[str, Any] | None:
    thing = program(asked["pid"])
    for at in asked["path"]:
        thing = thing and thing.get_child_at_index(at)
    return told(thing, asked["path"]) if thing else None


def frame(asked: dict[str, Any]) -> list[int] | None:
    """Where everything around it lets it be seen: left, top, right, bottom."""
    thing = program(asked["pid"])
    left, top, right, bottom = 0, 0, 1 << 30, 1 << 30
    for at in asked["path"][:-1]:
        thing = thing and thing.get_child_at_index(at)
        if thing is None:
            return None
        x, y, width, height = box(thing) or (left, top, right - left, bottom - top)
        left, top = max(left, x), max(top, y)
        right, bottom = min(right, x + width), min(bottom, y + height)
    return [left, top, right, bottom]


def lines(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The children of one thing, however many."""
    thing = program(asked["pid"])
    for at in asked["path"]:
        thing = thing and thing.get_child_at_index(at)
    if thing is None:
        return []
    children = [(at, thing.get_child_at_index(at)) for at in range(thing.get_child_count())]
    return [
        told(child, [*asked["path"], at], briefly=asked["briefly"])
        for at, child in children
        if child is not None
    ]


def catch_up() -> None:
    """Take in what has been told and still waits; no question comes before this one's answer."""
    while GLib.MainContext.default().iteration(False):
        pass


def focus(asked: dict[str, Any]) -> dict[str, Any]:
    """How often the focus has moved, and where it is."""
    catch_up()
    now = FOCUSED[-1] if FOCUSED else None
    return {"moves": len(FOCUSED), "at": told(now, []) if now is not None else None}


def beside(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of the menu that has the focus; an open menu hangs on no branch of the tree."""
    catch_up()
    menu = FOCUSED[-1].get_parent() if FOCUSED else None
    if menu is None or "menu" not in menu.get_role_name():
        return []
    return [told(menu.get_child_at_index(at), []) for at in range(menu.get_child_count())]


def heard(asked: dict[str, Any]) -> list[str]:
    catch_up()
    said, HEARD[:] = list(HEARD), []
    return said


ANSWERS = {
    "find": find, "read": read, "frame": frame, "lines": lines, "beside": beside,
    "heard": heard, "focus": focus,
}  # fmt: skip


def answer(line: str) -> str:
    asked = json.loads(line)
    try:
        return json.dumps({"answer": ANSWERS[asked.pop("ask")](asked)})
    except GLib.Error as error:  # what was read is gone, or the program is
        return json.dumps({"gone": str(error)})


def listen(event: Any) -> None:
    HEARD.append(str(event.any_data))


def watch(event: Any) -> None:
    if event.detail1:
        FOCUSED.append(event.source)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    # What is remembered from before may be wrong by now, and a test reads little.
    Atspi.Accessible.set_cache_mask(Atspi.get_desktop(0), Atspi.Cache.NONE)
    listener = Atspi.EventListener.new(listen)
    listener.register("object:announcement")
    watcher = Atspi.EventListener.new(watch)
    watcher.register("object:state-changed:focused")
    loop = GLib.MainLoop()

    def arrived(source: Any, condition: Any) -> bool:
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        say(answer(line))
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, arrived)
    say(json.dumps({"answer": "ready"}))
    loop.run()


if __name__ == "__main__":
    main()
