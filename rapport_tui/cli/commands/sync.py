"""The command that syncs the journal between several machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rapport_tui.cli.options import as_json, examples, pass_session
from rapport_tui.cli.output import bold, dim, give, hint, say, table
from rapport_tui.cli.session import Session
from rapport_tui.model.relative_days import local_time, near_day
from rapport_tui.model.wording import counted

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.sync import ConflictView, SyncReport


@click.command(
    epilog=examples(
        "rapport sync --to ~/Dropbox/rapport      share this journal through a folder",
        "rapport sync --to git@host:me/journal.git",
        "rapport sync --join ~/Dropbox/rapport    on the other machine",
        "rapport sync",
    )
)
@click.option("--to", metavar="WHERE", help="Share this journal through a folder or a git repository.")
@click.option("--join", metavar="WHERE", help="Take part in what is shared there; what is here is merged with it.")
@click.option("--name", metavar="NAME", default="", help="What to call this machine, with --to and --join.")
@click.option("--status", is_flag=True, help="Say how things stand, without a sync.")
@click.option("--devices", is_flag=True, help="List the machines that take part.")
@click.option("--conflicts", is_flag=True, help="List what was changed on two machines at once.")
@click.option("--take", metavar="ID", help="Put the other version of a conflict in place.")
@click.option("--keep", metavar="ID", help="Let the other version of a conflict go.")
@click.option("--off", is_flag=True, help="Share this journal no longer. All that is here stays.")
@as_json
@pass_session
def sync(session: Session, /, *, as_json: bool, name: str, **choices: Any) -> None:
    """Have one journal on several machines, through git or any folder that they share.

    WHERE is a folder that Syncthing, Dropbox or iCloud carries, a USB stick, or anything git can push to. Without an
    option, what was written here is sent and what was written elsewhere comes in. Nothing is lost where two machines
    change the same: the later one stays, the other is listed by --conflicts.
    """
    chosen = [option for option, value in choices.items() if value]
    if len(chosen) > 1:
        raise click.UsageError(f"Give one of --{' and --'.join(chosen)}, not both.")
    journal = session.journal
    match chosen[0] if chosen else "sync":
        case "to":
            _print_report(journal.sync.share(choices["to"], name=name), as_json=as_json)
        case "join":
            _print_report(journal.sync.join(choices["join"], name=name), as_json=as_json)
        case "status":
            _print_status(journal, as_json=as_json)
        case "devices":
            _print_machines(journal, as_json=as_json)
        case "conflicts":
            _print_conflicts(journal, as_json=as_json)
        case "take":
            _print_decision(journal.sync.take(choices["take"]), "Took", as_json=as_json)
        case "keep":
            _print_decision(journal.sync.keep(choices["keep"]), "Kept", as_json=as_json)
        case "off":
            where = journal.sync.stop()
            if as_json:
                give({"where": where})
            else:
                say(f"This journal is no longer shared in {where}. All that is here stays, and so does what is there.")
        case _:
            _print_report(journal.sync.sync(), as_json=as_json)


def _print_report(report: SyncReport, *, as_json: bool) -> None:
    if as_json:
        give(_report_row(report))
        return
    for notice in report.notices:
        hint(notice)
    say(f"Sent {counted(report.sent, 'change', 'changes')}, took in {counted(report.received, 'change', 'changes')}.")
    _hint_rest(report)


def _print_status(journal: Journal, *, as_json: bool) -> None:
    report = journal.sync.status()
    if as_json:
        give(_report_row(report))
        return
    last = local_time(report.last) if report.last else None
    when = f"{near_day(last.date(), journal.day)} {last:%H:%M}" if last else "never"
    rows = [
        ("Shared in", f"{report.where} ({report.transport})"),
        ("This machine", report.device),
        ("Last sync", when),
        ("Waiting", counted(report.waiting, "change")),
    ]
    say(table(rows, styles={0: dim}))
    _hint_rest(report)


def _hint_rest(report: SyncReport) -> None:
    if report.arriving:
        hint(
            f"{counted(report.arriving, 'file', 'files')} of other machines did not arrive whole yet. "
            "They are taken in when they have."
        )
    if report.conflicts:
        what = counted(report.conflicts, "value was", "values were")
        hint(f"{what} changed on two machines at once. See both versions with: rapport sync --conflicts")


def _report_row(report: SyncReport) -> dict[str, Any]:
    return {
        "sent": report.sent,
        "received": report.received,
        "conflicts": report.conflicts,
        "waiting": report.waiting,
        "last": report.last.isoformat() if report.last else None,
        "device": report.device,
        "transport": report.transport,
        "where": report.where,
        "arriving": report.arriving,
        "notices": report.notices,
    }


def _print_machines(journal: Journal, *, as_json: bool) -> None:
    machines = journal.sync.machines()
    if as_json:
        give(
            [
                {
                    "device": one.device,
                    "name": one.name,
                    "joined": one.joined,
                    "last_seen": one.seen.isoformat() if one.seen else None,
                    "this": one.is_this,
                }
                for one in machines
            ]
        )
        return
    rows = []
    for one in machines:
        seen = local_time(one.seen) if one.seen else None
        when = f"last change {near_day(seen.date(), journal.day)} {seen:%H:%M}" if seen else "nothing from it yet"
        rows.append((one.device, one.name + (" (this one)" if one.is_this else ""), when))
    say(table(rows, styles={0: dim}))


def _print_conflicts(journal: Journal, *, as_json: bool) -> None:
    conflicts = journal.sync.conflicts()
    if as_json:
        give([_conflict_row(one) for one in conflicts])
        return
    if not conflicts:
        say("Nothing was changed on two machines at once.")
        return
    for one in conflicts:
        what = f"{one.record}, {one.field}" if one.field else one.record
        say(f"{dim(one.uid)}  {bold(what)}")
        say(
            table(
                [("here", one.ours or "(empty)"), (f"{one.device}, {one.at:%Y-%m-%d %H:%M}", one.theirs)], indent="  "
            )
        )
    hint("Put the other version in place with: rapport sync --take ID, or let it go with: rapport sync --keep ID")


def _conflict_row(one: ConflictView) -> dict[str, Any]:
    return {
        "id": one.uid,
        "record": one.record,
        "field": one.field,
        "here": one.ours,
        "other": one.theirs,
        "device": one.device,
        "at": one.at.isoformat(),
    }


def _print_decision(view: ConflictView, verb: str, *, as_json: bool) -> None:
    if as_json:
        give(_conflict_row(view))
    else:
        value = (view.theirs if verb == "Took" else view.ours) or "(empty)"
        say(f"{verb} “{value}” for {view.record}.")
