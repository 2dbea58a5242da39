"""The commands that write and list entries."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

import click

from rapport_tui.cli.json_answers import Row, entry_row, note_row
from rapport_tui.cli.options import FREE_TEXT, adds_near, as_json, examples, pass_session, query_argument, text_argument
from rapport_tui.cli.output import bold, dim, give, hint, say, table, wrapped
from rapport_tui.cli.session import Session
from rapport_tui.cli.text_answers import day_words, mark_of
from rapport_tui.model.errors import LineError, RapportError
from rapport_tui.model.person_summary import note_words
from rapport_tui.model.wording import KIND_TITLES, counted, listed

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.entries import Logged
    from rapport_tui.model.records import Entry, Note


@click.command(
    context_settings=FREE_TEXT,
    epilog=examples(
        "rapport log 'coffee with @priya about her move #travel ? how is Lisbon'",
        "rapport log 'yesterday 9am: stand-up with @sam.ortiz ! send him the deck by friday'",
        "rapport log - < lines.txt",
    ),
)
@text_argument
@adds_near
@as_json
@pass_session
def log(session: Session, text: str, *, adds_near: bool, as_json: bool) -> None:
    """Write a line about a talk, and say what was noticed in it.

    \b
      DATE:         the day, at the start: yesterday, mon, 20 nov, 2026-11-20
      @name         a person; somebody new is added
      @group        everybody in a group (see: rapport group)
      @+name        somebody new whose name is near one you know
      #topic        what it was about
      ? …           to ask next time
      ! … by DATE   you promised
      < … by DATE   they promised
      + …           to keep; also +likes, +expert, +said, +advice, +win, +goal …
      /move-id      which move it was

    With several people, + ! < are about all of them, other marks about who was named last before.

    Put the line in single quotes, so that the shell leaves its marks alone. With - each line of the standard input is
    an entry: all are written, or none.
    """  # noqa: D301, click reads the backspace
    if session.must_capture:
        _capture(session, text, adds_near=adds_near, as_json=as_json)
        return
    journal = session.journal
    logged = (
        _log_stdin(journal, adds_near=adds_near) if text == "-" else journal.entries.log([text], adds_near=adds_near)
    )
    if as_json:
        give([_logged_row(journal, one) for one in logged])
    else:
        say("\n".join(_noticed(journal, one) for one in logged))
    for number, one in enumerate(logged, start=1):
        for doubt in one.doubts:
            hint(doubt if len(logged) == 1 else f"Entry {number}: {doubt}")
    if len(logged) == 1 and not as_json and (question := journal.threads.question_to_keep(logged[0])):
        hint(question)


@click.command(
    "journal",
    context_settings=FREE_TEXT,
    epilog=examples("rapport journal since:2w", "rapport journal with:priya '#travel'"),
)
@query_argument
@as_json
@pass_session
def journal(session: Session, query: str, *, as_json: bool) -> None:
    """Read the journal, newest last.

    QUERY is words, "a phrase", with:NAME, group:NAME, #topic, kind:owe, is:open, move:ID, since:2w, until:DATE,
    on:yesterday; -word leaves out.
    """
    book = session.journal
    entries = book.entries.search(query)
    if as_json:
        give([entry_row(book, entry) for entry in entries])
    elif entries:
        say("\n\n".join(_day_block(book, list(some)) for _, some in groupby(entries, key=lambda entry: entry.day)))
    elif query:
        hint(f"No line matches “{query}”.")
    else:
        hint("Your journal is empty. Write about a talk with: rapport log 'coffee with @name'")


def _capture(session: Session, text: str, *, adds_near: bool, as_json: bool) -> None:
    """Write a line or those of the standard input to a locked journal, to be understood at the next unlock."""
    texts = [line for _, line in _lines_of_stdin()] if text == "-" else [text]
    session.locked_journal.encryption.capture(texts, adds_near=adds_near)
    session.wrote_file = True
    if as_json:
        give([{"captured": line} for line in texts])
    else:
        say(
            f"Kept {counted(len(texts), 'line')}, encrypted. The journal is locked; it is read when you unlock it next."
        )


def _log_stdin(journal: Journal, *, adds_near: bool) -> list[Logged]:
    """Write each line of stdin as an entry. Raises `RapportError` with the number of an invalid line."""
    numbered = _lines_of_stdin()
    try:
        return journal.entries.log([line for _, line in numbered], adds_near=adds_near)
    except LineError as error:
        raise RapportError(f"Line {numbered[error.index][0]}: {error} Nothing was written.") from error


def _lines_of_stdin() -> list[tuple[int, str]]:
    """Return the lines of the standard input with their numbers. Raises `RapportError`."""
    if sys.stdin is None:
        raise RapportError("The standard input is closed, so nothing was written.")
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RapportError("The standard input is not UTF-8 text, so nothing was written.") from error
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not numbered:
        raise RapportError("There was no line on the standard input, so nothing was written.")
    return numbered


def _logged_row(book: Journal, logged: Logged) -> Row:
    return {
        "uid": logged.entry.uid,
        "on": logged.entry.day,
        "people": [person.name for person in logged.people],
        "new_people": [person.name for person in logged.new_people],
        "notes": [
            {**note_row(note), "people": [one.name for one in book.threads.people_of(note)]} for note in logged.notes
        ],
    }


def _noticed(journal: Journal, logged: Logged) -> str:
    """Return the contents recognized in a line: people, day and each note."""
    new = {person.uid for person in logged.new_people}
    names = [person.name + (" (new)" if person.uid in new else "") for person in logged.people]
    day = logged.entry.day
    about = f" about {listed(names)}" if names else ""
    when = f", for {day_words(day, journal.day)}" if day != journal.day else ""
    rows = [(KIND_TITLES[note.kind], _about_whom(journal, note, logged.entry)) for note in logged.notes]
    if logged.entry.topics:
        rows.append(("Topics", " ".join(f"#{topic}" for topic in logged.entry.topics)))
    if logged.entry.move:
        rows.append(("Move", f"/{logged.entry.move} · {journal.playbook.move(logged.entry.move).title}"))
    head = f"Wrote a line{about}{when}."
    return f"{head}\n{table(rows, indent='  ', styles={0: dim})}" if rows else head


def _about_whom(journal: Journal, note: Note, entry: Entry) -> str:
    """Return a note, with its people if the line is about others too."""
    people = journal.threads.people_of(note)
    about = f" · {listed([one.name for one in people])}" if people and note.people != entry.people else ""
    return f"{note_words(note, journal.day)}{about}"


def _day_block(journal: Journal, entries: list[Entry]) -> str:
    return "\n".join((bold(day_words(entries[0].day, journal.day)), *(_entry_block(journal, one) for one in entries)))


def _entry_block(journal: Journal, entry: Entry) -> str:
    """Return an entry as text: time, prose, people that the prose doesn’t name, then its notes."""
    at = f"{entry.time:%H:%M}" if entry.time else ""
    text = journal.entries.shown(entry)
    lines = [wrapped(text, indent=" " * 9, first=f"  {at:5}  ")]
    names = journal.entries.unsaid(entry, text)
    about = [*([f"with {listed(names)}"] if names else []), *([f"/{entry.move}"] if entry.move else [])]
    if about:
        lines.append(dim(wrapped(" · ".join(about), indent=" " * 9)))
    for note in journal.entries.notes(entry):
        mark = mark_of(note)
        indent = " " * (10 + len(mark))
        lines.append(wrapped(_about_whom(journal, note, entry), indent=indent, first=f"{' ' * 9}{mark} "))
    return "\n".join(lines)
