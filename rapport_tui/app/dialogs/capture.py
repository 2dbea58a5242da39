"""The capture line as a dialog: one line, what it will be understood as, and names completed as one types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.dialogs.pick import PickDialog
from rapport_tui.app.looks import person_row, preview_content
from rapport_tui.app.widgets.field import Field
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.model.errors import AmbiguousPersonError, RapportError
from rapport_tui.model.records import Person

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.entries import Logged

Submit = Callable[[str, Mapping[str, str]], str]
"""Does what the dialog is for with the line and, by mention, the uids chosen for it; returns what to tell."""
MOST_COMPLETIONS = 5


class CaptureDialog(Dialog[bool]):
    """Asks for a capture line and hands it to `submit`; an error is shown and the line stays.

    `about` is whom the line is about without naming them. `optional`: an empty line is an answer too.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
    ]
    HELP_LINE = (
        "@who  #topic  ? ask next time  ! I promised  < they promised  + keep\n"
        "tab completes a name · enter saves · escape leaves"
    )

    def __init__(
        self, title: str, submit: Submit, *, initial: str = "", about: Person | None = None, optional: bool = False
    ) -> None:
        super().__init__(title)
        self._submit = submit
        self._initial = initial
        self._about = about
        self._optional = optional
        self._chosen: dict[str, str] = {}

    @classmethod
    def to_log(cls, journal: Journal, *, initial: str = "", steps: Sequence[str] = ()) -> CaptureDialog:
        """Return the dialog that writes a line in the journal; it may tell of stage changes."""

        def log(text: str, chosen: Mapping[str, str]) -> str:
            return noticed(journal, journal.entries.log([text], chosen=chosen, steps=steps)[0])

        return cls("Write a line", log, initial=initial)

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the line, its preview and the names that fit."""
        yield Field(self._initial, compact=True, id="line", select_on_focus=False)
        yield Static(id="preview")
        names = RowList(id="names", menu=True)
        names.can_focus = False
        names.display = False
        yield names

    def on_mount(self) -> None:
        """Show what the line means so far."""
        super().on_mount()
        self._preview()

    @on(Input.Changed, "#line")
    def _changed(self) -> None:
        self.show_error("")
        self._preview()
        self._offer_names()

    @on(Input.Submitted, "#line")
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip() or self._optional:
            self._save(event.value)
        else:
            self.show_error("Write a word or two about the talk, or leave with escape.")

    @work
    async def _save(self, text: str) -> None:
        """Save the line, asking who is meant where several people have a name."""
        while True:
            try:
                told = self._submit(text, self._chosen)
            except AmbiguousPersonError as error:
                rows = [
                    person_row(self.journal.people.summary(person.uid), self.journal.day) for person in error.people
                ]
                uid = await self.app.push_screen_wait(PickDialog(f"Which “{error.name}”?", rows))
                if not uid:
                    return
                self._chosen[error.name] = uid
            except RapportError as error:
                self.show_error(str(error))
                return
            else:
                if told:
                    self.rapport.tell(told)
                self.dismiss(True)
                return

    def action_complete(self) -> None:
        """Put the chosen name in the line."""
        names = self.query_one("#names", RowList)
        key, line = names.cursor_key, self.query_one("#line", Input)
        start = _mention_start(line.value[: line.cursor_position])
        if key is None or start is None or not names.display:
            return
        mention = self.journal.people.mention(self.journal.people.get(key)) + " "
        rest = line.value[line.cursor_position :].lstrip()
        line.value = line.value[:start] + mention + rest
        line.cursor_position = start + len(mention)

    def action_step(self, by: int) -> None:
        """Move the choice among the names."""
        self.query_one("#names", RowList).action_step(by)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Complete the name that was clicked."""
        event.stop()
        self.action_complete()
        self.query_one("#line", Input).focus()

    def _preview(self) -> None:
        text = self.query_one("#line", Input).value
        seen = self.journal.entries.preview(text, about=[self._about] if self._about else [])
        self.query_one("#preview", Static).update(preview_content(seen, self.journal.day))

    def _offer_names(self) -> None:
        line, names = self.query_one("#line", Input), self.query_one("#names", RowList)
        start = _mention_start(line.value[: line.cursor_position])
        found = []
        if start is not None:
            typed = line.value[start + 1 : line.cursor_position].strip('"“”')
            found = self.journal.people.complete(typed, limit=MOST_COMPLETIONS)
        names.display = bool(found)
        names.show([person_row(summary, self.journal.day) for summary in found])


def noticed(journal: Journal, logged: Logged) -> str:
    """Return what a written line was understood as, for a message."""
    new = {person.uid for person in logged.new_people}
    who = [f"{person.name} (new)" if person.uid in new else person.name for person in logged.people]
    notes = [journal.entries.note_line(note) for note in logged.notes]
    rungs = [
        f"{person.name} could be your {stage} by now: {why}"
        for person, stage, why in journal.entries.rungs_after(logged)
    ]
    return " · ".join(["Written" + (f" about {', '.join(who)}" if who else ""), *notes, *rungs, *logged.doubts])


def _mention_start(before: str) -> int | None:
    """Return where the mention begins that is being typed at the end of `before`; None where there is none."""
    at = before.rfind("@")
    if at < 0 or (at > 0 and not before[at - 1].isspace()):
        return None
    typed = before[at + 1 :]
    closed = typed[:1] in {'"', "“"} and typed[1:].find('"') >= 0
    if closed or (typed[:1] not in {'"', "“"} and any(char.isspace() for char in typed)):
        return None
    return at
