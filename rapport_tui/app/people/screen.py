"""People: the list, and all that is good to know before meeting somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.brief_rows import brief_rows
from rapport_tui.app.dialogs.entry_actions import snooze_person
from rapport_tui.app.dialogs.person_dialog import PersonDialog
from rapport_tui.app.dialogs.pick_dialog import PickDialog
from rapport_tui.app.dialogs.threads_dialog import closing_dialog
from rapport_tui.app.messages import ComposeTo, ShowEntry
from rapport_tui.app.people.duplicates_dialog import DuplicatesDialog
from rapport_tui.app.people.import_dialog import ImportDialog
from rapport_tui.app.row_builders import STAGE_CELLS, person_row
from rapport_tui.app.tab_screen import QueryLine, TabScreen
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.exchange.duplicate_detection import DuplicatePair
from rapport_tui.model.records import Person, Stage
from rapport_tui.terminal_text import pad

_INBOX: Final = "is:inbox"


class PeopleScreen(TabScreen):
    """Read about people, and change what is known of them."""

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
                "people.compose": "compose",
                "people.snooze": "snooze",
                "people.archive": "archive",
                "people.import": "import",
                "people.inbox": "inbox",
                "people.duplicates": "duplicates",
                "people.mark_all": "mark_all",
                "people.delete": "delete",
            }
        ),
        Binding("tab", "app.focus_next", show=False),
    ]

    def compose_room(self) -> Iterator[Widget]:
        """Yield the list and the brief."""
        with Horizontal():
            with Vertical(id="side"):
                yield RowList(
                    id="list",
                    empty=Content(
                        self.rapport.with_keys(
                            "Nobody here. Press {people.add} to add somebody, {people.import} to import."
                        )
                    ),
                )
            with Vertical(id="sheet"):
                yield Static(id="sheet-name")
                yield RowList(id="brief", wrap=True)

    def settle(self) -> None:
        """Prepare for the first search once the room is there."""
        super().settle()
        self.read_ahead()

    def focus_content(self) -> None:
        """Put the focus on the list."""
        self.query_one("#list").focus()

    def show(self) -> None:
        """Show who matches the query, and the person at the cursor."""
        found = self.journal.people.search(self.query_text)
        listing = self.query_one("#list", RowList)
        listing.marked = listing.marked & {one.person.uid for one in found}
        listing.show([person_row(summary, self.journal.day, detailed=False) for summary in found])
        self._show_brief()

    @property
    def person_at_hand(self) -> Person | None:
        """The person at the cursor."""
        uid = self.query_one("#list", RowList).cursor_key
        return self.journal.people.found(uid) if uid else None

    def go_to(self, uid: str) -> None:
        """Show a person; a query that hides them is cleared."""
        listing = self.query_one("#list", RowList)
        if not listing.go_to(uid):
            person = self.journal.people.found(uid)
            query = "is:archived" if person and person.archived else _INBOX if person and person.inbox else ""
            self._narrow(query)
            listing.go_to(uid)
        self._show_brief()

    def action_add(self) -> None:
        """Add somebody."""
        self.app.push_screen(PersonDialog(), self._added)

    def action_edit(self) -> None:
        """Change what is known of the person at the cursor."""
        if person := self.person_at_hand:
            self.app.push_screen(PersonDialog(person))

    def action_move(self) -> None:
        """Ask for a rung, and put the people at hand there."""
        if self._at_hand():
            rungs = self.journal.playbook.rungs
            rows = [
                Row(
                    rung.id,
                    (
                        RowLine(
                            (StyledText(pad(rung.label, STAGE_CELLS), rung.id), StyledText(f"  {rung.who}", "muted"))
                        ),
                    ),
                )
                for rung in rungs
            ]
            self.app.push_screen(PickDialog("Onto which rung?", rows), self._move)

    def action_compose(self) -> None:
        """Compose a line to the person at the cursor."""
        if person := self.person_at_hand:
            self.app.post_message(ComposeTo(person))

    def action_archive(self) -> None:
        """Set the people at hand aside, or take them back."""
        uids = self._at_hand()
        if not uids:
            return
        archived = not self.journal.people.get(uids[0]).archived
        undo = self.rapport.key("undo")
        done = f"Set aside; is:archived finds them. {undo} takes it back." if archived else "Back on the board."
        self.attempt(lambda: self.journal.people.archive(uids, archived=archived), done)

    def action_snooze(self) -> None:
        """Leave the person at the cursor in peace for a while."""
        if person := self.person_at_hand:
            snooze_person(self.rapport, person)

    def action_delete(self) -> None:
        """Delete the person at the cursor."""
        if person := self.person_at_hand:
            self.attempt(
                lambda: self.journal.people.delete(person.uid),
                f"Deleted {person.name}. {self.rapport.key('undo')} brings them back.",
            )

    def action_import(self) -> None:
        """Import an address book, then show the inbox."""
        self.app.push_screen(ImportDialog(), self._imported)

    def action_duplicates(self) -> None:
        """Show the two that are marked side by side, or else all who may be here twice."""
        marked = [self.journal.people.get(uid) for uid in self.query_one("#list", RowList).marked]
        pairs = (
            self.journal.duplicates.pairs()
            if len(marked) != 2
            else [DuplicatePair(marked[0], marked[1], "a mark of yours")]
        )
        if pairs:
            self.app.push_screen(DuplicatesDialog(pairs))
        else:
            self.rapport.notify_text(
                "Nobody is here twice, as far as names and addresses tell. Mark two with space to merge."
            )

    def action_mark_all(self) -> None:
        """Mark everybody in the list, or nobody where all are marked."""
        listing = self.query_one("#list", RowList)
        everybody = frozenset(row.key for row in listing.rows)
        listing.marked = frozenset() if listing.marked == everybody else everybody
        self.say(f"{len(listing.marked):,} marked" if listing.marked else "")

    def action_inbox(self) -> None:
        """Show who waits in the inbox, or everybody again."""
        self._narrow("" if self.query_text.startswith(_INBOX) else _INBOX)

    def action_query(self) -> None:
        """Open the query line; in the inbox, what is typed narrows the inbox."""
        line = self.query_one(QueryLine)
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
    def _chosen(self) -> None:
        self.query_one("#brief").focus()

    @on(RowList.Toggled, "#list")
    def _toggled(self, event: RowList.Toggled) -> None:
        event.rows.marked = event.rows.marked ^ {event.key}
        count = len(event.rows.marked)
        self.say(f"{count:,} marked · m puts them on the board · x sets them aside · d makes two one" if count else "")

    @on(RowList.Toggled, "#brief")
    def _note_toggled(self, event: RowList.Toggled) -> None:
        kind, _, uid = event.key.partition(":")
        if kind == "note":
            self.app.push_screen(closing_dialog(self.journal, self.journal.notes.get(uid)))

    @on(RowList.Chosen, "#brief")
    def _brief_chosen(self, event: RowList.Chosen) -> None:
        kind, _, uid = event.key.partition(":")
        if kind == "entry":
            self.app.post_message(ShowEntry(uid))
        elif kind == "note":
            self._note_toggled(RowList.Toggled(event.rows, event.key))
        elif kind == "move" and (person := self.person_at_hand):
            self.app.post_message(ComposeTo(person, uid))

    def _show_brief(self) -> None:
        person = self.person_at_hand
        self.query_one("#sheet").display = person is not None
        if person is None:
            return
        name = Content.assemble((person.name, "bold"), (f"  {person.stage}", f"$stage-{person.stage}"))
        self.query_one("#sheet-name", Static).update(name)
        self.query_one("#brief", RowList).show(list(brief_rows(self.journal, person.uid)))

    def _narrow(self, query: str) -> None:
        line = self.query_one(QueryLine)
        line.value = query
        line.display = bool(query)
        self.show_safely()
        self.focus_content()

    def _at_hand(self) -> list[str]:
        listing = self.query_one("#list", RowList)
        return list(listing.marked) or ([listing.cursor_key] if listing.cursor_key else [])

    def _move(self, stage: str | None) -> None:
        if stage:
            uids = self._at_hand()
            done = f"On the board as {stage}. {self.rapport.key('undo')} takes it back."
            if self.attempt(lambda: self.journal.people.move(uids, cast(Stage, stage)), done) is not None:
                self.query_one("#list", RowList).marked = frozenset()

    def _added(self, uid: str | None) -> None:
        if uid:
            self.show_safely()
            self.go_to(uid)

    def _imported(self, taken: bool | None) -> None:
        if taken:
            self._narrow(_INBOX)
            self.say("Your inbox: space marks people, m puts them on the board, x sets them aside.")
