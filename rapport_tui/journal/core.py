"""What every room of the journal shares: the store, the shelf, the history, the settings and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rapport_tui.model.ages import day_of

if TYPE_CHECKING:
    from rapport_tui.capture.people import Directory
    from rapport_tui.journal.history import History
    from rapport_tui.journal.shelf import Shelf, Touched
    from rapport_tui.playbook.moves import Playbook
    from rapport_tui.settings import Settings
    from rapport_tui.store import Changes, Store


class Core:
    """The journal in memory, kept in step with the store.

    Nothing is read, nor imported for it, before it is first asked for. After each change, `forgetters` are told whom
    and what it touched, so that the rooms drop what they computed; then `listeners` are called.
    """

    def __init__(self, folder: Path, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self.settings = settings
        self.clock = clock
        self.listeners: list[Callable[[], None]] = []
        self.forgetters: list[Callable[[Touched], None]] = []

    @cached_property
    def store(self) -> Store:
        """The documents in the journal's folder. Raises `RapportError` where it can't be opened."""
        from rapport_tui.store import Store

        store = Store(self._folder)
        store.on_change = self._take_in
        return store

    @cached_property
    def shelf(self) -> Shelf:
        """The documents as records."""
        from rapport_tui.journal.shelf import Shelf

        return Shelf(self.store.docs)

    @cached_property
    def history(self) -> History:
        """What was done, and the way back."""
        from rapport_tui.journal.history import History

        return History(self.store, lambda: self.shelf, self.clock)

    @cached_property
    def directory(self) -> Directory:
        """Everybody by the names they go by."""
        from rapport_tui.capture.people import Directory

        return Directory(self.shelf.people)

    @property
    def is_open(self) -> bool:
        """Whether the journal was read."""
        return "store" in self.__dict__

    @property
    def today(self) -> date:
        """The present local day; before the hour at which a day starts, it is still the one before."""
        return day_of(self.clock(), self.settings.day_start)

    @property
    def playbook(self) -> Playbook:
        """The ladder and the moves."""
        from rapport_tui.playbook.moves import load_playbook

        return load_playbook()

    def _take_in(self, changes: Changes) -> None:
        touched = self.shelf.apply(changes)
        if "directory" in self.__dict__:
            for uid in changes.get("people", ()):
                person = self.shelf.people.get(uid)
                if person is None:
                    self.directory.discard(uid)
                else:
                    self.directory.add(person)
        for forget in self.forgetters:
            forget(touched)
        for listener in self.listeners:
            listener()
