"""The command for groups of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rapport_tui.cli import completing
from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import give, hint, say, table
from rapport_tui.cli.session import Session
from rapport_tui.model.wording import listed

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.model.records import Group


@click.command(
    epilog=examples(
        "rapport group standup priya sam.ortiz 'Tom Becker'",
        "rapport group standup",
        "rapport group standup priya --remove",
        "rapport log '@standup + we all dread mondays'",
    )
)
@click.argument("name", required=False)
@click.argument("people", metavar="[PERSON]…", nargs=-1, shell_complete=completing.names)
@click.option("--remove", is_flag=True, help="Take these people out, or without any delete the group.")
@as_json
@pass_session
def group(session: Session, name: str | None, people: tuple[str, ...], *, remove: bool, as_json: bool) -> None:
    """List the groups, show one, or put people in it.

    A group is a list of people with a name: @NAME in a line means all of them, and group:NAME finds them. A meeting of
    that name in your calendar is one with them.
    """
    journal = session.journal
    if name is None:
        if remove:
            raise click.UsageError("Say which group with: rapport group NAME --remove")
        _list(journal, as_json=as_json)
        return
    uids = [journal.people.find(person).uid for person in people]
    if remove and not people:
        gone = journal.groups.delete(name)
        give(_row(journal, gone)) if as_json else say(f"Deleted the group {gone.name}. Its people stay.")
        return
    if remove:
        found = journal.groups.take_out(name, uids)
    elif people:
        found = journal.groups.add(name, uids)
    else:
        found = journal.groups.find(name)
    give(_row(journal, found)) if as_json else say(_line(journal, found))


def _list(journal: Journal, *, as_json: bool) -> None:
    groups = journal.groups.all()
    if as_json:
        give([_row(journal, one) for one in groups])
    elif groups:
        say(table([(one.name, listed(_names(journal, one)) or "nobody") for one in groups]))
    else:
        hint("There is no group yet. Make one with: rapport group standup PERSON…")


def _line(journal: Journal, found: Group) -> str:
    return f"{found.name}: {listed(_names(journal, found)) or 'nobody'}"


def _names(journal: Journal, found: Group) -> list[str]:
    return [person.name for person in journal.groups.people_of(found)]


def _row(journal: Journal, found: Group) -> dict[str, object]:
    return {"uid": found.uid, "name": found.name, "people": _names(journal, found)}
