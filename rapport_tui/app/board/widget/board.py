"""The board widget: people in columns, with moves by key and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Final, TypeAlias

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer

from rapport_tui.app.board.widget import messages
from rapport_tui.app.board.widget.board_keys import BINDINGS
from rapport_tui.app.board.widget.canvas import Canvas
from rapport_tui.app.board.widget.columns import rearranged
from rapport_tui.app.board.widget.component_styles import COMPONENTS, CSS
from rapport_tui.app.board.widget.drag import TICK, Drag
from rapport_tui.app.board.widget.geometry import Density, HitResult
from rapport_tui.app.board.widget.type_to_find import TypeToFind
from rapport_tui.app.board.widget.viewport import Rearrangement
from rapport_tui.app.widgets.jump_target import JumpTarget
from rapport_tui.app.widgets.turns import call_after_frame

_WHEEL: Final = {"cards": 1, "rows": 3}
_MODES: Final = frozenset({"find", "send", "let_go"})
"""The actions that change the meaning of the next keys."""


class Board(Canvas, can_focus=True):
    """A widget that shows people in columns. `show` sets its values; the user's actions are posted as messages.

    A move is painted immediately and posted as `Moved`. Its handler must call `show`, also if the move failed, so that
    the board shows the actual state.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = CSS
    BINDINGS: ClassVar[list[BindingType]] = list(BINDINGS)

    density: reactive[Density] = reactive[Density]("cards", init=False)
    """The display of a card: three lines ("cards") or one line ("rows")."""

    Moved: TypeAlias = messages.Moved
    Opened: TypeAlias = messages.Opened
    Highlighted: TypeAlias = messages.Highlighted
    Linked: TypeAlias = messages.Linked

    _edge_timer: Timer | None = None
    _opening: Timer | None = None
    _dropped = False
    _pressed_link: str | None = None

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._untold: list[Board.Moved] = []

    def send_to(self, stage: str) -> None:
        """Move the card at the cursor, with all selected cards if it is one of them, to the top of `stage`."""
        self._rearrange(self._view.sent(stage))

    def watch_density(self) -> None:
        """Update the layout."""
        self._fit()

    def jump_targets(self) -> Iterator[JumpTarget]:
        """Yield the visible cards, and the headers of empty columns."""
        for column, row, x, y in self._view.in_sight():
            yield JumpTarget(self.region.offset + Offset(x, y), partial(self._jump, column, row))

    def _jump(self, column: int, row: int) -> None:
        self.focus()
        with self._repainting():
            self._view.place(column, row)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable Escape if there is nothing to cancel, so that the screen handles it."""
        if action == "let_go":
            return self._drag is not None or self.finding or self.sending or bool(self._view.selected)
        return True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return True for letters while a name is typed, so that they run no other bindings."""
        return (self.finding or self.sending) and character is not None and character.isprintable()

    def action_walk(self, columns: int) -> None:
        """Move the cursor sideways by `columns`."""
        with self._repainting():
            self._view.walk(columns)

    def action_step(self, rows: int) -> None:
        """Move the cursor down by `rows`, or up if negative."""
        with self._repainting():
            self._view.step(rows)

    def action_page(self, pages: float) -> None:
        """Move the cursor down by `pages`, counted in visible cards."""
        rows = max(1, int(abs(pages) * self._view.layout.page))
        self.action_step(rows if pages > 0 else -rows)

    def action_top(self) -> None:
        """Move the cursor to the first card of the column."""
        with self._repainting():
            self._view.place(self._view.column, 0)

    def action_bottom(self) -> None:
        """Move the cursor to the last card of the column."""
        with self._repainting():
            self._view.bottom()

    def action_promote(self, columns: int) -> None:
        """Move the selected cards sideways by `columns`."""
        self._rearrange(self._view.promoted(columns))

    def action_shift(self, rows: int) -> None:
        """Move the selected cards within their column by `rows`."""
        self._rearrange(self._view.shifted(rows))

    def action_select(self) -> None:
        """Toggle the selection of the card at the cursor."""
        with self._repainting():
            self._view.toggle()

    def action_density(self) -> None:
        """Toggle between cards and rows."""
        self.density = "rows" if self.density == "cards" else "cards"

    def action_open(self) -> None:
        """Post `Opened` for the person at the cursor."""
        if (card := self._view.card) is not None:
            self._post(self.Opened(card.uid))

    def action_find(self) -> None:
        """Start finding a card by the name typed next."""
        with self._repainting():
            self._finder = TypeToFind()

    def action_send(self) -> None:
        """Wait for the number of a stage, and move the selected cards there."""
        if self._view.card is not None:
            with self._repainting():
                self._sending = True

    def action_let_go(self) -> None:
        """Cancel a drag; without one the search, then the selection."""
        with self._repainting():
            if self._drag is not None:
                self._end_drag()
            elif self._sending:
                self._sending = False
            elif self._finder is not None:
                self._finder = None
            else:
                self._view.let_go()

    def on_key(self, event: events.Key) -> None:
        """Handle letters for a name and the keys that change the meaning of the next ones.

        Bindings are looked up only when a key event has bubbled to the app. By then the next letters, or a release
        after Escape, may have arrived here, so those keys are handled immediately.
        """
        self._post_moves()
        if self._finder is not None:
            taken = self._type(event, self._finder)
        elif self._sending:
            taken = self._number(event)
        else:
            active = self.screen.active_bindings.get(event.key)
            action = active.binding.action if active is not None and active.node is self else ""
            if taken := action in _MODES:
                getattr(self, f"action_{action}")()
        if taken:
            event.stop()
            event.prevent_default()

    def _number(self, event: events.Key) -> bool:
        """Handle the number of a stage, or cancel the question for any other key; return True."""
        with self._repainting():
            self._sending = False
        number = int(event.character) if event.character and event.character in "123456789" else 0
        if 0 < number <= len(self._view.columns):
            self.send_to(self._view.columns[number - 1].stage)
        return True

    def _type(self, event: events.Key, finder: TypeToFind) -> bool:
        """Handle a key of the typed name, or end the search; return whether the key was handled."""
        with self._repainting():
            if event.key in ("tab", "down", "shift+tab", "up"):
                finder.turn(1 if event.key in ("tab", "down") else -1)
            elif event.key == "backspace":
                finder.type(finder.text[:-1], self._view.columns)
            elif event.is_printable and event.character is not None:
                finder.type(finder.text + event.character, self._view.columns)
            else:
                self._finder = None
                return event.key in ("enter", "escape")
            if finder.match is not None:
                self._view.go_to(finder.match)
        return True

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Move the cursor to the card, and prepare a drag in case the pointer moves."""
        self._dropped = False
        self._post_moves()
        hit = self._hit(event)
        self._pressed_link = self._view.link_at(hit, self._offset(event)[0])
        if event.button != 1 or hit is None or self._drag is not None:
            return
        with self._repainting():
            self._finder, self._sending = None, False
            if hit.part == "neighbour":
                self._view.slide(-1 if hit.column < self._view.layout.first else 1)
                return
            row = 0 if hit.part == "header" else hit.index
            if hit.part in ("card", "gap") and event.shift:
                self._view.extend_to(hit.column, row)
                return
            self._view.place(hit.column, row, reveal=hit.part == "header", opens=False)
            if hit.part == "card" and event.ctrl:
                self._view.toggle()
            elif hit.part == "card" and (card := self._view.card) is not None:
                self._drag = Drag(card.uid, self._view.carried(card.uid), self._offset(event))
                self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the dragged cards with the pointer."""
        if self._drag is None:
            return
        with self._repainting():
            if self._drag.move(*self._offset(event)):
                self._aim()
                if self._edge_timer is None:
                    self._edge_timer = self.set_interval(TICK, self._tick)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drop the dragged cards."""
        self._open_later()
        drag = self._drag
        if drag is None:
            return
        if drag.lifted:
            drag.move(*self._offset(event))
            self._aim()
        self._end_drag()
        self._dropped = drag.lifted
        target = drag.target if drag.lifted else None
        self._rearrange(self._view.dropped(drag.uids, target) if target is not None else None)

    def on_click(self, event: events.Click) -> None:
        """Open the card on a double click. The click event that follows a drop is ignored."""
        hit = self._hit(event)
        link = self._view.link_at(hit, self._offset(event)[0])
        if event.chain == 1 and link is not None and link == self._pressed_link and not self._dropped:
            self._post(self.Linked(self._view.card.uid if self._view.card else "", link))
        if event.chain == 2 and hit is not None and hit.part == "card" and not self._dropped:
            self.action_open()

    def _open_later(self) -> None:
        """Open the card at the cursor once no double click can follow, which would hit another card if cards shift."""
        if self._opening is not None:
            self._opening.stop()
        self._opening = self.set_timer(self.app.CLICK_CHAIN_TIME_THRESHOLD, self._open)

    def _open(self) -> None:
        if self._drag is None:
            with self._repainting():
                self._view.place(self._view.column, self._view.row, reveal=False)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the column under the pointer, or scroll the board sideways."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the column under the pointer, or scroll the board sideways."""
        self._wheel(event, -1)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Scroll the board sideways."""
        self._slide(event, 1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Scroll the board sideways."""
        self._slide(event, -1)

    def cancel_drag(self) -> None:
        """Cancel the drag without moving the cards."""
        with self._repainting():
            self._end_drag()

    def on_mouse_release(self) -> None:
        """Cancel the drag when another widget captures the mouse."""
        self.cancel_drag()

    def on_blur(self) -> None:
        """Cancel the drag: when the terminal loses the focus, the release event may never arrive."""
        with self._repainting():
            self._end_drag()
            self._finder, self._sending = None, False

    def on_resize(self) -> None:
        """Update the layout for the new size."""
        self._fit()

    def on_unmount(self) -> None:
        """Release the mouse."""
        self._end_drag()

    def _fit(self) -> None:
        with self._repainting():
            self._end_drag()
            self._view.resize(*self.size, self.density)

    def _rearrange(self, plan: Rearrangement | None) -> None:
        """Carry out a move that changes anything, and post it after it is painted: its handler may be slow.

        One that a sort order does not allow is posted too, so that the handler can say so.
        """
        view = self._view
        with self._repainting():
            if plan and (new := rearranged(view.columns, *plan, guess=(view.column, view.row))):
                self._take(*new)
                self._begin_highlight(plan.uids)
            if plan and (new or view.sorting):
                self._untold.append(self.Moved(*plan))
        if self._untold:
            self.screen.call_later(call_after_frame, self, self._post_moves)

    @property
    def has_untold_moves(self) -> bool:
        """Return whether a move was made that was not posted yet."""
        return bool(self._untold)

    def _post_moves(self) -> None:
        """Post the moves that were painted but not posted yet."""
        untold, self._untold = self._untold, []
        for moved in untold:
            self._post(moved)

    def _post(self, message: Message) -> None:
        # A message made while another handler runs, such as one that calls `show`, would get that widget as its sender.
        self.post_message(message.set_sender(self))

    def _cursor_moved(self) -> None:
        self._point()
        card = self._view.card
        self._post(self.Highlighted(card.uid if card is not None else None))

    def _point(self) -> None:
        """Move the terminal’s cursor to the board’s cursor, which screen readers and magnifiers follow."""
        view = self._view
        if self.has_focus and (span := view.layout.span(view.column)):
            line = view.layout.line_of(view.row, view.deck(view.column))
            self.app.cursor_position = self.region.offset + Offset(span.x + 1, line)

    def _end_drag(self) -> None:
        super()._end_drag()
        if self._edge_timer is not None:
            self._edge_timer.stop()
            self._edge_timer = None

    def _tick(self) -> None:
        """Continue to scroll while the pointer rests at an edge: the terminal sends no events for a resting pointer."""
        if self._drag is None or (scroll := self._drag.tick(self._view.layout)) is None:
            return
        with self._repainting():
            self._view.scroll(scroll.column, scroll.cards)
            self._view.slide(scroll.columns)
            self._aim()

    def _wheel(self, event: events.MouseEvent, step: int) -> None:
        event.stop()
        event.prevent_default()
        if (hit := self._hit(event)) is None:
            return
        with self._repainting():
            if event.shift or hit.part == "neighbour":
                self._view.slide(step)
            else:
                self._view.scroll(hit.column, step * _WHEEL[self.density])
            self._aim()

    def _slide(self, event: events.MouseEvent, step: int) -> None:
        event.stop()
        event.prevent_default()
        with self._repainting():
            self._view.slide(step)
            self._aim()

    def _offset(self, event: events.MouseEvent) -> tuple[int, int]:
        return event.get_content_offset_capture(self)

    def _hit(self, event: events.MouseEvent) -> HitResult | None:
        return self._view.layout.hit(*self._offset(event), self._view.decks)
