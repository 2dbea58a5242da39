"""The README’s tables of keys. `python -m tests.keys.table` writes them anew from the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rapport_tui.keys.catalogue import GROUPS
from rapport_tui.keys.commands import Command
from rapport_tui.keys.keymap import meanings, written

BEGIN: Final = "<!-- keys: python -m tests.keys.table writes them -->"
END: Final = "<!-- end of the keys -->"
_SCREENS: Final = ("today", "board", "cards", "journal", "compose", "people", "insights")
README: Final = Path(__file__).parents[2] / "README.md"


def key_tables() -> str:
    """Return the keys that work everywhere as a table, and those of each screen folded away."""
    groups = {group.id: group for group in GROUPS}
    parts = [_table(groups["everywhere"].commands), "<details>\n<summary>The keys of each screen</summary>"]
    parts += [f"**{groups[screen].title}**\n\n{_table(groups[screen].commands)}" for screen in _SCREENS]
    return "\n\n".join((*parts, _letters(), "</details>"))


def _letters() -> str:
    rows = [f"| `{key}` | {told[0]} |" for key, told in meanings({}).items() if key.isalpha()]
    return "\n".join(("**By letter**", "", "| key | means everywhere |", "| --- | --- |", *rows))


def _table(commands: tuple[Command, ...]) -> str:
    rows = [f"| {_keys(command)} | {command.help} | `{command.id}` |" for command in commands]
    return "\n".join(("| key | does | name in the settings |", "| --- | --- | --- |", *rows))


def _keys(command: Command) -> str:
    return " ".join(f"`{written(key)}`" for key in command.keys.split(","))


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    before, after = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    README.write_text(f"{before}\n{key_tables()}\n\n{after}", encoding="utf-8")
