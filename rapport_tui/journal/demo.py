"""The demo: a realistic journal with days relative to today, so that it always covers eight weeks.

An event that would be on a weekend is moved to the Friday before or the Monday after, as these people work in an
office.
"""

from __future__ import annotations

import tomllib
from datetime import date, time, timedelta
from typing import Any, Final, cast

import msgspec
from msgspec.structs import replace

from rapport_tui.capture.directory import Directory
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entry_notes import notes_of_line
from rapport_tui.journal.history import TABLE_OF, as_doc
from rapport_tui.journal.line_reader import LineReader
from rapport_tui.model.records import Day, Entry, Item, Note, Person, Record, Stage, StageChange
from rapport_tui.model.uids import new_uid
from rapport_tui.playbook.data_files import data_folder

_FRIDAY: Final = 4
_SUNDAY_AFTER: Final = 2
"""The number of days from Friday to Sunday."""


def read_demo() -> dict[str, Any]:
    """Return the contents of data/demo.toml."""
    return tomllib.loads((data_folder() / "demo.toml").read_text(encoding="utf-8"))


def fill_demo(context: JournalContext, lines: LineReader) -> None:
    """Fill an empty journal with the demo. It is not an action, so that it can't be undone by accident."""
    demo, today = read_demo(), context.today
    people = {row["name"]: _person(row, today) for row in demo["people"]}
    for row in demo["people"]:
        if through := people.get(row.get("met_through", "")):
            people[row["name"]] = replace(people[row["name"]], met_through=through.uid)
    directory = Directory(list(people.values()))
    written = [_entry(row, today, directory, lines) for row in demo["entries"]]
    written.sort(key=lambda pair: (pair[0].day, pair[0].time or time.min))
    notes = [note for _, some in written for note in some]
    for row in demo["done"]:
        _close(notes, people[row["name"]], row["text"], _workday(today, row["days_ago"]))
    steps = [_step(row, people, today) for row in demo["moves"]]
    days = [_day(row, today, [entry for entry, _ in written]) for row in demo["days"] if _is_worked(today, row)]
    records: list[Record] = [*people.values(), *(entry for entry, _ in written), *notes, *steps, *days]
    with context.store.transaction() as draft:
        for record in records:
            draft.put(TABLE_OF[type(record)], as_doc(record))


def _workday(today: date, days_ago: int) -> date:
    """Return the day; on a weekend the Friday before, or for a Sunday the Monday after if that is before today."""
    day = today - timedelta(days=days_ago)
    after_friday = day.weekday() - _FRIDAY
    if not days_ago or after_friday <= 0:
        return day
    monday = day + timedelta(days=1)
    return monday if after_friday == _SUNDAY_AFTER and monday < today else day - timedelta(days=after_friday)


def _is_worked(today: date, row: dict[str, Any]) -> bool:
    day = today - timedelta(days=row["days_ago"])
    return day == today or day.weekday() <= _FRIDAY


def _person(row: dict[str, Any], today: date) -> Person:
    told = {key: value for key, value in row.items() if key not in ("met_through", "since_days_ago", "added_days_ago")}
    since, added = (today - timedelta(days=row[f"{key}_days_ago"]) for key in ("since", "added"))
    return msgspec.convert({**told, "uid": new_uid(), "since": since, "added": added}, Person)


def _entry(row: dict[str, Any], today: date, directory: Directory, lines: LineReader) -> tuple[Entry, list[Note]]:
    day = _workday(today, row["days_ago"])
    # “by in 3 days” counts from the day in the file, so that a note due today stays so on every weekday.
    line = lines.read(row["text"], day=today - timedelta(days=row["days_ago"]))
    named = [(directory.resolve(mention.name).uid,) for mention in line.mentions]
    at = time.fromisoformat(row["time"]) if "time" in row else None
    entry = Entry(
        uid=new_uid(),
        day=day,
        time=at,
        text=line.body,
        people=tuple(dict.fromkeys(uid for uids in named for uid in uids)),
        topics=line.topics,
        move=line.move,
    )
    return entry, [_due_on_workday(note) for note in notes_of_line(line, entry, named)]


def _due_on_workday(note: Note) -> Note:
    """Return a note that is not due on a weekend: a due day on a weekend moves to the Friday before."""
    if note.due is None or note.due.weekday() <= _FRIDAY:
        return note
    return replace(note, due=note.due - timedelta(days=note.due.weekday() - _FRIDAY))


def _close(notes: list[Note], person: Person, text: str, day: date) -> None:
    for i, note in enumerate(notes):
        if note.text == text and person.uid in note.people:
            notes[i] = replace(note, done=day)
            return
    raise ValueError(f"demo.toml closes “{text}” with {person.name}, but no line opened it")


def _step(row: dict[str, Any], people: dict[str, Person], today: date) -> StageChange:
    return StageChange(
        uid=new_uid(),
        person=people[row["name"]].uid,
        origin=cast(Stage, row["from"]),
        to=cast(Stage, row["to"]),
        day=_workday(today, row["days_ago"]),
        why=row.get("why", ""),
    )


def _day(row: dict[str, Any], today: date, written: list[Entry]) -> Day:
    day = today - timedelta(days=row["days_ago"])
    openings = {entry.move: entry for entry in written if entry.day == day and entry.move and row["days_ago"]}
    items = tuple(Item(id=move, move=move, state="done", entry=entry.uid) for move, entry in openings.items())
    return Day(uid=day.isoformat(), day=day, places=tuple(row["places"]), items=items)
