"""The blanks of a ready line: `{them.share}`, `{link}`; `{{` and `}}` are literal braces.

A value put into a blank is the user's own text and is never parsed as a template.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from rapport_tui.model.errors import RapportError
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.records import ABOUT_ME, ABOUT_THEM, Kind

_ABOUT_THEM: Final[dict[Kind, str]] = {
    "share": "what you share",
    "expert": "what they know well",
    "likes": "what they like",
    "said": "what they said",
    "ask": "what you want to ask",
    "owe": "what you promised",
    "await": "what they promised",
    "advice": "what they advised",
    "door": "the door they opened",
    "date": "a day that matters to them",
    "fact": "something about them",
}
_ABOUT_ME: Final[dict[Kind, str]] = {
    "project": "what you’re working on",
    "question": "your question",
    "goal": "where you’d like to be",
    "win": "what went well",
    "next": "what you’ll do next",
    "struggle": "what didn’t go well",
    "free": "when you have time",
}
HINTS: Final[dict[str, str]] = {
    "them.first": "their first name",
    "them.name": "their name",
    **{f"them.{kind}": _ABOUT_THEM[kind] for kind in ABOUT_THEM},
    "other.first": "the other person’s first name",
    "other.name": "the other person’s name",
    **{f"other.{kind}": f"{_ABOUT_THEM[kind]} (the other person)" for kind in ABOUT_THEM},
    "me.first": "your first name",
    "me.name": "your name",
    "me.role": "your role",
    **{f"me.{kind}": _ABOUT_ME[kind] for kind in ABOUT_ME},
    "comment": "the point you liked",
    "common": "why those two should meet",
    "day": "which day",
    "did": "what you set out to do",
    "event": "the event or the opening",
    "link": "the link",
    "question": "your question",
    "topic": "what you talked about",
}
"""All blanks, with a description of each value."""
KIND_WORDS: Final[dict[Kind, str]] = {**_ABOUT_THEM, **_ABOUT_ME}
"""The description of a note of each kind."""
_KIND_OF_FREE: Final[dict[str, tuple[str, Kind]]] = {
    "comment": ("them", "said"),
    "did": ("me", "next"),
    "question": ("me", "question"),
}

_TOKEN: Final = lazy_pattern(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class Blank(msgspec.Struct, frozen=True):
    """A position in a line that is filled from the journal or by hand."""

    name: str

    @property
    def hint(self) -> str:
        """The description of the value in a few words."""
        return HINTS[self.name]

    @property
    def kept_as(self) -> tuple[str, Kind] | None:
        """The person a fact in this blank is about (`them`, `other` or `me`) and its kind; None if it is not a fact."""
        owner, _, what = self.name.rpartition(".")
        kind = next((kind for kind in KIND_WORDS if kind == what), None)
        return (owner, kind) if owner and kind else _KIND_OF_FREE.get(self.name)


def check_blank(name: str) -> str:
    """Return `name` if it is a blank. Raises `RapportError` naming the known blanks."""
    if name not in HINTS:
        raise RapportError(f"There is no blank {{{name}}}. Known ones: {', '.join(HINTS)}.")
    return name


def parse_template(text: str) -> tuple[str | Blank, ...]:
    """Return the text and blanks of a ready line in order; no text is empty or next to another.

    Raises `RapportError` on an unknown blank or an unmatched brace.
    """
    parts: list[str | Blank] = []
    words = ""
    end = 0
    for token in _TOKEN.finditer(text):
        words += text[end : token.start()]
        end = token.end()
        found = token.group()
        if found in ("{{", "}}"):
            words += found[0]
        elif token.group(1) is None:
            raise RapportError(f"“{text}” has a lone {found}. Write {found}{found} where a brace is meant.")
        else:
            if words:
                parts.append(words)
                words = ""
            parts.append(Blank(check_blank(token.group(1).strip())))
    words += text[end:]
    return (*parts, words) if words else tuple(parts)


def escape(text: str) -> str:
    """Return `text` with braces doubled, so that it stands for itself in a ready line."""
    return text.replace("{", "{{").replace("}", "}}")


def blank_names(parts: Iterable[str | Blank]) -> tuple[str, ...]:
    """Return the names of the blanks among `parts` without duplicates, in order."""
    return tuple(dict.fromkeys(part.name for part in parts if isinstance(part, Blank)))
