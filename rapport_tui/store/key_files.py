"""The two files with the keys of an encrypted journal.

    key.age   the secret key under the passphrase; `age -d -i key.age rapport.json.age` asks for it and decrypts
    key.pub   the public key, which is enough to write

They are read without reading the journal.
"""

from __future__ import annotations

from rapport_tui.files import Files, reason
from rapport_tui.model.errors import DamagedError, MissingKeyError, RapportError, WrongKeyError
from rapport_tui.store.backups import JournalPaths
from rapport_tui.store.passphrase import unwrap
from rapport_tui.store.sealing import PREFIX, Seal, public_of, tidy_key


def public_key(files: Files, place: JournalPaths) -> str:
    """Return the public key. Raises `MissingKeyError`."""
    content = files.read(place.public_key)
    text = content[0].decode("ascii", "replace").strip() if content else ""
    if not text:
        raise MissingKeyError(place.public_key, "Give the passphrase once, and it is written again: rapport people")
    return text


def find_key(files: Files, place: JournalPaths, secret: str) -> str:
    """Return the secret key of the journal from `secret`, its passphrase or its recovery key.

    A passphrase takes a second or more. Raises `WrongKeyError`, `MissingKeyError` or `DamagedError`.
    """
    try:
        if tidy_key(secret).startswith(PREFIX):
            return tidy_key(secret)
        content = files.read(place.key)
    except OSError as error:
        raise RapportError(f"{place.key} can’t be read: {reason(error)}.") from error
    if content is None:
        raise MissingKeyError(place.key, "No passphrase works without it: put it back, or type your recovery key.")
    return unwrap(content[0], secret)


def check_key(files: Files, place: JournalPaths, key: str) -> None:
    """Raise `WrongKeyError` unless `key` belongs to the journal. Write the public key again if it is gone or wrong."""
    public = public_of(key)
    try:
        written = files.read(place.public_key)
        if written and written[0].strip() == public.encode():
            return
        if not _fits(files, JournalPaths(place.plain, Seal(public, key))):
            raise WrongKeyError
        if files.can_write(place.folder):
            files.put(place.public_key, f"{public}\n".encode())
    except OSError as error:
        raise RapportError(f"The journal in {place.folder} can’t be read: {reason(error)}.") from error


def _fits(files: Files, place: JournalPaths) -> bool:
    """Return whether the key of `place` is that of the snapshot or of a backup, even if what follows is damaged."""
    for path in (place.snapshot, *(archive.snapshot for archive in place.archives())):
        content = files.read(path)
        try:
            if content:
                place.seal.open(content[0])
                return True
        except DamagedError:
            return True
        except WrongKeyError:  # or a damaged header
            continue
    return False
