"""Reasons for an introduction: what two people share, and what one knows and the other could use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, Literal

import msgspec

from rapport_tui.model.records import Kind, Note, Person
from rapport_tui.model.text import fold

WORTH_SAYING: Final = 3
"""The least weight of a reason that is filled in automatically."""
_WEIGHTS: Final = {
    "help": 7,
    "share": 6,
    "topic": 5,
    "likes": 5,
    "expert": 4,
    "tag": 3,
    "own": 2,
    "team": 2,
    "place": 1,
    "org": 0,
}
_SHORTEST_WORD: Final = 5
_SAYS_NOTHING: Final = frozenset(
    re.findall(
        r"\w+",
        "about after again always anything because before being could every everything first going never "
        "other people reading right should small something still their there these things those through "
        "until where which while would work works working years ",
    )
)
_FALLBACK: Final[Mapping[str, str]] = {
    "help": "{other} likes {likes}, and {name} knows a lot about {text}",
    "help_you": "{other} likes {likes}, and you know a lot about {text}",
    "help_them": "you like {likes}, and {name} knows a lot about {text}",
    "topic": "I’ve talked with both of you about {text}",
    "likes": "you both like {text}",
    "knows": "you both know a lot about {text}",
    "expert_you": "you know a lot about {text}",
    "expert": "{name} knows a lot about {text}",
    "tag": "you have {text} in common",
    "team": "you both work in {text}",
    "place": "you’re both in {text}",
    "org": "you both work at {text}",
    "thread": "how did it go with {name}",
}


class IntroductionReason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason to introduce two people, as a clause for a line.

    `source` is the evidence in a few words, with its `day` and the uid of its `note`, if any. A higher `weight` is a
    better reason.
    """

    text: str
    source: str
    weight: int
    day: date | None = None
    note: str = ""


def bare(text: str) -> str:
    """Return `text` without a final mark that would not fit inside a sentence."""
    return text.rstrip(" ,;:") or text


def phrase(phrases: Mapping[str, str], key: str, **values: str) -> str:
    """Return the sentence called `key` with its {words} replaced; inserted values are never parsed again."""
    sentence = phrases.get(key, _FALLBACK[key])
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), sentence)


def reasons(
    person: Person,
    other: Person,
    *,
    notes: Sequence[Note],
    topics: tuple[Mapping[str, date], Mapping[str, date]] = ({}, {}),
    phrases: Mapping[str, str],
    addressed: bool = False,
) -> list[IntroductionReason]:
    """Return the reasons for `person` and `other` to meet, best first, each text once.

    `notes` are about either of them, `topics` are those of my talks with each, with the newest day. With `addressed`,
    only `person` is spoken to and is called “you” instead of by name.
    """
    you = person.uid if addressed else ""
    found = [
        *_shared(person, other, notes),
        *_help(person, other, notes, phrases, you),
        *_help(other, person, notes, phrases, you),
        *_topics(topics, phrases),
        *_alike(person, other, notes, phrases, "likes"),
        *_alike(person, other, notes, phrases, "expert"),
        *_from_cards(person, other, phrases),
        *_knowledge(other, notes, phrases, "expert", you),
        *_knowledge(person, notes, phrases, "own", you),
    ]
    found.sort(key=lambda reason: (-reason.weight, -(reason.day or date.min).toordinal()))
    return list({reason.text: reason for reason in reversed(found)}.values())[::-1]


def _shared(person: Person, other: Person, notes: Sequence[Note]) -> Iterator[IntroductionReason]:
    both = {person.uid, other.uid}
    for note in notes:
        if note.kind == "share" and both <= set(note.people):
            yield IntroductionReason(
                text=bare(note.text),
                source="all of you share it",
                weight=_WEIGHTS["share"],
                day=note.made,
                note=note.uid,
            )


