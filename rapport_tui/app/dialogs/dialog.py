"""The base class of all dialogs: a box above the screen, which escape closes without changing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.context import ContextMixin
from rapport_tui.app.widgets.key_line import KeyLine
from rapport_tui.model.errors import RapportError

T = TypeVar("T")


class Dialog(ContextMixin, ModalScreen[T]):
    """A box with a title, its widgets, and one line of help. A click outside closes it, like escape.

    `HELP_LINE` contains command ids in braces in place of keys: `{leave} leaves`.
    """

    CSS_PATH = str(Path(__file__).with_name("dialogs.tcss"))
    BINDINGS: ClassVar[list[BindingType]] = [
        *bound(
            {
                "leave": "leave",
                "jump": "app.jump",
                "palette": "app.command_palette",
                "help": "app.help",
                "lock": "app.lock",
                "quit": "app.quit",
            }
        ),
        Binding("ctrl+c", "app.help_quit", show=False),
    ]
    HELP_LINE: ClassVar[str] = "{rows.choose} takes it · {leave} leaves"

    def __init__(self, title: str) -> None:
        super().__init__()
        self.add_class(*self.context.size_classes, update=False)
        self.dialog_title = title
        self._is_laid_out = False

    def compose(self) -> ComposeResult:
        """Yield the box."""
        with Vertical(id="dialog"):
            yield Static(Content(self.dialog_title), id="dialog-title")
            yield from self.compose_dialog()
            error = Static(id="dialog-error")
            error.display = False
            yield error
            yield KeyLine(self.HELP_LINE, self.context.key, id="dialog-help")

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the widgets between the title and the help."""
        return iter(())

    def on_mount(self) -> None:
        """Paint the dialog once it is laid out. Textual would paint the whole screen at each of four steps."""
        self.call_after_refresh(self._paint)

    def _paint(self) -> None:
        self._is_laid_out = True
        self.refresh()

    def _compositor_refresh(self) -> None:
        if self._is_laid_out:
            super()._compositor_refresh()

    def show_help(self, text: str) -> None:
        """Replace the line of help; `text` contains command ids in braces."""
        self.query_one(KeyLine).update(text)

    def show_error(self, text: str) -> None:
        """Show an error about the typed text, which is kept."""
        error = self.query_one("#dialog-error", Static)
        error.update(Content(text))
        error.display = bool(text)

    def attempt(self, change: Callable[[], object]) -> bool:
        """Run `change` and return whether it succeeded; an error is shown, and otherwise the last one is cleared."""
        try:
            change()
        except RapportError as error:
            self.show_error(str(error))
            return False
        self.show_error("")
        return True

    def on_click(self, event: events.Click) -> None:
        """Close the dialog at a click outside the box."""
        if self.get_widget_at(*event.screen_offset)[0] is self:
            self.action_leave()

    def action_leave(self) -> None:
        """Close the dialog without changing anything."""
        self.dismiss(None)
