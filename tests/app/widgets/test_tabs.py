from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult

from rapport_tui.app.widgets.tabs import Tab, TabLine

NAMES = ["Today", "Board", "Journal", "Compose", "People", "Insights"]
TABS = [Tab(name.lower(), str(number), name) for number, name in enumerate(NAMES, 1)]
ENDS = ("Mon 23 Nov · office, meeting", "Mon 23 Nov")


class Top(App[None]):
    def __init__(self, active: str = "board") -> None:
        super().__init__()
        self.line = TabLine(TABS, brand="rapport", active=active, ends=ENDS)
        self.selected: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.line

    @on(TabLine.Selected)
    def note(self, message: TabLine.Selected) -> None:
        assert message.control is self.line
        self.selected.append(message.tab)

    @property
    def text(self) -> str:
        return self.line.render_line(0).text


ALL = "1 Today 2 Board 3 Journal 4 Compose 5 People 6 Insights"


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (120, f"rapport {ALL} {ENDS[0]}"),
        (100, f"rapport {ALL} {ENDS[1]}"),
        (80, f"{ALL} {ENDS[1]}"),
        (64, ALL),
        (60, f"rapport 1 2 Board 3 4 5 6 {ENDS[1]}"),
        (30, "1 2 Board 3 4 5 6"),
        (12, "2 Board"),
        (5, "Boa…"),
    ],
)
async def test_a_narrow_line_says_less_and_cuts_no_word(width: int, words: str) -> None:
    app = Top()
    async with app.run_test(size=(width, 3)):
        assert " ".join(app.text.split()) == words
        assert cell_len(app.text) == width


async def test_no_name_is_cut_in_any_screen_at_any_width() -> None:
    app = Top()
    known = {*NAMES, *["rapport", "1", "2", "3", "4", "5", "6"], *" ".join(ENDS).split()}
    async with app.run_test(size=(130, 3)) as pilot:
        for tab in TABS:
            app.line.active = tab.id
            for width in range(14, 130, 9):
                await pilot.resize_terminal(width, 3)
                assert set(app.text.split()) <= known
                assert tab.name in app.text.split()


@pytest.mark.parametrize("width", [200, 120, 80, 60])
async def test_a_click_on_each_cell_selects_the_tab_under_it(width: int) -> None:
    app = Top()
    async with app.run_test(size=(width, 3)) as pilot:
        for number, name in enumerate(NAMES, 1):
            key = app.text.index(f" {number} ")
            end = key + 3 if name not in app.text else app.text.index(name) + len(name)
            for at in range(key, end):
                await pilot.click(TabLine, offset=(at, 0))
                assert app.selected.pop() == name.lower()


async def test_a_click_on_the_name_of_the_program_selects_the_first_tab_and_one_on_the_day_none() -> None:
    app = Top()
    async with app.run_test(size=(120, 3)) as pilot:
        await pilot.click(TabLine, offset=(110, 0))
        assert app.selected == []
        await pilot.click(TabLine, offset=(2, 0))
        assert app.selected == ["today"]


async def test_the_active_tab_is_seen_without_colour() -> None:
    app = Top()
    async with app.run_test(size=(120, 3)):
        app.line.active = "people"
        underlined = [s.text for s in app.line.render_line(0) if s.style is not None and s.style.underline]
        assert underlined == ["People"]


async def test_the_right_end_is_text_and_stands_at_the_edge() -> None:
    app = Top()
    async with app.run_test(size=(120, 3)):
        app.line.ends = ("[bold]王\x1b[2J",)
        assert app.text.endswith("[bold]王 [2J ")
        assert cell_len(app.text) == 120
        app.line.ends = ()
        assert app.text.rstrip().endswith("Insights")
