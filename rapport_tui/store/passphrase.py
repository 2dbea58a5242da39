"""Wrapping of a recovery key under a passphrase, as the `age` command does it: a second or more of work on purpose.

It runs in a process of its own, because pyrage holds the interpreter’s lock meanwhile and a window would stand still.
"""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

from pyrage import DecryptError
from pyrage.passphrase import decrypt, encrypt

from rapport_tui.model.errors import DamagedError, RapportError, WrongKeyError

_WRONG: Final = "Decryption failed"
"""The text of pyrage’s error for a passphrase that does not fit."""
_TOO_MUCH: Final = "Excessive work"
"""The beginning of its error for more work than sixteen times what it measures that this machine does in a second."""
_TRIES: Final = 3
"""The number of times that is measured, as another program may be at work for a moment."""

_PROGRAM: Final = f"import sys; sys.path.append(sys.argv[1]); from {__name__} import answer; answer()"
"""The child's program. With `-P`, no module is imported from the working directory."""

SHORTEST: Final = 8


def check_length(passphrase: str) -> None:
    """Raise `RapportError` if a passphrase is too short."""
    if len(passphrase) < SHORTEST:
        raise RapportError(f"A passphrase has {SHORTEST} characters or more. Nothing was changed.")


def wrap(key: str, passphrase: str) -> bytes:
    """Return the contents of `key.age`: `key` under `passphrase`, an ordinary age file."""
    return b64decode(_in_a_process("wrap", b64encode(f"{key}\n".encode()).decode(), passphrase))


def unwrap(wrapped: bytes, passphrase: str) -> str:
    """Return the key in the contents of `key.age`. Raises `WrongKeyError`, `DamagedError` or `RapportError`."""
    answer = _in_a_process("unwrap", b64encode(wrapped).decode(), passphrase)
    if answer == "wrong":
        raise WrongKeyError
    if answer == "slow":
        raise RapportError(
            "This machine is too slow for the passphrase, or too busy now. Try again later, or type your recovery key: "
            "with it, rapport key change makes this machine’s own key.age."
        )
    if answer == "damaged":
        raise DamagedError("key.age", ", or type your recovery key")
    lines = b64decode(answer).decode("ascii", "replace").splitlines()
    return next((line.strip() for line in lines if line.strip() and not line.startswith("#")), "")


def _in_a_process(*request: str) -> str:
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _PROGRAM, str(Path(__file__).parents[2])],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise RapportError("The passphrase could not be worked on: Python did not start. Try again.") from error
    return done.stdout.strip()


def _answer(task: str, data: str, passphrase: str) -> str:
    if task == "wrap":
        return b64encode(encrypt(b64decode(data), passphrase)).decode()
    for _ in range(_TRIES):
        try:
            return b64encode(decrypt(b64decode(data), passphrase)).decode()
        except DecryptError as error:
            if not str(error).startswith(_TOO_MUCH):
                return "wrong" if str(error) == _WRONG else "damaged"
    return "slow"


def answer() -> None:
    """Answer the request on the standard input, in the child."""
    sys.stdout.write(_answer(*json.loads(sys.stdin.buffer.read())))
