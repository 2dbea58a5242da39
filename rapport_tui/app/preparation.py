"""Preparing the screens that were not opened yet, a little at a time, while the user rests."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress
from time import monotonic
from typing import Final

from rapport_tui.app.context import AppContext
from rapport_tui.app.tab_screen import SCREENS, TabScreen
from rapport_tui.model.errors import RapportError
from rapport_tui.startup import keep_all

REST_SECONDS: Final = 0.3
"""The time without input after which the user is taken to rest."""
_PAUSE_SECONDS: Final = 0.005
_PEOPLE_AT_ONCE: Final = 100
_ENTRIES_AT_ONCE: Final = 1_000


class Preparation:
    """Work that the first change or visit to a screen would wait for: modules, CSS, and what is read of the journal.

    `create_screen` imports the module of a screen and reads its CSS. `last_input` returns the time of the last input.
    The user rests after `rest_seconds` without input.
    """

    def __init__(
        self,
        context: AppContext,
        create_screen: Callable[[str], TabScreen],
        mount_screen: Callable[[str], TabScreen | None],
        last_input: Callable[[], float],
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        self._context = context
        self._create_screen = create_screen
        self._mount_screen = mount_screen
        self._last_input = last_input
        self._rest_seconds = rest_seconds
        self._steps = self._all_steps()

    def start(self) -> None:
        """Begin once the user rests."""
        self._context.app.set_timer(self._rest_seconds, self._go_on)

    def _go_on(self) -> None:
        """Do one step, or wait while the user types or a dialog works; end when the app does.

        A locked journal is not read for this.
        """
        if self._context.is_locked or not self._context.app.is_running:
            self._steps.close()
            return
        with suppress(StopIteration, RapportError):  # a screen that fails to read something tells when it is opened
            is_working = self._context.is_asking or self._context.journal.is_busy
            if rests := not is_working and monotonic() - self._last_input() > self._rest_seconds:
                next(self._steps)
            self._context.app.set_timer(_PAUSE_SECONDS if rests else self._rest_seconds, self._go_on)

    def _all_steps(self) -> Generator[None]:
        """Yield after each step. None takes longer than a few frames, in a journal of any size."""
        journal = self._context.journal
        journal.prepare_to_change()
        for name in SCREENS:
            self._create_screen(name)
            yield
        while not journal.people.prepare_board(_PEOPLE_AT_ONCE):
            yield
        journal.people.rungs(journal.settings.board_order)
        yield
        while not journal.entries.prepare_to_find(_ENTRIES_AT_ONCE):
            yield
        for name in SCREENS:
            if screen := self._mount_screen(name):
                while not screen.is_mounted:
                    yield
                yield from screen.prepare()
        keep_all()
