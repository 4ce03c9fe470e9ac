"""Answers: JSON with the same headers every time, and one word for every refusal."""

import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

from moedeapp.model import errors
from moedeapp.web.access import security_headers
from moedeapp.web.inputs import Refused

JSON: Final = "application/json"
SECURITY: Final = security_headers()
RAW_SECURITY: Final = [(name.encode(), value.encode()) for name, value in SECURITY.items()]

_WRITER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_WHOLE: Final = frozenset({403, 409, 422, 429})
"""Refusals after which a connection may go on; of the others something may be left unread."""

_WHY: Final[Mapping[type[Exception], tuple[int, str]]] = {
    errors.RoleNotAdmitted: (403, "role"),
    errors.NowListening: (403, "listening"),
    errors.ClosedInPhase: (409, "phase"),
    errors.MeetingFinal: (409, "final"),
    errors.Unknown: (404, "unknown"),
    errors.ReadOnly: (503, "paused"),
    errors.CannotWrite: (503, "paused"),
    errors.FileGone: (503, "paused"),
    errors.MeetingMoved: (503, "paused"),
}


def answer(value: Mapping[str, Any]) -> Response:
    """Values as JSON."""
    return read(written(value))


def read(content: bytes, kind: str = JSON) -> Response:
    """Content that is ready."""
    return Response(content, media_type=kind, headers=SECURITY)


def refusal(error: Exception) -> Response:
    """What a phone is told of an error."""
    status, told = _told(error)
    headers = dict(SECURITY)
    if status not in _WHOLE:
        headers["connection"] = "close"
    if "wait" in told:
        headers["retry-after"] = str(told["wait"])
    return Response(written(told), status, media_type=JSON, headers=headers)


def written(value: Mapping[str, Any]) -> bytes:
    """Values in the bytes of JSON."""
    return _WRITER.encode(value).encode()


def _told(error: Exception) -> tuple[int, dict[str, Any]]:
    if isinstance(error, Refused):
        wait = {"wait": max(1, round(error.wait + 0.5))} if error.wait else {}
        return error.status, {"problem": error.problem, **wait}
    if isinstance(error, errors.SlipRefused):
        return 403, {"problem": f"slip_{error.why}"}
    if isinstance(error, errors.BadCode):
        return 403, {"problem": f"code_{error.problem}"}
    if isinstance(error, errors.BallotInvalid):
        return 422, {"problem": error.reason}
    if isinstance(error, errors.BadValue):
        return 400, {"problem": error.problem}
    if isinstance(error, errors.RoundNotOpen):
        return 409, {"problem": "closed", "round": error.state}
    status, problem = _WHY.get(type(error), (400, "shape"))
    return status, {"problem": problem}
