"""The command as a user types it, on a journal and a clock of the test's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from rapport_tui.cli.program import rapport


class Cli:
    """Types commands. `env` is what the shell has set."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env: dict[str, str | None] = {
            "RAPPORT_JOURNAL": str(folder / "journal"),
            "RAPPORT_SETTINGS": str(folder / "settings.toml"),
            "RAPPORT_NOW": "2026-11-23T09:12",
            "NO_COLOR": None,
        }

    def __call__(self, *args: str, stdin: str | bytes | None = None, code: int = 0, color: bool = False) -> Result:
        """Run a command and see that it ends with `code`; a crash shows as itself. `color`: as on a terminal."""
        result = CliRunner().invoke(rapport, args, input=stdin, env=self.env, color=color)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    def say(self, *args: str, stdin: str | None = None) -> str:
        """Return what a command answers a person."""
        return self(*args, stdin=stdin).stdout

    def ask(self, *args: str, stdin: str | None = None) -> Any:
        """Return what a command answers a program: one JSON document on stdout, nothing else."""
        return json.loads(self(*args, "--json", stdin=stdin).stdout)

    def refuse(self, *args: str, stdin: str | bytes | None = None) -> str:
        """Return the one line with which a command says that it could not, stdout staying empty."""
        result = self(*args, stdin=stdin, code=1)
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        return result.stderr.strip()


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Give the command on an empty journal, at nine in the morning of Monday 23 November 2026."""
    return Cli(tmp_path)
