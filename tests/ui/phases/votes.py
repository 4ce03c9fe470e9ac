"""What the tests of the vote's pages do again and again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from moedeapp.model.codes import ALPHABET, typed
from moedeapp.model.commands import ballots, evening, ideas, rounds, slips, themes
from moedeapp.model.errors import BadCode
from moedeapp.model.meeting import Channel, Phase
from moedeapp.ui.phases.places import PLACE
from tests.ui.conftest import by_number, issue, open_vote, seal

ENTER = Qt.Key.Key_Return
SMALL = (960, 520)
"""The least room a window has."""

HEAD_AND_FOOT = 100
"""What the window itself takes of the height."""


def themed(document, *titles):
    """Themes with an idea each, and the evening in the phase Dots."""
    document.apply(evening.go_to(Phase.THEMES))
    for title in titles:
        document.apply(themes.add(title, ideas=[document.apply(ideas.add(f"Om {title}"))]))
    document.apply(evening.go_to(Phase.DOTS))


def themes_by_letter(document):
    return [t.id for t in sorted(document.state.themes.values(), key=lambda t: t.letter)]


def prepared(document, *titles, **rules):
    """A round about these themes that is not open yet."""
    themed(document, *titles)
    return document.apply(rounds.prepare(themes_by_letter(document), **rules))


def key_in(qtbot, page, slip, code=""):
    """Type a slip as whoever keys it does."""
    paper = page.counting.paper
    if code:
        paper.code.setFocus()
        paper.code.clear()
        qtbot.keyClicks(paper.code, code)
        if paper.code.hasFocus():
            qtbot.keyClick(paper.code, ENTER)
    qtbot.keyClicks(paper.line, slip)
    qtbot.keyClick(paper.line, ENTER)


def swapped(code):
    """A code with two neighbours that have changed places."""
    signs = list(code)
    at = next(n for n in range(3) if signs[n] != signs[n + 1])
    signs[at], signs[at + 1] = signs[at + 1], signs[at]
    return "".join(signs)


def unknown_code(known):
    """A code that could be one and is none of these."""
    for first in ALPHABET:
        for last in ALPHABET:
            try:
                code = typed(f"{first}222222{last}")
            except BadCode:
                continue
            if code not in known:
                return code
    raise AssertionError


def cast(document, vote, sheet, dots, channel=Channel.PHONE):
    """Hand in dots with a printed slip, as a phone does."""
    slip = slips.by_secret(document.state, sheet.secret)
    return document.apply(ballots.cast(vote, ballots.Vote(dots), slip=slip, channel=channel))


def sealed_at_tables(document):
    """Two tables of five: proposal 1 at both, 2 at one only but with more dots."""
    printed = issue(document, 5, table=1) + issue(document, 5, table=2)
    key = open_vote(document, "Havneliv", "Børn og unge", "Adgang for alle", open_access=False)
    one, two, _three = by_number(document, key)
    for at, sheet in enumerate(printed):
        cast(document, key, sheet, {one: 1, **({two: 2} if at < 5 else {})})
    seal(document, key)
    document.apply(evening.go_to(Phase.RESULT))
    return key


def sealed_with(document, *dots, titles=(), **rules):
    """A sealed round whose proposals got so many dots, by the numbers that were drawn."""
    titles = titles or [f"Forslag om {n}" for n in range(len(dots))]
    vote = open_vote(document, *titles, dots=100, cap=None, **rules)
    keys = by_number(document, vote)
    seal(document, vote, {key: each for key, each in zip(keys, dots, strict=True) if each})
    return vote


def listed(window):
    """The lines of a result as the page has them."""
    model = window.page.list.model()
    return [model.index(row, 0).data(PLACE) for row in range(model.rowCount())]


def column_of(table, column):
    """The words in one column of a table."""
    model = table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def sideways(page):
    """Scroll areas whose content is wider than the room for it."""
    return [
        (area.widget().minimumSizeHint().width(), area.viewport().width(), widest(area.widget()))
        for area in page.findChildren(QScrollArea)
        if area.isVisible()
        and area.widget() is not None
        and area.widget().minimumSizeHint().width() > area.viewport().width()
    ]


def widest(holder):
    """The way down to what asks for most width."""
    said = []
    while holder is not None:
        said.append(holder.text()[:30] if hasattr(holder, "text") else type(holder).__name__)
        inner = [w for w in holder.children() if hasattr(w, "minimumSizeHint") and w.isVisible()]
        holder = max(inner, key=lambda w: w.minimumSizeHint().width(), default=None)
    return said
