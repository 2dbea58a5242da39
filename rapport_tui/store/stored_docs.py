"""Documents that are kept as JSON, and decoded each time they are read.

As objects, the documents of a large import take ten times the memory of their JSON, and most are read once or never.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any, Final, cast

import msgspec

from rapport_tui.store.snapshot_format import Doc, Stored, Tables

_ENCODER: Final = msgspec.json.Encoder()
_DOC: Final = msgspec.json.Decoder(dict[str, Any])


def decoded(stored: Stored) -> Doc:
    """Return a document, decoded if it is kept as JSON."""
    return _DOC.decode(stored) if isinstance(stored, msgspec.Raw) else stored


def packed(doc: Stored) -> Stored:
    """Return a document as JSON; unchanged if the same would not be read from it."""
    try:
        raw = _ENCODER.encode(doc)
        return msgspec.Raw(raw) if _DOC.decode(raw) == doc else doc
    except (TypeError, ValueError):
        return doc


class StoredDocs(MutableMapping[str, Doc]):
    """The documents of a table, of which some are kept as JSON."""

    def __init__(self, docs: Mapping[str, Stored]) -> None:
        self._own: dict[str, Stored] = {**docs}

    def stored(self, key: str) -> Stored | None:
        """Return a document as it is kept, or None."""
        return self._own.get(key)

    def stored_items(self) -> Iterable[tuple[str, Stored]]:
        """Return the documents as they are kept, with their keys."""
        return self._own.items()

    def store(self, key: str, doc: Stored) -> None:
        """Add or replace a document, kept as it is given."""
        self._own[key] = doc

    def copy(self) -> StoredDocs:
        """Return a copy; the documents are shared."""
        return StoredDocs(self._own)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the document, or `default`."""
        found = self.stored(key)
        return default if found is None else decoded(found)

    def __getitem__(self, key: str) -> Doc:
        found = self.stored(key)
        if found is None:
            raise KeyError(key)
        return decoded(found)

    def __setitem__(self, key: str, doc: Doc) -> None:
        self.store(key, doc)

    def __delitem__(self, key: str) -> None:
        del self._own[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __contains__(self, key: object) -> bool:
        return key in self._own

    def __len__(self) -> int:
        return len(self._own)


def stored_in(docs: Mapping[str, Doc], key: str) -> Stored | None:
    """Return a document as it is kept, or None."""
    # At each save: isinstance takes ten times as long where a class is abstract.
    return docs.get(key) if docs.__class__ is dict else cast(StoredDocs, docs).stored(key)


def stored_items(docs: Mapping[str, Doc]) -> Iterable[tuple[str, Stored]]:
    """Return documents as they are kept, with their keys."""
    return docs.stored_items() if isinstance(docs, StoredDocs) else docs.items()


def store_in(tables: Tables, name: str, key: str, doc: Stored) -> MutableMapping[str, Doc]:
    """Add or replace a document of the table called `name`, kept as it is given, and return the table."""
    docs = tables[name]
    if isinstance(doc, dict):
        docs[key] = doc
        return docs
    if not isinstance(docs, StoredDocs):
        docs = tables[name] = StoredDocs(docs)
    docs.store(key, doc)
    return docs


def copy_docs(docs: Mapping[str, Doc]) -> MutableMapping[str, Doc]:
    """Return a copy of a table; the documents are shared."""
    return docs.copy() if isinstance(docs, StoredDocs) else dict(docs)


def differ(old: Stored | None, new: Stored | None) -> bool:
    """Return whether two documents differ, as they are kept."""
    if old is None or new is None:
        return old is not new
    if isinstance(old, msgspec.Raw) and isinstance(new, msgspec.Raw):
        return old != new
    one, other = decoded(old), decoded(new)
    return one != other or repr(one) != repr(other)  # 1, 1.0 and True are equal
