"""Cards that show their full texts: the one at the cursor, and all of a column that has the lines for them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.app.board.widget import BoardCard, BoardColumn, LazyCards
from rapport_tui.app.board.widget.card_text import Extent, card_text
from rapport_tui.app.board.widget.columns import MarkKind
from rapport_tui.app.board.widget.geometry import Deck, DropTarget, lay_out
from rapport_tui.terminal_text import cell_width
from tests.app.board.boards import BoardApp, column, drag
from tests.app.board.test_mouse import until

_DETAIL = "Head of crossings and of the harbour · Harbour Nine Cooperative · #cake"
_OPEN = [
    "Ann",
    "Head of crossings and",
    "of the harbour",
    "Harbour Nine",
    "Cooperative",
    "#cake",
    "? how is the new flat",
    "in Lisbon, and did the",
    "piano fit",
]
_WHOLE = [*_OPEN[:3], *_OPEN[-3:]]
_CLOSED = [_OPEN[0], "Head of crossings and…", "? how is the new flat…"]
_WORDS = st.text("ab é王م·#", max_size=30)


def talkative(*names: str) -> LazyCards:
    """Return cards with more text than three lines have room for."""
    mark = "? how is the new flat in Lisbon, and did the piano fit"
    links = ("Harbour Nine Cooperative", "#cake")
    return LazyCards.of(BoardCard(name, name, _DETAIL, "", mark, "ask", links=links) for name in names)


def crowded() -> BoardApp:
    """Return a board of which the first column has no room for all texts, and the second has."""
    many = talkative("Ann", *(f"s{number}" for number in range(30)))
    return BoardApp((BoardColumn("stranger", "s", cards=many), column("ally", "Fay", "Gus"), *[column("m")] * 3))


def cards(app: BoardApp, width: int = 24) -> list[str]:
    """Return what is painted of the first column, without its gutter."""
    return [line[1 : width - 1].rstrip() for line in app.lines[3:]]


async def test_the_card_at_the_cursor_shows_its_full_texts_until_the_cursor_leaves() -> None:
    app = crowded()
    async with app.run_test(size=(120, 30)) as pilot:
        assert cards(app)[:13] == [*_OPEN, "", "s0", *_CLOSED[1:]]
        await pilot.press("j")
        assert cards(app)[:13] == [*_CLOSED, "", "s0", *_OPEN[1:]]
        await pilot.press("l")
        assert cards(app)[:8] == [*_CLOSED, "", "s0", *_CLOSED[1:], ""]
        await pilot.press("h", "G")
        assert "\n".join(cards(app)).rstrip().split("\n")[-9:] == ["s29", *_OPEN[1:]]


async def test_nothing_is_cut_in_a_column_with_free_lines() -> None:
    """All its cards are full if they fit; else they are whole and the column scrolls: no card is cut beside another."""
    app = BoardApp((BoardColumn("stranger", "s", cards=talkative("Ann", "Bob")), *[column("ally", "Fay")] * 4))
    async with app.run_test(size=(120, 30)) as pilot:
        assert cards(app)[:20] == [*_OPEN, "", "Bob", *_OPEN[1:], ""]
        await pilot.resize_terminal(120, 20)
        await until(lambda: cards(app)[:16] == [*_OPEN, "", "Bob", *_WHOLE[1:]])
        await pilot.press("j")
        assert cards(app)[:16] == [*_WHOLE, "", "Bob", *_OPEN[1:]]
        await pilot.resize_terminal(120, 12)
        await until(lambda: cards(app)[:9] == ["Bob", *_OPEN[1:]])
        assert "▕" in app.lines[11], "the scroll mark says that there is more"
        await pilot.press("k")
        await until(lambda: cards(app)[:9] == _OPEN)
        app.board.density = "rows"
        assert cards(app)[:3] == ["Ann            ?", "Bob            ?", ""]


async def test_a_click_opens_the_card_once_no_double_click_can_follow() -> None:
    app = crowded()
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.click(offset=(5, 14), times=2)
        assert app.opened == ["s0"], "the second click hits the same card"
        assert cards(app)[:9] == _OPEN
        await until(lambda: cards(app)[4:13] == ["s0", *_OPEN[1:]])
        await pilot.click(offset=(5, 15))
        assert app.at == "s0", "its last line is part of it"
        await pilot.click(offset=(5, 17))
        assert app.at == "s1"


async def test_a_drop_below_an_open_card_lies_where_its_mark_is() -> None:
    app = crowded()
    async with app.run_test(size=(120, 30)) as pilot:
        await drag(pilot, (30, 4), (10, 13))
        assert [y for y, line in enumerate(app.lines) if line.startswith("▸")] == [12]
        await pilot.mouse_up(offset=(10, 13))
        await until(lambda: bool(app.moves))
        assert app.moves == [(("Fay",), "stranger", "s0")]


async def test_a_link_is_clicked_where_it_is_wrapped() -> None:
    app = crowded()
    async with app.run_test(size=(120, 30)) as pilot:
        board, places = app.board, list[str | None]()
        for y, x in ((6, 2), (7, 2), (8, 2), (4, 2)):
            board._pressed_link = None
            await pilot.mouse_down(offset=(x, y))
            places.append(board._pressed_link)
            await pilot.mouse_up(offset=(x, y))
        assert places == ["Harbour Nine Cooperative", "Harbour Nine Cooperative", "#cake", None]


def test_the_organisation_is_kept_before_a_general_hint() -> None:
    def shown(mark: str, kind: MarkKind, *links: str) -> list[str]:
        card = BoardCard("a", "Ann", "Director of crossings · Harbour Nine", "", mark, kind, links=links)
        text = card_text(card, 22, "short")
        return [card.detail[slice(*line)] for line in text.detail] + [card.mark[slice(*line)] for line in text.mark]

    assert shown("send a kind word", "", "Harbour Nine") == ["Director of crossings", "Harbour Nine"]
    assert shown("? the flat", "ask", "Harbour Nine") == ["Director of crossings", "? the flat"]
    assert shown("send a kind word", "") == ["Director of crossings", "send a kind word"]
    assert shown("", "") == ["Director of crossings", "Harbour Nine"]


def test_without_a_role_the_mark_stands_below_the_name() -> None:
    mark = "? how is the new flat in Lisbon, and did the piano fit"

    def shown(mark: str, extent: Extent) -> list[str]:
        text = card_text(BoardCard("a", "Ann", "", "", mark, "ask"), 22, extent)
        assert not text.detail
        return [mark[slice(*line)] for line in text.mark]

    assert shown(mark, "short") == ["? how is the new flat", "in Lisbon, and did the piano fit"]
    assert shown(mark, "full") == shown(mark, "whole") == _OPEN[-3:]
    assert shown("? the flat", "short") == ["? the flat", ""]


@given(_WORDS, _WORDS, _WORDS, st.booleans(), st.integers(1, 60))
def test_an_open_card_loses_no_letter_and_fits(name: str, detail: str, mark: str, ahead: bool, width: int) -> None:
    card = BoardCard("a", name, detail, "12d", mark, "ask", ahead=ahead, links=("a",))
    text = card_text(card, width, "full")
    for lines, full in ((text.name, name), (text.detail, detail), (text.mark, mark)):
        kept = "".join(full[slice(*line)] for line in lines)
        assert kept.replace(" ", "").replace("·", "") == full.replace(" ", "").replace("·", "")
    assert text.height >= 3
    assert all(cell_width(detail[slice(*line)]) <= max(width, 2) for line in text.detail)
    assert card_text(card, width, "short").height == 3


@given(st.integers(4, 60), st.integers(0, 40), st.dictionaries(st.integers(0, 40), st.integers(4, 20)), st.data())
def test_the_geometry_of_open_cards_agrees_with_itself(
    height: int, count: int, tall: dict[int, int], data: st.DataObject
) -> None:
    layout = lay_out(100, height, 5, "cards")
    tall = {row: min(lines, max(layout.lines, 3)) for row, lines in tall.items()}
    deck = Deck(count, 0, tall)
    row = data.draw(st.integers(0, max(count - 1, 0)))
    deck = Deck(count, layout.showing(row, Deck(count, data.draw(st.integers(0, count)), tall)), tall)
    decks = [deck] * 5
    line = layout.line_of(row, deck)
    assert layout.showing(row, deck) == deck.top
    if count:
        assert layout.body <= line
        assert line + layout.height_of(row, deck) <= max(layout.height, layout.body + 3) or deck.top == row
    for slot in layout.slots(deck):
        assert layout.line_of(slot.row, deck) == slot.line
        for y in range(slot.line, min(slot.line + slot.height + 1, layout.height)):
            hit, drop = layout.hit(5, y, decks), layout.drop(5, y, decks)
            assert hit is not None
            assert (hit.index, hit.line, hit.part) == (
                slot.row,
                y - slot.line,
                "card" if y < slot.line + slot.height else "gap",
            )
            after = (y - slot.line) * 2 >= slot.height
            assert drop == DropTarget(0, slot.row + after)
            assert layout.index_at(y, deck) == slot.row
