"""The commands that import people and export the journal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from msgspec.structs import replace

from rapport_tui.cli.options import OR_REPLACE, STAGE, as_json, examples, pass_session, query_argument
from rapport_tui.cli.output import give, hint, on_terminal, say, table, terminal_width, write
from rapport_tui.cli.session import Session
from rapport_tui.exchange.csv_columns import FIELDS
from rapport_tui.exchange.encodings import checked_encoding, encoding_title
from rapport_tui.exchange.export_formats import FORMATS
from rapport_tui.exchange.parsed_file import ReadOptions
from rapport_tui.model.errors import RapportError
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import Stage
from rapport_tui.model.text import clean
from rapport_tui.model.wording import counted
from rapport_tui.user_files import user_path

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from rapport_tui.exchange.parsed_file import ParsedFile
    from rapport_tui.journal.import_plan import ImportReport, SkippedRecord
    from rapport_tui.journal.transfer import TransferService

_LONG: Final = 1024 * 1024
"""The total size of files, in bytes, from which a progress bar is shown."""
_MOST_NAMED: Final = 500
"""The number of people up to which the report lists them; rejected and skipped records are always listed."""
_EXCLUDED: Final = lazy_pattern("-[^-].+")


def _columns(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for text in given:
        header, equals, field = text.rpartition("=")
        if not equals or not header or (field and field not in FIELDS):
            raise click.BadParameter(f"Write it as 'COLUMN=FIELD'. The fields are {', '.join(FIELDS)}.")
        chosen[header] = field
    return chosen


def _encoding(_ctx: click.Context, _param: click.Parameter, name: str | None) -> str:
    return checked_encoding(name) if name else ""


@click.command(
    "import",
    epilog=examples(
        "rapport import contacts.vcf Connections.csv --dry-run",
        "rapport import team.csv --to ally --encoding cp1250",
        "rapport import list.csv --map 'Who=name' --map 'Shoe size='",
    ),
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "stage", type=STAGE, help="The rung to put them on; without it they wait in the inbox.")
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    callback=_columns,
    metavar="COLUMN=FIELD",
    help="What a column of a CSV holds; nothing after = leaves it out, remark keeps it as a note.",
)
@click.option(
    "--encoding",
    callback=_encoding,
    metavar="NAME",
    help="How letters are written in FILE, such as cp1250, where that is not UTF-8 and the guess is wrong.",
)
@click.option(
    "--save-unread",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Put what could not be read in FILE, to mend it and import that.",
)
@click.option("--again", is_flag=True, help="Read a file that was taken in before and has not changed since, too.")
@as_json
@pass_session
def import_(
    session: Session,
    files: tuple[Path, ...],
    stage: Stage | None,
    columns: dict[str, str],
    encoding: str,
    save_unread: Path | None,
    *,
    dry_run: bool,
    again: bool,
    as_json: bool,
) -> None:
    """Take in address books and journals.

    vCard; CSV of LinkedIn, Google, Outlook, Thunderbird or any with headers; friends.md; jrnl's text; the JSON of
    Monica 4, jrnl, Day One and rapport. Who is known already is merged: what is empty is filled, what you wrote stays,
    and a newer file updates what you did not edit. Find the new ones in the inbox with: rapport people is:inbox
    """
    transfer = session.journal.transfer
    if not (again or as_json or columns or encoding or stage or save_unread):
        files = _new_files(transfer, files)
        if not files:
            return
    with _progress(files) as bar:
        options = ReadOptions(
            columns=columns,
            encoding=encoding,
            keep_raw=save_unread is not None,
            watch=lambda done: bar.update(int(50 * done) - bar.pos),
        )
        readings = tuple(
            _in_right_encoding(transfer, path, reading, options, bar, dry_run=dry_run)
            for path, reading in zip(files, transfer.read(files, options), strict=True)
        )
        plan = transfer.plan(readings, to=stage, watch=lambda done: bar.update(int(50 + 50 * done) - bar.pos))
        bar.update(100 - bar.pos)
    saved = save_unread is not None and transfer.save_unread(readings, save_unread) > 0
    report = plan.report if dry_run else transfer.take_in(plan)
    if as_json:
        give(_import_row(report))
    else:
        _print_report(report, dry_run=dry_run, in_inbox=stage is None)
    if saved:
        hint(f"What could not be read is in {save_unread}. Correct it there, and import that file.")


def _new_files(transfer: TransferService, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the files that were not taken in before, and tell of the others."""
    told = {path: transfer.known(path) for path in files}
    for sentence in filter(None, told.values()):
        hint(f"{sentence} To read it all the same, add --again.")
    return tuple(path for path in files if not told[path])


