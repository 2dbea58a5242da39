"""The counts of imported people."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.journal.inbox import InboxProgress, InboxService
from rapport_tui.model.errors import RapportError
from tests.conftest import Clock, import_files

_CSV = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
_STEPS = st.sampled_from(["import", "move", "archive", "restore", "delete", "add", "undo", "redo"])


@given(st.lists(st.tuples(_STEPS, st.integers(0, 9)), max_size=12))
def test_the_counts_follow_each_change(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, patch("os.fsync"):
        journal = Journal(Path(folder) / "journal", clock=Clock())
        for place, (step, number) in enumerate(steps):
            found = [
                *journal.people.search("is:inbox"),
                *journal.people.search("is:archived"),
                *journal.people.search(),
            ]
            uid = found[number % len(found)].person.uid if found else ""
            if step == "import":
                file = Path(folder) / "Connections.csv"
                file.write_text(f"{_CSV}Ann,Lee{number},,a{number}@x.org,Acme,Cook,07 Jun 2022\n", encoding="utf-8")
                import_files(journal, [file])
            elif step == "add":
                journal.people.add(f"Name {place}")
            elif step in ("undo", "redo"):
                history = journal.history
                if any(action.undone == (step == "redo") for action in history.actions()):
                    with suppress(RapportError):  # a later action may have changed the same people
                        history.undo() if step == "undo" else history.redo()
            elif uid and step == "move":
                journal.people.move([uid], "ally")
            elif uid and step == "delete":
                journal.people.delete(uid)
            elif uid:
                journal.people.archive([uid], archived=step == "archive")
            assert journal.inbox.progress == InboxService(journal._context).progress
        journal.close()


def test_imported_people_wait_are_placed_or_set_aside(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "Connections.csv"
    rows = "".join(f"{name},Lee,,{name}@x.org,Acme,Cook,07 Jun 2022\n" for name in ("Ann", "Bo", "Cy", "Di"))
    file.write_text(_CSV + rows, encoding="utf-8")
    journal.people.add("Eve")  # not imported
    import_files(journal, [file])
    assert journal.inbox.progress == InboxProgress(waiting=4, placed=0, never=0)
    ann, bo, *_ = (summary.person.uid for summary in journal.people.search("is:inbox"))
    journal.people.move([ann], "ally")
    journal.people.archive([bo])
    assert journal.inbox.progress == InboxProgress(waiting=2, placed=1, never=1)
    journal.people.archive([ann])
    assert journal.inbox.progress == InboxProgress(waiting=2, placed=1, never=1)
