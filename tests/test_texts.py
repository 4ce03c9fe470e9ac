import ast
import json
import re
import string
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import fields
from datetime import date as day
from enum import StrEnum
from pathlib import Path
from typing import Any

import catalogue
import pytest

from moedeapp import resources, texts
from moedeapp.intake.problems import Notice, Problem
from moedeapp.model import errors, meeting, phases, rows
from moedeapp.model.lacking import FACTS, Lack, What
from moedeapp.model.meeting import Channel, Idea, IdeaState, Phase, Reason, Role
from moedeapp.texts import fingerprint, names, problems

ROOT = Path(__file__).resolve().parent.parent
LONG_PARAGRAPH = 20
EASY_READING = 34

FORBIDDEN = {
    r"\bboard\b": "tavle",
    r"\bdots?\b": "prik",
    r"\bpoints?\b": "prik",
    r"(\d|\}|flest|færrest|fik|mange|få|antal|en|din|dine|jeres) stemmer?\b": "prikker",
    r"\bklynger?\b": "tema",
    r"\bevents?\b": "møde",
    r"\btlf\b": "telefon",
    r"\bslet(te|tes|tet|ter|tede)?\b(?! ikke)": "skjul, slør, fjern",
    r"\bcensur": "gennemse",
    r"\bvalgdeltagelse": "afgivne stemmesedler",
    r"\blog ind\b": "kom med",
    r"\bbordformand": "bordvært",
    r"\bprojektor": "storskærm",
    r"\bide(en|er|erne)?\b": "idé",
    r"\bmotivation": "virkelyst",
}
"""What the glossary says not to write, and what to write instead."""


@pytest.fixture(scope="module")
def danish() -> Any:
    return catalogue.read(catalogue.DANISH)


def pairs(translations: Any) -> Iterator[tuple[str, str]]:
    for message in catalogue.entries(translations):
        yield from zip(catalogue.forms(message.id), catalogue.forms(message.string), strict=True)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def lix(text: str) -> float:
    found = re.findall(r"[\w-]+", text)
    sentences = max(1, len(re.findall(r"[.!?:](?=\s|$)", text)))
    return len(found) / sentences + 100 * sum(len(word) > 6 for word in found) / len(found)


# --- languages


def test_danish_is_spoken_unless_something_else_is_asked_for() -> None:
    assert texts.spoken() == "da"
    assert texts._("Next steps") == "Næste skridt"


def test_english_can_be_spoken_beside_danish_and_ends_with_the_block() -> None:
    with texts.speaking("en"):
        assert texts._("Next steps") == "Next steps"
        assert texts.date("2026-11-23") == "23 November 2026"
    assert texts._("Next steps") == "Næste skridt"


def test_danish_comes_back_after_an_error_in_english() -> None:
    with pytest.raises(ZeroDivisionError), texts.speaking("en"):
        _ = 1 / 0
    assert texts.spoken() == "da"


def test_use_changes_the_language_until_it_is_changed_again() -> None:
    texts.use("en")
    try:
        assert texts._("Themes") == "Themes"
    finally:
        texts.use("da")
    assert texts._("Themes") == "Temaer"


def test_a_thread_speaks_its_own_language() -> None:
    heard = []
    with texts.speaking("en"):
        thread = threading.Thread(target=lambda: heard.append(texts.spoken()))
        thread.start()
        thread.join()
    assert heard == ["da"]


def test_an_unknown_language_is_refused_and_nothing_changes() -> None:
    with pytest.raises(errors.BadValue):
        texts.use("xx")
    with pytest.raises(errors.BadValue), texts.speaking("xx"):
        pass
    assert texts.spoken() == "da"


def test_plurals_follow_the_count() -> None:
    assert [texts.dots(n) for n in (0, 1, 2)] == ["0 prikker", "1 prik", "2 prikker"]


def test_no_message_is_no_message() -> None:
    assert texts._("") == ""


def test_one_english_word_may_have_several_danish_ones() -> None:
    assert texts.pgettext("clock", "{time}") == "kl. {time}"
    assert texts._("{time}") == "{time}"


