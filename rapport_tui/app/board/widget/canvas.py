"""The painted board, of which only the changed parts are painted again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Final

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from rapport_tui.app.board.widget.columns import BoardCard, BoardColumn, CardPosition, in_order
from rapport_tui.app.board.widget.drag import Drag
from rapport_tui.app.board.widget.painter import BoardPainter, Frame, RenderState
from rapport_tui.app.board.widget.type_to_find import TypeToFind
from rapport_tui.app.board.widget.viewport import Sorting, Viewport

_MOVED_SECONDS: Final = 0.2
"""For how long cards that were moved are highlighted."""


class Canvas(Widget):
    """A widget that paints a `Viewport` line by line. Subclasses change the viewport inside `_repainting()`."""

    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._view = Viewport()
        self._drag: Drag | None = None
        self._finder: TypeToFind | None = None
        self._sending = False
        self._moved: frozenset[str] = frozenset()
        self._fading: Timer | None = None
        self._painter = BoardPainter(self._component_style)
        self._frame = self._take_frame()
        self._theme = ""
        self._reported_uid: str | None = None

    @property
    def cursor_card(self) -> BoardCard | None:
        """The card at the cursor."""
        return self._view.card

    @property
    def cursor_stage(self) -> str:
        """The stage of the column at the cursor, "" before there are columns."""
        return self._view.stage

    @property
    def is_empty(self) -> bool:
        """True if no column has a card."""
        return not any(column.cards.uids for column in self._view.columns)

    @property
    def selected(self) -> tuple[str, ...]:
        """The uids of the selected cards, column by column from the top."""
        return in_order(self._view.columns, self._view.selected)

    @property
    def dragging(self) -> bool:
        """True while cards are dragged."""
        return self._drag is not None and self._drag.lifted

    @property
    def sending(self) -> bool:
        """True if the next number moves cards to the stage of that number."""
        return self._sending

    @property
    def finding(self) -> bool:
        """True if letters are typed into a name instead of running actions."""
        return self._finder is not None

    def show(self, columns: Sequence[BoardColumn], sorting: Sorting | None = None) -> None:
        """Show `columns`; cursor, scroll position, selection and drag stay with their cards.

        With a sort order, cards are moved to where it puts them.
        """
        with self._repainting():
            self._view.sorting = sorting
            self._take(columns)

    def go_to(self, uid: str) -> bool:
        """Move the cursor to the card `uid`; return whether it is on the board."""
        with self._repainting():
            return self._view.go_to(uid)

    def clear_selection(self) -> None:
        """Clear the selection."""
        with self._repainting():
            self._view.let_go()

    def render_line(self, y: int) -> Strip:
        """Return line `y` of the board."""
        return self._frame.line(y) if y < self._frame.layout.height else Strip.blank(self.size.width, self.rich_style)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Paint the cursor anew."""
        super().watch_has_focus(_has_focus)
        with self._repainting():
            pass

    def notify_style_update(self) -> None:
        """Paint all in the new colours; in a new theme once more, since component classes get theirs after this."""
        super().notify_style_update()
        self._painter.clear()
        self._frame = self._take_frame()
        before, self._theme = self._theme, self.app.theme
        if before not in ("", self._theme):
            self.call_later(self.notify_style_update)
            self.call_later(self.refresh)

    def _component_style(self, *names: str) -> Style:
        return self.get_visual_style(*names).rich_style

    def _take(self, columns: Sequence[BoardColumn], guess: CardPosition | None = None) -> None:
        self._view.show(columns, guess)
        if self._drag is not None:
            self._keep_drag(self._drag)
        if self._finder is not None:
            self._finder.invalidate(self._view.columns)

    def _keep_drag(self, drag: Drag) -> None:
        """Continue a drag after cards may have been removed; cancel it if the card under the pointer was."""
        drag.uids = in_order(self._view.columns, frozenset(drag.uids))
        if drag.held in drag.uids:
            self._aim()
        else:
            self._end_drag()

    def _aim(self) -> None:
        if self._drag is not None:
            self._drag.aim(self._view.layout, self._view.decks)
            if self._drag.target is not None:
                self._drag.target = self._view.sorted_target(self._drag.uids, self._drag.target)

    def _end_drag(self) -> None:
        """End the drag. The mouse is released after the next frame, because releasing it causes a frame too."""
        self._drag = None
        if self.is_attached:
            self.call_after_refresh(self._let_mouse_go)

    def _let_mouse_go(self) -> None:
        if self._drag is None and self.is_attached and self.app.mouse_captured is self:
            self.release_mouse()

    def highlight(self, uids: Iterable[str]) -> None:
        """Highlight cards for a moment; not where animations are off."""
        with self._repainting():
            self._begin_highlight(uids)

    def _begin_highlight(self, uids: Iterable[str]) -> None:
        if self.app.animation_level != "none":
            self._moved = frozenset(uids)
            if self._fading is not None:
                self._fading.stop()
            self._fading = self.set_timer(_MOVED_SECONDS, self._end_highlight)

    def _end_highlight(self) -> None:
        with self._repainting():
            self._moved = frozenset()

    def _cursor_moved(self) -> None:
        """Handle a move of the cursor to another card."""

    @contextmanager
    def _repainting(self) -> Iterator[None]:
        """Repaint what the body of the `with` statement changes, and report a move of the cursor."""
        yield
        old, self._frame = self._frame, self._take_frame()
        self._repaint(old, self._frame)
        uid = card.uid if (card := self._view.card) is not None else None
        if uid != self._reported_uid:
            self._reported_uid = uid
            self._cursor_moved()

    def _take_frame(self) -> Frame:
        drag, finder = self._drag, self._finder
        scene = RenderState(self._view, self.has_focus, drag, finder, self._sending, self._moved)
        return self._painter.frame(scene)

    def _repaint(self, old: Frame, new: Frame) -> None:
        if old.layout != new.layout:
            self.refresh()
        elif dirty := list(_changed(old, new)):
            self.refresh(*dirty)


def _changed(old: Frame, new: Frame) -> Iterator[Region]:
    """Yield the regions in which two frames of one layout differ."""
    layout = new.layout
    for span, before, now in zip(layout.spans, old.columns, new.columns, strict=True):
        lines = [y for y, (was, strip) in enumerate(zip(before, now, strict=True)) if was is not strip and was != strip]
        for top, bottom in _runs(lines):
            yield Region(span.x, top, span.width, bottom - top)
    for y in old.across.keys() | new.across.keys():
        if old.across.get(y) != new.across.get(y):
            yield Region(0, y, layout.width, 1)
    if old.ghost != new.ghost:
        for x, lines_of in (old.ghost, new.ghost):
            for y, strip in lines_of.items():
                yield Region(x, y, strip.cell_length, 1)


def _runs(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the end of each run of consecutive numbers."""
    for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0]):
        numbers = [line for _, line in run]
        yield numbers[0], numbers[-1] + 1
