"""People in and out: address books taken in as one action, and the whole journal given out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec.structs import replace

from rapport_tui.capture.line import escape, parse_line
from rapport_tui.capture.people import Directory
from rapport_tui.journal.core import Core
from rapport_tui.journal.people import People
from rapport_tui.model.errors import RapportError, UnknownPersonError
from rapport_tui.model.records import Entry, Person, Record, Stage, Table
from rapport_tui.model.uids import new_uid

if TYPE_CHECKING:
    from rapport_tui.exchange.archive import Archive
    from rapport_tui.exchange.cards import Line, Problem, Reading

_TABLES: Final[tuple[Table, ...]] = ("people", "entries", "notes", "stage_changes", "days", "messages", "templates")
"""What an archive holds: everything but the history."""


class Skipped(msgspec.Struct, frozen=True):
    """A record that was not taken in, or where `partial` only a part of one, and why."""

    file: str
    record: int
    why: str
    partial: bool = False


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What became of each record that was read.

    `read` = `added` + `merged` + `unchanged` + those of `skipped` that are not partial; the first three count people.
    `people` are those added, then those merged, each once. Lines of a journal are counted in `lines_read`, and in
    `lines_added` where they were not here already.
    """

    read: int
    added: int
    merged: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    people: tuple[Person, ...]
    lines_read: int = 0
    lines_added: int = 0


class _Intake(msgspec.Struct):
    """What an import would write, growing file by file."""

    people: dict[str, Person]
    records: list[Record]
    fates: dict[Literal["added", "merged", "unchanged"], int]
    added: list[str]
    merged: list[str]
    problems: list[Skipped]
    lines_read: int = 0
    lines_added: int = 0


