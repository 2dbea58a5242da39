"""The commands that list people, and show the brief of one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from rapport_tui.cli.json_answers import entry_row, kept_row, person_row
from rapport_tui.cli.options import FREE_TEXT, as_json, examples, name_argument, pass_session, query_argument
from rapport_tui.cli.output import bold, dim, give, hint, say, table, wrapped
from rapport_tui.cli.session import Session
from rapport_tui.cli.text_answers import people_table
from rapport_tui.model.errors import AmbiguousPersonError
from rapport_tui.model.person_summary import SIGNS, note_words
from rapport_tui.model.relative_days import age, birthday_words, full_day
from rapport_tui.model.wording import KIND_TITLES

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.composer import Suggestion
    from rapport_tui.model.person_summary import Brief, PersonSummary

_LAST_TALKS = 5


@click.command(
    context_settings=FREE_TEXT,
    epilog=examples("rapport people", "rapport people stage:ally is:drifting", "rapport people 'tag:berlin -org:acme'"),
)
@query_argument
@as_json
@pass_session
def people(session: Session, query: str, *, as_json: bool) -> None:
    """List people.

    QUERY is words, stage:ally, tag:x, #topic, org:acme, with:NAME, group:NAME, kind:owe,
    is:open|due|drifting|archived|inbox|ahead, since:2w (last talked); -word leaves out.
    """
    journal = session.journal
    found, today = journal.people.search(query), journal.day
    if as_json:
        give([person_row(journal, summary) for summary in found])
    elif found:
        say(table([_list_row(summary, today) for summary in found], styles={0: bold, 2: dim}, single_line=True))
    elif query:
        hint(f"Nobody matches “{query}”.")
    else:
        hint("Nobody is on your ladder yet. Add somebody with: rapport add NAME, or: rapport import FILE")


@click.command(epilog=examples("rapport show priya", "rapport show 'Tom Becker' --all"))
@name_argument
@click.option("--all", "everything", is_flag=True, help="All there is: how to reach them, what is done, the ladder.")
@as_json
@pass_session
def show(session: Session, name: str, *, everything: bool, as_json: bool) -> None:
    """Show what is good to know before you meet somebody, on one screen.

    Their last talks, open threads, promises both ways, what you have in common, and the next move. NAME is any part
    of a name, an alias, an org or an e-mail address, or a uid; where several people match, they are listed.
    """
    journal = session.journal
    found = journal.people.look_up(name)
    if len(found) > 1:
        if as_json:
            raise AmbiguousPersonError(name, [summary.person for summary in found])
        say(people_table(journal, found))
        hint(f"{len(found)} people match “{name}”. Write more of the name.")
        return
    brief = journal.people.brief(found[0].person.uid)
    if not (everything or as_json):
        say(_brief(journal, brief))
        return
    suggestion = journal.composer.suggest(brief.summary.person)
    line = journal.composer.ready_line(suggestion.move, brief.summary.person).text
    if as_json:
        give(
            {
                "person": person_row(journal, brief.summary),
                "last_entries": [entry_row(journal, entry) for entry in brief.entries[:_LAST_TALKS]],
                "notes": {kind: [kept_row(note) for note in notes] for kind, notes in brief.notes.items()},
                "introduced": [other.name for other in brief.introduced],
                "next_move": {"id": suggestion.move.id, "why": suggestion.why, "line": line},
            }
        )
        return
    blocks = (
        _head(journal, brief),
        _next(suggestion, line),
        *_notes(journal, brief),
        _talks(journal, brief),
        _steps(brief),
    )
    say("\n\n".join(block for block in blocks if block))


def _brief(journal: Journal, brief: Brief) -> str:
    person = brief.summary.person
    rows = [(line.label, line.text) for line in journal.briefs.lines(person.uid)]
    head = f"{bold(wrapped(person.name, indent=''))} · {person.stage}"
    return f"{head}\n{table(rows, indent='  ', styles={0: dim})}"


def _list_row(summary: PersonSummary, today: date) -> tuple[str, str, str, str]:
    person = summary.person
    state = "inbox" if person.inbox else "set aside" if person.archived else ""
    talked = age(summary.last_talked, today)
    return person.name, " · ".join(filter(None, (person.stage, state))), talked, summary.mark.text


def _head(journal: Journal, brief: Brief) -> str:
    person, today = brief.summary.person, journal.day
    last = brief.summary.last_talked
    flags = (
        "some steps ahead" if person.ahead else "",
        "glad to help" if person.glad else "",
        "in the inbox" if person.inbox else "",
        "set aside" if person.archived else "",
    )
    met = " · ".join(filter(None, (person.met, f"introduced by {brief.met_through.name}" if brief.met_through else "")))
    rows = (
        ("Work", " · ".join(filter(None, (person.role, person.team, person.org)))),
        ("Where", person.location),
        ("Known as", ", ".join(person.aliases)),
        ("Reach", " · ".join((*person.emails, *person.phones, *person.links))),
        ("Met", met),
        ("Introduced", ", ".join(other.name for other in brief.introduced)),
        ("Birthday", birthday_words(person.birthday)),
        ("Tags", ", ".join(person.tags)),
        ("They are", ", ".join(filter(None, flags))),
        ("Elsewhere", " · ".join(brief.said)),
        ("Last talked", f"{age(last, today)}, {full_day(last)}" if last else age(last, today)),
    )
    name = bold(wrapped(person.full_name, indent=""))
    pronouns = f" ({person.pronouns})" if person.pronouns else ""
    stage = f"{person.stage} since {full_day(person.since)}"
    told = [row for row in rows if row[1]]
    return f"{name}{pronouns} · {stage}\n{table(told, indent='  ', styles={0: dim})}"


def _next(suggestion: Suggestion, line: str) -> str:
    what = wrapped(f"{suggestion.move.title} · {suggestion.why}", indent="  ")
    return "\n".join((bold("Next"), what, wrapped(f"“{line}”", indent="  ")))


def _notes(journal: Journal, brief: Brief) -> list[str]:
    """Return a block for each kind of note, open notes before closed ones."""
    blocks = []
    for kind, title in KIND_TITLES.items():
        notes = sorted(brief.notes.get(kind, ()), key=lambda note: note.done is not None)
        sign = SIGNS.get(kind, "·")
        lines = (wrapped(note_words(note, journal.day), indent="    ", first=f"  {sign} ") for note in notes)
        if notes:
            blocks.append("\n".join((bold(title), *lines)))
    return blocks


def _talks(journal: Journal, brief: Brief) -> str:
    if not brief.entries:
        return ""
    lines = [
        wrapped(journal.entries.shown(entry), indent=" " * 19, first=f"  {dim(f'{full_day(entry.day):15}')}  ")
        for entry in brief.entries[:_LAST_TALKS]
    ]
    return "\n".join((bold("Last talks"), *lines))


def _steps(brief: Brief) -> str:
    if not brief.steps:
        return ""
    rows = [(full_day(step.day), f"{step.origin} → {step.to}", step.why) for step in brief.steps]
    return f"{bold('Ladder')}\n{table(rows, indent='  ', styles={0: dim})}"
