"""The application: six rooms on one journal, the keys that work everywhere, and one signal for each change."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import events, on, work
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.signal import Signal

from rapport_tui.app import has_terminal, themes
from rapport_tui.app.bindings import bound
from rapport_tui.app.keyed import KeyedApp
from rapport_tui.app.palette import KeysProvider
from rapport_tui.app.rooms import ROOMS, open_room
from rapport_tui.app.screens.room import Room
from rapport_tui.app.seen import mark_seen, was_seen
from rapport_tui.app.widgets.rows import Line, Row, Span
from rapport_tui.app.widgets.tabs import TabLine
from rapport_tui.model.ages import full_day
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Note, Person
from rapport_tui.settings import change_setting, read_settings

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.entries import Logged

DEMO: Final = 100
"""The return code that asks for the demo."""
WATCH_SECONDS: Final = 1.0
"""How often to look whether another process wrote to the journal, and whether a new day has begun."""
IDLE_SECONDS: Final = 60.0
"""After how long without a key or the mouse the journal’s files are tidied."""


class RapportApp(KeyedApp):
    """rapport on one journal."""

    TITLE = "rapport"
    CSS_PATH = ["app.tcss", "screens/today.tcss"]  # noqa: RUF012
    COMMANDS = KeyedApp.COMMANDS | {lambda: KeysProvider}
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (110, "-wide"), (180, "-vast")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    DEFAULT_MODE = "today"
    MODES = {room: partial(open_room, room) for room in ROOMS if room != "today"}  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            **{f"room.{room}": f"app.room('{room}')" for room in ROOMS},
            "write": "app.write",
            "threads": "app.threads",
            "before": "app.before",
            "review": "app.review",
            "undo": "app.undo",
            "redo": "app.redo",
            "settings": "app.settings",
            "back": "app.back",
        }
    )

    def __init__(self, journal: Journal, *, settings_path: Path, demo: bool = False, tour: bool = False) -> None:
        super().__init__()
        for theme in themes.OWN_THEMES:
            self.register_theme(theme)
        self.set_reactive(RapportApp.theme, themes.DARK.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.journal = journal
        self.trouble: RapportError | None = None
        self.settings_path = settings_path
        self.demo = demo
        self._begins_with_tour = tour
        self.changed: Signal[None] = Signal(self, "changed")
        self._day = journal.day
        self._came_from: list[str] = []
        self._has_begun = False
        self._touched_at = monotonic()
        self._warned_of = ""
        self._stop_listening: Callable[[], None] = lambda: None

    def get_css_variables(self) -> dict[str, str]:
        """Add the colours of the stages where the theme has none."""
        return themes.with_stages(super().get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Return Today, with the classes of the terminal's size, so that its first frame is laid out for that.

        As a mode like the others it would have all of the CSS parsed twice more at the start.
        """
        room = open_room(self.DEFAULT_MODE)
        across, down = self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS
        for extent, breakpoints in ((self.size.width, across), (self.size.height, down)):
            room.add_class(max(point for point in breakpoints if point[0] <= extent)[1])
        return room

    def on_mount(self) -> None:
        """Take the user's colours."""
        self.add_mode(self.DEFAULT_MODE, self.get_default_screen)
        self.take_keys(self.journal.settings.keys)
        if (chosen := self.journal.settings.theme) in self.available_themes:
            self.theme = chosen

    def on_ready(self) -> None:
        """Begin once the first frame is painted."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Open the journal and show it. The collector leaves alone what lives as long as the app.

        The first frame is painted without the journal, since a working life takes a while to read. What is typed
        meanwhile waits.
        """
        if self._has_begun:
            return
        self._has_begun = True
        try:
            self.journal.open()
        except RapportError as error:
            self.trouble = error
            self.exit()
            return
        self.changed.publish(None)
        gc.freeze()
        gc.enable()
        self._greet()

    def _greet(self) -> None:
        """Follow the journal, say what is to be said of its files, and show who is new around."""
        self._stop_listening = self.journal.listen(lambda: self.changed.publish(None))
        self.set_interval(WATCH_SECONDS, self._watch)
        for warning in (*self.journal.warnings(), *read_settings(self.settings_path)[1]):
            self.complain(RapportError(warning))
        self._tell_notices()
        if self._begins_with_tour:
            self.take_tour()
        elif self.demo:
            self.tell(f"This is the demo: try anything, nothing is kept. {self.key('quit')} leaves it.")
        if self.journal.agenda.is_stale:
            self.read_calendar()
        if self.journal.is_empty and not was_seen(self.settings_path, "greeting"):
            self.welcome()

    def on_unmount(self) -> None:
        """Leave the journal to who opens it next."""
        self._stop_listening()

    def get_system_commands(self, screen: Screen[object]) -> Iterator[SystemCommand]:
        """Yield what the palette offers beside the keys."""
        yield SystemCommand("Choose the colours", "A theme, kept for the next time", self.choose_theme)
        yield SystemCommand("Take the tour", "Five short steps through the rooms", self.take_tour)

    def welcome(self) -> None:
        """Greet somebody whose journal is empty; once they went on from there, never again by itself."""
        from rapport_tui.app.dialogs.welcome import Welcome

        def leave(door: str | None) -> None:
            self.open_door(door)

        self.push_screen(Welcome(), leave)

    def take_tour(self) -> None:
        """Lead through the rooms in five steps."""
        from rapport_tui.app.dialogs.tour import walk

        self.run_worker(walk(self))

    async def action_room(self, room: str) -> None:
        """Go to a room."""
        if room == self.current_mode:
            return
        self._came_from.append(self.current_mode)
        del self._came_from[:-10]
        await self.switch_mode(room)

    async def action_back(self) -> None:
        """Go back to the room before, or to Today."""
        while self._came_from:
            room = self._came_from.pop()
            if room != self.current_mode:
                await self.switch_mode(room)
                return
        if self.current_mode != "today":
            await self.switch_mode("today")

    def action_write(self) -> None:
        """Write a line in the journal."""
        from rapport_tui.app.dialogs.capture import CaptureDialog

        self.push_screen(CaptureDialog.to_log(self.journal))

    def action_threads(self) -> None:
        """Show what is open with everybody."""
        from rapport_tui.app.dialogs.threads import ThreadsDialog

        self.push_screen(ThreadsDialog())

    def action_before(self) -> None:
        """Show what is good to know before meeting the person at hand, or somebody to be chosen."""
        room = self.screen
        person = room.person_at_hand if isinstance(room, Room) else None
        if person:
            self.before_meeting(person.uid)
            return
        from rapport_tui.app.dialogs.pick import PickDialog
        from rapport_tui.app.looks import person_row

        rows = [person_row(summary, self.journal.day) for summary in self.journal.people.search()]
        self.push_screen(PickDialog("Whom do you meet?", rows), lambda uid: self.before_meeting(uid) if uid else None)

    def before_meeting(self, uid: str) -> None:
        """Show what is good to know before meeting somebody."""
        from rapport_tui.app.dialogs.before import BeforeDialog

        self.push_screen(BeforeDialog(self.journal.people.get(uid)))

    def action_review(self) -> None:
        """Look back over the week."""
        from rapport_tui.app.dialogs.review import ReviewDialog

        self.push_screen(ReviewDialog())

    def action_settings(self) -> None:
        """Show the settings."""
        from rapport_tui.app.dialogs.settings import SettingsDialog

        self.push_screen(SettingsDialog())

    def action_undo(self) -> None:
        """Take back the last action."""
        self._turn(self.journal.history.undo, "Taken back")

    def action_redo(self) -> None:
        """Do again the action taken back last."""
        self._turn(self.journal.history.redo, "Done again")

    def write_about(self, *people: Person, steps: Sequence[str] = ()) -> None:
        """Write a line that names people already, and tells of the stage changes called `steps`."""
        from rapport_tui.app.dialogs.capture import CaptureDialog

        self.push_screen(CaptureDialog.to_log(self.journal, people, steps=steps))

    def ask_what_closed(self, written: Sequence[Logged]) -> None:
        """Ask which open threads with the people of a line it closed; nothing where there were none."""
        if not written:
            return
        from rapport_tui.app.dialogs.threads import ClosedDialog

        entry = written[-1].entry
        notes = self.journal.threads.with_people(entry.people, except_from=entry.uid)
        if notes := [note for note in notes if note.made <= entry.day and note.entry not in _uids(written)]:
            self.push_screen(ClosedDialog(entry, notes))

    def close_note(self, note: Note) -> None:
        """Close a thread or a promise, asking for a line about it."""
        from rapport_tui.app.dialogs.threads import closing_dialog

        self.push_screen(closing_dialog(self.journal, note))

    async def go(self, room: str) -> Room:
        """Go to a room and return it."""
        await self.action_room(room)
        return cast(Room, self.screen_stack[0])

    @work
    async def show_person(self, uid: str) -> None:
        """Go to a person's brief."""
        from rapport_tui.app.screens.people import PeopleRoom

        room = await self.go("people")
        assert isinstance(room, PeopleRoom)
        room.call_after_refresh(room.go_to, uid)

    @work
    async def show_entry(self, uid: str) -> None:
        """Go to an entry in the journal."""
        from rapport_tui.app.screens.journal import JournalRoom

        room = await self.go("journal")
        assert isinstance(room, JournalRoom)
        room.call_after_refresh(room.go_to, uid)

    @work
    async def compose_to(self, person: Person, move_id: str = "", thread: str = "") -> None:
        """Go to the composer with a person, and a move and what to ask if they are known."""
        from rapport_tui.app.screens.compose import ComposeRoom

        room = await self.go("compose")
        assert isinstance(room, ComposeRoom)
        room.call_after_refresh(room.write_to, person, move_id, thread)

    @work
    async def open_door(self, door: str | None) -> None:
        """Go through one of the doors of the greeting; None is the way past it."""
        if door == "demo":
            self.exit(return_code=DEMO)
            return
        mark_seen(self.settings_path, "greeting")
        if door == "write":
            await self.go("board")
            self.action_write()
        elif door:
            room = await self.go("people")
            room.call_after_refresh(room.run_action, door)

    def snooze(self, person: Person) -> None:
        """Ask until when a person is to be left in peace, and leave them out of Today until then."""
        from rapport_tui.app.dialogs.days import Days, DaysDialog

        def snooze(days: Days | None) -> None:
            if days is None:
                return
            try:
                self.journal.people.snooze(person.uid, days.last)
            except RapportError as error:
                self.complain(error)
            else:
                self.tell(
                    f"{person.name} is left in peace until {full_day(days.last)}. {self.key('undo')} takes it back."
                )

        from rapport_tui.capture.dates import parse_span

        day = self.journal.day
        spans = ((word, parse_span(short)) for word, short in (("1 week", "1w"), ("1 month", "1m"), ("3 months", "3m")))
        offered = [(word, day + span) for word, span in spans if span]
        self.push_screen(DaysDialog(f"Leave {person.name} in peace until", offered), snooze)

    @work(thread=True, exclusive=True, group="calendar")
    def read_calendar(self) -> None:
        """Read the user's calendar where it changed, and show what it has for today."""
        try:
            self.journal.agenda.read()
        except RapportError as error:
            self.call_from_thread(self.complain, error)
        self.call_from_thread(self.changed.publish, None)

    def edit_entry(self, uid: str) -> None:
        """Ask for the whole line of an entry, and write it anew."""
        from rapport_tui.app.dialogs.capture import CaptureDialog, Told

        def edit(text: str, chosen: Mapping[str, str]) -> Told:
            self.journal.entries.edit(uid, text, chosen=chosen)
            return Told(f"Changed. {self.key('undo')} takes it back.")

        try:
            line = self.journal.entries.line(self.journal.entries.get(uid))
        except RapportError as error:
            self.complain(error)
            return
        self.push_screen(CaptureDialog("Edit the line", edit, draft=f"edit:{uid}", initial=line, forgets=True))

    def delete_entry(self, uid: str) -> None:
        """Delete an entry; undo brings it back."""
        try:
            self.journal.entries.delete([uid])
        except RapportError as error:
            self.complain(error)
        else:
            self.tell(f"Deleted. {self.key('undo')} brings it back.")

    def choose_theme(self) -> None:
        """Ask for a theme, and keep it."""
        from rapport_tui.app.dialogs.pick import PickDialog

        own = {theme.name for theme in themes.OWN_THEMES}
        names = sorted(self.available_themes, key=lambda name: (name not in own, name))
        rows = [Row(name, (Line((Span(name),)),)) for name in names]
        self.push_screen(PickDialog("Which colours?", rows), self._take_theme)

    def change_setting(self, key: str, value: str | int | Mapping[str, int]) -> None:
        """Change a setting now and for the next time. Raises `RapportError` where it can't be written."""
        change_setting(self.settings_path, key, value)
        self.journal.settings, _ = read_settings(self.settings_path)
        self.changed.publish(None)

    def copy(self, text: str) -> None:
        """Put `text` on the desktop's clipboard, or send it to the terminal's, and say which."""
        from rapport_tui.clipboard import copy_to_desktop

        if copy_to_desktop(text):
            self.tell("Copied.")
        else:
            self.copy_to_clipboard(text)
            self.tell(
                "Sent to the terminal’s clipboard. If it does not arrive, select the line with shift and the mouse."
            )

    def tell(self, text: str) -> None:
        """Say something in passing, in the place of what was said before; it may hold the user's own words."""
        self.clear_notifications()
        self.notify(text, markup=False, timeout=4)

    def complain(self, error: RapportError) -> None:
        """Say that something could not be done, and what to do about it."""
        self.notify(str(error), markup=False, severity="warning", timeout=8)

    def date_and_places(self) -> tuple[str, ...]:
        """Return the right end of the tab line, the longest wording first: the day, where I am, is it the demo."""
        places = [place.replace("-", " ") for place in self.journal.today.day.places] if self.journal.is_open else []
        here = ", ".join(places)
        short = f"{places[0]} and {len(places) - 1} more" if len(places) > 1 else here
        day, demo = full_day(self._day), "demo" if self.demo else ""
        undated = day[:-5]
        wordings = (
            (day, here, demo),
            (undated, here, demo),
            (undated, short, demo),
            (undated, demo),
            (demo or undated,),
        )
        return tuple(" · ".join(part for part in wording if part) for wording in wordings)

    def _take_theme(self, name: str | None) -> None:
        if name:
            self.theme = name
            try:
                self.change_setting("theme", name)
            except RapportError as error:
                self.complain(error)

    @on(TabLine.Selected)
    async def _tab_selected(self, event: TabLine.Selected) -> None:
        await self.action_room(event.tab)

    def _turn(self, turn: Callable[[], object], word: str) -> None:
        try:
            action = turn()
        except RapportError as error:
            self.complain(error)
            return
        if isinstance(room := self.screen_stack[0], Room):
            room.hush()
        self.tell(f"{word}: {getattr(action, 'label', '')}")

    def _tell_notices(self) -> None:
        """Say what was found in the journal’s files and mended."""
        for notice in self.journal.notices():
            self.notify(notice, markup=False, timeout=10)

    async def on_event(self, event: events.Event) -> None:
        """Remember when somebody was here last; open the journal before the first key gets anywhere."""
        if isinstance(event, events.InputEvent):
            self._touched_at = monotonic()
            self._begin()
        await super().on_event(event)

    def _watch(self) -> None:
        if not (self.is_headless or self.is_web or has_terminal()):
            self.exit()  # no key can come any more, and asking for one would go on for ever
            return
        try:
            self.journal.refresh()
            self._warned_of = ""
        except RapportError as error:
            if str(error) != self._warned_of:  # once, not every second
                self.complain(error)
            self._warned_of = str(error)
        self._tell_notices()
        if monotonic() - self._touched_at > IDLE_SECONDS:
            self.journal.tidy()
        if self._day != self.journal.day:
            self._day = self.journal.day
            self.changed.publish(None)
        if self.journal.agenda.is_stale:
            self.read_calendar()


def _uids(written: Sequence[Logged]) -> set[str]:
    return {logged.entry.uid for logged in written}
