"""Builders of rows and contents from values of the journal, never from markup."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Final

from textual.content import Content

from rapport_tui.app.widgets.rows import Row, RowLine, StyledText
from rapport_tui.app.widgets.styled_text import Role
from rapport_tui.model.person_summary import SIGNS, PersonSummary, note_line
from rapport_tui.model.records import Person
from rapport_tui.model.relative_days import age, full_day, near_day, short_age
from rapport_tui.model.text import word_places
from rapport_tui.terminal_text import pad

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.completion import Choice
    from rapport_tui.journal.composer import IntroductionCandidate
    from rapport_tui.journal.line_reader import Preview
    from rapport_tui.journal.review import Section
    from rapport_tui.model.records import Entry, Note
    from rapport_tui.playbook.candidates import Candidate

NAME_CELLS: Final = 20
STAGE_CELLS: Final = 12
RUNG_KEY: Final = "rung:"
"""The beginning of the keys of the rows that show and hide the moves of a rung."""
MOST_OPEN: Final = 4
"""The maximum number of open threads shown below an entry being written."""


def detail_of(person: Person) -> str:
    """Return the role and organisation of a person for a card: Platform lead · Ferrywell."""
    return " · ".join(part for part in (person.role, person.org or person.team or person.location) if part)


def links_of(person: Person) -> tuple[str, ...]:
    """Return the links on a person's card, which find people with the same organisation or tag."""
    return (*((person.org,) if person.org else ()), *(f"#{tag}" for tag in person.tags))


def query_for(link: str) -> str:
    """Return the query that a link runs."""
    key, value = ("tag", link[1:]) if link.startswith("#") else ("org", link)
    value = value.replace('"', "").strip()
    return f'{key}:"{value}"' if any(char.isspace() for char in value) else f"{key}:{value}"


def person_row(summary: PersonSummary, today: date, *, detailed: bool = True, ticked: bool = False) -> Row:
    """Return a person as a row; if `detailed`, with role and organisation."""
    person = summary.person
    spans = [
        *((StyledText("● ", "success"),) if ticked else ()),
        StyledText(pad(person.name, NAME_CELLS - 2 * ticked), "strong"),
        StyledText(f"  {person.stage:<{STAGE_CELLS}}", person.stage),
        *((StyledText(f"  {detail_of(person)}", "muted"),) if detailed else ()),
    ]
    last = short_age(summary.last_talked, today)
    end = (StyledText(f"{last:>5}", "warning" if summary.drift > 0 else "muted"),)
    return Row(person.uid, (RowLine(tuple(spans), end),))


def rung_rows(journal: Journal) -> list[Row]:
    """Return the stages as numbered rows."""
    rows = []
    for number, rung in enumerate(journal.playbook.rungs, 1):
        label = StyledText(pad(rung.label, STAGE_CELLS), rung.id)
        rows.append(
            Row(rung.id, (RowLine((StyledText(f"{number}  ", "accent"), label, StyledText(f"  {rung.who}", "muted"))),))
        )
    return rows


def heading_row(title: str, role: Role = "strong", *, key: str = "", is_first: bool = False) -> Row:
    """Return a heading, below a blank line unless it `is_first`."""
    blank = () if is_first else (RowLine(),)
    return Row(key or f"heading:{title}", (*blank, RowLine((StyledText(title, role),))), selectable=False)


def day_row(day: date, today: date, count: int | None = None) -> Row:
    """Return the heading of a day in a list of entries."""
    near = near_day(day, today)
    spans = [StyledText(full_day(day), "strong")]
    if near in {"today", "yesterday"}:
        spans.append(StyledText(f"  {near}", "muted"))
    end = (StyledText(f"{count} lines", "muted"),) if count and count > 1 else ()
    return Row(f"day:{day.isoformat()}", (RowLine(), RowLine(tuple(spans), end)), selectable=False)


def entry_row(journal: Journal, entry: Entry, *, without: str = "") -> Row:
    """Return an entry as a row: date, people and text, with its move and notes below; `without` is a name to omit."""
    prose = journal.entries.shown(entry)
    head = [StyledText(_clock(entry.time), "muted"), StyledText("  ")]
    unsaid = [name for name in journal.entries.unsaid(entry, prose) if name != without]
    if unsaid:
        head += [StyledText(", ".join(unsaid), "person"), StyledText(" · " if prose else "", "muted")]
    head += prose_spans(prose, journal.entries.names_said(entry), entry.topics)
    lines = [RowLine(tuple(head), hang=7)]
    if entry.move in journal.playbook.move_ids:
        title = journal.playbook.move(entry.move).title.lower()
        lines.append(RowLine((StyledText(f"       / {title}", "muted"),), hang=9))
    for note in journal.entries.notes(entry):
        closed = note.done is not None
        told = StyledText(note_line(note, journal.day), "muted" if closed else "note")
        about = [one.name for one in journal.threads.people_of(note)] if note.people != entry.people else []
        people = [StyledText(f"  {', '.join(about)}", "muted")] if about else []
        lines.append(RowLine((StyledText("       "), told, *people, *_closed(closed)), hang=9))
    lines += [
        RowLine((StyledText("       "), StyledText(f"✓ {note_line(note, journal.day)}", "success")), hang=9)
        for note in journal.threads.closed_by(entry)
    ]
    return Row(entry.uid, tuple(lines))


