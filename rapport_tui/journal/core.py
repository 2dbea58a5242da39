"""What every room of the journal shares: the store, the shelf, the history, the settings and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from rapport_tui.capture.people import Directory
from rapport_tui.journal.history import History
from rapport_tui.journal.shelf import Shelf, Touched
from rapport_tui.model.ages import day_of
from rapport_tui.playbook.moves import Playbook, load_playbook
from rapport_tui.settings import Settings
from rapport_tui.store import Changes, Store


class Core:
    """The journal in memory, kept in step with the store.

    After each change, `forgetters` are told whom and what it touched, so that the rooms drop what they computed; then
    `listeners` are called.
    """

    def __init__(self, store: Store, settings: Settings, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.settings = settings
        self.clock = clock
        self.shelf = Shelf(store.docs)
        self.history = History(store, lambda: self.shelf, clock)
        self.listeners: list[Callable[[], None]] = []
        self.forgetters: list[Callable[[Touched], None]] = []
        self._directory: Directory | None = None
        store.on_change = self._take_in

    @property
    def today(self) -> date:
        """The present local day; before the hour at which a day starts, it is still the one before."""
        return day_of(self.clock(), self.settings.day_start)

    @property
    def playbook(self) -> Playbook:
        """The ladder and the moves."""
        return load_playbook()

    @property
    def directory(self) -> Directory:
        """Everybody by the names they go by."""
        if self._directory is None:
            self._directory = Directory(self.shelf.people)
        return self._directory

    def _take_in(self, changes: Changes) -> None:
        touched = self.shelf.apply(changes)
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
