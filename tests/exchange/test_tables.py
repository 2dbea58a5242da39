from __future__ import annotations

import contextlib
import time
from datetime import date

import pytest

from rapport_tui.exchange.file_reader import read_bytes
from rapport_tui.exchange.parsed_file import ContactCard, ParsedFile
from rapport_tui.model.errors import RapportError

LINKEDIN = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
PREAMBLE = 'Notes:\n"Some of the fields, such as ""Email Address"",\nmay be empty."\n\n'


def read(*rows: str, end: str = "\r\n", codec: str = "utf-8") -> ParsedFile:
    return read_bytes(end.join(rows).encode(codec), file="a.csv")


def only(reading: ParsedFile) -> ContactCard:
    assert len(reading.cards) == 1, reading
    return reading.cards[0]


def whys(reading: ParsedFile) -> list[str]:
    return [problem.why for problem in reading.problems]


@pytest.mark.parametrize("preamble", ["", PREAMBLE, "\n\n"])
def test_linkedin_with_and_without_its_notes(preamble: str) -> None:
    row = 'Leila,Haddad,https://www.linkedin.com/in/leila-x,,Bank,"Director, Data",07 Jun 2022'
    reading = read_bytes(f"{preamble}{LINKEDIN}\n{row}\n,,,,,,07 Jun 2022\n".encode(), file="Connections.csv")
    card = only(reading)
    assert reading.kind == "LinkedIn CSV"
    assert (card.name, card.org, card.role) == ("Leila Haddad", "Bank", "Director, Data")
    assert (card.links, card.met_on) == (("https://www.linkedin.com/in/leila-x",), date(2022, 6, 7))
    assert card.record == preamble.count("\n") + 2
    assert whys(reading) == ["has only the day you connected: no name, no address"]
    assert reading.problems[0].record == card.record + 1


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_saved_again_by_a_spreadsheet(separator: str, codec: str, end: str) -> None:
    header = ["Connected On", "Last Name", "First Name", "Company", "Position"]
    card = only(
        read(separator.join(header), separator.join(["4-Apr-21", "Ruíz", "José", "Çay", ""]), end=end, codec=codec)
    )
    assert (card.name, card.org, card.met_on) == ("José Ruíz", "Çay", date(2021, 4, 4))


def test_google_old() -> None:
    header = (
        "Name,Given Name,Family Name,Nickname,Birthday,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
        "Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Address 1 - Formatted,Address 1 - City,"
        "Address 1 - Country,Organization 1 - Name,Organization 1 - Title,Relation 1 - Type,Relation 1 - Value,"
        "Website 1 - Value"
    )
    row = (
        'Ana Lima,Ana,Lima,Nana,--12-01,"one\ntwo",* My Contacts ::: Running club,* Home,a@x.example ::: b@x.example,'
        'Mobile,+1 555 010 0100,Work Fax,+1 555 010 0199,"Street 1\nBern",Bern,CH,Tide,Lead,Spouse,Idris,lima.example'
    )
    reading = read(header, row)
    card = only(reading)
    assert reading.kind == "Google CSV"
    assert (card.name, card.aliases, card.birthday, card.tags) == ("Ana Lima", ("Nana",), "--12-01", ("Running club",))
    assert (card.emails, card.phones) == (("a@x.example", "b@x.example"), ("+1 555 010 0100",))
    assert (card.location, card.org, card.role, card.links) == ("Bern, CH", "Tide", "Lead", ("lima.example",))
    assert card.notes == ("one\ntwo", "Work Fax: +1 555 010 0199", "Address: Street 1, Bern", "Spouse: Idris")


def test_google_new_with_rows_of_any_length() -> None:
    header = (
        "First Name,Last Name,Organization Name,Organization Title,Birthday,Labels,E-mail 1 - Label,E-mail 1 - Value"
    )
    reading = read(
        header, "Bob,Smith,Globex,Designer,1988-06-15,* myContacts,* Work,bob@g.example", "Cy", 'Di,,,,,,,,"more"'
    )
    bob, cy, di = reading.cards
    assert (bob.org, bob.role, bob.birthday, bob.tags, bob.emails) == (
        "Globex", "Designer", "1988-06-15", (), ("bob@g.example",)
    )  # fmt: skip
    assert (cy.name, di.name) == ("Cy", "Di")
    assert [(problem.record, problem.partial) for problem in reading.problems] == [(4, True)]


def test_outlook_calls_a_form_of_address_title() -> None:
    header = "Title,First Name,Last Name,Company,Department,Job Title,Business Fax,Mobile Phone,Birthday,"
    header += "E-mail Address,Categories"
    rows = [
        "Mr.,Bo,Ek,Tide,Lab,Lead,12 34 56,+46 70 555 01 01,12/28/1969,bo@tide.example,Skiing;Work",
        ",Ida,Ek,,,,,,20/01/1991,,",
        ",Ulf,Ek,,,,,,03/04/1991,,",
        ",Per,Ek,,,,,,0/0/00,,",
    ]
    reading = read(header, *rows)
    bo, ida, ulf, per = reading.cards
    assert reading.kind == "Outlook CSV"
    assert (bo.role, bo.team, bo.birthday, bo.tags) == ("Lead", "Lab", "1969-12-28", ("Skiing", "Work"))
    assert (bo.phones, bo.notes) == (("+46 70 555 01 01",), ("Business Fax: 12 34 56",))
    assert (ida.birthday, ulf.birthday, per.birthday) == ("1991-01-20", "", "")
    assert [problem.record for problem in reading.problems] == [4]
    assert "could be two days" in whys(reading)[0]


