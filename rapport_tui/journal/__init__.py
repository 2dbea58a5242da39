"""The façade: every read and every change of the program goes through `Journal`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rapport_tui.journal.context import JournalContext
from rapport_tui.model.errors import RapportError
from rapport_tui.model.relative_days import local_time
from rapport_tui.settings import Settings

if TYPE_CHECKING:
    from rapport_tui.journal.agenda import AgendaService
    from rapport_tui.journal.brief import BriefService
    from rapport_tui.journal.completion import CompletionService
    from rapport_tui.journal.composer import ComposerService
    from rapport_tui.journal.doors import DoorsService
    from rapport_tui.journal.duplicates import DuplicatesService
    from rapport_tui.journal.entries import EntriesService
    from rapport_tui.journal.groups import GroupsService
    from rapport_tui.journal.history import History
    from rapport_tui.journal.inbox import InboxService
    from rapport_tui.journal.insights import InsightsService
    from rapport_tui.journal.line_reader import LineReader
    from rapport_tui.journal.mail_suggestions import MailSuggestions
    from rapport_tui.journal.maintenance import MaintenanceService
    from rapport_tui.journal.messages import MessagesService
    from rapport_tui.journal.mirror import MirrorService
    from rapport_tui.journal.notes import NotesService
    from rapport_tui.journal.people import PeopleService
    from rapport_tui.journal.received import ReceivedService
    from rapport_tui.journal.sync import SyncService
    from rapport_tui.journal.threads import ThreadsService
    from rapport_tui.journal.today import TodayService
    from rapport_tui.journal.transfer import TransferService
    from rapport_tui.journal.trends import TrendsService
    from rapport_tui.journal.wordings import WordingsService
    from rapport_tui.model.records import Note
    from rapport_tui.playbook.moves import Playbook
    from rapport_tui.playbook.wording_files import Words
    from rapport_tui.store import ChangeSet, UnsavedText

__all__ = ["Journal"]


def now() -> datetime:
    """Return the present local time."""
    return local_time(datetime.now(UTC))


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
        origin: str = "",
    ) -> None:
        """Name the journal in `folder`, which is made where it is missing when the journal is opened.

        `words` gives wordings of ready lines from a file beside the journal; it is asked when one is first wanted.
        `origin` is what the history calls this program; without one, this is a window of its own.
        """
        self._context = JournalContext(folder, settings or Settings(), clock, words, origin)

    def open(self) -> Journal:
        """Read the files, if they were not read yet. Raises `RapportError` where that can't be."""
        _ = self._context.store
        return self

    @property
    def is_open(self) -> bool:
        """Whether the files were read."""
        return self._context.is_open

    @cached_property
    def people(self) -> PeopleService:
        """Whom I know, and the ladder."""
        from rapport_tui.journal.people import PeopleService

        return PeopleService(self._context)

    @cached_property
    def entries(self) -> EntriesService:
        """The lines I wrote, and their notes."""
        from rapport_tui.journal.entries import EntriesService

        return EntriesService(self._context, self.people, self.lines)

    @cached_property
    def lines(self) -> LineReader:
        """What a line means before it is written."""
        from rapport_tui.journal.line_reader import LineReader

        return LineReader(self._context, self.people)

    @cached_property
    def groups(self) -> GroupsService:
        """People with a common name."""
        from rapport_tui.journal.groups import GroupsService

        return GroupsService(self._context, self.people)

    @cached_property
    def completion(self) -> CompletionService:
        """What fits what is typed of a line."""
        from rapport_tui.journal.completion import CompletionService

        return CompletionService(self._context, self.people)

    @cached_property
    def notes(self) -> NotesService:
        """Facts, threads and promises, each by itself."""
        from rapport_tui.journal.notes import NotesService

        return NotesService(self._context, self.people)

    @cached_property
    def threads(self) -> ThreadsService:
        """What is open with whom."""
        from rapport_tui.journal.threads import ThreadsService

        return ThreadsService(self._context, self.entries, self.notes)

    @cached_property
    def doors(self) -> DoorsService:
        """Doors that others opened, what came of them, and the thanks said."""
        from rapport_tui.journal.doors import DoorsService

        return DoorsService(self._context, self.entries, self.threads)

    @cached_property
    def drafts(self) -> UnsavedText:
        """What was typed and not saved yet."""
        from rapport_tui.store import UnsavedText

        return UnsavedText(self.folder)

    @cached_property
    def composer(self) -> ComposerService:
        """Moves, lines and messages."""
        from rapport_tui.journal.composer import ComposerService

        return ComposerService(self._context, self.people)

    @cached_property
    def messages(self) -> MessagesService:
        """Drafts, messages and what came of them."""
        from rapport_tui.journal.messages import MessagesService

        return MessagesService(self._context, self.people, self.entries)

    @cached_property
    def wordings(self) -> WordingsService:
        """The playbook in my own words."""
        from rapport_tui.journal.wordings import WordingsService

        return WordingsService(self._context)

    @cached_property
    def briefs(self) -> BriefService:
        """What is good to know before a meeting."""
        from rapport_tui.journal.brief import BriefService

        return BriefService(self._context, self.people, self.entries, self.composer, self.doors)

    @cached_property
    def agenda(self) -> AgendaService:
        """The day’s meetings."""
        from rapport_tui.journal.agenda import AgendaService

        return AgendaService(self._context)

    @cached_property
    def today(self) -> TodayService:
        """The plan of the present day."""
        from rapport_tui.journal.today import TodayService

        return TodayService(self._context, self.people, self.entries, self.composer, self.agenda)

    @cached_property
    def insights(self) -> InsightsService:
        """The journal in numbers, and the week in review."""
        from rapport_tui.journal.insights import InsightsService

        return InsightsService(self._context, self.people, self.composer)

    @cached_property
    def trends(self) -> TrendsService:
        """What only a long journal can tell."""
        from rapport_tui.journal.trends import TrendsService

        return TrendsService(self._context)

    @cached_property
    def transfer(self) -> TransferService:
        """Address books in, exports out."""
        from rapport_tui.journal.transfer import TransferService

        return TransferService(self._context, self.people)

    @cached_property
    def received(self) -> ReceivedService:
        """Lines from a phone."""
        from rapport_tui.journal.received import ReceivedService

        return ReceivedService(self._context, self.entries, self.lines)

    @cached_property
    def suggestions(self) -> MailSuggestions:
        """Whom I wrote to without a line about it."""
        from rapport_tui.journal.mail_suggestions import MailSuggestions

        return MailSuggestions(self._context)

    @cached_property
    def mirror(self) -> MirrorService:
        """A folder of Markdown pages that follows the journal."""
        from rapport_tui.journal.mirror import MirrorService

        return MirrorService(self._context, self.transfer)

    @cached_property
    def inbox(self) -> InboxService:
        """How far the user is with the imported people."""
        from rapport_tui.journal.inbox import InboxService

        return InboxService(self._context)

    @cached_property
    def duplicates(self) -> DuplicatesService:
        """Who may be here twice."""
        from rapport_tui.journal.duplicates import DuplicatesService

        return DuplicatesService(self._context, self.people)

    @cached_property
    def maintenance(self) -> MaintenanceService:
        """Checks, copies, and the way back from one."""
        from rapport_tui.journal.maintenance import MaintenanceService

        return MaintenanceService(self._context)

    @cached_property
    def sync(self) -> SyncService:
        """The journal on several machines."""
        from rapport_tui.journal.sync import SyncService

        return SyncService(self._context, self.duplicates)

    @property
    def is_shared(self) -> bool:
        """Whether the journal is shared with other machines. This imports nothing."""
        return bool(self._context.store.docs["sync"])

    @property
    def folder(self) -> Path:
        """Where the journal is kept."""
        return self._context.store.folder

    @property
    def history(self) -> History:
        """What was done, and the way back."""
        return self._context.history

    @property
    def playbook(self) -> Playbook:
        """The ladder and the moves."""
        return self._context.playbook

    @property
    def settings(self) -> Settings:
        """What the user chose."""
        return self._context.settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._context.settings = settings

    @property
    def day(self) -> date:
        """The present local day."""
        return self._context.today

    @property
    def has_saved(self) -> bool:
        """Whether this process changed the journal."""
        return self.is_open and self._context.store.has_saved

    @property
    def version(self) -> int:
        """A number that goes up with each change."""
        return self._context.cache.version

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody and nothing in the journal yet."""
        return not len(self._context.cache.people) and not len(self._context.cache.entries)

    @property
    def notes_about_me(self) -> list[Note]:
        """My projects, questions, goals, wins, next steps, struggles and free times."""
        return self._context.cache.notes_of("")

    @property
    def clock(self) -> Callable[[], datetime]:
        """What gives the present local time."""
        return self._context.clock

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have `listener` called after each change, of this process or another; return what ends that."""

        def observer(_: ChangeSet) -> None:
            listener()

        self._context.observers.append(observer)
        return lambda: self._context.observers.remove(observer)

    def refresh(self) -> bool:
        """Take in what another process wrote, and say whether there was anything."""
        return self._context.store.refresh()

    def notices(self) -> list[str]:
        """Return what was found in the files since this was asked last, mended or not to be used, a sentence each."""
        doubts, self._context.doubts = self._context.doubts, []
        return [*(self._context.store.notices() if self.is_open else ()), *doubts]

    def warnings(self) -> list[str]:
        """Return what is wrong with the folder and not for us to mend, a sentence each."""
        return self._context.store.warnings()

    def tidy(self) -> None:
        """Do what is due in the files, in a moment when nobody waits."""
        self._context.store.tidy()

    def fill_demo(self) -> None:
        """Fill an empty journal with the demo. Raises `RapportError` where it is not empty."""
        if not self.is_empty:
            raise RapportError("The demo needs an empty journal, and yours has something in it.")
        from rapport_tui.journal.demo import fill_demo

        fill_demo(self._context, self.lines)

    def close(self) -> None:
        """Let go of the journal; everything is saved already."""
        if self.is_open:
            self._context.store.close()
