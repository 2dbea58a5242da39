"""The people table: sorting, groups, columns, marks, and working through the inbox."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Offset

from rapport_tui.app.messages import ShowPerson
from rapport_tui.app.people.arrangement import GROUP_KEY, Grouping, arrange, sort_people
from rapport_tui.app.people.columns import (
    BOARD_COLUMNS,
    COLUMNS,
    GAP,
    INBOX_COLUMNS,
    ColumnId,
    fit,
    needs,
    person_cells,
)
from rapport_tui.app.people.table import PeopleTable
from rapport_tui.app.widgets.mark_list import MarkList
from rapport_tui.app.widgets.styled_text import width_of
from rapport_tui.journal import Journal
from rapport_tui.model.person_summary import PersonSummary, SummaryMark
from rapport_tui.model.records import STAGES, Person
from tests.app.app_driver import open_app
from tests.conftest import import_files

TODAY = date(2026, 11, 23)
_WORDS = st.sampled_from(["", "Ada", "ada", "Zoë", "Acme", "王小明", "سلمى", "Head of Everything and More"])
_DAYS = st.dates(date(2020, 1, 1), TODAY)
SUMMARIES = st.builds(
    lambda number, name, role, org, stage, talked, added, drift: PersonSummary(
        person=Person(uid=f"u{number}", name=name or "?", role=role, org=org, stage=stage, added=added, since=added),
        last_talked=talked,
        drift=drift,
        open_notes=(),
        mark=SummaryMark("ask", "? how is Lisbon") if drift > 1 else SummaryMark(),
        next_due=None,
    ),
    st.integers(0, 10_000), _WORDS, _WORDS, _WORDS, st.sampled_from(STAGES), st.none() | _DAYS, _DAYS,
    st.floats(0, 2),
)  # fmt: skip
PEOPLE = st.lists(SUMMARIES, max_size=12, unique_by=lambda one: one.person.uid)


@given(PEOPLE, st.sampled_from(list(COLUMNS)), st.booleans())
def test_sorting_keeps_everybody_and_puts_those_with_nothing_last(
    people: list[PersonSummary], column: ColumnId, backwards: bool
) -> None:
    found = sort_people(people, column, TODAY, backwards=backwards)
    assert sorted(one.person.uid for one in found) == sorted(one.person.uid for one in people)
    keys = [COLUMNS[column].sort_key(one, TODAY) for one in found]
    known = [key for key in keys if key is not None]
    assert keys == known + [None] * (len(keys) - len(known))
    assert known == sorted(known, reverse=backwards != COLUMNS[column].newest_first)


@given(PEOPLE, st.sampled_from(get_args(Grouping)))
def test_groups_hold_everybody_once(people: list[PersonSummary], grouping: Grouping) -> None:
    arranged = arrange(people, grouping, None)
    uids = [key for key in arranged.keys if not key.startswith(GROUP_KEY)]
    assert sorted(uids) == sorted(one.person.uid for one in people)
    assert [uid for group in arranged.groups.values() for uid in group] == (uids if grouping else [])
    folded = arrange(people, grouping, frozenset())
    assert folded.keys == (list(arranged.groups) if grouping else uids)


@given(PEOPLE, st.integers(1, 200), st.sampled_from([BOARD_COLUMNS, INBOX_COLUMNS]))
def test_columns_take_the_width_and_no_more(people: list[PersonSummary], width: int, ids: tuple[ColumnId, ...]) -> None:
    cells = fit(ids, width, needs(ids, people, TODAY))
    taken = sum(cell.width + GAP for cell in cells) - GAP
    assert cells[0].column.id == "name"
    assert taken <= max(width, COLUMNS["name"].least)
    for one in people:
        assert width_of(person_cells(one, cells, TODAY)) == taken


def test_width_goes_first_to_the_columns_whose_texts_are_cut() -> None:
    people = [
        PersonSummary(
            person=Person(uid=f"u{number}", name="Ana", role=role, org=org, stage="ally", added=TODAY, since=TODAY),
            last_talked=TODAY, drift=0, open_notes=(), mark=SummaryMark(), next_due=None,
        )
        for number, (role, org) in enumerate([("Director of Engineering", "Acme")] * 19 + [("CTO", "Harbour Nine")])
    ]  # fmt: skip
    needed = needs(BOARD_COLUMNS, people, TODAY)
    for width, role, org in ((41, 19, 0), (46, 23, 0), (52, 19, 9), (56, 23, 9), (59, 23, 12)):
        cells = {cell.column.id: cell.width for cell in fit(BOARD_COLUMNS[:5], width, needed)}
        assert (cells["role"], cells.get("org", 0)) == (role, org), "the role is kept before the organisation"
    shown = [cell.column.id for cell in fit(BOARD_COLUMNS, 200, needed)]
    assert shown == ["name", "stage", "role", "org", "talked", "added"], "nobody has anything in the column “next”"


LINKEDIN = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
_GIVEN = ["Anna", "Björn", "Chloé", "Dmitri", "Émile", "Fatima", "Håkon", "José", "Mei", "Noor", "Pádraig", "Søren"]
_FAMILY = ["Ali", "Chen", "Dubois", "García", "Haddad", "Ivanova", "Kowalski", "Müller", "Nguyen", "Okafor", "Rossi"]
_ENDS = ["", "-Sato", " Silva", "son", "-Patel", " Larsen", "ić"]
_ORGS = ["", "Acme, Inc.", "Blue Yonder", "Contoso", "Ferrywell", "Hooli", "Massive Dynamic International", "Siemens"]
_JOBS = ["", "CEO & Founder", "Data Scientist", "Engineer", "Head of Product", "Recruiter", "Sales Director, EMEA"]


def write_contacts(path: Path, count: int) -> Path:
    """Write an export of LinkedIn with `count` people, the first twelve of them at Ferrywell."""
    lines = [",".join(LINKEDIN)]
    for number in range(count):
        org = "Ferrywell" if number < 12 else f"Company {number % 70}"
        lines.append(f"Ana{number},Lima{number},https://www.linkedin.com/in/a{number},,{org},Analyst,03 Oct 2015")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def write_varied_contacts(path: Path, count: int) -> None:
    """Write an export of LinkedIn with the preamble and people of many names, organisations and roles."""
    dice, names = Random(18), set[tuple[str, str]]()
    lines = ["Notes:", '"Some of the email addresses may be missing."', "", ",".join(LINKEDIN)]
    while len(names) < count:
        name = dice.choice(_GIVEN), f"{dice.choice(_FAMILY)}{dice.choice(_ENDS)}"
        if name not in names:
            names.add(name)
            org, role = dice.choice(_ORGS), dice.choice(_JOBS)
            mail = f"a{len(names)}@example.com" if dice.random() < 0.2 else ""
            link = f"https://www.linkedin.com/in/a{len(names)}"
            lines.append(f'{name[0]},{name[1]},{link},{mail},"{org}","{role}",{dice.randint(1, 28):02} Oct 2015')
    path.write_text("\n".join(lines), encoding="utf-8")


async def test_twelve_of_eight_hundred_go_on_the_board_and_the_rest_never(journal: Journal, tmp_path: Path) -> None:
    import_files(journal, [write_contacts(tmp_path / "Connections.csv", 800)])
    async with open_app(journal) as driver:
        await driver.sees("800 people wait in the inbox · I opens it")
        await driver.press("2")
        await driver.sees("800 people wait in the inbox · I opens it")
        keys = ["I", "space", "m", "2"]
        await driver.press(keys[0])
        await driver.sees("800 wait · 0 on the board · 0 never")
        assert re.search(r"▸ Company 12 +12 ", driver.part("#list"))
        driver.widget(MarkList).go_to(f"{GROUP_KEY}Ferrywell")
        await driver.press(*keys[1:])
        await driver.sees("788 wait · 12 on the board · 0 never")
        assert {one.person.org for one in journal.people.board()["acquaintance"]} == {"Ferrywell"}
        await driver.press("asterisk", "x")
        await driver.sees("0 wait · 12 on the board · 788 never")
        await driver.press("1")
        await driver.sees_no("in the inbox · I opens it")
        await driver.press("u", "u")
        await driver.sees("800 people wait in the inbox")


async def test_an_import_of_eight_hundred_becomes_twelve_on_the_board_in_thirty_keys(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Count every key from the empty journal to the board, in three ways to choose twelve of 800 varied people."""
    (tmp_path / "Downloads").mkdir()
    write_varied_contacts(tmp_path / "Downloads" / "Connections.csv", 800)
    monkeypatch.setenv("HOME", str(tmp_path))
    chosen: dict[str, tuple[str, ...]] = {
        "one by one in the largest organisation": ("enter", "down", *["space"] * 12, "m", "2"),
        "a stretch of them": ("enter", "down", *["shift+down"] * 11, "m", "2"),
        "the first twelve of a role": ("slash", *"recr", "enter", "down", *["space"] * 12, "m", "2"),
    }
    for way, keys in chosen.items():
        async with open_app(journal) as driver:
            keys_to_inbox = ("escape", "5", "A", "down", "enter", "enter")
            for key in keys_to_inbox:
                await driver.press(key)
                if key == "enter":
                    await driver.pilot.app.workers.wait_for_complete()
            await driver.sees("800 wait · 0 on the board")
            await driver.press(*keys)
            await driver.sees("788 wait · 12 on the board · 0 never")
            await driver.press("2")
            await driver.sees("acquaintance 12")
            assert len(keys_to_inbox) + len(keys) + 1 <= 30, way
            await driver.press("u", "u")
        assert journal.people.search("is:inbox") == [], "the next way begins anew"


