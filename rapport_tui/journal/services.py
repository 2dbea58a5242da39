"""The services of the journal, each imported and created on first use."""

from __future__ import annotations

from functools import cached_property

from rapport_tui.journal import deferred
from rapport_tui.journal.context import JournalContext


class JournalServices:
    """The services by name. Commands and frames do not pay for those that they do not use."""

    _context: JournalContext

    @cached_property
    def people(self) -> deferred.people.PeopleService:
        """The people and the ladder."""
        return deferred.people.PeopleService(self._context)

    @cached_property
    def entries(self) -> deferred.entries.EntriesService:
        """The entries and their notes."""
        return deferred.entries.EntriesService(self._context, self.people, self.lines)

    @cached_property
    def lines(self) -> deferred.line_reader.LineReader:
        """The parser of lines before they are written."""
        return deferred.line_reader.LineReader(self._context, self.people)

    @cached_property
    def groups(self) -> deferred.groups.GroupsService:
        """The groups of people."""
        return deferred.groups.GroupsService(self._context, self.people)

    @cached_property
    def completion(self) -> deferred.completion.CompletionService:
        """The completion of lines."""
        return deferred.completion.CompletionService(self._context, self.people)

    @cached_property
    def notes(self) -> deferred.notes.NotesService:
        """The single notes: facts, threads and promises."""
        return deferred.notes.NotesService(self._context, self.people)

    @cached_property
    def threads(self) -> deferred.threads.ThreadsService:
        """The open threads and promises."""
        return deferred.threads.ThreadsService(self._context, self.entries, self.notes)

    @cached_property
    def doors(self) -> deferred.doors.DoorsService:
        """The doors that others opened, their outcomes, and the thanks said."""
        return deferred.doors.DoorsService(self._context, self.entries, self.threads)

    @cached_property
    def composer(self) -> deferred.composer.ComposerService:
        """The moves, lines and messages."""
        return deferred.composer.ComposerService(self._context, self.people, lambda: self.entries)

    @cached_property
    def messages(self) -> deferred.messages.MessagesService:
        """The drafts, sent messages and outcomes."""
        return deferred.messages.MessagesService(self._context, self.people, self.entries)

    @cached_property
    def wordings(self) -> deferred.wordings.WordingsService:
        """The user's own wordings of the playbook."""
        return deferred.wordings.WordingsService(self._context)

    @cached_property
    def briefs(self) -> deferred.brief.BriefService:
        """The briefs before a meeting."""
        return deferred.brief.BriefService(self._context, self.people, self.entries, self.composer, self.doors)

    @cached_property
    def agenda(self) -> deferred.agenda.AgendaService:
        """The day’s meetings."""
        return deferred.agenda.AgendaService(self._context)

    @cached_property
    def today(self) -> deferred.today.TodayService:
        """The plan of the present day."""
        return deferred.today.TodayService(self._context, self.people, lambda: self.entries, self.composer, self.agenda)

    @cached_property
    def meeting_lines(self) -> deferred.meeting_lines.MeetingLines:
        """The line proposed about the meeting that has just ended."""
        return deferred.meeting_lines.MeetingLines(self._context, self.people, lambda: self.entries, self.agenda)

    @cached_property
    def insights(self) -> deferred.insights.InsightsService:
        """The statistics of the journal, and the weekly review."""
        return deferred.insights.InsightsService(self._context, self.people, self.composer)

    @cached_property
    def trends(self) -> deferred.trends.TrendsService:
        """The statistics of a long journal."""
        return deferred.trends.TrendsService(self._context)

    @cached_property
    def transfer(self) -> deferred.transfer.TransferService:
        """The imports and exports."""
        return deferred.transfer.TransferService(self._context, self.people)

    @cached_property
    def received(self) -> deferred.received.ReceivedService:
        """The lines from a phone."""
        return deferred.received.ReceivedService(self._context, self.entries, self.lines)

    @cached_property
    def suggestions(self) -> deferred.mail_suggestions.MailSuggestions:
        """The suggestions of lines from sent mails."""
        return deferred.mail_suggestions.MailSuggestions(self._context)

    @cached_property
    def mirror(self) -> deferred.mirror.MirrorService:
        """The Markdown mirror."""
        return deferred.mirror.MirrorService(self._context, self.transfer)

    @cached_property
    def feeds(self) -> deferred.feed_checks.FeedChecks:
        """The checks of what comes in and goes out by itself."""
        return deferred.feed_checks.FeedChecks(
            self._context,
            agenda=self.agenda,
            received=self.received,
            mirror=self.mirror,
            suggestions=self.suggestions,
            today=self.today,
        )

    @cached_property
    def inbox(self) -> deferred.inbox.InboxService:
        """The progress of the user with the imported people."""
        return deferred.inbox.InboxService(self._context)

    @cached_property
    def duplicates(self) -> deferred.duplicates.DuplicatesService:
        """The people who may be in the journal twice."""
        return deferred.duplicates.DuplicatesService(self._context, self.people)

    @cached_property
    def maintenance(self) -> deferred.maintenance.MaintenanceService:
        """The checks, backups and restores."""
        return deferred.maintenance.MaintenanceService(self._context)

    @cached_property
    def sync(self) -> deferred.sync.SyncService:
        """The sync with other machines."""
        return deferred.sync.SyncService(self._context, self.duplicates)

    @cached_property
    def captured(self) -> deferred.captured.CapturedService:
        """The lines that were written while the journal was locked."""
        return deferred.captured.CapturedService(self._context, self.entries, self.lines)
