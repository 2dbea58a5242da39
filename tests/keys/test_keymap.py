from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.keys.catalogue import COMMANDS
from rapport_tui.keys.keymap import keys_of, read_keymap, written


@pytest.mark.parametrize(
    ("table", "keymap"),
    [
        ({"undo": "ctrl+z"}, {"undo": "ctrl+z"}),
        ({"undo": "u, ctrl+z"}, {"undo": "u,ctrl+z"}),
        ({"undo": ["F2", "CTRL+z"]}, {"undo": "f2,ctrl+z"}),
        ({"board": {"add": "A"}}, {"board.add": "A"}),
        ({"board.add": "e", "board.edit": "a"}, {"board.add": "e", "board.edit": "a"}),
        ({"settings": ",", "help": "f1"}, {"settings": "comma", "help": "f1"}),
        ({"find": "question_mark", "help": "f1"}, {"find": "?", "help": "f1"}),
        ({"quit": "ö"}, {"quit": "ö"}),
        ({"people.inbox": "f5"}, {"inbox": "f5"}),
        ({"room": {"today": "f5"}, "before": "f6"}, {"screen.today": "f5", "brief": "f6"}),
        ({"before.copy": "f7", "chips.left": "f8"}, {"brief.copy": "f7", "toggles.left": "f8"}),
        ({"threads.before": "f7"}, {"threads.brief": "f7"}),
    ],
)
def test_keys_of_ones_own(table: dict[str, Any], keymap: dict[str, str]) -> None:
    assert read_keymap(table) == (keymap, ())


@pytest.mark.parametrize(
    ("table", "path", "words"),
    [
        ({"nope": "x"}, ("nope",), ("no command “nope”",)),
        ({"board": {"nope": "x"}}, ("board", "nope"), ("no command “board.nope”",)),
        ({"undo": "contrl+z"}, ("undo",), ("“contrl+z” is not a key", "stays on u")),
        ({"undo": ""}, ("undo",), ("“” is not a key",)),
        ({"undo": 3.5}, ("undo",), ("is not a key",)),
        ({"board.add": "e"}, ("board.add",), ("“e”", "board.edit", "stays on a")),
        ({"undo": "1"}, ("undo",), ("screen.today", "stays on u")),
        ({"choose.up": "x"}, ("choose.up",), ("character that one types", "stays on ↑")),
    ],
)
def test_what_can_not_be_is_told_and_the_key_stays(
    table: dict[str, Any], path: tuple[str, ...], words: tuple[str, ...]
) -> None:
    keymap, (doubt,) = read_keymap(table)
    assert keymap == {}
    assert doubt.path == path
    assert all(word in doubt.text for word in words), doubt.text


def test_of_two_wishes_for_one_key_the_first_has_it() -> None:
    keymap, (doubt,) = read_keymap({"undo": "ctrl+z", "redo": "ctrl+z"})
    assert keymap == {"undo": "ctrl+z"}
    assert doubt.path == ("redo",)


_KEYS = st.sampled_from(["a", "e", "u", "1", "ctrl+x", "f9", "?", "escape", "Z", "nonsense+x", ""])


@given(st.dictionaries(st.sampled_from([*COMMANDS, "nope"]), _KEYS, max_size=6))
def test_what_is_taken_never_clashes(table: dict[str, str]) -> None:
    keymap, doubts = read_keymap(table)
    assert keymap.keys() | {".".join(doubt.path) for doubt in doubts} == table.keys()
    assert read_keymap(keymap) == (keymap, ())


def test_keys_are_written_as_people_write_them() -> None:
    written_keys = [written(key) for key in ("question_mark", "comma", "shift+left", "ctrl+p", "H", "+", "pageup")]
    assert written_keys == ["?", ",", "shift+←", "ctrl+p", "H", "+", "pgup"]
    assert keys_of(COMMANDS["undo"], {"undo": "x,y"}) == ("x", "y")
