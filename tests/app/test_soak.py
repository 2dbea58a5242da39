"""A day of somebody’s, again and again: nothing piles up in memory, in the folder, or in the work of a day.

`--soak=365` lives through a year in one process, and prints what a month took.
"""

from __future__ import annotations

import asyncio
import gc
import heapq
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partialmethod
from pathlib import Path
from types import FrameType
from typing import Any, Final, NamedTuple

import msgspec
import pytest
from textual.app import App
from textual.timer import Timer
from textual.widget import Widget

from rapport_tui import clipboard
from rapport_tui.app.background import IDLE_SECONDS
from rapport_tui.app.preparation import REST_SECONDS
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from rapport_tui.model.records import TABLES
from rapport_tui.store.backups import KEPT_AGES, KEPT_LATEST
from rapport_tui.store.storage import SMALLEST_LOG
from tests.app.app_driver import PATIENCE, AppDriver, open_app
from tests.conftest import Clock

DAYS: Final = 4
WARM: Final = 1
"""Days until every screen was seen."""
MONTH: Final = 30
PEOPLE: Final = ("sam.ortiz", "priya.nair", "tom.becker", "beatriz.sousa")
ABOUT: Final = ("the launch", "a flat in Lisbon", "the half marathon", "late trains", "pottery")
TOAST_SECONDS: Final = 0.1
MORE: Final = 4
"""How many more there may be than on the first day: a list that has grown gets its scrollbar."""
MOST_BYTES: Final = 40
"""How many bytes of memory a byte of the journal may take, with its records, indexes and words to be found by."""
SLACK: Final = 5
"""Megabytes that caches of a fixed size take later than in the first month."""
FILES: Final = 3 + 2 * (KEPT_LATEST + len(KEPT_AGES))
"""How many files a journal has at most: snapshot, log and lock, and a snapshot and a log for each older generation."""


class Evening(NamedTuple):
    """The state at the end of a day.

    Of objects: widgets of the app, gone ones of the most frequent kind that are still in memory, timers, tasks, all.
    Of the journal: its documents and their bytes; its files and their bytes. Megabytes in memory. Of the day’s work:
    the documents that became records, the calls of our own code below the app (counted once a month), its seconds.
    """

    live: int
    kept: int
    timers: int
    tasks: int
    objects: int
    docs: int
    data: int
    files: int
    size: int
    memory: float
    decoded: int
    calls: int
    seconds: float


