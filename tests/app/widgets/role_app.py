"""An app with the colours of roles, for tests of widgets that paint in them."""

from textual.app import App

from rapport_tui.app.themes import with_stages
from rapport_tui.app.widgets.rows import RowList


class RoleApp(App[None]):
    """An app with a colour for each stage."""

    def get_css_variables(self) -> dict[str, str]:
        """Return the CSS variables, with the colours of the stages."""
        return with_stages(super().get_css_variables())


def line_of(rows: RowList, key: str) -> int:
    """Return the line of the list, from its top border, on which the row with `key` begins."""
    return rows.gutter.top + rows._tops[rows._index[key]] - rows.scroll_offset.y
