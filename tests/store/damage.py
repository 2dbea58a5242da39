"""Define damage to a journal's files from outside, and what the journal is expected to hold afterwards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from rapport_tui.store.sealing import PLAIN, Seal
from tests.encrypted import KEY, PUBLIC
from tests.store.script import Docs, begin, docs_of, opened

SEAL = Seal(PUBLIC, KEY)


class Damage(NamedTuple):
    """`strike` does it to a folder; `left` says what somebody who opens it then has.

    all: everything; older: what the older copy has; lines: what the snapshot has and no more than the log's good
    lines; refused: nothing is opened and nothing changed. `open_left` is the same for a window that is open
    meanwhile: it has everything in memory. `says` is a part of the sentence that the user reads.
    """

    strike: Callable[[Path], None]
    left: Literal["all", "older", "lines", "refused"]
    says: str = ""
    open_left: Literal["all", "older", "refused"] = "all"


def build(folder: Path, *, encrypted: bool = False) -> Docs:
    """Make a journal with three generations behind it and a log, with an older copy of it in copy/, and return it."""
    begin(folder, encrypted=encrypted)
    store = opened(folder)
    for number in range(12):
        with store.transaction() as draft:
            draft.put("people", {"uid": f"p{number}", "name": "王小明" * number})
            draft.put("entries", {"uid": f"e{number % 7}", "text": f"{number}"})
            draft.remove("people", f"p{number - 4}")
        if number in (2, 5, 8):
            store.tidy(at_once=True)
        if number == 6:
            (folder / "copy").mkdir()
            for path in (store.path, folder / LOG):
                shutil.copy(path, folder / "copy" / path.name)
            store.backup(folder / "copy" / "backup.json")
    return docs_of(store)


def _in(folder: Path, name: str) -> Path:
    """Return the path of a file of the journal; the snapshot of an encrypted one has another name."""
    path = folder / f"{name}.age"
    return path if path.exists() else folder / name


def _write(name: str, data: bytes) -> Callable[[Path], None]:
    def strike(folder: Path) -> None:
        _in(folder, name).write_bytes(data)

    return strike


def _change(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def strike(folder: Path) -> None:
        path = _in(folder, name)
        path.write_bytes(change(path.read_bytes()))

    return strike


def _edit(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return what changes the text of the snapshot, which somebody who has the key decrypts and encrypts again."""

    def strike(folder: Path) -> None:
        path = _in(folder, SNAPSHOT)
        seal = SEAL if path.suffix == ".age" else PLAIN
        path.write_bytes(seal.close(change(seal.open(path.read_bytes()))))

    return strike


def _unlink(*names: str) -> Callable[[Path], None]:
    def strike(folder: Path) -> None:
        for name in names:
            _in(folder, name).unlink()

    return strike


def _put_back(*pairs: tuple[str, str]) -> Callable[[Path], None]:
    def strike(folder: Path) -> None:
        for source, target in pairs:
            shutil.copy(_in(folder / "copy", source), folder / "new")
            (folder / "new").replace(_in(folder, target))

    return strike


def _both(*strikes: Callable[[Path], None]) -> Callable[[Path], None]:
    def strike(folder: Path) -> None:
        for one in strikes:
            one(folder)

    return strike


def _middle(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join([*lines[:2], lines[2][:20] + b"?" + lines[2][21:], *lines[3:]])


def _newer(data: bytes) -> bytes:
    tables = json.loads(data)
    tables["_meta"]["1"]["schema"] = 99
    return json.dumps({**tables, "shape": ["unheard", "of"]}).encode()


SNAPSHOT, LOG = "rapport.json", "rapport.log"
REBUILT, OPEN, REPLACED = "rebuilt", "taken away", "replaced from outside"
RUINED, PUT_BACK = "could not be read", "came back"
SNAPSHOTS = {
    "cut off": _change(SNAPSHOT, lambda data: data[: len(data) // 2]),
    "zeros": _change(SNAPSHOT, lambda data: bytes(len(data))),
    "empty": _write(SNAPSHOT, b""),
    "null": _write(SNAPSHOT, b"null"),
    "a list": _write(SNAPSHOT, b"[]"),
    "no journal": _write(SNAPSHOT, b'{"people": {}}'),
    "ids that are none": _write(SNAPSHOT, b'{"_meta": {"1": {"schema": 2}}, "people": {"x": {"uid": "a"}}}'),
    "documents that are none": _write(SNAPSHOT, b'{"_meta": {"1": {"schema": 2}}, "people": {"1": 7}}'),
    "something else": _write(SNAPSHOT, b"PK\x03\x04"),
    "100,000 deep": _write(SNAPSHOT, b'{"_meta": ' + b"[" * 100_000),
    "deleted": _unlink(SNAPSHOT),
}
DAMAGES = {
    **{f"snapshot {name}": Damage(strike, "all", REBUILT) for name, strike in SNAPSHOTS.items()},
    "snapshot with a byte order mark": Damage(_edit(lambda data: b"\xef\xbb\xbf" + data), "all", "another program"),
    "snapshot of a newer rapport": Damage(_edit(_newer), "refused", "Update rapport", "refused"),
    "snapshot older": Damage(_put_back((SNAPSHOT, SNAPSHOT)), "all", PUT_BACK),
    "snapshot older, log deleted": Damage(_both(_put_back((SNAPSHOT, SNAPSHOT)), _unlink(LOG)), "lines", PUT_BACK),
    "snapshot older, log ruined": Damage(_both(_put_back((SNAPSHOT, SNAPSHOT)), _write(LOG, b"x")), "lines", PUT_BACK),
    "snapshot from a backup": Damage(_put_back(("backup.json", SNAPSHOT)), "older", REPLACED, "older"),
    "both older": Damage(_put_back((SNAPSHOT, SNAPSHOT), (LOG, LOG)), "lines", PUT_BACK),
    "both older, log first": Damage(_put_back((LOG, LOG), (SNAPSHOT, SNAPSHOT)), "lines", PUT_BACK),
    "log torn": Damage(_change(LOG, lambda data: data + b'01234567 {"people"'), "all", "cut short"),
    "log with a torn line": Damage(_change(LOG, lambda data: data + b"01234567 {}\n"), "all", "cut short"),
    "log with zeros behind": Damage(_change(LOG, lambda data: data + bytes(4096)), "all", "cut short"),
    "log ruined in its middle": Damage(_change(LOG, _middle), "lines", RUINED),
    "log cut off": Damage(_change(LOG, lambda data: data[:-40]), "lines", "cut short"),
    "log zeros": Damage(_change(LOG, lambda data: bytes(len(data))), "lines", RUINED),
    "log empty": Damage(_write(LOG, b""), "lines", RUINED),
    "log without its head": Damage(_change(LOG, lambda data: data.partition(b"\n")[2]), "all", RUINED),
    "log deleted": Damage(_unlink(LOG), "lines", "is gone"),
    "both deleted": Damage(_unlink(SNAPSHOT, LOG), "refused", "rapport restore"),
    "both ruined": Damage(_both(_write(SNAPSHOT, b"ruined"), _write(LOG, b"ruined")), "refused", "rapport restore"),
    "snapshot ruined, log deleted": Damage(
        _both(_write(SNAPSHOT, b"ruined"), _unlink(LOG)), "refused", "rapport restore"
    ),
    "the lock deleted": Damage(_unlink("rapport.lock"), "all"),
}
