"""A journal's folder on disk: documents by table and uid, changed in transactions that several processes may share."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import TABLES
from rapport_tui.store import backups
from rapport_tui.store.backups import read_log
from rapport_tui.store.encoding import SCHEMA, Doc, Header, Meta, Tables, apply, decode_snapshot, encode_snapshot
from rapport_tui.store.files import Files
from rapport_tui.store.lock import BusyError, reason
from rapport_tui.store.migrations import migrate
from rapport_tui.store.storage import READ_SECONDS, Applied, LogStorage
from rapport_tui.store.tables import LogDB

FILE_NAME: Final = "rapport.json"
Changes = dict[str, dict[str, Doc | None]]
"""By table and uid: the document as it is now, None where it is gone."""


class Draft:
    """The changes of one transaction, seen on top of what is stored. What changes nothing is not kept."""

    def __init__(self, docs: Mapping[str, Mapping[str, Doc]]) -> None:
        self._docs = docs
        self.changes: Changes = {}

    def get(self, table: str, uid: str) -> Doc | None:
        """Return the document as this transaction would leave it."""
        changed = self.changes.get(table, {})
        return changed[uid] if uid in changed else self._docs[table].get(uid)

    def stored(self, table: str) -> Mapping[str, Doc]:
        """Return the documents of a table as they were before this transaction."""
        return self._docs[table]

    def put(self, table: str, doc: Doc) -> None:
        """Add `doc`, or put it in the place of the one with its uid."""
        self._set(table, doc["uid"], doc)

    def remove(self, table: str, uid: str) -> None:
        """Take the document away."""
        self._set(table, uid, None)

    def _set(self, table: str, uid: str, doc: Doc | None) -> None:
        if self._docs[table].get(uid) != doc:
            self.changes.setdefault(table, {})[uid] = doc
        elif table in self.changes:
            self.changes[table].pop(uid, None)
            if not self.changes[table]:
                del self.changes[table]


class Store:
    """The documents of one journal. Documents handed out are shared: read them, never change them.

    `docs` are they by table and uid. `strays` counts by table the documents of the file that have no uid of their own:
    they are kept there and nowhere shown. `on_change` is called with what changed, after each transaction of this
    process and after each `refresh` that found another's.
    """

    def __init__(self, folder: Path, *, files: Files | None = None) -> None:
        """Open the journal in `folder`, which is made where it is missing, and mend what a dead writer left.

        Raises `RapportError` where that can't be, where the file is no journal, or where a newer rapport wrote it.
        """
        self.on_change: Callable[[Changes], None] = _nobody_listens
        self.docs: dict[str, dict[str, Doc]] = {}
        self.strays: dict[str, int] = {}
        self._doc_ids: dict[str, dict[str, int]] = {}
        self._changes: Changes = {}
        try:
            self.folder = folder.expanduser().resolve()
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._storage = LogStorage((self.folder / FILE_NAME).resolve(), files or Files())
            self._storage.open()
        except OSError as error:
            raise RapportError(f"The journal in {folder} can’t be opened: {reason(error)}.") from error
        except RuntimeError as error:  # pathlib’s word for links in a circle and for ~somebody
            raise RapportError(f"{folder} does not lead to a folder. Name another one for the journal.") from error
        self._db = LogDB(self._storage)
        self._db.listener = self._take_in
        self._take_tables()

    @property
    def path(self) -> Path:
        """The journal's snapshot."""
        return self._storage.place.snapshot

    def notices(self) -> list[str]:
        """Return what was found in the files and mended since this was asked last, a sentence each."""
        notices, self._storage.notes = self._storage.notes, []
        return notices

    def warnings(self) -> list[str]:
        """Return what is as it should not be and is not for us to mend, a sentence each."""
        warnings = [
            f"{path} is a copy that a sync program made when two computers wrote at once. "
            "rapport restore takes what is in it, and undo goes back; then delete the copy."
            for path in self._storage.place.conflicts()
        ]
        if self._storage.is_read_only:
            warnings.append(f"{self.folder} can only be read. You can look around; nothing can be written.")
        return warnings

    def verify(self) -> list[str]:
        """Read the files again, mend what can be, and return what can't, a sentence each.

        Raises `RapportError` where the journal can no longer be read.
        """
        self.refresh()
        problems = backups.verify(self._storage.files, self._storage.place)
        if not self._storage.is_sound():
            problems.append(f"What {self.path} says is not what is open here. Close rapport and open it again.")
        return problems

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Draft]:
        """Yield a draft; leaving the block saves all of its changes at once, an error inside saves none.

        What other processes saved meanwhile is taken in before the block runs. Raises `RapportError` where the
        folder can't be written to, or where another process holds the lock for too long.
        """
        draft = None
        try:
            with self._db.transaction():
                self._tell()
                draft = Draft(self.docs)
                yield draft
                for name, docs in draft.changes.items():
                    self._apply(name, docs)
        except OSError as error:
            raise RapportError(
                f"That could not be saved, and nothing was changed: {reason(error)}. "
                f"See that {self.folder} has room and can be written to, then try again."
            ) from error
        self._tell()

    def refresh(self) -> bool:
        """Take in what another process saved; say whether there was anything.

        Costs a look at two files where there is nothing. Raises `RapportError` where the journal can no longer be
        read; what is in memory stays.
        """
        if not self._storage.is_stale:
            return False
        try:
            if self._storage.is_read_only:
                self._storage.read_anew()
                happened = None
            else:
                with self._storage.locked(READ_SECONDS):
                    happened = self._storage.catch_up()
        except BusyError:
            return False  # somebody is writing: the next look will find it
        except OSError as error:
            raise RapportError(f"The journal in {self.folder} can’t be read: {reason(error)}.") from error
        self._storage.listener(happened)
        return self._tell()

    def backup(self, path: Path) -> None:
        """Write a copy of the whole journal to `path` (OSError where that fails)."""
        self.refresh()
        self._storage.files.put(path, encode_snapshot(self._storage.tables, Meta(SCHEMA)))

    def tidy(self, *, at_once: bool = False) -> None:
        """Merge a log that has grown long into the snapshot, or any log `at_once`; where that can't be, leave it.

        It takes as long as writing the whole journal does, so it is for moments when nobody waits.
        """
        if not (at_once or self._storage.is_long):
            return
        with contextlib.suppress(OSError, RapportError), self._storage.locked(READ_SECONDS):
            self._storage.listener(self._storage.catch_up())
            self._storage.compact()
        self._tell()

    def close(self) -> None:
        """Let go of the journal; everything is saved already."""
        self.tidy()
        self._db.close()

    def _tell(self) -> bool:
        """Say what changed since this was said last, if anything did."""
        changes, self._changes = self._changes, {}
        if changes:
            self.on_change(changes)
        return bool(changes)

    def _apply(self, name: str, docs: Mapping[str, Doc | None]) -> None:
        """Make the changes of one table in TinyDB."""
        table, doc_ids = self._db.table(name), self._doc_ids[name]
        gone = [doc_ids[uid] for uid, doc in docs.items() if doc is None and uid in doc_ids]
        replaced = {uid: doc for uid, doc in docs.items() if doc is not None and uid in doc_ids}
        added = [doc for uid, doc in docs.items() if doc is not None and uid not in doc_ids]

        def replace(old: MutableMapping[Any, Any]) -> None:
            new = replaced[old["uid"]]
            old.clear()
            old.update(new)

        if gone:
            table.remove(doc_ids=gone)
        if replaced:
            table.update(replace, doc_ids=[doc_ids[uid] for uid in replaced])
        if added:
            table.insert_multiple(added)

    def _take_in(self, happened: list[Applied] | None) -> None:
        """Keep `docs` in step with what happened, and note it for `_tell`."""
        if happened is None:
            before = self.docs
            self._take_tables()
            for table in TABLES:
                old, new = before[table], self.docs[table]
                gone: dict[str, Doc | None] = dict.fromkeys(old.keys() - new.keys())
                differs = {uid: doc for uid, doc in new.items() if old.get(uid) != doc}
                if gone or differs:
                    self._changes.setdefault(table, {}).update(gone | differs)
            return
        for name, key, old_doc, new_doc in happened:
            if name not in self.docs:
                continue
            docs, doc_ids = self.docs[name], self._doc_ids[name]
            changes = self._changes.setdefault(name, {})
            uid = _uid(old_doc)
            if uid is not None and doc_ids.get(uid) == int(key) and uid != _uid(new_doc):
                del docs[uid], doc_ids[uid]
                changes[uid] = None
            uid = _uid(new_doc)
            if uid is not None and new_doc is not None:
                docs[uid], doc_ids[uid], changes[uid] = new_doc, int(key), new_doc

    def _take_tables(self) -> None:
        self.docs, self._doc_ids, self.strays = {}, {}, {}
        for name in TABLES:
            documents = self._storage.tables.get(name, {})
            own = {uid: (key, doc) for key, doc in documents.items() if (uid := _uid(doc)) is not None}
            self.docs[name] = {uid: doc for uid, (_, doc) in own.items()}
            self._doc_ids[name] = {uid: int(key) for uid, (key, _) in own.items()}
            if len(own) < len(documents):
                self.strays[name] = len(documents) - len(own)


