"""Starting: exec → known text painted in a real terminal, against an app of Textual’s with nothing in it.

Two moments are told: the first frame, which has the screen, its day and its headings; and the plan of the day in it,
which needs the journal. `--against` starts kanban-tui, harlequin and dooit beside it, from PyPI.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from tests.bench import journals, peers
from tests.bench.harness import Bench, Table, Took, against, compared, told_in_turns, walls
from tests.bench.terminal import Terminal

FLOOR: Final = "Textual with one Static"
FEEDS: Final = " with every feed on"
FRAME, PLAN, KEY, KEPT = "first frame", "the day’s plan", "the first key answered", "the kept plan"
HELLO: Final = """
from textual.app import App
from textual.widgets import Static


class Hello(App):
    def compose(self):
        yield Static("nothing else")


Hello().run()
"""
PAINTED: Final = {FRAME: b"Break the silence", PLAN: b"Ask how it went", KEY: b"Keys and words", KEPT: b"Ask how"}
_BARS: Final = {
    journals.YEAR: {FRAME: 1.15, PLAN: 1.35, KEPT: 0.15},
    journals.LIFE: {FRAME: 1.15, PLAN: 2.0, KEY: 2.0, KEPT: 0.15},
}


def started(command: Sequence[str], painted: bytes, env: Mapping[str, str], typed: bytes = b"") -> Took:
    """Return what it took from starting `command` to `painted` on its screen, after `typed`. Raises `TimeoutError`."""
    began = time.perf_counter()
    terminal = Terminal(command, env=env)
    try:
        if typed:
            terminal.type(typed)
        terminal.until(painted)
        wall = time.perf_counter() - began
    finally:
        cpu, memory = terminal.close()
    return Took(wall, cpu, memory)


def hello(bench: Bench, name: str = "hello", before: str = "") -> tuple[str, str]:
    """Return the command of a Textual app with one Static, its program begun with `before`."""
    path = bench.folder / f"{name}.py"
    path.write_text(before + HELLO)
    return bench.python, str(path)


def _floors(bench: Bench) -> dict[str, Callable[[], Took]]:
    still = "import gc\n\ngc.disable()\n"
    begun = {
        FLOOR: "",
        "the same, without collection": still,
        "the same, 1,000 frames a second too": f"import os\n\nos.environ['TEXTUAL_FPS'] = '1000'\n{still}",
    }
    return {
        name: partial(started, hello(bench, f"hello{nth}", before), b"nothing else", {})
        for nth, (name, before) in enumerate(begun.items())
    }


def _named(size: journals.Size, moment: str, feeds: str = "") -> str:
    return f"{size}{feeds}: {moment}"


def _ours(bench: Bench) -> dict[str, Callable[[], Took]]:
    return {
        _named(size, moment, feeds): partial(_ours_started, bench, size, moment, env)
        for size, bars in _BARS.items()
        for feeds, env in {"": bench.env(size), FEEDS: bench.env(size) | with_feeds(bench)}.items()
        for moment in (bars if not feeds else (FRAME, PLAN))
    }


def _ours_started(bench: Bench, size: journals.Size, moment: str, env: Mapping[str, str]) -> Took:
    """Return what a start takes: one without a kept frame, but for `KEPT`."""
    kept = list((bench.journal(size) / "derived").glob("today-*.txt"))
    if moment != KEPT:
        for frame in kept:
            frame.unlink()
    elif not kept:
        terminal = Terminal([bench.rapport], env=env)
        terminal.wait_for(PAINTED[PLAN])
        terminal.rest(1.0)  # the frame is kept once it is painted
        terminal.close()
    return started([bench.rapport], PAINTED[moment], env, b"?" if moment == KEY else b"")


def with_feeds(bench: Bench) -> dict[str, str]:
    """Return the environment with every feed on: two calendars, lines from a phone, mails and a mirror."""
    folder = bench.folder / "feeds"
    settings = folder / "settings.toml"
    if not settings.exists():
        (folder / "lines").mkdir(parents=True)
        (folder / "lines" / "a.txt").write_text("2030-01-01: a line that waits\n")
        (folder / "work.ics").write_text(f"BEGIN:VCALENDAR\n{''.join(map(_meeting, range(2_000)))}END:VCALENDAR\n")
        (folder / "sent").write_text("".join(map(_mail, range(500))))
        settings.write_text(
            f'calendars = ["{folder}/work.ics", "https://127.0.0.1:9/no.ics"]\ninbox = "{folder}/lines"\n'
            f'mail = "{folder}/sent"\nmirror = "{folder}/mirror"\n[me]\nemails = ["me@example.com"]\n'
        )
    return {"RAPPORT_SETTINGS": str(settings), "XDG_CACHE_HOME": str(folder)}


def _meeting(number: int) -> str:
    day = journals.TODAY + timedelta(days=number % 700 - 350)
    start = f"DTSTART:{day:%Y%m%d}T{number % 12 + 8:02}0000\n{'' if number % 20 else 'RRULE:FREQ=WEEKLY'}\n"
    return f"BEGIN:VEVENT\nUID:{number}\nSUMMARY:{number}\n{start}END:VEVENT\n"


def _mail(number: int) -> str:
    date = f"{journals.TODAY - timedelta(days=number % 30):%a, %d %b %Y} 12:00:00 +0000"
    return f"From me\nFrom: me@example.com\nTo: p{number}@example.com\nDate: {date}\n\ntext\n\n"


def _peer(make: Callable[[Bench], peers.Program], bench: Bench) -> dict[str, Callable[[], Took]]:
    name, command, env, painted = make(bench)
    start = partial(started, command, painted, env)
    start()  # what it makes of a first start is not measured
    return {name: start}


def run(bench: Bench) -> list[Table]:
    """Measure all in turns, at both sizes."""
    subjects = _floors(bench) | _ours(bench)
    others = bench.some("kanban-tui", partial(_peer, peers.kanban_tui, bench))
    others |= bench.some("harlequin", partial(_peer, peers.harlequin, bench))
    others |= bench.some("dooit", partial(_peer, peers.dooit, bench))
    took = told_in_turns(subjects | others, rounds=8 if bench.quick else 25)
    for size, bars in _BARS.items():
        for moment, most in bars.items():
            ratio = against(walls(took[_named(size, moment)]), walls(took[FLOOR]))
            bench.bar(
                f"start, {_named(size, moment)}, to {FLOOR}", f"≤ {most}×", str(ratio), holds=ratio.middle <= most
            )
        for moment in (FRAME, PLAN):
            ratio = against(walls(took[_named(size, moment, FEEDS)]), walls(took[_named(size, moment)]))
            named = f"start, {_named(size, moment, FEEDS)}, to none"
            bench.bar(named, "≤ 1.1×", str(ratio), holds=ratio.middle <= 1.1)
    for peer in others:
        ratio = against(walls(took[_named(journals.YEAR, PLAN)]), walls(took[peer]))
        bench.bar(f"start, 200 people: {PLAN}, to {peer}", "< 1×", str(ratio), holds=ratio.middle < 1)
    return [compared("Start, exec → painted; p50, ratios of the same rounds with their middle half", took)]
