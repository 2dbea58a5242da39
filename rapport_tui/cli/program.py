"""The `rapport` command: every action of the journal without opening the app. It never imports Textual for that."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast

import click

from rapport_tui.cli.launch import open_app
from rapport_tui.cli.output import OutputError, hint, silence_output, write
from rapport_tui.cli.session import Session, default_folder, forgive_encodings
from rapport_tui.cli.text_answers import people_table
from rapport_tui.model.errors import AmbiguousPersonError, RapportError
from rapport_tui.settings import playbook_file, settings_file
from rapport_tui.terminal_text import one_line, printable
from rapport_tui.user_files import user_path

_SECTIONS: Final[dict[str, dict[str, str]]] = {
    "Every day": {
        "log": "entries:log",
        "today": "today:today",
        "people": "people:people",
        "show": "people:show",
        "journal": "entries:journal",
        "threads": "threads:threads",
        "doors": "doors:doors",
        "notes": "notes:notes",
        "note": "notes:note",
        "review": "review:review",
        "insights": "insights:insights",
    },
    "The ladder and its lines": {
        "move": "ladder:move",
        "moves": "playbook:moves",
        "compose": "compose:compose",
        "messages": "messages:messages",
    },
    "People": {
        "add": "edit_people:add",
        "edit": "edit_people:edit",
        "archive": "edit_people:archive",
        "delete": "edit_people:delete",
        "duplicates": "duplicates:duplicates",
        "merge": "duplicates:merge",
        "group": "groups:group",
        "import": "transfer:import_",
        "export": "transfer:export",
    },
    "Care": {
        "undo": "history:undo",
        "redo": "history:redo",
        "history": "history:history",
        "sync": "sync:sync",
        "remind": "remind:remind",
        "calendar": "calendar:calendar",
        "suggest": "suggest:suggest",
        "inbox": "inbox:inbox",
        "mirror": "mirror:mirror",
        "check": "maintenance:check",
        "backup": "maintenance:backup",
        "restore": "maintenance:restore",
        "encrypt": "encryption:encrypt",
        "decrypt": "encryption:decrypt",
        "key": "encryption:key",
        "lock": "encryption:lock",
        "unlock": "encryption:unlock",
        "settings": "settings:settings",
        "keys": "keys:keys",
        "completion": "shell:completion",
    },
}
_PLACES: Final = {name: place for section in _SECTIONS.values() for name, place in section.items()}
_EXAMPLES: Final = (
    ("rapport", "open the app"),
    ("rapport --demo", "look around in a made-up journal"),
    ("rapport log 'coffee with @priya ? how is Lisbon'", "write a line"),
    ("rapport today at office meeting", "say where you are"),
    ("rapport people 'is:drifting org:acme'", "who it would be good to talk to"),
    ("rapport compose hi-again priya --copy", "a ready line on the clipboard"),
)
_INTERRUPTED: Final = 130


class _CommandError(click.ClickException):
    """A failed command: one line on stderr and exit code 1."""

    exit_code = 1

    def show(self, _file: object = None) -> None:
        hint(self.message)


class _SeveralPeopleError(_CommandError):
    """A name that several people have: a list of them, and one line on stderr."""

    def __init__(self, error: AmbiguousPersonError, session: Session) -> None:
        super().__init__(
            f"{len(error.people)} people match “{error.name}”. Write more of the name, such as {error.example}."
        )
        self._people = error.people
        self._session = session

    def show(self, file: object = None) -> None:
        journal = self._session.journal
        click.echo(people_table(journal, journal.people.likeliest(self._people)), err=True)
        super().show(file)


class _Rapport(click.Group):
    """The commands by section, each imported only when it is called or listed."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_PLACES)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _PLACES:
            return None
        module, _, name = _PLACES[cmd_name].partition(":")
        return cast(click.Command, getattr(import_module(f"rapport_tui.cli.commands.{module}"), name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, names in _SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(title):
                formatter.write_dl([(name, command.get_short_help_str(90)) for name, command in commands if command])

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Examples"):
            formatter.write_dl(_EXAMPLES, col_max=52)
        with formatter.section("Where things are"):
            for title, path in (
                ("Journal", os.environ.get("RAPPORT_JOURNAL") or default_folder()),
                ("Settings", settings_file()),
                ("Playbook", playbook_file(settings_file())),
            ):
                formatter.write(f"  {title:8}  {one_line(str(path))}\n")
        with formatter.section("Environment"):
            formatter.write_dl(
                [
                    ("RAPPORT_JOURNAL", "the journal’s folder, where --journal doesn’t name one"),
                    ("RAPPORT_SETTINGS", "the settings’ file"),
                    ("RAPPORT_NOW", "holds the clock still at an ISO date and time, for tests and pictures"),
                    ("NO_COLOR", "plain text, without bold and dim; an app without colours"),
                    ("TEXTUAL_ANIMATIONS", "none: nothing in the app moves by itself"),
                    ("VISUAL, EDITOR", "what opens for longer texts and for the settings"),
                ]
            )
        with formatter.section("Exit codes"):
            formatter.write_dl([("0", "done"), ("1", "could not; nothing was changed"), ("2", "wrong usage")])
        with formatter.section("More"):
            formatter.write_text(
                "Names and ids complete with the tab key: rapport completion --help. rapport keys lists the commands "
                "of the app with their keys. For one line at login: rapport today --brief"
            )

    def main(self, *args: Any, **extra: Any) -> Any:
        try:
            return super().main(*args, **extra)
        except OSError as error:  # from the help, which click prints itself
            if error.filename is not None:
                raise
            silence_output()
            hint(f"The answer {_unwritten(error)}")
            sys.exit(1)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        garbled = next((arg for arg in args if _is_garbled(arg)), None)
        if garbled and not ctx.resilient_parsing:
            raise click.UsageError(f"“{printable(garbled)}” is not UTF-8 text, so nothing was done.", ctx)
        with _printable_errors():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            with _printable_errors():
                return super().invoke(ctx)
        except AmbiguousPersonError as error:
            raise _SeveralPeopleError(error, ctx.obj) from error
        except RapportError as error:
            raise _CommandError(str(error)) from error
        except OutputError as error:
            if ctx.ensure_object(Session).has_saved:
                hint(f"That is saved, but the answer {_unwritten(error)}")
                ctx.exit()
            if error.errno == errno.EPIPE:  # the reader has closed the pipe, as in `rapport journal | head`
                ctx.exit(1)
            raise _CommandError(f"The answer {_unwritten(error)}") from error
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if not ctx.ensure_object(Session).is_encrypted:
                raise
            from rapport_tui.app.crash_report import DiscreetError

            if isinstance(error, DiscreetError):
                raise
            click.echo(str(DiscreetError(error)), err=True)
            ctx.exit(1)


@contextmanager
def _printable_errors() -> Iterator[None]:
    """Remove control characters from click's errors, which repeat arguments unchanged."""
    try:
        yield
    except click.UsageError as error:
        error.message = printable(error.message)  # type: ignore[misc]  # final for its subclasses
        raise


def _is_garbled(argument: str) -> bool:
    """Return whether `argument` has undecodable bytes and is not the path of a file, which may contain any bytes."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return not os.path.lexists(argument)
    return False


def _unwritten(error: OSError) -> str:
    return f"could not be written: {(error.strerror or str(error)).lower()}."


def _print_versions(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from rapport_tui.cli.commands.shell import versions

        write(printable(versions()))
        ctx.exit()


@click.group(cls=_Rapport, invoke_without_command=True)
@click.option(
    "--journal",
    "folder",
    envvar="RAPPORT_JOURNAL",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the journal.",
)
@click.option("--demo", is_flag=True, help="A made-up journal, thrown away afterwards. Works with every command.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_versions,
    help="What a bug report needs.",
)
@click.pass_context
def rapport(ctx: click.Context, folder: Path | None, *, demo: bool) -> None:
    """A journal for real relationships at work.

    Write a line about each talk, see who it would be good to say hi again to, and always have the next line ready.
    Without a command, the app opens. All that you write stays in one folder on this computer, and everything can be
    undone.

    Each command answers a program too: add --json. Read more about one with: rapport COMMAND --help
    """
    given = ctx.get_parameter_source("folder") is click.core.ParameterSource.COMMANDLINE
    if demo and given:
        raise click.UsageError("The demo has a folder of its own: give either --demo or --journal.")
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    forgive_encodings()
    session = ctx.obj = Session(user_path(folder) if folder else None, demo=demo)
    ctx.call_on_close(session.close)
    if ctx.invoked_subcommand is None:
        ctx.exit(open_app(session))
