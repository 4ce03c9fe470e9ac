"""The record of changes: what the journal says was done, counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from moedeapp import texts
from moedeapp.export.blocks import Block, Facts, Heading, plain
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import Reason
from moedeapp.texts import _, ngettext


class Acts:
    """The acts of a journal by name, without those that were undone and not done again."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.length = len(entries)
        self.undone = self.redone = 0
        self._done: defaultdict[str, list[Entry]] = defaultdict(list)
        taken_back: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.act in ("undo", "redo"):
                self._travel(entry, taken_back)
            else:
                self._done[entry.act].append(entry)

    def _travel(self, entry: Entry, taken_back: defaultdict[str, list[Entry]]) -> None:
        # Undo always takes the newest act of its name that still stands; redo the newest undone.
        of = entry.facts["of"]
        undo = entry.act == "undo"
        self.undone += undo
        self.redone += not undo
        source, target = (self._done, taken_back) if undo else (taken_back, self._done)
        if source[of]:
            target[of].append(source[of].pop())

    def of(self, act: str) -> list[Entry]:
        """The acts of a name that stand, in order."""
        return self._done[act]

    def ideas(self, act: str) -> int:
        """How many ideas the acts of a name touched, each time counted."""
        return sum(len(entry.facts["ideas"]) for entry in self.of(act))

    def reasons(self, act: str) -> str:
        """How many ideas were touched, and how many for each reason."""
        counted: Counter[str] = Counter()
        for entry in self.of(act):
            counted[entry.facts["reason"]] += len(entry.facts["ideas"])
        if not counted:
            return texts.number(0)
        why = texts.listed(
            f"{texts.name(reason)} {texts.number(counted[reason])}"
            for reason in Reason
            if counted[reason]
        )
        return f"{texts.number(counted.total())} ({why})"

    def cancelled(self, number: int) -> str:
        """Why a round was called off; empty when the journal does not say."""
        found = (e.facts for e in self.of("rounds.cancel"))
        return next((str(facts["why"]) for facts in found if facts["round"] == number), "")

    def extended(self, number: int) -> int:
        """By how many minutes the time of a round was extended, all together."""
        found = (e.facts for e in self.of("rounds.extend"))
        return sum(facts["minutes"] for facts in found if facts["round"] == number)


def section(acts: Acts, head: bytes) -> Iterable[Block]:
    """The section of the protocol."""
    back = sum(bool(entry.facts.get("back")) for entry in acts.of("evening.go_to"))
    counts = (
        (_("Ideas merged"), texts.number(acts.ideas("ideas.merge"))),
        (_("Themes merged"), texts.number(_themes(acts.of("themes.merge")))),
        (_("Ideas hidden"), acts.reasons("ideas.hide")),
        (_("Ideas masked"), acts.reasons("ideas.mask")),
        (_("Ideas edited by the facilitator"), texts.number(acts.ideas("ideas.edit"))),
        (_("Ideas corrected by their author"), texts.number(len(acts.of("ideas.correct")))),
        (_("Phases gone back"), texts.number(back)),
        (_("Votes called off"), texts.number(len(acts.of("rounds.cancel")))),
        (_("Batches of slips"), _batches(acts.of("slips.issue"))),
        (_("Spare slips handed out"), texts.number(len(acts.of("slips.hand_out_spare")))),
        (_("Slips made void"), _voids(acts.of("slips.void"))),
        (_("Results corrected after the seal"), texts.number(len(acts.of("rounds.correct")))),
        (_("Lots drawn"), texts.number(len(acts.of("rounds.draw")))),
        (_("Acts undone"), texts.number(acts.undone)),
        (_("Acts done again"), texts.number(acts.redone)),
        (_("New versions"), texts.number(len(acts.of("evening.revise")))),
        (_("Entries in the journal"), texts.number(acts.length)),
        (texts.field("head"), texts.words(head)),
    )
    yield Heading(_("9. Journal"))
    yield Facts(tuple((label, plain(value)) for label, value in counts))


def _themes(entries: Iterable[Entry]) -> int:
    return sum(len(entry.facts["themes"]) for entry in entries)


def _batches(entries: Sequence[Entry]) -> str:
    """How many batches there were, and how many slips in them."""
    made = sum(entry.facts["slips"] for entry in entries)
    return f"{texts.number(len(entries))} ({texts.slips(made)})" if entries else texts.number(0)


def _voids(entries: Sequence[Entry]) -> str:
    """How many slips were made void, and how many of them had a ballot that was taken out."""
    count = texts.number(len(entries))
    taken_out = sum(entry.facts["taken_out"] for entry in entries)
    if not taken_out:
        return count
    return ngettext(
        "{voids}, of which {n} had handed in a ballot, which was taken out",
        "{voids}, of which {n} had handed in a ballot, which was taken out",
        taken_out,
    ).format(voids=count, n=texts.number(taken_out))
