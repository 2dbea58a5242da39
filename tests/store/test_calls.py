"""Test which system calls a save makes, the same few whatever the size of the journal, and how many of Python."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from rapport_tui.store import Store

if sys.platform == "win32":
    pytest.skip("the calls of Unix are counted", allow_module_level=True)

import fcntl

CALLS: Final = (
    *((os, name) for name in ("open", "close", "read", "write", "lseek", "fsync", "ftruncate", "stat", "fstat")),
    *((os, name) for name in ("replace", "rename", "link", "unlink", "mkdir", "scandir", "listdir")),
    (io, "open"),
    (fcntl, "flock"),
)


def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return what counts the calls to the system from now on, by name."""
    gc.collect()  # a lock of another test that nobody closed is closed here
    calls: Counter[str] = Counter()

    def counting(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def count(*args: Any, **named: Any) -> Any:
            calls[name] += 1
            return call(*args, **named)

        return count

    for module, name in CALLS:
        monkeypatch.setattr(module, name, counting(f"{module.__name__}.{name}", getattr(module, name)))
    return calls


@pytest.mark.parametrize("documents", [10, 10_000])
def test_a_saved_change_is_these_calls_however_much_there_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, documents: int
) -> None:
    store = Store(folder)
    with store.transaction() as draft:
        for number in range(documents):
            draft.put("people", {"uid": f"p{number}", "name": f"Ann {number}"})
    with store.transaction() as draft:  # the files stay open from here on
        draft.put("people", {"uid": "p1", "name": "Anna"})
    calls = counted(monkeypatch)
    with store.transaction() as draft:
        draft.put("people", {"uid": "p2", "name": "Anna"})
    saved = calls.copy()
    monkeypatch.undo()
    store.close()
    assert saved == {"os.write": 1, "os.fsync": 1, "fcntl.flock": 2, "os.stat": 3}


def test_a_saved_change_goes_through_few_functions(folder: Path) -> None:
    """After a sync the caches of the processor are cold: each function more makes a save longer."""
    store = Store(folder)
    for number in range(2):  # the files stay open from here on
        with store.transaction() as draft:
            draft.put("people", {"uid": f"p{number}", "name": "Ann"})
    calls: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            calls[frame.f_code.co_qualname] += 1

    sys.setprofile(count)
    with store.transaction() as draft:
        draft.put("people", {"uid": "p2", "name": "Ann"})
    sys.setprofile(None)
    store.close()
    assert calls.total() <= 54, calls
