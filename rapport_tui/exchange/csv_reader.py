"""The CSV reader: exports of LinkedIn, Google, Outlook and Thunderbird, and any table with headers (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Final

import msgspec
from msgspec.structs import replace

from rapport_tui.exchange.csv_columns import CsvColumn, columns, is_header, known, squeezed_header
from rapport_tui.exchange.csv_rows import RowReader
from rapport_tui.exchange.labels import LABELS
from rapport_tui.exchange.parsed_file import WATCHED, ContactCard, ParsedFile, ReadOptions, ReadProblem, check_size
from rapport_tui.model.errors import RapportError
from rapport_tui.model.packed import Packed
from rapport_tui.model.patterns import lazy_pattern

_SEPARATORS: Final = (",", ";", "\t")
_PREAMBLE: Final = 12
_SAMPLE: Final = 256 * 1024
_LARGEST_CELL: Final = 1024 * 1024
_MOST_REPAIRS: Final = 20
_MOST_COLUMNS: Final = 500
_MOST_SAMPLED: Final = 400
_MOST_NAMED: Final = 12
_LONGEST_HEADER: Final = 60
_LABEL: Final = lazy_pattern(r" - (Type|Label)$", re.IGNORECASE)


class UnknownColumnsError(RapportError):
    """No column of the table is known to name people. `columns` are its headers, each with its field."""

    def __init__(self, file: str, columns: Sequence[CsvColumn], examples: Sequence[str]) -> None:
        self.columns = tuple((column.header, str(column.field)) for column in columns)
        self.examples = tuple(examples)
        headers = [column.header for column in columns if column.header]
        named = ", ".join(f"“{header}”" for header in headers[:_MOST_NAMED]) + ("…" if headers[_MOST_NAMED:] else "")
        super().__init__(
            f"{file} is a table with the columns {named}, and none is known to say who somebody is. Say which one is "
            f"the name, for example with: --map '{headers[0]}=name'"
        )


class _Table(msgspec.Struct, frozen=True, dict=True):
    """The layout of a table. The first `skip` rows, the last of them the headers, are `head` in the file."""

    separator: str
    skip: int
    columns: tuple[CsvColumn, ...]
    head: str
    examples: tuple[str, ...]

    @cached_property
    def unknown(self) -> list[CsvColumn]:
        """The columns that no field takes."""
        return [each for each in self.columns if not each.field and each.header and not _LABEL.search(each.header)]

    @cached_property
    def labels(self) -> set[int]:
        """The places of the columns that label an address."""
        return {each.label for each in self.columns if each.label >= 0 and each.field in ("email", "phone", "link")}

    def left_out(self, row: Sequence[str]) -> Iterator[str]:
        """Yield the headers of the row's cells that no field takes, and `LABELS` if it labels an address."""
        yield from (each.header for each in self.unknown if each.place < len(row) and row[each.place].strip())
        if any(place < len(row) and row[place].strip(" *") for place in self.labels):
            yield LABELS


def read_table(text: str, options: ReadOptions, *, file: str) -> ParsedFile | None:
    """Read every row below the headers; None if `text` has no row that could be headers.

    Raises:
        UnknownColumnsError: it is a table, but no header names people.
        RapportError: `options.columns` names a column that does not exist.

    """
    lines = io.StringIO(text, newline="").readlines()
    if (table := _find_table(lines, options.columns)) is None:
        return None
    _check_table(table, options.columns, file)
    cards = Packed(ContactCard)
    problems: list[ReadProblem] = []
    companies = 0
    left_out: Counter[str] = Counter()
    kind = _kind(table)
    rows = _rows(lines, table.separator)
    for count, (number, after, row) in enumerate(rows):
        if count < table.skip:
            continue
        if count % WATCHED == 0:
            options.watch(number / len(lines))
        found: list[ReadProblem] = []
        if isinstance(row, str):
            found = [ReadProblem(file=file, record=number, why=row)]
        elif any(cell and not cell.isspace() for cell in row):
            reader = RowReader(table.columns, kind, row, file, number)
            card = reader.card()
            companies += reader.is_company
            if card is not None:
                cards.append(card)
                left_out.update(table.left_out(row))
            found = reader.problems
        if found and options.keep_raw:
            raw = "".join(lines[number - 1 : after])
            found = [replace(problem, raw=raw) for problem in found]
        problems += found
        check_size(len(cards) + len(problems) + companies, file=file)
    return ParsedFile(
        file=file,
        kind=kind,
        cards=cards,
        problems=tuple(problems),
        companies=companies,
        left_out=dict(sorted(left_out.items(), key=lambda item: item[0] == LABELS)),
        columns=tuple((column.header, str(column.field)) for column in table.columns if column.header),
        examples=table.examples,
        head=table.head,
    )


