"""What the hall is told, phase by phase."""

from dataclasses import replace

import pytest

from moedeapp.model.meeting import (
    IdeaState,
    NextStep,
    Organisation,
    Phase,
    Question,
    Role,
    RoundKind,
    RoundState,
)
from moedeapp.texts import speaking
from moedeapp.ui.projector.sheets import Code, Item, Place, Steps, Turnout
from moedeapp.ui.showing import Seen
from tests.export.evenings import idea, rows, vote
from tests.ui.projector.conftest import (
    ASKED,
    JOIN,
    TITLES,
    agreed,
    ballot,
    everything,
    in_phase,
    in_themes,
    meeting,
    next_steps,
    revealing,
    said,
    shown,
    voting,
    words,
)


def items(sheet):
    return [block for block in sheet.blocks if isinstance(block, Item)]


def places(told):
    return [block for sheet in told.sheets for block in sheet.blocks if isinstance(block, Place)]


# --- welcome


@pytest.mark.parametrize("phase", [Phase.FRAMES, Phase.WELCOME])
def test_the_evening_begins_with_its_title_its_question_and_its_frames(phase):
    now = replace(meeting(phase), organisation=Organisation(name="Mågevig Kommune"))
    first, second = words(shown(now))
    for text in ("Mågevig Kommune", "Fremtidens Havn", ASKED):
        assert text in first
    assert "Kan påvirkes Hvad der bygges på kajen" in second
    assert "Ligger fast Ikke afklaret" in second
    assert "I får svar Senest den 1. marts 2027" in second


def test_a_frame_that_nobody_has_filled_is_left_out():
    assert "Ligger fast" not in everything(
        replace(meeting(Phase.FRAMES), facts=replace(meeting(Phase.FRAMES).facts, unresolved=()))
    )


def test_those_without_a_phone_are_told_what_to_do():
    for seen in (Seen(), Seen(JOIN)):
        assert "Ingen telefon? Brug sedlen." in everything(meeting(Phase.WELCOME), seen)


def test_the_way_in_is_large_at_first_and_in_the_corner_afterwards():
    told = shown(meeting(Phase.WELCOME), Seen(JOIN))
    (code,) = told.sheets[0].aside
    assert (code.url, code.address) == (JOIN.url, JOIN.address)
    first, second = words(told)
    assert "Wi-Fi: Havnemøde. Ingen app, intet navn." in first
    assert first.count(JOIN.address) == second.count(JOIN.address) == 1


def test_without_a_way_in_there_is_no_code():
    told = shown(meeting(Phase.WELCOME))
    assert told.corner is None
    assert not any(isinstance(block, Code) for block in told.sheets[0].aside)


def test_several_questions_are_numbered():
    now = replace(
        meeting(Phase.WELCOME), questions=rows(Question("q1", 1, ASKED), Question("q2", 2, "Hvem?"))
    )
    assert [(i.mark, i.words) for i in items(shown(now).sheets[0])] == [
        ("1", ASKED),
        ("2", "Hvem?"),
    ]


# --- ideas


def test_ideas_are_shown_the_newest_first_with_their_number():
    now = meeting(Phase.IDEAS, ideas=said("En rampe", "Lys på stien"))
    (sheet,) = shown(now).sheets
    assert [(i.mark, i.words) for i in items(sheet)] == [("2", "Lys på stien"), ("1", "En rampe")]
    assert sheet.title == ASKED
    assert "2 idéer" in sheet.eyebrow


def test_an_idea_is_shown_as_the_board_has_it():
    now = meeting(Phase.IDEAS, ideas=rows(idea(1, "bænke", edited="Flere bænke")))
    assert [i.words for i in items(shown(now).sheets[0])] == ["Flere bænke"]


def test_ideas_to_another_question_are_not_shown():
    now = meeting(Phase.IDEAS, ideas=rows(idea(1, "En rampe"), idea(2, "Byrådet", question="q2")))
    assert [i.words for i in items(shown(now).sheets[0])] == ["En rampe"]


@pytest.mark.parametrize("phase", [Phase.IDEAS, Phase.THEMES])
def test_nothing_is_shown_while_everybody_writes_in_silence(phase):
    now = in_phase(meeting(phase, **in_themes()), phase, silent=True)
    assert "Alle skriver i stilhed" in everything(now)
    assert "rampe" not in everything(now)
    assert "Adgang" not in everything(now)


