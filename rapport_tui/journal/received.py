"""Lines from a phone: read from a folder of text files into the journal, each exactly once.

The lines read are kept in the table `received`, in the same transaction as the entry, and stay when the entry is undone
or deleted: the line is then not read again. The entry's uid is computed from the line and its day, so that two machines
that read the same folder make one entry of it.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

import msgspec

from rapport_tui.files import Files, reason
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entries import EntriesService
from rapport_tui.journal.line_reader import LineReader
from rapport_tui.journal.text_folder import TextFile, read_folder
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import RECEIVED
from rapport_tui.model.relative_days import near_day
from rapport_tui.model.uids import uid_of
from rapport_tui.store import Doc
from rapport_tui.user_files import make_folder, user_path

_EDITED: Final = 0.8
"""The least similarity of a line that vanished from a file and a new one in it for the new one to be an edit."""


class _Received(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of a file that was added to the journal or is to be skipped. `count` is its number in the file so far."""

    uid: str
    file: str
    text: str
    day: str
    count: int = 0
    entry: str = ""


class _Known:
    """The lines that were received, by file and by text."""

    def __init__(self, docs: Iterable[Doc]) -> None:
        self.by_file: dict[str, list[_Received]] = {}
        self.by_text: dict[str, list[_Received]] = {}
        for doc in docs:
            self.add(msgspec.convert(doc, _Received))

    def add(self, one: _Received) -> None:
        self.by_file.setdefault(one.file, []).append(one)
        self.by_text.setdefault(one.text, []).append(one)

    def elsewhere(self, one: _Received) -> _Received | None:
        """Return the same line of another file, if it was received as often."""
        found = self.by_text.get(one.text, ())
        return next((other for other in found if other.file != one.file and other.count == one.count), None)

    def has_copy(self, file: TextFile) -> bool:
        """Return whether `file` has several lines and another file had them all, which makes it a copy."""
        wanted = Counter(file.lines)
        names = {one.file for one in self.by_text.get(file.lines[0], ())} if len(file.lines) > 1 else set()
        return any(wanted <= Counter(one.text for one in self.by_file[name]) for name in names - {file.name})


class ReceivedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was added, with the uid of its entry, or a line that waits, with an id and the reason."""

    id: str
    file: str
    text: str
    entry: str = ""
    reason: str = ""


class ReceivedReport(msgspec.Struct, frozen=True, kw_only=True):
    """The result of reading the folder. `complete` is the number of files of which every line is taken."""

    folder: str
    taken: tuple[ReceivedLine, ...]
    waiting: tuple[ReceivedLine, ...]
    complete: int


class ReceivedService:
    """The service that adds the lines in the folder of the settings to the journal."""

    def __init__(self, context: JournalContext, entries: EntriesService, lines: LineReader) -> None:
        self._context = context
        self._entries = entries
        self._lines = lines
        self._seen: object = None

    @property
    def is_set(self) -> bool:
        """Return whether the settings name a folder."""
        return bool(self._context.settings.inbox.strip())

    @property
    def has_news(self) -> bool:
        """Return whether a file is new or changed since the last reading, or not yet complete."""
        return self.is_set and (self._seen is None or self._signature() != self._seen)

    def run(self, skip: str = "", *, most: int = 0, dry_run: bool = False) -> ReceivedReport:
        """Add the new lines, and return the added and the waiting ones. `skip` is the id of a line to leave out.

        With `most`, it stops after the file in which that number of lines was reached; `has_news` then stays true. With
        `dry_run`, no file is moved: the journal is then a copy, which takes the lines in.
        Raises `RapportError` if the folder can't be read, or if no waiting line has the id.
        """
        folder = self._folder()
        self._seen = self._signature()
        try:
            files, problems = read_folder(folder, self._context.clock())
        except OSError as error:
            raise RapportError(
                f"{folder} can’t be read: {reason(error)}. Set another with: rapport settings"
            ) from error
        known = _Known(self._context.store.docs[RECEIVED].values())
        taken: list[ReceivedLine] = []
        complete = 0
        waiting = [ReceivedLine(id="", file=name, text="", reason=why) for name, why in problems]
        for file in files:
            if 0 < most <= len(taken):
                self._seen = None
                break
            before = len(waiting)
            self._take_file(file, known, skip, taken, waiting)
            if len(waiting) == before:
                complete += len(file.paths)
                if not dry_run:
                    self._move_away(file)
        if skip and all(line.id != skip for line in taken):
            raise RapportError(f"No line that waits has the id “{skip}”. See them with: rapport inbox")
        if any(file.unfinished for file in files):
            self._seen = None
        return ReceivedReport(
            folder=str(folder),
            taken=tuple(line for line in taken if line.id != skip),
            waiting=tuple(waiting),
            complete=complete,
        )

    def _take_file(
        self, file: TextFile, known: _Known, skip: str, taken: list[ReceivedLine], waiting: list[ReceivedLine]
    ) -> None:
        before = known.by_file.get(file.name, ())
        own = Counter(one.text for one in before)
        gone = [one for one in before if one.text not in file.lines]
        fresh = [text for text in file.lines if text not in own]
        if len(file.paths) > 1 or len(gone) != 1 or len(fresh) != 1 or len(before) == 1:
            gone = [one for one in gone if any(text.startswith(one.text) for text in fresh)]
        is_copy = known.has_copy(file)
        counts: Counter[str] = Counter()
        name = file.paths[0].name
        for text in file.lines:
            counts[text] += 1
            if counts[text] <= own[text]:
                continue
            uid = _uid(file.name, text, counts[text])
            line = ReceivedLine(id=uid[:4], file=name, text=text)
            one = _Received(uid=uid, file=file.name, text=text, day=file.day.isoformat(), count=counts[text])
            if line.id == skip:
                self._keep(one, known)
                taken.append(line)
                continue
            try:
                entry = self._take(one, file.day, gone, known, is_copy=is_copy)
            except RapportError as error:
                waiting.append(msgspec.structs.replace(line, reason=str(error)))
            else:
                if entry:
                    taken.append(msgspec.structs.replace(line, entry=entry))
        if file.unfinished:
            why = "It may not be whole yet; it is taken when the file was left alone for two minutes."
            waiting.append(ReceivedLine(id="", file=name, text=file.unfinished, reason=why))

    def _take(self, one: _Received, day: date, gone: list[_Received], known: _Known, *, is_copy: bool) -> str:
        """Add a line that is new in its file, and return the uid of its entry; empty if it was added before."""
        same = known.elsewhere(one)
        if same and (is_copy or same.day == one.day):
            self._keep(msgspec.structs.replace(one, entry=same.entry), known)
            return ""
        if same:
            told = near_day(date.fromisoformat(same.day), self._context.today)
            raise RapportError(
                f"The same line came in on {told}. If it is another talk, put its date before it; "
                f"if not: rapport inbox --skip {one.uid[:4]}"
            )
        old = self._edited(one.text, gone, known)
        if old:
            self._entries.edit(old.entry, one.text)
            gone.remove(old)
            self._keep(msgspec.structs.replace(one, entry=old.entry), known)
            return old.entry
        entry = uid_of(one.text, one.day, str(one.count))
        one = msgspec.structs.replace(one, entry=entry)
        if self._context.cache.entries.get(entry) is not None:
            self._keep(one, known)
            return entry
        with self._context.history.action("Took in a line from your folder") as writer:
            self._entries.log_with(writer, [self._lines.written_on(one.text, day)], uid=entry)
            writer.put_internal(RECEIVED, msgspec.to_builtins(one))
        known.add(one)
        return entry

    def _edited(self, text: str, gone: list[_Received], known: _Known) -> _Received | None:
        """Return the line among `gone` of which `text` is a longer or corrected version.

        Lines that another file still has, and lines whose entry was changed here, are left out.
        """
        mentions = [mention.name for mention in self._lines.read(text).mentions]
        for one in gone:
            if not one.entry or known.elsewhere(one) or not self._is_untouched(one):
                continue
            if text.startswith(one.text):
                return one
            alike = SequenceMatcher(None, one.text, text).ratio() >= _EDITED
            if alike and [mention.name for mention in self._lines.read(one.text).mentions] == mentions:
                return one
        return None

    def _is_untouched(self, one: _Received) -> bool:
        """Return whether the entry of a line still has its words."""
        entry = self._context.cache.entries.get(one.entry)
        return entry is not None and entry.text == self._lines.read(one.text).body

    def _keep(self, one: _Received, known: _Known) -> None:
        with self._context.history.action("") as writer:
            writer.put_internal(RECEIVED, msgspec.to_builtins(one))
        known.add(one)

    def _folder(self) -> Path:
        if not self.is_set:
            raise RapportError("No folder for lines is set. Set one: rapport settings --set inbox=~/Sync/rapport-lines")
        return user_path(self._context.settings.inbox.strip())

    def _signature(self) -> object:
        try:
            return frozenset(
                (entry.name, entry.stat().st_mtime_ns, entry.stat().st_size) for entry in os.scandir(self._folder())
            )
        except (OSError, RapportError) as error:
            return str(error)

    def _move_away(self, file: TextFile) -> None:
        """Move files whose lines were all added to the folder in the settings, if there is one."""
        if not (chosen := self._context.settings.inbox_done.strip()):
            return
        folder = user_path(chosen)
        make_folder(folder)
        try:
            for path in file.paths:
                place, number = folder / path.name, 1
                while place.exists():
                    number += 1
                    place = folder / f"{path.stem} {number}{path.suffix}"
                with suppress(FileNotFoundError):  # another window has moved it
                    Files().replace(path, place)
        except OSError as error:
            raise RapportError(f"{file.paths[0].name} can’t be moved to {folder}: {reason(error)}.") from error


def _uid(file: str, text: str, count: int) -> str:
    return hashlib.blake2b("\0".join((file, text, str(count))).encode(), digest_size=10).hexdigest()
