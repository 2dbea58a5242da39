"""The ladder and the moves that ship, and how a damaged file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import STAGES
from rapport_tui.playbook.data_files import data_folder
from rapport_tui.playbook.languages import load_playbook
from rapport_tui.playbook.moves import Move, read_playbook

PLAYBOOK = load_playbook()
METHOD = {
    1: ["crossroads", "early-bird", "good-point", "shared-ride", "face-to-name", "first-hello"],
    2: ["thank-you-note", "hi-again", "back-channel", "made-me-think", "thought-of-you", "introduction"],
    3: ["ask-input", "ask-advice", "ask-story", "ask-involvement"],
    4: ["share-goals", "share-progress", "share-struggles"],
}


def test_all_moves_are_there_in_order() -> None:
    assert [(move.step, move.id) for move in PLAYBOOK.moves] == [
        (step, move_id) for step, ids in METHOD.items() for move_id in ids
    ]


def test_the_ladder_is_that_of_the_method() -> None:
    assert [rung.id for rung in PLAYBOOK.rungs] == list(STAGES)
    assert [rung.cadence for rung in PLAYBOOK.rungs] == [None, 45, 30, 30, 45]
    assert [rung.capacity for rung in PLAYBOOK.rungs] == [None, None, 12, 5, 3]


def test_each_rung_has_its_moves() -> None:
    for stage, step in zip(STAGES, (1, 2, 3, 4, 4), strict=True):
        assert [move.id for move in PLAYBOOK.moves_for(stage)] == METHOD[step]
    for move in PLAYBOOK.moves:
        assert PLAYBOOK.rung(move.stage).step == move.step


@pytest.mark.parametrize("move", PLAYBOOK.moves, ids=lambda move: move.id)
def test_each_move_says_all_it_should(move: Move) -> None:
    assert bool(move.places) == (move.step == 1 and move.id != "first-hello")
    assert move.when.endswith(".")
    assert move.comfort.endswith(".")
    assert not move.title.endswith(".")
    assert all(bool(line.subject) == (line.register == "mail") for line in move.lines)
    assert len({line.text for line in move.lines}) == len(move.lines)
    if move.step > 1 and move.id != "back-channel":
        assert {line.register for line in move.lines} == {"chat", "mail", "aloud"}


def test_texts_have_real_typography() -> None:
    texts = [line.text for move in PLAYBOOK.moves for line in move.lines]
    texts += [text for move in PLAYBOOK.moves for text in (move.title, move.when, move.what, move.comfort)]
    assert not [text for text in texts if any(mark in text for mark in ("'", '"', "--", "...", "  "))]


def test_an_unknown_move_is_told_with_the_known_ones() -> None:
    with pytest.raises(RapportError, match=r"no move called “wave”.*early-bird"):
        PLAYBOOK.move("wave")


def test_a_move_tells_its_blanks() -> None:
    assert PLAYBOOK.move("ask-input").blanks == ("them.first", "me.question", "them.expert", "me.project")


GOOD = """
[[moves]]
id = "wave"
step = 1
stage = "stranger"
title = "Wave"
when = "Now."
what = "Wave."
comfort = "It’s a wave."
past = "waved"
places = ["office"]
lines = [{ register = "aloud", text = "Hi" }, { register = "chat", text = "{{wave}} {them.first}" }]
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace('"office"', '"moon"'), "moon"),
        (GOOD.replace('"stranger"', '"friend"'), "friend"),
        (GOOD.replace("them.first", "them.frist"), r"wave, line 2: There is no blank \{them.frist\}.*them.first"),
        (GOOD.replace("{them.first}", "{them.first"), "wave, line 2: .*lone {"),
        (GOOD + GOOD, "“wave” is there twice"),
        (GOOD.replace("comfort", "confort"), "confort"),
        (GOOD.replace("[[moves]]", "[[moves"), "can’t be read"),
    ],
)
def test_a_damaged_file_is_told_with_its_name_and_place(tmp_path: Path, text: str, told: str) -> None:
    moves = tmp_path / "mine.toml"
    moves.write_text(text, encoding="utf-8")
    with pytest.raises(RapportError, match=told) as raised:
        read_playbook(data_folder() / "ladder.toml", moves)
    assert str(moves) in str(raised.value)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    moves = tmp_path / "mine.toml"
    moves.write_text(GOOD, encoding="utf-8")
    assert [move.id for move in read_playbook(data_folder() / "ladder.toml", moves).moves] == ["wave"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RapportError, match="can’t be read"):
        read_playbook(tmp_path / "ladder.toml", tmp_path / "moves.toml")


def test_a_ladder_with_a_rung_missing_is_refused(tmp_path: Path) -> None:
    ladder = tmp_path / "ladder.toml"
    text = (data_folder() / "ladder.toml").read_text(encoding="utf-8")
    ladder.write_text(text.rpartition("[[rungs]]")[0], encoding="utf-8")
    with pytest.raises(RapportError, match="sponsor, in this order"):
        read_playbook(ladder, data_folder() / "moves.toml")
