"""The command that shows and changes the settings."""

from __future__ import annotations

from typing import Any

import click

from rapport_tui.cli import completing
from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import dim, give, hint, say, table
from rapport_tui.cli.session import Session
from rapport_tui.external_editor import edit_file
from rapport_tui.model.errors import RapportError
from rapport_tui.settings import Settings
from rapport_tui.settings_io import (
    MEANINGS,
    TABLE_KEYS,
    change_setting,
    fits,
    list_of,
    make_file,
    options_of,
    read_settings,
    wanted_value,
)


class _SettingsCommand(click.Command):
    """A command whose help lists the settings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and what each setting means."""
        super().format_options(ctx, formatter)
        names = {key: f"{key}.STAGE" for key in TABLE_KEYS} | {"me": "me.emails", "keys": "[keys], in the file"}
        with formatter.section("Settings"):
            formatter.write_dl([(names.get(key, key), _meaning(key)) for key in Settings._fields])


@click.command(
    cls=_SettingsCommand,
    epilog=examples(
        "rapport settings",
        "rapport settings --edit",
        "rapport settings --set name='Ana Ferreira' --set cadence.ally=21",
    ),
)
@click.option(
    "--set", "changes", multiple=True, metavar="KEY=VALUE", shell_complete=completing.settings, help="Change a setting."
)
@click.option("--edit", is_flag=True, help="Open the file in your editor; a new one explains each setting.")
@as_json
@pass_session
def settings(session: Session, changes: tuple[str, ...], *, edit: bool, as_json: bool) -> None:
    """Show the settings and where they are, or change some.

    Several addresses or calendars have a comma and a space between them.
    """
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
    values = chosen._asdict()
    if as_json:
        give({"file": str(session.settings_path), "values": values})
    else:
        say(f"{session.settings_path}\n{table([_row(key, value) for key, value in values.items()], styles={0: dim})}")


def _meaning(key: str) -> str:
    """Return the meaning of a setting, with its values if it is one of a few words."""
    return "; ".join(filter(None, (MEANINGS[key], " or ".join(options_of(key)))))


def _edit(session: Session) -> None:
    """Open the file in the user’s editor, and print the invalid settings afterwards."""
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
        if table == "keys" or table not in chosen._fields or stage not in TABLE_KEYS.get(table, ("",)):
            raise RapportError(f"There is no setting “{key}”. See them with: rapport settings --help")
        before = getattr(chosen, table)
        if table == "me":
            values[table] = {stage: [email.strip() for email in text.split(",") if email.strip()]}
        elif isinstance(before, dict):
            values[table] = {**values.get(table, before), stage: _number(key, text)}
        else:
            values[key] = _value(key, text, before)
        if not fits(table, values[table]):
            raise RapportError(f"“{text}” can’t be the {key}: it takes {wanted_value(table)}.")
    return values


def _value(key: str, text: str, before: str | int | tuple[str, ...]) -> str | int | list[str]:
    """Return `text` converted to the type of the setting."""
    if isinstance(before, tuple):
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
