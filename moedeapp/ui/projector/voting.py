"""A vote until it is sealed: the rules, what is voted on, and how many have handed in.

There is no sum per proposal here, and none can get here: before the seal the meeting has none.
"""

from moedeapp.model.meeting import (
    Agreement,
    Meeting,
    Proposal,
    Role,
    Round,
    RoundKind,
    RoundState,
)
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, about_dots, about_hidden, dots, listed, name, ngettext, number
from moedeapp.ui.projector.sheets import Block, Item, Look, Paragraph, Sheet, Turnout
from moedeapp.ui.projector.titles import Titles
from moedeapp.ui.projector.welcome import no_phone


def subject(vote: Round) -> str:
    """What kind of vote it is, and which."""
    if vote.practice:
        return _("Practice vote")
    kind = _("Scale of agreement") if vote.kind is RoundKind.AGREEMENT else _("Dot vote")
    return " · ".join((kind, _("round {number}").format(number=vote.number)))


def waiting(meeting: Meeting, asked: str) -> Sheet:
    """Before there is a vote."""
    words = Paragraph(_("The vote is being prepared."), Look.LOUD)
    return Sheet(asked or _("Vote"), (words,), eyebrow=meeting.facts.title, short=_("Vote"),
                 note=no_phone(), calm=True)  # fmt: skip


def sheets(meeting: Meeting, vote: Round) -> tuple[Sheet, ...]:
    """The pages of a round that is prepared, open or closed."""
    if vote.state is RoundState.PREPARED:
        return _prepared(meeting, vote)
    if vote.state is RoundState.OPEN:
        return (_open(meeting, vote),)
    return (_closed(vote),)


def _prepared(meeting: Meeting, vote: Round) -> tuple[Sheet, ...]:
    admitted = (_("the citizens vote"),) if vote.roles == (Role.CITIZEN,) else ()
    how = Sheet(
        _("How we vote"),
        (
            Paragraph(about_agreement() if _by_steps(vote) else about_dots(vote.dots, vote.cap)),
            Paragraph(about_hidden()),
            Paragraph(about_paper()),
        ),
        eyebrow=" · ".join((subject(vote), *admitted)),
        note=no_phone(),
    )
    what = Sheet(
        _("What we vote on"),
        _ballot(meeting, vote),
        eyebrow=_asked(meeting, vote) or subject(vote),
        note=_("The numbers are drawn when the vote opens."),
    )
    return how, what


def _open(meeting: Meeting, vote: Round) -> Sheet:
    hidden = _("Nobody can see a count while we vote.")
    return Sheet(
        _("We are voting now"),
        (Paragraph(rules(vote), Look.STRONG), *_ballot(meeting, vote)),
        eyebrow=_asked(meeting, vote) or subject(vote),
        aside=(turnout(vote), Paragraph(hidden)),
        note=no_phone(),
    )


def _closed(vote: Round) -> Sheet:
    blocks: tuple[Block, ...] = (
        Paragraph(_("We are keying the paper slips. Then we show all numbers at once.")),
        turnout(vote),
        Paragraph(_("Nobody could see a count while we voted.")),
    )
    return Sheet(_("The vote is closed"), blocks, eyebrow=subject(vote))


def _ballot(meeting: Meeting, vote: Round) -> tuple[Item, ...]:
    titles = Titles(meeting)

    def item(proposal: Proposal) -> Item:
        drawn = vote.state is not RoundState.PREPARED
        return Item(
            titles.proposal(proposal), mark=str(proposal.number) if drawn else "–", strong=drawn
        )

    return tuple(map(item, proposals_of(meeting, vote)))


def _asked(meeting: Meeting, vote: Round) -> str:
    """The question; a practice vote is about none."""
    question = meeting.questions.get(vote.question)
    return question.words if question and not vote.practice else ""


def _by_steps(vote: Round) -> bool:
    return vote.kind is RoundKind.AGREEMENT


def rules(vote: Round) -> str:
    """The rules of a round in a few words."""
    if _by_steps(vote):
        return _("One answer for each proposal")
    each = _("{dots} each").format(dots=dots(vote.dots))
    if vote.cap is None or vote.cap >= vote.dots:
        return each
    return ngettext(
        "{each}, at most {n} on the same proposal", "{each}, at most {n} on the same proposal",
        vote.cap,
    ).format(each=each, n=number(vote.cap))  # fmt: skip


def turnout(vote: Round) -> Turnout:
    """How many have handed in."""
    if not vote.handed_out or vote.cast > vote.handed_out:
        words = ngettext("ballot slip cast", "ballot slips cast", vote.cast)
        return Turnout(vote.cast, words)
    words = _("of {all} ballot slips cast").format(all=number(vote.handed_out))
    return Turnout(vote.cast, words, vote.cast / vote.handed_out)


def about_agreement() -> str:
    """How to answer on the five steps."""
    return _(
        "Say for each proposal how far you agree. There are five steps: {steps}. "
        "If you are against it, you may write why."
    ).format(steps=listed(name(step) for step in Agreement))


def about_paper() -> str:
    """How to vote without a phone."""
    return _(
        "If you have no phone with you, use the slip on the table. Put your crosses and drop it "
        "in the box. We key it, so that it counts just as much. You may vote only once."
    )
