"""The command for the Markdown mirror."""

from __future__ import annotations

import click
import msgspec

from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import give, hint, say
from rapport_tui.cli.session import Session
from rapport_tui.model.wording import counted


@click.command(epilog=examples("rapport mirror", "rapport mirror --check"))
@click.option("--check", is_flag=True, help="Tell what would be written; write nothing.")
@as_json
@pass_session
def mirror(session: Session, *, check: bool, as_json: bool) -> None:
    """Bring the folder of Markdown pages up to date, one for each person and each day.

    The setting `mirror` names the folder. Only pages that changed are written; what you edit there is never written
    over, and never read back.
    """
    report = session.journal.mirror.run(dry_run=check)
    if not check:
        session.tell_plain("mirror")
    session.wrote_file = not check and bool(report.written or report.removed)
    if as_json:
        give(msgspec.to_builtins(report))
        return
    done = f"{counted(report.written, 'page')} of {report.pages:,} {'would be ' if check else ''}written"
    gone = f", {counted(report.removed, 'page')} {'would be ' if check else ''}deleted" if report.removed else ""
    say(f"{done}{gone}: {report.folder}")
    for path in report.kept:
        hint(f"{path} was written or edited by somebody else and is left alone. Move it away to have it anew.")
