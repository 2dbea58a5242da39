"""The rows that Today has space for in a very wide terminal: what is coming, the last week, and open threads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from rapport_tui.app.row_builders import entry_rows, heading_row, note_row
from rapport_tui.app.widgets.rows import Row, RowLine, StyledText
from rapport_tui.model.relative_days import WEEKDAYS
from rapport_tui.terminal_text import pad

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

_MOST_COMING: Final = 8
_MOST_THREADS: Final = 40
_DAYS: Final = 7
_DAY_CELLS: Final = 5


def beside_rows(journal: Journal) -> Iterator[Row]:
    """Yield the rows: notes by uid, and whom you talked to on each of the last seven days."""
    today = journal.day
    notes = journal.threads.open()
    coming = sorted((note for note in notes if note.due and note.due > today), key=lambda note: note.due or today)
    threads = [note for note in notes if note.due is None]
    yield heading_row("Tomorrow and after", "accent", is_first=True)
    yield from (note_row(journal, note) for note in coming[:_MOST_COMING])
    if not coming:
        yield _plain("coming", "Nothing is due.")
    yield heading_row("The last seven days", "accent")
    for ago in range(_DAYS):
        day = today - timedelta(ago)
        names = dict.fromkeys(name for entry in journal.entries.on(day) for name in journal.entries.names(entry))
        told = StyledText(", ".join(names)) if names else StyledText("—", "muted")
        label = StyledText(pad(WEEKDAYS[day.weekday()][:3], _DAY_CELLS), "muted")
        yield Row(f"day:{ago}", (RowLine((label, told), hang=_DAY_CELLS),), selectable=False)
    yield heading_row(f"Open threads  {len(threads)}" if threads else "Open threads", "accent")
    yield from (note_row(journal, note) for note in threads[:_MOST_THREADS])
    if not threads:
        yield _plain("threads", "Nothing is open.")


def with_earlier(journal: Journal, rows: Sequence[Row], empty: str) -> list[Row]:
    """Return the entries of today, or `empty`, and below them those of the days before."""
    days = (journal.day - timedelta(ago) for ago in range(1, _DAYS))
    earlier = [entry for day in days for entry in journal.entries.on(day)]
    return [*(rows or [_plain("empty", empty)]), *entry_rows(journal, earlier)]


def _plain(key: str, text: str) -> Row:
    return Row(key, (RowLine((StyledText(text, "muted"),)),), selectable=False)
