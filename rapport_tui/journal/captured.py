"""Lines that were written while the journal was locked: appended without the key, understood once it is there.

Each line becomes an entry exactly once: its id is kept in the table `received`, in the same transaction as the entry.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.entries import EntriesService
from rapport_tui.journal.line_reader import LineReader
from rapport_tui.journal.received import ReceivedLine, ReceivedReport
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import RECEIVED
from rapport_tui.model.uids import new_uid
from rapport_tui.store.captured_lines import CapturedLine, CapturedLines

_FILE: Final = "written while locked"
_SHORT: Final = 4


class CapturedService:
    """The service that takes the captured lines into the journal."""

    def __init__(self, context: JournalContext, entries: EntriesService, lines: LineReader) -> None:
        self._context = context
        self._entries = entries
        self._lines = lines
        self._file = CapturedLines(context.store.place, context.store.files)
        self._seen: object = None

    @property
    def has_news(self) -> bool:
        """Return whether lines were captured since the last run."""
        return self._file.signature != self._seen

    def run(self, skip: str = "") -> ReceivedReport:
        """Write the captured lines as entries; one that can't be understood waits, with the reason.

        `skip` is the id of a waiting line to leave out. Raises `RapportError` if the file can't be read or written.
        """
        taken: list[ReceivedLine] = []
        waiting: list[ReceivedLine] = []
        done = set()
        for line in self._file.read():
            short = line.uid[:_SHORT]
            try:
                entry = "" if short == skip else self._take(line)
            except RapportError as error:
                waiting.append(ReceivedLine(id=short, file=_FILE, text=line.text, reason=str(error)))
                continue
            done.add(line.uid)
            if entry:
                taken.append(ReceivedLine(id=short, file=_FILE, text=line.text, entry=entry))
        if done:
            self._file.remove(done)
        self._seen = self._file.signature
        return ReceivedReport(folder=_FILE, taken=tuple(taken), waiting=tuple(waiting), complete=int(not waiting))

    def _take(self, line: CapturedLine) -> str:
        """Write a line as an entry, and return the entry's uid; empty if that was done before."""
        if line.uid in self._context.store.docs[RECEIVED]:  # the process ended before the line was removed
            return ""
        with self._context.history.action("Took in a line written while locked") as writer:
            text = self._lines.written_on(line.text, date.fromisoformat(line.day))
            logged = self._entries.log_with(writer, [text], adds_near=line.adds_near)
            writer.put_internal(
                RECEIVED, {"uid": line.uid, "file": "", "text": "", "day": line.day, "entry": logged[0].entry.uid}
            )
        return logged[0].entry.uid


def captured_line(text: str, day: date, *, adds_near: bool = False) -> CapturedLine:
    """Return a line to capture. Raises `RapportError` if it is empty."""
    if not text.strip():
        raise RapportError("The line is empty. Write one with: rapport log 'coffee with @name'")
    return CapturedLine(uid=new_uid(), day=day.isoformat(), text=text, adds_near=adds_near)
