"""Lays the rows of a protocol out with typst, for a bench: a JSON file in, seconds and pages out.

Run by a Python that has typst; nothing of MødeApp is needed.
"""

import json
import sys
from time import perf_counter

import typst

HEAD = """\
#set document(title: "Protokol")
#set page(paper: "a4", margin: 2.2cm, footer: context [
  Vejledende prioritering #h(1fr) Side #counter(page).display() af #counter(page).final().first()
])
#set text(size: 10pt, lang: "da")
#set heading(numbering: none)
#let rows = json("rows.json")
#let shown(part) = if part.kind == "heading" { heading(part.words) } \
else if part.kind == "paragraph" { par(part.words) } \
else { table(
  columns: part.shares.map(share => share * 1fr),
  stroke: none,
  table.header(..part.titles.map(title => strong(title))),
  ..part.cells.flatten(),
) }
#for part in rows { shown(part) }
"""


def main() -> None:
    rows = open(sys.argv[1], "rb").read()  # noqa: SIM115
    files = {"main": HEAD.encode(), "rows.json": rows}
    typst.compile(files, format="pdf")  # the first one finds the fonts
    # Another text, or typst would give back what it has.
    changed = json.loads(rows)
    changed[0]["words"] += "."
    files["rows.json"] = json.dumps(changed).encode()
    start = perf_counter()
    data = typst.compile(files, format="pdf", pdf_standards=["a-3a"])
    seconds = perf_counter() - start
    print(json.dumps({"seconds": seconds, "bytes": len(data)}))  # noqa: T201


main()
