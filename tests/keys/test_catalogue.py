from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from textual.binding import Binding
from textual.dom import DOMNode

import rapport_tui.app
from rapport_tui.keys.catalogue import CHAINS, COMMANDS, GROUPS, RENAMED
from rapport_tui.keys.keymap import keys_of, meanings
from tests.keys.table import BEGIN, END, key_tables

EATEN = {
    *(f"ctrl+{letter}" for letter in "abhjklnoprstuwdefgq"),
    *("f1", "f5", "f11"),
}
"""Keys that tmux (ctrl+b), screen (ctrl+a), panes of vim, flow control, browsers or terminals keep for themselves."""
OURS_ON_PURPOSE = {
    frozenset(pair)
    for pair in (
        ("today.tick", "rows.toggle"),
        ("today.unfold", "rows.choose"),
        ("today.tick", "toggles.switch"),
        ("today.unfold", "toggles.switch"),
        ("board.select", "rows.toggle"),
        ("board.open", "rows.choose"),
        ("board.let_go", "board.clear"),
        ("journal.today", "calendar.today"),
        ("sentence.take", "rows.choose"),
        ("compose.fill", "rows.choose"),
        ("people.open", "rows.choose"),
        ("insights.open", "rows.choose"),
        ("compose.unfold", "rows.choose"),
        ("compose.unfold", "rows.toggle"),
        ("compose.fill", "compose.unfold"),
        ("choose.up", "rows.up"),
        ("choose.down", "rows.down"),
        ("import.files", "rows.down"),
        ("import.files", "choose.down"),
        ("import.unread", "form.save"),
        ("brief", "journal.brief"),
    )
}
"""Commands that share a key because the nearer one is the same thing, or nothing else is possible there."""


def bindings() -> Iterator[tuple[type[DOMNode], Binding]]:
    """Yield every binding that the app makes, with the class that has it."""
    for module in pkgutil.walk_packages(rapport_tui.app.__path__, "rapport_tui.app."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if kind.__module__ == module.name and issubclass(kind, DOMNode):
                for binding in kind.__dict__.get("BINDINGS", []):
                    assert isinstance(binding, Binding)
                    yield kind, binding


def test_no_two_commands_have_one_id() -> None:
    assert len(COMMANDS) == sum(len(group.commands) for group in GROUPS)
    assert {name for chain in CHAINS for name in chain} <= {group.id for group in GROUPS}


def test_a_command_that_was_renamed_is_one_that_is_there() -> None:
    assert RENAMED.keys().isdisjoint(COMMANDS)
    assert set(RENAMED.values()) <= COMMANDS.keys()


def test_what_is_bound_is_in_the_catalogue_and_the_other_way_round() -> None:
    known = {binding.id for _, binding in bindings() if binding.id}
    assert COMMANDS.keys() == known
    named = [
        (kind, binding) for kind, binding in bindings() if not binding.id and (binding.description or binding.tooltip)
    ]
    assert [f"{kind.__name__} {binding.key}" for kind, binding in named if binding.description != "clear"] == []


def test_every_command_has_a_key_that_nobody_else_eats() -> None:
    eaten = [command.id for command in COMMANDS.values() if {*command.keys.split(",")} <= EATEN]
    assert eaten == []


def test_arrows_have_letters_beside_them_wherever_one_walks() -> None:
    vim = {"up": "k", "down": "j", "left": "h", "right": "l"}
    typing = {"choose", "sentence", "import"}
    for command in COMMANDS.values():
        keys = command.keys.split(",")
        if keys[0] in vim and command.id.partition(".")[0] not in typing:
            assert vim[keys[0]] in keys, command


def test_no_two_commands_at_hand_share_a_key() -> None:
    groups = {group.id: group.commands for group in GROUPS}
    shared = {
        frozenset((one.id, other.id))
        for chain in CHAINS
        for one, other in combinations([command for name in chain for command in groups[name]], 2)
        if {*one.keys.split(",")} & {*other.keys.split(",")}
    }
    assert shared <= OURS_ON_PURPOSE


def test_a_letter_means_one_thing_wherever_it_is_bound() -> None:
    table = meanings({})
    told = "\n".join(f"{key}  {', '.join(found)}" for key, found in table.items())
    assert {key: found for key, found in table.items() if len(found) > 1} == {}, told
    assert table["x"] == ["set aside"]


def test_the_help_of_a_command_says_what_its_letter_means() -> None:
    """The table of letters has no second meaning that only a word in the catalogue hides; `hjkl` and `gG` only walk."""
    for command in COMMANDS.values():
        letters = {key for key in keys_of(command, {}) if len(key) == 1 and key.isalpha()} - set("hjklgG")
        if letters and command.means:
            told = f"{command.label} {command.help}".lower()
            assert set(re.findall(r"\w+", command.means.lower())) & set(re.findall(r"\w+", told)), command.id


def test_the_readme_has_the_keys_of_the_catalogue() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    told = readme[readme.index(BEGIN) + len(BEGIN) : readme.index(END)]
    assert told.strip() == key_tables().strip(), "write them anew with: python -m tests.keys.table"
