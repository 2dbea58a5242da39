"""The subjects that queries match: what the journal holds about each person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from msgspec.structs import replace

from rapport_tui.capture.query_subject import QuerySubject
from rapport_tui.journal.record_cache import SEARCHED, RecordCache
from rapport_tui.model.names import name_key
from rapport_tui.model.person_summary import PersonSummary
from rapport_tui.model.records import Note, Person
from rapport_tui.model.text import fold

SHORT_KEYS: Final = frozenset({"stage", "tag", "org", "group", "is", "since", "until", "on"})


def short_subject(person: Person, summary: PersonSummary, today: date) -> QuerySubject:
    """Return the values of a person that terms with one of `SHORT_KEYS` match, which no entry has to be read for."""
    states = {
        "open": bool(summary.open_notes),
        "due": summary.is_due(today),
        "drifting": summary.drift > 0,
        "archived": person.archived,
        "inbox": person.inbox,
        "ahead": person.ahead,
    }
    return QuerySubject(
        text="",
        stages=frozenset({person.stage}),
        tags=frozenset(map(fold, person.tags)),
        uid=person.uid,
        states=frozenset(state for state, holds in states.items() if holds),
        orgs=frozenset({fold(person.org)} - {""}),
        day=summary.last_talked,
    )


def make_subject(short: QuerySubject, person: Person, cache: RecordCache) -> QuerySubject:
    """Return all values of a person that a query can match, given those of `short_subject`."""
    notes, entries = cache.notes_of(person.uid), cache.entries_of(person.uid)
    return replace(
        short,
        text=searched_text(person, notes),
        topics=frozenset(fold(topic) for entry in entries for topic in entry.topics),
        people=frozenset({person.uid, *(uid for entry in entries for uid in entry.people)}),
        kinds=frozenset(note.kind for note in notes),
        moves=frozenset({entry.move for entry in entries} - {""}),
    )


def kept_texts(cache: RecordCache) -> dict[str, dict[str, list[str]]]:
    """Return what is kept with a snapshot: the text in which words are looked up for each person."""
    return {SEARCHED: {person.uid: [searched_text(person, cache.notes_of(person.uid))] for person in cache.people}}


def searched_text(person: Person, notes: Iterable[Note]) -> str:
    """Return the folded text in which words are looked up for a person."""
    words = (person.name, *person.aliases, person.role, person.team, person.org, person.location, person.met)
    names = (*words, name_key(person.name), *person.tags, *person.emails)
    return fold("\n".join((*names, *(note.text for note in notes))))
