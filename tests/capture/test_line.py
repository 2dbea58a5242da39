from __future__ import annotations

from datetime import date, time

import pytest

from rapport_tui.capture.capture_line import (
    CaptureLine,
    CaptureMark,
    escape,
    parse_line,
    pieces,
    shown,
)
from rapport_tui.model.records import ABOUT_ME, ABOUT_THEM, KINDS

MONDAY = date(2026, 11, 23)
MOVES = {"early-bird", "hi-again"}


def read(text: str, *, about_someone: bool = False, language: str = "en") -> CaptureLine:
    return parse_line(text, today=MONDAY, moves=MOVES, about_someone=about_someone, language=language)


def names(line: CaptureLine) -> list[str]:
    return [mention.name for mention in line.mentions]


def notes(line: CaptureLine) -> list[tuple[str, str, date | None]]:
    return [(mark.kind, mark.text, mark.due) for mark in line.marks]


def is_plain(line: CaptureLine) -> bool:
    return not (line.day or line.time or line.mentions or line.topics or line.marks or line.move)


def test_the_line_of_the_design() -> None:
    text = (
        "yesterday 9am: coffee with @priya about her move #travel ? how is Lisbon "
        "! send her the flat list by friday + we both ran Berlin"
    )
    line = read(text)
    assert (line.day, line.time) == (date(2026, 11, 22), time(9))
    assert (names(line), line.topics, line.doubts) == (["priya"], ("travel",), ())
    assert notes(line) == [
        ("ask", "how is Lisbon", None),
        ("owe", "send her the flat list", date(2026, 11, 27)),
        ("share", "we both ran Berlin", None),
    ]
    assert shown(line, ["@priya"]) == "coffee with @priya about her move #travel"
    assert shown(line, ["Priya Nair"]) == "coffee with Priya Nair about her move #travel"


@pytest.mark.parametrize(
    ("text", "day", "at", "body"),
    [
        ("yesterday 9:30: coffee", date(2026, 11, 22), time(9, 30), "coffee"),
        ("20 nov at 9:30pm: x", date(2026, 11, 20), time(21, 30), "x"),
        ("tomorrow: x", date(2026, 11, 24), None, "x"),
        ("today:", MONDAY, None, ""),
        ("fri: today: x", date(2026, 11, 20), None, "today: x"),
        ("  3 days ago:\n  x", date(2026, 11, 20), None, "x"),
        ("note: remember", None, None, "note: remember"),
        ("9am: x", MONDAY, time(9), "x"),
        ("today:x", None, None, "today:x"),
        ("met at 9:30: late", None, None, "met at 9:30: late"),
        ("\\yesterday: x", None, None, "\\yesterday: x"),
        ("https://x.org: x", None, None, "https://x.org: x"),
    ],
)
def test_the_date_before_the_colon(text: str, day: date | None, at: time | None, body: str) -> None:
    line = read(text)
    assert (line.day, line.time, line.body, line.doubts) == (day, at, body, ())


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("2026-02-30: x", "2026-02-30"), ("31/31: x", "31/31"), ("yesterday 25:00: x", "yesterday 25:00")],
)
def test_a_date_that_is_none_stays_text_and_says_so(text: str, quoted: str) -> None:
    line = read(text)
    assert (line.day, line.body) == (None, text)
    assert line.doubts == (f"“{quoted}” is not a date, so it stays text.",)


