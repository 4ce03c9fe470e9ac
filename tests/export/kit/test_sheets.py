import pytest

from moedeapp.export.kit import prints
from moedeapp.export.kit.network import network_code, typed_address
from moedeapp.model.errors import BadValue, FileExists
from moedeapp.model.meeting import RoundKind
from moedeapp.texts import speaking
from tests.export.kit.halls import (
    ADDRESS,
    LONG_NAME,
    LONG_TITLE,
    hall,
    long_hall,
    printed,
    voting,
)

PAGE = f"http://{ADDRESS}/"
NAMES = ["Adgang for alle", "Trafik og cykler", "Børn og unge"]


# --- the network


@pytest.mark.parametrize(
    ("network", "password", "code"),
    [
        ("Havnemøde", "hav2026", "WIFI:T:WPA;S:Havnemøde;P:hav2026;;"),
        ("Gæst", "", "WIFI:T:nopass;S:Gæst;;"),
        ('a;b,c:d\\e"f', ':;,"\\', 'WIFI:T:WPA;S:a\\;b\\,c\\:d\\\\e\\"f;P:\\:\\;\\,\\"\\\\;;'),
    ],
)
def test_what_means_something_in_the_code_of_a_network_is_written_so_that_it_does_not(
    network, password, code
):
    assert network_code(network, password) == code


@pytest.mark.parametrize("typed", [ADDRESS, f"http://{ADDRESS}/", f"  {ADDRESS} "])
def test_an_address_may_be_typed_as_it_stands_anywhere(typed):
    assert typed_address(typed) == ADDRESS


@pytest.mark.parametrize("typed", ["to ord", "https://x/y/z", "x#y", "æ.dk", "havnen.local:8080"])
def test_what_is_no_address_of_a_page_is_refused(typed):
    with pytest.raises(BadValue):
        typed_address(typed)


# --- cards


@pytest.mark.parametrize("dpi", [150, 300])
def test_a_card_for_each_table_leads_onto_the_network_and_to_the_page(read, dpi):
    made = prints.cards(hall(3), address=ADDRESS, network='Hav;"æ"', password="a,b:c\\d")
    sheet = read(made)
    network = network_code('Hav;"æ"', "a,b:c\\d")
    assert sorted(sheet.codes(dpi)) == sorted([network, PAGE] * 3)
    text = " ".join(sheet.texts())
    for words in ("Bord 1", "Bord 2", "Bord 3", ADDRESS, "1. Netværket", "2. Siden",
                  "Adgangskode: a,b:c\\d", "Sig ja til at blive på netværket"):  # fmt: skip
        assert words in text


def test_a_card_without_a_network_leads_to_the_page_only(read):
    sheet = read(prints.cards(hall(0), address=ADDRESS))
    assert sheet.codes(150) == [PAGE, PAGE]
    assert "1." not in sheet.texts()[0].replace(ADDRESS, "")


def test_without_phones_the_kit_has_a_sign_for_each_table(read):
    text = " ".join(read(prints.everything(hall(3))).texts())
    assert all(f"Bord {n}" in text for n in (1, 2, 3))
    assert "skriv det på en seddel" in text or "skriv det ned" in text
    assert not read(prints.everything(hall(3))).codes(150)


# --- numbers


def test_the_number_sheet_tells_what_each_number_means(read):
    meeting, vote = voting(hall(), NAMES)
    (page,) = read(prints.numbers(meeting, vote)).texts()
    assert "Det betyder numrene · Afstemning 1" in page
    for number, name in enumerate(NAMES, 1):
        assert f"{number} {name}" in page or f"{name} {number}" in page


def test_before_the_numbers_are_drawn_there_are_twenty_lines_to_write_on(read):
    (page,) = read(prints.numbers(hall(), None)).texts()
    assert " ".join(map(str, range(1, 21))) in page


def test_the_number_sheet_of_agreement_tells_what_the_steps_are(read):
    meeting, vote = voting(hall(), NAMES, kind=RoundKind.AGREEMENT)
    (page,) = read(prints.numbers(meeting, vote)).texts()
    assert "1 helt enig · 2 enig" in page


# --- posters and lists


