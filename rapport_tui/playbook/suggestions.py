"""The next move with a person, and the reason for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rapport_tui.model.person_digest import PersonDigest
from rapport_tui.model.records import ABOUT_ME, OPEN_KINDS, Entry, Kind, Note, Person, Stage
from rapport_tui.playbook.moves import Move, Playbook

_WHY: Final[dict[Kind, str]] = {
    "ask": "you wanted to ask: {}",
    "likes": "they like {}",
    "said": "what they said stayed with you: {}",
    "share": "you share something: {}",
    "expert": "they know a lot about {}",
    "question": "you have a question: {}",
    "project": "you’re working on {}",
    "goal": "you know where you’d like to be: {}",
    "win": "you have good news: {}",
    "struggle": "something is on your mind: {}",
}
_HELLO_AGAIN: Final[dict[Kind, int]] = {"ask": 0, "likes": 1, "said": 2, "share": 3}
"""The kinds of note that are better reasons to say hi again, best first."""
_PLAIN: Final = {
    1: ("first-hello", "you haven’t spoken yet"),
    2: ("back-channel", "a kind word needs no occasion"),
    3: ("ask-input", "people like to be asked"),
    4: ("share-goals", "they may not know where you’d like to go"),
}
"""The move of each step that is always possible, and its reason."""
GENERAL_REASONS: Final = frozenset(why for _, why in _PLAIN.values())
"""The reasons that apply to anybody."""

_TALKS_OF_AN_ALLY: Final = 3


def suggest_rung(person: Person, told: Entry, entries: Sequence[Entry], notes: Sequence[Note]) -> tuple[Stage, str]:
    """Return the rung that the entry `told` suggests for `person`, and the reason; ("stranger", "") for none.

    `entries` and `notes` are all about them, those of `told` included. It is suggested once: only by the entry that
    completes the reason, such as the third talk since they are an acquaintance, the first advice, the first door
    opened.
    """
    if person.stage == "acquaintance":
        talks = [entry for entry in entries if entry.day >= person.since]
        if len(talks) == _TALKS_OF_AN_ALLY:
            return "ally", "you talk each time you meet"
    kind: Kind = "advice" if person.stage == "ally" else "door"
    if person.stage in ("ally", "mentor"):
        reasons = [note for note in notes if note.kind == kind]
        if reasons and all(note.entry == told.uid for note in reasons):
            return ("mentor", "they gave you advice") if kind == "advice" else ("sponsor", "they opened a door for you")
    return "stranger", ""


def suggest_move(
    person: Person | PersonDigest, playbook: Playbook, recent_moves: Mapping[str, date], notes: Sequence[Note]
) -> tuple[Move, str]:
    """Return the next move with `person` and a reason for it, in a few words without a full stop.

    `recent_moves` has the last day of each move made with them, `notes` are about them or about me. Moves with fitting
    notes go first; on the upper rungs the moves rotate in their order. The last one made is not proposed again, and my
    notes that a move has already told them are not used again.
    """
    moves = playbook.moves_for(person.stage)
    step = moves[0].step
    last = max(recent_moves, key=lambda move_id: recent_moves[move_id], default="")
    turns = _in_turn(moves, recent_moves) if step > 2 else list(moves)
    eligible = [move for move in turns if move.id != last] or turns
    reasons = [(move, note) for move in eligible if (note := _material(move, person, recent_moves.get(move.id), notes))]
    if step == 2:
        reasons.sort(key=lambda reason: _HELLO_AGAIN.get(reason[1].kind, len(_HELLO_AGAIN)))
    if not reasons and step > 2 and last != "hi-again":
        again = playbook.move("hi-again")
        thread = _material(again, person, None, notes)
        reasons = [(again, thread)] if thread else []
    if reasons:
        move, note = reasons[0]
        return move, _WHY.get(note.kind, "{}").format(note.text)
    plain, why = _PLAIN[step]
    return next((move for move in eligible if move.id == plain), eligible[0]), why


def _in_turn(moves: Sequence[Move], recent_moves: Mapping[str, date]) -> list[Move]:
    """Return `moves` rotated to begin after the last one made."""
    made = [(recent_moves[move.id], number) for number, move in enumerate(moves) if move.id in recent_moves]
    start = max(made)[1] + 1 if made else 0
    return [*moves[start:], *moves[:start]]


def _material(move: Move, person: Person | PersonDigest, made: date | None, notes: Sequence[Note]) -> Note | None:
    """Return the newest note that is a reason for `move`, last made with the person on `made`."""
    for kind in move.needs:
        found = [note for note in notes if note.kind == kind and _is_news(note, person, made)]
        if found:
            return max(found, key=lambda note: note.made)
    return None


def _is_news(note: Note, person: Person | PersonDigest, made: date | None) -> bool:
    if note.kind in ABOUT_ME:
        return note.done is None and (made is None or note.made > made)
    return person.uid in note.people and (note.is_open or note.kind not in OPEN_KINDS)
