"""Tests of proposals from whole and broken mailboxes."""

from __future__ import annotations

import mailbox
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from rapport_tui.journal import Journal
from rapport_tui.model.errors import RapportError
from rapport_tui.settings import Settings


@pytest.fixture
def journal(journal: Journal) -> Journal:
    """A journal with Ann and Bo, on Monday 23 November 2026."""
    journal.settings = Settings(me={"emails": ("me@example.com",)})
    for name, email in (("Ann Lee", "ann@example.com"), ("Bo Ray", "Bo@Example.com"), ("Cy", "info@example.com")):
        journal.people.add(name, emails=(email,))
    return journal


def mail(to: str, day: str = "Fri, 20 Nov 2026 09:00:00 +0100", sender: str = "Me <ME@example.com>") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = sender, to, day
    message.set_content("From nobody: the body is never read\n\nTo: ann@example.com\n")
    return message


def names(journal: Journal, path: Path) -> list[str]:
    return [f"{one.name} {one.day.isoformat()}" for one in journal.suggestions.find(path)]


@pytest.mark.parametrize("kind", [mailbox.mbox, mailbox.Maildir])
def test_who_was_written_to_is_proposed(
    journal: Journal, tmp_path: Path, kind: type[mailbox.mbox] | type[mailbox.Maildir]
) -> None:
    path = tmp_path / "sent"
    box = kind(path, create=True)
    for message in (
        mail("Ann <ann@example.com>"),
        mail("=?utf-8?q?B=C3=B6?= <bo@example.com>", "Sun, 22 Nov 2026 23:30:00 -0500"),
        mail("ann@example.com", "Wed, 18 Nov 2026 09:00:00 +0100"),
        mail("bo@example.com", "Sat, 31 Oct 2026 09:00:00 +0100"),
        mail("ann@example.com", sender="ann@example.com"),
        mail("info@example.com"),
        mail(", ".join(f"p{number}@example.com" for number in range(10)) + ", bo@example.com"),
    ):
        box.add(message)
    box.flush()
    box.close()
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and "journal" not in str(file)}
    found = names(journal, path)
    assert found[0].startswith("Bo Ray 2026-11-2")
    assert found[1:] == ["Ann Lee 2026-11-20"]
    assert all(file.read_bytes() == data for file, data in before.items())
    journal.entries.log(["2026-11-21: wrote to @ann"])
    assert names(journal, path)[1:] == ["Ann Lee 2026-11-18"]


def test_broken_mails_are_passed_over(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "sent"
    good = mail("ann@example.com").as_bytes(unixfrom=True)
    bad = (
        b"From x\nFrom: me@example.com\nTo: ann@example.com\nDate: never\n\n"
        b"From x\nFrom: me@example.com\nDate: Fri, 20 Nov 2026 09:00:00 +9999\n\n"
        b"From x\nFrom: =?no-such?q?me?= <me@example.com>\nTo: =?utf-8?b?%?= <bo@example.com\n\n"
        b"From x\n\xff\xfe\x00: \n\n"
        b"From x\nX: " + b"a" * 600_000 + b"\n\n"
    )
    path.write_bytes(bad + b"From me Fri Nov 20 09:00:00 2026\n" + good.partition(b"\n")[2])
    assert names(journal, path) == ["Ann Lee 2026-11-20"]


def test_what_is_no_mailbox_is_told(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for name, said in (("text", "not a mailbox"), ("folder", "no Maildir"), ("gone", "no mailbox")):
        with pytest.raises(RapportError, match=said):
            journal.suggestions.find(tmp_path / name)
    with pytest.raises(RapportError, match="mail="):
        journal.suggestions.find()
    journal.settings = Settings()
    with pytest.raises(RapportError, match=r"me\.emails"):
        journal.suggestions.find(tmp_path / "text")


def test_an_empty_mailbox_proposes_nobody(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(b"")
    journal.settings = Settings(me={"emails": ("me@example.com",)}, mail=str(tmp_path / "sent"))
    assert journal.suggestions.find() == []
    assert journal.day == date(2026, 11, 23)
