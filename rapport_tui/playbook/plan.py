"""Today's checklist: a pure function of the day, the places, the people and the days before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from rapport_tui.model.cadence import next_birthday
from rapport_tui.model.meetings import Meeting
from rapport_tui.model.person_digest import PersonDigest
from rapport_tui.model.places import Place
from rapport_tui.model.records import Day, Item, Note
from rapport_tui.model.relative_days import WEEKDAYS, age, near_day
from rapport_tui.playbook.moves import Playbook
from rapport_tui.playbook.openings import MAX_OPENINGS, plan_openings
from rapport_tui.playbook.suggestions import suggest_move

BIRTHDAY_DAYS: Final = 7
"""The number of days before a birthday on which it joins the list."""
_RECENT_DAYS: Final = 7
"""The number of days after a talk in which an open thread alone is no reason to say hi."""
_REST_DAYS: Final = 3
"""The number of days after a skip in which a person comes after the others."""
_SECOND_HI_DAYS: Final = 28
"""The number of days in which a person met once comes before those who drift."""
_QUIET_DAYS: Final = 14
"""The number of days without a talk after which a person is offered on an otherwise empty day."""
_WEEKEND: Final = 5
_DORMANT_DAYS: Final = 180
_FEW_TALKS: Final = 6
_NEAR_DAYS: Final = 30
_DORMANT_WEEKDAY: Final = 1
"""The weekday of dormant ties: Tuesday. A fixed weekday keeps the plan a pure function with at most one tie a week."""
_THREAD, _MET_ONCE, _NO_TALK_YET, _DRIFTS = range(4)
"""The reasons to say hi, the best first."""
_URGENT: Final = ("note:", "birthday:")


class PersonState(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a person that planning needs.

    `last_talked` is the last day before today, so that ticking does not reorder the list; `drift` is computed from it.
    `talks` counts the lines with people who may be dormant. `notes` are the open ones about the person, if one is due.
    For an offered person, they are those that could be a reason to say hi, and `recent_moves` has the last day of each
    move made with them.
    """

    person: PersonDigest
    last_talked: date | None = None
    drift: float = 0.0
    notes: tuple[Note, ...] = ()
    talks: int = 0
    recent_moves: Mapping[str, date] = msgspec.field(default_factory=dict)


def plan_day(
    *,
    today: date,
    places: Sequence[Place],
    people: Sequence[PersonState],
    playbook: Playbook,
    past_days: Sequence[Day],
    budget: int = 3,
    meetings: Sequence[Meeting] = (),
    off: bool = False,
    strangers: Sequence[PersonDigest] = (),
    start_day: int = 0,
    in_inbox: int = 0,
    dormant: bool = True,
    in_full: Callable[[PersonState], PersonState] = lambda state: state,
) -> tuple[Item, ...]:
    """Return today's checklist; the same arguments give the same list.

    It has at most three openings that fit the places; then promises and open threads that are due, birthdays within a
    week, and at most `budget` people to say hi again to, those with the best reason first. Nobody is listed twice, and
    nobody who is snoozed, set aside or in the inbox. Strangers are listed if a note with them is due; an opening names
    one of `strangers`, who have no talk yet. `past_days` may be in any order. On a day `off`, only due notes and
    birthdays are listed. `start_day` and `in_inbox` are as in `plan_openings`. At most once a week, and only with
    `dormant`, the last person to say hi to is a dormant tie. `in_full` completes the state of an offered person, if
    `people` have only the data needed to choose.
    """
    before = sorted((day for day in past_days if day.day < today), key=lambda day: day.day, reverse=True)
    awake = [state for state in people if _is_awake(state.person, today)]
    awake.sort(key=lambda state: state.person.uid)
    items: list[Item] = []
    for item in (*_due(awake, today), *_birthdays(awake, today)):
        _add(items, item)
    if off:
        return tuple(items)
    planned = {item.person for item in items}
    unknown = [one for one in strangers if _is_awake(one, today) and one.uid not in planned]
    openings = plan_openings(today, places, playbook, before, meetings, unknown, start_day, in_inbox)
    together = {uid: meeting for meeting in reversed(meetings) for uid in meeting.people}
    free = [state for state in awake if state.person.uid not in planned and state.person.stage != "stranger"]
    empty = not items and today.weekday() < _WEEKEND
    greeted = _hi_again(free, today, before, empty=empty)[: max(budget, 0)]
    tie = _dormant_tie(free, today) if dormant and budget > 0 else None
    if tie and tie not in greeted:
        greeted = [*greeted[: budget - 1], tie]
    for state in map(in_full, greeted):
        move, why = suggest_move(state.person, playbook, state.recent_moves, state.notes)
        uid = state.person.uid
        items.append(Item(id=f"hi:{uid}", move=move.id, person=uid, why=_hi_why(state, why, together.get(uid), today)))
    return (*openings, *items)


