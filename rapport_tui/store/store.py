"""A journal's folder on disk: documents by table and uid, changed in transactions that several processes may share."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from tinydb import TinyDB

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import TABLES
from rapport_tui.store.storage import SCHEMA, AtomicStorage, Tables, decode, encode, write_atomically

FILE_NAME: Final = "rapport.json"
LOCK_SECONDS: Final = 15
"""How long to wait for another process that is writing. One write takes milliseconds; this is for a stalled disk."""

Doc = dict[str, Any]
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

    def __init__(self, folder: Path) -> None:
        """Open the journal in `folder`, which is made where it is missing.

        Raises `RapportError` where that can't be, where the file is no journal, or where a newer rapport wrote it.
        """
        self.on_change: Callable[[Changes], None] = _nobody_listens
        self.docs: dict[str, dict[str, Doc]] = {}
        self.strays: dict[str, int] = {}
        self._doc_ids: dict[str, dict[str, int]] = {}
        try:
            self.folder = folder.expanduser().resolve()
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._storage = AtomicStorage((self.folder / FILE_NAME).resolve())
            self._storage.load()
        except OSError as error:
            raise RapportError(f"The journal in {folder} can’t be opened: {reason(error)}.") from error
        except RuntimeError as error:  # pathlib’s word for links in a circle and for ~somebody
            raise RapportError(f"{folder} does not lead to a folder. Name another one for the journal.") from error
        self._take_tables()

    @property
    def path(self) -> Path:
        """The journal's file."""
        return self._storage.path

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Draft]:
        """Yield a draft; leaving the block saves all of its changes at once, an error inside saves none.

        What other processes saved meanwhile is taken in before the block runs. Raises `RapportError` where the
        folder can't be written to, or where another process holds the lock for too long.
        """
        with self._locked():
            self.refresh()
            draft = Draft(self.docs)
            yield draft
            if draft.changes:
                self._save(draft.changes)
        if draft.changes:
            self.on_change(draft.changes)

    def refresh(self) -> bool:
        """Take in what another process saved; say whether there was anything.

        Raises `RapportError` where the file can no longer be read; what is in memory stays.
        """
        try:
            if not self._storage.stale:
                return False
            self._storage.load()
        except OSError as error:
            raise RapportError(f"The journal in {self.folder} can’t be read: {reason(error)}.") from error
        before = self.docs
        self._take_tables()
        changes: Changes = {}
        for table in TABLES:
            old, new = before[table], self.docs[table]
            differs = {uid: doc for uid, doc in new.items() if old.get(uid) != doc}
            gone: dict[str, Doc | None] = dict.fromkeys(old.keys() - new.keys())
            if differs or gone:
                changes[table] = {**gone, **differs}
        if changes:
            self.on_change(changes)
        return bool(changes)

    def backup(self, path: Path) -> None:
        """Write a copy of the whole journal to `path` (OSError where that fails)."""
        self.refresh()
        write_atomically(path, encode(self._storage.read() or _new_tables()))

    def close(self) -> None:
        """Let go of the journal; everything is saved already."""
        self._db.close()

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        import filelock  # costs more to import than all of a read-only command

        lock = filelock.FileLock(self.folder / "rapport.lock", timeout=LOCK_SECONDS, mode=0o600)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise RapportError(
                f"Another rapport has been writing to {self.folder} for {LOCK_SECONDS} seconds. "
                "Try again when it is done."
            ) from error
        except OSError as error:
            raise RapportError(f"The journal in {self.folder} can’t be written to: {reason(error)}.") from error
        try:
            yield
        finally:
            lock.release()

    def _save(self, changes: Changes) -> None:
        before = self._storage.read()
        try:
            self._storage.write(dict(before or _new_tables()))
            added = {name: self._apply(name, docs) for name, docs in changes.items()}
            self._storage.save()
        except BaseException as error:
            self._roll_back(before, changes)
            if isinstance(error, OSError):
                raise RapportError(
                    f"That could not be saved, and nothing was changed: {reason(error)}. "
                    f"See that {self.folder} has room and can be written to, then try again."
                ) from error
            raise
        for name, docs in changes.items():
            self._doc_ids[name].update(added[name])
            for uid, doc in docs.items():
                if doc is not None:
                    self.docs[name][uid] = doc
                elif self.docs[name].pop(uid, None) is not None:
                    del self._doc_ids[name][uid]

    def _apply(self, name: str, docs: Mapping[str, Doc | None]) -> dict[str, int]:
        """Make the changes of one table in TinyDB's memory, and return the ids of the new documents by uid."""
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
        if not added:
            return {}
        return dict(zip((doc["uid"] for doc in added), table.insert_multiple(added), strict=True))

    def _roll_back(self, before: Tables | None, changes: Changes) -> None:
        """Make memory and file what they were before `changes` were applied."""
        for name in changes.keys() & (before or {}).keys():
            for uid in changes[name].keys() & self._doc_ids[name].keys():
                # TinyDB changes documents in place, so the old table has to get its own ones back.
                (before or {})[name][str(self._doc_ids[name][uid])] = dict(self.docs[name][uid])
        self._storage.write(before)
        with contextlib.suppress(OSError):
            if self._storage.stale:  # the new file was in its place already when the disk gave up
                self._storage.save()

    def _take_tables(self) -> None:
        # A new TinyDB each time: one that is kept would go on with the next id it knew, and overwrite a document.
        self._db = TinyDB(storage=lambda: self._storage)
        self.docs, self._doc_ids, self.strays = {}, {}, {}
        for name in TABLES:
            documents = self._db.table(name).all()
            own = {doc["uid"]: doc for doc in documents if isinstance(doc.get("uid"), str)}
            self.docs[name] = {uid: dict(doc) for uid, doc in own.items()}
            self._doc_ids[name] = {uid: doc.doc_id for uid, doc in own.items()}
            if len(own) < len(documents):
                self.strays[name] = len(documents) - len(own)


def _new_tables() -> Tables:
    return {"_meta": {"1": {"schema": SCHEMA}}}


def _nobody_listens(changes: Changes) -> None:
    """Stand in until somebody sets `Store.on_change`."""


def read_backup(path: Path) -> dict[str, list[Doc]]:
    """Return the documents of a backup by table. Raises `RapportError` where it is missing or is no journal."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RapportError(f"{path} can’t be read: {reason(error)}.") from error
    tables = decode(data, path)
    return {name: list(tables.get(name, {}).values()) for name in TABLES}


def replace_ruined(folder: Path, backup: Path) -> Path:
    """Put `backup` in the place of a journal that can't be read, and return where the ruined file is kept.

    Raises `RapportError` where the backup is no journal either, or where the folder can't be written to.
    """
    read_backup(backup)
    path = (folder.expanduser().resolve() / FILE_NAME).resolve()
    number = 1
    while (kept := path.with_name(f"rapport.ruined-{number}.json")).exists():
        number += 1
    try:
        data = backup.read_bytes()
        shutil.copy2(path, kept)
        write_atomically(path, data)
    except OSError as error:
        raise RapportError(f"{path} can’t be replaced: {reason(error)}.") from error
    return kept


def checksum(doc: Doc | None) -> int:
    """Return the CRC-32 of `doc` in a canonical JSON form, 0 for no document."""
    if doc is None:
        return 0
    return crc32(json.dumps(doc, sort_keys=True).encode("ascii"))


def reason(error: OSError) -> str:
    """Return why the system refused, to stand within a sentence."""
    return (error.strerror or str(error)).lower()
