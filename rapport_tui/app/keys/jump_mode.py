"""Jump mode: labels of one or two letters on everything that can be jumped to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import ClassVar, Final, Protocol, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.widgets.jump_target import JumpTarget

_LETTERS: Final = "asdfghjklqwertyuiopzxcvbnm"
"""The letters of the labels, in the order of their ease of typing."""


@runtime_checkable
class _HasTargets(Protocol):
    def jump_targets(self) -> Iterator[JumpTarget]:
        """Yield the visible jump targets within a widget."""


class JumpScreen(ModalScreen[Callable[[], object]]):
    """A screen of labels over `targets`; the result is the action of the one typed. Any other key leaves."""

    CSS = """
    JumpScreen {
        background: $background 40%;
    }
    JumpScreen > Static {
        position: absolute;
        width: auto;
        height: 1;
        background: $accent;
        color: $text;
        text-style: bold;
    }
    JumpScreen:ansi > Static {
        text-style: bold reverse;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound({"leave": "dismiss(None)", "jump": "dismiss(None)"})

    def __init__(self, targets: list[JumpTarget]) -> None:
        super().__init__()
        self._targets = dict(zip(labels_for(len(targets)), targets, strict=False))
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Yield a label for each target."""
        for letters, target in self._targets.items():
            label = Static(Content(letters), name=letters)
            label.styles.offset = target.at
            yield label

    def on_key(self, event: events.Key) -> None:
        """Close the screen with the target as soon as the typed letters identify it."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        event.prevent_default()
        self._typed += event.character.lower()
        if target := self._targets.get(self._typed):
            self.dismiss(target.go)
        elif any(letters.startswith(self._typed) for letters in self._targets):
            for label in self.query(Static):
                label.display = (label.name or "").startswith(self._typed)
        else:
            self.dismiss(None)

    def on_click(self) -> None:
        """Leave jump mode."""
        self.dismiss(None)


def targets_of(screen: Screen[object]) -> list[JumpTarget]:
    """Return all visible jump targets on `screen`, from its top: tabs, rows, cards, words, fields."""
    found: list[JumpTarget] = []
    for widget in screen.query("*").results(Widget):
        if not widget.is_on_screen:
            continue
        seen = screen.find_widget(widget).visible_region
        if isinstance(widget, _HasTargets):
            found += (target for target in widget.jump_targets() if seen.contains_point(target.at))
        elif widget.focusable and seen:
            found.append(JumpTarget(seen.offset, widget.focus))
    return sorted(found, key=lambda target: (target.at.y, target.at.x))


def labels_for(count: int) -> list[str]:
    """Return up to `count` labels, none a prefix of another: of one letter as far as those suffice, then of two."""
    letters, prefixes = len(_LETTERS), 0
    while letters - prefixes + prefixes * letters < count and prefixes < letters:
        prefixes += 1
    singles, firsts = _LETTERS[: letters - prefixes], _LETTERS[letters - prefixes :]
    return [*singles, *map("".join, product(firsts, _LETTERS))][:count]
