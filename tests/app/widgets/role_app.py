"""An app with the styles of roles, for tests of widgets that paint in them."""

from typing import ClassVar

from textual.app import App

from rapport_tui.app.widgets.styled_text import ROLE_CLASSES, ROLE_CSS


class RoleApp(App[None]):
    """An app with a style for each role."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(ROLE_CLASSES)
    DEFAULT_CSS = "RoleApp {" + ROLE_CSS + "}"
