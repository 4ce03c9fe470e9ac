import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog

from moedeapp.model.commands import evening
from moedeapp.model.meeting import Organisation
from moedeapp.texts import speaking
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.preferences import Preferences
from moedeapp.ui.preferences.logo import NoPicture, logo_from
from moedeapp.ui.preferences.sight import height_for, metres, size_for
from tests.ui.test_window import clipped, nameless, settle


@pytest.fixture
def opened(qtbot, settings):
    windows = []

    def open_on(desk=None):
        window = Preferences(settings, desk)
        windows.append(window)
        window.begin()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_on
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def desk(document, settings):
    made = Desk(document, settings)
    yield made
    made.close()


def picture(path, width, height, kind="PNG", colour="#0b5c7a"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    image.save(str(path), kind)
    return path


def noise(path):
    wide, high = 2600, 600
    dots = random.Random(19).randbytes(wide * high * 3)
    image = QImage(dots, wide, high, wide * 3, QImage.Format.Format_RGB888)
    image.save(str(path), "PNG")
    return path


def type_name(qtbot, window, words):
    box = window.organisation.boxes["name"]
    qtbot.keyClicks(box, words)
    qtbot.keyClick(box, Qt.Key.Key_Return)


# --- the organisation


def test_the_organisation_is_kept_box_by_box(qtbot, opened, settings):
    boxes = opened().organisation.boxes
    for key, text in (
        ("name", "Mågevig Kommune"), ("contact", "dialog@maagevig.example"),
        ("deciding_body", "byrådet"), ("deletion_rule", "Fjernes efter et år."),
    ):  # fmt: skip
        boxes[key].setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClicks(boxes[key], text)
    boxes["name"].setFocus(Qt.FocusReason.TabFocusReason)
    assert settings.organisation == Organisation(
        name="Mågevig Kommune",
        contact="dialog@maagevig.example",
        deciding_body="byrådet",
        deletion_rule="Fjernes efter et år.",
    )


def test_what_is_being_typed_is_kept_when_the_window_is_closed(qtbot, opened, settings):
    window = opened()
    qtbot.keyClicks(window.organisation.boxes["name"], "Mågevig")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert settings.organisation.name == "Mågevig"


def test_who_has_written_something_is_not_asked_again(qtbot, opened, settings):
    assert not settings.asked
    window = opened()
    type_name(qtbot, window, "Mågevig")
    window.organisation.boxes["name"].clear()
    window.organisation.boxes["name"].settle()
    assert settings.organisation == Organisation()
    assert settings.asked


def test_words_that_are_too_long_are_refused_as_in_a_meeting(qtbot, opened, settings):
    window = opened()
    window.organisation.boxes["name"].setText("å" * 20_000)
    window.organisation.boxes["name"].settle()
    assert window.notices.sentence
    assert settings.organisation.name == ""
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.notices.sentence == ""
    assert window.isVisible()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_kept_as_it_is_and_shown(opened, settings, monkeypatch, tmp_path, kind):
    file = picture(tmp_path / "logo", 300, 100, kind)
    window = opened()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(file), ""))
    window.organisation.choose.click()
    assert settings.organisation.logo == file.read_bytes()
    assert not window.organisation.logo.empty
    window.organisation.remove.click()
    assert settings.organisation.logo == b""
    assert window.organisation.logo.empty


