"""The same ten people in the files of several programs: one set of names, one greeting each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from rapport_tui.exchange.duplicate_detection import likely_pairs
from rapport_tui.exchange.file_reader import read_bytes
from rapport_tui.exchange.matching import arrivals
from rapport_tui.exchange.parsed_file import ContactCard
from tests.cli.conftest import Cli

TODAY = date(2026, 11, 23)


class Known(NamedTuple):
    """One of the ten: what a file says of them, and the name they have and are greeted by."""

    given: str
    middle: str
    family: str
    title: str
    suffix: str
    full: str
    name: str


TEN = (
    Known("Lena", "", "Schmidt", "Dr.", "MBA", "Dr. Lena Schmidt, MBA", "Lena Schmidt"),
    Known("Adaeze", "", "Okafor", "", "", "Okafor, Adaeze", "Adaeze Okafor"),
    Known("Jan", "", "van der Berg", "Mr.", "Jr.", "Mr. Jan van der Berg Jr.", "Jan van der Berg"),
    Known("Lan", "Thị", "Nguyễn", "", "", "Nguyễn Thị Lan", "Nguyễn Thị Lan"),
    Known("太郎", "", "山田", "", "", "山田 太郎", "山田 太郎"),
    Known("JORGE", "", "DA SILVA", "", "", "JORGE DA SILVA", "Jorge da Silva"),
    Known("🌱 Greta", "", "Holm 🚀", "", "", "🌱 Greta Holm 🚀", "Greta Holm"),
    Known("Dr. Ute", "", "Krämer (she/her)", "", "", "Dr. Ute Krämer (she/her)", "Ute Krämer"),
    Known("María José", "", "Gómez Pérez", "", "", "Gómez Pérez, María José", "María José Gómez Pérez"),
    Known("משה", "", "כהן", "", "", "\u200fמשה כהן\u200e", "משה כהן"),
)
NAMES = [one.name for one in TEN]
GREETED = ["Lena", "Adaeze", "Jan", "Lan", "太郎", "Jorge", "Greta", "Ute", "María José", "משה"]


def table(*headers: str) -> bytes:
    """A table of the ten with the headers of title, given, middle and family name, suffix, and one more of its own."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headers)
    for one in TEN:
        cells = {"title": one.title, "given": one.given, "middle": one.middle, "family": one.family}
        writer.writerow([*cells.values(), one.suffix, ""][: len(headers)])
    return ("\ufeff" + out.getvalue()).encode()


def linkedin() -> bytes:
    """LinkedIn has two columns for a name, in which people write all the rest."""
    lines = ["First Name,Last Name,URL,Email Address,Company,Position,Connected On"]
    for one in TEN:
        given, family = f"{one.title} {one.given}".strip(), f"{one.family} {one.middle}".strip()
        lines.append(f'{given},"{", ".join(filter(None, (family, one.suffix)))}",,,,,06 Mar 2025')
    return "\n".join(lines).encode()


def vcards() -> bytes:
    """The ten as vCards, the whole name in FN."""
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{one.full.replace(',', chr(92) + ',')}\r\n"
        f"N:{one.family};{one.given};{one.middle};{one.title};{one.suffix}\r\nEND:VCARD\r\n"
        for one in TEN
    ).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "people.vcf": vcards,
    "outlook-en.csv": lambda: table("Title", "First Name", "Middle Name", "Last Name", "Suffix", "Job Title"),
    "outlook-de.csv": lambda: table("Anrede", "Vorname", "Weitere Vornamen", "Nachname", "Suffix", "Position"),
    "outlook-fr.csv": lambda: table(
        "Titre", "Prénom", "Deuxième prénom", "Nom", "Suffixe", "Profession"
    ),
    "google.csv": lambda: table(
        "Name Prefix", "First Name", "Middle Name", "Last Name", "Name Suffix", "E-mail 1 - Value"
    ),
    "linkedin.csv": linkedin,
}  # fmt: skip


def cards(file: str) -> tuple[ContactCard, ...]:
    reading = read_bytes(FILES[file](), file=file)
    assert reading.problems == ()
    return tuple(reading.cards)


def uids() -> Iterator[str]:
    return (f"uid{number:07}" for number in range(1000))


@pytest.mark.parametrize("file", FILES)
def test_every_file_gives_the_same_names_and_greetings(file: str) -> None:
    numbered = uids()
    people = arrivals(cards(file), [], today=TODAY, new_uid=lambda: next(numbered)).added
    assert [person.name for person in people] == NAMES
    assert [person.first_name for person in people] == GREETED
    assert [(person.title, person.suffix) for person in people][:3] == [("Dr.", "MBA"), ("", ""), ("Mr.", "Jr.")]
    assert (people[7].title, people[7].pronouns) == ("Dr.", "she/her")


def test_all_files_together_are_ten_people() -> None:
    numbered = uids()
    every = [card for file in FILES for card in cards(file)]
    found = arrivals(every, [], today=TODAY, new_uid=lambda: next(numbered))
    assert [person.name for person in found.added] == NAMES
    assert [person.aliases for person in found.added] == [()] * 10
    assert likely_pairs(found.added) == []


def test_each_is_greeted_right(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "people.vcf"
    path.write_bytes(vcards())
    cli("import", str(path), "--to", "ally")
    for known, greeted in zip(TEN, GREETED, strict=True):
        assert cli.say("compose", "hi-again", known.name).startswith(f"Hi {greeted}!")
        assert cli.say("compose", "hi-again", known.full).startswith(f"Hi {greeted}!")