def test_thunderbird_has_a_birthday_in_three_columns() -> None:
    header = "First Name;Last Name;Display Name;Primary Email;Work City;Organization;Job Title;"
    header += "Birth Year;Birth Month;Birth Day"
    reading = read(header, "Ana;Lima;Ana Lima;ana@x.example;Porto;Tide;Lead;1980;3;9", ";;Bo;bo@x.example;;;;;12;1")
    ana, bo = reading.cards
    assert reading.kind == "Thunderbird CSV"
    assert (ana.name, ana.birthday, ana.location, ana.org) == ("Ana Lima", "1980-03-09", "Porto", "Tide")
    assert bo.birthday == "--12-01"


def test_any_table_by_its_headers() -> None:
    reading = read("shoe size,E-Mail,full_name,Title,Tags", '44,"x@y.example, z@y.example",Ana Lima,Lead,"a, b"')
    card = only(reading)
    assert (card.name, card.role, card.tags) == ("Ana Lima", "Lead", ("a", "b"))
    assert card.emails == ("x@y.example", "z@y.example")
    assert dict(reading.columns) == {
        "shoe size": "",
        "E-Mail": "email",
        "full_name": "name",
        "Title": "role",
        "Tags": "tags",
    }


def test_names_where_there_is_none() -> None:
    reading = read("name,email,company", ",ana.lima@x.example,", ",,Tide", ",nonsense,")
    assert [(card.name, card.name_is_guess) for card in reading.cards] == [("Ana Lima", True)]
    assert reading.companies == 1
    assert whys(reading) == ["“nonsense” is no e-mail address and was left out", "has no name and no e-mail address"]


def test_a_row_with_a_company_and_nobody_is_a_company() -> None:
    reading = read(
        "name,email,phone,company",
        ",,+44 7700 900142,Tide",
        ",info@tide.example,,Tide",
        ",ana.lima@tide.example,,Tide",
        "Tide,,,Tide",
    )
    assert reading.companies == 2
    assert [(card.name, card.org) for card in reading.cards] == [("Ana Lima", "Tide"), ("Tide", "Tide")]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("+46 70 555 01 01; +46 40 555 02 02", ("+46 70 555 01 01", "+46 40 555 02 02")),
        ("030 555 0101, 030 555 0102", ("030 555 0101", "030 555 0102")),
        ("030 555 0101 / 0171 555 0102", ("030 555 0101", "0171 555 0102")),
        ("030 / 5550101", ("030 / 5550101",)),
        ("+44 7700 900142, ext. 5", ("+44 7700 900142, ext. 5",)),
    ],
)
def test_several_numbers_in_one_cell(cell: str, phones: tuple[str, ...]) -> None:
    assert only(read("name,phone numbers", f'Ana,"{cell}"')).phones == phones


def test_a_quotation_mark_without_a_partner_costs_one_line() -> None:
    reading = read(
        "name,note", "Ana,fine", 'Bo,"open', "Cy,fine", "Di,fine", 'Ed,"two', 'lines"', 'Flo,"open', 'Gus,"fine"'
    )
    assert reading.cards[3].notes == ("two\nlines",)
    assert [card.name for card in reading.cards] == ["Ana", "Cy", "Di", "Ed", "Gus"]
    assert [(problem.record, problem.why) for problem in reading.problems] == [
        (3, "has a quotation mark without its partner and was left out"),
        (8, "has a quotation mark without its partner and was left out"),
    ]


def test_a_cell_of_control_characters_alone_is_empty() -> None:
    card = only(
        read("Name,Home Street,Address 1 - City,Skype,Business Fax,Pager,Note", "Ana,\x1b,0,\x1b,\x1b,\x1b,\x1b")
    )
    assert (card.name, card.location, card.links, card.phones, card.notes) == ("Ana", "0", (), (), ())
    card = only(read("Name,Phone 1 - Label,Phone 1 - Value", "Ana,Pager,\x1b ::: 12"))
    assert card.notes == ("Pager: 12",)


def test_a_guard_against_formulas_is_taken_off() -> None:
    assert only(read("name,phone", "'=Ana,'+44 7700 900142")).phones == ("+44 7700 900142",)
    assert only(read("name,phone", "=Ana,")).name == "=Ana"


@pytest.mark.parametrize(
    "text",
    [
        "name,note\n" + 'a,"' * 50_000,
        "name\n" + '"\n' * 50_001,
        "name," + "x," * 200_000,
        "name,note\na," + "x" * 2_000_000,
        "name,note\n" + 'a,"b\n' * 20_001,
    ],
)
def test_hostile_tables_take_no_time(text: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(RapportError):
        read_bytes(text.encode(), file="a.csv")
    assert time.process_time() - begin < 5
