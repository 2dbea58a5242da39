"""The openings of a day: the offered moves of step 1, and their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from rapport_tui.model.meetings import Meeting, to_be_early_for
from rapport_tui.model.person_digest import PersonDigest
from rapport_tui.model.places import Place
from rapport_tui.model.records import Day, Item
from rapport_tui.model.relative_days import WEEKDAYS, near_day
from rapport_tui.playbook.moves import Move, Playbook
from rapport_tui.playbook.places import usual_places

MAX_OPENINGS: Final = 3
ORDINARY_DAY: Final[tuple[Place, ...]] = ("office", "meeting")
"""The likely places on a working day if the user has set none."""
START_DAYS: Final = 7
"""The number of first mornings with one opening each."""
_INBOX_WHY: Final = "somebody of your import may be glad of a hello; take them onto the board first"
_MEMORY_DAYS: Final = 28
_HALF_LIFE_DAYS: Final = 7
_WEIGHT: Final = {"done": 2.0, "skipped": -2.0, "open": -0.5, "later": 0.0}
_WEEKEND: Final = 5
_MOST_NAMES: Final = 3
_NAMED_TIMES: Final = 3
"""The number of mornings on which a stranger is named before the next one is."""
_RESTS_AFTER: Final = 2
"""The number of days in a row without use after which an opening rests for a day."""
_RESTS_AFTER_DONE: Final = 4
"""The number of days in a row on the list after which an opening rests for a day, even if it was done."""
_WHY: Final[dict[Place, str]] = {
    "office": "you’re in the office today",
    "free-seating": "you can sit anywhere today",
    "meeting": "there’s a meeting today",
    "event": "there’s something on today",
    "travelling": "you’re on the road today",
    "remote": "you’re working from elsewhere today",
    "office-tomorrow": "you’re in the office tomorrow",
}


def plan_openings(
    today: date,
    places: Sequence[Place],
    playbook: Playbook,
    before: Sequence[Day],
    meetings: Sequence[Meeting] = (),
    strangers: Sequence[PersonDigest] = (),
    start_day: int = 0,
    in_inbox: int = 0,
) -> tuple[Item, ...]:
    """Return at most three openings that fit `places`, those that the user uses most first.

    `before` are the days before today, newest first. Openings done lately come sooner and skipped ones later; otherwise
    they rotate daily, and one that was on the list for some days in a row rests for a day. At least one is left if any
    fits. If no place is set, those usual on the weekday are likely, on a working day else an ordinary office day, and
    the reasons say “if”. A meeting in the calendar is certain. `strangers` are the people on the board without a talk:
    each opening that can names one, and at least one does. A move without places needs a person to name or, if nothing
    else fits, a person in the inbox. On a `start_day` from 1 to 7 there is one opening, the easiest of those done
    least, with its `notice`.
    """
    unknown = {person.uid for person in strangers}
    early = to_be_early_for([one for one in meetings if unknown & set(one.people)]) or to_be_early_for(meetings)
    guessed = () if places else usual_places(today, before) or (ORDINARY_DAY if today.weekday() < _WEEKEND else ())
    here: tuple[Place, ...] = (*places, *guessed, *(("meeting",) if early else ()))
    if not here:
        return ()
    fitting = [move for move in playbook.moves_for("stranger") if set(move.places) & set(here)]
    has_somebody = bool(strangers) or (in_inbox > 0 and not fitting)
    anywhere = [move for move in playbook.moves_for("stranger") if not move.places and has_somebody]
    turn = {move.id: (number - today.toordinal()) % len(fitting) for number, move in enumerate(fitting)}
    fitting.sort(key=lambda move: (-_liking(move, today, before), turn[move.id]))
    offered = ([move for move in fitting if not _rests(move, before)] or fitting[:1])[:MAX_OPENINGS]
    if start_day:
        done = Counter(item.id for day in before for item in day.items if item.state == "done")
        offered = sorted(fitting, key=lambda move: (done[move.id], playbook.moves.index(move)))[:1]
    named = _named(offered, strangers, early, today, before)
    if anywhere and not named and not (start_day and offered):
        offered = [*offered[: MAX_OPENINGS - 1], anywhere[0]]
        named = _named(offered, strangers, early, today, before)
    return tuple(
        Item(
            id=move.id,
            move=move.id,
            person=person.uid if (person := named.get(move.id)) else "",
            why=(f"day {start_day} of {START_DAYS} · notice {move.notice} · " if start_day else "")
            + (_why(move, here, frozenset(guessed), early, today, before, person) or _INBOX_WHY),
            meeting=early.label if early and "meeting" in move.places else "",
        )
        for move in offered
    )


def _named(
    offered: Sequence[Move],
    strangers: Sequence[PersonDigest],
    early: Meeting | None,
    today: date,
    before: Sequence[Day],
) -> dict[str, PersonDigest]:
    """Return the person for each of the offered moves: for a meeting, a stranger who attends it; nobody twice."""
    queue = _in_turn(strangers, today, before)
    named: dict[str, PersonDigest] = {}
    for move in sorted(offered, key=lambda move: move.to_somebody):
        attending = early.people if early and "meeting" in move.places else ()
        person = next((one for one in queue if move.to_somebody or one.uid in attending), None)
        if person:
            named[move.id] = person
            queue.remove(person)
    return named


def _in_turn(strangers: Sequence[PersonDigest], today: date, before: Sequence[Day]) -> list[PersonDigest]:
    """Return the strangers in the order in which to name them.

    People named a few times lately come first, then those never named, then those named often, then those skipped.
    """
    lately = [day for day in before if (today - day.day).days <= _MEMORY_DAYS]
    openings = [item for day in lately for item in day.items if item.is_opening and item.person]
    times = Counter(item.person for item in openings)
    skipped = {item.person for item in openings if item.state == "skipped"}

    def key(person: PersonDigest) -> tuple[bool, int, date, str]:
        count = times[person.uid]
        return person.uid in skipped, count if count >= _NAMED_TIMES else -count, person.since, person.uid

    return sorted(strangers, key=key)


def _item(move: Move, day: Day) -> Item | None:
    return next((item for item in day.items if item.id == move.id), None)


def _liking(move: Move, today: date, before: Sequence[Day]) -> float:
    """Return the user's preference for a move: recent uses count for it, recent skips against it."""
    liking = 0.0
    for day in before:
        days = (today - day.day).days
        if days > _MEMORY_DAYS:
            break
        if item := _item(move, day):
            liking += _WEIGHT[item.state] * 0.5 ** (days / _HALF_LIFE_DAYS)
    return round(liking, 6)


