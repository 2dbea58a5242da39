"""Programs as their users have them: installed from a wheel or from PyPI, compiled, each in a venv of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
PLAIN: Final = {
    key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "TEXTUAL", "RAPPORT", "COV_"))
}
"""The environment without what changes how Python starts or Textual paints."""


def install(folder: Path, *packages: str) -> Path:
    """Return the folder of the commands of a new venv in `folder` that has `packages`, `CalledProcessError` if not."""
    venv.create(folder, with_pip=True, upgrade_deps=True)  # an old pip’s scripts import `re`, which takes 6 ms
    programs = folder / "bin"
    command = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--compile", *packages]
    subprocess.run(command, env=PLAIN, check=True, capture_output=True)
    return programs


def install_ours(folder: Path) -> Path:
    """Return the folder of the commands of a new venv that has this checkout, built into a wheel."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = (folder / "dist").glob("*.whl")
    return install(folder / "ours", str(wheel))
