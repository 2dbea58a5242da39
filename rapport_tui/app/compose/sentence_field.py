"""A line with fields inside it: words wrap around the blanks, and a blank is typed into where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.widgets.styled_text import StyledText, text_of
from rapport_tui.model.text import clean_line
from rapport_tui.terminal_text import breaks

GAP_SIGNS: Final = ("‹", "›")
"""The brackets around a gap’s hint, so that it is not told by its colour alone."""


class SentencePart(NamedTuple):
    """A stretch of the sentence: words, or what is in the blank called `blank`.

    A blank with nothing in it is painted as its `hint`. `quiet` words are not part of what is copied; the
    words `to_check` stand out.
    """

    text: str
    blank: str = ""
    hint: str = ""
    quiet: bool = False
    to_check: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The text as it is painted, with as many characters."""
        text = self.hint.join(GAP_SIGNS) if self.blank and not self.text else self.text
        return text_of((StyledText(text),))

    def runs(self) -> Iterator[tuple[str, bool]]:
        """Yield the text as it is painted in stretches, each with whether it is a word to check."""
        words = "|".join(map(re.escape, self.to_check)) or "(?!)"  # which never matches
        for number, run in enumerate(re.split(rf"(?i)(?<![\w’'-])({words})(?![\w’'-])", self.shown)):
            yield run, number % 2 == 1


