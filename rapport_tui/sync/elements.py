"""Collection fields as elements by key: texts, the items of a checklist, the blanks of a message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

COLLECTIONS: Final[dict[str, frozenset[str]]] = {
    "people": frozenset({"aliases", "emails", "phones", "links", "tags", "apart"}),
    "entries": frozenset({"people", "topics"}),
    "notes": frozenset({"people"}),
    "days": frozenset({"places", "items", "meetings_done"}),
    "messages": frozenset({"blanks"}),
    "sources": frozenset({"said"}),
    "groups": frozenset({"people"}),
}
"""The fields that are merged element by element, by table."""
_SEPARATOR: Final = "\n"

Elements = dict[str, Any]
"""The elements of a collection by key, in their order. A text is its own key, and its value is True."""


def is_collection(table: str, field: str) -> bool:
    """Return whether a field is merged element by element."""
    return field in COLLECTIONS.get(table, frozenset())


def elements_of(value: Any) -> Elements:
    """Return the elements of a stored collection; empty for None."""
    if isinstance(value, Mapping):
        nested = [(key, each) for key, each in value.items() if isinstance(each, Mapping)]
        if len(nested) < len(value):
            return dict(value)
        return {f"{key}{_SEPARATOR}{field}": each for key, inner in nested for field, each in inner.items()}
    elements: Elements = {}
    for each in value if isinstance(value, list) else () if value is None else [value]:
        if isinstance(each, str):
            elements[each] = True
        else:
            name = each.get("id") if isinstance(each, Mapping) else None
            elements[name if isinstance(name, str) else repr(each)] = each
    return elements


def from_elements(table: str, field: str, elements: Elements) -> Any:
    """Return the collection in the form in which it is stored."""
    if (table, field) == ("messages", "blanks"):
        return dict(elements)
    if (table, field) == ("sources", "said"):
        said: dict[str, dict[str, Any]] = {}
        for key, value in elements.items():
            kind, _, name = key.partition(_SEPARATOR)
            said.setdefault(kind, {})[name] = value
        return said
    return [key if value is True else value for key, value in elements.items()]
