"""The dark and the light theme of the app, with one accent for each stage of the ladder.

The stage colours are the variables `$stage-stranger` to `$stage-sponsor`; in Textual's other themes they are derived
from the colours of the theme.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="rapport-dark",
    primary="#8fb3d9",
    secondary="#7fb8ad",
    accent="#d9b06c",
    foreground="#dcdee3",
    background="#15171b",
    surface="#1b1e23",
    panel="#262a31",
    success="#9cc27f",
    warning="#dba56a",
    error="#e08585",
    dark=True,
    variables={
        "stage-stranger": "#a3abb8",
        "stage-acquaintance": "#7fb8ad",
        "stage-ally": "#9cc27f",
        "stage-mentor": "#d9b06c",
        "stage-sponsor": "#db9bb4",
        "foreground-muted": "#a3a8b2",
        "text-disabled": "#9ba1ab",
        "border": "#3a404a",
        "border-blurred": "#2b3038",
        "block-cursor-background": "#2d3540",
        "block-cursor-foreground": "#f2f3f5",
        "block-cursor-text-style": "none",
        "input-cursor-background": "#dcdee3",
        "input-selection-background": "#8fb3d9 30%",
        "scrollbar": "#343a44",
        "scrollbar-hover": "#434b57",
        "scrollbar-active": "#566071",
        "scrollbar-background": "#15171b",
        "scrollbar-corner-color": "#15171b",
        "footer-key-foreground": "#8fb3d9",
    },
)
LIGHT: Final = Theme(
    name="rapport-light",
    primary="#2f5f93",
    secondary="#21675d",
    accent="#85570a",
    foreground="#2a2c31",
    background="#faf8f4",
    surface="#f3f0ea",
    panel="#e8e4dc",
    success="#3d6620",
    warning="#8f4f12",
    error="#a33030",
    dark=False,
    variables={
        "stage-stranger": "#5a6270",
        "stage-acquaintance": "#21675d",
        "stage-ally": "#3d6620",
        "stage-mentor": "#85570a",
        "stage-sponsor": "#93365a",
        "foreground-muted": "#5c5f66",
        "text-disabled": "#5e5b57",
        "border": "#c9c3b7",
        "border-blurred": "#ddd8cd",
        "block-cursor-background": "#dfe6ee",
        "block-cursor-foreground": "#16181c",
        "block-cursor-text-style": "none",
        "input-cursor-background": "#2a2c31",
        "input-selection-background": "#2f5f93 25%",
        "scrollbar": "#d5cfc3",
        "scrollbar-hover": "#c4bcae",
        "scrollbar-active": "#aea594",
        "scrollbar-background": "#faf8f4",
        "scrollbar-corner-color": "#faf8f4",
        "footer-key-foreground": "#2f5f93",
    },
)
OWN_THEMES: Final = (DARK, LIGHT)

_FROM_THEME: Final = {
    "stage-stranger": "text-muted",
    "stage-acquaintance": "text-secondary",
    "stage-ally": "text-success",
    "stage-mentor": "text-accent",
    "stage-sponsor": "text-warning",
}


def with_stages(variables: dict[str, str]) -> dict[str, str]:
    """Return the CSS variables with a colour for each stage, taken from the theme if it does not define one."""
    return {stage: variables[standard] for stage, standard in _FROM_THEME.items()} | variables
