"""Every sentence of the page for phones, by the name the page's script asks for.

Two forms are for one and for several. What stands in braces is filled in by the page.
"""

import html
from collections.abc import Mapping
from typing import Any, Final

from moedeapp import texts
from moedeapp.model.meeting import FRAMES, Agreement, MeetingType, Phase
from moedeapp.texts import LANGUAGES, _, mark, mark_forms, ngettext, speaking

Said = str | tuple[str, str]

_PAGE: Final[Mapping[str, Said]] = {
    "meeting": mark("Citizen meeting"),
    "now": mark("Now"),
    "parts": mark("Parts of the page"),
    "moved_on": mark("Now: {phase}"),
    "lost": mark(
        "The connection is lost. We keep trying. What you have sent is kept. What you have not "
        "sent can get lost."
    ),
    "found": mark("The connection is back."),
    "ended": mark("The page for phones has been closed. Use the slip on the table."),
    "doubt": mark(
        "The journal of the meeting is another one than this phone has seen before. Show this to "
        "whoever leads the meeting: no. {n}, {words}"
    ),
    "rehearsal": mark("Rehearsal. Nothing counts."),
    "practice": mark("Practice vote. It does not count."),
    "forget": mark("Forget everything on this phone"),
    "forget_sure": mark("Your slip and your dot codes go from this phone. What you sent stays."),
    "forget_yes": mark("Yes, forget it"),
    "keep": mark("No, keep it"),
    "paused": mark("Nothing can be saved right now. We keep trying."),
    "refused": mark("That could not be sent. Reload the page and try again."),
    "table": mark("Table {n}"),
    "masked": mark("[words removed]"),
}

_WELCOME: Final[Mapping[str, Said]] = {
    "welcome": mark("Welcome"),
    "welcome_lead": mark(
        "Here you can follow the meeting, write ideas and put your dots. You can also do it all "
        "on paper."
    ),
    "privacy": mark(
        "You need not write your name. We do not keep your number or your mail. What you write, "
        "everybody can see on the screen. It also gets into the minutes, which everybody can ask "
        "to see. So do not write about the health or private matters of others. Your dots are "
        "secret."
    ),
    "frames_title": mark("The frames of the evening"),
    "frames_lead": mark("This is what the evening is about, and what you can change."),
    "not_settled": mark("Not settled"),
    "answer_title": mark("When do you get an answer?"),
    "follow": mark("Follow what becomes of it"),
}

_IDEAS: Final[Mapping[str, Said]] = {
    "idea_label": mark("Your idea"),
    "idea_hint": mark("Write one idea at a time. What? Why? Where?"),
    "idea_about": mark("What is it about?"),
    "idea_send": mark("Send the idea"),
    "idea_left": mark_forms("Room for {n} more character", "Room for {n} more characters"),
    "idea_too_long": mark_forms(
        "The idea is {n} character too long. Make it shorter, and then send it.",
        "The idea is {n} characters too long. Make it shorter, and then send it.",
    ),
    "idea_empty": mark("Write your idea first."),
    "idea_sent": mark("The idea is received."),
    "idea_no_names": mark("No names. Your idea is kept as you wrote it."),
    "idea_own": mark("Your ideas"),
    "idea_sending": mark("Is being sent …"),
    "idea_retrying": mark("Not sent yet. We keep trying."),
    "idea_wait": mark_forms("We send it in {n} second.", "We send it in {n} seconds."),
    "idea_waiting": mark(
        "Five of your ideas are waiting to be read. We send this one when there is room."
    ),
    "idea_refused": mark("This idea could not be received. Copy the words, and try again."),
    "idea_received": mark("Received"),
    "idea_on_board": mark("On the board"),
    "idea_parked": mark("Parked"),
    "idea_withdrawn": mark("Taken back"),
    "idea_correct": mark("Correct"),
    "idea_correct_this": mark("Correct the idea: {words}"),
    "idea_save": mark("Save"),
    "idea_withdraw": mark("Take back"),
    "idea_withdraw_this": mark("Take back the idea: {words}"),
    "idea_withdraw_sure": mark("Take the idea back?"),
    "idea_withdraw_yes": mark("Yes, take it back"),
    "idea_shown_already": mark("The idea has been shown or read by now, so it stays as it is."),
    "cancel": mark("Leave it as it is"),
    "ideas_later": mark("You can write ideas here when we get that far."),
    "ideas_closed": mark("Write your idea on a slip of paper, or say it aloud."),
    "ideas_late": mark(
        "We have gone on from the ideas. What you send now gets on the list of parked ideas."
    ),
    "silent": mark("Now we write in silence. Afterwards all ideas are shown together."),
    "listening": mark(
        "Now we listen to the citizens. You can write when the listening round is over."
    ),
    "on_board": mark_forms("{n} idea on the board", "{n} ideas on the board"),
    "ideas": mark_forms("{n} idea", "{n} ideas"),
    "themes_lead": mark("Say so if something is in the wrong place."),
    "themes_none": mark("There are no themes yet."),
    "without_theme": mark("Without a theme"),
    "theme_named": mark("Theme {letter}: {title}"),
}

