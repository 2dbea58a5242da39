"""Dry runs of what comes in and goes out by itself: what each feed in the settings would do now, in words."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from rapport_tui.journal.agenda import AgendaService
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.day_line import reminder_line
from rapport_tui.journal.mail_suggestions import MailSuggestions
from rapport_tui.journal.mirror import MirrorService
from rapport_tui.journal.received import ReceivedService
from rapport_tui.journal.today import TodayService
from rapport_tui.model.errors import RapportError
from rapport_tui.model.relative_days import near_day
from rapport_tui.model.wording import counted, listed
from rapport_tui.reminders import scheduler
from rapport_tui.user_files import user_path

FEEDS: Final = ("calendar", "calendars", "mail", "inbox", "inbox_done", "mirror", "reminder")
"""The feeds that can be checked: those of the settings, and the reminder."""
_DAYS: Final = 7
_MOST_NAMES: Final = 3


class FeedChecks:
    """The service that tries a feed without doing anything. Use it on a copy of the journal, in a thread."""

    def __init__(
        self,
        context: JournalContext,
        *,
        agenda: AgendaService,
        received: ReceivedService,
        mirror: MirrorService,
        suggestions: MailSuggestions,
        today: TodayService,
    ) -> None:
        self._context = context
        self._agenda = agenda
        self._received = received
        self._mirror = mirror
        self._suggestions = suggestions
        self._today = today

    def check(self, feed: str) -> str:
        """Return what one of `FEEDS` would do now. Raises `RapportError` with the reason why it can't."""
        checks = {
            "calendar": lambda: self._calendars([self._context.settings.calendar]),
            "calendars": lambda: self._calendars(self._context.settings.calendars),
            "mail": self._mail,
            "inbox": self._inbox,
            "inbox_done": self._inbox_done,
            "mirror": self._pages,
            "reminder": self._reminder,
        }
        return checks[feed]()

    def _calendars(self, sources: tuple[str, ...] | list[str]) -> str:
        sources = [source.strip() for source in sources if source.strip()]
        states, meetings = self._agenda.survey(sources, _DAYS)
        problems = [state.problem for state in states if state.problem]
        read = sum(state.read is not None for state in states)
        if not read:
            raise RapportError(" ".join(problems) or "No calendar is set.")
        known = sum(bool(meeting.people) for meeting in meetings)
        of_all = f"{read} of {counted(len(states), 'calendar')}" if read < len(states) else counted(read, "calendar")
        told = f"{of_all} read: {counted(len(meetings), 'meeting')} in the next {_DAYS} days, {known} with your people."
        return " ".join((told, *problems))

    def _mail(self) -> str:
        names = [one.name for one in self._suggestions.find()]
        if not names:
            return "Nobody would be proposed: everybody you wrote to has a line, or is not in your journal."
        return f"{counted(len(names), 'person', 'people')} would be proposed: {_some(names)}."

    def _inbox(self) -> str:
        report = self._received.run(dry_run=True)
        if not (count := len(report.taken) + len(report.waiting)):
            return f"The folder can be read; no new line is in it: {report.folder}"
        told = f"{counted(count, 'new line')} in the folder, {len(report.taken)} would be taken in."
        if report.waiting:
            first = report.waiting[0]
            told += f" “{first.text or first.file}” would wait: {first.reason}"
        return told

    def _inbox_done(self) -> str:
        folder = user_path(self._context.settings.inbox_done.strip())
        if folder.exists() and not folder.is_dir():
            raise RapportError(f"{folder} is not a folder. Name another one.")
        files = self._received.run(dry_run=True).complete
        is_new = "" if folder.exists() else ", which would be made"
        return f"{counted(files, 'file')} would be moved to {folder}{is_new}."

    def _pages(self) -> str:
        report = self._mirror.run(dry_run=True)
        told = f"{counted(report.pages, 'page')}, {report.written:,} would be written"
        told += f", {report.removed:,} deleted" if report.removed else ""
        if report.kept:
            told += f"; {len(report.kept):,} that you edited would stay: {_some(report.kept)}"
        plain = " They are plain text, although the journal is encrypted." if self._context.is_encrypted else ""
        return f"{told}.{plain}"

    def _reminder(self) -> str:
        system = scheduler()
        if not (schedule := system.installed()):
            return "No reminder is set. Set one with: rapport remind --install 08:30 --days mon-fri"
        with suppress(RapportError):  # the plan has openings for meetings; the calendar’s own check tells problems
            self._agenda.read("none")
        now = self._context.clock()
        coming = schedule.next_after(now)
        when = f"It comes at {schedule}, by {system.name}; next {near_day(coming.date(), now.date())}."
        line = reminder_line(self._today)
        return f"{when} Now it would say: {line}" if line else f"{when} Now it would stay quiet: nothing is open."


def _some(names: tuple[str, ...] | list[str]) -> str:
    """Return the first names as prose, with the number of the others."""
    more = len(names) - _MOST_NAMES
    return listed([*names[:_MOST_NAMES], f"{more:,} more"] if more > 0 else list(names))
