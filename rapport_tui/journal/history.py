"""Actions: transactions with a label that can be undone and redone, also by a later process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from rapport_tui.journal.record_cache import RecordCache
from rapport_tui.model.errors import RapportError
from rapport_tui.model.origins import COMMAND_LINE, SYNC
from rapport_tui.model.records import RECORD_OF, TABLES, Action, Change, Record, Table
from rapport_tui.model.relative_days import local_time, near_day
from rapport_tui.model.uids import new_uid
from rapport_tui.store import Doc, DocumentChange, Store, Stored, Transaction, checksum, decode_list, decoded
from rapport_tui.terminal_text import one_line

Watch = Callable[[float], None]
"""The function that is told the progress of long work, from 0 to 1. An exception that it raises ends the work."""
WATCHED: Final = 50
"""The number of records between two reports of progress."""
_LARGE: Final = 1_000
_NOTHING: Final = msgspec.Raw(b"")


def nobody_watches(_done: float) -> None:
    """Ignore the progress."""


KEPT_ACTIONS: Final = 200
"""The number of actions kept for undo; older ones are deleted."""

ASKS_AFTER: Final = timedelta(hours=1)
"""The age up to which an action is undone without a question: users no longer have an older one in mind."""

TABLE_OF: Final[dict[type[Record], Table]] = {kind: table for table, kind in RECORD_OF.items()}


class StoredReversal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A `Change` with its other document as JSON, empty for none."""

    table: Table
    uid: str
    crc: int
    other: msgspec.Raw = _NOTHING


class _StoredAction(msgspec.Struct, frozen=True):
    changes: msgspec.Raw


class _Head(Record, frozen=True, kw_only=True, gc=False):
    """An action without its changes."""

    at: datetime
    label: str
    undone: bool = False
    redo_until: str = ""
    undo_order: int = 0
    origin: str = ""
    files: tuple[str, ...] = ()


_HEAD: Final = msgspec.json.Decoder(_Head)
_ACTION: Final = msgspec.json.Decoder(_StoredAction)
_CHANGES: Final = msgspec.json.Decoder(list[StoredReversal])


class ActionWriter:
    """A writer of records within one action.

    `label` says what the user did, in the past tense; `files` are the SHA-256 of files taken in. Both can be set late.
    """

    def __init__(self, draft: Transaction, label: str) -> None:
        self._draft = draft
        self.label = label
        self.files: tuple[str, ...] = ()

    def put(self, *records: Record) -> None:
        """Add each record, or replace the one with its uid."""
        for record in records:
            self._draft.put(TABLE_OF[type(record)], as_doc(record))

    def remove(self, *records: Record, into: Record | None = None) -> None:
        """Remove each record. `into` is the record with which it was merged."""
        for record in records:
            table = TABLE_OF[type(record)]
            self._draft.remove(table, record.uid)
            if into is not None:
                self._draft.became[table, record.uid] = into.uid

    def put_doc(self, table: Table, uid: str, doc: Doc | None) -> None:
        """Replace a document as a whole, or remove it if `doc` is None."""
        if doc is None:
            self._draft.remove(table, uid)
        else:
            self._draft.put(table, doc)

    def settle(self, conflict: str) -> None:
        """Remove a conflict between two machines, after it was resolved."""
        self._draft.remove("conflicts", conflict)

    def put_internal(self, table: str, doc: Doc) -> None:
        """Add or replace a document of an internal table; undo does not change it."""
        self._draft.put(table, doc)

    def replace_table(self, table: Table, docs: Mapping[str, Doc]) -> int:
        """Replace all documents of the table by `docs` (by uid), and return how many changed."""
        before = self._draft.stored(table)
        changed = {uid: docs.get(uid) for uid in before.keys() | docs.keys() if before.get(uid) != docs.get(uid)}
        for uid, doc in changed.items():
            self.put_doc(table, uid, doc)
        return len(changed)


