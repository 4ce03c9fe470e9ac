"""The Qt we ship does not use up Python's None."""

import sys

from PySide6.QtCore import QObject

BATCHES, CALLS = 20, 1_000


def test_calls_that_return_nothing_do_not_use_up_none():
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(BATCHES):  # so a bad Qt is named before it has killed the process
        for _ in range(CALLS):
            thing.setObjectName("x")
        # From Python 3.12 None is immortal, and nothing moves at all.
        assert before - sys.getrefcount(None) < CALLS / 10
