"""Messages made in the composer: drafts, sent messages, and their outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from rapport_tui.capture.capture_line import escape
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entries import EntriesService
from rapport_tui.journal.history import ActionWriter
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError
from rapport_tui.model.records import Channel, Entry, Message, Note, Outcome, Person
from rapport_tui.model.text import clean, clean_line
from rapport_tui.model.uids import new_uid
from rapport_tui.playbook.introductions import phrase
from rapport_tui.playbook.moves import Move, ReadyLine

_CHANNELS: Final[Mapping[str, Channel]] = {"chat": "chat", "mail": "mail", "aloud": "person"}
INTRODUCTION: Final = "introduction"


class MessagesService:
    """The service for messages."""

    def __init__(self, context: JournalContext, people: PeopleService, entries: EntriesService) -> None:
        self._context = context
        self._people = people
        self._entries = entries

    def get(self, uid: str) -> Message:
        """Return the message called `uid`. Raises `RapportError` if it no longer exists."""
        message = self._context.cache.messages.get(uid)
        if message is None:
            raise RapportError("That message is no longer in the journal; it may have been deleted in another window.")
        return message

    def drafts(self) -> list[Message]:
        """Return the drafts, newest last."""
        return [message for message in self._context.cache.messages if not message.sent]

    def sent(self) -> list[Message]:
        """Return the messages that were sent, newest last."""
        return sorted((one for one in self._context.cache.messages if one.sent), key=lambda message: message.day)

    def new(
        self,
        move: Move,
        person: Person,
        text: str,
        *,
        line: ReadyLine | None = None,
        subject: str = "",
        other: Person | None = None,
        blanks: Mapping[str, str] | None = None,
        uid: str = "",
    ) -> Message:
        """Return a new message made from `line`, not saved yet; `uid` is that of the draft it replaces, if any."""
        return Message(
            uid=uid or new_uid(),
            person=person.uid,
            move=move.id,
            text=clean(text).strip(),
            day=self._context.today,
            other=other.uid if other else "",
            blanks=dict(blanks or {}),
            register=line.register if line else "",
            subject=clean_line(subject),
            to_both=line.to_both if line else False,
        )

    def save_draft(self, message: Message, *, shown: Message | None = None) -> Message:
        """Save a message as a draft, or replace the draft with its uid, which was `shown`.

        Raises `RapportError` if that was sent meanwhile, or has another text by now.
        """
        with self._context.history.action("") as writer:
            kept = self._context.cache.messages.get(message.uid)
            if kept and kept.sent:
                raise RapportError(f"That message to {self._name(kept)} was sent meanwhile. Copy the text to keep it.")
            if kept and shown and kept.text not in (shown.text, message.text):
                raise ChangedMeanwhileError({"the draft": kept.text})
            writer.label = f"Kept a draft to {self._people.get(message.person).name}"
            writer.put(message)
        return message

    def discard(self, uid: str) -> None:
        """Delete a draft. Raises `RapportError` if it was sent, as the journal then has a line about it."""
        with self._context.history.action("") as writer:
            draft = self.get(uid)
            if draft.sent:
                raise RapportError(
                    "That message was sent, so it stays. To take it out, delete its line in the journal."
                )
            writer.label = f"Deleted a draft to {self._name(draft)}"
            writer.remove(draft)

    def mark_sent(self, message: Message) -> Entry:
        """Save the message as sent today and write the line about it, as one action.

        An introduction is linked to both people, and adds a thread with each to ask how it went. Raises `RapportError`
        if the message is empty, or was sent before.
        """
        if not message.text.strip():
            raise RapportError("The message is empty. Write a word or two before you send it.")
        with self._context.history.action("") as writer:
            person = self._people.get(message.person)
            kept = self._context.cache.messages.get(message.uid)
            if kept and kept.sent:
                raise RapportError(f"That message to {person.name} is in the journal as sent already.")
            writer.label = f"Sent a message to {person.name}"
            now = self._context.clock()
            other = self._people.get(message.other) if message.other and message.to_both else None
            entry = Entry(
                uid=new_uid(),
                day=self._context.today,
                time=now.time().replace(second=0, microsecond=0, tzinfo=None),
                text=escape(message.text),
                people=(person.uid, *([other.uid] if other else [])),
                move=message.move,
                channel=_CHANNELS.get(message.register, "chat"),
            )
            writer.put(self._people.steps_with(writer, person, entry), entry)
            if other:
                writer.put(self._people.steps_with(writer, other, entry))
                self._ask_both_later(writer, person, other)
            writer.put(replace(message, sent=True, day=self._context.today, entry=entry.uid))
        return entry

    def note_outcome(self, uid: str, outcome: Outcome, text: str = "") -> Message:
        """Record whether a sent message was answered. `text`, if any, is a capture line about the outcome."""
        with self._context.history.action("") as writer:
            message = self.get(uid)
            if not message.sent:
                raise RapportError("That is a draft. Mark it as sent before you note an answer.")
            writer.label = f"Noted “{outcome or 'no answer yet'}” from {self._name(message)}"
            answer = message.answer
            if text.strip():
                [logged] = self._entries.log_with(
                    writer, [text], about=[message.person], channel=_CHANNELS.get(message.register, "chat")
                )
                answer = logged.entry.uid
            noted = replace(message, outcome=outcome, answer=answer)
            writer.put(noted)
        return noted

    def asked_to_meet(self, person: Person, other: Person) -> list[Message]:
        """Return the messages sent to introduce the two, questions to either included, oldest first."""
        both = {person.uid, other.uid}
        return [one for one in self.sent() if one.move == INTRODUCTION and {one.person, one.other} == both]

    def _ask_both_later(self, writer: ActionWriter, person: Person, other: Person) -> None:
        for one, second in ((person, other), (other, person)):
            text = phrase(self._context.playbook.phrases, "thread", name=second.first_name)
            writer.put(
                Note(uid=new_uid(), kind="ask", text=clean_line(text), made=self._context.today, people=(one.uid,))
            )

    def _name(self, message: Message) -> str:
        person = self._people.get_or_none(message.person)
        return person.name if person else "somebody who is gone"
