"""The subjects that queries match: what the journal holds about each person."""

from __future__ import annotations

from rapport_tui.capture.query_subject import QuerySubject
from rapport_tui.journal.context import JournalContext
from rapport_tui.model.names import name_key
from rapport_tui.model.person_summary import PersonSummary
from rapport_tui.model.records import Person
from rapport_tui.model.text import fold


def make_subject(person: Person, summary: PersonSummary, context: JournalContext) -> QuerySubject:
    """Return the folded text, the tags, the states and the other values of a person that a query can match."""
    notes, entries = context.cache.notes_of(person.uid), context.cache.entries_of(person.uid)
    words = (person.name, *person.aliases, person.role, person.team, person.org, person.location, person.met)
    states = {
        "open": bool(summary.open_notes),
        "due": summary.is_due(context.today),
        "drifting": summary.drift > 0,
        "archived": person.archived,
        "inbox": person.inbox,
        "ahead": person.ahead,
    }
    return QuerySubject(
        text=fold(
            "\n".join((*words, name_key(person.name), *person.tags, *person.emails, *(note.text for note in notes)))
        ),
        stages=frozenset({person.stage}),
        tags=frozenset(map(fold, person.tags)),
        topics=frozenset(fold(topic) for entry in entries for topic in entry.topics),
        uid=person.uid,
        people=frozenset({person.uid, *(uid for entry in entries for uid in entry.people)}),
        kinds=frozenset(note.kind for note in notes),
        states=frozenset(state for state, holds in states.items() if holds),
        orgs=frozenset({fold(person.org)} - {""}),
        moves=frozenset({entry.move for entry in entries} - {""}),
        day=summary.last_talked,
    )
