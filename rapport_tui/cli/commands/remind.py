"""The command for a reminder each morning."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import click

from rapport_tui.cli.options import examples, pass_session
from rapport_tui.cli.output import hint, say
from rapport_tui.cli.session import Session
from rapport_tui.journal.day_line import reminder_line
from rapport_tui.model.errors import RapportError
from rapport_tui.reminders import Schedule, parse_days, parse_time, scheduler, show_notification

_LOCKED: Final = "Your people for today are in rapport, which is locked. Open it with your passphrase when you like."


@click.command(epilog=examples("rapport remind --install 08:30 --days mon-fri", "rapport remind --uninstall"))
@click.option("--install", metavar="HH:MM", help="Set the reminder, in place of the one that is set.")
@click.option("--days", metavar="DAYS", help="On which days: mon-fri, mon,wed. Without it, every day.")
@click.option("--uninstall", is_flag=True, help="Remove the reminder; nothing of it stays.")
@click.option("--now", is_flag=True, help="Show the reminder now, as it will look.")
@pass_session
def remind(session: Session, install: str | None, days: str | None, *, uninstall: bool, now: bool) -> None:
    """Show one calm line each morning: who it would be good to talk to. Without options, tell when."""
    if sum((install is not None, uninstall, now)) > 1 or (days and install is None):
        raise click.UsageError("Choose one of --install TIME [--days DAYS], --uninstall and --now.")
    if now:
        _show(_line(session))
        return
    system = scheduler()
    if install is not None:
        schedule = Schedule(parse_time(install), parse_days(days or "daily"))
        system.install(schedule, _command(session), _environment())
        session.wrote_file = True
        hint(f"A reminder comes at {schedule}, by {system.name}. See it now: rapport remind --now")
    elif uninstall:
        system.uninstall()
        session.wrote_file = True
        hint("No reminder is set.")
    else:
        found = system.installed()
        say(f"A reminder comes at {found}, by {system.name}." if found else "No reminder is set.")
        if not found:
            hint("Set one with: rapport remind --install 08:30 --days mon-fri")


def _line(session: Session) -> str:
    """Return the line to show: empty on a day off or without open items, without names while the journal is locked."""
    try:
        is_open = session.unlock_unasked()  # nobody is there to answer
    except RapportError as error:
        hint(str(error))
        is_open = False
    return reminder_line(session.journal.today) if is_open else _LOCKED


def _show(line: str) -> None:
    """Show the line, or print it if there is no desktop."""
    if line and not show_notification(line):
        say(line)


def _command(session: Session) -> list[str]:
    if session.demo:
        raise RapportError("The demo has no mornings. Set the reminder for a journal of your own.")
    return [sys.executable, "-m", "rapport_tui", "--journal", str(session.folder.absolute()), "remind", "--now"]


def _environment() -> dict[str, str]:
    """Return the environment variables that the reminder needs to find the same settings."""
    kept = {"RAPPORT_SETTINGS": os.environ.get("RAPPORT_SETTINGS", "")}
    return {key: str(Path(value).absolute()) for key, value in kept.items() if value}
