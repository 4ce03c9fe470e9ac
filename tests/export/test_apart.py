"""Files are made in a process of its own: what it gives, how it ends, and what it leaves."""

import os
import signal
import time
from functools import partial

import pytest

from moedeapp.export.apart import Apart
from moedeapp.export.orders import Tell
from moedeapp.model.errors import IdeasLost, MakerStopped
from moedeapp.texts import _, speaking


class CalledOff(Exception):
    pass


def parts(number: int, tell: Tell) -> tuple[int, int]:
    for done in range(number):
        tell(done, number)
    return number, os.getpid()


def refusing(error: Exception, _tell: Tell) -> None:
    raise error


def ending(_tell: Tell) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def endless(_tell: Tell) -> None:
    time.sleep(1_000)


def closes(_tell: Tell) -> str:
    return _("Close")


@pytest.fixture
def apart():
    made = Apart()
    yield made
    made.close()


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_work_is_done_by_another_process_that_is_gone_afterwards(apart):
    heard: list[tuple[int, int]] = []
    given, process = apart.run(partial(parts, 3), lambda *told: heard.append(told))
    assert given == 3
    assert list(dict.fromkeys(heard))[-3:] == [(0, 3), (1, 3), (2, 3)]
    assert process != os.getpid()
    assert not lives(process)


def test_the_process_that_waits_is_the_one_that_works(apart):
    apart.ready()
    waiting = apart._waiting._process.pid
    apart.ready()
    assert apart.run(partial(parts, 1))[1] == waiting


def test_one_that_no_longer_waits_is_replaced(apart):
    apart.ready()
    gone = apart._waiting._process
    gone.kill()
    gone.join()
    assert apart.run(partial(parts, 1))[0] == 1


def test_what_is_raised_there_is_raised_here_with_all_it_says(apart):
    with pytest.raises(IdeasLost) as lost:
        apart.run(partial(refusing, IdeasLost(received=180, printed=179)))
    assert (lost.value.received, lost.value.printed) == (180, 179)
    with pytest.raises(ZeroDivisionError) as broken:
        apart.run(partial(refusing, ZeroDivisionError("ved nul")))
    assert "in refusing" in broken.value.__notes__[0]


def test_a_process_that_is_killed_is_told_of(apart):
    with pytest.raises(MakerStopped):
        apart.run(ending)


def test_a_computer_that_starts_no_process_is_told_of(apart, monkeypatch):
    def refuse(*_given: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    with pytest.raises(MakerStopped):
        apart.run(partial(parts, 1))


def test_it_can_be_called_off_also_when_nothing_is_heard_of(apart):
    apart.ready()
    process = apart._waiting._process.pid
    asked = 0

    def tell(_done: int, _of: int) -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise CalledOff

    with pytest.raises(CalledOff):
        apart.run(endless, tell)
    assert not lives(process)


def test_it_speaks_the_language_of_who_asks(apart):
    with speaking("en"):
        assert apart.run(closes) == "Close"
    assert apart.run(closes) == "Luk"


def test_nothing_waits_once_it_is_closed(apart):
    apart.ready()
    process = apart._waiting._process.pid
    apart.close()
    assert not lives(process)
