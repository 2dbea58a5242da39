"""Test that files and functions stay short: a file has at most 400 lines, a function at most 50."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
SOURCES: Final = sorted(path for folder in ("rapport_tui", "tests") for path in (ROOT / folder).rglob("*.py"))
MOST_IN_FILE: Final = 400
MOST_IN_FUNCTION: Final = 50


def test_no_file_is_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {path.name: length for path, length in lengths.items() if length > MOST_IN_FILE} == {}


def test_no_function_is_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= MOST_IN_FUNCTION
    ]
    assert long == []
