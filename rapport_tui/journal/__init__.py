"""The façade: every read and every change of the program goes through `Journal`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rapport_tui.journal.core import Core
from rapport_tui.model.errors import RapportError
from rapport_tui.settings import Settings

if TYPE_CHECKING:
    from rapport_tui.journal.agenda import Agenda
    from rapport_tui.journal.briefing import Briefing
    from rapport_tui.journal.completing import Completing
    from rapport_tui.journal.composer import Composer
    from rapport_tui.journal.duplicates import Duplicates
    from rapport_tui.journal.entries import Entries
    from rapport_tui.journal.history import History
    from rapport_tui.journal.insights import Insights
    from rapport_tui.journal.outbox import Outbox
    from rapport_tui.journal.people import People
    from rapport_tui.journal.threads import Threads
    from rapport_tui.journal.today import Today
    from rapport_tui.journal.transfer import Transfer
    from rapport_tui.journal.trends import Trends
    from rapport_tui.journal.upkeep import Upkeep
    from rapport_tui.journal.wordings import Wordings
    from rapport_tui.model.records import Note
    from rapport_tui.playbook.moves import Playbook
    from rapport_tui.playbook.wordings import Words
    from rapport_tui.store import Drafts

__all__ = ["Journal"]


def now() -> datetime:
    """Return the present local time."""
    return datetime.now().astimezone()


class Journal:
    """One journal, room by room. Each change is an action that can be undone; reads are of memory.

    The files are read by `open`, or when something in them is first asked for, and a room is imported when it is first
    gone to: what a command or a frame does not need costs it nothing. `clock` gives the present local time, so that
    tests can hold it still.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settings: Settings | None = None,
        clock: Callable[[], datetime] = now,
        words: Callable[[], Words | None] = lambda: None,
    ) -> None:
        """Name the journal in `folder`, which is made where it is missing when the journal is opened.

        `words` gives wordings of ready lines from a file beside the journal; it is asked when one is first wanted.
        """
        self._core = Core(folder, settings or Settings(), clock, words)

    def open(self) -> Journal:
        """Read the files, if they were not read yet. Raises `RapportError` where that can't be."""
        _ = self._core.store
        return self

    @property
    def is_open(self) -> bool:
        """Whether the files were read."""
        return self._core.is_open

    @cached_property
    def people(self) -> People:
        """Whom I know, and the ladder."""
        from rapport_tui.journal.people import People

        return People(self._core)

    @cached_property
    def entries(self) -> Entries:
        """The lines I wrote, and their notes."""
        from rapport_tui.journal.entries import Entries

        return Entries(self._core, self.people)

    @cached_property
    def completing(self) -> Completing:
        """What fits what is typed of a line."""
        from rapport_tui.journal.completing import Completing

        return Completing(self._core, self.people)

    @cached_property
    def threads(self) -> Threads:
        """What is open with whom."""
        from rapport_tui.journal.threads import Threads

        return Threads(self._core, self.entries)

    @cached_property
    def drafts(self) -> Drafts:
        """What was typed and not saved yet."""
        from rapport_tui.store import Drafts

        return Drafts(self.folder)

    @cached_property
    def composer(self) -> Composer:
        """Moves, lines and messages."""
        from rapport_tui.journal.composer import Composer

        return Composer(self._core, self.people)

    @cached_property
    def outbox(self) -> Outbox:
        """Drafts, messages and what came of them."""
        from rapport_tui.journal.outbox import Outbox

        return Outbox(self._core, self.people, self.entries)

    @cached_property
    def wordings(self) -> Wordings:
        """The playbook in my own words."""
        from rapport_tui.journal.wordings import Wordings

        return Wordings(self._core)

    @cached_property
    def briefing(self) -> Briefing:
        """What is good to know before a meeting."""
        from rapport_tui.journal.briefing import Briefing

        return Briefing(self._core, self.people, self.entries, self.composer)

    @cached_property
    def agenda(self) -> Agenda:
        """The day’s meetings."""
        from rapport_tui.journal.agenda import Agenda

        return Agenda(self._core)

    @cached_property
    def today(self) -> Today:
        """The plan of the present day."""
        from rapport_tui.journal.today import Today

        return Today(self._core, self.people, self.entries, self.composer, self.agenda)

    @cached_property
    def insights(self) -> Insights:
        """The journal in numbers, and the week in review."""
        from rapport_tui.journal.insights import Insights

        return Insights(self._core, self.people, self.composer)

    @cached_property
    def trends(self) -> Trends:
        """What only a long journal can tell."""
        from rapport_tui.journal.trends import Trends

        return Trends(self._core)

    @cached_property
    def transfer(self) -> Transfer:
        """Address books in, exports out."""
        from rapport_tui.journal.transfer import Transfer

        return Transfer(self._core, self.people)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Who may be here twice."""
        from rapport_tui.journal.duplicates import Duplicates

        return Duplicates(self._core, self.people)

    @cached_property
    def upkeep(self) -> Upkeep:
        """Checks, copies, and the way back from one."""
        from rapport_tui.journal.upkeep import Upkeep

        return Upkeep(self._core)

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
        return self._core.store.notices() if self.is_open else []

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
        if self.is_open:
            self._core.store.close()
