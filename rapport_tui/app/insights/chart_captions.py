"""Captions of the charts: one plain sentence for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from rapport_tui.journal.trends import YEAR_WEEKS, GiveAskBalance, OpeningStats, StageStay
from rapport_tui.model.fears import FearPair, fear_sentence
from rapport_tui.model.records import Stage
from rapport_tui.model.relative_days import WEEKDAYS
from rapport_tui.model.wording import counted

_TO_GAIN = {"seen": "breaking a silence", "heard": "a hi again", "known": "telling somebody of a goal or a win"}


def of_talks(talks: Mapping[date, int]) -> str:
    """Return the number of talks and the weekday with most of them as a sentence."""
    if not talks:
        return "It begins with the first line you write: {write}."
    by_weekday: Counter[int] = Counter()
    for day, count in talks.items():
        by_weekday[day.weekday()] += count
    weekday, _ = by_weekday.most_common(1)[0]
    told = f"{counted(sum(talks.values()), 'talk')} on {counted(len(talks), 'day')}"
    return f"{told}, most of them on a {WEEKDAYS[weekday]}."


def of_weeks(totals: Mapping[str, int]) -> str:
    """Return a sentence on which of seen, heard and known is behind."""
    if not any(totals.values()):
        return "The first hi counts as seen, the next as heard; a goal or a win you tell makes you known."
    lowest = min(totals, key=lambda name: totals[name])
    return f"What would help most now: {_TO_GAIN[lowest]}."


def of_ladder(counts: Mapping[Stage, int]) -> str:
    """Return the number of people, and of close ones, as a sentence."""
    people, close = sum(counts.values()), counts["mentor"] + counts["sponsor"]
    told = f"{_people(people)}: {counts['stranger']} are strangers, {close} mentors or sponsors."
    return f"{told[:1].upper()}{told[1:]}" if people else "Nobody on the board yet."


def of_course(course: Mapping[Stage, Sequence[int]]) -> str:
    """Return the growth of the number of people above the first rung as a sentence."""
    known = [stage for stage in course if stage != "stranger"]
    before, now = (sum(course[stage][place] for stage in known) for place in (0, -1))
    if not now:
        return "The lines rise with the first hi."
    weeks = len(course["ally"]) - 1
    ago = "a year" if weeks + 1 >= YEAR_WEEKS else counted(weeks, "week")
    return f"Beyond strangers: {_people(before)} {ago} ago, {now} today."


def of_stays(stays: Sequence[StageStay]) -> str:
    """Return the stage at which people stay longest before the next one, as a sentence."""
    if not stays:
        return "Shown once somebody has gone up two rungs."
    longest = max(stays, key=lambda stay: stay.days)
    return f"The longest way leads up from {longest.stage}: {lasting(longest.days)}. That is as it should be."


def of_balance(balance: GiveAskBalance) -> str:
    """Return the balance of giving and asking as a sentence."""
    given, asked = sum(balance.given.values()), sum(balance.asked.values())
    if not given and not asked:
        return "A thank-you is a good beginning."
    if given > 2 * asked:
        return f"You gave {_times(given)} and asked {_times(asked)}: people like to be asked, too."
    if asked > 2 * given:
        return f"You asked {_times(asked)} and gave {_times(given)}: a thank-you would be well placed."
    return f"You gave {_times(given)} and asked {_times(asked)}: a good balance."


def of_openings(openings: Sequence[OpeningStats], titles: Mapping[str, str]) -> str:
    """Return the opening that most often led to another talk, as a sentence."""
    if not openings or not openings[0].again:
        return "Tick openings on Today, and this will tell which of them lead to another talk."
    best = openings[0]
    return f"“{titles[best.move]}” works for you: {best.again} of {best.people} talked to you again."


def of_fears(pairs: Sequence[FearPair]) -> str:
    """Return the expected and the actual awkwardness of openings as a sentence."""
    if not pairs:
        return "Say on Today how awkward an opening will be, and how it was: both come here."
    return fear_sentence(pairs) or "From 1, not awkward at all, to 5. Ten of them say more."


def of_drifting(count: int, shown: int) -> str:
    """Return the number of people whose last talk was too long ago, and of those `shown`, as a sentence."""
    if not count:
        return "Nobody drifts: no last talk is too long ago."
    first = f"; these {shown} first" if shown < count else ""
    return f"It would be good to say hi again to {_people(count)}{first}."


def lasting(days: float) -> str:
    """Return a number of days as a rounded duration: 3 days, 5 weeks, 7 months."""
    if days < 21:
        return counted(round(days), "day")
    return f"{round(days / 7)} weeks" if days < 90 else f"{round(days / 30)} months"


def _people(count: int) -> str:
    return "one person" if count == 1 else counted(count, "", "people")


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