_SLIP: Final[Mapping[str, Said]] = {
    "slip": mark("Your ballot slip"),
    "slip_lead": mark("Point the camera at the code on your slip, or write the 8 signs here."),
    "slip_code": mark("Code from the slip"),
    "slip_use": mark("Use the code"),
    "slip_checking": mark("One moment …"),
    "slip_ready": mark("Your slip is ready. Wait until the vote opens."),
    "slip_other": mark("Use another slip"),
    "slip_used": mark(
        "This slip has been handed in before. Here is what was on it. If that was not you, say so "
        "to whoever leads the meeting."
    ),
    "slip_unknown": mark(
        "We do not know that code. Compare it with your slip, sign by sign. Ask for help if it "
        "is the same."
    ),
    "slip_void": mark("The slip has been made void and cannot be used. Ask for a new one."),
    "slip_spare": mark(
        "The slip has not been handed out yet. Show it to whoever leads the meeting."
    ),
    "slip_none": mark("You need a slip for this vote. Ask for one."),
    "code_length": mark("A code has 8 signs. Look at the slip once more."),
    "code_sign": mark("One of the signs is not used in codes. Look at the slip once more."),
    "code_check": mark("One of the signs is wrong. Compare the code with your slip, sign by sign."),
    "code_wait": mark_forms(
        "Many codes are being written right now. We try again in {n} second.",
        "Many codes are being written right now. We try again in {n} seconds.",
    ),
    "role": mark("Slips like yours are not part of this vote. Thank you for listening."),
    "paper_too": mark("You can vote on paper just as well. It counts as much."),
}