class SentenceField(Widget, can_focus=True):
    """A sentence, painted, whose current blank is edited.

    A blank that was just come to is replaced by the first letter typed; the arrows and backspace edit it. Widgets
    around it decide what the values are: they hear `Typed` and call `show` with what came of it.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sentence--words",
        "sentence--quiet",
        "sentence--blank",
        "sentence--gap",
        "sentence--current",
        "sentence--field",
        "sentence--check",
        "sentence--caret",
    }
    DEFAULT_CSS = """
    SentenceField {
        height: auto;
        .sentence--words { color: $foreground; }
        .sentence--quiet { color: $text-muted; }
        .sentence--blank { color: $text-accent; text-style: underline; }
        .sentence--gap { color: $text-warning; text-style: italic; }
        .sentence--current { color: $text-accent; text-style: bold underline; }
        .sentence--field { color: $text-accent; background: $accent 25%; text-style: bold; }
        .sentence--check { color: $background; background: $text-warning; }
        .sentence--caret { color: $background; background: $foreground; }
        &:ansi .sentence--quiet { text-style: dim; }
        &:ansi .sentence--field { text-style: bold underline; }
        &:ansi .sentence--check { color: ansi_black; background: ansi_yellow; }
        &:ansi .sentence--caret { text-style: reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bound({"sentence.take": "take", "sentence.up": "step(-1)", "sentence.down": "step(1)"}),
        Binding("left,ctrl+b", "walk(-1)", show=False),
        Binding("right,ctrl+f", "walk(1)", show=False),
        Binding("home,ctrl+a", "edge(0)", show=False),
        Binding("end,ctrl+e", "edge(1)", show=False),
        Binding("backspace", "erase(-1)", show=False),
        Binding("delete,ctrl+d", "erase(1)", show=False),
        Binding("ctrl+u", "erase_all", show=False),
        Binding("ctrl+w", "erase_word", show=False),
    ]

    @dataclass
    class Typed(Message):
        """The text in the current blank was changed by hand."""

        blank: str
        value: str

    @dataclass
    class Picked(Message):
        """A blank was clicked."""

        blank: str

    @dataclass
    class Stepped(Message):
        """Another candidate is looked at: the next one, or the one before."""

        by: int

    class Ticked(Message):
        """Space was pressed in a blank that was just come to."""

    class Taken(Message):
        """Enter was pressed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: Sequence[SentencePart] = ()
        self._blank = ""
        self._value = ""
        self._caret = 0
        self._fresh = True
        # What was typed and not shown yet: who types fast is ahead of what comes back from it.
        self._sent_values: list[str] = []

    @property
    def text(self) -> str:
        """The sentence as it is painted, on one line."""
        return "".join(part.shown for part in self._parts)

    @property
    def value(self) -> str:
        """The text in the current blank."""
        return self._value

    def show(self, parts: Sequence[SentencePart], blank: str, value: str) -> None:
        """Show `parts`, with `value` in the current `blank`, which may be none."""
        is_echo = blank == self._blank and value in self._sent_values
        del self._sent_values[: self._sent_values.index(value) + 1 if is_echo else None]
        if not is_echo and (blank != self._blank or value != self._value):
            self._blank, self._value = blank, value
            self._caret, self._fresh = len(value), True
        height = len(self._lines(self.size.width))
        self._parts = parts
        self.refresh(layout=height != len(self._lines(self.size.width)))
        self.call_after_refresh(self._reveal)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the available width."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines that the words need."""
        return len(self._lines(width))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether the field types a key, which then is no command."""
        return bool(self._blank) and character is not None and character.isprintable()

    def render_line(self, y: int) -> Strip:
        """Paint the line `y`."""
        width, ground = self.size.width, self.get_visual_style().rich_style
        lines = self._lines(width)
        if y >= len(lines):
            return Strip.blank(width, ground)
        start, stop = lines[y]
        caret = self._caret_place(lines)
        at = caret[0] if caret and caret[1] == y and self.has_focus else -1
        segments = [
            Segment(text, self.get_visual_style(*(f"sentence--{look}" for look in looks)).rich_style)
            for text, looks in self._pieces(start, stop, at)
        ]
        return Strip(segments).adjust_cell_length(width, ground)

    def on_focus(self) -> None:
        """Paint the field and its caret."""
        self._fresh, self._caret = True, len(self._value)
        self.refresh()
        self.call_after_refresh(self._reveal)

    def on_blur(self) -> None:
        """Paint the blank as one of several."""
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Type a letter."""
        if not self._blank or event.character is None or not event.character.isprintable():
            return
        event.stop()
        event.prevent_default()
        if event.key == "space" and self._fresh:
            self.post_message(self.Ticked())
        else:
            self._insert(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Type what was pasted, on one line."""
        event.stop()
        if self._blank and (text := clean_line(event.text)):
            self._insert(text)

    def on_click(self, event: events.Click) -> None:
        """Go to the blank under the mouse, and within the current one to the letter."""
        offset = event.get_content_offset(self)
        lines = self._lines(self.size.width)
        if offset is None or offset.y >= len(lines):
            return
        index = self._index_at(lines[offset.y], offset.x)
        begin = 0
        for part in self._parts:
            end = begin + len(part.shown)
            if part.blank and begin <= index < end:
                if part.blank == self._blank and self.has_focus and part.text:
                    self._caret, self._fresh = index - begin, False
                    self.refresh()
                else:
                    self.post_message(self.Picked(part.blank))
                return
            begin = end

    def action_take(self) -> None:
        """Post `Taken`."""
        self.post_message(self.Taken())

    def action_step(self, by: int) -> None:
        """Post `Stepped`."""
        self.post_message(self.Stepped(by))

    def action_walk(self, by: int) -> None:
        """Move the caret by a letter as people see it."""
        edges = self._edges()
        places = [edge for edge in edges if (edge < self._caret if by < 0 else edge > self._caret)]
        self._go(places[-1 if by < 0 else 0] if places else self._caret)

    def action_edge(self, end: int) -> None:
        """Move the caret to the beginning or the end of the blank."""
        self._go(len(self._value) if end else 0)

    def action_erase(self, by: int) -> None:
        """Erase the letter before the caret, or after it."""
        edges = self._edges()
        if by < 0:
            before = max((edge for edge in edges if edge < self._caret), default=self._caret)
            self._edit(self._value[:before] + self._value[self._caret :], before)
        else:
            after = min((edge for edge in edges if edge > self._caret), default=self._caret)
            self._edit(self._value[: self._caret] + self._value[after:], self._caret)

    def action_erase_all(self) -> None:
        """Empty the blank."""
        self._edit("", 0)

    def action_erase_word(self) -> None:
        """Erase the word before the caret."""
        kept = self._value[: self._caret].rstrip()
        kept = kept[: kept.rfind(" ") + 1]
        self._edit(kept + self._value[self._caret :], len(kept))

    def _insert(self, text: str) -> None:
        if self._fresh:
            self._value, self._caret = "", 0
        self._edit(self._value[: self._caret] + text + self._value[self._caret :], self._caret + len(text))

    def _edit(self, value: str, caret: int) -> None:
        self._fresh = False
        self._caret = caret
        if value != self._value:
            self._value = value
            self._sent_values.append(value)
            self.post_message(self.Typed(self._blank, value))
        self.refresh()

    def _go(self, caret: int) -> None:
        self._fresh, self._caret = False, caret
        self.refresh()
        self._reveal()

    def _edges(self) -> list[int]:
        """Return the offsets between the letters of the value, as people see them."""
        return [0, *(stop for _, stop, _ in split_graphemes(self._value)[0])]

    def _lines(self, width: int) -> list[tuple[int, int]]:
        # One cell is left for the caret behind the last letter of a line.
        return breaks(self.text, width - 1, width - 1)

    def _current(self) -> tuple[int, int] | None:
        """Return the start and the end of the current blank where it is first in the sentence."""
        begin = 0
        for part in self._parts:
            end = begin + len(part.shown)
            if part.blank and part.blank == self._blank:
                return begin, end
            begin = end
        return None

    def _caret_place(self, lines: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """Return the character that the caret is before, and its line; None where no blank is current."""
        span = self._current()
        if span is None:
            return None
        at = min(span[0] + (self._caret if self._value else 0), span[1])
        line = max((number for number, (start, _) in enumerate(lines) if start <= at), default=0)
        return min(at, lines[line][1]), line

    def _pieces(self, start: int, stop: int, caret: int) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the stretches of the text from `start` to `stop` with their looks."""
        begin = 0
        for shown, looks in self._runs():
            low, high = max(start, begin), min(stop, begin + len(shown))
            begin += len(shown)
            if low >= high:
                continue
            text = shown[low - begin + len(shown) : high - begin + len(shown)]
            if not low <= caret < high:
                yield text, looks
                continue
            _, letter, _ = split_graphemes(text[caret - low :])[0][0]
            yield text[: caret - low], looks
            yield text[caret - low : caret - low + letter], ("caret",)
            yield text[caret - low + letter :], looks
        if caret == stop:
            yield " ", ("caret",)

    def _runs(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for part in self._parts:
            look = self._look(part)
            for run, is_to_check in part.runs():
                yield run, (look, "check") if is_to_check else (look,)

    def _look(self, part: SentencePart) -> str:
        if not part.blank:
            return "quiet" if part.quiet else "words"
        if part.blank == self._blank:
            return "field" if self.has_focus else "current" if part.text else "gap"
        return "blank" if part.text else "gap"

    def _index_at(self, line: tuple[int, int], x: int) -> int:
        """Return the character in cell `x` of a line."""
        text = self.text[line[0] : line[1]]
        used = 0
        for begin, _, cells in split_graphemes(text)[0]:
            used += cells
            if x < used:
                return line[0] + begin
        return line[1]

    def _reveal(self) -> None:
        """Scroll so that the caret is in sight, and have the terminal’s own cursor there for input methods."""
        lines = self._lines(self.size.width)
        place = self._caret_place(lines)
        if place is None or not self.has_focus or self.parent is None:
            return
        at, y = place
        offset = Offset(cell_len(self.text[lines[y][0] : at]), y)
        if isinstance(self.parent, Widget):
            inside = self.virtual_region.offset + self.content_offset + offset
            self.parent.scroll_to_region(Region(inside.x, inside.y, 1, 1), animate=False)
        self.app.cursor_position = self.content_region.offset + offset
