"""One sync, in steps: some use the journal, others only files and may run in a thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from rapport_tui.files import Files
from rapport_tui.journal.context import JournalContext
from rapport_tui.model.errors import RapportError
from rapport_tui.store import Transaction, reason
from rapport_tui.sync.elements import elements_of
from rapport_tui.sync.folder import FolderTransport
from rapport_tui.sync.git import GitTransport
from rapport_tui.sync.incoming import Batch, IncomingSegments, apply_batch
from rapport_tui.sync.merge import RecordChange, apply_change
from rapport_tui.sync.recorder import AT_ONCE
from rapport_tui.sync.segments import FORMAT, SyncAction
from rapport_tui.sync.share import DeviceInfo, ShareFiles, ShareInfo
from rapport_tui.sync.stamps import NEVER, new_device, next_stamp
from rapport_tui.sync.state import (
    Progress,
    SyncState,
    pending_in,
    put_pending,
    put_stamps,
    put_state,
    stamps_of,
    state_in,
    state_of,
)

_ALL_AT_ONCE: Final = 5000
"""The number of changes to apply at once while the journal is joining and no user input is pending."""
RENEWED: Final = (
    "This journal was put back from an older copy, or is a copy of one on another machine. It goes on as a machine of "
    "its own, and what was written since the copy comes back from the share."
)


class Transport(Protocol):
    """The transfer of files between the share and the copy of it on this machine."""

    def look(self) -> ShareInfo | None:
        """Return the description of what is shared there, None if nothing is."""

    def is_empty(self) -> bool:
        """Return whether the share has no segment of any machine."""

    def exchange(self, device: str, newest: int) -> list[int]:
        """Synchronize the share and the copy; return the numbers of segments that others wrote in our name."""


def own_files(context: JournalContext) -> ShareFiles:
    """Return this machine's copy of the share, encrypted as the journal is."""
    store = context.store
    return ShareFiles(store.folder / "sync" / "files", store.files, store.place.seal)


def transport_to(kind: str, where: str, own: ShareFiles) -> Transport:
    """Return the transport for the share at `where`."""
    if kind == "git":
        return GitTransport(where, own, own.root.with_name("git"))
    return FolderTransport(Path(where), own)


