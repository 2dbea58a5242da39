"""The commands that list, undo and redo actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rapport_tui.cli.json_answers import action_row
from rapport_tui.cli.options import as_json, confirmed, examples, pass_session
from rapport_tui.cli.output import dim, give, hint, say, table
from rapport_tui.cli.session import Session

if TYPE_CHECKING:
    from rapport_tui.journal.history import History
    from rapport_tui.model.records import Action


@click.command(epilog=examples("rapport history"))
@as_json
@pass_session
def history(session: Session, *, as_json: bool) -> None:
    """List what was done, newest last, each with the id for undo."""
    journal = session.journal
    actions = journal.history.actions()
    if as_json:
        give([action_row(action) for action in actions])
    elif actions:
        say(table([_row(journal.history, action) for action in actions], styles={0: dim, 1: dim}))
    else:
        hint("Nothing was done yet. Begin with: rapport log 'coffee with @name'")


@click.command(epilog=examples("rapport undo", "rapport undo 4k2m9x7q1c"))
@click.argument("uid", metavar="[ID]", default="")
@click.option("--yes", is_flag=True, help="Take it back without a question.")
@as_json
@pass_session
def undo(session: Session, uid: str, *, yes: bool, as_json: bool) -> None:
    """Take back the last action, or the one called ID.

    On a terminal it asks first where the last action is older than an hour, or was done in a window of the app.
    """
    history = session.journal.history
    last = history.standing()[0]
    if not uid and not yes and not history.is_expected(last):
        confirmed(f"Take back “{last.label}” ({history.when(last)})?")
    _answer("Undone", history.undo(uid or last.uid), as_json=as_json)


@click.command(epilog=examples("rapport redo"))
@click.argument("uid", metavar="[ID]", default="")
@as_json
@pass_session
def redo(session: Session, uid: str, *, as_json: bool) -> None:
    """Do again what was taken back last, or the action called ID."""
    _answer("Done again", session.journal.history.redo(uid), as_json=as_json)


def _answer(verb: str, action: Action, *, as_json: bool) -> None:
    if as_json:
        give(action_row(action))
    else:
        say(f"{verb}: {action.label}.")


def _row(history: History, action: Action) -> tuple[str, str, str]:
    return action.uid, history.when(action), action.label + (" (undone)" if action.undone else "")
