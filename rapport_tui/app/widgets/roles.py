"""The styles of text roles, the same in all widgets.

Component classes, which Textual styles one by one for each widget whenever it styles the widget, would take 10 ms more
of the first frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.style import Style
from textual.filter import ANSIToTruecolor, LineFilter
from textual.style import Style as VisualStyle
from textual.widget import Widget

from rapport_tui.app.widgets.styled_text import Role

ROLES: Final[dict[Role, str]] = {
    "text": "{foreground}",
    "strong": "bold {foreground}",
    "heading": "bold {text-accent}",
    "current": "bold underline {foreground}",
    "muted": "{text-muted}",
    "disabled": "dim {text-disabled}",
    "accent": "{text-accent}",
    "success": "{text-success}",
    "warning": "{text-warning}",
    "person": "bold {foreground}",
    "topic": "{text-secondary}",
    "note": "{text-primary}",
    "stranger": "{stage-stranger}",
    "acquaintance": "{stage-acquaintance}",
    "ally": "{stage-ally}",
    "mentor": "{stage-mentor}",
    "sponsor": "{stage-sponsor}",
    "match": "bold underline",
    "mark": "bold {text-success}",
    "cursor": "on {foreground} 9%",
    "changed": "on {accent} 30%",
}
_DIM: Final = VisualStyle(dim=True)


class RoleWidget(Widget):
    """A widget that paints in roles on its own background."""

    _role_styles: dict[tuple[Role, ...], Style]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of painted lines, without the conversion to true colours.

        Roles use true colours, or the colours of the terminal in a theme that does; converting them to true colours,
        span by span, would change nothing.
        """
        return [some for some in super().get_line_filters() if not isinstance(some, ANSIToTruecolor)]

    def notify_style_update(self) -> None:
        """Compute the styles of roles anew, in other colours."""
        super().notify_style_update()
        self._role_styles = {}

    def role_style(self, *roles: Role) -> Style:
        """Return the style of text in roles, each laid over those before; without roles, that of the background."""
        if roles not in self._role_styles:
            self._role_styles[roles] = self.visual_role_style(*roles).rich_style
        return self._role_styles[roles]

    def visual_role_style(self, *roles: Role) -> VisualStyle:
        """Return the style of content in roles."""
        style, variables = self.visual_style, self.app.get_css_variables()
        for role in roles:
            style += self.app.stylesheet.parse_style(ROLES[role].format_map(variables))
            if style.foreground and style.foreground.auto and style.background:
                style += VisualStyle(foreground=style.background.get_contrast_text(style.foreground.a))
            if role in ("muted", "stranger") and self.app.native_ansi_color:
                style += _DIM
        return style
