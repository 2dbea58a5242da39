"""The board: the ladder as columns, and people dragged along it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from rapport_tui.app.dialogs.person import PersonDialog
from rapport_tui.app.dialogs.pick import PickDialog
from rapport_tui.app.looks import detail_of
from rapport_tui.app.screens.room import Room
from rapport_tui.app.widgets.board import Board, Card, Column
from rapport_tui.app.widgets.board import MarkKind as CardMark
from rapport_tui.app.widgets.rows import Line, Row, Span
from rapport_tui.model.ages import short_age
from rapport_tui.model.records import Person, Stage
from rapport_tui.model.summary import MarkKind, Summary

_MARK_KINDS: Final[dict[MarkKind, CardMark]] = {
    "": "",
    "due": "due",
    "ask": "ask",
    "owe": "ask",
    "await": "ask",
    "birthday": "birthday",
    "move": "move",
}


class BoardRoom(Room):
    """Drag people, or walk and move them with the keys."""

    NAME = "board"
    QUERY_HINT = "name, tag:running, org:ferrywell, is:drifting, #topic …"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", id="board.add", tooltip="Add somebody to this column"),
        Binding("e", "edit", "edit", id="board.edit", tooltip="Change what is known of this person"),
        Binding("i", "brief", "brief", id="board.brief", tooltip="Read all about this person"),
        Binding("m", "send", "move to", id="board.send", tooltip="Move this person to a rung"),
        Binding("x", "archive", "set aside", id="board.archive", tooltip="Set this person aside"),
        Binding("o", "compose", "compose", id="board.compose", tooltip="Compose a line to this person"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._just_moved: str | None = None

    def compose_room(self) -> Iterator[Widget]:
        """Yield the board."""
        yield Board()

    def on_mount(self) -> None:
        """Start on the board."""
        super().on_mount()
        self.focus_content()

    def focus_content(self) -> None:
        """Put the focus on the board."""
        self.query_one(Board).focus()

    def show(self) -> None:
        """Show who is on the board and matches the query."""
        board = self.journal.people.board(self.query_text)
        counts = self.journal.insights.ladder()
        shown = self.query_one(Board)
        shown.show([self._column(stage, some, counts[stage]) for stage, some in board.items()])
        found = next((some[0] for some in board.values() if some), None)
        if self.query_text.strip() and found and shown.cursor_card is None:
            shown.go_to(found.person.uid)

    @property
    def person_at_hand(self) -> Person | None:
        """The person at the cursor."""
        card = self.query_one(Board).cursor_card
        return self.journal.people.get(card.uid) if card else None

    def action_add(self) -> None:
        """Add somebody to the column at the cursor."""
        stage = cast(Stage, self.query_one(Board).cursor_stage)
        self.app.push_screen(PersonDialog(stage=stage), self._go_to)

    def action_edit(self) -> None:
        """Change what is known of the person at the cursor."""
        if person := self.person_at_hand:
            self.app.push_screen(PersonDialog(person))

    def action_brief(self) -> None:
        """Read all about the person at the cursor."""
        if person := self.person_at_hand:
            self.rapport.show_person(person.uid)

    def action_compose(self) -> None:
        """Compose a line to the person at the cursor."""
        if person := self.person_at_hand:
            self.rapport.compose_to(person)

    def action_archive(self) -> None:
        """Set the people at hand aside."""
        if uids := self._at_hand():
            self.attempt(
                lambda: self.journal.people.archive(uids),
                "Set aside, with no shame attached. u takes it back; People finds them by is:archived.",
            )

    def action_send(self) -> None:
        """Ask for a rung, and move the people at hand there."""
        if not self._at_hand():
            return
        rungs = self.journal.playbook.rungs
        rows = [Row(rung.id, (Line((Span(rung.label, rung.id), Span(f"  {rung.who}", "muted"))),)) for rung in rungs]
        self.app.push_screen(PickDialog("Move to which rung?", rows), self._send)

    def _send(self, stage: str | None) -> None:
        if stage:
            self.query_one(Board).send_to(stage)

    @on(Board.Moved)
    def _moved(self, event: Board.Moved) -> None:
        shown = [summary.person.uid for summary in self.journal.people.board(self.query_text)[cast(Stage, event.stage)]]
        above = shown[: shown.index(event.before)] if event.before in shown else shown
        steps = self.attempt(lambda: self.journal.people.move(event.uids, cast(Stage, event.stage), above=above))
        if steps:
            moved = [self.journal.people.get(step.person) for step in steps]
            self._just_moved = moved[0].uid if len(moved) == 1 else None
            who = moved[0].name if len(moved) == 1 else f"{len(moved)} people"
            ask = " What happened? enter to write ·" if self._just_moved else ""
            self.say(f"{who} → {event.stage}.{ask} u to undo")
        elif steps is not None:
            self.say("Put in their new place. u to undo")
        self.show_safely()

    @on(Board.Highlighted)
    def _highlighted(self, event: Board.Highlighted) -> None:
        if event.uid != self._just_moved:
            self._just_moved = None
            self.say("")

    @on(Board.Opened)
    def _opened(self, event: Board.Opened) -> None:
        if event.uid == self._just_moved:
            self.say("")
            self._just_moved = None
            self.rapport.write_about(self.journal.people.get(event.uid))
        else:
            self.rapport.show_person(event.uid)

    def _at_hand(self) -> list[str]:
        board = self.query_one(Board)
        return list(board.selected) or ([board.cursor_card.uid] if board.cursor_card else [])

    def _go_to(self, uid: str | None) -> None:
        if uid:
            self.show_safely()
            self.query_one(Board).go_to(uid)

    def _column(self, stage: Stage, summaries: Sequence[Summary], total: int) -> Column:
        rung = self.journal.playbook.rung(stage)
        capacity = self.journal.settings.capacity.get(stage, rung.capacity)
        shown = f"{len(summaries)} of {total}" if self.query_text.strip() else str(total)
        count = f"{total} of {capacity}" if capacity and not self.query_text.strip() else shown
        return Column(
            stage=stage,
            title=rung.label,
            count=count,
            over=bool(capacity and total > capacity),
            hint=rung.title,
            cards=tuple(self._card(summary) for summary in summaries),
        )

    def _card(self, summary: Summary) -> Card:
        person, mark = summary.person, summary.mark
        text, kind = mark.text, mark.kind
        if not text and person.stage != "stranger":
            text, kind = self.journal.composer.suggest(person).move.title.lower(), "move"
        return Card(
            uid=person.uid,
            name=person.name,
            detail=detail_of(person),
            last=short_age(summary.last_talked, self.journal.day),
            mark=text,
            mark_kind=_MARK_KINDS[kind],
            ahead=person.ahead,
            drifting=summary.drift > 0,
        )
