"""The façade: every read and every change of the program goes through `Journal`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rapport_tui.journal import deferred, deferred_storage
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.services import JournalServices
from rapport_tui.model.errors import RapportError
from rapport_tui.model.relative_days import local_time
from rapport_tui.model.uids import new_uid
from rapport_tui.settings import Settings

if TYPE_CHECKING:
    from rapport_tui.journal.encryption import EncryptionService
    from rapport_tui.journal.history import History
    from rapport_tui.model.records import Note
    from rapport_tui.playbook.moves import Playbook
    from rapport_tui.playbook.wording_files import Words
    from rapport_tui.store.unsaved_text import UnsavedText

__all__ = ["Journal"]

T = TypeVar("T")


def now() -> datetime:
    """Return the present local time."""
    return local_time(datetime.now(UTC))


class Journal(JournalServices):
    """The journal, with one service for each area. Each change is an action that can be undone; reads use memory.

    The files are read by `open`, or on first access, and a service is imported on first access: commands and frames do
    not pay for services they do not use. `clock` returns the present local time, so that tests can freeze it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settings: Settings | None = None,
        clock: Callable[[], datetime] = now,
        words: Callable[[], Words | None] = lambda: None,
        origin: str = "",
    ) -> None:
        """Create the journal object for `folder`; the folder is created, if missing, when the journal is opened.

        `words` returns wordings of ready lines from a file beside the journal; it is called on first use. `origin` is
        the name of this program in the history; the default is a unique name for this window.
        """
        self._listeners: list[Callable[[], None]] = []
        self._window = new_uid()
        self._context = self._begun(JournalContext(folder, settings or Settings(), clock, words, origin))

    def open(self) -> Journal:
        """Read the files if they were not read yet. Raises `LockedError`, or `RapportError` if that fails."""
        _ = self._context.store
        return self

    def copy(self) -> Journal:
        """Return a copy in memory to use in another thread, for dry runs; nothing done to it is saved."""
        copy = Journal(self.folder)
        copy._context = self._context.copy()
        return copy

    @property
    def is_encrypted(self) -> bool:
        """Return whether the journal is encrypted, without reading it."""
        return self._context.is_encrypted

    @property
    def is_locked(self) -> bool:
        """Return whether reading the journal needs a key that was not given yet."""
        return not self._context.key and self.is_encrypted

    def unlock(self, secret: str) -> None:
        """Take the key of an encrypted journal: the recovery key, or the passphrase, which takes a second or more.

        Raises `WrongKeyError`, `MissingKeyError` or `DamagedError`.
        """
        self._context.key = self.encryption.key_from(secret)

    def lock(self) -> None:
        """Close the files of an encrypted journal, and forget its key, its records and every service."""
        if self.is_encrypted:
            self.close()
            self._begin_again("")

    @cached_property
    def encryption(self) -> EncryptionService:
        """The keys of the journal."""
        return deferred.encryption.EncryptionService(self._context, self._begin_again)

    @property
    def is_open(self) -> bool:
        """Return whether the files were read."""
        return self._context.is_open

    @cached_property
    def drafts(self) -> UnsavedText:
        """The text that was typed and not saved yet."""
        return deferred_storage.unsaved_text.UnsavedText(
            self.folder, seal=self._context.store.place.seal, window=self._window
        )

    def scratch_folder(self) -> AbstractContextManager[Path]:
        """Return a context manager: a private folder for the user’s editor, deleted at the end."""
        return deferred_storage.scratch.scratch_folder(self._context.store.place)

    @property
    def is_shared(self) -> bool:
        """Return whether the journal is shared with other machines, without importing the sync."""
        return bool(self._context.store.docs["sync"])

    @property
    def folder(self) -> Path:
        """The folder of the journal."""
        return self._context.store.folder

    @property
    def history(self) -> History:
        """The history of actions, with undo and redo."""
        return self._context.history

    @property
    def playbook(self) -> Playbook:
        """The ladder and the moves."""
        return self._context.playbook

    @property
    def settings(self) -> Settings:
        """The settings of the user."""
        return self._context.settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._context.settings = settings

    @property
    def day(self) -> date:
        """The present local day."""
        return self._context.today

    @property
    def has_saved(self) -> bool:
        """Return whether this process changed the journal."""
        return self.is_open and self._context.store.has_saved

    @property
    def version(self) -> int:
        """A number that goes up with each change."""
        return self._context.cache.version

    @property
    def is_empty(self) -> bool:
        """Return whether the journal has no people and no other content yet."""
        return not len(self._context.cache.people) and not len(self._context.cache.entries)

    @property
    def notes_about_me(self) -> list[Note]:
        """My projects, questions, goals, wins, next steps, struggles and free times."""
        return self._context.cache.notes_of("")

    @property
    def clock(self) -> Callable[[], datetime]:
        """The function that returns the present local time."""
        return self._context.clock

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change, of this process or another; return a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def refresh(self) -> bool:
        """Read the changes of other processes, and return whether there were any."""
        return self._context.store.refresh()

    def notices(self) -> list[str]:
        """Return problems found in the files since the last call, repaired or not, one sentence each."""
        doubts, self._context.doubts = self._context.doubts, []
        return [*(self._context.store.notices() if self.is_open else ()), *doubts]

    def warnings(self) -> list[str]:
        """Return problems of the folder that the program can't repair, one sentence each."""
        return self._context.store.warnings()

    @property
    def unread(self) -> int:
        """The bytes that other processes wrote and `refresh` would load."""
        return self._context.store.unread

    @property
    def is_busy(self) -> bool:
        """Return whether a thread works on the journal, or what it changed is being applied in memory."""
        background = self._context.store.background
        return background.is_another or bool(background.unapplied)

    def in_background(self, work: Callable[[], T]) -> T:
        """Do `work` on the journal in the calling thread, beside the thread that uses it.

        That thread sees the changes once it applies them; see `apply`. Raises what `work` raises, and `MeanwhileError`
        if another process wrote at the same time: then apply its changes and call this again.
        """
        with self._context.store.background.working():
            return work()

    def apply(self) -> Iterator[None]:
        """Apply in memory what was done in the background, in steps that are shorter than a frame."""
        return self._context.store.apply()

    @property
    def is_untidy(self) -> bool:
        """Return whether maintenance of the files is pending; see `tidy`."""
        return self._context.store.is_long

    def prepare_to_change(self) -> None:
        """Import what the first change needs; reading does without it."""
        import rapport_tui.store.tinydb_tables  # noqa: F401

        _ = self._context.history

    def tidy(self) -> None:
        """Do pending maintenance of the files. Call it when the program is idle."""
        self._context.store.tidy()

    def fill_demo(self) -> None:
        """Fill an empty journal with the demo. Raises `RapportError` if it is not empty."""
        if not self.is_empty:
            raise RapportError("The demo needs an empty journal, and yours has something in it.")
        deferred.demo.fill_demo(self._context, self.lines)

    def close(self) -> None:
        """Close the journal; everything is already saved."""
        if self.is_open:
            self._context.store.close()
            self._context.keep_index()

    def _begin_again(self, key: str) -> None:
        """Forget everything in memory; the journal is read again when it is needed, with `key`."""
        context = self._begun(self._context.renewed(key))
        kept = {"_listeners": self._listeners, "_window": self._window, "_context": context}
        self.__dict__.clear()
        self.__dict__.update(kept)

    def _begun(self, context: JournalContext) -> JournalContext:
        context.listeners.append(self._tell)
        return context

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
