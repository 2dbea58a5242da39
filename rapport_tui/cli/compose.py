"""The playbook, and a line filled from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

import click

from rapport_tui.cli import completing
from rapport_tui.cli.context import Session
from rapport_tui.cli.options import as_json, examples, name_argument, pass_session
from rapport_tui.cli.output import bold, dim, give, hint, say, table, wrapped
from rapport_tui.model.errors import RapportError
from rapport_tui.playbook.moves import Register

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.model.records import Person
    from rapport_tui.playbook.compose import Composed
    from rapport_tui.playbook.moves import Move, ReadyLine

_REGISTERS: Final[tuple[Register, ...]] = get_args(Register)
_IN_MAILS: Final = frozenset({"them.first", "me.first"})


@click.command(epilog=examples("rapport moves"))
@as_json
@pass_session
def moves(session: Session, *, as_json: bool) -> None:
    """List the moves of the playbook, step by step up the ladder."""
    playbook = session.journal.playbook
    if as_json:
        give(
            [
                {"id": move.id, "step": move.step, "stage": move.stage, "when": move.when, "blanks": move.blanks}
                for move in playbook.moves
            ]
        )
        return
    blocks = []
    for rung in playbook.rungs:
        some = [move for move in playbook.moves if move.stage == rung.id]
        if some:
            rows = [(move.id, move.title, move.when) for move in some]
            blocks.append(f"{bold(rung.label)} · {rung.title}\n{table(rows, indent='  ', styles={2: dim})}")
    say("\n\n".join(blocks))


@click.command(
    epilog=examples(
        "rapport compose hi-again priya",
        "rapport compose made-me-think tom --set link=https://example.org --register mail",
        "rapport compose introduction priya --with tom --copy --sent",
    )
)
@click.argument("move_id", metavar="MOVE", shell_complete=completing.moves)
@name_argument
@click.option(
    "--with",
    "other_name",
    metavar="OTHER",
    shell_complete=completing.names,
    help="The other person of an introduction.",
)
@click.option("--set", "values", multiple=True, metavar="BLANK=VALUE", help="What goes into a blank, such as link=….")
@click.option("--register", type=click.Choice(_REGISTERS), help="A line to write in a chat, in a mail, or to say.")
@click.option("--copy", is_flag=True, help="Put the line on the clipboard too.")
@click.option("--sent", is_flag=True, help="Note that you sent it: the journal gets a line about it.")
@as_json
@pass_session
def compose(
    session: Session,
    move_id: str,
    name: str,
    other_name: str | None,
    values: tuple[str, ...],
    register: Register | None,
    *,
    copy: bool,
    sent: bool,
    as_json: bool,
) -> None:
    """Fill the ready line of a MOVE for somebody from what you wrote about them.

    A blank that nothing is known for stays ____ and is named on stderr. See the moves with: rapport moves
    """
    journal = session.journal
    move = journal.composer.move(move_id)
    person = journal.people.find(name)
    other = journal.people.find(other_name) if other_name else None
    line, composed = _best(journal, move, person, other, _chosen(move, values), register)
    if sent and composed.unfilled:
        raise RapportError(f"Fill {', '.join(composed.unfilled)} before you send it, with: --set BLANK=VALUE")
    if copy:
        _copy(composed.text)
    if sent:
        message = journal.composer.new_message(move, person, composed.text, other=other, blanks=composed.filled)
        journal.composer.mark_sent(message, line.register)
    if as_json:
        give(
            {
                "move": move.id,
                "person": person.name,
                "text": composed.text,
                "filled": composed.filled,
                "unfilled": composed.unfilled,
            }
        )
    else:
        say(wrapped(composed.text, indent=""))
    _remark(line, composed, register, sent=sent)


def _chosen(move: Move, values: tuple[str, ...]) -> dict[str, str]:
    """Return the values by blank. A blank that no line of the move has is wrong usage."""
    chosen = {}
    for value in values:
        blank, is_given, text = value.partition("=")
        if not is_given:
            raise click.BadParameter(f"“{value}” is not BLANK=VALUE.", param_hint="--set")
        if blank not in {*move.blanks, *_IN_MAILS}:
            known = ", ".join(move.blanks) or "none"
            raise click.BadParameter(f"{move.id} has no blank “{blank}”. It has: {known}.", param_hint="--set")
        chosen[blank] = text
    return chosen


def _best(
    journal: Journal, move: Move, person: Person, other: Person | None, chosen: dict[str, str], register: str | None
) -> tuple[ReadyLine, Composed]:
    """Return the line of the register that takes all that was chosen and is left with the fewest gaps."""
    lines = [line for line in move.lines if line.register == register] or move.lines
    composed = [(line, journal.composer.compose(line, person, other=other, chosen=chosen)) for line in lines]

    def lack(pair: tuple[ReadyLine, Composed]) -> tuple[int, int]:
        blanks = {*pair[1].filled, *pair[1].unfilled}
        return len(chosen.keys() - blanks), len(pair[1].unfilled)

    return min(composed, key=lack)


def _copy(text: str) -> None:
    from rapport_tui.clipboard import copy_to_desktop, copy_to_terminal

    if copy_to_desktop(text):
        hint("Copied.")
    elif copy_to_terminal(text):
        hint("Sent to the terminal’s clipboard.")
    else:
        raise RapportError("No clipboard can be reached from here. Leave out --copy and take it from the screen.")


def _remark(line: ReadyLine, composed: Composed, register: str | None, *, sent: bool) -> None:
    """Say on stderr what is not part of the text."""
    if composed.subject:
        hint(f"Subject: {composed.subject}")
    if register and line.register != register:
        hint(f"This move has no line for {register}; this one is for {line.register}.")
    if composed.unfilled:
        hint(f"Still to fill: {', '.join(composed.unfilled)}. Use: --set BLANK=VALUE")
    if sent:
        hint("Marked as sent, and written in your journal.")
