"""An encrypted journal in the app: nothing of it is seen while it is locked, and nothing typed is lost."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from textual import events
from textual._context import visible_screen_stack
from textual.strip import Strip
from textual.widgets import Input

from rapport_tui.app.app import RapportApp
from rapport_tui.app.lock_screen import LockScreen
from rapport_tui.app.tab_screen import SCREENS, TabScreen
from rapport_tui.journal import Journal
from rapport_tui.journal.encryption import EncryptionService
from rapport_tui.model.errors import RapportError
from rapport_tui.settings import Settings
from tests.app.app_driver import NEVER, PATIENCE, AppDriver, open_app
from tests.app.preparing import AT_ONCE, prepared, until
from tests.conftest import Clock
from tests.encrypted import KEY, PASSPHRASE

__all__ = ["prepared"]

pytestmark = pytest.mark.usefixtures("no_stored_key")
WORDS = ("Priya", "Lisbon", "quartz", "Tom Becker", "Greta")
"""Words of the journal and of what is typed, which must not be seen."""


@asynccontextmanager
async def start(
    folder: Path,
    clock: Clock,
    size: tuple[int, int] = (120, 40),
    settings: Settings | None = None,
    rest_seconds: float = NEVER,
) -> AsyncIterator[AppDriver]:
    """Start the app on a journal that is not open yet."""
    journal = Journal(folder, clock=clock, settings=settings)
    app = RapportApp(journal, settings_path=folder.parent / "settings.toml", rest_seconds=rest_seconds)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield AppDriver(app, pilot)
    journal.close()


async def unlock(driver: AppDriver, secret: str) -> None:
    await driver.sees("This journal is locked.")
    await driver.type(secret)
    await driver.press("enter")
    await driver.sees("Break the silence")


def assert_hidden(driver: AppDriver) -> None:
    for word in WORDS:
        assert word not in driver.text


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_it_starts_locked_and_the_key_opens_it(sealed: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with start(sealed, clock, size) as driver:
        await driver.sees("rapport", "This journal is locked.", "Passphrase, or recovery key", "ctrl+q leaves")
        assert_hidden(driver)
        await driver.type("AGE-SECRET-KEY-1AAA")
        await driver.press("enter")
        await driver.sees("That is not a whole recovery key")
        assert driver.journal.is_locked
        await driver.type(KEY)  # it takes the place of the wrong one
        assert KEY[-5:] not in driver.text
        await driver.press("enter")
        await driver.sees("0 of 3")
        assert not driver.journal.is_locked


async def test_the_passphrase_opens_it_while_keys_wait(
    sealed: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A passphrase takes seconds; that it is the right one is tested elsewhere. What a killed editor left is gone."""
    (sealed / ".editing-gone-x").mkdir()
    done = threading.Event()

    def derive(_: EncryptionService, secret: str) -> str:
        done.wait(PATIENCE)
        return {PASSPHRASE: KEY, KEY: KEY}[secret]

    monkeypatch.setattr(EncryptionService, "key_from", derive)
    async with start(sealed, clock) as driver:
        await driver.sees("This journal is locked.")
        assert not (sealed / ".editing-gone-x").exists()
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        driver.app.post_message(events.Key("n", "n"))
        await driver.sees("Opening.")
        done.set()
        await driver.sees("Write a line")
        assert driver.app.context.journal.people.find("priya")


