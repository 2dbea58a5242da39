"""The details of the item at the cursor of Today: instructions, ready lines, and the brief on the person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.widgets.rows import RestingRows, Row, RowLine, StyledText
from rapport_tui.model.fears import fear_sentence
from rapport_tui.playbook.second_person import checking_hint
from rapport_tui.terminal_text import pad

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.today import Task

LINE_KEY: Final = "line:"
"""The prefix of the keys of ready lines."""
_LABEL_CELLS: Final = 11


class DetailList(RestingRows):
    """A list in one half of the detail."""

    BINDINGS: ClassVar[list[BindingType]] = bound({"detail.leave": "screen.leave_detail"})


class TaskDetail:
    """The detail of one item in `pane`: on the left instructions and ready lines, on the right the brief on the person.

    The halves are mounted when an item is shown first. The first frame of the app, which has none, takes 15 ms less.
    """

    def __init__(self, pane: Widget) -> None:
        self.how = DetailList(id="how", classes="part", wrap=True)
        self._essence = DetailList(id="essence", classes="part", wrap=True)
        pane.mount(self.how, self._essence)

    def show(self, journal: Journal, task: Task | None, keys: str) -> None:
        """Show an item, or nothing for None. `keys` names the actions on a promise or a thread."""
        person = task.person if task else None
        self._essence.display = person is not None
        self.how.head(_title(task))
        self.how.show(list(_how_rows(journal, task, keys)) if task else [])
        if person is not None:
            self._essence.head(person.name)
            self._essence.show(list(_essence_rows(journal, person.uid)))


def _title(task: Task | None) -> str:
    if task is None:
        return ""
    if task.note is not None:
        return task.note.text
    return task.move.title if task.move else "What to do"


def _how_rows(journal: Journal, task: Task, keys: str) -> Iterator[Row]:
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


def _essence_rows(journal: Journal, uid: str) -> Iterator[Row]:
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
