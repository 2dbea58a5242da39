"""Encryption of a journal's files with age: to the public key of the journal, which is enough to write.

One key of age's type X25519 belongs to a journal. A file is one age file. A line of a log is one too, in base64, so
that it can be appended. The secret key is what the user keeps as the recovery key; `key.age` has it under a passphrase.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from rapport_tui.model.errors import DamagedError, LockedError, WrongKeyError

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

PREFIX: Final = "AGE-SECRET-KEY-1"
"""The beginning of every recovery key."""
SUFFIX: Final = ".age"
_FILE_START: Final = b"age-encryption.org/v1"
_LINE_START: Final = b"YWdlLWVuY3J5cHRpb24ub3Jn"
"""The same in Base64, as far as it does not depend on what follows."""
_GROUP: Final = 6
_NO_MATCH: Final = "No matching keys found"


class Seal:
    """The conversion between the bytes of a file and the bytes that it stores.

    Without a `public` key, nothing is converted: the journal is plain. With it, bytes can be written; reading them
    needs the secret `key` as well. `kind` tells these conversions apart, in `share.json`.
    """

    def __init__(self, public: str = "", key: str = "") -> None:
        self.public = public
        self.key = key
        self.is_encrypted = bool(public)
        self.is_locked = self.is_encrypted and not key
        self.suffix = SUFFIX if public else ""
        self.kind = public or "plain"

    def close(self, data: bytes) -> bytes:
        """Return the bytes to store."""
        return self._encrypt(data) if self.is_encrypted else data

    def open(self, data: bytes) -> bytes:
        """Return the bytes as they were before `close`.

        Raises `LockedError` without the key, `WrongKeyError` if they are for another key, else `DamagedError`.
        """
        if not self.is_encrypted:
            return data
        if self.is_locked:
            raise LockedError
        pyrage = _pyrage()
        opened = BytesIO()
        try:
            pyrage.decrypt_io(BytesIO(data), opened, [self._identity])  # a third faster than `decrypt`
        except (pyrage.DecryptError, OSError) as error:  # OSError after the header
            raise (WrongKeyError if str(error) == _NO_MATCH else DamagedError) from error
        return opened.getvalue()

    def open_or_nothing(self, data: bytes) -> bytes:
        """Return the bytes as they were before `close`, empty if they are damaged. Raises `LockedError`."""
        try:
            return self.open(data)
        except (DamagedError, WrongKeyError):  # a damaged header looks as if it were for another key
            return b""

    def close_line(self, line: bytes) -> bytes:
        """Return a line of a log as it is stored; both end in a newline."""
        if not self.is_encrypted:
            return line
        return binascii.b2a_base64(self.close(line[:-1]))

    def open_line(self, line: bytes) -> bytes:
        """Return a line of a log as it was before `close_line`, both without the newline; empty if it is damaged.

        A plain line is returned as it is: the log has them while a journal is converted.
        """
        if not self.is_encrypted or not is_sealed_line(line):
            return line
        try:
            return self.open_or_nothing(binascii.a2b_base64(line, strict_mode=True))
        except binascii.Error:
            return b""

    @cached_property
    def _identity(self) -> Identity:
        return _identity_of(self.key)

    @cached_property
    def _encrypt(self) -> Callable[[bytes], bytes]:
        pyrage = _pyrage()
        try:
            recipients = [pyrage.x25519.Recipient.from_str(self.public)]
        except pyrage.RecipientError as error:
            raise DamagedError("The file with the public key") from error
        return lambda data: bytes(pyrage.encrypt(data, recipients))


PLAIN: Final = Seal()


def is_sealed(data: bytes) -> bool:
    """Return whether `data` is the content of an age file."""
    return data.startswith(_FILE_START)


def is_sealed_line(line: bytes) -> bool:
    """Return whether a line of a log is encrypted."""
    return line.startswith(_LINE_START)


def close_log(data: bytes, seal: Seal) -> bytes:
    """Return a log with each of its lines encrypted, also those that are damaged."""
    lines = data.split(b"\n")
    return b"".join(line + b"\n" if is_sealed_line(line) else seal.close_line(line + b"\n") for line in lines if line)


def open_log(data: bytes, seal: Seal) -> bytes:
    """Return a log with each of its lines decrypted; those that can't be are empty."""
    return b"".join(seal.open_line(line) + b"\n" for line in data.split(b"\n") if line)


def new_key() -> str:
    """Return a new secret key."""
    return str(_pyrage().x25519.Identity.generate())


def public_of(key: str) -> str:
    """Return the public key of a secret one. Raises `WrongKeyError` if `key` is mistyped."""
    return str(_identity_of(key).to_public())


def tidy_key(typed: str) -> str:
    """Return a recovery key as age writes it: the user may type spaces, line ends and small letters."""
    return "".join(typed.split()).upper()


def groups_of(key: str) -> list[str]:
    """Return a recovery key in groups of characters that can be read aloud and typed."""
    rest = key.removeprefix(PREFIX)
    return [PREFIX, *(rest[at : at + _GROUP] for at in range(0, len(rest), _GROUP))]


def _identity_of(key: str) -> Identity:
    pyrage = _pyrage()
    try:
        return pyrage.x25519.Identity.from_str(key)
    except pyrage.IdentityError as error:
        raise WrongKeyError(
            "That is not a whole recovery key: it begins with AGE-SECRET-KEY-1 and has 74 characters. "
            "Look at it again and type it once more."
        ) from error


def _pyrage() -> Any:
    """Return the library, which has no types. Only an encrypted journal needs it."""
    import pyrage

    return pyrage
