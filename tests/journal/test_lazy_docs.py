"""A large journal is opened by the index of its snapshot: it is the same journal, and little of it is decoded."""

from __future__ import annotations

import gc
import shutil
import weakref
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport_tui.files import Files
from rapport_tui.journal import Journal
from rapport_tui.journal.kept_directory import DirectoryReader, kept_names
from rapport_tui.journal.query_subjects import kept_texts
from rapport_tui.journal.record_cache import RecordCache
from rapport_tui.store import ChangeSet, LazyDocs, Store, index_file, snapshot_index
from rapport_tui.store import storage as storage_module
from rapport_tui.store.conversion import encrypt
from rapport_tui.store.index_file import StoredPart
from rapport_tui.store.location import place_of
from rapport_tui.store.recovery import REBUILT
from rapport_tui.store.sealing import PLAIN, Seal, new_key, public_of
from rapport_tui.store.snapshot_format import SCHEMA, Meta, encode_snapshot
from rapport_tui.store.snapshot_index import SnapshotTable, index_of
from rapport_tui.store.storage import LogStorage
from tests.bench import journals
from tests.conftest import Clock
from tests.encrypted import KEY, WRAPPED

PEOPLE = tuple("abcdefgh")
Step = tuple[str, str, str]
STEPS = st.lists(
    st.tuples(st.sampled_from(("entry", "note", "person", "remove")), st.sampled_from(PEOPLE), st.sampled_from("0123")),
    max_size=12,
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have small journals indexed too."""
    monkeypatch.setattr(storage_module, "SMALLEST", 0)


def doc_of(kind: str, person: str, number: str) -> tuple[str, dict[str, Any]]:
    day = f"2026-11-2{number}"
    if kind == "person":
        doc = {"uid": person, "name": f"Ann {number}", "aliases": [number], "met_through": number, "stage": "ally"}
        return "people", doc | {"added": day, "since": day}
    if kind == "note":
        note: dict[str, Any] = {
            "uid": f"n{person}",
            "kind": "ask",
            "people": [number, person],
            "text": "x",
            "made": day,
        }
        more: dict[str, dict[str, Any]] = {"2": {"due": day}, "3": {"people": [], "done": day}}
        return "notes", note | more.get(number, {})
    entry = {"uid": f"e{person}", "day": day, "people": [person, number], "topics": [number], "text": "x"}
    return "entries", entry | ({"move": number} if number != "0" else {})


def take(store: Store, steps: list[Step]) -> None:
    for kind, person, number in steps:
        with store.transaction() as draft:
            if kind == "remove":
                for table, uid in (("entries", f"e{person}"), ("notes", f"n{person}"), ("people", person)):
                    draft.remove(table, uid)
            else:
                draft.put(*doc_of(kind, person, number))


def cache_of(docs: Any) -> RecordCache:
    return RecordCache(docs, lambda: 0)


def kept(cache: RecordCache) -> Any:
    return cache.kept() | kept_names(cache.people) | kept_texts(cache) | cache.digests.kept()


def indexes(cache: RecordCache) -> dict[str, dict[str, list[str]]]:
    return {
        index.name: {key: list(uids) for key, uids in index.items() if uids}
        for some in cache._indexes.values()
        for index in some
    }


def keys(cache: RecordCache) -> list[dict[str, str]]:
    """Return the day and the move of each entry, as they are kept by uid."""
    indexes = (cache._entries_on, cache._entries_with_move)
    return [{uid: index.key_of(uid) for uid in cache.entries.uids()} for index in indexes]


def last_and_searched(cache: RecordCache) -> Any:
    """Return the last days of talks with everybody, and the texts in which words are looked up for them."""
    lasts = [[cache.last_day(uid, before) for before in ("~", "2026-11-22")] for uid in cache.people.uids()]
    texts = kept_texts(cache)["people.text"]
    assert all([text] == texts[uid] for uid, text in cache.searched_texts().items() if uid in texts)
    return lasts, texts


def names(reader: DirectoryReader) -> Any:
    """Return what a directory has, in order, but for the order of those who share a name."""
    directory = reader.all()
    indexes = {name: {key: sorted(uids) for key, uids in index.items()} for name, index in directory.indexes().items()}
    return list(directory._people.items()), indexes


def followed(store: Store, cache: RecordCache, read: int) -> DirectoryReader:
    """Return a directory that has read some people, and that follows the changes of a store."""
    reader = DirectoryReader(cache.people)
    reader.read(read)

    def take_in(changes: ChangeSet) -> None:
        for uid in changes.get("people", ()):
            reader.hold(uid)
        cache.apply(changes)
        for uid in changes.get("people", ()):
            reader.update(uid)
        reader.read(1)

    store.observers.append(take_in)
    return reader


def told(store: Store) -> Any:
    """Return all that a store shows, in order."""
    return {name: list(docs.items()) for name, docs in store.docs.items()}


def has_its_ids(store: Store) -> bool:
    """Return whether the store knows TinyDB's id of each document."""
    stored = {name: {doc["uid"]: int(key) for key, doc in docs.items()} for name, docs in store._storage.tables.items()}
    return all((dict(store._ids(name)), len(store._ids(name))) == (ids, len(ids)) for name, ids in stored.items())


@settings(max_examples=60)
@given(before=STEPS, since=STEPS, more=STEPS, key=st.sampled_from(("", KEY)), read=st.integers(0, 8))
def test_it_is_the_journal_that_it_is_without_an_index(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[Step],
    since: list[Step],
    more: list[Step],
    key: str,
    read: int,
) -> None:
    folder = tmp_path_factory.mktemp("lazy")
    store = Store(folder / "a")
    take(store, [("entry", "a", "0"), *before])
    if key:
        store.close()
        encrypt(Files(), place_of(folder / "a"), key, WRAPPED)
        store = Store(folder / "a", key=key)
    store.tidy(at_once=True)
    store.keep_index(lambda docs: kept(cache_of(docs)))
    take(store, since)
    store.close()
    assert store.place.index.exists()
    shutil.copytree(folder / "a", folder / "b", ignore=shutil.ignore_patterns("derived"))
    lazy, whole = Store(folder / "a", key=key), Store(folder / "b", key=key)
    assert isinstance(lazy._storage.tables["entries"], LazyDocs)
    assert not isinstance(whole._storage.tables["entries"], LazyDocs)
    caches = cache_of(lazy.docs), cache_of(whole.docs)
    assert indexes(caches[0]) == indexes(caches[1])
    for day in ("2026-11-20", "2026-11-22", "2026-11-24"):
        assert caches[0].last_days(day) == caches[1].last_days(day)
    assert names(DirectoryReader(caches[0].people)) == names(DirectoryReader(caches[1].people))
    assert (keys(caches[0]), last_and_searched(caches[0])) == (keys(caches[1]), last_and_searched(caches[1]))
    assert caches[0].digests.all() == caches[1].digests.all()
    assert told(lazy) == told(whole)
    for one, cache in zip((lazy, whole), caches, strict=True):
        reader = followed(one, cache, read)
        take(one, more)
        (people, by_name), (_, expected) = names(reader), names(DirectoryReader(cache.people))
        assert by_name == expected
        assert dict(people) == {person.uid: person for person in cache.people}
    assert told(lazy) == told(whole)
    assert has_its_ids(lazy)
    assert indexes(caches[0]) == indexes(caches[1])
    assert keys(caches[0]) == keys(caches[1]) == keys(cache_of(whole.docs))
    assert last_and_searched(caches[0]) == last_and_searched(cache_of(whole.docs))
    assert caches[0].digests.all() == caches[1].digests.all() == cache_of(whole.docs).digests.all()
    for one in (lazy, whole):
        one.tidy(at_once=True)
        assert one.verify() == []
        one.close()
    assert told(Store(folder / "a", key=key)) == told(Store(folder / "b", key=key)) == told(whole)
    assert not list((folder / "a").glob("*.tmp"))


def large(folder: Path, clock: Clock) -> Journal:
    """Return a journal of some size, closed once."""
    journals.write(folder, journals.Size(100, 1000)).close()
    journal = Journal(folder, clock=clock).open()
    journal._context.store.tidy(at_once=True)
    journal.close()
    return Journal(folder, clock=clock).open()


@pytest.fixture
def was_read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The JSON of each document of a snapshot that was read, each time."""
    found: list[bytes] = []
    encoded = SnapshotTable.encoded

    def watched(table: SnapshotTable, place: int) -> memoryview:
        found.append(bytes(encoded(table, place)))
        return encoded(table, place)

    monkeypatch.setattr(SnapshotTable, "encoded", watched)
    return found


def test_opening_and_logging_decode_next_to_nothing(folder: Path, clock: Clock, was_read: list[bytes]) -> None:
    journal = large(folder, clock)
    assert isinstance(journal._context.store._storage.tables["entries"], LazyDocs)
    was_read.clear()
    assert len(journal._context.cache.entries_of("p000000099")) < len(was_read) + 1 < 50
    journal.entries.log(["coffee with @p000000099"])
    assert len(was_read) < 100
    journal.close()


def encrypted(folder: Path, clock: Clock) -> Journal:
    """Return an encrypted journal of some size with its index, as it is opened anew."""
    journal = large(folder, clock)
    journal.encryption.encrypt(KEY, WRAPPED)
    journal.open().close()
    journal = Journal(folder, clock=clock)
    journal.unlock(KEY)
    return journal


def test_parts_of_an_encrypted_journal_are_decrypted_when_they_are_read(folder: Path, clock: Clock) -> None:
    opened: list[int] = []

    class Watched(Seal):
        def open(self, data: bytes) -> bytes:
            opened.append(len(data))
            return super().open(data)

    encrypted(folder, clock).close()
    size = (folder / "rapport.json.age").stat().st_size
    index = (folder / "derived" / "index.bin").stat().st_size
    storage = LogStorage(folder / "rapport.json", Files(), Watched(public_of(KEY), KEY))
    storage.open()
    assert isinstance(storage.tables["entries"], LazyDocs)
    assert opened
    assert sum(opened) < min(index // 8, 5000)
    assert len(storage.tables["entries"]) == 1000
    assert sum(opened) < 5000
    assert [storage.tables["entries"][key]["uid"] for key in ("1", "1000")] == ["e000000000", "e000000999"]
    assert opened.count(size) == 1
    assert sum(opened) - size < index // 2


def test_locking_drops_what_was_decrypted(folder: Path, clock: Clock) -> None:
    journal = encrypted(folder, clock).open()
    assert journal.people.search()
    assert journal.entries.search("coffee")
    held = [one for one in gc.get_objects() if isinstance(one, StoredPart | SnapshotTable | LazyDocs)]
    assert any(isinstance(one, StoredPart) and one._content for one in held)
    kept = [weakref.ref(one) for one in held]
    del held
    journal.lock()
    gc.collect()
    assert not [one() for one in kept if one()]


@pytest.mark.parametrize("at", [0, 100, 1000, -1])
def test_a_damaged_encrypted_snapshot_is_found_when_it_is_opened(folder: Path, clock: Clock, at: int) -> None:
    encrypted(folder, clock).open().close()
    file = folder / "rapport.json.age"
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
    store = Store(folder, key=KEY)
    assert store.notices() == [REBUILT.format(name=file.name)]
    assert len(store.docs["entries"]) == 1000


def test_insights_and_people_decode_few_entries_and_no_note_for_its_day(folder: Path, clock: Clock) -> None:
    journal = large(folder, clock)
    for count in (journal.insights.weeks, journal.insights.review, journal.insights.drifting, journal.people.search):
        assert count()
    assert journal.trends.talks()
    assert journal.trends.balance()
    assert journal.trends.openings() == []
    assert journal.notes.open()
    records = journal._context.cache.entries._decoded
    assert len(records) < 200
    journal.close()


@pytest.fixture(params=["plain", "encrypted"])
def indexed(request: pytest.FixtureRequest, folder: Path, clock: Clock) -> tuple[str, Path]:
    """Return the key of a journal of some size, and the file of its index."""
    is_plain = request.param == "plain"
    journal = large(folder, clock) if is_plain else encrypted(folder, clock).open()
    journal.close()
    return "" if is_plain else KEY, folder / "derived" / "index.bin"


def damage(indexed: tuple[str, Path], content: bytes) -> None:
    """Replace an index, and check that it is not used, that all is read without it, and that a new one is made."""
    key, file = indexed
    assert content != file.read_bytes()
    file.write_bytes(content)
    store = Store(file.parent.parent, key=key)
    assert not isinstance(store._storage.tables["entries"], LazyDocs)
    assert len(store.docs["entries"]) == 1000
    assert store.notices() == []
    store.keep_index(lambda docs: kept(cache_of(docs)))
    again = Store(file.parent.parent, key=key)
    assert isinstance(again._storage.tables["entries"], LazyDocs)
    assert told(again) == told(store)


def test_an_index_with_a_wrong_byte_is_not_used(indexed: tuple[str, Path]) -> None:
    data = indexed[1].read_bytes()
    for place in (0, 3, 5, 7, 8, 30, 300, 1000, *range(5000, len(data), len(data) // 5), len(data) - 1):
        damage(indexed, data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


@pytest.mark.parametrize("content", [b"", b"\x00" * 50, b"\xff\xfe", b"\x86", None], ids=str)
def test_a_damaged_index_is_not_used(indexed: tuple[str, Path], content: bytes | None) -> None:
    damage(indexed, indexed[1].read_bytes()[:-1] if content is None else content)


def test_an_index_for_another_key_is_not_used(folder: Path, clock: Clock) -> None:
    encrypted(folder, clock).close()
    store = Store(folder, key=KEY)
    data = store.place.seal.open(store.path.read_bytes())
    other = index_of(store.path.read_bytes(), data, Meta(SCHEMA), {}, Seal(public_of(new_key())))
    assert other
    damage((KEY, store.place.index), other)


def test_an_index_of_another_snapshot_or_version_is_not_used(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(folder, clock).close()
    with monkeypatch.context() as other:
        other.setattr(index_file, "__version__", "99")
        assert not isinstance(Store(folder)._storage.tables["entries"], LazyDocs)
    snapshot = folder / "rapport.json"
    snapshot.write_bytes(snapshot.read_bytes().replace(b"coffee", b"toffee"))
    store = Store(folder)
    assert not isinstance(store._storage.tables["entries"], LazyDocs)
    assert any("toffee" in doc["text"] for doc in store.docs["entries"].values())


def test_a_small_journal_keeps_none(folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage_module, "SMALLEST", snapshot_index.SMALLEST)
    journal = Journal(folder, clock=clock)
    journal.people.add("Ann")
    journal.close()
    assert not (folder / "derived").exists()


@pytest.mark.parametrize("ids", [("2", "1"), ("1", "01"), ("1", "9" * 30), ("1", "x")])
def test_a_snapshot_whose_ids_somebody_edited_has_no_index(ids: tuple[str, str]) -> None:
    data = encode_snapshot({"entries": {"1": {"uid": "e1"}, "2": {"uid": "e2"}}}, Meta(SCHEMA))
    assert index_of(data, data, Meta(SCHEMA), {}, PLAIN)
    edited = data
    for number, (before, after) in enumerate(zip(("1", "2"), ids, strict=True), 1):
        edited = edited.replace(f'"{before}": {{"uid":"e{number}"'.encode(), f'"{after}": {{"uid":"e{number}"'.encode())
    assert edited != data
    assert index_of(edited, edited, Meta(SCHEMA), {}, PLAIN) is None
