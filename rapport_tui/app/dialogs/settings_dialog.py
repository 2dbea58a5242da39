"""The settings dialog: each setting with its value; enter changes it immediately."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, Literal, cast

from textual import on, work
from textual.widget import Widget

from rapport_tui.app.context import AppContext
from rapport_tui.app.dialogs import encryption
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.dialogs.pick_dialog import PickDialog
from rapport_tui.app.dialogs.text_prompt import TextPrompt
from rapport_tui.app.in_thread import in_thread
from rapport_tui.app.row_builders import heading_row
from rapport_tui.app.themes import OWN_THEMES
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.journal.feed_checks import FEEDS
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError
from rapport_tui.model.records import STAGES, Stage
from rapport_tui.settings_io import MEANINGS, list_of, options_of, read_settings

_TITLES: Final = {
    "name": "Your name",
    "role": "Your role",
    "theme": "Colours",
    "plain": "Plain display",
    "date_order": "Order of dates",
    "day_start": "The day begins at",
    "budget": "People to say hi again to, a day",
    "fears": "Ask how awkward it is",
    "calendar": "Calendar",
    "calendars": "More calendars",
    "mail": "Sent mails",
    "inbox": "Lines from your phone",
    "inbox_done": "Their files, once taken in",
    "mirror": "Folder of Markdown pages",
    "board_order": "Order of the board",
    "lock_after": "Lock after idle minutes",
}
_LADDER: Final = {"cadence": "Days until the next talk", "capacity": "How many people a rung has room for"}

_ENCRYPTION: Final = "whether only you can read the journal’s files; enter encrypts them, or shows the key"
_TEST: Final = "test:"
"""The prefix of the keys of the rows that test a feed."""
_TEST_CELLS: Final = 6
_TESTING: Final = StyledText("Looking …", "muted")


class SettingsDialog(Dialog[None]):
    """A list of settings. A choice of a few words is picked from a list; a text or a number is typed."""

    HELP_LINE = "{rows.choose} changes it · {leave} leaves · every setting and your keys: rapport settings --edit"

    def __init__(self) -> None:
        super().__init__("Settings")
        self._results: dict[str, StyledText] = {}

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the list."""
        yield RowList(id="settings", wrap=True, menu=True)

    def on_mount(self) -> None:
        """Show the settings, and update them after each change."""
        self.context.changed.subscribe(self, lambda _: self._show())
        self._show()
        self.query_one(RowList).focus()

    def _show(self) -> None:
        settings = self.journal.settings
        rows: list[Row] = []
        for key, title in _TITLES.items():
            value = _typed(getattr(settings, key))
            rows.append(_row(key, title, _shown(value), MEANINGS[key]))
            if key in FEEDS and value:
                rows.append(self._test_row(key))
        rows.append(_row("me", "My addresses", _shown(_addresses(settings.me)), MEANINGS["me"]))
        rows.append(_row("encryption", "Encryption", "on" if self.journal.is_encrypted else "off", _ENCRYPTION))
        rows += [heading_row("The reminder in the morning", key="reminder"), self._test_row("reminder")]
        for table, title in _LADDER.items():
            rows.append(heading_row(title, key=table))
            rows += [_row(f"{table}.{stage}", stage, self._number(table, stage), "") for stage in STAGES]
        self.query_one(RowList).show(rows)

    def _number(self, table: str, stage: Stage) -> str:
        """Return the number of a stage: the user’s, else the default of the ladder."""
        chosen: dict[Stage, int] = getattr(self.journal.settings, table)
        number = chosen.get(stage, getattr(self.journal.playbook.rung(stage), table))
        return str(number) if number else "no limit" if table == "capacity" else "no hurry"

    def _test_row(self, feed: str) -> Row:
        result = self._results.get(feed, StyledText("says what it would do now, and does nothing", "muted"))
        return Row(f"{_TEST}{feed}", (RowLine((StyledText("Test  ", "accent"), result), hang=_TEST_CELLS),))

    @work(group="test")
    async def _test(self, feed: str) -> None:
        """Show what a feed would do now. Several tests can run at a time, none of them twice."""
        if self._results.get(feed) is _TESTING:
            return
        self._results[feed] = _TESTING
        self._show()
        copy = self.journal.copy()
        try:
            self._results[feed] = StyledText(await in_thread(lambda: copy.feeds.check(feed)), "success")
        except RapportError as error:
            self._results[feed] = StyledText(str(error), "warning")
        self._show()

    def _show_encryption(self) -> None:
        """Show the key, or go through the steps that encrypt the journal."""
        if self.context.demo:
            self.show_error("The demo is not kept, so there is nothing to encrypt.")
        elif self.journal.is_encrypted:
            self.app.call_later(self.app.run_action, "app.dialog('key')")
        else:
            encryption.run(self.context, encryption.encrypt)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if event.key.startswith(_TEST):
            self._test(event.key.removeprefix(_TEST))
            return
        if event.key == "encryption":
            self._show_encryption()
            return
        key, _, stage = event.key.partition(".")
        now = getattr(self.journal.settings, key)
        if key == "theme":
            choose_theme(self.context)
        elif key == "me":
            about = "Your own addresses, with commas between them: a meeting that you declined is not shown."
            initial = _addresses(now)
            self.app.push_screen(TextPrompt("My addresses", self._taker(key, initial), initial=initial, about=about))
        elif isinstance(now, bool):
            if self._set(key, not now):
                self.context.notify_text("It takes effect the next time rapport starts.")
        elif options := options_of(key):
            rows = [Row(option, (RowLine((StyledText(option),)),)) for option in options]
            self.app.push_screen(PickDialog(f"{_TITLES[key]}: {MEANINGS[key]}", rows), partial(self._picked, key))
        elif stage:
            title = f"{_LADDER[key]}: {stage}"
            initial = str(now.get(stage, ""))
            about = "A number; 0 for none; empty for the usual one."
            self.app.push_screen(
                TextPrompt(title, self._taker(key, initial, cast(Stage, stage)), initial=initial, about=about)
            )
        else:
            about = f"{MEANINGS[key][0].upper()}{MEANINGS[key][1:]}."
            initial = _typed(now)
            self.app.push_screen(TextPrompt(_TITLES[key], self._taker(key, initial), initial=initial, about=about))

    def _picked(self, key: str, option: str | None) -> None:
        if option:
            self._set(key, option)

    def _taker(self, key: str, shown: str, stage: Stage | None = None) -> Callable[[str], None]:
        """Return the function that saves a setting, or that of a stage, unless it no longer has the value `shown`."""

        def take(text: str) -> None:
            nonlocal shown
            now = getattr(read_settings(self.context.settings_path)[0], key)
            told = _addresses(now) if key == "me" else str(now.get(stage, "")) if stage else _typed(now)
            if told not in (shown, text):
                shown = told
                raise ChangedMeanwhileError({"it": told})
            if stage:
                numbers = {one: number for one, number in now.items() if one != stage}
                self.context.change_setting(key, {**numbers, stage: _whole(text)} if text else numbers)
            elif key == "me":
                emails = [email.strip() for email in text.split(",") if email.strip()]
                self.context.change_setting(key, {"emails": emails})
            elif text != shown:
                self.context.change_setting(key, _value(now, text))

        return take

    def _set(self, key: str, value: str | bool) -> bool:
        return self.attempt(lambda: self.context.change_setting(key, value))


