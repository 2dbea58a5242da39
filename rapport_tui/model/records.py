"""The records of a journal as they are stored, one class a table.

Records are frozen: a change makes a new one with `msgspec.structs.replace`. Records are related by `uid`. Days are
local calendar days. Every text is the user's own and may contain anything but control characters.
"""

# Without `from __future__ import annotations`: msgspec would evaluate strings again when it decodes, which takes long.

from datetime import date, datetime, time
from typing import Annotated, Any, Final, Literal, get_args

import msgspec

from rapport_tui.model.names import first_name
from rapport_tui.model.places import Place

Stage = Literal["stranger", "acquaintance", "ally", "mentor", "sponsor"]
Channel = Literal["", "person", "call", "chat", "mail"]
AboutThem = Literal["share", "expert", "likes", "said", "ask", "owe", "await", "advice", "door", "date", "fact"]
AboutMe = Literal["project", "question", "goal", "win", "next", "struggle", "free"]
Kind = Literal[AboutThem, AboutMe]
ItemState = Literal["open", "done", "skipped", "later"]
Outcome = Literal["", "answered", "no answer"]
Table = Literal[
    "people", "entries", "notes", "stage_changes", "days", "messages", "templates", "sources", "groups", "history"
]
_Time = Annotated[time, msgspec.Meta(tz=False)]

STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
ABOUT_THEM: Final[tuple[AboutThem, ...]] = get_args(AboutThem)
ABOUT_ME: Final[tuple[AboutMe, ...]] = get_args(AboutMe)
KINDS: Final[tuple[Kind, ...]] = (*ABOUT_THEM, *ABOUT_ME)
OPEN_KINDS: Final[tuple[Kind, ...]] = ("ask", "owe", "await")
TABLES: Final[tuple[Table, ...]] = get_args(Table)
RECEIVED: Final = "received"
INTERNAL_TABLES: Final = ("sync", "stamps", "pending", "conflicts", RECEIVED)
"""The tables of the store besides those of records: for sync between machines (see `rapport_tui.sync`), and for lines
that came from a folder (see `rapport_tui.journal.received`). Undo does not change them."""


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A document of the store with a unique `uid`, which is never used again.

    No record refers to itself, so the garbage collector need not track them (`gc=False`).
    """

    uid: str


class Person(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A person that the user knows or would like to know.

    `name` is used to look them up; `given` and `family` are set if the user or a file told which words they are.
    `title` (`Dr.`) precedes the name, `suffix` (`PhD`) follows it. `since` is the day they reached their present stage.
    `birthday` is `YYYY-MM-DD`, or `--MM-DD` if the year is not known. `cadence` is in days and overrides the one of the
    stage. `met_through` is a uid. `ahead`: some steps ahead of the user. `glad`: glad to help. `inbox`: imported, and
    not on the board yet. `rank` is the place in a board column that the user dragged the card to (see
    `model.manual_order`). `apart` are uids of people who look like the same person but are not, by the user's decision.
    """

    name: Annotated[str, msgspec.Meta(pattern=r"\S")]
    added: date
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
    met_through: str = ""
    stage: Stage = "stranger"
    since: date
    tags: tuple[str, ...] = ()
    birthday: str = ""
    cadence: int | None = None
    snoozed_until: date | None = None
    archived: bool = False
    inbox: bool = False
    ahead: bool = False
    glad: bool = False
    rank: float | None = None
    apart: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name with title and suffix: `Dr. Lena Schmidt, MBA`."""
        return ", ".join(filter(None, (f"{self.title} {self.name}".strip(), self.suffix)))

    @property
    def first_name(self) -> str:
        """The given name, or the first word of the name."""
        return self.given or first_name(self.name)


class Entry(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One line of the journal. `text` is the line as typed, with its marks, without the date before its colon.

    `people` are uids in the order of their mention, followed by those linked by hand.
    """

    day: date
    text: str
    time: _Time | None = None
    people: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    move: str = ""
    channel: Channel = ""


