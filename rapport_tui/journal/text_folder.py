"""A folder of text files with capture lines, written on a phone and copied here by a sync client."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from rapport_tui.capture.capture_line import split_entries
from rapport_tui.files import read_regular, reason
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.text import clean

SETTLED: Final = timedelta(minutes=2)
"""The time since the last change after which a last line without a line end counts as complete."""
_LARGEST: Final = 1024**2
_ENDINGS: Final = (".txt", ".md")
_BULLET: Final = lazy_pattern(r"^[-*•]\s+(?:\[[ xX]\]\s+)?")
_COPY: Final = lazy_pattern(
    r"\s*\((?:[^()]*\b(?:conflict|conflicted|copy|case)\b[^()]*|\d+)\)"  # Dropbox, Windows, Finder
    r"|\.sync-conflict-\d{8}-\d{6}-\w+"  # Syncthing
    r"|[-_ ]conflict(?:ed)?[-_ ]?[\w-]*$"  # Nextcloud and others
    r"|\s+(?:copy|\d{1,2})$",  # Finder, iCloud
    re.IGNORECASE,
)
_DAY: Final = lazy_pattern(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


class TextFile(msgspec.Struct, frozen=True):
    """The lines of all copies of a file, recognized by their names.

    `name` is the name without the sync client's additions, `day` the day on which the lines were written: that in the
    name, else that of the last change. `unfinished` is a last line that may be incomplete.
    """

    name: str
    paths: tuple[Path, ...]
    day: date
    lines: tuple[str, ...]
    unfinished: str = ""


def read_folder(folder: Path, now: datetime) -> tuple[list[TextFile], list[tuple[str, str]]]:
    """Return the text files directly in `folder`, and the names of unreadable ones with the reasons.

    Raises `OSError` if the folder can't be read.
    """
    groups: dict[str, list[TextFile]] = {}
    problems: list[tuple[str, str]] = []
    paths = (path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS and not path.name.startswith("."))
    for path in sorted(paths, key=lambda path: (len(path.name), path.name)):
        try:
            found = _read_file(path, now)
        except (OSError, ValueError) as error:
            problems.append((path.name, reason(error)))
        else:
            groups.setdefault(found.name, []).append(found)
    return [_merged(files) for files in groups.values()], problems


def original_name(name: str) -> str:
    """Return the name of a file before a sync client made a copy of it."""
    stem = Path(name).stem
    while (shorter := _COPY.sub("", stem).strip()) and shorter != stem:
        stem = shorter
    return stem.casefold()


def _read_file(path: Path, now: datetime) -> TextFile:
    data, found = read_regular(path, most=_LARGEST)
    text = clean(data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"))
    changed = datetime.fromtimestamp(found.st_mtime, now.tzinfo)
    lines = [stripped for line in split_entries(text) if (stripped := _BULLET.sub("", line).strip())]
    unfinished = ""
    if lines and not text.endswith("\n") and now - changed < SETTLED:
        unfinished = lines.pop()
    return TextFile(original_name(path.name), (path,), _day_of(path.name, changed, now), tuple(lines), unfinished)


def _day_of(name: str, changed: datetime, now: datetime) -> date:
    named = _DAY.search(name)
    try:
        day = date.fromisoformat(named[1]) if named else changed.date()
    except ValueError:
        day = changed.date()
    return min(day, now.date())


def _merged(files: list[TextFile]) -> TextFile:
    """Return copies as one file: a line occurs as often as in the copy that has it most often."""
    lines: list[str] = []
    for file in files:
        more = Counter(file.lines)
        more.subtract(Counter(lines))
        lines += _first(file.lines, more)
    unfinished = next((file.unfinished for file in files if file.unfinished), "")
    paths = tuple(path for file in files for path in file.paths)
    return TextFile(files[0].name, paths, min(file.day for file in files), tuple(lines), unfinished)


def _first(lines: tuple[str, ...], wanted: Counter[str]) -> Iterator[str]:
    for line in lines:
        if wanted[line] > 0:
            wanted[line] -= 1
            yield line
