"""The command for lines that come from a folder of text files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec
from msgspec.structs import replace

from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import dim, give, hint, say, table
from rapport_tui.cli.session import Session
from rapport_tui.model.wording import counted
from rapport_tui.terminal_text import one_line

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.received import ReceivedReport


@click.command(epilog=examples("rapport inbox", "rapport inbox --skip 4f2a"))
@click.option("--skip", metavar="ID", default="", help="Leave out the line that waits under this id.")
@as_json
@pass_session
def inbox(session: Session, skip: str, *, as_json: bool) -> None:
    """Take in the lines of text files in a folder, such as your phone writes and a sync client brings.

    The setting `inbox` names the folder. Each line is taken once, however often its file is copied, renamed or
    written anew; a line that can’t be understood waits here with the reason. Files are left as they are, unless the
    setting `inbox_done` names a folder to move them to.

    Lines that were written while an encrypted journal was locked are taken in here too, and wait here.
    """
    session.lists_waiting = True
    report = _report(session.journal, skip)
    if as_json:
        give(msgspec.to_builtins(report))
        return
    if report.taken:
        rows = [(line.file, one_line(line.text)) for line in report.taken]
        say(f"Taken in:\n{table(rows, indent='  ', styles={0: dim})}")
    elif not report.waiting:
        hint(f"Nothing new in {report.folder}")
    if report.waiting:
        waiting = [(line.id, line.file, one_line(line.text), one_line(line.reason)) for line in report.waiting]
        say(f"{counted(len(report.waiting), 'line')} waiting:\n{table(waiting, indent='  ', styles={0: dim, 1: dim})}")


def _report(journal: Journal, skip: str) -> ReceivedReport:
    """Take in the lines that were written while the journal was locked, then those of the folder."""
    before = journal.captured.run()
    skips = any(line.id == skip for line in before.waiting)
    captured = journal.captured.run(skip) if skips else before
    if not journal.received.is_set and (skips or captured.taken or captured.waiting):
        return captured
    report = journal.received.run("" if skips else skip)
    return replace(report, taken=before.taken + report.taken, waiting=captured.waiting + report.waiting)