def entry_rows(journal: Journal, entries: Sequence[Entry], known: dict[str, Row] | None = None) -> Iterator[Row]:
    """Yield entries, newest day first and in order within each day, with a heading for each day.

    `known` maps uids to rows made before; new rows are added to it.
    """
    known = {} if known is None else known
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.day, []).append(entry)
    for day in sorted(days, reverse=True):
        yield day_row(day, journal.day, len(days[day]))
        for entry in days[day]:
            if entry.uid not in known:
                known[entry.uid] = entry_row(journal, entry)
            yield known[entry.uid]


def memory_row(journal: Journal, entry: Entry) -> Row:
    """Return an entry of an earlier year as a row: its date and text."""
    when = RowLine((StyledText(age(entry.day, journal.day), "muted"),))
    names = journal.entries.names_said(entry)
    return Row(
        entry.uid, (when, RowLine(tuple(prose_spans(journal.entries.shown(entry), names, entry.topics))), RowLine())
    )


def choice_row(journal: Journal, key: str, choice: Choice) -> Row:
    """Return a completion of a line as a row."""
    if choice.person:
        return person_row(journal.people.summary(choice.person), journal.day)._replace(key=key)
    return Row(
        key, (RowLine((StyledText(pad(choice.text, NAME_CELLS), "strong"), StyledText(f"  {choice.detail}", "muted"))),)
    )


def note_row(journal: Journal, note: Note) -> Row:
    """Return an open thread or promise as a row: text, person and due day."""
    names = ", ".join(person.name for person in journal.threads.people_of(note))
    due = (StyledText(near_day(note.due, journal.day), "accent"),) if note.due else ()
    sign = f"{SIGNS.get(note.kind, '+')} "
    return Row(
        note.uid,
        (RowLine((StyledText(sign, "note"), StyledText(note.text), StyledText(f"  {names}", "muted")), due, hang=2),),
        note=note.uid,
    )


def open_content(journal: Journal, notes: Sequence[Note]) -> Content:
    """Return the open notes with a person as content for the dialog that writes entries; empty without notes."""
    if not notes:
        return Content("")
    told = [Content.styled(note_line(note, journal.day), "$text-primary") for note in notes[:MOST_OPEN]]
    if len(notes) > MOST_OPEN:
        told.append(Content.styled(f"and {len(notes) - MOST_OPEN} more", "$foreground-muted"))
    return Content.assemble(("open  ", "$foreground-muted"), Content.styled(" · ", "$foreground-muted").join(told))


def section_rows(section: Section) -> Iterator[Row]:
    """Yield a section of the review as rows; those about a person can be selected."""
    if section.title:
        yield heading_row(section.title)
    mark = "→ " if section.title == "Next" else "· " if section.title else ""
    for place, line in enumerate(section.lines):
        told = RowLine((StyledText(mark, "accent"), StyledText(line.text)), hang=len(mark))
        yield Row(f"{section.title}:{place}:{line.person}", (told,), selectable=bool(line.person))


def person_of_section(key: str) -> str:
    """Return the uid of the person that the row of a section with `key` is about."""
    return key.rpartition(":")[2]


def preview_content(seen: Preview, today: date, *, add_key: str) -> Content:
    """Return the meaning of a line in the order of people, date and text."""
    asked = (" which one? You’ll be asked", "$text-warning")
    parts = [Content.styled(name, "bold") for name in seen.people]
    parts += [Content.assemble((name, "bold"), (" new", "$text-success")) for name in seen.new]
    parts += [Content.assemble((name, "bold"), asked) for name in seen.unsure]
    for near in seen.near:
        who = near.people[0].name if len(near.people) == 1 else "one of several; you’ll be asked"
        parts.append(
            Content.assemble((near.name, "bold"), (f" is {who}? {add_key} adds somebody new", "$text-warning"))
        )
    asks = [
        Content.assemble((one.written, "bold"), (" which day? You’ll be asked", "$text-warning")) for one in seen.asks
    ]
    parts += asks
    if (seen.day is not None or seen.time is not None) and not any(not one.by for one in seen.asks):
        day, at = seen.day or today, _clock(seen.time).strip()
        when = f"{full_day(day)}{at and f' {at}'}"
        if day > today:
            parts.append(Content.styled(f"{when} is still to come", "$text-warning"))
        else:
            parts.append(Content(f"{when} ({age(day, today)})"))
    parts += [Content.styled(note, "$text-primary") for note in seen.notes]
    parts += [Content.styled(f"#{topic}", "$text-secondary") for topic in seen.topics]
    if seen.move:
        parts.append(Content.styled(seen.move.lower(), "$foreground-muted"))
    parts += [Content.styled(doubt, "$text-warning") for doubt in seen.doubts]
    if seen.unlinked:
        parts.append(Content.assemble((f"{seen.unlinked}?", "bold"), (" tab adds the @", "$foreground-muted")))
    if not parts:
        return Content.styled("Kept as plain text. @name says who it is about", "$foreground-muted")
    return Content.styled(" · ", "$foreground-muted").join(parts)


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else "     "