def extend_plan(kept: Sequence[Item], fresh: Sequence[Item]) -> tuple[Item, ...]:
    """Return the checklist kept from earlier today, with new urgent items appended.

    Kept items keep their order and state. Only promises, threads and birthdays are added, and only for people who are
    not on the list.
    """
    items = list(kept)
    for item in fresh:
        if item.id.startswith(_URGENT):
            _add(items, item)
    return tuple(items)


def replace_openings(kept: Sequence[Item], fresh: Sequence[Item], fitting: Container[str] = ()) -> tuple[Item, ...]:
    """Return the kept checklist after a change of places: open openings are replaced by fresh ones.

    Items done or skipped stay and do not count against open ones. An open one stays if its move is `fitting`; of the
    fresh ones, those that name a stranger are added first.
    """
    dealt_with = [item for item in kept if item.is_opening and item.state != "open"]
    known = {item.id for item in dealt_with}
    openings = {item.id: item for item in fresh if item.is_opening and item.id not in known}
    stay = [item for item in kept if item.is_opening and item.state == "open" and item.id in fitting]
    joining = sorted(openings.values(), key=lambda item: not item.person)
    new = {item.id: openings.get(item.id, item) for item in (*stay, *joining)}
    return (*dealt_with, *list(new.values())[:MAX_OPENINGS], *(item for item in kept if not item.is_opening))


def _is_awake(person: PersonDigest, today: date) -> bool:
    snoozed = person.snoozed_until is not None and person.snoozed_until > today
    return not (snoozed or person.archived or person.inbox)


def _add(items: list[Item], item: Item) -> None:
    """Append `item` unless it or an item with its person is on the list, not counting openings that name them."""
    if not any(item.id == other.id or (item.person == other.person and not other.is_opening) for other in items):
        items.append(item)


def _due(people: Iterable[PersonState], today: date) -> Iterator[Item]:
    """Yield an item for each note that is due, earliest first, my promises before theirs."""
    order = {"owe": 0, "await": 1, "ask": 2}
    found = [
        (note, state.person)
        for state in people
        if state.notes
        for note in state.notes
        if note.is_open and note.due is not None and note.due <= today
    ]
    found.sort(key=lambda pair: (pair[0].due or today, order[pair[0].kind], pair[0].uid))
    due_with = Counter(person.uid for _, person in found)
    for note, person in found:
        move = "hi-again" if note.kind == "ask" else ""
        more = due_with[person.uid] - 1
        why = _due_why(note, today) + (f" · and {more} more" if more else "")
        yield Item(id=f"note:{note.uid}", move=move, person=person.uid, note=note.uid, why=why)


def _due_why(note: Note, today: date) -> str:
    day = _named(note.due or today, today)
    if note.kind == "owe":
        return f"you promised it for {day}"
    if note.kind == "await":
        return f"they promised it for {day}"
    return "a good day to ask" if note.due == today else f"you wanted to ask on {day}"


def _named(due: date, today: date) -> str:
    """Return a friendly name for today or a past day: today, Friday, 12 Nov."""
    days = (today - due).days
    if days == 0:
        return "today"
    return WEEKDAYS[due.weekday()] if days < 7 else near_day(due, today)


def _coming(day: date, today: date) -> str:
    days = (day - today).days
    return {0: "today", 1: "tomorrow", 7: "a week from today"}.get(days, f"on {WEEKDAYS[day.weekday()]}")


def _birthdays(people: Iterable[PersonState], today: date) -> Iterator[Item]:
    """Yield an item for each birthday within a week from today, earliest first."""
    found = [
        (day, state.person)
        for state in people
        if state.person.birthday and state.person.stage != "stranger"
        if (day := next_birthday(state.person.birthday, today)) is not None and (day - today).days <= BIRTHDAY_DAYS
    ]
    found.sort(key=lambda pair: (pair[0], pair[1].uid))
    for day, person in found:
        yield Item(id=f"birthday:{person.uid}", person=person.uid, why=f"their birthday is {_coming(day, today)}")