_VOTE: Final[Mapping[str, Said]] = {
    "vote_soon": mark("The vote opens in a little while."),
    "put_dots": mark_forms("Put {n} dot", "Put {n} dots"),
    "put_dots_cap": mark_forms(
        "Put {n} dot, at most {cap} on the same proposal",
        "Put {n} dots, at most {cap} on the same proposal",
    ),
    "more": mark("More"),
    "fewer": mark("Fewer"),
    "more_on": mark("More dots on {title}"),
    "fewer_on": mark("Fewer dots on {title}"),
    "dots_on": mark_forms("{n} dot on {title}.", "{n} dots on {title}."),
    "dots_left": mark_forms("You have {n} dot left", "You have {n} dots left"),
    "dots_none_left": mark("You have put all your dots"),
    "cap_reached": mark("No more can go on the same proposal."),
    "agreement": mark("Agreement"),
    "how_far": mark("How far do you agree?"),
    "how_far_lead": mark("Answer for each proposal. You may skip some of them."),
    "answered": mark("You have answered {n} of {all}"),
    "objection": mark("What do you have against it? You need not say."),
    "objection_too_long": mark("What you wrote is too long to be sent. Make it shorter."),
    "hand_in": mark("Hand in"),
    "hand_in_again": mark("Hand in again"),
    "not_handed_in": mark("Not handed in yet"),
    "handing_in": mark("Is being handed in …"),
    "hand_in_retrying": mark(
        "We cannot get through, and keep trying. It does not count before it says so here."
    ),
    "handed_in": mark("Handed in. Your dots are counted in."),
    "handed_in_answers": mark("Handed in. Your answers are counted in."),
    "may_change": mark("You can change it and hand in again until the vote closes."),
    "changed": mark("You have changed something. Hand in again, or the change does not count."),
    "own_codes": mark("Your dot codes: {codes}. Find them on the list."),
    "minutes_left": mark_forms("About {n} minute left", "About {n} minutes left"),
    "last_minute": mark("Under a minute left. Dots that are not handed in do not count."),
    "last_minute_answers": mark(
        "Under a minute left. Answers that are not handed in do not count."
    ),
    "time_up": mark("The time is up. Hand in now, before the vote is closed."),
    "elsewhere": mark("The slip has been used in another way. What was handed in first counts."),
    "too_late": mark(
        "The vote was closed before your ballot got through. It did not come in. If you have a "
        "paper slip, hand that in."
    ),
    "too_late_unknown": mark(
        "The vote was closed, and we got no answer. We do not know whether your ballot came in."
    ),
    "box_closed": mark("The vote is closed. The result comes when all slips are counted."),
    "sealed": mark("The vote is over. Look at the big screen: the result comes there first."),
    "cancelled": mark("The vote was called off. Nothing of it counts."),
    "turnout": mark_forms("{n} ballot slip handed in", "{n} ballot slips handed in"),
    "turnout_of": mark_forms(
        "{n} of {all} ballot slip handed in", "{n} of {all} ballot slips handed in"
    ),
    "invalid": mark("The ballot does not fit the rules. Look at your dots once more."),
}

_TABLE: Final[Mapping[str, Said]] = {
    "table_mode": mark("Use this phone for the whole table"),
    "table_which": mark("Which table?"),
    "table_leave": mark("Stop using the phone for the table"),
    "pass_on": mark("Pass the phone on"),
    "pass_note": mark("Write the dot codes on your slip if you want to look for them later."),
    "next_person": mark("Next person"),
    "next_person_lead": mark(
        "The phone has forgotten whoever voted before. Write the code from your own slip."
    ),
}

_RESULT: Final[Mapping[str, Said]] = {
    "result": mark("What we put first"),
    "result_answers": mark("How far we agree"),
    "result_soon": mark("The result is on its way."),
    "shared": mark("shared place {place}"),
    "dots": mark_forms("{n} dot", "{n} dots"),
    "persons": mark_forms("{n} person", "{n} persons"),
    "at_least": mark("at least {count}"),
    "support_at": mark_forms("support at {n} of {all} table", "support at {n} of {all} tables"),
    "corrected": mark("corrected after the seal"),
    "before_correction": mark("before the correction"),
    "objections": mark_forms("{n} objection", "{n} objections"),
    "own_title": mark("Your dots are counted in"),
    "own_found": mark_forms(
        "Your dot code {codes} is on the list.", "Your {n} dot codes are on the list: {codes}."
    ),
    "own_missing": mark(
        "{n} of your {all} dot codes are on the list. Show this to whoever leads the meeting."
    ),
    "own_looking": mark("We are looking for your dot codes on the list."),
    "list": mark("See the whole list of dot codes"),
    "list_lead": mark("Each line is the dots of one ballot slip on one proposal."),
    "code": mark("Code"),
    "proposal": mark("Proposal"),
    "dots_heading": mark("Dots"),
}

_AFTER: Final[Mapping[str, Said]] = {
    "next_steps": mark("Next steps"),
    "next_steps_none": mark("No next steps have been written down yet."),
    "responsible": mark("Responsible: {who}"),
    "deadline": mark("Deadline: {when}"),
    "effect": mark("Desired effect: {effect}"),
    "decisions": mark("Decided otherwise than the list"),
    "because": mark("Because: {reason}"),
    "follow_ups": mark("What became of the proposals"),
    "effect_now": mark("What is different now: {effect}"),
    "thanks": mark("The meeting is over. Thank you for coming."),
}

