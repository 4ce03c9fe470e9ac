"""The three files of the page, put together once from what is bundled and what is said."""

import json
from typing import Final

from moedeapp import resources
from moedeapp.web import words

SCRIPTS: Final = (
    "kept.js", "dom.js", "link.js", "slip.js", "ideas.js", "vote.js", "result.js", "witness.js",
    "page.js",
)  # fmt: skip
"""The parts of the one script, in the order they are joined."""


def files() -> dict[str, tuple[bytes, str]]:
    """Content and media type by path."""
    return {
        "/": (_page(), "text/html; charset=utf-8"),
        "/moede.css": (resources.text("web", "moede.css").encode(), "text/css; charset=utf-8"),
        "/moede.js": (_script(), "text/javascript; charset=utf-8"),
    }


def _page() -> bytes:
    page = resources.text("web", "page.html")
    for name, text in words.fallbacks().items():
        page = page.replace(f"<!--{name}-->", text)
    return page.encode()


def _script() -> bytes:
    said = json.dumps(words.all_words(), ensure_ascii=False, separators=(",", ":"))
    # Inside a script these two end a line where JSON allows them.
    said = said.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    parts = [_without_remarks(resources.text("web", "script", name)) for name in SCRIPTS]
    return "\n".join(['"use strict";(function(){', f"var WORDS={said};", *parts, "}());"]).encode()


def _without_remarks(script: str) -> str:
    """A script as phones need it: no lines that are remarks, and nothing in front of a line."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
