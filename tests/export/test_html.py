"""The protocol as a page: whole, in order, inert."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from moedeapp.export import fingerprint, html
from moedeapp.export.blocks import Minutes
from moedeapp.texts import use
from tests.export import evenings

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)> & &amp; &#60;b&#62;',
    "</td></tr></table></main><h1>Overtaget</h1>",
    "javascript:alert(1) {color:red} </style><!-- -->",
    "\u202eomvendt \x00\x07 linje et\n\nlinje tre\r\nlinje fire",
)
VOID = {"meta", "img", "br"}


class Reader(HTMLParser):
    """What a screen reader meets: tags, words, and words in place of pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.said: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.tables: list[list[list[tuple[str, str, str]]]] = []
        self.title = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.append((tag, told))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append((tag, told.get("scope", ""), ""))
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        elif tag == "br":
            self.handle_data("\n")
        if self._read:
            self.said += [told[name] for name in ("alt", "aria-label") if name in told]

    @property
    def _read(self) -> bool:
        """Whether this is the protocol itself, not its list of contents or a frame's name."""
        return "main" in self.open and "nav" not in self.open and self.tags[-1][0] != "div"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"]:
            self.title += data
        if self._read or ("main" in self.open and "nav" not in self.open and data.strip()):
            self.said.append(data)
        if self.open and re.fullmatch("h[1-6]", self.open[-1]):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)
        if {"td", "th"} & set(self.open):
            tag, scope, words = self.tables[-1][-1][-1]
            self.tables[-1][-1][-1] = (tag, scope, words + data)


def read(minutes: Minutes) -> Reader:
    return Reader(html.page(minutes).decode())


def logo() -> bytes:
    made = BytesIO()
    Image.new("RGBA", (300, 100), (10, 90, 120, 128)).save(made, "PNG")
    return made.getvalue()


@pytest.fixture(params=["whole", "empty", "hostile", "logo", "voted", "English"])
def minutes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Minutes]:
    whole = evenings.whole_evening()
    match request.param:
        case "empty":
            yield evenings.protocol(evenings.saying([]))
        case "hostile":
            yield evenings.protocol(evenings.saying(HOSTILE))
        case "logo":
            organisation = replace(whole.organisation, logo=logo())
            yield evenings.protocol(replace(whole, organisation=organisation))
        case "voted":
            yield evenings.voted(tmp_path / "møde.moede").protocol()
        case "English":
            use("en")
            yield evenings.protocol(whole)
            use("da")
        case _:
            yield evenings.protocol(whole)


def test_the_page_says_every_word_of_the_protocol_in_its_order(minutes: Minutes) -> None:
    assert fingerprint.of_text(read(minutes).said) == fingerprint.of_blocks(minutes.blocks)


def test_headings_go_down_one_level_at_a_time_and_begin_with_the_title(minutes: Minutes) -> None:
    levels = [level for level, _words in read(minutes).headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_every_table_has_headings_above_and_one_in_each_row(minutes: Minutes) -> None:
    for head, *rows in read(minutes).tables:
        if head[0][:2] == ("th", "row"):
            # Labels and what belongs to them: each row begins with its own heading.
            assert {tuple(cell[:2] for cell in row) for row in (head, *rows)} == {
                (("th", "row"), ("td", ""))
            }
            continue
        assert [(tag, scope) for tag, scope, _words in head] == [("th", "col")] * len(head)
        for row in rows:
            assert len(row) == len(head)
            assert [scope for tag, scope, _words in row if tag == "th"] == ["row"]


def test_the_page_tells_its_language_and_title_and_calls_nobody(minutes: Minutes) -> None:
    page = read(minutes)
    assert page.tags[0] == ("html", {"lang": minutes.language})
    assert page.title == minutes.title
    assert "script" not in {tag for tag, _told in page.tags}
    allowed = {"href": ("#", "https://kommune.example/"), "src": ("data:image/png;base64,",)}
    for _tag, told in page.tags:
        assert not [name for name in told if name.startswith("on")]
        for name, beginnings in allowed.items():
            assert name not in told or told[name].startswith(beginnings)
    style = html.page(minutes).decode().partition("<style>")[2].rpartition("</style>")[0]
    assert not re.search(r"url\(|@import|expression", style)


def test_hostile_words_stand_there_as_they_were_said() -> None:
    page = read(evenings.protocol(evenings.saying(HOSTILE)))
    ideas = next(table for table in page.tables if len(table) == 1 + len(HOSTILE))
    said = [row[1][2] for row in ideas[1:]]
    expected = [f"»{words}«" for words in HOSTILE[:-1]]
    expected.append("»[U+202E]omvendt [U+0000][U+0007] linje et\n\n\n\nlinje tre\n\nlinje fire«")
    assert said == expected


def test_a_rehearsal_says_so_at_the_head_and_on_every_printed_page() -> None:
    minutes = evenings.protocol(evenings.rehearsing(evenings.whole_evening()))
    page = html.page(minutes).decode()
    assert '<main>\n<p class="warning">Generalprøve' in page
    assert 'content: "Generalprøve' in page


def test_the_same_protocol_is_the_same_page_every_time(minutes: Minutes) -> None:
    assert html.page(minutes) == html.page(minutes)


def test_a_picture_that_is_none_is_left_out() -> None:
    whole = evenings.whole_evening()
    broken = replace(whole.organisation, logo=b"\x89PNG no")
    page = read(evenings.protocol(replace(whole, organisation=broken)))
    assert [told["class"] for tag, told in page.tags if tag == "img"] == ["code"]
