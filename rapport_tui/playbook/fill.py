"""Filling of a ready line: chosen values first, then values from the journal, else a gap."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.playbook.blanks import Blank, blank_names, escape, parse_template
from rapport_tui.playbook.candidates import Facts, candidates
from rapport_tui.playbook.moves import Move, ReadyLine, Register

GAP: Final = "____"
"""The text for a blank without a value."""
_STOPS: Final = (".", "!", "?", "…")
_CLOSING: Final = "”’\"')»"
_OPENING: Final = "“‘\"'(«"
_ARTICLE: Final = lazy_pattern(r"(?<![\w’'])(an?|An?) $")
_DETERMINER: Final = lazy_pattern(r"(an?|the|my|our|your|his|her|their|this|that|these|those|some)\s", re.IGNORECASE)
_AN: Final = lazy_pattern(
    r"(?!uni([^mn]|$)|un[ai]t|us[aeiu]|util|ufo|euro?|ewe|one\b|once\b)[aeiouà-æè-ïò-öù-ü]"
    r"|(hour|hono|heir|honest)|8|1[18]\b",
    re.IGNORECASE,
)
"""Words that begin with a vowel sound, judged by their letters."""


class FilledPiece(msgspec.Struct, frozen=True):
    """A part of a composed text.

    `blank` names the blank it fills; it is empty for the line's own words. `to_check` are its words that may be about
    the person in the third person.
    """

    text: str
    blank: str = ""
    to_check: tuple[str, ...] = ()


class FilledLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line ready to say or send.

    The texts of `parts` joined are `text`. `filled` has the value of each blank, including those of the subject;
    `unfilled` names the blanks that show as gaps. The texts of `subject_parts` are `subject`.
    """

    text: str
    filled: dict[str, str]
    unfilled: tuple[str, ...]
    parts: tuple[FilledPiece, ...]
    subject: str = ""
    subject_parts: tuple[FilledPiece, ...] = ()

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of all its blanks, in reading order."""
        return tuple(dict.fromkeys(part.blank for part in (*self.subject_parts, *self.parts) if part.blank))

    @property
    def to_check(self) -> tuple[str, ...]:
        """The words that may be about the person in the third person."""
        return tuple(dict.fromkeys(word for part in (*self.subject_parts, *self.parts) for word in part.to_check))


def compose(line: ReadyLine, facts: Facts, chosen: Mapping[str, str] | None = None) -> FilledLine:
    """Return `line` filled for `facts.person`.

    `chosen` takes precedence over the journal; a blank chosen as empty stays a gap. A value is inserted unchanged,
    except that its first letter is capitalized at the beginning of a sentence. The line’s own words are adapted to it:
    the full stop is dropped if the value ends with one, and in English “a” and “an” are corrected. A mail is given its
    greeting and my name. Raises `RapportError` on an unknown blank.
    """
    facts = replace(facts, to_both=line.to_both)
    body = parse_template(_mail(line, facts) if line.register == "mail" else line.text)
    subject = parse_template(line.subject)
    alone = blanks_alone(body)
    filled: dict[str, str] = {}
    unfilled: list[str] = []
    to_check: dict[str, tuple[str, ...]] = {}
    for name in blank_names((*subject, *body)):
        value, to_check[name] = _value(name, facts, chosen or {}, alone=name in alone)
        if value:
            filled[name] = value
        else:
            unfilled.append(name)
    parts = _fill(body, filled, to_check, facts.language)
    subject_parts = _fill(subject, filled, to_check, facts.language)
    return FilledLine(
        text="".join(part.text for part in parts),
        filled=filled,
        unfilled=tuple(unfilled),
        parts=parts,
        subject="".join(part.text for part in subject_parts),
        subject_parts=subject_parts,
    )


def blanks_alone(parts: Sequence[str | Blank]) -> frozenset[str]:
    """Return the blanks that are alone on a line of the text, where several facts become a list."""
    around = ["\n", *parts, "\n"]
    return frozenset(
        part.name
        for before, part, after in zip(around, around[1:], around[2:], strict=False)
        if isinstance(part, Blank)
        and isinstance(before, str)
        and isinstance(after, str)
        and before.endswith("\n")
        and after.startswith("\n")
    )


def joined(values: Sequence[str], *, alone: bool) -> str:
    """Return several facts as the value of one blank: a list if the blank is `alone`, else joined in a sentence."""
    if len(values) < 2:
        return "".join(values)
    return "\n".join(map(list_item, values)) if alone else "; ".join(values)


def list_item(value: str) -> str:
    """Return a fact as one line of a list."""
    return f"– {_capital(value)}"


def ready_line(move: Move, facts: Facts, register: Register | None = None) -> tuple[ReadyLine, FilledLine]:
    """Return the line of `move` with the fewest gaps; among equals, the one that uses most of the journal.

    Moves that break a silence prefer plain lines. The line is of `register` if one is given and the move has one, else
    a short one is preferred to a mail.
    """
    lines = move.lines_in(register) if register else ()
    composed = [(line, compose(line, facts)) for line in lines or move.lines]
    return min(
        composed,
        key=lambda pair: (
            len(pair[1].unfilled),
            pair[0].register == "mail",
            len(pair[1].to_check),
            -riches(move, pair[1]),
        ),
    )


def riches(move: Move, composed: FilledLine) -> int:
    """Return the amount of journal data a line uses; 0 for a move that breaks a silence, where plain lines are best."""
    return sum(not name.endswith((".first", ".name", ".role")) for name in composed.filled) if move.step > 1 else 0


def _mail(line: ReadyLine, facts: Facts) -> str:
    name = "{me.first}" if facts.me_name.strip() else ""
    end = "\n".join(part for part in (escape(facts.signoff), name) if part)
    greeting = escape(facts.greeting)
    start = f"{greeting} {{them.first}},"
    if line.to_both:
        start = f"{start} {greeting[:1].lower()}{greeting[1:]} {{other.first}},"
    return "\n\n".join(part for part in (start, line.text, end) if part)


def _value(name: str, facts: Facts, chosen: Mapping[str, str], *, alone: bool) -> tuple[str, tuple[str, ...]]:
    """Return the value of a blank, empty if there is none, and its words to check."""
    if name in chosen:
        value = chosen[name] if chosen[name].strip() else ""
        # A list joins several candidates, and one can be typed on: their words are in it still.
        picked = [one for one in candidates(name, facts) if one.to_check and one.value.lower() in value.lower()]
        return value, tuple(word for one in picked for word in one.to_check)
    fitting = [candidate for candidate in candidates(name, facts) if candidate.fits]
    if alone and name == "me.win":
        # A report lists all wins since the last talk, oldest first.
        news = [one.value for one in fitting if one.day and facts.last_talked and one.day > facts.last_talked]
        if news:
            return joined(news[::-1], alone=True), ()
    return (fitting[0].value, fitting[0].to_check) if fitting else ("", ())


def _fill(
    parts: tuple[str | Blank, ...], filled: Mapping[str, str], to_check: Mapping[str, tuple[str, ...]], language: str
) -> tuple[FilledPiece, ...]:
    pieces: list[FilledPiece] = []
    for part in parts:
        before = pieces[-1] if pieces else FilledPiece("\n")
        if isinstance(part, Blank):
            value = filled.get(part.name, GAP)
            if language == "en" and part.name in filled and pieces and not before.blank:
                pieces[-1] = FilledPiece(_with_article(before.text, value))
                if not pieces[-1].text:
                    pieces.pop()
            starts = part.name != "link" and _ends_sentence(before.text)
            pieces.append(FilledPiece(_capital(value) if starts else value, part.name, to_check[part.name]))
        else:
            words = _without_second_stop(part, before) if before.blank in filled else part
            if words:
                pieces.append(FilledPiece(words))
    return tuple(pieces)


def _ends_sentence(words: str) -> bool:
    """Return whether a sentence begins after `words`, which may end with a mark that opens it."""
    words = words[:-1] if words.endswith(tuple(_OPENING)) else words
    return words.endswith("\n") or (words[-1:].isspace() and words[:-1].rstrip(_CLOSING).endswith(_STOPS))


def _capital(text: str) -> str:
    first = text[:1].upper()
    return first + text[1:] if len(first) == 1 else text


def _with_article(words: str, value: str) -> str:
    """Return `words` with a final “a” or “an” corrected for `value`, or dropped if the value has an article."""
    article = _ARTICLE.search(words)
    if article is None:
        return words
    if _DETERMINER.match(value):
        return words[: article.start(1)]
    right = "an" if _AN.match(value) else "a"
    return words[: article.start(1)] + (right.capitalize() if article[1][0] == "A" else right) + words[article.end(1) :]


def _without_second_stop(words: str, before: FilledPiece) -> str:
    """Return `words` without their first mark if the value before them has already ended the sentence."""
    end = before.text.rstrip(_CLOSING)
    doubled = (words.startswith(".") and end.endswith(_STOPS)) or (words.startswith("?") and end.endswith(("?", ".")))
    return words[1:] if doubled else words
