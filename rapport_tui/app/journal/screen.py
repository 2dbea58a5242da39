"""The journal: a calendar of talks, and every line ever written, newest day first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import getters, on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.entry_actions import delete_entry, edit_entry
from rapport_tui.app.dialogs.person_picker import PersonPicker
from rapport_tui.app.journal.month_calendar import MonthCalendar
from rapport_tui.app.messages import ShowPerson
from rapport_tui.app.person_pane import PersonPane
from rapport_tui.app.query_screen import QueryScreen
from rapport_tui.app.row_builders import entry_rows, memory_row, person_row
from rapport_tui.app.tab_screen import ScreenPlace
from rapport_tui.app.widgets.changed_rows import ChangedRows
from rapport_tui.app.widgets.rows import Row, RowList
from rapport_tui.journal.entry_search import SearchResult
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Person
from rapport_tui.model.relative_days import full_day
from rapport_tui.model.wording import counted

MORE_LINES: Final = 200
MOST_LINES: Final = 800
_READ_AT_ONCE: Final = 1_000
"""The number of entries read at a time for the first query."""
_EMPTY: Final = "No line yet. Press {write} and write one about a talk."


class EntryList(ChangedRows):
    """A stretch of a long list: it tells when its end comes near, and leaves to others where the whole one ends."""

    @dataclass
    class Neared(Message):
        """The user came near the bottom (1) or the top (-1) of what is laid out."""

        by: int

    @dataclass
    class EndWanted(Message):
        """The user wants to see the first (-1) or the last (1) of all rows."""

        by: int

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell in time that there should be more rows."""
        super().watch_scroll_y(old_value, new_value)
        height = self.scrollable_content_region.height
        if new_value > old_value and new_value + 2 * height >= self.virtual_size.height:
            self.post_message(self.Neared(1))
        elif new_value < old_value and new_value <= height:
            self.post_message(self.Neared(-1))

    def action_edge(self, by: int) -> None:
        """Leave it to the screen to lay out the end."""
        self.post_message(self.EndWanted(by))