def test_neither_babel_nor_a_catalogue_is_loaded_by_the_import() -> None:
    program = (
        "import sys, json, moedeapp.texts as t; from moedeapp.texts import languages as l;"
        "import moedeapp.qr, moedeapp.resources;"
        "print(json.dumps([[m for m in ('babel', 'qrcode', 'font_source_sans_pro') "
        "if m in sys.modules], l._catalogue.cache_info().currsize]))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert json.loads(answer.stdout) == [[], 0]


# --- dates and numbers


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (lambda: texts.date("2026-11-23"), "23. november 2026"),
        (lambda: texts.date("2026-11-23", short=True), "23. nov. 2026"),
        (lambda: texts.clock("20:18"), "kl. 20.18"),
        (lambda: texts.clock("2026-11-23T20:18:00+01:00"), "kl. 20.18"),
        (lambda: texts.clock("09:05"), "kl. 9.05"),
        (lambda: texts.period("19:00", "21:00"), "kl. 19.00–21.00"),
        (lambda: texts.number(1234), "1.234"),
        (lambda: texts.number(2.5), "2,5"),
        (lambda: texts.listed(["a"]), "a"),
        (lambda: texts.listed([]), ""),
        (lambda: texts.listed(["a", "b"]), "a og b"),
        (lambda: texts.listed(["a", "b", "c"]), "a, b og c"),
        (lambda: texts.listed(["a", "b", "c"], "or"), "a, b eller c"),
    ],
)
def test_danish_writes_it_so(said: Any, expected: str) -> None:
    assert said() == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (lambda: texts.date("2026-11-23", short=True), "23 Nov 2026"),
        (lambda: texts.clock("20:18"), "20:18"),
        (lambda: texts.period("19:00", "21:00"), "19:00–21:00"),
        (lambda: texts.number(1234), "1,234"),
        (lambda: texts.number(2.5), "2.5"),
        (lambda: texts.listed(["a", "b", "c"]), "a, b and c"),
    ],
)
def test_english_writes_it_so(said: Any, expected: str) -> None:
    with texts.speaking("en"):
        assert said() == expected


