"""The state of a journal from its snapshot and log in any condition, and the repair that the files need.

A process that dies while writing leaves a snapshot and log of one generation, the log perhaps with a partial last line,
or the next snapshot with the log that it was made from. Everything else comes from outside (an editor, a sync client, a
failing disk) and gets a note for the user. This module writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from enum import Enum, auto
from pathlib import Path
from typing import Final
from zlib import crc32

import msgspec

from rapport_tui.files import read_regular
from rapport_tui.store.backups import Generation, JournalPaths
from rapport_tui.store.lazy_docs import decode_lazily
from rapport_tui.store.log_format import DecodedLog, LogHeader, apply, decode_log, digest, merge
from rapport_tui.store.migrations import migrate
from rapport_tui.store.snapshot_format import Meta, Tables, UnreadableError, decode_snapshot
from rapport_tui.store.stored_docs import copy_docs

CUT_OFF: Final = "The last change was cut short when rapport was stopped. Everything before it is here."
REBUILT: Final = "{name} could not be read. It was rebuilt from the backups and the log: nothing is missing."
KEPT_OPEN: Final = "The journal’s files were taken away or changed from outside. They are back, as they were open here."
EDITED: Final = "{name} was changed by another program. Its changes and those made here are both kept."
LOG_RUINED: Final = "A part of rapport.log could not be read. All that could be is here; the rest is kept in {aside}."
LOG_GONE: Final = "rapport.log is gone, and what was written last may be gone with it. The backups are in {backups}."
PUT_BACK: Final = (
    "An older version of {name} came back, as a sync program may do it. What was written since is here. To go "
    "back to the older one: rapport restore {older}"
)
PUT_BACK_IN_PART: Final = (
    "An older version of the journal’s files came back, as a sync program may do it. What the backups have of the time "
    "since is here; what was written last may be missing. To go back to the older one: rapport restore {older}"
)
REPLACED: Final = (
    "{name} was replaced from outside, by another copy. What was here before is kept: rapport restore {aside}"
)


class Repair(Enum):
    """The repair of the files before the next write."""

    NOTHING = auto()
    BEGIN = auto()
    """Create the first snapshot and log, at the first change: a new journal, or one file of the first format."""
    CUT = auto()
    """Truncate the log after its last valid line."""
    NEW_LOG = auto()
    """Start a new log; the snapshot contains the old one already."""
    REWRITE = auto()
    """Write a new generation from the state's tables, and set the files that were found aside."""
    REWRITE_ONLY = auto()
    """Write a new generation from the state's tables; the backups have the files that were found."""


class JournalState(msgspec.Struct):
    """The journal in a process's memory: snapshot `gen` with the CRC-32 `crc`, and the lines of its log in `tables`."""

    tables: Tables
    gen: int = 0
    crc: int = 0
    crcs: list[int] = msgspec.field(default_factory=list)
    log_size: int = 0


class RecoveryResult(msgspec.Struct, kw_only=True):
    """The contents of the files, and the repair that they need.

    `after` is the origin that the next snapshot will record. `ours` is the journal before it was replaced from outside,
    if that is known. `note` is for the user; it may contain `{name}`, that of the snapshot, `{aside}`, the path of the
    old files, and `{older}`, the backup that is the same as the snapshot found.
    """

    state: JournalState
    mend: Repair = Repair.NOTHING
    after: tuple[int, int] | None = None
    ours: Tables | None = None
    note: str = ""
    older: Path | None = None

    def message(self, place: JournalPaths, aside: Path | None = None) -> str:
        """Return the note with its paths."""
        return self.note.format(
            name=place.snapshot.name, aside=aside or place.backups, backups=place.backups, older=self.older
        )


class RecoveryInput(msgspec.Struct, frozen=True):
    """The input of `examine`: the contents of the files, None for a missing one, and other known facts.

    The snapshot and the log are as in the files. `known` is the state of this process, if the journal is open.
    `rebuild` returns the tables of a snapshot from its generation and CRC-32, if the backups have them exactly;
    `descend` returns the later snapshots in the backups. `index` is the file of the index of it or of another.
    """

    place: JournalPaths
    snapshot: bytes | None
    log: bytes | None
    known: JournalState | None
    rebuild: Callable[[int, int], Tables | None]
    descend: Callable[[int, int], tuple[Generation, Generation] | None]
    index: bytes | None = None


