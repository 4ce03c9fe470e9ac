"""A long evening: phones come and go, two ballots a second, and what that costs in the long run.

MOEDE_SOAK says how many seconds it lasts, MOEDE_SOAK_PHONES how many phones follow.
"""

import asyncio
import os
import random
from collections.abc import Iterator
from statistics import median
from typing import Any

from moedeapp.web.lines import room_for
from tests.bench.figures import Figure
from tests.bench.phones import VOTERS, Follower, Served, ballot, follow, hand_in, serving

SECONDS = int(os.environ.get("MOEDE_SOAK", "60"))
PHONES = int(os.environ.get("MOEDE_SOAK_PHONES", "1000"))
SLEEPY = 50
"""One phone of so many is put away each second, and another one taken out."""

BEAT = 0.5
"""Seconds from one ballot to the next."""

MOST_MIB = 20


async def _evening(served: Served) -> tuple[list[Any], int]:
    """What the server says of itself as time goes by, and how many ballots were not accepted."""
    loop = asyncio.get_running_loop()
    port = served.hall["port"]
    chance = random.Random(1)
    followers = await follow(port, PHONES, [])
    told: list[Any] = []
    missing = 0
    ends = loop.time() + SECONDS
    beat = 0
    while loop.time() < ends:
        began = loop.time()
        missing += not await _vote(served, beat)
        if beat % 2:
            followers = await _come_and_go(port, followers, chance)
            told.append(await _settled(served))
        beat += 1
        await asyncio.sleep(max(0.0, BEAT - (loop.time() - began)))
    return told, missing


async def _vote(served: Served, beat: int) -> bool:
    """Whether one more ballot is accepted; in the end everybody moves dots."""
    request = ballot(served.hall, beat % VOTERS, beat // VOTERS)
    return (await hand_in(served.port, request)).accepted


async def _come_and_go(
    port: int, followers: list[Follower], chance: random.Random
) -> list[Follower]:
    leaving = chance.sample(range(len(followers)), max(1, len(followers) // SLEEPY))
    for place in leaving:
        followers[place].leave()
    fresh = await follow(port, len(leaving), [])
    staying = [one for place, one in enumerate(followers) if place not in set(leaving)]
    assert not any(follower.lost for follower in staying)
    return staying + fresh


async def _settled(served: Served) -> Any:
    """What the server says of itself when everybody who left is gone."""
    loop = asyncio.get_running_loop()
    while (told := await loop.run_in_executor(None, served.ask, "state"))["lines"] != PHONES:
        await asyncio.sleep(0.05)
    return told


def long_evening() -> Iterator[Figure]:
    """How much more memory and how many more descriptors the server has in the end."""
    room_for(PHONES + 200)
    with serving() as served:
        told, missing = asyncio.run(_evening(served))
    part = len(told) // 4
    early, late = told[part : 2 * part], told[-part:]
    grown = median(t["kib"] for t in late) - median(t["kib"] for t in early)
    opened = median(t["open"] for t in late) - median(t["open"] for t in early)
    cpu = told[-1]["cpu"] - told[0]["cpu"]
    yield Figure(
        f"memory more after {SECONDS} s, {PHONES:,} phones", grown / 1024, "MiB",
        f"{missing} ballots not accepted; {cpu / len(told) * 1e3:.0f} ms of CPU a second",
        None, f"at most {MOST_MIB} MiB", grown / 1024 <= MOST_MIB and not missing,
    )  # fmt: skip
    yield Figure(
        "open descriptors more", opened, "", f"{told[-1]['open']:,} at the end", None, "none",
        abs(opened) <= 2,
    )  # fmt: skip
