"""A sentence with fields inside it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.events import Paste

from rapport_tui.app.compose.sentence_field import SentenceField, SentencePart

HOSTILE = ["[bold]x[/", "王小明 " * 9, "👩‍💻 é̂", "سلمى حداد", "x" * 300, "a\nb"]


class FieldApp(App[None]):
    """A sentence, as it is used: what is typed is shown again."""

    def __init__(self, *values: str) -> None:
        super().__init__()
        self.values = list(values)
        self.at = 0
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield SentenceField()

    def on_mount(self) -> None:
        self.show()
        self.query_one(SentenceField).focus()

    def show(self) -> None:
        parts = [SentencePart("Hi ")]
        for number, value in enumerate(self.values):
            parts += [SentencePart(value, f"blank{number}", f"hint {number}"), SentencePart(", and ")]
        self.query_one(SentenceField).show(parts, f"blank{self.at}", self.values[self.at])

    @on(SentenceField.Typed)
    def typed(self, event: SentenceField.Typed) -> None:
        self.values[int(event.blank.removeprefix("blank"))] = event.value
        self.show()

    @on(SentenceField.Picked)
    def picked(self, event: SentenceField.Picked) -> None:
        self.at = int(event.blank.removeprefix("blank"))
        self.show()

    @on(SentenceField.Stepped)
    @on(SentenceField.Taken)
    @on(SentenceField.Ticked)
    def note(self, event: SentenceField.Stepped | SentenceField.Taken | SentenceField.Ticked) -> None:
        self.heard.append(type(event).__name__)

    @property
    def lines(self) -> list[str]:
        sentence = self.query_one(SentenceField)
        return [sentence.render_line(y).text for y in range(sentence.size.height)]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("width", [9, 60])
async def test_every_line_is_as_wide_as_the_widget_whatever_it_says(value: str, width: int) -> None:
    app = FieldApp(value, "")
    async with app.run_test(size=(width, 60)):
        assert {cell_len(line) for line in app.lines} == {width}
        shown = "".join("".join(line.split()) for line in app.lines)
        assert "‹hint1›" in shown
        assert "".join(value.split()) in shown or "\n" in value


async def test_keys_edit_whole_letters_and_enter_and_arrows_are_told() -> None:
    app = FieldApp("old")
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("space", "down", "enter", "a")
        assert (app.heard, app.values) == (["Ticked", "Stepped", "Taken"], ["a"])
        app.values = ["a👩‍💻b c"]
        app.show()
        await pilot.press("home", "right", "right", "backspace")
        assert app.values == ["ab c"]
        await pilot.press("end", "ctrl+w")
        assert app.values == ["ab "]
        await pilot.press("ctrl+u", "delete", "backspace")
        assert app.values == [""]


async def test_a_click_goes_to_a_blank_and_then_to_its_letter() -> None:
    app = FieldApp("Priya", "Lisbon")
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(SentenceField, offset=(17, 0))
        assert app.at == 1
        await pilot.click(SentenceField, offset=(17, 0))
        await pilot.press("!")
        assert app.values[1].count("!") == 1
        assert app.values[1] not in ("!", "Lisbon!")
        await pilot.click(SentenceField, offset=(1, 0))
        assert app.at == 1


async def test_what_is_pasted_is_one_line_without_control_characters() -> None:
    app = FieldApp("old")
    async with app.run_test(size=(60, 10)) as pilot:
        app.query_one(SentenceField).post_message(Paste("two\nlines\x1b[31m {x}"))
        await pilot.pause()
        assert app.values == ["two lines[31m {x}"]
