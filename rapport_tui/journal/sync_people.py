"""Merging of people that two machines created independently, and of records about merged people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from rapport_tui.exchange.match_keys import email_key
from rapport_tui.journal.context import JournalContext
from rapport_tui.journal.duplicates import DuplicatesService
from rapport_tui.model.names import name_key
from rapport_tui.model.origins import SYNC
from rapport_tui.model.records import Person
from rapport_tui.model.wording import counted
from rapport_tui.sync.stamps import device_of
from rapport_tui.sync.state import SyncState


def join_namesakes(context: JournalContext, duplicates: DuplicatesService, state: SyncState, created: Set[str]) -> None:
    """Merge people who are in the journal twice because two machines added or imported them.

    `created` are the uids of the people just received. The result is the same on all machines: the smallest uid stays.
    """
    names = _namesakes(context, state, created) if created else {}
    if names:
        who = counted(len(names), "person", "people")
        with context.history.action(f"Made {who} one who came from two machines", origin=SYNC) as writer:
            duplicates.merge_with(writer, names)


def follow_joined(context: JournalContext, duplicates: DuplicatesService) -> None:
    """Link records about merged people to the people they were merged into."""
    cache = context.cache
    became = {
        uid.removeprefix("people/"): doc["into"]
        for uid, doc in context.store.docs["stamps"].items()
        if "into" in doc and uid.startswith("people/")
    }
    names = {}
    for old, new in became.items():
        while new in became:
            new = became[new]
        linked = (cache.entries_of, cache.notes_of, cache.stage_changes_of, cache.messages_of)
        if new in cache.people and any(find(old) for find in linked):
            names[old] = new
    if names:
        with context.history.action("Linked lines to their people", origin=SYNC) as writer:
            duplicates.rename(writer, names, {})


def _namesakes(context: JournalContext, state: SyncState, created: Set[str]) -> dict[str, str]:
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in context.cache.people:
        for key in _keys(context, person):
            groups[key].append(person)
    names: dict[str, str] = {}
    for group in groups.values():
        uids = {person.uid for person in group}
        if len(group) < 2 or uids.isdisjoint(created) or not uids.isdisjoint(names):
            continue
        makers = {_maker(context, state, person.uid) for person in group}
        if len(makers) == len(group) and not any(uids & set(person.apart) for person in group):
            kept = min(uids)
            names |= dict.fromkeys(sorted(uids - {kept}), kept)
    return {old: new for old, new in names.items() if new not in names}


def _keys(context: JournalContext, person: Person) -> Iterator[str]:
    """Yield the identifying keys of a person, most reliable first."""
    source = context.cache.sources.get(person.uid)
    for kind, said in sorted(source.said.items()) if source else ():
        for key in said.get("key", ()):
            yield f"{kind} {key}"
    for address in person.emails:
        if key := email_key(address):
            yield f"mail {key}"
    yield f"name {name_key(person.name)}"


def _maker(context: JournalContext, state: SyncState, uid: str) -> str:
    """Return the machine on which a person was added."""
    stamps = context.store.docs["stamps"].get(f"people/{uid}", {})
    return device_of(stamps.get("made", state.baseline))
