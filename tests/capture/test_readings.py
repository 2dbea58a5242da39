"""Tests that the preview of a line equals what is saved, for the table of lines and for any text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rapport_tui.capture.directory import Directory, name_of
from rapport_tui.journal import Journal
from rapport_tui.model.errors import AmbiguousPersonError, NearNameError, RapportError, UnsureDayError
from rapport_tui.model.person_summary import note_text
from rapport_tui.model.text import clean
from rapport_tui.settings import Settings
from tests.capture.readings import PEOPLE, SampleLine, add_people, readings, said
from tests.conftest import Clock

SMALLEST_TABLE = 150


@pytest.fixture(scope="module")
def known() -> Iterator[Journal]:
    """A journal with the people of the table, without waiting for the disk."""
    with TemporaryDirectory() as folder, patch.object(os, "fsync"):
        journal = Journal(Path(folder), clock=Clock())
        add_people(journal)
        yield journal
        journal.close()


def check_that_the_preview_holds(journal: Journal, text: str) -> None:
    """Write a line and see that it became what the preview said; then take it back."""
    seen = journal.lines.preview([text])
    before = Directory(summary.person for summary in journal.people.search())
    try:
        (logged,) = journal.entries.log([text])
    except UnsureDayError:
        assert seen.asks
        return
    except NearNameError:
        assert seen.near
        return
    except AmbiguousPersonError:
        assert seen.unsure
        return
    except RapportError:
        assert not clean(text).strip() or seen.day is not None
        return
    assert (seen.asks, seen.near, seen.unsure) == ((), (), ())
    assert logged.entry.day == (seen.day or journal.day)
    assert seen.time is None or logged.entry.time == seen.time
    assert {person.uid for person in logged.people} - {person.uid for person in logged.new_people} == set(seen.uids)
    assert tuple(person.name for person in logged.new_people) == seen.new
    assert tuple(note_text(note, logged.people) for note in logged.notes) == seen.notes
    assert (logged.entry.topics, logged.doubts) == (seen.topics, seen.doubts)
    mentions = journal.lines.read(text).mentions
    asked_for = {name_of(mention.name).casefold() for mention in mentions if mention.new}
    added = {person.name for person in logged.new_people if person.name.casefold() not in asked_for}
    assert not any(before.near(mention.name) for mention in mentions if name_of(mention.name) in added)
    journal.history.undo()


def test_the_table_is_not_small() -> None:
    assert len(readings()) >= SMALLEST_TABLE


@pytest.mark.parametrize("reading", readings(), ids=lambda reading: reading.typed)
def test_what_the_preview_says_and_what_is_kept(known: Journal, reading: SampleLine) -> None:
    assert said(known, reading.section, reading.typed) == reading.said
    check_that_the_preview_holds(known, reading.typed)


_MENTIONS = [f"@{name.split()[0].lower()}" for name in PEOPLE] + [f'@"{name}"' for name in PEOPLE] + [
    "@standup", "@hir", "@+Hir", "@hrio", "@ana", "@bo", "@anna", "@tom", "@nair", "@王", "@9am", "@o’neil",
]  # fmt: skip
_DATES = [
    "yesterday: ", "last week: ", "29 feb: ", "30 feb: ", "9am: ", "tomorrow: ", "fridya: ", "24 nov: ", "gestern: ",
    "hier à 9h: ", "ayer: ", " by friday", " by 22 nov", " bis Freitag", " avant vendredi", " para el viernes",
    " by fridya", " in two weeks", " by october", " by monday 5pm",
]  # fmt: skip
_MARKS = [" ? ", " ! ", " < ", " + ", " +likes ", " +win ", " +expert ", " +nope ", "\\", "#x", " /hi-again", "\n"]
_WORDS = ["tea", "with ", " and ", ", ", ". ", " ", "’s", "(", ")", "Priya Nair", "👍", "é", "2 + 2"]
_LINES = st.lists(st.sampled_from([*_MENTIONS, *_DATES, *_MARKS, *_WORDS]), max_size=10).map("".join)


@example(text="@+Hir and @hir", language="en")
@given(text=_LINES | st.text(max_size=30), language=st.sampled_from(["en", "de", "fr", "es"]))
def test_whatever_is_typed_the_preview_is_what_is_kept(known: Journal, text: str, language: str) -> None:
    known.settings = Settings(language=language)
    check_that_the_preview_holds(known, text)
