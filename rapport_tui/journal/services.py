"""The services of the journal, each imported and created on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from rapport_tui.journal.context import JournalContext

if TYPE_CHECKING:
    from rapport_tui.journal.agenda import AgendaService
    from rapport_tui.journal.brief import BriefService
    from rapport_tui.journal.captured import CapturedService
    from rapport_tui.journal.completion import CompletionService
    from rapport_tui.journal.composer import ComposerService
    from rapport_tui.journal.doors import DoorsService
    from rapport_tui.journal.duplicates import DuplicatesService
    from rapport_tui.journal.entries import EntriesService
    from rapport_tui.journal.feed_checks import FeedChecks
    from rapport_tui.journal.groups import GroupsService
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


class JournalServices:
    """The services by name. Commands and frames do not pay for those that they do not use."""

    _context: JournalContext

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
    def composer(self) -> ComposerService:
        """The moves, lines and messages."""
        from rapport_tui.journal.composer import ComposerService

        return ComposerService(self._context, self.people, lambda: self.entries)

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

        return TodayService(self._context, self.people, lambda: self.entries, self.composer, self.agenda)

    @cached_property
    def meeting_lines(self) -> MeetingLines:
        """The line proposed about the meeting that has just ended."""
        from rapport_tui.journal.meeting_lines import MeetingLines

        return MeetingLines(self._context, self.people, lambda: self.entries, self.agenda)

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

    @cached_property
    def captured(self) -> CapturedService:
        """The lines that were written while the journal was locked."""
        from rapport_tui.journal.captured import CapturedService

        return CapturedService(self._context, self.entries, self.lines)
