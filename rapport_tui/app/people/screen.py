"""The People screen: all people in a table, the inbox of imported people, and the brief beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import ClassVar, Final, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.brief_rows import brief_rows
from rapport_tui.app.dialogs.note_actions import NoteList
from rapport_tui.app.dialogs.person_dialog import PersonDialog
from rapport_tui.app.dialogs.pick_dialog import PickDialog
from rapport_tui.app.messages import ComposeTo, ShowEntry
from rapport_tui.app.people.arrangement import GROUP_KEY
from rapport_tui.app.people.columns import COLUMNS, ColumnId
from rapport_tui.app.people.duplicates_dialog import DuplicatesDialog
from rapport_tui.app.people.import_dialog import ImportDialog
from rapport_tui.app.people.table import PeopleTable
from rapport_tui.app.query_screen import QueryScreen
from rapport_tui.app.row_builders import rung_rows
from rapport_tui.app.widgets.mark_list import MarkList
from rapport_tui.app.widgets.person_name import PersonName
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.exchange.duplicate_detection import DuplicatePair
from rapport_tui.model.records import STAGES, Person, Stage

_INBOX: Final = "is:inbox"
_BAR_CELLS: Final = 20
_KEYS: Final = "{people.move} to the board · {people.archive} set aside"
_INBOX_KEYS: Final = "{rows.toggle} marks · {people.move} to the board · {people.archive} never"


class PeopleScreen(QueryScreen):
    """The screen on which people are found, edited, moved and merged."""

    NAME = "people"
    AUTO_FOCUS = "#list"
    CSS_PATH = "people.tcss"
    QUERY_HINT = "name, stage:ally, is:inbox, is:archived, is:drifting, tag:x …"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bound(
            {
                "people.add": "add",
                "people.edit": "edit",
                "people.move": "move",
                "people.sort": "sort",
                "people.group": "group",
                "people.compose": "compose",
                "people.snooze": "snooze",
                "people.archive": "archive",
                "people.import": "import",
                "people.duplicates": "duplicates",
                "people.mark_all": "mark_all",
                "people.brief": "brief",
                "people.delete": "delete",
            }
        ),
        Binding("tab", "app.focus_next", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._brief_wanted = True

    def compose_content(self) -> Iterator[Widget]:
        """Yield the line of counts, the table and the brief."""
        empty = self.context.with_keys("Nobody here. Press {people.add} to add somebody, {people.import} to import.")
        yield Static(id="table-line")
        with Horizontal(id="body"):
            yield PeopleTable(Content(empty), id="table")
            with Vertical(id="person"):
                yield PersonName(id="person-name")
                yield NoteList(id="brief", wrap=True)

    @property
    def table(self) -> PeopleTable:
        """The table of people."""
        return self.query_one(PeopleTable)

    @property
    def is_inbox(self) -> bool:
        """True if the inbox is shown."""
        return _INBOX in self.query_text.split()

    def settle(self) -> None:
        """Prepare for the first search after the screen is shown."""
        super().settle()
        self.read_ahead()

    def focus_content(self) -> None:
        """Focus the table."""
        self.table.rows.focus()

    def show(self) -> None:
        """Show the people who match the query, and the brief on the person at the cursor."""
        found = self.journal.people.search(self.query_text)
        searched = self.is_inbox and self.query_text.strip() != _INBOX
        self.table.show(found, self.journal.day, "inbox" if self.is_inbox else "board", searched=searched)
        self._show_line()
        self._show_brief()

    def highlight(self, people: Collection[str]) -> None:
        """Highlight the rows of people."""
        self.table.rows.highlight(people)

    @property
    def person_at_hand(self) -> Person | None:
        """The person at the cursor."""
        uid = self.table.uid_at_cursor
        return self.journal.people.get_or_none(uid) if uid else None

    def go_to(self, uid: str) -> None:
        """Show a person; clear a query that hides them."""
        if not self.table.go_to(uid):
            person = self.journal.people.get_or_none(uid)
            query = "is:archived" if person and person.archived else _INBOX if person and person.inbox else ""
            self.action_narrow(query)
            self.table.go_to(uid)
        self._show_brief()

    def show_inbox(self) -> None:
        """Show the inbox."""
        self.action_narrow(_INBOX)

    def toggle_inbox(self) -> None:
        """Toggle between the inbox and all people."""
        self.action_narrow("" if self.is_inbox else _INBOX)

    def action_add(self) -> None:
        """Add a person."""
        self.app.push_screen(PersonDialog(), self.show_added)

    def action_move(self) -> None:
        """Ask for a stage, and move the selected people there."""
        if uids := self.table.at_hand:
            shortcuts = {str(number): stage for number, stage in enumerate(STAGES, 1)}
            title = f"{self._named(uids)}: onto which rung?"
            self.app.push_screen(PickDialog(title, rung_rows(self.journal), shortcuts), self._move)

    def action_sort(self) -> None:
        """Ask for a column to sort by."""
        rows = []
        for column in self.table.state.columns:
            again = (StyledText("the other way round", "muted"),) if column == self.table.state.sorted_by else ()
            rows.append(Row(column, (RowLine((StyledText(COLUMNS[column].title, "strong"),), again),)))
        self.app.push_screen(PickDialog("Sort by which column?", rows), self._sort)

    def action_group(self) -> None:
        """Switch to the next grouping."""
        self.table.group_by(self.table.next_grouping())
        self._show_line()

    def action_archive(self) -> None:
        """Archive the selected people, or restore them."""
        uids = self.table.at_hand
        if not uids:
            return
        archived = not self.journal.people.get(uids[0]).archived
        undo = self.context.key("undo")
        who = self._named(uids)
        done = f"{who} set aside; is:archived finds them. {undo} takes it back."
        if self.is_inbox and archived:
            done = f"{who}: never. The next import does not ask again. {undo} takes it back."
        elif not archived:
            done = "Back on the board."
        self.attempt(lambda: self.journal.people.archive(uids, archived=archived), done)

    def action_delete(self) -> None:
        """Delete the person at the cursor."""
        if person := self.person_at_hand:
            self.attempt(
                lambda: self.journal.people.delete(person.uid),
                f"Deleted {person.name}. {self.context.key('undo')} brings them back.",
            )

    def action_import(self) -> None:
        """Import an address book, then show the inbox."""
        self.app.push_screen(ImportDialog(), lambda taken: self.show_inbox() if taken else None)

    def action_duplicates(self) -> None:
        """Show the two marked people side by side, or else all likely duplicates."""
        marked = [self.journal.people.get(uid) for uid in self.table.marked]
        pairs = (
            self.journal.duplicates.pairs()
            if len(marked) != 2
            else [DuplicatePair(marked[0], marked[1], "a mark of yours")]
        )
        if pairs:
            self.app.push_screen(DuplicatesDialog(pairs))
        else:
            self.context.notify_text(
                "Nobody is here twice, as far as names and addresses tell. "
                f"Mark two with {self.context.key('rows.toggle')} to merge."
            )

    def action_mark_all(self) -> None:
        """Mark all people in the list, or none if all are marked."""
        self.table.mark_all()
        self._show_line()

    def action_brief(self) -> None:
        """Show or hide the brief beside the table."""
        self._brief_wanted = not self._brief_wanted
        self._show_brief()

    def action_query(self) -> None:
        """Open the query line; in the inbox, it filters the inbox."""
        line = self.query_line
        is_inbox = self.query_text.strip() == _INBOX
        line.select_on_focus = not is_inbox
        if is_inbox:
            line.value = f"{_INBOX} "
            line.cursor_position = len(line.value)
        super().action_query()

    @on(RowList.Highlighted, "#list")
    def _highlighted(self) -> None:
        self._show_brief()

    @on(RowList.Chosen, "#list")
    def _chosen(self, event: RowList.Chosen) -> None:
        if event.key.startswith(GROUP_KEY):
            self.table.fold(event.key)
        elif self.query_one("#person").display:
            self.query_one("#brief").focus()
        else:
            self.call_later(self.run_action, "app.brief")

    @on(RowList.Toggled, "#list")
    def _toggled(self, event: RowList.Toggled) -> None:
        uids = self.table.members(event.key)
        self.table.mark(uids, on=not set(uids) <= set(self.table.marked))
        self._show_line()

    @on(MarkList.Marked)
    def _marked(self, event: MarkList.Marked) -> None:
        self.table.mark([uid for key in event.keys for uid in self.table.members(key)], on=True)
        self._show_line()

    @on(RowList.Chosen, "#brief")
    def _brief_chosen(self, event: RowList.Chosen) -> None:
        kind, _, uid = event.key.partition(":")
        if kind == "entry":
            self.app.post_message(ShowEntry(uid))
        elif kind == "note":
            self.query_one(NoteList).action_change_note("edit")
        elif kind == "move" and (person := self.person_at_hand):
            self.app.post_message(ComposeTo(person, uid))

    def _show_line(self) -> None:
        """Show the number of people, the progress in the inbox, and the keys for marked people."""
        shown, marked = self.table.count, len(self.table.marked)
        told = Content(f"{shown:,} {'person' if shown == 1 else 'people'}")
        if self.is_inbox:
            progress = self.journal.inbox.progress
            done = progress.placed + progress.never
            # Textual's ProgressBar is a widget of its own, which takes 7 ms more to show.
            filled = done * _BAR_CELLS // max(done + progress.waiting, 1)
            bar = ("━" * filled, "$text-success"), ("╌" * (_BAR_CELLS - filled), "$foreground-muted")
            counts = f"  {progress.waiting:,} wait · {progress.placed:,} on the board · {progress.never:,} never"
            told = Content.assemble("Inbox  ", *bar, counts)
        if marked:
            told = Content.assemble(told, (f"   {marked:,} marked", "$text-success"))
        keys = self.context.with_keys(_INBOX_KEYS if self.is_inbox else _KEYS)
        if (marked or self.is_inbox) and told.cell_length + len(keys) + 8 <= self.size.width:
            told = Content.assemble(told, "   ", (keys, "$foreground-muted"))
        self.query_one("#table-line", Static).update(told, layout=False)

    def _show_brief(self) -> None:
        person = self.person_at_hand
        pane = self.query_one("#person")
        has_room = not (self.is_inbox or self.has_class("-narrow", "-short"))
        pane.display = self._brief_wanted and has_room and self.table.count > 0
        if not pane.display or person is None:
            self.query_one(PersonName).show()
            self.query_one("#brief", RowList).show([])
            return
        self.query_one(PersonName).show(person.name, person.stage)
        self.query_one("#brief", RowList).show(list(brief_rows(self.journal, person.uid, self.app.size.height)))

    def _named(self, uids: Sequence[str]) -> str:
        return self.journal.people.get(uids[0]).name if len(uids) == 1 else f"{len(uids):,} people"

    def _move(self, stage: str | None) -> None:
        uids = self.table.at_hand
        if stage and uids:
            done = f"{self._named(uids)} on the board as {stage}. {self.context.key('undo')} takes it back."
            self.attempt(lambda: self.journal.people.move(uids, cast(Stage, stage)), done)

    def _sort(self, column: str | None) -> None:
        if column:
            self.table.sort_by(cast(ColumnId, column))

    def show_added(self, uid: str | None) -> None:
        """Go to a person who was added."""
        if uid:
            self.show_safely()
            self.go_to(uid)
