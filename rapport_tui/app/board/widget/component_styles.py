"""The component classes of the board and their colours."""

from __future__ import annotations

from typing import Final

STAGES: Final = frozenset(f"board--{stage}" for stage in ("stranger", "acquaintance", "ally", "mentor", "sponsor"))

COMPONENTS: Final = STAGES | {
    "board--ahead",
    "board--count",
    "board--current",
    "board--cursor",
    "board--detail",
    "board--drifting",
    "board--drop",
    "board--empty",
    "board--find",
    "board--ghost",
    "board--ground",
    "board--hint",
    "board--last",
    "board--lifted",
    "board--mark",
    "board--mark-ask",
    "board--mark-birthday",
    "board--mark-due",
    "board--matches",
    "board--moved",
    "board--name",
    "board--neighbour",
    "board--over",
    "board--scroll",
    "board--selected",
    "board--target",
    "board--title",
}

# The stage colours use variables of every Textual theme. An app whose themes define their own sets them in
# its stylesheet: `Board > .board--ally { color: $stage-ally; }`. A variable unknown to a theme is an error.
CSS: Final = """
Board {
    height: 1fr;
    background: $background;
    color: $text;

    & > .board--stranger { color: $text-muted; }
    & > .board--acquaintance { color: $text-secondary; }
    & > .board--ally { color: $text-primary; }
    & > .board--mentor { color: $text-success; }
    & > .board--sponsor { color: $text-accent; }

    & > .board--title { text-style: bold; }
    & > .board--count { color: $text-muted; }
    & > .board--matches { color: $text-accent; text-style: bold; }
    & > .board--over { color: $text-warning; text-style: italic; }
    & > .board--hint { color: $text-muted; }
    & > .board--neighbour { color: $text-muted; }
    & > .board--find { background: $panel; color: $text; }
    & > .board--empty { color: $text-muted; text-style: italic; }
    & > .board--scroll { color: $text-disabled; }

    & > .board--name { color: $text; }
    & > .board--current { text-style: bold; }
    & > .board--detail { color: $text-muted; }
    & > .board--last { color: $text-muted; }
    & > .board--drifting { color: $text-warning; }
    & > .board--ahead { color: $text-accent; }
    & > .board--mark { color: $text; text-opacity: 85%; }
    & > .board--mark-due { color: $text-warning; text-style: bold; }
    & > .board--mark-ask { color: $text-primary; text-style: bold; }
    & > .board--mark-birthday { color: $text-accent; text-style: bold; }

    & > .board--cursor { background: $panel; }
    & > .board--moved { background: $accent 30%; }
    & > .board--selected { background: $primary-muted; }
    & > .board--target { background: $surface; }
    & > .board--lifted { text-style: dim; }
    & > .board--drop { color: $text-accent; text-style: bold; }
    & > .board--ghost { background: $primary; color: auto 95%; text-style: bold; }

    &:ansi > .board--detail { text-style: dim; }
    &:ansi > .board--last { text-style: dim; }
    &:ansi > .board--count { text-style: dim; }
    &:ansi > .board--hint { text-style: dim; }
    &:ansi > .board--empty { text-style: dim; }
    &:ansi > .board--neighbour { text-style: dim; }
    &:ansi > .board--scroll { text-style: dim; }
    &:ansi > .board--selected { background: ansi_default; }
    &:ansi > .board--ghost { background: ansi_blue; color: ansi_bright_white; }
}
"""
