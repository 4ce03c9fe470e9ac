"""The bar that floats below the board: what is done most, each with its key."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from moedeapp.texts import _
from moedeapp.ui.board.acts import Acts
from moedeapp.ui.board.camera import Camera
from moedeapp.ui.labels import button, row


class Bar(QFrame):
    """Buttons for the board and its list; `turn` changes between the two."""

    def __init__(
        self,
        acts: Acts,
        camera: Camera,
        suggest: Callable[[], object],
        tidy: Callable[[], object],
        search: Callable[[], object],
        turn: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setProperty("look", "bar")
        self._camera = camera
        self._smaller = _small("–", _("Smaller"), lambda: camera.step(-1))
        self._larger = _small("+", _("Larger"), lambda: camera.step(1))
        self._size = _small("", "", self._turn_size)
        self._size.setFixedWidth(self._size.fontMetrics().horizontalAdvance("000 %") + 26)
        self._size.setToolTip(_("The whole board, or its full size"))
        self._tidy = button(_("Tidy up"), tidy)
        self.turn = button("", turn)
        zoom = row(self._smaller, self._size, self._larger, gap=2)
        self._texts = {
            button(_("Theme"), acts.ask_theme): "T",
            button(_("Suggest themes"), suggest): "",
            button(_("Merge"), acts.ask_to_merge): "M",
            self._tidy: "",
            button(_("Search"), search): "Ctrl+F",
        }
        line = row(*self._texts, zoom, self.turn, gap=6)
        line.setContentsMargins(8, 7, 8, 7)
        self.setLayout(line)
        # The board keeps the focus, so that the arrows go on after a click.
        for made in self.findChildren(QPushButton):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        camera.moved.connect(self.show_size)
        self.show_keys(shown=True)
        self.show_size()

    def show_keys(self, *, shown: bool) -> None:
        """Show the keys beside the words, where there is room."""
        for made, key in self._texts.items():
            made.setText(
                f"{made.accessibleName()}  {key}" if shown and key else made.accessibleName()
            )

    def fit(self) -> None:
        """Be as large as the words are now."""
        laid = self.layout()
        if laid is not None:
            laid.invalidate()
            laid.activate()
        self.adjustSize()

    def follow(self, *, as_list: bool) -> None:
        """Offer what goes with the board, or with its list."""
        for made in (self._smaller, self._size, self._larger, self._tidy):
            made.setVisible(not as_list)
        words = _("Board") if as_list else _("List")
        self.turn.setText(words)
        self.turn.setAccessibleName(words)
        self.turn.setToolTip("Ctrl+L")
        self.fit()

    def show_size(self) -> None:
        """Say how large the board is seen."""
        words = _("{percent} %").format(percent=round(self._camera.scale * 100))
        if self._size.text() != words:
            self._size.setText(words)
            self._size.setAccessibleName(_("Size {percent} %").format(
                percent=round(self._camera.scale * 100)
            ))  # fmt: skip

    def _turn_size(self) -> None:
        if abs(self._camera.scale - self._camera.whole_scale()) < 0.005:
            self._camera.zoom(1.0)
        else:
            self._camera.show_whole()


def _small(text: str, name: str, act: Callable[[], object]) -> QPushButton:
    made = button(text, act, "slim")
    made.setAccessibleName(name)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made
