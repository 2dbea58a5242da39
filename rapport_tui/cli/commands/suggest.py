"""The command that proposes lines from a mailbox."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import dim, give, hint, say, table
from rapport_tui.cli.session import Session
from rapport_tui.model.relative_days import near_day


@click.command(epilog=examples("rapport suggest --mail ~/Mail/Sent", "rapport suggest --json"))
@click.option(
    "--mail",
    "mailbox",
    type=click.Path(path_type=Path),
    metavar="MBOX|MAILDIR",
    help="A mailbox, in the place of that of the setting `mail`.",
)
@as_json
@pass_session
def suggest(session: Session, mailbox: Path | None, *, as_json: bool) -> None:
    """Tell who you wrote mails to in the last two weeks without a line about it. Nothing is written.

    Only the headers of mails from your own addresses are read (the setting `me.emails`).
    """
    journal = session.journal
    found = journal.suggestions.find(mailbox)
    if as_json:
        give([msgspec.to_builtins(one) for one in found])
    elif not found:
        hint("You have a line about everybody you wrote to in the last two weeks.")
    else:
        rows = [(near_day(one.day, journal.day), f"You wrote to {one.name}") for one in found]
        say(table(rows, styles={0: dim}))
        mention = journal.people.mention(journal.people.get(found[0].uid))
        hint(f"Write a line where it is worth one: rapport log '{found[0].day.isoformat()}: wrote to {mention}'")
