from __future__ import annotations

import pytest

from rapport_tui.capture.tokens import find_mentions_and_topics


@pytest.mark.parametrize(
    ("text", "people", "topics"),
    [
        ("tea with @priya👍", ["priya"], []),
        ("tea with @priya👍🏽 again", ["priya"], []),
        ("@👩‍💻 says hi", ["👩‍💻"], []),
        ("@ana/@bo", ["ana", "bo"], []),
        ("@ana&@bo&@cem", ["ana", "bo", "cem"], []),
        ("(@ana)", ["ana"], []),
        ("@ana, @bo", ["ana", "bo"], []),
        ("x/@bo", [], []),
        ("a&@bo", [], []),
        ("https://x.org/@bo", [], []),
        ("@ana/#work", ["ana"], ["work"]),
        ("#c++", [], ["c++"]),
        ("#c++, then", [], ["c++"]),
        ("#c#", [], ["c#"]),
        ("#q&a and #a/b/c.", [], ["q&a", "a/b/c"]),
        ("#work/ later", [], ["work"]),
        ("#work&", [], ["work"]),
        ("@ana\u00a0about", ["ana"], []),
        ("@ana\u3000about", ["ana"], []),
        ("@نی\u200cما is here", ["نی\u200cما"], []),
    ],
)
def test_who_and_what_is_named(text: str, people: list[str], topics: list[str]) -> None:
    mentions, found = find_mentions_and_topics(text)
    assert [mention.name for mention in mentions] == people
    assert [topic.name for topic in found] == topics
