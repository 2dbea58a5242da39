"""Test a thread that saves or loads much beside the one that uses the store."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from rapport_tui.model.errors import MeanwhileError, RapportError
from rapport_tui.store import ChangeSet, Store

MANY = 450


def put_many(store: Store) -> None:
    with store.transaction() as draft:
        for number in range(MANY):
            draft.put("people", {"uid": f"p{number}", "name": f"Ann {number}"})


def in_thread(store: Store, failures: list[BaseException] | None = None) -> None:
    """Run `put_many` as the background thread, and wait for it."""

    def work() -> None:
        try:
            with store.background.working():
                put_many(store)
        except RapportError as error:
            assert failures is not None
            failures.append(error)

    thread = Thread(target=work)
    thread.start()
    thread.join()


def test_what_a_thread_saved_is_on_disk_at_once_and_in_memory_in_parts(folder: Path) -> None:
    store = Store(folder)
    seen: list[ChangeSet] = []
    heard: list[int] = []
    store.observers.append(seen.append)
    store.listeners.append(lambda: heard.append(len(store.docs["people"])))
    in_thread(store)
    assert not store.docs["people"]
    assert len(Store(folder).docs["people"]) == MANY
    steps = store.apply()
    next(steps)
    assert 0 < len(store.docs["people"]) < MANY
    assert not heard
    assert sum(1 for _ in steps) >= MANY // 100 - 1
    assert heard == [MANY] == [sum(len(changes["people"]) for changes in seen)]
    assert max(len(changes["people"]) for changes in seen) <= 100


def test_a_transaction_applies_first_what_a_thread_saved(folder: Path) -> None:
    store = Store(folder)
    in_thread(store)
    next(store.apply())
    with store.transaction() as draft:
        draft.put("people", {"uid": "p7", "name": "Anna"})
    assert len(store.docs["people"]) == MANY
    assert store.docs == Store(folder).docs
    store.close()
    assert store.docs == Store(folder).docs


def test_nothing_changes_while_a_thread_works_and_closing_waits_for_it(folder: Path) -> None:
    store = Store(folder)
    begun, go_on = Event(), Event()

    def work() -> None:
        with store.background.working():
            begun.set()
            go_on.wait()
            put_many(store)

    thread = Thread(target=work)
    thread.start()
    begun.wait()
    with pytest.raises(RapportError, match="Something large is being saved"), store.transaction():
        pass
    assert not store.refresh()
    store.tidy(at_once=True)
    go_on.set()
    store.close()
    thread.join()
    assert store.docs == Store(folder).docs
    assert len(store.docs["people"]) == MANY


def test_a_thread_that_was_overtaken_by_another_process_does_its_work_again(folder: Path) -> None:
    store, theirs = Store(folder), Store(folder)
    with theirs.transaction() as draft:
        draft.put("people", {"uid": "ben", "name": "Ben"})
    failures: list[BaseException] = []
    in_thread(store, failures)
    assert isinstance(failures[0], MeanwhileError)
    for _ in store.apply():
        pass
    assert set(store.docs["people"]) == {"ben"} == set(Store(folder).docs["people"])
    in_thread(store)
    for _ in store.apply():
        pass
    assert store.docs == Store(folder).docs
    assert len(store.docs["people"]) == MANY + 1


@pytest.mark.parametrize("replaced", [False, True])
def test_a_thread_reads_what_another_process_wrote(folder: Path, *, replaced: bool) -> None:
    store, theirs = Store(folder), Store(folder)
    put_many(theirs)
    if replaced:
        theirs.tidy(at_once=True)
    assert store.unread > MANY

    def work() -> None:
        with store.background.working():
            assert store.refresh()

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert not store.docs["people"]
    for _ in store.apply():
        pass
    assert store.docs == theirs.docs
    assert store.unread == 0
