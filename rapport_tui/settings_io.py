"""The settings file: read, checked, explained and changed.

An unknown key is reported and ignored; a value of the wrong kind is reported with its line, and the default is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, get_type_hints

import msgspec

from rapport_tui.files import Files, read_regular, reason
from rapport_tui.keys.keymap import read_keymap
from rapport_tui.lock import Lock
from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import STAGES, Stage
from rapport_tui.model.toml_text import parse_toml
from rapport_tui.settings import Settings
from rapport_tui.settings_text import Value, line_of, quoted, with_value
from rapport_tui.user_files import LARGEST_TEXT

_Doubts = list[tuple[tuple[str, ...], str]]
"""The settings that can't be used: the path of each in the file, and a sentence on the problem."""
_LOCK_SECONDS: Final = 5.0
_Number = Annotated[int, msgspec.Meta(ge=0)]
_TYPES: Final[dict[str, Any]] = get_type_hints(Settings, localns={"Stage": Stage}) | {
    "day_start": Annotated[int, msgspec.Meta(ge=0, le=12)],
    "budget": _Number,
    "lock_after": _Number,
    "cadence": dict[Stage, _Number],
    "capacity": dict[Stage, _Number],
}
_DEFAULTS: Final = Settings()
MEANINGS: Final = {
    "name": "how the ready lines introduce you",
    "role": "what you do, as the ready lines say it",
    "theme": "the app’s colours, such as rapport-light; the commands list them all",
    "plain": "for screen readers: nothing moves, one thing under another, the cursor where you are",
    "date_order": "what 11/12 is: day and month, or month and day",
    "day_start": "the hour at which a new day begins, for those who are up late",
    "budget": "how many people Today offers to say hi again to",
    "lock_after": "after how many idle minutes an encrypted journal is locked in the app; 0 for never",
    "dormant": "whether Today brings back, once a week at most, somebody trusted you have not talked to for long",
    "start": "the day on which your first seven mornings began; empty ends them",
    "fears": "whether an opening asks how awkward it will be, and its tick how it was; two keys at most",
    "greeting": "how your mails begin, such as Hi; empty for the usual one",
    "signoff": "the words above your name at the end of mails",
    "language": "the language of dates (en, de, fr, es) and of ready lines (en, de)",
    "calendar": "an .ics file with your meetings, for Today",
    "calendars": "more calendars: .ics files, or https addresses that are fetched every 15 minutes",
    "mail": "your mailbox of sent mails, an mbox file or a Maildir, for rapport suggest",
    "inbox": "a folder with text files of lines, such as your phone writes and syncs",
    "inbox_done": "where such files go once all their lines are taken in; else they stay",
    "mirror": "a folder for Markdown pages of the journal, for Obsidian and the like",
    "password_command": "a command that prints the passphrase of an encrypted journal",
    "board_order": "how the columns of the board are ordered",
    "me": "your own addresses: a meeting that you declined is not shown",
    "cadence": "after how many days it is good to talk again",
    "capacity": "how many people a stage holds comfortably",
    "keys": "keys of your own by command; rapport keys lists them",
}
"""The description of each setting, worded to follow “is”."""
TABLE_KEYS: Final[dict[str, tuple[str, ...]]] = {"me": ("emails",), "cadence": STAGES, "capacity": STAGES}
"""The keys of each setting that is a table, but for those of `keys`."""
EXAMPLES: Final[dict[str, dict[str, Value]]] = {
    "me": {"emails": ["you@work.example"]},
    "cadence": {"acquaintance": 45, "ally": 30, "mentor": 30, "sponsor": 45},
    "capacity": {"ally": 12, "mentor": 5, "sponsor": 3},
    "keys": {"undo": "u, ctrl+z", "board.add": "A"},
}
"""The commented examples in the tables of a new file: the ladder’s own numbers, and two keys."""


def list_of(text: str) -> list[str]:
    """Split `text` at commas that a space follows; addresses contain no such commas."""
    return [part.strip() for part in re.split(r",\s+", text) if part.strip()]


def options_of(key: str) -> tuple[str, ...]:
    """Return the possible values of a setting that is one of a few words; empty for others."""
    return tuple(_schema(key).get("enum", ()))


def read_settings(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings in `path`, and one sentence for each value that can't be used."""
    try:
        text = _read_text(path)
        table = parse_toml(text)
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, ValueError) as error:
        return Settings(), (f"{path} can’t be read ({reason(error)}), so the defaults are used.",)
    chosen: dict[str, Any] = {}
    doubts: _Doubts = []
    for key, value in table.items():
        chosen[key], found = _read(key, value)
        doubts += found
    usable = {key: msgspec.convert(value, _TYPES[key]) for key, value in chosen.items() if value is not None}
    return Settings(**usable), tuple(_warnings(path, text, doubts))


def _warnings(path: Path, text: str, doubts: _Doubts) -> Iterator[str]:
    for at, doubt in doubts:
        line = line_of(text, at)
        yield f"{path}{f', line {line}' if line else ''}: {doubt}"


