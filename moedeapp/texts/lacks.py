"""What a protocol lacks, in words: what is missing, and what the protocol prints instead."""

from typing import Final

from moedeapp.model.lacking import Lack, What
from moedeapp.texts.languages import _, ngettext
from moedeapp.texts.names import field

_LEFT_OUT: Final = frozenset({"host", "minute_taker"})
"""Facts whose line the protocol leaves out when they are empty."""

_PROMISED: Final = frozenset({"answer_by", "answer_where"})

_LONGEST: Final = 60
"""Characters of a proposal or an action that are said again."""


def not_agreed() -> str:
    """What the protocol prints where nothing was agreed."""
    return _("Not agreed at the meeting")


def not_settled() -> str:
    """What the protocol prints where a fact or a frame is empty."""
    return _("Not settled")


def lack(found: Lack) -> str:
    """One thing the protocol lacks, as a sentence or two."""
    if found.what is What.FACT:
        return _fact(found.fact)
    if found.what is What.WAITING:
        return ngettext("{n} idea awaits review.", "{n} ideas await review.", found.count).format(
            n=found.count
        )
    if found.what is What.HEADS:
        return _("Nobody has counted the participants.")
    if found.what is What.END:
        return _("The meeting has not been ended, so the protocol has no end time.")
    if found.what is What.PRACTICE:
        return _("The practice vote has not been ended.")
    return _agreement(found)


def _fact(name: str) -> str:
    if name in _LEFT_OUT:
        return _("{field} is missing. The protocol leaves the line out.").format(field=field(name))
    printed = not_agreed() if name in _PROMISED else not_settled()
    return _printed(_("{field} is missing.").format(field=field(name)), printed)


def _agreement(found: Lack) -> str:
    action = _short(found.step.action) if found.step else ""
    if found.what is What.RESPONSIBLE:
        words = _("“{action}” has nobody responsible.").format(action=action)
    elif found.what is What.DEADLINE:
        words = _("“{action}” has no deadline.").format(action=action)
    else:
        title = _short(found.proposal.title) if found.proposal else ""
        words = _("Nothing is agreed about “{title}”.").format(title=title)
    return _printed(words, not_agreed())


def _printed(words: str, instead: str) -> str:
    return _("{words} The protocol prints “{instead}”.").format(words=words, instead=instead)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
