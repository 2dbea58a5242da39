"""Test the grammar of the capture line with generated text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from hypothesis import example, given
from hypothesis import strategies as st

from rapport_tui.capture.capture_line import escape, pieces, shown, write_line
from rapport_tui.model.records import KINDS
from tests.capture.test_line import MOVES, is_plain, names, notes, read

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
        "gestern: ",
        "hier à 9h: ",
        "el viernes: ",
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
_LANGUAGES = st.sampled_from(["en", "de", "fr", "es"])


@given(text=_ANY, language=_LANGUAGES)
@example(text=".@A", language="en")
@example(text="和@王", language="en")
@example(text="和\\@王", language="en")
@example(text="gestern: Tee", language="de")
@example(text="\\hier: thé", language="fr")
@example(text="ayer: té", language="es")
def test_any_text_can_be_escaped(text: str, language: str) -> None:
    line = read(escape(text), about_someone=True, language=language)
    assert is_plain(line)
    assert line.body == escape(text)
    assert shown(line, []) == text.strip()


@given(text=_ANY, about_someone=st.booleans(), language=_LANGUAGES)
def test_what_was_found_is_found_again(text: str, about_someone: bool, language: str) -> None:
    line = read(text, about_someone=about_someone, language=language)
    assert text.endswith(line.body)
    assert read(write_line(line), about_someone=about_someone, language=language) == line


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
