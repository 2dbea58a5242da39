"""Taking in an address book: choose a file, see what is in it, then take it in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.dialogs.pick_dialog import PickDialog
from rapport_tui.app.people.file_rows import file_rows
from rapport_tui.app.progress import ProgressMonitor, StoppedError, bar, change_in_background
from rapport_tui.app.row_builders import detail_of
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.app.widgets.text_field import TextField
from rapport_tui.exchange.encodings import ENCODINGS, encoding_title
from rapport_tui.exchange.parsed_file import ReadOptions
from rapport_tui.model.errors import RapportError
from rapport_tui.model.wording import counted
from rapport_tui.startup import keep_all, without_collection
from rapport_tui.terminal_text import pad
from rapport_tui.user_files import user_path

if TYPE_CHECKING:
    from rapport_tui.exchange.encodings import EncodingGuess
    from rapport_tui.journal.import_plan import ImportReport
    from rapport_tui.journal.transfer import ImportPlan

_MOST_SHOWN: Final = 200
_MOST_REMARKS: Final = 3
_NAME_CELLS: Final = 24
_COLUMN: Final = "column:"
_ENCODING: Final = "encoding:"
_FIELDS: Final = {
    "name": "the whole name", "given": "the first name", "family": "the last name",
    "last_first": "last and first name", "email": "e-mail", "phone": "phone", "org": "company", "role": "role",
    "team": "team", "location": "place", "address": "address", "link": "a page or profile", "alias": "another name",
    "tags": "tags", "birthday": "birthday", "met": "how we met", "met_through": "introduced by",
    "met_on": "the day we met", "stage": "rung of the ladder", "pronouns": "pronouns", "note": "a note",
    "remark": "a note, with the column’s name", "": "leave it out",
}  # fmt: skip


class ImportDialog(Dialog[bool]):
    """Asks for a file; the first enter reads it and says what is in it, the second takes it in."""

    HELP_LINE = (
        "a path, or choose a file with {import.files} · enter looks into it, enter again takes it in · {leave} leaves"
    )
    BINDINGS: ClassVar[list[BindingType]] = bound({"import.files": "step(1)", "import.unread": "save_unread"})

    def __init__(self) -> None:
        super().__init__("Import an address book")
        self._plan: ImportPlan | None = None
        self._is_known = False
        self._path = Path()
        self._columns: dict[str, str] = {}
        self._encoding = ""
        self._reading: ProgressMonitor | None = None
        self._taking_in: ProgressMonitor | None = None

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the path, what was found there, and the files at hand."""
        yield Static(
            Content(
                "vCard; CSV from LinkedIn, Google, Outlook or any; friends.md; Monica; jrnl; Day One. "
                "People wait in your inbox until you place them."
            ),
            id="about",
        )
        yield TextField(placeholder="~/Downloads/Connections.csv", compact=True, id="path")
        yield Static(id="report")
        yield RowList(id="found", menu=True)
        yield RowList(
            id="files", menu=True, empty=Content("No address book lies in Downloads or here. Type a path above.")
        )

    def on_mount(self) -> None:
        """Show the files that lie where exports land."""
        self._show_files(None)

    def on_unmount(self) -> None:
        """Stop what is going on where the app exits."""
        for progress in (self._reading, self._taking_in):
            if progress:
                progress.stop()

    def action_leave(self) -> None:
        """Stop what is going on; where nothing is, close the dialog. What is being saved already is saved whole."""
        if self._taking_in:
            self._taking_in.stop()
        elif self._reading:
            self._forget()
            self._say("Stopped. Nothing was taken in.")
        else:
            super().action_leave()

    def action_step(self, by: int) -> None:
        """Go from the path to the list below it."""
        if self.query_one("#path").has_focus:
            self.query_one("#found" if self.query_one("#found").display else "#files").focus()

    def action_save_unread(self) -> None:
        """Put what could not be read in a file beside the one that was read."""
        if self._plan is None or not self._plan.report.skipped:
            return
        aside = self._path.with_name(f"{self._path.stem}.unread{self._path.suffix}")
        try:
            self.journal.transfer.save_unread(self._plan.readings, aside)
        except RapportError as error:
            self.show_error(str(error))
        else:
            self.context.notify_text(f"What could not be read is in {aside}. Correct it there, and import that file.")

    @on(RowList.Chosen, "#files")
    def _file_chosen(self, event: RowList.Chosen) -> None:
        path = self.query_one("#path", Input)
        with path.prevent(Input.Changed):
            path.value = event.key
        self._columns, self._encoding = {}, ""
        self._look(event.key)

    @on(RowList.Chosen, "#found")
    def _found_chosen(self, event: RowList.Chosen) -> None:
        if event.key.startswith(_ENCODING):
            self._encoding_chosen(event.key.removeprefix(_ENCODING))
        if not event.key.startswith(_COLUMN):
            return
        header = event.key.removeprefix(_COLUMN)

        def take(field: str | None) -> None:
            if field is not None:
                self._columns[header] = field.removeprefix("field:")
                self._look(str(self._path))

        rows = [Row(f"field:{field}", (RowLine((StyledText(label),)),)) for field, label in _FIELDS.items()]
        self.app.push_screen(PickDialog(f"What does the column “{header}” hold?", rows), take)

    def _encoding_chosen(self, encoding: str) -> None:
        """Read the file anew in an encoding; of the guess that stands above what was read, offer all others."""
        guess = self._plan.readings[0].guess if self._plan else None
        if guess is None:
            self._encoding = encoding
            self._look(str(self._path))
            return

        def take(chosen: str | None) -> None:
            if chosen:
                self._encoding = chosen.removeprefix(_ENCODING)
                self._look(str(self._path))

        rows = [_encoding_row(guess, each) for each in ENCODINGS]
        self.app.push_screen(PickDialog("In which line do the names look right?", rows), take)

    @on(Input.Changed, "#path")
    def _path_changed(self) -> None:
        self._forget()

    @on(Input.Submitted, "#path")
    def _path_submitted(self, event: Input.Submitted) -> None:
        path = event.value.strip()
        if self._reading:
            return
        if not path:
            self.show_error("Type the path of a file, or choose one below.")
        elif self._plan is not None:
            self._take_in(self._plan)
        else:
            self._columns, self._encoding = {}, ""
            self._look(path, again=self._is_known)

    def _look(self, text: str, *, again: bool = False) -> None:
        """Read the file in the background, or show the folder. A file that was taken in is only read `again`."""
        try:
            path = user_path(text)
        except RapportError as error:
            self.show_error(str(error))
            return
        if os.path.isdir(path):  # noqa: PTH112  # Path.is_dir may raise
            self._show_files(path)
            return
        title = f"Reading {path.name}"
        progress = ProgressMonitor(lambda percent: self._show_progress(title, percent))
        self._plan, self._path, self._reading = None, path, progress
        self.show_error("")
        self._say(self._progress_text(title, 0))
        self.query_one("#path", Input).focus()
        again = again or bool(self._columns or self._encoding)
        self._read(path, dict(self._columns), self._encoding, progress, again=again)

    @work(thread=True, exclusive=True, exit_on_error=True)
    def _read(
        self, path: Path, columns: dict[str, str], encoding: str, progress: ProgressMonitor, *, again: bool
    ) -> None:
        watch, transfer = progress.watch, self.journal.transfer
        try:
            if not again and (sentence := transfer.known(path)):
                if not progress.is_stopped:
                    self.app.call_from_thread(self._show_known, sentence)
                return
            options = ReadOptions(
                columns=columns, encoding=encoding, keep_raw=True, watch=lambda done: watch(done * 0.6)
            )
            with without_collection():
                readings = transfer.read([path], options)
                found: ImportPlan | RapportError = transfer.plan(readings, watch=lambda done: watch(0.6 + done * 0.4))
                keep_all()
        except StoppedError:
            return
        except RapportError as error:
            found = error
        if not progress.is_stopped:
            self.app.call_from_thread(self._show_found, found)

    def _take_in(self, plan: ImportPlan) -> None:
        """Take in what was read, which only escape stops."""
        title = "Taking them in …"
        progress = self._taking_in = ProgressMonitor(lambda percent: self._show_progress(title, percent))
        self._say(self._progress_text(title, 0))
        self._set_choices(disabled=True)
        self.call_after_refresh(lambda: self.run_worker(self._change(plan, progress)))

    async def _change(self, plan: ImportPlan, progress: ProgressMonitor) -> None:
        transfer = self.journal.transfer
        report = await change_in_background(self.context, lambda watch: transfer.take_in(plan, watch), progress)
        self._taking_in = None
        if report is not None:
            self.context.notify_text(f"Taken in: {_counts(report)}. {self.context.key('undo')} takes it back.")
            self.dismiss(True)
        elif self.is_attached:
            self._say_report(plan)
            self._set_choices(disabled=False)
            self.query_one("#path").focus()

    def _set_choices(self, *, disabled: bool) -> None:
        for widget in self.query("#path, #found"):
            widget.disabled = disabled

    def _progress_text(self, title: str, percent: int) -> str:
        return f"{title}\n{bar(percent)} {percent} % · {self.context.key('leave')} stops"

    def _show_progress(self, title: str, percent: int) -> None:
        if self.is_attached and (self._reading or self._taking_in):
            self.query_one("#report", Static).update(Content(self._progress_text(title, percent)), layout=False)

    def _show_known(self, sentence: str) -> None:
        self._reading, self._is_known = None, True
        self._say(f"{sentence}\nEnter reads it all the same.")

    def _show_found(self, found: ImportPlan | RapportError) -> None:
        from rapport_tui.exchange.csv_reader import UnknownColumnsError

        self._reading = None
        if isinstance(found, UnknownColumnsError):
            self._say(
                self.context.with_keys(
                    "No column seems to hold names. Choose one with {import.files}, and say what it holds."
                )
            )
            self._show_rows(list(self._column_rows(found.columns, found.examples)))
        elif isinstance(found, RapportError):
            self._forget()
            self.show_error(str(found))
        elif (guess := found.readings[0].guess) and guess.rivals:
            down = self.context.key("import.files")
            self._say(f"{self._path.name} is not in UTF-8. Choose with {down} the line in which the names look right.")
            self._show_rows([_encoding_row(guess, encoding) for encoding in (guess.encoding, *guess.rivals)])
        else:
            self._plan = found
            reading = found.readings[0]
            self._say_report(found)
            letters = (
                [_heading("letters", f"Letters · {self.context.key('rows.choose')} if they look wrong")]
                if guess
                else []
            )
            letters += [_encoding_row(guess, guess.encoding)] if guess else []
            columns = list(self._column_rows(reading.columns, reading.examples)) if reading.kind == "CSV" else []
            self._show_rows([*letters, *columns, *_people_rows(found.report)])

    def _column_rows(self, columns: tuple[tuple[str, str], ...], examples: tuple[str, ...]) -> Iterator[Row]:
        """Yield each column with what it is taken for and what it holds in the first row."""
        if not columns:
            return
        yield _heading("columns", f"Columns · {self.context.key('rows.choose')} changes what one holds")
        for place, (header, field) in enumerate(columns):
            example = examples[place] if place < len(examples) else ""
            label = _FIELDS.get(field, field.replace("_", " ")) if field else "left out"
            spans = (
                StyledText(pad(header, 20), "strong"),
                StyledText(f" → {pad(label, 20)} ", "accent" if field else "muted"),
                StyledText(" ".join(example.split()), "muted"),
            )
            yield Row(f"{_COLUMN}{header}", (RowLine(spans),))
        yield Row("people", (RowLine(), RowLine((StyledText("Who comes", "muted"),))), selectable=False)

    def _show_rows(self, rows: list[Row]) -> None:
        found = self.query_one("#found", RowList)
        found.show(rows)
        found.display = bool(rows)
        self.query_one("#files").display = False

    def _show_files(self, folder: Path | None) -> None:
        self._forget()
        files = self.query_one("#files", RowList)
        files.show(file_rows(folder))
        if folder is not None:
            files.action_edge(-1)
            files.focus()

    def _forget(self) -> None:
        """Forget what was read or is being read, and show the files again."""
        if self._reading:
            self._reading.stop()
        self._plan, self._reading, self._is_known = None, None, False
        self.show_error("")
        self._say("")
        self.query_one("#found").display = False
        self.query_one("#files").display = True

    def _say(self, text: str) -> None:
        report = self.query_one("#report", Static)
        report.update(Content(text))
        report.display = bool(text)

    def _say_report(self, plan: ImportPlan) -> None:
        self._say(report_text(plan.report, "Enter takes them in.", self.context.key("import.unread")))


