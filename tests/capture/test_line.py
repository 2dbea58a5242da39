from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rapport_tui.capture.capture_line import (
    CaptureLine,
    CaptureMark,
    escape,
    parse_line,
    pieces,
    shown,
    unescape,
    write_line,
)
from rapport_tui.model.records import ABOUT_ME, ABOUT_THEM, KINDS

MONDAY = date(2026, 11, 23)
MOVES = {"early-bird", "hi-again"}


def read(text: str, *, about_someone: bool = False) -> CaptureLine:
    return parse_line(text, today=MONDAY, moves=MOVES, about_someone=about_someone)


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
    assert line.prose == "coffee with @priya about her move #travel"
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
    assert line.prose == "good day ? how is Lisbon"
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
    assert line.prose == "lunch with @ana\nthen a walk \\? yes\n\nbye"
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
    assert unescape(r"\yesterday: C:\new \n a\@b \\") == r"yesterday: C:\new \n a\@b \\"


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
    assert unescape(line.body) == text
    assert shown(line, []) == text.strip()


# Text that is dense in what the grammar looks at, so that few examples find much.
_ATOMS = st.sampled_from(
    [
        *"?!<+@#/\\:\"'“”().,- \n",
        "  ",
        " ? ",
        " ! ",
        "\\? ",
        " + ",
        "+win ",
        "+expert ",
        "+nope ",
        "@ana",
        '@"Full Name"',
        "@priya's",
        "#topic",
        "#12",
        "/hi-again",
        "/early-bird",
        " by friday",
        " by 30 feb",
        "yesterday: ",
        "30 feb: ",
        "2026-11-20 9:30: ",
        "5 ",
        "x ",
        "word ",
        "https://x.org/",
        "王小明",
        "👩‍💻",
        "é",
    ]
)
_DENSE = st.lists(_ATOMS, max_size=14).map("".join)
_ANY = st.text() | _DENSE


@given(text=_ANY)
@example(text=".@A")
@example(text="和@王")
@example(text="和\\@王")
def test_any_text_can_be_escaped(text: str) -> None:
    line = read(escape(text), about_someone=True)
    assert is_plain(line)
    assert line.body == escape(text)
    assert unescape(line.body) == text


@given(text=_ANY, about_someone=st.booleans())
def test_what_was_found_is_found_again(text: str, about_someone: bool) -> None:
    line = read(text, about_someone=about_someone)
    assert text.endswith(line.body)
    assert read(write_line(line), about_someone=about_someone) == line


@given(text=_ANY, about_someone=st.booleans())
def test_pieces_cover_the_body_and_spans_hold(text: str, about_someone: bool) -> None:
    line = read(text, about_someone=about_someone)
    assert "".join(piece for piece, _ in pieces(line)) == line.body
    assert all(piece for piece, _ in pieces(line))
    found = [piece for piece, role in pieces(line) if role == "person"]
    assert found == [line.body[mention.start : mention.end] for mention in line.mentions]
    end = 0
    for mark in line.marks:
        assert end <= mark.start < mark.end <= len(line.body)
        assert mark.text
        assert "\n" not in line.body[mark.start : mark.end]
        end = mark.end
    assert shown(line, names(line)).strip() == shown(line, names(line))


_WORDS = st.lists(
    st.sampled_from(["coffee", "about", "the", "flat", "in", "Lisbon,", "really?", "a+b", "王小明"]),
    min_size=1,
    max_size=5,
)
_NAMES = st.sampled_from(["ana", "tom.becker", "Full Name", "王 小明", 'A "B" C', "back\\slash", "👩‍💻", "x"])
_MARKS = st.tuples(st.sampled_from(["?", "!", "<", "+", *(f"+{kind}" for kind in KINDS)]), _WORDS)


def _mention(name: str) -> str:
    if name.isalnum() or name in {"tom.becker", "👩‍💻"}:
        return f"@{name}"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'@"{escaped}"'


@given(
    day=st.none() | st.dates(),
    at=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    people=st.lists(_NAMES, min_size=1, max_size=3),
    words=_WORDS,
    topics=st.lists(st.sampled_from(["travel", "a-b", "旅行"]), unique=True),
    move=st.sampled_from(["", *sorted(MOVES)]),
    marks=st.lists(_MARKS, max_size=4),
)
def test_a_line_built_from_pieces_is_read_as_them(
    day: date | None,
    at: time | None,
    people: Sequence[str],
    words: list[str],
    topics: list[str],
    move: str,
    marks: list[tuple[str, list[str]]],
) -> None:
    kind_of = {"?": "ask", "!": "owe", "<": "await", "+": "share"}
    built = " ".join(
        [
            *words,
            *map(_mention, people),
            *(f"#{topic}" for topic in topics),
            *([f"/{move}"] if move else []),
            *(f"{symbol} {' '.join(text)}" for symbol, text in marks),
        ]
    )
    stamp = f"{day.isoformat()}{f' {at:%H:%M}' if at else ''}: " if day else ""
    line = read(stamp + built)
    assert (line.day, line.time, line.body) == (day, at if day else None, built)
    assert names(line) == list(people)
    assert line.topics == tuple(topics)
    assert line.move == move
    assert notes(line) == [(kind_of.get(symbol, symbol[1:]), " ".join(text), None) for symbol, text in marks]
    assert read(write_line(line)) == line


def test_a_mark_knows_where_it_stands() -> None:
    line = read("@ana ? why  ! go by fri ")
    assert line.marks == (
        CaptureMark("ask", "why", None, 5, 5, 10, (0,)),
        CaptureMark("owe", "go", date(2026, 11, 27), 12, 12, 23),
    )
