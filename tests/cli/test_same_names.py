"""The same people from every kind of address book have the same names, and are greeted alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.cli.conftest import Cli


class Named(NamedTuple):
    """A person as an address book has them, and what is right for them."""

    title: str
    given: str
    middle: str
    family: str
    suffix: str
    name: str

    @property
    def email(self) -> str:
        """An address that says nothing about the name."""
        return f"p{PEOPLE.index(self)}@example.com"


PEOPLE = (
    Named("Dr.", "Lena", "", "Schmidt", "", "Lena Schmidt"),
    Named("", "Adaeze", "", "Okafor", "PhD", "Adaeze Okafor"),
    Named("", "María José", "", "Gómez Pérez", "", "María José Gómez Pérez"),
    Named("", "Lan", "Thị", "Nguyễn", "", "Nguyễn Thị Lan"),
    Named("", "Jan", "", "van der Berg", "", "Jan van der Berg"),
    Named("", "太郎", "", "山田", "", "山田 太郎"),
    Named("", "Siobhán", "", "O’Brien", "", "Siobhán O’Brien"),
    Named("", "John", "A.", "Smith", "Jr.", "John A. Smith"),
)


def vcard() -> str:
    cards = (
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{' '.join(filter(None, (one.title, one.name, one.suffix)))}\n"
        f"N:{one.family};{one.given};{one.middle};{one.title};{one.suffix}\nEMAIL:{one.email}\nEND:VCARD\n"
        for one in PEOPLE
    )
    return "".join(cards)


def table(*headers: str, whole: bool = False) -> Callable[[], str]:
    """Return a writer of a table with headers for title, given, middle, family, suffix, e-mail and the whole name."""

    def written() -> str:
        file = io.StringIO()
        rows = csv.writer(file)
        rows.writerow(headers)
        for one in PEOPLE:
            rows.writerow([*one[:5], one.email, *([one.name] if whole else [])])
        return file.getvalue()

    return written


def linkedin() -> str:
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"))
    for one in PEOPLE:
        given, family = f"{one.given} {one.middle}".strip(), f"{one.family}{', ' if one.suffix else ''}{one.suffix}"
        if one.given == "Lan":
            given, family = "Lan", "Nguyễn Thị"
        rows.writerow((given, family, "", one.email, "", "", "01 Feb 2024"))
    return file.getvalue()


FILES: dict[str, Callable[[], str]] = {
    "card.vcf": vcard,
    "outlook.csv": table("Title", "First Name", "Middle Name", "Last Name", "Suffix", "E-mail Address"),
    "outlook_de.csv": table("Anrede", "Vorname", "Weitere Vornamen", "Nachname", "Suffix", "E-Mail-Adresse"),
    "outlook_fr.csv": table("Titre", "Prénom", "Deuxième prénom", "Nom", "Suffixe", "Adresse de messagerie"),
    "google.csv": table(
        *("Name Prefix", "First Name", "Middle Name", "Last Name", "Name Suffix", "E-mail 1 - Value", "File As")
    ),
    "google_old.csv": table(
        *("Name Prefix", "Given Name", "Additional Name", "Family Name", "Name Suffix", "E-mail 1 - Value", "Name"),
        whole=True,
    ),
    "linkedin.csv": linkedin,
}


@pytest.mark.parametrize("file", FILES)
def test_the_same_people_have_the_same_names_and_are_greeted_right(cli: Cli, file: str) -> None:
    (cli.folder / file).write_text(FILES[file](), encoding="utf-8")
    cli("import", str(cli.folder / file), "--to", "ally")
    names = {person["name"] for person in cli.ask("people")}
    assert names == {one.name for one in PEOPLE}
    for one in PEOPLE:
        text = cli.ask("compose", "hi-again", one.name)["text"]
        assert text.startswith(f"Hi {one.given}!"), text