def _find_table(lines: list[str], chosen: Mapping[str, str]) -> _Table | None:
    """Return the separator and the header row that together give the most recognized columns.

    If none names people, the first row with several cells is used, provided that the next one has as many.
    """
    best: _Table | None = None
    other: _Table | None = None
    sample = _sample(lines)
    wanted = {squeezed_header(header) for header in chosen}
    for separator in _SEPARATORS:
        first = list(islice(_rows(sample, separator), _PREAMBLE + 1))
        for skip, (number, after, row) in enumerate(first[:_PREAMBLE], start=1):
            if isinstance(row, str) or len(row) > _MOST_COLUMNS:
                continue
            found = columns(row, chosen)
            below = first[skip][2] if skip < len(first) else []
            below = [] if isinstance(below, str) else below
            examples = tuple(below[place].strip() if place < len(below) else "" for place in range(len(row)))
            table = _Table(separator, skip, found, "".join(lines[number - 1 : after]), examples)
            names = is_header(found) or bool(wanted and wanted & {squeezed_header(cell) for cell in row})
            if names and (best is None or known(found) > known(best.columns)):
                best = table
            if len(row) > 1 and len(row) == len(below) and _are_headers(row):
                other = other if other is not None and len(other.columns) >= len(row) else table
    return best or other


def _sample(lines: list[str]) -> list[str]:
    """Return the first lines, enough to find the headers."""
    length = 0
    for count, each in enumerate(lines[:_MOST_SAMPLED]):
        length += len(each)
        if length > _SAMPLE:
            return lines[: max(count, 1)]
    return lines[:_MOST_SAMPLED]


def _are_headers(row: list[str]) -> bool:
    """Return whether the cells could be the headers of a table: not empty, distinct, not numbers and not addresses."""
    cells = [cell.strip() for cell in row]
    return len(set(cells)) == len(cells) and all(
        cell and any(char.isalpha() for char in cell) and "@" not in cell and len(cell) <= _LONGEST_HEADER
        for cell in cells
    )


def _check_table(table: _Table, chosen: Mapping[str, str], file: str) -> None:
    headers = {squeezed_header(column.header): column.header for column in table.columns}
    for header in chosen:
        if squeezed_header(header) not in headers:
            there = ", ".join(f"“{each}”" for each in list(headers.values())[:_MOST_NAMED] if each)
            raise RapportError(f"{file} has no column “{header}”. There are {there}.")
    if not is_header(table.columns):
        raise UnknownColumnsError(file, table.columns, table.examples)


def _rows(lines: list[str], separator: str) -> Iterator[tuple[int, int, list[str] | str]]:
    """Yield each row, or the reason why it is invalid, with the numbers of its first and its last line.

    An unpaired quotation mark would include the rows below: its line is left out, and reading continues with the
    next one. After `_MOST_REPAIRS` such lines, rows are no longer checked.
    """
    csv.field_size_limit(_LARGEST_CELL)
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
                yield first + 1, after, row
                continue
            after = after if repairs >= _MOST_REPAIRS else first + 1
            yield first + 1, after, "has a quotation mark without its partner and was left out"
            start = after
            repairs += 1
            break


def _is_sound(lines: list[str], separator: str) -> bool:
    """Return whether each quoted cell of `lines`, which are one row, ends before a separator or the line's end."""
    try:
        for _ in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _kind(table: _Table) -> str:
    headers = {column.header.casefold() for column in table.columns}
    fields = {column.field for column in table.columns}
    if {"given", "family", "org", "role", "met_on"} <= fields and "met on" not in headers:
        return "LinkedIn CSV"
    if any(re.fullmatch(r"e-mail 1 - value", header) for header in headers):
        return "Google CSV"
    if {"e-mail address", "job title"} <= headers:
        return "Outlook CSV"
    if {"primary email", "display name"} <= headers:
        return "Thunderbird CSV"
    return "CSV"
