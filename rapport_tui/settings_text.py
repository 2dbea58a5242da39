"""The settings file as text: the line of a key, and changes that keep the rest as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rapport_tui.model.patterns import lazy_pattern

if TYPE_CHECKING:
    from tomlkit.container import Container
    from tomlkit.items import Table

Value = str | int | bool | list[str]
_PART: Final = lazy_pattern(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.)?""")
_HEADER: Final = lazy_pattern(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_KEY: Final = lazy_pattern(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_COMMENTED: Final = lazy_pattern(r"#\s?(?=[\w\"'])")


def line_of(text: str, path: tuple[str, ...]) -> int | None:
    """Return the number of the line of TOML `text` that sets the key or table `path`; None if it is not found.

    If only a table within `path` is in the text, return its line.
    """
    found = {at: number for number, at in _places(text)}
    return next((found[path[:length]] for length in range(len(path), 0, -1) if path[:length] in found), None)


def with_value(text: str, path: tuple[str, ...], value: Value | None) -> str:
    """Return TOML `text` with `path`, a key or a table and a key, set to `value`, or removed if that is None.

    A line with the key as a comment is replaced. Raises `ValueError` if the text is not TOML.
    """
    import tomlkit.exceptions

    try:
        document = tomlkit.parse(text)
        *tables, key = path
        container: Container | Table = document
        for name in tables:
            if name not in container:
                container[name] = tomlkit.table()
            container = container[name]
        if value is None:
            container.pop(key, None)
        elif key in container:
            container[key] = value
        else:
            uncommented = _uncommented(text, path, f"{quoted(key)} = {tomlkit.item(value).as_string()}")
            if uncommented is not None:
                return uncommented
            container[key] = value
        return tomlkit.dumps(document)
    except tomlkit.exceptions.TOMLKitError as error:
        raise ValueError(str(error)) from error


def quoted(key: str) -> str:
    """Return a key as TOML writes it."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'


def _uncommented(text: str, path: tuple[str, ...], setting: str) -> str | None:
    """Return `text` with the line that comments the key replaced by `setting`; None if there is no such line."""
    lines = text.splitlines(keepends=True)
    stripped = "".join(_COMMENTED.sub("", line, count=1) if line.startswith("#") else line for line in lines)
    for number, at in _places(stripped):
        if at == path and lines[number - 1].startswith("#"):
            lines[number - 1] = f"{setting}\n"
            return "".join(lines)
    return None


def _places(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the number of each line that begins a table or sets a key, with its path."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_parts(key[1]))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple("".join(part or "" for part in match.groups()[:3]) for match in _PART.finditer(dotted))