def examine(case: RecoveryInput) -> RecoveryResult:
    """Return the state of the files. Raises `UnreadableError` or `NewerSchemaError`; then do not change the files."""
    log = decode_log(case.log, case.place.seal) if case.log is not None else None
    if case.snapshot is None:
        return _without_snapshot(case, log)
    try:
        tables, meta, crc = _decoded(case.snapshot, case)
    except UnreadableError:
        return _without_snapshot(case, log)
    state = JournalState(migrate(tables, meta.schema), meta.gen, crc)
    if found := _put_back(case, state, log):
        return found
    if log is None:
        return _without_log(case, state)
    if log.header is None:
        return _with_ruined_log(case, state, log)
    after = (log.header.snapshot, digest(log.crcs))
    if log.header == LogHeader(state.gen, state.crc):
        return _in_step(case, state, log)
    if meta.after == after and meta.gen > log.header.gen:
        return RecoveryResult(state=state, mend=Repair.NEW_LOG)
    if log.header.gen == state.gen:
        merge(state.tables, log.lines)
        return RecoveryResult(state=state, mend=Repair.REWRITE, after=after, note=EDITED)
    ours = _as_it_was(case, log, log.header)
    state.gen = max(state.gen, log.header.gen)  # the next one has to be above both
    return RecoveryResult(state=state, mend=Repair.REWRITE, after=after, ours=ours, note=REPLACED)


def _decoded(stored: bytes, case: RecoveryInput) -> tuple[Tables, Meta, int]:
    """Return the tables, the metadata and the CRC-32 of the snapshot. Raises as `decode_snapshot` does."""
    seal = case.place.seal
    if case.index and (lazy := decode_lazily(stored, seal, case.index)):
        return lazy
    data = seal.open_or_nothing(stored)
    return *decode_snapshot(data, case.place.snapshot), crc32(data)


def _put_back(case: RecoveryInput, state: JournalState, log: DecodedLog | None) -> RecoveryResult | None:
    """Return the newest journal in the backups if the snapshot is an older one of theirs, else None."""
    made = case.descend(state.gen, state.crc)
    if made is None:
        return None
    (first, newest), header = made, log.header if log else None
    is_own = header == LogHeader(state.gen, state.crc)
    if log and is_own and first.gen == newest.gen and log.crcs[: len(first.crcs)] == first.crcs:
        return None  # a writer died between the backup and the next snapshot
    if header and not is_own and not state.gen < header.gen <= newest.gen:
        return None
    known, note = case.known, PUT_BACK
    goes_on = log if header == LogHeader(newest.gen, newest.crc) else None
    if known and (known.gen, known.crc) == (newest.gen, newest.crc):
        tables = _with(known, goes_on).tables
    else:
        tables = newest.tables
        for line in goes_on.lines if goes_on else ():
            apply(tables, line)
        note = PUT_BACK if goes_on else PUT_BACK_IN_PART
    return RecoveryResult(
        state=JournalState(tables, newest.gen, newest.crc),
        mend=Repair.REWRITE if log and not header else Repair.REWRITE_ONLY,
        after=(header.snapshot, digest(log.crcs)) if log and header else None,
        note=note,
        older=case.place.archived(state.gen),
    )


def _in_step(case: RecoveryInput, state: JournalState, log: DecodedLog) -> RecoveryResult:
    """Return the contents of a snapshot and its own log."""
    known = _same(case.known, state)
    if known and known.crcs != log.crcs[: len(known.crcs)]:  # known lines are missing
        return RecoveryResult(
            state=_with(known, log), mend=Repair.REWRITE, after=(state.crc, digest(log.crcs)), note=KEPT_OPEN
        )
    for line in log.lines:
        apply(state.tables, line)
    state.crcs, state.log_size = log.crcs, log.size
    if not known and case.known and case.known.gen >= state.gen > 0:  # an older copy of both files
        after = (state.crc, digest(log.crcs))
        return RecoveryResult(state=state, mend=Repair.REWRITE, after=after, ours=case.known.tables, note=REPLACED)
    if log.is_damaged:
        return RecoveryResult(state=state, mend=Repair.REWRITE, after=(state.crc, digest(log.crcs)), note=LOG_RUINED)
    return RecoveryResult(
        state=state, mend=Repair.CUT if log.is_torn else Repair.NOTHING, note=CUT_OFF if log.is_torn else ""
    )


