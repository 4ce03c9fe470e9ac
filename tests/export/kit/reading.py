"""What tools make of a PDF: pictures, codes, words and where they stand."""

import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from html import unescape
from itertools import combinations
from pathlib import Path

from PIL import Image

MARGIN_MM = 5
"""What hardly any printer reaches."""

_BEGINS = r"(?=WIFI:|http://)"


@dataclass(frozen=True)
class Word:
    """A word and the rectangle it stands in, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def lies_over(self, other: "Word") -> bool:
        """Whether it covers a fifth of the lower of the two."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        low = min(self.bottom - self.top, other.bottom - other.top)
        return across > 0.5 and down > 0.2 * low


@dataclass(frozen=True)
class Sheet:
    """A PDF in a file."""

    path: Path

    def _run(self, *words: str) -> str:
        made = subprocess.run(words, capture_output=True, check=True, cwd=self.path.parent)
        return made.stdout.decode()

    def texts(self) -> list[str]:
        """The words of each page, with single spaces."""
        text = self._run("pdftotext", "-raw", self.path.name, "-")
        return [" ".join(page.split()) for page in text.split("\f")[:-1]]

    def pictures(self, dpi: int, *options: str) -> list[Path]:
        """A picture of each page."""
        root = f"side-{dpi}{''.join(options)}"
        for old in self.path.parent.glob(f"{root}-*"):
            old.unlink()
        self._run("pdftoppm", "-r", str(dpi), *options, self.path.name, root)
        return sorted(self.path.parent.glob(f"{root}-*"))

    def codes(self, dpi: int, *options: str) -> list[str]:
        """What every QR code says, page by page."""
        found: list[str] = []
        for picture in self.pictures(dpi, *options):
            made = subprocess.run(
                ["zbarimg", "--nodbus", "-q", "--raw", "-Sbinary", "-Sdisable", "-Sqrcode.enable",
                 str(picture)],
                capture_output=True,
                check=False,  # it says 4 when it finds nothing
            )  # fmt: skip
            assert made.returncode in (0, 4), made.stderr
            # Bytes come without ends between them, but zbar would guess an encoding for words.
            found += sorted(filter(None, re.split(_BEGINS, made.stdout.decode())))
        return found

    def size_mm(self) -> tuple[int, int]:
        """Width and height of the first page."""
        found = re.search(r"Page size: +([\d.]+) x ([\d.]+)", self._run("pdfinfo", self.path.name))
        assert found
        return round(float(found[1]) / 72 * 25.4), round(float(found[2]) / 72 * 25.4)

    def ink_in_margin(self) -> list[int]:
        """Pages with something so near the edge that a printer would lose it."""
        dpi = 100
        edge = int(MARGIN_MM / 25.4 * dpi)
        bad = []
        for number, path in enumerate(self.pictures(dpi, "-gray"), 1):
            with Image.open(path) as picture:
                wide, high = picture.size
                strips = (
                    (0, 0, wide, edge), (0, high - edge, wide, high),
                    (0, 0, edge, high), (wide - edge, 0, wide, high),
                )  # fmt: skip
                if any(picture.crop(strip).getextrema()[0] < 255 for strip in strips):
                    bad.append(number)
        return bad

    def coloured(self) -> bool:
        """Whether any page needs more than black ink."""
        for path in self.pictures(40):
            with Image.open(path) as picture:
                red, green, blue = picture.convert("RGB").split()
                if not red.tobytes() == green.tobytes() == blue.tobytes():
                    return True
        return False

    def overlapping(self) -> list[tuple[str, str]]:
        """Words that lie over each other."""
        found: list[tuple[str, str]] = []
        for words in self.words():
            for one, other in combinations(words, 2):
                if one.lies_over(other):
                    found.append((one.text, other.text))
        return found

    def words(self) -> list[list[Word]]:
        """Every word of every page."""
        xml = self._run("pdftotext", "-bbox", self.path.name, "-")
        pages: dict[int, list[Word]] = defaultdict(list)
        page = 0
        for line in xml.splitlines():
            page += "<page " in line
            found = re.search(
                r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*)</word>', line
            )
            if found:
                left, top, right, bottom = map(float, found.groups()[:4])
                pages[page].append(Word(unescape(found[5]), left, top, right, bottom))
        return [pages[number] for number in sorted(pages)]