def test_before_the_first_idea_there_is_a_calm_page():
    assert "Sig det højt" in everything(meeting(Phase.IDEAS))


def test_a_listening_round_is_told_of():
    now = in_phase(meeting(Phase.IDEAS), Phase.IDEAS, listening=True)
    assert shown(now).mark == "Nu lytter vi til borgerne"


# --- themes


def test_themes_come_with_their_counts_and_then_with_their_ideas():
    overview, accessible, loose = shown(meeting(Phase.THEMES, **in_themes())).sheets
    assert [(i.mark, i.words, i.tail) for i in items(overview)] == [
        ("A", "Adgang for alle", "2 idéer"), ("B", "Børn og unge", "0 idéer"),
        ("C", "Havneliv", "0 idéer"), ("D", "Ro og natur", "0 idéer"),
    ]  # fmt: skip
    assert accessible.title == "A  Adgang for alle"
    assert [i.words for i in items(accessible)] == ["En rampe ned til vandet", "Lys på stien"]
    assert [i.words for i in items(loose)] == ["En sauna"]


def test_only_public_ideas_count_in_a_theme():
    now = meeting(Phase.THEMES, **in_themes())
    now = replace(
        now, ideas=now.ideas.set("i2", idea(2, "Lys", theme="t1", state=IdeaState.HIDDEN))
    )
    assert items(shown(now).sheets[0])[0].tail == "1 idé"


def test_without_themes_the_ideas_stay():
    now = meeting(Phase.THEMES, ideas=said("En rampe"))
    assert [i.words for i in items(shown(now).sheets[0])] == ["En rampe"]


# --- the vote


def test_before_there_is_a_vote_there_is_a_calm_page():
    assert "ved at blive gjort klar" in everything(meeting(Phase.DOTS))


def test_a_prepared_vote_is_explained_and_read_aloud_without_numbers():
    how, what = shown(voting(RoundState.PREPARED)).sheets
    text = everything(voting(RoundState.PREPARED))
    assert "Du har 3 prikker." in text
    assert "højst sætte 2 på det samme" in text
    assert "Ingen kan se en optælling, mens vi stemmer." in text
    assert "borgerne stemmer" in how.eyebrow
    assert [(i.mark, i.words) for i in items(what)] == [("–", title) for title in TITLES]
    assert "Numrene bliver trukket, når afstemningen åbner." in text


def test_an_open_vote_shows_its_turnout_its_rules_and_the_proposals_with_numbers():
    (sheet,) = shown(voting(RoundState.OPEN)).sheets
    turnout = sheet.aside[0]
    assert turnout == Turnout(41, "af 60 stemmesedler afgivet", 41 / 60)
    assert [(i.mark, i.words) for i in items(sheet)] == [
        (str(n), title) for n, title in enumerate(TITLES, 1)
    ]
    text = everything(voting(RoundState.OPEN))
    assert "3 prikker hver, højst 2 på samme forslag" in text
    assert "Ingen kan se en optælling, mens vi stemmer." in text


@pytest.mark.parametrize(
    ("handed_out", "cast", "told"),
    [
        (None, 1, Turnout(1, "stemmeseddel afgivet")),
        (40, 41, Turnout(41, "stemmesedler afgivet")),
        (41, 41, Turnout(41, "af 41 stemmesedler afgivet", 1.0)),
    ],
)
def test_the_turnout_never_says_more_than_is_known(handed_out, cast, told):
    now = meeting(
        Phase.DOTS,
        rounds=rows(vote(RoundState.OPEN, handed_out=handed_out, cast=cast)),
        proposals=rows(*ballot()),
    )
    assert shown(now).sheets[0].aside[0] == told


def test_a_closed_box_says_what_happens_now():
    text = everything(voting(RoundState.CLOSED))
    assert "Afstemningen er lukket" in text
    assert "Vi taster papirsedlerne." in text
    assert "41 af 60 stemmesedler afgivet" in text


def test_a_cancelled_vote_is_gone():
    assert "ved at blive gjort klar" in everything(voting(RoundState.CANCELLED))


def test_a_vote_on_agreement_explains_the_five_steps():
    now = in_phase(agreed(RoundState.PREPARED), Phase.DOTS)
    text = everything(now)
    assert "Helt enig, Enig, Kan leve med det, I tvivl og Imod" in text
    assert "prikker" not in text


