from PySide6.QtCore import Qt

from moedeapp.model.commands import ballots, evening, slips
from moedeapp.model.meeting import Agreement, Phase, RoundKind
from tests.ui.conftest import by_number, issue, open_vote, seal


def agreed(document, show, objections=("Det larmer",)):
    printed = issue(document, 2)
    key = open_vote(
        document, "Havneliv", "Børn og unge", kind=RoundKind.AGREEMENT, open_access=False
    )
    first, second = by_number(document, key)
    said = [*objections, ""][:2]
    for sheet, words in zip(printed, said, strict=False):
        vote = ballots.Vote(
            steps={first: Agreement.FULLY, second: Agreement.AGAINST},
            objections={second: words} if words else {},
        )
        slip = slips.by_secret(document.state, sheet.secret)
        document.apply(ballots.cast(key, vote, slip=slip))
    seal(document, key)
    document.apply(evening.go_to(Phase.RESULT))
    return show(document).page


def test_every_objection_stands_at_its_proposal(document, show):
    page = agreed(document, show)
    first, second = page.answers.cards
    assert "Helt enig 2 · Enig 0" in first.accessibleName()
    assert "Det larmer" not in first.accessibleName()
    assert "Imod 2" in second.accessibleName()
    assert second.accessibleName().endswith("Indvending: »Det larmer«")
    shown = [part.text() for part in second.children() if hasattr(part, "text")]
    assert "Indvending: »Det larmer«" in shown


def test_the_cards_are_gone_through_with_tab(qtbot, document, show):
    page = agreed(document, show)
    page.answers.begin()
    assert page.answers.cards[0].hasFocus()
    qtbot.keyClick(page.answers.cards[0], Qt.Key.Key_Tab)
    assert page.answers.cards[1].hasFocus()


def test_words_of_citizens_are_never_markup(document, show):
    page = agreed(document, show, ["<b>Fed</b> & <img src=x>"])
    card = page.answers.cards[1]
    labels = [part for part in card.children() if hasattr(part, "textFormat")]
    assert {part.textFormat() for part in labels} == {Qt.TextFormat.PlainText}
    assert any("<b>Fed</b>" in part.text() for part in labels)


def test_the_hall_sees_it_all_at_once_or_one_by_one(document, show):
    page = agreed(document, show)
    page.reveal.go_on()
    assert page.desk.showing.revealed(page.vote.id) == 1
    page.reveal.show_all()
    assert page.desk.showing.revealed(page.vote.id) == 2
