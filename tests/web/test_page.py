"""The page on a phone, over a real port: what it shows, and what it never loses."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from moedeapp.cli.phones import own_address
from moedeapp.model.commands import ballots, evening, ideas, next_steps, rounds, slips, themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import IdeaState, Phase, Reason, Role, RoundKind, numbered
from moedeapp.web.public import Offer
from moedeapp.web.server import Server, Status
from tests.model.halls import Hall, drawn_vote, sealed_sums
from tests.web.browsing import Screen

pytestmark = pytest.mark.stage

TurnOn = Callable[..., Screen]
Serve = Callable[..., Server]


def ballots_in(hall: Hall) -> int:
    return hall.document.state.rounds[hall.round].cast


def seal(hall: Hall) -> None:
    hall.document.apply(rounds.close(hall.round))
    hall.document.apply(rounds.seal(hall.round))


# --- following


def test_the_first_sight_takes_three_requests_and_nothing_from_elsewhere(
    served: Status, screen: TurnOn
) -> None:
    phone = screen(served)
    phone.sees("Din idé")
    first = phone.asked[: phone.asked.index(f"{served.url}stream")]
    assert first == [served.url, f"{served.url}moede.css", f"{served.url}moede.js"]


def test_it_follows_the_evening_by_itself(
    document: Document, served: Status, screen: TurnOn
) -> None:
    phone = screen(served)
    document.apply(evening.go_to(Phase.WELCOME))
    phone.sees("Aftenens rammer")
    phone.sees("Lindetræet bliver")
    document.apply(evening.go_to(Phase.IDEAS))
    phone.sees("Hvad skal pladsen bruges til?")
    document.apply(themes.add("Ophold", ideas=[document.apply(ideas.add("Bænke i læ"))]))
    document.apply(evening.go_to(Phase.THEMES))
    phone.sees("Tema A: Ophold")
    phone.page.click("#themes summary")
    phone.sees("Bænke i læ")
    document.apply(evening.go_to(Phase.DOTS))
    phone.sees("Afstemningen åbner om lidt")


def test_the_frames_are_one_tap_away_everywhere(
    document: Document, served: Status, screen: TurnOn
) -> None:
    phone = screen(served)
    for phase in list(Phase)[1:]:
        document.apply(evening.go_to(phase))
        expect(phone.page.locator("#go-frames")).to_be_visible()
        phone.page.click("#go-frames")
        phone.sees("Lindetræet bliver")
        phone.page.click("#go-now")
        expect(phone.page.locator("#view-frames")).to_be_hidden()


def test_the_phone_chooses_the_language_and_a_button_another(
    served: Status, screen: TurnOn
) -> None:
    danish, english = screen(served), screen(served, locale="de-DE")
    danish.sees("Send idéen")
    english.sees("Send the idea")
    assert english.page.evaluate("document.documentElement.lang") == "en"
    english.page.click("#language")
    english.sees("Send idéen")
    english.page.reload()
    english.sees("Send idéen")
    assert english.page.evaluate("document.documentElement.lang") == "da"


def test_without_javascript_it_says_so_and_points_to_paper(served: Status, screen: TurnOn) -> None:
    phone = screen(served, java_script_enabled=False)
    # What Playwright finds by its words is never inside <noscript>.
    told = phone.page.locator("noscript div")
    assert told.is_visible()
    assert "Siden kræver JavaScript" in (told.text_content() or "")
    assert "Brug sedlen på bordet" in (told.text_content() or "")


def test_when_the_script_does_not_come_it_points_to_paper(served: Status, screen: TurnOn) -> None:
    phone = screen(served, None)
    phone.context.route("**/moede.js", lambda route: route.abort())
    phone.go()
    phone.sees("Sker der ikke noget, så brug sedlen på bordet")


def test_it_works_where_nothing_can_be_kept(
    document: Document, served: Status, screen: TurnOn
) -> None:
    phone = screen(served, None)
    phone.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    )
    phone.go()
    phone.write_idea("Bænke")
    phone.sees("Modtaget")
    assert len(document.state.ideas) == 1


def test_it_works_at_an_address_that_is_no_secure_context(
    document: Document, screen: TurnOn
) -> None:
    here = own_address()
    if here.startswith("127."):
        pytest.skip("needs an address beside this computer's own")
    with Server(document, here, 0) as server:
        phone = screen(server.status)
        assert phone.page.evaluate("window.isSecureContext") is False
        phone.write_idea("Bænke")
        phone.sees("Modtaget")
        phone.close()
        phone.asked.clear()


def test_children_get_plainer_words(document: Document, serve: Serve, screen: TurnOn) -> None:
    server = serve(document, offer=Offer(children=True))
    phone = screen(server.status)
    phone.sees("Skriv ikke dit navn.")
    server.allow(Offer())
    phone.sees("Ingen navne.")


def test_the_phone_asks_instead_when_streams_do_not_get_through(
    document: Document, served: Status, screen: TurnOn
) -> None:
    phone = screen(served, None)
    phone.context.route("**/stream", lambda route: route.abort())
    phone.go()
    phone.sees("Din idé")
    document.apply(evening.go_to(Phase.THEMES))
    phone.sees("Der er ingen temaer endnu")
    assert phone.asked.count(f"{served.url}stream") == 3
    assert phone.asked.count(f"{served.url}state") >= 2


def test_a_phone_that_is_put_away_does_not_follow(
    document: Document, serve: Serve, screen: TurnOn
) -> None:
    server = serve(document)
    phone = screen(server.status)
    phone.sees("Din idé")

    def hidden(away: bool) -> None:
        phone.page.evaluate(
            "away => { Object.defineProperty(document, 'hidden', {get: () => away, "
            "configurable: true}); document.dispatchEvent(new Event('visibilitychange')); }",
            away,
        )

    hidden(True)
    while server.status.phones:
        phone.page.wait_for_timeout(50)
    document.apply(evening.go_to(Phase.THEMES))
    hidden(False)
    phone.sees("Der er ingen temaer endnu")


# --- ideas


def test_an_idea_is_told_what_became_of_it(
    document: Document, served: Status, screen: TurnOn
) -> None:
    phone = screen(served)
    phone.write_idea("Bænke i læ")
    phone.sees("Modtaget")
    (key,) = document.state.ideas
    document.apply(ideas.hide(key, reason=Reason.OFF_TOPIC))
    document.apply(ideas.add("Noget andet"))
    phone.sees("1 idé på tavlen")
    phone.sees("Modtaget")
    document.apply(ideas.park(key))
    phone.sees("Parkeret")
    document.apply(ideas.show(key))
    phone.sees("2 idéer på tavlen")
    expect(phone.page.locator("#own-ideas .fate")).to_have_text("På tavlen")


def test_a_longer_idea_is_refused_in_words_and_stays_in_the_box(
    document: Document, served: Status, screen: TurnOn
) -> None:
    phone = screen(served)
    phone.write_idea("æ" * 503)
    phone.sees("Idéen er 3 tegn for lang")
    assert phone.page.input_value("#idea-words") == "æ" * 503
    phone.write_idea("")
    phone.sees("Skriv din idé først")
    phone.write_idea("👩‍👩‍👧‍👦" * 71 + "abc")
    phone.sees("Modtaget")
    assert [len(idea.words) for idea in document.state.ideas.values()] == [500]


def test_an_author_corrects_and_takes_back(
    document: Document, served: Status, screen: TurnOn
) -> None:
    phone = screen(served)
    phone.write_idea("Bænke i lææ")
    phone.page.get_by_role("button", name="Ret idéen: Bænke i lææ").click()
    phone.page.fill("#own-ideas textarea", "Bænke i læ")
    phone.page.get_by_role("button", name="Gem", exact=True).click()
    expect(phone.page.locator("#own-ideas .words")).to_have_text("Bænke i læ")
    phone.sees("Modtaget")
    (idea,) = document.state.ideas.values()
    assert idea.words == "Bænke i læ"
    phone.page.get_by_role("button", name="Træk tilbage idéen").click()
    phone.page.click("text=Ja, træk den tilbage")
    phone.sees("Trukket tilbage")
    assert document.state.ideas[idea.id].state is IdeaState.WITHDRAWN


def test_what_is_being_written_survives_the_next_phase_sleep_and_a_reload(
    document: Document, served: Status, screen: TurnOn
) -> None:
    phone = screen(served)
    phone.page.fill("#idea-words", "En halv idé")
    document.apply(evening.go_to(Phase.THEMES))
    expect(phone.page.locator("#go-now")).to_have_text("Nu: Temaer")
    expect(phone.page.locator("#idea-words")).to_be_visible()
    phone.page.reload()
    phone.page.click("#go-ideas")
    assert phone.page.input_value("#idea-words") == "En halv idé"


def test_in_the_listening_round_others_than_citizens_listen(
    document: Document, served: Status, screen: TurnOn
) -> None:
    (politician,) = document.apply(slips.issue(1, role=Role.POLITICIAN))
    phone, citizen = screen(served, politician.secret), screen(served)
    phone.sees("Din idé")
    document.apply(evening.start_listening())
    phone.sees("Nu lytter vi til borgerne")
    expect(phone.page.locator("#idea-form")).to_be_hidden()
    citizen.write_idea("Bænke")
    citizen.sees("Modtaget")
    document.apply(evening.end_listening())
    phone.write_idea("Min plan")
    phone.sees("Modtaget")
    roles = [idea.role for idea in numbered(document.state.ideas)]
    assert roles == [Role.CITIZEN, Role.POLITICIAN]


def test_ideas_wait_for_their_turn_and_go_by_themselves(
    document: Document, served: Status, screen: TurnOn
) -> None:
    (slip,) = document.apply(slips.issue(1))
    phone = screen(served, slip.secret)
    phone.write_idea("Den første")
    phone.sees("Modtaget")
    phone.write_idea("Den anden")
    phone.sees("Vi sender den om")
    assert len(document.state.ideas) == 1
    assert [idea["fate"] for idea in phone.kept()["ideas"]] == ["pending", "in"]


def test_a_lost_answer_makes_no_second_idea(
    document: Document, served: Status, screen: TurnOn
) -> None:
    phone = screen(served)
    lost = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    phone.context.route("**/ideas", lose)
    phone.write_idea("Bænke i læ")
    phone.sees("Modtaget")
    assert lost == [200]
    assert len(document.state.ideas) == 1


# --- dots


@pytest.fixture
def at(voting: Hall, serve: Serve) -> Status:
    return serve(voting.document).status


def test_dots_are_put_handed_in_changed_and_handed_in_again(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1, 2)
    phone.put(3)
    phone.sees("Du har 2 prikker tilbage")
    phone.sees("Ikke afleveret endnu")
    assert ballots_in(voting) == 0
    phone.hand_in()
    phone.handed_in()
    assert ballots_in(voting) == 1
    first = phone.codes()
    assert len(first) == 2
    phone.press("#fewer-1")
    phone.sees("ellers tæller ændringen ikke")
    phone.put(2)
    phone.hand_in()
    phone.handed_in()
    assert len(phone.codes() - first) == 3
    assert phone.dots() | {1: 1, 2: 1, 3: 1} == phone.dots()
    seal(voting)
    sums = sealed_sums(voting.document.state.results.values(), voting.round)
    assert sums == {voting.proposals[number]: (1, 1) for number in range(3)}


def test_no_more_dots_than_there_are_and_none_above_the_cap(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1, 4)
    assert phone.dots()[1] == 2
    expect(phone.page.locator("#said")).to_have_text("Der kan ikke være flere på samme forslag.")
    phone.put(2, 2)
    phone.put(3, 3)
    phone.sees("Du har sat alle dine prikker")
    assert sum(phone.dots().values()) == 5
    phone.hand_in()
    phone.handed_in()


def test_a_blank_ballot_can_be_handed_in(voting: Hall, at: Status, screen: TurnOn) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.hand_in()
    phone.handed_in()
    assert ballots_in(voting) == 1


def test_every_slip_has_its_own_order_and_keeps_it(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    orders = set()
    for printed in voting.printed[:5]:
        phone = screen(at, printed.secret)
        phone.page.wait_for_selector("#more-1")
        orders.add(tuple(phone.order()))
        phone.page.reload()
        phone.page.wait_for_selector("#more-1")
        assert tuple(phone.order()) in orders
    assert len(orders) > 2


def test_a_code_can_be_typed_and_a_wrong_one_is_explained(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at)
    code = voting.printed[0].code
    for typed, told in (
        ("K7Q", "En kode har 8 tegn"),
        ("K7QX-2M9O", "Et af tegnene bruges ikke i koder"),
        (("3" if code[0] == "2" else "2") + code[1:], "Et af tegnene er forkert"),
        ("2222-2222", "Vi kender ikke den kode"),
    ):
        phone.page.fill("#slip-code", typed)
        phone.page.click("#slip-form button")
        phone.sees(told)
    phone.page.fill("#slip-code", f" {code.lower().replace('-', ' ')} ")
    phone.page.press("#slip-code", "Enter")
    phone.put(1)
    phone.hand_in()
    phone.handed_in()
    assert ballots_in(voting) == 1


def test_the_secret_is_taken_out_of_the_address(voting: Hall, at: Status, screen: TurnOn) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1)
    assert phone.page.url == at.url
    assert not [url for url in phone.asked if voting.printed[0].secret in url.partition("#")[0]]


def test_unsent_dots_survive_a_reload_and_do_not_count(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1, 2)
    phone.page.reload()
    phone.sees("Ikke afleveret endnu")
    assert phone.dots()[1] == 2
    assert ballots_in(voting) == 0


def test_a_slip_that_was_used_tells_so_and_shows_what_is_on_it(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    first = screen(at, voting.printed[0].secret)
    first.put(2, 2)
    first.hand_in()
    first.handed_in()
    other = screen(at, voting.printed[0].secret)
    other.sees("Sedlen er afleveret før")
    assert other.dots()[2] == 2
    assert other.codes() == first.codes()


def test_scanning_at_a_new_address_brings_ballot_and_codes_back(
    voting: Hall, serve: Serve, screen: TurnOn
) -> None:
    first = screen(serve(voting.document).status, voting.printed[0].secret)
    first.put(4, 2)
    first.hand_in()
    first.handed_in()
    codes = first.codes()
    other = screen(serve(voting.document).status, voting.printed[0].secret)
    other.sees("Dine prikkoder")
    assert (other.dots()[4], other.codes()) == (2, codes)
    other.put(1)
    other.hand_in()
    other.handed_in()
    assert ballots_in(voting) == 1


def test_a_lost_answer_makes_no_second_ballot_and_is_told_in_the_end(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1)
    keys: list[Any] = []

    def lose(route: Route) -> None:
        keys.append((route.request.post_data_json or {}).get("key"))
        if len(keys) < 3:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/ballot", lose)
    phone.hand_in()
    phone.sees("Vi kan ikke komme igennem")
    phone.handed_in()
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert ballots_in(voting) == 1


def test_a_ballot_that_was_closed_out_is_told_so_and_one_that_came_in_is_confirmed(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    came_in, too_late = (screen(at, p.secret) for p in voting.printed[:2])
    for phone in (came_in, too_late):
        phone.put(1)

    def lose(route: Route) -> None:
        if voting.document.state.rounds[voting.round].state == "open":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    came_in.context.route("**/ballot", lose)
    too_late.context.set_offline(True)
    came_in.hand_in()
    too_late.hand_in()
    came_in.sees("Vi kan ikke komme igennem")
    while ballots_in(voting) < 1:
        came_in.page.wait_for_timeout(50)
    voting.document.apply(rounds.close(voting.round))
    too_late.context.set_offline(False)
    came_in.handed_in()
    too_late.sees("Det kom ikke med")
    assert ballots_in(voting) == 1


def test_the_loss_of_the_link_is_shown_at_once_and_nothing_is_lost(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1)
    phone.context.set_offline(True)
    phone.sees("Forbindelsen er væk")
    phone.put(2)
    phone.hand_in()
    phone.sees("Det tæller først, når det står her")
    phone.context.set_offline(False)
    phone.handed_in()
    phone.sees_not("Forbindelsen er væk")
    assert ballots_in(voting) == 1


def test_the_server_is_started_again_and_phones_come_back_by_themselves(
    voting: Hall, serve: Serve, screen: TurnOn
) -> None:
    server = serve(voting.document)
    phone = screen(server.status, voting.printed[0].secret)
    phone.put(1)
    server.stop()
    phone.sees("Siden til telefoner er lukket")
    phone.hand_in()
    phone.put(2)
    serve(voting.document, port=server.status.port)
    phone.sees_not("Siden til telefoner er lukket")
    phone.sees("ellers tæller ændringen ikke")
    assert ballots_in(voting) == 1
    phone.hand_in()
    phone.handed_in()
    assert ballots_in(voting) == 1


def test_a_typed_code_works_after_a_restart_as_well(
    voting: Hall, serve: Serve, screen: TurnOn
) -> None:
    server = serve(voting.document)
    phone = screen(server.status, voting.printed[0].code.replace("-", ""))
    phone.put(1)
    server.stop()
    phone.hand_in()
    serve(voting.document, port=server.status.port)
    phone.handed_in()
    assert ballots_in(voting) == 1


def test_the_keyboard_alone_can_vote(voting: Hall, at: Status, screen: TurnOn) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.page.wait_for_selector("#more-1")
    first = phone.order()[0]
    for _ in range(60):
        phone.page.keyboard.press("Tab")
        if phone.page.evaluate("document.activeElement.id") == f"more-{first}":
            break
    phone.page.keyboard.press("Enter")
    phone.page.keyboard.press("Space")
    assert phone.dots()[first] == 2
    phone.page.keyboard.press("Shift+Tab")
    phone.page.keyboard.press("Enter")
    phone.page.keyboard.press("Enter")
    assert phone.page.evaluate("document.activeElement.id") == f"more-{first}"
    assert phone.dots()[first] == 0
    for _ in range(60):
        phone.page.keyboard.press("Tab")
        if phone.page.evaluate("document.activeElement.id") == "hand-in":
            break
    phone.page.keyboard.press("Enter")
    phone.handed_in()


def test_the_table_s_phone_forgets_whoever_voted_before(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at, "bord2")
    phone.sees("Bord 2")
    for turn, printed in enumerate(voting.printed[:3]):
        phone.page.fill("#slip-code", printed.code)
        phone.page.click("#slip-form button")
        expect(phone.page.locator("#more-1")).to_be_visible()
        assert sum(phone.dots().values()) == 0
        phone.put(turn + 1, 2)
        phone.hand_in()
        phone.sees("Dine prikkoder")
        phone.page.click("#pass-on")
        phone.sees("Telefonen har glemt den, der stemte før")
        kept = phone.kept()
        assert (kept["hand"], kept["ballots"]) == (None, {})
        assert printed.code.replace("-", "") not in phone.page.content()
    assert ballots_in(voting) == 3
    phone.page.click("#table-leave")
    phone.sees_not("Bord 2")


def test_slips_of_others_than_citizens_are_politely_refused(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    (staff,) = voting.document.apply(slips.issue(1, role=Role.STAFF))
    phone = screen(at, staff.secret)
    phone.sees("Din slags seddel er ikke med")
    expect(phone.page.locator("#ballot")).to_be_hidden()


def test_a_practice_vote_says_so(document: Document, served: Status, screen: TurnOn) -> None:
    document.apply(evening.go_to(Phase.DOTS))
    phone = screen(served)
    vote = document.apply(rounds.prepare_practice(["Kage", "Frugt"], open_access=True))
    document.apply(rounds.open(vote))
    phone.sees("Prøveafstemning. Den tæller ikke.")
    phone.put(1, 3)
    phone.hand_in()
    phone.handed_in()
    document.apply(rounds.end_practice(vote))
    phone.sees("Afstemningen åbner om lidt")
    assert not document.state.rounds


def test_the_last_minute_is_announced(document: Document, served: Status, screen: TurnOn) -> None:
    keys = [document.apply(ideas.add(words)) for words in ("Bænke", "Lys")]
    document.apply(evening.go_to(Phase.DOTS))
    vote = document.apply(rounds.prepare(keys, open_access=True))
    phone = screen(served)
    phone.sees("Afstemningen åbner om lidt")
    document.apply(rounds.open(vote, minutes=1))
    phone.sees("Prikker, der ikke er afleveret, tæller ikke")
    expect(phone.page.locator("#said")).to_contain_text("Under et minut")
    document.apply(rounds.extend(vote, 5))
    phone.sees("Cirka 6 minutter tilbage")


def test_a_vote_that_is_called_off_counts_for_nothing(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1)
    voting.document.apply(rounds.cancel(voting.round, "Strømmen gik"))
    phone.sees("Afstemningen blev aflyst")


# --- agreement


def test_five_steps_and_an_objection_are_handed_in(
    document: Document, served: Status, screen: TurnOn
) -> None:
    keys = [document.apply(ideas.add(words)) for words in ("Bænke", "Lys")]
    (slip,) = document.apply(slips.issue(1))
    document.apply(evening.go_to(Phase.DOTS))
    vote = document.apply(rounds.prepare(keys, kind=RoundKind.AGREEMENT))
    document.apply(rounds.open(vote))
    phone = screen(served, slip.secret)
    phone.page.check("#step-1-agree")
    expect(phone.page.locator("#why-1")).to_be_hidden()
    phone.page.check("#step-2-against")
    phone.page.fill("#against-2", "Det blænder om natten")
    phone.sees("Du har svaret på 2 af 2")
    phone.hand_in()
    phone.handed_in()
    document.apply(rounds.close(vote))
    document.apply(rounds.seal(vote))
    phone.sees("Hvor enige vi er")
    phone.sees("1 indvending")
    phone.sees_not("Det blænder om natten")
    assert [o.words for o in document.state.objections.values()] == ["Det blænder om natten"]


# --- the result


def test_the_result_has_dots_persons_and_the_own_codes(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1, 2)
    phone.put(2)
    phone.hand_in()
    phone.handed_in()
    codes = phone.codes()
    chance = random.Random(3)
    for slip in voting.slips[1:]:
        vote = drawn_vote(chance, voting.proposals)
        voting.document.apply(ballots.cast(voting.round, vote, slip=slip))
    voting.document.apply(rounds.close(voting.round))
    phone.sees("Resultatet kommer, når alle sedler er talt")
    voting.document.apply(rounds.seal(voting.round))
    phone.sees("Det prioriterede vi")
    phone.sees("Dine prikker er talt med")
    for code in codes:
        phone.sees(code)
    for result in voting.document.state.results.values():
        persons = "1 person" if result.persons == 1 else f"{result.persons} personer"
        dots = "1 prik" if result.dots == 1 else f"{result.dots} prikker"
        phone.sees(f"{dots} · {persons}")
    phone.page.click("#results summary")
    expect(phone.page.locator("#results td.own")).to_have_count(2)
    expect(phone.page.locator("#results tbody tr")).to_have_count(len(voting.document.state.stubs))


def test_a_code_that_is_not_on_the_list_is_told(voting: Hall, at: Status, screen: TurnOn) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1, 2)
    phone.put(2)
    phone.hand_in()
    phone.handed_in()

    def forge(route: Route) -> None:
        told = route.fetch().json()
        lines = next(iter(told["rounds"].values()))
        lines[0][1] = 6
        route.fulfill(json=told)

    phone.context.route("**/stubs", forge)
    seal(voting)
    phone.sees("1 af dine 2 prikkoder står på listen. Vis det til mødelederen.")


def test_it_waits_for_the_hall(voting: Hall, serve: Serve, screen: TurnOn) -> None:
    seen: set[str] = set()
    server = serve(voting.document, hall=seen.__contains__)
    phone = screen(server.status, voting.printed[0].secret)
    phone.put(1)
    seal(voting)
    phone.sees("Se på storskærmen")
    seen.add(voting.round)
    server.look_again()
    phone.sees("Det prioriterede vi")


def test_next_steps_tell_who_when_and_where_the_answer_comes(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at)
    seal(voting)
    voting.document.apply(evening.describe(answer_by="2027-03-01", answer_where="På torvet"))
    voting.document.apply(evening.go_to(Phase.NEXT_STEPS))
    phone.sees("Der er ikke skrevet næste skridt ned endnu")
    voting.document.apply(
        next_steps.add(
            "Tegn en skitse", proposal=voting.proposals[0], responsible="Plan og By",
            deadline="2027-01-15",
        )
    )  # fmt: skip
    for words in ("Tegn en skitse", "Ansvarlig: Plan og By", "Frist: 15. januar 2027"):
        phone.sees(words)
    for words in ("Hvornår kommer svaret?", "1. marts 2027", "På torvet"):
        phone.sees(words)
    assert phone.page.locator("a.follow").count() == 0
    voting.document.apply(evening.describe(answer_where="Se mågevig.dk/havnen."))
    phone.sees("Følg, hvad der sker med det")
    link = phone.page.locator("a.follow")
    assert link.get_attribute("href") == "https://mågevig.dk/havnen"


# --- the phone itself


def test_it_forgets_everything_when_asked_and_when_the_meeting_is_another(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1)
    phone.page.click("#forget")
    phone.page.click("#forget-yes")
    phone.sees("Koden fra sedlen")
    kept = phone.kept()
    assert (kept["hand"], kept["ballots"], kept["ideas"]) == (None, {}, [])
    phone.page.evaluate(
        "localStorage.setItem('moede', JSON.stringify({meeting: 'en anden', draft: 'x', "
        "ideas: [{key: 'k', words: 'gammel', fate: 'in', number: 1}]}))"
    )
    phone.page.reload()
    phone.sees("Koden fra sedlen")
    assert phone.kept()["ideas"] == []


def test_it_keeps_drafts_keys_and_codes_and_nothing_else(
    voting: Hall, at: Status, screen: TurnOn
) -> None:
    phone = screen(at, voting.printed[0].secret)
    phone.put(1)
    phone.hand_in()
    phone.handed_in()
    assert phone.page.evaluate("document.cookie") == ""
    assert phone.page.evaluate("Object.keys(localStorage)") == ["moede"]
    assert phone.page.evaluate("Object.keys(sessionStorage)") == []
    assert set(phone.kept()) == {
        "meeting", "lang", "draft", "ideas", "hand", "ballots", "table", "device", "head",
    }  # fmt: skip
    assert not re.search(r"indexedDB|caches|serviceWorker", phone.page.content())


def test_a_rehearsal_says_so_on_every_phone(
    document: Document, served: Status, screen: TurnOn
) -> None:
    phone = screen(served)
    phone.sees("Din idé")
    phone.sees_not("Generalprøve")
    document.apply(evening.mark_rehearsal())
    phone.sees("Generalprøve. Intet tæller.")