def test_a_practice_vote_is_marked_and_is_about_no_question():
    now = replace(
        voting(RoundState.SEALED),
        rounds=rows(
            vote(RoundState.SEALED),
            replace(vote(RoundState.OPEN), id="r0", number=0, practice=True, roles=tuple(Role)),
        ),
        proposals=rows(*ballot(), *ballot("r0", ("Drømmekage", "Brunsviger"))),
    )
    told = shown(now)
    assert told.mark == "Prøveafstemning"
    assert "Drømmekage" in " ".join(words(told))
    assert ASKED not in " ".join(words(told))
    assert all("Prøveafstemning" in page for page in words(told))


def test_an_open_vote_stays_whatever_question_is_in_hand():
    now = voting(RoundState.OPEN)
    now = replace(now, questions=now.questions.set("q2", Question("q2", 2, "Hvem betaler?")))
    from moedeapp.ui.projector.show import show

    assert "Vi stemmer nu" in " ".join(words(show(now, "q2", Seen())))


# --- the result


def test_before_anything_is_revealed_there_is_a_calm_page():
    text = everything(in_phase(voting(RoundState.SEALED), Phase.RESULT))
    assert "Resultatet kommer nu" in text
    assert "41 af 60 stemmesedler afgivet" in text
    for title in TITLES:
        assert title not in text


def test_places_are_revealed_from_the_last_one_up():
    now = in_phase(voting(RoundState.SEALED), Phase.RESULT)
    told = shown(now, revealing(1))
    assert [place.words for place in places(told)] == ["", "", "", "Ro og natur"]
    assert told.focus == "r1p4"
    told = shown(now, revealing(3))
    assert [place.words for place in places(told)] == [
        "", "Børn og unge", "Havneliv", "Ro og natur",
    ]  # fmt: skip
    assert told.focus == "r1p2"


def test_a_hidden_place_tells_nothing_at_all():
    now = in_phase(voting(RoundState.SEALED), Phase.RESULT)
    for hidden in places(shown(now, revealing(1)))[:3]:
        assert replace(hidden, key="") == Place("")


def test_a_revealed_place_has_its_rank_dots_persons_and_tables():
    told = shown(in_phase(voting(RoundState.SEALED), Phase.RESULT), revealing(9))
    first, second, third, last = places(told)
    assert (first.rank, first.numbers, first.top) == ("1", ("7.431", "1.187", "6 af 8"), True)
    assert (second.rank, third.rank, last.rank) == ("2", "2", "4")
    assert (first.part, last.part, last.top) == (1.0, 3307 / 7431, False)
    assert told.sheets[0].headings == ("Prikker", "Personer", "Borde")
    assert told.sheets[0].fact == "41 af 60 stemmesedler afgivet"


def test_a_tie_is_told_in_words_once_all_who_share_it_are_revealed():
    now = in_phase(voting(RoundState.SEALED), Phase.RESULT)
    tie = "»Børn og unge« og »Havneliv« fik lige mange prikker og deler 2.-pladsen."
    assert tie not in everything(now, revealing(2))
    assert tie in everything(now, revealing(3))


def test_every_page_of_a_result_says_that_it_is_advice():
    told = shown(in_phase(voting(RoundState.SEALED), Phase.RESULT), revealing(9))
    pages = words(told, (1024, 768))
    assert len(pages) > 3
    assert all("Vejledende prioritering – ikke en kommunal beslutning" in page for page in pages)


def test_bridges_and_equal_shares_follow_when_everything_is_revealed():
    now = in_phase(voting(RoundState.SEALED), Phase.RESULT)
    titles = [sheet.title for sheet in shown(now, revealing(4)).sheets]
    assert titles == ["Det prioriterede vi", "Brobyggere", "Lige andele", "Sådan læses tallene"]
    assert len(shown(now, revealing(3)).sheets) == 1
    text = everything(now, revealing(4))
    assert "Støtte ved 6 af 8 borde" in text
    assert "Udfyldt efter prikker. Lige med »Havneliv«" in text


def test_sticker_dots_make_persons_known_as_at_least():
    now = in_phase(voting(RoundState.SEALED, stickers=True), Phase.RESULT)
    assert places(shown(now, revealing(4)))[0].numbers[1] == "mindst 1.187"


def test_a_result_waits_in_the_phase_of_the_dots_too():
    assert "Resultatet kommer nu" in everything(voting(RoundState.SEALED))