def _help(
    knows: Person, wants: Person, notes: Sequence[Note], phrases: Mapping[str, str], you: str
) -> Iterator[IntroductionReason]:
    """Yield knowledge of one that the other likes or asked me about, each with the newest such wish."""
    wishes = sorted(_of(notes, wants, "likes", "ask"), key=lambda note: note.made, reverse=True)
    for known in _of(notes, knows, "expert") if wishes else ():
        words = _words(known.text)
        wish = next((wish for wish in wishes if not words.isdisjoint(_words(wish.text))), None)
        if wish is None:
            continue
        key = "help" if wish.kind == "likes" else "expert"
        key += "_you" if knows.uid == you else "_them" if wants.uid == you and key == "help" else ""
        yield IntroductionReason(
            text=phrase(
                phrases,
                key,
                name=knows.first_name,
                other=wants.first_name,
                text=bare(known.text),
                likes=bare(wish.text),
            ),
            source=f"{wants.first_name}: {wish.text}",
            weight=_WEIGHTS["help"],
            day=max(known.made, wish.made),
            note=known.uid,
        )


def _alike(
    person: Person, other: Person, notes: Sequence[Note], phrases: Mapping[str, str], kind: Literal["likes", "expert"]
) -> Iterator[IntroductionReason]:
    """Yield interests or knowledge of both; of two notes with a common word, the shorter one is the text."""
    for mine in _of(notes, person, kind):
        for theirs in _of(notes, other, kind):
            if fold(mine.text) == fold(theirs.text) or _words(mine.text) & _words(theirs.text):
                said = min((mine, theirs), key=lambda note: (len(note.text), note.uid))
                yield IntroductionReason(
                    text=phrase(phrases, "likes" if kind == "likes" else "knows", text=bare(said.text)),
                    source=f"{person.first_name}: {mine.text} · {other.first_name}: {theirs.text}",
                    weight=_WEIGHTS["likes"] if fold(mine.text) == fold(theirs.text) else _WEIGHTS["own"],
                    day=max(mine.made, theirs.made),
                    note=said.uid,
                )


def _topics(
    topics: tuple[Mapping[str, date], Mapping[str, date]], phrases: Mapping[str, str]
) -> Iterator[IntroductionReason]:
    folded = {fold(topic): day for topic, day in topics[1].items()}
    for topic, day in topics[0].items():
        if fold(topic) in folded:
            yield IntroductionReason(
                text=phrase(phrases, "topic", text=topic),
                source=f"#{topic} with both",
                weight=_WEIGHTS["topic"],
                day=max(day, folded[fold(topic)]),
            )


def _from_cards(person: Person, other: Person, phrases: Mapping[str, str]) -> Iterator[IntroductionReason]:
    tags = {fold(tag) for tag in other.tags}
    for tag in person.tags:
        if fold(tag) in tags:
            yield IntroductionReason(
                text=phrase(phrases, "tag", text=tag), source="a tag of both", weight=_WEIGHTS["tag"]
            )
    for key, mine, theirs in (
        ("team", person.team, other.team),
        ("place", person.location, other.location),
        ("org", person.org, other.org),
    ):
        if key == "place":  # “Berlin, 4th floor” counts as Berlin
            mine, theirs = mine.partition(",")[0].strip(), theirs.partition(",")[0].strip()
        if mine and fold(mine) == fold(theirs):
            yield IntroductionReason(
                text=phrase(phrases, key, text=mine), source=f"the {key} of both", weight=_WEIGHTS[key]
            )


def _knowledge(
    who: Person, notes: Sequence[Note], phrases: Mapping[str, str], weight: str, you: str
) -> Iterator[IntroductionReason]:
    """Yield the knowledge of `who`, weighted so that nobody is told their own knowledge automatically."""
    name = who.first_name
    for note in _of(notes, who, "expert"):
        yield IntroductionReason(
            text=phrase(phrases, "expert_you" if who.uid == you else "expert", name=name, text=bare(note.text)),
            source=f"what {name} knows",
            weight=_WEIGHTS[weight],
            day=note.made,
            note=note.uid,
        )


def _of(notes: Sequence[Note], who: Person, *kinds: Kind) -> list[Note]:
    return [note for note in notes if note.kind in kinds and who.uid in note.people and note.done is None]


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """Return the significant words of a text; cached, as one person is compared with all others."""
    words = (word.rstrip("s") for word in re.findall(r"\w+", fold(text)))
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD) - _SAYS_NOTHING
