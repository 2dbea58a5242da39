from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual import events
from textual.pilot import Pilot

from rapport_tui.app.board.widget.geometry import Density
from tests.app.board.boards import BoardApp, column, drag, names, numbered, small

SIZE = (100, 30)
ANN, BOB, CEM, DANA = (5, 4), (5, 8), (5, 12), (25, 4)


async def until(reached: Callable[[], bool]) -> None:
    """Wait for what a timer brings about."""
    async with asyncio.timeout(10):
        while not reached():
            await asyncio.sleep(0.01)


def is_dragging(app: BoardApp) -> bool:
    """Return whether cards hang on the pointer just now."""
    return app.board.dragging


async def test_a_click_goes_to_the_card_and_a_double_click_opens_it() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click(offset=BOB)
        assert (app.at, app.opened) == ("Bob", [])
        await pilot.click(offset=DANA, times=2)
        assert (app.at, app.opened) == ("Dana", ["Dana"])
        assert app.mouse_captured is None


async def test_a_click_beside_the_cards_goes_to_the_column() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click(offset=(65, 20))
        assert (app.at, app.board.cursor_stage) == (None, "mentor")
        await pilot.click(offset=(85, 0))
        assert app.at == "Gus"
        await pilot.click(offset=(65, 20), times=2)
        assert app.opened == []


async def test_shift_click_selects_a_range_and_control_click_one_more() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click(offset=BOB, shift=True)
        assert list(app.board.selected) == ["Ann", "Bob"]
        await pilot.click(offset=DANA, control=True)
        assert list(app.board.selected) == ["Ann", "Bob", "Dana"]
        await pilot.click(offset=DANA, control=True)
        assert list(app.board.selected) == ["Ann", "Bob"]


@pytest.mark.parametrize(
    ("places", "move"),
    [
        ([ANN, (15, 6), (25, 3)], ("acquaintance", "Dana")),
        ([ANN, (15, 6), (25, 5)], ("acquaintance", "Eve")),
        ([ANN, (15, 6), (25, 20)], ("acquaintance", None)),
        ([ANN, (15, 6), (25, 1)], ("acquaintance", "Dana")),
        ([ANN, (15, 6), (65, 20)], ("mentor", None)),
        ([ANN, (15, 6), (65, 0)], ("mentor", None)),
        ([ANN, (5, 6), (5, 9)], ("stranger", "Cem")),
        ([ANN, (5, 6), (5, 29)], ("stranger", None)),
        ([CEM, (5, 9), (5, 1)], ("stranger", "Ann")),
    ],
)
async def test_a_drop_lies_where_its_mark_was(places: list[tuple[int, int]], move: tuple[str, str | None]) -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        held = "Ann" if places[0] == ANN else "Cem"
        await drag(pilot, *places)
        assert is_dragging(app)
        await pilot.mouse_up(offset=places[-1])
        assert app.moves == [((held,), *move)]
        assert (app.at, app.board.cursor_stage) == (held, move[0])
        assert app.mouse_captured is None


@pytest.mark.parametrize(
    "places", [[ANN, (6, 4)], [ANN, (15, 4), (5, 4)], [ANN, (5, 6)], [ANN, (25, 4), (5, 0)], [BOB, (9, 9), (9, 5)]]
)
async def test_a_drop_where_it_came_from_is_no_move(places: list[tuple[int, int]]) -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await drag(pilot, *places)
        await pilot.mouse_up(offset=places[-1])
        assert app.moves == []
        assert names(app.board._view.columns) == names(small())


async def test_a_row_is_dropped_between_rows() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        app.board.density = "rows"
        await drag(pilot, (5, 3), (15, 4), (25, 4))
        assert [line[20:25] for line in app.lines[3:6]] == [" Dana", "▸━━━━", " Eve "]
        await pilot.mouse_up(offset=(25, 4))
        assert app.moves == [(("Ann",), "acquaintance", "Eve")]


async def test_selected_cards_are_dragged_together() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "l", "space")
        await drag(pilot, ANN, (15, 10), (45, 3))
        assert any("and 1 more" in line for line in app.lines)
        await pilot.mouse_up(offset=(45, 3))
        assert app.moves == [(("Ann", "Dana"), "ally", "Fay")]
        await drag(pilot, (5, 4), (15, 10), (45, 3))
        await pilot.mouse_up(offset=(45, 3))
        assert app.moves[1:] == [(("Bob",), "ally", "Ann")]


async def press_escape(pilot: Pilot[None]) -> None:
    await pilot.press("escape")


