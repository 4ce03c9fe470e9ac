import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from moedeapp.model.commands import evening, rounds
from moedeapp.model.meeting import Phase, numbered
from moedeapp.ui.showing import Join
from tests.ui.conftest import issue
from tests.ui.phases.printed_words import words_of

ADDRESS = "192.168.8.2:8080"


@pytest.fixture
def printed(at, document):
    document.apply(evening.set_tables(3))
    page = at(Phase.WELCOME).page
    page.tabs.turn_to(3)
    return page.printed


def said(widget):
    return widget.window().notices.sentence


@pytest.fixture
def made(qtbot):
    """Waits until a file is said to be ready; gives its words."""

    def wait(widget, path):
        qtbot.waitUntil(lambda: said(widget) == f"{path.name} er klar til print.")
        return words_of(path)

    return wait


def test_table_cards_carry_what_was_typed(printed, made, tmp_path):
    printed.address.setText(f"http://{ADDRESS}/")
    printed.network.setText("Havnemøde")
    printed.password.setText("hav 2026")
    printed.cards_into(tmp_path / "kort.pdf")
    words = made(printed, tmp_path / "kort.pdf")
    for word in ("Bord 1", "Bord 3", ADDRESS, "Havnemøde", "hav 2026"):
        assert word in words


def test_table_cards_need_an_address(printed, tmp_path):
    printed.cards_into(tmp_path / "kort.pdf")
    assert not (tmp_path / "kort.pdf").exists()
    assert "Bordkort skal bruge adressen" in said(printed)


def test_posters_and_the_kit_can_do_without(printed, made, tmp_path):
    printed.posters_into(tmp_path / "plakater.pdf")
    assert "Aftenens rammer" in made(printed, tmp_path / "plakater.pdf")
    printed.kit_into(tmp_path / "pakke.pdf")
    assert "Klar til aftenen" in made(printed, tmp_path / "pakke.pdf")


def test_how_phones_come_in_is_taken_over_unless_something_else_was_typed(printed):
    showing = printed.window().desk.showing
    showing.let_in(Join(f"http://{ADDRESS}/", ADDRESS, "Havnemøde"))
    assert (printed.address.text(), printed.network.text()) == (ADDRESS, "Havnemøde")
    printed.network.setText("Gæster")
    showing.let_in(Join("http://10.0.0.2:8080/", "10.0.0.2:8080", "Havnemøde"))
    assert (printed.address.text(), printed.network.text()) == ("10.0.0.2:8080", "Gæster")


def test_a_file_that_is_there_is_left_alone(qtbot, printed, tmp_path):
    path = tmp_path / "plakater.pdf"
    path.write_bytes(b"andet")
    printed.posters_into(path)
    qtbot.waitUntil(lambda: "plakater.pdf findes i forvejen" in said(printed))
    assert path.read_bytes() == b"andet"


def test_the_file_can_be_opened_from_the_notice(printed, made, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    chosen = tmp_path / "plakater"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(chosen), ""))
    printed.posters.click()
    made(printed, tmp_path / "plakater.pdf")
    notices = printed.window().notices
    notices._yes.click()  # the button that is offered
    assert opened == [f"{chosen}.pdf"]


def test_a_dialog_that_is_closed_prints_nothing(printed, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    for button in (printed.cards, printed.posters, printed.kit):
        button.click()
    assert list(tmp_path.glob("*.pdf")) == []
    assert said(printed) == ""


# --- the vote in hand


@pytest.fixture
def vote(document):
    from moedeapp.model.commands import ideas

    document.apply(evening.go_to(Phase.IDEAS))
    for words in ("Flere bænke", "En sauna", "Lys på stien"):
        document.apply(ideas.add(words))
    document.apply(evening.go_to(Phase.DOTS))
    issue(document, 3)
    return document.apply(rounds.prepare([idea.id for idea in numbered(document.state.ideas)]))


def test_names_are_offered_once_the_numbers_are_drawn(qtbot, show, made, document, vote, tmp_path):
    page = show(document).page
    (fold,) = page.preparing.on_paper
    fold.fold(away=False)
    assert not fold.sheets.named.isVisibleTo(fold)
    fold.sheets.ballots_into(tmp_path / "numre.pdf", named=False)
    assert "1 2 3" in made(page, tmp_path / "numre.pdf")
    document.apply(rounds.open(vote))
    (fold,) = page.voting.on_paper
    fold.fold(away=False)
    qtbot.waitUntil(lambda: fold.sheets.named.isVisible())
    fold.sheets.ballots_into(tmp_path / "navne.pdf", named=True)
    assert "Lys på stien" in made(page, tmp_path / "navne.pdf")
    assert [entry.act for entry in document.journal()].count("rounds.print_names") == 1
    fold.sheets.numbers_into(tmp_path / "ark.pdf")
    assert "Lys på stien" in made(page, tmp_path / "ark.pdf")


def test_one_thing_is_made_at_a_time(printed, made, tmp_path):
    printed.kit_into(tmp_path / "pakke.pdf")
    printed.posters_into(tmp_path / "plakater.pdf")
    assert "Prøv igen om lidt" in said(printed)
    printed.window().desk.close()
    assert not (tmp_path / "plakater.pdf").exists()
