"""The command that shows and changes the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from rapport_tui.cli import completers as completing
from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import dim, give, hint, say, table
from rapport_tui.cli.session import Session
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import STAGES

if TYPE_CHECKING:
    from rapport_tui.settings import Settings


@click.command(
    epilog=examples(
        "rapport settings",
        "rapport settings --edit",
        "rapport settings --set name='Ana Ferreira' --set cadence.ally=21",
    )
)
@click.option(
    "--set", "changes", multiple=True, metavar="KEY=VALUE", shell_complete=completing.settings, help="Change a setting."
)
@click.option("--edit", is_flag=True, help="Open the file in your editor; a new one explains each setting.")
@as_json
@pass_session
def settings(session: Session, changes: tuple[str, ...], *, edit: bool, as_json: bool) -> None:
    """Show the settings and where they are, or change some.

    \b
      name, role     yours, for the ready lines
      theme          the app’s colours
      plain          true for screen readers: nothing moves, one thing under another
      date_order     dmy or mdy: what 11/12 is
      day_start      the hour at which a new day begins, 0 to 12
      greeting       how your mails begin: Hi, Hello, Dear
      signoff        the words above your name at their end
      language       of the ready lines, where they are translated: en, de
      budget         how many people Today offers to say hi again to
      calendar       an .ics file with your meetings
      calendars      more of them, with a comma and a space between: files, or https addresses
      mail           your mailbox of sent mails, for rapport suggest
      inbox          a folder with text files of lines, from your phone
      inbox_done     where such files go once they are taken in
      mirror         a folder for Markdown pages of the journal
      lock_after     after how many idle minutes the app locks an encrypted journal; 0 for never
      password_command  a command that prints the passphrase of an encrypted journal
      board_order    manual, need, talk or name
      me.emails      your own addresses, with commas: a meeting that you declined is not shown
      cadence.STAGE  after how many days it is good to talk again
      capacity.STAGE how many people a stage holds comfortably
      [keys]         keys of your own, in the file: rapport keys lists the commands
    """  # noqa: D301, click reads the backspace
    from rapport_tui.settings import change_setting, read_settings

    if edit:
        if changes or as_json:
            raise click.UsageError("--edit stands alone.")
        _edit(session)
        return
    chosen = session.settings
    for key, value in _read(changes, chosen).items():
        change_setting(session.settings_path, key, value)
        session.wrote_file = True
    if changes:
        chosen = read_settings(session.settings_path)[0]
    values = msgspec.to_builtins(chosen)
    if as_json:
        give({"file": str(session.settings_path), "values": values})
    else:
        say(f"{session.settings_path}\n{table([_row(key, value) for key, value in values.items()], styles={0: dim})}")


def _edit(session: Session) -> None:
    """Open the file in the user’s editor, and print the invalid settings afterwards."""
    from rapport_tui.external_editor import edit_file
    from rapport_tui.settings import make_file, read_settings

    path = session.settings_path
    make_file(path)
    edit_file(path)
    for doubt in read_settings(path)[1]:
        hint(doubt)
    say(str(path))


def _read(changes: tuple[str, ...], chosen: Settings) -> dict[str, Any]:
    """Return the new value of each setting to change. Raises `RapportError` before any is changed."""
    values: dict[str, Any] = {}
    for change in changes:
        key, is_given, text = change.partition("=")
        table, _, stage = key.partition(".")
        if not is_given:
            raise click.BadParameter(f"“{change}” is not KEY=VALUE.", param_hint="--set")
        before = getattr(chosen, table, None) if table in chosen.__struct_fields__ else None
        if (
            before is None
            or table == "keys"
            or isinstance(before, dict) != bool(stage)
            or (stage and stage not in (("emails",) if table == "me" else STAGES))
        ):
            raise RapportError(f"There is no setting “{key}”. See them with: rapport settings --help")
        if table == "me":
            values[table] = {stage: [email.strip() for email in text.split(",") if email.strip()]}
        elif isinstance(before, dict):
            values[table] = {**values.get(table, before), stage: _number(key, text)}
        else:
            values[key] = _value(key, text, before)
        try:
            msgspec.convert(values, type(chosen))
        except msgspec.ValidationError as error:
            raise RapportError(f"“{text}” can’t be the {key}: {error}.") from error
    return values


def _value(key: str, text: str, before: str | int | tuple[str, ...]) -> str | int | list[str]:
    """Return `text` converted to the type of the setting."""
    if isinstance(before, tuple):
        from rapport_tui.settings import list_of

        return list_of(text)
    if not isinstance(before, bool):
        return _number(key, text) if isinstance(before, int) else text
    if text not in {"true", "false"}:
        raise RapportError(f"{key} is true or false, not “{text}”.")
    return text == "true"


def _number(key: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise RapportError(f"{key} is a whole number, not “{text}”.")
    return int(text)


def _row(key: str, value: object) -> tuple[str, str]:
    if key == "me" and isinstance(value, dict):
        return "me.emails", ", ".join(value.get("emails", ())) or "not chosen"
    if isinstance(value, dict):
        named = ", ".join(f"{name} {one}" for name, one in value.items())
        return key, named or ("the program’s own" if key == "keys" else "the ladder’s own")
    if isinstance(value, bool):
        return key, str(value).lower()
    return key, str(value) or "not chosen"
