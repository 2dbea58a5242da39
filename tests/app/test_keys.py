"""Keys as somebody uses them: the help that is searched, keys of one’s own, jumping, and the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from rapport_tui.app.app import RapportApp
from rapport_tui.app.board.widget import Board
from rapport_tui.app.keys.jump_mode import JumpScreen, labels_for, targets_of
from rapport_tui.app.tab_screen import SCREENS
from rapport_tui.app.widgets.footer import KeyFooter
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal import Journal
from rapport_tui.settings_io import read_settings
from tests.app.app_driver import AppDriver, open_app
from tests.app.widgets.role_app import line_of


def settings_of(journal: Journal) -> Path:
    return journal.folder.parent / "settings.toml"


def chosen(journal: Journal, text: str) -> tuple[str, ...]:
    """Have `text` as the settings' file; return what is told of it."""
    settings_of(journal).write_text(text, encoding="utf-8")
    journal.settings, doubts = read_settings(settings_of(journal))
    return doubts


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (250, 70)])
async def test_the_footer_leads_to_all_keys_in_every_screen(demo: Journal, size: tuple[int, int]) -> None:
    async with open_app(demo, size) as driver:
        for number in range(1, len(SCREENS) + 1):
            await driver.press(str(number))
            footer = driver.part("KeyFooter")
            assert footer.endswith(("? help", "? more")), footer


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("1",), "enter what to say  space tick  w where"),
        (("2",), "H L change stage  enter open"),
        (("4", "tab"), "enter take  ctrl+y copy  escape stop typing"),
        (("5",), "enter open"),
        (("6",), "↑ ↓ scroll  tab next list"),
        (("6", "tab"), "enter open"),
    ],
)
async def test_the_smallest_footer_tells_the_key_that_finishes_the_job(
    demo: Journal, keys: tuple[str, ...], told: str
) -> None:
    async with open_app(demo, (60, 20)) as driver:
        await driver.press(*keys)
        assert driver.part("KeyFooter").startswith(told)


async def test_the_help_says_what_the_signs_mean_below_the_keys_of_the_screen(demo: Journal) -> None:
    async with open_app(demo, (120, 100)) as driver:
        await driver.press("question_mark")
        signs = driver.part("#keys").partition("Signs")[2].partition("Everywhere")[0]
        for told in ("? ", "! ", "< ", "+ ", "3d  2w  5mo", "◦", "↑", "23·  23:", "○  ●  –"):
            assert f"{told}" in signs


