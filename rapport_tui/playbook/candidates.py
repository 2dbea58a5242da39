"""Candidates from the journal for a blank: the right kind first, then open notes, then the newest."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from datetime import date, timedelta
from typing import Final

import msgspec

from rapport_tui.model.names import first_name
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import ABOUT_ME, Kind, Note, Person
from rapport_tui.model.relative_days import WEEKDAYS
from rapport_tui.model.text import fold
from rapport_tui.playbook.blanks import KIND_WORDS, check_blank
from rapport_tui.playbook.introductions import WORTH_SAYING, bare, reasons
from rapport_tui.playbook.second_person import to_second_person, words_about

_NEAR: Final[dict[str, tuple[Kind, ...]]] = {
    "share": ("likes", "fact"),
    "expert": ("likes", "said"),
    "likes": ("expert", "share"),
    "said": ("advice",),
    "ask": ("date", "fact"),
    "advice": ("said", "door"),
    "door": ("advice",),
    "date": ("ask",),
    "fact": ("share", "likes"),
    "project": ("goal",),
    "question": ("project", "struggle"),
    "goal": ("next",),
    "win": ("project",),
    "next": ("goal",),
    "struggle": ("question",),
}
"""Kinds that may replace the right one if it has no notes; they are offered, never filled in automatically."""
_DAYS_AHEAD: Final = 5
_DAYS_FREE: Final = 14
"""For how many days a note about when I have time holds."""
_ADDRESS: Final = lazy_pattern(r"https?://[^\s<>“”\"]+")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of the journal for a line to `person`.

    `notes` are those about the person, about `other` (of an introduction) and about me; `entries` are the uids of the
    lines that name the person. `to_both`: the line addresses both people of an introduction. `topics` are those of past
    entries with the person, each with its day, `other_topics` those with the other. `greeting` and `signoff` are for
    mails: the words before their name, and before mine. `language` is that of the line, `phrases` are those of the
    playbook. `in_tomorrow`: I said that I am in the office tomorrow.
    """

    person: Person
    today: date
    other: Person | None = None
    me_name: str = ""
    me_role: str = ""
    notes: tuple[Note, ...] = ()
    entries: frozenset[str] = frozenset()
    to_both: bool = False
    topics: tuple[tuple[str, date], ...] = ()
    other_topics: tuple[tuple[str, date], ...] = ()
    last_talked: date | None = None
    language: str = "en"
    phrases: Mapping[str, str] = {}
    greeting: str = "Hi"
    signoff: str = ""
    in_tomorrow: bool = False


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A text that could go into a blank.

    `source` is its origin in a few words, `day` the day it was written, talked about or meant; `note` and `entry` are
    the uids of the note and of the line that it is from. `fits` is False for what may be untrue in the line: another
    kind, a closed note, an uncertain one. Such candidates are offered, never filled in automatically. `to_check` are
    the words of the value that may be about the person addressed.
    """

    value: str
    source: str = ""
    day: date | None = None
    note: str = ""
    entry: str = ""
    fits: bool = True
    to_check: tuple[str, ...] = ()


def candidates(blank: str, facts: Facts) -> list[Candidate]:
    """Return the candidates for `blank`, best first, without duplicates. Raises `RapportError` on an unknown blank."""
    owner, _, what = check_blank(blank).rpartition(".")
    if what in ("first", "name", "role"):
        found = _from_card(owner, what, facts)
    elif owner:
        found = _from_notes(owner, what, facts)
    else:
        found = _FREE[what](facts)
    once: dict[str, Candidate] = {}
    for candidate in found:
        once.setdefault(candidate.value, candidate)
    return list(once.values())


def _from_card(owner: str, what: str, facts: Facts) -> list[Candidate]:
    source = "from your settings" if owner == "me" else "their name"
    if owner == "me":
        if what == "role":
            return [Candidate(value=facts.me_role, source=source)] if facts.me_role else []
        value = first_name(facts.me_name) if what == "first" else facts.me_name
    else:
        person = facts.person if owner == "them" else facts.other
        value = "" if person is None else person.first_name if what == "first" else person.name
    return [Candidate(value=value, source=source)] if value.strip() else []


def _from_notes(owner: str, kind: str, facts: Facts) -> list[Candidate]:
    """Return the notes of a kind and of similar ones: open before closed, newest first, own before shared."""
    who = {"them": facts.person, "other": facts.other, "me": None}[owner]
    if owner == "other" and who is None:
        return []
    kinds = (kind, *_NEAR.get(kind, ()))
    notes = [note for note in facts.notes if note.kind in kinds and _is_about(note, who)]
    notes.sort(key=lambda note: (note.kind != kind, note.done is not None, -note.made.toordinal(), len(note.people)))
    if kind == "win":  # the line claims that the person took part in it
        notes.sort(key=lambda note: not is_tied(note, facts.person, facts.entries))
    return [
        _candidate(
            note,
            facts,
            fits=note.kind == kind and note.done is None and _holds(note, facts),
            nearly=note.kind != kind,
        )
        for note in notes
    ]


def _holds(note: Note, facts: Facts) -> bool:
    """Return whether a line may state the note as it is: the person had a part in a win, free times are not past."""
    if note.kind == "free":
        return (facts.today - note.made).days <= _DAYS_FREE
    return note.kind != "win" or is_tied(note, facts.person, facts.entries)


def is_tied(note: Note, person: Person, entries: Container[str]) -> bool:
    """Return whether a note about me is linked to a person: its line is one of `entries`, or it names them."""
    names = {fold(person.name), fold(person.first_name)} - {""}
    return bool(note.entry and note.entry in entries) or any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", fold(note.text)) for name in names
    )


def _is_about(note: Note, who: Person | None) -> bool:
    return note.kind in ABOUT_ME if who is None else note.kind not in ABOUT_ME and who.uid in note.people


def _candidate(note: Note, facts: Facts, *, fits: bool = True, nearly: bool = False) -> Candidate:
    told = (KIND_WORDS[note.kind] if nearly else "", "closed" if note.done else "")
    value, to_check = said_to(note, facts)
    return Candidate(
        value=value,
        source=" · ".join(filter(None, told)),
        day=note.made,
        note=note.uid,
        entry=note.entry,
        fits=fits,
        to_check=to_check,
    )


def said_to(note: Note, facts: Facts) -> tuple[str, tuple[str, ...]]:
    """Return the text of a note as it is said to the person, and the words in it that may still be about them."""
    person, text = facts.person, bare(note.text)
    if facts.language != "en" or person.uid not in note.people:
        return text, ()
    if len(note.people) > 1 or facts.to_both:
        return text, words_about(text, person)
    return to_second_person(text, person)


def _topics(facts: Facts) -> list[Candidate]:
    talked = [Candidate(value=topic, source="you talked about it", day=day) for topic, day in facts.topics]
    return talked + _of_kinds(("likes", "expert"), facts.person, facts)


def _comments(facts: Facts) -> list[Candidate]:
    """Return what the person said; only what was said today is filled in, as the line is about a point of today."""
    return [
        msgspec.structs.replace(one, fits=one.fits and one.day == facts.today)
        for one in _from_notes("them", "said", facts)
    ]


def _common(facts: Facts) -> list[Candidate]:
    """Return the reasons for the two people of an introduction to meet."""
    if facts.other is None:
        return []
    found = reasons(
        facts.person,
        facts.other,
        notes=facts.notes,
        topics=(dict(facts.topics), dict(facts.other_topics)),
        phrases=facts.phrases,
        addressed=not facts.to_both,
    )
    return [
        Candidate(
            value=one.text,
            source=one.source,
            day=one.day,
            note=one.note,
            fits=one.weight >= WORTH_SAYING,
        )
        for one in found
    ]


def _did(facts: Facts) -> list[Candidate]:
    """Return my goals, the one before the newest success first, then my projects."""
    last_win = max((note.made for note in facts.notes if note.kind == "win"), default=facts.today)
    notes = [note for note in facts.notes if note.kind in ("next", "project")]
    notes.sort(key=lambda note: (note.kind != "next", note.made > last_win, -note.made.toordinal()))
    return [_candidate(note, facts, nearly=note.kind != "next") for note in notes]


def _links(facts: Facts) -> list[Candidate]:
    """Return the addresses in notes, newest first; none is filled in automatically."""
    notes = sorted(facts.notes, key=lambda note: -note.made.toordinal())
    return [
        Candidate(value=address, day=note.made, note=note.uid, entry=note.entry, fits=False)
        for note in notes
        for address in _ADDRESS.findall(note.text)
    ]


def _of_kinds(kinds: tuple[Kind, ...], who: Person, facts: Facts) -> list[Candidate]:
    notes = [note for note in facts.notes if note.kind in kinds and who.uid in note.people]
    notes.sort(key=lambda note: (kinds.index(note.kind), -note.made.toordinal(), len(note.people)))
    return [_candidate(note, facts, fits=note.entry in facts.entries, nearly=True) for note in notes]


def _days(facts: Facts) -> list[Candidate]:
    """Return the next days; tomorrow is filled in only if I said that I am in the office then."""
    ahead = [facts.today + timedelta(days=days) for days in range(1, _DAYS_AHEAD + 1)]
    return [
        Candidate(
            value="tomorrow" if day == ahead[0] else f"on {WEEKDAYS[day.weekday()]}",
            source="you said you are in the office" if facts.in_tomorrow and day == ahead[0] else "",
            day=day,
            fits=facts.in_tomorrow and day == ahead[0],
        )
        for day in ahead
    ]


_FREE: Final[dict[str, Callable[[Facts], list[Candidate]]]] = {
    "comment": _comments,
    "common": _common,
    "day": _days,
    "did": _did,
    "event": lambda _: [],
    "link": _links,
    "question": lambda facts: _from_notes("me", "question", facts),
    "topic": _topics,
}