def test_the_last_sealed_round_is_shown_unless_another_was_chosen():
    now = in_phase(voting(RoundState.SEALED), Phase.RESULT)
    second = replace(
        vote(RoundState.SEALED), id="r2", number=2, sealed_at="2026-11-23T20:40:00+01:00"
    )
    now = replace(now, rounds=now.rounds.set("r2", second))
    assert shown(now).key == "r2 sealed"
    assert shown(now, revealing(1, result="r1")).key == "r1 sealed"


def test_there_may_be_no_result_yet():
    assert "Der er ikke noget resultat endnu." in everything(meeting(Phase.RESULT))


# --- agreement


def steps(told):
    return [block for block in told.sheets[0].blocks if isinstance(block, Steps)]


def test_agreement_is_revealed_with_its_counts():
    told = shown(agreed(), revealing(1))
    assert [block.words for block in steps(told)] == ["", "Børn og unge"]
    assert steps(told)[1].counts == (4022, 3023, 2024, 0, 0)


def test_objections_are_a_number_until_the_facilitator_shows_them():
    assert "dyrt" not in everything(agreed(), revealing(2))
    assert "1 indvending" in everything(agreed(), revealing(2))
    text = everything(agreed(), revealing(2, objections=frozenset({"r1"})))
    assert "Indvending: »Det bliver for dyrt«" in text


# --- the end


def test_next_steps_say_who_does_what_and_when():
    now = next_steps(
        NextStep("x1", 1, "Tegn en rampe", "r1p1", "Park og Vej", "2026-12-15"),
        NextStep("x2", 2, "Undersøg saunaen"),
    )
    text = everything(now)
    assert "Adgang for alle Tegn en rampe Ansvarlig: Park og Vej · Frist: 15. december 2026" in text
    assert "Undersøg saunaen Ansvarlig: ikke aftalt · Frist: ikke aftalt" in text


def test_the_last_page_thanks_and_says_when_and_where_the_answer_comes():
    last = words(shown(next_steps()))[-1]
    assert "Tak for i aften" in last
    assert "Senest den 1. marts 2027" in last
    assert "På gentofte.dk/havnen og i lokalavisen" in last


def test_after_the_vote_the_corner_leads_to_what_happens_later():
    told = shown(next_steps(), Seen(JOIN))
    assert told.corner is not None
    assert (told.corner.url, told.corner.address) == (
        "https://gentofte.dk/havnen", "gentofte.dk/havnen",
    )  # fmt: skip


# --- every view


def every_view():
    yield "welcome", meeting(Phase.WELCOME), Seen()
    yield "ideas", meeting(Phase.IDEAS, ideas=said("En rampe")), Seen()
    yield "silence", in_phase(meeting(Phase.IDEAS), Phase.IDEAS, silent=True), Seen()
    yield "themes", meeting(Phase.THEMES, **in_themes()), Seen()
    for state in (RoundState.PREPARED, RoundState.OPEN, RoundState.CLOSED, RoundState.SEALED):
        yield state, voting(state), Seen()
    yield "result", in_phase(voting(RoundState.SEALED), Phase.RESULT), revealing(4)
    yield "agreement", agreed(), revealing(2)
    yield "next steps", next_steps(NextStep("x1", 1, "Tegn en rampe")), Seen()


@pytest.mark.parametrize("view", [pytest.param(v[1:], id=v[0]) for v in every_view()])
def test_a_rehearsal_is_marked_on_every_page(view):
    now, seen = view
    told = shown(replace(now, facts=replace(now.facts, rehearsal=True)), seen)
    assert all("Generalprøve" in page for page in words(told))
    assert not any("Generalprøve" in page for page in words(shown(now, seen)))


@pytest.mark.parametrize("view", [pytest.param(v[1:], id=v[0]) for v in every_view()])
def test_every_view_speaks_english_too(view):
    danish = everything(*view)
    with speaking("en"):
        english = everything(*view)
    assert danish != english
    for word in (" af ", "stemme", "prikker", "idéer", "Ansvarlig", "Tak for"):
        assert word not in english.replace(ASKED, "")


def test_the_kind_of_round_has_a_name():
    assert "Enighedsskala" in everything(agreed(), revealing(1))
    assert "Prikafstemning" in everything(voting(RoundState.SEALED))
    assert RoundKind.DOTS is vote(RoundState.OPEN).kind
