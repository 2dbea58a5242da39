from __future__ import annotations

from typing import Any

import pytest
from rich.console import RenderableType
from textual.screen import Screen

from rapport_tui.app.board.widget import Board
from tests.app.board.boards import BoardApp, column, names, numbered, small

SIZE = (120, 30)


@pytest.mark.parametrize(
    ("keys", "card"),
    [
        ("j", "Bob"),
        ("down", "Bob"),
        ("j j k", "Bob"),
        ("j j up", "Bob"),
        ("l", "Dana"),
        ("right", "Dana"),
        ("l h", "Ann"),
        ("l left", "Ann"),
        ("j l", "Eve"),
        ("j j l", "Eve"),
        ("l l l", None),
        ("l l l l", "Gus"),
        ("h k", "Ann"),
        ("G", "Cem"),
        ("end", "Cem"),
        ("G g", "Ann"),
        ("G home", "Ann"),
    ],
)
async def test_walking(keys: str, card: str | None) -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys.split())
        assert app.at == card
        assert app.moves == []


@pytest.mark.parametrize(
    ("keys", "card"),
    [("pagedown", "s7"), ("ctrl+d", "s3"), ("pagedown pagedown pageup", "s7"), ("G ctrl+u", "s36")],
)
async def test_pages(keys: str, card: str) -> None:
    app = BoardApp((numbered("stranger", "s", 40), *small()[1:]))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys.split())
        assert app.at == card
        assert any(f"▌{card} " in line for line in app.lines)


@pytest.mark.parametrize(
    ("keys", "moves"),
    [
        ("L", [(("Ann",), "acquaintance", "Dana")]),
        ("shift+right", [(("Ann",), "acquaintance", "Dana")]),
        ("L L", [(("Ann",), "acquaintance", "Dana"), (("Ann",), "ally", "Fay")]),
        ("l H", [(("Dana",), "stranger", "Ann")]),
        ("l shift+left", [(("Dana",), "stranger", "Ann")]),
        ("H", []),
        ("l l l L", []),
        ("J", [(("Ann",), "stranger", "Cem")]),
        ("shift+down", [(("Ann",), "stranger", "Cem")]),
        ("J J", [(("Ann",), "stranger", "Cem"), (("Ann",), "stranger", None)]),
        ("G K", [(("Cem",), "stranger", "Bob")]),
        ("G shift+up", [(("Cem",), "stranger", "Bob")]),
        ("K", []),
        ("G J", []),
        ("space j space L", [(("Ann", "Bob"), "acquaintance", "Eve")]),
        ("space j j space J", [(("Ann", "Cem"), "stranger", None)]),
        ("space j L", [(("Bob",), "acquaintance", "Eve")]),
        ("space escape j space L", [(("Bob",), "acquaintance", "Eve")]),
        ("space space j space L", [(("Bob",), "acquaintance", "Eve")]),
    ],
)
async def test_moving(keys: str, moves: list[tuple[tuple[str, ...], str, str | None]]) -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys.split())
        assert app.moves == moves


async def test_a_move_is_painted_before_anybody_answers() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("L", "L")
        assert app.at == "Ann"
        assert app.board.cursor_stage == "ally"
        assert "▌Ann" in app.lines[3]
        app.board.show(small())
        assert (app.at, app.board.cursor_stage) == ("Ann", "stranger")


async def test_a_move_is_told_once_it_is_painted() -> None:
    frames: list[bool] = []

    class Watched(BoardApp):
        def on_board_moved(self, message: Board.Moved) -> None:
            frames.append(self.was_painted)
            super().on_board_moved(message)

        def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
            self.was_painted = True
            super()._display(screen, renderable)

    app = Watched(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.was_painted = False
        await pilot.press("L")
        assert frames == [True]


async def test_sending_to_a_stage() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        app.board.send_to("sponsor")
        await pilot.pause()
        assert app.moves == [(("Ann",), "sponsor", "Gus")]


async def test_enter_opens() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "enter", "l", "l", "l", "enter")
        assert app.opened == ["Bob"]


async def test_z_changes_the_density() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        assert [line[1:4] for line in app.lines[3:12:4]] == ["Ann", "Bob", "Cem"]
        await pilot.press("z")
        assert [line[1:4] for line in app.lines[3:6]] == ["Ann", "Bob", "Cem"]
        await pilot.press("z")
        assert [line[1:4] for line in app.lines[3:12:4]] == ["Ann", "Bob", "Cem"]


@pytest.mark.parametrize(
    ("keys", "card"),
    [
        ("f e", "Eve"),
        ("f c e", "Cem"),
        ("f a", "Ann"),
        ("f a tab", "Dana"),
        ("f a down down up", "Dana"),
        ("f a shift+tab", "Hal"),
        ("f e x backspace", "Eve"),
        ("f x y", "Ann"),
        ("f e enter j", "Eve"),
        ("f e escape h", "Bob"),
    ],
)
async def test_going_to_a_name(keys: str, card: str) -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys.split())
        assert app.at == card
        assert app.opened == []


async def test_letters_of_a_name_do_nothing_else() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f", "L", "z", "space", "j")
        assert (app.moves, app.board.density, app.board.selected) == ([], "cards", ())
        assert " go to Lz j▏   nobody by that name" in app.lines[1]
        await pilot.press("escape")
        assert not app.board.finding
        assert app.lines[1].startswith(" a hint")


async def test_a_name_is_found_without_its_accents() -> None:
    app = BoardApp((column("stranger", "Ann"), column("ally", "Bo", "Zoë Müller"), *small()[3:]))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f", *"mul")
        assert app.at == "Zoë Müller"
        assert "1 of 1" in app.lines[1]


async def test_escape_is_the_screens_when_there_is_nothing_to_let_go() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        assert app.board.check_action("let_go", ()) is False
        await pilot.press("space")
        assert app.board.check_action("let_go", ()) is True
        await pilot.press("escape")
        assert app.board.selected == ()


async def test_every_key_can_be_changed_and_explained() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE):
        bindings = [binding for _, binding in app.board._bindings]
        own = [binding for binding in bindings if binding.id is not None]
        assert {binding.id.partition(".")[0] for binding in own if binding.id} == {"board"}
        assert all(binding.tooltip and binding.description for binding in own)
        assert not {"1", "2", "3", "4", "5", "6"} & {binding.key for binding in bindings}
        assert not set("nuU?qiaetsxbc/") & {binding.key for binding in bindings}


async def test_the_selection_survives_a_new_board() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "j", "j", "space")
        app.board.show((column("stranger", "Cem", "Bob"), *small()[1:]))
        assert list(app.board.selected) == ["Cem"]
        app.board.clear_selection()
        assert list(app.board.selected) == []
        assert names(app.board._view.columns)[0] == ["Cem", "Bob"]


async def test_the_card_under_the_cursor_is_told_once() -> None:
    app = BoardApp(small())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("k", "j", "l", "l", "l", "L")
        app.board.show(small())
        app.board.go_to("Ann")
        app.board.show(small()[1:])
        await pilot.pause()
        assert app.highlights == ["Ann", "Bob", "Eve", "Fay", None, "Ann", "Dana"]
