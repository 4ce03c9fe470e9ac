"""One sum for all the words of a protocol, the same whether they are read from blocks or paper."""

import re
from collections.abc import Iterable
from functools import singledispatch
from hashlib import sha256
from typing import Final

from moedeapp.export.blocks import (
    Block,
    Cell,
    Code,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Table,
    Title,
    Words,
)

_NAMED: Final = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
"""How paper names a sign that no font of its has."""

_HIGHEST: Final = 0x10FFFF


def bare(texts: Iterable[str]) -> str:
    """Words put together without any space, and with signs in place of their names."""
    return "".join(_NAMED.sub(_sign, "".join(texts)).split())


def of_text(texts: Iterable[str]) -> str:
    """The SHA-256 of words, whatever the spaces between them and the signs a font has not got."""
    return sha256(bare(texts).encode("utf-8", "surrogatepass")).hexdigest()


def of_blocks(blocks: Iterable[Block]) -> str:
    """The sum of all words of the blocks, in the order they are read."""
    return of_text(text for block in blocks for text in _said(block))


def _sign(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code <= _HIGHEST else found[0]


@singledispatch
def _said(block: Block) -> Iterable[str]:
    raise TypeError(type(block))


@_said.register
def _title(block: Title) -> Iterable[str]:
    return block.logo_says if block.logo else "", block.above, block.words, block.below


@_said.register(Heading)
@_said.register(Paragraph)
def _running(block: Heading | Paragraph) -> Iterable[str]:
    return (block.words,)


@_said.register
def _facts(block: Facts) -> Iterable[str]:
    for label, cell in block.rows:
        yield label
        yield from _cell(cell)


@_said.register
def _table(block: Table) -> Iterable[str]:
    yield from (column.title for column in block.columns)
    for row in block.rows:
        for cell in row:
            yield from _cell(cell)


@_said.register
def _listing(block: Listing) -> Iterable[str]:
    yield from block.titles
    for entry in block.entries:
        yield from entry


@_said.register
def _code(block: Code) -> Iterable[str]:
    return block.says, block.caption


def _cell(cell: Cell) -> Iterable[str]:
    return (part.text if isinstance(part, Words) else part.says for part in cell)
