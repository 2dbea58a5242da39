"""How long a key waits while 20,000 people are read and imported, while that is undone, and while others import them.

The app runs here, without a terminal. A task wakes each millisecond and notes the time of the processor that went by
since: as much as a key would have waited on a machine with nothing else to do.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from textual.widgets import Input, Static

from rapport_tui.app.app import RapportApp
from rapport_tui.app.dialogs.progress_dialog import change_at_length
from rapport_tui.app.people.import_dialog import ImportDialog
from rapport_tui.journal import Journal
from tests.bench.harness import Bench, Samples, Table
from tests.bench.importing import CONTACTS, address_book

MOST_MS: Final = 50
_THEIRS: Final = """
import sys
from pathlib import Path
from rapport_tui.journal import Journal

transfer = Journal(Path(sys.argv[1])).transfer
transfer.take_in(transfer.plan(transfer.read([Path(sys.argv[2])])))
"""


class _Beat:
    """The times between two turns of the loop."""

    def __init__(self) -> None:
        self.gaps: list[float] = []

    async def run(self) -> None:
        last = time.process_time()
        while True:
            await asyncio.sleep(0.001)
            now = time.process_time()
            self.gaps.append(now - last)
            last = now

    def taken(self) -> list[float]:
        gaps, self.gaps = self.gaps, []
        return gaps


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.02)


async def _measured(folder: Path, path: Path) -> dict[str, list[float]]:
    """Return the gaps of each kind of work on a new journal in `folder`, with the people of the file at `path`."""
    journal = Journal(folder)
    journal.people.add("Ann")
    beat = _Beat()
    app = RapportApp(journal, settings_path=folder.parent / "settings.toml")
    found: dict[str, list[float]] = {}
    done: list[Any] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("5")
        await asyncio.sleep(1)  # until the other screens are prepared
        task = asyncio.create_task(beat.run())
        await app.push_screen(ImportDialog())
        report = app.screen.query_one("#report", Static)
        app.screen.query_one("#path", Input).value = str(path)
        await pilot.press("enter")
        await _until(lambda: "Enter takes" in str(report.content))
        found["reading"] = beat.taken()
        await pilot.press("enter")
        await _until(lambda: not app.context.is_asking)
        await asyncio.sleep(0.5)
        found["import"] = beat.taken()
        uid = journal.history.standing()[0].uid
        change_at_length(
            app.context, "Taking back …", lambda watch: journal.history.undo(uid, watch=watch), done.append
        )
        await _until(lambda: bool(done))
        await asyncio.sleep(0.5)
        found["undo"] = beat.taken()
        beat.taken()
        theirs = subprocess.Popen([sys.executable, "-c", _THEIRS, str(folder), str(path)])
        await _until(lambda: theirs.poll() is not None)
        await _until(lambda: journal.unread == 0 and not journal.is_busy)
        await asyncio.sleep(0.5)
        found["another window"] = beat.taken()
        task.cancel()
    journal.close()
    return found


def run(bench: Bench) -> list[Table]:
    """Measure a table and a vCard."""
    count = CONTACTS // 10 if bench.quick else CONTACTS
    table = Table(
        f"A key’s wait while {count:,} people are imported, ms",
        ("file", "work", "p95", "longest", "all of the work", "longest to all"),
    )
    for name in ("Connections.csv", "phone.vcf"):
        path = address_book(bench.folder, name, count)
        for work, gaps in asyncio.run(_measured(bench.folder / f"bulk-{name}" / "journal", path)).items():
            longest, whole = max(gaps), sum(gaps)
            p95 = f"{Samples(gaps).p95 * 1e3:.0f}"
            table.add(name, work, p95, f"{longest * 1e3:.0f}", f"{whole * 1e3:,.0f}", f"{longest / whole:.3f}")
            bench.bar(
                f"a key’s longest wait, {work} of {count:,}, {name}",
                f"≤ {MOST_MS} ms",
                f"{longest * 1e3:.0f} ms",
                holds=longest * 1e3 <= MOST_MS,
            )
    return [table]
