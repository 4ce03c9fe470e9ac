"""WCAG 2.2 AA on every state of the page: by axe, by width, by size of text, by words."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from moedeapp import texts
from moedeapp.web import pages, words
from moedeapp.web.server import Server
from tests.test_texts import LONG_PARAGRAPH, lix
from tests.web.browsing import SMALL, Screen
from tests.web.walk import Walk, meeting

pytestmark = pytest.mark.stage

RULES = {
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
    ],
    "resultTypes": ["violations"],
}  # fmt: skip
EASIEST, EASY = 24, 30

SHOTS = Path("/tmp/moede-telefon")
"""Pictures of every state, when the folder is there."""

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

SMALL_TARGETS = """
Array.from(document.querySelectorAll('button, input, select, textarea, summary'))
  .filter((one) => one.offsetParent !== null && getComputedStyle(one).visibility !== 'hidden')
  .map((one) => [one.id || one.textContent, one.closest('label') || one])
  .map(([name, one]) => [name, one.getBoundingClientRect()])
  .filter(([name, box]) => box.width < 24 || box.height < 24)
  .map(([name, box]) => name + ' ' + Math.round(box.width) + '×' + Math.round(box.height))
"""

DOT_BUTTONS = """
Array.from(document.querySelectorAll('.put button'))
  .map((one) => one.getBoundingClientRect())
  .filter((box) => box.width && (box.width < 56 || box.height < 56)).length
"""

CUT_OFF = """
Array.from(document.querySelectorAll('main *, header *, nav *'))
  .filter((one) => one.offsetParent !== null && one.children.length === 0 && one.textContent.trim())
  .filter((one) => !one.closest('.unseen') && getComputedStyle(one).overflow !== 'visible'
    && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent.trim().slice(0, 40))
