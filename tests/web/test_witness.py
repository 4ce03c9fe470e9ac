"""S11: phones remember how far the journal had come, and tell when it does not go on from there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from moedeapp.model.commands import evening, ideas
from moedeapp.model.document import Document
from moedeapp.model.meeting import Role
from moedeapp.texts import words
from moedeapp.web.server import Server
from tests.web.browsing import SMALL, Screen
from tests.web.callers import Phone

Serve = Callable[..., Server]
Call = Callable[[int], Phone]

DOUBT = "Mødets ændringslog er en anden end den, din telefon har set før"


@pytest.fixture
def older(document: Document, tmp_path: Path) -> Path:
    """A copy of the meeting from before phones came in."""
    path = tmp_path / "ældre.moede"
    document.copy(path)
    return path


@pytest.fixture
def seen(older: Path, document: Document, phone: Phone) -> dict[str, object]:
    """How far a phone saw the journal come, three ideas after the copy was made."""
    for said in ("Bænke", "Lys", "Træer"):
        document.apply(ideas.add(said))
    head: dict[str, object] = {}
    while head.get("words") != words(document.head):
        head = phone.get("/state").json["head"]
    return head


def test_the_head_is_that_of_the_file(document: Document, seen: dict[str, object]) -> None:
    assert seen == {"number": document.journal()[-1].seq, "words": words(document.head)}


def test_a_journal_that_goes_on_holds_what_was_seen(
    document: Document, seen: dict[str, object], phone: Phone, serve: Serve, call: Call
) -> None:
    document.apply(ideas.add("Et springvand"))
    document.undo()
    assert phone.post("/journal", seen).json == {"holds": True}
    server = serve(document)
    assert call(server.status.port).post("/journal", seen).json == {"holds": True}
    assert server.status.doubts == 0


def test_an_older_copy_does_not_hold_it_however_it_goes_on(
    older: Path, seen: dict[str, object], serve: Serve, call: Call
) -> None:
    heard: list[int] = []
    with Document.open(older) as copy:
        server = serve(copy, on_change=lambda status: heard.append(status.doubts))
        phone = call(server.status.port)
        assert phone.post("/journal", seen).json == {"holds": False}
        for said in ("Bænke", "Lys", "Træer", "Et springvand"):
            copy.apply(ideas.add(said))
        assert copy.journal()[-1].seq > int(str(seen["number"]))
        assert phone.post("/journal", seen).json == {"holds": False}
        while heard[-1:] != [2]:
            pass


@pytest.mark.parametrize(
    "body",
    [
        {"number": 0, "words": "a b"},
        {"number": 3},
        {"words": "ord " * 7 + "ord"},
        {"number": 3, "words": "ord " * 8},
        {"number": 100_000, "words": "ord " * 7 + "ord"},
        {"number": 3, "words": "ord " * 7 + "ord", "more": 1},
        {"number": 3, "words": ["ord"]},
    ],
)
def test_a_question_of_another_shape_is_refused(phone: Phone, body: dict[str, object]) -> None:
    assert phone.post("/journal", body).status == 400


def test_the_head_alone_is_no_news(document: Document, phone: Phone) -> None:
    before = phone.get("/state").json
    document.apply(evening.count_heads(Role.CITIZEN, 60))
    document.apply(ideas.add("Bænke"))
    while (after := phone.get("/state").json)["state"] == before["state"]:
        pass
    assert after["version"] == before["version"] + 1


@pytest.mark.stage
def test_a_phone_shows_what_it_saw_until_the_right_file_is_back(
    document: Document, older: Path, serve: Serve, screen: Callable[..., Screen]
) -> None:
    server = serve(document)
    phone = screen(server.status, viewport=SMALL)
    document.apply(ideas.add("Bænke"))
    told = words(document.head)
    phone.page.wait_for_function(
        "words => JSON.parse(localStorage.moede).head.words === words", arg=told
    )
    number = document.journal()[-1].seq
    server.stop()
    with Document.open(older) as copy:
        copy.apply(ideas.add("Lys"))
        copy.apply(ideas.add("Træer"))
        other = serve(copy, port=server.status.port)
        phone.sees(DOUBT)
        phone.sees(f"nr. {number}, {told}")
        phone.page.reload()
        phone.sees(DOUBT)
        copy.apply(ideas.add("Et springvand"))
        assert phone.kept()["head"] == {"number": number, "words": told}
        other.stop()
    document.apply(ideas.add("En sauna"))
    serve(document, port=server.status.port)
    phone.sees_not(DOUBT)
    phone.page.wait_for_function(
        "words => JSON.parse(localStorage.moede).head.words === words", arg=words(document.head)
    )
