"""Bytes as they should not be: what is sound, spoiled by a seeded chance."""

import random

PIECES = [
    b"\x00", b"\r", b"\n", b"\r\n\r\n", b"\xff\xfe", b"\xed\xa0\x80", b"%00", b"{", b"[" * 50,
    b'"', b"\\", b"NaN", b"1e999", b"9" * 400, b"-0", b": ", b",", b"null", b"true",
    b"Transfer-Encoding: chunked\r\n", b"Content-Length: 0\r\n", b"Content-Length: 99\r\n",
    b"Content-Length: 5, 6\r\n", b"Expect: 100-continue\r\n", b"Upgrade: websocket\r\n",
    b"Connection: upgrade\r\n", b"Range: bytes=0-0,1-1,2-2\r\n", b"X: " + b"y" * 9_000 + b"\r\n",
    b"Host: evil\r\n", b" HTTP/9.9", b"ffffffffffffffff\r\n", b"0\r\n\r\n", b"a" * 5_000,
    b"\xe2\x80\xae", b"\xf0\x9f\x92\xa9", b"../", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
]  # fmt: skip


def mutated(chance: random.Random, sound: bytes) -> bytes:
    """The same with one to four pieces put in, taken out, changed or said twice."""
    content = bytearray(sound)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            content[at:at] = chance.choice(PIECES)
        elif kind == 1:
            del content[at : at + chance.randint(1, 40)]
        elif kind == 2 and at < len(content):
            content[at] = chance.randrange(256)
        elif kind == 3:
            content[at:at] = content[at : at + chance.randint(1, 60)]
        elif kind == 4:
            content = content[:at] or content
        else:
            content[at : at + 12] = chance.choice(PIECES)
    return bytes(content)
