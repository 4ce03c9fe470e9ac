"""What a rescue saved and what it could not, in sentences."""

from moedeapp.model.backups import Backup, Why
from moedeapp.model.rescue import Loss, Lost, Rescued
from moedeapp.texts import _, clock, date, listed, ngettext


def rescued(given: Rescued) -> list[str]:
    """What stands in the new file, and then a sentence for everything that was lost."""
    saved = _("Saved in {file}: {ideas} ideas, {rounds} results and {entries} journal entries.")
    words = [
        saved.format(
            file=given.path.name, ideas=given.ideas, rounds=given.rounds, entries=given.entries
        )
    ]
    if not given.lost:
        words.append(_("Nothing was lost. Only what could be undone is forgotten."))
    return words + [loss(each) for each in given.lost]


def loss(found: Loss) -> str:
    """One thing that could not be saved, or not be vouched for."""
    which, count = _runs(found.numbers), len(found.numbers)
    match found.what:
        case Lost.IDEA:
            return ngettext(
                "Idea {which} could not be saved.", "Ideas {which} could not be saved.", count
            ).format(which=which)
        case Lost.WORDS:
            return ngettext(
                "The words of idea {which} may have been changed by the damage.",
                "The words of ideas {which} may have been changed by the damage.",
                count,
            ).format(which=which)
        case Lost.ROUND:
            return _("Vote {which} could not be saved.").format(which=which)
        case Lost.RESULT:
            return _(
                "The result of vote {which} is damaged and was left out. Count the slips again, "
                "or take it from a printed protocol."
            ).format(which=which)
        case Lost.BALLOTS:
            return ngettext(
                "{n} ballot of vote {which} could not be saved.",
                "{n} ballots of vote {which} could not be saved.",
                found.count,
            ).format(n=found.count, which=which)
        case Lost.OPEN:
            return _(
                "Vote {which} was not sealed, so nothing can tell whether its {n} ballots are as "
                "they were. Call the vote off and vote again if it matters."
            ).format(n=found.count, which=which)
        case _:
            return _of_rows(found)


def _of_rows(found: Loss) -> str:
    match found.what:
        case Lost.JOURNAL:
            return ngettext(
                "{n} journal entry is lost. A check of the file will say so from now on.",
                "{n} journal entries are lost. A check of the file will say so from now on.",
                found.count,
            ).format(n=found.count)
        case Lost.FACTS:
            return _("Title, place, date and frames are lost. Write them again.")
        case Lost.QUESTION:
            return _("The words of a question are lost. Write them again.")
        case _:
            return ngettext(
                "{n} other detail could not be saved, such as a note, a theme or a slip.",
                "{n} other details could not be saved, such as notes, themes or slips.",
                found.count,
            ).format(n=found.count)


def kept(backup: Backup) -> str:
    """An earlier version: when it was kept, and why."""
    day = date(backup.at.date().isoformat())
    if backup.why is Why.DAY:
        return _("{day}, the last of the day").format(day=day)
    words = (
        _("{day} {time}, before a vote")
        if backup.why is Why.VOTE
        else _("{day} {time}, after a vote was sealed")
    )
    return words.format(day=day, time=clock(f"{backup.at:%H:%M}"))


def _runs(numbers: tuple[int, ...]) -> str:
    """Numbers in order, neighbours as from–to."""
    runs: list[list[int]] = []
    for each in numbers:
        if runs and each == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], each]
        else:
            runs.append([each])
    return listed("–".join(map(str, run)) for run in runs)
