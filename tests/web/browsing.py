"""Real phones: pages in Debian's Chromium, as small as phones, with nothing but our own network."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--disable-extensions",
]  # fmt: skip

SMALL, USUAL = {"width": 360, "height": 640}, {"width": 390, "height": 844}

PATIENCE = 15_000
"""ms that a page may take to show something on a busy machine; no measurement."""


def chromium() -> str | None:
    """Where the browser is, or None."""
    return os.environ.get("MOEDE_CHROMIUM") or shutil.which("chromium")


@contextmanager
def browser(*flags: str, executable: str | None = None) -> Iterator[Browser]:
    """A browser that closes with its block."""
    with sync_playwright() as playwright:
        started = launch(playwright, *flags, executable=executable)
        yield started
        started.close()


def launch(playwright: Playwright, *flags: str, executable: str | None = None) -> Browser:
    expect.set_options(timeout=PATIENCE)
    return playwright.chromium.launch(
        executable_path=executable or chromium(), args=[*FLAGS, *flags]
    )


class Screen:
    """One phone with its own storage, and everything that went wrong on it."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        given = {"viewport": USUAL, "locale": "da-DK", "reduced_motion": "reduce", **options}
        self.context: BrowserContext = browser.new_context(**given)
        self.context.set_default_timeout(PATIENCE)
        self.url = url
        self._urls = [url]
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page: Page = self.open()

    def open(self) -> Page:
        """Another tab of the same phone."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", lambda dialog: self.wrong.append(f"dialog {dialog.message}"))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", self._heard)
        return page

    def _heard(self, message: Any) -> None:
        # What the network does is told by the page itself; this is for scripts and policies.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(message.text)

    def go(self, fragment: str = "") -> "Screen":
        """Open the page, as a code on paper does."""
        self.page.goto(self.url + (f"#{fragment}" if fragment else ""))
        return self

    def move(self, url: str, fragment: str) -> None:
        """Scan again, where the page is now."""
        self._urls.append(url)
        self.url = url
        self.go(fragment)

    def sees(self, text: str) -> None:
        """Fail unless the words come into sight."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def sees_not(self, text: str) -> None:
        """Fail unless the words go out of sight."""
        expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)

    def write_idea(self, words: str) -> None:
        self.page.fill("#idea-words", words)
        self.page.click("#idea-form button[type=submit]")

    def put(self, number: int, times: int = 1) -> None:
        for _ in range(times):
            self.press(f"#more-{number}")

    def press(self, selector: str) -> None:
        """Scroll to it, as people do, and press; also what says that it is no use."""
        found = self.page.locator(selector)
        found.evaluate("one => one.scrollIntoView({block: 'center'})")
        found.click(force=True)

    def dots(self) -> dict[int, int]:
        """The dots it shows, by proposal."""
        counts = self.page.locator("#proposals .count")
        shown = {}
        for place in range(counts.count()):
            one = counts.nth(place)
            shown[int((one.get_attribute("id") or "").split("-")[1])] = int(
                one.get_attribute("data-n") or 0
            )
        return shown

    def order(self) -> list[int]:
        """The proposals in the order it shows them."""
        return list(self.dots())

    def hand_in(self) -> None:
        self.page.click("#hand-in")

    def handed_in(self) -> None:
        """Fail unless it says that the ballot is counted in."""
        told = self.page.locator("#bar-state, #receipt-words").filter(visible=True).first
        expect(told).to_contain_text(re.compile("talt med|counted in"))

    def codes(self) -> set[str]:
        """The dot codes it shows."""
        told = self.page.inner_text("#receipt-codes")
        return set(told.split(":")[1].split(".")[0].replace(" ", "").split(",")) if told else set()

    def kept(self) -> Any:
        """What the phone keeps."""
        return self.page.evaluate("JSON.parse(localStorage.getItem('moede'))")

    def close(self) -> None:
        """Close, and fail if anything went wrong on it."""
        self.context.close()
        own = (*self._urls, "data:", "blob:")
        foreign = [url for url in self.asked if not url.startswith(own)]
        assert foreign == []
        assert self.wrong == []