@pytest.mark.parametrize(
    "prose",
    [
        "really? yes! a+b x < y and so on",
        "2 + 2 = 4, n < 10, 5 + 3, $5 + 10%, (a + b)",
        "mail tom@x.org or ana+list@x.co.uk",
        "https://x.org/@ana?q=1#frag and www.x.org/(@ana) http://x.org/-#a mailto:x@y.org?subject=@a",
        "C++ and +1 for issue #12, ticket #7",
        "Ça va ?",
        "see you ! ",
        "wait < ",
        "what ? !",
        "and +unknown things, +Berlin",
        "see you @ noon, @9am, @10:30 or @10",
        '@"" @“ ” @. @- # #! /usr/bin /tmp /unknown-thing',
        "\\? not asked \\! not owed \\+win not won \\@ana \\#topic \\/early-bird (\\@ana)",
        "a/early-bird/b and x /early-birds? no",
    ],
)
def test_ordinary_prose_means_nothing(prose: str) -> None:
    line = read(prose, about_someone=True)
    assert is_plain(line)
    assert line.body == prose
    assert list(pieces(line)) == [(prose, "text")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@priya", ["priya"]),
        ("with @tom.becker, and (@ana-lena).", ["tom.becker", "ana-lena"]),
        ("@priya's flat, @tom’s cat, @james' dog", ["priya", "tom", "james"]),
        ("@o'brien @d’arcy @a_b", ["o'brien", "d’arcy", "a_b"]),
        ('@"Full Name" @“王 小明”', ["Full Name", "王 小明"]),
        (r'@"Ana \"Bee\" O\\K"', [r'Ana "Bee" O\K']),
        ('@"Ana ? Smith"', ["Ana ? Smith"]),
        ("@प्रिया @محمد @王小明 @👩‍💻 @Zoë", ["प्रिया", "محمد", "王小明", "👩‍💻", "Zoë"]),
        ("@a,@b — @c–@d «@e» “@f”", ["a", "b", "c", "d", "e", "f"]),
        ('@"[bold]x[/" said', ["[bold]x[/"]),
        ('@"open quote', []),
    ],
)
def test_mentions(text: str, expected: list[str]) -> None:
    line = read(text)
    assert names(line) == expected
    assert not line.marks
    for mention in line.mentions:
        assert line.body[mention.start] == "@"
        assert line.body[mention.end - 1] in mention.name + '"”'


