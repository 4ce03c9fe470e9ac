"""Which language is spoken now, and gettext in that language."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from typing import Final

from moedeapp import resources
from moedeapp.model.errors import BadValue

LANGUAGES: Final = ("da", "en")
"""Danish comes first and is the default; English is what the messages are written in."""

VARIABLE: Final = "MOEDE_LANGUAGE"
"""The environment variable that chooses the language, before any setting."""

_spoken: Final[ContextVar[str]] = ContextVar("spoken", default=LANGUAGES[0])


def spoken() -> str:
    """The language spoken now, ``da`` or ``en``; every new thread starts in Danish."""
    return _spoken.get()


def asked() -> str:
    """The language the environment asks for; empty when it asks for none that is known."""
    language = os.environ.get(VARIABLE, "")
    return language if language in LANGUAGES else ""


def use(language: str) -> None:
    """Speak this language from now on; BadValue when there is no such language."""
    _spoken.set(_known(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language inside a ``with``, e.g. for a protocol in English."""
    token = _spoken.set(_known(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise BadValue("language", language, "not_allowed")
    return language


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    file = resources.path("locale", language, "LC_MESSAGES", "moedeapp.mo")
    with file.open("rb") as catalogue:
        return GNUTranslations(catalogue)


def _(message: str) -> str:
    """The message in the language spoken now; nothing for nothing."""
    return _catalogue(_spoken.get()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The message in the form that fits the count."""
    return _catalogue(_spoken.get()).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """The message where one English word needs several Danish ones."""
    return _catalogue(_spoken.get()).pgettext(context, message)


def mark(message: str) -> str:
    """The message itself: put into the catalogue now, translated where it is shown."""
    return message


def mark_forms(singular: str, plural: str) -> tuple[str, str]:
    """Both forms of a message, put into the catalogue now and translated where they are shown."""
    return singular, plural
