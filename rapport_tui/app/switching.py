"""Switching between the screens without waiting: a screen is painted once it shows what is new, its CSS read ahead."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path, PurePath
from typing import Any, Final
from weakref import WeakKeyDictionary

from textual import on
from textual.app import App
from textual.notifications import Notify, SeverityLevel
from textual.screen import Screen

from rapport_tui.app.messages import ScreenReady
from rapport_tui.app.notifications import PaintedNotification, start_painted
from rapport_tui.app.screens import open_screen
from rapport_tui.app.tab_screen import SCREENS, TabScreen

_LATER_CSS: Final = [Path(__file__).with_name("later.tcss"), Path(__file__).parent / "dialogs" / "dialogs.tcss"]


class SwitchingApp(App[None]):
    """An app whose modes are the six screens."""

    def __init__(self) -> None:
        super().__init__()
        self._looks: WeakKeyDictionary[Screen[Any], object] = WeakKeyDictionary()
        self._delay: AbstractContextManager[None] | None = None

    def get_default_screen(self) -> Screen[None]:
        """Return the first screen. Defining it as a mode would parse all CSS twice more at startup."""
        return self.create_screen(self.DEFAULT_MODE)

    def add_screens(self) -> None:
        """Register each screen as a mode; it is created when it is first opened."""
        for name in SCREENS:
            self.add_mode(name, partial(self.create_screen, name))

    def create_screen(self, name: str) -> TabScreen:
        """Return a new screen named `name`, with its CSS read.

        Textual would parse the CSS of the whole app anew for each new screen, and apply all of it again.
        """
        screen = open_screen(name)
        if name != self.DEFAULT_MODE:
            self.read_later_css()
        self._read_css(screen.css_path)
        self._looks[screen] = self._look()
        return screen

    def read_later_css(self) -> None:
        """Read the CSS that the first frame does without: nothing that is painted until then has rules in it."""
        self._read_css(_LATER_CSS)

    def _read_css(self, paths: Sequence[PurePath]) -> None:
        if missing := [path for path in paths if not self.stylesheet.has_source(str(path))]:
            self.stylesheet.read_all(missing)
            self.stylesheet.parse()

    def push_screen(self, *args: Any, **named: Any) -> Any:
        """Show a dialog or another screen over this one, with its CSS read."""
        self.read_later_css()
        return super().push_screen(*args, **named)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notification for its time, which begins when it is painted, with its CSS read."""
        self.read_later_css()
        seconds = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.post_message(Notify(PaintedNotification(message, title, severity, seconds, markup)))

    def post_display_hook(self) -> None:
        """Start the time of the notifications that were painted just now."""
        if self._notifications and not self._batch_count:
            for screen in self.screen_stack:
                start_painted(screen)

    def mount_screen(self, name: str) -> TabScreen | None:
        """Mount a screen hidden and return it; None if it was opened already. The first visit then only paints it.

        Textual has no public method for this; it does the same on the first visit.
        """
        if name in self._screen_stacks:
            return None
        screen = self.create_screen(name)
        self._register(self, screen)
        self._screen_stacks[name] = [screen]
        return screen

    def refresh_css(self, animate: bool = True) -> None:
        """Apply the CSS again if the theme has changed since this was done for the current screen.

        Textual calls this for each new screen too, which has its styles already.
        """
        look = self._look()
        if self._looks.get(self.screen) != look:
            super().refresh_css(animate)
            self._looks.update(dict.fromkeys(self.screen_stack, look))

    def _look(self) -> object:
        return self.theme, self.ansi_theme, self.get_css_variables()

    def delay_update(self, delay: float = 0.05) -> None:
        """Paint nothing until the screen that is switched to has shown what is new; a dialog over it is not waited for.

        Textual waits for a fixed time. It calls this on switching, and on closing the palette.
        """
        if self._delay is None:
            self._delay = self.batch_update()
            self._delay.__enter__()
        self.set_timer(delay, self._end_delay_of_dialog)

    def _end_delay_of_dialog(self) -> None:
        if len(self.screen_stack) > 1:
            self._end_delay()

    @on(ScreenReady)
    def _screen_ready(self, event: ScreenReady) -> None:
        if event.screen in self.screen_stack:
            self._end_delay()

    def _end_delay(self) -> None:
        if self._delay is not None:
            self._delay.__exit__(None, None, None)
            self._delay = None
            self.screen.refresh()
