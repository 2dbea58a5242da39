"""The rows of the checklist of Today: two lines for each item, without repetition between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rapport_tui.app import row_builders
from rapport_tui.app.widgets.rows import Row, RowLine, StyledText
from rapport_tui.model.person_summary import note_line
from rapport_tui.model.relative_days import short_age
from rapport_tui.playbook.second_person import checking_hint

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.today import Moment, Task
    from rapport_tui.model.records import ItemState, Person
    from rapport_tui.playbook.fill import FilledLine

_BOX: Final[dict[ItemState, str]] = {"open": "○", "done": "●", "skipped": "–", "later": "–"}
_STATES: Final[dict[ItemState, str]] = {"open": "", "done": "done", "skipped": "skipped", "later": "not today"}


def progress_text(tasks: Sequence[Task]) -> str:
    """Return the progress in a part of the list, such as 2 of 3; empty for an empty part."""
    wanted = [task for task in tasks if task.item.state in ("open", "done")]
    done = sum(task.item.state == "done" for task in wanted)
    return f"  {done} of {len(wanted)}" if wanted else ""


def opening_row(journal: Journal, task: Task) -> Row:
    """Return an opening as a row: the move and its ready line."""
    lines = [RowLine((_box(task), _title(task, journal.today.title(task))), _state_end(task), hang=2)]
    if task.item.state == "open" and task.line:
        lines.append(RowLine((StyledText("  "), StyledText(f"“{task.line}”", "note")), hang=3))
    return Row(task.item.id, tuple(lines))


def person_row(journal: Journal, task: Task) -> Row:
    """Return a person to talk to again as a row: name, stage and last talk, with an open note or the next move."""
    person = task.person
    assert person is not None
    last = short_age(journal.people.last_talked(person.uid), journal.day)
    end = _state_end(task) or (StyledText(last, "muted"),)
    lines = [RowLine((_box(task), _title(task, person.name), StyledText(f"  {person.stage}", person.stage)), end, 2)]
    if task.item.state == "open":
        why = f"{task.item.why[:1].upper()}{task.item.why[1:]}"
        said = note_line(task.note, journal.day) if task.note else task.move.title if task.move else why
        lines.append(RowLine((StyledText("  "), StyledText(said, "note")), hang=2))
    return Row(task.item.id, tuple(lines))


def entry_rows(journal: Journal) -> list[Row]:
    """Return the entries of the day as rows."""
    return [row_builders.entry_row(journal, entry) for entry in journal.today.entries]


def people_rows(journal: Journal) -> list[Row]:
    """Return all people as rows."""
    return [row_builders.person_row(summary, journal.day) for summary in journal.people.search()]


def checking_remark(line: FilledLine, person: Person | None) -> str:
    """Return the remark on what to check in a copied line; empty for nothing."""
    return checking_hint(line.to_check, person) if person else ""


def all_done_row(days: int) -> Row:
    """Return the row under a list without anything open, with the number of days in a row that had a step."""
    in_a_row = f"  A step taken {days} days in a row." if days > 1 else ""
    told = StyledText("That’s all for today.", "success"), StyledText(in_a_row, "muted")
    return Row("all", (RowLine(), RowLine(told)), selectable=False)


def question(task: Task) -> str:
    """Return the question of the dialog that ticks `task` off."""
    if task.note and task.person:
        return f"{task.person.name}: {task.note.text} — what came of it? Enter alone just closes it."
    if task.person and task.item.is_opening:
        title = task.move.title if task.move else "Done"
        return f"{title}. Who with? A name, and a word; enter alone keeps “said hello” to {task.person.name}."
    if task.person:
        return f"You talked to {task.person.name}. What was said? Enter alone keeps “said hi again”."
    return f"{task.move.title if task.move else 'Done'}. Who with? A name, and a word; enter alone just ticks."


def _box(task: Task) -> StyledText:
    state = task.item.state
    return StyledText(f"{_BOX[state]} ", "success" if state == "done" else "accent")


def _title(task: Task, text: str) -> StyledText:
    return StyledText(text, "strong" if task.item.state == "open" else "muted")


def _state_end(task: Task) -> tuple[StyledText, ...]:
    state = task.item.state
    return () if state == "open" else (StyledText(_STATES[state], "muted"),)


def moment_rows(moments: Mapping[str, Moment]) -> list[Row]:
    """Return the moments of a day by key, with their times."""
    times = {key: f"  {one.at:%H:%M}" if one.at else "" for key, one in moments.items()}
    return [
        Row(key, (RowLine((StyledText(one.text), StyledText(times[key], "muted"))),)) for key, one in moments.items()
    ]
