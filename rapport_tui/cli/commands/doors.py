"""The command that lists the doors others opened."""

from __future__ import annotations

import click

from rapport_tui.cli import completing
from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import bold, give, hint, say, wrapped
from rapport_tui.cli.session import Session
from rapport_tui.model.wording import listed


@click.command(epilog=examples("rapport doors", "rapport doors ruth --came 'the board said yes'"))
@click.argument("name", nargs=-1, shell_complete=completing.names)
@click.option("--came", metavar="TEXT", help="What came of the newest door of NAME, as a line for the journal.")
@as_json
@pass_session
def doors(session: Session, name: tuple[str, ...], came: str | None, *, as_json: bool) -> None:
    """List the doors that others opened for you, or NAME did: what came of each, and the thanks said.

    Keep a door with: rapport log '@ruth +door a seat at the planning round'
    """
    journal = session.journal
    person = journal.people.find(" ".join(name)) if name else None
    if came is not None:
        if person is None:
            raise click.UsageError("Say who opened the door: rapport doors NAME --came TEXT")
        journal.doors.note_outcome(person, came)
    found = journal.doors.of(person.uid if person else "")
    if as_json:
        give(
            [
                {
                    "text": door.note.text,
                    "people": [one.name for one in door.people],
                    "on": door.note.made,
                    "came": door.came,
                    "thanked": door.thanked,
                }
                for door in found
            ]
        )
    elif not found:
        hint("No doors are noted. Keep one with: rapport log '@name +door a seat at the planning round'")
    else:
        for door in found:
            head = f"{bold(listed([one.name for one in door.people]))}  "
            say(wrapped(journal.doors.words(door), indent="    ", first=head))
