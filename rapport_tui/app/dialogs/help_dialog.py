"""The help dialog: the keys of a screen in groups, filtered by typing, and run from the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import getters, on
from textual.binding import ActiveBinding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.keys.palette import CommandScope, commands_of, keys_by_command, reach_of
from rapport_tui.app.row_builders import heading_row
from rapport_tui.app.widgets.rows import Row, RowList
from rapport_tui.app.widgets.styled_text import RowLine, StyledText, text_of
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.model.text import fold

_KEYS_WIDTH = 15


class HelpDialog(Dialog[ActiveBinding]):
    """A list of all keys that work on `screen`, and the marks of the capture line; the result is the command to run."""

    rows = getters.query_one(RowList)
    HELP_LINE = "{find} to search · {rows.choose} runs a command · {leave} to leave"
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {"help": "leave", "find": "search", "choose.down": "step(1)", "choose.up": "step(-1)"}
    )

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__("Keys and words")
        self._actives = {active.binding.id or "": active for active in commands_of(screen.active_bindings.values())}
        self._keys = keys_by_command(screen.active_bindings.values())

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the search field and the list."""
        field = TextField(placeholder="a key, or a few letters", compact=True, id="narrow")
        field.display = False
        yield field
        yield RowList(id="keys", wrap=True, empty=Content("Nothing has these letters."))

    def on_mount(self) -> None:
        """Show all keys."""
        listing = self.rows
        listing.show(self._rows())
        listing.focus()

    def action_search(self) -> None:
        """Filter the list by the typed text."""
        field = self.query_one("#narrow", TextField)
        field.display = True
        field.focus()

    def action_step(self, by: int) -> None:
        """Move the cursor in the list while the field keeps the focus."""
        self.rows.action_step(by)

    @on(Input.Changed, "#narrow")
    def _narrow(self, event: Input.Changed) -> None:
        self.rows.show(self._rows(event.value))

    @on(Input.Submitted, "#narrow")
    def _take(self) -> None:
        self._run(self.rows.cursor_key)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self._run(event.key)

    def _run(self, command_id: str | None) -> None:
        if active := self._actives.get(command_id or ""):
            self.dismiss(active)

    def _rows(self, text: str = "") -> list[Row]:
        """Return the sections with a match of all words of `text`: the keys of this screen first."""
        rows: list[Row] = []
        for reach, title in _TITLES.items():
            keys = [self._key_row(active) for active in self._actives.values() if reach_of(active) is reach]
            rows += _section(title, keys, text)
            if reach is CommandScope.HERE:
                rows += _section("Signs", (_row(f"sign:{sign}", sign, meaning) for sign, meaning in _SIGNS), text)
        rows += _section("In a line of the journal", (_row(sign, sign, meaning) for sign, meaning in _MARKS), text)
        letters = (_row(f"letter:{key}", key, " or ".join(told)) for key, told in self.context.meanings().items())
        rows += _section("By letter, on every screen", letters, text)
        rows += _section("The words of rapport", (_row(word, word, told) for word, told in _WORDS), text)
        return rows + _section("About", (_text(line) for line in _ABOUT), text)

    def _key_row(self, active: ActiveBinding) -> Row:
        binding = active.binding
        keys = "  ".join(self.app.get_key_display(one) for one in self._keys[binding.id or ""])
        return _row(binding.id or "", keys, binding.tooltip or binding.description)


_TITLES = {
    CommandScope.HERE: "On this screen",
    CommandScope.EVERYWHERE: "Everywhere",
    CommandScope.WALKING: "Walking about",
}

_SIGNS = (
    ("?", "to ask next time"),
    ("!", "you promised this"),
    ("<", "they promised this"),
    ("+", "you have this in common"),
    ("3d  2w  5mo  1y", "how long ago you last talked: days, weeks, months, years"),
    ("◦", "before it on the board: longer ago than is usual for the rung"),
    ("↑", "they are some steps ahead of you"),
    ("○  ●  –", "on Today: open, done, set aside"),
    ("23·  23:", "in the calendar: one line on this day, or more"),
    ("[23]", "in the calendar: the day at the cursor; today is underlined"),
    ("▌  ▏", "the cursor: thick where the keys work now, thin elsewhere"),
    ("→", "in Compose: the move that is suggested"),
    ("‹…›", "in a message: a blank that is still empty"),
)
_MARKS = (
    ("@name", "who it is about; somebody new is added"),
    ("#topic", "what it was about"),
    ("? …", "ask about it next time"),
    ("! … by fri", "I promised"),
    ("< … by fri", "they promised"),
    ("+ …", "what you share; +expert +likes +said +advice +door +date +fact"),
    ("+win …", "about me: +win +goal +project +question +next +struggle +free"),
    ("/move-id", "which move it was, such as /early-bird"),
    ("yesterday: …", "another day: a date, a weekday, 3 days ago"),
    ("\\", "before a mark keeps it text"),
)
_WORDS = (
    ("ladder", "how well you know somebody, in five rungs: stranger, acquaintance, ally, mentor, sponsor"),
    ("rung", "one of the five; a card on the board stands on one"),
    ("places", "how many people a rung comfortably holds; more is said gently, never forbidden"),
    ("stage", "another word for the rung that somebody stands on"),
    ("move", "one small thing to do or to say, such as asking how it went"),
    ("opening", "a move that breaks a silence, with somebody new or not seen for long; Today has up to three"),
    ("ready line", "the words of a move, with your own notes in its blanks"),
    ("hi again", "a word with somebody you know, before it has been too long"),
    ("thread", "something to ask about next time"),
    ("promise", "something you said you would do for somebody, or they for you"),
    ("door", "something that somebody made possible for you: a job, an introduction, an invitation"),
    ("drift", "longer since the last talk than is usual for the rung"),
    ("brief", "all that is good to know before you meet somebody"),
    ("inbox", "imported people who are not on the board yet"),
    ("set aside", "kept, but out of every list until you take somebody back"),
    ("snooze", "leave somebody in peace until a day: Today does not propose them before it"),
    ("skip", "leave an opening out today and see it less often"),
    ("seen, heard, known", "how a talk counts: the first hi, the next ones, a goal or a win you told"),
    ("playbook", "all moves with their ready lines, and lines of your own"),
)
_ABOUT = (
    "rapport follows Gorick Ng’s method from “How to Build Real Relationships at Work”,",
    "Harvard Business Review, 2022. His book is The Unspoken Rules. The words here are ours.",
)


def _section(title: str, rows: Iterable[Row], text: str) -> list[Row]:
    words = fold(text).split()
    found = [row for row in rows if all(word in fold(f"{row.key} {text_of(row.lines[0].spans)}") for word in words)]
    return [heading_row(title), *found] if found else []


def _row(key: str, sign: str, meaning: str) -> Row:
    return Row(
        key, (RowLine((StyledText(f"{sign:<{_KEYS_WIDTH - 1}} ", "accent"), StyledText(meaning)), hang=_KEYS_WIDTH),)
    )


def _text(text: str) -> Row:
    return Row(text, (RowLine((StyledText(text, "muted"),)),))