async def test_the_help_is_searched_and_runs_what_is_chosen(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("question_mark", "slash")
        await driver.type("undo")
        await driver.sees("Take back the last thing")
        driver.widget(Input, "#narrow").value = ""
        await driver.type("go to people")
        await driver.sees_no("Write a line in the journal")
        await driver.press("enter")
        await driver.sees("last talked")
        assert driver.app.current_mode == "people"


async def test_a_dialog_has_its_own_help(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("t", "question_mark")
        await driver.sees("Keys and words", "before you meet")
        await driver.press("escape", "escape")
        await driver.press("n", "f1")
        await driver.sees("Keys and words", "Go on in your own editor")


async def test_keys_of_ones_own_work_and_are_told_everywhere(demo: Journal) -> None:
    doubts = chosen(demo, '[keys]\nundo = "ctrl+z"\nhelp = "f2"\n"today.places" = "p"\n')
    assert doubts == ()
    async with open_app(demo) as driver:
        await driver.write("lunch with @priya #soup")
        await driver.press("u")
        assert "#soup" in driver.part("#entries")
        await driver.press("ctrl+z")
        await driver.sees("Taken back")
        assert "#soup" not in driver.part("#entries")
        assert "ctrl+z undo" in driver.part("KeyFooter")
        assert "p where" in driver.part("KeyFooter")
        await driver.press("f2")
        await driver.sees("Keys and words", "ctrl+z")


async def test_a_clash_is_told_and_the_key_stays(demo: Journal) -> None:
    (doubt,) = chosen(demo, '# mine\n[keys]\n"today.copy" = "x"\n')
    assert "line 3" in doubt
    async with open_app(demo) as driver:
        await driver.sees("line 3", "today.skip")
        assert "c copy" in driver.part("KeyFooter")


@pytest.mark.parametrize("count", [0, 1, 26, 27, 51, 300, 676])
def test_labels_are_all_different_and_none_begins_another(count: int) -> None:
    labels = labels_for(count)
    assert len({*labels}) == len(labels) == count
    assert not [(one, other) for one in labels for other in labels if one != other and other.startswith(one)]


async def jump_to(driver: AppDriver, text: str) -> None:
    """Type the letters that stand right before, or on, a text."""
    x, y = driver.place(text)
    await driver.press("semicolon")
    screen = driver.app.screen
    assert isinstance(screen, JumpScreen)
    assert text.strip(" ○")[-4:] in driver.text  # the screen is still to be seen under the letters
    near = [letters for letters, target in screen._targets.items() if target.at.y == y and x - 4 <= target.at.x <= x]
    assert near, driver.text
    await driver.press(*near[-1])


async def test_jumping_goes_to_rows_tabs_words_and_cards(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await jump_to(driver, "2 Board")
        await driver.sees("stranger 3")
        board = driver.widget(Board)
        first = board.cursor_card
        await jump_to(driver, "Priya Nair")
        assert board.cursor_card is not None
        assert board.cursor_card is not first
        assert board.cursor_card.name == "Priya Nair"
        await driver.press("1")
        await driver.sees("Break the silence")
        await jump_to(driver, "○ remote")
        assert driver.app.screen.focused is driver.app.screen.query_one("#places")


async def test_every_row_in_sight_can_be_jumped_to_and_any_other_key_leaves(demo: Journal) -> None:
    async with open_app(demo, (80, 24)) as driver:
        await driver.press("5")
        await driver.sees("last talked")
        targets = targets_of(driver.app.screen)
        assert len(targets) >= len(SCREENS) + 10
        await driver.press("ctrl+o", "escape")
        assert driver.app.current_mode == "people"
        await driver.press("ctrl+o", "1")
        assert not isinstance(driver.app.screen, JumpScreen)


async def test_a_setting_that_was_not_kept_takes_no_effect_later(journal: Journal) -> None:
    async with open_app(journal) as driver:
        await driver.press("escape", "comma")
        await driver.sees("Plain display")
        driver.widget(RowList, "#settings").go_to("plain")
        settings_of(journal).unlink()
        settings_of(journal).mkdir()
        await driver.press("enter")
        await driver.sees("could not be set")
        assert not [one.message for one in driver.app._notifications if "takes effect" in one.message]


async def test_settings_are_changed_at_once_and_kept(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("comma")
        await driver.sees("Settings", "People to say hi again to, a day")
        driver.widget(RowList, "#settings").go_to("budget")
        await driver.press("enter")
        driver.widget(Input, "#answer").value = "many"
        await driver.press("enter")
        await driver.sees("“many” is not a whole number.")
        driver.widget(Input, "#answer").value = "5"
        await driver.press("enter")
        driver.widget(RowList, "#settings").go_to("cadence.ally")
        await driver.press("enter")
        driver.widget(Input, "#answer").value = "9"
        await driver.press("enter")
        driver.widget(RowList, "#settings").go_to("date_order")
        await driver.press("enter")
        await driver.type("mdy")
        await driver.press("enter")
        assert demo.settings.budget == 5
        assert demo.settings.date_order == "mdy"
        assert demo.settings.cadence == {"ally": 9}
    assert read_settings(settings_of(demo))[0] == demo.settings


async def test_plain_is_one_thing_under_another_and_nothing_moves(demo: Journal) -> None:
    demo.settings = demo.settings._replace(plain=True)
    app = RapportApp(demo, settings_path=settings_of(demo))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        driver = AppDriver(app, pilot)
        await driver.sees("Break the silence", "Hi again")
        assert driver.place("Break the silence")[0] == driver.place("Hi again")[0]
        assert app.animation_level == "none"
        await driver.press("5")
        await driver.sees("last talked")
        await driver.press("slash")
        focused = app.screen.focused
        assert isinstance(focused, Input)
        assert not focused.cursor_blink


async def test_the_terminals_cursor_follows_ours(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("5", "down", "down")
        listing = driver.widget(RowList, "#list")
        assert listing.cursor_key is not None
        assert driver.app.cursor_position.y == listing.region.y + line_of(listing, listing.cursor_key)
        await driver.press("2", "right")
        name = driver.widget(Board).cursor_card
        assert name is not None
        assert driver.app.cursor_position.y == driver.place(name.name)[1]
        assert driver.widget(KeyFooter)


LABELS = ("see less often", "another day", "c copy")


async def test_the_footer_tells_only_keys_that_do_something_where_one_is(demo: Journal) -> None:
    async with open_app(demo) as driver:
        assert {"see less often", "another day"} <= {label for label in LABELS if label in driver.lines[-1]}
        await driver.press("w")
        assert "space switch  escape back" in driver.lines[-1]
        assert not [label for label in LABELS if label in driver.lines[-1]]
        await driver.press("j")
        assert "see less often" in driver.lines[-1]
        driver.app.screen.query_one("#entries").focus()
        await driver.pilot.pause()
        assert not [label for label in LABELS if label in driver.lines[-1]]