@pytest.mark.parametrize("text", ["", "2026-13-01", "tomorrow", "23-11-2026"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(errors.BadValue) as caught:
        texts.date(text)
    assert caught.value.problem == "not_a_date"


@pytest.mark.parametrize("text", ["", "25:00", "2026-11-23Tx", "soon"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(errors.BadValue) as caught:
        texts.clock(text)
    assert caught.value.problem == "not_a_time"


def test_every_month_is_danish() -> None:
    spelled = {texts.date(day(2026, month, 1).isoformat()).split()[1] for month in range(1, 13)}
    assert {"januar", "marts", "maj", "juni", "juli", "oktober"} < spelled
    assert len(spelled) == 12


# --- names


ENUMS = [
    thing
    for thing in vars(meeting).values()
    if isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum
]


@pytest.mark.parametrize("value", [value for kind in ENUMS for value in kind], ids=repr)
def test_every_value_of_the_model_has_a_name_of_its_own_in_both_languages(value: StrEnum) -> None:
    for language in texts.LANGUAGES:
        with texts.speaking(language):
            said = [texts.name(one) for one in type(value)]
            assert said.count(texts.name(value)) == 1


def test_the_phases_have_the_names_of_the_glossary() -> None:
    assert [texts.name(phase) for phase in Phase] == [
        "Rammer", "Velkomst", "Idéer", "Temaer", "Prikker", "Resultat", "Næste skridt",
    ]  # fmt: skip


def test_values_spelled_alike_keep_their_own_names() -> None:
    assert texts.name(Channel.BEFORE) == "før mødet"
    assert texts.name(Channel.TABLE) == "bordenhed"
    assert texts.name(meeting.RoundState.OPEN) == "åben"


def test_the_frames_have_the_labels_people_know() -> None:
    assert [texts.field(frame) for frame in meeting.FRAMES] == [
        "Kan påvirkes", "Ligger fast", "Hvem beslutter", "I får svar", "Mødets type",
    ]  # fmt: skip


def test_every_field_of_the_meeting_and_its_organisation_has_a_label() -> None:
    keys = {one.name for kind in (meeting.Facts, meeting.Organisation) for one in fields(kind)}
    assert keys - {"id"} <= set(names._FIELDS)


def test_every_kind_of_row_can_be_named() -> None:
    assert set(rows.KINDS) <= set(names._THINGS)
    assert texts.thing("ideas", 12) == "Idé 12"
    assert texts.thing("themes") == "Temaet"


def test_every_command_has_a_name() -> None:
    assert set(phases.OPEN) == set(names._ACTS)


def test_no_two_commands_are_called_the_same() -> None:
    for language in texts.LANGUAGES:
        with texts.speaking(language):
            said = [texts.act(command) for command in phases.OPEN]
            assert len(set(said)) == len(said)


def test_a_command_of_another_version_is_called_the_last_change() -> None:
    assert texts.act("ideas.sing") == "den seneste ændring"


def test_a_capital_is_put_first_and_the_rest_is_left_alone() -> None:
    assert texts.capital("ændret af KLE") == "Ændret af KLE"
    assert texts.capital("") == ""


# --- counts in words


def test_turnout_counts_the_slips_handed_out_when_they_are_known() -> None:
    assert texts.turnout(52, 60) == "52 af 60 stemmesedler afgivet"
    assert texts.turnout(52) == "52 stemmesedler afgivet"
    assert texts.turnout(1) == "1 stemmeseddel afgivet"


def test_unused_dots_are_counted() -> None:
    assert texts.unused(12) == "12 prikker blev ikke brugt"
    assert texts.unused(1) == "1 prik blev ikke brugt"
    assert texts.unused(0) == "Alle prikker blev brugt"


def test_support_says_dots_persons_and_tables() -> None:
    assert texts.support(31, 19) == "31 prikker fra 19 personer"
    assert texts.support(1, 1) == "1 prik fra 1 person"
    assert texts.tables(7, 8) == "7 af 8 borde"


def test_a_shared_place_says_so() -> None:
    assert texts.rank(3) == "3"
    assert texts.rank(3, shared=True) == "delt 3.-plads"


def test_margins_and_ties_are_said_in_words() -> None:
    assert texts.margin(2, 3, 4) == "2 prikker skiller forslag 3 og forslag 4"
    assert texts.margin(1, 3, 4) == "1 prik skiller forslag 3 og forslag 4"
    assert texts.margin(0, 3, 4) == "Forslag 3 og forslag 4 fik lige mange prikker"
    assert texts.tie([2, 7], 3) == "Forslag 2 og 7 fik lige mange prikker og deler 3.-pladsen."


def test_tables_are_told_as_support_and_stickers_as_at_least() -> None:
    assert texts.bridge(7, 8) == "støtte ved 7 af 8 borde"
    assert texts.at_least(texts.persons(19)) == "mindst 19 personer"


def test_equal_shares_say_what_a_place_cost_and_who_was_level() -> None:
    assert texts.cost("1/24") == "hver, der støtter det, bruger højst 1/24 af en plads"
    assert texts.cost("") == "udfyldt efter prikker"
    assert texts.level([1, 2, 3]) == (
        "Forslag 1, 2 og 3 fik lige mange prikker fra lige mange personer."
    )


def test_a_correction_says_what_was_added_and_taken_away() -> None:
    assert texts.change(-1, 2) == "\N{MINUS SIGN}1 prik, +2 personer"
    assert texts.change(3, 0) == "+3 prikker"
    assert texts.before_correction() == "før rettelsen"


def test_slips_used_in_two_ways_are_counted() -> None:
    assert texts.contested(0) == ""
    assert texts.contested(1) == (
        "1 stemmeseddel blev brugt på to måder. Det, der kom først, tæller."
    )


def test_channels_put_together_are_named_together() -> None:
    assert texts.channel("phone+paper") == "telefon og papir"
    assert texts.channels([("phone", 40), ("paper+table", 12)]) == (
        "telefon: 40, papir og bordenhed: 12"
    )
    assert texts.channels([]) == ""


def test_dot_codes_are_counted_and_told() -> None:
    assert texts.stubs(57) == "57 prikkoder"
    assert texts.own_stubs(["K74MQ", "T9XPB"]) == (
        "Dine prikkoder: K74MQ, T9XPB. Find dem på listen."
    )


def test_answers_are_told_in_the_order_of_the_scale() -> None:
    assert texts.agreement([12, 3, 4, 0, 1]) == (
        "Helt enig 12 · Enig 3 · Kan leve med det 4 · I tvivl 0 · Imod 1"
    )
    assert texts.objections(2) == "2 indvendinger"


def test_what_became_of_a_proposal_is_one_sentence() -> None:
    assert [texts.name(stage) for stage in meeting.Progress] == [
        "Venter", "I gang", "Gennemført", "Afvist, fordi …",
    ]  # fmt: skip
    turned_down = meeting.Progress.TURNED_DOWN
    assert texts.progress(turned_down, "Der er ikke penge.") == "Afvist, fordi der er ikke penge."
    assert texts.progress(meeting.Progress.DONE, "Broen står.") == "Gennemført: Broen står."
    assert texts.progress(meeting.Progress.DONE) == "Gennemført"


def test_a_draw_is_told_with_its_seed() -> None:
    assert texts.lot(2, [7, 3], "abc") == (
        "Der blev trukket lod om 2.-pladsen. Rækkefølgen blev 7 og 3, og frøet var »abc«."
    )


def test_open_access_is_never_told_as_slips() -> None:
    assert texts.access(open_to_all=True) == "Åben adgang: dobbeltstemmer kan ikke udelukkes."
    assert texts.access(open_to_all=False) == "Stemmesedler med engangskode."


def test_the_rules_of_the_dots_follow_the_round() -> None:
    assert "Du har 5 prikker." in texts.about_dots(5, 2)
    assert "højst sætte 2 på det samme" in texts.about_dots(5, 2)
    assert "højst" not in texts.about_dots(5, None)


def test_heads_are_listed_by_role_and_empty_roles_left_out() -> None:
    counts = {Role.STAFF: 6, Role.CITIZEN: 60, Role.POLITICIAN: 5}
    assert texts.heads(counts) == "60 borgere, 5 politikere og 6 medarbejdere"
    assert texts.heads({Role.CITIZEN: 1, Role.STAFF: 0}) == "1 borger"
    assert texts.heads({}) == ""


def test_counts_by_the_thousand_have_a_full_stop() -> None:
    assert texts.ideas(2000) == "2.000 idéer"
    assert texts.turnout(1000, 1200) == "1.000 af 1.200 stemmesedler afgivet"


def test_the_result_is_advisory() -> None:
    assert texts.advisory() == "Vejledende prioritering – ikke en kommunal beslutning"


def test_hours_of_a_table_have_no_word_before_them() -> None:
    assert texts.hours("19:00", "21:05") == "19.00–21.05"
    assert texts.hours("2026-11-23T19:00:00+01:00") == "19.00"
    with texts.speaking("en"):
        assert texts.hours("19:00", "21:05") == "19:00–21:05"


# --- how long


def test_a_stopwatch_has_minutes_and_two_digits_of_seconds() -> None:
    said = [texts.stopwatch(seconds) for seconds in (0, 9, 462, 3599, 4062, -185)]
    assert said == ["0:00", "0:09", "7:42", "59:59", "1:07:42", "\N{MINUS SIGN}3:05"]


def test_a_duration_is_said_without_what_is_nothing() -> None:
    said = [texts.duration(seconds) for seconds in (0, 1, 60, 462, 3600, 4062, -185)]
    assert said == [
        "0 sekunder",
        "1 sekund",
        "1 minut",
        "7 minutter og 42 sekunder",
        "1 time",
        "1 time, 7 minutter og 42 sekunder",
        "3 minutter og 5 sekunder",
    ]


def test_the_clock_is_said_in_words() -> None:
    assert texts.time_left(462, 100) == "7 minutter og 42 sekunder tilbage"
    assert texts.time_left(0, 100) == "Tiden er gået"
    assert texts.time_left(-5, 100) == "Tiden gik for 5 sekunder siden"
    assert texts.time_left(None, 60) == "1 minut gået"
    assert texts.time_left(60, 0, paused=True) == "1 minut tilbage, på pause"
    with texts.speaking("en"):
        assert texts.time_left(462, 100) == "7 minutes and 42 seconds left"


def idea(state: IdeaState, reason: Reason | None = None, *, masked: bool = False) -> Idea:
    return Idea(
        "i1", 1, "q1", "Bænke", "00", Channel.PHONE, state, "2026-11-23T19:10:00+01:00",
        reason=reason, masked=masked,
    )  # fmt: skip


def test_shown_waiting_and_parked_ideas_keep_their_words() -> None:
    for state in (IdeaState.SHOWN, IdeaState.READY, IdeaState.WAITING, IdeaState.PARKED):
        assert texts.replacement(idea(state)) is None


def test_hidden_masked_and_withdrawn_ideas_say_why_instead() -> None:
    person = Reason.PERSON
    assert (
        texts.replacement(idea(IdeaState.SHOWN, person, masked=True))
        == "[oplysning om en person fjernet]"
    )
    assert texts.replacement(idea(IdeaState.HIDDEN, Reason.ABUSE)) == "[skjult: krænkende ord]"
    assert texts.replacement(idea(IdeaState.HIDDEN)) == "[skjult]"
    assert texts.replacement(idea(IdeaState.WITHDRAWN)) == "[trukket tilbage af den, der skrev]"
    assert texts.replacement(idea(IdeaState.HIDDEN, person, masked=True)) != texts.replacement(
        idea(IdeaState.HIDDEN, person)
    )


# --- what went wrong

FILE = Path("/hemmelig/mappe/Møde på Torvet.moede")


def every_error() -> Iterator[errors.MoedeError]:
    yield from file_errors()
    yield from meeting_errors()
    yield from errors_of_values()
    yield from errors_of_the_journal()


def file_errors() -> Iterator[errors.MoedeError]:
    yield from (kind(FILE) for kind in errors.FileError.__subclasses__())
    yield errors.AlreadyOpen(FILE, computer="PC-12")
    yield errors.AlreadyOpen(FILE, "PC-12", "mette", "2026-11-23T18:30:00+01:00")
    for word in Problem:
        yield errors.CannotRead(FILE, word, 12, values_of(word))
        yield errors.CannotRead(FILE, word, None, values_of(word))


def meeting_errors() -> Iterator[errors.MoedeError]:
    for command in phases.OPEN:
        yield errors.ClosedInPhase(command, Phase.RESULT, (Phase.IDEAS, Phase.THEMES))
    yield errors.FramesMissing(meeting.FRAMES)
    yield errors.NowListening("staff")
    yield errors.NowSilent()
    yield errors.MeetingFinal()
    yield errors.FileGone(Path("Aften.moede"), "gone")
    yield errors.MeetingMoved()
    yield errors.JournalLacks(4, 9)
    yield errors.NotBegun()
    yield errors.Rehearsing()
    yield errors.RoundIsOpen(1)
    yield from (errors.RoundNotOpen(1, state) for state in meeting.RoundState)
    yield from (errors.RoleNotAdmitted(role) for role in Role)
    yield from (errors.BallotInvalid(reason, 5, 2) for reason in meeting.Rejection)
    yield errors.RoundIsOpen(0)
    yield from (errors.RoundNotOpen(0, state) for state in meeting.RoundState)
    yield from (errors.SlipRefused(why) for why in ("unknown", "none", *meeting.SlipState))
    yield errors.BallotDiffers()
    yield errors.NotAllKeyed(3)
    yield from (errors.BadCode(problem) for problem in ("length", "sign", "check"))
    yield errors.CannotUndo("ideas.edit", "ideas", "5f3a9c", 12)
    yield errors.CannotUndo()
    yield errors.NothingToUndo()
    yield errors.NothingToUndo(redo=True)


def errors_of_values() -> Iterator[errors.MoedeError]:
    for kind in set(names._THINGS) | set(problems._NAMED):
        yield errors.Unknown(kind, "12")
    for kind in set(names._THINGS) - set(problems._NAMED):
        yield errors.Unknown(kind, "5f3a9c")
    for problem in problems._VALUES:
        for name in ("title", "idea", "cap"):
            yield errors.BadValue(name, "12", problem, 10)
            yield errors.BadValue(name, "12", problem)


def errors_of_the_journal() -> Iterator[errors.MoedeError]:
    yield from (errors.JournalBroken(7, problem) for problem in problems._LINKS)
    yield from (kind(7) for kind in (errors.WordsAltered, errors.IdeaGone, errors.CountAltered))
    yield errors.IdeasLost(180, 179)
    yield errors.MakerStopped()


def values_of(problem: str) -> dict[str, str]:
    """The values that `moedeapp.intake.problems` promises with a problem, from its comments."""
    source = (ROOT / "moedeapp" / "intake" / "problems.py").read_text(encoding="utf-8")
    comment = re.search(rf'"{problem}"  # (.*)', source)
    said = comment.group(1) if comment else ""
    return dict.fromkeys(re.findall(r"[a-z]+", said), "8")


def test_every_error_of_the_model_is_tried_here() -> None:
    def below(kind: type) -> Iterator[type]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    tried = {type(error) for error in every_error()}
    assert set(below(errors.MoedeError)) - tried == {errors.FileError}


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_error_is_said_calmly_in_whole_sentences(language: str) -> None:
    with texts.speaking(language):
        for error in every_error():
            said = texts.explain(error)
            assert said[0].isupper() or not said[0].isalpha(), said
            assert said.endswith("."), said
            assert "!" not in said
            assert not re.search(r"[{}_]|\bNone\b|5f3a9c|/hemmelig", said), said


def test_a_file_is_named_without_its_folder() -> None:
    assert texts.explain(errors.FileEmpty(FILE)).startswith("Møde på Torvet.moede er tom")


def test_whoever_has_the_meeting_open_is_named() -> None:
    said = texts.explain(errors.AlreadyOpen(FILE, "PC-12", "mette", "2026-11-23T18:30:00+01:00"))
    assert "mette på computeren PC-12 siden 23. november 2026 kl. 18.30" in said
    assert "hos PC-12," in texts.explain(errors.AlreadyOpen(FILE, computer="PC-12"))
    assert "et andet sted" in texts.explain(errors.AlreadyOpen(FILE))


def test_a_closed_command_says_where_it_is_open() -> None:
    said = texts.explain(
        errors.ClosedInPhase("themes.rename", Phase.RESULT, (Phase.IDEAS, Phase.THEMES))
    )
    assert said == (
        "»omdøb tema« kan ikke bruges i fasen Resultat. Intet er ændret. "
        "Det hører til i Idéer eller Temaer: gå dertil, og prøv igen."
    )


def test_a_round_says_what_can_be_done_with_it_now() -> None:
    assert texts.explain(errors.RoundIsOpen(2)).startswith("Det må vente, til afstemning 2 er")
    assert "Luk den" in texts.explain(errors.RoundNotOpen(2, "open"))
    assert texts.explain(errors.RoundNotOpen(0, "closed")).startswith("Prøveafstemningen er lukket")


def test_a_refused_slip_says_why() -> None:
    said = {texts.explain(errors.SlipRefused(why)) for why in problems._SLIPS}
    assert len(said) == 5
    assert "annulleret" in texts.explain(errors.SlipRefused("void"))


def test_a_line_of_a_file_is_numbered() -> None:
    error = errors.CannotRead(Path("idéer.csv"), Problem.BAD_TABLE, 12, {"found": "to"})
    assert texts.explain(error) == (
        "idéer.csv, linje 12: »to« er ikke nummeret på et bord. Der er ikke hentet noget. "
        "Ret linjen, og hent filen igen."
    )


def test_an_undo_that_came_too_late_names_the_idea_and_the_act() -> None:
    said = texts.explain(errors.CannotUndo("ideas.edit", "ideas", "5f3a9c", 12))
    assert said.startswith("Idé 12 har ændret sig siden.")
    assert "»ret en idé«" in said


def test_a_value_that_is_a_whole_row_is_called_by_its_number() -> None:
    assert texts.explain(errors.BadValue("idea", "12", "masked")).startswith("Idé 12 er sløret")
    assert texts.explain(errors.BadValue("theme", "AB", "cycle")).startswith("Tema AB ville")
    said = texts.explain(errors.BadValue("question", "Hvad skal der ske?", "in_use"))
    assert said.startswith("Spørgsmålet er stadig i brug")


def test_braces_in_what_people_wrote_are_shown_as_they_are() -> None:
    assert "»{0}{x}«" in texts.explain(errors.BadValue("date", "{0}{x}", "not_a_date"))


def test_a_long_value_is_cut_in_the_sentence() -> None:
    said = texts.explain(errors.BadValue("kle", "x" * 10_000, "bad_kle"))
    assert "…" in said
    assert len(said) < 200


def test_every_problem_of_a_file_has_a_sentence_in_both_languages() -> None:
    assert set(Problem) == set(problems._FILES)
    for problem in Problem:
        with texts.speaking("en"):
            english = texts._(problems._FILES[problem])
        assert texts._(problems._FILES[problem]) != english


def test_every_sentence_about_a_file_uses_only_values_that_are_there() -> None:
    for problem in Problem:
        assert placeholders(problems._FILES[problem]) <= set(values_of(problem)), problem


def test_every_notice_of_an_import_has_a_sentence() -> None:
    assert set(Notice) == set(problems._NOTICES)
    assert texts.notice(Notice.ARCHIVED_CARDS, {"count": "3"}) == (
        "Arkiverede kort, som er sprunget over: 3."
    )
    for word in Notice:
        assert placeholders(problems._NOTICES[word]) <= set(values_of(word)), word


def raised(error: str) -> Iterator[list[set[str]]]:
    """For every place that makes this error: the texts written out in each argument."""
    for file in (ROOT / "moedeapp").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(error):
                yield [literals(argument) for argument in node.args]


def literals(node: ast.AST) -> set[str]:
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def test_every_bad_value_that_is_raised_has_a_label_and_a_sentence() -> None:
    calls = list(raised("BadValue"))
    assert len(calls) > 10
    for name, _, problem, *_ in calls:
        assert name <= set(names._FIELDS)
        assert problem <= set(problems._VALUES)


def test_every_row_that_is_looked_for_in_vain_has_a_name() -> None:
    calls = list(raised("Unknown"))
    assert len(calls) > 5
    for kind, *_ in calls:
        assert kind <= set(names._THINGS) | set(problems._NAMED)


def test_every_break_of_the_journal_has_a_sentence() -> None:
    calls = list(raised("JournalBroken"))
    assert calls
    for _, problem in calls:
        assert problem <= set(problems._LINKS)


def test_a_ballot_that_breaks_the_rules_is_told_the_rule() -> None:
    assert "højst være 5." in texts.explain(errors.BallotInvalid("too_many_dots", 5, 2))
    assert "højst være 2." in texts.explain(errors.BallotInvalid("over_cap", 5, 2))


# --- the words of a journal head


def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "_wordlist", lambda: [f"w{n}" for n in range(1024)])


def test_a_head_is_eight_words_of_ten_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch)
    bits = "".join(f"{number:010b}" for number in (0, 1, 2, 512, 1023, 5, 6, 7))
    head = int(bits, 2).to_bytes(10, "big") + bytes(22)
    assert texts.words(head) == "w0 w1 w2 w512 w1023 w5 w6 w7"


def test_each_of_the_first_80_bits_changes_one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch)
    plain = texts.words(bytes(32)).split()
    for bit in range(80):
        head = (1 << 255 - bit).to_bytes(32, "big")
        changed = [a != b for a, b in zip(plain, texts.words(head).split(), strict=True)]
        assert changed == [bit // 10 == at for at in range(8)]


def test_a_head_of_another_length_is_refused() -> None:
    with pytest.raises(errors.BadValue):
        texts.words(b"short")


def test_the_word_list_has_1024_different_words() -> None:
    wordlist = resources.text("words", "da.txt").split()
    assert len(wordlist) == len(set(wordlist)) == 2**fingerprint.BITS


# --- the catalogue


def test_the_catalogue_holds_the_messages_of_the_code_and_nothing_else(danish: Any) -> None:
    fresh = catalogue.merged(catalogue.extracted(), danish)
    assert catalogue.as_po(fresh).decode() == catalogue.DANISH.read_text(encoding="utf-8"), (
        "run ./moede texts"
    )


def test_the_compiled_catalogue_is_the_one_people_edit(danish: Any) -> None:
    fresh = catalogue.merged(danish, danish)
    assert catalogue.as_mo(fresh) == catalogue.DANISH.with_suffix(".mo").read_bytes()


def test_no_danish_is_missing_or_a_guess(danish: Any) -> None:
    assert [message.id for message in catalogue.missing(danish)] == []
    assert all(danish_words.strip() for _, danish_words in pairs(danish))


def test_the_danish_fills_in_the_same_values_as_the_english(danish: Any) -> None:
    for english, danish_words in pairs(danish):
        assert not danish_words or placeholders(danish_words) == placeholders(english), english


def test_the_danish_uses_no_word_the_glossary_forbids(danish: Any) -> None:
    for _, danish_words in pairs(danish):
        plain = re.sub(r"\{.*?\}", "{}", danish_words)
        plain = re.sub(r"\b[A-Z]{2,}\b", "", plain)  # what the terminal calls a value
        for pattern, instead in FORBIDDEN.items():
            assert not re.search(pattern, plain, re.IGNORECASE), (danish_words, instead)


def test_the_danish_quotes_and_dashes_the_danish_way(danish: Any) -> None:
    for _, danish_words in pairs(danish):
        assert not re.search("[“”]", danish_words), danish_words
        assert danish_words.count("»") == danish_words.count("«"), danish_words
        assert " - " not in danish_words, danish_words


def test_long_danish_is_easy_to_read(danish: Any) -> None:
    for _, danish_words in pairs(danish):
        for paragraph in danish_words.split("\n\n"):
            if len(paragraph.split()) >= LONG_PARAGRAPH:
                assert lix(paragraph) <= EASY_READING, (round(lix(paragraph)), paragraph)


def test_lix_is_measured_as_the_known_texts_were() -> None:
    dots = (
        "Du har fem prikker. Sæt dem på de forslag, du synes er vigtigst. Du må højst sætte to "
        "på det samme. Du kan flytte dem, til tiden er gået. Du behøver ikke bruge dem alle."
    )
    assert round(lix(dots)) == 18


def test_updating_keeps_translations_and_leaves_no_trace_of_the_day(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        'from t import _, ngettext, pgettext\n_("One")\nngettext("{n} cat", "{n} cats", 2)\n'
        'pgettext("verb", "Open")\n_("New")\n',
        encoding="utf-8",
    )
    old = tmp_path / "old.po"
    old.write_text(
        'msgid "One"\nmsgstr "Én"\n\nmsgctxt "verb"\nmsgid "Open"\nmsgstr "Åbn"\n\n'
        'msgid "Gone"\nmsgstr "Væk"\n',
        encoding="utf-8",
    )
    updated = catalogue.merged(catalogue.extracted(tmp_path), catalogue.read(old))
    written = catalogue.as_po(updated).decode()
    assert 'msgid "One"\nmsgstr "Én"' in written
    assert 'msgctxt "verb"\nmsgid "Open"\nmsgstr "Åbn"' in written
    assert "Gone" not in written
    assert not re.search(r"a\.py|20\d\d-|Team|EMAIL|Generated", written)
    assert [catalogue.forms(message.id)[0] for message in catalogue.missing(updated)] == [
        "{n} cat", "New",
    ]  # fmt: skip


def test_every_message_is_written_out_where_it_is_translated() -> None:
    call = re.compile(r"(?<![\w.])(?:_|mark|ngettext)\(\s*(?:[rb]?f[\"'])")
    for file in (ROOT / "moedeapp").rglob("*.py"):
        assert not call.search(file.read_text(encoding="utf-8")), file


# --- what a protocol lacks


def test_every_lack_says_what_is_missing_and_what_is_printed_instead() -> None:
    step = meeting.NextStep("s", 1, "Mal bænkene")
    proposal = meeting.Proposal("p", "r", 1, "Et sted ved vandet " * 9, None, ())
    told = [texts.lack(Lack(What.FACT, fact=name)) for name in FACTS]
    for what in What:
        if what is not What.FACT:
            told.append(texts.lack(Lack(what, step=step, proposal=proposal, count=2)))
    assert len(set(told)) == len(told)
    assert "Vært mangler. Protokollen udelader linjen." in told
    assert "Formål mangler. I protokollen står »Ikke afklaret«." in told
    assert "»Mal bænkene« har ingen frist. I protokollen står »Ikke aftalt på mødet«." in told
    (long,) = [words for words in told if "Et sted" in words]
    assert "…«. I protokollen" in long
    assert len(long) < 150
