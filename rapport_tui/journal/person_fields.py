"""The fields of a person as they are typed: cleaning, and splitting of a name into its parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from rapport_tui.model.cadence import next_birthday
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError
from rapport_tui.model.names import generation, name_key, split_name
from rapport_tui.model.records import Person
from rapport_tui.model.text import clean, clean_line

_LISTS: Final = frozenset({"aliases", "emails", "phones", "links", "tags"})
_NAME_PARTS: Final = ("given", "family", "title", "suffix", "pronouns")


def with_name_parts(name: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return `fields` with the name, and with its other parts for fields that are empty."""
    return {**fields, **{key: value for key, value in _name_fields(name).items() if not fields.get(key)}}


def changed(before: Person, fields: dict[str, Any]) -> Person:
    """Return a person with other fields. Parts that came from an older name are replaced with it."""
    if (name := fields.get("name", before.name)) == before.name:
        return replace(before, **cleaned(fields))
    kept = {key: value for key, value in fields.items() if key not in _NAME_PARTS or value != getattr(before, key)}
    after = replace(before, **cleaned(with_name_parts(name, {**kept, "name": ""})))
    gone = {
        field: ""
        for field in ("given", "family")
        if (part := getattr(after, field)) == getattr(before, field)
        and name_key(part) in name_key(before.name)
        and name_key(part) not in name_key(after.name)
    }
    return replace(after, **gone)


def with_split_name(person: Person) -> Person:
    """Return a person with the name split into its parts, or `person` itself if a part has another value already."""
    fields = _name_fields(person.name)
    differ = any(getattr(person, key) not in ("", value) for key, value in fields.items() if key != "name")
    return person if differ else replace(person, **fields)


def _name_fields(name: str) -> dict[str, str]:
    """Return the fields that a typed name fills. Parts that may tell two people apart stay in the name."""
    good = good_name(name)
    parts = split_name(good)
    if parts.nickname or parts.remark or generation(parts.suffix):
        return {"name": good}
    return {field: value for field in ("name", *_NAME_PARTS) if (value := getattr(parts, field))}


def good_name(name: str) -> str:
    """Return a name on one line. Raises `RapportError` if it is empty."""
    good = clean_line(name)
    if not good:
        raise RapportError("A person needs a name. Write one, even if it is only “the woman from the lift”.")
    return good


def cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields with clean texts and lists without duplicates. Raises `RapportError` on an invalid birthday."""

    def tidy(key: str, value: Any) -> Any:
        if key == "birthday" and value and next_birthday(value, date.min) is None:
            raise RapportError(f"“{value}” is not a birthday. Write it as 1990-03-14, or --03-14 without the year.")
        if key in _LISTS:
            return tuple(dict.fromkeys(text for item in value if (text := clean_line(item))))
        if key == "met" and isinstance(value, str):
            return clean(value).strip()
        return clean_line(value) if isinstance(value, str) else value

    return {key: tidy(key, value) for key, value in fields.items()}


def refuse_lost_update(shown: Person, now: Person, wanted: Person, fields: Iterable[str]) -> None:
    """Raise `ChangedMeanwhileError` if a value of `fields` is neither the one shown nor the one wanted."""
    lost = [key for key in fields if getattr(now, key) not in (getattr(shown, key), getattr(wanted, key))]
    if lost:
        raise ChangedMeanwhileError({key: _as_text(getattr(now, key)) for key in lost})


def _as_text(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
