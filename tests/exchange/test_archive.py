from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from rapport_tui.exchange.file_reader import read_bytes
from rapport_tui.exchange.journal_export import SCHEMA, JournalExport, write_json
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Person
from tests.exchange.strategies import archives

ANA = Person(uid="a1", name="Ana", added=date(2026, 1, 2), since=date(2026, 1, 2))


@given(archives())
def test_a_journal_comes_back_as_it_was_and_is_written_the_same_again(archive: JournalExport) -> None:
    text = write_json(archive)
    reading = read_bytes(text.encode(), file="journal.json")
    assert (reading.kind, reading.archive) == ("rapport JSON", archive)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "cut off or broken"),
        ('{"a": ' * 100_000, "cut off or broken"),
        ('{"format": "rapport", "schema": 99}', "newer rapport"),
        ('{"format": "rapport", "schema": 1, "people": [{"uid": "a"}]}', r"people\[0\]"),
        ('{"format": "other", "schema": 1}', "unknown kind"),
        (write_json(JournalExport(schema=SCHEMA, people=(ANA, ANA))), "uid of their own in people"),
    ],
)
def test_what_is_not_sound_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(RapportError, match=says):
        read_bytes(text.encode(), file="journal.json")


def test_control_characters_from_other_hands_are_taken_out() -> None:
    text = write_json(JournalExport(schema=SCHEMA, people=(ANA,))).replace('"Ana"', '"A\\u001b[31mna"')
    archive = read_bytes(text.encode(), file="journal.json").archive
    assert archive is not None
    assert archive.people[0].name == "A[31mna"
