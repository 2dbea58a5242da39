"""The command for the moves, their lines, and the user's own wordings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rapport_tui.cli.options import OR_REPLACE, as_json, examples, pass_session
from rapport_tui.cli.output import bold, dim, give, hint, say, table, wrapped
from rapport_tui.cli.session import Session
from rapport_tui.model.wording import counted
from rapport_tui.user_files import read_text, user_path

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.playbook.moves import Move


@click.command(
    epilog=examples(
        "rapport moves",
        "rapport moves hi-again",
        "rapport moves --export mine.toml",
        "rapport moves --import theirs.toml",
    )
)
@click.argument("move_id", metavar="[MOVE]", default="")
@click.option("--import", "source", type=click.Path(path_type=Path), metavar="FILE", help="Take in wordings.")
@click.option("--export", "target", type=click.Path(path_type=Path), metavar="FILE", help="Give out your own wordings.")
@click.option("--replace", is_flag=True, help="Write over FILE where there is one.")
@as_json
@pass_session
def moves(
    session: Session, *, move_id: str, source: Path | None, target: Path | None, replace: bool, as_json: bool
) -> None:
    """List the moves of the playbook, step by step up the ladder; of one MOVE, the lines.

    Wordings of your own are kept in the journal. They go from person to person as a file, and the file playbook.toml
    beside your settings is read too.
    """
    journal = session.journal
    if source:
        path = user_path(source)
        hint(f"Took in {counted(journal.wordings.take_in(read_text(path), str(path)), 'wording', 'wordings')}.")
    elif target:
        text = journal.wordings.export()
        hint(f"Wrote {journal.transfer.write(target, text, replace=replace, hint=OR_REPLACE)}.")
    elif move_id:
        _show_move(journal.composer.move(move_id), as_json=as_json)
    else:
        _show_all(journal, as_json=as_json)


def _show_move(move: Move, *, as_json: bool) -> None:
    if as_json:
        lines = [
            {"register": line.register, "subject": line.subject, "text": line.text, "to_both": line.to_both}
            for line in move.lines
        ]
        give({**_row(move), "lines": lines})
        return
    blocks = [f"{bold(move.title)}\n{wrapped(move.when, indent='')}\n{wrapped(move.what, indent='')}"]
    for register in move.registers:
        for number, line in enumerate(move.lines_in(register), 1):
            both = " · to both" if line.to_both else ""
            subject = f"{line.subject}\n\n" if line.subject else ""
            blocks.append(f"{dim(f'{register} {number}{both}')}\n{wrapped(subject + line.text, indent='  ')}")
    say("\n\n".join(blocks))


def _show_all(journal: Journal, *, as_json: bool) -> None:
    playbook = journal.playbook
    if as_json:
        give([_row(move) for move in playbook.moves])
        return
    blocks = []
    for rung in playbook.rungs:
        some = [move for move in playbook.moves if move.stage == rung.id]
        if some:
            rows = [(move.id, move.title, move.when) for move in some]
            blocks.append(f"{bold(rung.label)} · {rung.title}\n{table(rows, indent='  ', styles={2: dim})}")
    say("\n\n".join(blocks))


def _row(move: Move) -> dict[str, object]:
    return {"id": move.id, "step": move.step, "stage": move.stage, "when": move.when, "blanks": move.blanks}