def _hi_again(people: Iterable[PersonState], today: date, before: Sequence[Day], *, empty: bool) -> list[PersonState]:
    """Return the people to say hi again to, best first.

    The order is: a thread that is due, people met once, people of the upper rungs without a talk, people who drift.
    People skipped lately come after the others. On a list that is `empty`, the person without a talk for longest is
    included.
    """
    rested_since = today - timedelta(days=_REST_DAYS)
    skipped = {
        item.person for day in before if day.day >= rested_since for item in day.items if item.state == "skipped"
    }
    found = [(reason, state) for state in people if (reason := _reason(state, today)) is not None]
    if not found and empty:
        quiet = [state for state in people if _quiet_days(state, today) >= _QUIET_DAYS]
        quiet.sort(key=lambda state: (-_quiet_days(state, today), state.person.uid))
        found = [(_DRIFTS, state) for state in quiet[:1]]
    found.sort(
        key=lambda pair: (
            pair[1].person.uid in skipped,
            pair[0],
            -pair[1].drift,
            pair[1].last_talked or pair[1].person.since,
            pair[1].person.uid,
        )
    )
    return [state for _, state in found]


def _reason(state: PersonState, today: date) -> int | None:
    """Return the best reason (the smallest) to say hi, or None."""
    if _has_thread(state, today):
        return _THREAD
    if _met_once(state, today):
        return _MET_ONCE
    if _never_talked(state):
        return _NO_TALK_YET
    return _DRIFTS if state.drift > 0 and not _is_dormant(state, today) else None


def may_be_dormant(person: PersonDigest, last_talked: date | None, today: date) -> bool:
    """Return whether a trusted, more senior person had no talk with me for half a year."""
    trusted = person.stage in ("mentor", "sponsor") or (person.stage == "ally" and (person.ahead or person.glad))
    return trusted and last_talked is not None and (today - last_talked).days >= _DORMANT_DAYS


def _is_dormant(state: PersonState, today: date) -> bool:
    return state.talks <= _FEW_TALKS and may_be_dormant(state.person, state.last_talked, today)


def _dormant_tie(people: Sequence[PersonState], today: date) -> PersonState | None:
    """Return the dormant tie of the week on its weekday, None on other days.

    People whose company and team are not those of anybody talked to lately come first, as they know different things.
    """
    if today.weekday() != _DORMANT_WEEKDAY:
        return None
    near = {
        place
        for state in people
        if state.last_talked and _quiet_days(state, today) <= _NEAR_DAYS
        for place in (state.person.org, state.person.team)
        if place
    }
    dormant = [state for state in people if _is_dormant(state, today)]
    week = today.toordinal() // 7
    return min(
        dormant,
        key=lambda state: (
            bool({state.person.org, state.person.team} & near),
            (dormant.index(state) - week) % len(dormant),
        ),
        default=None,
    )


def _met_once(state: PersonState, today: date) -> bool:
    """Return whether the only talk was the one that broke the silence, one to four weeks ago."""
    met = state.person.stage == "acquaintance" and state.last_talked == state.person.since
    return met and _RECENT_DAYS <= _quiet_days(state, today) <= _SECOND_HI_DAYS


def _never_talked(state: PersonState) -> bool:
    return state.last_talked is None and state.person.stage in ("ally", "mentor", "sponsor")


def _quiet_days(state: PersonState, today: date) -> int:
    return (today - (state.last_talked or state.person.since)).days


def _has_thread(state: PersonState, today: date) -> bool:
    """Return whether there is an open question that is not for a later day, and the last talk was a while ago."""
    return state.person.asks and _quiet_days(state, today) >= _RECENT_DAYS


def _hi_why(state: PersonState, why: str, meeting: Meeting | None, today: date) -> str:
    if meeting:
        return f"{why} · you’ll both be at {meeting.label}"
    if _met_once(state, today):
        return f"{why} · you met once, {age(state.last_talked, today)}"
    if _is_dormant(state, today):
        return f"{why} · you talked {age(state.last_talked, today)}, and who is seldom near often knows other things"
    if _never_talked(state):
        return f"{why} · no talk with them in your journal yet"
    return f"{why} · you talked {age(state.last_talked, today)}" if state.last_talked else why
