"""Searching as one types over a working life of entries.

A key is measured in a real terminal: bytes in → the frame out that tells how many lines match. Beside it, the journal’s
own part of a key against what else could look for a word: a scan of all lines, and SQLite’s full-text index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import chain, cycle
from typing import Final

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.model.text import fold
from tests.bench import journals
from tests.bench.harness import Bench, Samples, Table, against, in_turns, ms
from tests.bench.start import FRAME, PAINTED
from tests.bench.terminal import Terminal
from tests.conftest import Clock

MOST_MS: Final = 50
WORDS: Final = ("lisbon", "the kitchen", "zoë", "half marathon", "coffee", "x y z")
TYPED: Final = (*WORDS, "with:priya ferry", "#travel tide", "harbour #work", "-coffee r")
_FIND, _SCAN, _FTS = "the journal’s find", "a scan of all lines", "SQLite FTS5"
_CLEAR: Final = b"\x15"


def _beginnings(query: str) -> list[str]:
    return [query[:end] for end in range(1, len(query) + 1)]


def _each(run: Callable[[str], object]) -> Callable[[], object]:
    """Return what runs `run` on one after the other of all that is asked while the words are typed."""
    asked = cycle(list(chain.from_iterable(map(_beginnings, WORDS))))
    return lambda: run(next(asked))


def _scan(journal: Journal) -> Callable[[str], object]:
    lines = [fold(entry.text) for entry in journal.entries.find("")]

    def scan(query: str) -> list[int]:
        words = fold(query).split()
        return [place for place, line in enumerate(lines) if all(word in line for word in words)]

    return scan


def _index(journal: Journal) -> Callable[[str], object]:
    db = sqlite3.connect(":memory:")
    db.execute('CREATE VIRTUAL TABLE entries USING fts5(text, tokenize="unicode61 remove_diacritics 2")')
    db.executemany("INSERT INTO entries VALUES (?)", [(entry.text,) for entry in journal.entries.find("")])

    def find(query: str) -> list[object]:
        match = " ".join(f'"{word}"*' for word in query.split())
        return db.execute("SELECT rowid FROM entries WHERE entries MATCH ?", (match,)).fetchall()

    return find


def _found(bench: Bench, journal: Journal, size: journals.Size) -> Table:
    """Return what each way of looking takes, key by key in turns."""
    while not journal.entries.prepare_to_find(size.entries):
        pass
    subjects = {_FIND: _each(journal.entries.find), _SCAN: _each(_scan(journal)), _FTS: _each(_index(journal))}
    keys = sum(map(len, WORDS))
    took = in_turns(subjects, rounds=keys * (2 if bench.quick else 6))
    table = Table(
        f"A word typed over {size.entries:,} entries, without painting; ms, ratios of the same keys",
        ("", "p50 / p95", f"{_FIND} to it"),
    )
    for name, samples in took.items():
        table.add(name, samples.both, str(against(took[_FIND].seconds, samples.seconds)))
    return table


def _typed(bench: Bench, journal: Journal, size: journals.Size, rounds: int) -> Samples:
    """Return the seconds of each key of each query in the journal’s screen of the program."""
    terminal = Terminal([bench.rapport], env=bench.env(size))
    try:
        terminal.wait_for(PAINTED[FRAME])
        terminal.type(b"3")
        terminal.wait_for(b" lines on ")
        terminal.rest(1.0)
        terminal.type(b"/")
        terminal.rest(0.3)
        return Samples([took for _ in range(rounds) for query in TYPED for took in _keys(terminal, journal, query)])
    finally:
        terminal.close()


def _keys(terminal: Terminal, journal: Journal, query: str) -> Iterator[float]:
    for begun in _beginnings(query):
        try:
            count = len(journal.entries.find(begun))
        except RapportError:  # half a query: the screen says why, and what was found stays
            terminal.type(begun[-1].encode())
            terminal.rest(0.1)
            continue
        told = f"{count:d} line".encode()
        took = terminal.act(begun[-1].encode(), told)
        if took is None:
            raise TimeoutError(f"“{begun}” never told of {count} lines.")
        yield took
    terminal.type(_CLEAR)
    terminal.rest(0.3)


def run(bench: Bench) -> list[Table]:
    """Type all queries, then look for the words of some in other ways."""
    size = journals.LIFE
    journal = Journal(bench.journal(size), clock=Clock()).open()
    try:
        keys = _typed(bench, journal, size, 1 if bench.quick else 3)
        ways = _found(bench, journal, size)
    finally:
        journal.close()
    table = Table(
        f"A key in the query line, {size.entries:,} entries, bytes in → all that matches painted; ms",
        ("keys", "p50", "p95", "most"),
    )
    table.add(f"{len(keys.seconds)}", ms(keys.p50), ms(keys.p95), ms(max(keys.seconds)))
    bench.bar(
        f"search as you type, {size.entries:,} entries, p95",
        f"≤ {MOST_MS} ms",
        f"{ms(keys.p95)} ms",
        holds=keys.p95 * 1e3 <= MOST_MS,
    )
    return [table, ways]
