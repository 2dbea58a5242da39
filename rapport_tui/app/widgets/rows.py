"""A list widget for all kinds of rows: people, entries, checklists, moves, candidates, history.

Textual's `OptionList` takes 2.2 s to show 20,000 rows, this one 0.1 s (docs/decisions/17-own-tabs-footer-and-lists.md).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, repeat
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.css.scalar import Unit
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rapport_tui.app.bindings import bound
from rapport_tui.app.widgets.jump_target import JumpTarget
from rapport_tui.app.widgets.lazy_rows import LazyRows
from rapport_tui.app.widgets.roles import RoleWidget
from rapport_tui.app.widgets.row_painter import GUTTER, MARGIN, Row, RowState, paint_row
from rapport_tui.app.widgets.styled_text import RowLine, StyledText, height_of
from rapport_tui.terminal_text import printable

__all__ = ["RestingRows", "Row", "RowLine", "RowList", "StyledText"]


class RowList(ScrollView, RoleWidget, can_focus=True):
    """A list of rows with a cursor, painted line by line, so that its length does not matter.

    With `wrap`, lines are wrapped at words; without, they are cut. The two cells on the left show the cursor (thick
    while the list has the focus) and the rows in `marked`. `empty` is shown if `show` was called without rows: a
    friendly next step. A `heading` stays above the rows. Clicks in the first `toggle_cells` cells of a row's text
    toggle it, like space. In a `menu` and on a button, one click chooses; elsewhere two.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    RowList {
        min-height: 1;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        &.-headed { min-height: 2; border-top: blank; border-title-color: $text-accent; border-title-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound(
        {
            "rows.up": "step(-1)",
            "rows.down": "step(1)",
            "rows.page_up": "page(-1)",
            "rows.page_down": "page(1)",
            "rows.first": "edge(-1)",
            "rows.last": "edge(1)",
            "rows.choose": "choose",
            "rows.toggle": "tick",
        }
    )

    marked: reactive[frozenset[str]] = reactive(frozenset, repaint=False)

    @dataclass
    class _RowMessage(Message):
        """Base class of the messages about one row."""

        rows: RowList
        key: str

        @property
        def control(self) -> RowList:
            """The list that posted the message."""
            return self.rows

    class Chosen(_RowMessage):
        """Posted when enter was pressed on a row, or it was clicked: once in a menu, elsewhere twice."""

    class Toggled(_RowMessage):
        """Posted when space was pressed on a row, or its box was clicked."""

    class Highlighted(_RowMessage):
        """Posted when the cursor moved to another row."""

    def __init__(
        self,
        rows: Sequence[Row] | None = None,
        *,
        wrap: bool = False,
        empty: Content | str = "",
        toggle_cells: int = 0,
        menu: bool = False,
        heading: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.wrap, self.menu, self.toggle_cells = wrap, menu, toggle_cells
        self.empty = empty if isinstance(empty, Content) else Content(empty)
        self._words: tuple[str, ...] = ()
        self._rows: Sequence[Row] = ()
        self._has_rows = False
        self._index: dict[str, int] = {}
        self._tops: list[int] = [0]
        self._cursor: int | None = None
        self._measured = 0
        self._painted: dict[int, list[Strip]] = {}
        if heading:
            self.head(heading)
        if rows is not None:
            self.show(rows)

    def head(self, heading: str, more: str = "") -> None:
        """Set the heading, with `more` beside it. It is the title of a border: a widget would take longer to start."""
        self.add_class("-headed", update=self.is_attached)
        self.border_title = Content.assemble(" ", printable(heading), (more, "not bold $foreground-muted"))

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown."""
        return self._rows

    @property
    def cursor_key(self) -> str | None:
        """The key of the row at the cursor; None if no row is selectable."""
        return self.cursor_row.key if self.cursor_row else None

    @property
    def cursor_row(self) -> Row | None:
        """The row at the cursor; None if no row is selectable."""
        return None if self._cursor is None else self._rows[self._cursor]

    def index_at(self, y: int) -> int | None:
        """Return the index of the row at line `y` of the widget; None beside the rows and on a heading."""
        line = y - self.gutter.top + self.scroll_offset.y
        if not self.scroll_offset.y <= line < self._tops[-1]:
            return None
        index = bisect_right(self._tops, line) - 1
        return index if self._rows[index].selectable else None

    def show(self, rows: Sequence[Row], words: Iterable[str] = ()) -> None:
        """Show `rows`, and highlight the matches of `words`.

        The cursor stays on its row, at the same line of the screen; if that row was removed, it stays at its index. A
        list that is not scrolled remains so, and shows new rows at its top.
        """
        key, place = self.cursor_key, self._cursor or 0
        scrolled = self._cursor is not None and self.scroll_offset.y > 0
        offset = self._tops[self._cursor] - self.scroll_offset.y if self._cursor is not None and scrolled else None
        self._rows, self._words, self._has_rows = rows, tuple(words), True
        keys = rows.keys if isinstance(rows, LazyRows) else [row.key for row in rows]
        self._index = {key: index for index, key in enumerate(keys)}
        found = self._index.get(key, -1) if key is not None else -1
        if found < 0 or not rows[found].selectable:
            found = self._nearest(min(place, len(rows) - 1))
        self._cursor = found if found >= 0 else None
        self._measure()
        if offset is not None and self._cursor is not None and self._window.height:
            self._scroll_y(self._tops[self._cursor] - offset)
        self._reveal()
        if self.cursor_key is not None and self.cursor_key != key:
            self.post_message(self.Highlighted(self, self.cursor_key))

    def go_to(self, key: str) -> bool:
        """Move the cursor to the row with `key` and scroll to it; return whether it exists."""
        index = self._index.get(key)
        if index is None or not self._rows[index].selectable:
            return False
        self._move(index)
        return True

    def forget_cursor(self) -> None:
        """Put the cursor on the first row, at the top, once rows are shown again."""
        self._cursor = None
        self._scroll_y(0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines, up to the maximum height.

        Textual ignores a maximum height relative to the terminal if the height of the parent is automatic.
        """
        height, most = super().get_content_height(container, viewport, width), self.styles.max_height
        if most is not None and most.unit is Unit.VIEW_HEIGHT:
            height = min(height, int(most.resolve(container, viewport)))
        return height

    def jump_targets(self) -> Iterator[JumpTarget]:
        """Yield the visible rows."""
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self._window.height
        for index in range(bisect_right(self._tops, top - 1), len(self._rows)):
            if self._tops[index] >= bottom:
                break
            if self._rows[index].selectable:
                at = self.content_region.offset + Offset(0, self._tops[index] - top)
                yield JumpTarget(at, partial(self._jump, index))
        if not self._rows:
            yield JumpTarget(self.content_region.offset, self.focus)

    def _jump(self, index: int) -> None:
        self.focus()
        self._move(min(index, len(self._rows) - 1))

    def action_step(self, by: int) -> None:
        """Move the cursor to the next row up or down; beyond the first and the last one, scroll."""
        found = self._next(self._cursor + by, by) if self._cursor is not None else -1
        if found >= 0:
            self._move(found)
        else:
            self._scroll_y(self.scroll_offset.y + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by as many lines as are visible."""
        height = max(self._window.height - 1, 1)
        if self._cursor is None:
            self._scroll_y(self.scroll_offset.y + by * height)
            return
        line = min(max(self._tops[self._cursor] + by * height, 0), self._tops[-1] - 1)
        target = bisect_right(self._tops, line) - 1
        if target == self._cursor:
            target = min(max(target + by, 0), len(self._rows) - 1)
        self._move(self._nearest(target, by))

    def action_edge(self, by: int) -> None:
        """Move the cursor to the first or the last row."""
        found = self._nearest(0 if by < 0 else len(self._rows) - 1, -by)
        if found >= 0:
            self._move(found)
        else:
            self._scroll_y(0 if by < 0 else self._tops[-1])

    def action_choose(self) -> None:
        """Post `Chosen` for the row at the cursor."""
        if self.cursor_key is not None:
            self.post_message(self.Chosen(self, self.cursor_key))

    def action_tick(self) -> None:
        """Post `Toggled` for the row at the cursor."""
        if self.cursor_key is not None:
            self.post_message(self.Toggled(self, self.cursor_key))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row under the mouse; toggle it at its box, choose it at the second click."""
        index = self.index_at(event.y)
        if index is None:
            return
        self._move(index)
        if event.x < GUTTER + self.toggle_cells and self.toggle_cells:
            self.action_tick()
        elif event.chain == (1 if self.menu or self._rows[index].button else 2):
            self.action_choose()

    def on_resize(self) -> None:
        """Wrap again if the width has changed, and keep the cursor visible."""
        if self._window.width != self._measured:
            if self._measured:  # a resize uses the parent’s cached arrangement
                self.call_after_refresh(partial(self.refresh, layout=True))
            self._measure()
        self._reveal()

    def on_focus(self) -> None:
        """Paint the cursor and the marks again."""
        self._painted.clear()
        self.refresh()

    on_blur = watch_marked = on_focus

    def notify_style_update(self) -> None:
        """Discard the lines painted in other colours."""
        super().notify_style_update()
        self._painted.clear()

    def render_line(self, y: int) -> Strip:
        """Paint line `y` of the window."""
        if not self._rows:
            return self._empty_line(y)
        line = y + self.scroll_offset.y
        if line >= self._tops[-1]:
            return Strip.blank(self._window.width, self.role_style())
        index = bisect_right(self._tops, line) - 1
        if index not in self._painted:
            if len(self._painted) > 1000:
                self._painted.clear()
            self._painted[index] = self._paint(index)
        return self._painted[index][line - self._tops[index]]

    def _next(self, index: int, by: int) -> int:
        """Return the index of the first selectable row from `index` in the direction of `by`, -1 for none."""
        places = range(max(index, 0), len(self._rows)) if by > 0 else range(min(index, len(self._rows) - 1), -1, -1)
        return next((place for place in places if self._rows[place].selectable), -1)

    def _nearest(self, index: int, by: int = 1) -> int:
        """Return the index of the nearest selectable row in the direction of `by`, else the other; -1 for none."""
        found = self._next(index, by)
        return found if found >= 0 else self._next(index, -by)

    def _move(self, index: int) -> None:
        if index < 0 or index == self._cursor:
            self._reveal()
            return
        for row in (self._cursor, index):
            if row is not None:
                self._painted.pop(row, None)
                self.refresh_lines(self._tops[row], self._tops[row + 1] - self._tops[row])
        self._cursor = index
        self._reveal()
        self.post_message(self.Highlighted(self, self._rows[index].key))

    def _reveal(self) -> None:
        """Scroll so that the row at the cursor is visible, with the headings above the first one."""
        height = self._window.height
        if self._cursor is None or not height:
            return
        top, bottom = self._tops[self._cursor], self._tops[self._cursor + 1]
        if self._cursor == self._next(0, 1) and bottom <= height:
            self._scroll_y(0)
        elif top < self.scroll_offset.y:
            self._scroll_y(top)
        elif bottom > self.scroll_offset.y + height:
            self._scroll_y(min(top, bottom - height))
        self._point()

    def _point(self) -> None:
        """Move the terminal’s cursor to the list’s cursor, which screen readers and magnifiers follow."""
        if self.has_focus and self._cursor is not None:
            line = self._tops[self._cursor] - self.scroll_offset.y
            self.app.cursor_position = self.content_region.offset + Offset(GUTTER, line)

    def _scroll_y(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, immediate=True)

    def _measure(self) -> None:
        """Compute the first line of each row, and the total height."""
        self._painted.clear()
        self._measured = self._window.width
        heights: Iterable[int]
        if isinstance(self._rows, LazyRows):
            heights = repeat(1, len(self._rows))
        elif self.wrap and self._measured:
            height = partial(height_of, width=self._measured - GUTTER - MARGIN)
            heights = (sum(map(height, row.lines)) for row in self._rows)
        else:
            heights = (len(row.lines) for row in self._rows)
        self._tops = [0, *accumulate(heights)]
        size = Size(self._measured, self._tops[-1])
        if self.styles.height is None or self.styles.height.is_auto:
            self.virtual_size = size
        else:
            # The height is unchanged: the scrollbar changes, and nothing on the screen needs a new layout for that.
            self.set_reactive(RowList.virtual_size, size)
            self._scroll_update(size)
        self.refresh()

    @property
    def _window(self) -> Size:
        """The size available for rows beside the scrollbar."""
        return self.scrollable_content_region.size

    def _paint(self, index: int) -> list[Strip]:
        # The width that the rows were measured for: a resize changes the size before the list gets the event.
        row, width = self._rows[index], self._measured or self._window.width
        state = RowState(index == self._cursor, self.has_focus, row.key in self.marked, self._words)
        return paint_row(row, state, width, self.role_style, wrap=self.wrap and bool(self._measured))

    def _empty_line(self, y: int) -> Strip:
        """Paint line `y` of the text for an empty list, centred horizontally and above the vertical centre."""
        width, style = self._window.width, self.visual_role_style("muted")
        lines = self.empty.wrap(max(width - 4, 1)) if self.empty and self._has_rows else []
        number = y - max((self._window.height - len(lines)) // 3, 0)
        if not 0 <= number < len(lines):
            return Strip.blank(width, self.role_style())
        content = lines[number].center(width)
        return Strip(content.render_segments(style)).adjust_cell_length(width, style.rich_style)


class RestingRows(RowList):
    """A list that shows its beginning until it has the focus."""

    def on_focus(self) -> None:
        """Scroll to the cursor."""
        self._reveal()

    def _reveal(self) -> None:
        if self.has_focus:
            super()._reveal()
        else:
            self._scroll_y(0)
