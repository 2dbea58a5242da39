"""Sync through a git repository: any URL or path that the `git` command can push to.

git provides the user’s keys and credential helpers and only transfers files: a clone is reset to the remote branch,
files are exchanged with it as with any folder, and new files are committed on top. git merges nothing; if another
machine pushed first, the exchange is repeated.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rapport_tui.model.errors import RapportError
from rapport_tui.sync.folder import FolderTransport
from rapport_tui.sync.share import ShareFiles, ShareInfo
from rapport_tui.user_files import make_folder

BRANCH: Final = "rapport"
"""The branch of the share; other branches of the repository are not changed."""
_TRIES: Final = 20
_SECONDS: Final = 120.0
"""The most seconds that one git command may take."""
_REMOTE: Final = f"refs/remotes/origin/{BRANCH}"
_FASTER: Final = ("[rejected]", "fetch first", "cannot lock ref", "failed to update ref")
"""The messages of git if another machine pushed first."""
_KEPT: Final = "What you write is kept here and goes there with the next sync."
_CONFIG: Final = {
    "core.autocrlf": "false",
    "core.hooksPath": os.devnull,
    "commit.gpgSign": "false",
    "user.name": "rapport",
    "user.email": "rapport@localhost",
}


class GitTransport:
    """The exchange of files with the git repository at `where`, through a clone in the folder `clone`.

    All methods raise `RapportError` on failure; local files are kept and transferred by the next sync.
    """

    def __init__(
        self, where: str, own: ShareFiles, clone: Path, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.where = where
        self._own = own
        self._clone = clone
        self._folder = FolderTransport(clone, own)
        self._pause = pause

    def look(self) -> ShareInfo | None:
        """Return the share in the repository; None if there is none."""
        self._prepare()
        self._fetch()
        self._git("clean", "--quiet", "-ffdx")
        return self._folder.look()

    def is_empty(self) -> bool:
        """Return whether the share had no segments when it was last fetched."""
        return self._folder.is_empty()

    def exchange(self, device: str, newest: int) -> list[int]:
        """Synchronize the repository and the own copy after `look`, as `FolderTransport.exchange` does."""
        for attempt in range(_TRIES):
            if attempt:
                self._pause(random.uniform(0.0, min(2.0, 0.1 * 1.5**attempt)))  # noqa: S311  # so that two don't meet again
                self._fetch()
            foreign = self._folder.exchange(device, newest)
            self._git("add", "--all", ".")
            if self._run("commit", "--quiet", "--message", "Sync").returncode and not self._is_ahead():
                return foreign  # there was nothing to commit
            try:
                self._git("push", "--quiet", "origin", f"HEAD:refs/heads/{BRANCH}", is_remote=True)
            except _RejectedError:
                continue
            return foreign
        raise RapportError(f"Other machines pushed to {self.where} each time this one tried. {_KEPT} Try again soon.")

    def _fetch(self) -> None:
        """Reset the clone to the contents of the repository."""
        refs = f"+refs/heads/{BRANCH}*:{_REMOTE}*"  # with the star, a missing branch is not an error
        self._git("fetch", "--quiet", "--prune", "origin", refs, is_remote=True)
        if self._run("reset", "--quiet", "--hard", _REMOTE).returncode:
            if self._has_ref(_REMOTE):
                raise RapportError(f"git could not set its clone in {self._clone} to what is in {self.where}. {_KEPT}")
            shutil.rmtree(self._clone, ignore_errors=True)  # nothing is shared there
            self._prepare()

    def _prepare(self) -> None:
        for lock in (self._clone / ".git").glob("*.lock"):  # left by a killed git: no other process uses the clone
            lock.unlink(missing_ok=True)
        if not (self._clone / ".git" / "HEAD").is_file():
            shutil.rmtree(self._clone, ignore_errors=True)
            make_folder(self._clone)
            self._git("init", "--quiet")
            self._git("symbolic-ref", "HEAD", f"refs/heads/{BRANCH}")
            self._git("remote", "add", "origin", self.where)
        else:
            self._git("remote", "set-url", "origin", self.where)

    def _is_ahead(self) -> bool:
        """Return whether the clone has a commit that was not pushed yet."""
        if not self._has_ref("HEAD"):
            return False
        return not self._has_ref(_REMOTE) or bool(self._git("rev-list", f"{_REMOTE}..HEAD").strip())

    def _has_ref(self, ref: str) -> bool:
        return self._run("rev-parse", "--quiet", "--verify", ref).returncode == 0

    def _git(self, *words: str, is_remote: bool = False) -> str:
        done = self._run(*words)
        if done.returncode == 0:
            return done.stdout
        said = done.stderr.strip()
        if is_remote and any(word in said for word in _FASTER) and "hook declined" not in said:
            raise _RejectedError(said)
        raise RapportError(_explained(self.where, said))

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        options = [part for name, value in _CONFIG.items() for part in ("-c", f"{name}={value}")]
        try:
            return subprocess.run(
                ["git", "-C", str(self._clone), *options, *words],
                capture_output=True,
                text=True,
                errors="replace",
                stdin=subprocess.DEVNULL,
                timeout=_SECONDS,
                env=_environment(),
                check=False,
            )
        except FileNotFoundError as error:
            raise RapportError(
                "git is not installed, or not on the PATH. Install it, or sync through a folder instead."
            ) from error
        except subprocess.TimeoutExpired as error:
            raise RapportError(f"{self.where} does not answer. {_KEPT}") from error


class _RejectedError(Exception):
    """Another machine pushed first."""


def _environment() -> dict[str, str]:
    """Return an environment in which git prompts for nothing, writes English and uses no other repository."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX"))
    }
    ssh = kept.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": ssh, "LC_ALL": "C"}


def _explained(where: str, said: str) -> str:
    """Return a sentence for the user on git's error output."""
    low = said.casefold()
    if any(word in low for word in ("could not resolve", "network is unreachable", "connection refused", "timed out")):
        return f"{where} can’t be reached: there is no network. {_KEPT}"
    if any(
        word in low
        for word in ("permission denied", "authentication failed", "could not read username", "access denied")
    ):
        return f"{where} does not let you in. See that “git push” works there without a question. {_KEPT}"
    if any(word in low for word in ("does not appear to be a git repository", "not found", "does not exist")):
        return f"{where} is not a git repository that can be found. Make one with: git init --bare PATH"
    last = said.splitlines()[-1] if said else "it gave no reason"
    return f"git could not sync with {where}: {last.removeprefix('fatal: ')}. {_KEPT}"
