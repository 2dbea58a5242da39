"""The dialogs that open from every screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import ActiveBinding, BindingType

from rapport_tui.app import themes
from rapport_tui.app.bindings import bound
from rapport_tui.app.context import JournalApp
from rapport_tui.app.tab_screen import TabScreen
from rapport_tui.app.widgets.rows import Row, RowLine, StyledText
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Note, Person
from rapport_tui.model.relative_days import full_day

if TYPE_CHECKING:
    from rapport_tui.journal.entries import Logged


class DialogApp(JournalApp):
    """An app whose dialogs open from every screen."""

    BINDINGS: ClassVar[list[BindingType]] = bound(
        {"jump": "app.jump", "palette": "app.command_palette", "help": "app.help", "quit": "app.quit"}
    )

    def action_help(self) -> None:
        """Show the keys of the present screen, and run what is chosen there."""
        from rapport_tui.app.dialogs.help_dialog import HelpDialog

        def run(active: ActiveBinding | None) -> None:
            if active:
                self.call_later(self.run_action, active.binding.action, active.node)

        self.push_screen(HelpDialog(self.screen), run)

    def action_jump(self) -> None:
        """Lay a letter over everything one can go to, and go where the next one leads."""
        from rapport_tui.app.keys.jump_mode import JumpScreen, targets_of

        self.push_screen(JumpScreen(targets_of(self.screen)), lambda go: go() if go else None)

    def action_write(self) -> None:
        """Write a line in the journal."""
        from rapport_tui.app.dialogs.capture_dialog import CaptureDialog

        self.push_screen(CaptureDialog.to_log(self.journal))

    def action_threads(self) -> None:
        """Show what is open with everybody."""
        from rapport_tui.app.dialogs.threads_dialog import ThreadsDialog

        self.push_screen(ThreadsDialog())

    def action_before(self) -> None:
        """Show what is good to know before meeting the person at hand, or somebody to be chosen."""
        room = self.screen
        person = room.person_at_hand if isinstance(room, TabScreen) else None
        if person:
            self.before_meeting(person.uid)
            return
        from rapport_tui.app.dialogs.pick_dialog import PickDialog
        from rapport_tui.app.row_builders import person_row

        rows = [person_row(summary, self.journal.day) for summary in self.journal.people.search()]
        self.push_screen(PickDialog("Whom do you meet?", rows), lambda uid: self.before_meeting(uid) if uid else None)

    def before_meeting(self, uid: str) -> None:
        """Show what is good to know before meeting somebody."""
        from rapport_tui.app.dialogs.brief_dialog import BriefDialog

        self.push_screen(BriefDialog(self.journal.people.get(uid)))

    def action_review(self) -> None:
        """Look back over the week."""
        from rapport_tui.app.dialogs.review_dialog import ReviewDialog

        self.push_screen(ReviewDialog())

    def action_settings(self) -> None:
        """Show the settings."""
        from rapport_tui.app.dialogs.settings_dialog import SettingsDialog

        self.push_screen(SettingsDialog())

    def write_about(self, *people: Person, steps: Sequence[str] = ()) -> None:
        """Write a line that names people already, and tells of the stage changes called `steps`."""
        from rapport_tui.app.dialogs.capture_dialog import CaptureDialog

        self.push_screen(CaptureDialog.to_log(self.journal, people, steps=steps))

    def ask_what_closed(self, written: Sequence[Logged]) -> None:
        """Ask which open threads with the people of a line it closed; nothing where there were none."""
        if not written:
            return
        from rapport_tui.app.dialogs.threads_dialog import ClosedDialog

        entry = written[-1].entry
        notes = self.journal.threads.with_people(entry.people, except_from=entry.uid)
        if notes := [note for note in notes if note.made <= entry.day and note.entry not in _uids(written)]:
            self.push_screen(ClosedDialog(entry, notes))

    def close_note(self, note: Note) -> None:
        """Close a thread or a promise, asking for a line about it."""
        from rapport_tui.app.dialogs.threads_dialog import closing_dialog

        self.push_screen(closing_dialog(self.journal, note))

    def snooze(self, person: Person) -> None:
        """Ask until when a person is to be left in peace, and leave them out of Today until then."""
        from rapport_tui.app.dialogs.days_dialog import DaysDialog, DaySpan

        def snooze(days: DaySpan | None) -> None:
            if days is None:
                return
            try:
                self.journal.people.snooze(person.uid, days.last)
            except RapportError as error:
                self.notify_error(error)
            else:
                self.notify_text(
                    f"{person.name} is left in peace until {full_day(days.last)}. {self.key('undo')} takes it back."
                )

        from rapport_tui.capture.dates import parse_span

        day = self.journal.day
        spans = ((word, parse_span(short)) for word, short in (("1 week", "1w"), ("1 month", "1m"), ("3 months", "3m")))
        offered = [(word, day + span) for word, span in spans if span]
        self.push_screen(DaysDialog(f"Leave {person.name} in peace until", offered), snooze)

    def edit_entry(self, uid: str) -> None:
        """Ask for the whole line of an entry, and write it anew."""
        from rapport_tui.app.dialogs.capture_dialog import CaptureDialog, SaveResult

        def edit(text: str, chosen: Mapping[str, str]) -> SaveResult:
            self.journal.entries.edit(uid, text, chosen=chosen)
            return SaveResult(f"Changed. {self.key('undo')} takes it back.")

        try:
            line = self.journal.entries.line(self.journal.entries.get(uid))
        except RapportError as error:
            self.notify_error(error)
            return
        self.push_screen(CaptureDialog("Edit the line", edit, draft=f"edit:{uid}", initial=line, alone=True))

    def delete_entry(self, uid: str) -> None:
        """Delete an entry; undo brings it back."""
        try:
            self.journal.entries.delete([uid])
        except RapportError as error:
            self.notify_error(error)
        else:
            self.notify_text(f"Deleted. {self.key('undo')} brings it back.")

    def choose_theme(self) -> None:
        """Ask for a theme, and keep it."""
        from rapport_tui.app.dialogs.pick_dialog import PickDialog

        own = {theme.name for theme in themes.OWN_THEMES}
        names = sorted(self.available_themes, key=lambda name: (name not in own, name))
        rows = [Row(name, (RowLine((StyledText(name),)),)) for name in names]
        self.push_screen(PickDialog("Which colours?", rows), self._take_theme)

    def _take_theme(self, name: str | None) -> None:
        if name:
            self.theme = name
            try:
                self.change_setting("theme", name)
            except RapportError as error:
                self.notify_error(error)


def _uids(written: Sequence[Logged]) -> set[str]:
    return {logged.entry.uid for logged in written}