class Transfer:
    """Imports and exports."""

    def __init__(self, core: Core, people: People) -> None:
        self._core = core
        self._people = people

    def import_files(self, paths: Sequence[Path], *, to: Stage | None = None, dry_run: bool = False) -> Report:
        """Take in address books as one action, into the inbox or right onto a rung.

        Who is known already is merged: empty fields are filled, nothing is overwritten. Of a complete export, what is
        not here yet is added as it was. Raises `RapportError` where a file can't be read at all; then nothing is taken
        in. With `dry_run`, only the report is made.
        """
        from rapport_tui.exchange.reading import read_file

        readings = [read_file(path.expanduser()) for path in paths]
        if dry_run:
            self._core.store.refresh()
            return _report(self._intake(readings, to))
        with self._core.history.action("") as hand:
            intake = self._intake(readings, to)
            hand.put(*intake.records)
            hand.label = _label(intake, paths)
        return _report(intake)

    def export(self, form: str = "json", query: str = "") -> str:
        """Return the journal as text in one of the formats json, csv, vcf, md and ics.

        With a query line, only who matches it and what is written about them. Raises `RapportError` for an unknown
        format or an unknown key in the query.
        """
        from rapport_tui.exchange.writing import WRITERS

        if form not in WRITERS:
            raise RapportError(f"“{form}” is not a format rapport writes. Known: {', '.join(WRITERS)}.")
        return WRITERS[form](self._archive(query))

    def _intake(self, readings: Sequence[Reading], to: Stage | None) -> _Intake:
        intake = _Intake(
            people={person.uid: person for person in self._core.shelf.people},
            records=[],
            fates={"added": 0, "merged": 0, "unchanged": 0},
            added=[],
            merged=[],
            problems=[],
        )
        for reading in readings:
            intake.problems += map(_skipped, reading.problems)
            if reading.archive is not None:
                self._take_archive(intake, reading.archive)
        self._take_cards(intake, readings, to)
        self._take_lines(intake, [line for reading in readings for line in reading.lines], to)
        return intake

    def _take_archive(self, intake: _Intake, archive: Archive) -> None:
        known = {record.uid for record in intake.records}
        for table in _TABLES:
            there = self._core.shelf.table(table)
            records: tuple[Record, ...] = getattr(archive, table)
            fresh = [record for record in records if there.doc(record.uid) is None and record.uid not in known]
            intake.records += fresh
            if table == "people":
                intake.fates["added"] += len(fresh)
                intake.fates["unchanged"] += len(records) - len(fresh)
                intake.added += [record.uid for record in fresh]
                intake.people.update((record.uid, record) for record in fresh if isinstance(record, Person))
            elif table == "entries":
                intake.lines_read += len(records)
                intake.lines_added += len(fresh)

    def _take_cards(self, intake: _Intake, readings: Sequence[Reading], to: Stage | None) -> None:
        from rapport_tui.exchange.matching import arrivals

        cards = [card for reading in readings for card in reading.cards]
        arrived = arrivals(
            cards,
            list(intake.people.values()),
            self._core.shelf.notes,
            today=self._core.today,
            new_uid=new_uid,
            stage=to,
            inbox=to is None,
        )
        noted = {(uid, note.text) for note in arrived.notes for uid in note.people}
        for match in arrived.matches:
            has_news = match.changed or any((match.person.uid, text) in noted for text in match.card.notes)
            intake.fates["added" if match.verdict == "new" else "merged" if has_news else "unchanged"] += 1
        records = [*arrived.added, *arrived.updated]
        intake.people.update((person.uid, person) for person in records)
        intake.added += [person.uid for person in arrived.added]
        merged = [*(person.uid for person in arrived.updated), *(uid for uid, _ in noted)]
        intake.merged += [uid for uid in dict.fromkeys(merged) if uid not in intake.added]
        intake.records += [*records, *arrived.notes]

    def _take_lines(self, intake: _Intake, lines: Sequence[Line], to: Stage | None) -> None:
        if not lines:
            return
        shelf = self._core.shelf
        there = {(entry.day, entry.time, entry.text) for entry in shelf.entries}
        directory = Directory(intake.people.values())
        for line in lines:
            intake.lines_read += 1
            text = _text(line)
            at = line.time and line.time.replace(second=0, microsecond=0)
            if (line.day, at, text) in there:
                continue
            there.add((line.day, at, text))
            intake.lines_added += 1
            people: dict[str, None] = {}
            for name in line.people:
                try:
                    people[directory.resolve(name).uid] = None
                except UnknownPersonError:
                    person = replace(self._people.new_person(name, stage=to or "stranger"), inbox=to is None)
                    directory.add(person)
                    intake.records.append(person)
                    intake.people[person.uid] = person
                    people[person.uid] = None
                except RapportError as error:
                    intake.problems.append(Skipped(line.source, line.record, str(error), partial=True))
            intake.records.append(
                Entry(
                    uid=new_uid(),
                    day=line.day,
                    time=at,
                    text=text,
                    people=tuple(people),
                    topics=parse_line(text, today=line.day).topics,
                )
            )

    def _archive(self, query: str) -> Archive:
        from rapport_tui.exchange.archive import SCHEMA, Archive

        shelf = self._core.shelf
        if not query.strip():
            return Archive(
                schema=SCHEMA,
                people=tuple(shelf.people),
                entries=tuple(shelf.entries),
                notes=tuple(shelf.notes),
                stage_changes=tuple(shelf.stage_changes),
                days=tuple(shelf.days),
                messages=tuple(shelf.messages),
                templates=tuple(shelf.templates),
            )
        people = tuple(summary.person for summary in self._people.search(query))
        uids = {person.uid for person in people}

        def theirs(named: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(uid for uid in named if uid in uids)

        return Archive(
            schema=SCHEMA,
            people=people,
            entries=tuple(replace(e, people=theirs(e.people)) for e in shelf.entries if theirs(e.people)),
            notes=tuple(replace(n, people=theirs(n.people)) for n in shelf.notes if theirs(n.people)),
            stage_changes=tuple(step for step in shelf.stage_changes if step.person in uids),
            messages=tuple(message for message in shelf.messages if message.person in uids),
        )


def _label(intake: _Intake, paths: Sequence[Path]) -> str:
    people, lines = len(intake.added), intake.lines_added
    counts = [f"{people} {'person' if people == 1 else 'people'}"] if people or not lines else []
    counts += [f"{lines} {'line' if lines == 1 else 'lines'}"] if lines else []
    return f"Imported {' and '.join(counts)} from {paths[0].name if len(paths) == 1 else f'{len(paths)} files'}"


def _skipped(problem: Problem) -> Skipped:
    return Skipped(problem.file, problem.record, problem.why, problem.partial)


def _report(intake: _Intake) -> Report:
    whole = sum(not problem.partial for problem in intake.problems)
    return Report(
        read=sum(intake.fates.values()) + whole,
        added=intake.fates["added"],
        merged=intake.fates["merged"],
        unchanged=intake.fates["unchanged"],
        skipped=tuple(intake.problems),
        people=tuple(intake.people[uid] for uid in (*intake.added, *intake.merged)),
        lines_read=intake.lines_read,
        lines_added=intake.lines_added,
    )


def _text(line: Line) -> str:
    """Return another journal's line as one of ours: its words mean only themselves, and its topics come at the end."""
    text = escape(line.text)
    for topic in line.topics:
        tagged = f"{text} #{topic}"
        if topic in parse_line(tagged, today=line.day).topics:
            text = tagged
    return text
