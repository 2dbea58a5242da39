"""The rows beside Today in a very wide terminal: upcoming notes, open threads, and the last week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from rapport_tui.app.row_builders import note_row
from rapport_tui.app.widgets.rows import Row, RowLine, StyledText
from rapport_tui.model.relative_days import WEEKDAYS
from rapport_tui.model.wording import counted
from rapport_tui.terminal_text import pad

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

_MOST_COMING: Final = 8
_MOST_THREADS: Final = 16
_DAYS: Final = 7
_MOST_MARKS: Final = 20


def beside_rows(journal: Journal) -> Iterator[Row]:
    """Yield the rows: notes by uid, and a line for each of the last seven days."""
    today = journal.day
    notes = journal.threads.open()
    coming = sorted((note for note in notes if note.due and note.due > today), key=lambda note: note.due or today)
    threads = [note for note in notes if note.due is None]
    yield _heading("Tomorrow and after", first=True)
    yield from (note_row(journal, note) for note in coming[:_MOST_COMING])
    if not coming:
        yield _plain("coming", "Nothing is due.")
    yield _heading(f"Open threads  {len(threads)}" if threads else "Open threads")
    yield from (note_row(journal, note) for note in threads[:_MOST_THREADS])
    if not threads:
        yield _plain("threads", "Nothing is open.")
    yield _heading("The last seven days")
    for ago in range(_DAYS):
        day = today - timedelta(ago)
        talks = sum(bool(entry.people) for entry in journal.entries.on(day))
        marks = StyledText("■ " * min(talks, _MOST_MARKS), "success")
        told = StyledText(counted(talks, "talk") if talks else "—", "muted")
        yield Row(
            f"day:{ago}", (RowLine((StyledText(pad(WEEKDAYS[day.weekday()][:3], 5), "muted"), marks, told)),), False
        )


def _heading(title: str, *, first: bool = False) -> Row:
    space = () if first else (RowLine(),)
    return Row(f"heading:{title}", (*space, RowLine((StyledText(title, "accent"),))), selectable=False)


def _plain(key: str, text: str) -> Row:
    return Row(key, (RowLine((StyledText(text, "muted"),)),), selectable=False)