def test_the_logo_is_drawn_on_paper_in_every_look(qapp, opened, tmp_path):
    theme.wear(qapp, "dark")
    window = opened()
    window.organisation.take_logo(picture(tmp_path / "logo.png", 40, 100))
    drawn = window.organisation.logo.grab().toImage()
    centre = drawn.pixelColor(drawn.width() // 2, drawn.height() // 2).name()
    beside = drawn.pixelColor(drawn.width() // 8, drawn.height() // 2).name()
    assert (centre, beside) == ("#0b5c7a", "#ffffff")
    theme.wear(qapp)


def test_another_kind_of_picture_and_a_too_large_one_are_made_to_fit(qapp, tmp_path):
    bitmap = picture(tmp_path / "logo.bmp", 3000, 30, "BMP")
    large = noise(tmp_path / "stort.png")
    assert large.stat().st_size > 2_000_000
    for file in (bitmap, large):
        data = logo_from(file)
        evening.check_organisation(logo=data)
        assert QImage.fromData(data).width() <= 1600


def test_a_file_that_is_no_picture_is_refused_in_words(opened, settings, tmp_path):
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 100)
    window = opened()
    window.organisation.take_logo(tmp_path / "logo.png")
    assert window.notices.sentence.startswith("logo.png er ikke et billede")
    assert settings.organisation.logo == b""
    with pytest.raises(NoPicture):
        logo_from(tmp_path / "findes-ikke.png")


def test_an_open_meeting_gets_it_when_that_is_asked_for(qtbot, opened, settings, desk, document):
    window = opened(desk)
    type_name(qtbot, window, "Mågevig")
    assert document.state.organisation.name == ""
    window.organisation.use.click()
    assert document.state.organisation.name == "Mågevig"
    assert window.notices.sentence == "Nu har det åbne møde det også."


def test_without_an_open_meeting_nothing_offers_to_change_it(opened):
    assert not opened().organisation.use.isVisible()


# --- how it looks and listens


def test_choices_are_kept_and_told_at_once(qtbot, opened, settings):
    window = opened()
    heard = []
    settings.changed.connect(heard.append)
    window.look.setCurrentIndex(2)
    window.look.activated.emit(2)
    qtbot.mouseClick(window.still, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.letters, Qt.MouseButton.LeftButton)
    assert (settings.look, settings.still, settings.letter_keys) == ("dark", True, False)
    assert heard == ["look", "still", "letter_keys"]


def test_the_window_opens_with_what_was_chosen(opened, settings):
    settings.put("look", "contrast dark")
    settings.put("letter_keys", False)
    settings.put("hall_text", 80)
    window = opened()
    assert window.look.chosen() == "contrast dark"
    assert not window.letters.isChecked()
    assert window.sight.sizes[80].isChecked()


def test_a_language_waits_for_an_open_meeting_to_be_opened_again(opened, settings, desk, qtbot):
    window = opened(desk)
    assert not window.reopen.isVisible()
    window.language.follow("en")
    window.language.activated.emit(1)
    assert settings.language == "en"
    assert window.reopen.isVisible()
    with qtbot.waitSignal(window.reopened):
        window.reopen.click()


# --- how large the hall reads


@pytest.mark.parametrize(
    ("text", "length"),
    [("12", 12), ("2,5 m", 2.5), ("2.5m", 2.5), (" 8 meter", 8), ("", None), ("langt", None),
     ("0", None), ("-3", None), ("1e5", None)],
)  # fmt: skip
def test_metres_are_understood_the_way_people_type_them(text, length):
    assert metres(text) == length


@pytest.mark.parametrize(
    ("distance", "height", "size"),
    [(8, 2, 40), (8.1, 2, 60), (12, 2, 60), (12.1, 2, 80), (16, 2, 80), (20, 2, 80)],
)
def test_the_size_follows_how_many_picture_heights_away_the_last_row_is(distance, height, size):
    assert size_for(distance, height) == size


def test_the_picture_that_is_asked_for_is_high_enough():
    for distance in (10, 17, 20.3):
        assert distance / height_for(distance) <= 8


def test_the_sum_is_told_in_words_and_can_be_used(qtbot, opened, settings):
    sight = opened().sight
    assert not sight.use.isVisible()
    qtbot.keyClicks(sight.distance, "15")
    qtbot.keyClicks(sight.picture, "2,5")
    assert sight.answer.text() == "De bagerste sidder 6 gange billedets højde væk."
    assert sight.use.text() == "Brug 60"
    sight.picture.setText("2")
    assert sight.use.text() == "Brug 80"
    sight.use.click()
    assert settings.hall_text == 80
    assert sight.sizes[80].isChecked()


def test_a_hall_that_is_too_deep_for_any_text_is_said(opened):
    sight = opened().sight
    sight.distance.setText("20")
    sight.picture.setText("2")
    assert "Gør billedet 2,5 m højt" in sight.answer.text()
    sight.distance.setText("16")
    assert "højt" not in sight.answer.text()


def test_a_size_is_chosen_by_hand(qtbot, opened, settings):
    option = opened().sight.sizes[40]
    qtbot.mouseClick(option, Qt.MouseButton.LeftButton)
    assert settings.hall_text == 40


# --- looks


@pytest.mark.parametrize("size", [(560, 420), (760, 720)])
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_word_of_the_settings_is_clipped_and_every_control_has_a_name(
    qapp, opened, settings, desk, language, size, tmp_path
):
    settings.keep_organisation(
        Organisation(name="Mågevig Kommune " * 9, logo=picture(tmp_path / "l", 9, 9).read_bytes())
    )
    with speaking(language):
        window = opened(desk)
        window.resize(*size)
        window.sight.distance.setText("20")
        window.sight.picture.setText("2")
        window.language.follow("en" if language == "da" else "da")
        window._follow_language()
        window.notices.refuse("Det gik ikke. " * 12)
        settle(qapp)
        assert clipped(window) == []
        assert nameless(window) == []
        assert (window.width(), window.height()) == size
