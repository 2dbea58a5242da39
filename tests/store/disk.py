"""A disk whose power is cut: what was not synced may be there, in part, in another order, or not at all.

`Recorder` notes what a store asks of the system; `Disk` goes along with that and can be asked for what might be left.
It is harsher than a real disk: of what was not synced, any part may last, and names lose their order.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

from tests.store.script import Docs, Unsynced

BLOCK = 512


class Event(NamedTuple):
    """One call to the system: `what` was called on `path`, and on which file (a number of our own)."""

    what: str
    path: Path
    file: int = 0
    at: int = 0
    data: bytes = b""
    to: Path = Path()


class Recorder(Unsynced):
    """Files that note every call in `trace`, and what the script said before it in `told`."""

    def __init__(self) -> None:
        self.trace: list[Event] = []
        self.told: list[tuple[Docs, Docs]] = []
        self.now: tuple[Docs, Docs] = ({}, {})
        self._handles: dict[int, tuple[int, Path]] = {}
        self._names: dict[Path, int] = {}
        self._files = 0

    def _note(self, event: Event) -> None:
        self.trace.append(event)
        self.told.append(self.now)

    def know(self, path: Path, file: int) -> None:
        """Take in a file that was there before."""
        self._names[path] = file
        self._files = max(self._files, file)

    def open_new(self, path: Path) -> int:
        self._files += 1
        self._names[path] = self._files
        handle = super().open_new(path)
        self._handles[handle] = (self._files, path)
        self._note(Event("create", path, self._files))
        return handle

    def open_old(self, path: Path) -> int:
        handle = super().open_old(path)
        self._handles[handle] = (self._names[path], path)
        return handle

    def write(self, handle: int, data: bytes | memoryview) -> int:
        import os

        file, path = self._handles[handle]
        at = os.fstat(handle).st_size
        self._note(Event("write", path, file, at, bytes(data)))
        return super().write(handle, data)

    def truncate(self, handle: int, size: int) -> None:
        file, path = self._handles[handle]
        self._note(Event("truncate", path, file, size))
        super().truncate(handle, size)

    def sync(self, handle: int) -> None:
        file, path = self._handles[handle]
        self._note(Event("sync", path, file))

    def replace(self, old: Path, new: Path) -> None:
        super().replace(old, new)
        self._names[new] = self._names.pop(old)
        self._note(Event("rename", old, self._names[new], to=new))

    def link(self, old: Path, new: Path) -> None:
        super().link(old, new)
        self._names[new] = self._names[old]
        self._note(Event("link", new, self._names[new]))

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        if self._names.pop(path, None) is not None:
            self._note(Event("unlink", path))

    def make_folder(self, path: Path) -> None:
        is_new = not path.exists()
        super().make_folder(path)
        if is_new:
            self._note(Event("make folder", path))

    def sync_folder(self, path: Path) -> None:
        self._note(Event("sync folder", path))


class Disk:
    """The contents of the disk that are certain, and those on their way there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lasting: dict[int, bytes] = {}
        self._writes: dict[int, list[Event]] = {}
        self._names: dict[Path, int] = {}
        self._moves: dict[Path, list[Event]] = {}

    def put(self, path: Path, file: int, data: bytes) -> None:
        """Have a file that is there for certain."""
        self._names[path] = file
        self._lasting[file] = data

    def take(self, event: Event) -> None:
        """Go along with a call."""
        match event.what:
            case "write" | "truncate":
                self._writes.setdefault(event.file, []).append(event)
            case "sync":
                for write in self._writes.pop(event.file, ()):
                    self._lasting[event.file] = _done(self._lasting.get(event.file, b""), write)
            case "sync folder":
                for move in self._moves.pop(event.path, ()):
                    _move(self._names, move)
            case _:
                self._moves.setdefault(event.path.parent, []).append(event)

    def left(self, chance: random.Random) -> dict[Path, bytes]:
        """Return what may be left when the power goes now: contents by path, folders that were lost left out."""
        names = dict(self._names)
        gone_folders = set()
        for moves in self._moves.values():
            for move in moves:
                if chance.random() < 0.5:
                    _move(names, move)
                elif move.what == "make folder":
                    gone_folders.add(move.path)
        contents: dict[int, bytes] = {}
        for file in set(names.values()):
            content = self._lasting.get(file, b"")
            for write in self._writes.get(file, ()):
                content = _partly(content, write, chance)
            contents[file] = content
        return {path: contents[file] for path, file in names.items() if path.parent not in gone_folders}


def _move(names: dict[Path, int], event: Event) -> None:
    match event.what:
        case "create" | "link":
            names[event.path] = event.file
        case "rename":
            names.pop(event.path, None)
            names[event.to] = event.file
        case "unlink":
            names.pop(event.path, None)


def _done(content: bytes, event: Event) -> bytes:
    if event.what == "truncate":
        return content[: event.at]
    return content[: event.at].ljust(event.at, b"\0") + event.data + content[event.at + len(event.data) :]


def _partly(content: bytes, event: Event, chance: random.Random) -> bytes:
    """Return what a write that was not synced may have left of itself."""
    kind = chance.choice(("all", "none", "cut", "zeros", "blocks"))
    data = event.data
    if kind == "none" or (event.what == "truncate" and kind != "all"):
        return content
    if kind == "cut":
        data = data[: chance.randint(0, len(data))]
    elif kind == "zeros":
        kept = chance.randint(0, len(data))
        data = data[:kept] + bytes(len(data) - kept)
    elif kind == "blocks":
        blocks = [data[i : i + BLOCK] for i in range(0, len(data), BLOCK)]
        data = b"".join(block if chance.random() < 0.5 else bytes(len(block)) for block in blocks)
    return _done(content, event._replace(data=data))