def _uid(doc: Doc | None) -> str | None:
    """Return the uid of a document that has one."""
    uid = doc.get("uid") if doc is not None else None
    return uid if isinstance(uid, str) else None


def _nobody_listens(changes: Changes) -> None:
    """Stand in until somebody sets `Store.on_change`."""


def read_backup(path: Path) -> dict[str, list[Doc]]:
    """Return the documents of a backup by table, with the log that belongs to it where that is beside it.

    Raises `RapportError` where the backup is missing or is no journal.
    """
    tables = _read_tables(path)
    return {name: list(tables.get(name, {}).values()) for name in TABLES}


def _read_tables(path: Path) -> Tables:
    try:
        data = path.read_bytes()
        log = read_log(Files(), path.with_suffix(".log"))
    except OSError as error:
        raise RapportError(f"{path} can’t be read: {reason(error)}.") from error
    tables, meta = decode_snapshot(data, path)
    tables = migrate(tables, meta.schema)
    if log and log.header == Header(meta.gen, crc32(data)):
        for line in log.lines:
            apply(tables, line)
    return tables


def replace_ruined(folder: Path, backup: Path) -> Path:
    """Put `backup` in the place of a journal that can't be read, and return where the ruined file is kept.

    Raises `RapportError` where the backup is no journal either, or where the folder can't be written to.
    """
    tables = _read_tables(backup)
    storage = LogStorage((folder.expanduser().resolve() / FILE_NAME).resolve(), Files())
    try:
        with storage.locked():
            return storage.replace(tables)
    except OSError as error:
        raise RapportError(f"{storage.place.snapshot} can’t be replaced: {reason(error)}.") from error


def checksum(doc: Doc | None) -> int:
    """Return the CRC-32 of `doc` in a canonical JSON form, 0 for no document."""
    if doc is None:
        return 0
    return crc32(json.dumps(doc, sort_keys=True).encode("ascii"))
