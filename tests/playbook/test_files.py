"""Test the location of the texts that ship with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport_tui.model.errors import RapportError
from rapport_tui.playbook.data_files import data_folder


def test_the_folder_of_this_installation_has_the_playbook() -> None:
    assert (data_folder() / "ladder.toml").is_file()
    assert (data_folder() / "moves.toml").is_file()


@pytest.mark.parametrize("where", ["lib/rapport_tui/data", "lib/data"])
def test_it_is_found_inside_the_package_and_beside_it(tmp_path: Path, where: str) -> None:
    folder = tmp_path / where
    folder.mkdir(parents=True)
    (folder / "moves.toml").touch()
    assert data_folder(tmp_path / "lib" / "rapport_tui") == folder


def test_a_broken_installation_is_told(tmp_path: Path) -> None:
    with pytest.raises(RapportError, match="Install it again"):
        data_folder(tmp_path / "rapport_tui")
