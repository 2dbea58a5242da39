"""A journal's folder on disk: documents by table and uid, changed in transactions that several processes may share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from rapport_tui.files import Files, reason
from rapport_tui.lock import BusyError
from rapport_tui.model.errors import MeanwhileError, RapportError
from rapport_tui.model.records import INTERNAL_TABLES, TABLES
from rapport_tui.startup import without_collection
from rapport_tui.store import backups
from rapport_tui.store.background import BackgroundThread
from rapport_tui.store.changes import ChangeSet, DocumentChange, StoredChanges, Transaction, parts
from rapport_tui.store.lazy_docs import LazyDocs, LazyIds
from rapport_tui.store.location import folder_of, opening, place_of
from rapport_tui.store.snapshot_format import SCHEMA, Doc, Meta, Stored, encode_snapshot
from rapport_tui.store.snapshot_index import Kept
from rapport_tui.store.storage import READ_SECONDS, LogStorage
from rapport_tui.store.stored_docs import StoredDocs, store_in, stored_in, stored_items
from rapport_tui.user_files import write_file

if TYPE_CHECKING:
    from rapport_tui.store.tinydb_tables import LogDB

_ALL: Final = (*TABLES, *INTERNAL_TABLES)


class Store:
    """The documents of one journal. The documents returned are shared: do not change them.

    `docs` has them by table and uid. `strays` counts, by table, the documents of the file without a uid of their own:
    they are kept in the file and shown nowhere. `has_saved`: a transaction of this process was saved. `observers` are
    called in order with the changes, after each transaction of this process and after each `refresh` that loaded
    changes, and `listeners` after them. A `background` thread may save or load much; its changes are applied in parts
    by `apply`. While the table `sync` has a document, `recorder` adds the changes for other machines to each
    transaction before it is saved.
    """

    def __init__(self, folder: Path, *, files: Files | None = None, key: str = "") -> None:
        """Open the journal in `folder`, and repair it after a killed writer. The first change creates the folder.

        An encrypted journal needs its secret `key`. Raises `LockedError` without it, and `RapportError` if opening
        fails, if the file is not a journal, or if a newer rapport wrote it.
        """
        self.observers: list[Callable[[ChangeSet], None]] = []
        self.recorder: Callable[[Transaction], None] | None = None
        self.docs: dict[str, MutableMapping[str, Doc]] = {}
        self.strays: dict[str, int] = {}
        self.has_saved = False
        self._doc_ids: dict[str, MutableMapping[str, int]] = {}
        self._changes: ChangeSet = {}
        self.listeners: list[Callable[[], None]] = []
        self.background = BackgroundThread()
        with opening(folder):
            self.folder = folder_of(folder)
            self.place = place_of(folder, key)
            if self.place.has_leftovers:
                from rapport_tui.store.conversion import finish

                with suppress(OSError, BusyError):
                    finish(files or Files(), self.place)
            self._storage = LogStorage(self.place.plain, files or Files(), self.place.seal)
            with without_collection():
                self._storage.open()
                self._take_tables()

    @cached_property
    def _db(self) -> LogDB:
        """TinyDB on the files. It is imported for the first change; to read needs none of it."""
        from rapport_tui.store.tinydb_tables import LogDB

        return LogDB(self._storage)

    @property
    def path(self) -> Path:
        """The journal's snapshot."""
        return self.place.snapshot

    @property
    def files(self) -> Files:
        """The file operations, which tests replace."""
        return self._storage.files

    def notices(self) -> list[str]:
        """Return and clear the notes about repairs of the files, a sentence each."""
        notices, self._storage.notes = self._storage.notes, []
        return notices

    def warnings(self) -> list[str]:
        """Return the problems that the user has to solve, a sentence each."""
        warnings = [
            f"{path} is a copy that a sync program made when two computers wrote at once. "
            "rapport restore takes what is in it, and undo goes back; then delete the copy."
            for path in self.place.conflicts()
        ]
        if self._storage.is_read_only:
            warnings.append(f"{self.folder} can only be read. You can look around; nothing can be written.")
        return warnings

    def verify(self) -> list[str]:
        """Read the files again, repair what can be repaired, and return the other problems, a sentence each.

        Raises `RapportError` if the journal can no longer be read.
        """
        self.refresh()
        problems = backups.verify(self._storage.files, self.place)
        if not self._storage.is_sound():
            problems.append(f"What {self.path} says is not what is open here. Close rapport and open it again.")
        return problems

    def transaction(self, *, record: bool = True) -> AbstractContextManager[Transaction]:
        """Return a transaction. Leaving its block saves all of its changes at once; an exception in it saves none.

        Changes saved by other processes are loaded before the block runs. Without `record`, the recorder is not called:
        the changes came from another machine. Raises `RapportError` if the folder is not writable, or if another
        process holds the lock for too long.
        """
        return _StoreTransaction(self, record=record)

    def begin(self) -> None:
        """Lock the files for a transaction, and load what other processes saved."""
        self._settle()
        try:
            changes = self._storage.begin()
        except OSError as error:
            raise self._unsaved(error) from error
        if changes == {}:
            return
        try:
            self._keep(changes)
            if self.background.is_this:
                raise MeanwhileError("Another rapport wrote at the same time. Try that again.")
        except BaseException:
            self._storage.roll_back()
            raise

    def commit(self, changes: StoredChanges) -> None:
        """Save the changes of a transaction, and release the lock."""
        try:
            for name in list(changes):
                self._db.table(name).change(changes.pop(name), self._ids(name))
        except BaseException as error:
            self.roll_back(error)
            raise
        try:
            saved = self._storage.commit()
        except OSError as error:
            raise self._unsaved(error) from error
        self.has_saved = self.has_saved or bool(saved)
        self._keep(saved)

    def roll_back(self, error: BaseException) -> None:
        """Discard the changes of a transaction because of `error`, and release the lock."""
        self._storage.roll_back()
        if isinstance(error, OSError):
            raise self._unsaved(error) from error

    def refresh(self) -> bool:
        """Load the changes of other processes, and return whether there were any.

        It takes two stat calls if there are none. Raises `RapportError` if the journal can no longer be read; memory
        stays as it was.
        """
        if self.background.is_another or not self._storage.is_stale:
            return False
        self._settle()
        try:
            if self._storage.is_read_only:
                self._storage.read_anew()
                changes = None
            else:
                with self._storage.locked(READ_SECONDS):
                    changes = self._storage.catch_up()
        except BusyError:
            return False  # another process is writing: the next refresh finds it
        except OSError as error:
            raise RapportError(f"The journal in {self.folder} can’t be read: {reason(error)}.") from error
        return self._keep(changes)

    def backup(self, path: Path) -> None:
        """Write a copy of the whole journal to the new file `path`, encrypted as it is. Raises `RapportError`."""
        self.refresh()
        data = encode_snapshot(self._storage.tables, Meta(SCHEMA))
        write_file(path, self.place.seal.close(data), replace=False, hint=", so that no older copy is lost")

    @property
    def is_long(self) -> bool:
        """Return whether the log is long enough for `tidy` to merge it into the snapshot."""
        return self._storage.is_long

    def tidy(self, *, at_once: bool = False) -> None:
        """Merge a long log into the snapshot, or any log if `at_once`. On failure the log stays as it is.

        This writes the whole journal, so call it when the user is not waiting.
        """
        if self.background.is_another or not (at_once or self.is_long):
            return
        self._settle()
        changes: StoredChanges | None = {}
        with suppress(OSError, RapportError), self._storage.locked(READ_SECONDS):
            changes = self._storage.catch_up()
            self._storage.compact()
        self._keep(changes)

    def keep_index(self, kept: Callable[[dict[str, MutableMapping[str, Doc]]], Kept]) -> None:
        """Keep an index of a large snapshot, so that it opens faster, unless there is one.

        `kept` returns what is to be kept with it, from the documents by uid.
        """
        self._storage.keep_index(lambda tables: kept({name: _by_uid(tables.get(name, {})) for name in _ALL}))

    def close(self) -> None:
        """Merge a long log, and close the files, once no thread writes to them."""
        self.background.wait()
        self._settle()
        self.tidy()
        self._storage.close()

    @property
    def unread(self) -> int:
        """The bytes that other processes wrote and `refresh` would load."""
        return self._storage.unread

    def apply(self) -> Iterator[None]:
        """Apply what a background thread saved or loaded, in steps; another call applies what this one did not."""
        unapplied = self.background.unapplied
        is_changed = False
        while unapplied:
            if isinstance(changes := next(unapplied[0], "end"), str):
                unapplied.popleft()
                continue
            self._take_in(changes)
            is_changed = self._notify_observers() or is_changed
            yield
        if is_changed:
            self._notify_listeners()

    def _settle(self) -> None:
        """Apply what a background thread did. Raises `RapportError` while one is at work, unless it is this one."""
        if self.background.is_another:
            raise RapportError("Something large is being saved. Try that again in a moment.")
        if self.background.unapplied and not self.background.is_this:
            for _ in self.apply():
                pass

    def _keep(self, changes: StoredChanges | None) -> bool:
        """Apply changes now, or in a background thread leave it to the thread in front; return if there are any."""
        if self.background.is_this:
            self.background.unapplied.append(parts(changes))
            return changes != {}
        is_changed = False
        for part in parts(changes):
            self._take_in(part)
            is_changed = self._notify_observers() or is_changed
        if is_changed:
            self._notify_listeners()
        return is_changed

    def _notify_listeners(self) -> None:
        for listener in tuple(self.listeners):
            listener()

    def _notify_observers(self) -> bool:
        changes, self._changes = self._changes, {}
        if changes:
            for observer in tuple(self.observers):  # an observer may add others
                observer(changes)
        return bool(changes)

    def _unsaved(self, error: OSError) -> RapportError:
        return RapportError(
            f"That could not be saved, and nothing was changed: {reason(error)}. "
            f"See that {self.folder} has room and can be written to, then try again."
        )

    def _take_in(self, changes: StoredChanges | None) -> None:
        """Update `docs` with `changes` by id, None for all, and record them by uid for the observers."""
        if changes is None:
            before = self.docs
            self._take_tables()
            for table in _ALL:
                old, new = before[table], self.docs[table]
                for key in [*(old.keys() - new.keys()), *new]:
                    was, now = stored_in(old, key), stored_in(new, key)
                    if was != now and old.get(key) != new.get(key):
                        self._note(table, key, was, now)
            return
        for name, changed in changes.items():
            if name not in self.docs:
                continue
            doc_ids, docs = self._doc_ids.get(name), self.docs[name]
            for key, change in changed.items():
                uid, old_uid = _uid(change.new), _uid(change.old)
                if old_uid is not None and old_uid != uid and stored_in(docs, old_uid) == change.old:
                    self._note(name, old_uid, change.old, None)
                    del docs[old_uid]
                    if doc_ids is not None:
                        del doc_ids[old_uid]
                if uid is not None:
                    self._note(name, uid, stored_in(docs, uid), change.new)
                    docs = store_in(self.docs, name, uid, change.new)
                    if doc_ids is not None:
                        doc_ids[uid] = int(key)

    def _note(self, table: str, uid: str, old: Stored | None, new: Stored | None) -> None:
        """Record a change for the observers. A second change of the same document extends the first."""
        docs = self._changes.setdefault(table, {})
        first = docs.get(uid)
        docs[uid] = DocumentChange(first.old if first else old, new)

    def _take_tables(self) -> None:
        self.docs, self._doc_ids, self.strays = {}, {}, {}
        for name in _ALL:
            documents = self._storage.tables.get(name, {})
            self.docs[name] = _by_uid(documents)
            if len(self.docs[name]) < len(documents):
                self.strays[name] = len(documents) - len(self.docs[name])

    def _ids(self, name: str) -> Mapping[str, int]:
        """Return TinyDB's ids of a table's documents by uid. Computed at the first write only."""
        if name not in self._doc_ids:
            documents = self._storage.tables.get(name, {})
            if isinstance(documents, LazyDocs) and isinstance(self.docs[name], LazyDocs):
                self._doc_ids[name] = LazyIds(documents)
                return self._doc_ids[name]
            self._doc_ids[name] = {
                uid: int(key) for key, doc in stored_items(documents) if (uid := _uid(doc)) is not None
            }
        return self._doc_ids[name]


