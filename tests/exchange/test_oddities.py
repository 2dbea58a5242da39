"""Test deviations of real address books from the standards, in cards and rows with invented people."""

from __future__ import annotations

import json

import pytest

from rapport_tui.exchange.file_reader import read_bytes
from rapport_tui.exchange.labels import LABELS
from rapport_tui.exchange.parsed_file import LONGEST_TEXT, ContactCard, ParsedFile
from rapport_tui.model.errors import RapportError


def vcard(*lines: str, version: str = "3.0") -> ParsedFile:
    return read_bytes(
        "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", "")).encode(), file="a.vcf"
    )


def table(header: str, *rows: str) -> ParsedFile:
    return read_bytes("\n".join((header, *rows, "")).encode(), file="a.csv")


def only(reading: ParsedFile) -> ContactCard:
    (card,) = reading.cards
    return card


@pytest.mark.parametrize("vendor", ["X-", "X-EVOLUTION-", "X-KADDRESSBOOK-X-", "X-MS-"])
def test_words_of_the_vendors_own_become_facts(vendor: str) -> None:
    card = only(
        vcard("FN:Ana Lima", f"{vendor}SPOUSE:Jo", f"{vendor}MANAGER:Max", f"{vendor}ANNIVERSARY:2012-08-01", "X-ODD:x")
    )
    assert card.notes == ("Anniversary: 2012-08-01", "Spouse: Jo", "Manager: Max")


def test_further_words_of_outlook_roundcube_and_android() -> None:
    card = only(
        vcard(
            "FN:Ana Lima",
            "X-MAIDENNAME:Costa",
            "X-MS-IMADDRESS:ana",
            "X-MS-TEL;VOICE;CALLBACK:+351 91 123 45 67",
            "TEL;TYPE=workfax:800",
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Nana;1;;;;;;;;;;;;;",
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Bo;14;;;;;;;;;;;;;",
            "CATEGORIES:running\\, sailing",
        )
    )
    assert (card.aliases, card.links, card.phones) == (("Costa", "Nana"), ("im:ana",), ("+351 91 123 45 67",))
    assert (card.tags, card.notes) == (("running", "sailing"), ("Fax: 800", "Related: Bo"))


def test_the_parts_of_a_name_that_are_not_shown_are_kept() -> None:
    card = only(vcard("FN:Ana Lima", "N:Lima;Ana;Maria;Dr.;M.Sc.", "X-PHONETIC-FIRST-NAME:Ah-nah"))
    assert card.notes == ("Name in full: Ana Maria Lima", "Name as it is said: Ah-nah")
    assert only(vcard("FN:Mr. Ana Lima", "N:Lima;Ana;;Mr.;")).notes == ()
    row = table("Title,First Name,Last Name,Display Name,Job Title", "Dr.,Ana,Lima,Nana,Lead", "Mr.,Bo,Ek,Bo Ek,")
    assert [card.notes for card in row.cards] == [("Name in full: Ana Lima",), ()]
    assert [(card.name, card.title) for card in row.cards] == [("Nana", "Dr."), ("Bo Ek", "Mr.")]


def test_an_address_in_the_place_of_a_name_is_only_a_guess() -> None:
    card = only(vcard("FN:ana.lima@x.example", "EMAIL:ana.lima@x.example", "ORG:Tide"))
    assert (card.name, card.name_is_guess) == ("Ana Lima", True)
    card = only(table("Display Name,Primary Email", "ana.lima@x.example,ana.lima@x.example"))
    assert (card.name, card.name_is_guess) == ("Ana Lima", True)


NO_NAMES = ["Unknown", "(no name)", "n/a", "-", "Unbekannt", "ana@x.example", "+351 91 123 45 67"]


