"""The import of other machines' changes: read from their segments in causal order, and applied to a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapport_tui.store import Transaction
from rapport_tui.sync.merge import apply_change
from rapport_tui.sync.segments import Segment, SyncAction
from rapport_tui.sync.share import ShareFiles
from rapport_tui.sync.stamps import NEVER
from rapport_tui.sync.state import (
    SYNCED,
    Progress,
    SyncState,
    put_conflicts,
    put_stamps,
    put_state,
    stamps_of,
    state_of,
)


@dataclass(frozen=True)
class Batch:
    """Actions of one machine to apply at once, and the progress after them."""

    device: str
    actions: Sequence[SyncAction]
    progress: Progress

    @property
    def size(self) -> int:
        """The number of changes."""
        return sum(len(action.changes) for action in self.actions)


class IncomingSegments:
    """The segments that are not imported yet, as batches of about `limit` changes.

    An action waits until all changes that its writer knew are imported; `waiting` counts the segments that are left for
    that reason, or because they are incomplete. Raises `RapportError` if a newer rapport wrote one.
    """

    def __init__(self, own: ShareFiles, state: SyncState, limit: int) -> None:
        self._own = own
        self._state = state
        self._limit = limit
        self._progress = dict(state.taken)
        self.waiting = 0

    def batches(self) -> Iterator[Batch]:
        """Yield the batches that can be applied, in the order in which to apply them."""
        is_moving = True
        while is_moving:
            is_moving = False
            self.waiting = 0
            for device in self._own.device_ids():
                if device != self._state.device:
                    for batch in self._from(device):
                        is_moving = True
                        yield batch

    def _from(self, device: str) -> Iterator[Batch]:
        for number in self._own.numbers(device):
            done = self._progress.get(device, Progress())
            if number <= done.number:
                continue
            segment = self._own.read(device, number) if number == done.number + 1 else None
            if segment is None or segment.header.journal != self._state.journal:
                self.waiting += 1
                continue
            yield from self._parts(device, segment, done)

    def _parts(self, device: str, segment: Segment, done: Progress) -> Iterator[Batch]:
        fresh = [action for action in segment.actions if action.id > done.stamp]
        part: list[SyncAction] = []
        size = 0
        for action in fresh:
            if not self._is_understood(action):
                self.waiting += 1
                if part:
                    yield self._batch(device, part, done.number)
                return
            part.append(action)
            size += len(action.changes)
            if size >= self._limit:
                yield self._batch(device, part, done.number)
                part, size = [], 0
        yield self._batch(device, part, segment.header.number)

    def _batch(self, device: str, actions: list[SyncAction], number: int) -> Batch:
        known = self._progress.get(device, Progress()).stamp
        self._progress[device] = Progress(number, actions[-1].id if actions else known)
        return Batch(device, actions, self._progress[device])

    def _is_understood(self, action: SyncAction) -> bool:
        """Return whether all changes that the action’s writer knew are imported."""
        return all(
            device == self._state.device or stamp <= self._progress.get(device, Progress()).stamp
            for device, stamp in action.knows.items()
        )


def apply_batch(transaction: Transaction, batch: Batch) -> None:
    """Merge a batch into the records of the transaction, and store the progress."""
    state = state_of(transaction)
    if state is None:  # sync was turned off meanwhile
        return
    for action in batch.actions:
        stamp = action.at or action.id
        for change in action.changes:
            if change.table not in SYNCED:
                continue
            doc = transaction.get(change.table, change.uid)
            known = stamps_of(transaction, change.table, change.uid, state.baseline, exists=doc is not None)
            merged = apply_change(doc, known, change, stamp, action.knows)
            put_stamps(transaction, merged.stamps, state.baseline)
            if merged.doc is None:
                transaction.remove(change.table, change.uid)
            elif merged.doc != doc:
                transaction.put(change.table, merged.doc)
            put_conflicts(transaction, change.table, change.uid, merged.lost)
        for uid in action.settles:
            transaction.remove("conflicts", uid)
    state.taken[batch.device] = batch.progress
    state.clock = max(state.clock, batch.progress.stamp, *(action.id for action in batch.actions), NEVER)
    put_state(transaction, state)
