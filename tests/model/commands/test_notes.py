import pytest

from moedeapp.model.commands import notes
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, Unknown
from moedeapp.model.meeting import NoteKind, Phase


def test_a_note_belongs_to_the_present_phase_unless_another_is_named(collecting: Document) -> None:
    here = collecting.apply(notes.add("Nu"))
    there = collecting.apply(notes.add("Før", NoteKind.RESERVATION, Phase.WELCOME))
    found = [collecting.state.notes[key] for key in (here, there)]
    assert [(n.number, n.phase, n.kind) for n in found] == [
        (1, Phase.IDEAS, NoteKind.MINUTES),
        (2, Phase.WELCOME, NoteKind.RESERVATION),
    ]


def test_a_note_has_words_and_must_be_there(collecting: Document) -> None:
    key = collecting.apply(notes.add("Nu"))
    for act in (notes.add(" "), notes.reword(key, "")):
        with pytest.raises(BadValue):
            collecting.apply(act)
    collecting.apply(notes.remove(key))
    for act in (notes.reword(key, "x"), notes.remove(key)):
        with pytest.raises(Unknown):
            collecting.apply(act)


def test_the_number_of_a_removed_note_is_not_given_again(collecting: Document) -> None:
    collecting.apply(notes.remove(collecting.apply(notes.add("Nu"))))
    key = collecting.apply(notes.add("Igen"))
    assert collecting.state.notes[key].number == 2
