"""Lines from a folder: each exactly once, whatever a sync client does to the files."""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport_tui.journal import Journal
from rapport_tui.journal.text_folder import original_name
from rapport_tui.model.errors import RapportError
from rapport_tui.settings import Settings
from tests.conftest import Clock

_WORDS = ("tea on the roof", "a walk by the river", "lunch", "the stand-up, late")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The folder that the phone writes to."""
    folder = tmp_path / "phone"
    folder.mkdir()
    return folder


@pytest.fixture
def journal(tmp_path: Path, inbox: Path, clock: Clock) -> Journal:
    """A journal that takes in lines from the folder, at nine on Monday 23 November 2026."""
    return Journal(tmp_path / "journal", settings=Settings(inbox=str(inbox)), clock=clock)


def write(path: Path, text: str, at: str = "2026-11-23T08:00") -> None:
    path.write_text(text, encoding="utf-8")
    stamp = datetime.fromisoformat(at).timestamp()
    os.utime(path, (stamp, stamp))


def texts(journal: Journal) -> list[str]:
    return sorted(entry.text for entry in journal.entries.search())


def test_lines_are_taken_on_the_day_they_were_written(journal: Journal, inbox: Path) -> None:
    write(inbox / "talks.txt", "- tea with @ann\n9am: a call with @bo\n20 nov: lunch with @cy\n", "2026-11-21T22:00")
    write(inbox / "2026-11-19 note.md", "* [ ] a walk with @dee")
    assert len(journal.received.run().taken) == 4
    found = {entry.text: f"{entry.day} {entry.time or ''}" for entry in journal.entries.search()}
    assert found == {
        "tea with @ann": "2026-11-21 ",
        "a call with @bo": "2026-11-21 09:00:00",
        "lunch with @cy": "2026-11-20 ",
        "a walk with @dee": "2026-11-19 ",
    }
    assert not journal.received.has_news
    assert journal.received.run().taken == ()


def test_what_was_undone_or_deleted_is_not_taken_again(journal: Journal, inbox: Path) -> None:
    write(inbox / "talks.txt", "tea with @ann\na walk with @bo\n")
    journal.received.run()
    journal.history.undo()
    journal.entries.delete([entry.uid for entry in journal.entries.search()])
    assert journal.received.run().taken == ()
    assert texts(journal) == []


def test_an_unfinished_line_waits_until_the_file_is_left_alone(journal: Journal, inbox: Path, clock: Clock) -> None:
    write(inbox / "talks.txt", "tea with @ann\na walk with @pri", clock.now.isoformat())
    report = journal.received.run()
    assert [line.text for line in report.taken] == ["tea with @ann"]
    assert "two minutes" in report.waiting[0].reason
    write(inbox / "talks.txt", "tea with @ann\na walk with @priya about trains", clock.now.isoformat())
    clock.now += timedelta(minutes=3)
    assert journal.received.has_news
    assert [line.text for line in journal.received.run().taken] == ["a walk with @priya about trains"]
    assert [summary.person.name for summary in journal.people.search()] == ["Ann", "Priya"]


def test_a_line_edited_on_the_phone_changes_its_entry(journal: Journal, inbox: Path) -> None:
    write(inbox / "talks.txt", "tea with @ann about trains\nlunch\n")
    journal.received.run()
    write(inbox / "talks.txt", "lunch\ntea with @ann about trains and planes\na walk\n")
    journal.received.run()
    assert texts(journal) == ["a walk", "lunch", "tea with @ann about trains and planes"]
    entry = journal.entries.search("planes")[0]
    journal.entries.edit(entry.uid, journal.entries.line(entry) + ", at the office")
    write(inbox / "talks.txt", "lunch\ntea with @ann about trains and boats\na walk\n")
    journal.received.run()
    assert len(texts(journal)) == 4  # what was edited here keeps its words, and the phone's are not lost


def test_a_line_like_the_one_before_is_another_unless_it_takes_its_place_among_others(
    journal: Journal, inbox: Path
) -> None:
    alike = ["a long walk with @ann by the river", "a long walk with @ann by the rocks"]
    write(inbox / "note.txt", f"{alike[0]}\n")  # a file that always has the last note alone
    journal.received.run()
    write(inbox / "note.txt", f"{alike[1]}\n", "2026-11-23T08:10")
    journal.received.run()
    assert texts(journal) == alike
    others = ["a slow lunch with @bo at the harbour", "the stand-up"]
    write(inbox / "talks.txt", "\n".join(others) + "\n")
    journal.received.run()
    two = ["a slow lunch with @bo at the harbor", "a slow lunch with @bo at a harbour"]
    write(inbox / "talks.txt", "\n".join([*two, others[1]]) + "\n", "2026-11-23T08:10")
    journal.received.run()
    assert texts(journal) == sorted([*alike, *others, *two])


def test_what_cannot_be_understood_waits_with_its_reason(journal: Journal, inbox: Path) -> None:
    journal.people.add("Sam Lee")
    journal.people.add("Sam Roe")
    write(inbox / "talks.txt", "tea with @sam\nlunch\n2026-12-01: a walk\n")
    (inbox / "picture.txt").write_bytes(b"\xff\x00\x81")
    (inbox / "other.doc").write_text("not looked at", encoding="utf-8")
    os.mkfifo(inbox / "pipe.txt")
    report = journal.received.run()
    assert [line.text for line in report.taken] == ["lunch"]
    assert {line.file for line in report.waiting} == {"talks.txt", "picture.txt", "pipe.txt"}
    assert any("Sam" in line.reason for line in report.waiting)
    waits = next(line for line in report.waiting if "@sam" in line.text)
    assert all(line.id != waits.id for line in journal.received.run(skip=waits.id).waiting)
    assert all(line.id != waits.id for line in journal.received.run().waiting)
    with pytest.raises(RapportError, match="rapport inbox"):
        journal.received.run(skip="nope")


def test_the_same_line_of_another_day_is_asked_about(journal: Journal, inbox: Path) -> None:
    write(inbox / "monday.txt", "tea with @ann\n", "2026-11-16T08:00")
    write(inbox / "sunday.txt", "tea with @ann\n", "2026-11-22T08:00")
    report = journal.received.run()
    assert len(report.taken) == 1
    assert "put its date before it" in report.waiting[0].reason
    write(inbox / "sunday.txt", "22 nov: tea with @ann\n", "2026-11-23T08:00")
    journal.received.run()
    assert len(texts(journal)) == 2


def test_files_move_away_only_when_all_is_taken(journal: Journal, inbox: Path, tmp_path: Path) -> None:
    done = tmp_path / "done"
    journal.settings = Settings(inbox=str(inbox), inbox_done=str(done))
    write(inbox / "a.txt", "lunch\n")
    write(inbox / "b.txt", "2026-12-01: a walk\n")
    journal.received.run()
    write(inbox / "a.txt", "supper\n")
    journal.received.run()
    assert sorted(path.name for path in done.iterdir()) == ["a 2.txt", "a.txt"]
    assert [path.name for path in inbox.iterdir()] == ["b.txt"]


def test_two_machines_make_one_entry_of_a_line(journal: Journal, inbox: Path, tmp_path: Path, clock: Clock) -> None:
    write(inbox / "a.txt", "tea with @ann\n", "2026-11-22T08:00")
    other = Journal(tmp_path / "other", settings=Settings(inbox=str(inbox)), clock=clock)
    journal.received.run()
    other.received.run()
    assert journal.entries.search()[0].uid == other.entries.search()[0].uid


def test_a_file_of_two_known_lines_is_a_copy_and_one_of_a_single_line_is_asked_about(
    journal: Journal, inbox: Path
) -> None:
    for name, day in (("a", "22"), ("b", "23")):
        write(inbox / f"{name}.txt", "tea with @ann\na walk with @bo\n", f"2026-11-{day}T08:00")
        assert journal.received.run().waiting == ()
    write(inbox / "c.txt", "tea with @ann\n", "2026-11-20T08:00")
    assert "The same line came in" in journal.received.run().waiting[0].reason
    assert texts(journal) == ["a walk with @bo", "tea with @ann"]


@pytest.mark.parametrize(
    "name",
    [
        "talks (Sam's conflicted copy 2026-11-23).txt",
        "talks.sync-conflict-20261123-081500-ABCDEF7.txt",
        "talks (1).txt",
        "talks 2.txt",
        "Talks copy.txt",
        "talks_conflict-20261123-081500.txt",
        "talks (1) (Case Conflict).txt",
    ],
)
def test_copies_are_known_by_their_names(name: str) -> None:
    assert original_name(name) == "talks"


@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_line_exactly_once_whatever_a_sync_client_does(
    tmp_path_factory: pytest.TempPathFactory, clock: Clock, seed: int, files: int, steps: int
) -> None:
    chance, base = random.Random(seed), tmp_path_factory.mktemp("sync")
    inbox = base / "phone"
    inbox.mkdir()
    journal = Journal(base / "journal", settings=Settings(inbox=str(inbox)), clock=clock)
    content = {
        f"note{number}.txt": [f"line {number}.{line} of a talk\n" for line in range(4)] for number in range(files)
    }
    for _ in range(steps):
        name = chance.choice(sorted(content))
        lines = list(content[name])
        match chance.randrange(5):
            case 0:  # cut in the middle of a line while it is written
                whole = "".join(lines)
                write(inbox / name, whole[: chance.randrange(len(whole))], clock.now.isoformat())
            case 1:
                chance.shuffle(lines)
                write(inbox / name, "".join(lines))
            case 2:
                write(
                    inbox / f"{name[:-4]} (Sam's conflicted copy 2026-11-23).txt",
                    "".join(lines[: chance.randint(1, 4)]),
                )
            case 3:
                write(inbox / f"renamed {chance.randrange(3)}.txt", "".join(lines), "2026-11-20T08:00")
            case _:
                (inbox / name).unlink(missing_ok=True)
        journal.received.run()
    for name, lines in content.items():
        write(inbox / name, "".join(lines))
    journal.received.run()
    wanted = Counter(line.strip() for lines in content.values() for line in lines)
    assert Counter(entry.text for entry in journal.entries.search()) == wanted
    journal.close()