@pytest.mark.parametrize(("wide", "size"), [(False, (210, 297)), (True, (297, 420))])
def test_posters_say_welcome_the_frames_and_how_to_vote(read, wide, size):
    sheet = read(
        prints.posters(
            hall(), address=ADDRESS, network="Havnemøde", password="molen 2026", wide=wide
        )
    )
    assert sheet.size_mm() == size
    assert sheet.codes(150) == [PAGE]
    welcome, frames, how = sheet.texts()
    for words in (
        "Fremtidens Havn",
        "Hvad skal havnen kunne om ti år?",
        "Havnemøde",
        "molen 2026",
        ADDRESS,
    ):
        assert words in welcome
    for words in ("Klapbroen", "Kommunalbestyrelsen", "Senest 15. januar", "Samskabelse"):
        assert words in frames
    assert "Sådan stemmer du" in how


def test_without_phones_the_poster_has_no_code(read):
    assert read(prints.posters(hall())).codes(150) == []


def test_the_kit_has_everything_and_the_slips_that_were_asked_for(read):
    sheet = read(
        prints.everything(hall(), printed=printed(9), address=ADDRESS, network="Hav", fixed=True)
    )
    text = " ".join(sheet.texts())
    for words in ("Klar til aftenen", "Drejebog", "19.15", "Velkommen", "Aftenens ramme",
                  "Sådan stemmer du", "Bord 3", "Din kode", "Det betyder numrene",
                  "viser, hvad numrene betyder"):  # fmt: skip
        assert words in text
    assert text.count("Din kode") == 9
    assert len([code for code in sheet.codes(150) if "#SECRET" in code]) == 9


def test_the_slips_of_a_kit_carry_no_address_unless_it_stays(read):
    sheet = read(prints.everything(hall(), printed=printed(9), address=ADDRESS))
    assert not [code for code in sheet.codes(150) if "#" in code]


# --- all of them


def every_sheet(meeting):
    """What can be printed beside the slips, by name."""
    _meeting, vote = meeting
    state = meeting[0]
    where = {
        "address": "192.168.100.200:65535",
        "network": "Wi-Fi-navn på toogtredive tegn!!",
        "password": "et langt kodeord på 40 tegn: 1234567890",
    }
    return {
        "cards": prints.cards(state, **where),
        "cards alone": prints.cards(state, address=where["address"]),
        "numbers": prints.numbers(state, vote),
        "names": prints.ballots(state, vote, named=True),
        "names, large": prints.ballots(state, vote, named=True, large=True),
        "no numbers": prints.numbers(state, None),
        "posters": prints.posters(state, **where),
        "kit": prints.everything(state, printed=printed(9), fixed=True, **where),
    }


@pytest.fixture(scope="module")
def longest():
    return every_sheet(voting(long_hall(), [f"{LONG_NAME} {n}" for n in range(1, 21)]))


KINDS = [
    "cards", "cards alone", "numbers", "names", "names, large", "no numbers", "posters", "kit"
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_words_fit_and_nothing_lies_over_anything(read, longest, kind):
    sheet = read(longest[kind])
    assert sheet.overlapping() == []
    assert sheet.ink_in_margin() == []
    assert not sheet.coloured()


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_of_a_rehearsal_says_so(read, longest, kind):
    for page in read(longest[kind]).texts():
        assert "Generalprøve. Intet tæller." in page


def test_a_long_title_stands_whole_on_cards_numbers_and_posters(read, longest):
    for kind in ("cards", "numbers", "posters"):
        assert LONG_TITLE in " ".join(read(longest[kind]).texts())


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_meeting_gives_the_same_bytes(longest, kind):
    again = every_sheet(voting(long_hall(), [f"{LONG_NAME} {n}" for n in range(1, 21)]))
    assert again[kind] == longest[kind]


def test_a_picture_that_is_none_stops_no_print(read):
    from dataclasses import replace

    meeting = hall()
    broken = replace(meeting, organisation=replace(meeting.organisation, logo=b"intet billede"))
    assert read(prints.cards(broken, address=ADDRESS)).codes(150)


def test_english_is_whole(read):
    meeting, vote = voting(hall(), NAMES)
    with speaking("en"):
        both = (
            prints.everything(meeting, printed=printed(1)),
            prints.ballots(meeting, vote, named=True),
        )
        text = " ".join(words for sheets in both for words in read(sheets).texts())
    for words in ("Ready for the evening", "How you vote", "Your code", "order 2"):
        assert words in text


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    path = tmp_path / "ark.pdf"
    prints.save(path, b"et")
    with pytest.raises(FileExists):
        prints.save(path, b"to")
    assert path.read_bytes() == b"et"
    assert [file.name for file in tmp_path.iterdir()] == ["ark.pdf"]
