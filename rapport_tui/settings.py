"""What the user can choose, kept in one TOML file in the platform's folder for settings.

`RAPPORT_SETTINGS` names another file. An unknown key is told and passed over; a value of the wrong kind is told, and
the default stands in for it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import Stage

Order = Literal["manual", "need", "talk", "name"]
"""How a column of the board is ordered: as the user put people, else and always by need; by the last talk; by name."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The choices and their defaults.

    `date_order` reads `11/12` as day and month, or month and day. `budget` is how many people Today offers to say hi
    again to. `greeting` and `signoff` are for mails; an empty greeting is that of the `language`, which is an ISO 639
    code and that of the ready lines. `cadence` (days) and `capacity` (people) are by stage and go before those of the
    ladder. `calendar` is an .ics file with my meetings. `day_start` is the hour at which a new day begins, for those
    who are up late. `board_order` is how the columns of the board are ordered.
    """

    name: str = ""
    role: str = ""
    theme: str = ""
    date_order: Literal["dmy", "mdy"] = "dmy"
    budget: int = 3
    greeting: str = ""
    signoff: str = ""
    language: str = "en"
    calendar: str = ""
    day_start: Annotated[int, msgspec.Meta(ge=0, le=12)] = 0
    cadence: dict[Stage, int] = msgspec.field(default_factory=dict)
    capacity: dict[Stage, int] = msgspec.field(default_factory=dict)
    board_order: Order = "manual"


def settings_file() -> Path:
    """Return where the settings are, whether or not there are any yet."""
    if named := os.environ.get("RAPPORT_SETTINGS"):
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_config_path("rapport", appauthor=False) / "settings.toml"


def playbook_file(settings: Path) -> Path:
    """Return where wordings of one’s own may lie as a file: beside the settings."""
    return settings.with_name("playbook.toml")


def read_settings(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings in `path` and one sentence for each thing in it that could not be used."""
    try:
        table = _parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, ValueError) as error:
        return Settings(), (f"{path} can’t be read ({error}), so the defaults are used.",)
    chosen: dict[str, Any] = {}
    doubts = []
    for key, value in table.items():
        if key not in Settings.__struct_fields__:
            doubts.append(f"{path}: {_unknown(key)}")
            continue
        try:
            msgspec.convert({key: value}, Settings)
        except msgspec.ValidationError as error:
            doubts.append(f"{path}: “{key}” can’t be used ({error}), so its default is.")
            continue
        chosen[key] = value
    return msgspec.convert(chosen, Settings), tuple(doubts)


def _parsed(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)


def change_setting(path: Path, key: str, value: str | int) -> None:
    """Set `key` in `path`, leaving the rest of the file as it is, comments too.

    Raises `RapportError` where there is no such setting, the value can't be used, or the file can't be read or written.
    """
    if key not in Settings.__struct_fields__:
        raise RapportError(_unknown(key))
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        msgspec.convert({key: value}, Settings, strict=True)
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
        document[key] = value
        path.parent.mkdir(parents=True, exist_ok=True)
        target = path.resolve()  # a file that is linked here from elsewhere stays linked
        unfinished = target.with_name(f".{target.name}.tmp")
        unfinished.write_text(tomlkit.dumps(document), encoding="utf-8")
        unfinished.replace(target)
    except (msgspec.ValidationError, TOMLKitError, OSError, ValueError) as error:
        raise RapportError(f"{key} could not be set in {path}: {error}.") from error


def _unknown(key: str) -> str:
    return f"There is no setting “{key}”. Known ones: {', '.join(Settings.__struct_fields__)}."
