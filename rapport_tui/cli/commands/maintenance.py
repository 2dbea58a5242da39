"""The commands that check, back up and restore the journal."""

from __future__ import annotations

from pathlib import Path

import click

from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import give, hint, say
from rapport_tui.cli.session import Session
from rapport_tui.journal.maintenance import restore_ruined
from rapport_tui.model.wording import counted
from rapport_tui.store import UnreadableError

_FILE = click.Path(path_type=Path)
_NOT_SOUND = 1


@click.command(epilog=examples("rapport check"))
@as_json
@click.pass_context
def check(ctx: click.Context, *, as_json: bool) -> None:
    """Check that the journal is sound, and mend what can be mended.

    Ends with exit code 1 where something is left that needs you.
    """
    journal = ctx.ensure_object(Session).journal
    found = journal.maintenance.check()
    if as_json:
        give(
            {
                "ok": found.ok,
                "people": found.people,
                "entries": found.entries,
                "repaired": found.repaired,
                "problems": found.problems,
            }
        )
    else:
        people, entries = counted(found.people, "person", "people"), counted(found.entries, "line")
        say("\n".join((f"{people}, {entries}, in {journal.folder}.", *found.repaired)))
        for problem in found.problems:
            hint(problem)
        if found.ok:
            say("All is sound.")
    if not found.ok:
        ctx.exit(_NOT_SOUND)


@click.command(epilog=examples("rapport backup ~/rapport-2026-11-23.json"))
@click.argument("file", type=_FILE)
@as_json
@pass_session
def backup(session: Session, file: Path, *, as_json: bool) -> None:
    """Write a copy of the whole journal to FILE, which must not be there yet; encrypted if the journal is."""
    written = session.journal.maintenance.backup(file)
    session.wrote_file = True
    if as_json:
        give({"file": str(written)})
    else:
        say(f"Copied the journal to {written}.")


@click.command(epilog=examples("rapport restore ~/rapport-2026-11-23.json"))
@click.argument("file", type=_FILE)
@as_json
@pass_session
def restore(session: Session, file: Path, *, as_json: bool) -> None:
    """Make the journal what it was in the backup FILE.

    It can be undone. Where the journal itself can't be read any more, its file is kept beside the restored one.
    """
    report, kept = None, None
    journal = session.journal
    key = journal.encryption.recovery_key if journal.is_encrypted else ""
    try:
        journal.open()
    except UnreadableError:
        kept = restore_ruined(session.folder, file, key)
        session.wrote_file = True
    else:
        report = journal.maintenance.restore(file)
    repaired = report.repaired if report else ()
    if as_json:
        changed = report.changed if report else None
        give({"file": str(file), "changed": changed, "ruined": str(kept) if kept else "", "repaired": repaired})
    elif kept:
        say(f"The journal is back from {file}. The file that could not be read is kept as {kept}.")
    else:
        count = report.changed if report else 0
        say(f"The journal is back from {file}: {counted(count, 'record', 'records')} changed.")
    for sentence in repaired:
        hint(sentence)
