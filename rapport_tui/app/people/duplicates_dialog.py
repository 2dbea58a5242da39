"""The dialog for duplicates: two people side by side, and the actions on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from textual import events, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.app.widgets.styled_text import Role
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Person
from rapport_tui.model.relative_days import full_day
from rapport_tui.terminal_text import pad

if TYPE_CHECKING:
    from rapport_tui.exchange.duplicate_detection import DuplicatePair

_LABEL_CELLS: Final = 9
_BETWEEN: Final = 2
# The width of the box and the list around the two columns, and the maximum width of the columns.
_FRAME: Final = 12
_WIDEST: Final = 84


class DuplicatesDialog(Dialog[bool]):
    """A dialog that shows `pairs` in turn; each is merged, kept for now, or dismissed for good."""

    HELP_LINE = "{rows.up} {rows.down} and {rows.choose} to choose · {leave} leaves; {undo} takes it back later"

    def __init__(self, pairs: list[DuplicatePair]) -> None:
        super().__init__("One person or two?")
        self._pairs = pairs
        self._place = 0

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the two people and the choices."""
        yield Static(id="why")
        both = RowList(id="both")
        both.can_focus = False
        yield both
        yield RowList(id="choices", menu=True)

    def on_mount(self) -> None:
        """Show the first pair."""
        self._show()
        self.query_one("#choices").focus()

    def on_resize(self, _event: events.Resize) -> None:
        """Update the layout of the columns."""
        if self._place < len(self._pairs):
            self._show()

    @on(RowList.Chosen, "#choices")
    def _chosen(self, event: RowList.Chosen) -> None:
        one, other = self._pairs[self._place].one, self._pairs[self._place].other
        duplicates = self.journal.duplicates
        try:
            if event.key == "one":
                duplicates.merge(one.uid, other.uid)
                self.context.notify_text(
                    f"{other.name} and {one.name} are one. {self.context.key('undo')} takes it back."
                )
            elif event.key == "other":
                duplicates.merge(other.uid, one.uid)
                self.context.notify_text(
                    f"{one.name} and {other.name} are one. {self.context.key('undo')} takes it back."
                )
            elif event.key == "apart":
                duplicates.keep_apart(one.uid, other.uid)
                self.context.notify_text(f"{one.name} and {other.name} are two. You will not be asked again.")
        except RapportError as error:
            self.show_error(str(error))
            return
        self._next()

    def _next(self) -> None:
        """Show the next pair of which both people still exist."""
        people = self.journal.people
        self._place += 1
        while self._place < len(self._pairs):
            pair = self._pairs[self._place]
            if people.get_or_none(pair.one.uid) and people.get_or_none(pair.other.uid):
                self._show()
                return
            self._place += 1
        self.dismiss(True)

    def _show(self) -> None:
        pair = self._pairs[self._place]
        people = self.journal.people
        one, other = people.get_or_none(pair.one.uid) or pair.one, people.get_or_none(pair.other.uid) or pair.other
        to_see = len(self._pairs) - self._place
        self.query_one("#why", Static).update(Content(f"They have {pair.why}." + (f"  {to_see} to see" * (to_see > 1))))
        width = min(self.app.size.width * 96 // 100, _WIDEST) - _FRAME
        cells = max((width - _LABEL_CELLS - _BETWEEN) // 2, 8)
        self.query_one("#both", RowList).show(
            [_row(label, left, right, cells) for label, left, right in self._facts(one, other)]
        )
        choices = [("one", f"Make them one, called {one.name}")]
        if one.name != other.name:
            choices.append(("other", f"Make them one, called {other.name}"))
        choices += [("later", "Keep both for now"), ("apart", "They are two people: never ask again")]
        self.query_one("#choices", RowList).show([Row(key, (RowLine((StyledText(text),)),)) for key, text in choices])

    def _facts(self, one: Person, other: Person) -> Iterator[tuple[str, str, str]]:
        """Yield the properties of both people, with their labels."""
        yield "", one.name, other.name
        for label, text in _FACTS.items():
            if text(one) or text(other):
                yield label, text(one), text(other)
        first, second = (self.journal.people.last_talked(person.uid) for person in (one, other))
        if first or second:
            yield "last talk", full_day(first) if first else "–", full_day(second) if second else "–"


def _rung(person: Person) -> str:
    state = "inbox" if person.inbox else "set aside" if person.archived else ""
    return " · ".join(part for part in (person.stage, state) if part)


_FACTS: Final = {
    "also": lambda person: ", ".join(person.aliases),
    "role": lambda person: person.role,
    "team": lambda person: person.team,
    "company": lambda person: person.org,
    "place": lambda person: person.location,
    "mail": lambda person: ", ".join(person.emails),
    "phone": lambda person: ", ".join(person.phones),
    "pages": lambda person: ", ".join(person.links),
    "met": lambda person: person.met,
    "birthday": lambda person: person.birthday,
    "tags": lambda person: ", ".join(person.tags),
    "rung": _rung,
}


def _row(label: str, one: str, other: str, cells: int) -> Row:
    role: Role = "text" if label else "strong"
    spans = (
        StyledText(pad(label, _LABEL_CELLS), "muted"),
        StyledText(pad(" ".join(one.split()), cells), role),
        StyledText(" " * _BETWEEN),
        StyledText(" ".join(other.split()), role),
    )
    return Row(label, (RowLine(spans),))
