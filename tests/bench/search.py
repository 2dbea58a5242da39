"""Searching as one types over a working life of entries, and opening Today with everybody one ever met.

python -m tests.bench search [--entries 50000] [--people 5000]

A keystroke is measured from the key to the end of the repaint: the query, the lines laid out, the calendar, the
strips. `find` is the journal's part of it. `today` is the first plan after the journal was read.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from textual import events

from rapport_tui.app.app import RapportApp
from rapport_tui.app.screens.journal import JournalRoom
from rapport_tui.journal import Journal
from rapport_tui.journal.history import as_doc
from rapport_tui.model.records import STAGES, Entry, Note, Person, Record
from tests.conftest import MONDAY, Clock

TYPED: Final = ("lisbon", "the kitchen", "with:ann ferry", "#travel tide", "zoë", "harbour #work", "-coffee r", "x y z")
_NAMES: Final = ("Ann", "Ben", "Cem", "Dana", "Eve", "Fay", "Inés", "Jun", "Kofi", "Priya", "Ravi", "Tom", "Zoë", "明")
_FAMILIES: Final = ("Abara", "Becker", "Costa", "Evans", "Haddad", "Ito", "Kim", "Moreau", "Nair", "Ortiz", "Silva")
_WORDS: Final = tuple(
    "coffee lunch about the kitchen Lisbon tide ferry numbers a deck meeting harbour report and how was trip plan new "  # noqa: SIM905
    "flat children marathon pottery forecast crews winter summer budget review question answer train late rain".split()
)


def fill(folder: Path, entries: int, people: int) -> None:
    """Make a journal of so many entries about so many people; it is the same each time."""
    chance, clock = random.Random(5), Clock()
    journal = Journal(folder, clock=clock)
    today = MONDAY.date()
    records: list[tuple[str, Record]] = []
    for number in range(people):
        since = today - timedelta(chance.randrange(30, 3000))
        name = f"{chance.choice(_NAMES)} {chance.choice(_FAMILIES)} {number}"
        stage = chance.choices(STAGES, (30, 40, 20, 7, 3))[0]
        records.append(("people", Person(uid=f"p{number}", name=name, added=since, since=since, stage=stage)))
    for number in range(entries):
        uid, who = f"e{number}", f"p{chance.randrange(people)}"
        day = today - timedelta(chance.randrange(1, 7000))
        text = f"{' '.join(chance.choices(_WORDS, k=12))} with @{who} #{chance.choice(('travel', 'work', 'tide'))}"
        if number % 5 == 0:
            text += " ? how was the deck"
            done = day if number % 50 else None
            note = Note(
                uid=f"n{number}", kind="ask", text="how was the deck", made=day, people=(who,), entry=uid, done=done
            )
            records.append(("notes", note))
        topics = (text.split("#")[1].split()[0],)
        records.append(("entries", Entry(uid=uid, day=day, text=text, people=(who,), topics=topics)))
    with journal._core.store.transaction() as draft:
        for table, record in records:
            draft.put(table, as_doc(record))
    journal.close()


async def type_all(journal: Journal, folder: Path) -> list[float]:
    """Type each query in the journal's room, and return the milliseconds that each key took."""
    times: list[float] = []
    app = RapportApp(journal, settings_path=folder / "settings.toml")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3", "slash")
        room = app.screen
        assert isinstance(room, JournalRoom)
        for query in TYPED:
            for end in range(1, len(query) + 1):
                key = query[end - 1]
                times.append(await _key(app, room, "space" if key == " " else key, key, query[:end]))
            await pilot.press(*["backspace"] * len(query))
    return times


async def _key(app: RapportApp, room: JournalRoom, key: str, character: str, expected: str) -> float:
    start = time.perf_counter()
    app.post_message(events.Key(key, character))
    while room._asked != expected:
        await asyncio.sleep(0)
    painted = asyncio.Event()
    room.call_after_refresh(painted.set)
    await painted.wait()
    return (time.perf_counter() - start) * 1e3


def each(run: Callable[[str], object]) -> list[float]:
    """Return the milliseconds that `run` takes for each beginning of each query."""
    times = []
    for query in TYPED:
        for end in range(1, len(query) + 1):
            start = time.perf_counter()
            run(query[:end])
            times.append((time.perf_counter() - start) * 1e3)
    return times


def say(name: str, times: Sequence[float]) -> None:
    """Print one line of the table."""
    ranked = sorted(times)
    middle, high = ranked[len(ranked) // 2], ranked[min(int(len(ranked) * 0.95), len(ranked) - 1)]
    sys.stdout.write(f"{name:<12} {len(ranked):>6} {middle:>9.1f} {high:>9.1f} {ranked[-1]:>9.1f}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="tests.bench search")
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--people", type=int, default=5_000)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "journal"
        fill(folder, chosen.entries, chosen.people)
        sys.stdout.write(f"{'ms':<12} {'times':>6} {'p50':>9} {'p95':>9} {'most':>9}\n")
        small = Journal(Path(home) / "small", clock=Clock())
        small.today.plan()  # the program itself is loaded too
        small.close()
        journal = Journal(folder, clock=Clock()).open()
        _ = journal.playbook
        gc.collect()
        gc.freeze()  # as the program does once it is open
        start = time.perf_counter()
        journal.today.plan()
        say("today", [(time.perf_counter() - start) * 1e3])
        say("today again", [_timed(journal.today.plan) for _ in range(20)])
        start = time.perf_counter()
        journal.entries.find("tide")
        say("first find", [(time.perf_counter() - start) * 1e3])
        say("find", each(journal.entries.find))
        journal.close()
        journal = Journal(folder, clock=Clock()).open()
        say("a key", asyncio.run(type_all(journal, Path(home))))
        journal.close()


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1e3
