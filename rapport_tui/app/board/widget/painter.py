"""The lines of a board as strips. Strips are cached until their card, width or state changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from rapport_tui.app.board.widget.card_renderer import CardRenderer, CardState, Styler
from rapport_tui.app.board.widget.columns import BoardCard, BoardColumn
from rapport_tui.app.board.widget.component_styles import STAGES
from rapport_tui.app.board.widget.drag import Drag
from rapport_tui.app.board.widget.geometry import ColumnBounds, HeaderLine, thumb
from rapport_tui.app.board.widget.type_to_find import TypeToFind
from rapport_tui.app.board.widget.viewport import Viewport
from rapport_tui.terminal_text import cell_width, cut, isolated, one_line, pad, wrap

_KEPT: Final = 1024
_ROOMY_LINE: Final = 72


@dataclass(frozen=True, slots=True)
class RenderState:
    """The complete state of one frame."""

    view: Viewport
    focused: bool = False
    drag: Drag | None = None
    finder: TypeToFind | None = None
    sending: bool = False
    moved: frozenset[str] = frozenset()

    @property
    def lifted(self) -> Drag | None:
        """The drag, if its cards are lifted."""
        return self.drag if self.drag is not None and self.drag.lifted else None

    @property
    def find_line(self) -> HeaderLine:
        """The line of the header that is replaced by typed text or a question."""
        return "hint" if "hint" in self.view.layout.header else "title"

    def mark_line(self, span: ColumnBounds) -> int | None:
        """Return the line of the drop mark, if it is in this column."""
        drag = self.lifted
        if drag is None or drag.target is None or drag.target.column != span.column:
            return None
        return self.view.layout.mark_line(drag.target.index, self.view.tops[span.column])

    @property
    def ghost(self) -> tuple[int, int, int, int] | None:
        """The bounds of the image of the dragged cards: x, y, width and height."""
        if (drag := self.lifted) is None:
            return None
        layout = self.view.layout
        span = layout.span(drag.target.column) if drag.target is not None else None
        return drag.ghost(layout, self.mark_line(span) if span is not None else None)

    def is_target(self, column: int) -> bool:
        """Return whether a drop would land in `column`."""
        drag = self.lifted
        return drag is not None and drag.target is not None and drag.target.column == column


class BoardPainter:
    """A painter that returns frames one line at a time."""

    def __init__(self, style: Styler) -> None:
        self._styler = style
        self._styles: dict[tuple[str, ...], Style] = {}
        self._cards: LRUCache[tuple[BoardCard, int, str, CardState, str], tuple[Strip, ...]] = LRUCache(_KEPT)

    def clear(self) -> None:
        """Discard the cached strips, after the colours have changed."""
        self._styles.clear()
        self._cards.clear()

    def line(self, scene: RenderState, y: int) -> Strip:
        """Return line `y` of `scene`, as wide as its layout."""
        layout = scene.view.layout
        if y >= layout.height or not layout.spans:
            return Strip([Segment(" " * layout.width, self._style("board--ground"))], layout.width)
        kind = layout.header[y] if y < layout.body else None
        if kind == "neighbours":
            strip = self._neighbours(scene)
        elif kind is not None and scene.finder is not None and kind == scene.find_line:
            strip = self._find(scene.finder, layout.width)
        elif scene.sending and kind is not None and kind == scene.find_line:
            strip = self._send(scene.view.columns, layout.width)
        else:
            segments: list[Segment] = []
            for span in layout.spans:
                segments += self._head(scene, span, kind) if kind else self._body(scene, span, y)
            strip = Strip(segments, layout.width)
        return self._under_ghost(scene, y, strip)

    def _style(self, *names: str) -> Style:
        if (style := self._styles.get(names)) is None:
            style = self._styles[names] = self._styler(*names)
        return style

    def _card(self, card: BoardCard, width: int, look: CardState, stage: str, density: str) -> tuple[Strip, ...]:
        key = (card, width, density, look, stage)
        if (strips := self._cards.get(key)) is None:
            face = CardRenderer(self._style, width, "rows" if density == "rows" else "cards")
            strips = self._cards[key] = face.strips(card, look, stage)
        return strips

    def _head(self, scene: RenderState, span: ColumnBounds, kind: HeaderLine) -> list[Segment]:
        column = scene.view.columns[span.column]
        target = scene.is_target(span.column)
        ground = "board--target" if target else "board--ground"
        stage, width = _stage(column), max(0, span.width - 2)
        if kind == "rule":
            if scene.mark_line(span) == scene.view.layout.body - 1:
                return self._drop_mark(span)
            inside = [Segment(("━" if target else "─") * width, self._style(ground, stage))]
        elif kind == "hint":
            inside = [Segment(isolated(pad(column.hint, width)), self._style(ground, "board--hint"))]
        else:
            inside = self._title(column, width, ground, stage)
        blank = Segment(" ", self._style(ground))
        return [blank, *inside, blank]

    def _title(self, column: BoardColumn, width: int, ground: str, stage: str) -> list[Segment]:
        title = cut(column.title, width)
        count = pad(f" {column.count}" if column.count else "", width - cell_width(title))
        return [
            Segment(isolated(title), self._style(ground, stage, "board--title")),
            Segment(count, self._style(ground, "board--over" if column.over else "board--count")),
        ]

    def _body(self, scene: RenderState, span: ColumnBounds, y: int) -> list[Segment]:
        view, layout = scene.view, scene.view.layout
        edge = self._edge(scene, span, y)
        mark = scene.mark_line(span)
        if mark == y:
            return self._drop_mark(span)
        row = y - layout.body
        if layout.density == "rows" and mark is not None and layout.body <= mark < y:
            row -= 1
        slot, line = divmod(row, layout.pitch)
        index = view.tops[span.column] + slot
        card = view.card_at(span.column, index)
        if card is None and not view.counts[span.column]:
            return [*self._empty(scene, span, row), edge]
        if card is None or line >= layout.card_height:
            return [self._ground(scene, span, span.width - 1), edge]
        stage = _stage(view.columns[span.column])
        strips = self._card(card, span.width - 1, self._look(scene, span, index, card), stage, layout.density)
        return [*strips[line], edge]

    def _look(self, scene: RenderState, span: ColumnBounds, index: int, card: BoardCard) -> CardState:
        view, drag = scene.view, scene.lifted
        return CardState(
            cursor=view.column == span.column and view.row == index,
            focused=scene.focused,
            selected=card.uid in view.selected,
            lifted=drag is not None and card.uid in drag.uids,
            target=scene.is_target(span.column),
            moved=card.uid in scene.moved,
        )

    def _ground(self, scene: RenderState, span: ColumnBounds, width: int) -> Segment:
        ground = "board--target" if scene.is_target(span.column) else "board--ground"
        return Segment(" " * width, self._style(ground))

    def _empty(self, scene: RenderState, span: ColumnBounds, row: int) -> list[Segment]:
        column = scene.view.columns[span.column]
        ground = "board--target" if scene.is_target(span.column) else "board--ground"
        lines = wrap(column.empty, max(1, span.width - 2))
        text = lines[row] if row < len(lines) else ""
        look = CardState(cursor=scene.view.column == span.column and row == 0, focused=scene.focused)
        return [
            Segment(look.sign(0), self._style(ground, _stage(column))),
            Segment(isolated(pad(text, max(0, span.width - 2))), self._style(ground, "board--empty")),
        ]

    def _edge(self, scene: RenderState, span: ColumnBounds, y: int) -> Segment:
        layout, view = scene.view.layout, scene.view
        mark = thumb(layout.lines, layout.page, view.counts[span.column], view.tops[span.column])
        ground = "board--target" if scene.is_target(span.column) else "board--ground"
        return Segment("▕" if y - layout.body in mark else " ", self._style(ground, "board--scroll"))

    def _drop_mark(self, span: ColumnBounds) -> list[Segment]:
        text = "▸" + "━" * max(0, span.width - 2) + " "
        return [Segment(text[: span.width], self._style("board--target", "board--drop"))]

    def _neighbours(self, scene: RenderState) -> Strip:
        view, layout = scene.view, scene.view.layout
        before, after = view.columns[: layout.first], view.columns[layout.last + 1 :]
        width = max(0, layout.width - 2)
        left, right = _names(before, after, width)
        style = self._style("board--ground", "board--neighbour")
        hot = self._style("board--target", "board--neighbour") + Style(reverse=True)
        target = scene.lifted.target.column if scene.lifted and scene.lifted.target else None
        aimed = target is not None and layout.span(target) is None
        gap = max(0, width - cell_width(left) - cell_width(right))
        segments = [
            Segment(" ", style),
            Segment(left, hot if aimed and target is not None and target < layout.first else style),
            Segment(" " * gap, style),
            Segment(right, hot if aimed and target is not None and target > layout.last else style),
            Segment(" ", style),
        ]
        strip = Strip([segment for segment in segments if segment.text])
        return strip.adjust_cell_length(layout.width, style)

    def _find(self, finder: TypeToFind, width: int) -> Strip:
        style = self._style("board--find")
        if finder.match is not None:
            found = f"{finder.at + 1} of {len(finder.matches)} · tab for the next · esc when there"
        else:
            found = "nobody by that name" if finder.text.strip() else "the first letters of a name"
        typed = cut(f" go to {finder.text}", max(1, width - 2))
        rest = pad(f"   {found}", max(0, width - cell_width(typed) - 1))
        return Strip(
            [
                Segment(isolated(typed), style + Style(bold=True)),
                Segment("▏", style),
                Segment(rest, style + self._style("board--find", "board--hint")),
            ]
        ).adjust_cell_length(width, style)

    def _send(self, columns: tuple[BoardColumn, ...], width: int) -> Strip:
        style, strong = self._style("board--find"), self._style("board--find") + Style(bold=True)
        segments = [Segment(" send to" if width >= _ROOMY_LINE else "", style)]
        for number, column in enumerate(columns, 1):
            title = column.title if width >= _ROOMY_LINE else cut(column.title, 8)
            segments += [Segment(f"  {number}", strong), Segment(f" {isolated(title)}", style)]
        return Strip([segment for segment in segments if segment.text]).adjust_cell_length(width, style)

    def _under_ghost(self, scene: RenderState, y: int, strip: Strip) -> Strip:
        drag, ghost = scene.lifted, scene.ghost
        if drag is None or ghost is None or not ghost[1] <= y < ghost[1] + ghost[3]:
            return strip
        x, top, width, height = ghost
        text = _ghost_text(scene, drag, y - top, width - 2, height)
        shown = Strip([Segment(f" {text} ", self._style("board--ghost"))], width)
        return Strip.join([strip.crop(0, x), shown, strip.crop(x + width, scene.view.layout.width)])


def _stage(column: BoardColumn) -> str:
    name = f"board--{column.stage}"
    return name if name in STAGES else "board--title"


def _ghost_text(scene: RenderState, drag: Drag, line: int, width: int, height: int) -> str:
    found = scene.view.find(drag.held)
    card = scene.view.card_at(*found) if found else None
    others = len(drag.uids) - 1
    if card is None:
        return " " * width
    if line == 1:
        return isolated(pad(f"and {others} more" if others else card.detail, width))
    more = f" +{others}" if others and height == 1 else ""
    return isolated(pad(card.name, width - len(more))) + more


def _names(before: tuple[BoardColumn, ...], after: tuple[BoardColumn, ...], width: int) -> tuple[str, str]:
    """Return the names of the columns hidden at either side, as complete as `width` cells allow."""
    for counted, nearest in ((True, False), (False, False), (False, True)):
        left = [_named(column, counted) for column in (before[-1:] if nearest else before)]
        right = [_named(column, counted) for column in (after[:1] if nearest else after)]
        texts = f"‹ {' · '.join(left)}" if left else "", f"{' · '.join(right)} ›" if right else ""
        if cell_width(texts[0]) + cell_width(texts[1]) + 3 <= width:
            return texts
    return cut(texts[0], width // 2 - 1), cut(texts[1], width // 2 - 1)


def _named(column: BoardColumn, counted: bool) -> str:
    title = isolated(one_line(column.title))
    return f"{title} {column.count}" if counted and column.count else title
