"""Completion of a capture line with people, topics, kinds, moves and days, best first."""

from __future__ import annotations

import msgspec

from rapport_tui.capture.directory import write_mention
from rapport_tui.capture.partial_token import PartialToken, days_like, find_stem, kinds_like
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.relative_days import full_day
from rapport_tui.model.text import fold


class Choice(msgspec.Struct, frozen=True):
    """A completion. `text` is inserted in the line; `person` is the uid if it names somebody."""

    text: str
    detail: str = ""
    person: str = ""


class Completion(msgspec.Struct, frozen=True):
    """The choices for what is typed from `start` on."""

    start: int
    choices: tuple[Choice, ...]


class CompletionService:
    """The service that completes capture lines from the contents of the journal."""

    def __init__(self, context: JournalContext, people: PeopleService) -> None:
        self._context = context
        self._people = people

    def offer(self, before: str, *, limit: int) -> Completion | None:
        """Return the completions for the text before the cursor, or None if there is nothing to complete."""
        stem = find_stem(before)
        choices = self._choices(stem, limit)[:limit] if stem else []
        return Completion(stem.start, tuple(choices)) if stem and choices else None

    def _choices(self, stem: PartialToken, limit: int) -> list[Choice]:
        match stem.wanted:
            case "person":
                people = self._context.directory.complete(stem.typed, limit=limit)
                groups = [one for one in self._context.cache.groups if fold(one.name).startswith(fold(stem.typed))]
                named = [Choice(write_mention(one.name), f"group of {len(one.people)}") for one in groups]
                return [*named, *(Choice(self._people.mention(person), person.name, person.uid) for person in people)]
            case "topic":
                return [
                    Choice(f"#{topic}", "once before" if count == 1 else f"{count} times before")
                    for topic, count in self._topics(stem.typed)
                ]
            case "kind":
                return [Choice(sign, meaning) for sign, meaning in kinds_like(stem.typed)]
            case "move":
                moves = [move for move in self._context.playbook.moves if move.id.startswith(stem.typed)]
                return [Choice(f"/{move.id}", move.title) for move in moves]
            case "day":
                settings = self._context.settings
                days = days_like(stem.typed, self._context.today, settings.date_order, settings.language)
                return [Choice(word, full_day(day)) for word, day in days]

    def _topics(self, typed: str) -> list[tuple[str, int]]:
        """Return the topics that begin with `typed`, most used first. Case and accents are ignored."""
        wanted = fold(typed)
        counts: dict[str, tuple[str, int]] = {}
        for topic, count in self._context.cache.topics().items():
            if (key := fold(topic)).startswith(wanted) and key != wanted:
                name, before = counts.get(key, (topic, 0))
                counts[key] = (name, before + count)
        return sorted(counts.values(), key=lambda pair: (-pair[1], pair[0]))
