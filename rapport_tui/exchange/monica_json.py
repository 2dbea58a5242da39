"""The reader of Monica 4's JSON export: contacts with their introducers, and activities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import msgspec

from rapport_tui.exchange import contact_dates as dates
from rapport_tui.exchange.labels import is_email, real_name, tags
from rapport_tui.exchange.parsed_file import (
    WATCHED,
    ContactCard,
    JournalLine,
    ParsedFile,
    ReadOptions,
    ReadProblem,
    check_size,
    one_line,
    text_block,
    unique,
)
from rapport_tui.model.names import NameParts, read_name
from rapport_tui.model.packed import Packed
from rapport_tui.model.records import Channel

KIND: Final = "Monica JSON"
# Collections that are kept as lines of text: each with its label and its fields.
_NOTED: Final = (
    ("task", "Task", ("title", "description")),
    ("gift", "Gift", ("name", "comment", "url")),
    ("life_event", "Life event", ("name", "note", "happened_at")),
    ("pet", "Pet", ("name", "category")),
    ("reminder", "Reminder", ("title", "description", "initial_date")),
)
_NO_PLACE: Final = ("debt", "document", "photo")
_LONGEST_CADENCE: Final = 3650


def looks_like_monica(document: dict[str, Any]) -> bool:
    """Return whether the document is an export of Monica 4, with a version and an account with collections."""
    account = document.get("account")
    return isinstance(account, dict) and isinstance(account.get("data"), list)


def read_monica(document: dict[str, Any], options: ReadOptions, *, file: str) -> ParsedFile:
    """Read contacts, activities, calls and the journal. Partial contacts, known only as relatives, are reported."""
    reader = _MonicaReader(document["account"], options, file)
    reader.contacts()
    reader.activities()
    reader.journal()
    check_size(len(reader.cards) + len(reader.lines), file=file)
    return ParsedFile(
        file=file,
        kind=KIND,
        cards=reader.cards,
        problems=tuple(reader.problems),
        lines=reader.lines,
        left_out=dict(reader.left_out),
    )


class _MonicaReader:
    """A reader of one account that collects the results in its lists."""

    def __init__(self, account: dict[str, Any], options: ReadOptions, file: str) -> None:
        self.cards = Packed(ContactCard)
        self.lines = Packed(JournalLine)
        self.problems: list[ReadProblem] = []
        self.left_out: Counter[str] = Counter()
        self._account = account
        self._options = options
        self._file = file
        self._contacts = list(_values(account, "contact"))
        self._names = {_string(contact, "uuid"): _name(_fields(contact)).name for contact in self._contacts}
        self._people_of: dict[str, list[str]] = {}
        self._relations: dict[str, list[str]] = {}
        for each in map(_fields, _values(account, "relationship")):
            other = self._names.get(_string(each, "of_contact"), "")
            if other and (kind := _string(each, "type")):
                self._relations.setdefault(_string(each, "contact_is"), []).append(f"{kind.capitalize()} of {other}")

    def contacts(self) -> None:
        """Read every contact, with the calls to them."""
        for number, contact in enumerate(self._contacts, start=1):
            if number % WATCHED == 0:
                self._options.watch(number / len(self._contacts))
            fields = _fields(contact)
            name = _name(fields).name
            if not name or fields.get("is_partial") is True:
                why = "is known only through somebody else's contact" if name else "has no name"
                self._report(number, why, contact)
                continue
            self.cards.append(self._card(contact, fields, number))
            for uuid in _collection(contact, "activity"):
                if isinstance(uuid, str):
                    self._people_of.setdefault(uuid, []).append(name)
            for call in map(_fields, _values(contact, "call")):
                text = text_block(_raw(call, "content")) or "A call"
                self._line(number, call, _day(_string(call, "called_at")), text, (name,), channel="call")
            for talk in map(_fields, _values(contact, "conversation")):
                self._line(number, talk, _day(_string(talk, "happened_at")), _said(talk, name), (name,), channel="chat")
            self.left_out.update(kind for kind in _NO_PLACE if any(True for _ in _collection(contact, kind)))

    def activities(self) -> None:
        """Read the activities with their people."""
        for number, activity in enumerate(_values(self._account, "activity"), start=1):
            fields = _fields(activity)
            text = ": ".join(filter(None, (_string(fields, "summary"), text_block(_raw(fields, "description")))))
            people = unique(self._people_of.get(_string(activity, "uuid"), []))
            self._line(number, activity, _day(_string(fields, "happened_at")), text, people)

    def journal(self) -> None:
        """Read the journal entries, which have no people."""
        written = _fields(self._account).get("journal_entries")
        for number, entry in enumerate(written if isinstance(written, list) else (), start=1):
            fields = _fields(entry) if isinstance(entry, dict) else {}
            parts = (_string(fields, "title"), text_block(_raw(fields, "post") or _raw(fields, "comment")))
            if any(parts):
                self._line(number, entry, _day(_string(fields, "date")), ": ".join(filter(None, parts)), ())

    def _line(
        self, number: int, record: object, day: date | None, text: str, people: tuple[str, ...], channel: Channel = ""
    ) -> None:
        if day is None or not text:
            self._report(number, "is an activity without a date or without a text", record)
        else:
            self.lines.append(
                JournalLine(day=day, text=text, people=people, channel=channel, source=self._file, record=number)
            )

    def _report(self, number: int, why: str, record: object) -> None:
        raw = msgspec.json.encode(record).decode() if self._options.keep_raw else ""
        self.problems.append(ReadProblem(file=self._file, record=number, why=why, raw=raw))

    def _card(self, contact: dict[str, Any], fields: dict[str, Any], number: int) -> ContactCard:
        reached = [_string(_fields(each), "data") for each in _values(contact, "contact_field")]
        places = [_fields(each) for each in _values(contact, "address")]
        first_met = fields.get("first_met_date")
        groups = fields.get("tags")
        parts = _name(fields)
        return ContactCard(
            name=parts.name,
            given=parts.given,
            family=parts.family,
            title=parts.title,
            suffix=parts.suffix,
            pronouns=parts.pronouns,
            source=self._file,
            kind=KIND,
            record=number,
            key=_string(contact, "uuid"),
            aliases=unique([_string(fields, "nickname")]),
            role=_string(fields, "job"),
            org=_string(fields, "company"),
            emails=unique([text for text in reached if is_email(text)]),
            phones=unique([text for text in reached if _is_phone(text)]),
            links=unique([text for text in reached if not is_email(text) and not _is_phone(text)]),
            location=next((place for each in places if (place := _place(each))), ""),
            met_on=_day(_string(first_met, "date")) if isinstance(first_met, dict) else None,
            met_through=self._names.get(_string(fields, "first_met_through"), ""),
            tags=tags([tag for tag in groups if isinstance(tag, str)]) if isinstance(groups, list) else (),
            birthday=_birthday(fields.get("birthdate")),
            cadence=_cadence(fields.get("stay_in_touch_frequency")),
            notes=unique(
                [
                    text_block(_raw(fields, "description")),
                    *_remarks(contact, fields),
                    *self._relations.get(_string(contact, "uuid"), ()),
                    *(text_block(_raw(_fields(each), "body")) for each in _values(contact, "note")),
                ]
            ),
        )


def _remarks(contact: dict[str, Any], fields: dict[str, Any]) -> Iterator[str]:
    """Yield the values without a field as lines of text."""
    if text := _string(fields, "food_preferences"):
        yield f"Food: {text}"
    if fields.get("is_dead") is True:
        died = _birthday(fields.get("deceased_date"))
        yield f"Died {died}" if died else "Has died"
    for each in map(_fields, _values(contact, "address")):
        parts = [_string(each, key) for key in ("name", "street", "city", "province", "postal_code", "country")]
        if any(parts[:2]) or parts[4]:
            yield f"Address: {', '.join(unique(parts))}"
    for kind, label, keys in _NOTED:
        for each in map(_fields, _values(contact, kind)):
            if text := ", ".join(filter(None, (one_line(text_block(_raw(each, key))) for key in keys))):
                done = " (done)" if each.get("completed") is True else ""
                yield f"{label}: {text}{done}"


def _said(conversation: dict[str, Any], name: str) -> str:
    """Return the messages of a conversation, each with its writer."""
    messages = conversation.get("messages")
    written = [_fields(each) for each in messages if isinstance(each, dict)] if isinstance(messages, list) else []
    return "\n".join(
        f"{'Me' if each.get('written_by_me') is True else name}: {text}"
        for each in written
        if (text := text_block(_raw(each, "content")))
    )


def _cadence(days: object) -> int | None:
    """Return the cadence in days; None if it is not set."""
    return days if isinstance(days, int) and not isinstance(days, bool) and 0 < days <= _LONGEST_CADENCE else None


def _is_phone(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return digits >= 5 and digits * 2 > len(text) and "/" not in text


def _place(fields: dict[str, Any]) -> str:
    return ", ".join(unique([_string(fields, "city") or _string(fields, "province"), _string(fields, "country")]))


def _birthday(value: object) -> str:
    """Return a special date as a birthday; empty for one computed from an age."""
    if not isinstance(value, dict) or value.get("is_age_based") is True:
        return ""
    when = _day(_string(value, "date"))
    if when is None:
        return ""
    return f"--{when:%m-%d}" if value.get("is_year_unknown") is True else when.isoformat()


def _day(text: str) -> date | None:
    try:
        return dates.day(text)
    except dates.DateError:
        return None


def _name(fields: dict[str, Any]) -> NameParts:
    given, middle, family = (real_name(_string(fields, key)) for key in ("first_name", "middle_name", "last_name"))
    return read_name(given=given, middle=middle, family=family)


def _collection(parent: dict[str, Any], kind: str) -> Iterator[object]:
    """Yield the values of all collections of a type in `data`."""
    data = parent.get("data")
    for each in data if isinstance(data, list) else ():
        if isinstance(each, dict) and each.get("type") == kind and isinstance(each.get("values"), list):
            yield from each["values"]


def _values(parent: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    for value in _collection(parent, kind):
        if isinstance(value, dict):
            yield value


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a record, which in some versions are in the record itself."""
    found = record.get("properties")
    return {**record, **found} if isinstance(found, dict) else record


def _raw(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _string(fields: dict[str, Any], key: str) -> str:
    return one_line(_raw(fields, key))
