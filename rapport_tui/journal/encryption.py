"""The encryption of the journal: its keys, locking, and the conversion of its files.

It needs no key to exist, and reads nothing of the journal. What may take seconds says so and may run in a thread.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from rapport_tui.files import Files, read_regular, reason
from rapport_tui.journal.captured import captured_line
from rapport_tui.model.errors import LockedError, MissingKeyError, NoKeyringError, RapportError, WrongKeyError
from rapport_tui.store import conversion
from rapport_tui.store.backups import JournalPaths
from rapport_tui.store.captured_lines import CapturedLines
from rapport_tui.store.key_files import check_key, find_key, public_key
from rapport_tui.store.location import locate, place_of
from rapport_tui.store.passphrase import check_length, wrap
from rapport_tui.store.scratch import remove_left
from rapport_tui.store.sealing import Seal, groups_of, new_key, public_of, tidy_key
from rapport_tui.stored_key import (
    check_keyring,
    delete_from_keyring,
    key_in_keyring,
    put_in_keyring,
    run_password_command,
    wrong_answer,
)
from rapport_tui.user_files import write_file

if TYPE_CHECKING:
    from rapport_tui.journal.context import JournalContext

__all__ = ["EncryptionService", "check_keyring", "check_length", "groups_of", "new_key", "tidy_key", "wrap"]

Plain = Literal["export", "mirror", "clipboard"]
"""The ways in which text leaves the journal unencrypted."""
_PLAIN: Final[dict[Plain, str]] = {
    "export": "An export is plain: whoever gets at it can read it.",
    "mirror": "The pages of the mirror are plain: whoever gets at that folder can read them.",
    "clipboard": "What you copy is plain on the clipboard: other programs can read it.",
}
_OLD_COMMAND: Final = (
    "The command for the passphrase, “{}”, has to print the new one from now on. To take another command: "
    "rapport settings --set password_command='…'"
)
_TOLD: Final = "told.txt"
_SHARED: Final = (
    "This journal is shared in {where}, with files of the other kind. First stop that with: rapport sync --off; "
    "then share it again, in an empty place."
)


class EncryptionService:
    """The service for the keys of the journal. `begin_again` replaces the context by one with the given key."""

    def __init__(self, context: JournalContext, begin_again: Callable[[str], None]) -> None:
        self._context = context
        self._begin_again = begin_again
        self._files = Files()

    @property
    def place(self) -> JournalPaths:
        """The paths of the journal."""
        return locate(self._context.folder)

    @property
    def key_file(self) -> Path:
        """The file with the secret key under the passphrase."""
        return self.place.key

    @property
    def public(self) -> str:
        """The public key. Raises `MissingKeyError`."""
        return public_of(self._context.key) if self._context.key else public_key(self._files, self.place)

    @property
    def recovery_key(self) -> str:
        """The secret key. Raises `LockedError`."""
        if not self._context.key:
            raise LockedError
        return self._context.key

    def key_from(self, secret: str) -> str:
        """Return the recovery key from `secret`: the passphrase, which takes a second or more, or that key itself.

        Raises `WrongKeyError`, `MissingKeyError` or `DamagedError`. May run in a thread.
        """
        place = self.place
        key = find_key(self._files, place, secret)
        check_key(self._files, place, key)
        return key

    def kept_key(self) -> str:
        """Return the secret key that the system's keyring has; empty if it has none that fits. May run in a thread."""
        try:
            if key := key_in_keyring(self.public):
                check_key(self._files, self.place, key)
        except (MissingKeyError, WrongKeyError):
            return ""
        return key

    def stored_key(self, *, has_terminal: bool = True) -> str:
        """Return the secret key from the keyring or from the password command; empty if neither is set up.

        It may take seconds, and may run in a thread. Raises `RapportError` if the command fails, and the errors of
        `key_from` if what it prints is not the passphrase.
        """
        if key := self.kept_key():
            return key
        command = self.password_command
        if not command:
            return ""
        secret = run_password_command(command, has_terminal=has_terminal)
        try:
            return self.key_from(secret)
        except WrongKeyError as error:
            raise wrong_answer(command) from error

    @property
    def password_command(self) -> str:
        """The command that prints the passphrase, from the environment or the settings; empty if there is none."""
        return os.environ.get("RAPPORT_PASSWORD_COMMAND", "") or self._context.settings.password_command

    def old_command(self) -> str:
        """Return what to do about the password command after the passphrase was changed; empty without a command."""
        return _OLD_COMMAND.format(self.password_command) if self.password_command else ""

    @property
    def is_remembered(self) -> bool:
        """Return whether the keyring has the key."""
        return bool(key_in_keyring(self.public))

    def remember(self) -> None:
        """Keep the key in the system's keyring. Raises `LockedError` or `NoKeyringError`."""
        put_in_keyring(self.public, self.recovery_key)

    def forget(self) -> bool:
        """Delete the key from the keyring, and return whether it was there. Raises `NoKeyringError`."""
        return delete_from_keyring(self.public)

    def encrypt(self, key: str, wrapped: bytes) -> None:
        """Encrypt the journal for `key` as the user typed it; `wrapped` is the same key under the passphrase.

        Raises `RapportError`; then the journal is as it was.
        """
        self._convert(lambda: conversion.encrypt(self._files, place_of(self._context.folder), key, wrapped), key)

    def decrypt(self) -> None:
        """Decrypt the journal. Raises `LockedError` or `RapportError`; then it is as it was."""
        public = self.public
        self._convert(lambda: conversion.decrypt(self._files, place_of(self._context.folder, self.recovery_key)), "")
        with suppress(NoKeyringError):
            delete_from_keyring(public)

    def change(self, wrapped: bytes) -> None:
        """Replace the passphrase: `wrapped` is the recovery key under the new one. Raises `LockedError`."""
        _ = self.recovery_key
        self._put_key(wrapped)

    def export(self, path: Path, now: date) -> Path:
        """Write the recovery key to the new file `path`, as `age-keygen` does. Raises `RapportError`."""
        text = f"# the key of a rapport journal, {now}\n# public key: {self.public}\n{self.recovery_key}\n"
        target = self._context.outside(path)
        write_file(target, text, replace=False)
        return target

    def remove_left(self) -> None:
        """Delete what killed processes left open in an editor. No secret is needed."""
        remove_left(self.place)

    def capture(self, texts: Sequence[str], *, adds_near: bool = False) -> None:
        """Append lines to be understood at the next unlock. No secret is needed."""
        lines = [captured_line(text, self._context.today, adds_near=adds_near) for text in texts]
        place = self.place
        CapturedLines(JournalPaths(place.plain, Seal(public_key(self._files, place)))).add(lines)

    def plain_words(self, what: Plain) -> str:
        """Return that text leaving an encrypted journal is plain, once for each kind of it; else empty."""
        if not self._context.is_encrypted:
            return ""
        told = self.place.folder / _TOLD
        try:
            known = read_regular(told)[0].split() if told.exists() else []
            if what.encode() in known:
                return ""
            self._files.put(told, b"\n".join([*known, what.encode()]) + b"\n", durable=False)
        except OSError:
            pass  # then it is said again
        return _PLAIN[what]

    def check_convertible(self) -> None:
        """Raise `RapportError` if the journal is shared: the others have its files as they are now."""
        state = self._context.store.docs["sync"].get("state")
        if state:
            raise RapportError(_SHARED.format(where=state["where"]))

    def _convert(self, work: Callable[[], None], key: str) -> None:
        """Convert the journal to one with `key`, or to a plain one without."""
        self.check_convertible()
        self._context.store.close()
        try:
            work()
        except OSError as error:
            is_done = self.place.is_encrypted is bool(key)
            self._begin_again(key if is_done else self._context.key)
            then = "It is, but old files are left beside it." if is_done else "It opens as before."
            raise RapportError(
                f"The journal in {self.place.folder} could not be converted whole: {reason(error)}. {then}"
            ) from error
        except RapportError:
            self._begin_again(self._context.key)
            raise
        self._begin_again(key)

    def _put_key(self, wrapped: bytes) -> None:
        try:
            self._files.put(self.key_file, wrapped)
        except OSError as error:
            raise RapportError(
                f"{self.key_file} can’t be written: {reason(error)}. The old one still works."
            ) from error