def prose_spans(prose: str, names: Sequence[str], topics: Sequence[str]) -> list[StyledText]:
    """Return the text of an entry with people and topics in their own roles."""
    roles: dict[str, Role] = {
        **dict.fromkeys((f"#{topic}" for topic in topics), "topic"),
        **dict.fromkeys(names, "person"),
    }
    spans, end = [], 0
    # The longest first. An expression with the words of each entry would have to be compiled for it.
    for at, _, word in sorted((place, -len(said), said) for said in roles for place in word_places(prose, said)):
        if at >= end:
            spans += [StyledText(prose[end:at]), StyledText(word, roles[word])]
            end = at + len(word)
    spans.append(StyledText(prose[end:]))
    return [span for span in spans if span.text]


def _closed(closed: bool) -> tuple[StyledText, ...]:
    return (StyledText("  ✓ closed", "muted"),) if closed else ()


def move_rows(journal: Journal, person: Person, unfolded: Container[str]) -> list[Row]:
    """Return the moves for `person`: those of their rung first, with their last use; the suggested one is marked.

    Only rungs whose ids are in `unfolded` show their moves below their heading.
    """
    composer = journal.composer
    suggested, used = composer.suggest(person).move.id, composer.used(person.uid)
    moves = composer.moves_for(person)
    rows: list[Row] = []
    rung = ""
    for move in moves:
        is_open = move.stage in unfolded
        if move.stage != rung:
            rung = move.stage
            sign = StyledText("▾ " if is_open else "▸ ", "muted")
            heading = StyledText(journal.playbook.rung(rung).title, rung)
            count = StyledText(f"  {sum(one.stage == rung for one in moves)}", "muted")
            rows.append(
                Row(f"{RUNG_KEY}{rung}", (RowLine((sign, heading, *(() if is_open else (count,)))),), button=True)
            )
        if not is_open:
            continue
        sign = StyledText("→ " if move.id == suggested else "  ", "accent")
        lines = [RowLine((sign, StyledText(move.title, "strong" if move.id == suggested else "text")), hang=2)]
        if journal.playbook.rung(person.stage).step == move.step:
            lines.append(RowLine((StyledText("  "), StyledText(move.when, "muted")), hang=2))
        if move.id in used:
            lines.append(RowLine((StyledText("  "), StyledText(used[move.id], "note")), hang=2))
        rows.append(Row(move.id, tuple(lines)))
    return rows


def candidate_rows(
    journal: Journal, candidates: Sequence[Candidate], ticked: Sequence[str] | None, *, short: bool
) -> list[Row]:
    """Return candidates as rows: the day, the text, and below it where it is from; beside it and briefer if `short`.

    Each has a box unless `ticked`, the values in the blank, is None.
    """
    days = [near_day(one.day, journal.day) if one.day else "" for one in candidates]
    cells = max(map(len, days), default=0)
    rows = []
    for day, one in zip(days, candidates, strict=True):
        is_in = ticked is not None and one.value in ticked
        box = () if ticked is None else (StyledText("● " if is_in else "○ ", "success" if is_in else "muted"),)
        when = StyledText(f"{day:<{cells}}  " if cells else "", "accent")
        hang = 2 * len(box) + len(when.text)
        value = StyledText(one.value, "text" if one.fits else "muted")
        beside = StyledText(f" · {one.source}" if short and one.source else "", "muted")
        below = "" if short else journal.composer.origin(one)
        lines = [RowLine((*box, when, value, beside), hang=hang)]
        lines += [RowLine((StyledText(" " * hang), StyledText(below, "muted")), hang=hang)] if below else []
        rows.append(Row(one.value, tuple(lines)))
    return rows


def other_row(pair: IntroductionCandidate, today: date) -> Row:
    """Return a person to introduce with the best reasons, and whether the two have met before."""
    person = pair.summary.person
    met = f"together on {near_day(pair.met, today)}" if pair.met else ""
    head = (StyledText(pad(person.name, NAME_CELLS), "strong"), StyledText(f"  {detail_of(person)}", "muted"))
    lines = [RowLine(head, (StyledText(met, "warning"),) if met else ())]
    lines += [
        RowLine((StyledText("  "), StyledText(reason.text, "note")), (StyledText(reason.source, "muted"),))
        for reason in pair.reasons[:2]
    ]
    return Row(person.uid, tuple(lines))
