import hashlib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from pyrsistent import pmap

from moedeapp.export.blocks import Code, Facts, Heading, IdeaTable, Minutes, Table
from moedeapp.export.tables import results_bytes
from moedeapp.model.errors import IdeasLost
from moedeapp.model.meeting import (
    FRAMES,
    Channel,
    Connection,
    MeetingType,
    Question,
    RoundState,
    Rung,
)
from tests.export import evenings

SECTIONS = [
    "1. Tid og sted",
    "2. Deltagere",
    "3. Formål",
    "4. Rammer",
    "5. Sådan gjorde vi",
    "6. Resultat",
    "7. Forbehold og uenighed",
    "8. Næste skridt",
    "9. Ændringslog",
    "Notater",
    "Bilag A. Alle idéer, som de blev sagt",
    "Bilag B. Fra idéer til forslag",
    "Bilag C. Afgivne stemmesedler",
    "Bilag D. Prikkoder og filer",
    "Om dette dokument",
]


UNSEEN = {"key", "address", "says", "logo_says"}


def texts_of(value: Any) -> Iterable[str]:
    """Every text below a block."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in UNSEEN:
                yield from texts_of(getattr(value, field.name))


def told(minutes: Minutes) -> str:
    return "\n".join(texts_of(minutes.blocks))


def facts(minutes: Minutes) -> dict[str, str]:
    """Every label with what stands beside it."""
    rows = [row for block in minutes.blocks if isinstance(block, Facts) for row in block.rows]
    return {label: "\n".join(texts_of(cell)) for label, cell in rows}


def table(minutes: Minutes, heading: str) -> list[list[str]]:
    """The first table after a heading, as texts."""
    blocks = iter(minutes.blocks)
    next(block for block in blocks if isinstance(block, Heading) and block.words == heading)
    found = next(block for block in blocks if isinstance(block, Table))
    return [["\n".join(texts_of(cell)) for cell in row] for row in found.rows]


def appendix_a(minutes: Minutes) -> dict[str, list[str]]:
    """The lines of Bilag A by number."""
    tables = [block for block in minutes.blocks if isinstance(block, IdeaTable)]
    rows = [["\n".join(texts_of(cell)) for cell in row] for table in tables for row in table.rows]
    return {number: rest for number, *rest in rows}


def test_every_section_stands_in_its_order():
    minutes = evenings.protocol(evenings.whole_evening())
    headings = [b.words for b in minutes.blocks if isinstance(b, Heading) and b.level == 1]
    assert headings == SECTIONS


def test_an_empty_meeting_has_a_protocol_too():
    minutes = evenings.protocol(evenings.saying([]))
    assert "Der kom ingen idéer." in told(minutes)
    assert "Der var ingen afstemning på mødet." in told(minutes)


def test_the_head_says_what_when_and_which_case():
    minutes = evenings.protocol(evenings.whole_evening())
    assert minutes.title == "Protokol fra borgermøde om Fremtidens Havn"
    assert minutes.subject == "Vejledende prioritering – ikke en kommunal beslutning"
    assert minutes.keywords == ("KLE:15.20.24;facet:P35;sagsnr:2026/04417: <ø>;enhed:Plan & Havn")
    assert facts(minutes)["Status"] == "Udkast, version 2"
    assert "Et navn var stavet forkert." in facts(minutes).values()


def test_the_frames_come_from_their_fields_and_an_open_one_says_so():
    shown = facts(evenings.protocol(evenings.whole_evening()))
    assert shown["Kan påvirkes"] == "Hvad der bygges på kajen"
    assert shown["Ligger fast"] == "Ikke afklaret"
    assert shown["Mødets type"] == "Samskabelse"


@pytest.mark.parametrize("name", FRAMES)
def test_each_frame_is_printed(name):
    meeting = evenings.whole_evening()
    value = MeetingType.DIALOGUE if name == "type" else "Lige netop dette"
    minutes = evenings.protocol(replace(meeting, facts=replace(meeting.facts, **{name: value})))
    assert ("Dialog" if name == "type" else value) in told(minutes)


def test_the_mandate_is_visible_text():
    shown = facts(evenings.protocol(evenings.whole_evening()))
    assert shown["Kommissorium"] == (
        "Kommissorium for havnen\n28. april 2026\nhttps://kommune.example/kommissorium"
    )


def test_phases_carry_planned_and_real_times():
    rows = table(evenings.protocol(evenings.whole_evening()), "5. Sådan gjorde vi")
    assert rows[0][:3] == ["Velkomst", "kl. 19.00–19.10", "kl. 19.02–19.15"]
    assert rows[1][:3] == ["Idéer", "kl. 19.10–19.22", "fra kl. 19.15"]
    assert rows[1][3] == "Tavs idéfase"


def test_the_rules_of_the_vote_are_told():
    text = told(evenings.protocol(evenings.whole_evening()))
    for sentence in (
        "Hver fik 3 prikker, højst 2 på samme forslag",
        "Ingen kunne se en optælling, mens vi stemte.",
        "Der blev stemt om 4 forslag.",
        "1 idé kom efter kl. 20.10 og var ikke med i afstemningen.",
        "Kun borgernes prikker er talt med i listen",
        "52 af 60 stemmesedler afgivet.",
        "2 stemmesedler var blanke.",
        "16 prikker blev ikke brugt.",
        "Sedler, der ikke kunne tælles: 3 ulæselig.",
        "Tallene viser, hvad de fremmødte mente den aften.",
    ):
        assert sentence in text, sentence


def test_equal_dots_share_a_place_and_margins_are_told():
    minutes = evenings.protocol(evenings.whole_evening())
    places = [(row[0], row[3], row[4]) for row in table(minutes, "6. Resultat")]
    assert places == [
        ("1", "31", "19"),
        ("Delt 2.-plads", "12", "9"),
        ("Delt 2.-plads", "12", "7"),
        ("4", "0", "0"),
    ]
    assert "Forslag 2 og 3 fik lige mange prikker og deler 2.-pladsen." in told(minutes)
    assert "19 prikker skiller forslag 1 og forslag 3." in told(minutes)


def test_a_citizens_words_are_quoted_and_a_facilitators_title_is_not():
    rows = table(evenings.protocol(evenings.whole_evening()), "6. Resultat")
    assert rows[0][1:3] == ["1", "Adgang for alle"]
    assert rows[1][1:3] == ["2", "»En sauna«"]


def test_an_open_vote_has_no_numbers():
    minutes = evenings.protocol(evenings.while_open())
    assert "Afstemningen er åben." in told(minutes)
    assert "52 af 60 stemmesedler afgivet." in told(minutes)
    assert not any(
        isinstance(block, Table) and "Prikker" in [column.title for column in block.columns]
        for block in minutes.blocks
    )


def test_a_vote_called_off_says_why():
    meeting = evenings.whole_evening()
    off = evenings.vote(RoundState.CANCELLED)
    acts = evenings.entries(("rounds.cancel", {"round": 1, "cast": 4, "why": "Forkert forslag."}))
    text = told(evenings.protocol(replace(meeting, rounds=evenings.rows(off)), acts))
    assert "Afstemningen blev aflyst kl. 20.18." in text
    assert "Grund: Forkert forslag." in text


def test_what_was_not_agreed_says_so():
    rows = table(evenings.protocol(evenings.whole_evening()), "8. Næste skridt")
    assert rows[0] == [
        "Adgang for alle",
        "Tegn en rampe\nØnsket effekt: Alle kan bade",
        "Park og Vej",
        "15. dec. 2026",
    ]
    assert rows[1][2:] == ["Ikke aftalt på mødet", "Ikke aftalt på mødet"]
    # Third in the list, and nothing was agreed about it.
    assert rows[2][:2] == ["[oplysning om en person fjernet]", "Ikke aftalt på mødet"]
    assert len(rows) == 3


def test_reservations_are_printed_and_their_absence_too():
    minutes = evenings.protocol(evenings.whole_evening())
    text = told(minutes)
    assert "Bord 1 tager forbehold." in text
    assert "Der er ingen mindretalsudtalelser." in text


def test_every_idea_has_its_line_as_it_was_said():
    lines = appendix_a(evenings.protocol(evenings.whole_evening()))
    assert list(lines) == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "12"]
    assert lines["1"] == ["»En rampe ned til vandet«", "bord 2, telefon", "Adgang for alle"]
    assert lines["3"][2] == "Adgang for alle"
    assert lines["7"][0] == "»Kom for sent«\n(parkeret)"
    assert lines["8"][0] == "»Venter på svar«\n(afventer)"
    assert lines["9"][1] == "før mødet"


def test_the_original_words_stand_before_the_edited_ones():
    words, _from, theme = appendix_a(evenings.protocol(evenings.whole_evening()))["2"]
    original, edited = words.split("\n")
    assert original == "»bænke«"
    assert edited.endswith(": Flere bænke")
    assert theme == "Adgang for alle"


def test_hidden_masked_and_withdrawn_words_are_nowhere():
    minutes = evenings.protocol(evenings.whole_evening())
    lines = appendix_a(minutes)
    assert lines["4"][0] == "[skjult: krænkende ord]"
    assert lines["5"][0] == "[oplysning om en person fjernet]"
    assert lines["6"][0] == "[trukket tilbage af den, der skrev]"
    assert "Hemmeligt" not in told(minutes)
    assert "Fortrudt ordlyd" not in told(minutes)


def test_a_proposal_that_lost_its_words_prints_the_reason():
    rows = table(evenings.protocol(evenings.whole_evening()), "6. Resultat")
    assert rows[2][1:3] == ["3", "[oplysning om en person fjernet]"]
    assert rows[3][1:3] == ["4", "[skjult: krænkende ord]"]


def test_numbers_that_were_undone_are_explained():
    assert "Numrene 10 og 11 er ikke på listen" in told(evenings.protocol(evenings.whole_evening()))


def test_long_gaps_are_told_as_spans():
    meeting = evenings.saying(["en", "to"])
    last = evenings.idea(9, "ni")
    counters = evenings.rows(replace(meeting.counters["ideas"], last=10))
    meeting = replace(meeting, ideas=meeting.ideas.set(last.id, last), counters=counters)
    assert "Numrene 3–8 og 10 er" in told(evenings.protocol(meeting))


def test_several_questions_are_headings_and_one_is_not():
    meeting = evenings.whole_evening()
    one = evenings.protocol(meeting)
    assert "Salen blev spurgt: »Hvad skal havnen kunne?«" in told(one)
    assert "Hvad skal havnen kunne?" not in [
        block.words for block in one.blocks if isinstance(block, Heading)
    ]
    second = Question("q2", 2, "Hvad med stien?")
    later = evenings.idea(13, "Lys på stien", question="q2")
    several = replace(
        meeting,
        questions=meeting.questions.set("q2", second),
        ideas=meeting.ideas.set(later.id, later),
    )
    minutes = evenings.protocol(several)
    headings = [block.words for block in minutes.blocks if isinstance(block, Heading)]
    assert "Hvad skal havnen kunne?" in headings
    assert headings.index("Hvad med stien?") > headings.index("Hvad skal havnen kunne?")
    assert "13" in appendix_a(minutes)


def test_a_lost_idea_stops_the_protocol():
    meeting = evenings.whole_evening()
    stray = evenings.idea(13, "Uden spørgsmål", question="gone")
    with pytest.raises(IdeasLost) as lost:
        evenings.protocol(replace(meeting, ideas=meeting.ideas.set(stray.id, stray)))
    assert (lost.value.received, lost.value.printed) == (11, 10)


def test_the_record_counts_what_still_stands():
    acts = evenings.entries(
        ("meeting", {}),
        ("ideas.merge", {"ideas": [3], "into": 1}),
        ("ideas.hide", {"ideas": [4, 8], "reason": "abuse"}),
        ("ideas.hide", {"ideas": [9], "reason": "spam"}),
        ("undo", {"of": "ideas.hide", "gone": [], "back": []}),
        ("ideas.hide", {"ideas": [7], "reason": "off_topic"}),
        ("undo", {"of": "ideas.hide", "gone": [], "back": []}),
        ("redo", {"of": "ideas.hide", "gone": [], "back": []}),
        ("ideas.mask", {"ideas": [5], "reason": "person"}),
        ("evening.go_to", {"phase": "ideas", "back": True}),
        ("evening.go_to", {"phase": "themes"}),
    )
    shown = facts(evenings.protocol(evenings.whole_evening(), acts))
    assert shown["Idéer slået sammen"] == "1"
    assert shown["Idéer skjult"] == "3 (krænkende ord 2 og ord uden for emnet 1)"
    assert shown["Idéer sløret"] == "1 (oplysning om en person 1)"
    assert shown["Faser, vi gik tilbage til"] == "1"
    assert shown["Handlinger fortrudt"] == "2"
    assert shown["Handlinger gentaget"] == "1"
    assert shown["Poster i ændringsloggen"] == "11"
    assert len(shown["Kontrolord"].split()) == 8


def test_the_map_leads_from_proposals_to_ideas():
    minutes = evenings.protocol(evenings.whole_evening())
    assert table(minutes, "Bilag B. Fra idéer til forslag")[0] == ["1. Adgang for alle", "1–3"]
    assert table(minutes, "Idéer, der er slået sammen") == [["Idé 1", "3"]]
    assert table(minutes, "Temaer, der er slået sammen") == [["B. Bænke", "A. Adgang for alle"]]


def test_the_last_page_vouches_for_the_results():
    meeting = evenings.whole_evening()
    shown = facts(evenings.protocol(meeting))
    assert shown["SHA-256 af resultaterne"] == hashlib.sha256(results_bytes(meeting)).hexdigest()
    assert shown["Dokument-id"] == "d0c1d"
    assert shown["Lavet med"] == "MødeApp 0.1.0"
    assert evenings.HEAD.hex() in told(evenings.protocol(meeting))


def test_how_phones_came_in_is_told_with_every_change():
    meeting = evenings.whole_evening()
    changes = (
        (Rung.ROUTER, "2026-11-23T18:55:00+01:00"),
        (Rung.PAPER, "2026-11-23T20:10:00+01:00"),
    )
    found = {str(n): Connection(str(n), n, rung, at) for n, (rung, at) in enumerate(changes, 1)}
    assert (
        "Forbindelse fra kl. 18.55: på vores egen router, hver med sin telefon (trin B). "
        "Forbindelse fra kl. 20.10: storskærm, papir og tastatur, uden telefoner (trin D)."
    ) in told(evenings.protocol(replace(meeting, connections=pmap(found))))


def test_an_evening_by_paper_alone_says_so():
    meeting = evenings.whole_evening()
    words = "Forbindelse: storskærm, papir og tastatur, uden telefoner (trin D)."
    by_voice = {key: replace(i, channel=Channel.FACILITATOR) for key, i in meeting.ideas.items()}
    on_paper = {key: replace(vote, paper=vote.cast) for key, vote in meeting.rounds.items()}
    paper = replace(meeting, ideas=pmap(by_voice), rounds=pmap(on_paper))
    assert words in told(evenings.protocol(paper))
    assert words not in told(evenings.protocol(replace(paper, ideas=meeting.ideas)))
    one_phone = {key: replace(v, paper=v.cast - 1) for key, v in on_paper.items()}
    assert words not in told(evenings.protocol(replace(paper, rounds=pmap(one_phone))))
    assert "Forbindelse" not in told(evenings.protocol(evenings.saying([])))


# --- afterwards


@pytest.mark.parametrize(
    ("where", "link"),
    [
        ("På mågevig.dk/havnen og i lokalavisen", "https://mågevig.dk/havnen"),
        ("På biblioteket", None),
        ("http://192.168.8.2:8080", None),
    ],
)
def test_a_public_address_is_a_code_in_the_last_section(where, link):
    meeting = evenings.whole_evening()
    typed = replace(meeting, facts=replace(meeting.facts, answer_where=where))
    blocks = evenings.protocol(typed).blocks
    last = max(n for n, block in enumerate(blocks) if isinstance(block, Heading))
    codes = [block for block in blocks[last:] if isinstance(block, Code)]
    assert [code.text for code in codes[:-1]] == ([link] if link else [])
    assert codes[-1].text == evenings.HEAD.hex()
