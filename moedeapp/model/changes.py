"""One row before and after, and its inverse: the one shape that feeds file, undo and readers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from pyrsistent import PMap

from moedeapp.model.meeting import Meeting, Row
from moedeapp.model.rows import SECRET, SINGLE, from_json, to_json


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None means that there was, or is, no such row."""

    kind: str
    key: str
    before: Row | None
    after: Row | None

    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.kind, self.key, self.after, self.before)

    def to_json(self) -> list[Any]:
        """The change as JSON values."""
        return [
            self.kind,
            self.key,
            self.before and to_json(self.before),
            self.after and to_json(self.after),
        ]

    @classmethod
    def from_json(cls, values: Sequence[Any]) -> "Change":
        """The change that `to_json` gave."""
        kind, key, before, after = values
        return cls(
            kind,
            key,
            None if before is None else from_json(kind, before),
            None if after is None else from_json(kind, after),
        )


def row_of(meeting: Meeting, kind: str, key: str) -> Row | None:
    """The row as the meeting holds it now."""
    if kind in SINGLE:
        return cast(Row, getattr(meeting, kind))
    rows: Mapping[str, Row] = getattr(meeting, kind)
    return rows.get(key)


def follow(meeting: Meeting, changes: Iterable[Change]) -> Meeting:
    """The meeting after the changes; costs the changes, not the meeting."""
    touched: dict[str, Any] = {}
    for change in changes:
        kind = change.kind
        if kind in SECRET:
            continue
        if kind in SINGLE:
            touched[kind] = change.after
            continue
        rows: PMap[str, Row] = touched[kind] if kind in touched else getattr(meeting, kind)
        touched[kind] = (
            rows.discard(change.key) if change.after is None else rows.set(change.key, change.after)
        )
    return replace(meeting, **touched)
