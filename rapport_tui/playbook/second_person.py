"""Conversion of text about a person to the second person: `her move to Lisbon` becomes `your move to Lisbon`.

Only safe cases are changed: a pronoun or the name before a noun (“her move”, “Dana’s talk”) or as the subject of a verb
(“she likes”, “is he”). Other words that may be about the person are left unchanged and returned for checking. Only
English is supported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import Person
from rapport_tui.model.wording import listed

_FORMS: Final = {
    "she": ("she", "her", "hers", "herself"),
    "he": ("he", "him", "his", "himself"),
    "they": ("they", "them", "their", "theirs", "themselves", "themself"),
}
_GENDER_OF: Final = {form: gender for gender, forms in _FORMS.items() for form in forms}
_POSSESSIVE: Final = frozenset({"her", "his", "their"})
_SUBJECT: Final = frozenset(_FORMS)
_YOU_ARE: Final = {
    "is": "are", "was": "were", "has": "have", "does": "do", "goes": "go",
    "isn’t": "aren’t", "wasn’t": "weren’t", "hasn’t": "haven’t", "doesn’t": "don’t",
}  # fmt: skip
_AUXILIARIES: Final = frozenset(
    {
        *_YOU_ARE, *_YOU_ARE.values(), "did", "had", "will", "would", "can", "could", "should", "may", "might", "must",
        "shall", "didn’t", "hadn’t", "won’t", "wouldn’t", "can’t", "couldn’t", "shouldn’t",
    }
)  # fmt: skip
_NO_NOUN: Final = frozenset(
    re.findall(
        r"\w+",
        "a about again all an and as at away back before but by does each every everything for from her here "
        "him his how if in into is it later my next now of off on one or our out over she so some somebody "
        "someone something soon than that the their them then there they this to today tomorrow tonight too "
        "up was what when where whether which while who why will with would yesterday yet your you ",
    )
)
"""Words that are neither the beginning of a possessed noun nor a verb."""
_GIVE: Final = frozenset(
    re.findall(
        r"\w+",
        "ask asked bring buy give gave get got lend lent let make made offer pay show showed send sent teach "
        "tell told thank wish ",
    )
)
"""Verbs after which “her” is usually an indirect object: tell her news."""
_ADVERBS: Final = frozenset(
    re.findall(
        r"\w+",
        "also already always both ever first just maybe mostly never not often once perhaps quite rather "
        "seldom sometimes soon still then usually ",
    )
)
_OTHERS: Final = frozenset(
    re.findall(
        r"\w+",
        "aunt baby boss boy boyfriend brother brothers ceo chief child children client colleague colleagues "
        "cousin cto dad daughter daughters director father fiance fiancee friend friends girl girlfriend "
        "grandfather grandmother husband intern kid kids lead man manager mentor mother mum mom nephew niece "
        "neighbour neighbor parents partner sister sisters son sons team uncle wife woman ",
    )
)
"""Words for another person, after which a pronoun may mean that person."""
_BEGINNINGS: Final = frozenset(
    re.findall(
        r"\w+",
        "a an any are ask can could did do does had has have her his how i if is my new our should so some "
        "than that the their these they this those was were what when where whether which who why will would "
        "he she your ",
    )
)
"""Words that may begin a text with a capital without being a name."""
_FUNCTION_WORDS: Final = _BEGINNINGS | _AUXILIARIES | _ADVERBS | {"about", "and", "now", "so"}
_PIECES: Final = lazy_pattern(r"[\w’'-]+|[^\w’'-]+")
_SHORTEST_VERB: Final = 4


def to_second_person(text: str, person: Person) -> tuple[str, tuple[str, ...]]:
    """Return `text`, written about `person` alone, as said to them, and the words that may still be about them."""
    return _Rewriter(text, person).rewritten()


def words_about(text: str, person: Person) -> tuple[str, ...]:
    """Return the pronouns of the third person and the names in `text` that may be about `person`."""
    names = {person.name, person.first_name}
    return tuple(word for word in _PIECES.findall(text) if _stem(word).lower() in _GENDER_OF or _stem(word) in names)


def checking_hint(words: Sequence[str], person: Person) -> str:
    """Return a sentence that asks to check `words`, which may still be about `person`; empty where there are none."""
    named = listed([f"“{word}”" for word in words])
    return f"{named} may still be about {person.first_name}; read it before you send it." if words else ""


def _stem(word: str) -> str:
    """Return a word without its contraction: she’ll, Dana’s."""
    return word.replace("'", "’").partition("’")[0]


class _Rewriter:
    """The rewriter of one text. `_is_sure` turns false at the first word that may name another person or is left."""

    def __init__(self, text: str, person: Person) -> None:
        self._first, name, pronouns = person.first_name, person.name, person.pronouns
        whole = lazy_pattern(rf"(?<!\w){re.escape(name)}(?!\w)") if " " in name and name in text else None
        self._pieces: list[str] = _PIECES.findall(whole.sub(self._first, text) if whole else text)
        said = {form for form in re.findall(r"\w+", pronouns.lower()) if form in _GENDER_OF}
        used = {_GENDER_OF[stem] for piece in self._pieces if (stem := _stem(piece).lower()) in _GENDER_OF}
        self._theirs = {_GENDER_OF[form] for form in said} if pronouns.strip() else used if len(used) == 1 else set()
        self._knows = bool(said)
        self._is_sure = True
        self._left: list[str] = []

    def rewritten(self) -> tuple[str, tuple[str, ...]]:
        for at, piece in enumerate(self._pieces):
            word, stem = piece.lower().replace("'", "’"), _stem(piece)
            if stem.lower() in _GENDER_OF:
                self._pronoun(at, word)
            elif stem == self._first:
                self._name(at)
            elif self._may_name_another(at, piece):
                self._is_sure = False
        return "".join(self._pieces), tuple(self._left)

    def _pronoun(self, at: int, word: str) -> None:
        gender = _GENDER_OF[_stem(word)]
        if self._knows and gender not in self._theirs and gender != "they":
            return  # about another person
        sure = self._is_sure and gender in self._theirs
        if gender == "they" and not self._knows:  # “they” may mean things, unless nothing was named before
            sure = sure and all(self._word(before) in _FUNCTION_WORDS for before in range(at) if self._is_word(before))
        changed = sure and (
            self._possessive(at, word)
            if word in _POSSESSIVE
            else self._subject(at, word, plural=gender == "they")
            if _stem(word) in _SUBJECT
            else False
        )
        if not changed:
            self._leave(at)

    def _name(self, at: int) -> None:
        owned = self._pieces[at][len(self._first) :]
        if owned in ("’s", "'s"):
            changed = self._takes_noun(at) and self._is_sure
            if changed:
                self._put(at, "your")
        else:
            verb = self._word(at + 2)
            is_subject = self._word(at - 2) in _AUXILIARIES or verb in _AUXILIARIES or _third_person(verb) != verb
            changed = not owned and is_subject and self._is_sure and self._subject(at, "she", plural=False)
        if not changed:
            self._leave(at)

    def _possessive(self, at: int, word: str) -> bool:
        if not self._takes_noun(at) or (word == "her" and self._word(at - 2) in _GIVE):
            return False
        self._put(at, "your")
        return True

    def _takes_noun(self, at: int) -> bool:
        after = self._word(at + 2)
        return bool(after) and self._pieces[at + 1] == " " and after not in _NO_NOUN | _AUXILIARIES

    def _subject(self, at: int, word: str, *, plural: bool) -> bool:
        before, after = self._word(at - 2), self._word(at + 2)
        contracted = word[len(_stem(word)) :]
        if before in ("and", "or", "than", "as", "like", "with", "to", "for", "from", "of", "about"):
            return False
        if contracted:
            return self._contracted(at, contracted, after)
        if before in _AUXILIARIES and after:
            if not plural:
                self._put(at - 2, _YOU_ARE.get(before, before))
        elif not self._begins_verb(at, after):
            return False
        elif not plural:
            self._put(at + 2, _third_person(after))
        self._put(at, "you")
        return True

    def _begins_verb(self, at: int, after: str) -> bool:
        if not after or self._pieces[at + 1] != " ":
            return False
        return not (after in _ADVERBS or after.endswith("ly") or after in _NO_NOUN - _AUXILIARIES)

    def _contracted(self, at: int, ending: str, after: str) -> bool:
        if ending == "’s":
            if after in ("got", "been"):
                ending = "’ve"
            elif after.endswith("ing") or after in ("a", "an", "the", "in", "on", "at", "not", "off", "back"):
                ending = "’re"
            else:
                return False
        self._put(at, f"you{ending}")
        return True

    def _may_name_another(self, at: int, piece: str) -> bool:
        if _stem(piece).lower() in _OTHERS or re.search(r"\w[’']s$", piece):
            return _stem(piece).lower() not in ("it", "that", "what", "who", "how", "where", "let", "there", "here")
        is_first = not any(map(self._is_word, range(at)))
        named = piece[:1].isupper() and piece not in ("I", "I’m", "I’d", "I’ll", "I’ve")
        return named and not (is_first and piece.lower() in _BEGINNINGS)

    def _is_word(self, at: int) -> bool:
        return self._pieces[at][:1].isalnum()

    def _word(self, at: int) -> str:
        return self._pieces[at].lower().replace("'", "’") if 0 <= at < len(self._pieces) else ""

    def _put(self, at: int, word: str) -> None:
        """Replace a word by `word`, with the capital of the old one unless that was a name."""
        capital = self._pieces[at][:1].isupper() and _stem(self._pieces[at]) != self._first
        self._pieces[at] = word[0].upper() + word[1:] if capital else word

    def _leave(self, at: int) -> None:
        """Leave a word and all that follow unchanged, as half a change would read worse than none."""
        self._left.append(self._pieces[at])
        self._is_sure = False


def _third_person(verb: str) -> str:
    """Return the form of a verb after “you” for the form after “she”."""
    if verb in _YOU_ARE:
        return _YOU_ARE[verb]
    if len(verb) < _SHORTEST_VERB or not verb.endswith("s") or verb.endswith(("ss", "us", "is")):
        return verb
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    return verb[:-2] if verb.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")) else verb[:-1]
