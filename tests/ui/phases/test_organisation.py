import pytest
from PySide6.QtGui import QColor, QPixmap

from moedeapp.model.commands import evening
from moedeapp.model.meeting import Organisation, Phase


@pytest.fixture
def form(at, document):
    document.apply(evening.set_organisation(name="Mågevig Kommune", contact="borger@magevig.dk"))
    page = at(Phase.FRAMES).page
    page.tabs.turn_to(3)
    return page.organisation


def picture(path):
    drawn = QPixmap(20, 10)
    drawn.fill(QColor("red"))
    assert drawn.save(str(path))
    return path


def test_a_picture_becomes_the_logo_and_can_be_removed(qtbot, form, document, tmp_path):
    form.use_logo(picture(tmp_path / "logo.png"))
    assert document.state.organisation.logo.startswith(b"\x89PNG")
    qtbot.waitUntil(form.remove.isVisible)
    assert form.logo.isVisible()
    form.remove.click()
    assert document.state.organisation.logo == b""
    qtbot.waitUntil(form._none.isVisible)


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"", b"\x89PNG\r\n\x1a\nhalf"])
def test_what_is_no_picture_is_refused_in_words(form, document, tmp_path, data):
    file = tmp_path / "logo.png"
    file.write_bytes(data)
    form.use_logo(file)
    assert document.state.organisation.logo == b""
    assert "logo.png er ikke et billede, der kan bruges" in form.window().notices.sentence


def test_a_missing_picture_is_refused_too(form, tmp_path):
    form.use_logo(tmp_path / "væk.png")
    assert "væk.png" in form.window().notices.sentence


def test_the_organisation_is_kept_for_every_new_meeting(form, settings):
    form.keep.click()
    assert settings.organisation.name == "Mågevig Kommune"
    assert not form.keep.isVisible()
    assert form._words.text() == "Nye møder begynder med denne organisation."


def test_what_is_kept_can_fill_in_this_meeting(qtbot, at, document, settings):
    settings.keep_organisation(Organisation(name="Havneby Kommune", deletion_rule="Efter et år"))
    page = at(Phase.FRAMES).page
    page.tabs.turn_to(3)
    page.organisation.fetch.click()
    held = document.state.organisation
    assert (held.name, held.deletion_rule) == ("Havneby Kommune", "Efter et år")
    qtbot.waitUntil(lambda: not page.organisation.fetch.isVisible())
