"""Keeps the translations: takes messages out of the code, keeps the Danish, compiles it.

``python packaging/catalogue.py`` updates ``resources/locale/da`` and ends with 1 when a message
has no Danish yet. Nothing that changes by itself (dates, line numbers) is written.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "moedeapp"
DANISH = ROOT / "resources" / "locale" / "da" / "LC_MESSAGES" / "moedeapp.po"

KEYWORDS = {
    "_": None,
    "mark": None,
    "ngettext": (1, 2),
    "mark_forms": (1, 2),
    "pgettext": ((1, "c"), 2),
}
"""The functions of `moedeapp.texts` and which of their arguments are messages."""

HEADERS = {
    "Language": "da",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}


class Plain(Catalog):
    """A catalogue whose head holds what gettext needs and nothing else."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The head, the same every day."""
        return list(HEADERS.items())


def extracted(code: Path = CODE) -> Plain:
    """Every message of the Python files below a folder, without translations."""
    found = Plain(locale="da")
    for _file, _line, message, _comments, context in extract_from_dir(
        code, [("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True
    ):
        found.add(message, context=context)
    return found


def read(file: Path) -> Catalog:
    """A catalogue of translations; an empty one when there is no file yet."""
    if not file.exists():
        return Catalog(locale="da")
    with file.open("rb") as lines:
        return read_po(lines, locale="da")


def merged(messages: Catalog, translated: Catalog) -> Plain:
    """The messages with their translations; what no message asks for any more falls away."""
    result = Plain(locale="da")
    for message in entries(messages):
        old = translated.get(message.id, message.context)
        if old is None or old.pluralizable != message.pluralizable:
            empty = ("", "") if message.pluralizable else ""
            result.add(message.id, empty, context=message.context)
        else:
            result.add(
                message.id,
                old.string,
                flags=old.flags,
                user_comments=old.user_comments,
                context=message.context,
            )
    return result


def entries(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the head."""
    return (message for message in catalogue if message.id)


def missing(catalogue: Catalog) -> list[Message]:
    """Messages with a form that has no Danish, or one that is only a guess."""
    return [
        message for message in entries(catalogue) if message.fuzzy or not all(forms(message.string))
    ]


def forms(words: str | Iterable[str] | None) -> tuple[str, ...]:
    """One or several forms of a message or its translation, as several."""
    return (words,) if isinstance(words, str) else tuple(words or ())


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as people edit it, sorted by message."""
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in HEADERS.items())
    body = io.BytesIO()
    write_po(body, catalogue, width=100, no_location=True, omit_header=True, sort_output=True)
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + body.getvalue().rstrip(b"\n") + b"\n"


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def main() -> int:
    """Update and compile the Danish; 0 when it is complete."""
    catalogue = merged(extracted(), read(DANISH))
    DANISH.parent.mkdir(parents=True, exist_ok=True)
    DANISH.write_bytes(as_po(catalogue))
    DANISH.with_suffix(".mo").write_bytes(as_mo(catalogue))
    lacking = missing(catalogue)
    for message in lacking:
        sys.stdout.write(f"No Danish: {forms(message.id)[0]}\n")
    sys.stdout.write(f"{len(list(entries(catalogue)))} messages, {len(lacking)} without Danish\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
