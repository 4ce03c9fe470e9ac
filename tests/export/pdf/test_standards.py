"""PDF/A-3a and PDF/UA-1, as an independent validator sees them.

The validator comes from requirements-validator.lock, in a venv whose Python MOEDE_VALIDATOR names.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from PIL import Image

from moedeapp import demo
from moedeapp.export.pdf import document
from moedeapp.export.told_later import follow_up
from moedeapp.model.meeting import FollowUp, Progress
from moedeapp.texts import use
from tests.export import evenings
from tests.export.pdf.test_reading import meetings

VALIDATOR = "MOEDE_VALIDATOR"
SCRIPT = Path(__file__).parents[2] / "validator" / "standards.py"
FLAVOURS = ("3a", "ua1")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

Told = dict[str, dict[str, dict[str, list[str]]]]


def validated(*files: Path) -> Told:
    """By file and set of rules, the rules it breaks."""
    python = os.environ.get(VALIDATOR)
    if not python:
        pytest.skip(f"{VALIDATOR} names no Python with requirements-validator.lock")
    run = [python, str(SCRIPT), ",".join(FLAVOURS), *map(str, files)]
    told = json.loads(subprocess.run(run, check=True, capture_output=True).stdout)
    return {Path(path).stem: found for path, found in told.items()}


def with_logo() -> bytes:
    """A picture with holes in it, as an organisation may have one."""
    made = BytesIO()
    Image.new("RGBA", (300, 90), (11, 92, 122, 128)).save(made, "PNG")
    return made.getvalue()


def protocols(folder: Path) -> Iterator[tuple[str, bytes]]:
    evening = evenings.voted(folder / "aften.moede")
    yield "votes", document(evening.protocol())
    for name, minutes in meetings().items():
        yield name, document(minutes)
    whole = evenings.whole_evening()
    yield "large", document(evening.protocol(), large=True)
    yield "large and long", document(meetings()["long"], large=True)
    shown = replace(whole, organisation=replace(whole.organisation, logo=with_logo()))
    yield "logo", document(evenings.protocol(shown))
    yield "rehearsal", document(evenings.protocol(evenings.rehearsing(whole)))
    thousands = (f"Idé {n}: flere bænke langs vandet. " * (1 + n % 9) for n in range(2000))
    yield "thousands", document(evenings.protocol(evenings.saying(thousands)))
    use("en")
    yield "English", document(evening.protocol())
    use("da")
    for path in demo.run(folder):
        if path.suffix == ".pdf":
            yield f"demo{path.stem[-7:]}", path.read_bytes()
    told = FollowUp("f1", 1, "p1", Progress.DONE, "2027-05-02", "Bygget", "Alle kan bade.")
    later = replace(evenings.whole_evening(), follow_ups=evenings.rows(told))
    about = {"made_at": evenings.MADE_AT, "software_version": "0.1.0"}
    yield "told later", document(follow_up(later, **about))


def test_no_rule_of_an_archive_or_a_screen_reader_is_broken(tmp_path):
    files = []
    for name, data in protocols(tmp_path):
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(data)
    with pikepdf.open(tmp_path / "thousands.pdf") as pdf:
        assert len(pdf.pages) > 100
    told = validated(*files)
    assert len(told) >= 14
    assert told == {path.stem: {flavour: {} for flavour in FLAVOURS} for path in files}


# --- what is broken is seen


def parts(pdf: Pdf, role: str) -> Iterator[Object]:
    """The parts of the document with a role."""
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        part = waiting.pop(0)
        if "/" + role == part.S:
            yield part
        kids = part.get("/K", Array())
        held = list(kids) if isinstance(kids, Array) else [kids]
        waiting = [*(k for k in held if isinstance(k, Dictionary) and "/S" in k), *waiting]


def drawn(pdf: Pdf, code: bytes) -> None:
    pdf.pages[0].contents_add(b"q " + code + b" Q", prepend=False)


def _no_marks(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


def _no_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def _no_title_shown(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def _no_alt(pdf: Pdf) -> None:
    del next(parts(pdf, "Figure")).Alt


def _no_colours(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def _no_relation(pdf: Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


def _no_files_named(pdf: Pdf) -> None:
    del pdf.Root.AF


def _no_kind_of_file(pdf: Pdf) -> None:
    del pdf.Root.AF[0].EF.F.Subtype


def _no_scope(pdf: Pdf) -> None:
    for cell in parts(pdf, "TH"):
        if "/A" in cell:
            del cell.A


def _level_skipped(pdf: Pdf) -> None:
    for heading in parts(pdf, "H2"):
        heading.S = Name.H5


def _mute_link(pdf: Pdf) -> None:
    del next(a for page in pdf.pages for a in page.obj.get("/Annots", ())).Contents


def _no_order_of_tabs(pdf: Pdf) -> None:
    page = next(page for page in pdf.pages if "/Annots" in page.obj)
    del page.obj.Tabs


def _font_left_out(pdf: Pdf) -> None:
    font = next(iter(pdf.pages[0].resources.Font.values()))
    del font.FontDescriptor.FontFile2


def _letters_without_meaning(pdf: Pdf) -> None:
    del next(iter(pdf.pages[0].resources.Font.values())).ToUnicode


def _drawn_without_a_part(pdf: Pdf) -> None:
    drawn(pdf, b"0 0 9 9 re f")


def _no_way_back(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot.ParentTree


def _no_claim(pdf: Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1</pdfuaid:part>", b"")
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def _case_not_described(pdf: Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b">kle</pdfaProperty", b">nej</pdfaProperty")
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def _program_inside(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))


def _row_too_short(pdf: Pdf) -> None:
    row = list(parts(pdf, "TR"))[1]
    row.K = Array([row.K[0]])


def _list_of_paragraphs(pdf: Pdf) -> None:
    next(parts(pdf, "LI")).S = Name.P


def _unknown_role(pdf: Pdf) -> None:
    next(parts(pdf, "H2")).S = Name.Overskrift


def _colours_of_print(pdf: Pdf) -> None:
    drawn(pdf, b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC")


BREAKAGES: list[Callable[[Pdf], None]] = [
    _no_marks, _no_language, _no_title_shown, _no_alt, _no_colours, _no_relation, _no_files_named,
    _no_kind_of_file, _no_scope, _level_skipped, _mute_link, _font_left_out,
    _letters_without_meaning, _drawn_without_a_part, _no_claim,
    _case_not_described, _program_inside, _row_too_short, _list_of_paragraphs, _unknown_role,
    _colours_of_print, _no_order_of_tabs, _no_way_back,
]  # fmt: skip


def test_whatever_is_broken_is_seen(tmp_path):
    data = document(meetings()["whole"])
    files = []
    for breakage in BREAKAGES:
        with pikepdf.open(BytesIO(data)) as pdf:
            breakage(pdf)
            files.append(tmp_path / f"{breakage.__name__}.pdf")
            pdf.save(files[-1])
    told = validated(*files)
    unseen = [name for name, found in told.items() if not any(found.values())]
    assert unseen == []
    assert len(told) >= 12
