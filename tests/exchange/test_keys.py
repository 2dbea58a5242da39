from __future__ import annotations

import pytest

from rapport_tui.exchange.match_keys import email_key, link_key, phone_key, profile_key, same_number, tag_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+44 7700 900142", "07700 900142"),
        ("+44 (0)7700 900142", "0044 7700-900142"),
        ("+1 (415) 555-0100", "415.555.0100"),
        ("+34 600 555 013", "+34600555013"),
        ("+1 415 555 0100 ext. 12", "+1 415 555 0100"),
        ("Reception", "reception"),
        ("123", "123"),
    ],
)
def test_one_number_in_two_forms(one: str, other: str) -> None:
    assert same_number(one, other)
    assert same_number(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+44 7700 900142", "+1 7700 900142"),
        ("415 555 0100", "212 555 0100"),
        ("123", "1234"),
        ("+1 415 555 0100", "+1 415 555 0101"),
    ],
)
def test_two_numbers(one: str, other: str) -> None:
    assert not same_number(one, other)


def test_keys() -> None:
    assert email_key(" Ana@Lima.Example") == "ana@lima.example"
    assert email_key("info@lima.example") == ""
    assert phone_key("1234") == ""
    assert profile_key("http://uk.linkedin.com/in/Ana-L%C3%ADma/?x=1") == "ana-líma"
    assert profile_key("linkedin.com/in/ana") == "ana"
    assert profile_key("https://notlinkedin.com/in/ana") == profile_key("http://[bad") == ""
    assert link_key("HTTPS://www.Lima.example/A/") == link_key("lima.example/A")
    assert tag_key("  Zoë   NÚÑEZ ") == "zoe nunez"
