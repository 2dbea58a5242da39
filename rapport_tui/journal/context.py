"""The state that the services share: the store, the record cache, the history, the settings and the clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rapport_tui.journal import deferred_storage as deferred
from rapport_tui.model.errors import RapportError
from rapport_tui.model.relative_days import day_of
from rapport_tui.model.uids import new_uid
from rapport_tui.user_files import user_path

if TYPE_CHECKING:
    from rapport_tui.capture.directory import Directory
    from rapport_tui.journal.history import History
    from rapport_tui.journal.kept_directory import DirectoryReader
    from rapport_tui.journal.record_cache import RecordCache
    from rapport_tui.playbook.moves import Playbook
    from rapport_tui.playbook.wording_files import Words
    from rapport_tui.settings import Settings
    from rapport_tui.store import ChangeSet, Doc, Kept, Store, Transaction

_AT_ONCE = 100
"""The number of people whose digest is read with each part of a large change, rather than of all at its end."""


class JournalContext:
    """The journal in memory, kept in step with the store.

    Nothing is read or imported before it is first needed. After each change the store calls `observers` in order: this
    context, which updates the cache; the services, which drop what they computed; then `listeners`, which show the
    journal. `own_words` returns the wordings of a file, which take precedence over those kept in the journal. `origin`
    is the name of this program in the history; the default is a unique name.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        clock: Callable[[], datetime],
        own_words: Callable[[], Words | None] = lambda: None,
        origin: str = "",
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.clock = clock
        self.observers: list[Callable[[ChangeSet], None]] = [self._take_in]
        self.listeners: list[Callable[[], None]] = []
        self._own_words = own_words
        self._origin = origin or new_uid()
        self.key = ""
        """The secret key of an encrypted journal; empty while it is locked."""
        self.doubts: list[str] = []
        """Problems with the user's files, to be shown once."""
        self._playbook: tuple[str, Playbook] | None = None

    def renewed(self, key: str) -> JournalContext:
        """Return a context for the same folder that has read nothing yet, with the secret `key`."""
        context = JournalContext(self.folder, self.settings, self.clock, self._own_words, self._origin)
        context.key = key
        return context

    @cached_property
    def store(self) -> Store:
        """The documents in the journal's folder. Raises `LockedError`, or `RapportError` if it can't be opened."""
        store = deferred.store.Store(self.folder, key=self.key)
        store.observers, store.listeners = self.observers, self.listeners
        store.recorder = self._record
        return store

    @cached_property
    def cache(self) -> RecordCache:
        """The documents as records."""
        return deferred.record_cache.RecordCache(self.store.docs, lambda: self.settings.day_start)

    @cached_property
    def history(self) -> History:
        """The actions, with undo and redo."""
        return deferred.history.History(self.store, lambda: self.cache, self.clock, self._origin)

    @property
    def directory(self) -> Directory:
        """All people by their names and aliases."""
        return self._names.all()

    def prepare_directory(self, most: int) -> bool:
        """Read the names of up to `most` more people, and return whether all are read."""
        return self._names.read(most)

    @cached_property
    def _names(self) -> DirectoryReader:
        return deferred.kept_directory.DirectoryReader(self.cache.people)

    def keep_index(self) -> None:
        """Keep an index of a large journal, for the next time it is opened."""
        self.store.keep_index(self._kept)

    def _kept(self, docs: Mapping[str, Mapping[str, Doc]]) -> Kept:
        cache = deferred.record_cache.RecordCache(docs, lambda: self.settings.day_start, keeps=False)
        return {
            **cache.kept(),
            **deferred.kept_directory.kept_names(cache.people),
            **deferred.query_subjects.kept_texts(cache),
            **cache.digests.kept(),
        }

    def outside(self, path: Path) -> Path:
        """Return the path of a file to write. Raises `RapportError` if it is inside the journal's folder."""
        target = user_path(path)
        if Path(os.path.realpath(target)).is_relative_to(self.store.folder):
            raise RapportError(f"{target} is in the folder of the journal itself. Choose another place.")
        return target

    def observe(self, observer: Callable[[ChangeSet], None]) -> None:
        """Register the `observer` of a service; it is called with each change, before the listeners."""
        self.observers.insert(1, observer)

    def copy(self) -> JournalContext:
        """Return a copy with the present documents in memory; nothing done to it is saved."""
        copy = JournalContext(self.folder, self.settings, self.clock, self._own_words)
        copy.store = deferred.memory_store.MemoryStore(self.store)
        copy.store.observers, copy.store.listeners = copy.observers, copy.listeners
        return copy

    @property
    def is_encrypted(self) -> bool:
        """Return whether the journal is encrypted, without reading it."""
        if self.is_open:
            return self.store.place.seal.is_encrypted
        return deferred.store.location.locate(self.folder).is_encrypted

    @property
    def is_open(self) -> bool:
        """Return whether the journal was read."""
        return "store" in self.__dict__

    @property
    def today(self) -> date:
        """The current local day. Before the hour at which a day starts, it is the previous day."""
        return day_of(self.clock(), self.settings.day_start)

    @property
    def playbook(self) -> Playbook:
        """The ladder and the moves, in the language of the settings and with the user's wordings."""
        language = self.settings.language
        if self._playbook is None or self._playbook[0] != language:
            playbook, templates = self.shipped_playbook, self.cache.templates
            if len(templates):
                playbook = deferred.wording_files.with_own(playbook, deferred.wording_files.words_of(templates))
            self._playbook = (language, playbook)
        return self._playbook[1]

    @property
    def shipped_playbook(self) -> Playbook:
        """The playbook without the wordings kept in the journal."""
        playbook = deferred.languages.load_playbook(self.settings.language)
        if self._words is None:
            return playbook
        return deferred.wording_files.with_own(playbook, self._words)

    @cached_property
    def _words(self) -> Words | None:
        """The wordings of the user's file; None if there is none or it can't be used, which is told once."""
        try:
            return self._own_words()
        except RapportError as error:
            self.doubts.append(str(error))
            return None

    def _record(self, transaction: Transaction) -> None:
        deferred.recorder.record(transaction, self.clock())

    def _take_in(self, changes: ChangeSet) -> None:
        people = changes.get("people", ()) if "_names" in self.__dict__ else ()
        for uid in people:
            self._names.hold(uid)
        self.cache.apply(changes)
        self.cache.digests.prepare(_AT_ONCE)
        if "templates" in changes:
            self._playbook = None
        for uid in people:
            self._names.update(uid)
