"""The right side of the composer: the line as a sentence with fields inside it, and what could go into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from rapport_tui.app.compose.sentence_field import SentenceField
from rapport_tui.app.compose.state import ComposeState
from rapport_tui.app.row_builders import candidate_row
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.app.widgets.toggle_bar import ToggleBar
from rapport_tui.journal.messages import INTRODUCTION
from rapport_tui.playbook.blanks import Blank
from rapport_tui.playbook.moves import REGISTERS, Register

_CHOICES: Final = "↑ ↓ choose · enter takes"
_TICKS: Final = "↑ ↓ and space to tick · enter goes on"

_WIDE: Final = 60
"""Cells from which on the source of a candidate has a column of its own."""


class ComposePane(Vertical):
    """Shows a `ComposeState` and fills its blanks."""

    @dataclass
    class RegisterWanted(Message):
        """A register was clicked."""

        register: Register

    class OtherWanted(Message):
        """A blank about the other person was to be filled, and there is no such person yet."""

    class Ready(Message):
        """The last gap was filled, or gone past."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sheet: ComposeState | None = None
        self._is_choosing = False

    def compose(self) -> ComposeResult:
        """Lay out the move, the way to say it, the sentence, and what could go into the present blank."""
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="move")
            yield Static(id="comfort")
            with Horizontal(id="how"):
                registers = ToggleBar([(register, register) for register in REGISTERS], id="registers")
                registers.can_focus = False
                yield registers
                yield Static(id="wording")
            yield SentenceField(id="line")
        yield Static(id="blank-hint")
        found = RowList(
            id="candidates",
            wrap=True,
            toggle_cells=1,
            menu=True,
            empty=Content("Nothing in the journal fits. Type it in."),
        )
        found.can_focus = False
        yield found

    @property
    def is_typed_into(self) -> bool:
        """Whether the focus is in the sentence."""
        return self.query_one(SentenceField).has_focus

    def show(self, sheet: ComposeState | None) -> None:
        """Show a sheet, or that there is nobody to write to."""
        self._sheet = sheet
        for part in ("#how", "#line", "#blank-hint", "#candidates"):
            self.query_one(part).display = sheet is not None
        if sheet is None:
            self.query_one("#comfort", Static).update(Content(""))
            self.query_one("#move", Static).update(Content("Add somebody on the Board (2, then a), and come back."))
            return
        self._show_head(sheet)
        self.query_one(SentenceField).show(sheet.parts(), sheet.blank, sheet.value)
        self._show_candidates(sheet)

    def on_resize(self) -> None:
        """Put the sources beside the candidates, or after them, as there is room."""
        if self._sheet:
            self._show_candidates(self._sheet)

    def walk(self, by: int) -> None:
        """Go to the next blank in the order of the line; from elsewhere, to the first gap."""
        if self._sheet is None:
            return
        if self.is_typed_into:
            self._sheet.walk(by)
        else:
            self._sheet.go_to_gap()
        self.go_to_blank()

    def go_to_blank(self) -> None:
        """Put the focus into the present blank."""
        if self._sheet is None or not self._sheet.blank:
            return
        self._is_choosing = False
        # At once, so that a key typed right after this one goes there.
        self.screen.set_focus(self.query_one(SentenceField))
        self.call_after_refresh(self._show_at_blank)

    @on(RowList.Highlighted, "#candidates")
    def _candidate_looked_at(self, event: RowList.Highlighted) -> None:
        event.stop()

    @on(RowList.Chosen, "#candidates")
    @on(RowList.Toggled, "#candidates")
    def _candidate_chosen(self, event: RowList.Chosen | RowList.Toggled) -> None:
        event.stop()
        sheet = self._sheet
        if sheet and sheet.is_list:
            self._tick(sheet, event.key)
        elif sheet:
            sheet.fill(event.key)
            self._go_on(sheet)

    @on(ToggleBar.Toggled)
    def _register_clicked(self, event: ToggleBar.Toggled) -> None:
        event.stop()
        self.post_message(self.RegisterWanted(next(one for one in REGISTERS if one == event.key)))

    @on(SentenceField.Typed)
    def _typed(self, event: SentenceField.Typed) -> None:
        if self._sheet:
            self._sheet.blank = event.blank
            self._sheet.fill(event.value, typed=True)
            self.show(self._sheet)

    @on(SentenceField.Picked)
    def _blank_clicked(self, event: SentenceField.Picked) -> None:
        if self._sheet:
            self._sheet.blank = event.blank
            self.go_to_blank()

    @on(SentenceField.Stepped)
    def _stepped(self, event: SentenceField.Stepped) -> None:
        found = self.query_one("#candidates", RowList)
        is_first_taken = self._sheet is not None and self._sheet.value == found.cursor_key
        if self._is_choosing or event.by < 0 or is_first_taken:
            found.action_step(event.by)
        self._is_choosing = True

    @on(SentenceField.Ticked)
    def _ticked(self) -> None:
        key = self.query_one("#candidates", RowList).cursor_key
        if key is not None and self._sheet and self._sheet.is_list:
            self._tick(self._sheet, key)

    @on(SentenceField.Taken)
    def _taken(self) -> None:
        sheet, key = self._sheet, self.query_one("#candidates", RowList).cursor_key
        if sheet is None:
            return
        if sheet.blank.startswith("other.") and sheet.other is None:
            self.post_message(self.OtherWanted())
            return
        if key is not None and not (sheet.is_list and sheet.value) and (self._is_choosing or not sheet.value):
            sheet.fill(key)
        self._go_on(sheet)

    def _tick(self, sheet: ComposeState, key: str) -> None:
        sheet.tick(key, sheet.candidates())
        self.show(sheet)

    def _go_on(self, sheet: ComposeState) -> None:
        """Go to the next gap, in the order of the line; where there is none, tell that it is ready."""
        if sheet.next_gap():
            self.go_to_blank()
        else:
            self.show(sheet)
            self.post_message(self.Ready())

    def _show_head(self, sheet: ComposeState) -> None:
        lines = [
            Content.styled(sheet.move.title, "bold"),
            Content(f"Suggested: {sheet.why}" if sheet.why else sheet.move.when),
            *(Content.styled(told, "$text-primary") for told in sheet.told),
        ]
        self.query_one("#move", Static).update(Content("\n").join(lines))
        self.query_one("#comfort", Static).update(Content(sheet.move.comfort))
        self.query_one(ToggleBar).chosen = frozenset({sheet.register})
        many = len(sheet.lines)
        edited = "as you edited it" if sheet.own is not None else f"wording {sheet.number} of {many}"
        both = ("to both · " if sheet.line.to_both else "ask first · ") if sheet.move.id == INTRODUCTION else ""
        wording = self.query_one("#wording", Static)
        wording.update(Content(both + edited))
        wording.display = many > 1 or sheet.own is not None

    def _show_candidates(self, sheet: ComposeState) -> None:
        hint, rows = self.query_one("#blank-hint", Static), self.query_one("#candidates", RowList)
        hint.display = rows.display = bool(sheet.blank)
        if not sheet.blank:
            return
        found = sheet.candidates()
        ticked = sheet.ticked(found) if sheet.is_list else []
        how = (_TICKS if sheet.is_list else _CHOICES) if self.is_typed_into else ""
        hint.update(
            Content.assemble((Blank(sheet.blank).hint, "bold $text-accent"), (f"   {how}", "$foreground-muted"))
        )
        is_wide = self.size.width >= _WIDE
        rows.show([candidate_row(one, one.value in ticked if sheet.is_list else None, wide=is_wide) for one in found])

    def _show_at_blank(self) -> None:
        if self._sheet:
            self.show(self._sheet)
            found = self.query_one("#candidates", RowList)
            if not found.go_to(self._sheet.value):
                found.action_edge(-1)
