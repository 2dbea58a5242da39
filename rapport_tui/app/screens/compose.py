"""The composer: who, which move, and the line with its blanks filled from the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from rapport_tui.app.bindings import bound
from rapport_tui.app.dialogs.pick import PickDialog
from rapport_tui.app.looks import person_row
from rapport_tui.app.screens.room import Room
from rapport_tui.app.widgets.field import Field
from rapport_tui.app.widgets.rows import Line, Row, RowList, Span
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Message, Person
from rapport_tui.playbook.blanks import Blank
from rapport_tui.playbook.compose import Composed
from rapport_tui.playbook.moves import Move, ReadyLine


class ComposeRoom(Room):
    """Fills a ready line, and copies it or marks it as sent."""

    NAME = "compose"
    CSS_PATH = "compose.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "compose.person": "person",
            "compose.next": "blank(1)",
            "compose.previous": "blank(-1)",
            "compose.wording": "wording",
            "compose.other": "other",
            "compose.copy": "copy",
            "compose.sent": "sent",
            "compose.keep": "keep",
            "compose.drafts": "drafts",
            "compose.moves": "moves",
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self._person: Person | None = None
        self._other: Person | None = None
        self._move: Move | None = None
        self._wording = 0
        self._blank = ""
        self._chosen: dict[str, str] = {}
        self._draft: Message | None = None
        self._warned_of: tuple[str, ...] = ()

    def compose_room(self) -> Iterator[Widget]:
        """Yield who and which move on the left, the line and what can fill it on the right."""
        with Horizontal():
            with Vertical(id="side"):
                yield Static(id="who")
                yield RowList(id="moves", empty=Content("Press p and choose somebody."))
            with VerticalScroll(id="paper", can_focus=False):
                yield Static(id="move")
                yield Static(id="line")
                with Vertical(id="blank"):
                    yield Static(id="blank-hint")
                    yield Field(compact=True, id="words", placeholder="your own words, or choose below")
                    yield RowList(
                        id="candidates", menu=True, empty=Content("Nothing in the journal fits. Write it above.")
                    )

    def on_mount(self) -> None:
        """Start on the moves."""
        super().on_mount()
        self.focus_content()

    def focus_content(self) -> None:
        """Put the focus on the moves."""
        self.query_one("#moves").focus()

    def write_to(self, person: Person, move_id: str = "") -> None:
        """Start a line to `person`, with a move or the one that suits now."""
        self._person, self._other, self._draft = person, None, None
        self._take_move(self.journal.composer.move(move_id or self.journal.composer.suggest(person).move.id))
        self.show_safely()
        self.query_one("#moves", RowList).go_to(self._move.id if self._move else "")

    def show(self) -> None:
        """Show the person, the moves and the line."""
        person = self._person and self.journal.people.found(self._person.uid)
        if person is None:
            first = self._who_needs_a_word()
            if first is None:
                self._show_nobody()
                return
            person = first
            self._move = None
        self._person = person
        if self._move is None:
            self._take_move(self.journal.composer.suggest(person).move)
        self._show_moves(person)
        self._show_line()

    def action_person(self) -> None:
        """Choose whom to write to."""
        self.app.push_screen(PickDialog("Whom to?", self._people_rows()), self._person_picked)

    def action_other(self) -> None:
        """Choose the other person of an introduction."""
        self.app.push_screen(PickDialog("And who else?", self._people_rows()), self._other_picked)

    def action_wording(self) -> None:
        """Take the next wording of the move."""
        if self._move:
            self._wording = (self._wording + 1) % len(self._move.lines)
            self._blank = ""
            self._show_line()

    def action_blank(self, by: int) -> None:
        """Go to the blank that is shown; from there to the next one, in the order of the line."""
        names = self._blanks()
        if not names:
            return
        at = names.index(self._blank) if self._blank in names else 0
        inside = self.focused is not None and self.query_one("#blank") in self.focused.ancestors
        self._go_to_blank(names[(at + by) % len(names) if inside else at])

    def action_moves(self) -> None:
        """Go back to the moves."""
        self.focus_content()

    def action_copy(self) -> None:
        """Copy the line; with gaps in it, only at the second time."""
        composed = self._composed()
        if composed and not self._warns_of_gaps(composed, "copy"):
            self.rapport.copy(composed.text)

    def action_sent(self) -> None:
        """Mark the line as sent; with gaps in it, only at the second time."""
        composed = self._composed()
        if composed is None or self._warns_of_gaps(composed, "mark it as sent"):
            return
        message = self._message(composed)
        if self.attempt(lambda: self.journal.composer.mark_sent(message, self._line().register)):
            self.say(f"Sent to {self._name_of_person()}, and written in the journal. u takes it back.")
            self._start_over()

    def action_keep(self) -> None:
        """Keep the line as a draft."""
        composed = self._composed()
        if composed and (kept := self.attempt(lambda: self.journal.composer.save_draft(self._message(composed)))):
            self._draft = kept
            self.say("Kept as a draft. D lists the drafts.")

    def action_drafts(self) -> None:
        """Go on with a draft."""
        rows = [
            Row(draft.uid, (Line((Span(person.name, "strong"), Span(f"  {draft.text}", "muted"))),))
            for draft in reversed(self.journal.composer.drafts())
            if (person := self.journal.people.found(draft.person))
        ]
        if not rows:
            self.say("There are no drafts.")
            return
        self.app.push_screen(PickDialog("Go on with which draft?", rows), self._draft_picked)

    @on(RowList.Highlighted, "#moves")
    def _move_highlighted(self, event: RowList.Highlighted) -> None:
        if self._move and event.key != self._move.id:
            self._take_move(self.journal.composer.move(event.key))
            self._show_line()

    @on(RowList.Chosen, "#moves")
    def _move_chosen(self) -> None:
        self.action_blank(1)

    @on(RowList.Chosen, "#candidates")
    def _candidate_chosen(self, event: RowList.Chosen) -> None:
        self._choose(event.key)
        self._go_on()

    @on(Input.Changed, "#words")
    def _words_changed(self, event: Input.Changed) -> None:
        if self.focused is event.input:
            self._choose(event.value)

    @on(Input.Submitted, "#words")
    def _words_submitted(self) -> None:
        self._go_on()

    def _show_nobody(self) -> None:
        self._person = self._move = None
        self.query_one("#who", Static).update(Content("Nobody to write to yet"))
        self.query_one("#moves", RowList).show([])
        self.query_one("#move", Static).update(Content("Add somebody on the Board (2, then a), and come back."))
        self.query_one("#line", Static).update(Content(""))
        self.query_one("#blank").display = False

    def _show_moves(self, person: Person) -> None:
        who = [("To ", "$foreground-muted"), (person.name, "bold"), (f"  {person.stage}", f"$stage-{person.stage}")]
        if self._other:
            who += [("  and ", "$foreground-muted"), (self._other.name, "bold")]
        self.query_one("#who", Static).update(Content.assemble(*who))
        suggested = self.journal.composer.suggest(person)
        rows, rung = [], ""
        for move in self.journal.composer.moves_for(person):
            if move.stage != rung:
                rung = move.stage
                title = self.journal.playbook.rung(move.stage).title
                rows.append(Row(f"rung:{rung}", (Line((Span(title, rung),)),), selectable=False))
            sign = "→ " if move.id == suggested.move.id else "  "
            rows.append(Row(move.id, (Line((Span(sign, "accent"), Span(move.title))),)))
        moves = self.query_one("#moves", RowList)
        moves.show(rows)
        if self._move:
            moves.go_to(self._move.id)

    def _show_line(self) -> None:
        move, composed = self._move, self._composed()
        if move is None or composed is None or self._person is None:
            return
        suggested = self.journal.composer.suggest(self._person)
        why = f"Suggested: {suggested.why}" if suggested.move.id == move.id else move.when
        wording = f"{self._line().register} · wording {self._wording + 1} of {len(move.lines)}"
        head = Content.assemble(
            (move.title, "bold"), f"\n{why}\n", (move.what, "$foreground-muted"), ("\n" + wording, "$foreground-muted")
        )
        self.query_one("#move", Static).update(head)
        names = self._blanks()
        if self._blank not in names:
            by_use = sorted(names, key=lambda name: (name not in composed.unfilled, name.endswith(("name", "first"))))
            self._blank = by_use[0] if by_use else ""
        subject = (
            [Content.assemble(("Subject  ", "$foreground-muted"), composed.subject, "\n\n")] if composed.subject else []
        )
        self.query_one("#line", Static).update(Content("").join([*subject, *map(self._piece, composed.parts)]))
        self._show_blank(composed)

    def _show_blank(self, composed: Composed) -> None:
        self.query_one("#blank").display = bool(self._blank)
        if not self._blank or self._person is None:
            return
        self.query_one("#blank-hint", Static).update(Content.styled(Blank(self._blank).hint, "$text-accent"))
        words = self.query_one("#words", Input)
        value = self._chosen.get(self._blank, composed.filled.get(self._blank, ""))
        if words.value != value and self.focused is not words:
            words.value = value
        found = self.journal.composer.candidates(self._blank, self._person, self._other)
        rows = [
            Row(one.value, (Line((Span(one.value),), (Span(one.source, "muted"),)),))
            for one in {one.value: one for one in found}.values()
        ]
        self.query_one("#candidates", RowList).show(rows)

    def _piece(self, piece: object) -> Content:
        text, blank = getattr(piece, "text", ""), getattr(piece, "blank", "")
        if not blank:
            return Content(text)
        return Content.styled(text, "reverse" if blank == self._blank else "underline $text-accent")

    def _take_move(self, move: Move) -> None:
        self._move, self._wording, self._blank, self._warned_of = move, 0, "", ()
        self._chosen = {}
        registers = [line.register for line in move.lines]
        preferred = "aloud" if move.step == 1 else "chat"
        if preferred in registers:
            self._wording = registers.index(preferred)

    def _line(self) -> ReadyLine:
        assert self._move is not None
        return self._move.lines[self._wording]

    def _composed(self) -> Composed | None:
        if self._move is None or self._person is None:
            return None
        try:
            return self.journal.composer.compose(self._line(), self._person, other=self._other, chosen=self._chosen)
        except RapportError as error:
            self.rapport.complain(error)
            return None

    def _blanks(self) -> list[str]:
        composed = self._composed()
        return list(dict.fromkeys(piece.blank for piece in composed.parts if piece.blank)) if composed else []

    def _choose(self, value: str) -> None:
        if self._blank:
            self._chosen[self._blank] = value
            self._show_line()

    def _go_to_blank(self, name: str) -> None:
        self._blank = name
        candidates = self.query_one("#candidates", RowList)
        self.set_focus(None)
        self._show_line()
        (candidates if candidates.rows else self.query_one("#words", Input)).focus()

    def _go_on(self) -> None:
        """Go to the next gap, or back to the moves when there is none."""
        composed = self._composed()
        if composed and composed.unfilled:
            self._go_to_blank(composed.unfilled[0])
        else:
            self.say("Ready: c copies it, s marks it as sent.")
            self.focus_content()
            self._show_line()

    def _warns_of_gaps(self, composed: Composed, what: str) -> bool:
        if not composed.unfilled or self._warned_of == composed.unfilled:
            return False
        self._warned_of = composed.unfilled
        gaps = ", ".join(Blank(name).hint for name in composed.unfilled)
        self.say(f"There are gaps: {gaps}. The same key again to {what} all the same.")
        return True

    def _message(self, composed: Composed) -> Message:
        assert self._move is not None
        assert self._person is not None
        fresh = self.journal.composer.new_message(
            self._move, self._person, composed.text, other=self._other, blanks=composed.filled
        )
        return self.journal.composer.as_draft(fresh, self._draft) if self._draft else fresh

    def _start_over(self) -> None:
        self._draft, self._move, self._chosen = None, None, {}
        self.show_safely()

    def _name_of_person(self) -> str:
        return self._person.name if self._person else ""

    def _who_needs_a_word(self) -> Person | None:
        """Return who is next on today's list, else somebody one has talked to, else anybody."""
        planned = [task.person for task in self.journal.today.plan() if task.person and task.item.state == "open"]
        board = self.journal.people.board()
        known = [one.person for stage, column in board.items() if stage != "stranger" for one in column]
        return next(iter((*planned, *known, *(one.person for one in board["stranger"]))), None)

    def _people_rows(self) -> list[Row]:
        return [person_row(summary, self.journal.day) for summary in self.journal.people.search()]

    def _person_picked(self, uid: str | None) -> None:
        if uid:
            self.write_to(self.journal.people.get(uid))

    def _other_picked(self, uid: str | None) -> None:
        if uid:
            self._other = self.journal.people.get(uid)
            self.show_safely()

    def _draft_picked(self, uid: str | None) -> None:
        draft = next((one for one in self.journal.composer.drafts() if one.uid == uid), None)
        if draft:
            self._person, self._draft = self.journal.people.get(draft.person), draft
            self._other = self.journal.people.found(draft.other)
            self._take_move(self.journal.composer.move(draft.move))
            self._chosen = dict(draft.blanks)
            self.show_safely()
