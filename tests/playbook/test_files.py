"""Where the texts are."""

from __future__ import annotations

from rapport_tui.playbook.files import data_folder


def test_the_folder_has_the_playbook() -> None:
    assert (data_folder() / "ladder.toml").is_file()
    assert (data_folder() / "moves.toml").is_file()
