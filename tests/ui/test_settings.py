from PySide6.QtCore import QByteArray, QSettings

from moedeapp.model.meeting import Organisation
from moedeapp.ui.settings import HALL_TEXT, LETTER_KEYS, LOOK, Settings


def again(settings: Settings) -> Settings:
    """The same settings as the next start reads them."""
    settings.store.sync()
    return Settings(QSettings(settings.store.fileName(), QSettings.Format.IniFormat))


def test_what_nobody_has_chosen_has_a_usual_value(settings):
    assert (settings.look, settings.letter_keys, settings.hall_text) == ("", True, 60)
    assert settings.organisation == Organisation()
    assert settings.place("main").isEmpty()


def test_choices_last_until_the_next_start(settings):
    settings.put(LOOK, "dark")
    settings.put(LETTER_KEYS, False)
    settings.put(HALL_TEXT, 80)
    settings.keep_place("main", QByteArray(b"here"))
    later = again(settings)
    assert (later.look, later.letter_keys, later.hall_text) == ("dark", False, 80)
    assert later.place("main") == QByteArray(b"here")


def test_the_organisation_is_set_once(settings):
    known = Organisation(name="Gentofte Kommune", deciding_body="kommunalbestyrelsen", logo=b"png")
    settings.keep_organisation(known)
    assert again(settings).organisation == known


def test_who_listens_hears_what_was_changed(settings, qtbot):
    with qtbot.waitSignal(settings.changed) as heard:
        settings.put(LOOK, "contrast")
    assert heard.args == [LOOK]


def test_a_value_of_the_wrong_kind_is_taken_as_not_chosen(settings):
    settings.store.setValue(HALL_TEXT, "stor")
    assert settings.hall_text in (0, 60)
