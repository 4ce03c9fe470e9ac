"""Minutes, reservations and minority statements; they can be typed at any time."""

from dataclasses import replace
from typing import cast

from moedeapp.model.draft import Draft, clean_words, command
from moedeapp.model.meeting import Note, NoteKind, Phase


@command()
def add(
    draft: Draft, words: str, kind: NoteKind = NoteKind.MINUTES, phase: Phase | None = None
) -> str:
    """Write a note to a phase, by default the present one; gives its key."""
    note = Note(
        id=draft.source.new_key(),
        number=draft.next_number("notes"),
        phase=phase or draft.meeting.stage.phase,
        kind=kind,
        words=clean_words("note", words),
        at=draft.now(),
    )
    draft.put("notes", note)
    draft.record(note=note.number, kind=kind.value)
    return note.id


@command()
def reword(draft: Draft, note: str, words: str) -> None:
    """Word a note anew."""
    before = _note(draft, note)
    draft.put("notes", replace(before, words=clean_words("note", words)))
    draft.record(note=before.number)


@command()
def remove(draft: Draft, note: str) -> None:
    """Take a note away."""
    draft.record(note=_note(draft, note).number)
    draft.drop("notes", note)


def _note(draft: Draft, key: str) -> Note:
    return cast(Note, draft.known("notes", key))
