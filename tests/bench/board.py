"""The board from 20 to 20,000 people, in a real terminal: bytes in, frame out.

`--against` measures kanban-tui beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from tests.bench import journals, peers
from tests.bench.harness import Bench, Samples, Table
from tests.bench.start import FRAME, PAINTED
from tests.bench.terminal import Terminal

MOST_MS: Final = 12
_TOLD_MS: Final = 16
_SIZES: Final = (journals.HANDFUL, journals.YEAR, journals.YEARS, journals.LIVES)
_TOLD: Final = ", saved and told"
"""What is added to the name of an action for the time until its save was told of, not only its first frame painted."""
_DROP_MS: Final = 25
_MOVE_KB: Final = 8
_FADED_SECONDS: Final = 0.5
"""The time after which the highlight of a moved card has ended."""
_FASTER: Final = 20
_HEAD, _FIRST_CARD = 3, 6
"""Lines of the screen."""
_SAID: Final = b"takes it back"
_OF_KANBAN: Final = 200
_FLOOR: Final = "Textual: a key that changes one Static"
_ECHO: Final = """
from textual.app import App
from textual.widgets import Static

class Echo(App):
    def compose(self):
        yield Static("nothing else")

    def on_key(self, event):
        self.query_one(Static).update(event.key)

Echo().run()
"""


def mouse(button: int, x: int, y: int, *, up: bool = False) -> bytes:
    """Return what a terminal sends for the mouse at a cell counted from 0; 32 is a move with the left button held."""
    return f"\x1b[<{button};{x + 1};{y + 1}{'m' if up else 'M'}".encode()


def measure(terminal: Terminal, rounds: int) -> Iterator[tuple[str, list[float]]]:
    """Yield each action with its times in seconds, in the board screen of `terminal`."""
    act = terminal.act

    def times(run: Callable[[int], float | None]) -> list[float]:
        if [run(number) for number in range(4)] == [None] * 4:
            return []  # nothing to scroll or to move on a board this small
        return [took for number in range(rounds) if (took := run(number)) is not None]

    yield "walk", times(lambda i: act(b"k" if i % 2 else b"j"))
    yield "column", times(lambda i: act(b"h" if i % 2 else b"l"))
    yield "page", times(lambda i: act(b"\x1b[5~" if i % 2 else b"\x1b[6~"))
    yield "wheel", times(lambda i: act(mouse(64 if i % 2 else 65, 30, 12)))
    yield "drag step", list(_drag(terminal, rounds))
    yield from _saved("move", rounds, lambda i: terminal.moments(b"H" if i % 2 else b"L", b"", _SAID))
    yield from _saved("drop", rounds, lambda i: _drop(terminal, i))
    terminal.type(b"/")
    time.sleep(3.0)  # everybody is read for the first query; the blinking cursor leaves no rest to wait for
    yield "query key", times(lambda i: act((b"r", b"a", b"v", b"\x7f", b"\x7f", b"\x7f")[i % 6]))
    act(b"\x1b[27u")
    terminal.rest(1.0)
    yield "find", times(lambda i: act((b"f", b"p", b"r", b"\r")[i % 4]))


def _drag(terminal: Terminal, rounds: int) -> Iterator[float]:
    terminal.type(mouse(0, 30, _FIRST_CARD))
    for step in range(rounds):
        if (took := terminal.act(mouse(32, 33 + 3 * (step % 20), 10 + step % 18))) is not None:
            yield took
    terminal.type(b"\x1b[27u")
    terminal.rest()
    terminal.type(mouse(0, 30, _FIRST_CARD, up=True))


def _saved(action: str, rounds: int, run: Callable[[int], list[float]]) -> Iterator[tuple[str, list[float]]]:
    """Yield the times to the first frame of what an action changes, and those until it was told that it is saved."""
    found = [moments for number in range(rounds) if (moments := run(number))]
    yield action, [painted for painted, _ in found]
    yield action + _TOLD, [told for _, told in found]


def _drop(terminal: Terminal, number: int) -> list[float]:
    from_x, to_x = (30, 55) if number % 2 == 0 else (55, 30)
    there = (to_x, _HEAD)  # on the head of a column, so that the card lies at its top and can be taken back
    terminal.type(mouse(0, from_x, _FIRST_CARD))
    terminal.type(mouse(32, *there))
    terminal.rest()
    return terminal.moments(mouse(0, *there, up=True), b"", _SAID)


def bytes_of_moves(terminal: Terminal, rounds: int) -> list[int]:
    """Return how many bytes a move of a card paints: its first frame, what is said, and the end of its highlight."""
    found = []
    for number in range(rounds):
        terminal.rest()
        terminal.type(b"H" if number % 2 else b"L")
        found.append(len(terminal.rest(_FADED_SECONDS)))
    return found


def at_board(bench: Bench, size: journals.Size) -> Terminal:
    """Return rapport open on the board of a journal of a size, all of it painted."""
    terminal = Terminal([bench.rapport], env=bench.env(size))
    terminal.wait_for(PAINTED[FRAME])
    terminal.type(b"2")
    terminal.wait_for(b"hi again")
    terminal.rest(1.0)
    return terminal


def _ours(bench: Bench, size: journals.Size, rounds: int) -> dict[str, list[float]]:
    terminal = at_board(bench, size)
    try:
        return dict(measure(terminal, rounds))
    finally:
        terminal.close()


def _painted(bench: Bench, rounds: int) -> list[int]:
    terminal = at_board(bench, journals.YEAR)
    try:
        return bytes_of_moves(terminal, rounds)
    finally:
        terminal.close()


def _floor(bench: Bench, rounds: int) -> list[float]:
    """Return the times of a key in a Textual app that only shows it, as the measure of Textual on this machine."""
    path = bench.folder / "echo.py"
    path.write_text(_ECHO)
    terminal = Terminal((bench.python, str(path)))
    try:
        terminal.wait_for(b"nothing else")
        return [took for number in range(rounds) if (took := terminal.act(b"k" if number % 2 else b"j")) is not None]
    finally:
        terminal.close()


def _kanban(bench: Bench, rounds: int) -> dict[str, list[float]]:
    """Return the first frame of a step of kanban-tui, and all of a move to the next column."""
    name, command, env, painted = peers.kanban_tui(bench, _OF_KANBAN)
    terminal = Terminal(command, env=env)
    try:
        terminal.wait_for(painted)
        terminal.rest(2.0)
        focus, move = [], []
        for number in range(rounds):
            focus.append(terminal.act(b"k" if number % 2 else b"j"))
            terminal.rest(1.0)
        for _ in range(rounds):
            move.append(terminal.settle(b"L"))
            terminal.act(b"h")
            terminal.rest(1.0)
    finally:
        terminal.close()
    found = {f"{name}: focus": focus, f"{name}: move": move}
    return {action: [took for took in times if took is not None] for action, times in found.items()}


def _cell(times: Sequence[float]) -> str:
    return Samples(times).both if times else "—"


def _add_bars(bench: Bench, size: journals.Size, found: dict[str, list[float]], floor: float) -> None:
    """Add the bars of a size: `found` are the seconds of each action, `floor` the p95 of the floor."""
    slowest = max(
        (action for action in found if not action.endswith(_TOLD)),
        key=lambda action: Samples(found[action] or [0.0]).p95,
    )
    for what, action, most, note in (
        ("any key, scroll or drag step", slowest, MOST_MS, f" ({slowest})"),
        ("a move saved and told", "move" + _TOLD, _TOLD_MS, ""),
        ("a drop with its save", "drop" + _TOLD, _DROP_MS, ""),
    ):
        p95 = Samples(found[action]).p95
        bench.bar(
            f"{what}, {size.people:,} people, p95",
            f"≤ {most} ms",
            f"{p95 * 1e3:.1f} ms{note}, {p95 / floor:.1f}× the floor",
            holds=p95 * 1e3 <= most,
        )


def run(bench: Bench) -> list[Table]:
    """Measure each action at each size, the sizes one after the other."""
    sizes, rounds = ((_SIZES[0], _SIZES[1], _SIZES[-1]), 30) if bench.quick else (_SIZES, 60)
    found = {size: _ours(bench, size, rounds) for size in sizes}
    table = Table(
        "The board, bytes in → frame out; ms at p50 / p95",
        ("people", *(f"{size.people:,}" for size in sizes)),
    )
    floor = _floor(bench, rounds)
    table.add(_FLOOR, _cell(floor), *("" for _ in sizes[1:]))
    for action in found[sizes[0]]:
        table.add(action, *(_cell(found[size][action]) for size in sizes))
    theirs = bench.some("kanban-tui’s board", partial(_kanban, bench, 12))
    for action, times in theirs.items():
        table.add(action, *(_cell(times) if size.people == _OF_KANBAN else "" for size in sizes))
    for size in sizes:
        _add_bars(bench, size, found[size], Samples(floor).p95)
    kilobytes = max(_painted(bench, rounds)) / 1e3
    bench.bar(
        f"bytes of a move at 120×40, {journals.YEAR.people} people, most",
        f"≤ {_MOVE_KB} KB",
        f"{kilobytes:.1f} KB",
        holds=kilobytes <= _MOVE_KB,
    )
    for action, times in theirs.items():
        if action.endswith("move") and times:
            faster = Samples(times).p50 / Samples(found[journals.YEAR]["move" + _TOLD]).p50
            name = f"a move saved and told, {_OF_KANBAN} people, against {action}, p50"
            bench.bar(name, f"≥ {_FASTER} times faster", f"{faster:.0f} times", holds=faster >= _FASTER)
    return [table]
