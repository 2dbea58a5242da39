"""Journals of any content, for property tests."""

from __future__ import annotations

from datetime import date
from typing import get_args

import msgspec
from hypothesis import strategies as st

from rapport_tui.exchange.journal_export import SCHEMA, JournalExport
from rapport_tui.exchange.match_keys import link_key
from rapport_tui.model.places import PLACES
from rapport_tui.model.records import (
    ABOUT_THEM,
    STAGES,
    Channel,
    Day,
    Entry,
    Item,
    Message,
    Note,
    Person,
    Source,
    StageChange,
    Template,
)
from rapport_tui.model.text import clean, clean_line

_AWKWARD = [
    "=1+1",
    "'=1",
    "＝A1",
    "-2",
    "@x",
    "[bold]x[/",
    "a,b;c\\n",
    "# no",
    "<b>",
    "王小明",
    "👩‍💻 Ana",
    "END:VCARD",
    "x" * 300,
]

lines = (st.sampled_from(_AWKWARD) | st.text(max_size=40)).map(clean_line)
names = lines.filter(bool)
blocks = (st.sampled_from(_AWKWARD) | st.text(max_size=60)).map(lambda text: clean(text).strip())
uids = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=10, max_size=10)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
birthdays = st.just("") | days.map(date.isoformat) | days.map(lambda day: f"--{day:%m-%d}")
emails = st.from_regex(r"[a-z0-9.+]{1,8}@[a-z]{1,8}\.example", fullmatch=True)


def tuples(texts: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """A few texts, each once."""
    return st.lists(texts.filter(bool), max_size=3, unique_by=str.casefold).map(tuple)


people = st.builds(
    Person,
    uid=uids,
    name=names,
    added=days,
    since=days,
    given=lines,
    family=lines,
    title=lines,
    suffix=lines,
    aliases=tuples(lines),
    pronouns=lines,
    role=lines,
    team=lines,
    org=lines,
    emails=tuples(emails),
    phones=tuples(lines),
    links=st.lists(lines.filter(bool), max_size=3, unique_by=link_key).map(tuple),
    location=lines,
    met=lines,
    stage=st.sampled_from(STAGES),
    tags=tuples(lines),
    birthday=birthdays,
    cadence=st.none() | st.integers(1, 400),
    archived=st.booleans(),
    rank=st.none() | st.floats(allow_nan=False, allow_infinity=False),
)
notes = st.builds(
    Note,
    uid=uids,
    kind=st.sampled_from(ABOUT_THEM),
    text=blocks,
    made=days,
    due=st.none() | days,
    done=st.none() | days,
    closed_by=st.just("") | uids,
)
entries = st.builds(
    Entry,
    uid=uids,
    day=days,
    text=blocks,
    time=st.none() | st.times(),
    topics=tuples(lines),
    channel=st.sampled_from(get_args(Channel)),
)
stage_changes = st.builds(
    StageChange, uid=uids, person=uids, origin=st.sampled_from(STAGES), to=st.sampled_from(STAGES), day=days, why=lines
)
plans = st.builds(
    Day,
    uid=uids,
    day=days,
    off=st.booleans(),
    places=st.tuples(st.sampled_from(PLACES)),
    items=st.tuples(st.builds(Item, id=names, why=lines, meeting=lines)),
)
messages = st.builds(
    Message, uid=uids, person=uids, move=names, text=blocks, day=days, blanks=st.dictionaries(lines, lines, max_size=3)
)
sources = st.builds(
    Source,
    uid=uids,
    said=st.dictionaries(names, st.dictionaries(names, tuples(lines), max_size=2), max_size=2),
)
templates = st.builds(Template, uid=uids, move=names, text=blocks, register=lines)


@st.composite
def archives(draw: st.DrawFn) -> JournalExport:
    """A journal whose notes and entries are about its people."""
    known = tuple(draw(st.lists(people, max_size=4, unique_by=lambda each: each.uid)))
    who = st.lists(st.sampled_from([each.uid for each in known]), max_size=2).map(tuple) if known else st.just(())

    written = draw(st.lists(entries, max_size=3, unique_by=lambda each: each.uid))
    noted = draw(st.lists(notes, max_size=3, unique_by=lambda each: each.uid))
    return JournalExport(
        schema=SCHEMA,
        people=known,
        entries=tuple(msgspec.structs.replace(each, people=draw(who)) for each in written),
        notes=tuple(msgspec.structs.replace(each, people=draw(who)) for each in noted),
        stage_changes=tuple(draw(st.lists(stage_changes, max_size=2, unique_by=lambda each: each.uid))),
        days=tuple(draw(st.lists(plans, max_size=2, unique_by=lambda each: each.uid))),
        messages=tuple(draw(st.lists(messages, max_size=2, unique_by=lambda each: each.uid))),
        templates=tuple(draw(st.lists(templates, max_size=2, unique_by=lambda each: each.uid))),
        sources=tuple(draw(st.lists(sources, max_size=2, unique_by=lambda each: each.uid))),
    )
