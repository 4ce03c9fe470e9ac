from moedeapp.qr import QUIET, squares
from moedeapp.ui.joining import Joining, QrCode
from moedeapp.ui.showing import Join


def test_the_code_is_drawn_square_by_square_with_its_quiet_zone(qtbot):
    text = "http://192.168.8.2:8080/#abc"
    dark = squares(text)
    across = len(dark) + 2 * QUIET
    code = QrCode(across * 4)
    qtbot.addWidget(code)
    code.follow(text)
    drawn = code.grab().toImage()
    for down in range(across):
        for right in range(across):
            inside = 0 <= down - QUIET < len(dark) and 0 <= right - QUIET < len(dark)
            wanted = inside and dark[down - QUIET][right - QUIET]
            seen = drawn.pixelColor(right * 4 + 2, down * 4 + 2).lightness() < 128
            assert seen == bool(wanted)


def test_where_there_is_little_height_the_address_stands_alone(qtbot):
    joining = Joining(96, without=False)
    qtbot.addWidget(joining)
    assert not joining._address.isVisibleTo(joining)
    joining.follow(Join("http://192.168.8.2:8080/#a", "192.168.8.2:8080"))
    assert joining._code.isVisibleTo(joining)
    joining.leave_out_code(True)
    assert (joining._code.isVisibleTo(joining), joining._address.isVisibleTo(joining)) == (
        False,
        True,
    )
    assert not joining._network.isVisibleTo(joining)