def _rests(move: Move, before: Sequence[Day]) -> bool:
    """Return whether a move was offered on each of the last days with openings, so that another takes its turn."""
    states: list[str] = []
    for day in before:
        if not any(item.is_opening for item in day.items):
            continue
        item = _item(move, day)
        if item is None or len(states) == _RESTS_AFTER_DONE:
            break
        states.append(item.state)
    untouched = len(states) >= _RESTS_AFTER and "done" not in states[:_RESTS_AFTER]
    return untouched or len(states) >= _RESTS_AFTER_DONE


def _why(
    move: Move,
    here: Sequence[Place],
    guessed: frozenset[Place],
    early: Meeting | None,
    today: date,
    before: Sequence[Day],
    person: PersonDigest | None,
) -> str:
    place = next((place for place in move.places if place in here), None)
    why = "" if place is None else f"if {_WHY[place]}" if place in guessed else _WHY[place]
    if early and "meeting" in move.places:
        why = "it’s in your calendar today" + (f", with {_listed(early.names)}" if early.names else "")
        if person:
            why = f"{person.first_name} is in {early.label}, and you haven’t spoken yet"
    elif person:
        why = " · ".join(filter(None, (why, f"you and {person.first_name} haven’t spoken yet")))
    for day in before:
        days = (today - day.day).days
        if days > _MEMORY_DAYS:
            break
        item = _item(move, day)
        if item and item.state == "done":
            return f"{why} · you did it {_last(day.day, days, today)}"
    return why


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more of your people"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _last(day: date, days: int, today: date) -> str:
    if days == 1:
        return "yesterday"
    return f"on {WEEKDAYS[day.weekday()]}" if days < 7 else f"on {near_day(day, today)}"
