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
    from rapport_tui.journal.feed_checks import FeedChecks
    from rapport_tui.journal.groups import GroupsService
    from rapport_tui.journal.history import History
    from rapport_tui.journal.inbox import InboxService
    from rapport_tui.journal.insights import InsightsService
    from rapport_tui.journal.line_reader import LineReader
    from rapport_tui.journal.mail_suggestions import MailSuggestions
    from rapport_tui.journal.maintenance import MaintenanceService
    from rapport_tui.journal.meeting_lines import MeetingLines
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
    """The journal, with one service for each area. Each change is an action that can be undone; reads use memory.

    The files are read by `open`, or on first access, and a service is imported on first access: commands and frames do
    not pay for services they do not use. `clock` returns the present local time, so that tests can freeze it.
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
        """Create the journal object for `folder`; the folder is created, if missing, when the journal is opened.

        `words` returns wordings of ready lines from a file beside the journal; it is called on first use. `origin` is
        the name of this program in the history; the default is a unique name for this window.
        """
        self._context = JournalContext(folder, settings or Settings(), clock, words, origin)

    def open(self) -> Journal:
        """Read the files if they were not read yet. Raises `RapportError` if that fails."""
        _ = self._context.store
        return self

    def copy(self) -> Journal:
        """Return a copy in memory to use in another thread, for dry runs; nothing done to it is saved."""
        copy = Journal(self.folder)
        copy._context = self._context.copy()
        return copy

    @property
    def is_open(self) -> bool:
        """Return whether the files were read."""
        return self._context.is_open

    @cached_property
    def people(self) -> PeopleService:
        """The people and the ladder."""
        from rapport_tui.journal.people import PeopleService

        return PeopleService(self._context)

    @cached_property
    def entries(self) -> EntriesService:
        """The entries and their notes."""
        from rapport_tui.journal.entries import EntriesService

        return EntriesService(self._context, self.people, self.lines)

    @cached_property
    def lines(self) -> LineReader:
        """The parser of lines before they are written."""
        from rapport_tui.journal.line_reader import LineReader

        return LineReader(self._context, self.people)

    @cached_property
    def groups(self) -> GroupsService:
        """The groups of people."""
        from rapport_tui.journal.groups import GroupsService

        return GroupsService(self._context, self.people)

    @cached_property
    def completion(self) -> CompletionService:
        """The completion of lines."""
        from rapport_tui.journal.completion import CompletionService

        return CompletionService(self._context, self.people)

    @cached_property
    def notes(self) -> NotesService:
        """The single notes: facts, threads and promises."""
        from rapport_tui.journal.notes import NotesService

        return NotesService(self._context, self.people)

    @cached_property
    def threads(self) -> ThreadsService:
        """The open threads and promises."""
        from rapport_tui.journal.threads import ThreadsService

        return ThreadsService(self._context, self.entries, self.notes)

    @cached_property
    def doors(self) -> DoorsService:
        """The doors that others opened, their outcomes, and the thanks said."""
        from rapport_tui.journal.doors import DoorsService

        return DoorsService(self._context, self.entries, self.threads)

    @cached_property
    def drafts(self) -> UnsavedText:
        """The text that was typed and not saved yet."""
        from rapport_tui.store import UnsavedText

        return UnsavedText(self.folder)

    @cached_property
    def composer(self) -> ComposerService:
        """The moves, lines and messages."""
        from rapport_tui.journal.composer import ComposerService

        return ComposerService(self._context, self.people)

    @cached_property
    def messages(self) -> MessagesService:
        """The drafts, sent messages and outcomes."""
        from rapport_tui.journal.messages import MessagesService

        return MessagesService(self._context, self.people, self.entries)

    @cached_property
    def wordings(self) -> WordingsService:
        """The user's own wordings of the playbook."""
        from rapport_tui.journal.wordings import WordingsService

        return WordingsService(self._context)

    @cached_property
    def briefs(self) -> BriefService:
        """The briefs before a meeting."""
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
    def meeting_lines(self) -> MeetingLines:
        """The line proposed about the meeting that has just ended."""
        from rapport_tui.journal.meeting_lines import MeetingLines

        return MeetingLines(self._context, self.people, self.entries, self.agenda)

    @cached_property
    def insights(self) -> InsightsService:
        """The statistics of the journal, and the weekly review."""
        from rapport_tui.journal.insights import InsightsService

        return InsightsService(self._context, self.people, self.composer)

    @cached_property
    def trends(self) -> TrendsService:
        """The statistics of a long journal."""
        from rapport_tui.journal.trends import TrendsService

        return TrendsService(self._context)

    @cached_property
    def transfer(self) -> TransferService:
        """The imports and exports."""
        from rapport_tui.journal.transfer import TransferService

        return TransferService(self._context, self.people)

    @cached_property
    def received(self) -> ReceivedService:
        """The lines from a phone."""
        from rapport_tui.journal.received import ReceivedService

        return ReceivedService(self._context, self.entries, self.lines)

    @cached_property
    def suggestions(self) -> MailSuggestions:
        """The suggestions of lines from sent mails."""
        from rapport_tui.journal.mail_suggestions import MailSuggestions

        return MailSuggestions(self._context)

    @cached_property
    def mirror(self) -> MirrorService:
        """The Markdown mirror."""
        from rapport_tui.journal.mirror import MirrorService

        return MirrorService(self._context, self.transfer)

    @cached_property
    def feeds(self) -> FeedChecks:
        """The checks of what comes in and goes out by itself."""
        from rapport_tui.journal.feed_checks import FeedChecks

        return FeedChecks(
            self._context,
            agenda=self.agenda,
            received=self.received,
            mirror=self.mirror,
            suggestions=self.suggestions,
            today=self.today,
        )

    @cached_property
    def inbox(self) -> InboxService:
        """The progress of the user with the imported people."""
        from rapport_tui.journal.inbox import InboxService

        return InboxService(self._context)

    @cached_property
    def duplicates(self) -> DuplicatesService:
        """The people who may be in the journal twice."""
        from rapport_tui.journal.duplicates import DuplicatesService

        return DuplicatesService(self._context, self.people)

    @cached_property
    def maintenance(self) -> MaintenanceService:
        """The checks, backups and restores."""
        from rapport_tui.journal.maintenance import MaintenanceService

        return MaintenanceService(self._context)

    @cached_property
    def sync(self) -> SyncService:
        """The sync with other machines."""
        from rapport_tui.journal.sync import SyncService

        return SyncService(self._context, self.duplicates)

    @property
    def is_shared(self) -> bool:
        """Return whether the journal is shared with other machines, without importing the sync."""
        return bool(self._context.store.docs["sync"])

    @property
    def folder(self) -> Path:
        """The folder of the journal."""
        return self._context.store.folder

    @property
    def history(self) -> History:
        """The history of actions, with undo and redo."""
        return self._context.history

    @property
    def playbook(self) -> Playbook:
        """The ladder and the moves."""
        return self._context.playbook

    @property
    def settings(self) -> Settings:
        """The settings of the user."""
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
        """Return whether this process changed the journal."""
        return self.is_open and self._context.store.has_saved

    @property
    def version(self) -> int:
        """A number that goes up with each change."""
        return self._context.cache.version

    @property
    def is_empty(self) -> bool:
        """Return whether the journal has no people and no other content yet."""
        return not len(self._context.cache.people) and not len(self._context.cache.entries)

    @property
    def notes_about_me(self) -> list[Note]:
        """My projects, questions, goals, wins, next steps, struggles and free times."""
        return self._context.cache.notes_of("")

    @property
    def clock(self) -> Callable[[], datetime]:
        """The function that returns the present local time."""
        return self._context.clock

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change, of this process or another; return a function that ends this."""

        def observer(_: ChangeSet) -> None:
            listener()

        self._context.observers.append(observer)
        return lambda: self._context.observers.remove(observer)

    def refresh(self) -> bool:
        """Read the changes of other processes, and return whether there were any."""
        return self._context.store.refresh()

    def notices(self) -> list[str]:
        """Return problems found in the files since the last call, repaired or not, one sentence each."""
        doubts, self._context.doubts = self._context.doubts, []
        return [*(self._context.store.notices() if self.is_open else ()), *doubts]

    def warnings(self) -> list[str]:
        """Return problems of the folder that the program can't repair, one sentence each."""
        return self._context.store.warnings()

    def tidy(self) -> None:
        """Do pending maintenance of the files. Call it when the program is idle."""
        self._context.store.tidy()

    def fill_demo(self) -> None:
        """Fill an empty journal with the demo. Raises `RapportError` if it is not empty."""
        if not self.is_empty:
            raise RapportError("The demo needs an empty journal, and yours has something in it.")
        from rapport_tui.journal.demo import fill_demo

        fill_demo(self._context, self.lines)

    def close(self) -> None:
        """Close the journal; everything is already saved."""
        if self.is_open:
            self._context.store.close()
