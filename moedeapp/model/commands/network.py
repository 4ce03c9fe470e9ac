"""How phones reach the meeting, as it was found out during the evening.

The network does what it does, so there is nothing to undo.
"""

from moedeapp.model.draft import Draft, command
from moedeapp.model.meeting import Connection, Meeting, Rung, numbered


def present(meeting: Meeting) -> Rung | None:
    """The rung the evening is on; None before anybody has found out."""
    known = numbered(meeting.connections)
    return known[-1].rung if known else None


@command(undoable=False)
def reach(draft: Draft, rung: Rung) -> None:
    """Say on which rung the evening goes on from now; nothing happens when it is there already."""
    if present(draft.meeting) is rung:
        return
    found = Connection(
        id=draft.source.new_key(),
        number=draft.next_number("connections"),
        rung=rung,
        at=draft.now(),
    )
    draft.put("connections", found)
    draft.record(rung=rung.value)
