"""The app as somebody uses it: keys and clicks in, painted text out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import TypeVar

from rich.cells import cell_len
from textual import events
from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from rapport_tui.app.app import RapportApp
from rapport_tui.app.dialogs.closed_dialog import ClosedDialog
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from tests.app.late_frames import painted_at_input
from tests.app.widgets.role_app import line_of

NEVER = 3600.0
"""The seconds without input after which the screens are prepared, where a test is not about that."""
PATIENCE = 10.0
"""Seconds after which what was waited for is not going to come."""
WidgetT = TypeVar("WidgetT", bound=Widget)


class AppDriver:
    """The open app, with what somebody in front of it can do and see."""

    def __init__(self, app: RapportApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def journal(self) -> Journal:
        """The journal that the app is open on."""
        return self.app.context.journal

    @property
    def strips(self) -> list[Strip]:
        """The painted lines of the terminal as strips, with the screen under a dialog."""
        token = visible_screen_stack.set(self.app._background_screens)
        try:
            return self.app.screen._compositor.render_strips(self.app.size)
        finally:
            visible_screen_stack.reset(token)

    @property
    def lines(self) -> list[str]:
        """The painted lines."""
        return [strip.text for strip in self.strips]

    @property
    def text(self) -> str:
        """The painted lines, as one text."""
        return "\n".join(self.lines)

    @property
    def quiet(self) -> str:
        """The text of the line under the screen."""
        return self.part("#quiet") if self.app.screen.query("#quiet") else ""

    @property
    def at(self) -> str:
        """The first line of the row that the cursor is on, in the list that has the focus."""
        focused = self.app.screen.focused
        assert isinstance(focused, RowList)
        assert focused.cursor_key is not None
        return focused.render_line(line_of(focused, focused.cursor_key)).text.strip("▌▏ ")

    def widget(self, kind: type[WidgetT], selector: str = "") -> WidgetT:
        """Return a widget of the present screen."""
        return self.app.screen.query_one(selector or kind.__name__, kind)

    def part(self, selector: str) -> str:
        """Return what is painted of one widget, without the spaces around it; empty where it is not shown."""
        widget = self.app.screen.query_one(selector)
        if not widget.display:
            return ""
        region = widget.region
        lines = [strip.crop(region.x, region.right).text for strip in self.strips[region.y : region.bottom]]
        return "\n".join(line.rstrip() for line in lines).strip()

    def prose(self, selector: str) -> str:
        """Return what is painted of one widget as one line, however it is wrapped."""
        return " ".join(self.part(selector).split())

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size, and wait until all is painted for it."""
        await self.pilot.resize_terminal(columns, lines)
        end = asyncio.get_running_loop().time() + PATIENCE
        while {strip.cell_length for strip in self.strips} != {columns}:
            assert asyncio.get_running_loop().time() < end, self.text
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Put a text at the cursor of the field that has the focus, in one go, as a paste does."""
        assert self.app.screen.focused is not None
        self.app.screen.focused.post_message(events.Paste(text))
        await self.pilot.pause()

    async def write(self, line: str) -> None:
        """Write a line in the journal, leaving open what was open with its people: n, the line, enter, escape."""
        await self.press("n")
        await self.type(line)
        await self.press("enter")
        await self.pilot.pause()
        if isinstance(self.app.screen, ClosedDialog):
            await self.press("escape")

    def place(self, text: str, within: str = "") -> tuple[int, int]:
        """Return the cell and the line where `text` is painted first, perhaps looking only at one widget."""
        region = self.app.screen.query_one(within).region if within else self.app.size.region
        for y in range(region.y, region.bottom):
            line = self.strips[y].crop(region.x, region.right).text
            if text in line:
                return region.x + cell_len(line[: line.index(text)]), y
        raise AssertionError(f"“{text}” is not to be seen:\n{self.text}")

    async def click(self, text: str, within: str = "", *, by: int = 0, times: int = 1) -> None:
        """Click on a text where it is painted, or `by` cells right of its beginning."""
        x, y = self.place(text, within)
        await self.pilot.click(offset=(x + by, y), times=times)

    async def drag(self, text: str, to: tuple[int, int]) -> None:
        """Press the mouse on a text, go to a cell, and let go there."""
        x, y = self.place(text)
        await self.pilot.mouse_down(offset=(x, y))
        for step in range(1, 5):
            await self.pilot.hover(offset=(x + (to[0] - x) * step // 4, y + (to[1] - y) * step // 4))
        await self.pilot.mouse_up(offset=to)
        await self.pilot.pause()

    async def sees(self, *texts: str) -> None:
        """Wait until all the texts are painted."""
        await self._until(*texts, painted=True)

    async def sees_no(self, *texts: str) -> None:
        """Wait until none of the texts is painted."""
        await self._until(*texts, painted=False)

    async def comes_to(self, text: str) -> None:
        """Wait until the cursor is on a row whose first line has the text."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while text not in self.at:
            assert asyncio.get_running_loop().time() < end, f"“{text}” is not where the cursor is: {self.at}"
            await self.pilot.pause()

    async def _until(self, *texts: str, painted: bool) -> None:
        end = asyncio.get_running_loop().time() + PATIENCE
        while True:
            shown = self.text
            wrong = [text for text in texts if (text in shown) is not painted]
            if not wrong:
                return
            say = "is not to be seen" if painted else "is still there"
            assert asyncio.get_running_loop().time() < end, f"“{wrong[0]}” {say}:\n{shown}"
            await self.pilot.pause()


@asynccontextmanager
async def open_app(
    journal: Journal,
    size: tuple[int, int] = (120, 40),
    *,
    demo: bool = False,
    rest_seconds: float = NEVER,
    every_frame: bool = False,
) -> AsyncIterator[AppDriver]:
    """Open the app on `journal`, with settings beside it, in a terminal of `size` columns and lines.

    The screens that were not opened yet are prepared after `rest_seconds` without input. A test that looks at the
    frames has `every_frame` painted.
    """
    settings_path = journal.folder.parent / "settings.toml"
    app = RapportApp(journal, settings_path=settings_path, demo=demo, rest_seconds=rest_seconds)
    with nullcontext() if every_frame else painted_at_input():
        async with app.run_test(size=size, notifications=True) as pilot:
            for _ in range(2):  # the second is for the layout of what the journal brought
                await pilot.pause()
            yield AppDriver(app, pilot)
