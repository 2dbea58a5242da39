"""The Board screen: the stages of the ladder as columns, with people to drag between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import ClassVar, Final, cast, get_args

from textual import events, getters, on
from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.board.card_builder import CardBuilder
from rapport_tui.app.board.widget import Board, BoardColumn, LazyCards, Sorting
from rapport_tui.app.context import context_of
from rapport_tui.app.dialogs.entry_actions import write_entry
from rapport_tui.app.dialogs.person_dialog import PersonDialog
from rapport_tui.app.keys.palette import command_line
from rapport_tui.app.messages import ShowPerson
from rapport_tui.app.person_pane import PersonPane
from rapport_tui.app.query_screen import QueryScreen
from rapport_tui.app.row_builders import query_for
from rapport_tui.app.tab_screen import ScreenPlace
from rapport_tui.app.widgets.turns import call_after_frame
from rapport_tui.model.records import STAGES, Person, Stage, StageChange
from rapport_tui.settings import Order

ASIDE_FROM: Final = 180
"""The width in columns from which the brief is shown beside the board by default."""
_ORDERS: Final[dict[Order, str]] = {
    "manual": "your own order: as you put people, then by who needs a word",
    "need": "by who most needs a word",
    "talk": "by the last talk, newest first",
    "name": "by name",
}


_SORTED: Final[dict[Order, str]] = {"need": "by need", "talk": "by last talk", "name": "by name"}
"""The names of the sort orders for the mark of a drop."""


class RungsProvider(Provider):
    """The palette commands that move the people at the cursor to a stage."""

    async def discover(self) -> Hits:
        """Yield a command for every stage."""
        for key, title, run in self._commands():
            yield DiscoveryHit(command_line(key, Content(title)), run, text=title)

    async def search(self, query: str) -> Hits:
        """Yield the commands that match the letters typed so far."""
        matcher = self.matcher(query)
        for key, title, run in self._commands():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, command_line(key, matcher.highlight(title)), run, text=title)

    def _commands(self) -> Iterator[tuple[str, str, partial[None]]]:
        if isinstance(self.screen, BoardScreen) and self.screen.person_at_hand:
            board = self.screen.query_one(Board)
            send = context_of(self.app).key("board.send")
            for number, stage in enumerate(STAGES, 1):
                yield f"{send} {number}", f"Send to {stage}", partial(board.send_to, stage)


class BoardScreen(QueryScreen):
    """The screen of the board, on which people are moved with the mouse or the keys."""

    person_pane = getters.query_one(PersonPane)
    board = getters.query_one(Board)
    NAME = "board"
    AUTO_FOCUS = "Board"
    SHOWS_INBOX = True
    CSS_PATH = "board.tcss"
    COMMANDS = QueryScreen.COMMANDS | {RungsProvider}
    QUERY_HINT = "name, tag:running, org:ferrywell, is:drifting, #topic …"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bound(
            {
                "board.add": "add",
                "board.edit": "edit",
                "board.brief": "aside",
                "board.order": "order",
                "board.compose": "compose",
                "board.snooze": "snooze",
                "board.archive": "archive",
                "board.clear": "leave_query",
            }
        ),
        Binding("tab", "app.focus_next", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._cards = CardBuilder(self.journal)
        self._shown: dict[Stage, tuple[tuple[object, ...], BoardColumn]] = {}
        self._reported_steps: tuple[StageChange, ...] = ()
        self._aside_wanted: bool | None = None

    def compose_content(self) -> Iterator[Widget]:
        """Yield the board, and the brief beside it."""
        yield Board()
        yield PersonPane(id="aside")

    def on_resize(self, event: events.Resize) -> None:
        """Show the brief if the terminal is wide enough."""
        self._place_aside(event.size.width)

    def on_screen_suspend(self) -> None:
        """Cancel a drag: its release event would go to another screen."""
        self.board.cancel_drag()

    def place(self) -> ScreenPlace:
        """Return the place of the user, with the card at the cursor."""
        card = self.board.cursor_card
        return super().place()._replace(cursors={"board": card.uid} if card else {})

    def forget_place(self) -> None:
        """Put the cursors where those of a new screen are."""
        super().forget_place()
        self.board.show([])

    def return_to(self, place: ScreenPlace) -> None:
        """Return to the card."""
        super().return_to(place)
        self.board.go_to(place.cursors.get("board", ""))

    def focus_content(self) -> None:
        """Put the focus on the board."""
        self.board.focus()

    def show(self) -> None:
        """Show the people who match the query. An unchanged column remains the same object.

        If the column at the cursor is empty, move the cursor to the first person who appears or matches.
        """
        people, text, board = self.journal.people, self.query_text, self.board
        order = self.journal.settings.board_order
        rungs = people.rungs(order)
        found = people.rungs(order, text) if text.strip() else rungs
        self._cards.invalidate()
        was_empty = board.is_empty
        board.show([self._column(stage, found[stage], len(rungs[stage])) for stage in STAGES], self._sorting(order))
        first = next((uids[0] for uids in found.values() if uids), None)
        if (text.strip() or was_empty) and first and board.cursor_card is None:
            board.go_to(first)
        self.person_pane.follow(self._show_brief)

    def clear_status(self) -> None:
        """Remove the offer to write about the people moved last."""
        self._reported_steps = ()
        super().clear_status()

    def highlight(self, people: Collection[str]) -> None:
        """Highlight the cards of people."""
        self.query_one(Board).highlight(people)

    @property
    def person_at_hand(self) -> Person | None:
        """The person at the cursor."""
        card = self.board.cursor_card
        return self.journal.people.get_or_none(card.uid) if card else None

    def action_add(self) -> None:
        """Add a person to the column at the cursor."""
        stage = cast(Stage, self.board.cursor_stage)
        self.app.push_screen(PersonDialog(stage=stage), self.show_added)

    def action_aside(self) -> None:
        """Show or hide the brief beside the board."""
        self._aside_wanted = not self.person_pane.display
        self._place_aside(self.size.width)

    def action_order(self) -> None:
        """Switch to the next sort order, and save it."""
        orders = get_args(Order)
        order = orders[(orders.index(self.journal.settings.board_order) + 1) % len(orders)]
        self.attempt(lambda: self.context.change_setting("board_order", order))
        self.show_safely()
        self.say(f"Ordered {_ORDERS[order]}." if order != "manual" else f"In {_ORDERS[order]}.")

    def action_archive(self) -> None:
        """Archive the selected people."""
        if uids := self._at_hand():
            self.attempt(
                lambda: self.journal.people.archive(uids),
                f"Set aside. {self.context.key('undo')} takes it back; People finds them by is:archived.",
            )

    def action_query(self) -> None:
        """Open the query line, and load people while the first letters are typed."""
        super().action_query()
        self.read_ahead()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable Escape if there is no query to clear."""
        if action == "leave_query":
            return self.is_mounted and bool(self.query_text)
        return super().check_action(action, parameters)

    @on(Board.Moved)
    async def _moved(self, event: Board.Moved) -> None:
        stage, order = cast(Stage, event.stage), self.journal.settings.board_order
        is_step = any((person := self.journal.people.get_or_none(uid)) and person.stage != stage for uid in event.uids)
        if not is_step and order != "manual":
            self.show_safely()
            self.say(
                f"The board is ordered {_ORDERS[order]}. Press {self.context.key('board.order')} until it is in your "
                "own order to put them anywhere."
            )
            return
        people = self.journal.people
        if order == "manual":
            steps = self.attempt(lambda: people.place(event.uids, stage, event.before))
        else:
            steps = self.attempt(lambda: people.move(event.uids, stage))
        if steps is None:
            self._show_again()
            return
        self._report(steps, stage, order)
        self._shown_version = self._version()  # the board has the move already, and what is said of it comes first
        await call_after_frame(self, self._show_moved)

    def _show_moved(self) -> None:
        """Show what else has changed, unless another move is about to be saved."""
        if self.is_mounted and self.journal.is_open and not self.board.has_untold_moves:
            self._show_again()

    def _report(self, steps: list[StageChange], stage: Stage, order: Order) -> None:
        self._reported_steps = tuple(steps)
        names = [self.journal.people.get(step.person).name for step in steps]
        if not names:
            self.say(f"Put in their new place. {self.context.key('undo')} takes it back")
            return
        who = names[0] if len(names) == 1 else f"{len(names)} people"
        place = "" if order == "manual" else f" ({_ORDERS[order]})"
        write, undo = self.context.key("board.open"), self.context.key("undo")
        self.say(f"{who} → {stage}{place}. What happened? {write} writes it · {undo} takes it back")

    @on(Board.Highlighted)
    def _highlighted(self, event: Board.Highlighted) -> None:
        if event.uid not in {step.person for step in self._reported_steps}:
            self.clear_status()
        self.person_pane.follow(self._show_brief)

    @on(Board.Opened)
    def _opened(self, event: Board.Opened) -> None:
        steps, self._reported_steps = self._reported_steps, ()
        if event.uid in {step.person for step in steps}:
            self.say("")
            people = [person for step in steps if (person := self.journal.people.get_or_none(step.person))]
            write_entry(self.context, people, steps=[step.uid for step in steps], name_first=True)
        else:
            self.app.post_message(ShowPerson(event.uid))

    @on(Board.Linked)
    def _linked(self, event: Board.Linked) -> None:
        self.action_narrow(query_for(event.link))

    def _at_hand(self) -> list[str]:
        board = self.board
        return list(board.selected) or ([board.cursor_card.uid] if board.cursor_card else [])

    def show_added(self, uid: str | None) -> None:
        """Go to the card of a person who was added."""
        if uid:
            self.show_safely()
            self.board.go_to(uid)

    def _place_aside(self, width: int) -> None:
        aside = self.person_pane
        aside.display = width >= ASIDE_FROM if self._aside_wanted is None else self._aside_wanted
        if aside.display:
            self._show_brief()

    def _show_brief(self) -> None:
        self.person_pane.show(self.journal, self.person_at_hand)

    def _sorting(self, order: Order) -> Sorting | None:
        """Return the sort order of the board, None for the user's own."""
        if order == "manual":
            return None
        landing = self.journal.people.landing
        return Sorting(_SORTED[order], lambda uids, stage, among: landing(uids, cast(Stage, stage), order, among))

    def _column(self, stage: Stage, uids: tuple[str, ...], total: int) -> BoardColumn:
        narrowed = bool(self.query_text.strip())
        looks = (uids, total, narrowed, self.journal.settings.capacity, self.journal.day, self.journal.notes_about_me)
        kept = self._shown.get(stage)
        if kept is not None and kept[0][0] is uids and kept[0][1:] == looks[1:]:
            return kept[1]
        rung = self.journal.playbook.rung(stage)
        capacity = self.journal.settings.capacity.get(stage, rung.capacity)
        count = f"{len(uids)} match" if narrowed else f"{total} of {capacity} places" if capacity else str(total)
        column = BoardColumn(
            stage=stage,
            title=rung.label,
            count=count,
            count_kind="matches" if narrowed else "over" if capacity and total > capacity else "count",
            hint=rung.title,
            cards=LazyCards(uids, self._cards),
            empty="nobody here matches" if narrowed else BoardColumn(stage, "").empty,
        )
        self._shown[stage] = looks, column
        return column
