from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.text import clean, clean_line, fold, word_places
from rapport_tui.model.uids import new_uid, new_uids

CLEANED = [
    ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
    ("tab\tstays", "tab\tstays"),
    ("red \x1b[31malert\x07\x9b0m", "red [31malert0m"),
    ("right\u202eleft\u2066x\u2069", "rightleftx"),
    ("half \ud83d pair", "half  pair"),
    ("👩‍💻", "👩‍💻"),
    ("می‌خواهم", "می‌خواهم"),
    ("Zoe\u0308", "Zoë"),
]


@pytest.mark.parametrize(("text", "expected"), CLEANED)
def test_what_harms_goes_and_what_is_written_stays(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(alphabet=st.characters(), max_size=50))
def test_clean_text_is_safe_and_stays_so(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not [char for char in cleaned if unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t"]
    cleaned.encode()
    assert clean_line(text) == " ".join(cleaned.split())


@pytest.mark.parametrize(
    ("text", "folded"), [("Zoë", "zoe"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("王小明", "王小明")]
)
def test_folded_for_comparing(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("make", [new_uid, new_uids().__next__])
def test_uids_are_short_plain_and_their_own(make: Callable[[], str]) -> None:
    uids = {make() for _ in range(2000)}
    assert len(uids) == 2000
    assert {len(uid) for uid in uids} == {10}
    assert set("".join(uids)) == set("0123456789abcdefghjkmnpqrstvwxyz")


@given(st.text("aé_ .a", max_size=12), st.text("aé_ .", min_size=1, max_size=3))
def test_words_are_found_where_an_expression_finds_them(text: str, word: str) -> None:
    expression = rf"(?<!\w)(?={re.escape(word)}(?!\w))"
    assert list(word_places(text, word)) == [match.start() for match in re.finditer(expression, text)]


def test_an_empty_word_is_nowhere() -> None:
    assert not list(word_places("a b", ""))