def _read(key: str, value: Any) -> tuple[Any, _Doubts]:
    """Return the usable part of a setting's value, None for nothing, and the problems with their paths."""
    if key not in Settings._fields:
        return None, [((key,), _unknown(key))]
    if key == "keys" and isinstance(value, dict):
        keymap, found = read_keymap(value)
        return keymap, [(("keys", *doubt.path), doubt.text) for doubt in found]
    if not (isinstance(value, dict) and isinstance(getattr(_DEFAULTS, key), dict)):
        if fits(key, value):
            return value, []
        return None, [((key,), f"“{key}” takes {wanted_value(key)}. {_instead(key)}")]
    wrong = [stage for stage in value if not fits(key, {stage: value[stage]})]
    doubts: _Doubts = [
        ((key, one), f"“{key}.{one}” can’t be used: “{key}” takes {wanted_value(key)}. It is left out.")
        for one in wrong
    ]
    return {stage: number for stage, number in value.items() if stage not in wrong}, doubts


def change_setting(path: Path, key: str, value: Value | Mapping[str, Value]) -> None:
    """Set `key` in `path` and keep the rest of the file, comments included; a new file explains each setting.

    Raises `RapportError` if there is no such setting, the value can't be used, or the file can't be read or written.
    """
    if key not in Settings._fields:
        raise RapportError(_unknown(key))
    if not fits(key, value):
        raise RapportError(f"{key} could not be set in {path}: it takes {wanted_value(key)}.")
    try:
        Files().make_folder(path.parent)
        path = path.resolve()  # keep a symbolic link
        with Lock(path.with_name(f".{path.stem}.lock"), seconds=_LOCK_SECONDS):
            text = _read_text(path) if path.exists() else new_file()
            before = parse_toml(text).get(key)
            for at, new in _changes(key, value, before if isinstance(before, dict) else {}):
                text = with_value(text, at, new)
            Files().put(path, text.encode())
    except (OSError, ValueError) as error:
        raise RapportError(f"{key} could not be set in {path}: {error}.") from error


def make_file(path: Path) -> None:
    """Create a file that explains each setting at `path`, if there is none. Raises `RapportError` if that fails."""
    if path.exists():
        return
    try:
        Files().make_folder(path.parent)
        Files().put(path, new_file().encode())
    except OSError as error:
        raise RapportError(f"{path} can’t be written: {reason(error)}.") from error


def new_file() -> str:
    """Return the text of a new settings file, in which each setting is explained and commented out."""
    lines = ["# The settings of rapport. A line with a # in front does nothing: take that away to choose."]
    for key in Settings._fields:
        if key not in EXAMPLES:
            lines += ["", f"# {key}: {MEANINGS[key]}", f"# {key} = {_toml(getattr(_DEFAULTS, key))}"]
    for key, values in EXAMPLES.items():
        lines += ["", f"# {key}: {MEANINGS[key]}", f"[{key}]"]
        lines += [f"# {quoted(name)} = {_toml(value)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"


def _changes(
    key: str, value: Value | Mapping[str, Value], before: Mapping[str, Value]
) -> Iterator[tuple[tuple[str, ...], Value | None]]:
    """Yield the paths to change with their new values, one for each key, so that comments in a table stay."""
    if not isinstance(value, Mapping):
        yield (key,), value
        return
    for name in before.keys() - value.keys():
        yield (key, name), None
    for name, one in value.items():
        yield (key, name), one


def _read_text(path: Path) -> str:
    return read_regular(path, most=LARGEST_TEXT)[0].decode("utf-8-sig")


def fits(key: str, value: object) -> bool:
    """Return whether `value` can be that of the setting `key`."""
    if isinstance(value, str) and "\0" in value:  # not allowed in a path
        return False
    try:
        msgspec.convert(value, _TYPES[key])
    except msgspec.ValidationError:
        return False
    return True


def wanted_value(key: str) -> str:
    """Return the description of a setting's allowed values, for an error."""
    match _schema(key):
        case {"enum": options}:
            return f"one of {', '.join(map(str, options))}"
        case {"type": "integer", "minimum": least, "maximum": most}:
            return f"a whole number from {least} to {most}"
        case {"type": "integer"}:
            return "a whole number, 0 or more"
        case {"type": "boolean"}:
            return "true or false"
        case {"type": "array"}:
            return "a list of texts in quotes"
        case {"type": "object"} if key == "me":
            return "a table with emails, a list of addresses in quotes"
        case {"type": "object"} if key != "keys":
            return f"a table of whole numbers by stage ({', '.join(STAGES)})"
        case {"type": "object"}:
            return "a table of keys by command, such as undo = “ctrl+z”"
        case _:
            return "a text in quotes"


def _instead(key: str) -> str:
    default = getattr(_DEFAULTS, key)
    return "It is left out." if default in ("", {}, ()) else f"So it is {_toml(default)}, the default."


def _schema(key: str) -> dict[str, Any]:
    """Return the JSON schema of a setting."""
    return msgspec.json.schema(_TYPES[key])


def _toml(value: Value | tuple[str, ...]) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else f'"{value}"'


def _unknown(key: str) -> str:
    return f"There is no setting “{key}”. Known ones: {', '.join(Settings._fields)}."
