"""The command that moves people on the ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rapport_tui.cli.json_answers import person_row
from rapport_tui.cli.options import STAGE, as_json, examples, name_argument, pass_session
from rapport_tui.cli.output import give, hint, say
from rapport_tui.cli.session import Session
from rapport_tui.model.records import Stage

if TYPE_CHECKING:
    from rapport_tui.journal import Journal


@click.command(epilog=examples("rapport move priya ally --why 'we helped each other with the launch'"))
@name_argument
@click.argument("stage", type=STAGE)
@click.option("--why", default="", metavar="TEXT", help="What happened.")
@as_json
@pass_session
def move(session: Session, name: str, stage: Stage, *, why: str, as_json: bool) -> None:
    """Move somebody up or down the ladder.

    STAGE is stranger, acquaintance, ally, mentor or sponsor. Who was set aside, or is in the inbox, comes onto the
    ladder.
    """
    journal = session.journal
    before = journal.people.find(name)
    journal.people.move([before.uid], stage, why=why)
    if as_json:
        give(person_row(journal, journal.people.summary(before.uid)))
    elif before.stage == stage:
        say(f"{before.name} is on your ladder as {stage}.")
    else:
        say(f"{before.name}: {before.stage} → {stage}.")
    _mind_capacity(journal, stage)


def _mind_capacity(journal: Journal, stage: Stage) -> None:
    """Print a hint if a rung has more people than its capacity."""
    room = journal.settings.capacity.get(stage, journal.playbook.rung(stage).capacity)
    count = journal.insights.ladder()[stage]
    if room is not None and count > room:
        hint(f"That makes {count} as {stage}, where {room} is a comfortable number.")