def choose_theme(context: AppContext) -> None:
    """Ask for a theme, listing our own first, and save the choice."""

    def choose(name: str | None) -> None:
        if name:
            context.app.theme = name
            try:
                context.change_setting("theme", name)
            except RapportError as error:
                context.notify_error(error)

    own = {theme.name for theme in OWN_THEMES}
    names = sorted(context.app.available_themes, key=lambda name: (name not in own, name))
    rows = [Row(name, (RowLine((StyledText(name),)),)) for name in names]
    context.app.push_screen(PickDialog("Which colours?", rows), choose)


def _typed(value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _value(before: str | int | tuple[str, ...], text: str) -> str | int | list[str]:
    if isinstance(before, tuple):
        return list_of(text)
    return _whole(text) if isinstance(before, int) else text


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise RapportError(f"“{text}” is not a whole number.")
    return int(text)


def _shown(text: str) -> str:
    return text or "not chosen"


def _addresses(me: Mapping[Literal["emails"], Sequence[str]]) -> str:
    return ", ".join(me.get("emails", ()))


def _row(key: str, title: str, value: str, meaning: str) -> Row:
    lines = [RowLine((StyledText(title),), (StyledText(value, "accent"),))]
    if meaning:
        lines.append(RowLine((StyledText(meaning, "muted"),)))
    return Row(key, tuple(lines))
