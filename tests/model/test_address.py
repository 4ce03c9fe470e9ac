import pytest

from moedeapp.model.address import bare, link, public_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("gentofte.dk/havnen", "gentofte.dk/havnen"),
        ("Se https://www.mågevig.dk/svar.", "https://www.mågevig.dk/svar"),
        ("På biblioteket og i lokalavisen", ""),
        ("På tavlen. Og på mødet.", ""),
        ("skriv til plan@mågevig.dk", ""),
        ("http://192.168.8.2:8080/", ""),
        ("havn.local/svar", ""),
        ("", ""),
    ],
)
def test_only_a_public_address_is_promised(text, address):
    assert public_address(text) == address


@pytest.mark.parametrize(
    ("address", "url", "words"),
    [
        ("gentofte.dk/havnen", "https://gentofte.dk/havnen", "gentofte.dk/havnen"),
        ("http://gentofte.dk", "http://gentofte.dk", "gentofte.dk"),
    ],
)
def test_an_address_can_be_followed_and_read(address, url, words):
    assert (link(address), bare(address)) == (url, words)
