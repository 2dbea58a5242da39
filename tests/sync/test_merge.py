"""The merge of one record: every order of arrival gives the same, and nothing that was written is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.model.records import RECORD_OF
from rapport_tui.sync.elements import COLLECTIONS, elements_of, from_elements
from rapport_tui.sync.merge import Lost, RecordChange, RecordStamps, apply_change, changes_of
from rapport_tui.sync.stamps import device_of, next_stamp

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
Doc = dict[str, Any]


class Made:
    """A change as it travels."""

    def __init__(self, change: RecordChange, stamp: str, knows: dict[str, str]) -> None:
        self.change, self.stamp, self.knows = change, stamp, knows


class Replica:
    """One device with one record, `people/p`."""

    def __init__(self, name: str, table: str = "people") -> None:
        self.name, self.table = name, table
        self.doc: Doc | None = None
        self.stamps: RecordStamps | None = None
        self.knows: dict[str, str] = {}
        self.clock = ""
        self.made: list[Made] = []
        self.lost: list[Lost] = []

    def write(self, doc: Doc | None, *, hours: int = 0) -> None:
        """Change the record, by a clock that is `hours` wrong."""
        dead = self.stamps.doc if self.stamps else None
        doc = doc and {"uid": "p", **doc}
        change = changes_of(self.table, "p", self.doc, doc, dead=dead) if doc != self.doc else None
        if change is None:
            return
        self.clock = next_stamp(self.clock, NOW + timedelta(hours=hours), self.name)
        made = Made(change, self.clock, {k: v for k, v in self.knows.items() if k != self.name})
        self.made.append(made)
        self._apply(made)
        assert self.doc == doc

    def take(self, made: Made) -> bool:
        """Take a change in, unless it is here already or has to wait; return whether it was news."""
        if made.stamp <= self.knows.get(device_of(made.stamp), ""):
            return False
        if any(stamp > self.knows.get(device, "") for device, stamp in made.knows.items()):
            return False
        self._apply(made)
        return True

    def take_all(self, *others: Replica) -> None:
        while sum(self.take(made) for other in others for made in other.made):
            pass

    def _apply(self, made: Made) -> None:
        merged = apply_change(self.doc, self.stamps, made.change, made.stamp, made.knows)
        self.doc, self.stamps = merged.doc, merged.stamps
        self.lost += merged.lost
        self.knows[device_of(made.stamp)] = made.stamp
        self.clock = max(self.clock, made.stamp)


def two(doc: Doc, table: str = "people") -> tuple[Replica, Replica]:
    """Return two devices that both have `doc`."""
    one, other = Replica("one", table), Replica("two", table)
    one.write(doc)
    other.take_all(one)
    return one, other


def exchange(*replicas: Replica) -> Doc | None:
    """Have all take in all, and return what all of them have then."""
    for _ in replicas:
        for replica in replicas:
            replica.take_all(*replicas)
    assert all(replica.doc == replicas[0].doc for replica in replicas)
    return replicas[0].doc


def test_two_fields_of_one_record_are_both_kept() -> None:
    one, other = two({"name": "Priya"})
    one.write({"name": "Priya", "role": "Lead"})
    other.write({"name": "Priya", "org": "Acme"})
    assert exchange(one, other) == {"uid": "p", "name": "Priya", "role": "Lead", "org": "Acme"}
    assert one.lost == other.lost == []


def test_the_later_value_wins_and_both_keep_the_other() -> None:
    one, other = two({"name": "Priya"})
    one.write({"name": "Priya", "role": "Lead"})
    other.write({"name": "Priya", "role": "Chief"}, hours=1)
    assert exchange(one, other) == {"uid": "p", "name": "Priya", "role": "Chief"}
    assert one.lost == other.lost == [Lost(field="role", value="Lead", stamp=one.made[-1].stamp)]


def test_the_same_value_twice_is_no_conflict() -> None:
    one, other = two({"name": "Priya"})
    one.write({"name": "Priya", "role": "Lead"})
    other.write({"name": "Priya", "role": "Lead"}, hours=1)
    exchange(one, other)
    assert one.lost == other.lost == []


def test_who_knew_the_value_replaces_it_without_a_word() -> None:
    one, other = two({"name": "Priya", "role": "Lead"})
    other.write({"name": "Priya", "role": "Chief"}, hours=-5)
    one.take_all(other)
    one.write({"name": "Priya"}, hours=-9)
    assert exchange(one, other) == {"uid": "p", "name": "Priya"}
    assert one.lost == other.lost == []


def test_tags_are_merged_one_by_one() -> None:
    one, other = two({"name": "Priya", "tags": ["a", "b"]})
    one.write({"name": "Priya", "tags": ["b", "c"]})
    other.write({"name": "Priya", "tags": ["a", "d", "b"]}, hours=1)
    assert exchange(one, other) == {"uid": "p", "name": "Priya", "tags": ["d", "b", "c"]}


def test_an_emptied_list_and_a_refilled_one_are_the_same_everywhere() -> None:
    one, other, third = Replica("one"), Replica("two"), Replica("tri")
    for replica, tags in ((other, ["a"]), (one, ["c"])):
        replica.write({"name": "Priya", "tags": tags})
        replica.write(None)
    other.write({"name": "Priya"})
    one.write({"name": "Priya", "tags": ["a", "b", "c"]})
    assert exchange(one, other, third) == {"uid": "p", "name": "Priya", "tags": ["b", "c"]}


def test_ticks_of_a_day_are_merged_item_by_item() -> None:
    open_items = [{"id": "a"}, {"id": "b"}]
    one, other = two({"day": "2026-11-28", "items": open_items}, "days")
    one.write({"day": "2026-11-28", "items": [{"id": "a", "state": "done"}, {"id": "b"}]})
    other.write({"day": "2026-11-28", "off": True, "items": [{"id": "a"}, {"id": "b", "state": "skipped"}]})
    merged = exchange(one, other)
    assert merged is not None
    assert merged["items"] == [{"id": "a", "state": "done"}, {"id": "b", "state": "skipped"}]
    assert merged["off"] is True


def test_a_day_begun_on_both_is_one_day() -> None:
    one, other = Replica("one", "days"), Replica("two", "days")
    one.write({"day": "2026-11-28", "places": ["office"]})
    other.write({"day": "2026-11-28", "off": True}, hours=1)
    assert exchange(one, other) == {"uid": "p", "day": "2026-11-28", "places": ["office"], "off": True}


def test_a_record_deleted_here_and_changed_there_stays_and_both_are_told() -> None:
    one, other = two({"name": "Priya", "role": "Lead"})
    one.write(None)
    other.write({"name": "Priya", "role": "Lead", "org": "Acme"})
    assert exchange(one, other) == {"uid": "p", "name": "Priya", "role": "Lead", "org": "Acme"}
    assert one.lost == other.lost == [Lost(field="", value=None, stamp=one.made[-1].stamp)]


def test_a_dragged_card_brings_nobody_back() -> None:
    one, other = two({"name": "Priya"})
    one.write(None)
    other.write({"name": "Priya", "rank": 1.5})
    assert exchange(one, other) is None


def test_a_deletion_that_was_known_can_be_taken_back() -> None:
    one, other = two({"name": "Priya", "tags": ["a"], "role": "Lead"})
    one.write(None)
    other.take_all(one)
    other.write({"name": "Priya", "tags": ["b"]})
    assert exchange(one, other) == {"uid": "p", "name": "Priya", "tags": ["b"]}
    assert one.lost == other.lost == []


def test_what_a_deleted_record_was_is_not_lost_to_whoever_edited_it_twice() -> None:
    one, other, third = Replica("one"), Replica("two"), Replica("tri")
    one.write({"name": "Priya", "met": "at the fair"})
    other.take_all(one)
    third.take_all(one)
    one.write({"name": "Priya", "met": "at the fair", "role": "Lead"}, hours=3)
    other.write({"name": "Priya", "met": "at the fair", "role": "Chief"})
    third.take_all(one)
    third.write(None, hours=9)
    merged = exchange(one, other, third)
    assert merged is None
    assert all(
        Lost(field="role", value="Chief", stamp=other.made[0].stamp) in each.lost for each in (one, other, third)
    )


@pytest.mark.parametrize(("table", "kind"), RECORD_OF.items())
def test_every_field_that_holds_several_is_a_collection(table: str, kind: type) -> None:
    several = {name for name, hint in get_type_hints(kind).items() if get_origin(hint) in (tuple, dict)}
    if table != "history":
        assert COLLECTIONS.get(table, frozenset()) == several


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("people", "tags", ["a", "b"]),
        ("days", "items", [{"id": "a", "state": "done"}]),
        ("messages", "blanks", {"name": "Priya", "day": "Monday"}),
        ("sources", "said", {"vCard": {"role": ["Lead"], "key": ["x"]}, "CSV": {"org": ["Acme"]}}),
    ],
)
def test_a_collection_is_the_same_after_taking_it_apart(table: str, field: str, value: Any) -> None:
    assert from_elements(table, field, elements_of(value)) == value


texts = st.sampled_from(["", "a", "b", "c"])
docs = st.none() | st.builds(
    lambda role, org, tags: {
        "name": "Priya",
        **({"role": role} if role else {}),
        **({"org": org} if org else {}),
        **({"tags": tags} if tags else {}),
    },
    texts,
    texts,
    st.lists(st.sampled_from("abcd"), unique=True, max_size=3),
)
steps = st.lists(
    st.tuples(
        st.integers(0, 2), st.one_of(st.tuples(st.just("take"), st.integers(0, 2)), st.tuples(docs, st.integers(-3, 3)))
    ),
    max_size=30,
)


@given(steps)
def test_three_replicas_agree_after_any_history(history: list[tuple[int, Any]]) -> None:
    replicas = [Replica(name) for name in ("one", "two", "tri")]
    for number, step in history:
        if step[0] == "take":
            replicas[number].take_all(replicas[step[1]])
        else:
            replicas[number].write(*step[:1], hours=step[1])
    merged = exchange(*replicas)
    written = [
        (made, name, value) for each in replicas for made in each.made for name, value in made.change.set.items()
    ]
    for made, name, value in written:
        writer = device_of(made.stamp)
        replaced = any(
            other.stamp > made.stamp
            and (name in other.change.set or other.change.deleted)
            and (device_of(other.stamp) == writer or other.knows.get(writer, "") >= made.stamp)
            for each in replicas
            for other in each.made
        ) or any(other.stamp > made.stamp and (name, value) == (field, text) for other, field, text in written)
        if isinstance(value, str) and not replaced:
            lost = [one.value for replica in replicas for one in replica.lost if one.field == name]
            assert value in [*lost, (merged or {}).get(name)]
