"""From the marks of a line to its notes, and after an edit from the old notes to the new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from rapport_tui.capture.capture_line import CaptureLine, CaptureMark
from rapport_tui.model.records import ABOUT_ME, Entry, Note
from rapport_tui.model.text import clean_line
from rapport_tui.model.uids import new_uid


def notes_of_line(line: CaptureLine, entry: Entry) -> list[Note]:
    """Return the notes that `line`, written as `entry`, gives."""
    return [_note(mark, entry) for mark in line.marks]


def followed(
    entry: Entry, line: CaptureLine, written: CaptureLine, notes: Iterable[Note]
) -> tuple[list[Note], list[Note]]:
    """Return the notes that `entry` has after its text became `line`, and those of `notes` that go.

    What stands there as `written` before keeps its note as it is: a due day such as “by friday” was meant from the day
    on which it was typed, a note that was changed by itself keeps that, and one that was deleted stays so.
    """
    known: dict[tuple[str, str], list[Note]] = defaultdict(list)
    for note in notes:
        known[note.kind, note.mark or note.text].append(note)
    unchanged = [written.body[mark.start : mark.end] for mark in written.marks]
    kept = []
    for mark in line.marks:
        fresh = _note(mark, entry)
        typed = line.body[mark.start : mark.end]
        stands = typed in unchanged
        if stands:
            unchanged.remove(typed)
        if before := known[fresh.kind, fresh.text]:
            old = before.pop(0)
            if stands and old.mark:
                continue
            kept.append(replace(fresh, uid=old.uid, done=old.done, due=old.due if stands else fresh.due))
        elif not stands:
            kept.append(fresh)
    return kept, [note for left in known.values() for note in left]


def _note(mark: CaptureMark, entry: Entry) -> Note:
    return Note(
        uid=new_uid(),
        kind=mark.kind,
        text=clean_line(mark.text),
        made=entry.day,
        people=() if mark.kind in ABOUT_ME else entry.people,
        entry=entry.uid,
        due=mark.due,
    )
