"""The composer: a ready line filled from what the journal has about a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.errors import RapportError
from rapport_tui.model.person_summary import PersonSummary
from rapport_tui.model.records import Note, Person
from rapport_tui.model.relative_days import lately
from rapport_tui.model.text import clean, clean_line
from rapport_tui.playbook.candidates import Candidate, Facts, candidates, is_tied, said_to
from rapport_tui.playbook.fill import FilledLine, compose, ready_line
from rapport_tui.playbook.introductions import IntroductionReason, reasons
from rapport_tui.playbook.moves import Move, ReadyLine, Register
from rapport_tui.playbook.suggestions import GENERAL_REASONS, suggest_move
from rapport_tui.terminal_text import cut

if TYPE_CHECKING:
    from rapport_tui.journal.entries import EntriesService

_OF_TOPICS: Final = ("{topic}", "{common}")
"""The blanks that need all entries with the person."""
_ORIGIN_CELLS: Final = 48
"""The most cells of a line that are quoted to say where a text is from."""


class Suggestion(msgspec.Struct, frozen=True):
    """The move that suits a person now, with a short reason. `is_general` is true if the reason holds for anybody."""

    move: Move
    why: str
    is_general: bool = False


class IntroductionCandidate(msgspec.Struct, frozen=True):
    """A person to introduce, and the reason. `met` is the last day on which a line names both people."""

    summary: PersonSummary
    reasons: tuple[IntroductionReason, ...]
    met: date | None = None


class ComposerService:
    """The service for moves, lines and messages."""

    def __init__(self, context: JournalContext, people: PeopleService, entries: Callable[[], EntriesService]) -> None:
        self._context = context
        self._people = people
        self._entries = entries

    def move(self, move_id: str) -> Move:
        """Return the move called `move_id`. Raises `RapportError` naming all of them."""
        return self._context.playbook.move(move_id)

    def moves_for(self, person: Person) -> list[Move]:
        """Return all moves, those of the person's rung first, the others in the order of the ladder."""
        own = self._context.playbook.moves_for(person.stage)
        return [*own, *(move for move in self._context.playbook.moves if move not in own)]

    def suggest(self, person: Person) -> Suggestion:
        """Return the move that suits the person now."""
        move, why = suggest_move(
            person,
            self._context.playbook,
            self.recent_moves(person.uid),
            [*self._context.cache.notes_of(person.uid), *self.mine_for(person)],
        )
        return Suggestion(move, why, is_general=why in GENERAL_REASONS)

    def mine_for(self, person: Person) -> list[Note]:
        """Return the notes about me that are a reason to contact the person; only wins they took part in."""
        entries = self._context.cache.entry_uids_of([person.uid])
        mine = self._context.cache.notes_of("")
        return [note for note in mine if note.kind != "win" or is_tied(note, person, entries)]

    def thread_for(self, person: Person, note: Note) -> str:
        """Return the open question to the person, worded as it is said to them."""
        return said_to(note, self.facts(person, topics=False))[0]

    def recent_moves(self, uid: str, *, before: date | None = None) -> dict[str, date]:
        """Return the last day of each move made with the person, before a day if one is given."""
        made: dict[str, date] = {}
        cache = self._context.cache
        for entry in cache.moves_with(uid):
            if before is None or entry.day < before:
                made[entry.move] = max(entry.day, made.get(entry.move, entry.day))
        for message in cache.messages_of(uid):
            if message.sent and (before is None or message.day < before):
                made[message.move] = max(message.day, made.get(message.move, message.day))
        return made

    def used(self, uid: str) -> dict[str, str]:
        """Return a phrase for each move made recently with the person that says when: asked for advice in September."""
        told = {}
        for move_id, day in self.recent_moves(uid).items():
            if move_id in self._context.playbook.move_ids and (when := lately(day, self._context.today)):
                told[move_id] = f"{self.move(move_id).past} {when}"
        return told

    def facts(self, person: Person | None, other: Person | None = None, *, topics: bool = True) -> Facts:
        """Return all values that can fill a blank of a line to `person`; past topics only with `topics`.

        Raises `RapportError` if `other` is the same person.
        """
        if person and other and person.uid == other.uid:
            raise RapportError(f"{person.name} can’t be introduced to themselves. Choose somebody else.")
        cache, settings, playbook = self._context.cache, self._context.settings, self._context.playbook
        uids = [some.uid for some in (person, other) if some]
        today = cache.days.get(self._context.today.isoformat())
        notes: dict[str, Note] = {note.uid: note for uid in (*uids, "") for note in cache.notes_of(uid)}
        return Facts(
            me_name=clean_line(settings.name),
            me_role=clean_line(settings.role),
            person=person or Person(uid="", name="", added=self._context.today, since=self._context.today),
            other=other,
            notes=tuple(notes.values()),
            entries=frozenset(cache.entry_uids_of([person.uid]) if person else ()),
            topics=tuple(self._topics(person).items()) if topics else (),
            other_topics=tuple(self._topics(other).items()) if topics else (),
            last_talked=self._people.last_talked(person.uid) if person else None,
            today=self._context.today,
            language=playbook.language,
            phrases=playbook.phrases,
            greeting=settings.greeting or playbook.greeting,
            signoff=settings.signoff,
            in_tomorrow=bool(today and "office-tomorrow" in today.places),
        )

    def compose(
        self,
        line: ReadyLine,
        person: Person,
        *,
        other: Person | None = None,
        chosen: Mapping[str, str] | None = None,
    ) -> FilledLine:
        """Return the line filled with the `chosen` values by blank, then with the best of the journal."""
        return compose(line, self.facts(person, other), {key: clean(value) for key, value in (chosen or {}).items()})

    def ready_line(self, move: Move, person: Person | None) -> FilledLine:
        """Return the line of `move` with the fewest gaps for `person`, preferring the move's usual register."""
        topics = any(blank in line.text for line in move.lines for blank in _OF_TOPICS)
        return ready_line(move, self.facts(person, topics=topics), move.usual_register)[1]

    def ready_lines(self, move: Move, person: Person | None) -> list[tuple[Register, FilledLine]]:
        """Return every wording of `move` with its register, filled as far as the journal allows."""
        facts = self.facts(person)
        lines = (line for register in move.registers for line in move.lines_in(register))
        return [(line.register, compose(line, facts)) for line in lines]

    def candidates(self, blank: str, person: Person, other: Person | None = None) -> list[Candidate]:
        """Return the candidates for `blank`, best first."""
        return candidates(blank, self.facts(person, other))

    def origin(self, candidate: Candidate) -> str:
        """Return where a candidate is from: in what sense it fits, and the beginning of the line it was written in."""
        entry = self._context.cache.entries.get(candidate.entry) if candidate.entry else None
        prose = cut(self._entries().shown(entry), _ORIGIN_CELLS) if entry else ""
        wrote = f"from “{prose}”" if prose else "" if candidate.source else "a note of yours" if candidate.note else ""
        return " · ".join(filter(None, (candidate.source, wrote)))

    def others(self, person: Person) -> list[IntroductionCandidate]:
        """Return the people to introduce `person` to, best reasons first; those they already met come last."""
        cache, phrases = self._context.cache, self._context.playbook.phrases
        own, topics = cache.notes_of(person.uid), self._topics(person)
        together: dict[str, date] = {}
        for entry in cache.entries_of(person.uid):
            together |= dict.fromkeys(entry.people, entry.day)
        pairs = []
        for summary in self._people.search():
            other = summary.person
            if other.uid == person.uid:
                continue
            notes = {note.uid: note for note in (*own, *cache.notes_of(other.uid))}
            found = reasons(
                person, other, notes=tuple(notes.values()), topics=(topics, self._topics(other)), phrases=phrases
            )
            pairs.append(IntroductionCandidate(summary, tuple(found), together.get(other.uid)))
        pairs.sort(key=lambda pair: (pair.met is not None, -sum(reason.weight for reason in pair.reasons[:3])))
        return pairs

    def _topics(self, person: Person | None) -> dict[str, date]:
        """Return the topics of the entries with the person, each with its newest day."""
        topics: dict[str, date] = {}
        for entry in reversed(self._context.cache.entries_of(person.uid) if person else []):
            for topic in entry.topics:
                topics.setdefault(topic, entry.day)
        return topics
