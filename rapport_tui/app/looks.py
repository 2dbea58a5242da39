"""How people, entries and notes look in lists: values of the journal as rows and content, never as markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import TYPE_CHECKING

from textual.content import Content

from rapport_tui.app.widgets.rows import Line, Row, Span
from rapport_tui.model.ages import age, full_day, near_day, short_age
from rapport_tui.model.records import Person
from rapport_tui.model.summary import Summary

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.entries import Preview
    from rapport_tui.model.records import Entry


def detail_of(person: Person) -> str:
    """Return role and where somebody works, as a card tells it: Platform lead · Ferrywell."""
    return " · ".join(part for part in (person.role, person.org or person.team or person.location) if part)


def person_row(summary: Summary, today: date) -> Row:
    """Return a person as one row of a list."""
    person = summary.person
    detail = detail_of(person)
    spans = [Span(person.name, "strong"), Span(f"  {person.stage}", person.stage)]
    if detail:
        spans.append(Span(f"  {detail}", "muted"))
    last = short_age(summary.last_talked, today)
    end = (Span(f"{last:>5}", "warning" if summary.drift > 0 else "muted"),)
    return Row(person.uid, (Line(tuple(spans), end),))


def day_row(day: date, today: date, count: int | None = None) -> Row:
    """Return the heading of a day in a list of entries."""
    near = near_day(day, today)
    spans = [Span(full_day(day), "strong")]
    if near in {"today", "yesterday"}:
        spans.append(Span(f"  {near}", "muted"))
    end = (Span(f"{count} lines", "muted"),) if count and count > 1 else ()
    return Row(f"day:{day.isoformat()}", (Line(), Line(tuple(spans), end)), selectable=False)


def entry_row(journal: Journal, entry: Entry, *, without: str = "") -> Row:
    """Return an entry as a row: when, who, what, and below it what was noted. `without` leaves out one name."""
    names = [name for name in journal.entries.names(entry) if name != without]
    prose = journal.entries.shown(entry)
    head = [Span(_clock(entry.time), "muted"), Span("  ")]
    if names and not _begins_with(prose, names):
        head += [Span(", ".join(names), "person"), Span(" · " if prose else "", "muted")]
    head.append(Span(prose))
    tags = [Span(f"  {journal.playbook.move(entry.move).title.lower()}", "muted")] if entry.move else []
    lines = [Line((*head, *tags), hang=7)]
    for note in journal.entries.notes(entry):
        closed = note.done is not None
        text = journal.entries.note_line(note)
        lines.append(Line((Span("       "), Span(text, "muted" if closed else "note"), *_closed(closed)), hang=9))
    return Row(entry.uid, tuple(lines))


def entry_rows(journal: Journal, entries: Sequence[Entry], *, without: str = "") -> Iterator[Row]:
    """Yield entries, newest day first and each day in its order, with a heading a day."""
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.day, []).append(entry)
    for day in sorted(days, reverse=True):
        yield day_row(day, journal.day, len(days[day]))
        for entry in days[day]:
            yield entry_row(journal, entry, without=without)


def preview_content(seen: Preview, today: date) -> Content:
    """Return what a line will be understood as, in the order of who, when and what."""
    parts: list[Content] = []
    for name in seen.people:
        parts.append(Content.styled(name, "bold"))
    for name in seen.new:
        parts.append(Content.assemble((name, "bold"), (" new", "$text-success")))
    for name in seen.unsure:
        parts.append(Content.assemble((name, "bold"), (" which one? You’ll be asked", "$text-warning")))
    if seen.day is not None:
        parts.append(Content(f"{full_day(seen.day)} ({age(seen.day, today)})"))
    parts += [Content.styled(note, "$text-primary") for note in seen.notes]
    parts += [Content.styled(f"#{topic}", "$text-secondary") for topic in seen.topics]
    if seen.move:
        parts.append(Content.styled(seen.move.lower(), "$text-muted"))
    parts += [Content.styled(doubt, "$text-warning") for doubt in seen.doubts]
    if not parts:
        return Content.styled("just words so far", "$text-muted")
    return Content.styled(" · ", "$text-muted").join(parts)


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else "     "


def _begins_with(prose: str, names: Sequence[str]) -> bool:
    return bool(names) and prose.startswith((names[0], names[0].split()[0] + " "))


def _closed(closed: bool) -> tuple[Span, ...]:
    return (Span("  ✓ closed", "muted"),) if closed else ()
