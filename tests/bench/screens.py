"""Going to a screen, at first and again, in a real terminal: key in → the last byte of what is painted for it.

The floor is Textual as it comes, going between two modes with one Static each.
"""

from __future__ import annotations

from typing import Final

from tests.bench import journals
from tests.bench.harness import Bench, Samples, Table, times
from tests.bench.start import FRAME, PAINTED
from tests.bench.terminal import Terminal

AGAIN_MS: Final = 25
FIRST_MS: Final = {journals.YEAR: 120, journals.LIFE: 250}
_SCREENS: Final = {"Board": b"2", "Journal": b"3", "Compose": b"4", "People": b"5", "Insights": b"6"}
_REST: Final = 4.0
"""The seconds that the user reads Today before going elsewhere; meanwhile the screens are prepared."""
_FLOOR: Final = """
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static


class One(Screen):
    def compose(self):
        yield Static("the first one")


class Two(Screen):
    def compose(self):
        yield Static("the second one")


class Hello(App):
    MODES = {"one": One, "two": Two}
    DEFAULT_MODE = "one"
    BINDINGS = [("1", "switch_mode('one')", ""), ("2", "switch_mode('two')", "")]


Hello().run()
"""


def _took(terminal: Terminal, key: bytes) -> float:
    """Return the seconds from a key to the last byte that is painted for it."""
    return terminal.settle(key, 0.3) or 0.0


def _floor(bench: Bench, rounds: int) -> Samples:
    path = bench.folder / "modes.py"
    path.write_text(_FLOOR)
    terminal = Terminal([str(bench.python), str(path)])
    try:
        terminal.wait_for(b"the first one")
        for key in (b"2", b"1"):
            _took(terminal, key)
        return Samples([_took(terminal, key) for _ in range(rounds) for key in (b"2", b"1")])
    finally:
        terminal.close()


def _ours(bench: Bench, size: journals.Size, rounds: int) -> tuple[dict[str, float], dict[str, list[float]]]:
    terminal = Terminal([bench.rapport], env=bench.env(size))
    try:
        terminal.wait_for(PAINTED[FRAME])
        terminal.rest(_REST)
        first = {name: _took(terminal, key) for name, key in _SCREENS.items()}
        terminal.rest(1.0)
        again: dict[str, list[float]] = {name: [] for name in _SCREENS}
        for _ in range(rounds):
            for name, key in _SCREENS.items():
                again[name].append(_took(terminal, key))
        return first, again
    finally:
        terminal.close()


def run(bench: Bench) -> list[Table]:
    """Go to each screen once, then again and again, at two sizes."""
    rounds = 3 if bench.quick else 10
    floor = _floor(bench, rounds).p50
    table = Table(
        f"Going to a screen, ms; Textual between two screens of one Static: {floor * 1e3:.0f}",
        ("people", "screen", "first", "to the floor", "again, p50", "to the floor"),
    )
    for size, most in FIRST_MS.items():
        first, again = _ours(bench, size, rounds)
        for name in _SCREENS:
            middle = Samples(again[name]).p50
            one, two = (f"{seconds * 1e3:.0f}" for seconds in (first[name], middle))
            table.add(f"{size.people:,}", name, one, times(first[name] / floor), two, times(middle / floor))
        slowest, back = max(first.values()) * 1e3, max(Samples(took).p50 for took in again.values()) * 1e3
        bench.bar(
            f"a screen, first, {size.people:,} people", f"≤ {most} ms", f"{slowest:.0f} ms", holds=slowest <= most
        )
        bench.bar(
            f"a screen again, {size.people:,} people", f"≤ {AGAIN_MS} ms", f"{back:.0f} ms", holds=back <= AGAIN_MS
        )
    return [table]
