"""The painted board, of which only the changed parts are painted again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import Final, NamedTuple

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from rapport_tui.app.board.widget.columns import BoardCard, BoardColumn, CardPosition, in_order
from rapport_tui.app.board.widget.drag import Drag
from rapport_tui.app.board.widget.geometry import ColumnBounds, thumb
from rapport_tui.app.board.widget.painter import BoardPainter, RenderState
from rapport_tui.app.board.widget.type_to_find import TypeToFind
from rapport_tui.app.board.widget.viewport import Viewport

_MOVED_SECONDS: Final = 0.2
"""For how long cards that were moved are highlighted."""


class _ColumnSnapshot(NamedTuple):
    """The state that a visible column was painted from: the column, its header, its scroll mark, and its cards."""

    looks: tuple[object, ...]
    head: tuple[object, ...]
    thumb: range
    cards: tuple[BoardCard, ...]


class _Frame(NamedTuple):
    """The state that the visible lines were painted from, compared by value."""

    layout: object
    pillars: tuple[_ColumnSnapshot, ...]
    cursor: tuple[int, int]
    find: object
    ghost: tuple[int, int, int, int] | None
    neighbours: tuple[object, ...]


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

    def show(self, columns: Sequence[BoardColumn]) -> None:
        """Show `columns`; cursor, scroll position, selection and drag stay with their cards."""
        with self._repainting():
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
        """Paint line `y` of the board."""
        return self._painter.line(self._scene, y)

    def notify_style_update(self) -> None:
        """Discard the strips painted in the previous colours."""
        super().notify_style_update()
        self._painter.clear()

    @property
    def _scene(self) -> RenderState:
        return RenderState(self._view, self.has_focus, self._drag, self._finder, self._sending, self._moved)

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
            self._drag.aim(self._view.layout, self._view.tops, self._view.counts)

    def _end_drag(self) -> None:
        """End the drag. The mouse is released after the next frame, because releasing it causes a frame too."""
        self._drag = None
        if self.is_attached:
            self.call_after_refresh(self._let_mouse_go)

    def _let_mouse_go(self) -> None:
        if self._drag is None and self.is_attached and self.app.mouse_captured is self:
            self.release_mouse()

    def _highlight(self, uids: frozenset[str]) -> None:
        """Highlight cards that were moved for a moment, where anything is to move."""
        if self.app.animation_level != "none":
            self._moved = uids
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

    def _take_frame(self) -> _Frame:
        view, scene, finder = self._view, RenderState(self._view, drag=self._drag), self._finder
        drag, layout = scene.lifted, view.layout
        aimed = drag.target.column if drag is not None and drag.target is not None else None
        hidden = layout.total > len(layout.spans)
        return _Frame(
            layout,
            tuple(self._take_pillar(scene, span) for span in layout.spans),
            (view.column, view.row),
            self._sending if finder is None else (finder.text, finder.at, len(finder.matches)),
            scene.ghost,
            (aimed, *((column.title, column.count) for column in view.columns)) if hidden else (),
        )

    def _take_pillar(self, scene: RenderState, span: ColumnBounds) -> _ColumnSnapshot:
        view, layout, column = self._view, self._view.layout, self._view.columns[span.column]
        top, count = view.tops[span.column], view.counts[span.column]
        carried = scene.lifted.uids if scene.lifted is not None else None
        empty = column.empty if not count else ""
        in_sight = layout.lines // layout.pitch + 1
        cards = tuple(column.cards[index] for index in range(top, min(count, top + in_sight)))
        moved = self._moved and self._moved & {card.uid for card in cards}
        looks = (scene.mark_line(span), scene.is_target(span.column), carried, view.selected, empty, moved)
        return _ColumnSnapshot(
            looks,
            (column.stage, column.title, column.count, column.over, column.hint),
            thumb(layout.lines, layout.page, count, top),
            cards,
        )

    def _repaint(self, old: _Frame, new: _Frame) -> None:
        layout = self._view.layout
        if old.layout != new.layout:
            self.refresh()
            return
        dirty: list[Region] = []
        for span, before, now in zip(layout.spans, old.pillars, new.pillars, strict=True):
            dirty += self._changed(span, before, now)
        if old.cursor != new.cursor:
            dirty += [self._card_region(*old.cursor), self._card_region(*new.cursor)]
        if old.find != new.find or old.neighbours != new.neighbours:
            dirty.append(Region(0, 0, layout.width, layout.body))
        if old.ghost != new.ghost:
            dirty += [Region(*ghost) for ghost in (old.ghost, new.ghost) if ghost is not None]
        seen = Region(0, 0, layout.width, layout.height)
        if dirty := [region for region in (part.intersection(seen) for part in dirty) if region]:
            self.refresh(*dirty)

    def _changed(self, span: ColumnBounds, before: _ColumnSnapshot, now: _ColumnSnapshot) -> Iterator[Region]:
        """Yield the regions of a column to be painted again."""
        layout = self._view.layout
        if before.looks != now.looks:
            yield Region(span.x, 0, span.width, layout.height)
            return
        if before.head != now.head:
            yield Region(span.x, 0, span.width, layout.body)
        if before.thumb != now.thumb:
            yield Region(span.x + span.width - 1, layout.body, 1, layout.lines)
        for slot, (was, card) in enumerate(zip_longest(before.cards, now.cards)):
            if was != card:
                yield Region(span.x, layout.body + slot * layout.pitch, span.width, layout.pitch)

    def _card_region(self, column: int, row: int) -> Region:
        layout = self._view.layout
        if (span := layout.span(column)) is None or column >= len(self._view.tops):
            return Region()
        line = layout.line_of(row, self._view.tops[column])
        top = max(layout.body, line)
        return Region(span.x, top, span.width, max(0, line + layout.card_height - top))