async def blur(pilot: Pilot[None]) -> None:
    pilot.app.post_message(events.AppBlur())
    await pilot.pause()


async def resize(pilot: Pilot[None]) -> None:
    await pilot.resize_terminal(110, 28)
    await pilot.pause()


async def release(pilot: Pilot[None]) -> None:
    pilot.app.capture_mouse(None)
    await pilot.pause()


async def change_density(pilot: Pilot[None]) -> None:
    await pilot.press("z")


async def lose_the_card(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, BoardApp)
    app.board.show((column("stranger", "Bob"), *small()[1:]))
    await pilot.pause()


@pytest.mark.parametrize("cancel", [press_escape, blur, resize, release, change_density, lose_the_card])
async def test_a_drag_that_is_cancelled_changes_nothing(cancel: Callable[[Pilot[None]], object]) -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await drag(pilot, ANN, (15, 6), (45, 4))
        assert is_dragging(app)
        assert any("▸━" in line for line in app.lines)
        await cancel(pilot)  # type: ignore[misc]
        assert not is_dragging(app)
        assert app.mouse_captured is None
        assert not any("━" in line for line in app.lines)
        await pilot.mouse_up(offset=(45, 4))
        assert app.moves == []


async def test_a_press_without_a_drag_is_cancelled_too() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await drag(pilot, ANN)
        await pilot.press("escape")
        await pilot.hover(offset=(45, 4))
        await pilot.mouse_up(offset=(45, 4))
        assert (app.moves, app.mouse_captured) == ([], None)


async def test_a_drag_goes_on_when_the_board_changes_under_it() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await drag(pilot, ANN, (15, 6), (25, 3))
        app.board.show((column("stranger", "Ann", "Cem"), column("acquaintance", "New", "Dana"), *small()[2:]))
        assert is_dragging(app)
        await pilot.mouse_up(offset=(25, 3))
        assert app.moves == [(("Ann",), "acquaintance", "New")]


async def test_the_click_after_a_drop_opens_nobody() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await drag(pilot, ANN, (15, 6), (25, 3))
        await pilot.mouse_up(offset=(25, 3))
        await pilot._post_mouse_events([events.Click], offset=(25, 3), button=1, times=2)
        assert app.opened == []


async def test_another_button_holds_nothing() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.mouse_down(offset=BOB, button=3)
        assert (app.at, app.mouse_captured) == ("Ann", None)


@pytest.mark.parametrize(("density", "first"), [("cards", "b1"), ("rows", "b3")])
async def test_the_wheel_scrolls_the_column_under_the_pointer(density: Density, first: str) -> None:
    app = BoardApp((numbered("stranger", "a", 40), numbered("ally", "b", 40)))
    async with app.run_test(size=SIZE) as pilot:
        app.board.density = density
        await pilot._post_mouse_events([events.MouseScrollDown], offset=(70, 10))
        assert app.lines[3][1:3] == "a0"
        assert app.lines[3][51:53] == first
        await pilot._post_mouse_events([events.MouseScrollUp], offset=(70, 10))
        assert app.lines[3][51:53] == "b0"
        assert app.at == "a0"


async def test_a_resting_pointer_scrolls_on() -> None:
    app = BoardApp((column("stranger", "Ann"), numbered("ally", "b", 14)))
    async with app.run_test(size=SIZE) as pilot:
        await drag(pilot, ANN, (15, 6), (70, 28))
        await until(lambda: app.board._view.tops[1] == 7)
        await pilot.hover(offset=(70, 3))
        await until(lambda: app.board._view.tops[1] == 0)
        await pilot.mouse_up(offset=(70, 3))
        assert app.moves == [(("Ann",), "ally", "b0")]


async def test_a_narrow_board_slides_on_under_a_drag() -> None:
    app = BoardApp(small())
    async with app.run_test(size=(60, 20)) as pilot:
        await drag(pilot, (5, 5), (30, 9), (59, 15))
        await until(lambda: app.board._view.layout.first == 2)
        await pilot.hover(offset=(30, 15))
        await pilot.mouse_up(offset=(30, 15))
        assert app.moves[0][:2] == (("Ann",), "ally")


async def test_a_neighbour_takes_a_click_and_a_drop() -> None:
    app = BoardApp(small())
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(offset=(55, 0))
        assert app.board._view.layout.first == 1
        await pilot.click(offset=(5, 5))
        await drag(pilot, (5, 5), (30, 9), (55, 0))
        await pilot.mouse_up(offset=(55, 0))
        assert app.moves == [(("Dana",), "ally", "Fay")]
        assert app.board._view.layout.first == 2
