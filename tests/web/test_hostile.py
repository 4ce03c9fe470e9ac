"""S2 and S8: nothing that a machine on the net can send gets more than a polite no."""

import json
import random
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from moedeapp import resources
from moedeapp.model.document import Document
from moedeapp.web import inputs
from moedeapp.web.inputs import Refused
from moedeapp.web.server import Server, Status
from tests.spoiling import mutated
from tests.web.callers import Phone, new_key, raw, status_of

ROUTES = ("/", "/moede.css", "/moede.js", "/state", "/stream", "/ideas", "/ballot", "/stubs")

MUTATIONS = 400
MANY = 20_000


def requests(port: int) -> list[bytes]:
    """What phones really send, to be spoiled."""
    host = b"127.0.0.1:%d" % port
    head = b"Host: " + host + b"\r\nOrigin: http://" + host + b"\r\nX-Moede: 1\r\n"
    idea = b'{"key":"%s","words":"B\xc3\xa6nke i l\xc3\xa6"}' % new_key().encode()
    vote = b'{"key":"%s","round":"0123456789abcdef","dots":{"1":2},"slip":"0123456789AB"}' % (
        new_key().encode()
    )
    posts = [
        b"POST " + path + b" HTTP/1.1\r\n" + head + b"Content-Type: application/json\r\n"
        + b"Content-Length: %d\r\n\r\n" % len(body) + body
        for path, body in ((b"/ideas", idea), (b"/ballot", vote), (b"/ballot", b'{"code":"2222"}'))
    ]  # fmt: skip
    chunked = (
        b"POST /ideas HTTP/1.1\r\n" + head + b"Content-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n" + b"%x\r\n" % len(idea) + idea + b"\r\n0\r\n\r\n"
    )
    gets = [b"GET " + path.encode() + b" HTTP/1.1\r\n" + head + b"\r\n" for path in ROUTES]
    return [*posts, chunked, *gets]


def spoil(port: int, number: int, seed: int) -> Counter[int]:
    chance = random.Random(seed)
    whole = requests(port)
    answers: Counter[int] = Counter()
    for _ in range(number):
        answer = raw(port, mutated(chance, chance.choice(whole)), wait=2, most=2_000)
        for part in answer.split(b"HTTP/1.1 ")[1:]:
            status = part[:3]
            answers[int(status) if status.isdigit() else 0] += 1
    return answers


def check_spoilt(port: int, answers: Counter[int]) -> None:
    assert [status for status in answers if status >= 500] == []
    assert answers[400] > 10
    assert status_of(raw(port, requests(port)[-1])) == 200


def test_spoilt_requests_never_break_anything(served: Status) -> None:
    check_spoilt(served.port, spoil(served.port, MUTATIONS, 1))


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_many_spoilt_requests_never_break_anything(served: Status) -> None:
    check_spoilt(served.port, spoil(served.port, MANY, random.randrange(10**9)))


NO_REQUESTS = {
    "nothing": b"",
    "empty": b"\r\n\r\n",
    "nul": b"\x00" * 100,
    "long line": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 20_000,
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "connect": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "websocket": b"GET /stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
}


def test_what_is_no_request_of_ours_is_ended(served: Status) -> None:
    for name, sent in NO_REQUESTS.items():
        assert status_of(raw(served.port, sent)) in (0, 400, 404, 421, 431), name


# --- bodies

SHAPE, NOT_JSON = (400, "shape"), (400, "not_json")
KEY = new_key().encode()
BODIES = [
    (b"", NOT_JSON),
    (b"null", SHAPE),
    (b"[]", SHAPE),
    (b'"words"', SHAPE),
    (b"{", NOT_JSON),
    (b'{"key":"%s","words":"a","words":"b"}' % KEY, NOT_JSON),
    (b'{"key":"%s","words":NaN}' % KEY, NOT_JSON),
    (b'{"key":"%s","words":"a","table":Infinity}' % KEY, NOT_JSON),
    (b'{"key":"%s","words":"a","table":1.5}' % KEY, NOT_JSON),
    (b'{"key":"%s","words":"a","table":1e3}' % KEY, NOT_JSON),
    (b'{"key":"%s","words":"a","table":%s}' % (KEY, b"9" * 3_000), NOT_JSON),
    (b'{"key":"%s","words":"a","table":-1}' % KEY, SHAPE),
    (b'{"key":"%s","words":"a","table":true}' % KEY, SHAPE),
    (b'{"key":"%s","words":"a","table":"3"}' % KEY, SHAPE),
    (b'{"key":"%s","words":["a"]}' % KEY, SHAPE),
    (b'{"key":"%s","words":null}' % KEY, SHAPE),
    (b'{"key":"%s"}' % KEY, SHAPE),
    (b'{"words":"a"}', SHAPE),
    (b'{"key":"short","words":"a"}', SHAPE),
    (b'{"key":"%s","words":"a","extra":1}' % KEY, SHAPE),
    (b'{"key":"%s","act":"erase"}' % KEY, SHAPE),
    (b'{"key":"%s","words":"a","slip":"x","code":"y"}' % KEY, SHAPE),
    (b'{"key":"%s","words":"\xff"}' % KEY, NOT_JSON),
    (b'{"key":"%s","words":"\xed\xa0\x80"}' % KEY, NOT_JSON),
    (b"\xef\xbb\xbf" + b'{"key":"%s","words":"a"}' % KEY, NOT_JSON),
    (b"[" * 4_000, NOT_JSON),
    (b'{"a":' * 700, NOT_JSON),
    (b'{"key":"%s","words":"a"}garbage' % KEY, NOT_JSON),
]


