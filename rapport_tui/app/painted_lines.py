"""A mend of Textual, which holds the painted lines of up to 1,024 widgets that are gone.

After locking, no line of the journal may be left in memory; and the garbage collector would go over all of them again
and again.
"""

from __future__ import annotations

from functools import lru_cache

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.style import Style


@lru_cache(1024)
def _backgrounds(base: Color, background: Color) -> tuple[Style, Style]:
    """Return the styles of the inside and the outside of a widget, as Textual does."""
    return Style(background=base + background), Style(background=base)


def _get_inner_outer(_: StylesCache, base: Color, background: Color) -> tuple[Style, Style]:
    return _backgrounds(base, background)


def release_painted_lines() -> None:
    """Make Textual remember backgrounds by their colors alone, not also by the object that holds the painted lines."""
    StylesCache.get_inner_outer = _get_inner_outer  # type: ignore[assignment, method-assign]
