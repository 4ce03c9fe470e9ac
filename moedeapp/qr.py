"""Turns text into the squares of a QR code, for paper and for the screen."""

from typing import Literal, TypeAlias

Squares: TypeAlias = tuple[tuple[bool, ...], ...]
"""Rows from the top, True is dark; without the quiet zone, which is at least four squares."""

QUIET = 4
"""Light squares that must surround the code on every side."""


def squares(text: str, error: Literal["L", "M", "Q", "H"] = "M") -> Squares:
    """The smallest QR code that holds the text at the given level of error correction."""
    from qrcode import constants
    from qrcode.main import QRCode

    levels = {
        "L": constants.ERROR_CORRECT_L,
        "M": constants.ERROR_CORRECT_M,
        "Q": constants.ERROR_CORRECT_Q,
        "H": constants.ERROR_CORRECT_H,
    }
    code = QRCode(error_correction=levels[error], border=0)
    code.add_data(text, optimize=0)  # one run of bytes, which every reader knows
    code.make(fit=True)
    return tuple(tuple(bool(square) for square in row) for row in code.get_matrix())
