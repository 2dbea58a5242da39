"""Plain names at the beginning of a line: `Sam Ortiz, moved from Lyon` begins with a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from rapport_tui.capture.capture_line import CaptureLine
from rapport_tui.capture.directory import Directory, write_mention
from rapport_tui.capture.tokens import find_mentions_and_topics
from rapport_tui.model.errors import AmbiguousPersonError, UnknownPersonError

# Match the text before the first punctuation or the first mark of the line.
_HEAD: Final = re.compile(r"\s*([^,;:.?!<>+#@/\n]+?)\s*(?=[,;:.\n]|\s[?!<+#/]|$)")
_MOST_WORDS: Final = 4
_WORD: Final = re.compile(r"(?<![\w@#+/.])[^\W\d_][\w.'’-]*\w|(?<![\w@#+/.])[^\W\d_](?!\w)\.?")
_LONGEST_NAME: Final = 60
_SHORTEST_BEGINNING: Final = 2


def mention_plain_name(line: CaptureLine, directory: Directory, chosen: Mapping[str, str]) -> str:
    """Return the body of `line` with the plain name that it begins with as a mention, or unchanged.

    A known person is matched by a name, an alias, a first name or a unique beginning. A new person needs a name with a
    capital on each word. A line that already names people stays as it is. `chosen` maps a name to the uid that is
    meant.
    """
    head = _HEAD.match(line.body)
    if line.mentions or not head or len(head[1]) > _LONGEST_NAME or len(head[1].split()) > _MOST_WORDS:
        return line.body
    name = " ".join(head[1].split())
    mention = _mention_of(chosen.get(name, name), directory)
    return f"{mention}{line.body[head.end(1) :]}" if mention else line.body


def _mention_of(name: str, directory: Directory) -> str:
    try:
        return directory.mention_of(directory.resolve(name))
    except AmbiguousPersonError:
        return write_mention(name)
    except UnknownPersonError:
        pass
    begun = directory.begun_by(name) if len(name) >= _SHORTEST_BEGINNING else []
    if len(begun) == 1:
        return directory.mention_of(begun[0])
    if begun:
        raise AmbiguousPersonError(name, begun)
    is_name = all(word[0].isalpha() and not word[0].islower() for word in name.split())
    return write_mention(name) if is_name else ""


class PlainName(NamedTuple):
    """A full name in a text without a mention mark: its position, and the mention for the person."""

    start: int
    end: int
    name: str
    mention: str


def unlinked_names(text: str, directory: Directory) -> Iterator[PlainName]:
    """Yield the full names, of two words or more, of known people in `text` that are not mentions."""
    mentions, _ = find_mentions_and_topics(text)
    words = [
        match
        for match in _WORD.finditer(text)
        if not any(mention.start <= match.start() < mention.end for mention in mentions)
    ]
    place = 0
    while place < len(words):
        for count in range(min(_MOST_WORDS, len(words) - place), 1, -1):
            start, end = words[place].start(), words[place + count - 1].end()
            if (name := text[start:end]) and "\n" not in name and (person := directory.called_fully(name)):
                yield PlainName(start, end, person.name, directory.mention_of(person))
                place += count - 1
                break
        place += 1
