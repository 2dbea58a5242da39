"""The rows of the detail of an item: instructions, ready lines, and the brief on the person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rapport_tui.app.widgets.rows import Row, RowLine, StyledText
from rapport_tui.model.fears import fear_sentence
from rapport_tui.playbook.second_person import checking_hint
from rapport_tui.terminal_text import pad

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.today import Task

LINE_KEY: Final = "line:"
"""The prefix of the keys of ready lines."""
_LABEL_CELLS: Final = 11


def title(task: Task | None) -> str:
    """Return the heading: the note, or the title of the move."""
    if task is None:
        return ""
    if task.note is not None:
        return task.note.text
    return task.move.title if task.move else "What to do"


def how_rows(journal: Journal, task: Task, keys: str) -> Iterator[Row]:
    """Yield the reason for the item, its instructions, and each ready line with its register."""
    if task.item.why:
        yield _plain("why", RowLine((StyledText(task.item.why, "muted"),)))
    move = task.move
    if move is None:
        yield _plain("keys", RowLine((StyledText(keys, "muted"),)))
        return
    yield _plain("what", RowLine((StyledText(move.what),)))
    before = ""
    for number, (register, line) in enumerate(journal.composer.ready_lines(move, task.person)):
        label = StyledText(pad("" if register == before else register, _LABEL_CELLS), "muted")
        if register != before:
            yield _plain(register, RowLine())
        lines = [RowLine((label, StyledText(f"“{line.text}”", "note")), hang=_LABEL_CELLS + 1)]
        if task.person and (told := checking_hint(line.to_check, task.person)):
            lines.append(RowLine((StyledText(pad("", _LABEL_CELLS)), StyledText(told, "muted")), hang=_LABEL_CELLS))
        yield Row(f"{LINE_KEY}{number}", tuple(lines))
        before = register
    yield _plain("comfort", RowLine(), RowLine((StyledText(move.comfort, "success"),)))
    if task.item.is_opening and (told := fear_sentence(journal.today.fears)):
        yield _plain("fears", RowLine((StyledText(told, "success"),)))


def essence_rows(journal: Journal, uid: str) -> Iterator[Row]:
    """Yield the brief on the person without the move, which is shown beside it."""
    for number, line in enumerate(journal.briefs.lines(uid)):
        if line.sort not in ("next", "line"):
            told = StyledText(line.text, "note" if line.sort == "open" else "text")
            yield _plain(
                f"brief:{number}",
                RowLine((StyledText(pad(line.label, _LABEL_CELLS), "muted"), told), hang=_LABEL_CELLS),
            )


def _plain(key: str, *lines: RowLine) -> Row:
    return Row(key, lines, selectable=False)
