"""`./moede bench [NAME ...] [--json]`: run the bench modules and show their figures."""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

from tests.bench.figures import figures, json_line, table

HARNESS = {"__main__", "figures"}


def names() -> list[str]:
    """The bench modules."""
    found = {module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])}
    return sorted(found - HARNESS)


def main(words: list[str]) -> int:
    """Measure and print; 1 if a target was missed."""
    parser = argparse.ArgumentParser(prog="./moede bench", description="Mål, hvor hurtigt det går.")
    parser.add_argument("names", nargs="*", metavar="navn", help=", ".join(names()) or "(ingen)")
    parser.add_argument("--json", action="store_true", help="ét JSON-objekt på hver linje")
    chosen = parser.parse_args(words)
    unknown = set(chosen.names) - set(names())
    if unknown:
        parser.error("ukendt måling: " + ", ".join(sorted(unknown)))
    missed = False
    for name in chosen.names or names():
        measured = []
        for figure in figures(importlib.import_module(f"tests.bench.{name}")):
            measured.append(figure)
            if chosen.json:
                print(json_line(figure), flush=True)
        if not chosen.json:
            print(f"{name}\n\n{table(measured)}\n", flush=True)
        missed = missed or any(figure.ok is False for figure in measured)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
