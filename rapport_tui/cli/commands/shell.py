"""The shell completion command, and the versions for a bug report."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import click
from click.shell_completion import get_completion_class

from rapport_tui import __version__
from rapport_tui.cli.options import examples
from rapport_tui.cli.output import say
from rapport_tui.model.errors import RapportError

_SHELLS: Final = ("bash", "zsh", "fish")
# Otherwise bash breaks words at these characters, and splits @priya and hi:4k2m in two.
_BASH_WORDS: Final = "COMP_WORDBREAKS=${COMP_WORDBREAKS//[@:]/}\n"
_REPORTED: Final = ("textual", "rich", "tinydb", "click", "msgspec", "tomlkit", "python-dateutil", "icalendar")


@click.command(
    epilog=examples(
        "rapport completion bash >> ~/.bashrc",
        "rapport completion zsh >> ~/.zshrc",
        "rapport completion fish > ~/.config/fish/completions/rapport.fish",
    )
)
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
def completion(shell: str | None) -> None:
    """Print what teaches a shell to complete commands, people’s names, ids and places.

    SHELL is bash, zsh or fish; without it, the one you are in.
    """
    named = shell or Path(os.environ.get("SHELL", "")).name
    kind = get_completion_class(named) if named in _SHELLS else None
    if kind is None:
        raise RapportError(f"There is no completion for “{named or 'this shell'}”. There is for {', '.join(_SHELLS)}.")
    rapport = click.get_current_context().find_root().command
    source = kind(rapport, {}, "rapport", "_RAPPORT_COMPLETE").source()
    say(f"{_BASH_WORDS if named == 'bash' else ''}{source}".rstrip())


def versions() -> str:
    """Return the versions for a bug report: rapport, its dependencies and the platform."""

    def of(package: str) -> str:
        try:
            return f"{package} {version(package)}"
        except PackageNotFoundError:
            return f"{package} is missing"

    terminal = [f"{name}={value}" for name in ("TERM", "COLORTERM", "TERM_PROGRAM", "TMUX") if (value := _env(name))]
    lines = (
        f"rapport {__version__}",
        f"Python {platform.python_version()} on {platform.platform(terse=True)}, {sys.getfilesystemencoding()}",
        ", ".join(map(of, _REPORTED)),
        " ".join(terminal) or "no terminal is named",
    )
    return "\n".join(lines)


def _env(name: str) -> str:
    value = os.environ.get(name, "")
    return "yes" if name == "TMUX" and value else value
