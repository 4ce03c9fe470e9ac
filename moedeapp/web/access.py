"""Who may ask, and how often: no cookie, no address, nothing that is kept."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

from starlette.datastructures import Headers

from moedeapp.web.inputs import Refused

OWN_HEADER: Final = "x-moede"
"""A header that a page elsewhere cannot set without asking first, and it would be refused."""

WRONG_A_SECOND: Final = 5
WRONG_A_MINUTE: Final = 10
IDEA_SECONDS: Final = 20.0
MOST_WAITING: Final = 5
"""Ideas of one phone that may wait for review."""

NAMELESS_A_SECOND: Final = 20
NAMELESS_AT_ONCE: Final = 200
"""Ideas without a slip, of everybody together: more than a hall writes, less than a machine."""

_JSON: Final = re.compile(r"application/json(?:\s*;\s*charset=utf-8)?", re.IGNORECASE)


class Caller(Protocol):
    """What a limit is kept on: a connection, for as long as it lasts."""

    wrong_codes: list[float]


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets in requests to this address from this page, and no others."""

    host: str
    port: int

    @property
    def name(self) -> str:
        """What the Host header must say."""
        return self.host if self.port == 80 else f"{self.host}:{self.port}"

    def check(self, headers: Headers) -> None:
        """Raise Refused for another host, or for a page that is not ours."""
        hosts = headers.getlist("host")
        if hosts != [self.name]:
            raise Refused(421, "host")
        origins = headers.getlist("origin")
        if origins and origins != [f"http://{self.name}"]:
            raise Refused(403, "origin")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Refused(403, "origin")

    def check_sending(self, headers: Headers) -> None:
        """Raise Refused for what another page could send, and for what is not JSON."""
        if headers.getlist(OWN_HEADER) != ["1"]:
            raise Refused(403, "origin")
        if not _JSON.fullmatch(headers.get("content-type", "")):
            raise Refused(415, "not_json")
        if "content-encoding" in headers:
            raise Refused(415, "not_json")


@dataclass(slots=True)
class _Allowance:
    """So many at once, and so many more each second."""

    a_second: float
    at_once: float
    left: float
    seen: float

    def wait(self, now: float) -> float:
        """Seconds until there is one; 0 when there is."""
        self.left = min(self.at_once, self.left + (now - self.seen) * self.a_second)
        self.seen = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.a_second

    def take(self) -> None:
        """Use one up."""
        self.left -= 1


@dataclass(slots=True)
class Author:
    """When somebody last sent an idea, and which of theirs may still wait."""

    last: float = -IDEA_SECONDS
    ideas: list[str] = field(default_factory=list)


class Limits:
    """What one phone, or a flood of them, may try. It is forgotten when the server stops."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.wrong = 0
        """codes and secrets that were no slip's, since the server began"""
        now = clock()
        self._guesses = _Allowance(WRONG_A_SECOND, WRONG_A_SECOND, WRONG_A_SECOND, now)
        self._nameless = _Allowance(NAMELESS_A_SECOND, NAMELESS_AT_ONCE, NAMELESS_AT_ONCE, now)
        self._authors: dict[str, Author] = {}

    # --- codes

    def check_code(self, caller: Caller) -> None:
        """Raise Refused while too many wrong codes come in, from everybody or from this one."""
        now = self._clock()
        wait = self._guesses.wait(now)
        recent = [then for then in caller.wrong_codes if now - then < 60]
        caller.wrong_codes[:] = recent
        if len(recent) >= WRONG_A_MINUTE:
            wait = max(wait, 60 - (now - recent[0]))
        if wait:
            raise Refused(429, "wait", wait=wait)

    def code_was_wrong(self, caller: Caller) -> None:
        """A typed code was no slip's."""
        self.wrong += 1
        self._guesses.take()
        caller.wrong_codes.append(self._clock())

    def secret_was_wrong(self) -> None:
        """A scanned secret was no slip's; only counted, since it cannot be guessed."""
        self.wrong += 1

    # --- ideas

    def author(self, slip: str) -> Author:
        """What is known of whoever holds a slip."""
        return self._authors.setdefault(slip, Author())

    @contextmanager
    def one_idea(
        self, author: Author, idea: str, is_waiting: Callable[[str], bool], *, nameless: bool
    ) -> Iterator[None]:
        """Allow one idea, or raise Refused; what is not taken in after all does not count."""
        now = self._clock()
        author.ideas = [known for known in author.ideas if is_waiting(known)]
        if len(author.ideas) >= MOST_WAITING:
            raise Refused(429, "waiting")
        if now - author.last < IDEA_SECONDS:
            raise Refused(429, "wait", wait=IDEA_SECONDS - (now - author.last))
        wait = self._nameless.wait(now) if nameless else 0.0
        if wait:
            raise Refused(429, "wait", wait=wait)
        before, author.last = author.last, now
        try:
            yield
        except BaseException:
            author.last = before
            raise
        author.ideas.append(idea)
        if nameless:
            self._nameless.take()


def security_headers() -> Mapping[str, str]:
    """What every answer says to the browser about what it may do with it."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{what} {who}" for what, who in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        "cross-origin-resource-policy": "same-origin",
    }
