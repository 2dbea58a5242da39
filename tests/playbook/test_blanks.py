"""Ready lines and their blanks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.errors import RapportError
from rapport_tui.model.records import ABOUT_ME, ABOUT_THEM
from rapport_tui.playbook.blanks import HINTS, Blank, blank_names, check_blank, escape, parse_template


def test_words_and_blanks_in_order() -> None:
    assert parse_template("Hi {them.first}: {{ {link}") == ("Hi ", Blank("them.first"), ": { ", Blank("link"))


def test_every_kind_has_a_blank_with_a_hint() -> None:
    for kind in ABOUT_THEM:
        assert HINTS[f"them.{kind}"]
        assert HINTS[f"other.{kind}"]
    for mine in ABOUT_ME:
        assert Blank(f"me.{mine}").hint


@pytest.mark.parametrize("text", ["{them.frist}", "{}", "{them.first!r}", "{0}", "{them.first.__class__}"])
def test_an_unknown_blank_is_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(RapportError, match=r"no blank.*them\.first, .*topic"):
        parse_template(text)


@pytest.mark.parametrize("text", ["{", "a } b", "{them.first", "{{}", "{a{link}}"])
def test_a_lone_brace_is_refused(text: str) -> None:
    with pytest.raises(RapportError, match=r"lone|no blank"):
        parse_template(text)


def test_check_blank() -> None:
    assert check_blank("link") == "link"
    with pytest.raises(RapportError, match="Known ones"):
        check_blank("lnik")


@given(st.text())
def test_escaped_text_stands_for_itself(text: str) -> None:
    assert parse_template(escape(text)) == ((text,) if text else ())


@given(st.lists(st.one_of(st.text(min_size=1), st.sampled_from(sorted(HINTS)).map(Blank)), max_size=8))
def test_a_template_can_be_written_back(parts: list[str | Blank]) -> None:
    template = "".join(f"{{{part.name}}}" if isinstance(part, Blank) else escape(part) for part in parts)
    parsed = parse_template(template)
    assert blank_names(parsed) == blank_names(parts)
    assert ["".join(part) for part in parsed if isinstance(part, str)] == ["".join(run) for run in _runs(parts) if run]


def _runs(parts: list[str | Blank]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for part in parts:
        if isinstance(part, Blank):
            runs.append([])
        else:
            runs[-1].append(part)
    return runs
