"""No file of an encrypted journal has a piece of what was written: its folder, backups, share and temporary files."""

from __future__ import annotations

import os
import random
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from textual.app import App

from rapport_tui.app.editor_session import edit_text
from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from tests.conftest import Clock
from tests.encrypted import KEY, WRAPPED

PIECE = 8
LETTERS = "bcdfghjklmnpqrstvwxz"
CRASH = """
import os, sys
from pathlib import Path
from rapport_tui.journal import Journal
journal = Journal(Path(sys.argv[1]))
journal.unlock(sys.argv[2])
journal.entries.log([sys.argv[3]])
journal.drafts.keep("line", sys.argv[3])
with journal.scratch_folder() as folder:
    (folder / "line.md").write_text(sys.argv[3])
    os._exit(9)
"""


EDITOR = """
import shutil, sys
from pathlib import Path
file = Path(sys.argv[1])
shutil.copy(file, f"{file}~")
modes = " ".join(oct(path.stat().st_mode & 0o777) for path in (file, file.parent))
file.write_text(f"{file.read_text()}\\n{file}\\n{modes}\\n")
"""
"""An editor that keeps a copy beside the file, as many do."""


class Terminal(App[object]):
    """An app whose terminal is lent to the editor."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


class Writer:
    """Writes lines of words that nobody else uses, and remembers them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.written: list[str] = []

    def words(self, count: int = 3) -> str:
        words = [
            "".join(self.chance.choices("bcdfghjklmnpqrstvwxz", k=self.chance.randint(9, 13))) for _ in range(count)
        ]
        text = " ".join(words)
        self.written.append(text)
        return text

    def pieces(self) -> set[bytes]:
        return {text[at : at + PIECE].encode() for text in self.written for at in range(len(text) - PIECE + 1)}


@pytest.fixture
def writer() -> Writer:
    return Writer(random.randrange(2**32))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for temporary files, which is the test's own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    (folder / "editor.py").write_text(EDITOR)
    monkeypatch.setenv("VISUAL", shlex.join([sys.executable, (folder / "editor.py").as_posix()]))
    return folder


def found_in(root: Path, pieces: set[bytes]) -> list[str]:
    """Return the paths of the files and folders that have a piece in their name or their bytes, in any case."""
    found = []
    for path in root.rglob("*"):
        data = path.name.encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
        data = data.lower()
        if any(data[at : at + PIECE] in pieces for at in range(len(data) - PIECE + 1)):
            found.append(str(path.relative_to(root)))
    return sorted(found)


def act(journal: Journal, writer: Writer) -> None:
    """Do one of the things that a user does."""
    words = writer.words
    people = [summary.person for summary in journal.people.search()]
    person = writer.chance.choice(people)
    actions: list[Callable[[], object]] = [
        lambda: journal.entries.log([f"{words()} with @{words(1)} ? {words()} ! {words()} by friday #{words(1)}"]),
        lambda: journal.entries.log([f'@"{person.name}": {words()} + {words()}']),
        lambda: journal.entries.edit(writer.chance.choice(journal.entries.search("")).uid, words()),
        lambda: journal.entries.delete([writer.chance.choice(journal.entries.search("")).uid]),
        lambda: journal.people.edit(person.uid, role=words(), org=words(), tags=[words(1)]),
        lambda: journal.people.move([person.uid], "ally", why=words()),
        lambda: journal.notes.add("ask", words(), people=[person.uid]),
        lambda: journal.wordings.save(journal.playbook.moves[0], words(), "chat"),
        lambda: journal.drafts.keep("line", words()),
        lambda: journal.history.undo(),
    ]
    with suppress(RapportError):  # there is nothing to edit or to take back
        writer.chance.choice(actions)()


@pytest.fixture
def journal(
    folder: Path, clock: Clock, writer: Writer, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Journal]:
    """Return a journal that was plain for a while, with backups, an index and a draft, and is encrypted now."""
    monkeypatch.setattr("rapport_tui.store.storage.SMALLEST", 1)
    journal = Journal(folder, clock=clock)
    for _ in range(10):
        journal.entries.log([f"{writer.words()} with @{writer.words(1)}"])
        act(journal, writer)
    journal.tidy()
    journal._context.store.tidy(at_once=True)
    journal.drafts.keep("line", writer.words())
    assert found_in(folder, writer.pieces()), "what was written is found where it is plain"
    journal.encryption.encrypt(KEY, WRAPPED)
    yield journal
    journal.close()


def edit_an_entry(journal: Journal, writer: Writer, folder: Path) -> None:
    """Edit an entry in the user's editor, whose file is in the folder of the journal."""
    edited = edit_text(Terminal(), writer.words(), journal.scratch_folder())
    written, place, modes = edited.split("\n")
    assert written == writer.written[-1]
    assert Path(place).parent.parent == folder
    assert os.name == "nt" or modes == "0o600 0o700"
    journal.entries.edit(journal.entries.search("")[0].uid, written)


def test_nothing_written_is_in_any_file(journal: Journal, tmp_path: Path, folder: Path, writer: Writer) -> None:
    def search(when: str) -> None:
        assert found_in(tmp_path, writer.pieces()) == [], when

    search("after encrypting")
    for number in range(100):
        act(journal, writer)
        if number % 25 == 24:
            journal._context.store.tidy(at_once=True)
    search("after actions and compaction")
    (tmp_path / "share").mkdir()
    journal.sync.share(str(tmp_path / "share"), name="laptop")
    other = Journal(tmp_path / "other")
    other.entries.log([writer.words()])
    other.encryption.encrypt(KEY, WRAPPED)
    other.sync.join(str(tmp_path / "share"), name="desk")
    for number in range(100):
        act(writer.chance.choice((journal, other)), writer)
        if number % 20 == 19:
            journal.sync.sync()
            other.sync.sync()
    search("after syncing")
    journal.maintenance.backup(tmp_path / "copy.json.age")
    act(journal, writer)
    journal.maintenance.restore(tmp_path / "copy.json.age")
    search("after a backup and a restore")
    edit_an_entry(journal, writer, folder)
    search("after the editor")
    journal._context.store.tidy(at_once=True)
    journal.lock()
    assert (folder / "derived" / "index.bin").exists()
    journal.encryption.capture([f"{writer.words()} with @{writer.words(1)}", f"@{writer.words(1)} {writer.words()}"])
    search("after lines on the locked journal")
    crashed = subprocess.run([sys.executable, "-c", CRASH, str(folder), KEY, writer.words()], check=False)
    assert crashed.returncode == 9
    with pytest.raises(Exception, match="is locked"):
        journal.open()
    search("after a crash with an open editor, at the next start")
    journal.unlock(KEY)
    assert not journal.captured.run().waiting
    for name in ("rapport.log", "rapport.json.age"):
        (folder / name).write_bytes((folder / name).read_bytes()[:-30])
        journal.refresh()
        act(journal, writer)
        search(f"after {name} was damaged and mended")
    other.close()
