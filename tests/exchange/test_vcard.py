from __future__ import annotations

import codecs
import time

import pytest

from rapport_tui.exchange.file_reader import read_bytes
from rapport_tui.exchange.parsed_file import ContactCard, ParsedFile
from rapport_tui.model.errors import RapportError


def read(*lines: bytes | str, version: str = "3.0") -> ParsedFile:
    body = b"\r\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return read_bytes(b"BEGIN:VCARD\r\nVERSION:%s\r\n%s\r\nEND:VCARD\r\n" % (version.encode(), body), file="a.vcf")


def only(reading: ParsedFile) -> ContactCard:
    assert len(reading.cards) == 1
    return reading.cards[0]


def whys(reading: ParsedFile) -> list[str]:
    return [problem.why for problem in reading.problems]


def test_a_whole_card() -> None:
    card = only(
        read(
            "N:Lima;Ana;;;",
            "FN:Ana Lima",
            "NICKNAME:Nana,A.L.",
            "ORG:Tide\\; Labs\\, Ltd;Research;Coast",
            "TITLE:Lead",
            "EMAIL;TYPE=INTERNET:second@lima.example",
            "EMAIL;TYPE=INTERNET,pref:first@lima.example",
            "TEL;TYPE=CELL:+44 7700 900142",
            "URL:https\\://lima.example",
            "ADR;TYPE=WORK:;;3 Quay St;Bristol;;BS1;UK",
            "BDAY:19800321",
            "CATEGORIES:Running club,My Contacts",
            "NOTE:One\\, two\\nthree",
        )
    )
    assert (card.name, card.aliases, card.role) == ("Ana Lima", ("Nana", "A.L."), "Lead")
    assert (card.org, card.team) == ("Tide; Labs, Ltd", "Research, Coast")
    assert card.emails == ("first@lima.example", "second@lima.example")
    assert (card.phones, card.links) == (("+44 7700 900142",), ("https://lima.example",))
    assert (card.location, card.birthday) == ("Bristol, UK", "1980-03-21")
    assert (card.tags, card.notes) == (
        ("Running club",),
        ("One, two\nthree", "Work address: 3 Quay St, Bristol, BS1, UK"),
    )


def test_quoted_printable_with_soft_breaks_and_without_a_charset() -> None:
    card = only(
        read(
            "FN;ENCODING=QUOTED-PRINTABLE:In=C3=A9s =",
            "Nu=C3=B1ez",
            "NOTE;QUOTED-PRINTABLE:one=0D=0A=",
            "TEL: two",
            "TEL;CELL:123456",
            version="2.1",
        )
    )
    assert card.name == "Inés Nuñez"
    assert card.notes == ("one\nTEL: two",)
    assert card.phones == ("123456",)


def test_a_soft_break_before_an_empty_line_and_a_cut_character() -> None:
    reading = read(
        "FN:X", "ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91=C3=", "", "EMAIL:x@y.example", version="2.1"
    )
    card = only(reading)
    assert (card.org, card.emails) == ("Ñ", ("x@y.example",))
    assert whys(reading) == ["ORG is cut off in the middle of a character, which was left out"]


@pytest.mark.parametrize("charset", ["windows-1252", "nonsense", "rot13", "zlib", "idna", "utf-8"])
def test_raw_bytes_of_windows_whatever_charset_is_claimed(charset: str) -> None:
    card = only(read(b"FN;CHARSET=%s:John Do\xeb" % charset.encode(), "NOTE:Zoë", version="2.1"))
    assert (card.name, card.notes) == ("John Doë", ("Zoë",))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_encoding_and_line_end(codec: str, end: str) -> None:
    text = end.join(["BEGIN:VCARD", "VERSION:3.0", "FN:Zoë Núñez", "NOTE:a", " b", "END:VCARD", ""])
    card = only(read_bytes(text.encode(codec), file="z.vcf"))
    assert (card.name, card.notes) == ("Zoë Núñez", ("ab",))


def test_folds_in_a_quoted_parameter_and_within_a_character() -> None:
    card = only(
        read(b'TEL;VALUE=uri;TYPE="work,\r\n voice":tel:+1-418-555-0154;ext=102', b"FN:Zo\xc3\r\n \xab", version="4.0")
    )
    assert (card.name, card.phones) == ("Zoë", ("+1-418-555-0154 ext. 102",))


def test_apple_groups_labels_and_its_year_for_none() -> None:
    card = only(
        read(
            "FN:Ana",
            "item1.EMAIL;type=INTERNET:ana@lima.example",
            "item1.X-ABLabel:_$!<Work>!$_",
            "item2.X-ABRELATEDNAMES:Idris",
            "item2.X-ABLabel:_$!<Partner>!$_",
            "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-19",
        )
    )
    assert (card.emails, card.notes, card.birthday) == (("ana@lima.example",), ("Partner: Idris",), "--03-19")


