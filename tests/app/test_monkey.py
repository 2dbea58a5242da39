"""A monkey at the board: whatever it does, the journal and the board agree afterwards, and nothing breaks.

`--monkey=3600` lets it play for so many seconds; the seed of a run stands in the failure.
"""

from __future__ import annotations

import random
import time

import pytest

from rapport_tui.app.board.widget import Board
from rapport_tui.app.preparation import REST_SECONDS
from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import STAGES
from tests.app.app_driver import AppDriver, open_app

STEPS = 120
SIZES = ((120, 40), (80, 24), (60, 20), (170, 50))
KEYS = (
    *"hjklHLJKgGzomixusUf123459 n/",
    *("enter", "escape", "escape", "tab", "pagedown", "pageup", "home", "end", "shift+right", "shift+down"),
)
LINES = ("@ann a word ? how is Lisbon", "nothing", "@somebody.new !soon by fri", "a", "zz")


class Monkey:
    """Does one thing after another, chosen by a seed."""

    def __init__(self, driver: AppDriver, beside: Journal, seed: int) -> None:
        self.driver = driver
        self.beside = beside
        self.chance = random.Random(seed)
        self.did: list[str] = []

    async def act(self) -> None:
        """Do something."""
        act = self.chance.choices(
            [self.press, self.type, self.drag, self.wheel, self.resize, self.write_outside, self.undo],
            (50, 4, 18, 5, 3, 6, 6),
        )[0]
        self.did.append(act.__name__)
        await act()

    async def press(self) -> None:
        key = self.chance.choice(KEYS)
        self.did.append(key)
        await self.driver.press({" ": "space", "/": "slash"}.get(key, key))

    async def type(self) -> None:
        if self.driver.app.screen.focused is not None:
            await self.driver.type(self.chance.choice(LINES))

    async def drag(self) -> None:
        width, height = self.driver.app.size
        places = [(self.chance.randrange(width), self.chance.randrange(height)) for _ in range(3)]
        await self.driver.pilot.mouse_down(offset=places[0])
        for place in places[1:]:
            await self.driver.pilot.hover(offset=place)
        if self.chance.random() < 0.2:
            await self.press()
        await self.driver.pilot.mouse_up(offset=places[-1])

    async def wheel(self) -> None:
        board = self.driver.app.screen.query(Board)
        if board:
            await self.driver.pilot.click(board.first(), times=self.chance.choice((1, 2)))

    async def resize(self) -> None:
        await self.driver.pilot.resize_terminal(*self.chance.choice(SIZES))

    async def write_outside(self) -> None:
        people = [summary.person.uid for summary in self.beside.people.search()]
        uid = self.chance.choice(people)
        try:
            match self.chance.randrange(3):
                case 0:
                    self.beside.people.place([uid], self.chance.choice(STAGES), None)
                case 1:
                    self.beside.entries.log(["a word"], about=[uid])
                case _:
                    self.beside.history.undo()
        except RapportError:
            pass
        self.driver.journal.refresh()

    async def undo(self) -> None:
        await self.driver.press(self.chance.choice("uuU"))


def board_and_journal(driver: AppDriver) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return who stands where on the board, and who in the journal: with what is in the query line left out."""
    screen = driver.app.screen_stack[0]
    columns = screen.query_one(Board)._view.columns
    order = driver.journal.settings.board_order
    told = driver.journal.people.rungs(order, getattr(screen, "query_text", ""))
    return {one.stage: list(one.cards.uids) for one in columns}, {stage: list(uids) for stage, uids in told.items()}


async def play(journal: Journal, seed: int, steps: int) -> None:
    """Let the monkey play, then look whether board, journal and file agree."""
    beside = Journal(journal.folder, clock=journal.clock)
    async with open_app(journal, rest_seconds=REST_SECONDS, every_frame=True) as driver:
        await driver.press("2")
        monkey = Monkey(driver, beside, seed)
        try:
            for _ in range(steps):
                await monkey.act()
            for _ in range(6):  # out of dialogs, queries and drags
                await driver.press("escape")
            await driver.app.action_show_screen("board")
            await driver.pilot.pause()
            await driver.press("escape", "escape")
            shown, known = board_and_journal(driver)
            assert shown == known
            fresh = Journal(journal.folder, clock=journal.clock, settings=journal.settings)
            assert fresh.people.rungs("manual") == journal.people.rungs("manual")
            assert fresh.people.board() == journal.people.board()
            fresh.close()
        except BaseException:
            pytest.fail(f"seed {seed}: {' '.join(monkey.did)}", pytrace=True)
        finally:
            beside.close()


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_is_done_the_board_and_the_journal_agree(demo: Journal, seed: int) -> None:
    await play(demo, seed, STEPS)


async def test_for_as_long_as_wanted(demo: Journal, pytestconfig: pytest.Config) -> None:
    seconds = pytestconfig.getoption("--monkey")
    if not seconds:
        pytest.skip("--monkey=SECONDS lets it play on")
    end, seed = time.monotonic() + seconds, 1000
    while time.monotonic() < end:
        seed += 1
        await play(demo, seed, 400)
