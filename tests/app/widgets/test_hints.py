from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from rapport_tui.app.widgets.footer import KeyFooter

MOVE = Binding.Group("move", compact=True)


class Pad(Widget, can_focus=True):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("H", "app.did('left')", "left", group=MOVE),
        Binding("L", "app.did('right')", "right", group=MOVE),
        Binding("x", "app.did('secret')", "secret", show=False),
    ]


class Dialog(ModalScreen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "close")]

    def compose(self) -> ComposeResult:
        yield KeyFooter()


class Bottom(App[None]):
    CSS = "Pad { height: 1; } Input { height: 1; } KeyFooter { dock: bottom; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "quit"),
        Binding("n,N", "did('write')", "write"),
        Binding("u", "undo", "undo"),
        Binding("ctrl+z", "hidden", "never"),
        Binding("question_mark", "did('help')", "help"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.can_undo = False
        self.hints = KeyFooter(general=("quit",), more="did('help')")

    def compose(self) -> ComposeResult:
        yield Pad()
        yield Input()
        yield self.hints

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "undo":
            return True if self.can_undo else None
        return action != "hidden"

    def action_did(self, what: str) -> None:
        self.done.append(what)

    def action_undo(self) -> None:
        self.done.append("undo")

    @property
    def text(self) -> str:
        return self.hints.render_line(0).text


async def test_the_keys_of_the_focus_come_first_and_general_ones_last() -> None:
    app = Bottom()
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(Pad).focus()
        await pilot.pause()
        assert app.text.split() == ["HL", "move", "n", "write", "u", "undo", "?", "help", "^q", "quit"]


async def test_keys_that_a_text_field_takes_are_not_offered() -> None:
    app = Bottom()
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(Input).focus()
        await pilot.pause()
        assert "write" not in app.text
        assert "^q quit" in app.text


async def test_what_does_not_fit_is_never_hidden_silently() -> None:
    app = Bottom()
    async with app.run_test(size=(50, 5)) as pilot:
        app.query_one(Pad).focus()
        for width in range(50, 0, -3):
            await pilot.resize_terminal(width, 5)
            await pilot.pause()
            assert cell_len(app.text) == width
            assert "quit" in app.text or width < 8 or app.text.rstrip().endswith("? more")
            assert not ("more" in app.text and "help" in app.text)


async def test_clicks_run_the_action_under_them() -> None:
    app = Bottom()
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(Pad).focus()
        await pilot.pause()
        for part in ("H", "L", "move", "n write", "? help"):
            await pilot.click(KeyFooter, offset=(app.text.index(part), 0))
        await pilot.click(KeyFooter, offset=(78, 0))
        assert app.done == ["left", "right", "left", "write", "help"]
        assert app.query_one(Pad).has_focus


async def test_more_runs_the_help_key() -> None:
    app = Bottom()
    async with app.run_test(size=(22, 5)) as pilot:
        await pilot.click(KeyFooter, offset=(app.text.index("more"), 0))
        assert app.done == ["help"]


async def test_more_is_left_to_the_mouse_where_its_key_is_a_letter() -> None:
    app = Bottom()
    async with app.run_test(size=(8, 5)) as pilot:
        app.query_one(Input).focus()
        await pilot.pause()
        assert app.text.strip() == "… more"


async def test_an_action_that_is_not_possible_now_is_dim_and_does_nothing() -> None:
    app = Bottom()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "never" not in app.text
        await pilot.click(KeyFooter, offset=(app.text.index("undo"), 0))
        assert app.done == []
        app.can_undo = True
        app.refresh_bindings()
        await pilot.pause()
        await pilot.click(KeyFooter, offset=(app.text.index("undo"), 0))
        assert app.done == ["undo"]


async def test_a_dialog_shows_its_own_keys() -> None:
    app = Bottom()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Dialog())
        await pilot.pause()
        text = app.screen.query_one(KeyFooter).render_line(0).text
        assert "close" in text
        assert "write" not in text
        await pilot.click(KeyFooter, offset=(text.index("close"), 0))
        await pilot.pause()
        assert not isinstance(app.screen, Dialog)
