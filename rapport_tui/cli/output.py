"""Output to the terminal: aligned text for people, one JSON document for programs, no control characters."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, time
from typing import Any, Final

import click

from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.terminal_text import UNSAFE, cell_width, cut, isolated, one_line, printable, wrap

Style = Callable[[str], str]

WIDEST_COLUMN: Final = 32
"""The maximum width of a table column other than the last, in cells; a third of the terminal is another limit."""
_GAP: Final = "  "
# Match text that `printable` would change but this module may print: its styles, tabs and complete isolates.
_KEPT: Final = lazy_pattern(f"(\x1b\\[[012]m|\t|\u2068[^{UNSAFE.pattern[1:-1]}\n]*\u2069)")


class OutputError(OSError):
    """An answer that could not be written to the standard output."""


def write(answer: str | bytes, *, newline: bool = True) -> None:
    """Write to the standard output. Raises `OutputError` if it is closed or full, or its reader has stopped."""
    try:
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        click.echo(answer, nl=newline)
    except OSError as error:
        silence_output()
        raise OutputError(error.errno, error.strerror) from error


def on_terminal() -> bool:
    """Return whether a user can see a question and answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def silence_output() -> None:
    """Redirect the standard output to the null device, so that Python does not fail to flush it at exit."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def say(text: str = "") -> None:
    """Print `text` as the answer for a person."""
    write(_printable(text))


def hint(text: str) -> None:
    """Print one line on stderr: a next step, a doubt, an error. It is dropped if stderr can't be written to."""
    with suppress(OSError):
        click.echo(_cell_text(text), err=True)


def give(document: Any) -> None:
    """Print `document` as the answer for a program: one JSON document in UTF-8. Days and times are in ISO form.

    Terminal control characters are escaped.
    """
    import json

    text = json.dumps(document, ensure_ascii=False, indent=2, default=_plain)
    write(UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode())


def bold(text: str) -> str:
    """Return `text` in the style of headings."""
    return f"\x1b[1m{_isolated(printable(text))}\x1b[0m" if text else ""


def dim(text: str) -> str:
    """Return `text` in the style of secondary text."""
    return f"\x1b[2m{_isolated(printable(text))}\x1b[0m" if text else ""


def terminal_width() -> int | None:
    """Return the width of the terminal, or None if the output goes elsewhere."""
    if not sys.stdout or not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def table(
    rows: Iterable[Sequence[str]],
    *,
    indent: str = "",
    styles: Mapping[int, Style] | None = None,
    single_line: bool = False,
) -> str:
    """Return `rows` as lines with columns aligned by cells; columns that are empty in all rows are left out.

    `styles` are by column. On a terminal the last column is wrapped to the rest of the line, or cut to it if a row is a
    `single_line`.
    """
    grid = [[_cell_text(cell) for cell in row] for row in rows]
    if not grid:
        return ""
    *used, last = [i for i in range(len(grid[0])) if any(row[i] for row in grid)]
    room = terminal_width()
    widest = WIDEST_COLUMN if room is None else max(8, min(WIDEST_COLUMN, room // 3))
    widths = {i: min(max(cell_width(row[i]) for row in grid), widest) for i in used}
    behind = indent + " " * (sum(widths.values()) + len(_GAP) * len(widths))
    lines = []
    for row in grid:
        start = indent + "".join(_cell(row[i], width, (styles or {}).get(i)) + _GAP for i, width in widths.items())
        end = cut(row[last], max(room - len(behind), 1)) if single_line and room is not None else row[last]
        lines.append((start + _isolated(end) if single_line else wrapped(end, indent=behind, first=start)).rstrip())
    return "\n".join(lines)


def wrapped(text: str, *, indent: str, first: str | None = None) -> str:
    """Return `text` wrapped to the terminal with `indent`, or with `first` on its first line.

    If the output goes elsewhere, lines keep their length.
    """
    room = terminal_width()
    lines = printable(text).split("\n")
    if room is not None:
        width = max(room - cell_width(indent), 16)
        lines = [isolated(part) for line in lines for part in wrap(line, width)]
    return "\n".join((first if i == 0 and first is not None else indent) + line for i, line in enumerate(lines))


def _cell(text: str, width: int, style: Style | None) -> str:
    shown = cut(text, width)
    padding = " " * (width - cell_width(shown))
    return (style(shown) if style else _isolated(shown)) + padding


def _cell_text(text: str) -> str:
    """Return `text` on one line, each run of white space replaced by one space."""
    return " ".join(one_line(text).split())


def _isolated(text: str) -> str:
    """Return `text` in a bidirectional isolate for a terminal, and unchanged for pipes and files."""
    return text if text.isascii() or terminal_width() is None else isolated(text)


def _printable(text: str) -> str:
    """Return `text` without control characters, except the styles of this module."""
    return "".join(part if i % 2 else printable(part) for i, part in enumerate(_KEPT.split(text)))


def _plain(value: object) -> str:
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not part of an answer")
