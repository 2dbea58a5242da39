"""Import and export: address books added as one action, and the whole journal as text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from rapport_tui.exchange.export_formats import writer_of
from rapport_tui.exchange.file_reader import LARGEST, read_file
from rapport_tui.exchange.journal_export import SCHEMA, JournalExport, in_day_order
from rapport_tui.exchange.parsed_file import ReadOptions
from rapport_tui.exchange.rejected_records import unread_text
from rapport_tui.files import Files, reason
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.history import WATCHED, Watch, nobody_watches
from rapport_tui.journal.import_plan import ImportPlanner, ImportReport, PlannedRecords
from rapport_tui.journal.people import PeopleService
from rapport_tui.model.entry_order import in_order
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Stage
from rapport_tui.startup import without_collection
from rapport_tui.user_files import user_path, write_file

if TYPE_CHECKING:
    from rapport_tui.exchange.parsed_file import ParsedFile

__all__ = ["ImportPlan", "ImportReport", "TransferService"]


class ImportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The records read, and the changes to write. `version` is that of the journal used for the plan."""

    readings: tuple[ParsedFile, ...]
    to: Stage | None
    version: int
    records: PlannedRecords
    report: ImportReport


class TransferService:
    """The service for imports and exports."""

    def __init__(self, context: JournalContext, people: PeopleService) -> None:
        self._context = context
        self._people = people

    def known(self, path: Path) -> str:
        """Return a sentence if the file was taken in before and has not changed since, else ""; it is not read.

        It counts as new once its import was undone, or somebody who came with it was deleted.
        """
        checksum = _checksum(user_path(path))
        action = self._context.history.import_of(checksum) if checksum else None
        if action is None:
            return ""
        return f"{path.name} was taken in before ({self._context.history.when(action)}). Nothing in it is new."

    @without_collection()
    def read(self, paths: Sequence[Path], options: ReadOptions | None = None) -> tuple[ParsedFile, ...]:
        """Read address books without using the journal.

        Raises `RapportError` if one of them can't be read at all, and any exception that `options.watch` raises.
        """
        options = options or ReadOptions()
        readings = []
        for number, path in enumerate(paths):

            def watch(done: float, number: int = number) -> None:
                options.watch((number + done) / len(paths))

            checksum = _checksum(user_path(path))
            reading = read_file(user_path(path), replace(options, watch=watch))
            readings.append(replace(reading, checksum=checksum))
        return tuple(readings)

    @without_collection()
    def plan(
        self, readings: Sequence[ParsedFile], *, to: Stage | None = None, watch: Watch = nobody_watches
    ) -> ImportPlan:
        """Return the changes that importing `readings` would write, with the report.

        Known people are merged: empty fields are filled, the user's own text stays. Of a complete export, only new
        records are added. `watch` is called with the progress from 0 to 1; an exception it raises ends the work.
        """
        version = self._context.cache.version
        intake = ImportPlanner(self._context, self._people, to=to, watch=watch)
        report = intake.take(readings)
        return ImportPlan(readings=tuple(readings), to=to, version=version, records=intake.records, report=report)

    @without_collection()
    def take_in(self, plan: ImportPlan, watch: Watch = nobody_watches) -> ImportReport:
        """Write a plan as one action; if the journal has changed since, the plan is computed again.

        `watch` is told the progress, up to the moment from which it can't be stopped.
        """
        with self._context.history.action("") as writer:
            if plan.version != self._context.cache.version:
                plan = self.plan(plan.readings, to=plan.to)
            for nth, record in enumerate(plan.records):
                if not nth % WATCHED:
                    watch(nth / len(plan.records))
                writer.put(record)
            writer.label = _label(plan)
            writer.files = tuple(reading.checksum for reading in plan.readings if reading.checksum)
        return plan.report

    def save_unread(self, readings: Sequence[ParsedFile], path: Path) -> int:
        """Write the records that could not be read, or only in part, to a new file; return the number of source files.

        The files have to be read with `ReadOptions(keep_raw=True)`. Nothing is written if all records could be read.
        Raises `RapportError` if the file exists or can't be written.
        """
        texts = [text for reading in readings if (text := unread_text(reading))]
        if texts:
            self.write(path, "\n".join(texts))
        return len(texts)

    def write(self, path: Path, text: str, *, replace: bool = False, hint: str = "") -> Path:
        """Write `text` to a file outside the journal's folder, and return its path. Raises as `write_file` does."""
        target = self._context.outside(path)
        write_file(target, text, replace=replace, hint=hint)
        return target

    def write_beside(self, name: str, text: str) -> Path:
        """Write a file called `name` in the journal's folder, replacing an existing one, and return its path."""
        folder = self._context.store.folder
        try:
            Files().make_folder(folder)
        except OSError as error:
            raise RapportError(f"{folder} can’t be written to: {reason(error)}.") from error
        write_file(folder / name, text, replace=True)
        return folder / name

    def export(self, form: str = "json", query: str = "") -> str:
        """Return the journal as text in one of the formats of `export_formats`.

        A query line limits it to the matching people and the records about them. Raises `RapportError` for an unknown
        format or an unknown key in the query.
        """
        write = writer_of(form)
        archive = self.archive(query)
        if form == "md":  # the only format arranged by day
            archive = replace(archive, entries=tuple(in_order(archive.entries, self._context.settings.day_start)))
        return write(archive)

    def archive(self, query: str = "") -> JournalExport:
        """Return every record, or the people who match a query line and the records about them."""
        cache = self._context.cache
        if not query.strip():
            archive = JournalExport(
                schema=SCHEMA,
                people=tuple(cache.people),
                entries=tuple(cache.entries),
                notes=tuple(cache.notes),
                stage_changes=tuple(cache.stage_changes),
                days=tuple(cache.days),
                messages=tuple(cache.messages),
                templates=tuple(cache.templates),
                sources=tuple(cache.sources),
                groups=tuple(cache.groups),
            )
            return in_day_order(archive) if self._context.store.docs["sync"] else archive
        people = tuple(summary.person for summary in self._people.search(query))
        uids = {person.uid for person in people}

        def theirs(named: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(uid for uid in named if uid in uids)

        return JournalExport(
            schema=SCHEMA,
            people=tuple(
                replace(p, met_through=p.met_through if p.met_through in uids else "", apart=theirs(p.apart))
                for p in people
            ),
            entries=tuple(replace(e, people=theirs(e.people)) for e in cache.entries if theirs(e.people)),
            notes=tuple(replace(n, people=theirs(n.people)) for n in cache.notes if theirs(n.people)),
            stage_changes=tuple(step for step in cache.stage_changes if step.person in uids),
            messages=tuple(message for message in cache.messages if message.person in uids),
            sources=tuple(source for source in cache.sources if source.uid in uids),
            groups=tuple(replace(g, people=theirs(g.people)) for g in cache.groups if theirs(g.people)),
        )


def _checksum(path: Path) -> str:
    """Return the SHA-256 of a file; "" if it is none, can't be read, or is larger than those that are imported."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _label(plan: ImportPlan) -> str:
    people, lines = plan.report.added, plan.report.lines_added
    counts = [f"{people:,} {'person' if people == 1 else 'people'}"] if people or not lines else []
    counts += [f"{lines:,} {'line' if lines == 1 else 'lines'}"] if lines else []
    files = [reading.file for reading in plan.readings]
    return f"Imported {' and '.join(counts)} from {files[0] if len(files) == 1 else f'{len(files)} files'}"
