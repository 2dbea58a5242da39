"""The sync state of a journal, in the tables `sync`, `stamps`, `pending` and `conflicts` of the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final, Literal

import msgspec

from rapport_tui.model.records import Table
from rapport_tui.store import Doc, Transaction
from rapport_tui.sync.merge import Lost, RecordStamps
from rapport_tui.sync.segments import SyncAction
from rapport_tui.sync.stamps import NEVER

SYNCED: Final[tuple[Table, ...]] = (
    "people", "entries", "notes", "stage_changes", "days", "messages", "templates", "sources", "groups",
)  # fmt: skip
"""The tables that machines share: all but the history."""
_STATE: Final = "state"
_UID_LENGTH: Final = 10


class Progress(msgspec.Struct, frozen=True):
    """The imported changes of a machine: all segments up to `number`, all changes up to `stamp`."""

    number: int = 0
    stamp: str = NEVER


class SyncState(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The state of this machine in its share.

    `device` is its id and `name` its name for people. `baseline` is the stamp of all records without one of their own.
    `written` is the progress of its own segments and `delivered` the number of the newest one in the share, -1 before
    the first exchange.
    `clock` is the newest stamp known when this was written, `taken` the progress with each other machine.
    `discard` is set while its own files of an older id, from a number on, are to be replaced by those in the share.
    """

    device: str
    name: str
    journal: str
    kind: Literal["folder", "git"]
    where: str
    baseline: str
    written: Progress = Progress()
    delivered: int = -1
    clock: str = NEVER
    taken: dict[str, Progress] = {}
    discard: tuple[str, int] | None = None

    @property
    def knows(self) -> dict[str, str]:
        """The newest stamp known of each other machine."""
        return {device: progress.stamp for device, progress in self.taken.items() if progress.stamp}


class Conflict(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A value that was replaced by one from another machine, kept until the user restores or dismisses it.

    `stamp` tells its writer and time. An empty `field` means that the record was deleted on that machine, and kept
    because it was changed on another.
    """

    uid: str
    table: Table
    record: str
    field: str
    value: Any
    stamp: str
    key: str = ""


def state_in(docs: Mapping[str, Mapping[str, Doc]]) -> SyncState | None:
    """Return the sync state of a shared journal; None for any other."""
    doc = docs["sync"].get(_STATE)
    return msgspec.convert(doc, SyncState) if doc else None


def state_of(transaction: Transaction) -> SyncState | None:
    """Return the sync state with the transaction's changes; None if the journal is not shared."""
    doc = transaction.get("sync", _STATE)
    return msgspec.convert(doc, SyncState) if doc else None


def put_state(transaction: Transaction, state: SyncState) -> None:
    """Store the state."""
    transaction.put("sync", {"uid": _STATE, **msgspec.to_builtins(state)})


def stamps_of(transaction: Transaction, table: str, uid: str, baseline: str, *, exists: bool) -> RecordStamps | None:
    """Return the stamps of a record; if none are stored, those of the baseline if it `exists`, else None."""
    doc = transaction.get("stamps", f"{table}/{uid}")
    if doc is not None:
        return msgspec.convert(doc, RecordStamps)
    return RecordStamps(uid=f"{table}/{uid}", made=baseline) if exists else None


def put_stamps(transaction: Transaction, stamps: RecordStamps, baseline: str) -> None:
    """Store the stamps of a record, unless they equal those of the baseline."""
    doc = msgspec.to_builtins(stamps)
    if len(doc) == 2 and stamps.made == baseline:
        transaction.remove("stamps", stamps.uid)
    else:
        transaction.put("stamps", doc)


def pending_in(docs: Mapping[str, Doc]) -> list[SyncAction]:
    """Return the actions of the table `pending`, which are not in a segment yet, oldest first."""
    return [msgspec.convert(doc, SyncAction) for _, doc in sorted(docs.items())]


def put_pending(transaction: Transaction, action: SyncAction) -> None:
    """Store an action until the next sync."""
    transaction.put("pending", {"uid": action.id, **msgspec.to_builtins(action)})


def put_conflicts(transaction: Transaction, table: str, record: str, lost: Iterable[Lost]) -> None:
    """Store the lost values of a record as conflicts. The same loss has the same uid on all machines."""
    for one in lost:
        name = "\n".join((table, record, one.field, one.key, one.stamp))
        uid = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_UID_LENGTH]
        conflict = {"uid": uid, "table": table, "record": record, **msgspec.to_builtins(one)}
        transaction.put("conflicts", conflict)
