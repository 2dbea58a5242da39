"""People in, and the whole journal out."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from rapport_tui.cli.context import Session
from rapport_tui.cli.options import STAGE, as_json, examples, pass_session, query_argument
from rapport_tui.cli.output import give, hint, say, table
from rapport_tui.cli.words import counted
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Stage
from rapport_tui.model.text import clean

if TYPE_CHECKING:
    from rapport_tui.journal.transfer import Report

_FORMATS: Final = ("json", "csv", "vcf", "md", "ics")
_EXCLUDED: Final = re.compile("-[^-].+")


@click.command(
    "import",
    epilog=examples("rapport import contacts.vcf Connections.csv --dry-run", "rapport import team.csv --to ally"),
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "stage", type=STAGE, help="The rung to put them on; without it they wait in the inbox.")
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
@as_json
@pass_session
def import_(session: Session, files: tuple[Path, ...], stage: Stage | None, *, dry_run: bool, as_json: bool) -> None:
    """Take in address books: vCard, and CSV of LinkedIn, Google and Outlook.

    Who is known already is merged: what is empty is filled, nothing is overwritten. Find those in the inbox with:
    rapport people is:inbox
    """
    report = session.journal.transfer.import_files(files, to=stage, dry_run=dry_run)
    if as_json:
        give(
            {
                "read": report.read,
                "added": report.added,
                "merged": report.merged,
                "unchanged": report.unchanged,
                "skipped": [{"file": one.file, "record": one.record, "why": one.why} for one in report.skipped],
            }
        )
    else:
        _tell(report, dry_run=dry_run, in_inbox=stage is None)


class _Export(click.Command):
    """A command in whose query -org:acme leaves out a company, and is not -o with a file called rg:acme."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        words = [arg for arg in args[:end] if _EXCLUDED.fullmatch(arg)]
        rest = [arg for arg in args[:end] if arg not in words]
        return super().parse_args(ctx, [*rest, "--", *words, *args[end + 1 :]])


@click.command(
    cls=_Export,
    epilog=examples("rapport export -o journal.json", "rapport export --format csv stage:ally > allies.csv"),
)
@query_argument
@click.option("--format", "form", type=click.Choice(_FORMATS), help="By default, what FILE ends with, or json.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to FILE.")
@pass_session
def export(session: Session, query: str, form: str | None, output: Path | None) -> None:
    """Give out the journal, or what matches QUERY, in a format that others read.

    A FILE that is there is replaced.
    """
    ending = output.suffix.removeprefix(".").lower() if output else ""
    text = session.journal.transfer.export(form or (ending if ending in _FORMATS else "json"), query)
    if output is None:
        _print(text)
        return
    target = output.expanduser()
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise RapportError(f"{target} can’t be written: {(error.strerror or str(error)).lower()}.") from error
    hint(f"Wrote {target}.")


def _print(text: str) -> None:
    """Print an export as it is, but nothing that a terminal would obey."""
    shown = clean(text) if sys.stdout.isatty() else text
    click.echo(shown.encode("utf-8"), nl=not shown.endswith("\n"))


def _tell(report: Report, *, dry_run: bool, in_inbox: bool) -> None:
    """Tell what became of each record: who was added and merged, what was skipped and why."""
    would = "would be " if dry_run else ""
    head = (
        f"Read {counted(report.read, 'record', 'records')}: {report.added} {would}added, "
        f"{report.merged} {would}merged, {report.unchanged} known already, {len(report.skipped)} skipped."
    )
    fates = ["added"] * report.added + ["merged"] * report.merged
    rows = [
        (fate, person.name, person.emails[0] if person.emails else person.org)
        for fate, person in zip(fates, report.people, strict=False)
    ]
    rows += [("skipped", f"record {one.record}", f"{one.file}: {one.why}") for one in report.skipped]
    say(f"{head}\n{table(rows, indent='  ')}" if rows else head)
    if in_inbox and report.added and not dry_run:
        hint("They wait in the inbox. Put one on the ladder with: rapport move NAME STAGE")
