"""The lines of a board as strips. Strips are cached until their card, width or state changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from rapport_tui.app.board.widget.card_renderer import CardRenderer, CardState, Styler, joined
from rapport_tui.app.board.widget.columns import BoardCard, BoardColumn
from rapport_tui.app.board.widget.component_styles import STAGES
from rapport_tui.app.board.widget.drag import Drag
from rapport_tui.app.board.widget.geometry import ColumnBounds, Deck, Density, HeaderLine, Layout, thumb
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
        return self.view.layout.mark_line(drag.target.index, self.view.deck(span.column))

    @property
    def ghost(self) -> tuple[int, int, int, int] | None:
        """The bounds of the image of the dragged cards: x, y, width and height."""
        if (drag := self.lifted) is None:
            return None
        layout = self.view.layout
        span = layout.span(drag.target.column) if drag.target is not None else None
        return drag.ghost(layout, self.mark_line(span) if span is not None else None)

    def of_column(self, span: ColumnBounds) -> tuple[object, ...]:
        """Return all that the lines of a column depend on beside its cards."""
        view, deck, lifted = self.view, self.view.deck(span.column), self.lifted
        seen = frozenset(view.columns[span.column].cards.uids[deck.top : deck.top + view.layout.lines])
        return (
            (view.layout, span, deck, view.larger(span.column), self.focused, self.is_target(span.column)),
            view.row if view.column == span.column else None,
            (seen & view.selected, seen & self.moved, seen.intersection(lifted.uids) if lifted else None),
            (self.mark_line(span), view.sorting),
        )

    def is_target(self, column: int) -> bool:
        """Return whether a drop would land in `column`."""
        drag = self.lifted
        return drag is not None and drag.target is not None and drag.target.column == column


class Frame(NamedTuple):
    """A painted board: the lines of each visible column, the lines across all of them, and the dragged card.

    `across` has the lines by their numbers. `ghost` has the left end and the lines of the image, by their numbers.
    """

    layout: Layout
    columns: tuple[tuple[Strip, ...], ...]
    across: dict[int, Strip]
    ghost: tuple[int, dict[int, Strip]]

    def line(self, y: int) -> Strip:
        """Return line `y`, as wide as the layout."""
        width, (x, ghost) = self.layout.width, self.ghost
        strip = self.across[y] if y in self.across else Strip.join([column[y] for column in self.columns])
        if y not in ghost:
            return strip
        return Strip.join([strip.crop(0, x), ghost[y], strip.crop(x + ghost[y].cell_length, width)])


class BoardPainter:
    """A painter that returns whole frames, of strips that remain the same objects until they change."""

    def __init__(self, style: Styler) -> None:
        self._styler = style
        self._styles: dict[tuple[str, ...], Style] = {}
        self._cards: LRUCache[tuple[BoardCard, int, str, CardState, str], tuple[Strip, ...]] = LRUCache(_KEPT)
        self._heads: LRUCache[tuple[object, ...], Strip] = LRUCache(_KEPT)
        self._columns: dict[int, tuple[BoardColumn, tuple[object, ...], tuple[Strip, ...]]] = {}

    def clear(self) -> None:
        """Discard the cached strips, after the colours have changed."""
        self._styles.clear()
        self._cards.clear()
        self._heads.clear()
        self._columns.clear()

    def frame(self, scene: RenderState) -> Frame:
        """Return `scene` painted."""
        layout, view = scene.view.layout, scene.view
        across: dict[int, Strip] = {}
        if layout.height and not layout.spans:
            blank = Strip([Segment(" " * layout.width, self._style("board--ground"))], layout.width)
            across = dict.fromkeys(range(layout.height), blank)
        for y, kind in enumerate(layout.header):
            if kind == "neighbours":
                across[y] = self._neighbours(scene)
            elif scene.finder is not None and kind == scene.find_line:
                across[y] = self._find(scene.finder, layout.width)
            elif scene.sending and kind == scene.find_line:
                across[y] = self._send(view.columns, layout.width)
        columns = tuple(self._column(scene, span) for span in layout.spans)
        return Frame(layout, columns, across, self._ghost(scene))

    def _style(self, *names: str) -> Style:
        if (style := self._styles.get(names)) is None:
            style = self._styles[names] = self._styler(*names)
        return style

    def _column(self, scene: RenderState, span: ColumnBounds) -> tuple[Strip, ...]:
        """Return the lines of a column, those of the frame before if nothing in it has changed."""
        column, state = scene.view.columns[span.column], scene.of_column(span)
        kept = self._columns.get(span.column)
        if kept is None or kept[0] is not column or kept[1] != state:
            kept = self._columns[span.column] = column, state, tuple(self._lines(scene, span))
        return kept[2]

    def _lines(self, scene: RenderState, span: ColumnBounds) -> Iterator[Strip]:
        """Yield the lines of a column."""
        layout, deck = scene.view.layout, scene.view.deck(span.column)
        mark = scene.mark_line(span)
        for kind in layout.header:
            is_mark = kind == "rule" and mark == layout.body - 1
            yield self._drop_mark(scene, span) if is_mark else self._head(scene, span, kind)
        edges = thumb(layout.lines, layout.ending(deck), deck.count, deck.top)
        target = scene.is_target(span.column)
        lines = self._body(scene, span, deck)
        blank = Strip([Segment(" " * span.width, self._style(_ground(target=target)))], span.width)
        for row in range(layout.lines):
            if layout.body + row == mark:
                yield self._drop_mark(scene, span)
                if layout.density == "cards":
                    next(lines, None)
                continue
            strip = next(lines, blank)
            if row in edges:
                edge = Segment("▕", self._style(_ground(target=target), "board--scroll"))
                strip = Strip([*strip.crop(0, span.width - 1), edge], span.width)
            yield strip

    def _body(self, scene: RenderState, span: ColumnBounds, deck: Deck) -> Iterator[Strip]:
        """Yield the lines of the visible cards of a column, one below the other."""
        layout, column = scene.view.layout, scene.view.columns[span.column]
        target = scene.is_target(span.column)
        if not deck.count:
            yield from self._empty(scene, span)
        blank = Strip([Segment(" " * span.width, self._style(_ground(target=target)))], span.width)
        for index, _, height in layout.slots(deck):
            card = column.cards[index]
            look = self._look(scene, span, index, card)
            yield from self._card(card, span.width, look, _stage(column), layout.density)[:height]
            yield from [blank] * layout.gap

    def _card(self, card: BoardCard, width: int, look: CardState, stage: str, density: Density) -> tuple[Strip, ...]:
        key = (card, width, density, look, stage)
        if (strips := self._cards.get(key)) is None:
            renderer = CardRenderer(self._style, width, density)
            strips = self._cards[key] = renderer.strips(card, look, stage)
        return strips

    def _head(self, scene: RenderState, span: ColumnBounds, kind: HeaderLine) -> Strip:
        column, width = scene.view.columns[span.column], max(0, span.width - 2)
        target = scene.is_target(span.column)
        key = (column.stage, column.title, column.count, column.count_kind, column.hint, span.width, target, kind)
        if (strip := self._heads.get(key)) is None:
            ground, stage = _ground(target=target), _stage(column)
            if kind == "rule":
                inside = [Segment(("━" if target else "─") * width, self._style(ground, stage))]
            elif kind == "hint":
                inside = [Segment(pad(column.hint, width), self._style(ground, "board--hint"))]
            else:
                inside = self._title(column, width, ground, stage)
            blank = Segment(" ", self._style(ground))
            strip = self._heads[key] = Strip(joined([blank, *inside, blank]), span.width)
        return strip

    def _title(self, column: BoardColumn, width: int, ground: str, stage: str) -> list[Segment]:
        title = cut(column.title, width)
        count = pad(f" {column.count}" if column.count else "", width - cell_width(title))
        return [
            Segment(title, self._style(ground, stage, "board--title")),
            Segment(count, self._style(ground, f"board--{column.count_kind}")),
        ]

    def _look(self, scene: RenderState, span: ColumnBounds, index: int, card: BoardCard) -> CardState:
        view, drag = scene.view, scene.lifted
        return CardState(
            cursor=view.column == span.column and view.row == index,
            focused=scene.focused,
            selected=card.uid in view.selected,
            lifted=drag is not None and card.uid in drag.uids,
            target=scene.is_target(span.column),
            moved=card.uid in scene.moved,
            extent=view.extent(span.column, index),
        )

    def _empty(self, scene: RenderState, span: ColumnBounds) -> Iterator[Strip]:
        """Yield the words in an empty column."""
        column, ground = scene.view.columns[span.column], _ground(target=scene.is_target(span.column))
        width = max(0, span.width - 2)
        for row, text in enumerate(wrap(column.empty, max(1, width))):
            look = CardState(cursor=scene.view.column == span.column and row == 0, focused=scene.focused)
            segments = [
                Segment(look.sign(0), self._style(ground, _stage(column))),
                Segment(pad(text, width), self._style(ground, "board--empty")),
                Segment(" ", self._style(ground)),
            ]
            yield Strip(joined(segments), span.width)

    def _drop_mark(self, scene: RenderState, span: ColumnBounds) -> Strip:
        """Return the mark of the drop position, with the name of the sort order that decides it."""
        sorting = scene.view.sorting
        text = cut(f"▸━ {sorting.name} " if sorting else "▸", max(0, span.width - 1))
        text += "━" * (span.width - 1 - len(text)) + " "
        return Strip([Segment(text, self._style("board--target", "board--drop"))], span.width)

    def _ghost(self, scene: RenderState) -> tuple[int, dict[int, Strip]]:
        """Return the left end and the lines of the image of the dragged cards."""
        drag, bounds = scene.lifted, scene.ghost
        if drag is None or bounds is None:
            return 0, {}
        x, top, width, height = bounds
        texts = (_ghost_text(scene, drag, line, width - 2, height) for line in range(height))
        style = self._style("board--ghost")
        return x, {top + line: Strip([Segment(f" {text} ", style)], width) for line, text in enumerate(texts)}

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
            found = f"{finder.at + 1} of {len(finder.matches)} · tab goes to the next · escape ends"
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


def _ground(*, target: bool) -> str:
    return "board--target" if target else "board--ground"


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