class History:
    """The last actions, with undo and redo. `origin` is the name under which this program's actions are stored."""

    def __init__(
        self, store: Store, cache: Callable[[], RecordCache], clock: Callable[[], datetime], origin: str
    ) -> None:
        self._store = store
        self._cache = cache
        self._clock = clock
        self._origin = origin
        self._known: dict[str, tuple[Stored, Action]] = {}

    @contextmanager
    def action(self, label: str, *, origin: str = "") -> Iterator[ActionWriter]:
        """Yield the writer of one action: its changes are saved together, or not at all.

        An action without changes is not kept. `origin` is given if it is not that of this program.
        """
        with self._store.transaction() as draft:
            writer = ActionWriter(draft, label)
            yield writer
            changes = self._changes(draft)
            if not changes:
                return
            self._keep(draft, writer.label, changes, origin or self._origin, writer.files)

    @contextmanager
    def incoming(self, label: str) -> Iterator[Transaction]:
        """Yield the transaction of an action that applies the changes of another machine."""
        with self._store.transaction(record=False) as draft:
            yield draft
            changes = self._changes(draft)
            if changes:
                self._rebase(draft)
                self._keep(draft, label, changes, SYNC)

    def actions(self) -> list[Action]:
        """Return the kept actions, oldest first; undone ones are marked."""
        return list(self._cache().history)

    def standing(self) -> list[Action]:
        """Return the user's actions that can be undone, last one first, as far as this process has read them.

        Raises `RapportError` if there is none.
        """
        standing = [action for action in reversed(self._own_actions()) if not action.undone]
        if not standing:
            raise RapportError("There is nothing to undo.")
        return standing

    def undo(self, uid: str = "", *, watch: Watch = nobody_watches) -> Action:
        """Undo the action with `uid`, or the last one that this process has read, and return it.

        An action that another process has just written is not undone. Raises `RapportError` if there is nothing to
        undo, or if a later action changed the same records. `watch` is told the progress.
        """
        return self._swap(uid or self.standing()[0].uid, watch, undo=True)

    def is_large(self, uid: str = "", *, undo: bool) -> bool:
        """Return whether undoing or redoing takes so long that it is done beside the interface. Raises as they do."""
        return len(self._changes_of(self._find(uid, undo=undo))) > _LARGE

    def is_expected(self, action: Action) -> bool:
        """Return whether the user expects `action` to be the last one: done by this program, within the hour."""
        return action.origin == self._origin and self._clock() - action.at <= ASKS_AFTER

    def remover(self, table: Table, uid: str) -> tuple[Action, Change] | None:
        """Return the last action that removed a record, and its change to it; None if none is known."""
        actions = reversed(self.actions())
        changes = ((action, change) for action in actions for change in action.changes)
        return next((pair for pair in changes if (pair[1].table, pair[1].uid) == (table, uid) and pair[1].other), None)

    def import_of(self, file: str) -> Action | None:
        """Return the last action that took in the file with the SHA-256 `file`, if all its people are still there.

        None if it was undone, or is not kept any more.
        """
        people = self._cache().people
        found = (action for action in reversed(self._heads()) if file in action.files and not action.undone)
        action = next(found, None)
        if action is None or any(
            change.table == "people" and people.stored(change.uid) is None for change in self._changes_of(action)
        ):
            return None
        return action

    def when(self, action: Action) -> str:
        """Return when an action was done and, if it was elsewhere, where: today 08:12, on the command line."""
        at = local_time(action.at)
        places = {COMMAND_LINE: ", on the command line", SYNC: ", on another machine"}
        elsewhere = places.get(action.origin, ", in another window")
        day = near_day(at.date(), self._clock().date())
        return f"{day} {at:%H:%M}{'' if action.origin == self._origin else elsewhere}"

    def redo(self, uid: str = "", *, watch: Watch = nobody_watches) -> Action:
        """Redo the action that was undone last, or the one with `uid`, and return it.

        An action undone before a newer action was done needs its uid. Raises `RapportError` if there is none, or if the
        same records were changed since. `watch` is told the progress.
        """
        return self._swap(uid, watch, undo=False)

    def _swap(self, uid: str, watch: Watch, *, undo: bool) -> Action:
        with self._store.transaction() as draft:
            action = self._find(uid, undo=undo)
            changes = self._changes_of(action)
            self._refuse_if_touched(action, changes, draft, undo=undo)
            for nth, change in enumerate(changes):
                if not nth % WATCHED:
                    watch(nth / len(changes))
                if len(change.other):
                    draft.put(change.table, decoded(change.other))
                else:
                    draft.remove(change.table, change.uid)
            newest = self._own_actions()[-1].uid if action.origin != SYNC and undo else ""
            order = 1 + max(other.undo_order for other in self._heads()) if undo else 0
            turned = replace(action, undone=undo, redo_until=newest, undo_order=order)
            _put_action(draft, turned, self._changes(draft))
        return replace(turned, changes=tuple(Change(table=each.table, uid=each.uid, crc=each.crc) for each in changes))

    def _find(self, uid: str, *, undo: bool) -> Action:
        """Return an action without its changes."""
        if uid:
            found = next((action for action in self._heads() if action.uid == uid), None)
            if found is None:
                raise RapportError(f"There is no action “{uid}” to take back. See them with: rapport history")
            if found.undone == undo:
                raise RapportError(f"“{found.label}” is {'taken back' if undo else 'done'} already.")
            return found
        actions = self._own_actions()
        taken_back = [action for action in actions if action.undone and action.redo_until == actions[-1].uid]
        if not taken_back:
            raise RapportError("There is nothing to redo.")
        # Journals of older versions have no order: there the oldest action was undone last.
        return max(taken_back, key=lambda action: action.undo_order)

    def _refuse_if_touched(
        self, action: Action, changes: Sequence[StoredReversal], draft: Transaction, *, undo: bool
    ) -> None:
        for change in changes:
            if checksum(draft.get(change.table, change.uid)) == change.crc:
                continue
            actions = self.actions()
            later = [
                other.label
                for other in actions[[other.uid for other in actions].index(action.uid) + 1 :]
                if not other.undone and any((c.table, c.uid) == (change.table, change.uid) for c in other.changes)
            ]
            because = f"“{later[-1]}” came later and touches the same" if later else "the same was changed since"
            step = "Undo that first." if later else "Nothing was changed."
            raise RapportError(f"“{action.label}” can’t be {'un' if undo else 're'}done: {because}. {step}")

    def _changes(self, draft: Transaction) -> list[StoredReversal]:
        """Return the changes of a transaction as they are stored: the reverse of each, and the checksum it expects."""
        return [
            StoredReversal(table=table, uid=uid, crc=checksum(change.after), other=_as_json(change.old))
            for table, docs in draft.changes.items()
            if table in TABLES
            for uid, change in docs.items()
        ]

    def _keep(
        self, draft: Transaction, label: str, changes: list[StoredReversal], origin: str, files: tuple[str, ...] = ()
    ) -> None:
        self._forget_oldest(draft)
        _put_action(
            draft,
            Action(uid=new_uid(), at=self._clock(), label=one_line(label), changes=(), origin=origin, files=files),
            changes,
        )

    def _own_actions(self) -> list[Action]:
        """Return the actions that the user did on this machine, without their changes."""
        return [action for action in self._heads() if action.origin != SYNC]

    def _heads(self) -> list[Action]:
        """Return the actions without their changes, of which there may be thousands."""
        known, self._known = self._known, {}
        for uid, stored in self._cache().history.stored_items():
            if uid in known and (known[uid][0] is stored or known[uid][0] == stored):
                self._known[uid] = known[uid]
                continue
            with suppress(ValueError):
                self._known[uid] = stored, _head_of(stored)
        return [action for _, action in self._known.values()]

    def _changes_of(self, head: Action) -> Sequence[StoredReversal]:
        """Return the changes of an action, each with its document as it is stored."""
        stored = self._cache().history.stored(head.uid)
        return decode_list(_ACTION.decode(_as_json(stored)).changes, _CHANGES) if stored is not None else ()

    def _rebase(self, draft: Transaction) -> None:
        """Apply the changes of another machine to the stored reversals of the kept actions.

        An action can still be undone if the other machine changed other fields of the same records.
        """
        kept: dict[tuple[str, str], list[Action]] = {}
        for action in self.actions():
            for change in action.changes:
                kept.setdefault((change.table, change.uid), []).append(action)
        rebased: dict[str, Action] = {}
        for table, docs in draft.changes.items():
            for uid, incoming in docs.items():
                before, after = incoming.before, incoming.after
                for action in reversed(kept.get((table, uid), ())):
                    if before is None or after is None:
                        break
                    action = rebased.get(action.uid, action)
                    [old] = [one for one in action.changes if (one.table, one.uid) == (table, uid)]
                    other = old.other
                    if other is None or old.crc != checksum(before) or not _apart(other, before, after):
                        break
                    fresh = _with_changes(other, before, after)
                    changes = tuple(
                        replace(one, crc=checksum(after), other=fresh) if one is old else one for one in action.changes
                    )
                    rebased[action.uid] = replace(action, changes=changes)
                    before, after = other, fresh
        for action in rebased.values():
            draft.put("history", as_doc(action))

    def _forget_oldest(self, draft: Transaction) -> None:
        uids = self._cache().history.uids()
        for uid in uids[: max(0, len(uids) + 1 - KEPT_ACTIONS)]:
            draft.remove("history", uid)


