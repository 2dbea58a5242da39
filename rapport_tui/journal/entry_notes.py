"""Conversion of the marks of a line to notes, and of the notes of an edited line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from rapport_tui.capture.capture_line import CaptureLine, CaptureMark
from rapport_tui.capture.mark_subjects import JOINT_KINDS
from rapport_tui.model.records import ABOUT_ME, Entry, Note
from rapport_tui.model.text import clean_line
from rapport_tui.model.uids import new_uid

Named = Sequence[Sequence[str]]
"""The uids for each mention of a line: one, those of a group, or none."""


def notes_of_line(line: CaptureLine, entry: Entry, named: Named, given: Sequence[str] = ()) -> list[Note]:
    """Return the notes made from `line`, written as `entry`.

    `named` maps each of its mentions to uids; `given` are the people it is about without naming them.
    """
    return [
        Note(
            uid=new_uid(),
            kind=mark.kind,
            text=clean_line(mark.text),
            made=entry.day,
            people=() if mark.kind in ABOUT_ME else _people_of(mark, line, entry, named, given),
            entry=entry.uid,
            due=mark.due,
        )
        for mark in line.marks
    ]


_Read = tuple[CaptureLine, Sequence[Note]]
"""A line with the note of each of its marks."""


def followed(
    now: _Read, then: _Read, after: Entry, before: Entry, notes: Iterable[Note]
) -> tuple[list[Note], list[Note]]:
    """Return the notes of an entry after an edit, and the notes to delete.

    `now` and `after` are the new line and entry, `then` and `before` the old ones. An unchanged mark keeps its note as
    it is: a due day such as “by friday” stays relative to the day on which it was typed, a note that was changed by
    itself keeps the change, and a deleted one stays deleted.
    """
    known: dict[tuple[str, str], list[Note]] = defaultdict(list)
    for note in notes:
        known[note.kind, note.mark or note.text].append(note)
    unchanged: dict[str, list[Note]] = defaultdict(list)
    for typed, note in _typed(then):
        unchanged[typed].append(note)
    kept = []
    for mark, (typed, note) in zip(now[0].marks, _typed(now), strict=True):
        same = unchanged[typed].pop(0) if unchanged[typed] else None
        if found := known[note.kind, note.text]:
            old = found.pop(0)
            if same is not None and old.mark:
                continue
            stays = replace(note, uid=old.uid, done=old.done, closed_by=old.closed_by)
            if same is not None:
                aimed = mark.start < mark.symbol and same.people != note.people
                people = note.people if aimed else _people_after(old, before, after) or note.people
                stays = replace(stays, due=old.due, people=people)
            kept.append(stays)
        elif same is None:
            kept.append(note)
    return kept, [note for left in known.values() for note in left]


def _typed(read: _Read) -> Iterable[tuple[str, Note]]:
    line, notes = read
    return ((line.body[mark.symbol : mark.end], note) for mark, note in zip(line.marks, notes, strict=True))


def _people_after(note: Note, before: Entry, after: Entry) -> tuple[str, ...]:
    """Return the people of a note after an edit of its line: as before, with those the edit added or removed."""
    stay = [uid for uid in note.people if uid in after.people or uid not in before.people]
    come = [uid for uid in after.people if uid not in before.people] if note.kind in JOINT_KINDS else []
    return tuple(dict.fromkeys([*stay, *come]))


def _people_of(
    mark: CaptureMark, line: CaptureLine, entry: Entry, named: Named, given: Sequence[str]
) -> tuple[str, ...]:
    """Return the people of a mark: those named before it, chosen beforehand or named in it, or all."""
    if mark.about:
        about = [uid for place in mark.about for uid in named[place]]
    elif mark.kind in JOINT_KINDS:
        about = []
    else:
        mentions = zip(named, line.mentions, strict=True)
        inside = [uid for uids, one in mentions if mark.symbol <= one.start < mark.end for uid in uids]
        about = [*given] or inside
    return tuple(dict.fromkeys(about)) or entry.people
