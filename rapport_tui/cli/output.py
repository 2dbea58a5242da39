"""What reaches the terminal: aligned words for people, one JSON document for programs, no control characters."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any, Final

import click

from rapport_tui.model.text import clean, clean_line

Style = Callable[[str], str]

WIDEST_COLUMN: Final = 32
"""No column of a table but the last takes more cells than this, or than a third of the terminal."""
_GAP: Final = "  "
_STYLES: Final = re.compile("(\x1b\\[[012]m)")
# What JSON may hold as it is, but a terminal or a line reader could obey: C1 controls, separators, directions, halves.
_OBEYED: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def say(text: str = "") -> None:
    """Print `text` as the answer for a person."""
    click.echo(_printable(text))


def hint(text: str) -> None:
    """Print one line on stderr: a next step, a doubt, an error."""
    click.echo(clean_line(text), err=True)


def give(document: Any) -> None:
    """Print `document` as the answer for a program: one JSON document in UTF-8. Days and times are in ISO form."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_plain)
    click.echo(_OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode())


def bold(text: str) -> str:
    """Return `text` as it is shown where it leads."""
    return f"\x1b[1m{clean(text)}\x1b[0m" if text else ""


def dim(text: str) -> str:
    """Return `text` as it is shown where it only helps."""
    return f"\x1b[2m{clean(text)}\x1b[0m" if text else ""


def cells(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, width: int) -> str:
    """Return `text` cut to at most `width` cells, with an ellipsis where something was cut."""
    if cells(text) <= width:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…" if width > 0 else ""


def terminal_width() -> int | None:
    """Return how wide the terminal is, None where the answer goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(
    rows: Iterable[Sequence[str]], *, indent: str = "", styles: Mapping[int, Style] | None = None, cut: bool = False
) -> str:
    """Return `rows` as lines whose columns align by cells; a column that is empty in all rows is left out.

    `styles` are by column. On a terminal the last column is folded to what is left of the line, or `cut` to it.
    """
    grid = [[clean_line(cell) for cell in row] for row in rows]
    if not grid:
        return ""
    *used, last = [i for i in range(len(grid[0])) if any(row[i] for row in grid)]
    room = terminal_width()
    widest = WIDEST_COLUMN if room is None else max(8, min(WIDEST_COLUMN, room // 3))
    widths = {i: min(max(cells(row[i]) for row in grid), widest) for i in used}
    behind = indent + " " * (sum(widths.values()) + len(_GAP) * len(widths))
    lines = []
    for row in grid:
        start = indent + "".join(_cell(row[i], width, (styles or {}).get(i)) + _GAP for i, width in widths.items())
        end = fit(row[last], max(room - len(behind), 1)) if cut and room is not None else row[last]
        lines.append((start + end if cut else wrapped(end, indent=behind, first=start)).rstrip())
    return "\n".join(lines)


def wrapped(text: str, *, indent: str, first: str | None = None) -> str:
    """Return `text` folded to the terminal behind `indent`, or behind `first` on its first line.

    Where the answer goes elsewhere, lines stay as long as they were written.
    """
    room = terminal_width()
    lines = [part for line in clean(text).split("\n") for part in _folded(line, room and max(room - cells(indent), 16))]
    return "\n".join((first if i == 0 and first is not None else indent) + line for i, line in enumerate(lines))


def _folded(line: str, width: int | None) -> Iterator[str]:
    if width is None or cells(line) <= width:
        yield line
        return
    from rich.cells import chop_cells

    current = ""
    for word in line.split(" "):
        if current and cells(current) + 1 + cells(word) > width:
            yield current
            current = word
        else:
            current = f"{current} {word}" if current else word
        if cells(current) > width:
            *full, current = chop_cells(current, width)
            yield from full
    yield current


def _cell(text: str, width: int, style: Style | None) -> str:
    shown = fit(text, width)
    padding = " " * (width - cells(shown))
    return (style(shown) if style else shown) + padding


def _printable(text: str) -> str:
    """Return `text` with no control characters but line ends, tabs and the styles of this module."""
    return "".join(part if i % 2 else clean(part) for i, part in enumerate(_STYLES.split(text)))


def _plain(value: object) -> str:
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not part of an answer")
