"""What is painted: pages, nothing at all, codes that can be scanned, and a result that grows."""

import shutil
import subprocess

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from moedeapp import qr
from moedeapp.model.meeting import Phase, RoundState
from moedeapp.ui import theme
from moedeapp.ui.projector.canvas import Canvas, colours, ink
from moedeapp.ui.projector.layout import pages
from moedeapp.ui.projector.paint import Fill, Ink, Squares, Words
from moedeapp.ui.showing import Seen
from tests.ui.projector.conftest import (
    JOIN,
    SIZES,
    agreed,
    in_phase,
    in_themes,
    meeting,
    revealing,
    shown,
    voting,
)

SIZE = (1280, 720)


@pytest.fixture
def canvas(qtbot):
    made = Canvas(lambda: None)
    qtbot.addWidget(made)
    made.resize(*SIZE)
    return made


def page(now, seen=None, at=0):
    return pages(shown(now, seen), *SIZE, 60)[at]


def picture(canvas):
    return canvas.grab().toImage()


def test_a_blank_picture_is_black_all_over(canvas):
    canvas.turn_to(page(meeting(Phase.WELCOME), Seen(JOIN)))
    canvas.turn_blank(True)
    image = picture(canvas)
    black = QColor("#000000").rgb()
    assert {image.pixel(x, y) for x in range(0, 1280, 7) for y in range(0, 720, 7)} == {black}


def test_before_there_is_a_page_it_is_empty(canvas):
    assert QColor(picture(canvas).pixel(600, 300)).name() == theme.LIGHT.card


