"""The people that each mark of a line is about: `all` where no name before it says so."""

from __future__ import annotations

from datetime import date

import pytest

from rapport_tui.capture.capture_line import parse_line, shown

LINES = [
    # line | each note and who it is about | the prose
    ("with @will and @amara +likes climbing", "climbing: amara", "with will and amara"),
    ("with @will and @amara + we ran", "we ran: all", "with will and amara"),
    ("with @will and @amara ! the deck < the book", "the deck: all | the book: all", "with will and amara"),
    ("with @will and @amara, @amara ! the deck", "the deck: amara", "with will and amara"),
    ("with @will and @amara @will +likes tea", "tea: will", "with will and amara"),
    ("with @will, @amara ! the deck", "the deck: all", "with will, amara"),
    ("with @will +likes tea @amara +likes climbing", "tea: will | climbing: amara", "with will"),
    ("with @will +said no, @amara ? her exam", "no: will | her exam: amara", "with will"),
    ("with @will +said ask @amara ? her exam", "ask @amara: will | her exam: will", "with will"),
    ("with @will +likes tea with @amara +expert Go", "tea with @amara: will | Go: will", "with will"),
    ("with @will ? how is @bo +likes tea", "how is @bo: will | tea: will", "with will"),
    ("with @will +likes tea, @amara +likes Go ? her exam", "tea: will | Go: amara | her exam: amara", "with will"),
    ("met @will. Tea with @amara. +likes sushi", "sushi: amara", "met will. Tea with amara."),
    ("with @will and @amara. ? how is Lisbon", "how is Lisbon: will amara", "with will and amara."),
    ("met @will\n@amara ! the deck", "the deck: amara", "met will"),
    ("met @will. @amara ! the deck", "the deck: amara", "met will."),
    ("? introduce @tom to @ana", "introduce @tom to @ana: all", ""),
    ("+likes tea, says @amara", "tea, says @amara: all", ""),
    ('with @bo and @"J. R. Smith" +expert Go', "Go: J. R. Smith", "with bo and J. R. Smith"),
    ("@will: +likes tea", "tea: will", "will:"),
    ("with @will and @bo, and with @will + we ran", "we ran: all", "with will and bo, and with will"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "notes", "prose"), LINES)
def test_about_whom_a_mark_is(text: str, notes: str, prose: str) -> None:
    line = parse_line(text, today=date(2026, 11, 23))
    names = [mention.name for mention in line.mentions]
    about = [" ".join(names[place] for place in mark.about) or "all" for mark in line.marks]
    assert " | ".join(f"{mark.text}: {who}" for mark, who in zip(line.marks, about, strict=True)) == notes
    assert shown(line, names) == prose
