"""The writer of a journal as readable Markdown, by day and then by person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Final

from rapport_tui.exchange.journal_export import JournalExport
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import Entry, Note, Person
from rapport_tui.model.relative_days import MONTHS, WEEKDAYS
from rapport_tui.model.text import clean, fold
from rapport_tui.model.wording import KIND_TITLES, counted

_ESCAPED: Final = r"\\\1"
_SPECIAL: Final = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>&~|$"})
# Headings, lists, quotations, rules and numbers, special only at the start of a line (CommonMark, 4 and 5).
_LEADING: Final = lazy_pattern(r"^(\d{1,9}(?=[.)])|(?=[#+\-=!:]))")
# Number signs at the end of a heading close it, and are not shown.
_CLOSING: Final = lazy_pattern(r"(#+)$")


def write_markdown(archive: JournalExport) -> str:
    """Return the journal by day, the newest last, then the facts on each person, by name, and on the user.

    The user's texts are escaped: they appear as written, never as a heading, a list, HTML or a link.
    """
    return "\n".join(
        [
            "# Journal",
            "",
            f"{counted(len(archive.entries), 'entry', 'entries')} · {counted(len(archive.people), 'person', 'people')}",
            "",
            *_by_day(archive),
            *_by_person(archive),
            *_about_me(archive),
        ]
    )


def _by_day(archive: JournalExport) -> Iterator[str]:
    names = {person.uid: person.name for person in archive.people}
    entries = sorted(archive.entries, key=lambda entry: entry.day)
    for day, written in groupby(entries, key=lambda entry: entry.day):
        yield f"## {long_date(day)}"
        yield ""
        for entry in written:
            yield entry_item(
                entry, paragraph(entry.text), plain_text(", ".join(names[uid] for uid in entry.people if uid in names))
            )
        yield ""


def entry_item(entry: Entry, text: str, who: str, day: str = "") -> str:
    """Return an entry as a list item, after `day` and with `who` at its end. `text` is its paragraph, all Markdown."""
    before = " · ".join(filter(None, (day, f"{entry.time:%H:%M}" if entry.time else "")))
    return f"- {f'{before} · ' if before else ''}{text}{f' — {who}' if who else ''}"


def _by_person(archive: JournalExport) -> Iterator[str]:
    if not archive.people:
        return
    notes: dict[str, list[Note]] = {}
    for note in archive.notes:
        for uid in note.people:
            notes.setdefault(uid, []).append(note)
    talks: dict[str, date] = {}
    for entry in archive.entries:
        for uid in entry.people:
            talks[uid] = max(entry.day, talks.get(uid, entry.day))
    names = {person.uid: person.name for person in archive.people}
    yield "# People"
    yield ""
    for person in sorted(archive.people, key=lambda each: (fold(each.name), each.uid)):
        yield f"## {_CLOSING.sub(_ESCAPED, plain_text(person.name))}"
        yield ""
        yield from person_details(person, names, talks.get(person.uid))
        yield from note_items(notes.get(person.uid, []))
        yield ""


def person_details(person: Person, names: dict[str, str], talked: date | None) -> Iterator[str]:
    """Yield the lines on a person’s stage and address book data; `names` are the names of others by uid."""
    state = "set aside" if person.archived else "in the inbox" if person.inbox else person.stage
    yield f"{state.capitalize()} since {_short(person.since)}" + (f" · last talk {_short(talked)}" if talked else "")
    yield ""
    rows = {
        "Also known as": ", ".join(person.aliases),
        "Pronouns": person.pronouns,
        "Work": " · ".join(filter(None, (person.role, person.team, person.org))),
        "Where": person.location,
        "E-mail": ", ".join(person.emails),
        "Phone": ", ".join(person.phones),
        "Links": ", ".join(person.links),
        "How we met": person.met,
        "Introduced by": names.get(person.met_through, ""),
        "Birthday": person.birthday.removeprefix("--"),
        "Tags": ", ".join(person.tags),
    }
    for label, text in rows.items():
        if text:
            yield f"- {label}: {plain_text(text)}"


def _about_me(archive: JournalExport) -> Iterator[str]:
    mine = [note for note in archive.notes if not note.people]
    if mine:
        yield "# Me"
        yield ""
        yield from note_items(mine)


def note_items(notes: Iterable[Note]) -> Iterator[str]:
    """Yield the notes below the titles of their kinds, in the order of `KIND_TITLES`."""
    kinds = list(KIND_TITLES)
    for kind, group in groupby(sorted(notes, key=lambda note: (kinds.index(note.kind), note.made)), lambda n: n.kind):
        yield f"- {KIND_TITLES[kind]}"
        for note in group:
            due = f" · by {_short(note.due)}" if note.due else ""
            done = f" · done {_short(note.done)}" if note.done else ""
            yield f"  - {paragraph(note.text, '    ')}{due}{done}"


def paragraph(text: str, indent: str = "  ") -> str:
    """Return `text` as one paragraph of a list item, its lines kept by hard breaks."""
    lines = (_LEADING.sub(r"\1\\", plain_text(line)) for line in clean(text).split("\n"))
    return f"\\\n{indent}".join(line for line in lines if line)


def plain_text(text: str) -> str:
    """Return `text` on one line, escaped for use in Markdown after the start of a line."""
    return " ".join(clean(text).split()).translate(_SPECIAL)


def long_date(day: date) -> str:
    """Return a day with its weekday: Sat, 28 Nov 2026."""
    return f"{WEEKDAYS[day.weekday()]}, {_short(day)}"


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
