"""A look at the finished protocol before it is handed over: is it what an archive may ask for?"""

import re
from io import BytesIO
from typing import Final

from pikepdf import pdfa

_LEVEL: Final = "3b"
"""The strictest the checker knows; that tags are right is proved by the tests of the layout."""

_OURS: Final = re.compile(
    r"XMP (namespace|property) (case|pdfuaid|pdfaExtension|pdfaSchema|pdfaProperty)[=:]"
)
"""Metadata of our own, which the file describes as it should; the checker reads no descriptions."""


def findings(data: bytes) -> list[str]:
    """What is not as it should be, in the checker's words; usually nothing."""
    return [
        str(found)
        for found in pdfa.validate_written(BytesIO(data), _LEVEL).findings
        if not _expected(found)
    ]


def _expected(found: pdfa.Finding) -> bool:
    rule = found.rule.rpartition(":")[2]
    if rule == "6.6.2.3.1-1":
        return _OURS.match(found.message) is not None
    # The file says that it is tagged, which is level A.
    return rule == "6.6.4-3" and found.message == "pdfaid:conformance is 'A', expected 'B'"
