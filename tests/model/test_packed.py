from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rapport_tui.model.packed import Packed
from rapport_tui.model.records import Note

DAY = date(2026, 11, 23)
many_notes = st.integers(0, 600).map(
    lambda count: [Note(uid=f"n{number}", kind="fact", text=f"á{number}", made=DAY) for number in range(count)]
)


@settings(max_examples=25)
@given(many_notes, st.integers(-800, 800), st.integers(-800, 800), st.sampled_from([-3, -1, 1, 2]))
def test_a_packed_sequence_reads_as_a_list(notes: list[Note], start: int, stop: int, step: int) -> None:
    packed = Packed(Note, notes)
    assert packed == notes
    assert (len(packed), list(packed)) == (len(notes), notes)
    assert packed[start:stop:step] == notes[start:stop:step]
    assert [packed[place] for place in range(-len(notes), len(notes))] == notes * 2
    assert list(reversed(packed)) == notes[::-1]


def test_sequences_that_differ_are_not_equal() -> None:
    note = Note(uid="a", kind="fact", text="tea", made=DAY)
    assert Packed(Note, [note]) != [note, note]
    assert Packed(Note, [note]) != [Note(uid="b", kind="fact", text="tea", made=DAY)]
