"""The Markdown mirror: a folder of pages that follows the journal and is never read back.

`.rapport-mirror.json` in that folder lists the files that the mirror made, with the checksum of each. A file that it
did not make, or that somebody edited since, is never overwritten or deleted.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from rapport_tui.files import Files, read_regular, reason
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.transfer import TransferService
from rapport_tui.model.errors import RapportError

_STATE: Final = ".rapport-mirror.json"
_FOLDERS: Final = ("People", "Days")


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

    def run(self, *, dry_run: bool = False) -> MirrorReport:
        """Write the changed pages and delete those of people who no longer exist. Raises `RapportError`."""
        folder = self._folder()
        made, found = _read_state(folder), dict(self._pages())
        written, removed, kept = [], [], []
        for path in sorted(made.keys() - found.keys()):  # first, since names that differ in case may be one file
            there = _read_page(folder / path)
            if there is not None and _checksum(there) != made[path]:
                kept.append(path)
                continue
            removed.append(path)
            del made[path]
            if not dry_run:
                _delete_page(folder / path)
        for path, text in found.items():
            data = text.encode()
            there = _read_page(folder / path)
            if there is not None and there != data and _checksum(there) != made.get(path):
                kept.append(path)
                continue
            if there != data:
                written.append(path)
                if not dry_run:
                    _write_page(folder / path, data)
            made[path] = _checksum(data)
        if (written or removed or not (folder / _STATE).exists()) and not dry_run:
            _write_page(folder / _STATE, msgspec.json.encode(dict(sorted(made.items()))))
        return MirrorReport(
            folder=str(folder), pages=len(found), written=len(written), removed=len(removed), kept=tuple(kept)
        )

    def _pages(self) -> dict[str, str]:
        from rapport_tui.exchange.markdown_pages import write_pages

        return dict(write_pages(self._transfer.archive(), self._context.settings.day_start))

    def _folder(self) -> Path:
        if not self.is_set:
            raise RapportError(
                "No folder for the mirror is set. Set one with: rapport settings --set mirror=~/rapport-pages"
            )
        return self._context.outside(Path(self._context.settings.mirror.strip()))


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
    files = Files()
    try:
        files.make_folder(path.parent)
        files.put(path, data, durable=False)
    except (OSError, ValueError) as error:
        raise RapportError(f"{path} can’t be written: {reason(error)}.") from error


def _delete_page(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise RapportError(f"{path} can’t be deleted: {reason(error)}.") from error


def _checksum(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
