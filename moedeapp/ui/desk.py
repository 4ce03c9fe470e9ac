"""What the pages work on: the meeting as it is, and the one way to change it."""

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal

from moedeapp.model.changes import Change
from moedeapp.model.document import Document
from moedeapp.model.draft import Command
from moedeapp.model.errors import MoedeError
from moedeapp.model.meeting import Meeting, Question, ordered
from moedeapp.texts import _, act, explain
from moedeapp.ui.bridge import Bridge
from moedeapp.ui.errand import Errand
from moedeapp.ui.phones import Phones, Serve
from moedeapp.ui.prints import Load
from moedeapp.ui.settings import Settings
from moedeapp.ui.showing import Showing

R = TypeVar("R")


class Desk(QObject):
    """One open meeting in a window.

    `changed` carries the changes of the model; `troubled` tells that nothing can be kept, or that
    it can again; `refused` a sentence about an act that was not
    done, `told` one about something that was; `offered` one with the words of a button
    for what may come next, and what that does; `asked` a sentence, the words of the button that
    agrees, and what to do then. `protocol_wanted` asks the window to make the protocol,
    `protocol_outdated` to do so at once, for what lies there says what is no longer so,
    `phones_wanted` to show how phones come in.
    """

    changed: Final = Signal(object)
    troubled: Final = Signal()
    refused: Final = Signal(str)
    told: Final = Signal(str)
    offered: Final = Signal(str, str, object)
    asked: Final = Signal(str, str, object)
    protocol_wanted: Final = Signal()
    protocol_outdated: Final = Signal()
    phones_wanted: Final = Signal()

    def __init__(
        self,
        document: Document,
        settings: Settings,
        parent: QObject | None = None,
        *,
        serve: Serve | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.settings = settings
        self.showing = Showing(self)
        self.prints: Load | None = None
        """loads what prints sheets; None where nothing can be printed"""
        self.phones = Phones(document, settings, self.showing, serve, parent=self)
        self.phones.warned.connect(self.refused)
        self.phones.told.connect(self.told)
        self.latest = ""
        """the last act in this window, in words"""
        self._question: str | None = None
        self._errand = Errand(self)
        self._errand.done.connect(lambda then: then())
        self._errand.failed.connect(self._aside_failed)
        self._bridge = Bridge(document, self)
        self._bridge.changed.connect(self._pass_on)
        self._bridge.troubled.connect(self._tell_of_trouble)

    def close(self) -> None:
        """Keep phones out, let what is under way end, and stop following the meeting."""
        self.phones.stop()
        self._errand.wait()
        self._bridge.close()

    def _pass_on(self, changes: tuple[Change, ...]) -> None:
        self.phones.follow()
        self.changed.emit(changes)

    def _tell_of_trouble(self) -> None:
        """Say what nobody at this computer may have noticed: a phone's act was not kept."""
        trouble = self.document.trouble
        if trouble is None:
            self.told.emit(_("The meeting can be saved again, and phones go on by themselves."))
        else:
            self.refused.emit(explain(trouble))
        self.troubled.emit()

    @property
    def state(self) -> Meeting:
        """The meeting as it is now."""
        return self.document.state

    # --- acting

    def do(self, command: Command[R], then: Callable[[R], None] | None = None) -> bool:
        """Apply a command; whether it was done. What it gives goes to `then`."""
        try:
            given = self.document.apply(command)
        except MoedeError as error:
            self.refused.emit(explain(error))
            return False
        self.latest = act(command.name)
        if then is not None:
            then(given)
        return True

    def aside(self, told: str, work: Callable[[], Callable[[], object]]) -> None:
        """Say `told` and do long work beside the window; what it gives is called here at its end.

        A MoedeError in it is said, as one of an act is.
        """
        if self._errand.running:
            self.refused.emit(_("Something else is still being made. Try again in a moment."))
            return
        self.told.emit(told)
        self._errand.start(work)

    def _aside_failed(self, error: Exception) -> None:
        if not isinstance(error, MoedeError):
            raise error
        self.refused.emit(explain(error))

    def undo(self) -> None:
        """Take the last act back, or say why not."""
        self._travel(self.document.undo, _("undone: {act}"))

    def redo(self) -> None:
        """Do again what was undone, or say why not."""
        self._travel(self.document.redo, _("done again: {act}"))

    def _travel(self, way: Callable[[], str], words: str) -> None:
        try:
            name = way()
        except MoedeError as error:
            self.refused.emit(explain(error))
            return
        self.latest = words.format(act=act(name))

    # --- the question in hand

    @property
    def question(self) -> Question | None:
        """The question the pages are about; the first one unless another was chosen."""
        questions = ordered(self.state.questions)
        chosen = self.state.questions.get(self._question or "")
        return chosen or (questions[0] if questions else None)

    @property
    def question_key(self) -> str | None:
        """The key of that question."""
        return self.question.id if self.question else None

    def turn_to(self, question: str) -> None:
        """Let the pages be about another question."""
        self._question = question
        row = self.state.questions[question]
        self.changed.emit((Change("questions", question, row, row),))