class Meter:
    """Counts the work of days: documents that became records, and calls of our own code below the app."""

    def __init__(self) -> None:
        self.decoded = 0
        self.calls = 0

    def reset(self) -> None:
        self.decoded = self.calls = 0

    def convert(self, convert: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            self.decoded += 1
            return convert(*args, **named)

        return counted

    @contextmanager
    def running(self) -> Iterator[None]:
        def count(frame: FrameType, event: str, _: object) -> None:
            if event == "call":
                name = frame.f_code.co_filename
                self.calls += "rapport_tui" in name and "/app/" not in name

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            yield
        finally:
            sys.setprofile(before)


async def _back(driver: AppDriver) -> None:
    """Leave the dialogs that are open, and with them what is open with the people of a line."""
    await driver.pilot.pause()
    while len(driver.app.screen_stack) > 1:
        await driver.press("escape")


async def live(driver: AppDriver, number: int) -> None:
    """Live through a day."""
    who, about = PEOPLE[number % len(PEOPLE)], ABOUT[number % len(ABOUT)]
    await driver.press("1")
    driver.widget(RowList, "#openings").focus()
    await driver.press("space")
    await driver.type(f"@{who} was early too")
    await driver.press("enter")
    await _back(driver)
    await driver.write(f"lunch with @{who} about {about} #soak ? how is {about}")
    await driver.press("2", "L" if number % 2 else "H", "u")
    await driver.press("L" if number % 2 else "H")
    await driver.press("3", "slash", *"lunch", "escape")
    await driver.press("4", "p")
    await driver.type(who.replace(".", " "))
    await driver.press("enter", "c")
    await driver.press("5", "6", "1", "t", "space")
    await driver.type(f"settled {about}")
    await driver.press("enter")
    await _back(driver)


async def idle(driver: AppDriver, clock: Clock) -> None:
    """Let the night pass: the files are tidied, and it is another day."""
    driver.app.background.touched_at = time.monotonic() - IDLE_SECONDS - 1
    driver.app.background.run()
    clock.pass_days(1)
    driver.app.background.run()
    driver.app.clear_notifications()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and any(type(one).__name__ == "Toast" for one in driver.app._registry):
        await driver.pilot.pause(TOAST_SECONDS)
    driver.app.background.references.release()
    driver.app.background.references.release()
    await driver.pilot.pause()
    _drop_cancelled()


def _drop_cancelled() -> None:
    """Drop what asyncio keeps until it would have been due: cancelled calls, and the screens of their contexts."""
    loop = vars(asyncio.get_running_loop())
    loop["_scheduled"] = [call for call in loop["_scheduled"] if not call.cancelled()]
    heapq.heapify(loop["_scheduled"])
    loop["_timer_cancelled_count"] = 0


def look(driver: AppDriver, meter: Meter, seconds: float) -> Evening:
    """Return what there is now."""
    gc.collect()
    alive, live = gc.get_objects(), driver.app._registry
    gone = Counter(type(one).__name__ for one in alive if isinstance(one, Widget) and one not in live)
    store = driver.journal._context.store
    paths = [path for path in driver.journal.folder.rglob("*") if path.is_file()]
    return Evening(
        live=len(live),
        kept=max(gone.values(), default=0),
        timers=sum(isinstance(one, Timer) and one._task is not None for one in alive),
        tasks=len(asyncio.all_tasks()),
        objects=len(alive),
        docs=sum(len(store.docs[table]) for table in TABLES),
        data=sum(len(msgspec.json.encode(store.docs[table])) for table in TABLES),
        files=len(paths),
        size=sum(path.stat().st_size for path in paths),
        memory=_resident(),
        decoded=meter.decoded,
        calls=meter.calls,
        seconds=seconds,
    )


def _resident() -> float:
    """Return the MB of the process that are in memory now, 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    return int(status.read_text("ascii").split()[1]) * 4096 / 1e6 if status.exists() else 0.0


async def soak(journal: Journal, clock: Clock, monkeypatch: pytest.MonkeyPatch, days: int) -> list[Evening]:
    """Live through so many days in one process, and return their evenings."""
    meter = Meter()
    monkeypatch.setattr(clipboard, "copy_to_desktop", lambda text: True)
    monkeypatch.setattr(msgspec, "convert", meter.convert(msgspec.convert))
    monkeypatch.setattr(App, "notify", partialmethod(_notify, App.notify))
    evenings: list[Evening] = []
    async with open_app(journal, rest_seconds=REST_SECONDS, every_frame=True) as driver:
        for number in range(days):
            meter.reset()
            began = time.perf_counter()
            with meter.running() if number % MONTH == MONTH - 1 else nullcontext():
                await live(driver, number)
            seconds = time.perf_counter() - began
            await idle(driver, clock)
            evenings.append(look(driver, meter, seconds))
            if number % MONTH == MONTH - 1:
                sys.stdout.write(f"{number + 1} {evenings[-1]}\n")
                sys.stdout.flush()
    return evenings


def _notify(app: App[None], notify: Callable[..., None], message: str, **named: Any) -> None:
    """Say something in passing, and not for long, for days are short here."""
    notify(app, message, **{**named, "timeout": TOAST_SECONDS})


def at_peace(evenings: Sequence[Evening]) -> None:
    """Assert that nothing piled up since the first of `evenings` but what was written."""
    first, last = evenings[0], evenings[-1]
    for what in ("live", "kept", "timers", "tasks"):
        counted = [getattr(evening, what) for evening in evenings]
        assert max(counted) <= counted[0] + MORE, (what, counted)
    assert max(evening.files for evening in evenings) <= FILES
    assert max(evening.size / (evening.data + SMALLEST_LOG) for evening in evenings) <= FILES
    assert last.decoded <= 2 * first.decoded


async def test_what_was_said_before_leaves_no_place_behind(demo: Journal) -> None:
    async with open_app(demo) as driver:
        for text in ("apples", "pears", "plums"):
            driver.app.context.notify_text(text)
            await driver.sees(text)
        await driver.sees_no("apples", "pears")
        driver.app.background.references.release()
        driver.app.background.references.release()
        await driver.pilot.pause()
        assert len(driver.app.screen.query("ToastHolder")) == 1


async def test_what_is_just_being_said_is_not_swept_away(demo: Journal) -> None:
    async with open_app(demo) as driver:
        for text in ("apples", "pears"):
            driver.app.context.notify_text(text)
            for _ in range(20):
                if any(not place.children for place in driver.app.screen.query("ToastHolder")):
                    break
                await asyncio.sleep(0)
            driver.app.background.references.release()
            await driver.sees(text)


async def test_days_leave_nothing_behind_but_what_was_written(
    demo: Journal, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_peace((await soak(demo, clock, monkeypatch, DAYS))[WARM:])


async def test_for_as_long_as_wanted(
    demo: Journal, clock: Clock, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    days = pytestconfig.getoption("--soak")
    if days <= 2 * MONTH:
        pytest.skip(f"--soak=DAYS lives through so many, more than {2 * MONTH}")
    evenings = await soak(demo, clock, monkeypatch, days)
    at_peace(evenings[WARM:])
    first, last = evenings[MONTH - 1], evenings[-1]
    assert last.memory - first.memory <= MOST_BYTES * (last.data - first.data) / 1e6 + SLACK
    months = evenings[MONTH - 1 :: MONTH]
    assert months[-1].calls <= 2 * months[0].calls  # Insights counts all that there is, each day
