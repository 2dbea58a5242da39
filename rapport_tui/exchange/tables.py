"""CSV: the exports of LinkedIn, Google, Outlook and Thunderbird, and any table with a row of headers (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, TypeVar

import msgspec

from rapport_tui.exchange import dates
from rapport_tui.exchange.cards import Card, Problem, Reading, block, check_size, line, quoted, unique
from rapport_tui.exchange.columns import Column, Field, columns, is_header, known
from rapport_tui.exchange.labels import is_email, name_from_email, plain_label, tags
from rapport_tui.model.records import STAGES

_SEPARATORS: Final = (",", ";", "\t")
_PREAMBLE: Final = 12
_SAMPLE: Final = 256 * 1024
_LARGEST_CELL: Final = 1024 * 1024
_MOST_REPAIRS: Final = 20
_MOST_COLUMNS: Final = 500
# A spreadsheet guard (`'=1+1`) is taken off again; see `writing_csv`.
_GUARDED: Final = re.compile(r"\A'(?='*[=+\-@\t\r＝＋－＠])")
_LIST: Final = re.compile(r" ::: |\n")
_LOOSE_LIST: Final = re.compile(r"[;,\n]")
_BETWEEN_EMAILS: Final = re.compile(r"[\s;,<>]+")
_NOT_CALLED: Final = re.compile(r"fax|pager", re.IGNORECASE)

T = TypeVar("T")


class _Table(msgspec.Struct, frozen=True):
    separator: str
    skip: int
    columns: tuple[Column, ...]


def looks_like_table(text: str) -> bool:
    """Return whether a row of headers that names people is among the first rows of `text`."""
    return _find_table(text) is not None


def read_table(text: str, *, file: str) -> Reading:
    """Read every row below the headers. Without headers nothing is read: see `looks_like_table`."""
    table = _find_table(text)
    if table is None:
        return Reading(kind="CSV")
    cards: list[Card] = []
    problems: list[Problem] = []
    rows = _rows(text, table.separator)
    for _ in islice(rows, table.skip):
        pass
    for number, row in rows:
        if isinstance(row, str):
            problems.append(Problem(file=file, record=number, why=row))
        elif any(cell and not cell.isspace() for cell in row):
            reader = _RowReader(table, row, file, number)
            card = reader.card()
            if card is not None:
                cards.append(card)
            problems.extend(reader.problems)
        check_size(len(cards) + len(problems), file=file)
    taken = tuple((column.header, str(column.field)) for column in table.columns if column.header)
    return Reading(kind=_kind(table), cards=tuple(cards), problems=tuple(problems), columns=taken)


def _find_table(text: str) -> _Table | None:
    """Return the separator and the header row that together explain most columns."""
    best: _Table | None = None
    for separator in _SEPARATORS:
        for skip, (_, row) in enumerate(islice(_rows(text[:_SAMPLE], separator), _PREAMBLE), start=1):
            if isinstance(row, str) or len(row) > _MOST_COLUMNS:
                continue
            found = columns(row)
            if is_header(found) and (best is None or known(found) > known(best.columns)):
                best = _Table(separator, skip, found)
    return best


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield each row with the number of its first line, or the reason why it is none.

    A quotation mark without its partner would swallow the rows below: the line with it is left out, and reading
    goes on with the next one. After `_MOST_REPAIRS` of these, rows are taken as they come.
    """
    csv.field_size_limit(_LARGEST_CELL)
    lines = io.StringIO(text, newline="").readlines()
    start = repairs = 0
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), delimiter=separator)
        while True:
            first = start + reader.line_num
            row: list[str] | None = None
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                pass
            after = start + reader.line_num
            sound = row is not None and (after - first == 1 or _is_sound(lines[first:after], separator))
            if row is not None and (sound or repairs >= _MOST_REPAIRS):
                yield first + 1, row
                continue
            yield first + 1, "has a quotation mark without its partner and was left out"
            start = first + 1 if repairs < _MOST_REPAIRS else after
            repairs += 1
            break


def _is_sound(lines: list[str], separator: str) -> bool:
    """Return whether `lines`, which are one row, have each quoted cell ended before a separator or the line's end."""
    try:
        for _ in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _kind(table: _Table) -> str:
    headers = {column.header.casefold() for column in table.columns}
    if {"connected on", "position"} <= headers:
        return "LinkedIn CSV"
    if any(re.fullmatch(r"e-mail 1 - value", header) for header in headers):
        return "Google CSV"
    if {"e-mail address", "job title"} <= headers:
        return "Outlook CSV"
    if {"primary email", "display name"} <= headers:
        return "Thunderbird CSV"
    return "CSV"


