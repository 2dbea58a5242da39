"""The right side of the Compose screen: the sentence with its fields, and the candidates for the current one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.compose.sentence_field import SentenceField
from rapport_tui.app.compose.state import ComposeState
from rapport_tui.app.context import context_of
from rapport_tui.app.person_pane import PersonPane
from rapport_tui.app.row_builders import candidate_rows
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.app.widgets.toggle_bar import ToggleBar
from rapport_tui.journal.messages import INTRODUCTION
from rapport_tui.playbook.blanks import Blank
from rapport_tui.playbook.moves import REGISTERS, Register

_CHOICES: Final = "{sentence.up} {sentence.down} {sentence.take} takes one"
_TICKS: Final = "{sentence.up} {sentence.down} space tick · {sentence.take} goes on"
_NOT_TYPED: Final = "{compose.next} fills it in"


class ComposePane(Vertical):
    """A pane that shows a `ComposeState` and fills its blanks."""

    # The keys that finish a message stand before those of the screen in the footer.
    BINDINGS: ClassVar[list[BindingType]] = bound({"compose.copy": "screen.copy", "compose.moves": "screen.moves"})
    sentence = getters.query_one(SentenceField)
    candidates = getters.query_one("#candidates", RowList)

    @dataclass
    class RegisterWanted(Message):
        """Posted when a register was clicked."""

        register: Register

    class OtherWanted(Message):
        """Posted when a blank about the other person is to be filled and none is chosen."""

    class Ready(Message):
        """Posted when the last gap was filled or skipped."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._state: ComposeState | None = None
        self._is_choosing = False

    def compose(self) -> ComposeResult:
        """Yield the move, the registers, and the sentence with the candidates for its current blank."""
        yield Static(id="move")
        with Horizontal(id="how"):
            registers = ToggleBar([(register, register) for register in REGISTERS], id="registers")
            registers.can_focus = False
            yield registers
            yield Static(id="wording")
        with Container(id="message"):
            with Vertical(id="writing"):
                with VerticalScroll(id="text", can_focus=False):
                    yield SentenceField(id="line")
                yield Static(id="to-check")
                yield Static(id="blank-hint")
                found = RowList(
                    id="candidates",
                    wrap=True,
                    toggle_cells=1,
                    menu=True,
                    empty=Content("Your journal has nothing for this. Type it in."),
                )
                found.can_focus = False
                yield found
            yield PersonPane(links=False, id="about")

    @property
    def is_typed_into(self) -> bool:
        """True if the sentence has the focus."""
        return self.sentence.has_focus

    def show(self, state: ComposeState | None) -> None:
        """Show the state of a message; None shows that there is nobody to write to."""
        self._state = state
        for part in ("#how", "#message"):
            self.query_one(part).display = state is not None
        if state is None:
            told = context_of(self.app).with_keys(
                "Add somebody on the Board first: {screen.board}, then {board.add}. Then come back to write to them."
            )
            self.query_one("#move", Static).update(Content(told))
            return
        self._show_head(state)
        self.sentence.show(state.parts(), state.blank, state.value)
        to_check = self.query_one("#to-check", Static)
        to_check.update(Content(state.checking_hint))
        to_check.display = bool(state.checking_hint)
        self._show_candidates(state)
        self._show_person(state)

    def on_resize(self) -> None:
        """Show as much about the move and the candidates as there is space for."""
        if self._state:
            self._show_head(self._state)
            self._show_candidates(self._state)
            self._show_person(self._state)

    def walk(self, by: int) -> None:
        """Go to the next blank in the order of the line; from outside the sentence, to the first gap."""
        if self._state is None:
            return
        if self.is_typed_into:
            self._state.walk(by)
        else:
            self._state.go_to_gap()
        self.go_to_blank()

    def go_to_blank(self) -> None:
        """Focus the current blank."""
        if self._state is None or not self._state.blank:
            return
        self._is_choosing = False
        # Immediately, so that a key typed right after this one goes there.
        self.screen.set_focus(self.sentence)
        self.call_after_refresh(self._show_at_blank)

    @on(RowList.Highlighted, "#candidates")
    def _candidate_looked_at(self, event: RowList.Highlighted) -> None:
        event.stop()

    @on(RowList.Chosen, "#candidates")
    @on(RowList.Toggled, "#candidates")
    def _candidate_chosen(self, event: RowList.Chosen | RowList.Toggled) -> None:
        event.stop()
        state = self._state
        if state and state.is_list:
            self._tick(state, event.key)
        elif state:
            state.fill(event.key)
            self._go_on(state)

    @on(ToggleBar.Toggled)
    def _register_clicked(self, event: ToggleBar.Toggled) -> None:
        event.stop()
        self.post_message(self.RegisterWanted(cast(Register, event.key)))

    @on(SentenceField.Typed)
    def _typed(self, event: SentenceField.Typed) -> None:
        if self._state:
            self._state.blank = event.blank
            self._state.fill(event.value, typed=True)
            self.show(self._state)

    @on(SentenceField.Picked)
    def _blank_clicked(self, event: SentenceField.Picked) -> None:
        if self._state:
            self._state.blank = event.blank
            self.go_to_blank()

    @on(SentenceField.Stepped)
    def _stepped(self, event: SentenceField.Stepped) -> None:
        found = self.candidates
        is_first_taken = self._state is not None and self._state.value == found.cursor_key
        if self._is_choosing or event.by < 0 or is_first_taken:
            found.action_step(event.by)
        self._is_choosing = True

    @on(SentenceField.Ticked)
    def _ticked(self) -> None:
        key = self.candidates.cursor_key
        if key is not None and self._state and self._state.is_list:
            self._tick(self._state, key)

    @on(SentenceField.Taken)
    def _taken(self) -> None:
        state, key = self._state, self.candidates.cursor_key
        if state is None:
            return
        if state.blank.startswith("other.") and state.other is None:
            self.post_message(self.OtherWanted())
            return
        if key is not None and not (state.is_list and state.value) and (self._is_choosing or not state.value):
            state.fill(key)
        self._go_on(state)

    def _tick(self, state: ComposeState, key: str) -> None:
        state.tick(key, state.candidates())
        self.show(state)

    def _go_on(self, state: ComposeState) -> None:
        """Go to the next gap in the order of the line; without one, post `Ready`."""
        if state.next_gap():
            self.go_to_blank()
        else:
            self.show(state)
            self.post_message(self.Ready())

    def _show_head(self, state: ComposeState) -> None:
        # In a narrow terminal the list of moves is hidden while one types, and with it the person.
        to = f" · to {state.person.name}" if self.screen.has_class("-narrow") else ""
        lines = [
            Content.assemble((state.move.title, "bold"), to),
            Content(f"Suggested because {state.why}" if state.why else state.move.when),
            *(Content.styled(line, "$text-primary") for line in state.history),
        ]
        if not self.screen.has_class("-short"):
            lines.append(Content.styled(state.move.comfort, "$foreground-muted"))
        self.query_one("#move", Static).update(Content("\n").join(lines))
        self.query_one(ToggleBar).chosen = frozenset({state.register})
        many = len(state.lines)
        edited = "as you edited it" if state.own is not None else f"wording {state.number} of {many}"
        both = (
            ("speaks to both · " if state.line.to_both else "asks one first · ")
            if state.move.id == INTRODUCTION
            else ""
        )
        wording = self.query_one("#wording", Static)
        wording.update(Content(both + edited))
        wording.display = many > 1 or state.own is not None

    def _show_candidates(self, state: ComposeState) -> None:
        hint, rows = self.query_one("#blank-hint", Static), self.candidates
        hint.display = rows.display = bool(state.blank)
        if not state.blank:
            return
        found = state.candidates()
        ticked = state.ticked(found) if state.is_list else None
        how = (_TICKS if state.is_list else _CHOICES) if self.is_typed_into else _NOT_TYPED
        keys = context_of(self.app).with_keys(how)
        hint.update(
            Content.assemble((Blank(state.blank).hint, "bold $text-accent"), (f"   {keys}", "$foreground-muted"))
        )
        rows.show(candidate_rows(context_of(self.app).journal, found, ticked, short=self.screen.has_class("-short")))

    def _show_person(self, state: ComposeState) -> None:
        """Show what is known of the person where the terminal is tall enough for it."""
        if not self.screen.has_class("-short"):
            self.query_one(PersonPane).show(context_of(self.app).journal, state.person)

    def _show_at_blank(self) -> None:
        if self._state:
            self.show(self._state)
            found = self.candidates
            if not found.go_to(self._state.value):
                found.action_edge(-1)