def _apart(other: Doc, before: Doc, after: Doc) -> bool:
    """Return whether the change from `other` to `before` touches no field that changes from `before` to `after`."""
    return not DocumentChange(other, before).fields & DocumentChange(before, after).fields


def _with_changes(doc: Doc, before: Doc, after: Doc) -> Doc:
    """Return `doc` with the fields that change from `before` to `after`."""
    fields = DocumentChange(before, after).fields
    return {name: value for name, value in doc.items() if name not in fields} | {
        name: after[name] for name in after if name in fields
    }


def _as_json(stored: Stored | None) -> msgspec.Raw:
    """Return a document as JSON, empty for none."""
    if stored is None or isinstance(stored, msgspec.Raw):
        return stored or _NOTHING
    return msgspec.Raw(msgspec.json.encode(stored))


def as_doc(record: Record) -> Doc:
    """Return `record` as a document of JSON types."""
    doc: Doc = msgspec.json.decode(msgspec.json.encode(record))
    return doc


def _put_action(draft: Transaction, head: Action, changes: Sequence[StoredReversal]) -> None:
    """Put an action with its changes; if there are many, it is encoded in parts, and not decoded again."""
    encoded = bytearray()
    for name, value in as_doc(replace(head, changes=())).items():
        encoded += b"%s%s:" % (b"," if encoded else b"{", msgspec.json.encode(name))
        if name != "changes":
            encoded += msgspec.json.encode(value)
            continue
        encoded += b"["
        for first in range(0, len(changes), _LARGE):
            encoded += b"," if first else b""
            encoded += msgspec.json.encode(changes[first : first + _LARGE])[1:-1]
        encoded += b"]"
    encoded += b"}"
    action = msgspec.Raw(encoded)
    if len(changes) > _LARGE:
        draft.put_encoded("history", head.uid, action)
    else:
        draft.put("history", decoded(action))


def _head_of(stored: Stored) -> Action:
    """Return an action without its changes. Raises ValueError if it can't be read."""
    if isinstance(stored, msgspec.Raw):
        head = _HEAD.decode(stored)
        return Action(**msgspec.structs.asdict(head), changes=())
    return msgspec.convert({**stored, "changes": ()}, Action)
