from __future__ import annotations

from datetime import date, time

import pytest

from rapport_tui.capture.capture_line import parse_line

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("note", "text", "due"),
    [
        ("send deck by friday #travel", "send deck #travel", FRIDAY),
        ("send deck by friday with @bo", "send deck with @bo", FRIDAY),
        ("send deck by friday, ok", "send deck, ok", FRIDAY),
        ("send deck by friday and call", "send deck and call", FRIDAY),
        ("send deck by monday 5pm", "send deck by 5pm", MONDAY),
        ("send deck by Fri 27 Nov", "send deck", FRIDAY),
        ("send deck by Fri 4 Dec", "send deck", date(2026, 12, 4)),
        ("send deck by the day after tomorrow", "send deck", date(2026, 11, 25)),
        ("send deck by end of month", "send deck", date(2026, 11, 30)),
        ("send deck by the end of the month", "send deck", date(2026, 11, 30)),
        ("send deck by next week", "send deck", date(2026, 12, 4)),
        ("send deck by this week!", "send deck", FRIDAY),
        ("send deck by next month", "send deck", date(2026, 12, 31)),
        ("send deck by Q1", "send deck", date(2027, 3, 31)),
        ("send deck by end of quarter", "send deck", date(2026, 12, 31)),
        ("send deck by January", "send deck", date(2027, 1, 31)),
        ("send deck by end of year", "send deck", date(2026, 12, 31)),
        ("send deck by next year", "send deck", date(2027, 12, 31)),
        ("send deck by eom #work", "send deck #work", date(2026, 11, 30)),
        ("send deck by 5pm", "send deck", MONDAY),
        ("send deck by noon", "send deck", MONDAY),
        ("send deck in a file by in a fortnight", "send deck in a file", date(2026, 12, 7)),
        ("sit by sun loungers", "sit by sun loungers", None),
        ("send it by the week", "send it by the week", None),
        ("send it by mail", "send it by mail", None),
        ("send it by 9999 years", "send it by 9999 years", None),
    ],
)
def test_a_promise_keeps_its_due_day_whatever_follows(note: str, text: str, due: date | None) -> None:
    line = parse_line(f"@ana ! {note}", today=MONDAY)
    assert [(mark.text, mark.due) for mark in line.marks] == [(text, due)]
    assert line.doubts == ()


@pytest.mark.parametrize(
    ("day", "this", "next_one"), [(25, "2026-11-27", "2026-12-04"), (28, "2026-11-28", "2026-12-04")]
)
def test_a_week_ends_on_its_friday_and_never_before_today(day: int, this: str, next_one: str) -> None:
    line = parse_line("@ana ! call by this week ! send it by next week", today=date(2026, 11, day))
    assert [str(mark.due) for mark in line.marks] == [this, next_one]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("@ana ! go by fridya", "Kept as text: “fridya” is not a day. Did you mean Friday?"),
        ("@ana ! go by fridya, ok", "Kept as text: “fridya” is not a day. Did you mean Friday?"),
        ("yesturday: tea", "Kept as text: “yesturday” is not a day. Did you mean yesterday?"),
        ("mondya 9am: tea", "Kept as text: “mondya” is not a day. Did you mean Monday?"),
        ("30 feb: tea", "“30 feb” is not a date, so it stays text."),
        ("Mon 20 Nov: tea", "“Mon 20 Nov” is not a date, so it stays text."),
        ("@ana ! call by 30 feb, ok", "“30 feb” is not a date, so it stays in the note."),
    ],
)
def test_what_is_almost_a_day_is_told(text: str, doubt: str) -> None:
    assert parse_line(text, today=MONDAY).doubts == (doubt,)


@pytest.mark.parametrize(
    "text", ["mondays: gym", "money: talked", "2 years ago: met", "29 feb 2024: x", "title: a book"]
)
def test_what_was_meant_is_not_doubted(text: str) -> None:
    assert parse_line(text, today=MONDAY).doubts == ()


@pytest.mark.parametrize(
    ("prefix", "day", "at"),
    [
        ("last night:", date(2026, 11, 22), None),
        ("this morning:", MONDAY, None),
        ("on Friday:", date(2026, 11, 20), None),
        ("the day before yesterday:", date(2026, 11, 21), None),
        ("Fri 20 Nov:", date(2026, 11, 20), None),
        ("Fri, 20 Nov 9:30:", date(2026, 11, 20), time(9, 30)),
        ("Friday, 20 November 2026:", date(2026, 11, 20), None),
        ("Friday, November 20, 2026:", date(2026, 11, 20), None),
        ("2026-11-20T14:30:", date(2026, 11, 20), time(14, 30)),
        ("2026-11-20 14:30:", date(2026, 11, 20), time(14, 30)),
        ("[2026-11-20 14:30]", date(2026, 11, 20), time(14, 30)),
        ("[2026-11-20]", date(2026, 11, 20), None),
        ("2026-11-20 14:30", date(2026, 11, 20), time(14, 30)),
        ("2026-11-20T14:30", date(2026, 11, 20), time(14, 30)),
        ("9am:", MONDAY, time(9)),
        ("9:30:", MONDAY, time(9, 30)),
        ("noon:", MONDAY, time(12)),
        ("yesterday at noon:", date(2026, 11, 22), time(12)),
    ],
)
def test_the_dates_that_a_line_may_begin_with(prefix: str, day: date, at: time | None) -> None:
    line = parse_line(f"{prefix} tea with @ana", today=MONDAY)
    assert (line.day, line.time, line.body, line.doubts) == (day, at, "tea with @ana", ())


@pytest.mark.parametrize(
    ("text", "written", "days"),
    [
        ("29 feb: tea", "29 feb", ["2024-02-29"]),
        ("24 nov: tea", "24 nov", ["2025-11-24"]),
        ("last week: tea", "last week", ["2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16"]),
        ("this week: tea", "this week", ["2026-11-23"]),
        ("the weekend: tea", "the weekend", ["2026-11-21", "2026-11-22"]),
        ("last month: tea", "last month", ["2026-10-31", "2026-10-15", "2026-10-01"]),
        ("last year: tea", "last year", ["2025-12-31", "2025-06-30", "2025-01-01"]),
        ("@ana ! go by 22 nov, ok", "by 22 nov", ["2027-11-22"]),
        ("@ana ! go by october", "by october", ["2027-10-31"]),
    ],
)
def test_a_day_that_the_words_do_not_say_outright_is_asked_about(text: str, written: str, days: list[str]) -> None:
    (asked,) = parse_line(text, today=MONDAY).asks
    assert (asked.written, [day.isoformat() for day in asked.days][: len(days)]) == (written, days)


@pytest.mark.parametrize(
    "text", ["29 feb 2024: tea", "a year ago: tea", "1 jan: tea", "@ana ! go by 1 oct", "@ana ! go by next year"]
)
def test_what_is_said_outright_or_is_near_is_not_asked_about(text: str) -> None:
    assert parse_line(text, today=MONDAY).asks == ()
