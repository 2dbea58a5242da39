from __future__ import annotations

import json
from datetime import date, time

from rapport_tui.exchange.file_reader import read_bytes
from rapport_tui.exchange.parsed_file import ParsedFile

MONICA = {
    "version": "1.0-preview.1",
    "account": {
        "data": [
            {
                "count": 4,
                "type": "contact",
                "values": [
                    {
                        "uuid": "u-ana",
                        "properties": {
                            "first_name": "Ana",
                            "last_name": "Lima",
                            "nickname": "Nana",
                            "job": "Lead",
                            "company": "Tide",
                            "food_preferences": "no fish",
                            "tags": ["Running club"],
                            "birthdate": {"date": "1980-03-21T00:00:00Z", "is_year_unknown": True},
                            "first_met_date": {"date": "2020-05-01T00:00:00Z"},
                            "first_met_through": "u-bo",
                        },
                        "data": [
                            {"type": "contact_field", "values": [
                                {"properties": {"data": "ana@lima.example", "type": "t1"}},
                                {"properties": {"data": "+44 7700 900142", "type": "t2"}},
                                {"properties": {"data": "https://lima.example", "type": "t3"}},
                            ]},
                            {"type": "note", "values": [{"properties": {"body": "one\ntwo"}}]},
                            {"type": "address", "values": [{"properties": {"city": "Porto", "country": "PT"}}]},
                            {"type": "activity", "values": ["act-1"]},
                        ],
                    },
                    {"uuid": "u-bo", "properties": {
                        "first_name": "Bo", "birthdate": {"date": "1990-01-01", "is_age_based": True}},
                     "data": [{"type": "activity", "values": ["act-1"]}]},
                    {"uuid": "u-kid", "properties": {"first_name": "Kid", "is_partial": True}},
                    {"uuid": "u-none", "properties": {"first_name": None}},
                ],
            },
            {"type": "activity", "values": [
                {"uuid": "act-1", "properties": {
                    "summary": "Tea", "description": "on the pier", "happened_at": "2026-01-02"}},
                {"uuid": "act-2", "properties": {"summary": "no day"}},
            ]},
        ]
    },
}  # fmt: skip

FRIENDS = """### Activities:
- 2026-01-02: Tea with **Ana Lima** and **Bo** in _Porto_. @tea @pier:walk
- tea, no day

### Notes:
- 2026-01-03: **Bo** moved.

### Friends:
- Ana Lima (a.k.a. Nana a.k.a. A.L.) [Porto] @running
- Bo

### Locations:
- Porto
"""


def read(document: object) -> ParsedFile:
    return read_bytes(json.dumps(document).encode(), file="a.json")


def test_monica() -> None:
    reading = read(MONICA)
    ana, bo = reading.cards
    assert reading.kind == "Monica JSON"
    assert (ana.name, ana.aliases, ana.role, ana.org) == ("Ana Lima", ("Nana",), "Lead", "Tide")
    assert (ana.emails, ana.phones) == (("ana@lima.example",), ("+44 7700 900142",))
    assert (ana.links, ana.location, ana.tags) == (("https://lima.example",), "Porto, PT", ("Running club",))
    assert (ana.birthday, ana.met_on, ana.met_through) == ("--03-21", date(2020, 5, 1), "Bo")
    assert ana.notes == ("Food: no fish", "one\ntwo")
    assert bo.birthday == ""
    (line,) = reading.lines
    assert (line.day, line.text, line.people) == (date(2026, 1, 2), "Tea: on the pier", ("Ana Lima", "Bo"))
    assert [problem.record for problem in reading.problems] == [3, 4, 2]


def test_jrnl() -> None:
    entry = {"title": "Tea with Ana.", "body": "On the pier.", "date": "2026-01-02", "time": "09:30", "tags": ["@ana"]}
    reading = read({"tags": {"@ana": 1}, "entries": [entry, {"title": "x", "date": "never"}, 3]})
    (line,) = reading.lines
    assert (line.day, line.time, line.text) == (date(2026, 1, 2), time(9, 30), "Tea with Ana.\nOn the pier.")
    assert line.topics == ("ana",)
    assert [problem.record for problem in reading.problems] == [2, 3]


def test_friends() -> None:
    reading = read_bytes(FRIENDS.replace("\n", "\r\n").encode(), file="friends.md")
    ana, bo = reading.cards
    assert (ana.name, ana.aliases, ana.location, ana.tags) == ("Ana Lima", ("Nana", "A.L."), "Porto", ("running",))
    assert bo.name == "Bo"
    tea, moved = reading.lines
    assert (tea.day, tea.people, tea.topics) == (date(2026, 1, 2), ("Ana Lima", "Bo"), ("tea", "pier:walk"))
    assert tea.text == "Tea with Ana Lima and Bo in Porto."
    assert moved.text == "Bo moved."
    assert [problem.record for problem in reading.problems] == [3]
