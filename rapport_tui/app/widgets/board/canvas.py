"""The board as something to look at: what is shown, painted anew only where it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from .cards import Card, Column, in_order
from .dragging import Drag
from .finding import Finder
from .painting import Painter, Scene
from .view import View


class _Frame(NamedTuple):
    """What the lines on the screen were painted from. Columns are compared by identity, the rest by value."""

    layout: object
    columns: tuple[Column, ...]
    looks: tuple[object, ...]
    cursor: tuple[int, int]
    find: object
    ghost: tuple[int, int, int, int] | None
    aimed: int | None


class Canvas(Widget):
    """Paints a `View` line by line. Subclasses change it inside `repainting()`, which finds out what to paint."""

    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._view = View()
        self._drag: Drag | None = None
        self._finder: Finder | None = None
        self._sending = False
        self._painter = Painter(self._component_style)
        self._frame = self._take_frame()
        self._told: str | None = None

    @property
    def cursor_card(self) -> Card | None:
        """The card under the cursor."""
        return self._view.card

    @property
    def cursor_stage(self) -> str:
        """The stage of the column under the cursor, "" before there are columns."""
        return self._view.stage

    @property
    def selected(self) -> tuple[str, ...]:
        """The uids of the selected cards, column by column from the top."""
        return in_order(self._view.columns, self._view.selected)

    @property
    def dragging(self) -> bool:
        """Whether cards hang on the pointer."""
        return self._drag is not None and self._drag.lifted

    @property
    def sending(self) -> bool:
        """Whether the next number sends cards to the rung of that number."""
        return self._sending

    @property
    def finding(self) -> bool:
        """Whether letters go to a name rather than to actions."""
        return self._finder is not None

    def show(self, columns: Sequence[Column]) -> None:
        """Show `columns`; cursor, scroll, selection and a drag stay with their cards."""
        with self._repainting():
            self._view.show(columns)
            if self._drag is not None:
                self._keep_drag(self._drag)
            if self._finder is not None:
                self._finder.look_again(self._view.columns)

    def go_to(self, uid: str) -> bool:
        """Put the cursor on the card `uid`; return whether it is on the board."""
        with self._repainting():
            return self._view.go_to(uid)

    def clear_selection(self) -> None:
        """Select nothing."""
        with self._repainting():
            self._view.let_go()

    def render_line(self, y: int) -> Strip:
        """Paint line `y` of the board."""
        return self._painter.line(self._scene, y)

    def notify_style_update(self) -> None:
        """Forget the strips painted in the colours of before."""
        super().notify_style_update()
        self._painter.clear()

    @property
    def _scene(self) -> Scene:
        return Scene(self._view, self.has_focus, self._drag, self._finder, self._sending)

    def _component_style(self, *names: str) -> Style:
        return self.get_visual_style(*names).rich_style

    def _keep_drag(self, drag: Drag) -> None:
        """Go on with a drag whose cards may have gone; without the card that is held it is over."""
        drag.uids = in_order(self._view.columns, frozenset(drag.uids))
        if drag.held in drag.uids:
            self._aim()
        else:
            self._end_drag()

    def _aim(self) -> None:
        if self._drag is not None:
            self._drag.aim(self._view.layout, self._view.tops, self._view.counts)

    def _end_drag(self) -> None:
        """Hold nothing any more."""
        self._drag = None
        if self.is_attached and self.app.mouse_captured is self:
            self.release_mouse()

    def _cursor_moved(self) -> None:
        """Called once the cursor is on another card than before."""

    @contextmanager
    def _repainting(self) -> Iterator[None]:
        """Repaint what the body of the `with` changes, and tell where the cursor is."""
        yield
        old, self._frame = self._frame, self._take_frame()
        self._repaint(old, self._frame)
        uid = card.uid if (card := self._view.card) is not None else None
        if uid != self._told:
            self._told = uid
            self._cursor_moved()

    def _take_frame(self) -> _Frame:
        view, scene, finder = self._view, Scene(self._view, drag=self._drag), self._finder
        drag, layout = scene.lifted, view.layout
        uids = drag.uids if drag is not None else None
        return _Frame(
            layout,
            view.columns,
            tuple(
                (view.tops[span.column], scene.mark_line(span), scene.is_target(span.column), uids, view.selected)
                for span in layout.spans
            ),
            (view.column, view.row),
            self._sending if finder is None else (finder.text, finder.at, len(finder.matches)),
            scene.ghost,
            drag.target.column if drag is not None and drag.target is not None else None,
        )

    def _repaint(self, old: _Frame, new: _Frame) -> None:
        layout = self._view.layout
        if old.layout != new.layout or len(old.columns) != len(new.columns):
            self.refresh()
            return
        dirty: list[Region] = []
        for place, span in enumerate(layout.spans):
            same = old.columns[span.column] is new.columns[span.column]
            if not same or old.looks[place] != new.looks[place]:
                dirty.append(Region(span.x, 0, span.width, layout.height))
        if old.cursor != new.cursor:
            dirty += [self._card_region(*old.cursor), self._card_region(*new.cursor)]
        hidden = layout.total > len(layout.spans)
        changed_titles = any(before is not now for before, now in zip(old.columns, new.columns, strict=True))
        if old.find != new.find or (hidden and (old.aimed != new.aimed or changed_titles)):
            dirty.append(Region(0, 0, layout.width, layout.body))
        if old.ghost != new.ghost:
            dirty += [Region(*ghost) for ghost in (old.ghost, new.ghost) if ghost is not None]
        seen = Region(0, 0, layout.width, layout.height)
        if dirty := [region for region in (part.intersection(seen) for part in dirty) if region]:
            self.refresh(*dirty)

    def _card_region(self, column: int, row: int) -> Region:
        layout = self._view.layout
        if (span := layout.span(column)) is None or column >= len(self._view.tops):
            return Region()
        line = layout.line_of(row, self._view.tops[column])
        top = max(layout.body, line)
        return Region(span.x, top, span.width, max(0, line + layout.card_height - top))