def _by_uid(documents: Mapping[str, Doc]) -> MutableMapping[str, Doc]:
    """Return the documents that have a uid of their own, by uid."""
    if isinstance(documents, LazyDocs) and (docs := documents.by_uid()) is not None:
        return docs
    if isinstance(documents, StoredDocs):
        return StoredDocs({uid: doc for _, doc in documents.stored_items() if (uid := _uid(doc)) is not None})
    uids: list[Any] = [doc.get("uid") for doc in documents.values()]
    if {uid.__class__ for uid in uids} <= {str}:  # true unless the file was edited
        return dict(zip(uids, documents.values(), strict=True))
    return {uid: doc for doc in documents.values() if (uid := _uid(doc)) is not None}


def _uid(doc: Stored | None) -> str | None:
    """Return the uid of a document; None if it has none."""
    uid = _UID.decode(doc).uid if isinstance(doc, msgspec.Raw) else (doc or {}).get("uid")
    return uid if isinstance(uid, str) else None


class _StoreTransaction(Transaction):
    """A transaction of a store, as a context manager."""

    def __init__(self, store: Store, *, record: bool) -> None:
        self._store = store
        self._record = record

    def __enter__(self) -> Transaction:
        self._store.begin()
        super().__init__(self._store.docs)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        store = self._store
        if error is not None:
            store.roll_back(error)
            return
        if self._record and store.recorder and store.docs["sync"] and self.changes:
            try:
                store.recorder(self)
            except BaseException as failure:
                store.roll_back(failure)
                raise
        store.commit(self.changes)


class _Uid(msgspec.Struct):
    uid: Any = None


_UID: Final = msgspec.json.Decoder(_Uid)
