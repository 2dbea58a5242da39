"""The state of the composer: the recipient, the line, and the values of its blanks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rapport_tui.app.compose.sentence_field import SentencePart
from rapport_tui.journal.messages import INTRODUCTION
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError
from rapport_tui.model.relative_days import lately
from rapport_tui.playbook.blanks import Blank
from rapport_tui.playbook.fill import FilledLine, FilledPiece, blanks_alone, joined, list_item, riches
from rapport_tui.playbook.moves import REGISTERS, Move, ReadyLine, Register
from rapport_tui.playbook.second_person import checking_hint

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.model.records import Message, Person
    from rapport_tui.playbook.candidates import Candidate

_NAMES: Final = (".first", ".name", ".role")


class ComposeState:
    """A line being composed. The values of blanks are kept while the move and the wording change.

    `own` is the text after editing it as a whole, when it has no blanks any more. `draft` is the saved draft that is
    being continued, as it was last loaded or saved.
    """

    def __init__(self, journal: Journal, person: Person, move: Move) -> None:
        self._journal = journal
        self.person = person
        self.other: Person | None = None
        self.move = move
        self.register: Register = move.usual_register
        self.chosen: dict[str, str] = {}
        self.own: str | None = None
        self.draft: Message | None = None
        self.blank = ""
        self._number = 0
        self._is_touched = False
        self._composed: tuple[object, FilledLine] | None = None
        self.take_move(move)

    @property
    def lines(self) -> tuple[ReadyLine, ...]:
        """The wordings of the move in the current register."""
        return self.move.lines_in(self.register) or self.move.lines

    @property
    def line(self) -> ReadyLine:
        """The current wording."""
        return self.lines[self._number % len(self.lines)]

    @property
    def number(self) -> int:
        """The number of the current wording, from 1."""
        return self._number % len(self.lines) + 1

    @property
    def composed(self) -> FilledLine:
        """The line with its blanks filled in."""
        made_of = (self.line, self.person, self.other, tuple(self.chosen.items()), self._journal.version)
        if self._composed is None or self._composed[0] != made_of:
            self._composed = (made_of, self._compose(self.line))
        return self._composed[1]

    @property
    def text(self) -> str:
        """The text to copy and send."""
        return self.composed.text if self.own is None else self.own

    @property
    def is_touched(self) -> bool:
        """True if the user typed text that would be lost."""
        return self._is_touched

    def edit(self, text: str) -> None:
        """Replace the line by a text of the user's own."""
        self.own = text
        self.blank = ""
        self._is_touched = True

    @property
    def gaps(self) -> tuple[str, ...]:
        """The empty blanks."""
        return self.composed.unfilled if self.own is None else ()

    @property
    def checking_hint(self) -> str:
        """The sentence that asks to check words which may be about the person in the third person."""
        return checking_hint(self.composed.to_check, self.person) if self.own is None else ""

    @property
    def blanks(self) -> tuple[str, ...]:
        """All blanks, in reading order."""
        return self.composed.blanks if self.own is None else ()

    @property
    def value(self) -> str:
        """The value of the current blank."""
        return self.composed.filled.get(self.blank, "") if self.blank else ""

    @property
    def is_list(self) -> bool:
        """True if the current blank takes several facts."""
        return self.blank in blanks_alone(self.line.parts)

    @property
    def why(self) -> str:
        """The reason for suggesting the move now; empty for a move that is not the suggested one."""
        suggested = self._journal.composer.suggest(self.person)
        return suggested.why if suggested.move.id == self.move.id else ""

    @property
    def history(self) -> list[str]:
        """The history of the move with this person: when it was last made, and which of the two was asked."""
        told = []
        if used := self._journal.composer.used(self.person.uid).get(self.move.id):
            told.append(f"You {used}.")
        if self.move.id == INTRODUCTION and self.other:
            told.append(self._who_was_asked(self.other))
        return told

    def take_move(self, move: Move) -> None:
        """Switch to another move, in the register that it mostly uses."""
        usual = move.usual_register
        self.move = move
        self.register = usual if usual in move.registers else move.registers[0]
        self._take_line(self._best())

    def take_register(self, register: Register) -> bool:
        """Switch to another register, and return whether the move has a line in it."""
        if register not in self.move.registers:
            return False
        self.register = register
        self._take_line(0)
        return True

    def next_register(self) -> None:
        """Switch to the next register in which the move has a line."""
        here = REGISTERS.index(self.register)
        around = (*REGISTERS[here + 1 :], *REGISTERS[: here + 1])
        self.take_register(next(register for register in around if register in self.move.registers))

    def next_wording(self) -> None:
        """Switch to the next wording of the register."""
        self._take_line(self._number + 1)

    def meet(self, other: Person | None) -> None:
        """Set the other person of the introduction."""
        self.other = other
        for blank in [name for name in self.chosen if name.startswith("other.") or name == "common"]:
            del self.chosen[blank]
        self.go_to_gap()

    def swap(self) -> None:
        """Swap the recipient with the other person of the introduction."""
        if self.other:
            self.person, self.other = self.other, self.person
            self.chosen.clear()
            self.draft = None
            self.own = None
            self.go_to_gap()

    def go_on_with(self, draft: Message) -> None:
        """Continue a draft: with its original wording, else with its text as it is."""
        self.other = self._journal.people.get_or_none(draft.other)
        self.draft, self.chosen = draft, dict(draft.blanks)
        self.register = next((one for one in REGISTERS if one == draft.register), self.register)
        same = [number for number, line in enumerate(self.lines) if self._compose(line).text.strip() == draft.text]
        self._take_line(same[0] if same else 0)
        if not same:
            self.edit(draft.text)
        self._is_touched = True

    def settle(self) -> None:
        """Record that the text is safe, because it was copied or saved."""
        self._is_touched = False

    def keep(self) -> Message:
        """Save a draft. Raise `ChangedMeanwhileError` if the saved one has changed; the next call overrides it."""
        messages = self._journal.messages
        try:
            self.draft = messages.save_draft(self.message(), shown=self.draft)
        except ChangedMeanwhileError:
            self.draft = messages.get(self.draft.uid) if self.draft else None
            raise
        self.settle()
        return self.draft

    def keep_beside(self) -> Message:
        """Save the message as a draft; as a second one if the continued draft was sent or has changed."""
        try:
            return self.keep()
        except RapportError:
            if self.draft is None:
                raise
            self.draft = None
            return self.keep()

    def fill(self, value: str, *, typed: bool = False) -> None:
        """Set the value of the current blank."""
        self.chosen[self.blank] = value
        self._is_touched = self._is_touched or typed

    def ticked(self, found: Sequence[Candidate]) -> list[str]:
        """Return the candidates included in the list of the current blank, in list order."""
        of_line = {form: one.value for one in found for form in (one.value, list_item(one.value))}
        return [of_line[line] for line in self.value.split("\n") if line in of_line]

    def tick(self, value: str, found: Sequence[Candidate]) -> None:
        """Add a candidate to the list in the current blank, or remove it."""
        values = self.ticked(found)
        values = [one for one in values if one != value] if value in values else [*values, value]
        self.fill(joined(values, alone=True))

    def candidates(self) -> list[Candidate]:
        """Return the candidates for the current blank."""
        if not self.blank:
            return []
        return self._journal.composer.candidates(self.blank, self.person, self.other)

    def go_to_gap(self) -> None:
        """Go to the first gap; without gaps, to the first blank that is not a name."""
        telling = [name for name in self.blanks if not name.endswith(_NAMES)]
        self.blank = next(iter((*self.gaps, *telling, *self.blanks)), "")

    def next_gap(self) -> bool:
        """Go to the next gap in the order of the line, and return whether there is one."""
        names, gaps = self.blanks, self.gaps
        here = names.index(self.blank) + 1 if self.blank in names else 0
        self.blank = next((name for name in (*names[here:], *names[:here]) if name in gaps), self.blank)
        return bool(gaps)

    def walk(self, by: int) -> None:
        """Go to the next or previous blank in reading order, wrapping around at the end."""
        names = self.blanks
        if names:
            at = names.index(self.blank) if self.blank in names else -1 if by > 0 else 0
            self.blank = names[(at + by) % len(names)]

    def parts(self) -> list[SentencePart]:
        """Return the segments of the painted sentence; the subject of a mail comes first."""
        if self.own is not None:
            return [SentencePart(self.own)]
        composed = self.composed
        head = [
            SentencePart("Subject  ", quiet=True),
            *map(self._part, composed.subject_parts),
            SentencePart("\n\n", quiet=True),
        ]
        return [*(head if composed.subject else ()), *map(self._part, composed.parts)]

    def message(self) -> Message:
        """Return the state as a message."""
        composed = self.composed
        return self._journal.messages.new(
            self.move,
            self.person,
            self.text,
            line=self.line,
            subject=composed.subject,
            other=self.other,
            blanks={**composed.filled, **self.chosen},
            uid=self.draft.uid if self.draft else "",
        )

    def _part(self, piece: FilledPiece) -> SentencePart:
        if not piece.blank:
            return SentencePart(piece.text)
        filled = piece.blank in self.composed.filled
        return SentencePart(piece.text if filled else "", piece.blank, Blank(piece.blank).hint, to_check=piece.to_check)

    def _who_was_asked(self, other: Person) -> str:
        today, messages = self._journal.day, self._journal.messages.asked_to_meet(self.person, other)[::-1]
        if done := next((one for one in messages if one.to_both), None):
            return f"You introduced them {lately(done.day, today)}."
        told = []
        for one in (self.person, other):
            asked = next((message for message in messages if message.person == one.uid), None)
            state = f"asked {lately(asked.day, today)}" if asked else "not asked yet"
            answer = f", {asked.outcome}" if asked and asked.outcome else ""
            told.append(f"{one.first_name}: {state}{answer}")
        return " · ".join(told)

    def _compose(self, line: ReadyLine) -> FilledLine:
        return self._journal.composer.compose(line, self.person, other=self.other, chosen=self.chosen)

    def _take_line(self, number: int) -> None:
        self._number = number % len(self.lines)
        self.own = None
        self.go_to_gap()

    def _best(self) -> int:
        """Return the index of the wording with the fewest gaps; among equals, the most use of the journal."""

        def lack(number: int) -> tuple[int, int]:
            composed = self._compose(self.lines[number])
            return len(composed.unfilled), -riches(self.move, composed)

        return min(range(len(self.lines)), key=lack)
