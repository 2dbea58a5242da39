"""The memory of large work grows with what is kept of it, not with objects made on the way."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from tests.bench import journals
from tests.conftest import Clock

PHOTO = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["/9j/" + "A" * 70] * 40) + "\r\n"


def vcard(count: int, photo: str = "") -> bytes:
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lind {number};Zoë;;;\r\nFN:Zoë Lind {number}\r\nORG:Tide\\, Ltd\r\n"
        f"EMAIL:p{number}@x.example\r\nTEL;type=CELL:+44 7700 {number:06}\r\nBDAY:1980-03-21\r\n{photo}"
        f"NOTE:met at the fair\\nstand {number}\r\nUID:u-{number}\r\nEND:VCARD\r\n"
        for number in range(count)
    ).encode()


def table(count: int) -> bytes:
    rows = (f"Zoë,Lind {number},p{number}@x.example,Tide,Lead\n" for number in range(count))
    return ("First Name,Last Name,Email Address,Company,Position\n" + "".join(rows)).encode()


def peak_of(work: Callable[[], object]) -> int:
    """Return the most bytes that were in use at once during `work`, and what it returns, over those before it."""
    tracemalloc.start(1)
    try:
        before, _ = tracemalloc.get_traced_memory()
        kept = work()
        _, peak = tracemalloc.get_traced_memory()
        del kept
    finally:
        tracemalloc.stop()
    return peak - before


def planned(tmp_path: Path, content: bytes) -> int:
    path, journal = tmp_path / "file", Journal(tmp_path / "journal", clock=Clock())
    path.write_bytes(content)
    peak = peak_of(lambda: journal.transfer.plan(journal.transfer.read([path])))
    journal.close()
    return peak


@pytest.mark.parametrize(("make", "most"), [(vcard, 4_500), (table, 2_800)])
def test_a_plan_takes_little_for_each_record(make: Callable[[int], bytes], most: int, tmp_path: Path) -> None:
    _, few, many = (planned(tmp_path, make(count)) for count in (5, 300, 700))  # the first imports modules
    assert (many - few) / 400 < most


def test_a_photo_is_not_kept(tmp_path: Path) -> None:
    _, without, with_photos = (planned(tmp_path, vcard(60, photo)) for photo in ("", "", PHOTO))
    assert with_photos - without < 1.2 * 60 * len(PHOTO)  # the file, while it is read


def test_to_take_in_and_to_undo_takes_little_for_each_record(tmp_path: Path) -> None:
    path, journal = tmp_path / "people.csv", Journal(tmp_path / "journal", clock=Clock())
    path.write_bytes(table(1_500))
    plan = journal.transfer.plan(journal.transfer.read([path]))
    taken = peak_of(lambda: journal.transfer.take_in(plan))
    undone = peak_of(journal.history.undo)
    assert taken / 1_500 < 4_500
    assert undone / 1_500 < 3_000
    journal.close()


def test_to_check_a_journal_takes_little_more_than_its_file(tmp_path: Path) -> None:
    journals.write(tmp_path / "journal", journals.Size(200, 2_000)).close()
    Journal(tmp_path / "journal", clock=Clock()).open().close()  # which keeps its index
    journal = Journal(tmp_path / "journal", clock=Clock())
    peak = peak_of(journal.maintenance.check)
    size = (tmp_path / "journal" / "rapport.json").stat().st_size
    journal.close()
    assert peak < 5.5 * size
