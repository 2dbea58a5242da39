"""Insights: steps seen, heard and known by week, the ladder, and the weekly review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import msgspec

from rapport_tui.journal.composer import ComposerService
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.people import PeopleService
from rapport_tui.journal.step_counts import silence_broken, taken_steps
from rapport_tui.model.person_summary import by_urgency, note_line
from rapport_tui.model.records import STAGES, Note, Person, Stage, StageChange
from rapport_tui.model.relative_days import week_start

_KIND_OF_STEP: Final = {1: 0, 2: 1, 3: 1, 4: 2}
"""The index of a step in the counts: 0 for seen, 1 for heard, 2 for known."""
REVIEW_DAYS: Final = 7
_SUGGESTIONS: Final = 3


class WeekCounts(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of steps seen, heard and known in the week that began on `start`, a Monday."""

    start: date
    seen: int = 0
    heard: int = 0
    known: int = 0


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """The events from `since` to `until`, both included, and up to three next steps.

    `talks` are entries about somebody; of them `hi_agains` were with people known before, and `chats` went deeper.
    `answers` are of all time, by move, most answered first; moves without a noted answer are left out.
    """

    since: date
    until: date
    talks: int
    hi_agains: int
    chats: int
    met: tuple[Person, ...]
    steps: tuple[tuple[Person, StageChange], ...]
    kept: tuple[Note, ...]
    promised: tuple[Note, ...]
    seen: int
    heard: int
    known: int
    suggestions: tuple[tuple[Person, str], ...]
    answers: tuple[AnswerRates, ...] = ()


class AnswerRates(msgspec.Struct, frozen=True, kw_only=True):
    """The number of messages sent with a move, and the numbers of their outcomes."""

    move: str
    title: str
    sent: int
    answered: int
    unanswered: int


class InsightsService:
    """The service for counts. Seen, heard and known are the method's only score: a balance, not a grade."""

    def __init__(self, context: JournalContext, people: PeopleService, composer: ComposerService) -> None:
        self._context = context
        self._people = people
        self._composer = composer

    def ladder(self) -> dict[Stage, int]:
        """Return the number of people on each rung of the board."""
        counts = dict.fromkeys(STAGES, 0)
        for person in self._context.cache.people:
            if not (person.archived or person.inbox):
                counts[person.stage] += 1
        return counts

    def weeks(self, count: int = 12) -> list[WeekCounts]:
        """Return the counts of the last `count` weeks, the current one last."""
        first = week_start(self._context.today) - timedelta(weeks=count - 1)
        tally = {first + timedelta(weeks=i): [0, 0, 0] for i in range(count)}
        for day, step in self._steps(first, first + timedelta(weeks=count) - timedelta(1)):
            tally[week_start(day)][_KIND_OF_STEP[step]] += 1
        return [WeekCounts(start=start, seen=s, heard=h, known=k) for start, (s, h, k) in tally.items()]

    def drifting(self, count: int | None = None) -> list[Person]:
        """Return the people who drift, most first; at most `count`."""
        found = sorted((one for one in self._people.all() if one.drift > 0), key=lambda one: -one.drift)
        return [one.person for one in found[:count]]

    def review(self, since: date | None = None, until: date | None = None) -> Review:
        """Return the events from `since` to `until`; the default is the seven days that end today.

        Open and next items are as of today.
        """
        cache, until = self._context.cache, until or self._context.today
        since = since or until - timedelta(REVIEW_DAYS - 1)
        talks = [entry for entry in cache.entries_between(since, until) if entry.people]
        taken = [step for _, step in self._steps(since, until)]
        scores = [_KIND_OF_STEP[step] for step in taken]
        first, last = since.isoformat(), until.isoformat()
        dated = cache.stage_changes_between(first, last)
        steps = [(person, step) for step in dated if (person := cache.people.get(step.person))]
        involved = dict.fromkeys([uid for entry in talks for uid in entry.people] + [person.uid for person, _ in steps])
        broken = {uid: day for uid in involved if (day := silence_broken(cache, uid))}
        met = sorted((uid for uid, day in broken.items() if since <= day <= until), key=broken.__getitem__)
        return Review(
            since=since,
            until=until,
            talks=len(talks),
            hi_agains=taken.count(2),
            chats=taken.count(3) + taken.count(4),
            met=tuple(cache.people.get_many(met)),
            steps=tuple(
                (person, step) for person, step in steps if person.uid not in broken or step.origin != "stranger"
            ),
            kept=tuple(note for note in cache.notes_done(first, last) if note.kind == "owe"),
            promised=tuple(note for note in cache.open_notes() if note.kind == "owe"),
            seen=scores.count(0),
            heard=scores.count(1),
            known=scores.count(2),
            suggestions=tuple(self._suggestions()),
            answers=tuple(self.answers()),
        )

    def answers(self) -> list[AnswerRates]:
        """Return the answer rates of the moves with noted outcomes, most answered first."""
        tally: dict[str, Counter[str]] = {}
        for message in self._context.cache.messages:
            if message.sent:
                tally.setdefault(message.move, Counter())[message.outcome] += 1
        playbook = self._context.playbook
        found = [
            AnswerRates(
                move=move,
                title=playbook.move(move).title,
                sent=count.total(),
                answered=count["answered"],
                unanswered=count["no answer"],
            )
            for move, count in tally.items()
            if move in playbook.move_ids and count["answered"] + count["no answer"]
        ]
        return sorted(found, key=lambda one: (-one.answered / one.sent, -one.sent))

    def _steps(self, since: date, until: date) -> list[tuple[date, int]]:
        playbook = self._context.playbook
        step_of = lambda move: playbook.move(move).step if move in playbook.move_ids else None  # noqa: E731
        return taken_steps(self._context.cache, step_of, since, until)

    def _suggestions(self) -> list[tuple[Person, str]]:
        """Return up to three next steps with different people. My promises are a list of their own, so not here."""
        found: dict[str, tuple[Person, str]] = {}
        for person, suggestion in self._next_steps():
            found.setdefault(person.uid, (person, suggestion))
            if len(found) == _SUGGESTIONS:
                break
        return list(found.values())

    def _next_steps(self) -> Iterator[tuple[Person, str]]:
        """Yield the threads with a due day, then suggestions for those who drift, then the other threads."""
        today = self._context.today
        summaries = [one for one in self._people.all() if not (one.person.archived or one.person.inbox)]
        threads = [(note, one.person) for one in summaries for note in by_urgency(one.open_notes) if note.kind != "owe"]
        for note, person in sorted((pair for pair in threads if pair[0].due), key=lambda pair: pair[0].due or today):
            yield person, note_line(note, today)
        for one in sorted((one for one in summaries if one.drift > 0), key=lambda one: -one.drift):
            suggestion = self._composer.suggest(one.person)
            yield one.person, f"{suggestion.move.title} ({suggestion.why})"
        for note, person in threads:
            yield person, note_line(note, today)
