"""On the screen, too, nobody can know a sum before the seal: two evenings that differ in every dot
look alike, whatever the window says in words, tool tips, tables and to screen readers."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from moedeapp.model.commands import ballots, evening, rounds, slips, themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import Channel, Phase, Rejection
from tests.model.evenings import proposal_keys, ticking_source
from tests.ui.phases.votes import key_in
from tests.ui.test_window import said

ORDERS = ((0, 1, 2), (2, 0, 1))


def standing_still():
    """Keys that repeat, at a moment that does not pass, so that no clock makes a difference."""
    source = ticking_source("same")
    now = source.now()
    return replace(source, now=lambda: now)


class Look:
    """One evening in a window, with the dots of the same hands placed in one order."""

    def __init__(self, folder: Path, order, show, qtbot, closed: bool, codes=()) -> None:
        self.document = Document.create(
            folder / "møde.moede", source=standing_still(), words="Hvad nu?"
        )
        self.qtbot = qtbot
        apply = self.document.apply
        apply(evening.leave_unresolved())
        apply(evening.go_to(Phase.THEMES))
        keys = [apply(themes.add(f"Tema {letter}")) for letter in "ABC"]
        printed = [sheet for table in (1, 2) for sheet in apply(slips.issue(7, table=table))]
        apply(evening.go_to(Phase.RESULT))
        self.window = show(self.document)  # so that every page has been there
        for phase in (Phase.NEXT_STEPS, Phase.DOTS):
            self.window.go_to(phase)
            self.settle()
        self.vote = apply(rounds.prepare(keys, dots=5, cap=3))
        self.settle()
        apply(rounds.open(self.vote))
        found = proposal_keys(self.document.state, self.vote)
        self.proposals = [found[place] for place in order]
        self.numbers = [found.index(key) + 1 for key in self.proposals]
        for sheet in printed[:9]:
            self.cast(sheet, 3, 2)
        self.cast(printed[0], 2, 3)
        self.cast(printed[1], 0, 3, channel=Channel.TABLE)
        if closed:
            apply(rounds.close(self.vote))
            self.settle()
            for sheet in printed[9:13]:
                one, two, _three = self.numbers
                key_in(qtbot, self.window.page, f"{one} {one} {two}", sheet.code)
            apply(ballots.reject(self.vote, Rejection.UNREADABLE, 1))
            apply(ballots.add_stickers(self.vote, 2, self.dots(11, 4)))
        self.settle()

    def dots(self, *each):
        return {p: n for p, n in zip(self.proposals, each, strict=False) if n}

    def cast(self, sheet, *each, channel=Channel.PHONE):
        slip = slips.by_secret(self.document.state, sheet.secret)
        vote = ballots.Vote(self.dots(*each))
        self.document.apply(ballots.cast(self.vote, vote, slip=slip, channel=channel))

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()

    def words(self):
        self.settle()
        return said(self.window)

    def everywhere(self):
        """Every text of the window, with each panel unfolded, and with what is refused."""
        page = self.window.page
        found = [self.words()]
        for unfold in page.findChildren(object):
            if hasattr(unfold, "fold") and hasattr(unfold, "is_open"):
                unfold.fold(away=False)
        found.append(self.words())
        for phase in Phase:
            self.window.go_to(phase)
            found.append([self.window.notices.sentence])
        self.window.show_keys()
        found.append(self.words())
        self.window._open_notes()
        found.append(self.words())
        return found

    def close(self) -> None:
        self.window.close()
        self.document.close()


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_the_window_says_the_same_however_the_dots_were_placed(tmp_path, show, qtbot, closed):
    looks, after = [], []
    for order in ORDERS:
        folder = tmp_path / f"{order[0]}"
        folder.mkdir()
        look = Look(folder, order, show, qtbot, closed)
        looks.append(look.everywhere())
        if not closed:
            look.document.apply(rounds.close(look.vote))
        look.document.apply(rounds.seal(look.vote))
        look.document.apply(evening.go_to(Phase.RESULT))
        after.append(look.words())
        look.close()
    for first, second in zip(*looks, strict=True):
        assert first == second
    # They did differ, or the test would have shown nothing.
    assert after[0] != after[1]