@pytest.mark.parametrize("said", NO_NAMES)
def test_what_stands_for_no_name_is_neither_a_name_nor_a_fact(said: str) -> None:
    address, number = "EMAIL:ana@x.example", "TEL:+351911234567"
    card = only(vcard(f"FN:{said}", "N:Lima;Ana;;;", address, number))
    assert (card.name, card.emails, card.phones, card.notes) == (
        "Ana Lima",
        ("ana@x.example",),
        ("+351911234567",),
        (),
    )
    assert only(vcard("FN:Ana Lima", f"N:;{said};;;")).notes == ()
    card = only(vcard(f"FN:{said}", f"N:;{said};;;", address))
    assert (card.name, card.name_is_guess, card.notes) == ("Ana", True, ())
    row = table("Name,First Name,Last Name,Email", f"{said},Ana,Lima,ana@x.example", f"{said},,,ana@x.example")
    assert [(one.name, one.emails, one.notes) for one in row.cards] == [
        ("Ana Lima", ("ana@x.example",), ()),
        ("Ana", ("ana@x.example",), ()),
    ]


def test_an_address_or_a_number_that_stands_only_in_the_place_of_a_name_is_kept() -> None:
    card = only(vcard("FN:ana.lima@x.example"))
    assert (card.name, card.name_is_guess, card.emails) == ("Ana Lima", True, ("ana.lima@x.example",))
    assert only(table("Name,Notes", "ana.lima@x.example,tea")).emails == ("ana.lima@x.example",)
    card = only(vcard("FN:+351 91 123 45 67", "N:Lima;Ana;;;"))
    assert (card.name, card.phones) == ("Ana Lima", ("+351 91 123 45 67",))
    assert only(vcard("FN:+351 91 123 45 67")).name == "+351 91 123 45 67"


def test_commas_among_further_names_part_nothing() -> None:
    card = only(vcard("FN:Ana Maria, Sofia Lima", "N:Lima;Ana;Maria,Sofia;;"))
    assert (card.name, card.given, card.family, card.suffix, card.notes) == (
        "Ana Maria Sofia Lima",
        "Ana",
        "Lima",
        "",
        (),
    )
    card = only(vcard("N:Lima;Ana,Maria;;;"))
    assert (card.name, card.given, card.family, card.suffix) == ("Ana Maria Lima", "Ana Maria", "Lima", "")


def test_who_introduced_them() -> None:
    lines = ("FN:Ana Lima", "item1.X-ABRELATEDNAMES:Bo Ek", "item1.X-ABLabel:REFERRED_BY")
    assert (only(vcard(*lines)).met_through, only(vcard(*lines)).notes) == ("Bo Ek", ())
    assert only(table("Name,Referred By", "Ana Lima,Bo Ek")).met_through == "Bo Ek"


def test_what_has_no_place_is_told_in_one_order_and_labels_last() -> None:
    reading = vcard("FN:Ana Lima", "TEL;TYPE=CELL:1", "X-ZED:1", "GENDER:F", "X-ODD:1")
    assert list(reading.left_out) == ["GENDER", "X-ODD", "X-ZED", LABELS]
    assert LABELS not in vcard("FN:Ana Lima", "EMAIL;TYPE=INTERNET;TYPE=pref:a@x.example").left_out
    reading = table("Name,E-mail 1 - Label,E-mail 1 - Value,Shoe", "Ana Lima,* Work,a@x.example,41", "Bo Ek,,,")
    assert reading.left_out == {"Shoe": 1, LABELS: 1}


def test_the_columns_of_outlook_and_roundcube() -> None:
    card = only(
        table(
            "First Name,Job Title,Profession,Location,Office Location,Email Work,Home Mobile,IM Skype,Website Blog,"
            "Other City,Other State,Assistant's Phone,Anniversary,Categories,Keywords",
            "Ana,Lead,Chemist,Porto,Room 5,a@x.example,+351 91 1,nana,ana.example,Braga,Minho,12,0/0/00,a;b,c",
        )
    )
    assert (card.role, card.location, card.emails) == ("Lead", "Porto", ("a@x.example",))
    assert (card.phones, card.links, card.tags) == (("+351 91 1",), ("ana.example", "skype:nana"), ("a", "b", "c"))
    assert card.notes == (
        "Other address: Braga, Minho", "Assistant's Phone: 12", "Profession: Chemist", "Office Location: Room 5",
    )  # fmt: skip


