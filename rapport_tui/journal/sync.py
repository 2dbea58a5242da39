"""Sync of one journal between several machines: share, join, sync, and resolve conflicts."""

from __future__ import annotations

import platform
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.sync_people import follow_joined, join_namesakes
from rapport_tui.journal.sync_run import SyncRun, own_files, required, time_file, transport_to, undelivered
from rapport_tui.lock import Lock
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Table
from rapport_tui.model.relative_days import local_time
from rapport_tui.model.text import clean_line
from rapport_tui.model.uids import new_uid
from rapport_tui.startup import without_collection
from rapport_tui.store import Doc, Transaction
from rapport_tui.sync.elements import elements_of, from_elements
from rapport_tui.sync.merge import RecordChange, RecordStamps
from rapport_tui.sync.recorder import AT_ONCE
from rapport_tui.sync.segments import FORMAT, SyncAction
from rapport_tui.sync.share import DeviceInfo, ShareFiles, ShareInfo
from rapport_tui.sync.stamps import device_of, new_device, next_stamp, stamp_at, time_of
from rapport_tui.sync.state import SYNCED, Conflict, Progress, SyncState, put_stamps, put_state, state_in
from rapport_tui.user_files import user_path

if TYPE_CHECKING:
    from rapport_tui.journal.duplicates import DuplicatesService

_LOCK_SECONDS: Final = 20.0
"""The time to wait for another sync of the same journal."""


