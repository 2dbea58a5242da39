from __future__ import annotations

import random

import pytest
from rich.cells import cell_len
from textual.theme import BUILTIN_THEMES

from rapport_tui.app.board.widget import Board, BoardCard, BoardColumn, LazyCards
from rapport_tui.app.board.widget.card_renderer import CardRenderer
from rapport_tui.app.board.widget.geometry import Density
from rapport_tui.app.board.widget.painter import BoardPainter
from tests.app.board.boards import BoardApp, column, drag, numbered, small
from tests.app.board.test_mouse import until

KEYS = ("h", "j", "k", "l", "H", "L", "J", "K", "space", "pagedown", "pageup", "home", "end", "f", "s", "m", "escape")
PRIYA = BoardCard("p", "Priya Nair", "Design · Berlin", "12d", "? how is Lisbon", "ask", ahead=True, drifting=True)
ODD = (
    BoardCard("1", "王小明" * 9, "東京 · 技術", "5w", "! 資料を送る", "due"),
    BoardCard("2", "محمد علي", "דו״ח", "3d", "? كيف الحال", "ask"),
    BoardCard("3", "👩‍💻👨‍👩‍👧 Ada 🇩🇪🇫🇷", "x" * 300, "11mo", "✱ " + "y" * 300, "birthday", True, True),
    BoardCard("4", "[bold]x[/", "[red]", "", "[", "", True),
    BoardCard("5", "a\x1b[31mb\nc\u202ed", "\x07", "1\t2", "\x00", "", True, True),
    BoardCard("6", "Rene\u0301e\u200d", "", "", "", "", False, True),
)


def odd() -> tuple[BoardColumn, ...]:
    """Return a board of texts that are hard to keep on a grid."""
    return (
        BoardColumn("stranger", "王小明" * 9, "12 of 12", "over", "hi → 王", LazyCards.of(ODD)),
        BoardColumn("elsewhere", "[b]", "", "count", "\x1b[0m", LazyCards.of(ODD[::-1])),
        *small()[2:],
    )


async def test_a_card_tells_what_it_should() -> None:
    app = BoardApp((BoardColumn("ally", "ally", "7 of 12", hint="hi again → a chat", cards=LazyCards.of((PRIYA,))),))
    async with app.run_test(size=(30, 12)):
        assert [line.rstrip() for line in app.lines[:6]] == [
            " ally 7 of 12",
            " hi again → a chat",
            " " + "─" * 28,
            "▌Priya Nair              ◦12d",
            "▌Design · Berlin ↑",
            "▌? how is Lisbon",
        ]


async def test_a_row_tells_what_it_can() -> None:
    app = BoardApp((BoardColumn("ally", "ally", "7 of 12", cards=LazyCards.of((PRIYA,))),))
    async with app.run_test(size=(30, 12)) as pilot:
        app.board.density = "rows"
        assert app.lines[3].rstrip() == "▌Priya Nair         ↑ ?  ◦12d"
        await pilot.resize_terminal(60, 12)
        assert app.lines[3].rstrip() == "▌Priya Nair      Design · Berlin   ↑ ? how is Lisbon   ◦12d"


@pytest.mark.parametrize("density", ["cards", "rows"])
@pytest.mark.parametrize("width", [8, 22, 60, 80, 100, 120, 201])
async def test_nothing_shifts_the_grid(width: int, density: Density) -> None:
    app = BoardApp(odd())
    async with app.run_test(size=(width, 30)) as pilot:
        app.board.density = density
        for keys in ("", "space", "f", "escape"):
            await pilot.press(*keys.split())
            for line in app.lines:
                assert cell_len(line) == width
                assert all(char >= " " and not "\x7f" <= char < "\xa0" and char != "\u202e" for char in line)


async def test_wide_names_keep_the_columns_in_line() -> None:
    app = BoardApp(odd())
    async with app.run_test(size=(120, 30)):
        strips = [app.board.render_line(y).crop(48, 120).text for y in range(3, 29)]
        assert strips[0].startswith(" Fay")
        assert all(text.startswith("  ") for text in strips[1:])


async def test_an_empty_column_says_so_quietly() -> None:
    app = BoardApp((column("ally"), BoardColumn("mentor", "mentor", empty="no one matches")))
    async with app.run_test(size=(80, 12)) as pilot:
        assert app.lines[3].rstrip() == f"{'▌nobody yet — drag a card here':40} no one matches"
        await pilot.press("l")
        assert app.lines[3].rstrip() == f"{' nobody yet — drag a card here':40}▌no one matches"
    app = BoardApp((column("ally"), column("mentor")))
    async with app.run_test(size=(50, 12)):
        assert [line[:25].rstrip() for line in app.lines[3:5]] == ["▌nobody yet — drag a", " card here"]


async def test_focus_and_selection_are_seen_without_colours() -> None:
    app = BoardApp(small())
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("space", "j")
        assert [line[0] for line in app.lines[3:10]] == ["✓", " ", " ", " ", "▌", "▌", "▌"]
        app.screen.set_focus(None)
        await pilot.pause()
        assert [line[0] for line in app.lines[3:10]] == ["✓", " ", " ", " ", "▏", "▏", "▏"]
        app.board.focus()
        await pilot.press("space", "k")
        gutter = next(iter(app.board.render_line(3)))
        assert gutter.text == "✓"
        assert gutter.style is not None
        assert gutter.style.reverse


