"""The records of a journal, one class a table, as they are kept in the store.

Records are frozen: a change makes a new one with `msgspec.structs.replace`. Records are related by `uid`. Days are
local calendar days. Every text is the user's own and may hold anything but control characters.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Final, Literal, get_args

import msgspec

from rapport_tui.model.names import first_name

Stage = Literal["stranger", "acquaintance", "ally", "mentor", "sponsor"]
Channel = Literal["", "person", "call", "chat", "mail"]
Place = Literal["office", "free-seating", "meeting", "event", "travelling", "remote", "office-tomorrow"]
AboutThem = Literal["share", "expert", "likes", "said", "ask", "owe", "await", "advice", "door", "date", "fact"]
AboutMe = Literal["project", "question", "goal", "win", "next", "struggle", "free"]
Kind = Literal[AboutThem, AboutMe]
ItemState = Literal["open", "done", "skipped", "later"]
Outcome = Literal["", "answered", "no answer"]
Table = Literal[
    "people", "entries", "notes", "stage_changes", "days", "messages", "templates", "sources", "groups", "history"
]

STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)
PLACES: Final[tuple[Place, ...]] = get_args(Place)
ABOUT_THEM: Final[tuple[AboutThem, ...]] = get_args(AboutThem)
ABOUT_ME: Final[tuple[AboutMe, ...]] = get_args(AboutMe)
KINDS: Final[tuple[Kind, ...]] = (*ABOUT_THEM, *ABOUT_ME)
OPEN_KINDS: Final[tuple[Kind, ...]] = ("ask", "owe", "await")
TABLES: Final[tuple[Table, ...]] = get_args(Table)
RECEIVED: Final = "received"
INTERNAL_TABLES: Final = ("sync", "stamps", "pending", "conflicts", RECEIVED)
"""What the store keeps besides the records: while a journal is shared between machines (see `rapport_tui.sync`), and
which lines came from a folder (see `rapport_tui.journal.received`). Undo does not touch them."""


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Anything kept in the store: it has a `uid` of its own that is never used again."""

    uid: str


class Person(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody the user knows, or would like to.

    `name` is what they are looked up by; `given` and `family` are set where somebody or a file told which words they
    are. `title` (`Dr.`) stands before the name, `suffix` (`PhD`) after it.
    `since` is the day they came to their present stage. `birthday` is `YYYY-MM-DD`, or `--MM-DD` where the
    year is not known. `cadence` is in days and overrides the one of the stage. `met_through` is a uid. `ahead`:
    some steps ahead of me. `glad`: glad to help. `inbox`: imported, and not on the board yet. `rank` is the place
    in a board column that the user dragged the card to (see `model.placing`). `apart` are uids of people who look like
    the same person, and of whom the user said that they are not.
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
        """What a friend would call them."""
        return self.given or first_name(self.name)


class Entry(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the journal. `text` is what was typed, marks and all, without the date before its colon.

    `people` are uids in the order of their mention; somebody linked by hand comes after them.
    """

    day: date
    text: str
    time: Annotated[time, msgspec.Meta(tz=False)] | None = None
    people: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    move: str = ""
    channel: Channel = ""


class Note(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One fact of a kind: about `people` (uids), or about me where the kind is one of `ABOUT_ME`.

    `made` is the day it was learned, `due` the day it is wanted by, `done` the day it was closed. `entry` is the
    uid of the line it was written in, empty where it was added by hand; `closed_by` that of the line which closed it.
    `mark` is the text in that line, where the note has since got another text or other people of its own.
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
        """Whether something is still to be asked, given or received."""
        return self.kind in OPEN_KINDS and self.done is None


class StageChange(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A step up or down the ladder. `origin` is stored as `from`; `entry` is the line that tells of it, if any."""

    person: str
    origin: Stage = msgspec.field(name="from")
    to: Stage
    day: date
    why: str = ""
    entry: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a day's checklist, kept so that the list stays the same all day.

    `id` names it within its day: a move's id for an opening, `hi:UID` for a person, `note:UID` for a promise or a
    thread, `birthday:UID`. `person` and `note` are uids; an opening may name a stranger. `meeting` is
    what the day's calendar has for an opening: `town hall (10:00)`. Who skips an item would rather not; `later` is not
    today, and says nothing about the item. `feared` is how awkward the user thought it would be, `was` how it was: from
    1, not at all, to 5; 0 where they did not say.
    `moment` is when they mean to do it, `at` its time, if it has one.
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
        """Whether it is a move to break the silence, with a certain stranger or with anybody."""
        return bool(self.move) and self.id == self.move


class Day(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Where I am on a day and what its checklist was. Its uid is the day itself in ISO form.

    `off`: a day of a holiday, on which nothing is asked of me but what I promised.
    """

    day: date
    off: bool = False
    places: tuple[Place, ...] = ()
    items: tuple[Item, ...] = ()


class Message(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A line made in the composer.

    `blanks` are what was filled in, `register` how it is said; `to_both`: it speaks to both people of an introduction.
    `entry` is the journal line of a sent one, `answer` the line that tells what came of it.
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


class Template(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A wording of my own for a move; with an empty text, one that I don’t want to see.

    `replaces` is the text of the wording that it changes or hides, empty where it is an addition. `to_both`: it speaks
    to both people of an introduction.
    """

    move: str
    text: str
    register: str = "chat"
    subject: str = ""
    replaces: str = ""
    to_both: bool = False


class Source(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What address books said of a person, whose uid it has: so that a newer file updates what nobody edited.

    `said` is by the kind of the file (`LinkedIn CSV`) and by field: all the values that came, of a field with one
    value the newest first. Of texts that became notes only the checksums are kept.
    """

    said: dict[str, dict[str, tuple[str, ...]]]


class Group(Record, frozen=True, kw_only=True, omit_defaults=True):
    """People with a common name, such as those of a stand-up: `@name` in a line means all of them."""

    name: str
    people: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an action did to one document.

    `other` is the document on the far side of the action: as it was before while the action stands, as it became
    once the action is undone; None where there was none. `crc` is the checksum of the document on the near side,
    0 for none: undo goes ahead only where it still fits.
    """

    table: Table
    uid: str
    crc: int
    other: dict[str, Any] | None = None


class Action(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One thing the user did, with all that it changed, so that it can be taken back, also by a later process.

    `redo_until` is the uid of the newest action when this one was taken back: a plain redo reaches it until there is a
    newer one. `origin` names the program that did it: one open window of the app, or the command line.
    """

    at: datetime
    label: str
    changes: tuple[Change, ...]
    undone: bool = False
    redo_until: str = ""
    origin: str = ""


COMMAND_LINE: Final = "command line"
"""The origin of actions done by commands. Each open window of the app has one of its own."""
SYNC: Final = "sync"
"""The origin of what came from another machine. Plain undo leaves it alone: the user did not do it here."""

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
