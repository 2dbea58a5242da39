"""The result of reading a file: people, lines of a journal, and problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Final

import msgspec

from rapport_tui.exchange.encodings import EncodingGuess
from rapport_tui.exchange.journal_export import JournalExport
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Channel, Stage
from rapport_tui.model.text import clean, clean_line

# Far more than anybody knows: what has more is broken or hostile, and would only cost time and memory.
MOST_RECORDS: Final = 250_000
LONGEST_TEXT: Final = 1_000_000
WATCHED: Final = 32
"""The number of records between two calls of a function that watches: some milliseconds, so that keys are answered."""


class ContactCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One person in a file, before the match with the journal.

    The fields are those of `Person`; every text is clean. `source` is the file, `kind` its format, `record` the
    1-based number of the card or of the row's first line. `uid` is set only where the file is an export of this
    program; `key` is the person's id in another program. `notes` are texts to keep that have no field.
    `met_on` is the day of a connection, `met_through` the name of the introducer, `cadence` in days.
    `name_is_guess`: the file has no name, so `name` was made from an e-mail address or a number.
    """

    name: str
    source: str
    record: int
    kind: str = ""
    uid: str = ""
    key: str = ""
    given: str = ""
    family: str = ""
    title: str = ""
    suffix: str = ""
    aliases: tuple[str, ...] = ()
    pronouns: str = ""
    role: str = ""
    team: str = ""
    org: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    location: str = ""
    met: str = ""
    met_on: date | None = None
    met_through: str = ""
    cadence: int | None = None
    stage: Stage | None = None
    tags: tuple[str, ...] = ()
    birthday: str = ""
    notes: tuple[str, ...] = ()
    name_is_guess: bool = False


class JournalLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One entry of another journal. `text` is plain prose and has no marks; `people` are names, `topics` bare.

    `mentions` are topics that may be names: they are linked to known people with the name, and add no one.
    """

    day: date
    text: str
    source: str
    record: int
    time: time | None = None
    people: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    channel: Channel = ""


class ReadProblem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record that could not be read, with its place and the reason in one sentence.

    `partial`: only part of the record was left out. `raw` is the text of the record in the file, if it was requested.
    """

    file: str
    record: int
    why: str
    partial: bool = False
    raw: str = ""


class ParsedFile(msgspec.Struct, frozen=True, kw_only=True):
    """Everything found in one file.

    `kind` names the format for the user. `companies` is the number of records of a company without a person.
    `left_out` has the number of records by the name of each kind of value that the journal has no field for. `columns`
    are the headers of a table, each with its field, empty for one left out; `examples` is the first row below them.
    `head` is the text above the records of the file. `guess` is the guessed encoding if it is not certain. `archive` is
    set if the file is a complete export of this program. `checksum` is the SHA-256 of the file.
    """

    file: str
    kind: str
    cards: Sequence[ContactCard] = ()
    problems: tuple[ReadProblem, ...] = ()
    lines: Sequence[JournalLine] = ()
    companies: int = 0
    left_out: dict[str, int] = msgspec.field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()
    examples: tuple[str, ...] = ()
    head: str = ""
    guess: EncodingGuess | None = None
    archive: JournalExport | None = None
    checksum: str = ""


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options for reading a file.

    `columns` has the fields of a table's columns by header; an empty text leaves a column out. `encoding` is that of
    the file, if it is not to be detected. `keep_raw`: problems include the text of their record in the file. `watch` is
    called from time to time with the progress from 0 to 1; an exception from it ends the reading.
    """

    columns: dict[str, str] = msgspec.field(default_factory=dict)
    encoding: str = ""
    keep_raw: bool = False
    watch: Callable[[float], None] = lambda _done: None


def one_line(text: str) -> str:
    """Return `text` clean and on one line (`clean_line`, with a short way for plain ASCII); raises as `text_block`."""
    if len(text) > LONGEST_TEXT:
        raise _too_long()
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return clean_line(text)


def text_block(text: str) -> str:
    """Return `text` clean and stripped, with its line ends. Raises `RapportError` if it is over `LONGEST_TEXT`."""
    if len(text) > LONGEST_TEXT:
        raise _too_long()
    if text.isascii() and text.isprintable():
        return text.strip()
    return clean(text).strip()


def _too_long() -> RapportError:
    return RapportError(
        f"A text in it is longer than {LONGEST_TEXT:,} characters, which no address book has. "
        "Take it out and import the file again."
    )


def unique(texts: list[str]) -> tuple[str, ...]:
    """Return the texts that are not empty, each once (by case-folded form), in their order."""
    seen: dict[str, str] = {}
    for text in texts:
        if text:
            seen.setdefault(text.casefold(), text)
    return tuple(seen.values())


def quoted(text: str, limit: int = 40) -> str:
    """Return `text` in quotation marks for a sentence, cut at `limit` characters."""
    text = one_line(text)
    return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”"


def check_size(found: int, *, file: str) -> None:
    """Raise `RapportError` if there are more than `MOST_RECORDS` records."""
    if found > MOST_RECORDS:
        raise RapportError(f"{file} has more than {MOST_RECORDS:,} records. Import it in parts.")
