"""The commands for drafts and sent messages, and their outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from rapport_tui.cli.json_answers import named_uid
from rapport_tui.cli.options import FREE_TEXT, as_json, examples, line_argument, pass_session
from rapport_tui.cli.output import dim, give, say, table
from rapport_tui.cli.session import Session
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Message, Outcome
from rapport_tui.model.relative_days import near_day

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

_MOST_SENT: Final = 20


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "rapport messages", "rapport messages answered 4k2m9x7q1c 'she will look at it + she knows Bergen'"
    ),
)
@as_json
@click.pass_context
def messages(ctx: click.Context, *, as_json: bool) -> None:
    """List drafts and the last messages that were sent, or note what came of one."""
    if as_json:
        ctx.default_map = {name: {"as_json": True} for name in messages.commands}
    if ctx.invoked_subcommand is None:
        _show(ctx.ensure_object(Session).journal, as_json=as_json)


@messages.command(context_settings=FREE_TEXT, epilog=examples("rapport messages answered 4k2m 'she said yes'"))
@click.argument("uid", metavar="ID")
@line_argument
@as_json
@pass_session
def answered(session: Session, uid: str, text: str, *, as_json: bool) -> None:
    """Note that a message was answered, with a line about what came of it if you like.

    The beginning of ID is enough where only one message begins like that.
    """
    _note(session, uid, "answered", text, as_json=as_json)


@messages.command(name="no-answer", epilog=examples("rapport messages no-answer 4k2m"))
@click.argument("uid", metavar="ID")
@as_json
@pass_session
def no_answer(session: Session, uid: str, *, as_json: bool) -> None:
    """Note that no answer came; that is no failure, and the move is only counted."""
    _note(session, uid, "no answer", "", as_json=as_json)


@messages.command(epilog=examples("rapport messages discard 4k2m"))
@click.argument("uid", metavar="ID")
@as_json
@pass_session
def discard(session: Session, uid: str, *, as_json: bool) -> None:
    """Delete a draft."""
    journal = session.journal
    journal.messages.discard(_found(journal, uid).uid)
    if as_json:
        _show(journal, as_json=True)
    else:
        say("Deleted. Take it back with: rapport undo")


def _note(session: Session, uid: str, outcome: Outcome, text: str, *, as_json: bool) -> None:
    journal = session.journal
    message = journal.messages.note_outcome(_found(journal, uid).uid, outcome, text)
    if as_json:
        _show(journal, as_json=True)
    else:
        say(f"{_name(journal, message)}: {outcome}.")


def _found(journal: Journal, begin: str) -> Message:
    all_of_them = [*journal.messages.drafts(), *journal.messages.sent()]
    found = [message for message in all_of_them if message.uid.startswith(begin)]
    if len(found) != 1:
        what = "No message begins" if not found else f"{len(found)} messages begin"
        raise RapportError(f"{what} with “{begin}”. See them with: rapport messages")
    return found[0]


def _show(journal: Journal, *, as_json: bool) -> None:
    shown = [*journal.messages.drafts(), *journal.messages.sent()[-_MOST_SENT:]]
    if as_json:
        give([_row(journal, message) for message in shown])
    elif not shown:
        say("No drafts, and nothing sent yet. Make a line with: rapport compose MOVE NAME")
    else:
        rows = [(one.uid, _name(journal, one), _state(one), near_day(one.day, journal.day), one.text) for one in shown]
        say(table(rows, styles={0: dim, 2: dim, 3: dim}, single_line=True))


def _state(message: Message) -> str:
    return (message.outcome or "sent") if message.sent else "draft"


def _name(journal: Journal, message: Message) -> str:
    person = named_uid(journal, message.person)
    return person.name if person else "somebody who is gone"


def _row(journal: Journal, message: Message) -> dict[str, object]:
    other = named_uid(journal, message.other)
    return {
        "uid": message.uid,
        "person": _name(journal, message),
        "other": other.name if other else "",
        "move": message.move,
        "register": message.register,
        "subject": message.subject,
        "text": message.text,
        "on": message.day,
        "sent": message.sent,
        "outcome": message.outcome,
    }