class SyncRun:
    """One sync. `prepare`, `adopt`, `apply` and `finish` use the journal; `carry` and `incoming` only files.

    Each may raise `RapportError`; what was done before stays, and the next run goes on from there.
    """

    def __init__(self, context: JournalContext, *, is_joining: bool = False) -> None:
        self._context = context
        self._is_joining = is_joining
        self._own = own_files(context)
        self._state = self._read_state()
        self._transport = transport_to(self._state.kind, self._state.where, self._own)
        self._foreign: list[int] = []
        self.notices: list[str] = []
        self.received = self.sent = self.waiting_segments = 0
        self.new_people: set[str] = set()

    def prepare(self) -> None:
        """Write pending changes to our newest segment, in our own copy of the share."""
        self._state = self._read_state()
        with self._copy_errors():
            self._restore_copy()
            with self._context.store.transaction(record=False) as transaction:
                state, pending = self._require(transaction), pending_in(transaction.stored("pending"))
                renewed = self._take_back(transaction, state, pending)
                if not renewed:
                    self._seal(transaction, state, pending)
        if renewed:
            self.prepare()
        self._state = self._read_state()

    def carry(self) -> None:
        """Synchronize the share and our copy of it. This takes as long as the network does."""
        state = self._state
        if state.discard:
            device, first = state.discard
            with self._copy_errors():
                for number in self._own.numbers(device):
                    if number >= first:
                        self._own.files.unlink(self._own.path(device, number))
        info = self._transport.look()
        if state.delivered >= 0 and (info is None or (state.delivered and self._transport.is_empty())):
            raise RapportError(
                f"{state.where} is empty, though this journal was shared there. Nothing was changed here. If somebody "
                "emptied it, fill it again with: rapport sync --to and the same place; else see that it is connected."
            )
        self._foreign = self._transport.exchange(state.device, state.written.number)

    def adopt(self) -> bool:
        """Return whether `carry` has to run again, because this machine continues under another id."""
        if not self._foreign:
            return False
        device, first = self._state.device, min(self._foreign)
        with self._copy_errors():
            segments = {number: self._own.read(device, number) for number in self._own.numbers(device)}
        mine = [one for number, segment in segments.items() if segment and number >= first for one in segment.actions]
        with self._context.store.transaction(record=False) as transaction:
            state = self._require(transaction)
            state.discard = (device, first)
            if first <= state.written.number:
                before = segments.get(first - 1)
                state.written = Progress(first - 1, before.actions[-1].id if before else NEVER)
            self._become_new(transaction, state, [*mine, *pending_in(transaction.stored("pending"))])
        self.prepare()
        return True

    def incoming(self) -> Iterator[Batch]:
        """Yield the batches of changes to apply, in the required order."""
        segments = IncomingSegments(self._own, self._state, _ALL_AT_ONCE if self._is_joining else AT_ONCE)
        with self._copy_errors():
            yield from segments.batches()
        self.waiting_segments = segments.waiting

    def apply(self, batch: Batch) -> None:
        """Apply a batch as one action."""
        if self._is_joining or not batch.size:
            with self._context.store.transaction(record=False) as transaction:
                apply_batch(transaction, batch)
        else:
            name = self._own.device(batch.device).name
            count = "a change" if batch.size == 1 else f"{batch.size} changes"
            with self._context.history.incoming(f"Took in {count} from {name}") as transaction:
                apply_batch(transaction, batch)
        self.received += batch.size
        changes = (change for action in batch.actions for change in action.changes)
        self.new_people |= {change.uid for change in changes if change.table == "people" and "added" in change.set}

    def finish(self) -> None:
        """Record what was delivered, and when."""
        state = self._read_state()
        if state.delivered != state.written.number or state.discard:
            with self._copy_errors():
                self.sent = undelivered(self._own, state)
            with self._context.store.transaction(record=False) as transaction:
                state = self._require(transaction)
                state.delivered, state.discard = state.written.number, None
                put_state(transaction, state)
        write_time(self._own, self._context.clock())

    @contextmanager
    def _copy_errors(self) -> Iterator[None]:
        """Convert an error of our own copy of the share to a `RapportError`."""
        try:
            yield
        except OSError as error:
            raise RapportError(f"{self._own.root} can’t be used: {reason(error)}.") from error

    def _read_state(self) -> SyncState:
        return required(state_in(self._context.store.docs))

    def _require(self, transaction: Transaction) -> SyncState:
        return required(state_of(transaction))

    def _restore_copy(self) -> None:
        """Create our copy of the share again if it was deleted; its files are read from the share."""
        state = self._state
        if self._own.info() is None:
            self._own.write_info(
                ShareInfo(format=FORMAT, journal=state.journal, baseline=state.baseline, seal=self._own.seal.kind)
            )
        if state.device not in self._own.device_ids():
            self._write_device(state)

    def _write_device(self, state: SyncState, was: str = "") -> None:
        today = self._context.clock().date().isoformat()
        self._own.write_device(DeviceInfo(device=state.device, name=state.name, joined=today, was=was))

    def _take_back(self, transaction: Transaction, state: SyncState, pending: list[SyncAction]) -> bool:
        """Adopt our segments that the journal does not know, and return whether this machine needs another id.

        They are pending changes if the process ended before it could record them; else the journal is an older copy.
        """
        for number in self._own.numbers(state.device):
            segment = self._own.read(state.device, number) if number > state.written.number else None
            if segment is None:
                continue
            if any(action not in pending for action in segment.actions):
                self._become_new(transaction, state, pending)
                return True
            state.written = Progress(number, segment.actions[-1].id)
            pending[:] = [action for action in pending if action not in segment.actions]
        return False

    def _seal(self, transaction: Transaction, state: SyncState, pending: list[SyncAction]) -> None:
        if pending:
            state.written = Progress(state.written.number + 1, pending[-1].id)
            self._own.write(state.journal, state.device, state.written.number, pending)
        self._clear_pending(transaction, state)
        if state != state_of(transaction):
            put_state(transaction, state)

    def _clear_pending(self, transaction: Transaction, state: SyncState) -> None:
        for uid in list(transaction.stored("pending")):
            transaction.remove("pending", uid)
            state.clock = max(state.clock, uid)

    def _become_new(self, transaction: Transaction, state: SyncState, unsent: list[SyncAction]) -> None:
        """Continue as another machine, which sends again the changes that only this one has."""
        old = state.device
        state.taken[old] = state.written
        state.device, state.written, state.delivered = new_device(), Progress(), min(state.delivered, 0)
        self._clear_pending(transaction, state)
        action = SyncAction(id=next_stamp(state.clock, self._context.clock(), state.device), knows=state.knows)
        for change in _again(transaction, unsent):
            doc = transaction.get(change.table, change.uid)
            known = stamps_of(transaction, change.table, change.uid, state.baseline, exists=doc is not None)
            put_stamps(transaction, apply_change(doc, known, change, action.id, action.knows).stamps, state.baseline)
            action.changes.append(change)
        if action.changes:
            put_pending(transaction, action)
        put_state(transaction, state)
        self._write_device(state, was=old)
        self.notices.append(RENEWED)


def required(state: SyncState | None) -> SyncState:
    """Return the state of a shared journal. Raises `RapportError` if it is not shared."""
    if state is None:
        raise RapportError("This journal is not shared. Share it with: rapport sync --to FOLDER-OR-GIT-URL")
    return state


def _again(transaction: Transaction, unsent: Iterable[SyncAction]) -> list[RecordChange]:
    """Return changes that repeat the present state of all records that `unsent` changed."""
    again: dict[tuple[str, str], RecordChange] = {}
    for told in (change for action in unsent for change in action.changes):
        fresh = again.setdefault((told.table, told.uid), RecordChange(table=told.table, uid=told.uid))
        doc = transaction.get(told.table, told.uid)
        if doc is None:
            fresh.deleted, fresh.into = True, told.into
            continue
        for name in told.set:
            fresh.set[name] = doc.get(name)
        for name in told.order:
            now = elements_of(doc.get(name))
            fresh.add[name] = doc.get(name)
            fresh.remove[name] = [key for key in told.remove.get(name, ()) if key not in now]
            fresh.order[name] = list(now)
    return list(again.values())


def undelivered(own: ShareFiles, state: SyncState) -> int:
    """Return the number of changes in our segments that have not reached the share."""
    numbers = (number for number in own.numbers(state.device) if number > state.delivered)
    segments = (own.read(state.device, number) for number in numbers)
    return sum(len(action.changes) for segment in segments if segment for action in segment.actions)


def time_file(own: ShareFiles) -> Path:
    """Return the path of the file with the time of the last successful sync."""
    return own.root.with_name("last")


def write_time(own: ShareFiles, now: datetime) -> None:
    """Write the time of a successful sync. Failures are ignored, as only the display depends on it."""
    with suppress(OSError):
        Files().put(time_file(own), now.isoformat(timespec="seconds").encode(), durable=False)
