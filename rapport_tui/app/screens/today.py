"""Today: where I am, the short checklist, who to say hi again to, and what was written today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.dialogs.capture import CaptureDialog, noticed
from rapport_tui.app.looks import entry_row
from rapport_tui.app.screens.room import Room
from rapport_tui.app.widgets.chips import Chips
from rapport_tui.app.widgets.rows import Line, Row, RowList, Span
from rapport_tui.journal.today import Task, place_named
from rapport_tui.model.ages import short_age
from rapport_tui.model.records import PLACES

_BOX = {"open": "○", "done": "●", "skipped": "–"}


class Checklist(RowList):
    """A list whose keys are told in the footer: they are what the day is about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "tick", id="today.tick", tooltip="Tick it off, with a line about the talk"),
        Binding("enter", "choose", "how", id="today.unfold", tooltip="How to do it, with the ready lines"),
    ]


class TodayRoom(Room):
    """The five minutes of each morning."""

    NAME = "today"
    CSS_PATH = "today.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "skip", "skip", id="today.skip", tooltip="Not today: skip it, or take it up again"),
        Binding("c", "copy", "copy line", id="today.copy", tooltip="Copy the ready line"),
        Binding("o", "compose", "compose", id="today.compose", show=False, tooltip="Compose a line to this person"),
        Binding("w", "places", "where", id="today.places", tooltip="Say where you are today"),
        Binding("e", "edit", "edit", id="today.edit", show=False, tooltip="Edit the line at the cursor"),
        Binding("d", "delete", "delete", id="today.delete", show=False, tooltip="Delete the line at the cursor"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._unfolded: set[str] = set()
        self._tasks: dict[str, Task] = {}

    def compose_room(self) -> Iterator[Widget]:
        """Yield the places, the two halves of the checklist, and the day's lines."""
        with Horizontal(id="places-line"):
            yield Static(Content("Where you are"), id="places-label")
            yield Chips([(place, place.replace("-", " ")) for place in PLACES], id="places")
        with Horizontal(id="lists"):
            with Vertical(classes="part"):
                yield Static(Content("Break the silence"), classes="heading")
                yield Checklist(
                    id="openings",
                    wrap=True,
                    toggle_cells=1,
                    empty=Content("No opening for where you are. Press w to say where."),
                )
            with Vertical(classes="part"):
                yield Static(Content("Hi again"), classes="heading")
                yield Checklist(
                    id="again", wrap=True, toggle_cells=1, empty=Content("Nobody is waiting. Talk to whom you like.")
                )
        with Vertical(id="written"):
            yield Static(Content("Written today"), classes="heading")
            yield RowList(id="entries", wrap=True, empty=Content("Nothing yet. Press n and write a line about a talk."))

    def on_mount(self) -> None:
        """Start on the openings."""
        super().on_mount()
        self.query_one("#openings").focus()

    def show(self) -> None:
        """Show the plan and the day's lines."""
        plan = self.journal.today.plan()
        self._tasks = {task.item.id: task for task in plan}
        openings = [task for task in plan if task.person is None]
        again = [task for task in plan if task.person is not None]
        self.query_one("#openings", RowList).show([self._opening_row(task) for task in openings])
        rows = [self._person_row(task) for task in again]
        if plan and all(task.item.state != "open" for task in plan):
            rows.append(Row("all", (Line(), Line((Span("That’s all for today.", "success"),))), selectable=False))
        self.query_one("#again", RowList).show(rows)
        self._show_entries()
        self.query_one(Chips).chosen = frozenset(self.journal.today.day.places)

    def _show_entries(self) -> None:
        """Show the day's lines, and a new last one in any case."""
        listing, rows = self.query_one("#entries", RowList), self.journal.entries.on(self.journal.day)
        known = listing.rows[-1].key if listing.rows else ""
        listing.show([entry_row(self.journal, entry) for entry in rows])
        if rows and rows[-1].uid != known and self.focused is not listing:
            listing.go_to(rows[-1].uid)

    @property
    def task_at_cursor(self) -> Task | None:
        """The item at the cursor of the list that has the focus."""
        focused = self.focused
        if isinstance(focused, RowList) and focused.id != "entries" and focused.cursor_key:
            return self._tasks.get(focused.cursor_key)
        return None

    def action_tick(self) -> None:
        """Tick the item at the cursor off, asking about the talk."""
        task = self.task_at_cursor
        if task is None:
            return
        if task.item.state != "open":
            if self.attempt(lambda: self.journal.today.reopen(task.item.id)):
                self.say("Open again. What a tick wrote stays; u takes that back.")
            return

        def tick(text: str, chosen: Mapping[str, str]) -> str:
            _, logged = self.journal.today.tick(task.item.id, text, chosen=chosen)
            return noticed(self.journal, logged) if logged else f"Ticked: {self.journal.today.title(task)}"

        self.app.push_screen(CaptureDialog(_question(task), tick, about=task.person, optional=True))

    def action_skip(self) -> None:
        """Skip the item, or take it up again."""
        if task := self.task_at_cursor:
            turn = self.journal.today.reopen if task.item.state == "skipped" else self.journal.today.skip
            self.attempt(lambda: turn(task.item.id))

    def action_unfold(self) -> None:
        """Unfold what to do and say, or fold it again."""
        if task := self.task_at_cursor:
            self._unfolded ^= {task.item.id}
            self.show_safely()

    def action_copy(self) -> None:
        """Copy the ready line of the item."""
        if (task := self.task_at_cursor) and task.line:
            self.rapport.copy(task.line)

    def action_compose(self) -> None:
        """Go to the composer with the person and the move of the item."""
        if (task := self.task_at_cursor) and task.person:
            self.rapport.compose_to(task.person, task.item.move)

    def action_places(self) -> None:
        """Put the focus on the places."""
        self.query_one(Chips).focus()

    def action_edit(self) -> None:
        """Edit the line at the cursor."""
        if uid := self._entry_at_cursor:
            self.rapport.edit_entry(uid)

    def action_delete(self) -> None:
        """Delete the line at the cursor."""
        if uid := self._entry_at_cursor:
            self.rapport.delete_entry(uid)

    @property
    def _entry_at_cursor(self) -> str | None:
        entries = self.query_one("#entries", RowList)
        return entries.cursor_key if self.focused is entries else None

    @on(RowList.Toggled)
    def _toggled(self) -> None:
        self.action_tick()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if event.rows.id == "entries":
            self.rapport.edit_entry(event.key)
        else:
            self.action_unfold()

    @on(Chips.Toggled)
    def _place_toggled(self, event: Chips.Toggled) -> None:
        places = frozenset(self.journal.today.day.places) ^ {place_named(event.key)}
        self.attempt(lambda: self.journal.today.set_places(sorted(places)))

    def _opening_row(self, task: Task) -> Row:
        state = task.item.state
        title = task.move.title if task.move else ""
        head = Span(f"{_BOX[state]} ", "success" if state == "done" else "accent")
        lines = [Line((head, Span(title, "strong" if state == "open" else "muted")), _state_end(task), hang=2)]
        if state == "open" and task.line:
            lines.append(Line((Span("  "), Span(f"“{task.line}”", "note")), hang=3))
        if task.item.id in self._unfolded:
            lines += self._unfolded_lines(task)
        return Row(task.item.id, (*lines, Line()))

    def _person_row(self, task: Task) -> Row:
        person, state = task.person, task.item.state
        assert person is not None
        last = short_age(self.journal.people.last_talked(person.uid), self.journal.day)
        head = Span(f"{_BOX[state]} ", "success" if state == "done" else "accent")
        name = Span(person.name, "strong" if state == "open" else "muted")
        end = _state_end(task) if state != "open" else (Span(last, "muted"),)
        lines = [Line((head, name, Span(f"  {person.stage}", person.stage)), end, hang=2)]
        if state == "open":
            title = task.move.title if task.move else self.journal.today.title(task)
            said = self.journal.entries.note_line(task.note) if task.note else title
            lines.append(Line((Span("  "), Span(said, "note")), hang=2))
            if task.note is None:
                lines.append(Line((Span("  "), Span(task.item.why, "muted")), hang=2))
        if task.item.id in self._unfolded:
            lines += self._unfolded_lines(task)
        return Row(task.item.id, (*lines, Line()))

    def _unfolded_lines(self, task: Task) -> list[Line]:
        move = task.move
        lines = [] if move is None else [Line((Span("  "), Span(move.what)), hang=2)]
        if move is not None:
            wordings = self.journal.composer.ready_lines(move, task.person)
            lines += [Line((Span("  "), Span(f"“{line}”", "note")), hang=3) for line in wordings]
            lines.append(Line((Span("  "), Span(move.comfort, "success")), hang=2))
        if task.person is None or task.note is not None:
            lines.append(Line((Span("  "), Span(task.item.why, "muted")), hang=2))
        return lines


def _state_end(task: Task) -> tuple[Span, ...]:
    state = task.item.state
    return () if state == "open" else (Span("done" if state == "done" else "not today", "muted"),)


def _question(task: Task) -> str:
    if task.note and task.person:
        return f"{task.person.name}: {task.note.text} — what came of it? Enter alone just closes it."
    if task.person:
        return f"You talked to {task.person.name}. What was said? Enter alone keeps “said hi again”."
    return f"{task.move.title if task.move else 'Done'}. With whom? @name and a word; enter alone just ticks."
