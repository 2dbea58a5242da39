"""The playbook dialog: every move with its lines, and the user's own wordings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar, Final, cast

from textual import getters, on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.dialogs.pick_dialog import PickDialog
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.app.widgets.toggle_bar import ToggleBar
from rapport_tui.journal.messages import INTRODUCTION
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError
from rapport_tui.model.records import Person
from rapport_tui.model.wording import counted
from rapport_tui.playbook.blanks import HINTS, parse_template
from rapport_tui.playbook.moves import REGISTERS, Move, ReadyLine, Register
from rapport_tui.user_files import read_text, user_path

_SAMPLE: Final = "Hi {them.first}, …"


class PlaybookDialog(Dialog[bool]):
    """A list of the moves with their lines, starting at `move_id`. Lines are filled in for `person`."""

    rows = getters.query_one(RowList)
    HELP_LINE = (
        "{playbook.edit} edit · {playbook.add} add · {playbook.hide} hide · {playbook.reset} original lines · "
        "{playbook.import} import · {playbook.export} export · {leave} leaves"
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "playbook.edit": "edit",
            "playbook.add": "add",
            "playbook.hide": "hide",
            "playbook.reset": "reset",
            "playbook.import": "take_in",
            "playbook.export": "export",
        }
    )

    def __init__(self, person: Person | None = None, move_id: str = "") -> None:
        super().__init__("Playbook")
        self._person = person
        self._move_id = move_id

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the list."""
        yield RowList(id="lines", wrap=True)

    def on_mount(self) -> None:
        """Show the moves."""
        self._show()
        lines = self.rows
        lines.focus()
        if self._move_id:
            lines.go_to(f"{self._move_id}:0")

    def action_edit(self) -> None:
        """Edit the line at the cursor."""
        if at := self._at_cursor:
            self.app.push_screen(WordingDialog(at[0], at[1], self._person), self._changed)

    def action_add(self) -> None:
        """Add a line to the move at the cursor."""
        if at := self._at_cursor:
            self.app.push_screen(WordingDialog(at[0], None, self._person), self._changed)

    def action_hide(self) -> None:
        """Hide the line at the cursor."""
        if at := self._at_cursor:
            reset = self.context.key("playbook.reset")
            self._change(
                lambda: self.journal.wordings.hide(*at), f"Hidden. {reset} brings back the original lines of the move."
            )

    def action_reset(self) -> None:
        """Restore the shipped version of the move at the cursor."""
        if at := self._at_cursor:
            self._change(lambda: self.journal.wordings.reset(at[0]), f"“{at[0].title}” has its original lines again.")

    def action_take_in(self) -> None:
        """Import a playbook file."""

        def take_in(path: Path) -> str:
            count = self.journal.wordings.take_in(read_text(path), str(path))
            return f"Added {counted(count, 'wording')}. {self.context.key('undo')} takes them back."

        self.app.push_screen(PathDialog("Add the lines of which file?", take_in), self._changed)

    def action_export(self) -> None:
        """Export the user's own wordings to a file."""
        asked: set[Path] = set()

        def export(path: Path) -> str:
            replace = path in asked
            asked.add(path)
            text = self.journal.wordings.export()
            self.journal.transfer.write(path, text, replace=replace, hint=", or press enter again to write over it")
            return f"Wrote {path}."

        self.app.push_screen(PathDialog("Write your wordings to which file?", export, "~/my-playbook.toml"))

    @on(RowList.Chosen, "#lines")
    def _chosen(self) -> None:
        self.action_edit()

    @property
    def _at_cursor(self) -> tuple[Move, ReadyLine] | None:
        key = self.rows.cursor_key
        if key is None:
            return None
        move_id, _, number = key.rpartition(":")
        move = self.journal.playbook.move(move_id)
        return move, move.lines[int(number)]

    def _changed(self, _changed: bool | None) -> None:
        self._show()

    def _change(self, change: Callable[[], object], told: str) -> None:
        if self.attempt(change):
            self.context.notify_text(told)
            self._show()

    def _show(self) -> None:
        self.rows.show(list(self._rows()))

    def _rows(self) -> Iterator[Row]:
        wordings = self.journal.wordings
        for move in self.journal.playbook.moves:
            hidden = wordings.hidden(move.id)
            end = (StyledText(f"{hidden} hidden", "muted"),) if hidden else ()
            title = RowLine((StyledText(move.title, "strong"), StyledText(f"  {move.when}", "muted")), end)
            yield Row(move.id, (RowLine(), title), selectable=False)
            for number, line in enumerate(move.lines):
                own = wordings.is_own(move.id, line)
                how = StyledText(f"{line.register:<6}", "accent" if own else "muted")
                subject = (StyledText(f"{line.subject} · ", "muted"),) if line.subject else ()
                mark = (StyledText("mine", "accent"),) if own else ()
                words = StyledText(" ¶ ".join(part for part in line.text.split("\n") if part))
                yield Row(f"{move.id}:{number}", (RowLine((how, *subject, words), mark, hang=6),))