def test_a_body_of_another_shape_is_refused(document: Document, phone: Phone) -> None:
    for body, told in BODIES:
        answer = phone.post("/ideas", body)
        assert (answer.status, answer.problem) == told, body[:80]
    assert not document.state.ideas


def test_a_body_over_four_kilobytes_is_refused(phone: Phone) -> None:
    words = b"a" * inputs.MOST_BYTES
    assert phone.post("/ideas", b'{"key":"%s","words":"%s"}' % (KEY, words)).status == 413


def test_a_chunked_body_over_four_kilobytes_is_refused(served: Status) -> None:
    head = requests(served.port)[3].split(b"\r\n\r\n")[0]
    answer = raw(served.port, head + b"\r\n\r\n" + (b"400\r\n" + b"a" * 1_024 + b"\r\n") * 8)
    assert status_of(answer) == 413


def test_brackets_inside_words_are_words(document: Document, phone: Phone) -> None:
    assert phone.send_idea('[[[[[[ {{{{{{ \\" [[[[').status == 200


def test_a_ballot_of_another_shape_is_refused() -> None:
    for body in (
        b'{"key":"%s","round":"0123456789abcdef","dots":{"0":1}}',
        b'{"key":"%s","round":"0123456789abcdef","dots":{"01":1}}',
        b'{"key":"%s","round":"0123456789abcdef","dots":{"one":1}}',
        b'{"key":"%s","round":"0123456789abcdef","dots":{"1":"1"}}',
        b'{"key":"%s","round":"0123456789abcdef","dots":[1]}',
        b'{"key":"%s","round":"0123456789abcdef","steps":{"1":"DROP TABLE"}}',
        b'{"key":"%s","round":"0123","dots":{"1":1}}',
        b'{"key":"%s","dots":{"1":1}}',
        b'{"dots":{"1":1}}',
    ):
        with pytest.raises(Refused):
            inputs.ballot(body % KEY if b"%s" in body else body)


# --- S8: paths


ENDS = ("/", "//", "/.", "/..", "?a=1", ";", "%00", "%20", ".html", "~", "\\", "#", "::$DATA")
UP = ("..", "%2e%2e", "..%2f", "%252e%252e", "..%5c", "..\\", "%c0%ae%c0%ae", "....//", ".%00.")
TARGETS = ("etc/passwd", "moede.js", "Windows/win.ini", "resources/web/page.html", "app.py")
DEVICES = ("CON", "NUL", "AUX", "PRN", "COM1", "LPT1", "CLOCK$")
USUAL = [
    "admin", "api", "docs", "openapi.json", "redoc", ".git/config", ".env", "static/moede.js",
    "favicon.ico", "robots.txt", "generate_204", "hotspot-detect.html", "wp-login.php",
    "index.html", "state.json", "debug", "metrics", "health", "login", "upload", "ws", "socket.io",
    "status", "console", "server-status", "undo", "seal", "close", "shutdown",
]  # fmt: skip
ODD = ("*", "//", "///", "/./", "/..", "/%", "/%zz", "/æ", "/%C3%A6", "/..;/", "/a" * 900)


def paths() -> Iterator[str]:
    yield from (route + end for route in ROUTES for end in ENDS)
    for route in ROUTES[1:]:
        name = route[1:]
        yield from (route.upper(), f"/{route}", f"/.{route}", f"/x/..{route}", f"/%2e{route}")
        yield from (f"/%2f{name}", f"/%{ord(name[0]):02x}{name[1:]}", f"/{name[:-1]}%73")
    yield from (f"/{up}/" * n + to for up in UP for n in (1, 2, 4, 8) for to in TARGETS)
    yield from (f"/{name}{end}" for name in DEVICES for end in ("", ".", ".html", ":", "/", " "))
    yield from (f"/{name}" for name in USUAL)
    yield from ODD


CORPUS = sorted(set(paths()))


def test_only_exact_paths_are_answered(served: Status) -> None:
    assert len(CORPUS) > 350
    for path in CORPUS:
        target = path.encode()
        head = b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
        status = status_of(raw(served.port, head.replace(b"%d", str(served.port).encode())))
        assert status in (400, 404), path


def test_nothing_on_the_disk_can_be_asked_for(served: Status) -> None:
    for file in resources.path("web").rglob("*"):
        name = file.relative_to(resources.path()).as_posix()
        head = f"GET /{name} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: close\r\n\r\n"
        assert status_of(raw(served.port, head.encode())) == 404


METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND"}


def test_only_known_methods_are_answered(phone: Phone) -> None:
    known = {path: {"GET"} for path in ROUTES} | {"/ideas": {"GET", "POST"}, "/ballot": {"POST"}}
    for path, methods in known.items():
        for method in METHODS - methods:
            own = {"Content-Type": "application/json", "X-Moede": "1"}
            assert phone.ask(method, path, b"{}", **own).status == 405, (method, path)


def test_every_hostile_string_is_an_idea_word_for_word(
    data: Path, document: Document, serve: Callable[..., Server], call: Callable[[int], Phone]
) -> None:
    strings = json.loads((data / "04_edge_text" / "blns.json").read_text(encoding="utf-8"))
    emoji = (data / "04_edge_text" / "emoji-zwj-sequences.txt").read_text(encoding="utf-8")
    phone = call(serve(document).status.port)
    sent = [s for s in strings if s.strip()] + [emoji[:480], "x" * 500, "\u202e" * 40 + "bagvendt"]
    for words in sent:
        phone.close()  # another connection, another author
        answer = phone.send_idea(words)
        while answer.status == 429:
            phone.close()
            answer = phone.send_idea(words)
        assert answer.status == 200, words
    kept = [idea.words for idea in sorted(document.state.ideas.values(), key=lambda i: i.number)]
    assert kept == [unicodedata.normalize("NFC", words) for words in sent]