class SyncReport(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a sync, or the present state.

    `sent` and `received` count changes, `waiting` those that have not left this machine. `conflicts` are all unresolved
    conflicts. `arriving` counts files of others that are incomplete here, or wait for such files. `last` is when a sync
    last worked, `device` the name of this machine, `transport` is `git` or `folder`. `notices` are sentences.
    """

    sent: int
    received: int
    conflicts: int
    waiting: int
    last: datetime | None
    device: str
    transport: str
    where: str
    arriving: int = 0
    notices: tuple[str, ...] = ()


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """A machine that takes part. `seen` is the time of its newest change received here."""

    device: str
    name: str
    joined: str
    seen: datetime | None
    is_this: bool


class ConflictView(msgspec.Struct, frozen=True, kw_only=True):
    """A conflict as it is shown: the record and field, the value here, the other value with its machine and time."""

    uid: str
    record: str
    field: str
    ours: str
    theirs: str
    device: str
    at: datetime


class SyncService:
    """The service for the shared journal."""

    def __init__(self, context: JournalContext, duplicates: DuplicatesService) -> None:
        self._context = context
        self._duplicates = duplicates

    @property
    def state(self) -> SyncState | None:
        """The state of sharing, None if the journal is not shared."""
        return state_in(self._context.store.docs)

    @property
    def pending(self) -> int:
        """The number of actions not sent to other machines yet."""
        return len(self._context.store.docs["pending"])

    def share(self, where: str, *, name: str = "") -> SyncReport:
        """Share the journal through a folder or a git repository, or move an existing share there.

        Raises `RapportError` if something else is there; then nothing is changed.
        """
        state, (kind, place) = self.state, _place(where, must_exist=False)
        with self.locked():
            info = transport_to(kind, place, self._own).look()
            if state is not None:
                if info and info.journal != state.journal:
                    raise RapportError(
                        f"This journal is shared in {state.where}, and {place} holds another one. "
                        "To take part there instead, first stop here with: rapport sync --off"
                    )
                self._put(msgspec.structs.replace(state, kind=kind, where=place, delivered=-1))
            elif info:
                raise RapportError(
                    f"A journal is shared in {place} already. Take part with: rapport sync --join {where}"
                )
            else:
                self._begin(kind, place, name, None)
        return self._run_or_stop(is_new=state is None)

    def join(self, where: str, *, name: str = "") -> SyncReport:
        """Join the journal shared at `where`, merging the contents of this journal with it.

        Raises `RapportError` if nothing is shared there, or this journal is shared; then nothing is changed.
        """
        if self.state is not None:
            raise RapportError(
                f"This journal is shared in {self.state.where}. Stop that first with: rapport sync --off"
            )
        kind, place = _place(where, must_exist=True)
        with self.locked():
            info = transport_to(kind, place, self._own).look()
            if info is None:
                raise RapportError(
                    f"Nothing is shared in {place} yet. On the machine that has the journal: rapport sync --to {where}"
                )
            self._begin(kind, place, name, info)
        return self._run_or_stop(is_new=True, is_joining=True)

    @without_collection()
    def sync(self, *, is_joining: bool = False) -> SyncReport:
        """Send the changes made here, and apply those made elsewhere."""
        run = self.start(is_joining=is_joining)
        with self.locked():
            run.prepare()
            run.carry()
            if run.adopt():
                run.carry()
            for batch in list(run.incoming()):  # read all first: if one can't be read, none is applied
                run.apply(batch)
            return self.finish(run)

    def start(self, *, is_joining: bool = False) -> SyncRun:
        """Return a sync to run step by step. Raises `RapportError` if the journal is not shared."""
        return SyncRun(self._context, is_joining=is_joining)

    def finish(self, run: SyncRun) -> SyncReport:
        """Finish a sync, and return its report."""
        run.finish()
        if run.received:
            join_namesakes(self._context, self._duplicates, self._shared(), run.new_people)
            follow_joined(self._context, self._duplicates)
        return self._report(run)

    def status(self) -> SyncReport:
        """Return the present state, without a sync. Raises `RapportError` if the journal is not shared."""
        return self._report(None)

    def stop(self) -> str:
        """Stop sharing the journal, and return where it was shared. Nothing is deleted, neither here nor there."""
        where = self._shared().where
        with self.locked():
            with self._context.store.transaction(record=False) as transaction:
                for table in ("sync", "stamps", "pending"):
                    for uid in list(transaction.stored(table)):
                        transaction.remove(table, uid)
            shutil.rmtree(self._own.root.parent, ignore_errors=True)
        return where

    def machines(self) -> list[Machine]:
        """Return all machines that take part, this one first."""
        state = self._shared()
        found = []
        for device, info in self._own.devices().items():
            is_this = device == state.device
            stamp = state.taken.get(device, Progress()).stamp
            if is_this:
                stamp = max([state.written.stamp, *self._context.store.docs["pending"]])
            seen = time_of(stamp) if stamp else None
            found.append(Machine(device=device, name=info.name, joined=info.joined, seen=seen, is_this=is_this))
        return sorted(found, key=lambda machine: (not machine.is_this, machine.name.casefold()))

    def conflicts(self) -> list[ConflictView]:
        """Return the conflicts of changes on two machines at once, oldest first."""
        found = (msgspec.convert(doc, Conflict) for doc in self._context.store.docs["conflicts"].values())
        return [self._view(conflict) for conflict in sorted(found, key=lambda one: one.stamp)]

    def take(self, uid: str) -> ConflictView:
        """Replace the value here by the other value of a conflict. Raises `RapportError` if that is not possible."""
        with self._context.history.action("") as writer:
            conflict = self._conflict(uid)
            view = self._view(conflict)
            doc = self._context.store.docs[conflict.table].get(conflict.record)
            if doc is None:
                raise RapportError(f"{view.record} is no longer in the journal, so nothing was changed.".capitalize())
            writer.label = f"Took the other version of {view.record}"
            writer.settle(uid)
            writer.put_doc(conflict.table, conflict.record, _with_other(conflict, doc))
        return view

    def keep(self, uid: str) -> ConflictView:
        """Discard the other value of a conflict, and return the conflict."""
        with self._context.history.action("") as writer:
            view = self._view(self._conflict(uid))
            writer.settle(uid)
        return view

    @property
    def _own(self) -> ShareFiles:
        return own_files(self._context)

    def locked(self, *, seconds: float = _LOCK_SECONDS) -> Lock:
        """Return the lock against a second sync of the same journal; entering it may raise `BusyError`."""
        folder = self._own.root.parent
        self._own.make_folder(folder)
        return Lock(folder / "lock", seconds=seconds)

    def _shared(self) -> SyncState:
        return required(self.state)

    def _put(self, state: SyncState) -> None:
        with self._context.store.transaction(record=False) as transaction:
            put_state(transaction, state)

    def _run_or_stop(self, *, is_new: bool, is_joining: bool = False) -> SyncReport:
        try:
            return self.sync(is_joining=is_joining)
        except RapportError:
            if is_new:
                self.stop()
            raise

    def _begin(self, kind: str, place: str, name: str, info: ShareInfo | None) -> None:
        """Make this journal a shared one; its records are the first changes that this machine sends."""
        own, now = self._own, self._context.clock()
        shutil.rmtree(own.root, ignore_errors=True)
        device = new_device()
        first = next_stamp("", now, device)
        info = info or ShareInfo(format=FORMAT, journal=new_uid(), baseline=first, seal=own.seal.kind)
        at = first if info.baseline == first else stamp_at(0, device)
        own.write_info(info)
        name = clean_line(name or platform.node()) or "this machine"
        own.write_device(DeviceInfo(device=device, name=name, joined=now.date().isoformat()))
        with self._context.store.transaction(record=False) as transaction:
            actions = _all_records(transaction, device, now, at, info.baseline)
            if actions:
                own.write(info.journal, device, 1, actions)
            state = SyncState(
                device=device,
                name=name,
                journal=info.journal,
                kind="git" if kind == "git" else "folder",
                where=place,
                baseline=info.baseline,
                written=Progress(1, actions[-1].id) if actions else Progress(),
                clock=actions[-1].id if actions else first,
            )
            put_state(transaction, state)

    def _report(self, run: SyncRun | None) -> SyncReport:
        state, docs = self._shared(), self._context.store.docs
        pending = sum(len(doc.get("changes", ())) for doc in docs["pending"].values())
        last = None
        with suppress(OSError, ValueError):
            last = datetime.fromisoformat(time_file(self._own).read_text(encoding="ascii"))
        return SyncReport(
            sent=run.sent if run else 0,
            received=run.received if run else 0,
            conflicts=len(docs["conflicts"]),
            waiting=pending + undelivered(self._own, state),
            last=last,
            device=state.name,
            transport=state.kind,
            where=state.where,
            arriving=run.waiting_segments if run else 0,
            notices=tuple(run.notices) if run else (),
        )

    def _conflict(self, uid: str) -> Conflict:
        doc = self._context.store.docs["conflicts"].get(uid)
        if doc is None:
            raise RapportError(f"There is no conflict “{uid}”. See them with: rapport sync --conflicts")
        return msgspec.convert(doc, Conflict)

    def _view(self, conflict: Conflict) -> ConflictView:
        doc = self._context.store.docs[conflict.table].get(conflict.record)
        info = self._own.device(device_of(conflict.stamp))
        ours, theirs = (doc or {}).get(conflict.field), conflict.value
        if conflict.key:
            ours = elements_of(ours).get(conflict.key)
        return ConflictView(
            uid=conflict.uid,
            record=self._title(conflict.table, doc),
            field=conflict.field,
            ours=_shown(ours) if conflict.field else "changed",
            theirs=_shown(theirs) if conflict.field else "deleted",
            device=info.name,
            at=local_time(time_of(conflict.stamp)),
        )

    def _title(self, table: Table, doc: Doc | None) -> str:
        if doc is None:
            return "a record that is gone"
        if table == "people":
            return str(doc.get("name", ""))
        if table == "entries":
            return f"the line of {doc.get('day', '')}"
        if table == "stage_changes":
            person = self._context.cache.people.get(str(doc.get("person", "")))
            return f"a step of {person.name if person else 'somebody'}"
        what = {"notes": "a note", "messages": "a message", "templates": "a wording", "days": "the day"}
        return what.get(table, table)


def _all_records(transaction: Transaction, device: str, now: datetime, at: str, baseline: str) -> list[SyncAction]:
    """Return actions that contain all records, with the timestamp `at`."""
    actions: list[SyncAction] = []
    last = at
    for table in SYNCED:
        docs = list(transaction.stored(table).items())
        for first in range(0, len(docs), AT_ONCE):
            last = at if not actions and at == baseline else next_stamp(last, now, device)
            changes = [
                RecordChange(table=table, uid=uid, set={name: value for name, value in doc.items() if name != "uid"})
                for uid, doc in docs[first : first + AT_ONCE]
            ]
            actions.append(SyncAction(id=last, at=at, changes=changes))
            if at != baseline:
                for change in changes:
                    put_stamps(transaction, RecordStamps(uid=f"{table}/{change.uid}", made=at), baseline)
    return actions


def _with_other(conflict: Conflict, doc: Doc) -> Doc | None:
    """Return the record with the other value of the conflict, or None if that was a deletion."""
    if not conflict.field:
        return None
    value = conflict.value
    if conflict.key:
        elements = {**elements_of(doc.get(conflict.field)), conflict.key: value}
        value = from_elements(conflict.table, conflict.field, elements)
    return {**doc, conflict.field: value}


def _shown(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _place(where: str, *, must_exist: bool) -> tuple[str, str]:
    """Return the transport of `where`, git or a folder, and its address independent of the working directory."""
    path = Path(where) if ":" in where else user_path(where)  # the former may be a URL
    if path.is_dir():
        is_git = (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir())
        return ("git" if is_git else "folder"), str(path.resolve())
    if (
        "://" in where
        or where.endswith(".git")
        or (":" in where and not path.drive and "/" not in where.partition(":")[0])
    ):
        return "git", where if ":" in where else str(path.resolve())
    if must_exist or not path.parent.is_dir():
        raise RapportError(f"{where} is not there. Name a folder that is, or the URL of a git repository.")
    return "folder", str(path.resolve())
