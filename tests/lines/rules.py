"""The rules for a filled line, each told in a sentence where it is broken; they know nothing of how lines are made."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rapport_tui.journal import Journal
from rapport_tui.model.records import ABOUT_ME, Note, Person
from rapport_tui.model.text import fold
from rapport_tui.playbook.fill import GAP, FilledLine, FilledPiece
from rapport_tui.playbook.moves import Move, ReadyLine

_THIRD = {
    "she": r"she|her|hers|herself",
    "he": r"he|him|his|himself",
    "they": r"they|them|their|theirs|themselves",
}
_STOPS = ".?!…"
_SHORTEST_FACT = 6
_SHORT_WORD = 3


class Checker:
    """Checks lines against what the journal holds, as its export tells it."""

    def __init__(self, journal: Journal) -> None:
        told = journal.transfer.archive()
        self._people_of = {entry.uid: entry.people for entry in told.entries}
        self._mine = [note for note in told.notes if note.kind in ABOUT_ME]
        self._name_of = {person.uid: person.name for person in told.people}
        self._about: dict[str, list[Note]] = defaultdict(list)
        self._with_word: dict[str, list[Note]] = defaultdict(list)
        for note in told.notes:
            if note.kind not in ABOUT_ME and len(note.text) >= _SHORTEST_FACT:
                self._with_word[max(self._telling(note), key=len, default="")].append(note)
                for uid in note.people:
                    self._about[uid].append(note)

    def faults(
        self, move: Move, line: ReadyLine, composed: FilledLine, person: Person, other: Person | None = None
    ) -> list[str]:
        """Return what is wrong with a line to `person`."""
        return [
            f"{move.id} to {person.name}: {fault} — {composed.text}"
            for fault in (
                *self._foreign_facts(move, composed, person, other),
                *_gaps(composed),
                *(() if line.to_both else _third_person(composed, person)),
                *_grammar(composed.parts),
                *_grammar(composed.subject_parts),
            )
        ]

    def _foreign_facts(self, move: Move, composed: FilledLine, person: Person, other: Person | None) -> Iterator[str]:
        known = {person.uid, *([other.uid] if other and move.id == "introduction" else [])}
        values = " ".join(composed.filled.values())
        said = _stems(values)
        own = [*self._mine, *(note for uid in known for note in self._about[uid])]
        for note in (note for word in said for note in self._with_word[word]):
            telling = self._telling(note)
            foreign = telling <= said and not known & set(note.people)
            if foreign and not any(telling <= _stems(mine.text) for mine in own):
                yield f"a fact of somebody else: {note.text}"
        if move.id == "share-progress":
            told = {note.text for note in self._mine if note.kind == "win" and note.text in values}
            theirs = {note.text for note in self._mine if note.kind == "win" and self._have_part(note, person)}
            for text in told - theirs:
                yield f"a win that they have no part in: {text}"

    def _telling(self, note: Note) -> frozenset[str]:
        names = _stems(" ".join(self._name_of.get(uid, "") for uid in note.people))
        return _stems(note.text) - names

    def _have_part(self, note: Note, person: Person) -> bool:
        told = person.uid in self._people_of.get(note.entry, ())
        return told or fold(person.first_name) in fold(note.text)


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    """Return the words of a text that stay the same when it is said to somebody."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(word.rstrip("s").removesuffix("e") for word in words if len(word) > _SHORT_WORD)


def _gaps(composed: FilledLine) -> Iterator[str]:
    if (GAP in composed.text + composed.subject) != bool(composed.unfilled):
        yield f"a gap counted as filled, or the other way round: {composed.unfilled}"
    for piece in (*composed.parts, *composed.subject_parts):
        if piece.blank and (piece.text == GAP) == (piece.blank in composed.filled):
            yield f"{piece.blank} is told otherwise than it is: {piece.text}"


def _third_person(composed: FilledLine, person: Person) -> Iterator[str]:
    said = [gender for gender in _THIRD if gender in re.findall(r"\w+", person.pronouns.lower())]
    forms = "|".join(_THIRD[gender] for gender in said or _THIRD)
    names = "|".join(re.escape(name) for name in (person.name, person.first_name))
    for piece in (*composed.parts, *composed.subject_parts):
        if not piece.blank and (found := re.search(r"(?i)\b(she|he|her|him|his|hers)\b", piece.text)):
            yield f"the line’s own “{found[0]}” is about who is spoken to"
        if not piece.blank.startswith("them.") or piece.blank in ("them.first", "them.name"):
            continue
        for word in re.findall(rf"(?<![\w’'])(?:(?i:{forms})|{names})(?![\w])(?:[’'](?:s|ll|d|re|ve))?", piece.text):
            if word.lower() not in map(str.lower, composed.to_check):
                yield f"“{word}” may be about who is spoken to"


def _grammar(pieces: tuple[FilledPiece, ...]) -> Iterator[str]:
    for before, after in pairwise(pieces):
        end, start = before.text.rstrip("”’\"')»")[-1:], after.text[:1]
        if before.blank and ((end in _STOPS and start in ".!?" and end + start not in ("…?", "!?")) or end in ",;:"):
            yield f"a stop too many: {before.text[-9:]}|{after.text[:4]}"
        article = re.search(r"(?<![\w’'])([Aa]n?) $", before.text)
        if article and after.blank and after.text != GAP:
            if (article[1].lower() == "an") != (after.text[:1].lower() in "aeio"):
                yield f"{article[1]} {after.text[:12]}"
            if re.match(r"(an?|the|my|your) ", after.text):
                yield f"two articles: {article[1]} {after.text[:12]}"
    text = "".join("…" if piece.blank else piece.text for piece in pieces)
    if re.search(r"(?<!\.)\.\.(?!\.)|[?!.]\?|[?!]\.| [.,?!]|  ", text):
        yield f"loose marks: {text}"
