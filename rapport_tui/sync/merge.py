"""The merge of one record field by field, and the form of its changes.

The state of a record is its document and its `RecordStamps`. Applying the same changes in any order in which each
follows those that its writer knew gives the same document and the same stamps on every device:

- a field with one value has the value with the latest stamp;
- of a collection (tags, the people of an entry, a day's checklist) each element has a stamp of its own;
- a deleted record stays deleted unless it was changed by a writer who did not know of the deletion.

A value replaced by a writer who did not know it is returned as a `Lost`, never dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from rapport_tui.sync.elements import Elements, elements_of, from_elements, is_collection
from rapport_tui.sync.stamps import NEVER, Knowledge, device_of, is_known, joined

Doc = dict[str, Any]

QUIET: Final[dict[str, frozenset[str]]] = {
    "people": frozenset({"rank"}),
    "days": frozenset({"day", "off", "places", "items", "meetings_done"}),
    "sources": frozenset({"said"}),
}
"""The fields, by table, whose replaced values are not reported."""


class RecordChange(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The change that one action made to one record.

    `set` has the new values of fields, null for one that became empty, and whole collections if the record is
    new. `add` and `remove` are elements of collections, `order` the keys of a changed collection in their order.
    `into` is the uid of the record that a deleted one was merged into.
    """

    table: str
    uid: str
    set: dict[str, Any] = {}
    add: dict[str, Any] = {}
    remove: dict[str, list[str]] = {}
    order: dict[str, list[str]] = {}
    deleted: bool = False
    into: str = ""


class RecordStamps(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The stamps of one record, `uid` being `TABLE/UID`.

    `made` is the stamp of every field and element without one of its own in `fields`, `elements` and `removed`.
    `order` has the keys of a collection if the latest writer saw other keys than there are now. `gone` is the knowledge
    of those who deleted the record; while it is deleted, `doc` is its last document and `into` the record it was merged
    into.
    """

    uid: str
    made: str = NEVER
    fields: dict[str, str] = {}
    elements: dict[str, dict[str, str]] = {}
    removed: dict[str, dict[str, str]] = {}
    order: dict[str, list[str]] = {}
    gone: dict[str, str] = {}
    doc: Doc | None = None
    into: str = ""


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """A value that was replaced by a later one whose writer did not know it; `stamp` tells its writer and time.

    An empty `field` means a deletion that was not applied, because the record was changed elsewhere.
    """

    field: str
    value: Any
    stamp: str
    key: str = ""


class Merged(msgspec.Struct, frozen=True):
    """The record after a change: the document, None if it is deleted; the stamps; and the lost values."""

    doc: Doc | None
    stamps: RecordStamps
    lost: list[Lost]


def changes_of(
    table: str, uid: str, before: Doc | None, after: Doc | None, *, into: str = "", dead: Doc | None = None
) -> RecordChange | None:
    """Return the change from `before` to `after`; None if they are equal.

    `dead` is the document of a deleted record if a new one with its uid is written.
    """
    change = RecordChange(table=table, uid=uid)
    if after is None:
        change.deleted, change.into = True, into
        return change
    if before is None:
        change.set = {name: value for name, value in after.items() if name != "uid"}
        change.set |= {name: None for name in dead or () if name not in after}
        for name, value in (dead or {}).items():
            if is_collection(table, name):
                now = elements_of(after.get(name))
                if gone := [key for key in elements_of(value) if key not in now]:
                    change.remove[name] = gone
        return change
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old == new and type(old) is type(new):
            continue
        if is_collection(table, name):
            _note_elements(change, name, elements_of(old), elements_of(new))
        else:
            change.set[name] = new
    return change if change.set or change.order else None


def _note_elements(change: RecordChange, name: str, then: Elements, now: Elements) -> None:
    added = {key: value for key, value in now.items() if key not in then or then[key] != value}
    gone = [key for key in then if key not in now]
    if added:
        change.add[name] = from_elements(change.table, name, added)
    if gone:
        change.remove[name] = gone
    change.order[name] = list(now)


def apply_change(
    doc: Doc | None, stamps: RecordStamps | None, change: RecordChange, stamp: str, knows: Knowledge
) -> Merged:
    """Return the record after a change that was made at `stamp` by a device that knew `knows`."""
    is_plain = change.set and not (change.order or change.remove) and None not in change.set.values()
    if doc is None and stamps is None and is_plain:  # a new record, as are most changes that a new machine imports
        return Merged(_new_doc(change), RecordStamps(uid=f"{change.table}/{change.uid}", made=stamp), [])
    merging = _Merging(doc, stamps, change, stamp, knows)
    return merging.result()


def _new_doc(change: RecordChange) -> Doc:
    doc: Doc = {"uid": change.uid}
    for name, value in change.set.items():
        if not is_collection(change.table, name):
            doc[name] = value
        elif elements := elements_of(value):
            doc[name] = from_elements(change.table, name, elements)
    doc["uid"] = change.uid
    return doc


class _Merging:
    """The application of one change to one record."""

    def __init__(
        self, doc: Doc | None, stamps: RecordStamps | None, change: RecordChange, stamp: str, knows: Knowledge
    ) -> None:
        known = stamps or RecordStamps(uid=f"{change.table}/{change.uid}")
        self.change, self.stamp, self.knows = change, stamp, {**knows, device_of(stamp): stamp}
        self.was_alive = doc is not None
        self.is_new = doc is None and known.doc is None
        self.content: Doc = dict(doc if doc is not None else known.doc or {})
        self.stamps = msgspec.convert(msgspec.to_builtins(known), RecordStamps)
        self.lost: list[Lost] = []

    def result(self) -> Merged:
        """Return the record after the change."""
        change, stamps = self.change, self.stamps
        if change.deleted:
            stamps.gone = joined(stamps.gone, self.knows)
            stamps.into = max(stamps.into, change.into)
        else:
            if self.is_new and not stamps.made:
                stamps.made = self.stamp
                self.content = {"uid": change.uid}
            for name, value in change.set.items():
                if name == "uid":
                    continue
                if is_collection(change.table, name):
                    elements = elements_of(value)
                    self._merge_collection(name, elements, change.remove.get(name, []), list(elements))
                else:
                    self._merge_value(name, value)
            for name, order in change.order.items():
                self._merge_collection(name, elements_of(change.add.get(name)), change.remove.get(name, []), order)
        is_alive = bool(self.content) and not self._is_gone()
        if is_alive and stamps.gone and change.deleted == self.was_alive and not self._is_settled():
            self.lost.append(Lost(field="", value=None, stamp=max(stamps.gone.values())))
        stamps.doc = None if is_alive or not self.content else self.content
        if is_alive:
            stamps.into = ""
        return Merged(self.content if is_alive else None, stamps, self.lost)

    def _is_settled(self) -> bool:
        """Return whether the writer knew of the deletion and so restored the record on purpose."""
        return not self.change.deleted and all(
            stamp <= self.knows.get(device, NEVER) for device, stamp in self.stamps.gone.items()
        )

    def _is_gone(self) -> bool:
        """Return whether those who deleted the record knew every change to it, apart from its rank."""
        stamps = self.stamps
        if not stamps.gone:
            return False
        written = {stamp for name, stamp in stamps.fields.items() if name != "rank"}
        written |= {self._stamp_of(name) for name in self.content if name not in ("uid", "rank")}
        for name in self.content:
            if is_collection(self.change.table, name) and elements_of(self.content[name]).keys() - stamps.elements.get(
                name, {}
            ):
                written.add(stamps.made)
        for by_field in (stamps.elements, stamps.removed):
            written |= {stamp for some in by_field.values() for stamp in some.values()}
        return all(is_known(stamp, stamps.gone) for stamp in written)

    def _stamp_of(self, name: str) -> str:
        return self.stamps.fields.get(name) or (self.stamps.made if name in self.content else NEVER)

    def _note(self, name: str, stamp: str) -> None:
        """Store the stamp of a field, unless it is the record's own."""
        if stamp == self.stamps.made and name in self.content:
            self.stamps.fields.pop(name, None)
        else:
            self.stamps.fields[name] = stamp

    def _merge_value(self, name: str, value: Any) -> None:
        old, then = self.content.get(name), self._stamp_of(name)
        if then == self.stamp:
            return
        if self.stamp > then:
            if value is None:
                self.content.pop(name, None)
            else:
                self.content[name] = value
            self._note(name, self.stamp)
            self._lose(name, old, value, then)
        else:
            self._lose(name, value, old, self.stamp)

    def _lose(self, name: str, loser: Any, winner: Any, stamp: str, key: str = "") -> None:
        if loser in (None, "", False) or loser == winner or name in QUIET.get(self.change.table, frozenset()):
            return
        if stamp != self.stamp and is_known(stamp, self.knows):
            return
        self.lost.append(Lost(field=name, value=loser, stamp=stamp, key=key))

    def _merge_collection(self, name: str, added: Elements, removed: list[str], order: list[str]) -> None:
        stamps, made = self.stamps, self.stamps.made
        now = elements_of(self.content.get(name))
        own, gone = stamps.elements.setdefault(name, {}), stamps.removed.setdefault(name, {})
        latest_order = stamps.order.pop(name, list(now))
        for key, value in added.items():
            then = gone.get(key) or own.get(key) or (made if key in now else NEVER)
            old = now.get(key)
            if self.stamp > then:
                now[key] = value
                gone.pop(key, None)
                own.pop(key, None)
                if self.stamp != made:
                    own[key] = self.stamp
                self._lose(name, old, value, then, key)
            elif self.stamp < then:
                self._lose(name, value, old, self.stamp, key)
        for key in removed:
            if self.stamp > (gone.get(key) or own.get(key) or (made if key in now else NEVER)):
                now.pop(key, None)
                own.pop(key, None)
                gone[key] = self.stamp
        if self.stamp >= self._stamp_of(name):
            latest_order = order
            stamp = self.stamp
        else:
            stamp = self._stamp_of(name)
        ordered = _in_order(now, own, made, latest_order)
        if ordered:
            self.content[name] = from_elements(self.change.table, name, ordered)
        else:
            self.content.pop(name, None)
        self._note(name, stamp)
        if latest_order != list(ordered):
            stamps.order[name] = latest_order
        for by_field in (stamps.elements, stamps.removed):
            if not by_field[name]:
                del by_field[name]


def _in_order(elements: Elements, own: Mapping[str, str], made: str, order: list[str]) -> Elements:
    """Return the elements in the latest writer's order, followed by those that it did not know."""
    known = {key: elements[key] for key in order if key in elements}
    rest = sorted((own.get(key, made), key) for key in elements if key not in known)
    return known | {key: elements[key] for _, key in rest}
