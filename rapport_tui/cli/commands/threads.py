"""The command that lists open threads and promises."""

from __future__ import annotations

import click

from rapport_tui.cli import completing
from rapport_tui.cli.json_answers import note_row
from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import bold, dim, give, hint, say, table
from rapport_tui.cli.session import Session
from rapport_tui.model.relative_days import near_day
from rapport_tui.model.wording import KIND_TITLES, listed


@click.command(epilog=examples("rapport threads", "rapport threads priya", "rapport threads --due --json"))
@click.argument("name", nargs=-1, shell_complete=completing.names)
@click.option("--due", is_flag=True, help="Only what is due today or was before.")
@as_json
@pass_session
def threads(session: Session, name: tuple[str, ...], *, due: bool, as_json: bool) -> None:
    """List open threads and promises, those due first, of everybody or of NAME."""
    journal = session.journal
    person = journal.people.find(" ".join(name)) if name else None
    notes = journal.threads.with_people([person.uid]) if person else journal.threads.open()
    if due:
        notes = [note for note in notes if note.due and note.due <= journal.day]
    names = {note.uid: [one.name for one in journal.threads.people_of(note)] for note in notes}
    if as_json:
        give([{"uid": note.uid, **note_row(note), "made": note.made, "people": names[note.uid]} for note in notes])
    elif not notes:
        hint("Nothing is due." if due else "Nothing is open. Keep a question with: rapport log '@name ? the new flat'")
    else:
        blocks = []
        for kind in dict.fromkeys(note.kind for note in notes):
            rows = [
                (near_day(note.due, journal.day) if note.due else "", listed(names[note.uid]), note.text)
                for note in notes
                if note.kind == kind
            ]
            blocks.append(f"{bold(KIND_TITLES[kind])}\n{table(rows, indent='  ', styles={0: dim})}")
        say("\n\n".join(blocks))
