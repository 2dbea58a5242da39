from __future__ import annotations

import re
from datetime import date, time

import msgspec
import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from rapport_tui.exchange.content_lines import escaped, folded
from rapport_tui.exchange.csv_writer import write_csv
from rapport_tui.exchange.export_formats import FORMATS, writer_of
from rapport_tui.exchange.file_reader import read_bytes
from rapport_tui.exchange.ics_writer import write_ics
from rapport_tui.exchange.journal_export import SCHEMA, JournalExport
from rapport_tui.exchange.markdown_writer import write_markdown
from rapport_tui.exchange.matching import arrivals
from rapport_tui.exchange.parsed_file import ContactCard
from rapport_tui.exchange.vcard_syntax import unescaped
from rapport_tui.exchange.vcard_writer import Version, write_vcard
from rapport_tui.model.names import name_key
from rapport_tui.model.records import Entry, Note, Person
from rapport_tui.model.uids import new_uid
from tests.exchange.strategies import archives, blocks

DAY = date(2026, 11, 20)
ANA = Person(uid="ana00", name="Ana Lima", added=DAY, since=DAY, birthday="--03-21", org="Tide")


def journal(*, text: str = "Tea", name: str = "Ana Lima") -> JournalExport:
    person = Person(uid="ana00", name=name, added=DAY, since=DAY, role=text, birthday="1980-02-29")
    return JournalExport(
        schema=SCHEMA,
        people=(person,),
        entries=(Entry(uid="e1", day=DAY, time=time(9, 12), text=text, people=("ana00",)),),
        notes=(
            Note(uid="n1", kind="owe", text=text, made=DAY, people=("ana00",), due=date(2026, 11, 27)),
            Note(uid="n2", kind="await", text=text, made=DAY, people=("ana00",), done=date(2026, 11, 22)),
            Note(uid="n3", kind="ask", text=text, made=DAY, people=("ana00",)),
            Note(uid="n4", kind="date", text=text, made=DAY, people=("ana00",), due=date(2026, 12, 1)),
            Note(uid="n5", kind="win", text=text, made=DAY),
        ),
    )


def back(card: ContactCard, like: Person) -> Person:
    """The person on a card, with what only a journal knows taken from `like`."""
    (found,) = arrivals([card], (), today=like.added, new_uid=new_uid, inbox=False).added
    same = {"since": like.since, "cadence": like.cadence, "archived": like.archived, "rank": like.rank}
    return msgspec.structs.replace(found, **same)


def without_own_name(person: Person) -> Person:
    """A person whose aliases are other names than their own, as a reader keeps them."""
    names = tuple(alias for alias in person.aliases if name_key(alias) != name_key(person.name))
    return msgspec.structs.replace(person, aliases=names)


@given(archives())
def test_csv_is_read_back_as_it_was(archive: JournalExport) -> None:
    text = write_csv(archive)
    if archive.people:
        reading = read_bytes(text.encode(), file="people.csv")
        assert reading.problems == ()
        assert [back(card, like) for card, like in zip(reading.cards, archive.people, strict=True)] == [
            without_own_name(person) for person in archive.people
        ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "'="])
def test_no_cell_is_a_formula(start: str) -> None:
    person = Person(uid="ana00", name=f"{start}1+1", added=DAY, since=DAY, emails=(), tags=(f"{start}x", "y"))
    row = write_csv(JournalExport(schema=SCHEMA, people=(person,))).split("\r\n")[1]
    assert row.startswith(f"'{start}1+1,")
    assert f'"\'{start}x\ny"' in row


@given(archives())
@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_vcard_is_read_back_as_it_was(version: Version, archive: JournalExport) -> None:
    text = write_vcard(archive, version)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    if archive.people:
        reading = read_bytes(text.encode(), file="people.vcf")
        assert reading.problems == ()
        assert [back(card, like) for card, like in zip(reading.cards, archive.people, strict=True)] == [
            without_own_name(person) for person in archive.people
        ]


def test_a_family_name_with_separators_alone_is_read_back() -> None:
    person = Person(uid="ana00", name="Lima", family="Lima; Sons", added=DAY, since=DAY)
    text = write_vcard(JournalExport(schema=SCHEMA, people=(person,)), "3.0")
    (card,) = read_bytes(text.encode(), file="people.vcf").cards
    assert (card.given, card.family) == ("", "Lima; Sons")


