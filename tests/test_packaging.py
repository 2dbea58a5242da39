"""Test that a wheel is complete and that the command line imports little."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = ("ladder.toml", "moves.toml", "demo.toml", "ladder.json", "moves.json")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    return wheel


def run(code: str, folder: Path) -> str:
    """Run `code` where only `folder` and the dependencies can be imported from, not this checkout."""
    # Entries of site-packages that lead back to the checkout are left out by -S and a path made by hand.
    dependencies = [path for path in sys.path if path.endswith("site-packages")]
    program = f"import sys; sys.path[:0] = {[str(folder), *dependencies]!r}\n{code}"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    result = subprocess.run(
        [sys.executable, "-S", "-P", "-c", program],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_a_wheel_has_its_data_and_finds_it(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    assert {f"rapport_tui/data/{name}" for name in DATA} <= set(names)
    assert "rapport_tui/py.typed" in names
    assert not [name for name in names if name.startswith("tests")]
    found = run("from rapport_tui.playbook.data_files import data_folder; print(data_folder())", tmp_path)
    assert Path(found) == tmp_path / "rapport_tui" / "data"
    filled = "\n".join(
        (
            "from pathlib import Path",
            "from rapport_tui.journal import Journal",
            "journal = Journal(Path('journal'))",
            "journal.fill_demo()",
            "print(len(journal.people.search()) > 10)",
        )
    )
    assert run(filled, tmp_path) == "True"


def test_a_wheel_reads_the_same_playbook_without_its_toml(wheel: Path, tmp_path: Path) -> None:
    from rapport_tui.playbook.languages import load_playbook

    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = "import sys; from rapport_tui.playbook.languages import load_playbook; print(load_playbook(%r))"
    read = run(code % "en" + "; assert 'tomllib' not in sys.modules", tmp_path)
    assert read == str(load_playbook("en"))
    assert run(code % "de", tmp_path) == str(load_playbook("de"))


def test_a_checkout_finds_its_data() -> None:
    from rapport_tui.playbook.data_files import data_folder

    assert data_folder() == ROOT / "data"


COMMANDS = (["people", "--json"], ["log", "coffee with @ann"], ["today", "--json"], ["--help"])


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_the_command_line_imports_no_textual(tmp_path: Path, arguments: list[str]) -> None:
    code = "\n".join(
        (
            "import sys",
            "from rapport_tui.__main__ import run_command",
            f"sys.argv = ['rapport', *{arguments!r}]",
            "try:",
            "    run_command()",
            "except SystemExit as end:",
            "    assert not end.code, end.code",
            "loaded = [name for name in sys.modules if name.partition('.')[0] in ('textual', 'rich')]",
            "assert not loaded, loaded[:5]",
        )
    )
    environment = {
        **os.environ,
        "RAPPORT_JOURNAL": str(tmp_path / "journal"),
        "RAPPORT_SETTINGS": str(tmp_path / "settings.toml"),
    }
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True)
