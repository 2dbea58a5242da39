"""The composer: a ready line filled from what the journal knows of a person, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from rapport_tui.capture.line import escape
from rapport_tui.journal.core import Core
from rapport_tui.journal.people import People
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Channel, Entry, Message, Note, Person
from rapport_tui.model.text import clean, clean_line
from rapport_tui.model.uids import new_uid
from rapport_tui.playbook.candidates import Candidate, Facts, candidates
from rapport_tui.playbook.compose import Composed, compose, ready_line
from rapport_tui.playbook.moves import Move, ReadyLine, Register
from rapport_tui.playbook.suggest import suggest_move

_CHANNELS: dict[str, Channel] = {"chat": "chat", "mail": "mail", "aloud": "person"}


class Suggestion(msgspec.Struct, frozen=True):
    """The move that suits a person now, and the reason in a few words."""

    move: Move
    why: str


class Composer:
    """Moves, lines and messages."""

    def __init__(self, core: Core, people: People) -> None:
        self._core = core
        self._people = people

    def move(self, move_id: str) -> Move:
        """Return the move called `move_id`. Raises `RapportError` naming all of them."""
        return self._core.playbook.move(move_id)

    def moves_for(self, person: Person) -> list[Move]:
        """Return all moves, those of the person's rung first, the others in the order of the ladder."""
        own = self._core.playbook.moves_for(person.stage)
        return [*own, *(move for move in self._core.playbook.moves if move not in own)]

    def suggest(self, person: Person) -> Suggestion:
        """Return the move that suits the person now."""
        move, why = suggest_move(
            person,
            self._core.playbook,
            self.recent_moves(person.uid),
            [*self._core.shelf.notes_of(person.uid), *self._core.shelf.notes_of("")],
        )
        return Suggestion(move, why)

    def recent_moves(self, uid: str, *, before: date | None = None) -> dict[str, date]:
        """Return the last day of each move made with the person, before a day if one is given."""
        made: dict[str, date] = {}
        shelf = self._core.shelf
        for entry in shelf.moves_with(uid):
            if before is None or entry.day < before:
                made[entry.move] = max(entry.day, made.get(entry.move, entry.day))
        for message in shelf.messages_of(uid):
            if message.sent and (before is None or message.day < before):
                made[message.move] = max(message.day, made.get(message.move, message.day))
        return made

    def facts(self, person: Person | None, other: Person | None = None) -> Facts:
        """Return all that can fill a blank of a line to `person`."""
        shelf, settings = self._core.shelf, self._core.settings
        uids = [some.uid for some in (person, other) if some]
        notes: dict[str, Note] = {note.uid: note for uid in (*uids, "") for note in shelf.notes_of(uid)}
        topics: dict[str, date] = {}
        for entry in reversed(shelf.entries_of(person.uid) if person else []):
            for topic in entry.topics:
                topics.setdefault(topic, entry.day)
        return Facts(
            me_name=clean_line(settings.name),
            me_role=clean_line(settings.role),
            person=person or Person(uid="", name="", added=self._core.today, since=self._core.today),
            other=other,
            notes=tuple(notes.values()),
            topics=tuple(topics.items()),
            today=self._core.today,
        )

    def compose(
        self,
        line: ReadyLine,
        person: Person,
        *,
        other: Person | None = None,
        chosen: Mapping[str, str] | None = None,
    ) -> Composed:
        """Return the line filled: with `chosen` values by blank first, then with the best of the journal."""
        return compose(line, self.facts(person, other), {key: clean(value) for key, value in (chosen or {}).items()})

    def ready_line(self, move: Move, person: Person | None) -> str:
        """Return the line of `move` that has the fewest gaps: said aloud to a stranger, in a chat to others."""
        register: Register = "aloud" if move.step == 1 else "chat"
        return ready_line(move, self.facts(person), register)[1].text

    def ready_lines(self, move: Move, person: Person | None) -> list[str]:
        """Return every wording of `move`, filled as far as the journal goes."""
        facts = self.facts(person)
        return [compose(line, facts).text for line in move.lines]

    def candidates(self, blank: str, person: Person, other: Person | None = None) -> list[Candidate]:
        """Return what could fill `blank`, the best first."""
        return candidates(blank, self.facts(person, other))

    def save_draft(self, message: Message) -> Message:
        """Keep a message to go on with later, or put it in the place of the draft with its uid."""
        person = self._people.get(message.person)
        with self._core.history.action(f"Kept a draft to {person.name}") as hand:
            hand.put(message)
        return message

    def new_message(
        self,
        move: Move,
        person: Person,
        text: str,
        *,
        other: Person | None = None,
        blanks: Mapping[str, str] | None = None,
    ) -> Message:
        """Return a message that is not in the journal yet."""
        return Message(
            uid=new_uid(),
            person=person.uid,
            move=move.id,
            text=clean(text).strip(),
            day=self._core.today,
            other=other.uid if other else "",
            blanks=dict(blanks or {}),
        )

    def as_draft(self, message: Message, draft: Message) -> Message:
        """Return `message` in the place of a draft that was kept before."""
        return replace(message, uid=draft.uid)

    def mark_sent(self, message: Message, register: str = "chat") -> Entry:
        """Keep the message as sent today and write the line about it, as one action.

        Raises `RapportError` where it is empty, or was sent before.
        """
        if not message.text.strip():
            raise RapportError("The message is empty. Write a word or two before you send it.")
        with self._core.history.action("") as hand:
            person = self._people.get(message.person)
            kept = self._core.shelf.messages.get(message.uid)
            if kept and kept.sent:
                raise RapportError(f"That message to {person.name} is in the journal as sent already.")
            hand.label = f"Sent a message to {person.name}"
            now = self._core.clock()
            entry = Entry(
                uid=new_uid(),
                day=self._core.today,
                time=now.time().replace(second=0, microsecond=0, tzinfo=None),
                text=escape(message.text),
                people=(person.uid, *([message.other] if message.other else [])),
                move=message.move,
                channel=_CHANNELS.get(register, "chat"),
            )
            sent = replace(message, sent=True, day=self._core.today, entry=entry.uid)
            hand.put(self._people.steps_with(hand, person, entry), entry, sent)
        return entry

    def drafts(self) -> list[Message]:
        """Return the messages that were not sent yet, newest last."""
        return [message for message in self._core.shelf.messages if not message.sent]
