from moedeapp import texts
from moedeapp.texts import speaking
from moedeapp.ui.errand import Errand


def test_an_errand_speaks_what_the_window_speaks(qtbot):
    errand = Errand()
    with speaking("en"), qtbot.waitSignal(errand.done) as heard:
        errand.start(texts.spoken)
    assert heard.args == ["en"]


def test_what_an_errand_ends_with_is_handed_over(qtbot):
    errand = Errand()
    with qtbot.waitSignal(errand.failed) as heard:
        errand.start(lambda: 1 / 0)
    assert isinstance(heard.args[0], ZeroDivisionError)
    assert not errand.running
