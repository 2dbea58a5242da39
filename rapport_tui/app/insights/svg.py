"""Export of a scrolling widget as a picture, including the parts that are not visible."""

from __future__ import annotations

import io

from rich.console import Console
from textual.geometry import Region
from textual.strip import Strip, StripRenderable
from textual.widget import Widget


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
    return console.export_svg(title=title)
