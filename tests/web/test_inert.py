"""S7: whatever people write stands on phones as they wrote it, and does nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from moedeapp.model.board import leading_themes
from moedeapp.model.commands import evening, ideas, next_steps, rounds, slips, themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase
from moedeapp.web import access
from moedeapp.web.server import Status
from tests.hostile import OWN, kept, known
from tests.web.browsing import SMALL, Screen


def inert(phone: Screen, expected: list[str], selector: str) -> None:
    """Fail unless the places hold exactly these words, and nothing happened."""
    shown = phone.page.eval_on_selector_all(selector, "all => all.map((one) => one.textContent)")
    assert shown == expected
    markup = f"{selector} :not(bdi):not(br)"
    assert phone.page.eval_on_selector_all(markup, "all => all.length") == 0
    assert phone.page.evaluate("window.hit") is None
    assert phone.page.evaluate("document.body.offsetHeight") > 0
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.page.evaluate(wide) == 0


def test_hostile_words_are_inert_on_every_view(
    document: Document, served: Status, screen: Callable[..., Screen]
) -> None:
    phone = screen(served, viewport=SMALL)
    keys = [document.apply(ideas.add(words)) for words in OWN]
    shown = [kept(words) for words in OWN]
    phone.page.click("#board summary")
    phone.page.wait_for_selector("#board-ideas li:nth-child(14)")
    inert(phone, shown, "#board-ideas .words")
    for words, key in zip(OWN, keys, strict=True):
        document.apply(themes.add(words[:200], ideas=[key]))
    document.apply(evening.go_to(Phase.THEMES))
    phone.page.wait_for_selector("#themes > li:nth-child(14)")
    letters = [theme.letter for theme in leading_themes(document.state)]
    titles = [
        f"Tema {letter}: {kept(words[:200])}" for letter, words in zip(letters, OWN, strict=True)
    ]
    inert(phone, titles, "#themes h2 .words")
    (slip,) = document.apply(slips.issue(1))
    document.apply(evening.go_to(Phase.DOTS))
    vote = document.apply(rounds.prepare([theme.id for theme in leading_themes(document.state)]))
    document.apply(rounds.open(vote))
    other = screen(served, slip.secret, viewport=SMALL)
    other.page.wait_for_selector("#more-14")
    shown = other.page.eval_on_selector_all(
        "#proposals h2 .words", "all => all.map((one) => one.textContent)"
    )
    assert sorted(shown) == sorted(p.title for p in document.state.proposals.values())
    assert other.page.evaluate("window.hit") is None
    other.put(1, 2)
    other.hand_in()
    other.handed_in()
    document.apply(rounds.close(vote))
    document.apply(rounds.seal(vote))
    document.apply(evening.describe(influence=OWN[0], fixed=OWN[1], answer_where=OWN[7]))
    document.apply(evening.word_question(None, OWN[4]))
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    document.apply(next_steps.add(OWN[1], responsible=OWN[2], effect=OWN[5]))
    phone.sees("Ansvarlig: <svg/onload=window.hit=1>")
    phone.page.click("#go-frames")
    phone.sees(OWN[0])
    assert phone.page.evaluate("window.hit") is None


@pytest.mark.timeout(180)
def test_the_big_list_of_naughty_strings_is_inert(
    data: Path, document: Document, served: Status, screen: Callable[..., Screen]
) -> None:
    document.apply(ideas.bring_in([ideas.Incoming(words) for words in known()]))
    phone = screen(served, viewport=SMALL)
    phone.page.click("#board summary")
    phone.page.wait_for_selector(f"#board-ideas li:nth-child({len(known())})")
    inert(phone, [kept(words) for words in known()], "#board-ideas .words")


def test_a_phone_s_own_words_are_inert_in_its_own_list(
    document: Document,
    served: Status,
    screen: Callable[..., Screen],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(access, "IDEA_SECONDS", 0.0)
    monkeypatch.setattr(access, "MOST_WAITING", 99)
    phone = screen(served, viewport=SMALL)
    for place, words in enumerate(OWN[:9]):
        phone.write_idea(words)
        while len(document.state.ideas) <= place:
            phone.page.wait_for_timeout(20)
    said = [idea.words for idea in document.state.ideas.values()]
    assert sorted(said) == sorted(kept(words) for words in OWN[:9])
    phone.page.wait_for_selector("#own-ideas li:nth-child(9)")
    inert(phone, list(reversed(OWN[:9])), "#own-ideas .words")
    phone.page.reload()
    phone.page.wait_for_selector("#own-ideas li:nth-child(9)")
    assert phone.page.evaluate("window.hit") is None
