"""The file list of the import dialog: the usual folders of exports, and from there any folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rapport_tui.app.widgets.rows import Row, RowLine, StyledText

_SUFFIXES: Final = frozenset({".vcf", ".vcard", ".csv", ".tsv", ".json", ".md"})
_NOT_AT_HAND: Final = frozenset({".md"})
_MOST_FILES: Final = 200


def file_rows(folder: Path | None) -> list[Row]:
    """Return the address books in `folder` and links to other folders; for None, the files in the usual folders.

    The key of a row is its path, for files and folders alike.
    """
    if folder is None:
        home = _home()
        places = dict.fromkeys((home / "Downloads", _here()))
        files = [path for place in places for path in _files(place) if path.suffix.lower() not in _NOT_AT_HAND]
        around = [place for place in (*places, home) if place.is_dir()]
        rows = [_row(path, path.name, f"  {_short(path.parent)}") for path in _newest_first(files)]
        return rows + [_row(place, f"{_short(place)}/", "  look in this folder") for place in dict.fromkeys(around)]
    rows = [_row(folder.parent, "../", "  up")]
    rows += [_row(path, path.name, "") for path in _newest_first(list(_files(folder)))]
    return rows + [_row(path, f"{path.name}/", "") for path in sorted(_folders(folder))]


def _files(folder: Path) -> Iterator[Path]:
    for path in _entries(folder):
        if path.suffix.lower() in _SUFFIXES and not path.name.startswith("."):
            yield path


def _folders(folder: Path) -> Iterator[Path]:
    for path in _entries(folder):
        if not path.name.startswith(".") and path.is_dir():
            yield path


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _newest_first(paths: list[Path]) -> list[Path]:
    ages: dict[Path, float] = {}
    for path in paths:
        try:
            if path.is_file():
                ages[path] = path.stat().st_mtime
        except OSError:
            continue
    return sorted(ages, key=lambda path: -ages[path])[:_MOST_FILES]


def _home() -> Path:
    return Path(os.path.expanduser("~"))  # noqa: PTH111  # Path.home raises if there is no home directory


def _here() -> Path:
    """Return the current folder; if it was deleted, the user's home."""
    try:
        return Path.cwd()
    except OSError:
        return _home()


def _short(folder: Path) -> str:
    """Return a folder in the usual notation, with ~ for the home directory."""
    home = _home()
    return str(Path("~", folder.relative_to(home))) if folder.is_relative_to(home) else str(folder)


def _row(path: Path, name: str, remark: str) -> Row:
    return Row(str(path), (RowLine((StyledText(name), StyledText(remark, "muted"))),))