"""


def walk_with(
    chrome: Browser, folder: Path, look: Callable[[str, Screen], None], **options: Any
) -> int:
    states = 0
    with meeting(folder / "havn.moede") as document:
        server = Server(document, "127.0.0.1", 0)
        server.start()
        screen = Screen(chrome, server.status.url, **options)
        try:
            for name in Walk(document, server, screen).states():
                states += 1
                look(name, screen)
        finally:
            server.stop()
            screen.close()
    return states


def picture(name: str, screen: Screen, kind: str) -> None:
    if SHOTS.is_dir():
        file = SHOTS / f"{kind} {name}.png"
        screen.page.screenshot(path=str(file), full_page=True)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("language", ["da-DK", "en-GB"])
def test_axe_finds_nothing_on_any_state(chrome: Browser, tmp_path: Path, language: str) -> None:
    found: dict[str, list[str]] = {}

    def look(name: str, screen: Screen) -> None:
        picture(name, screen, language)
        for violation in Axe().run(screen.page, options=RULES).response["violations"]:
            nodes = [str(node["html"])[:160] for node in violation["nodes"]]
            found.setdefault(name, []).append(f"{violation['id']}: {nodes}")

    assert walk_with(chrome, tmp_path, look, locale=language) > 30
    assert found == {}


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("kind", "viewport", "size"),
    [("320", {"width": 320, "height": 568}, 100), ("360", SMALL, 100), ("200", SMALL, 200)],
)
def test_nothing_is_cut_off_and_everything_can_be_hit(
    chrome: Browser, tmp_path: Path, kind: str, viewport: dict[str, int], size: int
) -> None:
    wrong: dict[str, Any] = {}

    def look(name: str, screen: Screen) -> None:
        if size != 100:
            screen.page.evaluate(
                "size => { document.documentElement.style.fontSize = size; }", f"{1.125 * size}%"
            )
            screen.page.wait_for_timeout(60)
        picture(name, screen, kind)
        told = [
            screen.page.evaluate(TOO_WIDE),
            screen.page.evaluate(SMALL_TARGETS),
            screen.page.evaluate(DOT_BUTTONS),
            screen.page.evaluate(CUT_OFF),
        ]
        if told != [0, [], 0, []]:
            wrong[name] = told

    walk_with(chrome, tmp_path, look, viewport=viewport)
    assert wrong == {}


# --- words


def script() -> str:
    return pages.files()["/moede.js"][0].decode()


def every_text(said: Any) -> list[str]:
    if isinstance(said, str):
        return [said]
    values = said.values() if isinstance(said, dict) else said
    return [text for value in values for text in every_text(value)]


def filled(text: str) -> str:
    return re.sub(r"\{\w+\}", "5", text)


def test_paragraphs_on_phones_are_easy_to_read() -> None:
    danish = words.all_words()["da"]
    paragraphs = [*every_text(danish), texts.about_dots(5, 2), texts.about_dots(5, None)]
    long = [filled(text) for text in paragraphs if len(text.split()) >= LONG_PARAGRAPH]
    assert len(long) > 5
    assert [(round(lix(text)), text) for text in long if lix(text) > EASY] == []


def test_everything_children_read_is_easier_still() -> None:
    danish = words.all_words()["da"]
    plain = {**danish, **danish["children"]}
    del plain["children"]
    shown = [filled(text) for text in every_text(plain) if len(text.split()) >= 12]
    shown.append(texts.about_dots(3, 2))
    assert [(round(lix(text)), text) for text in shown if lix(text) > EASIEST] == []


def test_every_sentence_the_script_asks_for_is_there_and_none_is_left_over() -> None:
    known = set(words.all_words()["da"]) - {"children"}
    page = pages.files()["/"][0].decode()
    source = script()
    asked = set(re.findall(r'"([a-z_]+)"', source)) | set(
        re.findall(r'data-(?:text|label)="([a-z_]+)"', page)
    )
    families = ("phase_", "step_", "type_", "frame_", "slip_", "code_")
    called = set(re.findall(r'\bsay\("([a-z_]+)"', source)) - set(families)
    assert called - known == set()
    left_over = {name for name in known - asked if not name.startswith(families)}
    assert left_over == set()


def test_both_languages_say_the_same_things() -> None:
    said = words.all_words()
    assert set(said) == set(texts.LANGUAGES)
    assert said["da"].keys() == said["en"].keys()
    assert said["da"]["children"].keys() == said["en"]["children"].keys()
    for name, text in said["da"].items():
        assert isinstance(text, type(said["en"][name]))
        assert re.findall(r"\{\w+\}", json.dumps(text)).sort() == (
            re.findall(r"\{\w+\}", json.dumps(said["en"][name])).sort()
        )


# --- old phones

NEWER = {
    r"\?\.[a-zA-Z_(\[]": "optional chaining, 2020",
    r"\?\?": "nullish coalescing, 2020",
    r"\{\s*\.\.\.|,\s*\.\.\.\w+\s*\}": "object spread, 2018",
    r"\bcatch\s*\{": "catch without a name, 2019",
    r"\bfor\s+await\b": "asynchronous loops, 2018",
    r"\bimport\b|\bexport\b": "modules",
    r"\d_\d": "separated digits, 2021",
    r"\.(flat|flatMap|replaceAll|matchAll|allSettled|fromEntries|trimStart|at)\(": "newer methods",
    r"\b(globalThis|structuredClone|queueMicrotask|AbortController)\b": "newer",
    r"\b(BigInt|WeakRef)\b|#\w+\s*[;=(]": "newer",
    r"\bfetch\(": "what cannot be ended on old phones",
}
INSECURE = r"crypto\.subtle|randomUUID|clipboard|wakeLock|serviceWorker|geolocation|getUserMedia"
MARKUP = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|srcdoc"


def without_words(source: str) -> str:
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', source)


def test_the_script_is_what_phones_of_2017_understand() -> None:
    source = without_words(script())
    for newer, what in NEWER.items():
        assert not re.search(newer, source), what


def test_the_script_asks_for_nothing_that_needs_a_secure_address() -> None:
    assert not re.search(INSECURE, script())


def test_the_script_never_makes_markup_of_words() -> None:
    assert not re.search(MARKUP, script())


def test_the_style_moves_nothing() -> None:
    style = pages.files()["/moede.css"][0].decode()
    assert not re.search(r"animation|transition|@keyframes|scroll-behavior", style)
    assert "smooth" not in script()
