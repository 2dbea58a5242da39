"""The cleaning of users' texts for storage, and their folding for comparison."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from rapport_tui.model.patterns import lazy_pattern

# Letters that Unicode does not decompose into a base letter and an accent; in Arabic script those that people mix.
_PLAIN_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n",
    "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه",
})  # fmt: skip
_REMOVED = lazy_pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Control characters (Cc) except tab and line feed, surrogates (Cs), direction overrides and isolates."""


def clean(text: str) -> str:
    r"""Return `text` in Unicode NFC without control characters, lone surrogates and direction overrides.

    Line ends become `\n`; tabs and line feeds stay. Joiners (U+200C, U+200D) stay: emoji and several scripts
    need them.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _REMOVED.sub("", text))


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line: each run of white space is one space, none at the ends."""
    return " ".join(clean(text).split())


def nearest_word(word: str, known: Iterable[str]) -> str:
    """Return the one of `known` that `word` is most likely a misspelling of; "" if it is near none."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.8)), "")


def word_places(text: str, word: str) -> Iterator[int]:
    """Yield the index of each occurrence of `word` in `text` as a whole word; nothing for an empty word."""
    at = text.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        if not any(char.isalnum() or char == "_" for char in (text[at - 1 : at], text[end : end + 1])):
            yield at
        at = text.find(word, at + 1)


def fold(text: str) -> str:
    """Return `text` for comparing: without case, accents and format characters, so that "Zoë" is found by "zoe"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN_LETTERS)
    return "".join(
        char for char in decomposed if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )
