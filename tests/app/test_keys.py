"""Keys as somebody uses them: the help that is searched, keys of one’s own, jumping, and the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from rapport_tui.app.app import RapportApp
from rapport_tui.app.board.widget import Board
from rapport_tui.app.keys.jump_mode import JumpScreen, labels_for, targets_of
from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.app.widgets.footer import KeyFooter
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from rapport_tui.settings import read_settings
from tests.app.app_driver import AppDriver, open_app


def settings_of(journal: Journal) -> Path:
    return journal.folder.parent / "settings.toml"


def chosen(journal: Journal, text: str) -> tuple[str, ...]:
    """Have `text` as the settings' file; return what is told of it."""
    settings_of(journal).write_text(text, encoding="utf-8")
    journal.settings, doubts = read_settings(settings_of(journal))
    return doubts


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (250, 70)])
async def test_the_footer_leads_to_all_keys_in_every_room(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as desk:
        for number in range(1, len(SCREENS) + 1):
            await desk.press(str(number))
            footer = desk.part("KeyFooter")
            assert footer.endswith(("? help", "? more")), footer


async def test_the_help_is_searched_and_runs_what_is_chosen(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("question_mark", "slash")
        await desk.type("undo")
        await desk.sees("Take back the last thing")
        desk.widget(Input, "#narrow").value = ""
        await desk.type("go to people")
        await desk.sees_no("Write a line in the journal")
        await desk.press("enter")
        await desk.sees("last talked")
        assert desk.app.current_mode == "people"


async def test_a_dialog_has_its_own_help(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("t", "question_mark")
        await desk.sees("What works here", "Before you meet")
        await desk.press("escape", "escape")
        await desk.press("n", "f1")
        await desk.sees("What works here", "Go on in your own editor")


async def test_keys_of_ones_own_work_and_are_told_everywhere(demo: Journal) -> None:
    doubts = chosen(demo, '[keys]\nundo = "ctrl+z"\nhelp = "f2"\n"today.places" = "p"\n')
    assert doubts == ()
    async with open_app(demo) as desk:
        await desk.write("lunch with @priya #soup")
        await desk.press("u")
        assert "#soup" in desk.part("#entries")
        await desk.press("ctrl+z")
        await desk.sees("Taken back")
        assert "#soup" not in desk.part("#entries")
        assert "ctrl+z undo" in desk.part("KeyFooter")
        assert "p where" in desk.part("KeyFooter")
        await desk.press("f2")
        await desk.sees("What works here", "ctrl+z")


async def test_a_clash_is_told_and_the_key_stays(demo: Journal) -> None:
    (doubt,) = chosen(demo, '# mine\n[keys]\n"today.copy" = "x"\n')
    assert "line 3" in doubt
    async with open_app(demo) as desk:
        await desk.sees("line 3", "today.postpone")
        assert "c copy line" in desk.part("KeyFooter")


@pytest.mark.parametrize("count", [0, 1, 26, 27, 51, 300, 676])
def test_labels_are_all_different_and_none_begins_another(count: int) -> None:
    labels = labels_for(count)
    assert len({*labels}) == len(labels) == count
    assert not [(one, other) for one in labels for other in labels if one != other and other.startswith(one)]


async def jump_to(desk: AppDriver, text: str) -> None:
    """Type the letters that stand right before, or on, a text."""
    x, y = desk.place(text)
    await desk.press("semicolon")
    screen = desk.app.screen
    assert isinstance(screen, JumpScreen)
    assert text.strip(" ○")[-4:] in desk.text  # the room is still to be seen under the letters
    near = [letters for letters, target in screen._targets.items() if target.at.y == y and x - 4 <= target.at.x <= x]
    assert near, desk.text
    await desk.press(*near[-1])


async def test_jumping_goes_to_rows_tabs_words_and_cards(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await jump_to(desk, "2 Board")
        await desk.sees("stranger 3")
        board = desk.widget(Board)
        first = board.cursor_card
        await jump_to(desk, "Priya Nair")
        assert board.cursor_card is not None
        assert board.cursor_card is not first
        assert board.cursor_card.name == "Priya Nair"
        await desk.press("1")
        await desk.sees("Break the silence")
        await jump_to(desk, "○ remote")
        assert desk.app.screen.focused is desk.app.screen.query_one("#places")


async def test_every_row_in_sight_can_be_jumped_to_and_any_other_key_leaves(demo: Journal) -> None:
    async with open_app(demo, (80, 24)) as desk:
        await desk.press("5")
        await desk.sees("last talked")
        targets = targets_of(desk.app.screen)
        assert len(targets) >= len(SCREENS) + 10
        await desk.press("ctrl+o", "escape")
        assert desk.app.current_mode == "people"
        await desk.press("ctrl+o", "1")
        assert not isinstance(desk.app.screen, JumpScreen)


async def test_settings_are_changed_at_once_and_kept(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("comma")
        await desk.sees("Settings", "Hi-agains a day")
        desk.widget(RowList, "#settings").go_to("budget")
        await desk.press("enter")
        desk.widget(Input, "#answer").value = "many"
        await desk.press("enter")
        await desk.sees("“many” is not a whole number.")
        desk.widget(Input, "#answer").value = "5"
        await desk.press("enter")
        desk.widget(RowList, "#settings").go_to("cadence.ally")
        await desk.press("enter")
        desk.widget(Input, "#answer").value = "9"
        await desk.press("enter")
        desk.widget(RowList, "#settings").go_to("date_order")
        await desk.press("enter")
        await desk.type("mdy")
        await desk.press("enter")
        assert demo.settings.budget == 5
        assert demo.settings.date_order == "mdy"
        assert demo.settings.cadence == {"ally": 9}
    assert read_settings(settings_of(demo))[0] == demo.settings


async def test_plain_is_one_thing_under_another_and_nothing_moves(demo: Journal) -> None:
    demo.settings = replace(demo.settings, plain=True)
    app = RapportApp(demo, settings_path=settings_of(demo))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        desk = AppDriver(app, pilot)
        await desk.sees("Break the silence", "Hi again")
        assert desk.place("Break the silence")[0] == desk.place("Hi again")[0]
        assert app.animation_level == "none"
        await desk.press("5")
        await desk.sees("last talked")
        await desk.press("slash")
        focused = app.screen.focused
        assert isinstance(focused, Input)
        assert not focused.cursor_blink


async def test_the_terminals_cursor_follows_ours(demo: Journal) -> None:
    async with open_app(demo) as desk:
        await desk.press("5", "down", "down")
        listing = desk.widget(RowList, "#list")
        row = listing.region_of(listing.cursor_key or "")
        assert row is not None
        assert desk.app.cursor_position.y == listing.region.y + row.y
        await desk.press("2", "right")
        name = desk.widget(Board).cursor_card
        assert name is not None
        assert desk.app.cursor_position.y == desk.place(name.name)[1]
        assert desk.widget(KeyFooter)