async def test_what_is_typed_at_once_goes_into_the_passphrase(
    sealed: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount = RapportApp.on_mount

    def type_at_once(app: RapportApp) -> None:
        for key in "2q":
            app.post_message(events.Key(key, key))
        mount(app)

    monkeypatch.setattr(RapportApp, "on_mount", type_at_once)
    async with start(sealed, clock) as driver:
        await driver.sees("••")
        assert driver.widget(Input, "#passphrase").value == "2q"
        assert driver.app.current_mode == "away"


async def test_no_key_or_command_reaches_past_the_locked_screen(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await driver.sees("This journal is locked.")
        await driver.press("ctrl+p", "f1", "ctrl+o", "ctrl+s", "f9", "escape", "ctrl+l")
        assert isinstance(driver.app.screen, LockScreen)
        assert len(driver.app.screen_stack) == 1
        assert not driver.app.screen.active_bindings.keys() & {"1", "n", "comma", "colon"}
        assert_hidden(driver)


async def test_a_line_is_written_without_opening(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await driver.sees("This journal is locked.")
        await driver.press("tab")
        await driver.type("walked home with @tom ! the [book]")
        await driver.press("enter")
        await driver.sees("Written and sealed")
        assert_hidden(driver)
        assert driver.widget(Input, "#line").value == ""
        await driver.press("tab")
        await unlock(driver, KEY)
        await driver.sees("walked home with Tom", "1 line that you wrote while it was locked")


async def test_a_line_that_was_not_sent_is_kept(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await driver.sees("This journal is locked.")
        await driver.press("tab")
        await driver.type("tea with @priya")
        await driver.press("tab")
        await unlock(driver, KEY)
        await driver.press("n")
        await driver.sees("what you wrote: tea with @priya")


async def test_locking_hides_all_and_comes_back_to_the_screen(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await unlock(driver, KEY)
        for number, mode in enumerate(SCREENS, 1):
            await driver.press(str(number))
            await driver.pilot.pause()
            await lock_and_unlock(driver, KEY)
            assert driver.app.current_mode == mode


async def test_one_comes_back_to_the_place_in_the_screen(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await unlock(driver, KEY)
        await driver.press("3", "slash")
        await driver.type("Lisbon")
        await driver.press("enter")
        await driver.sees_no("quartz")
        await lock_and_unlock(driver, KEY)
        await driver.sees("Lisbon")
        await driver.sees_no("quartz")
        await driver.press("2", "down")
        await driver.pilot.pause()
        person = at_hand(driver)
        await lock_and_unlock(driver, KEY)
        assert at_hand(driver) == person


async def lock_and_unlock(driver: AppDriver, key: str, sees: str = "1 Today") -> None:
    await driver.press("ctrl+l")
    await driver.sees("This journal is locked.")
    assert_hidden(driver)
    assert driver.app.context.journal.is_locked
    await driver.type(key)
    await driver.press("enter")
    await driver.sees_no("This journal is locked.")
    await driver.sees("1 Today", sees)
    await driver.pilot.pause()


def at_hand(driver: AppDriver) -> str:
    screen = driver.app.screen
    assert isinstance(screen, TabScreen)
    assert screen.person_at_hand
    return screen.person_at_hand.name


async def test_every_dialog_can_be_locked(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock) as driver:
        await unlock(driver, KEY)
        for opening in (("question_mark",), ("ctrl+p",), ("semicolon",), ("comma", "enter")):
            await driver.press(*opening)
            await driver.pilot.pause()
            assert len(driver.app.screen_stack) > 1, opening
            if isinstance(driver.app.focused, Input):
                await driver.type("Greta")
            await lock_and_unlock(driver, KEY)
        await driver.sees("What you were typing is kept")
        await driver.press("n", "tab")
        await driver.sees("Greta")


@pytest.mark.parametrize("are_opened", [True, False])
async def test_nothing_of_it_stays_in_memory(
    sealed: Path, clock: Clock, prepared: list[bool], are_opened: bool
) -> None:
    async with start(sealed, clock, rest_seconds=NEVER if are_opened else AT_ONCE) as driver:
        await unlock(driver, KEY)
        if not are_opened:
            await until(driver, prepared)
            assert len(driver.app._screen_stacks) == len(SCREENS)
        for screen in "23456" if are_opened else "6":
            await driver.press(screen)
            await driver.pilot.pause()
        await driver.press("n")
        await driver.type("@pri")
        visible_screen_stack.set([])  # the pilot painted the screen in the context of this test, and leaves it there
        screens = [screen for stack in driver.app._screen_stacks.values() for screen in stack]
        widgets = [widget for screen in screens for widget in screen.walk_children()]
        held = [*screens, *widgets, driver.journal.people, driver.journal.entries, driver.journal._context.cache]
        kept = [weakref.ref(one) for one in held]
        assert len(kept) > 50
        del held, screens, widgets
        await driver.press("ctrl+l")
        await driver.sees("This journal is locked.")
        end = monotonic() + PATIENCE
        while any(one() not in (None, driver.app.default_screen) for one in kept):  # Textual holds that while it runs
            assert monotonic() < end, [one() for one in kept]
            await driver.pilot.pause()  # Textual releases the last screen a little later
            gc.collect()
        assert not [
            one for one in gc.get_objects() if isinstance(one, Strip) and any(word in one.text for word in WORDS)
        ]
        assert not driver.app.default_screen.children


@pytest.mark.parametrize("mounted", range(1, len(SCREENS)))
async def test_it_is_locked_while_screens_are_prepared(
    sealed: Path, clock: Clock, mounted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lock just after a screen began to be mounted; nothing is prepared after that."""
    begun: list[str] = []
    mount_screen = RapportApp.mount_screen

    def mount(app: RapportApp, name: str) -> TabScreen | None:
        if screen := mount_screen(app, name):
            begun.append(name)
            if len(begun) == mounted:
                app.action_lock()
        return screen

    monkeypatch.setattr(RapportApp, "mount_screen", mount)
    async with start(sealed, clock, rest_seconds=0.1) as driver:
        await driver.sees("This journal is locked.")
        await driver.type(KEY)
        await driver.press("enter")
        end = monotonic() + PATIENCE
        while len(begun) < mounted or len(driver.app._screen_stacks) > 1 or not driver.journal.is_locked:
            assert monotonic() < end, driver.app._screen_stacks
            await driver.pilot.pause()
        await driver.pilot.pause(0.4)
        assert len(begun) == mounted
        assert list(driver.app._screen_stacks) == ["away"]
        await driver.type(KEY)
        await driver.press("enter")
        await driver.sees("Break the silence")


async def test_it_is_locked_after_an_idle_time(sealed: Path, clock: Clock) -> None:
    async with start(sealed, clock, settings=Settings(lock_after=5)) as driver:
        await unlock(driver, KEY)
        clock.now += timedelta(minutes=4, seconds=59)
        driver.app.lock.lock_if_idle()
        assert not driver.app.context.is_locked
        await driver.press("down")
        clock.now += timedelta(minutes=4, seconds=59)
        driver.app.lock.lock_if_idle()
        assert not driver.app.context.is_locked
        clock.now += timedelta(seconds=1)
        driver.app.lock.lock_if_idle()
        await driver.sees("This journal is locked.")
        assert_hidden(driver)


async def test_a_stored_key_opens_it_while_keys_wait(
    sealed: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def stored(*_: object, **__: object) -> str:
        asked.wait(PATIENCE)
        return KEY

    monkeypatch.setattr(EncryptionService, "stored_key", stored)
    async with start(sealed, clock) as driver:
        await driver.sees("Asking for the stored key")
        driver.app.post_message(events.Key("n", "n"))
        await driver.pilot.pause()
        asked.set()
        await driver.sees("Write a line")


async def test_enter_alone_asks_for_the_stored_key_after_locking(
    sealed: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(sealed, clock) as driver:
        await driver.sees("This journal is locked.")
        await driver.press("enter")
        await driver.sees("No key is stored on this machine.")
        await unlock(driver, KEY)
        monkeypatch.setattr(EncryptionService, "stored_key", lambda *_, **__: KEY)
        await driver.press("ctrl+l")
        await driver.sees("This journal is locked.")
        assert driver.journal.is_locked
        await driver.press("enter")
        await driver.sees("quartz watch")


async def test_a_password_command_that_fails_or_hangs_is_no_lock_out(
    sealed: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = threading.Event()

    def stored(*_: object, **__: object) -> str:
        hangs.wait(PATIENCE)
        raise RapportError("The password command failed.")

    monkeypatch.setattr(EncryptionService, "stored_key", stored)
    async with start(sealed, clock) as driver:
        await driver.sees("escape to type one")
        await driver.press("escape")
        await unlock(driver, KEY)
    hangs.set()
    async with start(sealed, clock) as driver:
        await driver.sees("The password command failed.")
        await unlock(driver, KEY)


async def test_a_plain_journal_says_how_to_encrypt_it(demo: Journal) -> None:
    async with open_app(demo) as driver:
        await driver.press("ctrl+l")
        await driver.sees("This journal is not encrypted.")


async def test_the_first_copy_says_that_the_clipboard_is_plain(sealed: Path, clock: Clock, copied: list[str]) -> None:
    journal = Journal(sealed, clock=clock)
    journal.unlock(KEY)
    async with open_app(journal.open()) as driver:
        driver.app.context.copy("Hi Tom")
        await driver.sees("plain on the clipboard")
        driver.app.context.copy("Hi again")
        await driver.sees("Copied.")
        await driver.sees_no("plain on the clipboard")
    assert copied == ["Hi Tom", "Hi again"]
