"""The keys of a screen, grouped, with what they do."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.palette import Reach, commands_of, reach_of
from rapport_tui.app.widgets.rows import Row, RowList
from rapport_tui.app.widgets.spans import Line, Span


class HelpDialog(Dialog[None]):
    """Lists every key that works on `screen`, and the marks of the capture line."""

    HELP_LINE = "escape to leave"

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__("What works here")
        self._actives = commands_of(screen.active_bindings.values())

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the list."""
        yield RowList(id="keys", wrap=True, empty=Content("No keys work here."))

    def on_mount(self) -> None:
        """Show the keys, this screen's first, then the marks and where this comes from."""
        super().on_mount()
        rows = []
        for reach, title in _TITLES.items():
            keys = [self._key_row(active) for active in self._actives if reach_of(active) is reach]
            rows += [_heading(title), *keys] if keys else []
        rows.append(_heading("In a line of the journal"))
        rows += [_row(sign, meaning) for sign, meaning in _MARKS]
        rows.append(_heading("About"))
        rows += [_text(line) for line in _ABOUT]
        listing = self.query_one(RowList)
        listing.show(rows)
        listing.focus()

    def _key_row(self, active: ActiveBinding) -> Row:
        binding = active.binding
        return _row(self.app.get_key_display(binding), binding.tooltip or binding.description)


_TITLES = {Reach.HERE: "In this room", Reach.EVERYWHERE: "Everywhere", Reach.WALKING: "Walking about"}

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
_ABOUT = (
    "rapport follows Gorick Ng’s method from “How to Build Real Relationships at Work”,",
    "Harvard Business Review, 2022. His book is The Unspoken Rules. The words here are ours.",
)


def _row(key: str, meaning: str) -> Row:
    return Row(f"{key} {meaning}", (Line((Span(f"{key:<14} ", "accent"), Span(meaning)), hang=15),))


def _heading(text: str) -> Row:
    return Row(text, (Line(), Line((Span(text, "strong"),))), selectable=False)


def _text(text: str) -> Row:
    return Row(text, (Line((Span(text, "muted"),)),))
