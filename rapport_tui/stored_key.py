"""A key that need not be typed: in the system’s keyring, or printed by a command of the user."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rapport_tui.model.errors import NoKeyringError, RapportError, WrongKeyError
from rapport_tui.programs import find_program

if TYPE_CHECKING:
    from types import ModuleType

_SERVICE: Final = "rapport"


def key_in_keyring(public: str) -> str:
    """Return the secret key that the keyring has for a public one; empty if there is none, or no keyring."""
    try:
        with _keyring() as keyring:
            return keyring.get_password(_SERVICE, public) or ""
    except NoKeyringError:
        return ""


def put_in_keyring(public: str, key: str) -> None:
    """Keep the secret key for a public one in the keyring. Raises `NoKeyringError`."""
    with _keyring() as keyring:
        keyring.set_password(_SERVICE, public, key)
    if key_in_keyring(public) != key:  # keyring's null backend takes everything and keeps nothing
        raise NoKeyringError("The keyring kept nothing")


def check_keyring() -> None:
    """Raise `NoKeyringError` if nothing could be kept in the keyring."""
    with _keyring() as keyring:
        keyring.get_password(_SERVICE, "")


def delete_from_keyring(public: str) -> bool:
    """Delete the key from the keyring, and return whether it was there. Raises `NoKeyringError`."""
    if not key_in_keyring(public):
        return False
    with _keyring() as keyring:
        keyring.delete_password(_SERVICE, public)
    return True


def run_password_command(command: str, *, has_terminal: bool = True) -> str:
    """Return the first line that a command prints. Raises `RapportError` if it fails or prints nothing.

    Without `has_terminal`, the command can't read from the terminal or print its errors there: the app has it.
    """
    try:
        parts = shlex.split(command, posix=sys.platform != "win32")
        program = find_program(parts[0]) if parts else None
        if program is None:
            raise _failed(command, "is not there")
        other = None if has_terminal else subprocess.DEVNULL
        done = subprocess.run([program, *parts[1:]], stdin=other, stdout=subprocess.PIPE, stderr=other, check=False)
    except (OSError, ValueError) as error:
        raise _failed(command, "could not be started") from error
    if done.returncode:
        raise _failed(command, f"ended with code {done.returncode}")
    if not (lines := done.stdout.decode("utf-8", "replace").splitlines()):
        raise _failed(command, "printed nothing")
    return lines[0]


def wrong_answer(command: str) -> WrongKeyError:
    """Return the error for a command that prints something else than the passphrase of this journal."""
    return WrongKeyError(str(_failed(command, "printed what is not the passphrase of this journal")))


def _failed(command: str, why: str) -> RapportError:
    return RapportError(
        f"The command for the passphrase, “{command}”, {why}. Mend it with: rapport settings --set password_command='…'"
    )


@contextmanager
def _keyring() -> Iterator[ModuleType]:
    """Yield the module `keyring`, which is optional; its errors are raised as `NoKeyringError`.

    Its backends are plug-ins, chosen by the environment or a file, and raise all kinds of errors.
    """
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise NoKeyringError(
            "The package for the keyring is not installed (pip install 'rapport-tui[keyring]')"
        ) from error
    try:
        yield keyring
    except keyring.errors.NoKeyringError as error:
        raise NoKeyringError("There is no keyring on this machine") from error
    except Exception as error:
        raise NoKeyringError(f"The keyring refused ({' '.join(str(error).split())})") from error