class JournalScreen(QueryScreen):
    """Read, find, edit and delete lines, and say who they are about."""

    calendar = getters.query_one(MonthCalendar)
    rows = getters.query_one("#entries", EntryList)
    person_pane = getters.query_one(PersonPane)
    NAME = "journal"
    AUTO_FOCUS = "#entries"
    CSS_PATH = "journal.tcss"
    QUERY_HINT = "words, with:priya, #topic, kind:owe, since:2w, on:yesterday, -word …"
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "journal.edit": "edit",
            "journal.delete": "delete",
            "journal.link": "link",
            "journal.brief": "brief",
            "journal.today": "today",
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self._found: SearchResult | None = None
        self._asked = ""
        self._stretch = (0, 0)
        self._rows: dict[str, Row] = {}
        self._rows_of: tuple[object, ...] = ()
        self._threads = 0

    def compose_content(self) -> Iterator[Widget]:
        """Yield the calendar, what was on this day, the person in the line at the cursor, and the lines."""
        with Horizontal():
            with Vertical(id="side"):
                yield MonthCalendar(self.journal.day, id="calendar")
                yield Static(id="side-note")
                yield Static(Content("On this day"), id="memories-title", classes="heading")
                yield RowList(id="memories", wrap=True)
                yield PersonPane(links=False, id="about")
            yield EntryList(id="entries", wrap=True, empty=Content(self.context.with_keys(_EMPTY)))

    def settle(self) -> None:
        """Prepare for the first search once the screen is there."""
        super().settle()
        self.read_ahead()

    def prepare_query(self) -> bool:
        """Read some more entries, and return whether all are read."""
        return self.journal.entries.prepare_to_find(_READ_AT_ONCE)

    def focus_content(self) -> None:
        """Put the focus on the lines."""
        self.query_one("#entries").focus()

    def show(self) -> None:
        """Show the lines that match the query: the newest of them for another query, else where the user is."""
        found = self.journal.entries.find(self.query_text)
        is_change = self._rows_of != (now := self._version()) and self.query_text == self._asked
        if self._rows_of != now:
            self._rows_of = now
            self._rows.clear()
            self._threads = len(self.journal.threads.open())
            self._remember()
        if self._found is None or self.query_text != self._asked:
            self._stretch = (max(len(found) - self.size.height, 0), len(found))
        else:
            first, last = self._stretch
            end = len(found) if last >= len(self._found) else min(last, len(found))
            self._stretch = (max(min(first, end - self.size.height), 0), end)
        self._found, self._asked = found, self.query_text
        self.rows.empty = Content(
            "No line matches. Escape in the query line shows all of them."
            if self.query_text.strip()
            else self.context.with_keys(_EMPTY)
        )
        self._lay_out(is_change=is_change)
        self.calendar.show(found.days, today=self.journal.day)
        self.query_one("#side-note", Static).update(self._summary(found), layout=False)
        self._show_person()

    def on_resize(self) -> None:
        """Show the person in the line at the cursor, who was not followed where the terminal had no place for it."""
        self.person_pane.follow(self._show_person)

    @property
    def person_at_hand(self) -> Person | None:
        """The first person in the line at the cursor."""
        people = self._people_at_hand
        return people[0] if people else None

    def go_to(self, uid: str) -> None:
        """Show an entry; a query that hides it is cleared."""
        entry = self.journal.entries.get(uid)
        if self._found is None or self._found.place_of(entry.day, uid) < 0:
            self.action_leave_query()
            self.show_safely()
        assert self._found is not None
        self._show_around(self._found.place_of(entry.day, uid))
        self.rows.go_to(uid)
        self.focus_content()

    def return_to(self, place: ScreenPlace) -> None:
        """Return to the line, which may be far from the newest."""
        with suppress(RapportError):  # the line may be gone
            self.go_to(place.cursors.get("entries", ""))
        super().return_to(place)

    def action_edit(self) -> None:
        """Edit the line at the cursor."""
        if uid := self.rows.cursor_key:
            edit_entry(self.context, uid)

    def action_delete(self) -> None:
        """Delete the line at the cursor."""
        if uid := self.rows.cursor_key:
            delete_entry(self.context, uid)

    def action_link(self) -> None:
        """Ask for a person, and have the line be about them, or no longer."""
        uid = self.rows.cursor_key
        if uid is None:
            return
        linked = self.journal.entries.get(uid).people
        known = sorted(self.journal.people.search(), key=lambda summary: summary.person.uid not in linked)
        rows = [person_row(summary, self.journal.day, ticked=summary.person.uid in linked) for summary in known]

        def turn(person: str | None) -> None:
            if person:
                entries = self.journal.entries
                self.attempt(lambda: (entries.unlink if person in linked else entries.link)(uid, person))

        self.app.push_screen(
            PersonPicker("Who is this line about? ● marks those on it; choosing one takes them off", rows), turn
        )

    def action_brief(self) -> None:
        """Show the page of the person in the line at the cursor; of several, ask which."""
        people = self._people_at_hand
        if len(people) == 1:
            self.app.post_message(ShowPerson(people[0].uid))
        elif people:
            rows = [person_row(self.journal.people.summary(person.uid), self.journal.day) for person in people]
            self.app.push_screen(PersonPicker("Who do you want to read about?", rows), self._read_about)

    def _read_about(self, uid: str | None) -> None:
        if uid:
            self.app.post_message(ShowPerson(uid))

    def action_today(self) -> None:
        """Go to today in the calendar."""
        self.calendar.action_today()

    @on(RowList.Chosen, "#entries")
    def _chosen(self, event: RowList.Chosen) -> None:
        edit_entry(self.context, event.key)

    @on(RowList.Chosen, "#memories")
    def _memory_chosen(self, event: RowList.Chosen) -> None:
        self.attempt(lambda: self.go_to(event.key))

    @on(RowList.Highlighted, "#entries")
    def _highlighted(self, event: RowList.Highlighted) -> None:
        if self.focused is event.rows:
            with suppress(RapportError):  # the line may be gone by now
                self.calendar.show(day=self.journal.entries.get(event.key).day)
            self.person_pane.follow(self._show_person)

    @on(EntryList.Neared)
    def _neared(self, event: EntryList.Neared) -> None:
        """Lay out more lines; those at the other end go, unless the cursor is among them."""
        if self._found is None:
            return
        first, last = self._stretch
        wider = (
            (max(first - MORE_LINES, 0), last) if event.by > 0 else (first, min(last + MORE_LINES, len(self._found)))
        )
        if wider == self._stretch:
            return
        start, end = wider
        kept = (start, min(end, start + MOST_LINES)) if event.by > 0 else (max(start, end - MOST_LINES), end)
        cursor = self.rows.cursor_key
        keeps = any(entry.uid == cursor for entry in self._found[slice(*kept)])
        self._stretch = kept if keeps else wider
        self._lay_out()

    @on(EntryList.EndWanted)
    def _end_wanted(self, event: EntryList.EndWanted) -> None:
        if self._found:
            self._show_around(0 if event.by > 0 else len(self._found) - 1)
            rows = [row for row in self.rows.rows if row.selectable]
            self.rows.go_to(rows[-1 if event.by > 0 else 0].key)

    @on(MonthCalendar.DayChosen)
    def _day_chosen(self, event: MonthCalendar.DayChosen) -> None:
        place = self._found.place_of(event.day) if self._found else 0
        if self._found and place < len(self._found) and self._found[place].day == event.day:
            self._show_around(place)
            self.rows.go_to(self._found[place].uid)
            self.say("")
        else:
            self.say(f"Nothing was written on {full_day(event.day)}.")

    @property
    def _people_at_hand(self) -> list[Person]:
        uid = self.rows.cursor_key
        people: tuple[str, ...] = ()
        with suppress(RapportError):  # the line may be gone by now
            people = self.journal.entries.get(uid).people if uid else ()
        return [person for one in people if (person := self.journal.people.get_or_none(one))]

    def _show_person(self) -> None:
        if self.journal.is_open and self.query("#entries"):  # none while the app ends
            self.person_pane.show(self.journal, self.person_at_hand)

    def _show_around(self, place: int) -> None:
        """Lay out the lines around a place, unless it is laid out already."""
        assert self._found is not None
        first, last = self._stretch
        if not first <= place < last:
            half = MORE_LINES // 2
            self._stretch = (max(place - half, 0), min(place + half, len(self._found)))
            self._lay_out()

    def _lay_out(self, *, is_change: bool = False) -> None:
        assert self._found is not None
        rows = list(entry_rows(self.journal, self._found[slice(*self._stretch)], self._rows))
        self.rows.show(rows, self._found.words, is_change=is_change)

    def _remember(self) -> None:
        memories = self.journal.entries.on_this_day()
        self.query_one("#memories", RowList).show([memory_row(self.journal, entry) for entry in memories])
        for widget in ("#memories", "#memories-title"):
            self.query_one(widget).display = bool(memories)

    def _summary(self, found: SearchResult) -> Content:
        told = counted(len(found), "line")
        if not self.query_text.strip():
            told += f" on {counted(len(found.days), 'day')}"
        threads = counted(self._threads, "thread")
        return self.context.styled_keys(f"{told}\n{{threads}} {threads} open" if self._threads else told)
