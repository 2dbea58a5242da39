"""Today: the user's places, the checklist that follows from them, and ticking, which writes to the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from rapport_tui.journal.agenda import AgendaService
from rapport_tui.journal.composer import ComposerService
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.day_planner import DayPlanner
from rapport_tui.journal.people import PeopleService
from rapport_tui.journal.step_counts import is_bare_step, is_step
from rapport_tui.model.cadence import streak
from rapport_tui.model.errors import RapportError
from rapport_tui.model.fears import FearPair, check_number, fear_pairs
from rapport_tui.model.meetings import Meeting
from rapport_tui.model.places import PLACES, Place
from rapport_tui.model.records import Day, Entry, Item, ItemState, Note, Person
from rapport_tui.model.relative_days import full_day
from rapport_tui.model.text import clean_line
from rapport_tui.playbook.moves import Move
from rapport_tui.playbook.places import usual_places
from rapport_tui.playbook.plan import extend_plan, replace_openings

if TYPE_CHECKING:
    from rapport_tui.journal.entries import EntriesService, Logged

_LONGEST_HOLIDAY: Final = 366


class Moment(msgspec.Struct, frozen=True):
    """A moment of the day as text that follows “when”, with its time if it has one."""

    text: str
    at: time | None = None


_MOMENTS: Final[dict[Place, tuple[str, ...]]] = {
    "office": ("I get my first coffee", "I come back from lunch"),
    "free-seating": ("I look for a seat",),
    "meeting": ("the meeting begins", "the meeting ends"),
    "event": ("I come in", "the talk ends"),
    "travelling": ("I wait for the ride",),
    "remote": ("the first call ends", "I close my mail at noon"),
    "office-tomorrow": ("I plan tomorrow",),
}


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the checklist with the data to show it. `line` is the ready line, or the text of the due note."""

    item: Item
    person: Person | None
    move: Move | None
    note: Note | None
    line: str