def _without_log(case: RecoveryInput, state: JournalState) -> RecoveryResult:
    if state.gen == 0:
        return RecoveryResult(state=state, mend=Repair.BEGIN)
    if known := _same(case.known, state):
        return RecoveryResult(state=copy(known), mend=Repair.REWRITE, note=KEPT_OPEN)
    is_new = not state.tables and state.gen == 1  # left by a writer that died while creating the journal
    return RecoveryResult(state=state, mend=Repair.NEW_LOG, note="" if is_new else LOG_GONE)


def _with_ruined_log(case: RecoveryInput, state: JournalState, log: DecodedLog) -> RecoveryResult:
    """Return the remaining contents if the log’s header can’t be read.

    Lines are whole documents, so lines of the previous log, which the snapshot contains, change nothing.
    """
    if known := _same(case.known, state):
        return RecoveryResult(state=_with(known, log), mend=Repair.REWRITE, note=KEPT_OPEN)
    for line in log.lines:
        apply(state.tables, line)
    return RecoveryResult(state=state, mend=Repair.REWRITE, note=LOG_RUINED)


def _without_snapshot(case: RecoveryInput, log: DecodedLog | None) -> RecoveryResult:
    """Return the journal from the log, the backups and memory if the snapshot is missing or can’t be read."""
    known = case.known
    if log and log.header:
        tables = _as_it_was(case, log, log.header)
        if tables is not None:
            after = (log.header.snapshot, digest(log.crcs))
            state = JournalState(tables, log.header.gen, log.header.snapshot)
            return RecoveryResult(state=state, mend=Repair.REWRITE, after=after, note=KEPT_OPEN if known else REBUILT)
    elif known and (known.gen or known.tables):
        return RecoveryResult(state=_with(known, log), mend=Repair.REWRITE, note=KEPT_OPEN)
    archives = case.place.archives()
    if case.snapshot is None and log is None and not archives:
        return RecoveryResult(state=JournalState({}), mend=Repair.BEGIN)
    raise unreadable(case.place, is_gone=case.snapshot is None)


def unreadable(place: JournalPaths, *, is_gone: bool) -> UnreadableError:
    """Return the error for an unreadable journal, with the way to restore the newest readable backup."""
    what = "is gone" if is_gone else "is not a journal that can be read"
    copy_ = next((str(archive.snapshot) for archive in place.archives() if _can_be_read(place, archive.snapshot)), "")
    way = (
        f"The newest backup is put back with: rapport restore {copy_}"
        if copy_
        else ("Put back a copy you have with: rapport restore FILE")
    )
    return UnreadableError(f"{place.snapshot} {what}, so nothing was changed. {way}")


def _can_be_read(place: JournalPaths, path: Path) -> bool:
    try:
        decode_snapshot(place.seal.open_or_nothing(read_regular(path)[0]), path)
    except (OSError, UnreadableError):
        return False
    return True


def _as_it_was(case: RecoveryInput, log: DecodedLog, header: LogHeader) -> Tables | None:
    """Return the tables after `log`, from memory or from the backups."""
    known = case.known
    if known and (known.gen, known.crc) == (header.gen, header.snapshot):
        return _with(known, log).tables
    tables = case.rebuild(header.gen, header.snapshot)
    if tables is not None:
        for line in log.lines:
            apply(tables, line)
    return tables


def _same(known: JournalState | None, state: JournalState) -> JournalState | None:
    """Return this process's state if it continues the same snapshot, else None."""
    return known if known and (known.gen, known.crc) == (state.gen, state.crc) else None


def _with(known: JournalState, log: DecodedLog | None) -> JournalState:
    """Return the known state with the new lines of `log` applied."""
    shared = 0
    crcs = log.crcs if log else []
    while shared < min(len(known.crcs), len(crcs)) and known.crcs[shared] == crcs[shared]:
        shared += 1
    tables: Tables = {name: copy_docs(table) for name, table in known.tables.items()}
    merge(tables, log.lines[shared:] if log else ())
    return JournalState(tables, known.gen, known.crc)