def test_topics_stand_anywhere_and_count_once() -> None:
    line = read("@ana #Travel (#work) #travel. ? how is #lisbon-2026, #3d")
    assert line.topics == ("Travel", "work", "lisbon-2026", "3d")
    assert notes(line) == [("ask", "how is #lisbon-2026, #3d", None)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_mark(kind: str) -> None:
    assert notes(read(f"@ana +{kind} something")) == [(kind, "something", None)]
    alone = read(f"+{kind} something")
    assert bool(alone.marks) == (kind in ABOUT_ME)
    assert bool(alone.doubts) == (kind in ABOUT_THEM)
    assert read(f"+{kind} something", about_someone=True).marks


def test_marks_about_people_without_people_stay_text_and_say_so() -> None:
    line = read("good day ? how is Lisbon +win shipped ! call back")
    assert notes(line) == [("win", "shipped ! call back", None)]
    assert shown(line, []) == "good day ? how is Lisbon"
    assert line.doubts == (
        "Nobody is named on this line, so “? how is Lisbon” stays text.",
        "Nobody is named on this line, so “! call back” stays text.",
    )


def test_people_in_a_note_are_people_of_the_line() -> None:
    line = read("lunch ? introduce @tom to @ana")
    assert names(line) == ["tom", "ana"]
    assert notes(line) == [("ask", "introduce @tom to @ana", None)]
    assert shown(line, ["Tom", "Ana"]) == "lunch"


@pytest.mark.parametrize(
    ("note", "text", "due"),
    [
        ("! the deck by friday", "the deck", date(2026, 11, 27)),
        ("! the deck by Fri.", "the deck", date(2026, 11, 27)),
        ("< the deck BY 24 nov", "the deck", date(2026, 11, 24)),
        ("? the deck by in 3 days", "the deck", date(2026, 11, 26)),
        ("+owe send by mail by 24.11.", "send by mail", date(2026, 11, 24)),
        ("! the deck by friday /hi-again", "the deck", date(2026, 11, 27)),
        ("! send it by mail", "send it by mail", None),
        ("! by friday", "by friday", None),
        ("+ we both swim by friday", "we both swim by friday", None),
    ],
)
def test_the_due_day_at_a_notes_end(note: str, text: str, due: date | None) -> None:
    line = read(f"@ana {note}")
    assert [(mark.text, mark.due) for mark in line.marks] == [(text, due)]
    assert not line.doubts


def test_a_due_day_that_is_none_stays_in_the_note() -> None:
    line = read("@ana ! call by 30 feb")
    assert notes(line) == [("owe", "call by 30 feb", None)]
    assert line.doubts == ("“30 feb” is not a date, so it stays in the note.",)


def test_a_mark_with_nothing_after_it_is_text() -> None:
    assert notes(read("@ana ? ? how")) == [("ask", "how", None)]
    assert notes(read("@ana ! call her ?")) == [("owe", "call her ?", None)]
    assert not read("@ana ? \nand then").marks
    assert not read("@ana ? /early-bird").marks


def test_the_move() -> None:
    line = read("/early-bird at the town hall with @sam ? his talk /early-bird and more")
    assert line.move == "early-bird"
    assert notes(line) == [("ask", "his talk and more", None)]
    assert shown(line, ["Sam"]) == "at the town hall with Sam"
    twice = read("/early-bird then /hi-again")
    assert (twice.move, twice.doubts) == ("early-bird", ("A line has one move, so “/hi-again” stays text.",))


def test_near_misses_are_told() -> None:
    line = read("@ana +exprt in rust /early-brid")
    assert is_plain(read("+exprt in rust /early-brid"))
    assert line.doubts == (
        "There is no move “/early-brid”, so it stays text. Did you mean “/early-bird”?",
        "“+exprt” is no kind of note, so it stays text. Did you mean “+expert”?",
    )


def test_several_lines_are_one_body() -> None:
    line = read("mon: lunch with @ana ? Lisbon\nthen a walk \\? yes\n+advice ask early\n\nbye")
    assert notes(line) == [("ask", "Lisbon", None), ("advice", "ask early", None)]
    assert shown(line, ["Ana Li"]) == "lunch with Ana Li\nthen a walk ? yes\n\nbye"


def test_pieces_carry_their_roles() -> None:
    line = read("hi @ana #work /hi-again ? see @bob soon")
    assert list(pieces(line)) == [
        ("hi ", "text"),
        ("@ana", "person"),
        (" ", "text"),
        ("#work", "topic"),
        (" ", "text"),
        ("/hi-again", "move"),
        (" ", "text"),
        ("?", "mark"),
        (" see ", "note"),
        ("@bob", "person"),
        (" soon", "note"),
    ]


def test_backslashes() -> None:
    line = read(r"@ana \? no ? is a \+ b in C:\dir \\? \@bob")
    assert notes(line) == [("ask", r"is a + b in C:\dir \? @bob", None)]
    assert shown(line, ["Ana"]) == "Ana ? no"
    assert shown(read(r"\yesterday: C:\new \n a\@b \\"), []) == r"yesterday: C:\new \n a\@b \\"


@pytest.mark.parametrize(
    "text",
    [
        "yesterday: x",
        "\\yesterday: x",
        " 30 feb: x",
        "@ana ? why",
        "\\\\@ana",
        "(#a) +win b",
        "/hi-again",
        "a\n! b",
        "",
    ],
)
def test_escape_keeps_the_words(text: str) -> None:
    line = read(escape(text), about_someone=True)
    assert is_plain(line)
    assert not line.doubts
    assert shown(line, []) == text.strip()


def test_a_mark_knows_where_it_stands() -> None:
    line = read("@ana ? why  ! go by fri ")
    assert line.marks == (
        CaptureMark("ask", "why", None, 5, 5, 10, (0,)),
        CaptureMark("owe", "go", date(2026, 11, 27), 12, 12, 23),
    )
