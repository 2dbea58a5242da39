"""The journal: a calendar of talks, and every line ever written, newest day first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.looks import entry_rows
from rapport_tui.app.screens.room import Room
from rapport_tui.app.widgets.calendar import MonthCalendar
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.model.ages import full_day
from rapport_tui.model.records import Person


class JournalRoom(Room):
    """Read, find, edit and delete lines."""

    NAME = "journal"
    CSS_PATH = "journal.tcss"
    QUERY_HINT = "words, with:priya, #topic, kind:owe, since:2w, on:yesterday, -word …"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "edit", id="journal.edit", tooltip="Edit this line"),
        Binding("d", "delete", "delete", id="journal.delete", tooltip="Delete this line (u brings it back)"),
        Binding("i", "brief", "person", id="journal.brief", tooltip="Read about whom this line names"),
        Binding("T", "today", "today", id="journal.today", tooltip="Go to today in the calendar"),
    ]

    def compose_room(self) -> Iterator[Widget]:
        """Yield the calendar and the lines."""
        with Horizontal():
            with Vertical(id="side"):
                yield MonthCalendar(self.journal.day, id="calendar")
                yield Static(id="side-note")
            yield RowList(id="entries", wrap=True, empty=Content("No line yet. Press n and write one about a talk."))

    def on_mount(self) -> None:
        """Start on the lines."""
        super().on_mount()
        self.focus_content()

    def focus_content(self) -> None:
        """Put the focus on the lines."""
        self.query_one("#entries").focus()

    def show(self) -> None:
        """Show the lines that match the query."""
        query = self.journal.people.query(self.query_text)
        found = self.journal.entries.search(self.query_text)
        entries = self.query_one("#entries", RowList)
        entries.empty = Content(
            "No line matches. Escape in the query line shows all of them."
            if self.query_text.strip()
            else "No line yet. Press n and write one about a talk."
        )
        entries.show(list(entry_rows(self.journal, found)), words=query.words)
        self.query_one(MonthCalendar).show(Counter(entry.day for entry in found), today=self.journal.day)
        lines = "1 line" if len(found) == 1 else f"{len(found)} lines"
        self.query_one("#side-note", Static).update(Content(f"{lines} on {len({e.day for e in found})} days"))

    @property
    def person_at_hand(self) -> Person | None:
        """Whom the line at the cursor names first."""
        uid = self.query_one("#entries", RowList).cursor_key
        people = self.journal.entries.get(uid).people if uid else ()
        return self.journal.people.found(people[0]) if people else None

    def go_to(self, uid: str) -> None:
        """Show an entry; a query that hides it is cleared."""
        if not self.query_one("#entries", RowList).go_to(uid):
            self.action_leave_query()
            self.query_one("#entries", RowList).go_to(uid)

    def action_edit(self) -> None:
        """Edit the line at the cursor."""
        if uid := self.query_one("#entries", RowList).cursor_key:
            self.rapport.edit_entry(uid)

    def action_delete(self) -> None:
        """Delete the line at the cursor."""
        if uid := self.query_one("#entries", RowList).cursor_key:
            self.rapport.delete_entry(uid)

    def action_brief(self) -> None:
        """Read about whom the line at the cursor names."""
        if uid := self.query_one("#entries", RowList).cursor_key:
            people = self.journal.entries.get(uid).people
            if people:
                self.rapport.show_person(people[0])

    def action_today(self) -> None:
        """Go to today in the calendar."""
        self.query_one(MonthCalendar).action_today()

    @on(RowList.Chosen, "#entries")
    def _chosen(self, event: RowList.Chosen) -> None:
        self.rapport.edit_entry(event.key)

    @on(RowList.Highlighted, "#entries")
    def _highlighted(self, event: RowList.Highlighted) -> None:
        if self.focused is event.rows:
            self.query_one(MonthCalendar).show(day=self.journal.entries.get(event.key).day)

    @on(MonthCalendar.DayChosen)
    def _day_chosen(self, event: MonthCalendar.DayChosen) -> None:
        entries = self.journal.entries.on(event.day)
        if entries:
            self.query_one("#entries", RowList).go_to(entries[0].uid)
            self.say("")
        else:
            self.say(f"Nothing was written on {full_day(event.day)}.")
