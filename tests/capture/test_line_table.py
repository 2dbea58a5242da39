"""Lines as users write them, and whom, what and which promises each is about."""

from __future__ import annotations

from datetime import date

import pytest

from rapport_tui.capture.capture_line import parse_line

MONDAY = date(2026, 11, 23)

LINES = [
    # line | people | topics | notes
    ("tea with @ana", "ana", "", ""),
    ("tea with @Ana.", "Ana", "", ""),
    ("@ana’s new flat", "ana", "", ""),
    ("@ana's new flat", "ana", "", ""),
    ("@james' car", "james", "", ""),
    ("@o'brien called", "o'brien", "", ""),
    ("@o’brien called", "o’brien", "", ""),
    ("@anne-marie and @bo", "anne-marie bo", "", ""),
    ("@maria.jose.gomez", "maria.jose.gomez", "", ""),
    ("@van.der.berg, finally", "van.der.berg", "", ""),
    ("@j.r.r.tolkien", "j.r.r.tolkien", "", ""),
    ("@王小明 回来了", "王小明", "", ""),
    ("@王小明，你好", "王小明", "", ""),
    ("「@王小明」", "王小明", "", ""),
    ("شاي مع @سلمى", "سلمى", "", ""),
    ("@Łukasz and @Özgür", "Łukasz Özgür", "", ""),
    ("“@ana” she said", "ana", "", ""),
    ("mail me at ana@x.org", "", "", ""),
    ("lunch @9am", "", "", ""),
    ("lunch @ noon", "", "", ""),
    ("@ana/@bo/@cem", "ana bo cem", "", ""),
    ("@ana & @bo", "ana bo", "", ""),
    ("@ana🎉 won", "ana", "", ""),
    ("see https://x.org/@ana#top", "", "", ""),
    ("talked #travel, #food!", "", "travel food", ""),
    ("#c++ and #c#", "", "c++ c#", ""),
    ("#q&a with @ana", "ana", "q&a", ""),
    ("ticket #12", "", "", ""),
    ("#2026-plans", "", "2026-plans", ""),
    ("#Zürich and #zurich", "", "Zürich", ""),
    ("@ana ? her exam", "ana", "", "ask:her exam"),
    ("@ana how are you? fine", "ana", "", ""),
    ("@ana ! the list by friday", "ana", "", "owe:the list"),
    ("@ana wow! great", "ana", "", ""),
    ("@ana < the book", "ana", "", "await:the book"),
    ("@ana 3 < 4", "ana", "", ""),
    ("@ana a + b", "ana", "", ""),
    ("@ana + we both run", "ana", "", "share:we both run"),
    ("@ana +likes tea ? Rome", "ana", "", "likes:tea ask:Rome"),
    ("+win shipped it", "", "", "win:shipped it"),
    ("\\@ana is her handle", "", "", ""),
    ("price \\#one", "", "", ""),
    ("@ana \\! not a promise", "ana", "", ""),
    ("@ana ! call @bo by monday", "ana bo", "", "owe:call @bo"),
    ("@+hir and @hiro", "hir hiro", "", ""),
    ('@"Tom" and @bo', "Tom bo", "", ""),
    ("(@ana)", "ana", "", ""),
    ("—@ana—", "ana", "", ""),
    ("no marks at all", "", "", ""),
]


@pytest.mark.parametrize(("text", "people", "topics", "notes"), LINES)
def test_what_a_line_means(text: str, people: str, topics: str, notes: str) -> None:
    line = parse_line(text, today=MONDAY)
    assert " ".join(mention.name for mention in line.mentions) == people
    assert " ".join(line.topics) == topics
    assert " ".join(f"{mark.kind}:{mark.text}" for mark in line.marks) == notes
