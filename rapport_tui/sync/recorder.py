"""The record of a transaction's changes for the other machines, saved in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from rapport_tui.store import StoredChange, Transaction
from rapport_tui.sync.merge import RecordChange, apply_change, changes_of
from rapport_tui.sync.segments import SyncAction
from rapport_tui.sync.stamps import next_stamp
from rapport_tui.sync.state import SYNCED, SyncState, put_pending, put_stamps, stamps_of, state_of

AT_ONCE: Final = 500
"""The most changes of one action; a larger one is split, so that no part takes long to apply."""


def record(transaction: Transaction, now: datetime) -> None:
    """Add the transaction's changes, with stamps, to the pending actions of a shared journal."""
    state = state_of(transaction)
    if state is None:
        return
    changed = [(table, uid, change) for table in SYNCED for uid, change in transaction.changes.get(table, {}).items()]
    label = _label(transaction)
    settled = [uid for uid, change in transaction.changes.get("conflicts", {}).items() if change.after is None]
    last = max(state.clock, max(transaction.stored("pending"), default=""))
    for first in range(0, max(len(changed), len(settled)), AT_ONCE):
        last = next_stamp(last, now, state.device)
        action = SyncAction(id=last, knows=state.knows, label=label, settles=settled[first : first + AT_ONCE])
        for table, uid, change in changed[first : first + AT_ONCE]:
            if told := _record_one(transaction, state, action.id, table, uid, change):
                action.changes.append(told)
        if action.changes or action.settles:
            put_pending(transaction, action)


def _record_one(
    transaction: Transaction, state: SyncState, stamp: str, table: str, uid: str, change: StoredChange
) -> RecordChange | None:
    known = stamps_of(transaction, table, uid, state.baseline, exists=change.before is not None)
    into = transaction.became.get((table, uid), "")
    told = changes_of(table, uid, change.before, change.after, into=into, dead=known.doc if known else None)
    if told is None:
        return None
    merged = apply_change(change.before, known, told, stamp, state.knows)
    put_stamps(transaction, merged.stamps, state.baseline)
    if merged.doc is not None and merged.doc != change.after:  # duplicates in a list, which other machines get once
        transaction.put(table, merged.doc)
    return told


def _label(transaction: Transaction) -> str:
    """Return the label of this transaction's action."""
    actions = [change.after for change in transaction.changes.get("history", {}).values() if change.after]
    return str(actions[-1].get("label", "")) if actions else ""
