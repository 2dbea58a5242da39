"""The user's own keys: `[keys]` in the settings, checked against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, Final, NamedTuple

from rapport_tui.keys.catalogue import CHAINS, COMMANDS, GROUPS, RENAMED
from rapport_tui.keys.commands import Command

Keymap = Mapping[str, str]
"""The keys of commands by id, separated by commas, if they differ from the catalogue."""

_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})
_WRITTEN: Final = {
    "comma": ",",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
_NAMED: Final = frozenset(
    {
        *("enter", "escape", "space", "tab", "backspace", "delete", "insert", "comma"),
        *("home", "end", "pageup", "pagedown", "up", "down", "left", "right"),
        *(f"f{number}" for number in range(1, 25)),
    }
)
_CHARACTERS: Final = {
    "ampersand": "&",
    "circumflex_accent": "^",
    "dollar_sign": "$",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "grave_accent": "`",
    "left_curly_bracket": "{",
    "left_parenthesis": "(",
    "left_square_bracket": "[",
    "number_sign": "#",
    "percent_sign": "%",
    "question_mark": "?",
    "quotation_mark": '"',
    "right_curly_bracket": "}",
    "right_parenthesis": ")",
    "right_square_bracket": "]",
    "tilde": "~",
    "vertical_line": "|",
    "slash": "/",
    "colon": ":",
    "semicolon": ";",
    "full_stop": ".",
    "apostrophe": "'",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "plus": "+",
    "minus": "-",
    "underscore": "_",
    "asterisk": "*",
    "at": "@",
    "backslash": "\\",
}
"""The characters by their names in Textual, which the settings may use too."""


class KeymapProblem(NamedTuple):
    """An unusable value in `[keys]`: its path within the table, and one sentence on the problem."""

    path: tuple[str, ...]
    text: str


class _KeyRequest(NamedTuple):
    path: tuple[str, ...]
    value: object


def written(key: str) -> str:
    """Return a key in readable form: `ctrl+p`, `?`, `↑`."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    return "+".join((*modifiers, _WRITTEN.get(name, _CHARACTERS.get(name, name))))


def keys_of(command: Command, keymap: Keymap) -> tuple[str, ...]:
    """Return the keys of a command, the one to show first."""
    return tuple(keymap.get(command.id, command.keys).split(","))


def meanings(keymap: Keymap) -> dict[str, list[str]]:
    """Return the meanings of each key that is one character, over all commands; in the catalogue, each has only one."""
    found: dict[str, set[str]] = {}
    for command in COMMANDS.values():
        for key in map(written, keys_of(command, keymap)):
            if len(key) == 1 and key not in "↑↓←→":
                found.setdefault(key, set()).add(command.means or command.label)
    return {key: sorted(found[key]) for key in sorted(found, key=lambda key: (key.lower(), key.isupper()))}


def read_keymap(table: Mapping[str, Any]) -> tuple[dict[str, str], tuple[KeymapProblem, ...]]:
    """Return the changed keys in `table` and its problems; for unusable values, the catalogue’s keys apply.

    A value is a key such as `x`, `ctrl+x` or `f2`, several with commas, or a list of them. An id with a dot may be
    quoted or written as a table.
    """
    keymap: dict[str, str] = {}
    paths: dict[str, tuple[str, ...]] = {}
    doubts: list[KeymapProblem] = []
    for written_id, wish in _wishes(table):
        command_id = RENAMED.get(written_id, written_id)
        paths[command_id] = wish.path
        if (command := COMMANDS.get(command_id)) is None:
            doubts.append(KeymapProblem(wish.path, f"There is no command “{command_id}”. See them with: rapport keys"))
        elif problem := _problem(command, keys := _split(wish.value)):
            doubts.append(KeymapProblem(wish.path, f"{problem} {_stays(command)}"))
        else:
            keymap[command_id] = ",".join(keys)
    while clash := next(_clashes(keymap), None):
        key, lost, kept = clash
        del keymap[lost.id]
        text = f"“{written(key)}” is already the key of “{kept.id}” ({kept.help}). {_stays(lost)}"
        doubts.append(KeymapProblem(paths[lost.id], text))
    return keymap, tuple(doubts)


def _wishes(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, _KeyRequest]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _wishes(value, (*path, name))
        else:
            yield ".".join((*path, name)), _KeyRequest((*path, name), value)


def _split(value: object) -> list[str]:
    """Return the keys in a value; impossible ones are returned as they were written."""
    parts = value if isinstance(value, list) else [value] if value == "," else str(value).split(",")
    return [_canonical(str(part).strip()) for part in parts]


def _canonical(key: str) -> str:
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    name = _CHARACTERS.get(name, "comma" if name == "," else name)
    return "+".join((*(modifier.lower() for modifier in modifiers), name.lower() if name.lower() in _NAMED else name))


def _problem(command: Command, keys: list[str]) -> str:
    for key in keys:
        *modifiers, name = key.split("+") if len(key) > 1 else [key]
        if not {*modifiers} <= _MODIFIERS or not (name in _NAMED or (len(name) == 1 and name.isprintable())):
            return f"“{key}” is not a key. Write one such as x, ctrl+x, f2 or pageup."
        if command.early and not modifiers and (len(name) == 1 or name in {"space", "comma"}):
            return f"“{written(key)}” is a character that one types where “{command.id}” works."
    return ""


def _stays(command: Command) -> str:
    return f"So “{command.id}” stays on {' and '.join(written(key) for key in command.keys.split(','))}."


def _clashes(keymap: Keymap) -> Iterator[tuple[str, Command, Command]]:
    """Yield each key that two commands of one chain share, with the changed command and the other one.

    Commands that share a key in the catalogue do so on purpose: the nearer one takes precedence.
    """
    order = {command_id: place for place, command_id in enumerate(keymap)}
    for chain in _chains():
        for one, other in combinations(chain, 2):
            if one.id not in keymap and other.id not in keymap:
                continue
            shared = {*keys_of(one, keymap)} & {*keys_of(other, keymap)}
            if shared and not {*one.keys.split(",")} & {*other.keys.split(",")}:
                lost, kept = sorted((one, other), key=lambda command: -order.get(command.id, -1))
                yield min(shared), lost, kept


def _chains() -> Iterator[tuple[Command, ...]]:
    groups = {group.id: group.commands for group in GROUPS}
    for chain in CHAINS:
        yield tuple(command for name in chain for command in groups[name])
