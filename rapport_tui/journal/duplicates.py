"""Duplicates of people: find them, merge them, and remember which pairs are different people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from rapport_tui.exchange.duplicate_detection import likely_pairs
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.history import ActionWriter
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.errors import RapportError
from rapport_tui.model.names import name_key
from rapport_tui.model.records import STAGES, Day, Item, Note, Person, Source

if TYPE_CHECKING:
    from rapport_tui.exchange.duplicate_detection import DuplicatePair

_LABELS: Final = {
    "pronouns": "Pronouns",
    "role": "Role",
    "team": "Team",
    "org": "Works at",
    "location": "Place",
    "met": "How you met",
    "birthday": "Birthday",
}
"""The fields with one value. If both people have different ones, the second becomes a note with this label."""


class DuplicatesService:
    """The service for people who may be the same."""

    def __init__(self, context: JournalContext, people: PeopleService) -> None:
        self._context = context
        self._people = people

    def pairs(self) -> list[DuplicatePair]:
        """Return the pairs of people who may be the same, likeliest first."""
        return likely_pairs(self._context.cache.people)

    def keep_apart(self, one: str, other: str) -> None:
        """Record that two people are different, so that `pairs` leaves them out."""
        with self._context.history.action("") as writer:
            first, second = self._two(one, other)
            writer.label = f"Kept {first.name} and {second.name} apart"
            if second.uid not in first.apart:
                writer.put(replace(first, apart=(*first.apart, second.uid)))

    def merge(self, kept: str, other: str) -> Person:
        """Merge two people into one with the name, the uid and the wordings of `kept`, and return the result.

        Nothing is lost: lists are joined, empty fields filled; a different value in both becomes a note, the other name
        an alias; entries, notes, messages, steps and checklists of both are linked to the result. It has the higher
        stage. Raises `RapportError` if both are already the same person.
        """
        with self._context.history.action("") as writer:
            keeper, gone = self._two(kept, other)
            writer.label = f"Made {gone.name} and {keeper.name} one"
            return self.merge_with(writer, {gone.uid: keeper.uid})[keeper.uid]

    def merge_with(self, writer: ActionWriter, names: Mapping[str, str]) -> dict[str, Person]:
        """Merge each person in `names` (a key) into the one it maps to, within an action that may do more.

        Return the people who stay, by uid.
        """
        joined: dict[str, Person] = {}
        for old, new in names.items():
            keeper, gone = joined.get(new) or self._people.get(new), self._people.get(old)
            joined[new] = self._joined(keeper, gone)
            writer.remove(gone, into=keeper)
            writer.put(*self._facts(keeper, gone))
        writer.put(*joined.values())
        self.rename(writer, names, joined)
        self._join_sources(writer, names)
        return joined

    def _two(self, one: str, other: str) -> tuple[Person, Person]:
        first, second = self._people.get(one), self._people.get(other)
        if one == other:
            raise RapportError(f"Those are one already: {first.name}. Name two people.")
        return first, second

    def _joined(self, kept: Person, gone: Person) -> Person:
        names = {name_key(kept.name)}
        aliases = [name for name in (*kept.aliases, gone.name, *gone.aliases) if name_key(name) not in names]
        fields = {field: getattr(kept, field) or getattr(gone, field) for field in _LABELS}
        rung, since = kept.stage, kept.since
        if (kept.inbox or kept.archived) == (gone.inbox or gone.archived):
            if STAGES.index(gone.stage) > STAGES.index(kept.stage):
                rung, since = gone.stage, gone.since
        elif kept.inbox or kept.archived:
            rung, since = gone.stage, gone.since
        through = next((uid for uid in (kept.met_through, gone.met_through) if uid not in ("", kept.uid, gone.uid)), "")
        apart = [uid for uid in (*kept.apart, *gone.apart) if uid not in (kept.uid, gone.uid)]
        return replace(
            kept,
            **fields,
            aliases=_once(aliases),
            emails=_once((*kept.emails, *gone.emails)),
            phones=_once((*kept.phones, *gone.phones)),
            links=_once((*kept.links, *gone.links)),
            tags=_once((*kept.tags, *gone.tags)),
            added=min(kept.added, gone.added),
            stage=rung,
            since=since,
            rank=kept.rank if rung == kept.stage else None,
            met_through=through,
            cadence=kept.cadence if kept.cadence is not None else gone.cadence,
            snoozed_until=kept.snoozed_until or gone.snoozed_until,
            archived=kept.archived and gone.archived,
            inbox=kept.inbox and gone.inbox,
            ahead=kept.ahead or gone.ahead,
            glad=kept.glad or gone.glad,
            apart=tuple(dict.fromkeys(apart)),
        )

    def _facts(self, kept: Person, gone: Person) -> Iterable[Note]:
        """Yield a note for each value of `gone` that differs from the value of `kept`."""
        texts = [
            f"{label}: {theirs}"
            for field, label in _LABELS.items()
            if (theirs := getattr(gone, field)) and (mine := getattr(kept, field)) and mine != theirs
        ]
        through = self._people.get_or_none(gone.met_through)
        if through and kept.met_through and kept.met_through != through.uid and through.uid != kept.uid:
            texts.append(f"Also introduced by {through.name}")
        if gone.cadence is not None and kept.cadence not in (None, gone.cadence):
            texts.append(f"Every {gone.cadence} days")
        for text in texts:
            uid = _fact_uid(kept, gone, text)
            yield Note(uid=uid, kind="fact", text=text, made=self._context.today, people=(kept.uid,))

    def rename(self, writer: ActionWriter, names: Mapping[str, str], joined: Mapping[str, Person]) -> None:
        """Replace the old uids in `names` by the new ones in all records linked to these people.

        `joined` are those of the people whose records the same action changes.
        """
        cache = self._context.cache

        def renamed(people: tuple[str, ...]) -> tuple[str, ...]:
            return _once(names.get(uid, uid) for uid in people)

        entries = {entry.uid: entry for old in names for entry in cache.entries_of(old)}
        for entry in entries.values():
            text = entry.text
            for old in names.keys() & set(entry.people):
                # A line may mention a person by uid, and the old uid no longer exists.
                text = text.replace(old, names[old])
            writer.put(replace(entry, people=renamed(entry.people), text=text))
        notes = {note.uid: note for old in names for note in cache.notes_of(old)}
        writer.put(*(replace(note, people=renamed(note.people)) for note in notes.values()))
        writer.put(*(replace(step, person=names[old]) for old in names for step in cache.stage_changes_of(old)))
        groups = [group for group in cache.groups if not names.keys().isdisjoint(group.people)]
        writer.put(*(replace(group, people=renamed(group.people)) for group in groups))
        for message in cache.messages:
            if message.person in names or message.other in names:
                person, other = names.get(message.person, message.person), names.get(message.other, message.other)
                writer.put(replace(message, person=person, other=other))
        for day in cache.days:
            if any(item.person in names for item in day.items):
                writer.put(_renamed_day(day, names))
        for known in cache.people:
            third = joined.get(known.uid, known)
            if third.uid not in names and (third.met_through in names or not names.keys().isdisjoint(third.apart)):
                through = names.get(third.met_through, third.met_through)
                writer.put(replace(third, met_through=through, apart=renamed(third.apart)))

    def _join_sources(self, writer: ActionWriter, names: Mapping[str, str]) -> None:
        """Merge the import sources of two people, so that later imports of the same files still recognize them."""
        sources, joined = self._context.cache.sources, dict[str, Source]()
        for old, new in names.items():
            theirs, mine = sources.get(old), joined.get(new) or sources.get(new)
            if theirs is None:
                continue
            writer.remove(theirs)
            said = {kind: dict(fields) for kind, fields in (mine.said if mine else {}).items()}
            for kind, fields in theirs.said.items():
                known = said.setdefault(kind, {})
                for field, values in fields.items():
                    known[field] = _once((*known.get(field, ()), *values))
            joined[new] = Source(uid=new, said=said)
        writer.put(*joined.values())


def _fact_uid(kept: Person, gone: Person, text: str) -> str:
    """Return a uid that is the same if two machines merge the same people independently."""
    return sha256("\n".join((kept.uid, gone.uid, text)).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _renamed_day(day: Day, names: Mapping[str, str]) -> Day:
    """Return a day with the new uids of people. Of two items that become the same, the one acted on stays."""
    items: dict[str, Item] = {}
    for item in day.items:
        if item.person in names:
            new = names[item.person]
            item = replace(item, person=new, id=item.id.replace(item.person, new))
        before = items.get(item.id)
        if before is None or (before.state == "open" and item.state != "open"):
            items[item.id] = item
    return replace(day, items=tuple(items.values()))
