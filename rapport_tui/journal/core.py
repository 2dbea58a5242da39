"""What every room of the journal shares: the store, the shelf, the history, the settings and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from rapport_tui.capture.people import Directory
from rapport_tui.journal.history import History
from rapport_tui.journal.shelf import Shelf, Touched
from rapport_tui.model.ages import day_of
from rapport_tui.playbook.languages import load_playbook
from rapport_tui.playbook.moves import Playbook
from rapport_tui.playbook.wordings import Words, with_own, words_of
from rapport_tui.settings import Settings
from rapport_tui.store import Changes, Store


class Core:
    """The journal in memory, kept in step with the store.

    After each change, `forgetters` are told whom and what it touched, so that the rooms drop what they computed; then
    `listeners` are called. `own_words` are wordings from a file, which come before those kept in the journal.
    """

    def __init__(
        self, store: Store, settings: Settings, clock: Callable[[], datetime], own_words: Words | None = None
    ) -> None:
        self.store = store
        self.settings = settings
        self.clock = clock
        self.shelf = Shelf(store.docs)
        self.history = History(store, lambda: self.shelf, clock)
        self.listeners: list[Callable[[], None]] = []
        self.forgetters: list[Callable[[Touched], None]] = []
        self._own_words = own_words or Words()
        self._directory: Directory | None = None
        self._playbook: tuple[str, Playbook] | None = None
        store.on_change = self._take_in

    @property
    def today(self) -> date:
        """The present local day; before the hour at which a day starts, it is still the one before."""
        return day_of(self.clock(), self.settings.day_start)

    @property
    def playbook(self) -> Playbook:
        """The ladder and the moves, in the language of the settings and with my own wordings."""
        language = self.settings.language
        if self._playbook is None or self._playbook[0] != language:
            self._playbook = (language, with_own(self.shipped_playbook, words_of(self.shelf.templates)))
        return self._playbook[1]

    @property
    def shipped_playbook(self) -> Playbook:
        """The playbook as it would be without the wordings that are kept in the journal."""
        return with_own(load_playbook(self.settings.language), self._own_words)

    @property
    def directory(self) -> Directory:
        """Everybody by the names they go by."""
        if self._directory is None:
            self._directory = Directory(self.shelf.people)
        return self._directory

    def _take_in(self, changes: Changes) -> None:
        touched = self.shelf.apply(changes)
        if "templates" in changes:
            self._playbook = None
        for uid in changes.get("people", ()) if self._directory else ():
            person = self.shelf.people.get(uid)
            if person is None:
                self.directory.discard(uid)
            else:
                self.directory.add(person)
        for forget in self.forgetters:
            forget(touched)
        for listener in self.listeners:
            listener()
