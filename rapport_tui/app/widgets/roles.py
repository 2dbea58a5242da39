"""The styles of text roles. The app defines them once for all widgets.

Textual computes the style of each component class of each widget whenever a widget is styled. A list of rows has
fifteen roles, and a screen has three lists.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.css.styles import RenderStyles
from textual.filter import ANSIToTruecolor, LineFilter
from textual.widget import Widget

from rapport_tui.app.widgets.styled_text import ROLE_CLASSES, Role


class RoleWidget(Widget):
    """A widget that paints in roles on its own background. Its app has `ROLE_CLASSES` among its component classes."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of painted lines, without the conversion to true colours.

        Roles use true colours, or the colours of the terminal in a theme that does; converting them to true colours,
        span by span, would change nothing.
        """
        return [some for some in super().get_line_filters() if not isinstance(some, ANSIToTruecolor)]

    def get_component_styles(self, *names: str) -> RenderStyles:
        """Return the styles of roles, or of component classes of the widget itself."""
        if names and ROLE_CLASSES.issuperset(names):
            return self.app.get_component_styles(*names)
        return super().get_component_styles(*names)

    def role_style(self, role: Role) -> Style:
        """Return the style of text in a role."""
        return self.get_visual_style(f"role--{role}").rich_style
