"""The build hook of the wheel: the playbook as JSON beside its TOML, which Python takes ten times as long to parse."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLAYBOOK = ("ladder", "moves")


class PlaybookHook(BuildHookInterface[Any]):
    """Adds `data/ladder.json` and `data/moves.json` to the wheel; an editable install keeps to the TOML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the files, and include them."""
        self._folder = TemporaryDirectory()
        for name in PLAYBOOK if version != "editable" else ():
            table = tomllib.loads(Path(self.root, "data", f"{name}.toml").read_text("utf-8"))
            file = Path(self._folder.name, f"{name}.json")
            file.write_text(json.dumps(table, ensure_ascii=False), "utf-8")
            build_data["force_include"][str(file)] = f"rapport_tui/data/{name}.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Delete the files: the wheel has them."""
        self._folder.cleanup()