class WordingDialog(Dialog[bool]):
    """A form for a wording of `move`, replacing `line` if given; its blanks are checked during typing."""

    toggles = getters.query_one(ToggleBar)
    area = getters.query_one(TextArea)
    HELP_LINE = (
        "{form.save} saves · {playbook.blank} puts in a blank · tab to chat or mail and subject · {leave} leaves"
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "form.save": "save",
            "playbook.blank": "blank",
        }
    )

    def __init__(self, move: Move, line: ReadyLine | None, person: Person | None) -> None:
        super().__init__(f"{move.title} · {'edit a wording' if line else 'a wording of your own'}")
        self._move = move
        self._line = line
        self._person = person
        self._register: Register = line.register if line else "chat"

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the fields for register, subject and text, and the preview."""
        toggles: list[tuple[str, str]] = [(register, register) for register in REGISTERS]
        if self._move.id == INTRODUCTION:
            toggles.append(("both", "to both people"))
        line = self._line
        yield TextArea(line.text if line else _SAMPLE, id="words", soft_wrap=True, tab_behavior="focus")
        yield ToggleBar(toggles, id="how")
        yield TextField(line.subject if line else "", placeholder="subject of the mail", compact=True, id="subject")
        yield Static(id="reads")

    def on_mount(self) -> None:
        """Show the preview."""
        self.toggles.chosen = frozenset({self._register, *(["both"] if self._is_to_both else [])})
        words = self.area
        words.move_cursor(words.document.end)
        words.focus()
        self._check()

    def action_save(self) -> None:
        """Save the wording; on an error, show it and keep the typed text."""
        try:
            self.journal.wordings.save(
                self._move,
                self.area.text,
                self._register,
                subject=self._subject,
                to_both="both" in self.toggles.chosen,
                instead_of=self._line,
            )
        except RapportError as error:
            if isinstance(error, ChangedMeanwhileError):
                self._line = None  # saving again adds it beside the current one
            self.show_error(str(error))
        else:
            self.dismiss(True)

    def action_blank(self) -> None:
        """Insert a blank, chosen by its contents."""
        rows = [
            Row(name, (RowLine((StyledText(f"{name:<14}", "accent"), StyledText(hint))),))
            for name, hint in HINTS.items()
        ]
        self.app.push_screen(PickDialog("Which blank?", rows), self._blank_picked)

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _check(self) -> None:
        self.query_one("#subject").display = self._register == "mail"
        try:
            parse_template(self._subject)
            reads = self._reading()
        except RapportError as error:
            self.show_error(str(error))
        else:
            self.show_error("")
            self.query_one("#reads", Static).update(Content(reads))

    @on(ToggleBar.Toggled)
    def _toggled(self, event: ToggleBar.Toggled) -> None:
        toggles = self.toggles
        if event.key == "both":
            toggles.chosen = toggles.chosen ^ {"both"}
        else:
            self._register = cast(Register, event.key)
            toggles.chosen = (toggles.chosen & {"both"}) | {event.key}
        self._check()

    def _blank_picked(self, name: str | None) -> None:
        if name:
            self.area.insert(f"{{{name}}}")

    @property
    def _is_to_both(self) -> bool:
        return self._line is not None and self._line.to_both

    @property
    def _subject(self) -> str:
        return self.query_one("#subject", Input).value if self._register == "mail" else ""

    def _reading(self) -> str:
        """Return the wording filled in for the person. Raise `RapportError` for an unknown blank."""
        text = self.area.text
        parse_template(text)
        if self._person is None or not text.strip():
            return ""
        line = ReadyLine(register=self._register, text=text, subject=self._subject)
        return self.journal.composer.compose(line, self._person).text


class PathDialog(Dialog[bool]):
    """A prompt for a path. `use` receives it and returns the text to show; an error is shown and the path is kept."""

    def __init__(self, title: str, use: Callable[[Path], str], initial: str = "") -> None:
        super().__init__(title)
        self._use = use
        self._initial = initial

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the field for the path."""
        yield TextField(self._initial, placeholder="~/Downloads/playbook.toml", compact=True, id="path")

    @on(Input.Submitted, "#path")
    def _submitted(self, event: Input.Submitted) -> None:
        try:
            told = self._use(user_path(event.value.strip()))
        except RapportError as error:
            self.show_error(str(error))
        else:
            self.context.notify_text(told)
            self.dismiss(True)
