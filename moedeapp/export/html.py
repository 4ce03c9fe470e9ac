"""The protocol as one page for a browser or a word processor; it calls nothing and runs nothing."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import singledispatch
from html import escape
from typing import Final

from PIL import Image

from moedeapp import qr, resources
from moedeapp.export import blocks, logo
from moedeapp.export.blocks import Minutes, Voice
from moedeapp.export.signs import shown
from moedeapp.texts import _

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="author" content="{author}">
<meta name="description" content="{subject}">
<meta name="keywords" content="{keywords}">
<meta name="generator" content="MødeApp {version}">
<meta name="dcterms.created" content="{made}">
<title>{title}</title>
<style>
{style}</style>
<style>@page {{ @bottom-left {{ content: {foot_printed}; }} }}</style>
</head>
<body>
<main>
{warning}{main}</main>
<footer><p>{foot}</p></footer>
</body>
</html>
"""

_CLASSES: Final = {
    Voice.STRONG: "strong",
    Voice.QUIET: "quiet",
    Voice.CITIZEN: "citizen",
}
_FEW: Final = 4
"""Headings from which on a list of contents helps."""

_SQUARE: Final = 4
"""Dots of a picture for one square of a QR code."""


def page(minutes: Minutes, *, contents: bool = True) -> bytes:
    """The page in UTF-8, with a list of its headings; the same minutes, the same bytes."""
    return _PAGE.format(
        language=_said(minutes.language),
        author=_said(minutes.author),
        subject=_said(minutes.subject),
        keywords=_said(minutes.keywords),
        version=_said(minutes.software_version),
        made=minutes.made_at.isoformat(timespec="seconds"),
        title=_said(minutes.title),
        style=resources.text("export", "protocol.css"),
        foot_printed=_in_style(minutes.foot),
        warning=f'<p class="warning">{_said(minutes.warning)}</p>\n' if minutes.warning else "",
        main="".join(_main(minutes.blocks, contents=contents)),
        foot=_said(minutes.foot),
    ).encode()


def _main(found: Iterable[blocks.Block], *, contents: bool) -> Iterator[str]:
    headings = [block for block in found if isinstance(block, blocks.Heading)]
    keys = {id(block): f"s{number}" for number, block in enumerate(headings, 1)}
    above = ""
    for block in found:
        if isinstance(block, blocks.Heading):
            above = block.words
        if isinstance(block, blocks.Table | blocks.Listing):
            # A wide table moves inside its frame, which the keyboard can reach.
            yield f'<div class="wide" role="group" tabindex="0" aria-label="{_said(above)}">\n'
            yield from _written(block, "")
            yield "</div>\n"
        else:
            yield from _written(block, keys.get(id(block), ""))
        if isinstance(block, blocks.Title) and contents:
            yield from _contents((b.words, keys[id(b)]) for b in headings if b.level == 1)


def _contents(headings: Iterable[tuple[str, str]]) -> Iterator[str]:
    found = list(headings)
    if len(found) < _FEW:
        return
    label = _said(_("Contents"))
    yield f'<nav aria-label="{label}">\n<p class="strong">{label}</p>\n<ul>\n'
    for words, key in found:
        yield f'<li><a href="#{key}">{_said(words)}</a></li>\n'
    yield "</ul>\n</nav>\n"


# --- words


def _said(text: str) -> str:
    """Words as the page holds them: nothing in them is markup."""
    return escape(shown(text))


def _lines(text: str) -> str:
    return "<br>\n".join(_said(line) for line in shown(text).split("\n"))


def _in_style(text: str) -> str:
    """Words as a style sheet holds them, every sign by its code but letters and digits."""
    return '"{}"'.format(
        "".join(sign if sign.isalnum() else f"\\{ord(sign):06x}" for sign in shown(text))
    )


def _part(part: blocks.Words | blocks.Bar) -> str:
    if isinstance(part, blocks.Bar):
        share = f"{100 * part.share:.1f}%"
        return (
            f'<span class="bar" role="img" aria-label="{_said(part.says)}">'
            f'<span style="width: {share}"></span></span>'
        )
    words = _lines(part.text)
    if part.address:
        words = f'<a href="{_said(part.address)}">{words}</a>'
    kind = _CLASSES.get(part.voice)
    return f'<span class="{kind}">{words}</span>' if kind else words


