"""Questions for passphrases and recovery keys on a terminal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from rapport_tui.cli.output import hint, on_terminal
from rapport_tui.journal.encryption import check_length
from rapport_tui.model.errors import RapportError
from rapport_tui.model.wording import counted

if TYPE_CHECKING:
    from rapport_tui.journal.received import ReceivedReport

_TRIES: Final = 3
_ASKED: Final = 2
"""The number of groups of the recovery key that are typed back."""


def ask_secret(failed: RapportError | None = None) -> str:
    """Ask once for the passphrase or the recovery key, having said what `failed` before.

    Where nobody can answer, raise that error, or return an empty string.
    """
    if not on_terminal():
        if failed:
            raise failed
        return ""
    if failed:
        hint(str(failed))
    return _ask("Passphrase (or recovery key)")


def ask_new_passphrase() -> str:
    """Ask twice for a new passphrase. Raises `RapportError` if it is short, or nobody can answer."""
    if not on_terminal():
        raise RapportError("A passphrase is asked for here, so run this on a terminal, or give --password-command.")
    hint("Choose a passphrase; four or five words that nobody would guess are good.")
    first = _ask("New passphrase")
    check_length(first)
    if _ask("Once more") != first:
        raise RapportError("These two are not the same. Nothing was changed.")
    return first


def rehearse(groups: list[str], chance: random.Random) -> str:
    """Show a new recovery key, have parts of it typed back, and return the whole with what was typed.

    Raises `RapportError` after several wrong answers, or if nobody can answer.
    """
    if not on_terminal():
        raise RapportError("The recovery key is shown and asked for here, so run this on a terminal.")
    click.echo(
        "\nThis is your recovery key. It opens the journal where the passphrase is\n"
        "lost, and nobody can give it to you again. Write it down now, or put it\n"
        "into a password manager; not only on this computer.\n",
        err=True,
    )
    numbered = [f"{number:2} {group}" for number, group in enumerate(groups[1:], start=1)]
    for row in ([groups[0]], numbered[:5], numbered[5:]):
        click.echo(f"    {'   '.join(row)}", err=True)
    click.echo("", err=True)
    _ask("Press Enter when you have it, and it is taken off the screen")
    click.echo("\x1b[H\x1b[2J\x1b[3J", nl=False, err=True)
    typed = dict(enumerate(groups))
    for number in sorted(chance.sample(range(1, len(groups) - 1), _ASKED)):
        typed[number] = _typed_back(number, groups[number])
    return "".join(typed.values())


def captured_words(report: ReceivedReport, *, lists_waiting: bool) -> Iterator[str]:
    """Yield what became of the lines that were written while the journal was locked, a sentence each.

    Nothing is said of those that wait if the command `lists_waiting` lines itself.
    """
    if report.taken:
        yield f"Took in {counted(len(report.taken), 'line')} written while the journal was locked."
    if report.waiting and not lists_waiting:
        count = counted(len(report.waiting), "line")
        yield f"{count} written while it was locked can’t be taken in yet. See why with: rapport inbox"


def _typed_back(number: int, wanted: str) -> str:
    for _ in range(_TRIES):
        given: str = click.prompt(f"Type part {number} of the recovery key", err=True)
        if given.strip().upper() == wanted:
            return given.strip().upper()
        hint("That is not it.")
    raise RapportError("The recovery key was not typed back, so nothing was encrypted. Begin again when you have it.")


def _ask(question: str) -> str:
    answer: str = click.prompt(question, hide_input=True, default="", show_default=False, err=True)
    return answer
