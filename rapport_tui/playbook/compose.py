"""A ready line with its blanks filled: from what was chosen, else from the journal, else left as a gap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from rapport_tui.playbook.blanks import Blank, blank_names, escape, parse_template
from rapport_tui.playbook.candidates import Facts, candidates
from rapport_tui.playbook.moves import Move, ReadyLine, Register

GAP: Final = "____"
"""What stands for a blank that nothing was found for."""
_STOPS: Final = (".", "!", "?", "…")


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a composed text. `blank` names the blank it was put into; it is empty for the line's own words."""

    text: str
    blank: str = ""


class Composed(msgspec.Struct, frozen=True, kw_only=True):
    """A line ready to say or send.

    The texts of `parts` together are `text`. `filled` has each blank's value as it was given, those of the subject
    too; `unfilled` names the blanks that show as gaps.
    """

    text: str
    filled: dict[str, str]
    unfilled: tuple[str, ...]
    parts: tuple[Piece, ...]
    subject: str = ""


def compose(line: ReadyLine, facts: Facts, chosen: Mapping[str, str] | None = None) -> Composed:
    """Return `line` for `facts.person`.

    `chosen` goes before what the journal has; a blank chosen as empty stays a gap. A value is put in as it is: only
    its first letter is made a capital where it begins a line, and the line's full stop gives way where the value
    brings its own. A mail is given its greeting and my name. Raises `RapportError` on an unknown blank.
    """
    body = parse_template(_mail(line.text, facts) if line.register == "mail" else line.text)
    subject = parse_template(line.subject)
    filled: dict[str, str] = {}
    unfilled: list[str] = []
    for name in blank_names((*subject, *body)):
        value = _value(name, facts, chosen or {})
        if value:
            filled[name] = value
        else:
            unfilled.append(name)
    parts = _fill(body, filled)
    return Composed(
        text="".join(part.text for part in parts),
        filled=filled,
        unfilled=tuple(unfilled),
        parts=parts,
        subject="".join(part.text for part in _fill(subject, filled)),
    )


def ready_line(move: Move, facts: Facts, register: Register | None = None) -> tuple[ReadyLine, Composed]:
    """Return the line of `move` with the fewest gaps; among those the one that makes most of the journal.

    It is of `register` where one is named and the move has one, else a short one rather than a mail.
    """
    lines = move.lines_in(register) if register else ()
    composed = [(line, compose(line, facts)) for line in lines or move.lines]
    return min(composed, key=lambda pair: (len(pair[1].unfilled), pair[0].register == "mail", -_kinds_filled(pair[1])))


def _kinds_filled(composed: Composed) -> int:
    return sum(not name.endswith((".first", ".name", ".role")) for name in composed.filled)


def _mail(text: str, facts: Facts) -> str:
    name = "{me.first}" if facts.me_name.strip() else ""
    end = "\n".join(part for part in (escape(facts.signoff), name) if part)
    return "\n\n".join(part for part in (f"{escape(facts.greeting)} {{them.first}},", text, end) if part)


def _value(name: str, facts: Facts, chosen: Mapping[str, str]) -> str:
    if name in chosen:
        return chosen[name] if chosen[name].strip() else ""
    return next((candidate.value for candidate in candidates(name, facts) if candidate.fits), "")


def _fill(parts: tuple[str | Blank, ...], filled: Mapping[str, str]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for part in parts:
        before = pieces[-1] if pieces else Piece("\n")
        if isinstance(part, Blank):
            value = filled.get(part.name, GAP)
            starts_line = before.text.endswith("\n") and part.name != "link"
            pieces.append(Piece(_capital(value) if starts_line else value, part.name))
        else:
            words = _without_second_stop(part, before) if before.blank in filled else part
            if words:
                pieces.append(Piece(words))
    return tuple(pieces)


def _capital(text: str) -> str:
    first = text[:1].upper()
    return first + text[1:] if len(first) == 1 else text


def _without_second_stop(words: str, before: Piece) -> str:
    """Return `words` without the mark they begin with where the value before them has ended the sentence."""
    doubled = (words.startswith(".") and before.text.endswith(_STOPS)) or (
        words.startswith("?") and before.text.endswith("?")
    )
    return words[1:] if doubled else words
