"""What has been said: ideas as they are shown, and the themes they are gathered in."""

from collections.abc import Sequence

from moedeapp.model.board import leading_themes, public_ideas, theme_of
from moedeapp.model.meeting import Idea, Meeting
from moedeapp.texts import _, ideas
from moedeapp.ui.projector.sheets import Item, Look, Paragraph, Sheet
from moedeapp.ui.projector.titles import Titles
from moedeapp.ui.projector.welcome import no_phone


def _asked(meeting: Meeting, question: str | None) -> str:
    found = meeting.questions.get(question or "")
    return found.words if found else ""


def silence(meeting: Meeting, question: str | None) -> Sheet:
    """Nothing of what others say, while everybody writes."""
    asked = _asked(meeting, question)
    words = Paragraph(
        _("Everybody writes in silence. All ideas are shown together afterwards."), Look.LOUD
    )
    return Sheet(
        asked or _("Write your ideas"),
        (words,),
        eyebrow=meeting.facts.title,
        short=_("Write your ideas"),
        note=no_phone(),
        calm=True,
    )


def idea_sheets(meeting: Meeting, question: str | None) -> tuple[Sheet, ...]:
    """The question, and every public idea, the newest first."""
    asked = _asked(meeting, question)
    said = [idea for idea in public_ideas(meeting) if idea.question == question]
    count = ideas(len(said))
    title = meeting.facts.title
    if not said:
        words = _("Say it aloud, or write it down. Every idea is kept in your own words.")
        calm = Paragraph(words, Look.LOUD)
        return (
            Sheet(
                asked or _("Ideas"),
                (calm,),
                eyebrow=title,
                short=_("Ideas"),
                note=no_phone(),
                calm=True,
            ),
        )
    return (
        Sheet(
            asked or _("Ideas"),
            _items(said[::-1]),
            eyebrow=" · ".join(part for part in (title, count) if part),
            short=_("Ideas"),
            note=no_phone(),
        ),
    )


def _items(said: Sequence[Idea]) -> tuple[Item, ...]:
    return tuple(Item(idea.text, mark=str(idea.number)) for idea in said)


def theme_sheets(meeting: Meeting, question: str | None) -> tuple[Sheet, ...]:
    """All themes with their counts, then each with its ideas, then what is in none."""
    themes = leading_themes(meeting, question)
    said = [idea for idea in public_ideas(meeting) if idea.question == question]
    if not themes:
        return idea_sheets(meeting, question)
    titles = Titles(meeting)
    gathered: dict[str | None, list[Idea]] = {}
    for idea in said:
        theme = theme_of(meeting, idea)
        gathered.setdefault(theme.id if theme else None, []).append(idea)
    named = {theme.id: titles.theme(theme) for theme in themes}
    overview = tuple(
        Item(
            named[theme.id],
            mark=theme.letter,
            colour=theme.colour,
            tail=ideas(len(gathered.get(theme.id, []))),
            strong=True,
        )
        for theme in themes
    )
    asked = _asked(meeting, question)
    sheets = [Sheet(_("Themes"), overview, eyebrow=asked)]
    for theme in themes:
        if held := gathered.get(theme.id):
            title = f"{theme.letter}  {named[theme.id]}"
            eyebrow = " · ".join((_("Theme"), ideas(len(held))))
            sheets.append(
                Sheet(title, _items(held), eyebrow=eyebrow, short=f"{_('Theme')} {theme.letter}")
            )
    if loose := gathered.get(None):
        sheets.append(
            Sheet(
                _("Not in a theme yet"),
                _items(loose),
                eyebrow=" · ".join(part for part in (asked, ideas(len(loose))) if part),
            )
        )
    return tuple(sheets)
