"""Generate changes of a journal from a seed for the fault tests, with the expected result of each."""

from __future__ import annotations

import copy
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rapport_tui.files import Files
from rapport_tui.store import Store
from tests.encrypted import KEY, PUBLIC

Docs = dict[str, dict[str, dict[str, Any]]]
TEXTS = ("plain", "two\nlines", "王小明 👩‍💻", "\u202e[bold]x[/", "x" * 300, "y" * 9000, "")


def docs_of(store: Store) -> Docs:
    """Return a copy of all that a store shows, empty tables left out."""
    return {name: copy.deepcopy(dict(table)) for name, table in store.docs.items() if table}


def opened(folder: Path, files: Files | None = None) -> Store:
    """Open the journal in `folder`, with its key if it is encrypted; a new one is encrypted if it has a public key."""
    return Store(folder, files=files or Unsynced(), key=KEY)


def begin(folder: Path, *, encrypted: bool) -> None:
    """Delete the journal in `folder`; the next one to be opened there is encrypted or plain."""
    shutil.rmtree(folder, ignore_errors=True)
    if encrypted:
        folder.mkdir(parents=True)
        (folder / "key.pub").write_text(f"{PUBLIC}\n", encoding="ascii")


def read(folder: Path) -> Docs:
    """Return all that is in the journal in `folder` for somebody who opens it."""
    store = opened(folder)
    docs = docs_of(store)
    on_disk = docs_of(opened(folder))
    assert on_disk == docs, "what was mended is not what was shown"
    return docs


class Unsynced(Files):
    """Files without the wait for the disk: for who dies with the process only, not with the machine."""

    def sync(self, handle: int) -> None:
        pass

    def sync_folder(self, path: Path) -> None:
        pass


class Script:
    """A run of changes.

    `acknowledged` is what is saved for certain, `attempted` what would be if the change that is under way is saved
    too. `tell` is called with these after each.
    """

    def __init__(self, folder: Path, files: Files, *, seed: int, steps: int) -> None:
        self._folder = folder
        self._files = files
        self._random = random.Random(seed)
        self._steps = steps
        self.acknowledged: Docs = {}
        self.attempted: Docs = {}
        self.tell: Callable[[Docs, Docs], None] = lambda acknowledged, attempted: None
        self._number = 0

    def run(self) -> None:
        """Do all of it: two windows take turns, files are tidied, one window is closed and opened."""
        windows = [opened(self._folder, self._files), opened(self._folder, self._files)]
        for step in range(self._steps):
            store = windows[step % 2]
            self._change(store)
            if step % 5 == 3:
                store.tidy(at_once=True)
            if step % 7 == 5:
                windows[0] = opened(self._folder, self._files)
        for store in windows:
            store.refresh()
            assert docs_of(store) == self.acknowledged

    def _change(self, store: Store) -> None:
        store.refresh()
        after = copy.deepcopy(self.acknowledged)
        with store.transaction() as draft:
            for _ in range(self._random.randint(1, 4)):
                name = self._random.choice(("people", "entries", "notes"))
                table = after.setdefault(name, {})
                if table and self._random.random() < 0.3:
                    uid = self._random.choice(list(table))
                    del table[uid]
                    draft.remove(name, uid)
                    continue
                self._number += 1
                uid = self._random.choice([*table, f"u{self._number}"])
                doc = {"uid": uid, "text": self._random.choice(TEXTS), "number": self._number}
                table[uid] = doc
                draft.put(name, dict(doc))
            self.attempted = {name: table for name, table in after.items() if table}
            self.tell(self.acknowledged, self.attempted)
        self.acknowledged = self.attempted
        self.tell(self.acknowledged, self.attempted)


def same(left: Docs, right: Docs) -> bool:
    """Return whether two journals hold the same."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
