"""A journal as a folder of Markdown pages with wiki links, one for each person and for each day with entries.

The pages suit programs such as Obsidian: they have `[[Name]]` links, and a front matter in YAML, whose strings are
written as JSON strings, which are valid in YAML 1.2.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Final

from rapport_tui.exchange.journal_export import JournalExport
from rapport_tui.exchange.markdown_writer import (
    entry_item,
    long_date,
    note_items,
    paragraph,
    person_details,
    plain_text,
)
from rapport_tui.model.entry_order import in_order
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import Entry, Note, Person
from rapport_tui.model.text import clean

_UNSAFE: Final = lazy_pattern(r"[\\/:*?\"<>|#^\[\]\x00-\x1f\x7f]+")
"""The characters that are invalid in a file name on Windows or in a wiki link."""
_DEVICES: Final = lazy_pattern(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NAME_BYTES: Final = 120
"""The most bytes of a page's name in UTF-8; file systems allow 255."""


def write_pages(export: JournalExport, day_start: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the path of each page, with `/`, and its text. The same journal gives the same bytes.

    `day_start` is the hour at which a day starts.
    """
    pages = page_names(export.people)
    links = {person.uid: _link(pages[person.uid], person.name) for person in export.people}
    by_person: dict[str, list[Entry]] = defaultdict(list)
    by_day: dict[date, list[Entry]] = defaultdict(list)
    notes: dict[str, list[Note]] = defaultdict(list)
    for entry in in_order(sorted(export.entries, key=lambda entry: entry.uid), day_start):
        by_day[entry.day].append(entry)
        for uid in entry.people:
            by_person[uid].append(entry)
    for note in export.notes:
        for uid in note.people:
            notes[uid].append(note)
    names = {person.uid: person.name for person in export.people}
    texts = {entry.uid: paragraph(entry.text) for entry in export.entries}
    for person in export.people:
        page = _person_page(person, by_person[person.uid], texts, notes[person.uid], names, links)
        yield f"People/{pages[person.uid]}.md", "\n".join(page) + "\n"
    for day, entries in by_day.items():
        items = [entry_item(entry, texts[entry.uid], _linked(entry, links)) for entry in entries]
        yield f"Days/{day.isoformat()}.md", "\n".join([f"# {long_date(day)}", "", *items]) + "\n"


def page_names(people: tuple[Person, ...]) -> dict[str, str]:
    """Return the names of people’s pages by uid, safe on every file system; namesakes get a part of the uid.

    Names that differ only in case or in the encoding of accents are the same to some file systems.
    """
    safe = {person.uid: _safe_name(person.name) for person in people}
    shared: dict[str, int] = defaultdict(int)
    for name in safe.values():
        shared[_folded(name)] += 1
    return {uid: f"{name} ({uid[:6]})" if shared[_folded(name)] > 1 else name for uid, name in safe.items()}


def _safe_name(name: str) -> str:
    kept = " ".join(_UNSAFE.sub(" ", unicodedata.normalize("NFC", clean(name))).split()).strip(" .")
    while len(kept.encode()) > _NAME_BYTES:
        kept = kept[:-1]
    return f"{kept}_" if _DEVICES.fullmatch(kept) else kept.strip(" .") or "Nameless"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _person_page(
    person: Person,
    entries: list[Entry],
    texts: dict[str, str],
    notes: list[Note],
    names: dict[str, str],
    links: dict[str, str],
) -> Iterator[str]:
    talked = entries[-1].day if entries else None
    yield "---"
    yield from _front_matter(person, talked)
    yield "---"
    yield ""
    yield f"# {plain_text(person.name)}"
    yield ""
    yield from person_details(person, names, talked)
    yield from note_items(notes)
    if entries:
        yield ""
        yield "## Talks"
        yield ""
        for entry in reversed(entries):
            others = _linked(entry, links, without=person.uid)
            yield entry_item(entry, texts[entry.uid], others, f"[[{entry.day.isoformat()}]]")


def _front_matter(person: Person, talked: date | None) -> Iterator[str]:
    texts = {"name": person.name, "stage": person.stage, "role": person.role, "org": person.org}
    lists = {"aliases": person.aliases, "emails": person.emails, "tags": person.tags}
    for key, text in texts.items():
        if text:
            yield f"{key}: {_yaml(text)}"
    if talked:
        yield f"talked: {talked.isoformat()}"
    for key, several in lists.items():
        if several:
            yield f"{key}: [{', '.join(map(_yaml, several))}]"


def _yaml(text: str) -> str:
    return json.dumps(" ".join(clean(text).split()), ensure_ascii=False)


def _link(page: str, name: str) -> str:
    """Return a link to a person’s page, with the name if that differs from the page's."""
    return f"[[{page}]]" if page == name else f"[[{page}|{plain_text(name)}]]"


def _linked(entry: Entry, links: dict[str, str], without: str = "") -> str:
    """Return links to the people of an entry."""
    return ", ".join([links[uid] for uid in entry.people if uid in links and uid != without])
