"""The Markdown mirror: a folder of pages that follows the journal and is never read back.

`.rapport-mirror.json` in that folder lists the files that the mirror made, with the checksum of each. A file that it
did not make, or that somebody edited since, is never overwritten or deleted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from rapport_tui.exchange.markdown_pages import write_pages
from rapport_tui.files import Files, read_regular, reason
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.transfer import TransferService
from rapport_tui.lock import Lock
from rapport_tui.model.errors import RapportError
from rapport_tui.user_files import delete_file, make_folder

_STATE: Final = ".rapport-mirror.json"
_LOCK: Final = ".rapport-mirror.lock"
_FOLDERS: Final = ("People", "Days")
_LOCK_SECONDS: Final = 10.0


class MirrorReport(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a run, or of a dry run. `kept` are paths left alone because somebody else wrote them."""

    folder: str
    pages: int
    written: int
    removed: int
    kept: tuple[str, ...]


class MirrorService:
    """The service that mirrors the journal to the folder of the settings."""

    def __init__(self, context: JournalContext, transfer: TransferService) -> None:
        self._context = context
        self._transfer = transfer

    @property
    def is_set(self) -> bool:
        """Return whether the settings name a folder."""
        return bool(self._context.settings.mirror.strip())

    def run(
        self, *, dry_run: bool = False, seconds: float = _LOCK_SECONDS, pause: Callable[[], None] = lambda: None
    ) -> MirrorReport:
        """Write the changed pages and delete those of people who no longer exist.

        `pause` is called before each page. Raises `BusyError` if another process is still writing after `seconds`, and
        `RapportError` if a file can't be read or written.
        """
        folder = self._folder()
        if dry_run:
            return self._run(folder, pause, dry_run=True)
        make_folder(folder)
        with Lock(folder / _LOCK, seconds=seconds):
            return self._run(folder, pause, dry_run=False)

    def _run(self, folder: Path, pause: Callable[[], None], *, dry_run: bool) -> MirrorReport:
        made = _read_state(folder)
        pages: dict[str, bytes] = {}
        for path, text in self._pages():
            pause()
            pages[path] = text.encode()
        removed: list[str] = []
        kept: list[str] = []
        written: dict[str, bytes] = {}
        for path in sorted(made.keys() - pages.keys()):
            there = _read_page(folder / path)
            (removed if there is None or _is_made(there, made[path]) else kept).append(path)
        gone = {path.casefold() for path in removed}  # some file systems take names that differ in case for one
        for path, data in pages.items():
            pause()
            there = _read_page(folder / path) if path in made or path.casefold() not in gone else None
            if there == data or there is None or _is_made(there, made.get(path)):
                made[path] = _checksum(data)
                if there != data:
                    written[path] = data
                    made[path] += f" {_checksum(there)}" if there is not None else ""
            else:
                kept.append(path)
        if (written or removed or not (folder / _STATE).exists()) and not dry_run:
            _apply(folder, made, written, removed, pause)
        return MirrorReport(
            folder=str(folder), pages=len(pages), written=len(written), removed=len(removed), kept=tuple(kept)
        )

    def _pages(self) -> Iterator[tuple[str, str]]:
        return write_pages(self._transfer.archive(), self._context.settings.day_start)

    def _folder(self) -> Path:
        if not self.is_set:
            raise RapportError(
                "No folder for the mirror is set. Set one with: rapport settings --set mirror=~/rapport-pages"
            )
        return self._context.outside(Path(self._context.settings.mirror.strip()))


def _apply(
    folder: Path, made: dict[str, str], written: dict[str, bytes], removed: list[str], pause: Callable[[], None]
) -> None:
    """Delete and write pages. The state holds both versions of each meanwhile, so that a killed run can be repeated."""
    _write_page(folder / _STATE, _encoded(made))
    for path in removed:
        pause()
        delete_file(folder / path)
        del made[path]
    for name in _FOLDERS:
        make_folder(folder / name)
    for path, data in written.items():
        pause()
        _write_page(folder / path, data)
        made[path] = _checksum(data)
    _write_page(folder / _STATE, _encoded(made))


def _encoded(state: dict[str, str]) -> bytes:
    return msgspec.json.encode(dict(sorted(state.items())))


def _is_made(data: bytes, checksums: str | None) -> bool:
    """Return whether the mirror made a page; the state has one checksum for it, or two if a run was killed."""
    return checksums is not None and _checksum(data) in checksums.split()


def _read_state(folder: Path) -> dict[str, str]:
    """Return the checksums of the files that the mirror made, by path; empty before the first run."""
    try:
        state = msgspec.json.decode(read_regular(folder / _STATE)[0], type=dict[str, str])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise RapportError(
            f"{folder / _STATE}, which tells what the mirror wrote, can’t be read: {reason(error)}. "
            "Choose another folder, or delete this one’s pages."
        ) from error
    return {path: checksum for path, checksum in state.items() if _is_page(path)}


def _is_page(path: str) -> bool:
    folder, _, name = path.partition("/")
    return folder in _FOLDERS and name.endswith(".md") and "/" not in name and "\\" not in name


def _read_page(path: Path) -> bytes | None:
    try:
        return read_regular(path)[0]
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise RapportError(f"{path} can’t be read: {reason(error)}.") from error


def _write_page(path: Path, data: bytes) -> None:
    try:
        Files().put(path, data, durable=False)
    except (OSError, ValueError) as error:
        raise RapportError(f"{path} can’t be written: {reason(error)}.") from error


def _checksum(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
