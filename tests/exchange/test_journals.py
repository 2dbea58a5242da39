"""jrnl's text files and Day One's JSON."""

from __future__ import annotations

import json
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.exchange.file_reader import read_bytes
from rapport_tui.exchange.parsed_file import JournalLine, ParsedFile, ReadOptions
from rapport_tui.exchange.rejected_records import unread_text
from rapport_tui.model.errors import RapportError
from rapport_tui.model.text import clean

JRNL = """[2026-11-20 09:30] Lunch with @Ana about #pier *
She starts in May.

[not a date] stays in the text.

[2026-11-21 03:40:00 PM] * Home
[2026-11-22] All day.
[2026-11-23 10:00]
"""


def read(text: str) -> ParsedFile:
    return read_bytes(text.encode(), file="journal.txt", options=ReadOptions(keep_raw=True))


def day_one(**fields: object) -> ParsedFile:
    entry = {"creationDate": "2026-11-20T22:30:00Z", "timeZone": "Asia/Tokyo", "text": "Tea", **fields}
    return read_bytes(json.dumps({"metadata": {"version": "1.0"}, "entries": [entry]}).encode(), file="Journal.json")


def only(reading: ParsedFile) -> JournalLine:
    assert len(reading.lines) == 1, reading
    return reading.lines[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_text_file_of_jrnl(end: str) -> None:
    reading = read(JRNL.replace("\n", end))
    assert reading.kind == "jrnl text"
    lunch, home, whole_day = reading.lines
    assert (lunch.day, lunch.time) == (date(2026, 11, 20), time(9, 30))
    assert lunch.text == "Lunch with @Ana about #pier\nShe starts in May.\n\n[not a date] stays in the text."
    assert (lunch.mentions, lunch.topics) == (("Ana",), ("Ana", "pier", "starred"))
    assert (home.text, home.time, home.topics) == ("Home", time(15, 40), ("starred",))
    assert (whole_day.text, whole_day.time) == ("All day.", None)
    assert [(one.record, one.why) for one in reading.problems] == [(8, "has no text")]
    assert unread_text(reading) == "[2026-11-23 10:00]\n"


@pytest.mark.parametrize(
    "moment", ["2026-11-20 21:05", "2026-11-20 21:05:33", "2026-11-20 9:05 pm", "20 Nov 2026 21:05"]
)
def test_the_moments_of_jrnl(moment: str) -> None:
    line = only(read(f"[{moment}] Tea."))
    assert (line.day, line.time, line.text) == (date(2026, 11, 20), time(21, 5), "Tea.")


moments = st.datetimes(datetime(1970, 1, 1), datetime(2099, 1, 1))  # noqa: DTZ001  # as written on the wall
texts = st.text(st.characters(exclude_characters="*[", exclude_categories=["C", "Z"]) | st.just(" "), max_size=40)


@given(st.lists(st.tuples(moments, texts), min_size=1))
def test_each_entry_of_jrnl_is_a_line_or_a_problem(entries: list[tuple[datetime, str]]) -> None:
    reading = read("".join(f"[{at:%Y-%m-%d %H:%M}] {text}\n\n" for at, text in entries))
    lines = [(at.date(), at.time().replace(second=0, microsecond=0), clean(text).strip()) for at, text in entries]
    assert [(line.day, line.time, line.text) for line in reading.lines] == [line for line in lines if line[2]]
    assert len(reading.problems) == len(entries) - len(reading.lines)


def test_day_one_is_read_in_the_time_zone_of_the_entry() -> None:
    line = only(day_one(tags=["to do", "work"], starred=True))
    assert (line.day, line.time, line.text) == (date(2026, 11, 21), time(7, 30), "Tea")
    assert line.topics == ("to-do", "work", "starred")


def test_day_one_in_markdown() -> None:
    reading = day_one(
        text="# Tea\\!\n\n![](dayone-moment://AB12)\n\nOn the pier\\.", timeZone="Asia\\/Tokyo", isAllDay=True
    )
    line = only(reading)
    assert (line.day, line.time, line.text) == (date(2026, 11, 21), None, "Tea!\n\nOn the pier.")
    assert reading.left_out == {"pictures": 1}


@pytest.mark.parametrize(
    "fields", [{"creationDate": "soon"}, {"creationDate": None}, {"text": "![](dayone-moment://A)"}]
)
def test_what_cannot_be_read_of_day_one_is_told(fields: dict[str, object]) -> None:
    reading = day_one(**fields)
    assert (len(reading.lines), [one.record for one in reading.problems]) == (0, [1])


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("[" * 200_000, True),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, True),
        ('{"entries": ' + "[" * 900 + "]" * 900 + "}", False),
        ('{"entries": [{"creationDate": ' + "9" * 6_000 + "}]}", True),
        ('{"entries": [{"date": 1e99999, "starred": -' + "9" * 100_000 + "}]}", True),
        ('{"format": "rapport", "schema": ' + "9" * 5_000 + "}", True),
    ],
    ids=["deep list", "deep table", "deep entry", "huge day", "huge number", "huge schema"],
)
def test_json_that_is_a_bomb_is_refused_or_told(text: str, refused: bool) -> None:
    if refused:
        with pytest.raises(RapportError, match="cut off or broken"):
            read(text)
    else:
        assert [one.why for one in read(text).problems] == ["has no date, or no text"]
