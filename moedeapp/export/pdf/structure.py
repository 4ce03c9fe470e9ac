"""What the protocol is to a reader who does not see it: a tree of headings, lists and tables.

The tree is made with the layout. While the page is drawn, every stroke belongs either to a node of
the tree or to the page's furniture, which nobody is read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.pdfgen.canvas import Canvas

ALSO_IN_ADDRESSES: Final = ":/?#[]@!$&'()*+,;=%"
"""Signs that may stand in the address of a link as they are."""

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the corner of the page."""


class Mark(NamedTuple):
    """A piece of a page that a node owns: marked content, or an annotation, by number."""

    page: int
    number: int
    annotation: bool = False


@dataclass(eq=False, slots=True)
class Node:
    """A part of the document by its role, e.g. P or TD; it holds either others or pieces."""

    role: str
    alt: str = ""
    """what a reader hears instead of a picture"""
    scope: str = ""
    """of a heading cell: Column or Row"""
    key: str = ""
    """a name for programs that read the document, the same in every language"""
    kids: list["Node"] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    box: Box | None = None
    """where a picture stands"""

    def add(self, role: str, *, alt: str = "", scope: str = "", key: str = "") -> "Node":
        """A new last part of this one."""
        kid = Node(role, alt, scope, key)
        self.kids.append(kid)
        return kid


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """A canvas where all that is drawn stands inside `part` or `furniture`."""

    def __init__(self, *args: Any, counting: bool = False, **settings: Any) -> None:
        """With `counting` the pages are only counted, and nothing needs to be drawn on them."""
        super().__init__(*args, **settings)
        self.counting = counting
        self.annotations = 0
        self._pieces = 0

    @contextmanager
    def part(self, node: Node | None) -> Iterator[None]:
        """What is drawn meanwhile belongs to a node; without one it is furniture."""
        if node is None:
            with self.furniture():
                yield
            return
        self.addLiteral(f"/{node.role} <</MCID {self._pieces}>> BDC")
        node.marks.append(Mark(self.getPageNumber() - 1, self._pieces))
        self._pieces += 1
        yield
        self.addLiteral("EMC")

    @contextmanager
    def furniture(self, kind: str = "/Type /Layout") -> Iterator[None]:
        """What is drawn meanwhile is not read: rules, feet, titles that come again."""
        self.addLiteral(f"/Artifact <<{kind}>> BDC")
        yield
        self.addLiteral("EMC")

    def area(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the drawing as one of the page."""
        return (*self.absolutePosition(left, bottom), *self.absolutePosition(right, top))

    def link(self, node: Node, address: str, area: Box) -> None:
        """Let a rectangle of the drawing lead to an address; the node is what can be followed."""
        self.linkURL(
            quote(address, safe=ALSO_IN_ADDRESSES),
            area,
            relative=1,
            Contents=PDFString(address),
            F=4,  # printed with the page
            StructParent=self.annotations,
        )
        node.marks.append(Mark(self.getPageNumber() - 1, self.annotations, annotation=True))
        self.annotations += 1

    def showPage(self) -> None:  # noqa: N802  # ReportLab's name
        """End the page; the next one counts its pieces from 0."""
        super().showPage()
        self._pieces = 0
