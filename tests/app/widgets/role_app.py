"""An app with the colours of roles, for tests of widgets that paint in them."""

from textual.app import App

from rapport_tui.app.themes import with_stages


class RoleApp(App[None]):
    """An app with a colour for each stage."""

    def get_css_variables(self) -> dict[str, str]:
        """Return the CSS variables, with the colours of the stages."""
        return with_stages(super().get_css_variables())
