"""The location of the texts that ship with the program.

`importlib.resources` finds files inside the package only. A checkout and an editable install have `data/` beside it, so
`test_a_checkout_finds_its_data` fails with it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rapport_tui.model.errors import RapportError

_PACKAGE: Final = Path(__file__).parent.parent


def data_folder(package: Path = _PACKAGE) -> Path:
    """Return the folder of ladder.toml, moves.toml and demo.toml for the package installed in `package`.

    A wheel has it inside the package; in a checkout or an editable install, it is beside the package. Raises
    `RapportError` if it is in neither place.
    """
    for folder in (package / "data", package.parent / "data"):
        if (folder / "moves.toml").is_file():
            return folder
    raise RapportError(f"The texts of rapport are missing beside {package}. Install it again: pip install rapport-tui")
