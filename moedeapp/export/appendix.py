"""The appendices: every idea word for word, and which ideas stand behind which proposal."""

from collections.abc import Iterable, Sequence
from itertools import count, groupby

from moedeapp import texts
from moedeapp.export import rounds
from moedeapp.export.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    IdeaTable,
    Paragraph,
    Table,
    Voice,
    Words,
    plain,
)
from moedeapp.export.wordings import Wordings, quoted
from moedeapp.model.board import by_lead, theme_of
from moedeapp.model.meeting import (
    Channel,
    Idea,
    IdeaState,
    Meeting,
    Role,
    RoundState,
    Theme,
    numbered,
    ordered,
)
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, ngettext, pgettext

_MARKED = (IdeaState.WAITING, IdeaState.READY, IdeaState.PARKED)


# --- Appendix A


def ideas(meeting: Meeting, wordings: Wordings) -> Iterable[Block]:
    """Every idea received, in order and as it was said."""
    yield Heading(_("Appendix A. All ideas as they were said"), new_page=True)
    if not meeting.ideas:
        yield Paragraph(_("No ideas were received."))
    gap = _gap(meeting)
    if gap:
        yield Paragraph(gap, Voice.QUIET)
    several = len(meeting.questions) > 1
    for question in ordered(meeting.questions):
        found = [idea for idea in numbered(meeting.ideas) if idea.question == question.id]
        if several:
            yield Heading(question.words, 2)
        if found:
            yield _table(meeting, found, wordings, question.position)
        elif several:
            yield Paragraph(_("No ideas were received."))


def _gap(meeting: Meeting) -> str:
    """Which numbers no idea has, and why; empty when there is one for each."""
    counter = meeting.counters.get("ideas")
    held = {idea.number for idea in meeting.ideas.values()}
    missing = [n for n in range(1, counter.last + 1) if n not in held] if counter else []
    return (
        ngettext(
            "Number {numbers} is not on the list, because the facilitator undid an own entry.",
            "Numbers {numbers} are not on the list, because the facilitator undid own entries.",
            len(missing),
        ).format(numbers=spans(missing))
        if missing
        else ""
    )


def spans(numbers: Sequence[int]) -> str:
    """Ascending numbers as "3, 5–9 og 12"."""
    steps = count()  # neighbours have the same distance to a running count
    parts: list[str] = []
    for _distance, run in groupby(numbers, key=lambda number: number - next(steps)):
        members = [str(number) for number in run]
        parts += members if len(members) < 3 else [f"{members[0]}–{members[-1]}"]
    return texts.listed(parts)


def _table(meeting: Meeting, found: Iterable[Idea], wordings: Wordings, position: int) -> IdeaTable:
    return IdeaTable(
        (
            Column(_("No."), 0.07),
            Column(texts.field("words"), 0.56),
            Column(pgettext("where an idea came from", "From"), 0.16),
            Column(texts.field("theme"), 0.21),
        ),
        tuple(
            (
                (Words(str(idea.number), Voice.QUIET),),
                _said(idea),
                (Words(origin(idea), Voice.QUIET),),
                (Words(_title(theme_of(meeting, idea), wordings), Voice.QUIET),),
            )
            for idea in found
        ),
        key=f"ideas.{position}",
    )


def _title(theme: Theme | None, wordings: Wordings) -> str:
    return wordings.theme(theme) if theme else _("no theme")


def _said(idea: Idea) -> Cell:
    replaced = texts.replacement(idea)
    if replaced is not None:
        return plain(replaced)
    lines = [Words(quoted(idea.words), Voice.CITIZEN)]
    if idea.edited is not None:
        lines.append(Words(_("Edited: {words}").format(words=idea.edited), Voice.QUIET))
    if idea.state in _MARKED:
        lines.append(Words(f"({texts.name(idea.state)})", Voice.QUIET))
    return tuple(lines)


def origin(idea: Idea) -> str:
    """Table, channel and, when it is not a citizen, role an idea came from."""
    parts = [_("table {number}").format(number=idea.table)] if idea.table is not None else []
    if not parts or idea.channel is not Channel.FACILITATOR:
        parts.append(texts.name(idea.channel))
    if idea.role is not Role.CITIZEN:
        parts.append(texts.name(idea.role))
    return ", ".join(parts)


# --- Appendix B


def merges(meeting: Meeting, wordings: Wordings) -> Iterable[Block]:
    """Which ideas stand behind which proposal, and what was put together."""
    yield Heading(_("Appendix B. From ideas to proposals"))
    shown = rounds.in_states(meeting, RoundState.OPEN, RoundState.CLOSED, RoundState.SEALED)
    for vote in shown:
        if len(shown) > 1:
            yield Heading(texts.thing("rounds", vote.number), 2)
        yield Table(
            (Column(texts.field("proposal"), 0.5), Column(_("Collects the ideas"), 0.5)),
            tuple(
                (
                    plain(f"{proposal.number}. {wordings.named(proposal)}"),
                    plain(spans(_numbers(meeting, proposal.ideas)) or _("no ideas")),
                )
                for proposal in proposals_of(meeting, vote)
            ),
        )
    if not shown:
        yield Paragraph(_("There were no proposals to vote on."))
    yield from _merged_ideas(meeting)
    yield from _merged_themes(meeting, wordings)


def _numbers(meeting: Meeting, keys: Iterable[str]) -> list[int]:
    return sorted(meeting.ideas[key].number for key in keys if key in meeting.ideas)


def _merged_ideas(meeting: Meeting) -> Iterable[Block]:
    groups = [group for group in by_lead(meeting).values() if len(group) > 1]
    if groups:
        yield Heading(_("Ideas that were merged"), 2)
        yield Table(
            (Column(_("Stands on the board"), 0.3), Column(_("Together with"), 0.7)),
            tuple(
                (
                    plain(texts.thing("ideas", lead.number)),
                    plain(spans(sorted(idea.number for idea in rest))),
                )
                for lead, *rest in sorted(groups, key=lambda group: group[0].number)
            ),
        )


def _merged_themes(meeting: Meeting, wordings: Wordings) -> Iterable[Block]:
    merged = sorted(
        (theme for theme in meeting.themes.values() if theme.merged_into is not None),
        key=lambda theme: (len(theme.letter), theme.letter),
    )
    if merged:
        yield Heading(_("Themes that were merged"), 2)
        yield Table(
            (Column(texts.field("theme"), 0.5), Column(_("Counts as part of"), 0.5)),
            tuple(
                (
                    plain(_lettered(theme, wordings)),
                    plain(_lettered(meeting.themes[str(theme.merged_into)], wordings)),
                )
                for theme in merged
            ),
        )


def _lettered(theme: Theme, wordings: Wordings) -> str:
    return f"{theme.letter}. {wordings.theme(theme)}"
