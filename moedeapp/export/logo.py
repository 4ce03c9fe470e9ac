"""The organisation's picture, whatever file it came from."""

from io import BytesIO
from typing import Final

from PIL import Image

_DOTS: Final = (1000, 350)
"""So many dots of a picture are enough for print: 600 to the inch."""


def picture(data: bytes) -> Image.Image | None:
    """A picture in the colours of the page, no larger than print can show; None if it is none."""
    try:
        image = Image.open(BytesIO(data))
        image.thumbnail(_DOTS)
        clear = image.has_transparency_data
        return image.convert("RGBA" if clear else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def png(image: Image.Image) -> bytes:
    """A picture as a PNG; the same picture, the same bytes."""
    made = BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()
