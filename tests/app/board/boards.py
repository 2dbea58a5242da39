"""Boards for tests, and an app that does nothing but show one."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from rapport_tui.app.board.widget import Board, BoardCard, BoardColumn, LazyCards

STAGES = ("stranger", "acquaintance", "ally", "mentor", "sponsor")


def column(stage: str, *names: str) -> BoardColumn:
    """Return a column of people who are nothing but a name, which is their uid too."""
    return BoardColumn(
        stage, stage, str(len(names)), hint="a hint", cards=LazyCards.of(BoardCard(name, name) for name in names)
    )


def numbered(stage: str, prefix: str, count: int) -> BoardColumn:
    """Return a column of `count` people: prefix0, prefix1, …"""
    return column(stage, *(f"{prefix}{number}" for number in range(count)))


def small() -> tuple[BoardColumn, ...]:
    """Return the board most tests walk over: three, two, one, none and two people."""
    return (
        column("stranger", "Ann", "Bob", "Cem"),
        column("acquaintance", "Dana", "Eve"),
        column("ally", "Fay"),
        column("mentor"),
        column("sponsor", "Gus", "Hal"),
    )


def names(columns: Sequence[BoardColumn]) -> list[list[str]]:
    """Return the uids of each column."""
    return [[card.uid for card in shown.cards] for shown in columns]


class BoardApp(App[None]):
    """Shows a board and keeps what it tells."""

    def __init__(self, columns: Sequence[BoardColumn]) -> None:
        super().__init__()
        self.board = Board()
        self.told: list[Message] = []
        self.highlights: list[str | None] = []
        self._columns = columns

    def compose(self) -> ComposeResult:
        yield self.board

    def on_mount(self) -> None:
        self.board.show(self._columns)
        self.board.focus()

    def on_board_moved(self, message: Board.Moved) -> None:
        self.told.append(message)

    def on_board_opened(self, message: Board.Opened) -> None:
        self.told.append(message)

    @on(Board.Highlighted)
    def _note_highlight(self, message: Board.Highlighted) -> None:
        assert message.control is self.board
        self.highlights.append(message.uid)

    @property
    def moves(self) -> list[tuple[tuple[str, ...], str, str | None]]:
        """The moves told so far."""
        return [(told.uids, told.stage, told.before) for told in self.told if isinstance(told, Board.Moved)]

    @property
    def opened(self) -> list[str]:
        """The people who were to be opened."""
        return [told.uid for told in self.told if isinstance(told, Board.Opened)]

    @property
    def at(self) -> str | None:
        """The uid under the cursor."""
        card = self.board.cursor_card
        return card.uid if card is not None else None

    @property
    def lines(self) -> list[str]:
        """The painted lines."""
        return [self.board.render_line(y).text for y in range(self.board.size.height)]


async def drag(pilot: Pilot[None], *places: tuple[int, int]) -> None:
    """Press at the first of `places` and take the pointer over the others, without a release."""
    await pilot.mouse_down(offset=places[0])
    for place in places[1:]:
        await pilot.hover(offset=place)
    await pilot.pause()
