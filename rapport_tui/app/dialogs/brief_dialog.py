"""The brief dialog: the useful facts about a person before a meeting, on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.context import AppContext
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.dialogs.entry_actions import write_entry
from rapport_tui.app.dialogs.note_actions import NOTE_HELP, NoteList
from rapport_tui.app.dialogs.person_picker import PersonPicker
from rapport_tui.app.messages import ComposeTo, ShowEntry, ShowPerson
from rapport_tui.app.row_builders import person_row
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.app.widgets.styled_text import Role
from rapport_tui.journal.brief import BriefLine, Sort
from rapport_tui.model.records import Person
from rapport_tui.playbook.second_person import checking_hint
from rapport_tui.terminal_text import pad

_LABEL_CELLS: Final = 11
_NOTES: Final[tuple[Sort, ...]] = ("fact", "open")
_ROLES: Final[dict[Sort, Role]] = {"fact": "text", "open": "note", "talk": "text", "next": "accent", "line": "note"}


class BriefDialog(Dialog[None]):
    """The brief on `person`. Enter on a talk opens it in the journal, on the next move in the composer."""

    HELP_LINE = (
        "{brief.copy} copies the line · {brief.compose} compose · {brief.write} write · {threads} threads · "
        "{brief.person} all about them · {leave} leaves"
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "brief": "leave",
            "brief.copy": "copy",
            "brief.compose": "compose",
            "brief.write": "write",
            "threads": "app.dialog('threads')",
            "brief.person": "person",
        }
    )

    def __init__(self, person: Person) -> None:
        super().__init__(f"{person.name} · {person.stage}")
        self._person = person
        self._lines: list[BriefLine] = []

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the brief."""
        yield NoteList(id="brief", wrap=True)

    def on_mount(self) -> None:
        """Show the brief, and update it after each change."""
        self.context.changed.subscribe(self, lambda _: self._show())
        self._show()
        self.query_one(RowList).focus()

    def action_copy(self) -> None:
        """Copy the ready line."""
        composer, move = self.journal.composer, next(line for line in self._lines if line.sort == "next")
        line = composer.ready_line(composer.move(move.key), self._person)
        self.context.copy(line.text, checking_hint(line.to_check, self._person))

    def action_compose(self) -> None:
        """Open the composer with the person and the next move."""
        move = next(line for line in self._lines if line.sort == "next")
        self.dismiss(None)
        self.app.post_message(ComposeTo(self._person, move.key))

    def action_write(self) -> None:
        """Write an entry about the person."""
        write_entry(self.context, [self._person])

    def action_person(self) -> None:
        """Open the person on the People screen."""
        self.dismiss(None)
        self.app.post_message(ShowPerson(self._person.uid))

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        line = self._lines[int(event.key)]
        if line.sort == "talk":
            self.dismiss(None)
            self.app.post_message(ShowEntry(line.key))
        elif line.sort in ("next", "line"):
            self.action_compose()
        elif line.key:
            self.query_one(NoteList).action_change_note("edit")

    @on(RowList.Highlighted)
    def _highlighted(self) -> None:
        is_note = bool(self.query_one(NoteList).note)
        self.show_help(f"{NOTE_HELP}\n{{threads}} threads · {{leave}} leaves" if is_note else self.HELP_LINE)

    def _show(self) -> None:
        if self.journal.people.get_or_none(self._person.uid) is None:
            self.dismiss(None)
            return
        self._lines = self.journal.briefs.lines(self._person.uid)
        self.query_one(RowList).show([_row(str(place), line) for place, line in enumerate(self._lines)])


def _row(key: str, line: BriefLine) -> Row:
    label = StyledText(pad(line.label, _LABEL_CELLS), "muted")
    text = RowLine((label, StyledText(line.text, _ROLES[line.sort])), hang=_LABEL_CELLS)
    return Row(key, (text,), note=line.key if line.sort in _NOTES else "")


def show_brief(context: AppContext, person: Person | None) -> None:
    """Show the brief on `person`, or on one to be chosen if it is None."""
    people = context.journal.people
    if person:
        context.app.push_screen(BriefDialog(person))
        return

    def show(uid: str | None) -> None:
        if uid:
            context.app.push_screen(BriefDialog(people.get(uid)))

    rows = [person_row(summary, context.journal.day) for summary in people.search()]
    context.app.push_screen(PersonPicker("Who do you meet?", rows), show)
