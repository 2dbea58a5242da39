"""Regular expressions are compiled when they are used, and all are valid."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import rapport_tui
from rapport_tui.model.patterns import lazy_pattern

MODULES = [module.name for module in walk_packages(rapport_tui.__path__, "rapport_tui.")]


def test_a_pattern_matches_as_the_compiled_one() -> None:
    found = lazy_pattern(r"(\w+)@(\w+)", re.IGNORECASE)
    assert found.pattern == r"(\w+)@(\w+)"
    assert [match.groups() for match in found.finditer("a@b c@d")] == [("a", "b"), ("c", "d")]
    assert found.sub("-", "a@b c") == "- c"
    assert found.flags == re.compile(r"(\w+)@(\w+)", re.IGNORECASE).flags
    assert lazy_pattern(rb"b+").fullmatch(b"bb")


def test_a_pattern_is_compiled_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def count(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return original(pattern, flags)

    original = re.compile
    monkeypatch.setattr(re, "compile", count)
    found = lazy_pattern("once+")
    assert not compiled
    assert found.search("oncee")
    assert found.search("once")
    assert compiled == ["once+"]


@pytest.mark.parametrize("name", MODULES)
def test_each_pattern_of_the_program_is_valid(name: str) -> None:
    if name != "rapport_tui.__main__":
        for value in vars(import_module(name)).values():
            if type(value) is type(lazy_pattern("")):
                assert value.groups >= 0, value.pattern
