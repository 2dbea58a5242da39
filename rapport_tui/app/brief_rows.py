"""The rows of a brief: the useful facts about a person before a meeting, on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rapport_tui.app.row_builders import detail_of, heading_row, prose_spans
from rapport_tui.app.widgets.rows import Row, RowLine, StyledText
from rapport_tui.model.relative_days import age, birthday_words, full_day, near_day
from rapport_tui.model.wording import KIND_TITLES

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.model.person_summary import Brief

_LAST_TALKS: Final = 3
_USUAL_LINES: Final = 40
_TALK_LINES: Final = 4
"""The number of further lines of the terminal for which the brief tells one more talk."""


def brief_rows(journal: Journal, uid: str, lines: int) -> Iterator[Row]:
    """Yield the brief of the person `uid` as rows; a terminal of more than the usual `lines` has more talks.

    Rows with `entry:`, `note:` and `move:` keys have actions.
    """
    brief = journal.people.brief(uid)
    yield from _facts(journal, brief)
    suggestion = journal.composer.suggest(brief.summary.person)
    yield heading_row("Next")
    yield Row(
        f"move:{suggestion.move.id}",
        (
            RowLine((StyledText(suggestion.move.title, "accent"),)),
            *((RowLine((StyledText(suggestion.why, "muted"),)),) if suggestion.why else ()),
        ),
    )
    yield from _talks(journal, brief, _LAST_TALKS + max(lines - _USUAL_LINES, 0) // _TALK_LINES)
    yield from _notes(journal, brief)
    if brief.steps:
        yield heading_row("On the ladder")
        for step in reversed(brief.steps):
            why = f"  {step.why}" if step.why else ""
            text = f"{near_day(step.day, journal.day)}: {step.origin} → {step.to}"
            yield Row(f"step:{step.uid}", (RowLine((StyledText(text), StyledText(why, "muted"))),))


def _facts(journal: Journal, brief: Brief) -> Iterator[Row]:
    person, summary = brief.summary.person, brief.summary
    until = person.snoozed_until
    facts = [
        detail_of(person),
        " · ".join(part for part in (person.team, person.location, person.pronouns) if part),
        person.full_name if person.full_name != person.name else "",
        " · ".join((*person.emails, *person.phones)),
        " ".join(f"#{tag}" for tag in person.tags),
        f"birthday {birthday_words(person.birthday)}" if person.birthday else "",
        "some steps ahead of you" if person.ahead else "",
        "glad to help" if person.glad else "",
        f"snoozed until {near_day(until, journal.day)}" if until and until > journal.day else "",
    ]
    by = f"introduced by {brief.met_through.name}" if brief.met_through else ""
    met = " · ".join(part for part in (person.met, by) if part)
    for i, fact in enumerate(fact for fact in facts if fact):
        yield Row(f"fact:{i}", (RowLine((StyledText(fact, "muted"),)),), selectable=False)
    if met:
        yield Row("fact:met", (RowLine((StyledText("met  ", "muted"), StyledText(met)), hang=5),), selectable=False)
    if brief.introduced:
        names = ", ".join(other.name for other in brief.introduced)
        line = RowLine((StyledText("introduced you to  ", "muted"), StyledText(names)), hang=5)
        yield Row("fact:introduced", (line,), selectable=False)
    for i, said in enumerate(brief.said):
        yield Row(f"fact:said:{i}", (RowLine((StyledText(said, "muted"),), hang=2),), selectable=False)
    talked = (
        f"last talked {age(summary.last_talked, journal.day)}" if summary.last_talked else "you have not talked yet"
    )
    drifting = "  it would be good to say hi again" if summary.drift > 0 else ""
    yield Row("fact:last", (RowLine((StyledText(talked), StyledText(drifting, "warning"))),), selectable=False)


def _talks(journal: Journal, brief: Brief, most: int) -> Iterator[Row]:
    if not brief.entries:
        return
    yield heading_row("Last talks")
    for entry in brief.entries[:most]:
        day = f"{near_day(entry.day, journal.day):<9} "
        others = [name for name in journal.entries.names(entry) if name != brief.summary.person.name]
        with_others = f"  with {', '.join(others)}" if others else ""
        spans = (
            StyledText(day, "muted"),
            *prose_spans(journal.entries.shown(entry), journal.entries.names_said(entry), entry.topics),
            StyledText(with_others, "muted"),
        )
        yield Row(f"entry:{entry.uid}", (RowLine(spans, hang=10),))
    more = len(brief.entries) - most
    if more > 0:
        since = full_day(brief.entries[-1].day)
        yield Row("more", (RowLine((StyledText(f"and {more} more since {since}", "muted"),)),), selectable=False)


def _notes(journal: Journal, brief: Brief) -> Iterator[Row]:
    for kind, title in KIND_TITLES.items():
        notes = [note for note in brief.notes.get(kind, ()) if note.done is None]
        if not notes:
            continue
        yield heading_row(title)
        for note in notes:
            due = f"  {near_day(note.due, journal.day)}" if note.due else ""
            yield Row(
                f"note:{note.uid}",
                (RowLine((StyledText(note.text, "note"), StyledText(due, "warning")), hang=2),),
                note=note.uid,
            )
