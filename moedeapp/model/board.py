"""What stands on the board: who leads a merge, what a theme holds, what the hall may see."""

from collections.abc import Iterable, Mapping

from moedeapp.model.meeting import Idea, IdeaState, Meeting, Theme, numbered


def lead_of(ideas: Mapping[str, Idea], idea: Idea) -> Idea:
    """The idea that stands for this one on the board; itself when it is not merged."""
    while idea.merged_into is not None:
        idea = ideas[idea.merged_into]
    return idea


def theme_lead(themes: Mapping[str, Theme], theme: Theme) -> Theme:
    """The theme this one counts as part of; itself when it is not merged."""
    while theme.merged_into is not None:
        theme = themes[theme.merged_into]
    return theme


def theme_of(meeting: Meeting, idea: Idea) -> Theme | None:
    """The theme an idea counts under now, through every merge."""
    lead = lead_of(meeting.ideas, idea)
    if lead.theme is None:
        return None
    return theme_lead(meeting.themes, meeting.themes[lead.theme])


def in_play(idea: Idea) -> bool:
    """Whether an idea may stand on the board and behind a proposal."""
    return idea.state is IdeaState.SHOWN and not idea.masked


def by_lead(meeting: Meeting) -> dict[str, list[Idea]]:
    """Every lead's id with all ideas it stands for, itself first, then by number."""
    groups: dict[str, list[Idea]] = {}
    for idea in numbered(meeting.ideas):
        groups.setdefault(lead_of(meeting.ideas, idea).id, []).append(idea)
    for key, group in groups.items():
        group.sort(key=lambda idea: idea.id != key)
    return groups


def by_theme(meeting: Meeting) -> dict[str | None, list[Idea]]:
    """Every leading theme's id (None: loose) with its ideas, merged ones included, by number."""
    groups: dict[str | None, list[Idea]] = {}
    for idea in numbered(meeting.ideas):
        theme = theme_of(meeting, idea)
        groups.setdefault(theme.id if theme else None, []).append(idea)
    return groups


def leading_themes(meeting: Meeting, question: str | None = None) -> list[Theme]:
    """Themes that stand on the board, by letter; of one question if it is given."""
    found = (
        theme
        for theme in meeting.themes.values()
        if theme.merged_into is None and question in (None, theme.question)
    )
    return sorted(found, key=lambda theme: (len(theme.letter), theme.letter))


def public_ideas(meeting: Meeting) -> Iterable[Idea]:
    """What the hall may read: shown, not masked, by number."""
    return (idea for idea in numbered(meeting.ideas) if in_play(idea))