def test_names_are_found_where_there_is_none() -> None:
    assert only(read("N:Lima;Ana;B.;Dr.;")).name == "Ana B. Lima"
    for company in (("N:;;;;", "FN:", "X-ABShowAs:COMPANY"), ("FN:Lantern Coffee",), ("EMAIL:info@lantern.example",)):
        reading = read(*company, "ORG:Lantern Coffee;")
        assert (reading.cards, reading.companies, reading.problems) == ((), 1, ())
    assert only(read("FN:Ana Lima", "N:Lima;Ana;;;", "ORG:Ana Lima")).name == "Ana Lima"
    by_email = only(read("EMAIL;PREF:jonas.lind@nordlys.example", version="2.1"))
    assert (by_email.name, by_email.name_is_guess) == ("Jonas Lind", True)
    assert only(read("TEL:+1 415 555 0147")).name == "+1 415 555 0147"


def test_what_cannot_be_read_is_reported_and_the_rest_is_kept() -> None:
    reading = read("FN:Ana", "BDAY;VALUE=text:in spring", "EMAIL:nonsense", "what is this")
    assert only(reading).name == "Ana"
    assert sorted(whys(reading)) == [
        "has a line that is no property: “what is this”",
        "the birthday “in spring” is in words and was left out",
        "“nonsense” is no e-mail address and was left out",
    ]
    assert all(problem.partial for problem in reading.problems)


def test_an_ambiguous_birthday_is_reported() -> None:
    reading = read("FN:Ana", "BDAY:03/04/1991")
    assert only(reading).birthday == ""
    assert "could be two days" in whys(reading)[0]


def test_one_bad_card_does_not_stop_the_others() -> None:
    data = b"BEGIN:VCARD\nNOTE:nobody\nEND:VCARD\nBEGIN:VCARD\nFN:Open\nBEGIN:VCARD\nFN:Ana\nEND:VCARD\n"
    reading = read_bytes(data, file="a.vcf")
    assert [(card.name, card.record) for card in reading.cards] == [("Open", 2), ("Ana", 3)]
    assert [(problem.record, problem.partial) for problem in reading.problems] == [(1, False), (2, True)]


def test_a_folded_line_that_reads_like_an_end_is_none() -> None:
    data = b"BEGIN:VCARD\nVERSION:4.0\nFN:Ana\nORG:Harbour;\n END:VCARD\nROLE:Lead\nEND:VCARD\n"
    reading = read_bytes(data, file="a.vcf")
    assert [(card.role, card.team) for card in reading.cards] == [("Lead", "END:VCARD")]


def test_groups_and_agents_are_not_people() -> None:
    assert whys(read("FN:Team", "KIND:group", version="4.0")) == ["is a group of contacts, not a person"]
    assert whys(read("FN:Room 12", "KIND:Location", version="4.0")) == ["is a place, not a person"]
    assert whys(read("FN:Tide", "KIND:org", version="4.0")) == ["is an organisation, not a person"]
    assert only(read("FN:Ana", "KIND:individual", version="4.0")).name == "Ana"


@pytest.mark.parametrize(
    "agent",
    [
        ("AGENT:", "BEGIN:VCARD", "FN:Assistant", "END:VCARD"),
        ("AGENT:BEGIN:VCARD", "FN:Assistant", "END:VCARD"),
        ("AGENT;TYPE=x:begin:vcard", "FN:Assistant", "end:vcard"),
        (r"AGENT:BEGIN:VCARD\nFN:Assistant\nEND:VCARD\n",),
    ],
)
def test_a_card_within_a_card_is_told(agent: tuple[str, ...]) -> None:
    reading = read("FN:Ana", *agent, "ROLE:Lead", version="2.1")
    assert (only(reading).name, only(reading).role) == ("Ana", "Lead")
    assert whys(reading) == ["has the card of somebody else in it (AGENT), which was left out"]
    assert whys(read("FN:Ana", "AGENT;VALUE=uri:CID:x@y.example")) == []


def test_a_parameter_without_a_value_is_none() -> None:
    assert only(read("FN;CHARSET=;ENCODING=QUOTED-PRINTABLE:An=61", "TEL;PREF=:+44 7700 900142")).name == "Ana"


