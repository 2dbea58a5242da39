"""The commands for the plan of the day."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from msgspec.structs import replace

from rapport_tui.cli import completing
from rapport_tui.cli.kept_line import FILE
from rapport_tui.cli.options import FREE_TEXT, adds_near, as_json, day_from, examples, line_argument, pass_session
from rapport_tui.cli.output import bold, dim, give, hint, say, table, wrapped
from rapport_tui.cli.session import Session
from rapport_tui.derived import keep, states_of
from rapport_tui.journal.day_line import SECTIONS, day_line, section_of
from rapport_tui.journal.today import Moment, place_named
from rapport_tui.model.errors import RapportError
from rapport_tui.model.fears import MOST, fear_sentence
from rapport_tui.model.places import PLACES
from rapport_tui.model.relative_days import full_day
from rapport_tui.model.wording import listed
from rapport_tui.terminal_text import cell_width, printable

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.entries import Logged
    from rapport_tui.journal.today import Task

_STATES: Final = {"open": "○", "done": "●", "skipped": "–", "later": "–"}
_MOST_DAYS: Final = 2


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "rapport today",
        "rapport today at office meeting",
        "rapport today done early-bird @sam.ortiz",
        "rapport today done crossroads 'Umar, at the kettle' --feared 4 --was 2",
        "rapport today done hi:4k2m9x7q1c 'she is back from Lisbon ? the new flat'",
        "rapport today skip good-point",
        "rapport today --calendar ~/meetings.ics",
        "rapport today --brief",
    ),
)
@click.option(
    "--calendar",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="An .ics file with your meetings, in the place of that of the settings.",
)
@click.option("--brief", is_flag=True, help="One line, for a login or a prompt.")
@as_json
@click.pass_context
def today(ctx: click.Context, calendar: Path | None, *, brief: bool, as_json: bool) -> None:
    """Show the plan for today: openings, promises, and who to say hi again to."""
    if brief and (as_json or ctx.invoked_subcommand):
        raise click.UsageError("--brief stands alone.")
    if as_json:
        ctx.default_map = {name: {"as_json": True} for name in today.commands}
    session = ctx.ensure_object(Session)
    session.calendar = calendar
    if brief:
        _give_brief(session)
    elif ctx.invoked_subcommand is None:
        _show(_opened(session), as_json=as_json)


@today.command(context_settings=FREE_TEXT, epilog=examples("rapport today done early-bird '@sam just moved from Lyon'"))
@click.argument("item_id", metavar="ID", shell_complete=completing.items)
@line_argument
@click.option("--feared", type=click.IntRange(1, MOST), help="How awkward you thought it would be: 1 to 5.")
@click.option("--was", type=click.IntRange(1, MOST), help="How awkward it was: 1 to 5.")
@adds_near
@as_json
@pass_session
def done(
    session: Session, item_id: str, text: str, *, feared: int | None, was: int | None, adds_near: bool, as_json: bool
) -> None:
    """Tick an item off, with who you talked to or a whole line about it.

    The beginning of ID is enough where only one item begins like that.
    """
    journal = _opened(session)
    task = _task(journal, item_id)
    _, logged = journal.today.tick(task.item.id, text, adds_near=adds_near, feared=feared or 0, was=was or 0)
    if as_json:
        _show(journal, as_json=True)
    else:
        say(f"Done: {journal.today.title(task)}.{_written(logged)}")
    for doubt in logged.doubts if logged else ():
        hint(doubt)
    if logged and text and not as_json and (question := journal.threads.question_to_keep(logged)):
        hint(question)


@today.command(
    epilog=examples("rapport today when early-bird 'the stand-up begins' --at 10:00", "rapport today when early-bird")
)
@click.argument("item_id", metavar="ID", shell_complete=completing.items)
@click.argument("moment", metavar="[MOMENT]", nargs=-1)
@click.option("--at", type=click.DateTime(["%H:%M"]), help="The time of that moment, such as 10:00.")
@as_json
@pass_session
def when(session: Session, item_id: str, moment: tuple[str, ...], *, at: datetime | None, as_json: bool) -> None:
    """Tie an item to a MOMENT of today; without one, untie it.

    What has a moment is done far more often. It is asked about once the time has passed.
    """
    journal = _opened(session)
    task = _task(journal, item_id)
    text = " ".join(moment).strip().removeprefix("when ")
    item = journal.today.bind(task.item.id, Moment(text, at.time() if at else None) if text else None)
    words = journal.today.plan_words(replace(task, item=item))
    _answer(journal, words or "It is bound to no moment.", as_json=as_json)


@today.command(epilog=examples("rapport today skip early-bird"))
@click.argument("item_id", metavar="ID", shell_complete=completing.items)
@as_json
@pass_session
def skip(session: Session, item_id: str, *, as_json: bool) -> None:
    """Leave an item out today."""
    journal = _opened(session)
    task = _task(journal, item_id)
    journal.today.skip(task.item.id)
    if as_json:
        _show(journal, as_json=True)
    else:
        say(f"Left out today: {journal.today.title(task)}.")


@today.command(epilog=examples("rapport today later early-bird"))
@click.argument("item_id", metavar="ID", shell_complete=completing.items)
@as_json
@pass_session
def later(session: Session, item_id: str, *, as_json: bool) -> None:
    """Leave an item for another day; it may be back tomorrow."""
    journal = _opened(session)
    task = _task(journal, item_id)
    journal.today.postpone(task.item.id)
    _answer(journal, f"Left for another day: {journal.today.title(task)}.", as_json=as_json)


@today.command(epilog=examples("rapport today snooze hi:4k2m9x7q1c 2w", "rapport today snooze hi:4k2m9x7q1c 20 dec"))
@click.argument("item_id", metavar="ID", shell_complete=completing.items)
@click.argument("until", metavar="DAY", nargs=-1, required=True)
@as_json
@pass_session
def snooze(session: Session, item_id: str, until: tuple[str, ...], *, as_json: bool) -> None:
    """Leave the person of an item in peace until DAY, or for so long: 1w, 1m."""
    journal = _opened(session)
    task = _task(journal, item_id)
    day = day_from(journal, " ".join(until), "future")
    person = journal.today.snooze(task.item.id, day)
    _answer(journal, f"{person.name} is snoozed until {full_day(day)}.", as_json=as_json)


@today.command(
    epilog=examples("rapport today off fri", "rapport today off 2026-12-21 2027-01-04", "rapport today off --end")
)
@click.argument("days", metavar="[FIRST] LAST", nargs=-1)
@click.option("--end", is_flag=True, help="Be back at work today.")
@as_json
@pass_session
def off(session: Session, days: tuple[str, ...], *, end: bool, as_json: bool) -> None:
    """Take days off, from today or FIRST to LAST: nothing is asked of you then but what you promised."""
    if end == bool(days) or len(days) > _MOST_DAYS:
        raise click.UsageError("Give the last day off, or the first and the last; or --end alone.")
    journal = _opened(session)
    if not end:
        first = day_from(journal, days[0], "future") if len(days) == _MOST_DAYS else journal.day
        last = day_from(journal, days[-1], "future")
        journal.today.take_off(first, last)
        _answer(journal, f"Off until {full_day(last)}. Enjoy it.", as_json=as_json)
    elif (until := journal.today.off_until) is None:
        raise RapportError("Today is no day off. Take days off with: rapport today off LAST")
    else:
        journal.today.take_off(journal.day, until, off=False)
        _answer(journal, "Back at work.", as_json=as_json)


@today.command(
    epilog=examples("rapport today at office meeting", "rapport today at remote office-tomorrow"),
)
@click.argument("places", metavar="[PLACE]…", nargs=-1, shell_complete=completing.places)
@as_json
@pass_session
def at(session: Session, places: tuple[str, ...], *, as_json: bool) -> None:
    """Say where you are today; the openings follow from it.

    A PLACE is office, free-seating, meeting, event, travelling, remote or office-tomorrow. Without one, show where
    you are.
    """
    journal = _opened(session)
    if not places:
        if as_json:
            _show(journal, as_json=True)
        else:
            say(_where(journal))
        return
    journal.today.set_places([place_named(place) for place in places])
    _show(journal, as_json=as_json)


def _show(journal: Journal, *, as_json: bool) -> None:
    tasks = journal.today.plan()
    if as_json:
        items = [
            {
                "id": task.item.id,
                "move": task.item.move,
                "person": task.person.name if task.person else "",
                "line": task.line,
                "why": task.item.why,
                "state": task.item.state,
            }
            for task in tasks
        ]
        give(
            {
                "on": journal.day,
                "places": journal.today.day.places,
                "streak": journal.today.streak,
                "meetings": [
                    {"title": one.title, "at": one.at, "people": one.names, "others": one.others}
                    for one in journal.today.meetings
                ],
                "items": items,
            }
        )
        return
    sections: dict[str, list[Task]] = {key: [] for key in SECTIONS}
    for task in tasks:
        sections[section_of(task)].append(task)
    width = max((cell_width(task.item.id) for task in tasks), default=0)
    blocks = [
        "\n".join((bold(SECTIONS[key]), *(_block(journal, task, width) for task in some)))
        for key, some in sections.items()
        if some
    ]
    say("\n\n".join(filter(None, (_where(journal), _meetings(journal), *blocks))))
    if any(task.item.state == "open" for task in sections["opening"]) and (told := fear_sentence(journal.today.fears)):
        hint(told)
    _say_next(journal, tasks)


def _give_brief(session: Session) -> None:
    """Print the line of the day, and cache it for the next time."""
    folder, settings = str(session.folder.absolute()), str(session.settings_path.absolute())
    states = states_of(folder, settings)
    journal = session.journal
    line = printable(day_line(journal.today))
    say(line)
    if not session.demo:
        day, start = journal.day.isoformat(), session.settings.day_start
        keep(FILE, line, folder=folder, day=day, start=start, states=states)


def _say_next(journal: Journal, tasks: list[Task]) -> None:
    """Print the end of the list: that all is done, that today is off, or the command that sets the places."""
    if tasks and all(task.item.state != "open" for task in tasks):
        streak = journal.today.streak
        hint("That’s all for today." + (f" A step taken {streak} days in a row." if streak > 1 else ""))
    elif last := journal.today.off_until:
        hint(f"You are off until {full_day(last)}. Enjoy it.")
    elif told := journal.today.calendar_places:
        hint(f"Your calendar has you at: {listed(told)}. Say so with: rapport today at {' '.join(told)}")
    elif usual := journal.today.usual_places:
        hint(f"On such a day you are usually at: {listed(usual)}. Say so with: rapport today at {' '.join(usual)}")
    elif not journal.today.day.places:
        hint(f"Say where you are today with: rapport today at PLACE… ({', '.join(PLACES)})")
    elif not tasks:
        hint("Nothing is planned for today. Write about a talk with: rapport log 'coffee with @name'")


def _opened(session: Session) -> Journal:
    """Return the journal with the calendar read. Errors are raised only for a calendar given for this run."""
    journal = session.journal
    if session.calendar:
        journal.agenda.use(session.calendar)
    try:
        journal.agenda.read("none")
    except RapportError as error:
        if session.calendar:
            raise
        hint(str(error))
    return journal


def _answer(journal: Journal, text: str, *, as_json: bool) -> None:
    if as_json:
        _show(journal, as_json=True)
    else:
        say(text)


def _meetings(journal: Journal) -> str:
    rows = [(f"{one.at:%H:%M}" if one.at else "", one.title, ", ".join(one.names)) for one in journal.today.meetings]
    return f"{bold('In your calendar')}\n{table(rows, indent='  ', styles={0: dim})}" if rows else ""


def _where(journal: Journal) -> str:
    places = [place.replace("-", " ") for place in journal.today.day.places]
    return " · ".join(filter(None, (bold(full_day(journal.day)), listed(places))))


def _block(journal: Journal, task: Task, width: int) -> str:
    """Return an item as text: its state, its id to type, its title, and the line for it."""
    item = task.item
    head = f"  {_STATES[item.state]} {dim(item.id)}{' ' * (width - cell_width(item.id))}  "
    indent = " " * (width + 6)
    title = task.person.name if task.person and item.id.startswith("hi:") else journal.today.title(task)
    lines = [wrapped(" · ".join(filter(None, (title, item.why))), indent=indent, first=head)]
    if planned := journal.today.plan_words(task):
        lines.append(wrapped(planned, indent=indent))
    if task.line and task.note is None and item.state == "open":
        lines.append(wrapped(f"“{task.line}”", indent=indent))
    return "\n".join(lines)


def _task(journal: Journal, typed: str) -> Task:
    """Return the item whose id is, or begins with, the text typed. Raises `RapportError` unless there is just one."""
    tasks = journal.today.plan()
    found = [task for task in tasks if task.item.id == typed] or [
        task for task in tasks if task.item.id.startswith(typed)
    ]
    if len(found) == 1:
        return found[0]
    known = ", ".join(task.item.id for task in found or tasks)
    if found:
        raise RapportError(f"“{typed}” could be {known}. Write more of it.")
    raise RapportError(f"There is no “{typed}” on today’s list. On it: {known or 'nothing yet'}.")


def _written(logged: Logged | None) -> str:
    if logged is None:
        return ""
    new = {person.uid for person in logged.new_people}
    names = [person.name + (" (new)" if person.uid in new else "") for person in logged.people]
    return f" Wrote a line about {listed(names)}." if names else " Wrote a line."