async def test_neighbours_are_named_where_not_all_columns_fit() -> None:
    app = BoardApp(small())
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("l", "l")
        assert app.lines[0] == " ‹ stranger 3 · acquaintance 2" + " " * 7 + "mentor 0 · sponsor 2 › "
        await pilot.resize_terminal(40, 20)
        await until(lambda: app.lines[0] == " ‹ acquaintance" + " " * 16 + "mentor › ")
        await pilot.resize_terminal(120, 20)
        await until(lambda: app.lines[0].startswith(" stranger 3"))


async def test_a_column_with_more_has_a_scroll_mark() -> None:
    app = BoardApp((numbered("stranger", "s", 30), column("ally", "A")))
    async with app.run_test(size=(60, 20)) as pilot:
        marks = [y for y, line in enumerate(app.lines) if line[29] == "▕"]
        assert marks == [3, 4]
        await pilot.press("G")
        assert [y for y, line in enumerate(app.lines) if line[29] == "▕"] == [18, 19]
        assert not any(line[59] == "▕" for line in app.lines)


async def test_a_drag_shows_its_place_its_column_and_its_card() -> None:
    app = BoardApp(small())
    async with app.run_test(size=(100, 20)) as pilot:
        await drag(pilot, (5, 4), (15, 6), (25, 5))
        lines = app.lines
        assert lines[2][20:40] == " " + "━" * 18 + " "
        assert lines[6][20:40] == "▸" + "━" * 18 + " "
        assert [line[0] for line in lines[3:6]] == ["┆"] * 3
        assert lines[7][26:50] == " Ann" + " " * 20
        assert lines[8][26:50] == " " * 24
        await pilot.hover(offset=(25, 0))
        assert app.lines[2][20:40] == "▸" + "━" * 18 + " "


async def test_every_theme_shows_what_is_carried() -> None:
    app = BoardApp(small())
    async with app.run_test(size=(100, 20)) as pilot:
        await drag(pilot, (5, 4), (15, 6), (25, 5))
        for theme in sorted(BUILTIN_THEMES):
            app.theme = theme
            await pilot.pause()
            ghost = next(seg for seg in app.board.render_line(7) if seg.text.startswith(" Ann "))
            beside = next(iter(app.board.render_line(19)))
            assert ghost.style is not None
            assert beside.style is not None
            assert ghost.style.bgcolor != beside.style.bgcolor, theme
            assert ghost.style.color != ghost.style.bgcolor, theme


async def test_only_what_is_seen_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[str] = []
    lines: list[int] = []
    strips, render_line = CardRenderer.strips, Board.render_line

    def counted(self: CardRenderer, card: BoardCard, *rest: object) -> object:
        painted.append(card.uid)
        return strips(self, card, *rest)  # type: ignore[arg-type]

    def counted_line(self: Board, y: int) -> object:
        lines.append(y)
        return render_line(self, y)

    monkeypatch.setattr(CardRenderer, "strips", counted)
    monkeypatch.setattr(Board, "render_line", counted_line)
    stages = ("stranger", "acquaintance", "ally", "mentor", "sponsor")
    app = BoardApp(tuple(numbered(stage, stage, 4000) for stage in stages))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        seen = set(painted)
        assert len(seen) == 5 * 10

        painted.clear()
        lines.clear()
        await pilot.press("j")
        assert set(painted) == {"stranger0", "stranger1"}
        assert sorted(set(lines)) == [3, 4, 5, 7, 8, 9]

        painted.clear()
        await pilot.press("G")
        assert len(painted) <= 12

        painted.clear()
        await drag(pilot, (30, 4), (40, 10))
        assert len(painted) <= 40
        painted.clear()
        await pilot.hover(offset=(41, 10))
        assert painted == []


async def test_a_board_without_columns_is_blank() -> None:
    app = BoardApp(())
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("j", "l", "G", "L", "J", "space", "enter", "f", "a", "escape", "pagedown")
        await pilot.click(offset=(5, 5))
        assert {line.strip() for line in app.lines} == {""}
        assert app.told == []


@pytest.mark.parametrize("seed", range(8))
async def test_lines_that_are_kept_are_those_that_would_be_painted(seed: int) -> None:
    """After any keys, drags and sizes, a painter that keeps no lines paints the same frame."""
    chance = random.Random(seed)
    app = BoardApp((numbered("stranger", "s", 40), *small()[1:4], numbered("sponsor", "t", 9)))
    app.animation_level = "full"  # cards that have moved are highlighted
    async with app.run_test(size=(100, 24)) as pilot:
        for _ in range(40):
            match chance.randrange(9):
                case 0:
                    await pilot.resize_terminal(chance.randrange(20, 130), chance.randrange(4, 30))
                case 1:
                    app.board.density = chance.choice(["cards", "rows"])
                case 2:
                    places = [(chance.randrange(app.size.width), chance.randrange(app.size.height)) for _ in range(3)]
                    await drag(pilot, *places)
                case 3:
                    await pilot.mouse_up(offset=(chance.randrange(app.size.width), chance.randrange(app.size.height)))
                case 4:
                    app.screen.set_focus(chance.choice([None, app.board]))
                    await pilot.pause()
                case _:
                    await pilot.press(*chance.choices(KEYS, k=3))
            painter, app.board._painter = app.board._painter, BoardPainter(app.board._component_style)
            assert app.board._take_frame() == app.board._frame
            app.board._painter = painter
