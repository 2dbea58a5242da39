"""Export of a scrolling widget as a picture, including the parts that are not visible, and SVG in cells."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Final

from rich.console import Console
from textual.geometry import Region
from textual.strip import Strip, StripRenderable
from textual.widget import Widget

from rapport_tui.terminal_text import FIRST_STRONG_ISOLATE, POP_ISOLATE, cell_width

SVG_CELL: Final = 12.2
"""The width of a cell in the SVG that Rich makes, where the height is twice that."""
_TEXT: Final = re.compile(r'(<text [^>]*?)x="([\d.]+)"([^>]*?) textLength="[\d.]+"([^>]*>)([^<]*)</text>')
_RIGHT_TO_LEFT: Final = "\u0590-\u08ff"
_WIDE: Final = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\U0001f300-\U0001faff"
_RUN: Final = re.compile(
    f"([{_WIDE}])|([{_RIGHT_TO_LEFT}](?:[{_RIGHT_TO_LEFT}\\s]*[{_RIGHT_TO_LEFT}])?)|[^{_WIDE}{_RIGHT_TO_LEFT}]+"
)
"""One wide letter, words from right to left, or other text."""
_NO_ISOLATES: Final = dict.fromkeys(map(ord, FIRST_STRONG_ISOLATE + POP_ISOLATE))


def svg_of(scrolled: Widget, title: str) -> str:
    """Return the complete contents of `scrolled` as an SVG."""
    width, height = scrolled.virtual_size
    ground = scrolled.visual_style.rich_style
    lines = [Strip.blank(width, ground) for _ in range(height)]
    shift = scrolled.scroll_offset - scrolled.content_region.offset
    for widget in scrolled.query("*"):
        if widget.children or not widget.region:
            continue
        at = widget.region.offset + shift
        for y, strip in enumerate(widget.render_lines(Region(0, 0, *widget.outer_size)), at.y):
            if 0 <= y < height:
                lines[y] = Strip.join([lines[y].crop(0, at.x), strip, lines[y].crop(at.x + strip.cell_length)])
    console = Console(
        width=width,
        height=height,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
        safe_box=False,
    )
    console.print(StripRenderable(lines, width))
    return on_grid(console.export_svg(title=title))


def on_grid(svg: str) -> str:
    """Return `svg` with wide and right-to-left letters in the cells that they have in a terminal.

    Rich counts isolates as letters and spreads a text of letters of several widths evenly over its cells.
    """
    return _TEXT.sub(lambda match: "".join(_runs(match[1], match[2], match[3] + match[4], match[5])), svg)


def _runs(start: str, x: str, end: str, text: str) -> Iterator[str]:
    at = float(x)
    for match in _RUN.finditer(unescape(text).translate(_NO_ISOLATES)):
        width = cell_width(match[0]) * SVG_CELL
        length = "" if match[1] else f' textLength="{width:.1f}"'
        adjust = ' lengthAdjust="spacingAndGlyphs"' if match[2] else ""
        yield f'{start}x="{at:.1f}"{length}{adjust}{end}{escape(match[0])}</text>'
        at += width
