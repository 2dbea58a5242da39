"""Replacement of a journal's files in steps that survive a power failure at any point."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

from rapport_tui.files import Files
from rapport_tui.store import backups
from rapport_tui.store.backups import JournalPaths
from rapport_tui.store.log_format import LogHeader, digest, encode_header
from rapport_tui.store.recovery import JournalState, RecoveryResult, Repair
from rapport_tui.store.snapshot_format import SCHEMA, Meta, Tables, encode_snapshot


def begin(files: Files, place: JournalPaths, state: JournalState) -> None:
    """Create the first files of a journal; a file of the first format becomes a backup. Raises `OSError`."""
    is_new = files.signature(place.snapshot) is None
    if not is_new:
        backups.archive(files, place, state.gen)
    _write(files, place, state, None if is_new else (state.crc, digest(())))


def compact(files: Files, place: JournalPaths, state: JournalState) -> None:
    """Write a new snapshot from the old one and its log, and keep the old files as a backup.

    Each step is durable before the next begins, so there are three states: no change, a new snapshot that contains the
    log already, and done. Raises `OSError`.
    """
    backups.archive(files, place, state.gen)
    _write(files, place, state, (state.crc, digest(state.crcs)))
    backups.prune(files, place, datetime.now(UTC))


def mend(files: Files, place: JournalPaths, found: RecoveryResult) -> str:
    """Carry out the repair in `found`, and return the note for the user. Raises `OSError`."""
    state = found.state
    aside = None
    match found.mend:
        case Repair.CUT:
            cut(files, place, state.log_size)
        case Repair.NEW_LOG:
            _write_log(files, place, state, LogHeader(state.gen, state.crc))
        case Repair.REWRITE_ONLY:
            _write(files, place, state, found.after)
        case Repair.REWRITE:
            ours = None if found.ours is None else encode_snapshot(found.ours, Meta(SCHEMA))
            aside = backups.set_aside(files, place, state.gen, ours)
            _write(files, place, state, found.after)
            backups.prune(files, place, datetime.now(UTC))
        case _:
            pass
    return found.message(place, aside)


def replace(files: Files, place: JournalPaths, tables: Tables) -> Path:
    """Replace the journal with `tables`, and return the path of the backup of the old files. Raises `OSError`."""
    aside = backups.set_aside(files, place, 0, None)
    _write(files, place, JournalState(tables), None)
    return aside


def cut(files: Files, place: JournalPaths, size: int) -> None:
    """Truncate the log durably."""
    handle = files.open_old(place.log)
    try:
        files.truncate(handle, size)
        files.sync(handle)
    finally:
        files.close(handle)


def _write(files: Files, place: JournalPaths, state: JournalState, after: tuple[int, int] | None) -> None:
    """Write the tables in memory as the next generation."""
    archives = place.archives()
    gen = max(state.gen, archives[0].gen if archives else 0) + 1
    data = encode_snapshot(state.tables, Meta(SCHEMA, gen, after))
    files.put(place.snapshot, place.seal.close(data))
    _write_log(files, place, state, LogHeader(gen, crc32(data)))


def _write_log(files: Files, place: JournalPaths, state: JournalState, header: LogHeader) -> None:
    line = place.seal.close_line(encode_header(header))
    files.put(place.log, line)
    state.gen, state.crc, state.crcs, state.log_size = header.gen, header.snapshot, [], len(line)
