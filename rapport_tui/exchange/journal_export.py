"""A whole journal outside of its store: the contents of the complete export, and the input of the other writers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Day, Entry, Group, Message, Note, Person, Record, Source, StageChange, Template
from rapport_tui.model.text import clean

SCHEMA = 1
R = TypeVar("R", bound=Record)


class JournalExport(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="format", tag="rapport"):
    """All records of a journal, a tuple a table, without the history for undo.

    The order within a table is kept. `schema` is the version of the records' form; versions up to `SCHEMA` are read.
    """

    schema: int
    people: tuple[Person, ...] = ()
    entries: tuple[Entry, ...] = ()
    notes: tuple[Note, ...] = ()
    stage_changes: tuple[StageChange, ...] = ()
    days: tuple[Day, ...] = ()
    messages: tuple[Message, ...] = ()
    templates: tuple[Template, ...] = ()
    sources: tuple[Source, ...] = ()
    groups: tuple[Group, ...] = ()


def in_day_order(archive: JournalExport) -> JournalExport:
    """Return `archive` in an order that is the same on all machines that share the journal."""

    def by_day(records: Iterable[R], *fields: str) -> tuple[R, ...]:
        def key(record: R) -> list[str]:
            return [*(str(getattr(record, field) or "") for field in fields), record.uid]

        return tuple(sorted(records, key=key))

    return JournalExport(
        schema=archive.schema,
        people=by_day(archive.people, "added"),
        entries=by_day(archive.entries, "day", "time"),
        notes=by_day(archive.notes, "made"),
        stage_changes=by_day(archive.stage_changes, "day"),
        days=by_day(archive.days),
        messages=by_day(archive.messages, "day"),
        templates=by_day(archive.templates),
        sources=by_day(archive.sources),
        groups=by_day(archive.groups),
    )


def write_json(archive: JournalExport) -> str:
    """Return `archive` as an indented JSON document, which `export_from` reads decoded."""
    return msgspec.json.format(msgspec.json.encode(archive), indent=1).decode() + "\n"


def export_from(document: object) -> JournalExport:
    """Return the archive in a decoded JSON document. Every text is cleaned: the file may have been edited.

    Raises `RapportError` if it is not such a document, has a newer form, or has an invalid record.
    """
    try:
        schema = document.get("schema") if isinstance(document, dict) else None
        if isinstance(schema, int) and schema > SCHEMA:
            raise RapportError("This journal was exported by a newer rapport. Update rapport and import it again.")
        archive = msgspec.convert(_cleaned(document), JournalExport)
    except msgspec.ValidationError as error:
        raise RapportError(f"This export cannot be read: {error}. Nothing was imported.") from None
    except RecursionError:
        raise RapportError("This export is nested too deeply to be one of rapport's. Nothing was imported.") from None
    _check_uids(archive)
    return archive


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else clean(value)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(each) for key, each in value.items()}
    return value


def _check_uids(archive: JournalExport) -> None:
    tables: dict[str, Sequence[Record]] = {
        "people": archive.people,
        "entries": archive.entries,
        "notes": archive.notes,
        "stage_changes": archive.stage_changes,
        "days": archive.days,
        "messages": archive.messages,
        "templates": archive.templates,
        "sources": archive.sources,
        "groups": archive.groups,
    }
    for table, records in tables.items():
        uids = {record.uid for record in records}
        if len(uids) < len(records) or "" in uids:
            raise RapportError(f"This export has records without a uid of their own in {table}. Nothing was imported.")