_SAID: Final[Mapping[str, Said]] = {
    **_PAGE, **_WELCOME, **_IDEAS, **_SLIP, **_VOTE, **_TABLE, **_RESULT, **_AFTER,
}  # fmt: skip

_CHILDREN: Final[Mapping[str, Said]] = {
    "welcome_lead": mark("Hello. Here you can write what you think, and put your dots."),
    "privacy": mark(
        "Do not write your name. Do not write about others by name. All can see what you write. "
        "Your dots are secret."
    ),
    "frames_lead": mark("This is what we talk about today."),
    "idea_hint": mark("Write one thing at a time."),
    "idea_no_names": mark("Do not write your name."),
    "silent": mark("Now we write without a word. Then we show it all at once."),
    "slip_lead": mark("Hold the camera over the code on your slip. Or write the 8 signs here."),
    "slip_used": mark(
        "This slip has been used. Here is what was on it. Was it not you? Then tell a grown-up."
    ),
    "slip_unknown": mark("We do not know that code. Look at it again. Ask a grown-up for help."),
    "slip_spare": mark("You cannot use that slip yet. Ask a grown-up."),
    "hidden_note": mark("Nobody can see the dots of others while we vote. Choose what you think."),
    "support_note": mark(
        "There are two numbers. One says how many dots. The other says how many of you put them."
    ),
    "present_note": mark("The numbers show what you think today."),
    "too_late": mark("The vote was closed. Your dots did not get in. Ask a grown-up."),
    "too_late_unknown": mark("The vote was closed. Ask a grown-up if your dots got in."),
    "ideas_late": mark("We are past the ideas now. But we keep what you send."),
    "lost": mark("The net is gone. We try again. Wait a bit."),
    "own_missing": mark("{n} of your {all} codes are on the list. Show this to a grown-up."),
    "thanks": mark("That was it. Thank you for your help."),
    "forget_sure": mark("Your slip and codes go from this phone. What you sent stays."),
}
"""Plainer words for rounds with children; what is not here is the same for everybody."""


def all_words() -> dict[str, dict[str, Any]]:
    """Every sentence by language; under "children" those that are plainer."""
    found: dict[str, dict[str, Any]] = {}
    for language in LANGUAGES:
        with speaking(language):
            found[language] = {
                **_spoken(_SAID),
                **_names(),
                **_from_wording(),
                "children": _spoken(_CHILDREN),
            }
    return found


def _spoken(said: Mapping[str, Said]) -> dict[str, Any]:
    return {name: _form(words) for name, words in said.items()}


def _form(words: Said) -> str | list[str]:
    if isinstance(words, str):
        return _(words)
    return [ngettext(*words, 1), ngettext(*words, 2)]


def _names() -> dict[str, Any]:
    return {
        **{f"phase_{phase}": texts.name(phase) for phase in Phase},
        **{f"step_{step}": texts.name(step) for step in Agreement},
        **{f"type_{kind}": texts.name(kind) for kind in MeetingType},
        **{f"frame_{name}": texts.field(name) for name in (*FRAMES, "purpose", "answer_where")},
    }


def _from_wording() -> dict[str, Any]:
    """What the protocol and the screens say in the same words."""
    return {
        "advisory": texts.advisory(),
        "hidden_note": texts.about_hidden(),
        "support_note": texts.about_support(),
        "present_note": texts.about_those_present(),
        "open_access": texts.access(open_to_all=True),
    }


def fallbacks() -> dict[str, str]:
    """What the page itself says before, or instead of, its script; as HTML, Danish first."""
    return {"without-script": _said_twice(_without_script), "one-moment": _said_twice(_one_moment)}


def _without_script() -> str:
    return _(
        "This page needs JavaScript. It is turned off on this phone, or the phone is too old. You "
        "can take part on paper just as well: use the slip on the table."
    )


def _one_moment() -> str:
    return _("One moment … If nothing happens, use the slip on the table.")


def _said_twice(say: Any) -> str:
    found = []
    for language in LANGUAGES:
        with speaking(language):
            found.append(f'<p lang="{language}">{html.escape(say())}</p>')
    return "".join(found)
