"""The commands that add, edit, archive and delete people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from rapport_tui.cli.json_answers import person_row
from rapport_tui.cli.options import STAGE, as_json, examples, name_argument, pass_session
from rapport_tui.cli.output import give, say
from rapport_tui.cli.session import Session
from rapport_tui.model.cadence import read_rhythm
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import Person, Stage

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

Command = TypeVar("Command", bound=Callable[..., Any])

_LISTS: Final = {"email": "emails", "tag": "tags", "alias": "aliases", "phone": "phones", "link": "links"}
_BIRTHDAY: Final = lazy_pattern(r"(?:([0-9]{4})|-)-([0-9]{2})-([0-9]{2})")
_LEAP_YEAR: Final = 2000


def _birthday(_ctx: click.Context, _param: click.Parameter, text: str | None) -> str | None:
    if not text:
        return text
    match = _BIRTHDAY.fullmatch(text)
    try:
        if match:
            date(int(match[1] or _LEAP_YEAR), int(match[2]), int(match[3]))
            return text
    except ValueError:
        pass
    raise click.BadParameter("Write it as 1990-05-02, or --05-02 where you don’t know the year.")


def _details(command: Command) -> Command:
    """Add the options for the fields of a person."""
    options = (
        click.option("--stage", type=STAGE, help="Their rung of the ladder."),
        click.option("--given", help="What messages greet them by, where it isn’t the first word of the name."),
        click.option("--family", help="Which part of the name is the family’s."),
        click.option("--title", help="What stands before the name, such as Dr."),
        click.option("--suffix", help="What stands after it, such as PhD."),
        click.option("--role", help="What they do."),
        click.option("--team"),
        click.option("--org", help="Where they work."),
        click.option("--location", help="Where they are."),
        click.option("--email", multiple=True),
        click.option("--phone", multiple=True),
        click.option("--link", multiple=True, help="A page of theirs."),
        click.option("--alias", multiple=True, help="Another name they go by."),
        click.option("--tag", multiple=True),
        click.option("--met", help="How you met."),
        click.option("--through", metavar="NAME", help="Who introduced you."),
        click.option("--pronouns", help="Such as she/her."),
        click.option("--birthday", callback=_birthday, metavar="YYYY-MM-DD", help="Or --MM-DD without the year."),
        click.option("--every", metavar="SPAN", help="How often to talk: 2w, 10d, 1m or never; '' as the rung has it."),
        click.option("--ahead/--not-ahead", default=None, help="Whether they are some steps ahead of you."),
        click.option("--glad/--not-glad", default=None, help="Whether they are glad to help."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(
    epilog=examples("rapport add 'Priya Nair' --role Designer --met 'at the stand-up'", "rapport add Tom --stage ally")
)
@name_argument
@_details
@as_json
@pass_session
def add(session: Session, /, name: str, *, as_json: bool, **details: Any) -> None:
    """Add somebody.

    Options such as --email and --tag can be given several times.
    """
    journal = session.journal
    stage: Stage = details.pop("stage") or "stranger"
    person = journal.people.add(name, stage=stage, **_introduced(journal, details), **_fields(details))
    _answer(journal, person, f"Added {person.name}, {person.stage}.", as_json=as_json)


@click.command(
    epilog=examples(
        "rapport edit priya --role 'Lead designer' --tag berlin",
        "rapport edit tom --tag=-berlin --org ''",
        "rapport edit dana --every 2w",
    )
)
@name_argument
@click.option("--name", "new_name", help="Their name from now on.")
@_details
@as_json
@pass_session
def edit(session: Session, /, name: str, new_name: str | None, *, as_json: bool, **details: Any) -> None:
    """Change what is known of somebody.

    An email, phone, link, alias or tag is added to those that are there; with a hyphen before it, it is taken away
    (--tag=-berlin). An empty text clears what is there.
    """
    journal = session.journal

    def change() -> Person:
        before, given = journal.people.find(name), {**details}
        fields = {**_introduced(journal, given), **_fields(given, before)}
        if new_name is not None:
            fields["name"] = new_name
        if not fields:
            raise click.UsageError("Say what to change, for example: --role Designer")
        return journal.people.edit(before.uid, shown=before, **fields)

    try:
        person = change()
    except ChangedMeanwhileError:  # by another process, a moment ago; nobody was shown what it was before
        person = change()
    _answer(journal, person, f"Changed what is known of {person.name}.", as_json=as_json)


@click.command(epilog=examples("rapport archive 'Tom Becker'", "rapport archive tom --back"))
@name_argument
@click.option("--back", is_flag=True, help="Take them back onto the ladder.")
@as_json
@pass_session
def archive(session: Session, name: str, *, back: bool, as_json: bool) -> None:
    """Set somebody aside, with all that you wrote."""
    journal = session.journal
    person = journal.people.find(name)
    journal.people.archive([person.uid], archived=not back)
    after = "is on your ladder." if back else f"is set aside. Take them back with: rapport archive {person.uid} --back"
    _answer(journal, person, f"{person.name} {after}", as_json=as_json)


@click.command(epilog=examples("rapport delete 'Tom Becker'"))
@name_argument
@as_json
@pass_session
def delete(session: Session, name: str, *, as_json: bool) -> None:
    """Take somebody out of the journal. The lines that name them stay."""
    journal = session.journal
    person = journal.people.find(name)
    row = person_row(journal, journal.people.summary(person.uid))
    journal.people.delete(person.uid)
    if as_json:
        give(row)
    else:
        say(f"Deleted {person.name}. Take it back with: rapport undo")


def _introduced(journal: Journal, details: dict[str, Any]) -> dict[str, str]:
    """Remove the person who introduced somebody from `details`, and return the field that stores it."""
    through = details.pop("through")
    if through is None:
        return {}
    return {"met_through": journal.people.find(through).uid if through else ""}


def _fields(details: dict[str, Any], person: Person | None = None) -> dict[str, Any]:
    """Return the fields of a person that the options set; lists start from those of `person`."""
    fields = {key: value for key, value in details.items() if value is not None and key not in (*_LISTS, "every")}
    if details["every"] is not None:
        fields["cadence"] = read_rhythm(details["every"])
    for option, field in _LISTS.items():
        if details[option]:
            fields[field] = _changed(getattr(person, field, ()), details[option])
    return fields


def _changed(kept: Iterable[str], given: Iterable[str]) -> list[str]:
    """Return `kept` with each of `given` added; a value with a hyphen is removed, an empty one clears the list."""
    items = list(kept)
    for item in given:
        if not item:
            items.clear()
        elif not item.startswith("-"):
            items.append(item)
        elif item[1:] in items:
            items.remove(item[1:])
        else:
            raise RapportError(f"“{item[1:]}” is not there, so it can’t be taken away.")
    return items


def _answer(journal: Journal, person: Person, words: str, *, as_json: bool) -> None:
    if as_json:
        give(person_row(journal, journal.people.summary(person.uid)))
    else:
        say(words)
