"""Taking in an address book: choose a file, see what is in it, then take it in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.widgets.field import Field
from rapport_tui.app.widgets.rows import Line, Row, RowList, Span
from rapport_tui.journal.transfer import Report
from rapport_tui.model.errors import RapportError

_SUFFIXES: Final = frozenset({".vcf", ".csv", ".json"})
_MOST_FILES: Final = 30
_MOST_NAMES: Final = 6


class ImportDialog(Dialog[bool]):
    """Asks for a file; the first enter reads it and says what is in it, the second takes it in."""

    HELP_LINE = "a path, or choose a file below with ↓ · enter looks into it, enter again takes it in · {leave} leaves"

    def __init__(self) -> None:
        super().__init__("Import an address book")
        self._seen: str | None = None

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the path, what was found there, and the files at hand."""
        yield Static(
            Content(
                "vCard (.vcf), or CSV from LinkedIn, Google or Outlook. People wait in your inbox until you place them."
            ),
            id="about",
        )
        yield Field(placeholder="~/Downloads/Connections.csv", compact=True, id="path")
        yield Static(id="report")
        yield RowList(
            id="files", menu=True, empty=Content("No address book lies in Downloads or here. Type a path above.")
        )

    def on_mount(self) -> None:
        """Show the files that lie where exports land."""
        super().on_mount()
        self._show_report("")
        self.query_one("#files", RowList).show([_file_row(path) for path in files_at_hand()])

    @on(RowList.Chosen, "#files")
    def _file_chosen(self, event: RowList.Chosen) -> None:
        path = self.query_one("#path", Input)
        with path.prevent(Input.Changed):
            path.value = event.key
        self._look(event.key)

    @on(Input.Changed, "#path")
    def _path_changed(self) -> None:
        self._seen = None
        self.show_error("")
        self._show_report("")

    @on(Input.Submitted, "#path")
    def _path_submitted(self, event: Input.Submitted) -> None:
        path = event.value.strip()
        if not path:
            self.show_error("Type the path of a file, or choose one below.")
        elif path == self._seen:
            self._take_in(path)
        else:
            self._look(path)

    def _look(self, path: str) -> None:
        try:
            report = self.journal.transfer.import_files([Path(path).expanduser()], dry_run=True)
        except RapportError as error:
            self.show_error(str(error))
            return
        self._seen = path
        self.show_error("")
        self._show_report(report_text(report, "Enter takes them in."))
        self.query_one("#path", Input).focus()

    def _show_report(self, text: str) -> None:
        """Show what is in the chosen file in the place of the files, or the files again."""
        report = self.query_one("#report", Static)
        report.update(Content(text))
        report.display = bool(text)
        self.query_one("#files").display = not text

    def _take_in(self, path: str) -> None:
        try:
            report = self.journal.transfer.import_files([Path(path).expanduser()])
        except RapportError as error:
            self.show_error(str(error))
            return
        self.rapport.tell(f"Taken in: {_counts(report)}. {self.rapport.key('undo')} takes it back.")
        self.dismiss(True)


def report_text(report: Report, next_step: str) -> str:
    """Return a report in a few lines: counts, the first names, and what could not be read."""
    lines = [f"{report.read} read: {_counts(report)}."]
    names = [person.name for person in report.people[:_MOST_NAMES]]
    if names:
        more = len(report.people) - len(names)
        lines.append(", ".join(names) + (f" and {more} more" if more else ""))
    lines += [f"record {skipped.record}: {skipped.why}" for skipped in report.skipped[:3]]
    if len(report.skipped) > 3:
        lines.append(f"… and {len(report.skipped) - 3} more remarks; rapport import --dry-run lists them all.")
    lines.append(next_step if report.added or report.merged else "There is nothing new in it.")
    return "\n".join(lines)


def _counts(report: Report) -> str:
    """Return how many are new, known and unchanged, without those that are none."""
    counts = (
        (report.added, "new"),
        (report.merged, "with news of people you know"),
        (report.unchanged, "here already"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "nobody"


def files_at_hand() -> list[Path]:
    """Return address books in Downloads and in the present folder, newest first."""
    found: dict[Path, float] = {}
    for folder in (Path.home() / "Downloads", Path.cwd()):
        try:
            for path in folder.iterdir():
                if path.suffix.lower() in _SUFFIXES and path.is_file():
                    found[path] = path.stat().st_mtime
        except OSError:
            continue
    return sorted(found, key=lambda path: -found[path])[:_MOST_FILES]


def _file_row(path: Path) -> Row:
    return Row(str(path), (Line((Span(path.name), Span(f"  {path.parent}", "muted"))),))