def test_the_code_that_is_painted_is_the_code_of_the_address(canvas):
    laid = page(meeting(Phase.WELCOME), Seen(JOIN))
    canvas.turn_to(laid)
    image = picture(canvas)
    (mark,) = (mark for mark in laid.marks if isinstance(mark, Squares))
    rows = qr.squares(JOIN.url)
    side = int(mark.width / len(rows))
    assert side >= 4
    seen = tuple(
        tuple(
            QColor(
                image.pixel(int(mark.x) + x * side + side // 2, int(mark.y) + y * side + side // 2)
            ).lightness()
            < 128
            for x in range(len(rows))
        )
        for y in range(len(rows))
    )
    assert seen == rows


def test_the_code_has_its_quiet_zone(canvas):
    for laid in (
        page(meeting(Phase.WELCOME), Seen(JOIN)),
        page(meeting(Phase.IDEAS), Seen(JOIN)),
    ):
        canvas.turn_to(laid)
        image = picture(canvas)
        (mark,) = (mark for mark in laid.marks if isinstance(mark, Squares))
        count = len(qr.squares(JOIN.url))
        side = int(mark.width / count)
        left, top, wide = int(mark.x), int(mark.y), side * count
        around = [
            QPoint(x, y)
            for away in range(1, qr.QUIET * side + 1)
            for at in range(0, wide, side)
            for x, y in (
                (left - away, top + at), (left + wide - 1 + away, top + at),
                (left + at, top - away), (left + at, top + wide - 1 + away),
            )
            if 0 <= x < SIZE[0] and 0 <= y < SIZE[1]
        ]  # fmt: skip
        assert {QColor(image.pixel(point)).name() for point in around} == {theme.LIGHT.card}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("phase", list(Phase))
def test_a_phone_reads_the_code_from_every_page_that_shows_one(canvas, tmp_path, size, phase):
    tool = shutil.which("zbarimg")
    if tool is None:
        pytest.skip("zbarimg (zbar-tools) is not installed")
    canvas.resize(*size)
    with_codes = [
        laid
        for laid in pages(shown(meeting(phase, **in_themes()), Seen(JOIN)), *size, 60)
        if any(isinstance(mark, Squares) for mark in laid.marks)
    ]
    assert with_codes or phase not in (Phase.WELCOME, Phase.IDEAS)
    for laid in with_codes:
        canvas.turn_to(laid)
        picture(canvas).save(str(tmp_path / "skærm.png"))
        read = subprocess.run(
            [tool, "--nodbus", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", "skærm.png"],
            capture_output=True, check=True, cwd=tmp_path,
        )  # fmt: skip
        shown_codes = {mark.text for mark in laid.marks if isinstance(mark, Squares)}
        assert set(read.stdout.decode().split()) == shown_codes


def bars(laid):
    return [mark for mark in laid.marks if isinstance(mark, Fill) and mark.key]


def test_a_bar_is_as_long_as_its_part():
    laid = page(in_phase(voting(RoundState.SEALED), Phase.RESULT), revealing(4))
    track = next(m for m in laid.marks if isinstance(m, Fill) and m.ink is Ink.TRACK)
    assert [round(mark.width / track.width, 3) for mark in bars(laid)] == [
        1.0, 0.74, 0.74, 0.445,
    ]  # fmt: skip


def test_a_result_grows_for_two_seconds_and_then_stands(qtbot, canvas):
    laid = page(in_phase(voting(RoundState.SEALED), Phase.RESULT), revealing(1))
    canvas.turn_to(laid, frozenset({"r1p4"}))
    assert canvas.moving
    assert canvas._growing.duration() == 2000
    (bar,) = bars(laid)
    middle = QPoint(int(bar.x + bar.width * 0.9), int(bar.y + bar.height / 2))
    accent = ink(bar.ink)
    canvas._growing.setCurrentTime(0)
    assert QColor(picture(canvas).pixel(middle)).name() != accent
    canvas._growing.setCurrentTime(2000)
    assert QColor(picture(canvas).pixel(middle)).name() == accent
    assert not canvas.moving


def test_the_numbers_come_when_the_bar_has_nearly_grown(canvas):
    laid = page(in_phase(voting(RoundState.SEALED), Phase.RESULT), revealing(1))
    canvas.turn_to(laid, frozenset({"r1p4"}))
    (dots,) = (m for m in laid.marks if isinstance(m, Words) and m.said == "3.307")

    def painted(milliseconds):
        canvas._growing.setCurrentTime(milliseconds)
        image = picture(canvas)
        return {
            QColor(image.pixel(int(dots.x + x), int(dots.y + y))).name()
            for x in range(int(dots.width))
            for y in range(int(dots.height))
        }

    assert painted(400) == {theme.LIGHT.card}
    assert len(painted(2000)) > 2


def test_nothing_moves_when_nothing_may(canvas, monkeypatch):
    monkeypatch.setattr(theme, "motion", lambda: False)
    canvas.turn_to(
        page(in_phase(voting(RoundState.SEALED), Phase.RESULT), revealing(1)), frozenset({"r1p4"})
    )
    assert not canvas.moving
    assert canvas.grown == 1.0


def test_a_page_that_is_turned_to_does_not_move(canvas):
    canvas.turn_to(page(in_phase(voting(RoundState.SEALED), Phase.RESULT), revealing(1)))
    assert not canvas.moving


@pytest.mark.parametrize("look", ["light", "contrast"])
def test_every_ink_can_be_seen_on_the_page(qapp, look):
    theme.wear(qapp, look)
    try:
        card = colours().card
        for of in (Ink.INK, Ink.QUIET):
            assert theme.contrast(ink(of), card) >= 4.5
        assert theme.contrast(ink(Ink.WARN), ink(Ink.WARN_TINT)) >= 4.5
        for of in (Ink.ACCENT, Ink.LOWER, Ink.EDGE):
            assert theme.contrast(ink(of), card) >= 3
            assert theme.contrast(ink(of), ink(Ink.TRACK)) >= 3
    finally:
        theme.wear(qapp)


@pytest.mark.parametrize(
    ("look", "worn"),
    [("dark", theme.LIGHT), ("contrast", theme.CONTRAST), ("contrast dark", theme.CONTRAST)],
)
def test_the_hall_sees_light_colours_whatever_the_laptop_wears(qapp, look, worn):
    theme.wear(qapp, look)
    try:
        assert colours() is worn
    finally:
        theme.wear(qapp)


def test_every_kind_of_mark_is_painted(canvas):
    for now, seen in (
        (meeting(Phase.THEMES, **in_themes()), Seen(JOIN)),
        (voting(RoundState.OPEN), Seen(JOIN)),
        (agreed(), revealing(2)),
    ):
        canvas.turn_to(page(now, seen))
        image = picture(canvas)
        assert len({image.pixel(x, y) for x in range(0, 1280, 3) for y in range(0, 720, 3)}) > 4
