"""The dialog for a capture line, with a preview of its meaning and completion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual import getters, on
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.closed_dialog import ask_what_closed
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.dialogs.line_field import LineField
from rapport_tui.app.dialogs.person_picker import PersonPicker
from rapport_tui.app.dialogs.pick_dialog import PickDialog
from rapport_tui.app.editor_session import edit_text
from rapport_tui.app.row_builders import choice_row, open_content, person_row, preview_content
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.capture.capture_line import split_entries
from rapport_tui.capture.directory import name_of
from rapport_tui.model.errors import AmbiguousPersonError, LineError, NearNameError, RapportError, UnsureDayError
from rapport_tui.model.person_summary import note_line, note_text
from rapport_tui.model.records import Person
from rapport_tui.model.relative_days import full_day
from rapport_tui.model.uids import new_uid

if TYPE_CHECKING:
    from rapport_tui.journal import Journal
    from rapport_tui.journal.completion import Completion
    from rapport_tui.journal.entries import Logged
    from rapport_tui.journal.line_reader import Preview

MOST_COMPLETIONS: Final = 6
FORM_DRAFT: Final = "form#"
"""The key of the draft of a whole form, which is no text for a line."""
DRAFT_SECONDS: Final = 0.3
"""The delay in seconds after the last key before the text is saved as unsaved text."""


class SaveResult(NamedTuple):
    """The result of submitting a line: the message to show, and the entries written."""

    text: str
    written: Sequence[Logged] = ()


Submit = Callable[[str, Mapping[str, str]], SaveResult]
"""A function called with the text and, by mention, the uids chosen for it."""


class CaptureDialog(Dialog[bool]):
    """A prompt for a capture line, passed to `submit`; an error is shown and the line is kept.

    `about` are the people that the line is about without naming them. `optional` allows an empty line. `name_first`
    allows the line to begin with a plain name. With `several`, each line is a separate entry. The text is kept on disk
    until it is submitted. Text left from an earlier dialog is offered, and tab inserts it: from dialogs with the same
    `draft` first, else from any other, unless `alone` is set. `preview` returns the meaning of a text that is not a new
    entry.
    """

    names = getters.query_one("#names", RowList)
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {"choose.down": "step(1)", "choose.up": "step(-1)", "line.new": "add_new", "line.editor": "editor"}
    )
    HELP_LINE = (
        "@who  #topic  ? ask next time  ! I promised  < they promised  + keep\n"
        "tab completes · enter saves · {line.break} another line · {line.editor} editor · {leave} leaves"
    )

    def __init__(
        self,
        title: str,
        submit: Submit,
        *,
        draft: str,
        initial: str = "",
        about: Sequence[Person] = (),
        optional: bool = False,
        name_first: bool = False,
        several: bool = False,
        alone: bool = False,
        preview: Callable[[str], Preview] | None = None,
    ) -> None:
        super().__init__(title)
        self._submit = submit
        self._kind = f"{draft}#"
        self._draft = f"{self._kind}{new_uid()}"
        self._initial = initial
        self._about = about
        self._optional = optional
        self._asks_whom = name_first
        self._several = several
        self._alone = alone
        self._preview = preview
        self._typed = initial
        self._left: tuple[str, str] | None = None
        """The text left unsaved, which tab inserts while the field is empty."""
        self._chosen: dict[str, str] = {}
        self._seen: Preview | None = None
        self._completion: Completion | None = None
        self._keeping: Timer | None = None

    @classmethod
    def to_log(
        cls,
        journal: Journal,
        people: Sequence[Person] = (),
        *,
        steps: Sequence[str] = (),
        name_first: bool = False,
    ) -> CaptureDialog:
        """Return the dialog that writes entries about `people`, linked to the stage changes `steps`."""

        def log(text: str, chosen: Mapping[str, str]) -> SaveResult:
            lines = split_entries(text) or [text]
            written = journal.entries.log(lines, chosen=chosen, steps=steps, name_first=name_first)
            return SaveResult(noticed(journal, written), written)

        initial = "".join(f"{journal.people.mention(person)} " for person in people)
        draft = f"log:{','.join(person.uid for person in people)}"
        return cls("Write a line", log, draft=draft, initial=initial, several=True, name_first=name_first)

    @property
    def line(self) -> str:
        """The uid of the entry that it edits, “log” for new ones, “tick” for the one of a ticked item, or empty."""
        kind, _, uid = self._kind.rstrip("#").partition(":")
        return {"edit": uid, "log": kind, "tick": kind}.get(kind, "")

    @property
    def field(self) -> LineField:
        """The field that contains the line."""
        return self.query_one(LineField)

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the field, its preview, the open threads with the people named, and the completions."""
        drafts = self.journal.drafts
        self._left = drafts.latest(lambda key: key.startswith(self._kind))
        if not (self._left or self._alone):
            self._left = drafts.latest(lambda key: not key.startswith(("edit:", FORM_DRAFT)))
        yield LineField(self._initial, hang="  " if self._several else "", id="line")
        yield Static(id="preview")
        yield Static(Content(f"tab brings back what you wrote: {self._left[1]}" if self._left else ""), id="left")
        yield Static(id="open")
        names = RowList(id="names", menu=True)
        names.can_focus = False
        names.display = False
        yield names

    def on_mount(self) -> None:
        """Show the meaning of the initial text."""
        self._show_meaning()
        self._show_left()

    def on_unmount(self) -> None:
        """Save text typed since the last save, and report an error of the disk."""
        if self._keeping is not None:
            self._keep_draft()
        if not self.journal.drafts.is_on_disk:
            kept = RapportError(
                "The disk did not take what you wrote. It is kept while this window is open: "
                f"{self.context.key('write')} goes on with it."
            )
            self.app.call_later(self.context.notify_error, kept)

    @on(LineField.Changed)
    def _changed(self) -> None:
        if self.field.text == self._typed:
            return
        self.show_error("")
        self._typed = self.field.text
        self._show_meaning()
        self._show_left()
        self._offer()
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(DRAFT_SECONDS, self._keep_draft)

    @on(LineField.Pressed)
    def _pressed(self, event: LineField.Pressed) -> None:
        if event.key == "enter":
            self.action_save()
        else:
            self.action_complete()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the arrows if there are no completions, so that the field handles them."""
        return self._completion is not None if action == "step" else True

    def action_save(self) -> None:
        """Submit the line."""
        text = self.field.text.strip("\n")
        if text.strip() or self._optional:
            self._save(text if text.strip() else "")
        else:
            self.show_error(self.context.with_keys("Write a word or two about the talk, or leave with {leave}."))

    def action_complete(self) -> None:
        """Insert the completion at the cursor, or the text left unsaved if the field is empty."""
        key = self.names.cursor_key
        if self._left and self._is_left_offered:
            (self._draft, text), self._left = self._left, None  # continue a single draft
            self._rewrite(text)
        elif self._completion is not None and key is not None:
            self.field.put(self._completion.choices[int(key)].text, self._completion.start)
        elif link := self.journal.lines.unlinked(self.field.text):
            self._rewrite(f"{self.field.text[: link.start]}{link.mention}{self.field.text[link.end :]}")

    def action_add_new(self) -> None:
        """Treat the first name similar to a known one as a new person."""
        if self._seen and self._seen.near:
            near = self._seen.near[0]
            self._rewrite(self.journal.lines.with_mention(self.field.text, near.name, near.new))

    def action_step(self, by: int) -> None:
        """Move the selection in the completions."""
        self.names.action_step(by)

    def action_editor(self) -> None:
        """Continue with the text in the user's editor."""
        try:
            text = edit_text(self.app, self.field.text, self.journal.scratch_folder())
        except RapportError as error:
            self.show_error(str(error))
            return
        self._rewrite(text)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Insert the completion that was clicked."""
        event.stop()
        self.action_complete()
        self.field.focus()

    def _rewrite(self, text: str) -> None:
        self.field.text = text
        self.field.move_cursor(self.field.document.end)

    def _save(self, text: str, taken: str = "") -> None:
        """Submit the line; ask about ambiguous parts. `taken` reports names read as other names."""
        try:
            told = self._submit(text, self._chosen)
        except RapportError as error:
            self._ask(error.reason if isinstance(error, LineError) else error, text, taken)
        else:
            self._drop_draft()
            if told.text:
                self.context.notify_text(told.text + taken)
            self.dismiss(True)
            self.app.call_later(ask_what_closed, self.context, told.written)

    def _ask(self, error: RapportError, text: str, taken: str) -> None:
        """Ask the question of the error and continue with the answer, or show the error."""
        people = self.journal.people
        if isinstance(error, NearNameError) and len(error.people) == 1:
            (person,) = error.people
            meant = self.journal.lines.with_mention(text, error.name, people.mention(person))
            self._save(meant, f"{taken} · “{error.name}” was taken as {person.name}")
        elif isinstance(error, AmbiguousPersonError | NearNameError):
            self._ask_who(error, text, taken)
        elif isinstance(error, UnsureDayError):
            self._ask_day(error, text, taken)
        else:
            self.show_error(str(error))

    def _ask_who(self, error: AmbiguousPersonError | NearNameError, text: str, taken: str) -> None:
        def choose(uid: str | None) -> None:
            if uid and isinstance(error, AmbiguousPersonError):
                self._chosen[error.name] = uid
                self._save(text, taken)
            elif uid is not None and isinstance(error, NearNameError):
                mention = self.journal.people.mention(self.journal.people.get(uid)) if uid else error.new
                self._save(self.journal.lines.with_mention(text, error.name, mention), taken)

        rows = [person_row(summary, self.journal.day) for summary in self.journal.people.likeliest(error.people)]
        if isinstance(error, NearNameError):
            rows.append(Row("", (RowLine((StyledText(f"{name_of(error.name)}, somebody new", "success"),)),)))
        self.app.push_screen(PersonPicker(f"Which “{error.name}”?", rows), choose)

    def _ask_day(self, error: UnsureDayError, text: str, taken: str) -> None:
        def choose(day: str | None) -> None:
            if day is not None:
                meant = self.journal.lines.dated(text, error, date.fromisoformat(day) if day else None)
                self._save(meant, taken)

        rows = [Row(day.isoformat(), (RowLine((StyledText(full_day(day), "strong"),)),)) for day in error.days]
        if not error.by:
            rows.append(Row("", (RowLine((StyledText(f"today; “{error.written}” are just words", "muted"),)),)))
        self.app.push_screen(PickDialog(f"Which day is “{error.written}”?", rows), choose)

    @property
    def _is_left_offered(self) -> bool:
        return self._left is not None and self._typed == self._initial

    def _show_left(self) -> None:
        self.query_one("#left").display = self._is_left_offered

    def _keep_draft(self) -> None:
        self._keeping = None
        self.journal.drafts.keep(self._draft, self._typed if self._typed != self._initial else "")

    def keep(self) -> bool:
        """Save the text as a draft now, and return whether there is any."""
        self._keep_draft()
        return bool(self._typed.strip()) and self._typed != self._initial

    def _drop_draft(self) -> None:
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None
        self.journal.drafts.keep(self._draft, "")

    def _show_meaning(self) -> None:
        entries, place = [self.field.text], 0
        if self._several:
            entries = split_entries(self.field.text)
            so_far = self.field.get_text_range((0, 0), (self.field.cursor_location[0], 1 << 30))
            place = max(len(split_entries(so_far)) - 1, 0)
        if self._preview:
            seen = self._preview(self.field.text)
        else:
            seen = self.journal.lines.preview(entries, place, about=self._about, name_first=self._asks_whom)
        self._seen = seen
        meaning = preview_content(seen, self.journal.day, add_key=self.context.key("line.new"))
        if len(entries) > 1:
            meaning = Content.assemble((f"line {place + 1} of {len(entries)}  ", "$foreground-muted"), meaning)
        self.query_one("#preview", Static).update(meaning)
        threads = open_content(self.journal, self.journal.threads.with_people(seen.uids))
        self.query_one("#open", Static).update(threads)
        self.query_one("#open").display = bool(threads)

    def _offer(self) -> None:
        names = self.names
        self._completion = self.journal.completion.offer(self.field.before, limit=MOST_COMPLETIONS)
        choices = self._completion.choices if self._completion else ()
        names.display = bool(choices)
        names.show([choice_row(self.journal, str(place), choice) for place, choice in enumerate(choices)])
        names.action_edge(-1)


def noticed(journal: Journal, written: Sequence[Logged]) -> str:
    """Return a message about how the written entries were understood."""
    if len(written) > 1:
        people = {person.name for logged in written for person in logged.people}
        about = f" about {len(people)} people" if len(people) > 1 else f" about {next(iter(people), 'nobody')}"
        return f"{len(written)} lines written{about if people else ''}"
    (logged,) = written
    new = {person.uid for person in logged.new_people}
    who = [f"{person.name} (new)" if person.uid in new else person.name for person in logged.people]
    is_shared = len(logged.people) > 1
    notes = [note_text(one, logged.people) if is_shared else note_line(one, journal.day) for one in logged.notes]
    rungs = [
        f"{person.name} could be your {stage} by now: {why}"
        for person, stage, why in journal.entries.rungs_after(logged)
    ]
    told = ["Written" + (f" about {', '.join(who)}" if who else ""), *notes, *rungs, *logged.doubts]
    return " · ".join(filter(None, [*told, journal.threads.question_to_keep(logged)]))
