"""The commands that list and merge duplicates of people."""

from __future__ import annotations

import click

from rapport_tui.cli.json_answers import person_row
from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import bold, dim, give, hint, say, table
from rapport_tui.cli.session import Session
from rapport_tui.model.records import Person


@click.command(epilog=examples("rapport duplicates"))
@as_json
@pass_session
def duplicates(session: Session, *, as_json: bool) -> None:
    """List who may be the same person twice."""
    pairs = session.journal.duplicates.pairs()
    if as_json:
        give([{"people": [_row(pair.one), _row(pair.other)], "why": pair.why} for pair in pairs])
    elif pairs:
        rows = [(pair.one.name, pair.other.name, _what(pair.other), pair.why) for pair in pairs]
        say(table(rows, styles={0: bold, 1: bold, 2: dim}))
        one, other = pairs[0].one.uid, pairs[0].other.uid
        hint(f"Make two people one with: rapport merge {one} {other} · or be asked no more: … --apart")
    else:
        hint("Nobody is in your journal twice, as far as names and addresses tell.")


@click.command(epilog=examples("rapport merge 'Priya Nair' 'P. Nair'", "rapport merge 'Ann Lee' 'Anna Lee' --apart"))
@click.argument("name")
@click.argument("other")
@click.option("--apart", is_flag=True, help="They are two people: never ask again.")
@as_json
@pass_session
def merge(session: Session, name: str, other: str, *, apart: bool, as_json: bool) -> None:
    """Make two people one, who keeps the name NAME.

    Nothing of either is lost: what both have another value for is kept as a note, and the other name as an alias.
    """
    journal = session.journal
    kept, gone = journal.people.find(name), journal.people.find(other)
    if apart:
        journal.duplicates.keep_apart(kept.uid, gone.uid)
        told = f"{kept.name} and {gone.name} are two people. You will not be asked again."
    else:
        journal.duplicates.merge(kept.uid, gone.uid)
        told = f"{gone.name} and {kept.name} are one. Take it back with: rapport undo"
    if as_json:
        give(person_row(journal, journal.people.summary(kept.uid)))
    else:
        say(told)


def _row(person: Person) -> dict[str, object]:
    return {"uid": person.uid, "name": person.name, "org": person.org, "emails": person.emails}


def _what(person: Person) -> str:
    return person.emails[0] if person.emails else person.org
