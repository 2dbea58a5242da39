"""Addresses that open a mail."""

from __future__ import annotations

import webbrowser
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.mail import mailto, open_mail

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)


def test_a_mail_with_all_its_parts() -> None:
    address = mailto(["ana@x.example", " o'hara+b@x.example "], "50 % & more?", "Hi,\n\nça va")
    assert address == (
        "mailto:ana@x.example,o%27hara%2Bb@x.example?subject=50%20%25%20%26%20more%3F&body=Hi%2C%0D%0A%0D%0A%C3%A7a%20va"
    )
    assert mailto([], "", "") == "mailto:"


@given(TEXT, st.lists(TEXT, min_size=1))
def test_every_subject_and_text_arrives(subject: str, lines: list[str]) -> None:
    address = urlsplit(mailto(["tom@x.example"], subject, "\n".join(lines)))
    assert (address.scheme, unquote(address.path), address.fragment) == ("mailto", "tom@x.example", "")
    assert parse_qs(address.query) == {"subject": [subject], "body": ["\r\n".join(lines)]}
    assert address.query.isascii()


def test_it_is_opened_only_where_there_is_a_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def take(address: str) -> bool:
        opened.append(address)
        return True

    def fail(address: str) -> bool:
        raise webbrowser.Error("no browser")

    monkeypatch.setattr("rapport_tui.mail.sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(webbrowser, "open", take)
    assert not open_mail("mailto:a@x.example")
    monkeypatch.setenv("DISPLAY", ":0")
    assert open_mail("mailto:a@x.example")
    assert opened == ["mailto:a@x.example"]
    monkeypatch.setattr(webbrowser, "open", fail)
    assert not open_mail("mailto:a@x.example")