def report_text(report: ImportReport, next_step: str, save_key: str) -> str:
    """Return a report in a few lines: counts, what could not be read and the key that saves it, what comes next."""
    lines = [f"{report.read:,} read: {_counts(report)}."]
    remarks = [f"record {one.record}: {one.why}" if one.record else one.why for one in report.skipped]
    remarks += [
        f"{one.what} has no place in a journal ({one.records:,} {'record' if one.records == 1 else 'records'})"
        for one in report.left_out
    ]
    lines += remarks[:_MOST_REMARKS]
    if len(remarks) > _MOST_REMARKS:
        more = counted(len(remarks) - _MOST_REMARKS, "more remark")
        lines.append(f"… and {more}; rapport import --dry-run lists them all.")
    if report.skipped:
        lines.append(f"{save_key} saves what could not be read beside the file.")
    lines.append(next_step if report.has_news else report.why_nothing())
    return "\n".join(lines)


def _counts(report: ImportReport) -> str:
    """Return how many are new, known and unchanged, without those that are none."""
    counts = (
        (report.added, "new"),
        (report.merged, "with news of people you know"),
        (report.unchanged, "here already"),
        (report.lines_added, "lines of a journal"),
        (report.companies, "companies without a person, left out"),
    )
    return ", ".join(f"{count:,} {what}" for count, what in counts if count) or "nobody"


def _people_rows(report: ImportReport) -> Iterator[Row]:
    """Yield the first of the people who come, each with what is new about them."""
    for number, person in enumerate(report.people[:_MOST_SHOWN]):
        fate = "new" if number < len(report.people) - report.merged else "news"
        spans = (
            StyledText(f"{fate:<6}", "muted"),
            StyledText(pad(person.name, _NAME_CELLS), "strong"),
            StyledText("  "),
        )
        yield Row(
            person.uid, (RowLine((*spans, StyledText(detail_of(person) or " ".join(person.emails[:1]), "muted"))),)
        )


def _heading(key: str, text: str) -> Row:
    return Row(key, (RowLine((StyledText(text, "muted"),)),), selectable=False)


def _encoding_row(guess: EncodingGuess, encoding: str) -> Row:
    """Return what the names of a file are in an encoding."""
    title = StyledText(f"{pad(encoding_title(encoding), _NAME_CELLS)}  ", "muted")
    return Row(f"{_ENCODING}{encoding}", (RowLine((title, StyledText(guess.shown(encoding), "strong"))),))
