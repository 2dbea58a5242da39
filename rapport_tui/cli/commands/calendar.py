"""The command that shows the state of the calendars."""

from __future__ import annotations

from contextlib import suppress

import click
import msgspec

from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import dim, give, hint, say, table
from rapport_tui.cli.session import Session
from rapport_tui.model.errors import RapportError
from rapport_tui.model.wording import counted


@click.command(epilog=examples("rapport calendar", "rapport calendar --refresh"))
@click.option("--refresh", is_flag=True, help="Fetch calendars on the web now, without waiting for 15 minutes to pass.")
@as_json
@pass_session
def calendar(session: Session, *, refresh: bool, as_json: bool) -> None:
    """Tell which calendars were read and when, what is on today, and what could not be read.

    The settings `calendar` and `calendars` name files and https addresses. Of an address only its host is ever shown.
    """
    agenda = session.journal.agenda
    with suppress(RapportError):  # the error is printed for each calendar
        agenda.read("all" if refresh else "due")
    if as_json:
        give({"calendars": msgspec.to_builtins(agenda.states), "meetings": msgspec.to_builtins(agenda.meetings)})
        return
    if not agenda.sources:
        hint("No calendar is set. Set one: rapport settings --set calendars=https://example.com/basic.ics")
        return
    rows = [
        (
            state.name,
            f"{state.changed:%d %b %H:%M}" if state.changed else "",
            state.problem or f"{counted(state.events, 'event')} today",
        )
        for state in agenda.states
    ]
    say(table(rows, styles={1: dim}))
    if agenda.meetings:
        times = [
            (f"{one.at:%H:%M}" if one.at else "all day", one.title, ", ".join(one.names)) for one in agenda.meetings
        ]
        say(f"\nToday:\n{table(times, indent='  ', styles={0: dim})}")
