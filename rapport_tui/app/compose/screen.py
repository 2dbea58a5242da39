"""The Compose screen: the person, the move, and the line with its blanks as fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.compose.messages_dialog import MessagesDialog
from rapport_tui.app.compose.move_list import MoveList
from rapport_tui.app.compose.pane import ComposePane
from rapport_tui.app.compose.playbook_dialog import PlaybookDialog
from rapport_tui.app.compose.state import ComposeState
from rapport_tui.app.dialogs.person_picker import PersonPicker
from rapport_tui.app.editor_session import edit_text
from rapport_tui.app.row_builders import RUNG_KEY, move_rows, other_row, person_row
from rapport_tui.app.tab_screen import ScreenPlace, TabScreen
from rapport_tui.app.widgets.rows import RowList
from rapport_tui.journal.messages import INTRODUCTION
from rapport_tui.mail import mailto, open_mail
from rapport_tui.model.errors import RapportError
from rapport_tui.model.person_summary import note_line
from rapport_tui.playbook.blanks import Blank

if TYPE_CHECKING:
    from rapport_tui.model.records import Message, Person


class ComposeScreen(TabScreen):
    """The screen on which a line is filled in, then copied, mailed, edited, saved as a draft or marked as sent."""

    pane = getters.query_one(ComposePane)
    NAME = "compose"
    AUTO_FOCUS = "#moves"
    CSS_PATH = "compose.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "compose.copy": "copy",
            "compose.next": "blank(1)",
            "compose.previous": "blank(-1)",
            "compose.person": "person",
            "compose.register": "register",
            "compose.wording": "wording",
            "compose.sent": "sent",
            "compose.other": "other",
            "compose.swap": "swap",
            "compose.mail": "mail",
            "compose.editor": "editor",
            "compose.draft": "draft",
            "compose.messages": "messages",
            "compose.playbook": "playbook",
            "compose.note": "note",
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self._state: ComposeState | None = None
        self._suggested: ComposeState | None = None
        self._listed = ""
        self._unfolded: set[str] = set()
        self._warned_of: tuple[str, ...] = ()

    def compose_content(self) -> Iterator[Widget]:
        """Yield the person and the moves on the left, the line and its candidates on the right."""
        with Horizontal():
            with Vertical(id="side"):
                yield Static(id="who")
                yield MoveList(
                    id="moves",
                    wrap=True,
                    toggle_cells=1,
                    empty=Content(self.context.with_keys("{compose.person} chooses somebody to write to.")),
                )
            yield ComposePane()

    def focus_content(self) -> None:
        """Focus the list of moves."""
        self.set_focus(self.query_one("#moves"))

    def place(self) -> ScreenPlace:
        """Return the person and the move, or the draft that the line is kept as."""
        self._keep_what_was_typed()
        state = self._state
        draft = {"draft": state.draft.uid} if state and state.draft else {}
        line = {"person": state.person.uid, "move": state.move.id} if state else {}
        return super().place()._replace(cursors={**line, **draft})

    def forget_place(self) -> None:
        """Forget whom the screen suggested to write to; a person chosen by the user stays."""
        super().forget_place()
        if self._state is self._suggested:
            self._state = None

    def return_to(self, place: ScreenPlace) -> None:
        """Restore the draft, or the person and the move."""
        person = self.journal.people.get_or_none(place.cursors.get("person", ""))
        if "draft" in place.cursors:
            self._draft_picked(place.cursors["draft"])
        elif person:
            self.write_to(person, place.cursors["move"])

    def write_to(self, person: Person, move_id: str = "", thread: str = "") -> None:
        """Start a line to `person`, with the given move or the suggested one, and focus the moves.

        `thread` is the question to ask, if it is known.
        """
        self._keep_what_was_typed()
        composer = self.journal.composer
        self._state = ComposeState(self.journal, person, composer.move(move_id or composer.suggest(person).move.id))
        if thread:
            self._state.chosen["them.ask"] = thread
        self.show_safely()
        self.focus_content()

    def show(self) -> None:
        """Show the person, the moves and the line."""
        state = self._state = self._current_state()
        self._show_moves(state)
        self.pane.show(state)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable the action for the other person only for an introduction."""
        if action == "other":
            return self._state is not None and self._state.move.id == INTRODUCTION
        if action == "note":
            return self.pane.is_typed_into if self.is_mounted else True
        if action == "swap":
            return self._state is not None and self._state.other is not None
        return super().check_action(action, parameters)

    def action_person(self) -> None:
        """Ask for the recipient."""
        rows = [person_row(summary, self.journal.day) for summary in self.journal.people.search()]
        self.app.push_screen(PersonPicker("Who to?", rows), self._person_picked)

    def action_other(self) -> None:
        """Ask for the other person of an introduction, listing first those who would benefit."""
        if self._state:
            pairs = self.journal.composer.others(self._state.person)
            rows = [other_row(pair, self.journal.day) for pair in pairs]
            title = f"Who should {self._state.person.name} meet?"
            self.app.push_screen(PersonPicker(title, rows), self._other_picked)

    def action_swap(self) -> None:
        """Address the line to the other person of the introduction."""
        if self._state:
            self._keep_what_was_typed()
            self._state.swap()
            self.show_safely()

    def action_register(self) -> None:
        """Switch to the next register."""
        if self._state:
            self._keep_what_was_typed(own_only=True)
            self._state.next_register()
            self.pane.show(self._state)

    def action_wording(self) -> None:
        """Switch to the next wording."""
        if self._state:
            self._keep_what_was_typed(own_only=True)
            self._state.next_wording()
            self.pane.show(self._state)

    def action_blank(self, by: int) -> None:
        """Go to the next blank in the order of the line; from the moves, to the first gap."""
        self.pane.walk(by)

    def action_moves(self) -> None:
        """Focus the list of moves."""
        self.focus_content()

    def action_note(self) -> None:
        """Save the text typed into the blank as a note of its kind."""
        state = self._state
        kept_as = Blank(state.blank).kept_as if state and state.blank else None
        if state is None or kept_as is None or not state.value:
            self.say("Only a fact about them or about you can be kept as a note.")
            return
        owner, kind = kept_as
        people = {"them": [state.person.uid], "other": [state.other.uid] if state.other else []}.get(owner, [])
        if any(one.value == state.value and one.note for one in state.candidates()):
            self.say("That is in your notes already.")
        elif note := self.attempt(lambda: self.journal.notes.add(kind, state.value, people=people)):
            self.say(f"Kept: {note_line(note, self.journal.day)}. {self.context.key('undo')} takes it back.")

    def action_copy(self) -> None:
        """Copy the line; if it has gaps, only at the second key press."""
        if self._state and not self._warns_of_gaps("copy it"):
            self.context.copy(self._state.text, self._state.checking_hint)
            self._state.settle()

    def action_mail(self) -> None:
        """Open the line in the mail program, with the mail variant of the move if it has one."""
        state = self._state
        if state is None:
            return
        if state.register != "mail" and state.own is None and state.take_register("mail"):
            self.pane.show(state)
            self.say("This is how it reads as a mail. The same key again opens it.")
        elif not self._warns_of_gaps("open it"):
            self._open_mail(state.message())

    def action_editor(self) -> None:
        """Edit the whole text in the user’s editor."""
        state = self._state
        if state is None:
            return
        try:
            text = edit_text(self.app, state.text, self.journal.scratch_folder(), suffix=".txt")
        except RapportError as error:
            self.say(str(error))
            return
        if text != state.text:
            state.edit(text)
        self.pane.show(state)

    def action_sent(self) -> None:
        """Mark the line as sent; if it has gaps, only at the second key press."""
        state = self._state
        if state is None or self._warns_of_gaps("mark it as sent"):
            return
        if self.attempt(lambda: self.journal.messages.mark_sent(state.message())):
            met = " Today will ask you how it went." if state.other and state.line.to_both else ""
            self._state = None
            self.write_to(state.person)
            self.focus_content()
            undo = self.context.key("undo")
            self.say(f"Sent to {state.person.name}, and written in the journal.{met} {undo} takes it back.")

    def action_draft(self) -> None:
        """Save the line as a draft."""
        state = self._state
        if state and self.attempt(state.keep):
            self.say(self.context.with_keys("Kept as a draft. {compose.messages} lists the drafts."))

    def action_messages(self) -> None:
        """List drafts and sent messages."""
        self.app.push_screen(MessagesDialog(), self._draft_picked)

    def action_playbook(self) -> None:
        """List all moves and their lines."""
        state = self._state
        self.app.push_screen(
            PlaybookDialog(state.person if state else None, state.move.id if state else ""),
            lambda _: self.show_safely(),
        )

    def on_descendant_focus(self) -> None:
        """Show the line in place of the moves while it has the focus, if there is not enough space for both."""
        self.set_class(self.pane.is_typed_into, "-typing")

    on_descendant_blur = on_descendant_focus

    @on(RowList.Highlighted, "#moves")
    def _move_highlighted(self, event: RowList.Highlighted) -> None:
        self.refresh_bindings()
        if self._state and event.key != self._state.move.id and not event.key.startswith(RUNG_KEY):
            self._keep_what_was_typed(own_only=True)
            self._state.take_move(self.journal.composer.move(event.key))
            self.pane.show(self._state)
            self.refresh_bindings()

    @on(RowList.Chosen, "#moves")
    @on(RowList.Toggled, "#moves")
    def _move_chosen(self, event: RowList.Chosen | RowList.Toggled) -> None:
        if event.key.startswith(RUNG_KEY):
            self._unfolded ^= {event.key.removeprefix(RUNG_KEY)}
            self._show_moves(self._state, at=event.key)
        elif isinstance(event, RowList.Chosen):
            self.action_blank(1)

    @on(ComposePane.RegisterWanted)
    def _register_clicked(self, event: ComposePane.RegisterWanted) -> None:
        if self._state is None:
            return
        self._keep_what_was_typed(own_only=True)
        if self._state.take_register(event.register):
            self.pane.show(self._state)
        else:
            add = self.context.key("compose.playbook")
            self.say(f"This move has no line for {event.register}. {add} adds one of your own.")

    @on(ComposePane.OtherWanted)
    def _other_wanted(self) -> None:
        self.action_other()

    @on(ComposePane.Ready)
    def _ready(self) -> None:
        self.focus_content()
        self.say(
            self.context.with_keys(
                "Ready: {compose.copy} copies it, {compose.mail} opens it as a mail, {compose.sent} marks it as sent."
            )
        )

    def _current_state(self) -> ComposeState | None:
        """Return the state with its person and move reloaded; a new one without a state or after either was deleted."""
        state, composer, people = self._state, self.journal.composer, self.journal.people
        if state and (person := people.get_or_none(state.person.uid)):
            state.person, state.move = person, composer.move(state.move.id)
            state.other = state.other and people.get_or_none(state.other.uid)
            return state
        first = self._who_needs_a_word()
        self._suggested = ComposeState(self.journal, first, composer.suggest(first).move) if first else None
        return self._suggested

    def _show_moves(self, state: ComposeState | None, at: str = "") -> None:
        """Show the moves with the cursor on the row called `at`, else on the current move."""
        who, moves = self.query_one("#who", Static), self.query_one("#moves", RowList)
        if state is None:
            who.update(Content("Nobody to write to yet"))
            moves.show([])
            return
        person = state.person
        to = [("To ", "$foreground-muted"), (person.name, "bold"), (f"  {person.stage}", f"$stage-{person.stage}")]
        if state.other:
            to += [("  and ", "$foreground-muted"), (state.other.name, "bold")]
        who.update(Content.assemble(*to))
        with self.prevent(RowList.Highlighted):
            if person.uid != self._listed:
                self._listed = person.uid
                self._unfolded = {self.journal.composer.moves_for(person)[0].stage}
                moves.show([])
            if not at:
                self._unfolded.add(state.move.stage)
            moves.show(move_rows(self.journal, person, self._unfolded))
            moves.go_to(at or state.move.id)
        self.refresh_bindings()

    def _warns_of_gaps(self, what: str) -> bool:
        """Report the gaps and return True; return False without gaps, or if the same key is pressed again."""
        gaps = self._state.gaps if self._state else ()
        if not gaps or self._warned_of == (what, *gaps):
            self._warned_of = ()
            return False
        self._warned_of = (what, *gaps)
        named = ", ".join(Blank(name).hint for name in gaps)
        self.say(f"Still empty: {named}. The same key again to {what} anyway.")
        return True

    @work(thread=True)
    def _open_mail(self, message: Message) -> None:
        uids = [message.person, *([message.other] if message.to_both else [])]
        people = [person for uid in uids if (person := self.journal.people.get_or_none(uid))]
        address = mailto([one.emails[0] for one in people if one.emails], message.subject, message.text)
        if open_mail(address):
            told = "Opened in your mail program. {compose.sent} marks it as sent."
        else:
            told = "No mail program can be opened from here. {compose.copy} copies the text."
        self.app.call_from_thread(self.say, self.context.with_keys(told))

    def _who_needs_a_word(self) -> Person | None:
        """Return the next person on today's list, else one the user has talked to, else anybody."""
        planned = [task.person for task in self.journal.today.plan() if task.person and task.item.state == "open"]
        board = self.journal.people.board()
        known = [one.person for stage, column in board.items() if stage != "stranger" for one in column]
        return next(iter((*planned, *known, *(one.person for one in board["stranger"]))), None)

    def _keep_what_was_typed(self, *, own_only: bool = False) -> None:
        """Save text that would be lost now as a draft."""
        state = self._state
        if state and state.is_touched and (state.own is not None or not own_only) and state.text.strip():
            self.attempt(state.keep_beside)
            self.say(self.context.with_keys("What you had is kept as a draft. {compose.messages} lists the drafts."))

    def _person_picked(self, uid: str | None) -> None:
        if uid:
            self.write_to(self.journal.people.get(uid))

    def _other_picked(self, uid: str | None) -> None:
        if uid and self._state:
            self._state.meet(self.journal.people.get(uid))
            self.show_safely()
            self.focus_content()
            self.refresh_bindings()

    def _draft_picked(self, uid: str | None) -> None:
        draft = next((one for one in self.journal.messages.drafts() if one.uid == uid), None)
        if draft and (person := self.journal.people.get_or_none(draft.person)):
            try:
                move = self.journal.composer.move(draft.move)
            except RapportError as error:  # a draft of another playbook
                self.context.notify_error(error)
                return
            self._keep_what_was_typed()
            self._state = ComposeState(self.journal, person, move)
            self._state.go_on_with(draft)
            self.show_safely()
            self.focus_content()
