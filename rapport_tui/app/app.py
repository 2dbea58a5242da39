"""The application: six screens on one journal, the global keys, and one signal for every change."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from textual import events, on, work
from textual.app import SystemCommand
from textual.binding import ActiveBinding, Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.theme import Theme

from rapport_tui.app import dialogs, keys, themes
from rapport_tui.app.background import Background
from rapport_tui.app.bindings import bound
from rapport_tui.app.context import AppContext
from rapport_tui.app.crash_report import DiscreetError, discreet_reports
from rapport_tui.app.first_run import was_seen
from rapport_tui.app.frame_keeper import FrameKeeper, driver_class
from rapport_tui.app.keys.key_queue import KeyHandled
from rapport_tui.app.locking import AppLock
from rapport_tui.app.messages import ComposeTo, ConvertJournal, ScreenShown, ShowEntry, ShowPerson
from rapport_tui.app.painted_lines import release_painted_lines
from rapport_tui.app.pastes import end_unfinished_pastes
from rapport_tui.app.preparation import REST_SECONDS, Preparation
from rapport_tui.app.switching import SwitchingApp
from rapport_tui.app.tab_screen import SCREENS, TabScreen
from rapport_tui.app.terminal import leaving_on_signals
from rapport_tui.app.widgets.tabs import TabLine
from rapport_tui.keys.keymap import written
from rapport_tui.model.errors import RapportError
from rapport_tui.startup import begin_collection, collect_young, release_all, take_short_turns

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.kept_frame import EarlyTerminal
    from rapport_tui.model.records import Action

_ASK_SECONDS: Final = 4.0
"""The time in seconds within which a second ctrl+c quits."""
_PLAIN_MESSAGE_SECONDS: Final = 30.0


class RapportApp(SwitchingApp):
    """The rapport application on one journal.

    With the setting `plain`, use the layout of a narrow terminal at every width, disable animations and show
    notifications longer: screen readers read line by line. The terminal’s cursor follows the app’s cursor in any case.
    """

    TITLE = "rapport"
    CSS_PATH = ["app.tcss", "today/today.tcss"]  # noqa: RUF012
    COMMANDS = {lambda: keys.palette.PaletteCommands}  # noqa: RUF012
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (110, "-wide"), (180, "-vast")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    DEFAULT_MODE = "today"
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "jump": "app.jump",
            "palette": "app.command_palette",
            "help": "app.help",
            "quit": "app.quit",
            **{f"screen.{screen}": f"app.show_screen('{screen}')" for screen in SCREENS},
            "write": "app.write",
            "threads": "app.dialog('threads')",
            "brief": "app.brief",
            "inbox": "app.inbox",
            "review": "app.dialog('review')",
            "undo": "app.undo",
            "redo": "app.redo",
            "lock": "app.lock",
            "settings": "app.dialog('settings')",
            "sync": "app.sync",
            "back": "app.back",
        }
    )
    BINDINGS.append(Binding("ctrl+z", "suspend_process", show=False))

    _has_themes = False
    _variables_theme: Theme | None = None
    _variables: dict[str, str]

    def __init__(
        self,
        journal: Journal,
        *,
        settings_path: Path,
        demo: bool = False,
        tour: bool = False,
        terminal: EarlyTerminal | None = None,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        release_painted_lines()
        super().__init__()
        self.driver_class = driver_class(terminal) or self.driver_class
        self.context = AppContext(self, journal, settings_path, demo=demo)
        self.frames = FrameKeeper(self.context, terminal)
        self.background = Background(self.context)
        self.lock = AppLock(self, self.context, self.background, self._show_journal, self.frames.forget)
        self._keys = self.lock.queue(super().on_event)
        for theme in themes.OWN_THEMES:
            self.register_theme(theme)
        self.set_reactive(RapportApp.theme, themes.DARK.name)
        self._has_themes = True
        self.stylesheet.set_variables(self.get_css_variables())
        if journal.settings.plain:
            self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow")]
            self.animation_level = "none"
        self.trouble: RapportError | None = None
        self._begins_with_tour, self._rest_seconds = tour, rest_seconds
        self._came_from: list[str] = []
        self._asked_to_leave = -_ASK_SECONDS
        self._has_begun = False
        self._stop_listening: Callable[[], None] = lambda: None

    def get_css_variables(self) -> dict[str, str]:
        """Return the CSS variables, with default colours for the stages that the theme does not define.

        Textual asks first when the app has no theme of its own yet; those of another one would be computed in vain.
        """
        if not self._has_themes:
            return {}
        if self._variables_theme is not self.current_theme:
            self._variables_theme, self._variables = self.current_theme, themes.with_stages(super().get_css_variables())
        return self._variables

    def on_mount(self) -> None:
        """Register the screens, and apply the user's keys and theme."""
        self.add_screens()
        self.context.use_keymap(self.context.journal.settings.keys)
        if (chosen := self.context.journal.settings.theme) in self.available_themes:
            self.theme = chosen

    def get_key_display(self, binding: Binding) -> str:
        """Return the display form of a key, the same everywhere in the program."""
        return written(binding.key)

    @on(ScreenShown)
    def _screen_shown(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Open the journal and show it, then freeze the objects that live as long as the app.

        The first frame is painted without the journal, since reading years of entries takes a while. Keys typed
        meanwhile are queued.
        """
        if self._has_begun:
            return
        self._has_begun = True
        self.background.begin()
        self.frames.before_open()
        try:
            if self.context.journal.is_locked:
                self.lock.begin()
                return
            self.context.journal.open()
        except RapportError as error:
            self.trouble = error
            self.exit()
        else:
            self._show_journal()

    def _show_journal(self) -> None:
        """Show the journal for the first time, now that it is open."""
        self.context.changed.publish(None)
        self.call_after_refresh(lambda: self.run_worker(self.frames.paint_plan()))
        take_short_turns()
        self._greet()
        self.call_after_refresh(begin_collection)
        self.call_after_refresh(self._warn)

    def _greet(self) -> None:
        """Follow the journal, report what was found in its files, and welcome new users."""
        self._stop_listening = self.context.journal.listen(self._take_in)
        self.background.start()
        touched_at, rest_seconds = lambda: self.background.touched_at, self._rest_seconds
        Preparation(self.context, self.create_screen, self.mount_screen, touched_at, rest_seconds).start()
        self.lock.follow()
        if self._begins_with_tour:
            self.take_tour()
        else:
            self._notify_demo()
        if self.context.journal.is_empty and not was_seen(self.context.settings_path, "greeting"):
            self.welcome()

    def _warn(self) -> None:
        from rapport_tui.settings_io import read_settings

        for warning in (*self.context.journal.warnings(), *read_settings(self.context.settings_path)[1]):
            self.context.notify_error(RapportError(warning))

    def _take_in(self) -> None:
        """Show a change, and collect its garbage after it is painted, when the user does not wait."""
        self.context.changed.publish(None)
        self.call_after_refresh(collect_young)

    def _notify_demo(self) -> None:
        if self.context.demo:
            leave = self.context.key("quit")
            self.context.notify_text(f"This is the demo: try anything, nothing is kept. {leave} leaves it.")

    def on_unmount(self) -> None:
        """Stop following the journal, and unfreeze the objects that lived as long as the app."""
        self._stop_listening()
        release_all()

    def get_system_commands(self, screen: Screen[object]) -> Iterator[SystemCommand]:
        """Yield the commands that the palette offers in addition to the keys."""
        theme = partial(dialogs.settings_dialog.choose_theme, self.context)
        yield SystemCommand("Choose the colours", "A theme, kept for the next time", theme)
        yield SystemCommand("Take the tour", "Five short steps through the screens", self.take_tour)
        for title, what, run in dialogs.encryption.encryption_commands(self.context):
            yield SystemCommand(title, what, run)

    @work
    async def welcome(self) -> None:
        """Welcome a new user, and go where they choose to begin."""
        await dialogs.welcome_dialog.welcome(self.context, self.go, partial(self.action_write, name_first=True))

    @work
    async def take_tour(self) -> None:
        """Show the tour through the tabs."""
        await dialogs.tour.take_tour(self.context, self.action_show_screen)
        self._notify_demo()

    def action_help(self) -> None:
        """Show the keys of the current screen, and run the chosen one."""

        def run(active: ActiveBinding | None) -> None:
            if active:
                self.call_later(self.run_action, active.binding.action, active.node)

        self.push_screen(dialogs.help_dialog.HelpDialog(self.screen), run)

    def action_jump(self) -> None:
        """Label everything that can be jumped to, and go to the target whose label is typed."""
        screen = keys.jump_mode.JumpScreen(keys.jump_mode.targets_of(self.screen))
        self.push_screen(screen, lambda go: go() if go else None)

    def action_write(self, *, name_first: bool = False) -> None:
        """Open the dialog that writes entries. With `name_first`, a line may begin with a plain name."""
        dialogs.entry_actions.write_entry(self.context, name_first=name_first)

    def action_dialog(self, name: str) -> None:
        """Show a dialog that is the same everywhere."""
        self.push_screen(dialogs.open_dialog(name))

    def action_brief(self) -> None:
        """Show the brief on the person at the cursor, or on one to be chosen."""
        person = self.screen.person_at_hand if isinstance(self.screen, TabScreen) else None
        dialogs.brief_dialog.show_brief(self.context, person)

    async def action_show_screen(self, screen: str) -> None:
        """Switch to a screen."""
        if screen == self.current_mode:
            return
        self._came_from.append(self.current_mode)
        del self._came_from[:-10]
        await self.switch_mode(screen)

    async def action_inbox(self) -> None:
        """Switch to the inbox; on People, toggle between the inbox and all people."""
        was_there = self.current_mode == "people"
        screen: Any = await self.go("people")
        screen.call_after_refresh(screen.toggle_inbox if was_there else screen.show_inbox)

    async def action_back(self) -> None:
        """Return to the previous screen, or to Today; on Today, say how to quit."""
        if self.current_mode == "today":
            self.context.notify_text(f"{self.context.key('quit')} leaves rapport.")
            return
        while self._came_from:
            screen = self._came_from.pop()
            if screen != self.current_mode:
                await self.switch_mode(screen)
                return
        await self.switch_mode("today")

    async def action_quit(self) -> None:
        """Leave, once the frame for the next start is kept."""
        self.run_worker(self.frames.keep_and_exit())

    def action_help_quit(self) -> None:
        """Quit at the second ctrl+c; at the first one, say so. Textual binds the key if no text is selected."""
        if monotonic() - self._asked_to_leave < _ASK_SECONDS:
            self.call_later(self.run_action, "app.quit")
        else:
            self._asked_to_leave = monotonic()
            self.context.notify_text("Press the same key once more to leave rapport.")

    def action_lock(self) -> None:
        """Lock the journal."""
        self.lock.lock()

    def action_sync(self) -> None:
        """Sync with the other machines, and show the conflicting changes."""
        self.background.sync.run(is_asked=True)

    def action_undo(self) -> None:
        """Undo the last action; confirm first unless it was just made in this window."""
        dialogs.undo_dialog.choose_undo(self.context, self._turned)

    def action_redo(self) -> None:
        """Redo the action that was undone last."""
        dialogs.undo_dialog.redo(self.context, self._turned)

    async def go(self, screen: str) -> TabScreen:
        """Switch to a screen and return it."""
        await self.action_show_screen(screen)
        return cast(TabScreen, self.screen_stack[0])

    @on(ShowPerson)
    @on(ShowEntry)
    @work
    async def _show_record(self, event: ShowPerson | ShowEntry) -> None:
        screen: Any = await self.go("people" if isinstance(event, ShowPerson) else "journal")
        screen.call_after_refresh(screen.attempt, partial(screen.go_to, event.uid))

    @on(ComposeTo)
    @work
    async def _compose_to(self, event: ComposeTo) -> None:
        screen: Any = await self.go("compose")
        screen.write_to(event.person, event.move_id, event.thread)  # before the next key, which may copy

    @on(ConvertJournal)
    def _convert(self, event: ConvertJournal) -> None:
        self.lock.convert(event.title, event.work, event.done)

    def notify(self, message: str, *, timeout: float | None = None, **more: Any) -> None:
        """Show a notification, unless the journal is locked; in plain mode, long enough to be read again."""
        if self.context.is_locked:
            return
        if self.context.journal.settings.plain:
            timeout = max(timeout or 0.0, _PLAIN_MESSAGE_SECONDS)
        super().notify(message, timeout=timeout, **more)

    @on(TabLine.Selected)
    async def _tab_selected(self, event: TabLine.Selected) -> None:
        await self.action_show_screen(event.tab)

    def _turned(self, action: Action, word: str) -> None:
        if isinstance(screen := self.screen_stack[0], TabScreen):
            screen.clear_status()
            screen.highlight({change.uid for change in action.changes if change.table == "people"})
        self.context.notify_text(f"{word}: {action.label}")

    def action_suspend_process(self) -> None:
        """Suspend the app if it runs in a shell that can resume it with `fg`."""
        if hasattr(os, "getsid") and os.getsid(0) != os.getpid():
            super().action_suspend_process()

    @on(Driver.SignalResume)
    def _paint_again(self) -> None:
        """Paint everything after `fg`: the terminal shows nothing of the app then."""
        self.refresh(layout=True)

    async def on_event(self, event: events.Event) -> None:
        """Record the time of the last input, open the journal before the first key, and queue the keys."""
        if isinstance(event, events.InputEvent):
            self.background.touch()
            self.frames.touch()
            self.begin()
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            await self._keys.put(event)
        else:
            await super().on_event(event)

    def _handle_exception(self, error: Exception) -> None:
        """Report a fault; of an encrypted journal, no word is in the report."""
        if self.context.is_encrypted:
            error = DiscreetError(error)
        super()._handle_exception(error)

    @on(KeyHandled)
    async def _key_handled(self, event: KeyHandled) -> None:
        await self._keys.go_on(event)


def run_app(journal: Journal, settings_path: Path, *, demo: bool, tour: bool, terminal: EarlyTerminal | None) -> int:
    """Run the app until the user leaves, and return its status. Raise `RapportError` if the journal can't be opened."""
    app = RapportApp(journal, settings_path=settings_path, demo=demo, tour=tour, terminal=terminal)
    end_unfinished_pastes()

    async def run() -> None:
        with leaving_on_signals(lambda code: app.exit(return_code=code)):
            await app.run_async()

    with discreet_reports(lambda: app.context.is_encrypted):
        asyncio.run(run())
    if app.trouble:
        raise app.trouble
    return app.return_code or 0