class Note(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One fact of a kind: about `people` (uids), or about the user if the kind is in `ABOUT_ME`.

    `made` is the day it was learned, `due` its due day, `done` the day it was closed. `entry` is the uid of the line it
    was written in, empty if it was added by hand; `closed_by` that of the line that closed it. `mark` is the text in
    that line, if the note has since been given another text or other people.
    """

    kind: Kind
    text: str
    made: date
    people: tuple[str, ...] = ()
    entry: str = ""
    due: date | None = None
    done: date | None = None
    closed_by: str = ""
    mark: str = ""

    @property
    def is_open(self) -> bool:
        """True if something is still to be asked, given or received."""
        return self.kind in OPEN_KINDS and self.done is None


class StageChange(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A step up or down the ladder. `origin` is stored as `from`; `entry` is the line that records it, if any."""

    person: str
    origin: Stage = msgspec.field(name="from")
    to: Stage
    day: date
    why: str = ""
    entry: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One line of a day's checklist, stored so that the list stays the same all day.

    `id` identifies it within its day: a move's id for an opening, `hi:UID` for a person, `note:UID` for a promise or a
    thread, `birthday:UID`. `person` and `note` are uids; an opening may name a stranger. `meeting` is
    the calendar's meeting for an opening: `town hall (10:00)`. `skipped` means that the user rejects the item, `later`
    only that it is not for today. `feared` is the expected awkwardness, `was` the experienced one: from 1, not at all,
    to 5; 0 if not told. `moment` is the intended occasion, `at` its time, if it has one.
    """

    id: str
    move: str = ""
    person: str = ""
    note: str = ""
    why: str = ""
    meeting: str = ""
    state: ItemState = "open"
    entry: str = ""
    feared: int = 0
    was: int = 0
    moment: str = ""
    at: time | None = None

    @property
    def is_opening(self) -> bool:
        """True if it is a move to break the silence, with a certain stranger or with anybody."""
        return bool(self.move) and self.id == self.move


class Day(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The place and the checklist of a day. Its uid is the day in ISO form.

    `off`: a holiday, whose checklist has only promises. `meetings_done` are the keys of the meetings about which the
    user has written the proposed line, or does not want to.
    """

    day: date
    off: bool = False
    places: tuple[Place, ...] = ()
    items: tuple[Item, ...] = ()
    meetings_done: tuple[str, ...] = ()


class Message(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A line made in the composer.

    `blanks` are the values filled in, `register` is its tone; `to_both`: it addresses both people of an introduction.
    `entry` is the journal line of a sent message, `answer` the line on its outcome.
    """

    person: str
    move: str
    text: str
    day: date
    other: str = ""
    blanks: dict[str, str] = msgspec.field(default_factory=dict)
    sent: bool = False
    outcome: Outcome = ""
    entry: str = ""
    answer: str = ""
    register: str = ""
    subject: str = ""
    to_both: bool = False


class Template(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The user's own wording for a move; with an empty text, a wording to hide.

    `replaces` is the text of the wording that it changes or hides, empty if it is an addition. `to_both`: it addresses
    both people of an introduction.
    """

    move: str
    text: str
    register: str = "chat"
    subject: str = ""
    replaces: str = ""
    to_both: bool = False


class Source(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The values of a person in address books, under the person's uid, so that a newer file updates unedited values.

    `said` has all values by the kind of the file (`LinkedIn CSV`) and by field; for a field with one value, the newest
    first. Of texts that became notes, only the checksums are kept.
    """

    said: dict[str, dict[str, tuple[str, ...]]]


class Group(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """People with a common name, such as those of a stand-up: `@name` in a line means all of them."""

    name: str
    people: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The change that an action made to one document.

    `other` is the document on the other side of the action: as before the action while it is done, as after it once it
    is undone; None if there was none. `crc` is the checksum of the present document, 0 for none: undo requires that it
    still matches.
    """

    table: Table
    uid: str
    crc: int
    other: dict[str, Any] | None = None


class Action(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One action of the user with all of its changes, so that it can be undone, even by a later process.

    `redo_until` is the uid of the newest action when this one was undone: a plain redo reaches it until there is a
    newer one. `undo_order` counts undos: of several actions, the one with the highest was undone last. `origin` is the
    program that did it: one open window of the app, or the command line. `files` are the SHA-256 of the files that an
    import took in.
    """

    at: datetime
    label: str
    changes: tuple[Change, ...]
    undone: bool = False
    redo_until: str = ""
    undo_order: int = 0
    origin: str = ""
    files: tuple[str, ...] = ()


RECORD_OF: Final[dict[Table, type[Record]]] = {
    "people": Person,
    "entries": Entry,
    "notes": Note,
    "stage_changes": StageChange,
    "days": Day,
    "messages": Message,
    "templates": Template,
    "sources": Source,
    "groups": Group,
    "history": Action,
}
