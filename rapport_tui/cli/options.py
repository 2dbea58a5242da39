"""Options and arguments of several commands: JSON output, names and queries of several words, days."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from rapport_tui.capture.dates import Direction, parse_day_or_span
from rapport_tui.cli import completing
from rapport_tui.cli.output import on_terminal
from rapport_tui.cli.session import Session
from rapport_tui.model.errors import RapportError
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import STAGES
from rapport_tui.terminal_text import one_line

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

Command = TypeVar("Command", bound=Callable[..., Any])

STAGE: Final = click.Choice(STAGES, case_sensitive=False)
OR_REPLACE: Final = ", or add --replace to write over it"
FREE_TEXT: Final = {"ignore_unknown_options": True}
"""Settings of a command with words that may begin with a hyphen, such as `-tag:x` in a query."""
_LONG_OPTION: Final = lazy_pattern(r"--[a-z][a-z-]*(=.*)?")

pass_session = click.make_pass_decorator(Session)
as_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")


def _for_programs(_ctx: click.Context, _param: click.Parameter, value: bool) -> bool:
    if value and sys.stdin.isatty():
        raise click.UsageError("--new is for programs. Write @+Name to add a name that is near one you know.")
    return value


adds_near = click.option(
    "--new",
    "adds_near",
    is_flag=True,
    callback=_for_programs,
    help="For programs: add a name that is near one you know, without @+.",
)


def examples(*lines: str) -> str:
    """Return the examples at the end of a command's help."""
    return "\n".join(("\b", "Example:" if len(lines) == 1 else "Examples:", *(f"  {line}" for line in lines)))


def _joined(ctx: click.Context, _param: click.Parameter, words: tuple[str, ...]) -> str:
    mistyped = next((word for word in words if _LONG_OPTION.fullmatch(word)), None)
    if mistyped:
        raise click.NoSuchOption(mistyped.partition("=")[0], ctx=ctx)
    return " ".join(words)


def name_argument(command: Command) -> Command:
    """Add an argument for one person's NAME, of one or several words."""
    return click.argument("name", nargs=-1, required=True, callback=_joined, shell_complete=completing.names)(command)


def text_argument(command: Command) -> Command:
    """Add an argument for a capture line, of one or several words."""
    return click.argument(
        "text",
        nargs=-1,
        required=True,
        type=click.UNPROCESSED,
        callback=_joined,
        shell_complete=completing.line,
    )(command)


def line_argument(command: Command) -> Command:
    """Add an argument for an optional capture line."""
    return click.argument("text", nargs=-1, type=click.UNPROCESSED, callback=_joined, shell_complete=completing.line)(
        command
    )


def query_argument(command: Command) -> Command:
    """Add an argument for a query line, of no, one or several words."""
    return click.argument(
        "query",
        nargs=-1,
        metavar="[QUERY]",
        type=click.UNPROCESSED,
        callback=_joined,
        shell_complete=completing.query,
    )(command)


def confirmed(question: str, *, default: bool = True) -> None:
    """Ask for confirmation on a terminal, and raise `RapportError` unless the answer is yes; elsewhere do nothing.

    `default` is the answer that enter alone gives.
    """
    if on_terminal() and not click.confirm(one_line(question), default=default, err=True):
        raise RapportError("Nothing was changed.")


def day_from(journal: Journal, text: str, toward: Direction) -> date:
    """Return the day that `text` names, as a date or a distance: 1w, mon, 2026-12-01.

    Raises `RapportError` if it is none, or not in the direction `toward`.
    """
    today, settings = journal.day, journal.settings
    day = parse_day_or_span(text, today=today, order=settings.date_order, toward=toward, language=settings.language)
    if day is None or (day < today if toward == "future" else day > today):
        what, such = ("to come", "2026-12-01") if toward == "future" else ("that has been", "2026-11-01")
        raise RapportError(f"“{text}” is not a day {what}. Write one such as {such}, monday or 2w.")
    return day
