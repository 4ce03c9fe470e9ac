"""What phones send: JSON with known fields of known shapes, and nothing else."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

MOST_BYTES: Final = 4_096
"""The largest body that is read."""

_DEEPEST: Final = 4
_BIGGEST: Final = 9_999
"""No number in a hall is larger."""

_MOST_ENTRIES: Final = 99_999
"""No journal of an evening is longer."""

_MESSAGE: Final = re.compile(r"[0-9a-f]{32}")
_SECRET: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{12}")
_ROUND: Final = re.compile(r"[0-9a-f]{16}")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}")
_LONGEST_CODE: Final = 40
_HEAD: Final = re.compile(r"[a-zæøå]{2,20}(?: [a-zæøå]{2,20}){7}")
_STEP: Final = re.compile(r"[a-z_]{1,20}")


class Refused(Exception):
    """A request that is not done; `problem` is a word the page has a sentence for."""

    def __init__(self, status: int, problem: str, *, wait: float = 0.0) -> None:
        super().__init__(status, problem)
        self.status = status
        self.problem = problem
        self.wait = wait
        """seconds until it is worth another try"""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose hand it is: a scanned secret, a typed code, a pass for one, or an open device."""

    secret: str = ""
    code: str = ""
    passed: str = ""
    device: str = ""

    def __bool__(self) -> bool:
        return bool(self.secret or self.code or self.passed)


@dataclass(frozen=True, slots=True)
class IdeaSent:
    """A new idea; `message` is the phone's own name for it."""

    message: str
    words: str
    question: int | None
    table: int | None
    holder: Holder


@dataclass(frozen=True, slots=True)
class IdeaChanged:
    """An author's correction of an idea, or with no words its withdrawal."""

    message: str
    words: str | None


@dataclass(frozen=True, slots=True)
class BallotAsked:
    """The question what a slip is, and what was handed in with it."""

    holder: Holder


@dataclass(frozen=True, slots=True)
class BallotSent:
    """A ballot, by the numbers of its proposals."""

    holder: Holder
    round: str
    message: str
    table: bool
    dots: Mapping[int, int] = field(default_factory=dict)
    steps: Mapping[int, str] = field(default_factory=dict)
    objections: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a phone saw the journal come: the number of an entry, and its hash as words."""

    number: int
    words: str


def idea(body: bytes) -> IdeaSent | IdeaChanged:
    """What was posted to ``/ideas``; raises Refused."""
    fields = _Fields(_read(body))
    message = fields.text("key", _MESSAGE)
    act = fields.optional_text("act") or "send"
    if act == "withdraw":
        found: IdeaSent | IdeaChanged = IdeaChanged(message, None)
    elif act == "correct":
        found = IdeaChanged(message, fields.words("words"))
    elif act == "send":
        found = IdeaSent(
            message,
            fields.words("words"),
            fields.number("question"),
            fields.number("table"),
            _holder(fields),
        )
    else:
        raise Refused(400, "shape")
    fields.nothing_more()
    return found


def ballot(body: bytes) -> BallotAsked | BallotSent:
    """What was posted to ``/ballot``; raises Refused."""
    fields = _Fields(_read(body))
    holder = _holder(fields)
    if "key" not in fields:
        fields.nothing_more()
        return BallotAsked(holder)
    sent = BallotSent(
        holder=holder,
        round=fields.text("round", _ROUND),
        message=fields.text("key", _MESSAGE),
        table=fields.flag("table"),
        dots=fields.numbered("dots", int),
        steps=fields.numbered("steps", str),
        objections=fields.numbered("objections", str),
    )
    if not all(_STEP.fullmatch(step) for step in sent.steps.values()):
        raise Refused(400, "shape")
    fields.nothing_more()
    return sent


def seen(body: bytes) -> Seen:
    """What was posted to ``/journal``; raises Refused."""
    fields = _Fields(_read(body))
    number = fields.number("number", _MOST_ENTRIES)
    words = fields.text("words", _HEAD)
    fields.nothing_more()
    if number is None:
        raise Refused(400, "shape")
    return Seen(number, words)


def _holder(fields: "_Fields") -> Holder:
    found = Holder(
        fields.optional_text("slip", _SECRET),
        fields.optional_text("code"),
        fields.optional_text("pass", _MESSAGE),
        fields.optional_text("device", _MESSAGE),
    )
    said = [one for one in (found.secret, found.code, found.passed, found.device) if one]
    if len(said) > 1 or len(found.code) > _LONGEST_CODE:
        raise Refused(400, "shape")
    return found


class _Fields:
    """The fields of an object; each is taken once, and none may be left over."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def _take(self, name: str, kind: type) -> Any:
        value = self._values.pop(name, None)
        if value is not None and type(value) is not kind:
            raise Refused(400, "shape")
        return value

    def text(self, name: str, shape: re.Pattern[str]) -> str:
        """A text of a shape that must be there."""
        found = self.optional_text(name, shape)
        if not found:
            raise Refused(400, "shape")
        return found

    def optional_text(self, name: str, shape: re.Pattern[str] | None = None) -> str:
        """A text of a shape, or the empty text."""
        found = str(self._take(name, str) or "")
        if found and shape and not shape.fullmatch(found):
            raise Refused(400, "shape")
        return found

    def words(self, name: str) -> str:
        """Words as somebody wrote them; the meeting judges them."""
        found = self._take(name, str)
        if found is None:
            raise Refused(400, "shape")
        return str(found)

    def number(self, name: str, most: int = _BIGGEST) -> int | None:
        """A number from 1, or None."""
        found: int | None = self._take(name, int)
        if found is not None and not 1 <= found <= most:
            raise Refused(400, "shape")
        return found

    def flag(self, name: str) -> bool:
        """Yes or no; no when it is not there."""
        return bool(self._take(name, bool))

    def numbered(self, name: str, kind: type) -> dict[int, Any]:
        """Values by the number of a proposal."""
        found = self._take(name, dict) or {}
        for number, value in found.items():
            if not _NUMBER.fullmatch(number) or type(value) is not kind:
                raise Refused(400, "shape")
        return {int(number): value for number, value in found.items()}

    def nothing_more(self) -> None:
        """Raise Refused for fields nobody knows."""
        if self._values:
            raise Refused(400, "shape")


# --- JSON


def _read(body: bytes) -> dict[str, Any]:
    try:
        text = body.decode()
        _check_depth(text)
        value = _STRICT.decode(text)
    except (ValueError, RecursionError):
        raise Refused(400, "not_json") from None
    if type(value) is not dict:
        raise Refused(400, "shape")
    return value


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") > _DEEPEST and _depth(text) > _DEEPEST:
        raise ValueError("deep")


def _depth(text: str) -> int:
    deepest = depth = 0
    in_text = escaped = False
    for sign in text:
        if in_text:
            in_text = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            in_text = True
        elif sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("the same key twice")
    return found


def _whole(digits: str) -> int:
    if len(digits) > len(str(_MOST_ENTRIES)):
        raise ValueError("huge")
    return int(digits)


def _no_number(text: str) -> float:
    raise ValueError(text)


_STRICT: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_whole,
    parse_float=_no_number,
    parse_constant=_no_number,
)
