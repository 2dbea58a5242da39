"""Repair of a document that can't be read as a record, with as little loss as possible."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import RECORD_OF, Record, Table
from rapport_tui.store import Doc

NAMELESS: Final = "No name"
_PLACE: Final = lazy_pattern(r"at `\$\.(\w+)(?:\[(\d+)\])?")
_MISSING: Final = lazy_pattern(r"missing required field `(\w+)`$")
_OFFSET: Final = lazy_pattern(r"(\d\d:\d\d:\d\d(?:\.\d+)?)(?:[Zz]|[+-]\d\d:\d\d)")


class Repaired(msgspec.Struct, frozen=True):
    """The record made from a document, and the names of the fields that were changed or left out."""

    record: Record
    fields: tuple[str, ...]


def repaired(table: Table, doc: Doc) -> Repaired | None:
    """Return the repaired record, or None if a required field has no usable value."""
    kind = RECORD_OF[table]
    required = {field.encode_name for field in msgspec.structs.fields(kind) if field.required}
    doc, changed = dict(doc), dict[str, None]()
    while True:
        try:
            return Repaired(msgspec.convert(doc, kind), tuple(changed))
        except msgspec.ValidationError as error:
            place = _PLACE.search(str(error))
            found = place or _MISSING.search(str(error))
        if found is None:
            return None
        field, element = found[1], found[2] if place else None
        value = doc.pop(field, None)
        if isinstance(value, list) and element is not None:
            doc[field] = [one for number, one in enumerate(value) if number != int(element)]
        elif field not in changed and (instead := _instead(table, doc, field, value)) is not None:
            doc[field] = instead
        elif field in required:
            return None
        changed[field] = None


def _instead(table: Table, doc: Doc, field: str, value: object) -> Any:
    """Return a replacement for the value of a field, or None."""
    if field == "time" and isinstance(value, str) and (match := _OFFSET.fullmatch(value)):
        return match[1]
    if table != "people":
        return None
    if field == "name":
        emails = doc.get("emails")
        known = [*(emails if isinstance(emails, list) else ()), doc.get("org"), NAMELESS]
        return next(one for one in known if isinstance(one, str) and one.strip())
    return {"added": doc.get("since"), "since": doc.get("added")}.get(field)
