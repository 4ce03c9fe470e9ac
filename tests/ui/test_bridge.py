import threading

from moedeapp.model.commands import ideas
from moedeapp.model.meeting import Channel
from moedeapp.ui.bridge import Bridge
from tests.ui.conftest import fill


def test_changes_come_from_the_event_loop_and_never_from_inside_apply(qtbot, document):
    fill(document, 0)
    bridge = Bridge(document)
    heard = []
    bridge.changed.connect(heard.append)
    document.apply(ideas.add("Legeplads"))
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert any(change.kind == "ideas" for change in heard[0])
    bridge.close()


def test_commits_in_other_threads_arrive_together_and_none_is_lost(qtbot, document):
    fill(document, 0)
    bridge = Bridge(document)
    heard, threads = [], []
    bridge.changed.connect(lambda changes: heard.extend(changes))
    bridge.changed.connect(lambda changes: threads.append(threading.current_thread()))

    def send():
        for n in range(20):
            document.apply(ideas.receive(f"Idé {n}", channel=Channel.PHONE))

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    qtbot.waitUntil(lambda: sum(change.kind == "ideas" for change in heard) == 80)
    assert set(threads) == {threading.main_thread()}
    assert len(threads) < 80
    bridge.close()


def test_a_closed_bridge_hears_nothing(qtbot, document):
    fill(document, 0)
    bridge = Bridge(document)
    heard = []
    bridge.changed.connect(heard.append)
    document.apply(ideas.add("Legeplads"))
    bridge.close()
    bridge.close()
    qtbot.wait(20)
    assert heard == []
    assert document._listeners == []