def test_separators_that_a_program_escapes() -> None:
    card = only(read(r"N:Nilsen\;Kari\;Anne\;\;", "NICKNAME:Kay"))
    assert (card.name, card.given, card.family, card.aliases) == ("Kari Anne Nilsen", "Kari", "Nilsen", ("Kay",))
    assert only(read(r"FN:Osei\, Kwame", "N:Osei;Kwame;;;")).name == "Kwame Osei"
    assert only(read("FN:Ana", r"CATEGORIES:work,run\,club")).tags == ("work", "run,club")
    assert only(read("FN:Ana", r"CATEGORIES:run\,club")).tags == ("run,club",)


def test_addresses_with_a_name_or_a_scheme() -> None:
    written = ("EMAIL:<a@x.example>", 'EMAIL:"Lima, Ana" <b@x.example>', "EMAIL:mailto:c%2Bd@x.example?subject=x")
    assert only(read("FN:Ana", *written)).emails == ("a@x.example", "b@x.example", "c+d@x.example")
    assert only(read("FN:Ana", "TEL;VALUE=uri:tel:%2B1555-0100", version="4.0")).phones == ("+1555-0100",)


def test_handles_have_their_service() -> None:
    card = only(
        read(
            "FN:Ona Vell",
            "item1.IMPP;X-SERVICE-TYPE=Telegram;type=pref:x-apple:onavell",
            "item2.IMPP;X-SERVICE-TYPE=Signal:x-apple:%2B491",
            "SOCIALPROFILE;SERVICE-TYPE=Mastodon;VALUE=text:@ona@x.example",
            "SOCIALPROFILE;SERVICE-TYPE=GitHub;USERNAME=ona:https://github.example/ona",
            "X-SOCIALPROFILE;type=twitter;x-user=onav:x-apple:onav",
            "IMPP:xmpp:ona@x.example",
        )
    )
    assert card.links == (
        "twitter:onav", "mastodon:@ona@x.example", "https://github.example/ona", "telegram:onavell", "signal:+491",
        "xmpp:ona@x.example",
    )  # fmt: skip


def test_the_parts_of_an_address_that_came_later() -> None:
    card = only(read("FN:Ana", "ADR;TYPE=work:;;;Berlin;;10115;Germany;;;;12;Hauptstr.;;;;;;", version="4.0"))
    assert (card.location, card.notes) == ("Berlin, Germany", ("Work address: Hauptstr. 12, Berlin, 10115, Germany",))
    whole = only(read("FN:Ana", "ADR:;;;;;;France;4;2;3;;;Tour A;Bloc 7;;Lille;Gare;", version="4.0"))
    assert (whole.location, whole.notes) == (
        "Lille, France",
        ("Address: Tour A, 3, 2, 4, Gare, Bloc 7, Lille, France",),
    )


def test_photos_and_faxes_and_further_work() -> None:
    card = only(
        read(
            "FN:Ana",
            "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ",
            "SkZJRgABAQ",
            " AAAQABAAD",
            "",
            "TEL;WORK;FAX:+1 212 555 0109",
            "ORG:One",
            "ORG:Two;Lab",
            "TITLE:Lead",
            "ROLE:Biologist",
            version="2.1",
        )
    )
    assert (card.phones, card.org) == ((), "One")
    assert card.notes == ("Also at Two, Lab", "Fax: +1 212 555 0109", "Profession: Biologist")


def test_what_stands_behind_a_scheme_may_have_spaces_or_be_nothing() -> None:
    card = only(
        read(
            "FN:Ana",
            "TEL;VALUE=uri:tel: +44 7700 900142 ; ext= 12 ",
            "TEL;VALUE=uri:tel:;ext=31",
            "EMAIL:mailto: a@b.example",
        )
    )
    assert (card.phones, card.emails) == (("+44 7700 900142 ext. 12",), ("a@b.example",))
    assert only(read("FN:Ana", "IMPP:x-apple: ana", version="4.0")).links == ("ana",)


def test_escape_sequences_and_markup_are_only_text() -> None:
    card = only(read("FN:[bold]x[/ \x1b[31m\u202ered", "ORG:=1+1"))
    assert (card.name, card.org) == ("[bold]x[/ [31mred", "=1+1")


def test_hostile_cards_take_no_time() -> None:
    begin = time.process_time()
    read("FN:x", 'TEL;TYPE="' + '";' * 50_000 + ":1", "N:" + "\\;" * 50_000, "NOTE:" + "\\" * 50_001)
    read_bytes(b"BEGIN:VCARD\n" * 20_000, file="a.vcf")
    assert time.process_time() - begin < 5


def test_a_mark_of_the_byte_order_alone_is_an_empty_file() -> None:
    with pytest.raises(RapportError, match="is empty"):
        read_bytes(codecs.BOM_UTF8, file="a.vcf")
