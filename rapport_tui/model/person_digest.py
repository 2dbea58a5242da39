"""The digest of a person: what a plan of the day chooses by, in a form that is kept beside a large journal."""

# Without `from __future__ import annotations`: msgspec would evaluate strings again when it decodes, which takes long.

from collections.abc import Iterable
from datetime import date

import msgspec

from rapport_tui.model.records import Note, Person, Stage


class PersonDigest(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The fields of a person that a plan reads, whether an open note asks at any time, and the first day one is due.

    The fields have the names that they have in `Person`.
    """

    uid: str
    first_name: str
    stage: Stage
    since: date
    added: date
    birthday: str
    cadence: int | None
    snoozed_until: date | None
    archived: bool
    inbox: bool
    ahead: bool
    glad: bool
    org: str
    team: str
    asks: bool
    due: date | None


def digest_of(person: Person, open_notes: Iterable[Note]) -> PersonDigest:
    """Return the digest of a person with their open notes."""
    notes = [note for note in open_notes if note.is_open]
    return PersonDigest(
        uid=person.uid,
        first_name=person.first_name,
        stage=person.stage,
        since=person.since,
        added=person.added,
        birthday=person.birthday,
        cadence=person.cadence,
        snoozed_until=person.snoozed_until,
        archived=person.archived,
        inbox=person.inbox,
        ahead=person.ahead,
        glad=person.glad,
        org=person.org,
        team=person.team,
        asks=any(note.kind == "ask" and note.due is None for note in notes),
        due=min((note.due for note in notes if note.due), default=None),
    )
