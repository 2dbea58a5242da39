"""Where the texts are that ship with the program."""

from __future__ import annotations

from pathlib import Path

from rapport_tui.model.errors import RapportError


def data_folder() -> Path:
    """Return the folder of ladder.toml, moves.toml and demo.toml.

    A wheel has it inside the package; in a checkout, and so in an editable install, it stands beside the package.
    Raises `RapportError` where it is in neither place.
    """
    package = Path(__file__).parent.parent
    for folder in (package / "data", package.parent / "data"):
        if (folder / "moves.toml").is_file():
            return folder
    raise RapportError(f"The texts of rapport are missing beside {package}. Install it again: pip install rapport-tui")