def _cell(cell: blocks.Cell) -> str:
    """What stands in a cell; several parts stand under each other."""
    if len(cell) == 1:
        return _part(cell[0])
    return "".join(
        _part(part) if isinstance(part, blocks.Bar) else f"<p>{_part(part)}</p>" for part in cell
    )


# --- blocks


@singledispatch
def _written(block: blocks.Block, key: str) -> Iterable[str]:
    raise TypeError(type(block))


@_written.register
def _title(block: blocks.Title, _key: str) -> Iterable[str]:
    yield "<header>\n"
    image = logo.picture(block.logo) if block.logo else None
    if image:
        yield _image(image, block.logo_says, "logo")
    if block.above:
        yield f'<p class="quiet">{_said(block.above)}</p>\n'
    yield f"<h1>{_said(block.words)}</h1>\n"
    yield f'<p class="advisory">{_said(block.below)}</p>\n</header>\n'


@_written.register
def _heading(block: blocks.Heading, key: str) -> Iterable[str]:
    level = block.level + 1
    apart = ' class="page"' if block.new_page else ""
    yield f'<h{level} id="{key}"{apart}>{_said(block.words)}</h{level}>\n'


@_written.register
def _paragraph(block: blocks.Paragraph, _key: str) -> Iterable[str]:
    kind = _CLASSES.get(block.voice)
    named = f' class="{kind}"' if kind else ""
    yield f"<p{named}>{_lines(block.words)}</p>\n"


@_written.register
def _facts(block: blocks.Facts, _key: str) -> Iterable[str]:
    if not block.rows:
        return
    yield '<table class="facts">\n<tbody>\n'
    for label, cell in block.rows:
        yield f'<tr><th scope="row">{_said(label)}</th><td>{_cell(cell)}</td></tr>\n'
    yield "</tbody>\n</table>\n"


@_written.register
def _table(block: blocks.Table, _key: str) -> Iterable[str]:
    yield "<table>\n" + _head((c.title, c.right) for c in block.columns)
    for row in block.rows:
        yield "<tr>"
        for place, (cell, column) in enumerate(zip(row, block.columns, strict=True)):
            named = place == block.named_by
            tag, scope = ("th", ' scope="row"') if named else ("td", "")
            yield f"<{tag}{scope}{_side(column.right)}>{_cell(cell)}</{tag}>"
        yield "</tr>\n"
    yield "</tbody>\n</table>\n"


@_written.register
def _listing(block: blocks.Listing, _key: str) -> Iterable[str]:
    titles = [(title, place > 0) for place, title in enumerate(block.titles)]
    yield '<table class="listing">\n' + _head(titles)
    for first, *others in block.entries:
        cells = "".join(f'<td class="right">{_said(other)}</td>' for other in others)
        yield f'<tr><th scope="row">{_said(first)}</th>{cells}</tr>\n'
    yield "</tbody>\n</table>\n"


def _head(titles: Iterable[tuple[str, bool]]) -> str:
    cells = "".join(f'<th scope="col"{_side(right)}>{_said(t)}</th>' for t, right in titles)
    return f"<thead>\n<tr>{cells}</tr>\n</thead>\n<tbody>\n"


def _side(right: bool) -> str:
    return ' class="right"' if right else ""


@_written.register
def _code(block: blocks.Code, _key: str) -> Iterable[str]:
    squares = qr.squares(block.text)
    image = Image.new("1", (len(squares) + 2 * qr.QUIET,) * 2, 1)
    for down, row in enumerate(squares, qr.QUIET):
        for along, dark in enumerate(row, qr.QUIET):
            image.putpixel((along, down), not dark)
    large = image.resize((image.width * _SQUARE, image.height * _SQUARE), Image.Resampling.NEAREST)
    yield "<figure>\n" + _image(large, block.says, "code")
    yield f"<figcaption>{_said(block.caption)}</figcaption>\n</figure>\n"


def _image(image: Image.Image, says: str, kind: str) -> str:
    data = b64encode(logo.png(image)).decode()
    return (
        f'<img class="{kind}" src="data:image/png;base64,{data}" alt="{_said(says)}" '
        f'width="{image.width}" height="{image.height}">\n'
    )
