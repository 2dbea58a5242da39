"""The commands of the app: their ids in the settings, their keys, and their texts in the footer and the help.

Keys are defined only in `screen_commands` and `widget_commands`, which this module collects. The bindings of screens,
the footer, the palette, the help, `[keys]` in the settings, `rapport keys` and the README’s tables are made from them.
The action of a command is defined where it is bound.
"""

from __future__ import annotations

from typing import Final

from rapport_tui.keys import screen_commands as screens
from rapport_tui.keys import widget_commands as widgets

GROUPS: Final = (
    screens.EVERYWHERE,
    screens.TODAY,
    screens.DETAIL,
    screens.BOARD,
    screens.CARDS,
    screens.JOURNAL,
    screens.CALENDAR,
    screens.COMPOSE,
    screens.MOVES,
    screens.SENTENCE,
    screens.PEOPLE,
    screens.INSIGHTS,
    widgets.LISTS,
    widgets.MARKS,
    widgets.COLUMNS,
    widgets.TOGGLES,
    screens.PLACES,
    widgets.PAGE,
    widgets.DIALOG,
    widgets.LINE,
    widgets.THREADS,
    widgets.NOTES,
    widgets.BRIEF,
    widgets.RECOVERY,
    widgets.REVIEW,
    widgets.MESSAGES,
    widgets.PLAYBOOK,
    widgets.IMPORT,
    widgets.TOUR,
)
COMMANDS: Final = {command.id: command for group in GROUPS for command in group.commands}
"""Every command by its id."""

_FORMER_PREFIXES: Final = {"screen.": "room.", "brief.": "before.", "toggles.": "chips."}
RENAMED: Final = {
    "people.inbox": "inbox",
    "before": "brief",
    "threads.before": "threads.brief",
    **{
        former + command.removeprefix(prefix): command
        for prefix, former in _FORMER_PREFIXES.items()
        for command in COMMANDS
        if command.startswith(prefix)
    },
}
"""The commands by their former ids, which the settings may still use."""

CHAINS: Final = (
    *(("everywhere", screen, "lists", "columns") for screen in ("today", "board", "journal", "people", "insights")),
    ("everywhere", "compose", "lists", "columns", "moves"),
    ("everywhere", "today", "toggles", "places"),
    ("everywhere", "today", "lists", "detail"),
    ("everywhere", "board", "cards"),
    ("everywhere", "people", "lists", "marks"),
    ("everywhere", "journal", "calendar"),
    ("everywhere", "compose", "sentence"),
    ("everywhere", "insights", "page"),
    *(("dialog", dialog, "lists") for dialog in ("threads", "brief", "review", "messages", "playbook", "import")),
    *(("dialog", dialog, "notes") for dialog in ("threads", "brief")),
    ("dialog", "toggles"),
    ("dialog", "line"),
    ("dialog", "tour"),
    ("dialog", "recovery"),
)
"""The groups whose commands can be available together: two of their commands on one key clash."""
