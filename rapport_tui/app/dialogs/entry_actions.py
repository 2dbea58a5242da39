"""Actions on entries and people that open a dialog, shared by all screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from rapport_tui.app.context import AppContext
from rapport_tui.app.dialogs.capture_dialog import CaptureDialog, SaveResult
from rapport_tui.app.dialogs.days_dialog import DaysDialog, DaySpan
from rapport_tui.model.errors import ChangedMeanwhileError, RapportError
from rapport_tui.model.relative_days import near_day

if TYPE_CHECKING:
    from rapport_tui.journal.line_reader import Preview
    from rapport_tui.model.records import Person


def write_entry(
    context: AppContext,
    people: Sequence[Person] = (),
    *,
    steps: Sequence[str] = (),
    name_first: bool = False,
    goes_on: bool = False,
) -> None:
    """Ask for an entry about `people`, linked to the stage changes `steps`.

    With `name_first`, the line may begin with a plain name. With `goes_on`, the text left last is in the field.
    """
    dialog = CaptureDialog.to_log(context.journal, people, steps=steps, name_first=name_first)
    _push(context, dialog, goes_on=goes_on)


def _push(context: AppContext, dialog: CaptureDialog, *, goes_on: bool) -> None:
    context.app.push_screen(dialog)
    if goes_on:
        dialog.call_after_refresh(dialog.action_complete)


def edit_entry(context: AppContext, uid: str, *, goes_on: bool = False) -> None:
    """Ask for a new version of an entry as a whole line, and save it. `goes_on` is as in `write_entry`."""
    entries = context.journal.entries
    try:
        shown = entries.get(uid)
    except RapportError as error:
        context.notify_error(error)
        return
    line = entries.line(shown)

    def save(text: str, chosen: Mapping[str, str]) -> SaveResult:
        nonlocal shown
        if text == line:
            return SaveResult("")
        try:
            entries.edit(uid, text, chosen=chosen, shown=shown)
        except ChangedMeanwhileError:
            shown = entries.get(uid)  # saving again overrides the change
            raise
        return SaveResult(f"Changed. {context.key('undo')} takes it back.")

    def preview(text: str) -> Preview:
        try:
            return entries.preview_edit(uid, text)
        except RapportError:  # deleted in another window, which saving reports
            return context.journal.lines.preview([text])

    dialog = CaptureDialog("Edit the line", save, draft=f"edit:{uid}", initial=line, alone=True, preview=preview)
    _push(context, dialog, goes_on=goes_on)


def delete_entry(context: AppContext, uid: str) -> None:
    """Delete an entry; undo restores it."""
    try:
        context.journal.entries.delete([uid])
    except RapportError as error:
        context.notify_error(error)
    else:
        context.notify_text(f"Deleted. {context.key('undo')} brings it back.")


def snooze_person(context: AppContext, person: Person) -> None:
    """Ask for the date until which Today leaves a person out. Today's date ends that."""
    today = context.journal.day

    def snooze(days: DaySpan | None) -> None:
        if days is None:
            return
        until = days.last if days.last > today else None
        try:
            context.journal.people.snooze(person.uid, until)
        except RapportError as error:
            context.notify_error(error)
        else:
            done = f"snoozed until {near_day(until, today)}" if until else "no longer snoozed"
            context.notify_text(f"{person.name} is {done}. {context.key('undo')} takes it back.")

    spans = {"1 week": relativedelta(weeks=1), "1 month": relativedelta(months=1), "3 months": relativedelta(months=3)}
    offered = [(word, today + span) for word, span in spans.items()]
    if person.snoozed_until and person.snoozed_until > today:
        offered.append(("end the snooze", today))
    context.app.push_screen(DaysDialog(f"Snooze {person.name} until", offered), snooze)
