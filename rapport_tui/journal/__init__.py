"""The façade: every read and every change of the program goes through `Journal`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from rapport_tui.journal.agenda import Agenda
from rapport_tui.journal.briefing import Briefing
from rapport_tui.journal.completing import Completing
from rapport_tui.journal.composer import Composer
from rapport_tui.journal.core import Core
from rapport_tui.journal.entries import Entries
from rapport_tui.journal.history import History
from rapport_tui.journal.insights import Insights
from rapport_tui.journal.people import People
from rapport_tui.journal.threads import Threads
from rapport_tui.journal.today import Today
from rapport_tui.journal.transfer import Transfer
from rapport_tui.journal.trends import Trends
from rapport_tui.journal.upkeep import Upkeep
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Note
from rapport_tui.playbook.moves import Playbook
from rapport_tui.settings import Settings
from rapport_tui.store import Drafts, Store

__all__ = ["Journal"]


def now() -> datetime:
    """Return the present local time."""
    return datetime.now().astimezone()


class Journal:
    """One journal, room by room. Each change is an action that can be undone; reads are of memory.

    `clock` gives the present local time, so that tests can hold it still.
    """

    def __init__(self, folder: Path, *, settings: Settings | None = None, clock: Callable[[], datetime] = now) -> None:
        """Open the journal in `folder`, making it where it is missing. Raises `RapportError` where that can't be."""
        self._core = Core(Store(folder), settings or Settings(), clock)
        self.people = People(self._core)
        self.entries = Entries(self._core, self.people)
        self.completing = Completing(self._core, self.people)
        self.threads = Threads(self._core, self.entries)
        self.drafts = Drafts(self._core.store.folder)
        self.composer = Composer(self._core, self.people)
        self.briefing = Briefing(self._core, self.people, self.entries, self.composer)
        self.agenda = Agenda(self._core)
        self.today = Today(self._core, self.people, self.entries, self.composer, self.agenda)
        self.insights = Insights(self._core, self.people, self.composer)
        self.trends = Trends(self._core)
        self.transfer = Transfer(self._core, self.people)
        self.upkeep = Upkeep(self._core)

    @property
    def folder(self) -> Path:
        """Where the journal is kept."""
        return self._core.store.folder

    @property
    def history(self) -> History:
        """What was done, and the way back."""
        return self._core.history

    @property
    def playbook(self) -> Playbook:
        """The ladder and the moves."""
        return self._core.playbook

    @property
    def settings(self) -> Settings:
        """What the user chose."""
        return self._core.settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._core.settings = settings

    @property
    def day(self) -> date:
        """The present local day."""
        return self._core.today

    @property
    def version(self) -> int:
        """A number that goes up with each change."""
        return self._core.shelf.version

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody and nothing in the journal yet."""
        return not len(self._core.shelf.people) and not len(self._core.shelf.entries)

    @property
    def notes_about_me(self) -> list[Note]:
        """My projects, questions, goals, wins, next steps, struggles and free times."""
        return self._core.shelf.notes_of("")

    @property
    def clock(self) -> Callable[[], datetime]:
        """What gives the present local time."""
        return self._core.clock

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have `listener` called after each change, of this process or another; return what ends that."""
        self._core.listeners.append(listener)
        return lambda: self._core.listeners.remove(listener)

    def refresh(self) -> bool:
        """Take in what another process wrote, and say whether there was anything."""
        return self._core.store.refresh()

    def notices(self) -> list[str]:
        """Return what was found in the files and mended since this was asked last, a sentence each."""
        return self._core.store.notices()

    def warnings(self) -> list[str]:
        """Return what is wrong with the folder and not for us to mend, a sentence each."""
        return self._core.store.warnings()

    def tidy(self) -> None:
        """Do what is due in the files, in a moment when nobody waits."""
        self._core.store.tidy()

    def fill_demo(self) -> None:
        """Fill an empty journal with the demo. Raises `RapportError` where it is not empty."""
        if not self.is_empty:
            raise RapportError("The demo needs an empty journal, and yours has something in it.")
        from rapport_tui.journal.demo import fill_demo

        fill_demo(self._core, self.entries)

    def close(self) -> None:
        """Let go of the journal; everything is saved already."""
        self._core.store.close()
