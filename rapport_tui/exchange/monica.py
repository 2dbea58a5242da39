"""Monica 4's JSON export: contacts with who introduced them, and the activities with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rapport_tui.exchange import dates
from rapport_tui.exchange.cards import Card, Line, Problem, Reading, block, line, unique
from rapport_tui.exchange.labels import is_email, tags


def looks_like_monica(document: dict[str, Any]) -> bool:
    """Return whether this is an export of Monica 4: a version and an account with collections."""
    account = document.get("account")
    return isinstance(account, dict) and isinstance(account.get("data"), list)


def read_monica(document: dict[str, Any], *, file: str) -> Reading:
    """Read contacts and activities. Partial contacts, known only as somebody's relative, are reported."""
    account = document["account"]
    contacts = list(_values(account, "contact"))
    names = {_string(contact, "uuid"): _name(_fields(contact)) for contact in contacts}
    people_of: dict[str, list[str]] = {}
    cards: list[Card] = []
    problems: list[Problem] = []
    for number, contact in enumerate(contacts, start=1):
        fields = _fields(contact)
        name = _name(fields)
        if not name or fields.get("is_partial") is True:
            why = "is known only through somebody else's contact" if name else "has no name"
            problems.append(Problem(file=file, record=number, why=why))
            continue
        cards.append(_card(contact, fields, names, file, number))
        for uuid in _collection(contact, "activity"):
            if isinstance(uuid, str):
                people_of.setdefault(uuid, []).append(name)
    lines: list[Line] = []
    for number, activity in enumerate(_values(account, "activity"), start=1):
        fields = _fields(activity)
        text = ": ".join(filter(None, (_string(fields, "summary"), block(_raw(fields, "description")))))
        day = _day(_string(fields, "happened_at"))
        if day is None or not text:
            problems.append(Problem(file=file, record=number, why="is an activity without a date or without a text"))
            continue
        people = unique(people_of.get(_string(activity, "uuid"), []))
        lines.append(Line(day=day, text=text, people=people, source=file, record=number))
    return Reading(kind="Monica JSON", cards=tuple(cards), problems=tuple(problems), lines=tuple(lines))


def _card(contact: dict[str, Any], fields: dict[str, Any], names: dict[str, str], file: str, number: int) -> Card:
    reached = [_string(_fields(each), "data") for each in _values(contact, "contact_field")]
    places = [_fields(each) for each in _values(contact, "address")]
    first_met = fields.get("first_met_date")
    groups = fields.get("tags")
    notes = [block(_raw(_fields(each), "body")) for each in _values(contact, "note")]
    return Card(
        name=_name(fields),
        source=file,
        record=number,
        aliases=unique([_string(fields, "nickname")]),
        role=_string(fields, "job"),
        org=_string(fields, "company"),
        emails=unique([text for text in reached if is_email(text)]),
        phones=unique([text for text in reached if _is_phone(text)]),
        links=unique([text for text in reached if not is_email(text) and not _is_phone(text)]),
        location=next((place for each in places if (place := _place(each))), ""),
        met_on=_day(_string(first_met, "date")) if isinstance(first_met, dict) else None,
        met_through=names.get(_string(fields, "first_met_through"), ""),
        tags=tags([tag for tag in groups if isinstance(tag, str)]) if isinstance(groups, list) else (),
        birthday=_birthday(fields.get("birthdate")),
        notes=unique([block(_raw(fields, "description")), *_food(fields), *notes]),
    )


def _food(fields: dict[str, Any]) -> Iterator[str]:
    if text := _string(fields, "food_preferences"):
        yield f"Food: {text}"


def _is_phone(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return digits >= 5 and digits * 2 > len(text) and "/" not in text


def _place(fields: dict[str, Any]) -> str:
    return ", ".join(unique([_string(fields, "city") or _string(fields, "province"), _string(fields, "country")]))


def _birthday(value: object) -> str:
    """Return a special date as a birthday; one worked out from an age is none."""
    if not isinstance(value, dict) or value.get("is_age_based") is True:
        return ""
    when = _day(_string(value, "date"))
    if when is None:
        return ""
    return f"--{when:%m-%d}" if value.get("is_year_unknown") is True else when.isoformat()


def _day(text: str) -> Any:
    try:
        return dates.day(text)
    except dates.DateError:
        return None


def _name(fields: dict[str, Any]) -> str:
    return line(" ".join(_string(fields, key) for key in ("first_name", "middle_name", "last_name")))


def _collection(parent: dict[str, Any], kind: str) -> Iterator[object]:
    """Yield the values of the collection of a type in `data`, however often it stands there."""
    data = parent.get("data")
    for each in data if isinstance(data, list) else ():
        if isinstance(each, dict) and each.get("type") == kind and isinstance(each.get("values"), list):
            yield from each["values"]


def _values(parent: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    for value in _collection(parent, kind):
        if isinstance(value, dict):
            yield value


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a record, which some versions keep in the record itself."""
    found = record.get("properties")
    return {**record, **found} if isinstance(found, dict) else record


def _raw(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _string(fields: dict[str, Any], key: str) -> str:
    return line(_raw(fields, key))
