"""WCAG 2.2 AA of the pages that are published, by axe in a real browser."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from moedeapp.export import html
from moedeapp.export.told_later import follow_up
from moedeapp.model.meeting import FollowUp, Progress
from tests.export import evenings

pytestmark = pytest.mark.stage

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"]


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    executable = os.environ.get("MOEDE_CHROMIUM") or shutil.which("chromium")
    if executable is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield started
        started.close()


def pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    hostile = ("<b>fed</b>", "x" * 400, "Selvbetjeningsløsningsleverandør" * 6)
    yield "voted", html.page(evenings.voted(folder / "møde.moede").protocol())
    yield "whole", html.page(evenings.protocol(evenings.whole_evening()))
    yield "hostile", html.page(evenings.protocol(evenings.saying(hostile)))
    told = FollowUp("f1", 1, "p1", Progress.DONE, "2027-05-02", "Bygget", "Alle kan bade.")
    later = replace(evenings.whole_evening(), follow_ups=evenings.rows(told))
    about = {"made_at": evenings.MADE_AT, "software_version": "0.1.0"}
    yield "told later", html.page(follow_up(later, **about))
    yield "rehearsal", html.page(evenings.protocol(evenings.rehearsing(evenings.whole_evening())))


@pytest.mark.timeout(300)
def test_no_page_breaks_a_rule_or_runs_out_of_a_narrow_screen(browser: Any, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, Any] = {}
    for name, data in pages(tmp_path):
        file = tmp_path / f"{name}.html"
        file.write_bytes(data)
        for wide in (1000, 320):
            page = browser.new_page(viewport={"width": wide, "height": 800}, bypass_csp=True)
            called: list[str] = []
            page.on("request", lambda request, called=called: called.append(request.url))
            page.goto(file.as_uri())
            told = Axe().run(page, options=RULES).response["violations"]
            wrong = [(v["id"], v["nodes"][0]["html"][:200]) for v in told]
            outside = [url for url in called if not url.startswith(("data:", file.as_uri()))]
            if wrong or outside or page.evaluate(TOO_WIDE):
                found[f"{name} {wide}"] = (wrong, outside, page.evaluate(TOO_WIDE))
            page.close()
    assert found == {}
