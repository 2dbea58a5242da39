"""Names on a line that are not, or only in part, marked as mentions: `Sam Ortiz, moved from Lyon`, `@Sam Ortiz`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from rapport_tui.capture.capture_line import CaptureLine
from rapport_tui.capture.dates import looks_like_day
from rapport_tui.capture.directory import Directory, write_mention
from rapport_tui.capture.tokens import Mention, find_mentions_and_topics
from rapport_tui.model.errors import AmbiguousPersonError, UnknownPersonError
from rapport_tui.model.names import PARTICLES, name_key
from rapport_tui.model.patterns import lazy_pattern

# Match the text before the first punctuation or the first mark of the line.
_HEAD: Final = lazy_pattern(r"\s*([^,;:.?!<>+#@/\n]+?)\s*(?=[,;:.\n]|\s[?!<+#/]|$)")
_MOST_WORDS: Final = 4
_WORD: Final = lazy_pattern(r"(?<![\w@#+/.])[^\W\d_][\w.'’-]*\w|(?<![\w@#+/.])[^\W\d_](?!\w)\.?")
# Match a word that follows a mention and may be part of the name.
_NEXT_WORD: Final = lazy_pattern(r"[ \u00a0]([^\W\d_](?:['’-]?[^\W\d_])*?)(?=['’]s\b|[^\w'’-]|[.'’-](?!\w)|$)")
# Words that begin a sentence more often than they are a family name.
_NOT_A_NAME: Final = lazy_pattern(r"he|she|they|we|you|it|i['’]\w+|the|an|this|that|his|her|their|our|my|in|on|at")
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


def mention_full_names(text: str, directory: Directory, language: str, is_whole: Callable[[str], bool]) -> str:
    """Return `text` with each mention that is only the first part of a name as a mention of the full name.

    `@ana lopes` becomes `@"ana lopes"` if somebody has that name. `@Ana Silva`, with capitals, does if no other person
    may be meant: nobody is called Ana, or all of them have other family names. In German, where every noun has a
    capital, only known names are matched. A mention stays as it is if `is_whole` is true of its name.
    """
    mentions, _ = find_mentions_and_topics(text)
    for mention in reversed(mentions):
        # A name in quotes, or of several parts, is complete.
        if mention.name.isalpha() and text[mention.end - 1] not in '"”' and not is_whole(mention.name):
            words = _words_after(text, mention.end)
            if count := _words_of_name(mention, words, directory, language):
                full = write_mention(" ".join([mention.name, *words[:count]]))
                end = mention.end + sum(len(word) + 1 for word in words[:count])
                text = f"{text[: mention.start]}{'@+' if mention.new else '@'}{full.removeprefix('@')}{text[end:]}"
    return text


def _words_after(text: str, place: int) -> list[str]:
    """Return the words that may belong to the name that ends at `place`."""
    words: list[str] = []
    while len(words) < _MOST_WORDS - 1 and (match := _NEXT_WORD.match(text, place)):
        words.append(match[1])
        place = match.end()
    return words


def _words_of_name(mention: Mention, words: list[str], directory: Directory, language: str) -> int:
    """Return how many of the `words` after a mention belong to its name."""
    for count in range(len(words), 0, -1):
        if directory.has_name(" ".join([mention.name, *words[:count]])):
            return count
    if language == "de" or not mention.name[0].isupper():
        return 0
    count = 0
    for place, word in enumerate(words, 1):
        if _looks_like_family_name(word, language):
            count = place
        elif word not in PARTICLES:
            break
    family = {name_key(word) for word in words[:count]}
    for person in directory.called(mention.name):
        others = name_key(person.name).split()[1:]
        if not others or family & set(others):
            return 0
    return count


def _looks_like_family_name(word: str, language: str) -> bool:
    capital = word[0].isupper() and len(word) > 1 and not word.isupper()
    return capital and not _NOT_A_NAME.fullmatch(word.lower()) and not looks_like_day(word, language)


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
