"""The digests of all people. In a large journal they are kept with its snapshot, so that a plan decodes few records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

import msgspec

from rapport_tui.journal.record_table import TableCache, strings_in
from rapport_tui.model.person_digest import PersonDigest, digest_of
from rapport_tui.model.records import Note, Person

NAME: Final = "people.digests"
_DIGESTS: Final = msgspec.msgpack.Decoder(list[PersonDigest])


class PersonDigests:
    """The digests of the people in `people` with their open notes, which `open_notes_of` returns."""

    def __init__(
        self, people: TableCache[Person], notes: TableCache[Note], open_notes_of: Callable[[str], Sequence[Note]]
    ) -> None:
        self._people = people
        self._notes = notes
        self._open_notes_of = open_notes_of
        self._all: dict[str, PersonDigest] | None = None
        self._changed: set[str] = set()

    def all(self) -> Mapping[str, PersonDigest]:
        """Return the digest of each person by uid."""
        if self._all is None:
            kept = self._people.kept_list(NAME)
            if kept is None:
                self._changed = set(self._people.uids())
            else:
                for doc in (*self._people.changed_docs(), *self._notes.changed_docs()):
                    self._changed.update(strings_in(doc.get("uid")), strings_in(doc.get("people")))
            self._all = {digest.uid: digest for digest in _DIGESTS.decode(kept)} if kept is not None else {}
        self.prepare(len(self._changed))
        return self._all

    def prepare(self, most: int) -> None:
        """Read up to `most` of the people who changed since the digests were last read."""
        if self._all is None:
            return
        for uid in list(islice(self._changed, most)):
            self._changed.discard(uid)
            self._all.pop(uid, None)
            if (person := self._people.get(uid)) is not None:
                self._all[uid] = digest_of(person, self._open_notes_of(uid))

    def change(self, uids: Iterable[str]) -> None:
        """Take note of people who changed, or whose notes did."""
        if self._all is not None:
            self._changed.update(uids)

    def kept(self) -> dict[str, list[PersonDigest]]:
        """Return what is kept with a snapshot."""
        return {NAME: list(self.all().values())}
