"""The imports of the package: the contracts of import-linter hold, and no modules import each other in a circle."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

from rapport_tui.startup import submodules

ROOT = Path(__file__).parent.parent


def test_imports_run_downwards_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    failed = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert not failed, capsys.readouterr().out


def test_no_imports_form_a_circle() -> None:
    """Imports inside functions and those under TYPE_CHECKING count too."""
    graph = grimp.build_graph("rapport_tui", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(f"These modules import each other: {' -> '.join(reversed(error.args[1]))}")


def test_a_submodule_that_lacks_a_library_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lazy_package").mkdir()
    (tmp_path / "lazy_package" / "lacking.py").write_text("import no_such_library")
    monkeypatch.syspath_prepend(tmp_path)
    load = submodules("lazy_package")
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        load("lacking")
    with pytest.raises(AttributeError, match=r"lazy_package\.missing"):
        load("missing")


WRITING = {"write_text", "write_bytes", "mkdir", "makedirs", "NamedTemporaryFile", "copyfile"}
OWN_WRITES = {"files.py", "app/editor_session.py", "derived.py", "cli/program.py"}
"""The place itself; a text for an editor, in a scratch folder; a folder within the journal's; click's `write_text`."""


def test_files_are_written_at_one_place() -> None:
    """`Files.put` is atomic and private; what goes around it is neither."""
    found = {}
    for path in (ROOT / "rapport_tui").rglob("*.py"):
        calls = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        names = {call.attr for call in calls if isinstance(call, ast.Attribute)} & WRITING
        if names and (name := path.relative_to(ROOT / "rapport_tui").as_posix()) not in OWN_WRITES:
            found[name] = names
    assert not found