def _in_right_encoding(
    transfer: TransferService,
    path: Path,
    reading: ParsedFile,
    options: ReadOptions,
    bar: ProgressBar[int],
    *,
    dry_run: bool,
) -> ParsedFile:
    """Return the file in its detected encoding if that is certain enough, else in the one that the user chooses.

    Raises `RapportError` without a terminal.
    """
    guess = reading.guess
    if guess is None:
        return reading
    bar.render_finish()  # go on below the bar
    encodings = (guess.encoding, *guess.rivals)
    shown = [f"{guess.shown(name)} ({encoding_title(name)}, {name})" for name in encodings]
    told = f"{reading.file} is not in UTF-8."
    if not guess.rivals or dry_run:
        others = f", or else {'; or '.join(shown[1:])}" if guess.rivals else ""
        hint(f"{told} It was read like this: {shown[0]}{others}. If that looks wrong, add --encoding NAME.")
        return reading
    if not on_terminal():
        raise RapportError(f"{told} Its names may be {'; or '.join(shown)}. Say which with --encoding NAME.")
    hint(f"{told} In which line do the names look right?")
    for number, line in enumerate(shown, start=1):
        hint(f"  {number}  {line}")
    number = click.prompt("Number", type=click.IntRange(1, len(shown)), default=1, err=True)
    return transfer.read([path], replace(options, encoding=encodings[number - 1]))[0]


@contextmanager
def _progress(files: Sequence[Path]) -> Iterator[ProgressBar[int]]:
    """Yield the progress bar of an import, which is shown on a terminal if the files are large."""
    try:
        with click.progressbar(length=100, label="Reading", file=sys.stderr, hidden=not _is_shown(files)) as bar:
            yield bar
    except KeyboardInterrupt:
        hint("Stopped. Nothing was taken in.")
        raise


def _is_shown(files: Sequence[Path]) -> bool:
    sizes = [path.stat().st_size for path in map(user_path, files) if path.is_file()]
    return sys.stderr is not None and sys.stderr.isatty() and sum(sizes) >= _LONG


def _import_row(report: ImportReport) -> dict[str, object]:
    return {
        "read": report.read,
        "added": report.added,
        "merged": report.merged,
        "unchanged": report.unchanged,
        "companies": report.companies,
        "lines_read": report.lines_read,
        "lines_added": report.lines_added,
        "skipped": [_skipped_row(one) for one in report.skipped if not one.partial],
        "in_part": [_skipped_row(one) for one in report.skipped if one.partial],
        "left_out": [{"file": one.file, "what": one.what, "records": one.records} for one in report.left_out],
    }


def _skipped_row(one: SkippedRecord) -> dict[str, object]:
    return {"file": one.file, "record": one.record, "why": one.why}


class _Export(click.Command):
    """A command that reads -org:acme in a query as an excluded company, and not as -o with a file called rg:acme."""

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
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), help="By default, what FILE ends with, or json.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to FILE.")
@click.option("--replace", is_flag=True, help="Write over FILE where there is one.")
@pass_session
def export(session: Session, query: str, form: str | None, output: Path | None, *, replace: bool) -> None:
    """Give out the journal, or what matches QUERY, in a format that others read.

    json is complete and comes back with rapport import; vcf is vCard 4.0, vcf3 is 3.0 for older programs; csv is for
    spreadsheets, ics for calendars, md to read. FILE is written whole or not at all, for your eyes only.
    """
    ending = output.suffix.removeprefix(".").lower() if output else ""
    transfer = session.journal.transfer
    text = transfer.export(form or (ending if ending in FORMATS else "json"), query)
    session.tell_plain("export")
    if output is None:
        _print(text)
    else:
        hint(f"Wrote {transfer.write(output, text, replace=replace, hint=OR_REPLACE)}.")


def _print(text: str) -> None:
    """Print an export without terminal control characters."""
    shown = text if terminal_width() is None else clean(text)
    write(shown.encode("utf-8"), newline=not shown.endswith("\n"))


def _print_report(report: ImportReport, *, dry_run: bool, in_inbox: bool) -> None:
    """Print the result for each record: people added and merged, and the skipped ones with the reasons."""
    would = "would be " if dry_run else ""
    whole = sum(not one.partial for one in report.skipped)
    parts = len(report.skipped) - whole
    counts = [
        f"{report.added:,} {would}added",
        f"{report.merged:,} {would}merged",
        f"{report.unchanged:,} known already",
        f"{whole:,} skipped" + (f" and {parts:,} in part" if parts else ""),
    ]
    if report.companies:
        counts.append(f"{counted(report.companies, 'company', 'companies')} without a person left out")
    head = []
    if report.read or not report.lines_read:
        head.append(f"Read {counted(report.read, 'record', 'records')}: {', '.join(counts)}.")
    if report.lines_read:
        head.append(
            f"Read {counted(report.lines_read, 'line', 'lines')} of a journal: {report.lines_added:,} {would}added."
        )
    fates = ["added"] * len(report.people[: report.added]) + ["merged"] * len(report.people[report.added :])
    rows = [
        (fate, person.name, person.emails[0] if person.emails else person.org)
        for fate, person in zip(fates[:_MOST_NAMED], report.people[:_MOST_NAMED], strict=True)
    ]
    if len(report.people) > _MOST_NAMED:
        rows.append(("…", f"and {len(report.people) - _MOST_NAMED:,} more", ""))
    rows += [
        (
            "in part" if one.partial else "skipped",
            f"record {one.record}" if one.record else "",
            f"{one.file}: {one.why}",
        )
        for one in report.skipped
    ]
    rows += [
        ("left out", counted(one.records, "record"), f"{one.file}: {one.what} has no place in a journal")
        for one in report.left_out
    ]
    say("\n".join([*head, table(rows, indent="  ")] if rows else head))
    if why := report.why_nothing():
        hint(why)
    if in_inbox and report.added and not dry_run:
        hint("They wait in the inbox. Put one on the ladder with: rapport move NAME STAGE")
