from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from rapport_tui.journal import Journal
from rapport_tui.journal.history import KEPT_ACTIONS, as_doc
from rapport_tui.model.errors import RapportError
from tests.conftest import Clock


def test_a_later_process_takes_back_and_does_again(journal: Journal, folder: Path, clock: Clock) -> None:
    journal.people.add("Ann")
    journal.entries.log(["coffee with @ann ? how is Lisbon"])
    later = Journal(folder, clock=clock)
    assert later.history.undo().label == "Wrote a line about Ann"
    assert journal.refresh()
    assert journal.entries.search() == []
    assert journal.people.find("ann").stage == "stranger"
    assert journal.history.redo().label == "Wrote a line about Ann"
    assert [note.text for note in journal.notes.open()] == ["how is Lisbon"]


def test_nothing_to_undo_and_nothing_to_redo(journal: Journal) -> None:
    with pytest.raises(RapportError, match="nothing to undo"):
        journal.history.undo()
    journal.people.add("Ann")
    with pytest.raises(RapportError, match="nothing to redo"):
        journal.history.redo()


def test_redo_goes_forward_in_order_and_stops_at_what_is_newer(journal: Journal) -> None:
    for name in ("Ann", "Ben", "Cem"):
        journal.people.add(name)
    journal.history.undo()
    journal.history.undo()
    assert [journal.history.redo().label, journal.history.redo().label] == ["Added Ben", "Added Cem"]
    journal.history.undo()
    journal.people.add("Dana")
    with pytest.raises(RapportError, match="nothing to redo"):
        journal.history.redo()
    journal.history.undo()
    assert journal.history.redo().label == "Added Dana"
    with pytest.raises(RapportError, match="nothing to redo"):
        journal.history.redo()
    [cem] = [action for action in journal.history.actions() if action.undone]
    assert journal.history.redo(cem.uid).label == "Added Cem"


def test_redo_takes_back_the_latest_undo_also_of_an_older_action(journal: Journal, folder: Path, clock: Clock) -> None:
    for name in ("Ann", "Ben", "Cem"):
        journal.people.add(name)
    ann, ben, cem = journal.history.actions()
    window = Journal(folder, clock=clock)
    journal.history.undo(ann.uid)
    window.history.undo(cem.uid)
    journal.history.undo(ben.uid)
    assert [window.history.redo().label, journal.history.redo().label] == ["Added Ben", "Added Cem"]
    journal.history.undo(ben.uid)
    redone = [journal.history.redo().label, window.history.redo().label]
    assert redone == ["Added Ben", "Added Ann"]
    with pytest.raises(RapportError, match="nothing to redo"):
        journal.history.redo()


def test_undos_of_older_versions_are_redone_in_order(journal: Journal) -> None:
    for name in ("Ann", "Ben"):
        journal.people.add(name)
    journal.history.undo()
    journal.history.undo()
    with journal._context.store.transaction() as draft:
        for action in journal.history.actions():
            draft.put("history", as_doc(replace(action, undo_order=0)))
    assert [journal.history.redo().label, journal.history.redo().label] == ["Added Ann", "Added Ben"]


def test_an_older_action_is_taken_back_unless_a_later_one_touches_the_same(journal: Journal) -> None:
    ann = journal.people.add("Ann")
    journal.people.add("Ben")
    journal.people.edit(ann.uid, role="cook")
    added_ann, added_ben, edited_ann = journal.history.actions()
    with pytest.raises(RapportError, match="“Added Ann” can’t be undone: “Edited Ann” came later"):
        journal.history.undo(added_ann.uid)
    assert journal.people.find("ann").role == "cook"
    journal.history.undo(added_ben.uid)
    journal.history.undo(edited_ann.uid)
    journal.history.undo(added_ann.uid)
    assert journal.people.search() == []
    with pytest.raises(RapportError, match="can’t be redone"):
        journal.history.redo(edited_ann.uid)
    with pytest.raises(RapportError, match="taken back already"):
        journal.history.undo(added_ann.uid)
    with pytest.raises(RapportError, match="no action"):
        journal.history.undo("nonsense")
    journal.history.redo(added_ben.uid)
    with pytest.raises(RapportError, match="done already"):
        journal.history.redo(added_ben.uid)


def test_an_undo_is_refused_where_a_file_was_changed_behind_its_back(journal: Journal) -> None:
    ann = journal.people.add("Ann")
    with journal._context.store.transaction() as draft:
        draft.put("people", {**journal._context.store.docs["people"][ann.uid], "role": "cook"})
    with pytest.raises(RapportError, match="the same was changed since"):
        journal.history.undo()


def test_the_last_actions_are_kept(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    for number in range(KEPT_ACTIONS + 5):
        journal.people.add(f"Person {number}")
    labels = [action.label for action in journal.history.actions()]
    assert labels == [f"Added Person {number}" for number in range(5, KEPT_ACTIONS + 5)]
    for _ in labels:
        journal.history.undo()
    with pytest.raises(RapportError, match="nothing to undo"):
        journal.history.undo()
    assert len(journal.people.search()) == 5


def test_what_changes_nothing_is_no_action(journal: Journal) -> None:
    ann = journal.people.add("Ann", stage="ally")
    version = journal.version
    journal.people.edit(ann.uid, role="")
    journal.people.archive([ann.uid], archived=False)
    journal.people.move([ann.uid], "ally")
    assert [action.label for action in journal.history.actions()] == ["Added Ann"]
    assert journal.version == version


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(RapportError) as caught:
        action()
    return str(caught.value)


def test_a_refused_action_leaves_no_trace(journal: Journal) -> None:
    ann = journal.people.add("Ann")
    before = journal.transfer.export("json")
    assert "needs a name" in refused(lambda: journal.people.add(" \n"))
    assert "is in your journal already" in refused(lambda: journal.people.add("ANN"))
    assert "nobody" in refused(lambda: journal.people.move([ann.uid, "nobody"], "ally")).lower()
    assert "empty" in refused(lambda: journal.entries.log(["fine, @newcomer", "yesterday: "]))
    assert journal.transfer.export("json") == before
    assert len(journal.history.actions()) == 1
    assert journal.people.find("ann") == ann
    assert "newcomer" in refused(lambda: journal.people.find("newcomer"))


def test_an_action_of_more_changes_than_the_limit_is_large(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport_tui.journal.history._LARGE", 2)
    journal.people.add("Ann")
    journal.entries.log(["tea with @ann"])
    journal.entries.log(["tea with @ann ! the list"])
    sizes = {
        len(action.changes): journal.history.is_large(action.uid, undo=True) for action in journal.history.actions()
    }
    assert sizes == {1: False, 3: True, 2: False}


def test_labels_say_what_was_done(journal: Journal) -> None:
    ann, ben = journal.people.add("Ann"), journal.people.add("Ben")
    journal.people.move([ann.uid, ben.uid], "ally")
    journal.people.archive([ben.uid])
    journal.people.snooze(ann.uid, journal.day)
    note = journal.notes.add("owe", "send the list", people=[ann.uid])
    journal.notes.close(note.uid)
    logged = journal.entries.log(["met @ann", "met @cem and @dana"])
    journal.entries.delete([logged[0].entry.uid])
    assert [action.label for action in journal.history.actions()[2:]] == [
        "Moved Ann and Ben to ally",
        "Set aside Ben",
        "Snoozed Ann",
        "Kept “send the list”",
        "Closed “send the list”",
        "Wrote 2 lines about 3 people",
        "Deleted a line",
    ]