async def test_a_group_tells_what_its_people_do(journal: Journal, tmp_path: Path) -> None:
    import_files(journal, [write_contacts(tmp_path / "Connections.csv", 800)])
    async with open_app(journal) as driver:
        await driver.press("I")
        await driver.sees("12  Analyst 12")
        await driver.press("b")
        await driver.sees("800  Ferrywell 12 · Company 12 12")
        await driver.resize(60, 20)
        await driver.sees("▾ Analyst")
        assert "Ferrywell 12" not in driver.text


async def test_a_group_folds_and_unfolds(journal: Journal, tmp_path: Path) -> None:
    import_files(journal, [write_contacts(tmp_path / "Connections.csv", 800)])
    async with open_app(journal) as driver:
        await driver.press("I")
        await driver.sees("▸ Ferrywell")
        assert "Ana0 " not in driver.part("#list")
        driver.widget(MarkList).go_to(f"{GROUP_KEY}Ferrywell")
        await driver.press("enter")
        await driver.sees("▾ Ferrywell", "Ana0 ")
        await driver.press("enter")
        await driver.sees("▸ Ferrywell")
        await driver.press("b")
        await driver.sees("▾ Analyst  ", "  800  Ferrywell 12")
        await driver.press("b")
        await driver.sees_no("▾ Analyst")


