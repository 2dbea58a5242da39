"""The conversion of a row of a table to a card."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from rapport_tui.exchange import contact_dates as dates
from rapport_tui.exchange.csv_columns import CsvColumn, Field, is_whole_name, squeezed_header
from rapport_tui.exchange.labels import guessed_name, is_email, name_remarks, plain_label, real_name, tags
from rapport_tui.exchange.match_keys import unique_links
from rapport_tui.exchange.parsed_file import ContactCard, ReadProblem, one_line, quoted, text_block, unique
from rapport_tui.model.names import NameParts, name_key, read_name
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import STAGES

# A spreadsheet guard (`'=1+1`) is removed again; see `csv_writer`.
_GUARDED: Final = lazy_pattern(r"\A'(?='*[=+\-@\t\r＝＋－＠])")
_LIST: Final = lazy_pattern(r" ::: |\n")
_LOOSE_LIST: Final = lazy_pattern(r"[;,\n]")
_BETWEEN_EMAILS: Final = lazy_pattern(r"[\s;,<>]+")
_BETWEEN_NUMBERS: Final = lazy_pattern(r" ::: |[;,|\n]| / ")
_FEWEST_DIGITS: Final = 5
_PLURAL: Final = frozenset({"organizations", "companies", "titles", "job titles"})
_NOT_CALLED: Final = lazy_pattern(r"fax|pager", re.IGNORECASE)
_SINGLE: Final[tuple[Field, ...]] = ("role", "team", "org", "location", "met", "met_through", "pronouns")
_NAME_FIELDS: Final[tuple[Field, ...]] = ("given", "middle", "family", "prefix", "suffix")
_ADDRESS_FIELDS: Final[tuple[Field, ...]] = ("address", "street", "city", "region", "postal", "country")

T = TypeVar("T")


class RowReader:
    """A reader that makes a `ContactCard` of one row and collects its problems."""

    def __init__(self, columns: Sequence[CsvColumn], kind: str, row: list[str], file: str, number: int) -> None:
        self.file = file
        self.kind = kind
        self.number = number
        self.problems: list[ReadProblem] = []
        self.is_company = False
        """True if the row names a company without a person; set by `card`."""
        self._row = row
        self._cells: dict[Field, list[tuple[CsvColumn, str]]] = {}
        for column in columns:
            if column.field and column.place < len(row) and one_line(cell := row[column.place].strip()):
                cells = _LOOSE_LIST.split(cell) if squeezed_header(column.header) in _PLURAL else [cell]
                self._cells.setdefault(column.field, []).extend((column, _GUARDED.sub("", each)) for each in cells)
        self._is_ours = "uid" in self._cells
        if any(cell.strip() for cell in row[len(columns) :]):
            self._report("has more cells than there are headers; the last ones were left out")

    def card(self) -> ContactCard | None:
        """Return the person; None if the row names nobody or only a company."""
        emails = self._emails()
        org = self._first("org")
        phones, noted = self._phones()
        parts, guess = self._name(emails, org)
        if not parts.name and org:
            self.is_company = True
            return None
        if not parts.name:
            why = "has only the day you connected: no name, no address" if self._cells.keys() == {"met_on"} else (
                "has no name and no e-mail address"
            )  # fmt: skip
            self._report(why, partial=False)
            return None
        stage = self._first("stage").casefold()
        return ContactCard(
            name=parts.name,
            given=parts.given,
            family=parts.family,
            title=parts.title,
            suffix=parts.suffix,
            source=self.file,
            kind=self.kind,
            record=self.number,
            uid=self._first("uid"),
            aliases=self._aliases(parts),
            pronouns=self._first("pronouns") or parts.pronouns,
            role=self._first("role"),
            team=self._first("team"),
            org=org,
            emails=emails,
            phones=phones,
            links=self._links(),
            location=self._location(),
            met=self._first("met"),
            met_on=self._dated("met_on", dates.day, None),
            met_through=self._first("met_through"),
            stage=stage if stage in STAGES else None,
            tags=self._tags(),
            birthday=self._birthday(),
            notes=self._notes(parts, noted),
            name_is_guess=guess,
        )

    def _notes(self, parts: NameParts, numbers: Iterable[str]) -> tuple[str, ...]:
        """Return the texts of the row that no field has."""
        return unique(
            [
                *(text_block(cell) for _, cell in self._of("note")),
                *self._whole_names(parts),
                *numbers,
                *self._addresses(),
                *self._remarks(),
                *self._further(),
            ]
        )

    def _report(self, why: str, *, partial: bool = True) -> None:
        self.problems.append(ReadProblem(file=self.file, record=self.number, why=why, partial=partial))

    def _of(self, field: Field) -> list[tuple[CsvColumn, str]]:
        return self._cells.get(field, [])

    def _first(self, field: Field) -> str:
        return next((text for _, cell in self._of(field) if (text := one_line(cell))), "")

    def _listed(self, field: Field) -> tuple[str, ...]:
        """Return the texts of all cells of a field; a cell may be a list separated by ` ::: ` or line ends."""
        split: Callable[[str], list[str]] = str.splitlines if self._is_ours else _LIST.split
        return unique([one_line(part) for _, cell in self._of(field) for part in split(cell)])

    def _tags(self) -> tuple[str, ...]:
        """Return the groups that the user made. Only names in Google's lists, separated by ` ::: `, may have commas."""
        if self._is_ours:
            return self._listed("tags")
        return tags(
            one_line(part)
            for _, cell in self._of("tags")
            for part in (_LIST if self.kind == "Google CSV" or " ::: " in cell else _LOOSE_LIST).split(cell)
        )

    def _label(self, column: CsvColumn) -> str:
        return plain_label(self._row[column.label]) if 0 <= column.label < len(self._row) else ""

    def _name(self, emails: tuple[str, ...], org: str) -> tuple[NameParts, bool]:
        """Return the name, and whether it was made from other fields."""
        given, middle, family, title, suffix = (self._first(field) for field in _NAME_FIELDS)
        if self._is_ours and (whole := self._first("name")):
            return NameParts(name=whole, given=given, family=family, title=title, suffix=suffix), False
        given, middle, family = map(real_name, (given, middle, family))
        whole = next((text for _, cell in self._of("name") if (text := real_name(one_line(cell)))), "")
        whole = whole or self._last_first() or self._misplaced(given, family)
        if whole or given or middle or family:
            return read_name(whole, given=given, middle=middle, family=family, title=title, suffix=suffix), False
        if alias := next(filter(real_name, self._listed("alias")), ""):
            return NameParts(name=alias), False
        return NameParts(name=guessed_name(emails, org)), True

    def _last_first(self) -> str:
        """Return the name in a column `Last, First` with a comma, even if the file lacks it."""
        name = self._first("last_first")
        return ", ".join(words) if len(words := name.split()) == 2 and "," not in name else name

    def _misplaced(self, given: str, family: str) -> str:
        """Return the text of a column `Name` beside a first name if it is the whole name."""
        headers = [column.header for column, _ in self._of("family")]
        words, more = set(name_key(given).split()), set(name_key(family).split())
        return family if given and headers and is_whole_name(headers[0]) and words < more else ""

    def _aliases(self, parts: NameParts) -> tuple[str, ...]:
        aliases = unique([*self._listed("alias"), parts.nickname])
        return tuple(alias for alias in aliases if name_key(alias) != name_key(parts.name))

    def _whole_names(self, parts: NameParts) -> Iterator[str]:
        """Yield the name in its parts if it has words that are kept nowhere else, and its pronunciation."""
        if not self._is_ours:
            joined = one_line(" ".join(self._first(field) for field in _NAME_FIELDS[:3]))
            yield from name_remarks(parts, self._first("name"), joined)
        if spoken := one_line(" ".join(unique([one_line(cell) for _, cell in self._of("spoken")]))):
            yield f"Name as it is said: {spoken}"

    def _emails(self) -> tuple[str, ...]:
        found: list[str] = []
        for _, cell in self._of("email"):
            addresses = [one_line(part) for part in _BETWEEN_EMAILS.split(cell) if is_email(part)]
            if not addresses:
                self._report(f"{quoted(cell)} is no e-mail address and was left out")
            found.extend(addresses)
        names = [] if self._is_ours else [one_line(cell) for _, cell in self._of("name")]
        return unique([*found, *filter(is_email, names)])

    def _phones(self) -> tuple[tuple[str, ...], list[str]]:
        """Return the phone numbers, and notes with the fax and pager numbers."""
        phones: list[str] = []
        noted: list[str] = []
        for column, cell in self._of("phone"):
            label = self._label(column)
            numbers = unique([one_line(part) for part in _numbers(cell)])
            if _NOT_CALLED.search(label):
                noted.extend(f"{label}: {number}" for number in numbers)
            else:
                phones.extend(numbers)
        noted.extend(f"{column.header}: {one_line(cell)}" for column, cell in self._of("fax"))
        return unique(phones), noted

    def _links(self) -> tuple[str, ...]:
        links = [*self._listed("link"), *self._handles()]
        return unique(links) if self._is_ours else unique_links(links)

    def _handles(self) -> Iterator[str]:
        for column, cell in self._of("handle"):
            service = (self._label(column) or column.header).casefold().removeprefix("im ")
            yield cell if "://" in cell else f"{service}:{one_line(cell).lstrip('@')}"

    def _location(self) -> str:
        if place := self._first("location"):
            return place
        for parts in self._places().values():
            place = ", ".join(unique([parts.get("city") or parts.get("region", ""), parts.get("country", "")]))
            if place:
                return place
        return next((one_line(cell) for column, cell in self._of("address") if not column.address), "")

    def _places(self) -> dict[str, dict[str, str]]:
        """Return the parts of each address by their fields, in the order of the columns."""
        found: dict[str, dict[str, str]] = {}
        cells = [pair for field in _ADDRESS_FIELDS for pair in self._of(field)]
        for column, cell in sorted(cells, key=lambda pair: pair[0].place):
            parts = found.setdefault(column.address, {})
            text = ", ".join(unique([one_line(part) for part in cell.splitlines()]))
            parts[column.field] = ", ".join(filter(None, (parts.get(column.field, ""), text)))
        return found

    def _addresses(self) -> Iterator[str]:
        """Yield the addresses with more details than the location, as lines of text."""
        location = self._location()
        labels = {column.address: self._label(column) for column, _ in self._of("address")}
        for name, parts in self._places().items():
            text = parts.get("address") or ", ".join(
                unique([parts.get(field, "") for field in ("street", "city", "region", "postal", "country")])
            )
            told = ", ".join(unique([parts.get("city") or parts.get("region", ""), parts.get("country", "")]))
            if text not in (location, told) or told != location:
                label = labels.get(name) or ("" if name.startswith("address") else name)
                yield f"{f'{label} address'.strip().capitalize()}: {text}"

    def _dated(self, field: Field, parse: Callable[[str], T], otherwise: T) -> T:
        for column, cell in self._of(field):
            try:
                return parse(one_line(cell))
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
            if not dates.is_empty(cell):
                yield f"{self._label(column) or column.header}: {one_line(cell)}"

    def _further(self) -> Iterator[str]:
        """Yield the values of further columns of a field that has a value already."""
        for field in _SINGLE:
            first = self._first(field)
            for column, cell in self._of(field)[1:]:
                if (text := one_line(cell)) and text != first:
                    yield f"{column.header}: {text}"


def _numbers(cell: str) -> list[str]:
    """Return the phone numbers in a cell; a comma or slash within one number does not split it."""
    parts = [part for part in _BETWEEN_NUMBERS.split(cell) if part.strip()]
    whole = all(sum(map(str.isdecimal, part)) >= _FEWEST_DIGITS for part in parts)
    return parts if whole else _LIST.split(cell)
