"""Every state of the page, one after the other, on one phone."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError as TookTooLong

from moedeapp.model.commands import (
    ballots,
    evening,
    ideas,
    next_steps,
    outcome,
    rounds,
    slips,
    themes,
)
from moedeapp.model.commands.ballots import Vote
from moedeapp.model.document import Document
from moedeapp.model.meeting import MeetingType, Phase, Progress, RoundKind
from moedeapp.web.server import Server
from tests.model.evenings import proposal_keys
from tests.web.browsing import Screen

TITLES = ("Adgang for alle", "Børn og unge", "Havneliv og fiskeri", "Trafik, cykler og parkering")
SAID = (
    ("Rampe ned til vandet ved Østmolen", "Bænke med ryglæn for hver hundrede meter"),
    ("Legeplads i træ", "Skaterbane på den gamle værftsplads"),
    ("Et fisketorv hver lørdag",),
    ("Cykelsti hele vejen rundt", "Færre biler på kajen om sommeren", "Parkering ved siloen"),
)


def meeting(path: Path) -> Document:
    """A meeting with all its frames, tables and an organisation."""
    document = Document.create(path, words="Hvad skal havnen kunne for dig om ti år?")
    document.apply(
        evening.describe(
            title="Fremtidens Havn",
            type=MeetingType.CO_CREATION,
            date="2026-11-23",
            purpose="At finde ud af, hvad borgerne selv synes er vigtigst.",
            influence="Hvad der skal være på havnen, og hvad vi begynder med.",
            fixed="Klapbroen bliver, hvor den er.",
            decides="Kommunalbestyrelsen",
            answer_by="2027-03-01",
            answer_where="På opslagstavlen ved Bådehallen",
        )
    )
    document.apply(evening.set_organisation(name="Mågevig Kommune", deciding_body="byrådet"))
    document.apply(evening.set_tables(8))
    return document


class Walk:
    """An evening with one phone in it, which stops at every state."""

    def __init__(self, document: Document, server: Server, screen: Screen) -> None:
        self._apply = document.apply
        self._document = document
        self._server = server
        self._screen = screen
        self._page = screen.page

    def states(self) -> Iterator[str]:
        """The names of the states, each while the page is in it."""
        printed = self._apply(slips.issue(12, table=3))
        self._screen.go(printed[0].secret)
        self._apply(evening.go_to(Phase.WELCOME))
        yield self._at("welcome", "#view-welcome")
        self._page.click("#go-frames")
        yield self._at("frames", "#view-frames")
        self._page.click("#go-now")
        yield from self._ideas()
        yield from self._vote(printed)
        yield from self._after()

    def _at(self, name: str, selector: str) -> str:
        self._page.locator(selector).filter(visible=True).first.wait_for()
        self._page.wait_for_timeout(150)
        return name

    def _ideas(self) -> Iterator[str]:
        self._apply(evening.go_to(Phase.IDEAS))
        yield self._at("ideas", "#idea-form")
        self._screen.write_idea("x" * 520)
        yield self._at("idea too long", "#idea-problem:not(:empty)")
        self._screen.write_idea("Badezone for børn med lavt vand")
        yield self._at("idea received", "#own-ideas .acts")
        self._page.locator("#own-ideas .acts button").first.click()
        yield self._at("idea being corrected", "#own-ideas textarea")
        self._page.locator("#own-ideas .acts button").last.click()
        self._page.locator("#own-ideas .acts button").last.click()
        yield self._at("idea being taken back", "[id^=yes-]")
        self._page.locator("#own-ideas .acts button").last.click()
        self._screen.write_idea("Legeplads i træ")
        yield self._at("idea that waits", "#own-ideas li:nth-child(2)")
        self._apply(evening.start_silence())
        yield self._at("silence", "#ideas-note")
        self._apply(evening.end_silence())
        self._apply(ideas.show(*self._document.state.ideas))
        for title, said in zip(TITLES, SAID, strict=True):
            self._apply(themes.add(title, ideas=[self._apply(ideas.add(one)) for one in said]))
        self._page.click("#board summary")
        yield self._at("board open", "#board-ideas li")
        self._apply(evening.go_to(Phase.THEMES))
        yield self._at("themes", "#themes li")
        self._page.locator("#themes summary").nth(3).click()
        yield self._at("theme open", "#themes li li")

    def _vote(self, printed: Any) -> Iterator[str]:
        self._apply(evening.go_to(Phase.DOTS))
        yield self._at("vote soon", "#vote-note")
        self._page.click("#slip-other")
        self._page.fill("#slip-code", "K7QX2M9A")
        self._page.click("#slip-form button")
        yield self._at("wrong code", "#slip-problem:not(:empty)")
        self._page.fill("#slip-code", printed[0].code)
        self._page.click("#slip-form button")
        yield self._at("slip ready", "#slip-other")
        vote = self._apply(rounds.prepare([*self._document.state.themes], dots=5))
        self._apply(rounds.hand_out(vote, 60))
        self._apply(rounds.open(vote, minutes=8))
        yield self._at("dots", "#more-1")
        self._screen.put(1, 2)
        self._screen.put(3)
        yield self._at("dots put", "#fewer-3:not(.gone)")
        self._screen.hand_in()
        yield self._at("handed in", "#receipt-codes:not(:empty)")
        self._screen.press("#fewer-3")
        yield self._at("changed", "#bar-state")
        self._screen.put(3)
        self._screen.context.set_offline(True)
        yield self._at("link lost", "#link")
        self._screen.context.set_offline(False)
        self._page.locator("#link").wait_for(state="hidden")
        keys = proposal_keys(self._document.state, vote)
        for turn, sheet in enumerate(printed[1:]):
            said = Vote({keys[turn % 4]: 2, keys[(turn + 1) % 4]: 1})
            slip = slips.by_secret(self._document.state, sheet.secret)
            self._apply(ballots.cast(vote, said, slip=slip))
        self._apply(rounds.close(vote))
        yield self._at("box closed", "#vote-note")
        self._apply(rounds.seal(vote))
        yield self._at("result", "#results .notice.good")
        self._page.click("#results summary")
        yield self._at("list of codes", "#results tbody tr")
        self._apply(evening.go_to(Phase.RESULT))
        asked = self._apply(
            rounds.prepare([*self._document.state.themes], kind=RoundKind.AGREEMENT)
        )
        self._apply(rounds.open(asked, minutes=1))
        yield self._at("agreement", "#step-1-agree")
        self._page.check("#step-2-against")
        self._page.fill("#against-2", "Det koster for meget")
        yield self._at("objection", "#against-2")
        self._screen.hand_in()
        with suppress(TookTooLong):
            self._page.locator("#receipt-note:not(:empty)").wait_for()
        yield self._at("answers handed in", "#bar-state")
        yield from self._table(printed)
        self._apply(rounds.close(asked))
        self._apply(rounds.seal(asked))
        yield self._at("result of answers", "#results .place")

    def _table(self, printed: Any) -> Iterator[str]:
        self._page.click("#table-begin")
        yield self._at("which table", "#table-form")
        self._page.click("#table-form button")
        yield self._at("table phone", "#slip-form")
        self._page.fill("#slip-code", printed[11].code)
        self._page.click("#slip-form button")
        self._page.locator("#step-1-agree").wait_for()
        self._page.check("#step-1-agree")
        self._screen.hand_in()
        yield self._at("handed in at the table", "#pass-on")
        self._page.click("#pass-on")
        yield self._at("next person", "#slip-title")
        self._page.click("#table-leave")

    def _after(self) -> Iterator[str]:
        first = next(iter(self._document.state.results))
        self._apply(evening.go_to(Phase.NEXT_STEPS))
        self._apply(
            next_steps.add(
                "Tegn en skitse af rampen", proposal=first, responsible="Plan og Havn",
                deadline="2027-01-15", effect="Alle kan komme ned til vandet",
            )
        )  # fmt: skip
        vote = self._document.state.proposals[first].round
        self._apply(outcome.decide(vote, "Vi begynder med rampen", reason="Der er penge nu"))
        yield self._at("next steps", "#next-steps li")
        told = outcome.follow_up(
            first, Progress.UNDER_WAY, date="2027-02-01", words="Skitsen er tegnet.",
            effect="Rampen er bestilt",
        )  # fmt: skip
        self._apply(told)
        self._apply(evening.end())
        yield self._at("afterwards", "#follow-ups .card")
        self._page.click("#forget")
        yield self._at("forget", "#forget-sure")
        self._server.stop()
        yield self._at("closed", "#link")
