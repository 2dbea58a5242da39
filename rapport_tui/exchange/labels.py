"""Labels and groups of address books, and names made from e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rapport_tui.exchange.match_keys import email_key
from rapport_tui.exchange.parsed_file import one_line, unique
from rapport_tui.model.names import NameParts, name_key
from rapport_tui.model.patterns import lazy_pattern

_APPLE_LABEL: Final = lazy_pattern(r"_\$!<(.*?)>!\$_")
# Groups that every account has, or that a program made: they say nothing about a person.
_SYSTEM_GROUPS: Final = frozenset(
    {
        "mycontacts",
        "othercontacts",
        "allcontacts",
        "starred",
        "starredinandroid",
        "contacts",
        "uncategorized",
        "unfiled",
    }
)
_NUMBER: Final = lazy_pattern(r"\+?[\d\s()./-]{5,}", re.ASCII)
_IMPORTED: Final = lazy_pattern(r"(imported|restored)(on)?\d.*")
_PLACEHOLDERS: Final = frozenset(
    {"unknown", "unknown name", "unknown contact", "no name", "noname", "unnamed", "untitled", "n a", "none", "null"}
    | {"undefined", "unbekannt", "ohne namen", "kein name", "inconnu", "inconnue", "sans nom", "desconocido"}
    | {"desconocida", "sin nombre", "desconhecido", "sem nome", "sconosciuto", "senza nome", "onbekend", "okand"}
)
"""The words that programs write in the place of a name, as `name_key` returns it."""
LABELS: Final = "what a number or an address is for (home, work …)"
"""The report's text for the labels of numbers and addresses, which the journal does not store."""


def plain_label(text: str) -> str:
    """Return a label in readable form: `* Home` and Apple's `_$!<HomePage>!$_` without their marks."""
    return one_line(_APPLE_LABEL.sub(r"\1", text)).removeprefix("* ")


def tags(groups: Iterable[str]) -> tuple[str, ...]:
    """Return the groups that the user made, without their marks."""
    plain = (plain_label(group).strip("*# ") for group in groups)
    return unique([tag for tag in plain if not _is_system_group(tag)])


def _is_system_group(tag: str) -> bool:
    squeezed = re.sub(r"[\s:]+", "", tag).casefold()
    return squeezed in _SYSTEM_GROUPS or _IMPORTED.fullmatch(squeezed) is not None


def is_email(text: str) -> bool:
    """Return whether `text` has an `@` with text on both sides and no spaces."""
    local, at, domain = text.rpartition("@")
    return bool(local and at and domain) and not any(char.isspace() for char in text)


def is_number(text: str) -> bool:
    """Return whether `text` has the form of a phone number."""
    return _NUMBER.fullmatch(text) is not None


def real_name(text: str) -> str:
    """Return a text in the place of a name; "" if it stands for none, or is an e-mail address or a phone number."""
    is_placeholder = name_key(text) in _PLACEHOLDERS or (text.isascii() and not any(map(str.isalnum, text)))
    return "" if is_placeholder or is_email(text) or is_number(text) else text


def name_from_email(address: str) -> str:
    """Return a provisional name: `Ana Lima` for `ana.lima@example.org`."""
    local = address.rpartition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[._\-\d]+", local) if word]
    return one_line(" ".join(word.capitalize() if word.islower() else word for word in words)) or address


def guessed_name(emails: Sequence[str], org: str) -> str:
    """Return a name from an e-mail address; from one that a company shares only if there is no company."""
    own = [email for email in emails if email_key(email)]
    return name_from_email((own or emails)[0]) if own or (emails and not org) else ""


def name_remarks(parts: NameParts, *written: str) -> Iterator[str]:
    """Yield each form of a name in a file as a line of text, if it has words that are kept nowhere else."""
    fields = (parts.name, parts.given, parts.title, parts.suffix, parts.pronouns, parts.nickname)
    kept = set(name_key(" ".join(fields)).split())
    for text in written:
        if real_name(text) and not kept.issuperset(name_key(text).split()):
            yield f"Name in full: {text}"