class TodayService:
    """The service for the plan of the present day."""

    def __init__(
        self,
        context: JournalContext,
        people: PeopleService,
        entries: Callable[[], EntriesService],
        composer: ComposerService,
        agenda: AgendaService,
    ) -> None:
        self._context = context
        self._people = people
        self._entries = entries
        self._composer = composer
        self._agenda = agenda
        self._planner = DayPlanner(context, people, composer, agenda)

    @property
    def day(self) -> Day:
        """The stored record of today; an empty one before anything was chosen or ticked."""
        return self._planner.kept(self._context.today)

    @property
    def entries(self) -> list[Entry]:
        """The entries of today, earliest first."""
        return self._context.cache.entries_on(self._context.today.isoformat())

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings of today in the calendars that were read."""
        return self._agenda.meetings

    @property
    def usual_places(self) -> tuple[Place, ...]:
        """The usual places on this weekday; empty if the user has said where they are, or is off."""
        return () if self.day.places or self.day.off else usual_places(self._context.today, self._planner.past_days())

    @property
    def calendar_places(self) -> tuple[Place, ...]:
        """The places according to today’s calendar; empty if the user has said where they are, or is off."""
        return () if self.day.places or self.day.off else self._agenda.places

    @property
    def offered_places(self) -> tuple[Place, ...]:
        """The likely places of the user: those of the calendar and, unless the user travels, the usual ones."""
        told = self.calendar_places
        usual = () if "travelling" in told else self.usual_places
        return tuple(place for place in PLACES if place in {*told, *usual})

    @property
    def off_until(self) -> date | None:
        """The last day of the holiday that includes today, or None."""
        last, day = None, self._context.today
        while self._planner.kept(day).off:
            last, day = day, day + timedelta(days=1)
        return last

    @property
    def start_day(self) -> int:
        """The number of the current one of the first seven mornings, from 1; 0 if they ended or never began."""
        return self._planner.start_day

    @property
    def streak(self) -> int:
        """The number of days in a row with a step; weekends and days off don’t end it."""
        return streak(self._had_step, lambda day: self._planner.kept(day).off, self._context.today)

    def plan(self) -> list[Task]:
        """Return the checklist: the items at the first tick of the day, then those that have become urgent since."""
        return [self._task(item) for item in self._items()]

    def set_places(self, places: Sequence[Place]) -> Day:
        """Set the places of today. The openings are chosen again; items already ticked or skipped stay."""
        with self._context.history.action("Said where you are today") as writer:
            chosen = tuple(place for place in PLACES if place in places)
            openings = self._context.playbook.moves_for("stranger")
            fitting = {move.id for move in openings if not self.day.off and set(move.places) & set(chosen)}
            items = replace_openings(self._items(), self._planner.plan(chosen), fitting)
            writer.put(replace(self.day, places=chosen, items=items))
        return self.day

    def tick(
        self,
        item_id: str,
        text: str = "",
        *,
        chosen: Mapping[str, str] | None = None,
        adds_near: bool = False,
        feared: int = 0,
        was: int = 0,
    ) -> tuple[Item, Logged | None]:
        """Tick an item off, with the line about the talk if given, all in one action.

        A thread or a promise is closed; a new person or a stranger becomes an acquaintance. Without a text, an item
        about a person still writes an entry about the talk, unless it is done already. The text for an opening may
        begin with a name: then the talk was with that person, not with the one named by the opening. `feared` and `was`
        are as in `rate`. Raises `RapportError` if there is no such item, or if the line can't be parsed.
        """
        with self._context.history.action("") as writer:
            item = self._find(item_id)
            if item.state == "done" and not text.strip():
                return item, None
            task = self._task(item)
            about = [task.person.uid] if task.person else []
            name_first = item.is_opening and bool(text.strip())
            if not text.strip() and task.person:
                from rapport_tui.capture.capture_line import escape

                text = escape(self._plain_words(task))
            logged = None
            if text.strip():
                logged = self._entries().log_with(
                    writer,
                    [text],
                    about=about,
                    name_first=name_first,
                    chosen=chosen,
                    move=item.move,
                    adds_near=adds_near,
                )[0]
            if task.note:
                writer.put(replace(task.note, done=self._context.today, closed_by=logged.entry.uid if logged else ""))
            done = _rated(replace(item, state="done", entry=logged.entry.uid if logged else ""), feared, was)
            writer.put(self._with(done))
            who = [person.name for person in logged.people] if logged else []
            writer.label = f"Ticked “{self.title(task)}”" + (f" with {who[0]}" if who and not task.person else "")
        return done, logged

    def rate(self, item_id: str, *, feared: int = 0, was: int = 0) -> Item:
        """Record how awkward an opening is expected to be, or was: from 1 to 5; 0 leaves the value as it is.

        Raises `RapportError` for other numbers, and if the item is not an opening.
        """
        with self._context.history.action("") as writer:
            item = _rated(self._find(item_id), feared, was)
            writer.label = f"Noted how awkward “{self.title(self._task(item))}” {'was' if was else 'will be'}"
            writer.put(self._with(item))
        return item

    def moments(self) -> list[Moment]:
        """Return the moments of today to bind an item to: the meetings of the calendar, then those of places."""
        meetings = [Moment(f"{meeting.title} begins", meeting.at) for meeting in self.meetings if meeting.at]
        places = self.day.places or ("office",)
        return [*meetings, *(Moment(text) for place in places for text in _MOMENTS[place])]

    def bind(self, item_id: str, moment: Moment | None) -> Item:
        """Bind an item to a moment of today, for a reminder at that time and a question after it; None unbinds it."""
        with self._context.history.action("") as writer:
            text, at = (clean_line(moment.text), moment.at) if moment else ("", None)
            item = replace(self._find(item_id), moment=text, at=at)
            writer.label = f"{'Tied to a moment:' if moment else 'Untied'} “{self.title(self._task(item))}”"
            writer.put(self._with(item))
        return item

    def plan_words(self, task: Task) -> str:
        """Return the plan of an open item with a moment, and after its time a question about how it went."""
        item, title = task.item, self.title(task)
        if not item.moment or item.state != "open":
            return ""
        at = f" ({item.at:%H:%M})" if item.at else ""
        planned = f"When {item.moment}{at}: {title[:1].lower()}{title[1:]}."
        is_over = item.at is not None and self._context.clock().replace(tzinfo=None).time() > item.at
        return f"{planned} How did it go?" if is_over else planned

    def plans_of(self, now: time) -> list[Task]:
        """Return the open items whose moment is at the minute of `now`."""
        minute = (now.hour, now.minute)
        return [
            task
            for task in self.plan()
            if task.item.state == "open" and task.item.at and (task.item.at.hour, task.item.at.minute) == minute
        ]

    @property
    def fears(self) -> list[FearPair]:
        """The expected and the actual awkwardness of openings, oldest first."""
        return fear_pairs(self._context.cache.days)

    def skip(self, item_id: str) -> Item:
        """Skip an item, and show similar ones less often; this is a choice, never a failure."""
        return self._leave(item_id, "skipped", "Skipped")

    def postpone(self, item_id: str) -> Item:
        """Leave an item out today. It may return tomorrow; later plans do not count it as skipped."""
        return self._leave(item_id, "later", "Left for another day:")

    def snooze(self, item_id: str, until: date) -> Person:
        """Snooze the person of an item until a day. Raises `RapportError` if the item is about nobody."""
        with self._context.history.action("") as writer:
            item = self._find(item_id)
            person = self._task(item).person
            if person is None:
                raise RapportError("That is about nobody yet, so there is nobody to snooze. Skip it instead.")
            writer.label = f"Snoozed {person.name}"
            writer.put(self._with(item), replace(person, snoozed_until=until))
        return person

    def take_off(self, first: date, last: date, *, off: bool = True) -> None:
        """Mark the days from `first` to `last` as a holiday, or as working days again.

        Raises `RapportError` if the range ends before it begins, or is longer than a year.
        """
        if not 0 <= (last - first).days <= _LONGEST_HOLIDAY:
            raise RapportError("A holiday ends after it begins, and within a year.")
        with self._context.history.action("Took days off" if off else "Took up work again") as writer:
            for number in range((last - first).days + 1):
                date_off = first + timedelta(days=number)
                day = self._planner.kept(date_off)
                if day.off != off:
                    writer.put(replace(day, off=off))
            until = "" if first == last else f" to {full_day(last)}"
            writer.label = f"{'Took off' if off else 'Working again:'} {full_day(first)}{until}"

    def _leave(self, item_id: str, state: ItemState, word: str) -> Item:
        with self._context.history.action("") as writer:
            item = replace(self._find(item_id), state=state)
            writer.label = f"{word} “{self.title(self._task(item))}”"
            writer.put(self._with(item))
        return item

    def reopen(self, item_id: str) -> Item:
        """Undo a skip, a snooze or a tick, and make its note due today again; the entry that a tick wrote stays."""
        with self._context.history.action("") as writer:
            task = self._task(self._find(item_id))
            writer.label = f"Opened again “{self.title(task)}”"
            if task.note:
                due = min(task.note.due or self._context.today, self._context.today)
                writer.put(replace(task.note, due=due, done=None, closed_by=""))
            if task.person and self._is_snoozed(task.person.uid):
                writer.put(replace(task.person, snoozed_until=None))
            # Store today's entry in the item, so that this talk does not tick it again.
            known = task.item.entry or next((entry.uid for entry in self._talks_with(task.item.person)), "")
            item = replace(task.item, state="open", entry=known)
            writer.put(self._with(item))
        return item

    def title(self, task: Task) -> str:
        """Return the title of an item for lists."""
        if task.note and task.person:
            return f"{task.person.name}: {task.note.text}"
        if task.person and task.item.id.startswith("birthday:"):
            return f"{task.person.name}: birthday"
        if task.person and not task.item.is_opening:
            return f"Say hi again to {task.person.name}"
        title = task.move.title if task.move else task.line
        if task.item.meeting:
            title = f"{task.item.meeting}: {title[:1].lower()}{title[1:]}"
        return f"{title} · {task.person.name}" if task.person else title

    def _items(self) -> tuple[Item, ...]:
        day = self.day
        fresh = self._planner.plan(day.places)
        items = extend_plan(day.items, fresh) if day.items else fresh
        return tuple(settled for item in items if (settled := self._settled(item)) is not None)

    def _settled(self, item: Item) -> Item | None:
        """Return the present state of the item: done if its talk or note was handled elsewhere, None if it is gone."""
        if item.person and item.person not in self._context.cache.people:
            return None
        if item.move and item.move not in self._context.playbook.move_ids:  # the move is from another playbook
            return None
        if item.note:
            note = self._context.cache.notes.get(item.note)
            if note is None:
                return None
            if item.state not in ("skipped", "later"):
                is_later = note.due is not None and note.due > self._context.today
                return replace(item, state="done" if note.done else "later" if is_later else "open")
        if item.state == "open" and not item.entry and (talks := self._talks_with(item.person)):
            return replace(item, state="done", entry=talks[0].uid)
        if item.state == "open" and item.person and self._is_snoozed(item.person):
            return replace(item, state="later")
        return item

    def _is_snoozed(self, uid: str) -> bool:
        until = self._people.get(uid).snoozed_until
        return until is not None and until > self._context.today

    def _had_step(self, day: date) -> bool:
        entries = self._context.cache.entries_on(day.isoformat())
        return any(map(is_step, entries)) or any(map(is_bare_step, self._planner.kept(day).items))

    def _talks_with(self, uid: str) -> list[Entry]:
        """Return the entries of today that name the person, latest first."""
        return [entry for entry in reversed(self.entries) if uid in entry.people]

    def _task(self, item: Item) -> Task:
        playbook = self._context.playbook
        person = self._context.cache.people.get(item.person) if item.person else None
        note = self._context.cache.notes.get(item.note) if item.note else None
        move = playbook.move(item.move) if item.move else None
        line = note.text if note else self._composer.ready_line(move, person).text if move else ""
        return Task(item=item, person=person, move=move, note=note, line=line)

    def _find(self, item_id: str) -> Item:
        items = self._items()
        found = [item for item in items if item.id == item_id]
        if not found:
            known = ", ".join(item.id for item in items) or "none"
            raise RapportError(f"There is no “{item_id}” on today’s list. On it: {known}.")
        return found[0]

    def _with(self, changed: Item) -> Day:
        items = tuple(changed if item.id == changed.id else item for item in self._items())
        return replace(self.day, items=items)

    def _plain_words(self, task: Task) -> str:
        if task.item.is_opening:
            return "Said hello."
        if task.note is None:
            return "Said hi again." if not task.item.id.startswith("birthday:") else "Wished a happy birthday."
        return {"ask": "Asked: ", "owe": "Kept my word: ", "await": "They came through: "}.get(
            task.note.kind, ""
        ) + task.note.text


def _rated(item: Item, feared: int, was: int) -> Item:
    if not (feared or was):
        return item
    if not item.is_opening:
        raise RapportError("Only openings are rated: there the doubts come first.")
    return replace(
        item,
        feared=check_number(feared) if feared else item.feared,
        was=check_number(was) if was else item.was,
    )


def place_named(word: str) -> Place:
    """Return the place called `word`. Raises `RapportError` naming the known ones."""
    wanted = word.strip().casefold().replace(" ", "-").replace("_", "-")
    for place in PLACES:
        if wanted == place:
            return place
    raise RapportError(f"“{word}” is not a place rapport knows. Known: {', '.join(PLACES)}.")
