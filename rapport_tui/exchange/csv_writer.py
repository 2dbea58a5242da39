"""People as a table that every spreadsheet opens, and that `csv_reader` reads back unchanged."""

from __future__ import annotations

import csv
import io
from typing import Final

from rapport_tui.exchange.journal_export import JournalExport
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import Person

# Spreadsheets run a cell that begins like this as a formula (OWASP, "CSV injection"). A text that begins with the guard
# itself gets another one, so that removing one always restores the text.
_FORMULA: Final = lazy_pattern(r"'*[=+\-@\t\r＝＋－＠]")
_HEADERS: Final = (
    "Name", "Given name", "Family name", "Name prefix", "Name suffix", "Also known as", "Pronouns", "Role", "Team",
    "Organisation", "E-mails", "Phones", "Links", "Location", "How we met", "Introduced by", "Stage", "Tags",
    "Birthday", "Rapport uid",
)  # fmt: skip


def write_csv(archive: JournalExport) -> str:
    """Return the people as CSV (RFC 4180, CRLF); a cell with several values has one on each line.

    A cell that a spreadsheet would run as a formula begins with `'`.
    """
    names = {person.uid: person.name for person in archive.people}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADERS)
    for person in archive.people:
        writer.writerow([_guarded(cell) for cell in _cells(person, names)])
    return out.getvalue()


def _cells(person: Person, names: dict[str, str]) -> tuple[str, ...]:
    return (
        person.name,
        person.given,
        person.family,
        person.title,
        person.suffix,
        "\n".join(person.aliases),
        person.pronouns,
        person.role,
        person.team,
        person.org,
        "\n".join(person.emails),
        "\n".join(person.phones),
        "\n".join(person.links),
        person.location,
        person.met,
        names.get(person.met_through, ""),
        person.stage,
        "\n".join(person.tags),
        person.birthday,
        person.uid,
    )


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