def test_the_german_columns_of_linkedin_thunderbird_and_outlook() -> None:
    reading = table(
        "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am",
        "Zoë,Ek,https://www.linkedin.com/in/zoe,,Tide,Lead,07 Juni 2022",
    )
    assert reading.kind == "LinkedIn CSV"
    card = only(
        table(
            "Vorname;Nachname;Anzeigename;Primäre E-Mail-Adresse;Telefon dienstlich;Mobil-Tel.-Nr.;Fax-Nummer;"
            "Privat: Ort;Arbeitstitel;Organisation;Webseite 1;Geburtsjahr;Geburtsmonat;Geburtstag;Notizen",
            "Zoë;Ek;Zoë Ek;zoe@x.example;030 1;0170 1;030 2;Kiel;Leiterin;Tide;x.example;1990;2;3;hallo",
        )
    )
    assert (card.emails, card.phones, card.links) == (("zoe@x.example",), ("030 1", "0170 1"), ("x.example",))
    assert (card.role, card.location, card.birthday) == ("Leiterin", "Kiel", "1990-02-03")
    assert card.notes == ("hallo", "Fax-Nummer: 030 2")
    card = only(
        table(
            "Anrede,Vorname,Nachname,Firma,Position,Telefon geschäftlich,Mobiltelefon,Ort geschäftlich,Geburtstag,"
            "Kategorien",
            "Frau,Zoë,Ek,Tide,Lead,030 1,0170 1,Kiel,3.2.1990,Kollegen;Chor",
        )
    )
    assert (card.name, card.org, card.role, card.location) == ("Zoë Ek", "Tide", "Lead", "Kiel")
    assert (card.phones, card.birthday, card.tags) == (("030 1", "0170 1"), "1990-02-03", ("Kollegen", "Chor"))


def test_quotation_marks_that_were_escaped_for_no_reason() -> None:
    assert only(vcard("FN:Ana Lima", 'NOTE:\\"as is\\"')).notes == ('"as is"',)


def test_more_of_monica_and_jrnl() -> None:
    ana = {
        "uuid": "u-ana",
        "properties": {
            "first_name": "Ana", "stay_in_touch_frequency": 30, "is_dead": True, "deceased_date": {"date": "2025-02-03"}
        },
        "data": [
            {"type": "conversation", "values": [{"properties": {"happened_at": "2026-01-02", "messages": [
                {"properties": {"content": "Tea?", "written_by_me": True}},
                {"properties": {"content": "Yes!", "written_by_me": False}},
            ]}}]},
            {"type": "pet", "values": [{"properties": {"name": "Rex", "category": "dog"}}]},
        ],
    }  # fmt: skip
    document = {"version": "1", "account": {"data": [{"type": "contact", "values": [ana]}]}}
    reading = read_bytes(json.dumps(document).encode(), file="a.json")
    assert (only(reading).cadence, only(reading).notes) == (30, ("Died 2025-02-03", "Pet: Rex, dog"))
    assert [(line.text, line.channel, line.people) for line in reading.lines] == [
        ("Me: Tea?\nAna: Yes!", "chat", ("Ana",))
    ]
    entry = {"title": "Tea.", "date": "2026-01-02", "starred": True, "tags": ["@ana"]}
    (line,) = read_bytes(json.dumps({"entries": [entry]}).encode(), file="a.json").lines
    assert line.topics == ("ana", "starred")


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCARD\nFN:%s\nEND:VCARD\n",
        b'{"tags": {}, "entries": [{"title": "%s", "date": "2026-01-02"}]}',
        b'{"account": {"data": [{"type": "contact", "values": [{"properties": {"first_name": "%s"}}]}]}}',
        b"### Friends:\n- %s\n",
    ],
)
def test_a_text_without_end_is_refused(data: bytes) -> None:
    with pytest.raises(RapportError, match="longer than 1,000,000"):
        read_bytes(data % (b"x," * LONGEST_TEXT), file="a")
