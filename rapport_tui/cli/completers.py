"""Shell completion: names of people, ids, places, and the marks of a line.

A completion never writes, prints no messages, and offers nothing if the journal can’t be read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem

from rapport_tui.capture.query_line import KEYS, STATES
from rapport_tui.cli.session import Session
from rapport_tui.model.errors import RapportError
from rapport_tui.model.names import name_key
from rapport_tui.model.patterns import lazy_pattern
from rapport_tui.model.places import PLACES
from rapport_tui.model.records import KINDS, STAGES
from rapport_tui.playbook.languages import load_playbook
from rapport_tui.settings import Settings
from rapport_tui.settings_io import MEANINGS, TABLE_KEYS, options_of

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_MOST: Final = 50
_PLAIN: Final = lazy_pattern(r"[\w@.:+#/-]+(?: [\w-]+)*")
"""Match a word that no shell interprets. bash pastes a completion unquoted: a `;` or a `$` in a name would be run."""


def names(ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete people, and other values that may follow a person's name, such as a stage."""
    with _journal(ctx) as journal:
        found = [] if journal is None else list(_people(journal, typed))
    if typed:  # click does not pass the preceding words
        found += [
            (choice, "")
            for param in ctx.command.params
            if isinstance(param, click.Argument) and isinstance(param.type, click.Choice)
            for choice in map(str, param.type.choices)
            if choice.startswith(typed)
        ]
    return _items(found)


def line(ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete a line of the journal: @people, #topics, kinds, /moves, days."""
    with _journal(ctx) as journal:
        offered = journal.completion.offer(typed, limit=_MOST) if journal else None
    if offered is None or not typed.strip():
        return []
    choices = [
        (f"@{one.person}" if one.person and not _PLAIN.fullmatch(one.text) else one.text, one)
        for one in offered.choices
    ]
    return _items((typed[: offered.start] + text, one.detail) for text, one in choices if _PLAIN.fullmatch(text))


def query(ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the keys of a query, and their values."""
    key, colon, value = typed.partition(":")
    if not colon:
        return _items((f"{one}:", "") for one in KEYS if one.startswith(key))
    values: Iterable[tuple[str, str]] = ()
    if key == "with":
        with _journal(ctx) as journal:
            values = list(_people(journal, value)) if journal else ()
    elif key in {"stage", "kind", "is"}:
        words: dict[str, Iterable[str]] = {"stage": STAGES, "kind": KINDS, "is": STATES}
        values = ((word, "") for word in words[key] if word.startswith(value))
    return _items((f"{key}:{one}", detail) for one, detail in values)


def moves(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the ids of moves."""
    return _items((move.id, move.title) for move in load_playbook().moves if move.id.startswith(typed))


def items(ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the ids of today’s list."""
    with _journal(ctx) as journal:
        tasks = journal.today.plan() if journal else []
        found = [(task.item.id, journal.today.title(task)) for task in tasks] if journal else []
    return _items((item_id, title) for item_id, title in found if item_id.startswith(typed))


def notes(ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the short ids of notes that are not closed."""
    with _journal(ctx) as journal:
        ids = journal.notes.short_ids() if journal else {}
        found = [(ids[note.uid], note.text) for note in journal.notes.all() if note.done is None] if journal else []
    return _items((uid, text) for uid, text in found if uid.startswith(typed))


def places(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete places."""
    return _items((place, "") for place in PLACES if place.startswith(typed))


def settings(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete settings as `key=`, and the values of settings with a few fixed values."""
    key, equals, value = typed.partition("=")
    if equals:
        options = options_of(key) if key in Settings._fields else ()
        return _items((f"{key}={option}", "") for option in options if option.startswith(value))
    keys = [one for one in Settings._fields if one != "keys"]
    named = ((one, f"{one}.{name}=" if name else f"{one}=") for one in keys for name in TABLE_KEYS.get(one, ("",)))
    return _items((name, MEANINGS[one]) for one, name in named if name.startswith(key))


def _people(journal: Journal, typed: str) -> Iterator[tuple[str, str]]:
    """Yield people as one word each that every command accepts for their name: the uid if nothing else is safe."""
    wanted = name_key(typed.removeprefix("@"))
    at = "@" if typed.startswith("@") else ""
    for summary in journal.people.complete(typed.removeprefix("@"), limit=_MOST):
        person = summary.person
        word = ".".join(journal.people.mention(person).removeprefix("@").strip('"').split())
        full = ".".join(person.name.split()).casefold()
        for name in (word, full):
            if name_key(name).startswith(wanted):
                word = name if _PLAIN.fullmatch(name) else person.uid
                yield f"{at}{word}", f"{person.name} · {person.stage}"
                break


def _items(offered: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    return [CompletionItem(value, help=detail or None) for value, detail in offered]


@contextmanager
def _journal(ctx: click.Context) -> Iterator[Journal | None]:
    """Yield the journal that the command line names, or None if it can't be read."""
    root = ctx.find_root().params
    session = Session(root.get("folder"), demo=bool(root.get("demo")))
    session.may_ask = False
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):  # noqa: PTH123
        try:
            yield session.journal
        except RapportError:
            yield None
        finally:
            session.close()
