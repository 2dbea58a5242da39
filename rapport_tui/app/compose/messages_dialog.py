"""The dialog of drafts to continue and sent messages with their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Final

from textual import getters, on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.capture_dialog import CaptureDialog, SaveResult
from rapport_tui.app.dialogs.dialog import Dialog
from rapport_tui.app.row_builders import NAME_CELLS, heading_row
from rapport_tui.app.widgets.rows import Row, RowLine, RowList, StyledText
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Message
from rapport_tui.model.relative_days import near_day
from rapport_tui.terminal_text import pad

_MOST_SENT: Final = 50


class MessagesDialog(Dialog[str]):
    """A list of messages; the result is the uid of the draft to continue."""

    rows = getters.query_one(RowList)
    HELP_LINE = (
        "{rows.choose} goes on with a draft · {messages.answered} answered · {messages.no_answer} no answer · "
        "{messages.discard} deletes a draft · {leave} leaves"
    )
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "messages.answered": "answered",
            "messages.no_answer": "no_answer",
            "messages.discard": "discard",
        }
    )

    def __init__(self) -> None:
        super().__init__("Drafts and sent messages")

    def compose_dialog(self) -> Iterator[Widget]:
        """Yield the list."""
        yield RowList(
            id="messages",
            empty=Content(
                self.context.with_keys("Nothing was kept or sent yet. In the composer, {compose.draft} keeps a draft.")
            ),
        )

    def on_mount(self) -> None:
        """Show the messages."""
        self._show()
        self.rows.focus()

    def action_answered(self) -> None:
        """Record that the message was answered, with an optional entry about it."""
        message = self._message
        if message is None:
            return
        person = self.journal.people.get_or_none(message.person)

        def note(text: str, _chosen: Mapping[str, str]) -> SaveResult:
            self.journal.messages.note_outcome(message.uid, "answered", text)
            return SaveResult(f"Noted. {self.context.key('undo')} takes it back.")

        who = person.name if person else "They"
        question = f"{who} answered. What came of it? Enter alone just notes the answer."
        about = [person] if person else []
        dialog = CaptureDialog(question, note, draft=f"answer:{message.uid}", about=about, optional=True)
        self.app.push_screen(dialog, lambda _: self._show())

    def action_no_answer(self) -> None:
        """Record that no answer came."""
        if message := self._message:
            self._change(lambda: self.journal.messages.note_outcome(message.uid, "no answer"))

    def action_discard(self) -> None:
        """Delete the draft."""
        if message := self._message:
            self._change(lambda: self.journal.messages.discard(message.uid))

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if any(draft.uid == event.key for draft in self.journal.messages.drafts()):
            self.dismiss(event.key)
        else:
            self.action_answered()

    @property
    def _message(self) -> Message | None:
        key = self.rows.cursor_key
        try:
            return self.journal.messages.get(key) if key else None
        except RapportError as error:
            self.show_error(str(error))
            return None

    def _change(self, change: Callable[[], object]) -> None:
        if self.attempt(change):
            self._show()

    def _show(self) -> None:
        outbox = self.journal.messages
        drafts, sent = outbox.drafts()[::-1], outbox.sent()[::-1][:_MOST_SENT]
        rows = [heading_row("Drafts", "accent", is_first=True)] if drafts else []
        rows += [self._row(message) for message in drafts]
        rows += [heading_row("Sent", "accent", is_first=True)] if sent else []
        rows += [self._row(message) for message in sent]
        self.rows.show(rows)

    def _row(self, message: Message) -> Row:
        person = self.journal.people.get_or_none(message.person)
        spans = (
            StyledText(pad(person.name if person else "somebody who is gone", NAME_CELLS), "strong"),
            StyledText(f"  {message.text}", "muted"),
        )
        look = {"answered": StyledText("answered", "success"), "no answer": StyledText("no answer", "muted")}
        state = look.get(message.outcome, StyledText("")) if message.sent else StyledText("")
        end = (state, StyledText(f"  {near_day(message.day, self.journal.day)}", "muted"))
        return Row(message.uid, (RowLine(spans, end),))