async def test_a_person_in_a_folded_group_is_gone_to(journal: Journal, tmp_path: Path) -> None:
    import_files(journal, [write_contacts(tmp_path / "Connections.csv", 200)])
    async with open_app(journal) as driver:
        await driver.press("I")
        await driver.sees("▸ Ferrywell")
        driver.app.post_message(ShowPerson(journal.people.find("Ana7 Lima7").uid))
        await driver.comes_to("Ana7 Lima7")


async def test_the_table_is_sorted_by_key_and_by_click(demo: Journal) -> None:
    async with open_app(demo, (160, 40)) as driver:
        await driver.press("5")
        await driver.sees("name▲", "20 people")
        await driver.click("talked")
        await driver.sees("talked▼")
        first = driver.part("#list").splitlines()[0]
        assert "Viktor Halász" in first
        await driver.press("s")
        await driver.type("talked")
        await driver.sees("the other way round")
        await driver.press("enter")
        await driver.sees("talked▲")
        order = driver.widget(PeopleTable)._arranged.keys
        ages = [one for uid in order if (one := demo.people.last_talked(uid))]
        assert ages == sorted(ages)
        assert demo.people.last_talked(order[-1]) is None


async def test_people_are_grouped_by_stage(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("5", "b", "b", "b")
        assert re.search(r"▾ stranger +3 .*▾ sponsor +1 ", driver.part("#list"), re.DOTALL)


async def test_several_are_marked_with_shift_and_with_the_mouse(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("5", "shift+down", "shift+down")
        await driver.sees("3 marked", "m to the board · x set aside")
        await driver.press("asterisk", "asterisk")
        await driver.sees_no("marked")
        x, y = driver.place("Beatriz")
        await driver.pilot.mouse_down(offset=(1, y))
        await driver.pilot.hover(offset=(1, y + 2))
        await driver.pilot.hover(offset=(1, y + 3))
        await driver.pilot.mouse_up(offset=(1, y + 3))
        await driver.sees("4 marked")
        await driver.pilot.click(offset=(1, y))
        await driver.sees("3 marked")
        await driver.press("asterisk", "asterisk", "home")
        await driver.pilot.click(offset=Offset(x, y + 4), shift=True)
        await driver.sees("6 marked")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_the_brief_stands_beside_where_it_fits_and_opens_where_not(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        await driver.press("5")
        await driver.sees("name▲", "Anneke Visser")
        if size[0] > 60:
            await driver.sees("last talked")
            await driver.press("B")
            await driver.sees_no("last talked")
        await driver.press("home", "enter")
        await driver.sees("they said")


async def test_a_tall_terminal_has_more_talks_in_the_brief(journal: Journal) -> None:
    journal.entries.log([f"{day} nov: tea number {day} with @ann" for day in range(10, 22)])
    for lines, told in ((40, "and 9 more since"), (60, "and 4 more since")):
        async with open_app(journal, (200, lines)) as driver:
            await driver.press("5")
            await driver.sees(told)
