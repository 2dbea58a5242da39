"""The commands that list notes and change one by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import UNSET, UnsetType

from rapport_tui.cli import completing
from rapport_tui.cli.json_answers import Row, kept_row
from rapport_tui.cli.options import as_json, day_from, examples, pass_session
from rapport_tui.cli.output import bold, dim, give, hint, say, table
from rapport_tui.cli.session import Session
from rapport_tui.cli.text_answers import mark_of
from rapport_tui.model.person_summary import note_words
from rapport_tui.model.wording import KIND_TITLES, listed

if TYPE_CHECKING:
    from datetime import date

    from rapport_tui.journal import Journal
    from rapport_tui.model.records import Note


@click.command(epilog=examples("rapport notes priya", "rapport notes --mine", "rapport notes --all --json"))
@click.argument("name", nargs=-1, shell_complete=completing.names)
@click.option("--mine", is_flag=True, help="What you keep about yourself: goals, wins, questions.")
@click.option("--all", "everything", is_flag=True, help="What is closed as well.")
@as_json
@pass_session
def notes(session: Session, name: tuple[str, ...], *, mine: bool, everything: bool, as_json: bool) -> None:
    """List what you know, asked and promised, of everybody or of NAME, each with a short id.

    Change one with: rapport note ID
    """
    journal = session.journal
    if name and mine:
        raise click.UsageError("Give either a name or --mine.")
    person = journal.people.find(" ".join(name)) if name else None
    found = journal.notes.of(person.uid if person else "") if person or mine else journal.notes.all()
    found = [note for note in found if everything or note.done is None]
    if as_json:
        give([_row(journal, note) for note in found])
    elif not found:
        hint("No notes here. Keep one with: rapport log '@name + rowing ? the new flat'")
    else:
        ids = journal.notes.short_ids()
        blocks = []
        for kind, title in KIND_TITLES.items():
            rows = [(ids[note.uid], *_cells(journal, note)) for note in reversed(found) if note.kind == kind]
            if rows:
                blocks.append(f"{bold(title)}\n{table(rows, indent='  ', styles={0: dim, 1: bold})}")
        say("\n\n".join(blocks))


@click.command(
    epilog=examples(
        "rapport note 4k2m --done",
        "rapport note 4k2m --due friday",
        "rapport note 4k2m --text 'the deck for the review' --to tom",
        "rapport note 4k2m --delete",
    )
)
@click.argument("uid", metavar="ID", shell_complete=completing.notes)
@click.option("--text", help="What it says from now on.")
@click.option("--to", "names", metavar="NAME", multiple=True, shell_complete=completing.names, help="Who it is about.")
@click.option("--due", metavar="DATE", help="When it is wanted, such as friday, 2w or 2026-12-01; none takes it off.")
@click.option("--done/--open", default=None, help="Close it, or open it again.")
@click.option("--delete", is_flag=True, help="Delete it. The line it came from stays as it is.")
@as_json
@pass_session
def note(
    session: Session,
    uid: str,
    text: str | None,
    names: tuple[str, ...],
    due: str | None,
    *,
    done: bool | None,
    delete: bool,
    as_json: bool,
) -> None:
    """Change one fact, thread or promise by itself, or show it.

    The beginning of ID is enough where only one note begins like that. See them with: rapport notes
    """
    journal = session.journal
    found = journal.notes.find(uid)
    wanted = text is not None or bool(names) or due is not None or done is not None
    if delete and wanted:
        raise click.UsageError("A note is either changed or deleted.")
    if delete:
        journal.notes.delete(found.uid)
    elif wanted:
        people = [journal.people.find(name).uid for name in names] or None
        found = journal.notes.edit(found.uid, text=text, people=people, due=_due(journal, due), closed=done)
    if as_json:
        give(_row(journal, found))
    elif delete:
        say(f"Deleted: {found.text}. Take it back with: rapport undo")
    else:
        say(table([(journal.notes.short_ids()[found.uid], *_cells(journal, found))], styles={0: dim, 1: bold}))


def _due(journal: Journal, text: str | None) -> date | UnsetType | None:
    if text is None:
        return UNSET
    return None if text.strip().lower() == "none" else day_from(journal, text, "future")


def _cells(journal: Journal, note: Note) -> tuple[str, str]:
    """Return the people of a note, and its text."""
    who = listed([person.name for person in journal.threads.people_of(note)])
    return who, f"{mark_of(note)} {note_words(note, journal.day)}"


def _row(journal: Journal, note: Note) -> Row:
    names = [person.name for person in journal.threads.people_of(note)]
    return {"uid": note.uid, "kind": note.kind, **kept_row(note), "people": names}