class _RowReader:
    """Makes a `Card` of one row, and gathers its problems."""

    def __init__(self, table: _Table, row: list[str], file: str, number: int) -> None:
        self.file = file
        self.number = number
        self.problems: list[Problem] = []
        self._row = row
        self._cells: dict[Field, list[tuple[Column, str]]] = {}
        for column in table.columns:
            if column.field and column.place < len(row) and (cell := row[column.place].strip()):
                self._cells.setdefault(column.field, []).append((column, _GUARDED.sub("", cell)))
        self._is_ours = "uid" in self._cells
        if any(cell.strip() for cell in row[len(table.columns) :]):
            self._report("has more cells than there are headers; the last ones were left out")

    def card(self) -> Card | None:
        """Return the person, None where the row names nobody."""
        emails = self._emails()
        org = self._first("org")
        phones, noted = self._phones()
        name, guess = self._name(emails, org)
        if not name:
            why = "has only the day you connected: no name, no address" if self._cells.keys() == {"met_on"} else (
                "has no name, e-mail address or company"
            )  # fmt: skip
            self._report(why, partial=False)
            return None
        stage = self._first("stage").casefold()
        return Card(
            name=name,
            source=self.file,
            record=self.number,
            uid=self._first("uid"),
            aliases=tuple(alias for alias in self._listed("alias") if alias.casefold() != name.casefold()),
            pronouns=self._first("pronouns"),
            role=self._first("role"),
            team=self._first("team"),
            org=org,
            emails=emails,
            phones=phones,
            links=unique([*self._listed("link"), *self._handles()]),
            location=self._location(),
            met=self._first("met"),
            met_on=self._dated("met_on", dates.day, None),
            met_through=self._first("met_through"),
            stage=stage if stage in STAGES else None,
            tags=self._tags(),
            birthday=self._birthday(),
            notes=unique([*(block(cell) for _, cell in self._of("note")), *noted, *self._remarks()]),
            name_is_guess=guess,
        )

    def _report(self, why: str, *, partial: bool = True) -> None:
        self.problems.append(Problem(file=self.file, record=self.number, why=why, partial=partial))

    def _of(self, field: Field) -> list[tuple[Column, str]]:
        return self._cells.get(field, [])

    def _first(self, field: Field) -> str:
        return next((text for _, cell in self._of(field) if (text := line(cell))), "")

    def _listed(self, field: Field) -> tuple[str, ...]:
        """Return the texts of all cells of a field; a cell may be a list, by ` ::: ` or line by line."""
        split: Callable[[str], list[str]] = str.splitlines if self._is_ours else _LIST.split
        return unique([line(part) for _, cell in self._of(field) for part in split(cell)])

    def _tags(self) -> tuple[str, ...]:
        """Return the groups that the user made; only Google's lists, by ` ::: `, may have commas in a name."""
        listed = self._listed("tags")
        if self._is_ours:
            return listed
        is_google = len(listed) != 1 or listed[0].startswith("* ")
        return tags(listed if is_google else [line(part) for part in _LOOSE_LIST.split(listed[0])])

    def _label(self, column: Column) -> str:
        return plain_label(self._row[column.label]) if 0 <= column.label < len(self._row) else ""

    def _name(self, emails: tuple[str, ...], org: str) -> tuple[str, bool]:
        """Return the name, and whether it had to be made of something else."""
        given, middle, family, suffix = (self._first(each) for each in ("given", "middle", "family", "suffix"))
        full = self._first("name") or line(" ".join((given, middle, family)))
        if full:
            return full if self._first("name") or not suffix else f"{full}, {suffix}", False
        if alias := next(iter(self._listed("alias")), ""):
            return alias, False
        if org:
            return org, False
        return (name_from_email(emails[0]), True) if emails else ("", True)

    def _emails(self) -> tuple[str, ...]:
        found: list[str] = []
        for _, cell in self._of("email"):
            addresses = [line(part) for part in _BETWEEN_EMAILS.split(cell) if is_email(part)]
            if not addresses:
                self._report(f"{quoted(cell)} is no e-mail address and was left out")
            found.extend(addresses)
        return unique(found)

    def _phones(self) -> tuple[tuple[str, ...], list[str]]:
        """Return the numbers, and notes of those that nobody answers (fax, pager)."""
        phones: list[str] = []
        noted: list[str] = []
        for column, cell in self._of("phone"):
            label = self._label(column)
            numbers = [line(part) for part in _LIST.split(cell)]
            if _NOT_CALLED.search(label):
                noted.extend(f"{label}: {number}" for number in numbers)
            else:
                phones.extend(numbers)
        noted.extend(f"{column.header}: {line(cell)}" for column, cell in self._of("fax"))
        return unique(phones), noted

    def _handles(self) -> Iterator[str]:
        for column, cell in self._of("handle"):
            yield f"{(self._label(column) or column.header).casefold()}:{line(cell)}"

    def _location(self) -> str:
        if place := self._first("location"):
            return place
        return ", ".join(unique([self._first("city") or self._first("region"), self._first("country")]))

    def _dated(self, field: Field, parse: Callable[[str], T], otherwise: T) -> T:
        for column, cell in self._of(field):
            try:
                return parse(line(cell))
            except dates.DateError as error:
                self._report(f"{quoted(column.header)}: {error}, so it was left out")
        return otherwise

    def _birthday(self) -> str:
        if whole := self._dated("birthday", dates.birthday, ""):
            return whole
        year, month, day = (self._first(each) for each in ("birth_year", "birth_month", "birth_day"))
        if not month and not day:
            return ""
        month_and_day = f"{month.zfill(2)}-{day.zfill(2)}"
        try:
            return dates.birthday(f"{year.zfill(4)}-{month_and_day}" if year else f"--{month_and_day}")
        except dates.DateError as error:
            self._report(f"the birthday {error}, so it was left out")
            return ""

    def _remarks(self) -> Iterator[str]:
        for column, cell in self._of("remark"):
            yield f"{self._label(column) or column.header}: {line(cell)}"
