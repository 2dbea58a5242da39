"""The Today screen: the places, the short checklist, the people to talk to again, and the entries of the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from rapport_tui.app import dialogs, today
from rapport_tui.app.bindings import bound
from rapport_tui.app.messages import ComposeTo, ShowPerson
from rapport_tui.app.tab_screen import TabScreen
from rapport_tui.app.today.layout import Checklist, PlacesBar, compose_content
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.app.widgets.toggle_bar import ToggleBar

if TYPE_CHECKING:
    from rapport_tui.app.dialogs.capture_dialog import SaveResult
    from rapport_tui.app.today.detail import TaskDetail
    from rapport_tui.journal.today import Task
    from rapport_tui.model.meetings import Meeting
    from rapport_tui.model.places import Place
    from rapport_tui.model.records import Person
    from rapport_tui.playbook.fill import FilledLine

_PLANS_SECONDS: Final = 20
"""The interval in seconds at which due plans are detected; a plan is due for a minute."""
_PAUSE_SECONDS: Final = 0.05
"""The time in seconds after which it is asked again whether keys wait."""


class TodayScreen(TabScreen):
    """The screen for the five minutes of each morning."""

    NAME = "today"
    AUTO_FOCUS = "#openings"
    SHOWS_INBOX = True
    HAS_QUIET_LINE = False
    CSS_PATH = "today.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "today.places": "places",
            "today.copy": "copy",
            "today.skip": "skip",
            "today.postpone": "postpone",
            "today.when": "when",
            "today.snooze": "snooze",
            "today.usual": "usual",
            "today.met": "met(True)",
            "today.not_met": "met(False)",
            "today.holiday": "holiday",
            "today.compose": "compose",
            "today.edit": "edit",
            "today.delete": "delete",
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self._tasks: dict[str, Task] = {}
        self._detail_id = ""
        self._meeting: Meeting | None = None
        self._plans_said: set[tuple[str, time | None]] = set()
        self._shows_all = False

    def compose_content(self) -> Iterator[Widget]:
        """Yield the places, the two halves of the checklist, and the entries of the day."""
        yield from compose_content(self.context)

    def show(self) -> None:
        """Show the plan and what is around it; at first that a frame later, so that the plan is seen sooner."""
        plan = self.journal.today.plan()
        self._tasks = {task.item.id: task for task in plan}
        openings = [task for task in plan if task.item.is_opening]
        again = [task for task in plan if not task.item.is_opening]
        rows = [today.task_rows.opening_row(self.journal, task) for task in openings]
        self.query_one("#openings", Checklist).show_items(rows, today.task_rows.progress_text(openings))
        rows = [today.task_rows.person_row(self.journal, task) for task in again]
        if plan and all(task.item.state != "open" for task in plan):
            rows.append(today.task_rows.all_done_row(self.journal.today.streak))
        self.query_one("#again", Checklist).show_items(rows, today.task_rows.progress_text(again))
        toggles = self.query_one(ToggleBar)
        toggles.known, toggles.chosen = True, frozenset(self.journal.today.day.places)
        self._show_day()
        if self._shows_all:
            self._show_entries()
            self._show_detail()
            self._show_beside()
        else:
            self.call_after_refresh(self._show_rest)

    def _show_rest(self) -> None:
        """Show what is around the plan, after the answers to keys that were typed before it was there."""
        if self.context.is_answering() and not self.context.has_kept_frame:
            self.set_timer(_PAUSE_SECONDS, self._show_rest)
            return
        self._shows_all = True
        if self.is_mounted and self.journal.is_open:
            self.show_safely()

    @property
    def person_at_hand(self) -> Person | None:
        """The person of the item or the entry at the cursor."""
        if task := self.task_at_cursor:
            return task.person
        beside = self.query_one_optional("#beside", RowList)
        if beside is not None and beside is self.focused and beside.cursor_key:
            people = self.journal.notes.get(beside.cursor_key).people
        else:
            people = self.journal.entries.get(uid).people if (uid := self._entry_at_cursor) else ()
        return self.journal.people.get_or_none(people[0]) if people else None

    def _show_beside(self) -> None:
        """Show what is beside the checklist in a very wide terminal."""
        beside = self.query_one_optional("#beside", RowList)
        if beside is None and self.has_class("-vast"):
            beside = RowList(id="beside", wrap=True)
            self.query_one("#main").mount(beside)
        if beside is not None:
            beside.show(list(today.beside.beside_rows(self.journal)) if self.has_class("-vast") else [])

    def _show_entries(self) -> None:
        """Show the entries of the day, scrolled to a new last one; those of the week where there is space."""
        listing, rows = self.query_one("#entries", RowList), today.task_rows.entry_rows(self.journal)
        is_new = bool(rows) and rows[-1].key not in {row.key for row in listing.rows}
        is_vast = self.has_class("-vast")
        listing.show(today.beside.with_earlier(self.journal, rows, listing.empty.plain) if is_vast else rows)
        if is_new and self.focused is not listing:
            listing.go_to(rows[-1].key)

    @property
    def task_at_cursor(self) -> Task | None:
        """The item at the cursor of the focused list; in the detail, the item shown there."""
        focused = self.focused
        if isinstance(focused, Checklist) and focused.cursor_key:
            return self._tasks.get(focused.cursor_key)
        return self._tasks.get(self._detail_id) if self._is_in_detail else None

    @cached_property
    def _detail(self) -> TaskDetail:
        return today.detail.TaskDetail(self.query_one("#detail"))

    @property
    def _is_in_detail(self) -> bool:
        return self.focused is not None and self.focused in self.query_one("#detail").children

    def _show_detail(self) -> None:
        """Show the item at the cursor; outside the checklist, the one shown before."""
        if not self.query_one("#detail").is_attached:  # the app exits
            return
        task = self.task_at_cursor or self._tasks.get(self._detail_id) or next(iter(self._tasks.values()), None)
        self._detail_id = task.item.id if task else ""
        keys = "{today.tick} closes it, with a line if you like · {today.compose} composes a message"
        self._detail.show(self.journal, task, self.context.with_keys(keys))

    def on_descendant_focus(self) -> None:
        """Show the item of the focused list; in a short terminal, show the detail only while it has the focus."""
        self.set_class(self._is_in_detail, "-detail")
        self.set_class(isinstance(self.focused, ToggleBar), "-places")
        if isinstance(self.focused, Checklist) and self._shows_all and self.journal.is_open:
            self._show_detail()

    def action_tick(self) -> None:
        """Tick off the item at the cursor, asking about the talk."""
        task = self.task_at_cursor
        if task is None:
            return
        if task.item.state != "open":
            if self.attempt(lambda: self.journal.today.reopen(task.item.id)):
                self.say(f"Open again. The line that the tick wrote stays; {self.context.key('undo')} takes that back.")
            return
        capture = dialogs.capture_dialog

        def tick(text: str, chosen: Mapping[str, str]) -> SaveResult:
            _, logged = self.journal.today.tick(task.item.id, text, chosen=chosen)
            written = [logged] if logged else []
            told = capture.noticed(self.journal, written) if logged else f"Ticked: {self.journal.today.title(task)}"
            return capture.SaveResult(told, written)

        about = [task.person] if task.person else []
        draft = f"tick:{self.journal.day.isoformat()}:{task.item.id}"
        question, asks = today.task_rows.question(task), task.item.is_opening
        self.app.push_screen(
            capture.CaptureDialog(question, tick, draft=draft, about=about, optional=True, name_first=asks),
            lambda saved: self._ask_how_it_was(task.item.id) if saved else None,
        )

    def action_skip(self) -> None:
        """Skip the item, or reopen it."""
        if task := self.task_at_cursor:
            turn = self.journal.today.reopen if task.item.state == "skipped" else self.journal.today.skip
            self.attempt(lambda: turn(task.item.id))

    def action_postpone(self) -> None:
        """Postpone the item to another day, or reopen it."""
        if task := self.task_at_cursor:
            turn = self.journal.today.reopen if task.item.state == "later" else self.journal.today.postpone
            self.attempt(lambda: turn(task.item.id))

    def action_when(self) -> None:
        """Bind the item to a moment of today, or unbind it."""
        task = self.task_at_cursor
        if task is None or task.item.state != "open":
            return
        if task.item.moment:
            self.attempt(lambda: self.journal.today.bind(task.item.id, None), done="It is no longer tied to a moment.")
            return
        moments = {f"{one.text} {one.at or ''}": one for one in self.journal.today.moments()}

        def bind(key: str | None) -> None:
            if key:
                self.attempt(lambda: self.journal.today.bind(task.item.id, moments[key]))

        rows = today.task_rows.moment_rows(moments)
        self.app.push_screen(dialogs.pick_dialog.PickDialog("Tie it to which moment of today?", rows), bind)

    def on_unmount(self) -> None:
        """Forget what was shown: Textual holds the first screen while the app runs."""
        self._tasks.clear()
        self._detail_id, self._meeting = "", None
        self.__dict__.pop("_detail", None)

    def on_mount(self) -> None:
        """Start the timer that reports due plans and ended meetings."""
        self.set_interval(_PLANS_SECONDS, self._follow_clock)

    def _follow_clock(self) -> None:
        """Report the plans of this minute, each once, and the meeting that has just ended."""
        if not self.journal.is_open:
            return
        if self.journal.meeting_lines.proposed != self._meeting:
            self._show_day()
        for task in self.journal.today.plans_of(self.journal.clock().time()):
            if (said := (task.item.id, task.item.at)) not in self._plans_said:
                self._plans_said.add(said)
                self.context.notify_text(self.journal.today.plan_words(task))

    def action_snooze(self) -> None:
        """Set the due day of the note at the cursor, or ask until when Today leaves out the person."""
        if (task := self.task_at_cursor) and task.note:
            dialogs.note_actions.date_note(self.context, task.note)
        else:
            super().action_snooze()

    def action_usual(self) -> None:
        """Set the places of today to the usual ones."""
        if usual := self.journal.today.offered_places:
            self.attempt(lambda: self.journal.today.set_places(usual))

    def action_holiday(self) -> None:
        """Start days off, or end them."""
        today.days_off.ask_days_off(self)

    def action_met(self, was_talk: bool) -> None:
        """Write the line about the meeting that has just ended, or drop it for good."""
        lines = self.journal.meeting_lines
        if meeting := self._meeting:
            self.attempt(lambda: lines.write(meeting) if was_talk else lines.drop(meeting))

    def action_detail(self) -> None:
        """Focus the detail of the item at the cursor; for an opening, first ask how awkward it will be."""
        task = self.task_at_cursor
        if task is None:
            return
        self.add_class("-detail")
        self._detail.how.focus()
        item = task.item
        if self.journal.settings.fears and item.is_opening and item.state == "open" and not item.feared:
            keys = "1 not at all … 5 very · your numbers show you later what came of it · {leave} don’t ask"
            dialog = dialogs.number_dialog.NumberDialog("How awkward will it be?", help_line=keys)
            self.app.push_screen(dialog, lambda feared: self._take_fear(item.id, feared))

    def _take_fear(self, item_id: str, feared: int | None) -> None:
        if feared:
            self.attempt(lambda: self.journal.today.rate(item_id, feared=feared))
        else:
            back = f"You won’t be asked again. {self.context.key('settings')} turns it on again."
            self.attempt(lambda: self.context.change_setting("fears", value=False), done=back)

    def _ask_how_it_was(self, item_id: str) -> None:
        """Ask how awkward an opening was, if the user rated it beforehand."""
        item = next((task.item for task in self.journal.today.plan() if task.item.id == item_id), None)
        if item and item.feared and not item.was and item.state == "done":
            dialog = dialogs.number_dialog.NumberDialog(
                f"How awkward was it? You expected {item.feared}.",
                help_line="1 not at all … 5 very · {leave} leaves it open",
            )
            self.app.push_screen(dialog, lambda was: self._take_outcome(item_id, was))

    def _take_outcome(self, item_id: str, was: int | None) -> None:
        if was:
            self.attempt(lambda: self.journal.today.rate(item_id, was=was))

    def action_leave_detail(self) -> None:
        """Return to the item in its list."""
        task = self._tasks.get(self._detail_id)
        self.query_one("#openings" if task is None or task.item.is_opening else "#again").focus()

    def action_copy(self) -> None:
        """Copy the ready line of the item; in the detail, the one at the cursor."""
        if (task := self.task_at_cursor) is None:
            return
        how = self._detail.how
        if self.focused is how and task.move and (key := how.cursor_key):
            lines = self.journal.composer.ready_lines(task.move, task.person)
            self._copy_ready(lines[int(key.removeprefix(today.detail.LINE_KEY))][1], task.person)
        elif task.move and not task.note:
            self._copy_ready(self.journal.composer.ready_line(task.move, task.person), task.person)
        elif task.line:
            self.context.copy(task.line)

    def _copy_ready(self, line: FilledLine, person: Person | None) -> None:
        self.context.copy(line.text, today.task_rows.checking_remark(line, person))

    def action_compose(self) -> None:
        """Open the composer with the person and the move of the item; for an opening, ask for the person."""
        task = self.task_at_cursor
        if task and task.person:
            note = task.note if task.note and task.note.kind == "ask" else None
            thread = self.journal.composer.thread_for(task.person, note) if note else ""
            self.app.post_message(ComposeTo(task.person, task.item.move, thread))
        elif task:
            picker = dialogs.person_picker.PersonPicker("Who to?", today.task_rows.people_rows(self.journal))
            self.app.push_screen(picker, lambda uid: self._compose_opening(uid, task.item.move))

    def _compose_opening(self, uid: str | None, move_id: str) -> None:
        if uid:
            self.app.post_message(ComposeTo(self.journal.people.get(uid), move_id))

    def action_places(self) -> None:
        """Focus the places, or the list again; the smallest terminal hides unfocused places."""
        places = self.query_one(PlacesBar)
        if places.has_focus:
            self.query_one("#openings").focus()
        else:
            self.add_class("-places")
            places.focus()

    def action_edit(self) -> None:
        """Edit the entry at the cursor."""
        if uid := self._entry_at_cursor:
            dialogs.entry_actions.edit_entry(self.context, uid)

    def action_delete(self) -> None:
        """Delete the entry at the cursor."""
        if uid := self._entry_at_cursor:
            dialogs.entry_actions.delete_entry(self.context, uid)

    @property
    def _entry_at_cursor(self) -> str | None:
        entries = self.query_one("#entries", RowList)
        return entries.cursor_key if self.focused is entries else None

    @on(RowList.Toggled)
    def _toggled(self) -> None:
        self.action_tick()

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        is_other = self._shows_all and event.key != self._detail_id
        if is_other and isinstance(event.rows, Checklist) and event.rows.has_focus:
            self.call_after_refresh(self._show_detail)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if event.rows.id == "entries":
            dialogs.entry_actions.edit_entry(self.context, event.key)
        elif event.rows.id == "how":
            self.action_copy()
        elif event.rows.id == "beside":
            if person := self.person_at_hand:
                self.app.post_message(ShowPerson(person.uid))
        else:
            self.action_detail()

    @on(ToggleBar.Toggled)
    def _place_toggled(self, event: ToggleBar.Toggled) -> None:
        places = frozenset(self.journal.today.day.places) ^ {cast("Place", event.key)}
        self.attempt(lambda: self.journal.today.set_places(sorted(places)))

    def _show_day(self) -> None:
        """Show the notes about the day."""
        self._meeting = self.journal.meeting_lines.proposed if self.journal.today.meetings else None
        self.show_note("day-note", today.day_note.day_note(self.context, self._meeting), below="#places")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable the actions for what is offered only while it is, and those on an item only in its lists."""
        if action in ("skip", "postpone", "when", "copy"):
            return self.focused is None or isinstance(self.focused, Checklist) or self._is_in_detail
        if action == "met":
            return self._meeting is not None
        if action == "usual":
            return self.is_mounted and self.journal.is_open and bool(self.journal.today.offered_places)
        return super().check_action(action, parameters)
