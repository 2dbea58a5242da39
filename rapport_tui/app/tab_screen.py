"""The base of the six screens: the tab line, the footer, and updates after changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app import dialogs
from rapport_tui.app.bindings import bound
from rapport_tui.app.context import ContextMixin
from rapport_tui.app.messages import ComposeTo, ScreenReady, ScreenShown
from rapport_tui.app.widgets.footer import KeyFooter
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.app.widgets.tabs import Tab, TabLine
from rapport_tui.app.widgets.turns import widget_messages_handled
from rapport_tui.model.errors import RapportError
from rapport_tui.model.relative_days import full_day
from rapport_tui.startup import keep_all

if TYPE_CHECKING:
    from rapport_tui.model.records import Person

T = TypeVar("T")
SCREENS: Final = {
    "today": "Today",
    "board": "Board",
    "journal": "Journal",
    "compose": "Compose",
    "people": "People",
    "insights": "Insights",
}
"""The titles of the tabs, in their order."""


class ScreenPlace(NamedTuple):
    """The place of the user in a screen: the query, the id of the focused widget, and the cursor of each list by id."""

    query: str
    focus: str
    cursors: dict[str, str]


class TabScreen(ContextMixin, Screen[None]):
    """One of the six tabs. A screen shows the journal anew after each change; a hidden one when it is gone to."""

    NAME: ClassVar[str]
    SHOWS_INBOX: ClassVar[bool] = False
    """True if the screen says how many imported people wait."""
    HAS_QUIET_LINE: ClassVar[bool] = True
    """True if the quiet line is there from the start; else it is mounted, and all laid out, when something is said."""
    BINDINGS: ClassVar[list[BindingType]] = bound({"columns.left": "column(-1)", "columns.right": "column(1)"})

    def __init__(self) -> None:
        super().__init__()
        self.add_class(*self.context.size_classes, update=False)
        self._shown_version: tuple[object, ...] | None = None
        self._was_opened = False
        self._doubt = ""
        self._said = ""

    @property
    def query_text(self) -> str:
        """The query that narrows the screen; empty for none."""
        return ""

    def compose(self) -> ComposeResult:
        """Lay out the screen between the tab line and the footer."""
        tabs = [Tab(screen, self.context.key(f"screen.{screen}"), label) for screen, label in SCREENS.items()]
        yield TabLine(tabs, brand="rapport", active=self.NAME)
        with Vertical(id="content", classes="group"):
            yield from self.compose_content()
        yield from self.compose_query()
        if self.HAS_QUIET_LINE:
            yield Static(id="quiet")
        yield KeyFooter(general=("app.write", "query", "app.undo", "app.help"), more="app.help")

    @property
    def person_at_hand(self) -> Person | None:
        """The person at the cursor, or None."""
        return None

    def place(self) -> ScreenPlace:
        """Return the place of the user in this screen; what would be lost with the screen is kept in the journal."""
        cursors = {rows.id: rows.cursor_key for rows in self.query(RowList) if rows.id and rows.cursor_key}
        return ScreenPlace(self.query_text, (self.focused and self.focused.id) or "", cursors)

    def return_to(self, place: ScreenPlace) -> None:
        """Return to a place in the screen, as far as it still exists."""
        for rows in self.query(RowList):
            rows.go_to(place.cursors.get(rows.id or "", ""))
        for widget in self.query(f"#{place.focus}") if place.focus else ():
            widget.focus()

    def show_added(self, uid: str | None) -> None:
        """Show a person who was added; None for nobody."""

    def compose_content(self) -> Iterator[Widget]:
        """Yield the widgets of the screen itself."""
        return iter(())

    def compose_query(self) -> Iterator[Widget]:
        """Yield the line that narrows the screen, if it has one."""
        return iter(())

    def show(self) -> None:
        """Show the journal as it is now."""

    def parts(self) -> Iterable[Callable[[], None]]:
        """Return what `show` does, in parts none of which takes longer than a few frames."""
        return (self.show,)

    def prepare(self) -> Iterator[None]:
        """Show the journal while the screen is hidden; yield after each part, and end once the screen is opened."""
        version = self._version()
        ends = self._show_ends, self._show_inbox_notice, self._lay_out_hidden
        for do_part in (self._lay_out_hidden, *self.parts(), *ends):
            if not self._is_whole or self._shown_version is not None:
                return
            do_part()
            yield
        self._shown_version = version

    def forget_place(self) -> None:
        """Put the cursors where those of a new screen are: the journal has changed since this one was prepared."""
        for rows in self.query(RowList):
            rows.forget_cursor()

    def on_mount(self) -> None:
        """Show the journal, now and after each change; before it is open, the day alone."""
        if not self._is_whole:
            return
        self.context.changed.subscribe(self, self._note_change, immediate=True)
        self.context.synced.subscribe(self, lambda _: self._show_ends())
        if self.journal.is_open:
            self._show_if_current()
        else:
            self._show_ends()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Show what has changed while another screen was open; the first screen of all begins once it is painted."""
        event.refresh_styles = False  # `SwitchingApp.refresh_css` applies them where the theme has changed meanwhile
        if self.journal.is_open:
            self._show_if_current()
        self.call_later(self._tell_ready)
        self.call_next(self._tell_shown)

    async def _tell_shown(self) -> None:
        """Let the app open the journal, now that this screen is painted: the layout that follows has the plan in it."""
        self.app.post_message(ScreenShown())
        await asyncio.sleep(0)

    async def _tell_ready(self) -> None:
        """Let the app paint this screen, once its widgets have told what they changed."""
        await widget_messages_handled()
        self.app.post_message(ScreenReady(self))

    def settle(self) -> None:
        """Exclude the objects of the screen from garbage collection."""
        keep_all()

    def say(self, text: str) -> None:
        """Say one quiet thing under the screen; it may hold the user's own words. Nothing for an empty text."""
        if text != self._said:
            self._said = text
            said, quiet = Content(text), self.query_one_optional("#quiet", Static)
            if quiet is None:
                footer = self.query_one(KeyFooter)
                footer.add_class("-below")
                self.mount(Static(said, id="quiet"), before=footer)
                return
            # Where it is and stays one line, the screen need not be laid out anew.
            is_one_line = quiet.size.height == 1 and said.cell_length <= quiet.content_size.width
            quiet.update(said, layout=not is_one_line)

    def highlight(self, people: Collection[str]) -> None:
        """Highlight for a moment the people changed by what was undone or redone, where a screen shows them."""

    def clear_status(self) -> None:
        """Clear what was said of an action that was undone."""
        self.say("")

    def attempt(self, action: Callable[[], T], done: str = "") -> T | None:
        """Run a change of the journal and tell that it is `done`; an error is told instead, and None is returned."""
        try:
            result = action()
        except RapportError as error:
            self.context.notify_error(error)
            return None
        if done:
            self.context.notify_text(done)
        return result

    def action_edit(self) -> None:
        """Edit the person at the cursor."""
        if person := self.person_at_hand:
            self.app.push_screen(dialogs.person_dialog.PersonDialog(person))

    def action_compose(self) -> None:
        """Compose a message to the person at the cursor."""
        if person := self.person_at_hand:
            self.app.post_message(ComposeTo(person))

    def action_snooze(self) -> None:
        """Ask until when Today leaves out the person at the cursor."""
        if person := self.person_at_hand:
            dialogs.entry_actions.snooze_person(self.context, person)

    def action_column(self, by: int) -> None:
        """Put the focus on the nearest widget on the left (-1) or on the right (1)."""
        here = self.focused
        if here is None:
            return
        beside = [
            other
            for other in self.focus_chain
            if (other.region.x >= here.region.right if by > 0 else other.region.right <= here.region.x)
        ]
        if beside:
            line = here.region.y
            min(
                beside,
                key=lambda other: (
                    abs(other.region.x - here.region.x),
                    max(other.region.y - line, line - other.region.bottom + 1, 0),
                ),
            ).focus()

    def focus_content(self) -> None:
        """Put the focus where the keys of the screen work."""
        self.focus_next()

    def show_safely(self) -> None:
        """Show the journal; a query that can't be read is said in the quiet line, and what was shown stays."""
        doubted, self._doubt = self._doubt, ""
        try:
            self.show()
        except RapportError as error:
            self._doubt = str(error)
        else:
            self._show_ends()
            self._show_inbox_notice()
        if self._doubt != doubted:
            self.say(self._doubt)

    def _show_inbox_notice(self) -> None:
        if not self.SHOWS_INBOX:
            return
        waiting = self.journal.inbox.progress.waiting
        who = "1 person waits" if waiting == 1 else f"{waiting:,} people wait"
        told = self.context.styled_keys(f"{who} in the inbox · {{inbox}} opens it" if waiting else "")
        self.show_note("inbox-notice", told, below="TabLine")

    def show_note(self, name: str, text: Content, below: str) -> None:
        """Show `text` in a widget of its own under another one, or hide that widget for an empty text."""
        note = self.query_one_optional(f"#{name}", Static)
        if note is not None:
            note.update(text)
            note.display = bool(text)
        elif text:
            above = self.query_one(below)
            assert isinstance(above.parent, Widget)
            above.parent.mount(Static(text, id=name), after=above)

    @property
    def _is_whole(self) -> bool:
        """Return whether all widgets are there: a screen that is removed or in an app that ends may lack some."""
        return self.app.is_running and self.is_attached and self.display

    def _lay_out_hidden(self) -> None:
        """Lay the screen out as Textual does when it is opened."""
        self._refresh_layout(self.app.size)

    def _update_auto_focus(self) -> None:
        """Focus the first widget once the screen is opened: the focus also moves the terminal's cursor."""
        if self.is_current:
            super()._update_auto_focus()

    def _compositor_refresh(self) -> None:
        """Make a frame only where it is painted; on switching Textual makes one more, and drops it."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    def _note_change(self, _: None) -> None:
        """Show a change after the message that made it is handled; a screen that is not seen shows it later."""
        if self._is_seen:
            self.call_next(self._show_if_current)

    @property
    def _is_seen(self) -> bool:
        return self._is_whole and (self.is_current or self.app.screen_stack[0] is self)

    def _show_if_current(self) -> None:
        if self._is_seen:
            if not self._was_opened:
                self._was_opened = True
                if self._version() != self._shown_version:
                    self.forget_place()
                self.call_after_refresh(self.settle)
            if self._version() != self._shown_version:
                self._show_again()

    def _show_again(self) -> None:
        self._shown_version = self._version()
        self.show_safely()

    def _version(self) -> tuple[object, ...]:
        journal = self.journal
        mails = len(journal.suggestions.mails) if journal.settings.mail else 0
        return journal.version, journal.day, journal.agenda.edition, journal.settings, mails

    def _show_ends(self) -> None:
        self.query_one(TabLine).ends = self._date_and_places()

    def _date_and_places(self) -> tuple[str, ...]:
        """Return the right end of the tab line, the longest wording first: the day, where I am, the last sync."""
        places = [place.replace("-", " ") for place in self.journal.today.day.places] if self.journal.is_open else []
        here = ", ".join(places)
        short = f"{places[0]} and {len(places) - 1} more" if len(places) > 1 else here
        day, demo = full_day(self.journal.day), "demo" if self.context.demo else ""
        quiet = demo or self.context.sync_word
        undated = day[:-5]
        wordings = (
            (day, here, quiet),
            (undated, here, quiet),
            (undated, short, quiet),
            (undated, quiet),
            (demo or undated,),
        )
        return tuple(" · ".join(part for part in wording if part) for wording in wordings)
