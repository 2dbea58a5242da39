"""An encrypted journal beside a plain one: one saved change, loading, a locked line, the first frame.

The key is given: what a passphrase takes to become one, a second or more on purpose, is not measured.
"""

from __future__ import annotations

import gc
import os
import shutil
from binascii import b2a_base64
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from pyrage import encrypt as encrypt_bytes
from pyrage.x25519 import Identity

from rapport_tui.files import Files
from rapport_tui.journal import Journal
from rapport_tui.store import Store
from rapport_tui.store.conversion import encrypt
from rapport_tui.store.location import place_of
from tests.bench import journals
from tests.bench.harness import (
    Bench,
    Samples,
    Table,
    Took,
    against,
    compared,
    in_turns,
    ms,
    tails_against,
    told_in_turns,
    walls,
)
from tests.bench.processes import told
from tests.bench.start import FRAME, PAINTED, started
from tests.encrypted import KEY, WRAPPED

SIZE: Final = journals.LIFE
PLAIN, ENCRYPTED, RAW = "plain", "encrypted", "append + fsync of the same bytes"
LEAST: Final = "age alone, then append + fsync"
_LOAD: Final = """
import sys, time
from pathlib import Path
from rapport_tui.store import Store
began = time.perf_counter()
Store(Path(sys.argv[1]), key=sys.argv[2])
print(time.perf_counter() - began)
"""


def _entry(number: int) -> dict[str, object]:
    text = "coffee with @priya about her move #travel ? how is Lisbon"
    return {"uid": f"x{number:09d}", "day": "2026-11-23", "text": text, "people": ["p000000001"], "topics": ["travel"]}


def _saves(store: Store) -> Callable[[], None]:
    numbers = count()

    def save() -> None:
        with store.transaction() as draft:
            draft.put("entries", _entry(next(numbers)))

    return save


def _appends(path: Path, line: bytes, key: str = "") -> Callable[[], None]:
    """Append a line, with a `key` encrypted each time by pyrage itself."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    recipients = [Identity.from_str(key).to_public()] if key else []

    def save() -> None:
        os.write(handle, b2a_base64(encrypt_bytes(line, recipients)) if key else line)
        os.fsync(handle)

    return save


def _both(bench: Bench) -> dict[str, Path]:
    """Make the same journal plain and encrypted."""
    folders = {name: bench.folder / "both" / name for name in (PLAIN, ENCRYPTED)}
    for folder in folders.values():
        shutil.copytree(bench.journal(SIZE), folder)
    encrypt(Files(), place_of(folders[ENCRYPTED]), KEY, WRAPPED)
    store = Store(folders[PLAIN])
    store.tidy(at_once=True)
    store.close()
    return folders


def _saved(bench: Bench, folders: dict[str, Path], rounds: int) -> dict[str, Samples]:
    stores = {PLAIN: Store(folders[PLAIN]), ENCRYPTED: Store(folders[ENCRYPTED], key=KEY)}
    subjects = {name: _saves(store) for name, store in stores.items()}
    seal, log = stores[ENCRYPTED].place.seal, stores[ENCRYPTED].place.log
    before = log.stat().st_size
    subjects[ENCRYPTED]()
    line = log.read_bytes()[before:]
    subjects[RAW] = _appends(bench.folder / "raw", line)
    subjects[LEAST] = _appends(bench.folder / "least", seal.open_line(line[:-1]), KEY)
    gc.collect()
    gc.freeze()  # as the program does once it is open
    samples = in_turns(subjects, rounds=rounds)
    gc.unfreeze()
    for store in stores.values():
        store.close()
    return samples


def _loaded(bench: Bench, folders: dict[str, Path], rounds: int) -> dict[str, list[float]]:
    def load(folder: Path) -> float:
        return float(told([bench.python, "-c", _LOAD, str(folder), KEY])[1])

    return told_in_turns({name: partial(load, folder) for name, folder in folders.items()}, rounds=rounds)


def _frames(bench: Bench, folders: dict[str, Path], rounds: int) -> dict[str, list[Took]]:
    """Start the app on both. No frame can be kept for the plain one either, as `derived` is a file there."""
    shutil.rmtree(folders[PLAIN] / "derived", ignore_errors=True)
    (folders[PLAIN] / "derived").write_bytes(b"")
    subjects: dict[str, Callable[[], Took]] = {
        name: partial(started, [bench.rapport], PAINTED[FRAME], bench.env_of(folder))
        for name, folder in folders.items()
    }
    return told_in_turns(subjects, rounds=rounds)


def run(bench: Bench) -> list[Table]:
    """Measure all with 50,000 entries; loading in full and by an index."""
    folders = _both(bench)
    saved = _saved(bench, folders, 300 if bench.quick else 1_000)
    saving = Table("One saved change with 50,000 entries, ms at p50 / p95", ("", "ms"))
    for name, samples in saved.items():
        saving.add(name, samples.both)
    ratio = tails_against(saved[ENCRYPTED].seconds, saved[RAW].seconds)  # as the bar of a plain save
    bench.bar(f"one saved change, encrypted, to {RAW}, p95", "≤ 2×", str(ratio), holds=ratio.middle <= 2)
    loading = Table("Loading 50,000 entries in a process of its own, ms at p50", ("", PLAIN, ENCRYPTED, "ratio"))
    for what, lines, indexed in (
        ("in full", 0, False),
        ("in full, 400 lines in the log", 400, False),
        ("by index", 0, True),
    ):
        for name, folder in folders.items():
            _settle(folder, KEY if name == ENCRYPTED else "", lines, indexed=indexed)
        loaded = _loaded(bench, folders, 5 if bench.quick else 15)
        ratio = against(loaded[ENCRYPTED], loaded[PLAIN])
        loading.add(what, *(ms(Samples(some).p50) for some in loaded.values()), str(ratio))
        bench.bar(
            f"loading 50,000 entries {what}, encrypted, to plain", "≤ 1.3×", str(ratio), holds=ratio.middle <= 1.3
        )
    frames = _frames(bench, folders, 8 if bench.quick else 25)
    ratio = against(walls(frames[ENCRYPTED]), walls(frames[PLAIN]))
    bench.bar(f"start, encrypted: {FRAME}, to plain", "≤ 1.05×", str(ratio), holds=ratio.middle <= 1.05)
    return [saving, loading, compared("The first frame; p50", frames)]


def _settle(folder: Path, key: str, lines: int, *, indexed: bool) -> None:
    """Merge the log, write so many lines to the new one, and have an index of the snapshot or none."""
    store = Store(folder, key=key)
    store.tidy(at_once=True)
    save = _saves(store)
    for _ in range(lines):
        save()
    store.close()
    store.place.index.unlink(missing_ok=True)
    if indexed:
        journal = Journal(folder)
        if key:
            journal.unlock(key)
        journal.open().close()
