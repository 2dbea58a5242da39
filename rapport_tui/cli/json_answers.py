"""The JSON answers. Missing texts are "", missing days and times are null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rapport_tui.model.errors import UnknownPersonError
from rapport_tui.model.person_summary import PersonSummary
from rapport_tui.model.records import Action, Entry, Note, Person

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

Row = dict[str, Any]

_PERSON_FIELDS = (
    "given",
    "family",
    "title",
    "suffix",
    "aliases",
    "pronouns",
    "team",
    "phones",
    "links",
    "location",
    "met",
    "birthday",
    "since",
    "added",
    "cadence",
    "snoozed_until",
    "ahead",
    "glad",
    "archived",
    "inbox",
)


def person_row(journal: Journal, summary: PersonSummary) -> Row:
    """Return a person with open notes; `drift` is 0 while the last talk is recent enough."""
    person = summary.person
    through = named_uid(journal, person.met_through)
    return {
        "uid": person.uid,
        "name": person.name,
        "stage": person.stage,
        "role": person.role,
        "org": person.org,
        "emails": person.emails,
        "tags": person.tags,
        "last_talked": summary.last_talked,
        "drift": round(summary.drift, 3),
        "open": [note_row(note) for note in summary.open_notes],
        **{field: getattr(person, field) for field in _PERSON_FIELDS},
        "met_through": through.name if through else "",
    }


def named_uid(journal: Journal, uid: str) -> Person | None:
    """Return the person called `uid`, or None."""
    try:
        return journal.people.get(uid)
    except UnknownPersonError:
        return None


def note_row(note: Note) -> Row:
    """Return a note as the output of `log` has it."""
    return {"kind": note.kind, "text": note.text, "due": note.due}


def kept_row(note: Note) -> Row:
    """Return a note with the days on which it was learned, is due and was closed."""
    return {"text": note.text, "made": note.made, "due": note.due, "done": note.done}


def entry_row(journal: Journal, entry: Entry) -> Row:
    """Return a line of the journal as it was typed, without its date."""
    return {
        "uid": entry.uid,
        "on": entry.day,
        "at": entry.time,
        "text": entry.text,
        "people": journal.entries.names(entry),
        "topics": entry.topics,
        "move": entry.move,
    }


def action_row(action: Action) -> Row:
    """Return one action of the history."""
    return {"uid": action.uid, "at": action.at, "label": action.label, "undone": action.undone}
