"""What a typed idea looks like among those that are here, and putting like with like at once."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from moedeapp.model.board import in_play, lead_of
from moedeapp.model.changes import Change
from moedeapp.model.commands import ideas
from moedeapp.model.meeting import Idea, IdeaState
from moedeapp.model.similar import Index
from moedeapp.texts import _
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import OneLine, button, row
from moedeapp.ui.paper import origin

_SHORTEST: Final = 4
"""Letters before a typed idea is compared with the others."""

_FEW_WORDS: Final = 3
_UNSEEN: Final = (IdeaState.HIDDEN, IdeaState.WITHDRAWN)


class Likeness:
    """The words of the question's ideas, kept by what changes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._index = Index()
        self._texts: dict[str, str] = {}
        self._missed: set[str] | None = None
        """the ideas to look at before the next answer; None for all of them"""

    def follow(self, changes: Sequence[Change]) -> None:
        """Know of changes, without any of everything; read only when somebody asks."""
        if not changes or any(change.kind == "questions" for change in changes):
            self._missed = None
        elif self._missed is not None:
            self._missed |= {change.key for change in changes if change.kind == "ideas"}

    def _catch_up(self) -> None:
        held, question = self._desk.state.ideas, self._desk.question_key
        keys = {*self._texts, *held} if self._missed is None else self._missed
        for key in sorted(keys, key=lambda key: held[key].number if key in held else 0):
            self._put(key, held.get(key), question)
        self._missed = set()

    def _put(self, key: str, idea: Idea | None, question: str | None) -> None:
        text = idea.text if idea and self._wants(idea, question) else None
        before = self._texts.get(key)
        if text == before:
            return
        if text is None:
            self._index.remove(key)
            del self._texts[key]
            return
        if before is None:
            self._index.add(key, text)
        else:
            self._index.replace(key, text)
        self._texts[key] = text

    def _wants(self, idea: Idea, question: str | None) -> bool:
        return not idea.masked and idea.state not in _UNSEEN and idea.question == question

    def of(self, text: str, besides: str = "", at_least: float = 0.6) -> Idea | None:
        """The idea most like a text; None when there is none, or too little to compare."""
        if len(text.strip()) < _SHORTEST:
            return None
        self._catch_up()
        found = self._index.alike(text, limit=1, at_least=at_least, besides=(besides,))
        return self._desk.state.ideas.get(found[0].key) if found else None


class Hint(QWidget):
    """One quiet line below the typing: what is alike, or how an idea is understood tomorrow."""

    def __init__(self, desk: Desk, likeness: Likeness) -> None:
        super().__init__()
        self._desk = desk
        self._likeness = likeness
        self._alike: str | None = None
        """the idea that what is typed looks like"""
        self._added: tuple[str, str] | None = None
        """the idea added last, and the one it looks like"""
        self.words = OneLine("quiet")
        self.together = button("", self.merge_added, "plain", key="Ctrl+M")
        line = row(self.words, self.together, gap=8)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.setFixedHeight(34)
        self.typed("")

    def typed(self, text: str) -> None:
        """Say something about what is typed now."""
        alike = self._likeness.of(text)
        self._alike = alike.id if alike else None
        if alike:
            self._say(self._looks_like(alike), _("Add and merge") if self._may(alike) else "")
        elif text.strip() and len(text.split()) < _FEW_WORDS:
            self._say(_("Better with three words or more: What? Why? Where?"))
        elif text.strip() or not self._tell_added():
            self._say(_("What? Why? Where?") if not text.strip() else "")

    def added(self, key: str) -> None:
        """Say what the idea looks like that was just added."""
        self._added = (key, self._alike) if self._alike else None
        self._alike = None

    @property
    def waits(self) -> bool:
        """Whether what is typed looks like an idea that it can be merged with."""
        alike = self._desk.state.ideas.get(self._alike or "")
        return alike is not None and self._may(alike)

    def merge_added(self) -> None:
        """Let the idea that was added last count as part of the one it looks like."""
        pair = self._pair()
        if pair is None:
            return
        new, lead = pair
        if self._desk.do(ideas.merge([new.id], lead.id)):
            self._added = None
            self._say(
                _("No. {new} is part of no. {lead} now. Both wordings are kept.").format(
                    new=new.number, lead=lead.number
                )
            )

    def _pair(self) -> tuple[Idea, Idea] | None:
        """The idea added last and the lead it may join, while both are as they were."""
        held = self._desk.state.ideas
        new, alike = (held.get(key) for key in self._added or ("", ""))
        if new is None or alike is None or new.merged_into is not None or not self._may(alike):
            return None
        return new, lead_of(held, alike)

    def _tell_added(self) -> bool:
        pair = self._pair()
        if pair is None:
            return False
        new, lead = pair
        self._say(
            _("No. {new} looks like {old}").format(new=new.number, old=self._named(lead)),
            _("Merge"),
        )
        return True

    def _may(self, alike: Idea) -> bool:
        lead = lead_of(self._desk.state.ideas, alike)
        return in_play(lead) or (lead.state is IdeaState.READY and not lead.masked)

    def _looks_like(self, idea: Idea) -> str:
        return _("Looks like {old}").format(old=self._named(idea))

    def _named(self, idea: Idea) -> str:
        """An idea by number and words; without them while it is held back."""
        said = _("no. {n}").format(n=idea.number)
        if idea.state is not IdeaState.READY:
            said = _("no. {n}: “{words}”").format(n=idea.number, words=" ".join(idea.text.split()))
        return f"{said} ({origin(idea)})" if origin(idea) else said

    def _say(self, words: str, act: str = "") -> None:
        self.words.setText(words)
        self.together.setVisible(bool(act))
        self.together.setText(f"{act}  Ctrl+M")
        self.together.setAccessibleName(act or _("Merge"))