def test_a_vcard_in_full() -> None:
    person = Person(
        uid="ana00", name="Ana B. Lima", added=DAY, since=DAY, stage="ally", org="Tide; Co", team="Lab",
        emails=("ana@x.example",), birthday="--03-21", tags=("a,b", "c"),
    )  # fmt: skip
    note = Note(uid="n", kind="fact", text="one\ntwo", made=DAY, people=("ana00",))
    secret = Note(uid="m", kind="struggle", text="secret", made=DAY, people=("ana00",))
    archive = JournalExport(schema=SCHEMA, people=(person,), notes=(note, secret))
    assert write_vcard(archive).split("\r\n") == [
        "BEGIN:VCARD", "VERSION:4.0", "UID:rapport:ana00", "FN:Ana B. Lima", "N;X-RAPPORT-GUESS=1:Lima;Ana B.;;;",
        "ORG:Tide\\; Co;Lab",
        "EMAIL:ana@x.example", "BDAY:--0321", "CATEGORIES:a\\,b,c", "NOTE:one\\ntwo",
        "X-RAPPORT-STAGE:ally", "END:VCARD", "",
    ]  # fmt: skip
    assert "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-21" in write_vcard(archive, "3.0")


@given(blocks)
def test_escaping_stays_on_one_line_and_can_be_undone(text: str) -> None:
    value = escaped(text)
    assert "\n" not in value
    assert unescaped(value) == text
    lines = folded([f"X:{value}"])
    assert lines.replace("\r\n ", "") == f"X:{value}\r\n"
    assert all(len(line.encode()) <= 75 for line in lines.split("\r\n"))


def test_a_calendar_in_full() -> None:
    text = write_ics(journal(text="the flat, list;\nBEGIN:VEVENT"))
    lines = text.split("\r\n")
    assert lines.count("BEGIN:VTODO") == 2
    assert lines.count("BEGIN:VEVENT") == 2
    for line in (
        "UID:note-n1@rapport", "DUE;VALUE=DATE:20261127", "STATUS:NEEDS-ACTION", "STATUS:COMPLETED",
        "COMPLETED:20261122T000000Z", "SUMMARY:the flat\\, list\\; BEGIN:VEVENT · Ana Lima", "UID:note-n4@rapport",
        "DTSTART;VALUE=DATE:20261201", "UID:birthday-ana00@rapport", "DTSTART;VALUE=DATE:19800229", "RRULE:FREQ=YEARLY",
    ):  # fmt: skip
        assert line in lines
    assert all(len(line.encode()) <= 75 for line in lines)


def test_a_birthday_without_a_year_is_yearly_too() -> None:
    assert "DTSTART;VALUE=DATE:20000321\r\n" in write_ics(JournalExport(schema=SCHEMA, people=(ANA,)))


def test_a_journal_to_read() -> None:
    assert write_markdown(journal()).split("\n") == [
        "# Journal", "", "1 entry · 1 person", "",
        "## Friday, 20 November 2026", "", "- 09:12 · Tea — Ana Lima", "",
        "# People", "",
        "## Ana Lima", "", "Stranger since 20 November 2026 · last talk 20 November 2026", "", "- Work: Tea",
        "- Birthday: 1980-02-29", "- To ask next time", "  - Tea", "- You promised", "  - Tea · by 27 November 2026",
        "- They promised", "  - Tea · done 22 November 2026", "- Dates", "  - Tea · by 1 December 2026", "",
        "# Me", "", "- Your wins", "  - Tea",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "# heading", "one\n# two", "one\n===", "<b>x</b>", "&lt;", "[a](http://x)", "![a](x)", "*a* _b_ `c` ~~d~~",
        "- item", "> said", "---", "| a | b |", "\\[a](b)", "\tcode", "[a]: http://x", "[bold]x[/", "1) one",
        "1. one", "+ one", "$x$", "C##", "a #", "#",
    ],
)  # fmt: skip
def test_what_was_written_is_read_as_written(text: str) -> None:
    render = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    plain = write_markdown(journal())
    tokens = [token.tag for token in render.parse(plain) if token.type.endswith("_open")]
    written = write_markdown(journal(text=text, name=text.replace("\n", " ")))
    assert [token.tag for token in render.parse(written) if token.type.endswith("_open")] == tokens
    shown = [
        re.sub(
            r"\s+", " ", "".join("\n" if child.type == "hardbreak" else child.content for child in token.children or [])
        )
        for token in render.parse(written)
        if token.type == "inline"
    ]
    assert {child.type for token in render.parse(written) for child in token.children or []} <= {"text", "hardbreak"}
    assert " ".join(text.split()) in shown
    assert f"09:12 · {' '.join(text.split())} — {' '.join(text.split())}" in shown


@given(archives())
def test_every_writer_takes_every_journal(archive: JournalExport) -> None:
    for write in map(writer_of, FORMATS):
        text = write(archive)
        assert text == write(archive)
        assert "\x1b" not in text
        text.encode()
