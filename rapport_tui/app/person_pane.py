"""The brief of one person, beside the board, the lines of the journal, or a message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.style import Style
from textual.timer import Timer
from textual.widgets import Static

from rapport_tui.app.brief_rows import brief_rows
from rapport_tui.app.dialogs.note_actions import NoteList
from rapport_tui.app.messages import ComposeTo, ShowEntry
from rapport_tui.app.row_builders import links_of, query_for
from rapport_tui.app.widgets.person_name import PersonName
from rapport_tui.app.widgets.rows import Row
from rapport_tui.app.widgets.styled_text import text_of

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.model.records import Person


_REST_SECONDS: Final = 0.12
"""The delay in seconds before the brief follows the cursor, so that moving through many people stays fast."""


class PersonPane(Vertical):
    """The pane with the person at the cursor. With `links`, a click on an organisation or a tag narrows the screen."""

    def __init__(self, *, links: bool = True, id: str | None = None) -> None:
        super().__init__(id=id)
        self._has_links = links
        self._rest: Timer | None = None
        self._shown: tuple[object, ...] = ()
        self._person: Person | None = None

    def compose(self) -> ComposeResult:
        """Yield the name, the links and the brief."""
        yield PersonName(id="aside-name")
        yield Static(id="aside-links")
        yield NoteList(id="aside-brief", wrap=True)

    @on(NoteList.Chosen)
    def _chosen(self, event: NoteList.Chosen) -> None:
        """Go to the line in the journal, edit the note, or compose a message with the move."""
        event.stop()
        kind, _, uid = event.key.partition(":")
        if kind == "entry":
            self.post_message(ShowEntry(uid))
        elif kind == "note":
            self.query_one(NoteList).action_change_note("edit")
        elif kind == "move" and self._person is not None:
            self.post_message(ComposeTo(self._person, uid))

    def follow(self, show: Callable[[], None]) -> None:
        """Call `show` after the cursor has rested, if the pane is shown."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST_SECONDS, show) if self.display else None

    def show(self, journal: Journal, person: Person | None) -> None:
        """Show a person, or an empty pane for None, unless that is shown already."""
        lines = self.app.size.height
        now = (person, journal.version, journal.day, journal.settings, lines)
        if now == self._shown:
            return
        self._shown, self._person = now, person
        name, links = self.query_one(PersonName), self.query_one("#aside-links", Static)
        links.display = self._has_links and person is not None and bool(links_of(person))
        if person is None:
            name.show()
            self.query_one(NoteList).show([])
            return
        name.show(person.name, person.stage)
        links.update(Content("  ").join(self._links(person)))
        tags = " ".join(f"#{tag}" for tag in person.tags) if self._has_links else ""
        rows = (row for row in brief_rows(journal, person.uid, lines) if not _says(row, tags))
        self.query_one(NoteList).show(list(rows))

    def _links(self, person: Person) -> Iterator[Content]:
        for link in links_of(person):
            # A tuple, not an action string: the text is the user's.
            click = Style.from_meta({"@click": ("screen.narrow", (query_for(link),))})
            yield Content(link).stylize(Style(underline=True)).stylize(click)


def _says(row: Row, text: str) -> bool:
    """Return whether a row only repeats the text above it."""
    return bool(text) and text_of(row.lines[0].spans) == text
