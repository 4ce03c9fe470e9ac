"""Phones without a screen: requests as bytes and as JSON, over real sockets."""

import http.client
import json
import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        """Why it was refused."""
        return str(self.json["problem"])


class Phone:
    """A phone that keeps one connection open, as browsers do."""

    def __init__(self, port: int, host: str = "127.0.0.1", source: str = "") -> None:
        self.address = f"{host}:{port}"
        self._line = http.client.HTTPConnection(
            host, port, timeout=20, source_address=(source, 0) if source else None
        )

    def close(self) -> None:
        self._line.close()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request with exactly these headers, Host added; `_` in names stands for `-`."""
        self._line.request(
            method, path, body or None, {k.replace("_", "-"): v for k, v in headers.items()}
        )
        got = self._line.getresponse()
        return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        """What the page sends."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        own = {
            "Content-Type": "application/json",
            "X-Moede": "1",
            "Origin": f"http://{self.address}",
        }
        return self.ask("POST", path, content, **{**own, **headers})

    def state(self) -> Any:
        return self.get("/state").json["state"]

    def send_idea(self, words: str, **more: Any) -> Answer:
        return self.post("/ideas", {"key": new_key(), "words": words, **more})

    def vote(self, round_key: str, dots: Mapping[int, int], **more: Any) -> Answer:
        said = {str(number): each for number, each in dots.items()}
        return self.post("/ballot", {"round": round_key, "key": new_key(), "dots": said, **more})


def new_key() -> str:
    return secrets.token_hex(16)


def raw(port: int, sent: bytes, *, wait: float = 5.0, most: int = 65_536) -> bytes:
    """Send bytes, say that there are no more, and give what comes back until the end."""
    with socket.create_connection(("127.0.0.1", port), wait) as line:
        with suppress(OSError):
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
        return _until_end(line, most)


def _until_end(line: socket.socket, most: int) -> bytes:
    got = b""
    with suppress(OSError):
        while len(got) < most:
            part = line.recv(4096)
            if not part:
                break
            got += part
    return got


def status_of(answer: bytes) -> int:
    """The status of the first answer in some bytes; 0 when there is none."""
    first = answer.split(b"\r\n", 1)[0].split()
    return int(first[1]) if len(first) > 1 and first[0].startswith(b"HTTP/") else 0


@contextmanager
def following(port: int, source: str = "127.0.0.1") -> Iterator[Iterator[tuple[str, Any]]]:
    """The events of one stream, as they come: name and data; called from an address of ours."""
    with socket.create_connection(("127.0.0.1", port), 10, (source, 0)) as line:
        line.sendall(
            b"GET /stream HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n\r\n"
            % port
        )
        try:
            yield _events(line)
        finally:
            with suppress(OSError):
                # Closing alone would wait for whoever still holds the events.
                line.shutdown(socket.SHUT_RDWR)


def _events(line: socket.socket) -> Iterator[tuple[str, Any]]:
    file = line.makefile("rb")
    name, data = "message", ""
    for row in file:
        text = row.decode().rstrip("\r\n")
        if text.startswith("event: "):
            name = text[7:]
        elif text.startswith("data: "):
            data = text[6:]
        elif not text and (data or name != "message"):
            yield name, json.loads(data) if data else None
            name, data = "message", ""


def next_state(events: Iterator[tuple[str, Any]]) -> Any:
    """The next state on a stream; fails when it ends before."""
    for name, data in events:
        if name == "message":
            return data["state"]
    raise AssertionError("the stream ended")
