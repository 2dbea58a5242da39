"""The user's settings and where they are kept: one TOML file in the platform's settings folder.

`RAPPORT_SETTINGS` names another file. `rapport_tui.settings_io` reads and changes it, and says what each setting means.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from rapport_tui.derived import xdg_folder

if TYPE_CHECKING:
    from rapport_tui.model.records import Stage

Order = Literal["manual", "need", "talk", "name"]
"""The order of a board column: manual (by need where nothing was dragged), by need, by the last talk, or by name."""


class Settings(NamedTuple):
    """The settings and their defaults.

    `cadence` and `capacity` are by stage and go before those of the ladder. `keys` are those of commands by id,
    several with commas, as Textual’s keymap has them.
    """

    name: str = ""
    role: str = ""
    theme: str = ""
    plain: bool = False
    date_order: Literal["dmy", "mdy"] = "dmy"
    day_start: int = 0
    budget: int = 3
    lock_after: int = 15
    dormant: bool = True
    start: str = ""
    fears: bool = True
    greeting: str = ""
    signoff: str = ""
    language: str = "en"
    calendar: str = ""
    calendars: tuple[str, ...] = ()
    mail: str = ""
    inbox: str = ""
    inbox_done: str = ""
    mirror: str = ""
    password_command: str = ""
    board_order: Order = "manual"
    me: dict[Literal["emails"], tuple[str, ...]] = {}  # noqa: RUF012  # nobody changes it
    cadence: dict["Stage", int] = {}  # noqa: RUF012  # nobody changes it
    capacity: dict["Stage", int] = {}  # noqa: RUF012  # nobody changes it
    keys: dict[str, str] = {}  # noqa: RUF012  # nobody changes it


def settings_file() -> Path:
    """Return the path of the settings file, which need not exist."""
    if named := os.environ.get("RAPPORT_SETTINGS"):
        return Path(os.path.expanduser(named))  # noqa: PTH111  # never raises; reading it says what is wrong
    if folder := xdg_folder("CONFIG"):
        return Path(folder, "settings.toml")
    import platformdirs

    return platformdirs.user_config_path("rapport", appauthor=False) / "settings.toml"


def playbook_file(settings: Path) -> Path:
    """Return the path of the user's own playbook, beside the settings."""
    return settings.with_name("playbook.toml")
