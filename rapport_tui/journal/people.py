"""People: add, edit, find and delete them, and move them on the ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.person_fields import changed, cleaned, good_name, refuse_lost_update, with_name_parts
from rapport_tui.journal.read_ahead import ReadAhead
from rapport_tui.journal.record_cache import people_in
from rapport_tui.model.errors import AmbiguousPersonError, GonePersonError, RapportError, UnknownPersonError
from rapport_tui.model.names import name_key
from rapport_tui.model.person_digest import PersonDigest
from rapport_tui.model.person_summary import Brief, PersonSummary, summarise
from rapport_tui.model.records import STAGES, Entry, Note, Person, Stage, StageChange
from rapport_tui.model.text import clean_line, fold
from rapport_tui.model.uids import new_uid
from rapport_tui.model.wording import named
from rapport_tui.settings import Order
from rapport_tui.store import ChangeSet

if TYPE_CHECKING:
    from rapport_tui.capture.query_line import Query
    from rapport_tui.journal.history import ActionWriter
    from rapport_tui.journal.ladder import Ladder
    from rapport_tui.journal.people_finder import PeopleFinder


class PeopleService:
    """The service for the people of the journal."""

    def __init__(self, context: JournalContext) -> None:
        self._context = context
        self._summaries: dict[str, PersonSummary] = {}
        self._kept_for: tuple[date, dict[Stage, int]] | None = None
        self._ahead = ReadAhead(
            lambda: (person.uid for person in context.cache.people if person.uid not in self._summaries), self._summary
        )
        context.observe(self._forget)

    @cached_property
    def _finder(self) -> PeopleFinder:
        from rapport_tui.journal.people_finder import PeopleFinder

        return PeopleFinder(self._context, self._summary)

    @cached_property
    def _ladder(self) -> Ladder:
        from rapport_tui.journal.ladder import Ladder

        return Ladder(self._context, self.summary, self._finder.subject)

    def find(self, name: str) -> Person:
        """Return the person that `look_up` finds for `name`. Raises `UnknownPersonError` and `AmbiguousPersonError`."""
        found = [summary.person for summary in self.look_up(name)]
        if len(found) > 1:
            raise AmbiguousPersonError(name, found)
        return found[0]

    def look_up(self, name: str) -> list[PersonSummary]:
        """Return the people with `name` as a name, an alias, a mention, a uid, or words from any of these.

        Parts of the org and the e-mail addresses count too. The likeliest comes first. Raises `UnknownPersonError`.
        """
        plain = name.strip().removeprefix("@").strip('"“”')
        try:
            return [self.summary(self._context.directory.resolve(plain).uid)]
        except AmbiguousPersonError as error:
            return self.likeliest(error.people)
        except UnknownPersonError:
            if found := self.holding(plain):
                return found
            raise

    def holding(self, text: str) -> list[PersonSummary]:
        """Return the people whose name, aliases, org and e-mail addresses contain all words, likeliest first."""
        words = name_key(text).split()
        return self.likeliest(person for person in self._context.cache.people if words and _holds(person, words))

    def likeliest(self, people: Iterable[Person]) -> list[PersonSummary]:
        """Return people by last talk, latest first; those in the inbox and those set aside come last."""
        likeliest = sorted(map(self.summary, (person.uid for person in people)), key=lambda one: fold(one.person.name))
        likeliest.sort(key=lambda one: one.last_talked or date.min, reverse=True)
        return sorted(likeliest, key=lambda one: (one.person.archived, one.person.inbox))

    def mention(self, person: Person) -> str:
        """Return the shortest mention that means only this person."""
        return self._context.directory.mention_of(person)

    def complete(self, typed: str, *, limit: int) -> list[PersonSummary]:
        """Return the people whose names match the beginning of a mention, best first."""
        return [self.summary(person.uid) for person in self._context.directory.complete(typed, limit=limit)]

    def get_or_none(self, uid: str) -> Person | None:
        """Return the person called `uid`, or None."""
        return self._context.cache.people.get(uid)

    def get(self, uid: str) -> Person:
        """Return the person called `uid`. Raises `UnknownPersonError`, or `GonePersonError` for a removed person."""
        person = self._context.cache.people.get(uid)
        if person is None:
            history = self._context.history
            if (removal := history.remover("people", uid)) is None:
                raise UnknownPersonError(uid)
            action, change = removal
            taken_back = " was taken back" if action.undone else f" ({history.when(action)})"
            raise GonePersonError(uid, (change.other or {}).get("name", uid), f"“{action.label}”{taken_back}")
        return person

    def summary(self, uid: str) -> PersonSummary:
        """Return the summary of a person. Raises `UnknownPersonError`."""
        self._forget_if_old()
        return self._summary(uid)

    def all(self) -> list[PersonSummary]:
        """Return the summaries of all people, also of those set aside and in the inbox."""
        self._forget_if_old()
        return [self._summary(person.uid) for person in self._context.cache.people]

    def kept_summary(self, uid: str) -> PersonSummary | None:
        """Return the cached summary of a person, or None if it is not valid any more. This is fast."""
        return self._summaries.get(uid)

    def last_talked(self, uid: str, *, before: date | None = None) -> date | None:
        """Return the day of the newest entry that names the person, or of the last message sent to them.

        `before` leaves out that day and what came after it.
        """
        return self._context.cache.last_day(uid, before.isoformat() if before else "~")

    def cadence(self, person: Person | PersonDigest) -> int | None:
        """Return the number of days after which to talk again, or None for no limit."""
        return self._context.playbook.cadence_of(person, self._context.settings.cadence)

    def query(self, text: str) -> Query:
        """Return the parsed query line. Raises `RapportError` on an unknown key."""
        from rapport_tui.capture.query_line import parse_query

        return parse_query(
            text,
            today=self._context.today,
            order=self._context.settings.date_order,
            language=self._context.settings.language,
            resolve=self._uids_called,
            members=self._members_of,
        )

    def search(self, text: str = "") -> list[PersonSummary]:
        """Return the people who match the query line, by name; those set aside or in the inbox only on request."""
        query = self.query(text)
        self._forget_if_old()
        return sorted(map(self._summary, self._finder.matching(query)), key=lambda summary: fold(summary.person.name))

    def board(self, text: str = "") -> dict[Stage, list[PersonSummary]]:
        """Return the people who match, by stage: most urgent first, except those that the user dragged to a place."""
        return {stage: [self.summary(uid) for uid in uids] for stage, uids in self.rungs("manual", text).items()}

    def rungs(self, order: Order, text: str = "") -> dict[Stage, tuple[str, ...]]:
        """Return the uids of the people who match the query line, by stage and from the top.

        Without a query, a tuple stays the same object until something changes about a person on its rung.
        """
        query = self.query(text)
        self._forget_if_old()
        if query.is_empty:
            return self._ladder.rungs(order)
        if query.states.isdisjoint({"archived", "inbox"}):
            return self._ladder.matching(order, query)
        # These people are on no rung: list them by name under the stage they would return to.
        found = self.search(text)
        return {stage: tuple(one.person.uid for one in found if one.person.stage == stage) for stage in STAGES}

    def prepare_search(self, most: int) -> bool:
        """Read up to `most` more people for the next query, and return whether all are read."""
        self._forget_if_old()
        return self._finder.prepare(most)

    def prepare_board(self, most: int) -> bool:
        """Read up to `most` more people for the board, and return whether all are read."""
        self._forget_if_old()
        return self._ahead.more(most)

    def brief(self, uid: str) -> Brief:
        """Return the facts to know before meeting the person. Raises `UnknownPersonError`."""
        summary = self.summary(uid)
        notes: dict[str, list[Note]] = {}
        for note in reversed(self._context.cache.notes_of(uid)):
            notes.setdefault(note.kind, []).append(note)
        return Brief(
            summary=summary,
            entries=tuple(reversed(self._context.cache.entries_of(uid))),
            notes={kind: tuple(some) for kind, some in notes.items()},
            steps=tuple(self._context.cache.stage_changes_of(uid)),
            met_through=self._context.cache.people.get(summary.person.met_through),
            introduced=tuple(self._context.cache.introduced_by(uid)),
            said=tuple(self._said_otherwise(summary.person)),
        )

    def _said_otherwise(self, person: Person) -> Iterator[str]:
        """Yield the role and org in the newest file of each kind, if they differ from those in the journal."""
        source = self._context.cache.sources.get(person.uid)
        for kind, said in source.said.items() if source else ():
            values = [values[0] for field in ("role", "org") if (values := said.get(field, ()))]
            other = [value for value in values if value not in (person.role, person.org)]
            if other:
                yield f"{kind} says: {' · '.join(values)}"

    def add(self, name: str, *, stage: Stage = "stranger", **fields: Any) -> Person:
        """Add a person; `fields` are those of `Person`.

        Raises `RapportError` if the name is empty or taken, or the birthday is invalid.
        """
        person = self.new_person(**with_name_parts(name, fields), stage=stage)
        with self._context.history.action(f"Added {person.name}") as writer:
            self._refuse_namesake(person)
            writer.put(person)
        return person

    def new_person(self, name: str, *, stage: Stage = "stranger", **fields: Any) -> Person:
        """Return a new person, not in the journal yet. Raises `RapportError` if the name is empty."""
        today = self._context.today
        return replace(
            Person(uid=new_uid(), name=good_name(name), added=today, since=today, stage=stage), **cleaned(fields)
        )

    def edit(self, uid: str, *, shown: Person | None = None, **fields: Any) -> Person:
        """Change fields of a person; a new stage is recorded as a step, and the old name becomes an alias.

        Only fields that differ from those `shown` are changed. Raises the errors of `add`, and `ChangedMeanwhileError`
        if one of these was changed since.
        """
        with self._context.history.action("") as writer:
            before = self.get(uid)
            if shown is not None:
                wanted = changed(shown, fields)
                fields = {key: value for key, value in fields.items() if getattr(wanted, key) != getattr(shown, key)}
                refuse_lost_update(shown, before, wanted, fields)
            person = changed(before, fields)
            if name_key(person.name) != name_key(before.name):
                self._refuse_namesake(person)
                old = (*person.aliases, before.name)
                person = replace(person, aliases=tuple(dict.fromkeys(name for name in old if name != person.name)))
            if person.stage != before.stage:
                self._step(writer, before, person.stage, "")
                person = replace(person, since=self._context.today, rank=None, inbox=False)
            writer.label = f"Edited {person.name}"
            writer.put(person)
        return person

    def archive(self, uids: Sequence[str], *, archived: bool = True) -> None:
        """Set people aside, or bring them back."""
        with self._context.history.action("") as writer:
            people = [self.get(uid) for uid in uids]
            writer.label = f"{'Set aside' if archived else 'Took back'} {named(people)}"
            writer.put(*(replace(person, archived=archived) for person in people))

    def snooze(self, uid: str, until: date | None) -> None:
        """Leave the person out of Today until a day, or end that for None."""
        with self._context.history.action("") as writer:
            person = self.get(uid)
            writer.label = f"{'Snoozed' if until else 'Woke'} {person.name}"
            writer.put(replace(person, snoozed_until=until))

    def delete(self, uid: str) -> None:
        """Remove a person with the notes about only them; entries stay, no longer linked."""
        with self._context.history.action("") as writer:
            person = self.get(uid)
            cache = self._context.cache
            writer.label = f"Deleted {person.name}"
            writer.remove(person, *cache.stage_changes_of(uid), *cache.messages_of(uid))
            writer.remove(*cache.sources.get_many([uid]))
            for entry in cache.entries_of(uid):
                writer.put(replace(entry, people=_without(uid, entry.people)))
            groups = [group for group in cache.groups if uid in group.people]
            writer.put(*(replace(group, people=_without(uid, group.people)) for group in groups))
            for note in cache.notes_of(uid):
                if others := _without(uid, note.people):
                    writer.put(replace(note, people=others))
                else:
                    writer.remove(note)
            writer.put(*(replace(other, met_through="") for other in cache.introduced_by(uid)))

    def move(self, uids: Sequence[str], stage: Stage, *, why: str = "") -> list[StageChange]:
        """Move people to a rung; their position on it follows from the sort order."""
        with self._context.history.action("") as writer:
            return self._move(writer, uids, stage, {}, why)

    def place(self, uids: Sequence[str], stage: Stage, before: str | None) -> list[StageChange]:
        """Move people to a rung in front of the person `before`, or to its end for None. They keep that position."""
        with self._context.history.action("") as writer:
            ranks = self._ladder.put(writer, [self.get(uid) for uid in uids], stage, before)
            return self._move(writer, uids, stage, ranks)

    def landing(self, uids: Sequence[str], stage: Stage, order: Order, among: Sequence[str]) -> int:
        """Return the index in `among`, people of one stage, at which the first of `uids` would stand when sorted."""
        people = [_on_rung(one, stage, self._context.today) for one in self._context.cache.people.get_many(uids)]
        return self._ladder.landing(order, list(map(self._summarise, people)), among)

    def _move(
        self, writer: ActionWriter, uids: Sequence[str], stage: Stage, ranks: dict[str, float], why: str = ""
    ) -> list[StageChange]:
        people = [self.get(uid) for uid in uids]
        steps = [self._step(writer, person, stage, why) for person in people if person.stage != stage]
        writer.label = f"Moved {named(people)} to {stage}" if steps else f"Put {named(people)} in another place"
        moved = (_on_rung(person, stage, self._context.today) for person in people)
        writer.put(*(replace(person, rank=ranks.get(person.uid)) for person in moved))
        return steps

    def steps_with(self, writer: ActionWriter, person: Person, entry: Entry) -> Person:
        """Record, within an action, that `entry` names `person`: a stranger becomes an acquaintance."""
        if person.stage == "stranger":
            self._step(writer, person, "acquaintance", "", entry)
            person = replace(person, stage="acquaintance", since=entry.day, rank=None)
        return replace(person, inbox=False)

    def _step(
        self, writer: ActionWriter, person: Person, stage: Stage, why: str, entry: Entry | None = None
    ) -> StageChange:
        step = StageChange(
            uid=new_uid(),
            person=person.uid,
            origin=person.stage,
            to=stage,
            day=entry.day if entry else self._context.today,
            why=clean_line(why),
            entry=entry.uid if entry else "",
        )
        writer.put(step)
        return step

    def _refuse_namesake(self, person: Person) -> None:
        for other in self._context.cache.people:
            if other.uid != person.uid and name_key(other.name) == name_key(person.name):
                raise RapportError(
                    f"{other.name} is in your journal already ({other.stage}). Give the new one a fuller name, "
                    f"or change what is there with: rapport edit {other.uid}"
                )

    def _members_of(self, name: str) -> tuple[str, ...]:
        return self._context.cache.group_of(name).people

    def _uids_called(self, name: str) -> list[str]:
        begun = self._context.directory.complete(name, limit=50)
        return [person.uid for person in begun] or [summary.person.uid for summary in self.holding(name)]

    def _summary(self, uid: str) -> PersonSummary:
        if (known := self._summaries.get(uid)) is None:
            known = self._summaries[uid] = self._summarise(self.get(uid))
        return known

    def _summarise(self, person: Person) -> PersonSummary:
        notes = self._context.cache.open_notes_of(person.uid)
        today = self._kept_for[0] if self._kept_for else self._context.today  # the clock takes as long as the rest
        return summarise(person, self.last_talked(person.uid), notes, self.cadence(person), today)

    def _forget(self, changes: ChangeSet) -> None:
        changed = people_in(changes)
        if "_finder" in self.__dict__:
            self._finder.forget(changed)
        for uid in changed:
            self._summaries.pop(uid, None)
        self._ahead.begin_anew()

    def _forget_if_old(self) -> None:
        key = (self._context.today, self._context.settings.cadence)
        if self._kept_for != key:
            self._summaries.clear()
            self._ahead.begin_anew()
            if "_finder" in self.__dict__:
                self._finder.forget_all()
            self._kept_for = key


def _holds(person: Person, words: Sequence[str]) -> bool:
    text = "\n".join(map(name_key, (person.name, *person.aliases, person.org, *person.emails)))
    return all(word in text for word in words)


def _without(uid: str, people: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(other for other in people if other != uid)


def _on_rung(person: Person, stage: Stage, today: date) -> Person:
    """Return a person on the board on a rung, since `today` if it is another one."""
    since = person.since if person.stage == stage else today
    return replace(person, stage=stage, since=since, inbox=False, archived=False)
