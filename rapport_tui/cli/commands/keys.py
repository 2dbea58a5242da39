"""The command that lists the keys of the app."""

from __future__ import annotations

import click

from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import bold, dim, give, say, table
from rapport_tui.cli.session import Session
from rapport_tui.keys.catalogue import GROUPS
from rapport_tui.keys.keymap import keys_of, written


@click.command(epilog=examples("rapport keys"))
@as_json
@pass_session
def keys(session: Session, *, as_json: bool) -> None:
    """List the app’s commands with their keys, yours included.

    To put one on another key, write its name and the key under [keys] in the settings: undo = "ctrl+z".
    """
    keymap = session.settings.keys
    if as_json:
        give(
            [
                {
                    "id": command.id,
                    "keys": [written(key) for key in keys_of(command, keymap)],
                    "help": command.help,
                    "group": group.title,
                }
                for group in GROUPS
                for command in group.commands
            ]
        )
        return
    blocks = []
    for group in GROUPS:
        rows = [
            (" ".join(written(key) for key in keys_of(command, keymap)), command.id, command.help)
            for command in group.commands
        ]
        blocks.append(f"{bold(group.title)}\n{table(rows, indent='  ', styles={1: dim})}")
    say("\n\n".join(blocks))
