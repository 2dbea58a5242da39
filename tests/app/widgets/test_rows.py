from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from tests.app.widgets.role_app import RoleApp, line_of


def row(key: str, *texts: str, end: str = "") -> Row:
    lines = tuple(RowLine((StyledText(text),)) for text in texts or (key,))
    return Row(key, (lines[0]._replace(end=(StyledText(end),) if end else ()), *lines[1:]))


def heading(text: str) -> Row:
    return Row(f"heading {text}", (RowLine((StyledText(text, "strong"),)), RowLine()), selectable=False)


class Lists(RoleApp):
    """One list that remembers what it told."""

    def __init__(self, rows: list[Row], *, wrap: bool = False, toggle_cells: int = 0) -> None:
        super().__init__()
        self.list = RowList(rows, wrap=wrap, toggle_cells=toggle_cells, empty=Content("Nobody [here] yet.\nPress a."))
        self.told: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield self.list
        yield Input()

    @on(RowList.Chosen)
    @on(RowList.Toggled)
    @on(RowList.Highlighted)
    def note(self, message: RowList.Chosen | RowList.Toggled | RowList.Highlighted) -> None:
        assert message.control is self.list
        self.told.append((type(message).__name__, message.key))

    def painted(self) -> list[str]:
        return [self.list.render_line(y).text for y in range(self.list.size.height)]


NAMES = ["Tom", "Priya", "Dana", "Ruth"]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["j"], "Priya"),
        (["down", "down", "k"], "Priya"),
        (["G"], "Ruth"),
        (["end", "home"], "Tom"),
        (["pagedown"], "Ruth"),
        (["pagedown", "pageup"], "Tom"),
        (["up", "up"], "Tom"),
    ],
)
async def test_keys_move_the_cursor(keys: list[str], expected: str) -> None:
    app = Lists([heading("People"), *map(row, NAMES)])
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press(*keys)
        assert app.list.cursor_key == expected
        assert app.told[-1] == ("Highlighted", expected)


async def test_the_cursor_passes_over_headings() -> None:
    app = Lists([row("Tom"), heading("Later"), row("Priya")])
    async with app.run_test() as pilot:
        await pilot.press("down")
        assert app.list.cursor_key == "Priya"
        await pilot.press("up")
        assert app.list.cursor_key == "Tom"


async def test_enter_chooses_and_space_toggles() -> None:
    app = Lists(list(map(row, NAMES)))
    async with app.run_test() as pilot:
        await pilot.press("down", "enter", "space")
        assert app.told[1:] == [("Highlighted", "Priya"), ("Chosen", "Priya"), ("Toggled", "Priya")]


async def test_a_click_moves_and_a_double_click_chooses() -> None:
    app = Lists([row("Tom", "Tom", "Platform"), row("Priya")])
    async with app.run_test() as pilot:
        await pilot.click(RowList, offset=(9, 2))
        assert app.told == [("Highlighted", "Tom"), ("Highlighted", "Priya")]
        await pilot.double_click(RowList, offset=(9, 1))
        assert app.told[-1] == ("Chosen", "Tom")
        before = list(app.told)
        await pilot.click(RowList, offset=(9, 12))
        assert app.told == before


async def test_a_click_on_the_box_toggles() -> None:
    app = Lists([row("Tom", "○ Tom")], toggle_cells=2)
    async with app.run_test() as pilot:
        await pilot.click(RowList, offset=(2, 0))
        assert app.told[-1] == ("Toggled", "Tom")
        await pilot.click(RowList, offset=(6, 0))
        assert app.told[-1] == ("Toggled", "Tom")
        assert len(app.told) == 2


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = Lists([row(str(number)) for number in range(200)])
    async with app.run_test(size=(40, 20)) as pilot:
        wheel = events.MouseScrollDown(
            app.list, 1, 1, delta_x=0, delta_y=1, button=0, shift=False, meta=False, ctrl=False
        )
        app.list.post_message(wheel)
        await pilot.pause()
        await pilot.wait_for_animation()
        assert app.list.scroll_offset.y > 0
        assert app.list.cursor_key == "0"


async def test_resizing_keeps_the_cursor_in_sight() -> None:
    words = "stayed a moment after the stand-up and said hello to Sam"
    app = Lists([row(str(number), words, end="3d") for number in range(100)], wrap=True)
    async with app.run_test(size=(90, 20)) as pilot:
        app.list.go_to("60")
        for width in (30, 61, 4, 90):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert {cell_len(line) for line in app.painted()} == {app.list.scrollable_content_region.width}
            assert sum(line[0] in "▌▏" for line in app.painted()) >= 1


async def test_the_cursor_stays_with_its_row_and_on_its_line_of_the_screen() -> None:
    app = Lists([row(str(number)) for number in range(200)])
    async with app.run_test(size=(40, 20)) as pilot:
        app.list.go_to("100")
        line = line_of(app.list, "100")
        app.list.show([row(f"new {number}") for number in range(50)] + list(app.list.rows))
        await pilot.pause()
        assert app.list.cursor_key == "100"
        assert line_of(app.list, "100") == line


async def test_the_cursor_stays_at_its_place_when_its_row_goes() -> None:
    app = Lists(list(map(row, NAMES)))
    async with app.run_test() as pilot:
        app.list.go_to("Dana")
        app.list.show([row("Tom"), row("Priya"), row("Ruth")])
        await pilot.pause()
        assert app.list.cursor_key == "Ruth"
        assert app.told[-1] == ("Highlighted", "Ruth")
        app.list.show([row("Tom")])
        assert app.list.cursor_key == "Tom"
        app.list.show([])
        assert app.list.cursor_key is None


async def test_going_to_an_unknown_row_or_a_heading_changes_nothing() -> None:
    app = Lists([heading("People"), row("Tom")])
    async with app.run_test():
        assert not app.list.go_to("Nobody")
        assert not app.list.go_to("heading People")
        assert app.list.cursor_key == "Tom"


async def test_an_empty_list_shows_the_next_step_and_takes_every_key() -> None:
    app = Lists([])
    async with app.run_test() as pilot:
        await pilot.press("j", "k", "G", "g", "pageup", "pagedown", "enter", "space")
        await pilot.click(RowList, offset=(3, 3))
        text = "\n".join(app.painted())
        assert "Nobody [here] yet." in text
        assert "Press a." in text
        assert app.told == []


async def test_headings_alone_can_be_scrolled() -> None:
    app = Lists([heading(str(number)) for number in range(60)])
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("j", "pagedown", "G", "enter")
        assert app.list.cursor_key is None
        assert app.list.scroll_offset.y == app.list.max_scroll_y > 0


async def test_every_kind_of_text_keeps_the_grid() -> None:
    names = ["[bold]x[/", "=1+1", "a\x1b[2Jb\tc\nd", "é" * 300, "王小明" * 30, "👩‍💻 Ana", "سلمى حداد", ""]
    for wrap in (False, True):
        app = Lists([row(name or "nobody", name, end="12d") for name in names], wrap=wrap)
        async with app.run_test(size=(44, 60)):
            width = app.list.scrollable_content_region.width
            painted = app.painted()
            assert {cell_len(line) for line in painted} == {width}
            assert not any(char in "".join(painted) for char in "\x1b\t\n")
            assert any("[bold]x[/" in line and line.rstrip().endswith("12d") for line in painted)


async def test_right_ends_are_aligned_and_long_names_cut() -> None:
    app = Lists([row("a", "Tom", end="3d"), row("b", "王小明" * 20, end="12d")])
    async with app.run_test(size=(40, 10)):
        first, second = app.painted()[:2]
        assert cell_len(first.rstrip()) == cell_len(second.rstrip())
        assert "…" in second


async def test_wrapped_lines_hang_under_their_text_and_follow_the_width() -> None:
    text = "stayed a moment after the stand-up and said hello to Sam"
    line = RowLine((StyledText("09:12  ", "muted"), StyledText(text)), hang=7)
    app = Lists([Row("a", (line,)), row("b")], wrap=True)
    async with app.run_test(size=(40, 10)) as pilot:
        assert app.painted()[0].strip("▌ ").startswith("09:12  stayed")
        assert app.painted()[1].startswith("▌" + " " * 8)
        assert app.painted()[1][9] != " "
        assert "Sam" in app.painted()[1] + app.painted()[2]
        await pilot.resize_terminal(120, 10)
        await pilot.pause()
        assert app.painted()[0].strip(" ▌") == f"09:12  {text}"
        assert app.painted()[1].strip() == "b"


async def test_the_cursor_is_seen_without_colour_and_tells_of_the_focus() -> None:
    app = Lists([row("Tom", "Tom", "Platform", ""), row("Priya")])
    async with app.run_test() as pilot:
        assert [line[0] for line in app.painted()[:4]] == ["▌", "▌", " ", " "]
        await pilot.press("tab")
        await pilot.pause()
        assert [line[0] for line in app.painted()[:4]] == ["▏", "▏", " ", " "]


async def test_marked_rows_carry_a_tick() -> None:
    app = Lists(list(map(row, NAMES)))
    async with app.run_test():
        app.list.marked = frozenset({"Priya"})
        assert [line[1] for line in app.painted()[:3]] == [" ", "✓", " "]


async def test_found_words_are_underlined() -> None:
    app = Lists([])
    async with app.run_test():
        app.list.show([row("Zoë Lindqvist")], ["zoe"])
        found = [
            segment.text for segment in app.list.render_line(0) if segment.style is not None and segment.style.underline
        ]
        assert found == ["Zoë"]


async def test_only_the_lines_in_sight_are_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: set[int] = set()
    paint = RowList._paint

    def spy(self: RowList, index: int) -> object:
        painted.add(index)
        return paint(self, index)

    monkeypatch.setattr(RowList, "_paint", spy)
    app = Lists([])
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.show([row(str(number), end="1d") for number in range(20_000)])
        await pilot.pause()
        await pilot.press("G")
        assert app.list.cursor_key == "19999"
        assert app.painted()[app.list.size.height - 1].strip("▌ ").startswith("19999")
        assert len(painted) <= 2 * 24


class Headed(RoleApp):
    """One list under a heading of the user's own words."""

    def compose(self) -> ComposeResult:
        yield RowList([row(name) for name in NAMES], heading="[b]Late\x1b[2J[/b]")


async def test_rows_begin_under_the_heading_also_for_the_mouse_and_for_jumps() -> None:
    app = Headed()
    async with app.run_test(size=(40, 4)) as pilot:
        listing = app.query_one(RowList)

        def lines() -> list[str]:
            return [strip.text[:20].rstrip() for strip in app.screen._compositor.render_strips(app.size)]

        assert lines() == ["  [b]Late [2J[/b]", "▌ Tom", "  Priya", "  Dana"]
        assert [target.at.y for target in listing.jump_targets()] == [1, 2, 3]
        await pilot.click(listing, offset=(4, 0))
        assert listing.cursor_key == "Tom"
        await pilot.click(listing, offset=(4, 3))
        assert listing.cursor_key == "Dana"
        assert line_of(listing, "Dana") == 3
        assert app.cursor_position == (2, 3)
        await pilot.press("down")
        assert [line[2:] for line in lines()[1:]] == ["Priya", "Dana", "Ruth"]
        listing.head("Now")
        await pilot.pause()
        assert lines()[0] == "  Now"
