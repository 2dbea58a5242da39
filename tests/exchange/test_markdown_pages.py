"""The journal as pages with links."""

from __future__ import annotations

import json
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.exchange.journal_export import JournalExport
from rapport_tui.exchange.markdown_pages import page_names, write_pages
from rapport_tui.model.records import Entry, Note, Person

DAY = date(2026, 11, 23)


def person(uid: str, name: str, **more: object) -> Person:
    return Person(uid=uid, name=name, added=DAY, since=DAY, **more)  # type: ignore[arg-type]


def pages(*people: Person, entries: tuple[Entry, ...] = (), notes: tuple[Note, ...] = ()) -> dict[str, str]:
    return dict(write_pages(JournalExport(schema=1, people=people, entries=entries, notes=notes)))


def test_a_person_and_a_day_link_to_each_other() -> None:
    ann, bo = person("a", "Ann Lee", org="Acme", aliases=("Annie",)), person("b", "Bo")
    entry = Entry(uid="e", day=DAY, time=time(9, 5), text="tea with @ann and @bo", people=("a", "b"))
    note = Note(uid="n", kind="ask", text="how is Lisbon", made=DAY, people=("a",), entry="e")
    found = pages(ann, bo, entries=(entry,), notes=(note,))
    assert set(found) == {"People/Ann Lee.md", "People/Bo.md", "Days/2026-11-23.md"}
    page = found["People/Ann Lee.md"]
    assert page.startswith(
        '---\nname: "Ann Lee"\nstage: "stranger"\norg: "Acme"\ntalked: 2026-11-23\naliases: ["Annie"]\n---\n'
        "\n# Ann Lee\n"
    )
    assert "- [[2026-11-23]] · 09:05 · tea with @ann and @bo — [[Bo]]" in page
    assert "how is Lisbon" in page
    assert found["Days/2026-11-23.md"].endswith("- 09:05 · tea with @ann and @bo — [[Ann Lee]], [[Bo]]\n")


def test_namesakes_have_pages_of_their_own() -> None:
    names = page_names(
        (person("aaaaaaaa", "Sam"), person("bbbbbbbb", "SAM"), person("c", "Bo/Ray"), person("d", "CON"))
    )
    assert names == {"aaaaaaaa": "Sam (aaaaaa)", "bbbbbbbb": "SAM (bbbbbb)", "c": "Bo Ray", "d": "CON_"}
    assert page_names((person("e", "../.."),))["e"] == "Nameless"


@given(st.lists(st.text(), max_size=6, unique=True))
def test_any_name_gives_a_page_of_its_own_within_the_folder(names: list[str]) -> None:
    people = tuple(person(f"{number:06d}", name) for number, name in enumerate(names))
    found = [name.casefold() for name in page_names(people).values()]
    assert len(set(found)) == len(names)
    assert not any(set(name) & set('/\\\\:*?"<>|\n') or name.startswith(".") for name in found)


@given(st.text())
def test_front_matter_is_whole_whatever_a_name_holds(name: str) -> None:
    (page,) = pages(person("a", name or "x")).values()
    head = page.split("---\n")[1]
    line = head.splitlines()[0]
    assert line.startswith("name: ")
    assert isinstance(json.loads(line.removeprefix("name: ")), str)
