"""The tour: five short steps through the screens, each shown above its screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import ClassVar, Final, NamedTuple

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.context import AppContext
from rapport_tui.app.dialogs.dialog import Dialog


class TourPage(NamedTuple):
    """The text for one screen; command ids in braces stand for keys."""

    screen: str
    title: str
    text: str


STEPS: Final = (
    TourPage(
        "today",
        "Each morning: Today",
        "Say where you are with {today.places}. On the left are openings with words to say, on the right are "
        "people it would be good to say hi again to. One or two are enough; {today.tick} ticks them off.",
    ),
    TourPage(
        "board",
        "The ladder: Board",
        "From strangers to sponsors in five rungs. When somebody comes nearer, drag their card, or press "
        "{board.promote}. Below a name stands what to ask them next, and what was promised.",
    ),
    TourPage(
        "journal",
        "A line about each talk, from anywhere",
        "{write}, then: coffee with @priya ? how is Lisbon ! the list by friday\n"
        "What to ask and what you promised comes back to you in time. Plain words do as well.",
    ),
    TourPage(
        "compose",
        "The next line is ready: Compose",
        "Choose a person and a move, and what you wrote down about them fills the blanks. "
        "{compose.copy} copies the line, {compose.sent} marks "
        "it as sent.",
    ),
    TourPage(
        "insights",
        "Looking back: Insights",
        "A balance, never a grade. From here on: {help} tells the keys of each screen, {undo} takes back "
        "whatever you did, and {quit} leaves.",
    ),
)


class TourStep(Dialog[int | None]):
    """One step; dismissed with 1 for the next, -1 for the previous one, None to leave."""

    HELP_LINE = "{tour.next} goes on · {tour.before} back · {leave} leaves the tour"
    BINDINGS: ClassVar[list[BindingType]] = bound({"tour.next": "turn(1)", "tour.before": "turn(-1)"})

    def __init__(self, place: int) -> None:
        super().__init__(f"{place + 1} of {len(STEPS)} · {STEPS[place].title}")
        self._text = STEPS[place].text

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the text."""
        yield Static(Content(self.context.with_keys(self._text)), id="about")

    def action_turn(self, by: int) -> None:
        """Go to another step."""
        self.dismiss(by)


async def take_tour(context: AppContext, go: Callable[[str], Awaitable[None]]) -> None:
    """Show the steps, each on its screen by `go`, until the last one or escape, and end on Today."""
    step = 0
    while step < len(STEPS):
        await go(STEPS[step].screen)
        by = await context.app.push_screen_wait(TourStep(step))
        if by is None:
            break
        step = max(step + by, 0)
    await go("today")
