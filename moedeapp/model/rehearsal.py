"""A rehearsal (Generalprøve): the whole evening on a copy, from which nothing becomes a record."""

from pathlib import Path

from moedeapp.model import store
from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.errors import FileExists


def copy(document: Document, path: Path) -> None:
    """Save a copy to rehearse with at `path`, which is marked before it is there.

    Ballots of an open round are left out. Raises FileExists and CannotWrite.
    """
    if path.exists():
        raise FileExists(path)
    with store.beside(path) as temporary:
        document.copy(temporary)
        with Document.open(temporary) as rehearsal:
            rehearsal.apply(evening.mark_rehearsal())
