"""Long lines of the log, which are encoded and decoded in parts: the same bytes and documents as in one go."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any, cast
from unittest.mock import patch
from zlib import crc32

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.store import log_format, long_json
from rapport_tui.store.log_format import decode_line, encode_line
from rapport_tui.store.long_json import decode_list, decode_tables
from rapport_tui.store.snapshot_format import LogLine
from rapport_tui.store.stored_docs import decoded

NAMES = st.text('ab:"[', max_size=3) | st.sampled_from(["uid", "1", "22", "history"])
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text('aé“😀\n":{}[], ', max_size=5),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=25,
)
docs = st.none() | st.dictionaries(NAMES, values, max_size=5)
lines = st.dictionaries(
    st.sampled_from(["people", "history"]),
    st.dictionaries(st.integers(1, 99).map(str), docs, min_size=1, max_size=9),
    min_size=1,
)


def read(line: LogLine) -> dict[str, Any]:
    """Return a line with its documents decoded."""
    return {
        name: {key: None if doc is None else decoded(doc) for key, doc in docs.items()} for name, docs in line.items()
    }


@given(lines, st.integers(1, 4), st.integers(1, 60))
def test_a_line_in_parts_is_the_line_in_one_go(line: dict[str, Any], at_once: int, long: int) -> None:
    before = deepcopy(line)
    with (
        patch.object(log_format, "_AT_ONCE", at_once),
        patch.object(log_format, "LONG", long),
        patch.object(long_json, "LONG", long),
    ):
        pieces, crc, kept = encode_line(line)
        data = b"".join(pieces)
        found = decode_line(data[:-1])
    assert read(kept) == before
    assert json.loads(data[9:]) == before
    assert crc == crc32(data[9:-1]) == int(data[:8], 16)
    for result in (found, decode_line(data[:-1])):
        assert result is not None
        assert (result[0], read(result[1])) == (crc, before)


def test_no_piece_is_more_than_a_part() -> None:
    line: dict[str, Any] = {"people": {str(n): {"uid": f"p{n}", "name": "x" * 50} for n in range(1, 5_000)}}
    pieces, _, _ = encode_line(line)
    sizes = list(map(len, pieces))
    assert max(sizes) < 100_000 < sum(sizes)


@pytest.mark.parametrize(
    "damage", [b'{"people":{"1":{"uid":"\\ud800"}}}', b'{"people":{"01":{}}}', b'{"people":{"1":{']
)
def test_a_long_line_with_a_fault_is_read_as_a_short_one(damage: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    line = b"%08x %s" % (crc32(damage), damage)
    short = decode_line(line)
    monkeypatch.setattr(log_format, "LONG", 1)
    monkeypatch.setattr(long_json, "LONG", 1)
    assert decode_line(line) == short


def test_of_tables_of_one_name_the_last_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_json, "LONG", 1)
    assert decode_tables(b'{"people":{"1":{}},"people":{"2":{}}}')["people"].keys() == {"2"}


@given(st.lists(values, max_size=9) | st.lists(st.fixed_dictionaries({"uid": values, "": values}), max_size=9))
def test_a_list_in_parts_is_the_list_in_one_go(items: list[Any]) -> None:
    with patch.object(long_json, "LONG", 10):
        data = json.dumps(items, separators=(",", ":"), ensure_ascii=False).encode()
        assert decode_list(msgspec.Raw(data), msgspec.json.Decoder(list[Any])) == items


def test_no_call_decodes_more_than_a_part_and_the_longest_document(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = [{"table": "people", "uid": f"p{n}", "other": {"facts": ["x" * 60]}} for n in range(20_000)]
    people = {str(n): {"uid": f"p{n}", "name": "x" * 50} for n in range(1, 20_000)}
    line = {"people": people, "notes": dict.fromkeys(people), "history": {"1": {"changes": changes}, "2": None}}
    data = json.dumps(line, separators=(",", ":")).encode()
    sizes: list[int] = []

    class Counted:
        def __init__(self, decoder: msgspec.json.Decoder[Any]) -> None:
            self._decoder = decoder

        def decode(self, part: bytes) -> Any:
            sizes.append(len(part))
            return self._decoder.decode(part)

    for name in ("_RAW_DOC", "_RAW_LINE"):
        monkeypatch.setattr(long_json, name, Counted(getattr(long_json, name)))
    tables = decode_tables(data)
    assert {name: len(docs) for name, docs in tables.items()} == {"people": 19_999, "notes": 19_999, "history": 2}
    history = bytes(memoryview(tables["history"]["1"]))
    *others, longest = sorted(sizes)
    assert max(others) < 2 * long_json.LONG < len(history) < longest < len(history) + 2 * long_json.LONG
    sizes.clear()
    stored = long_json.divided(tables["history"]["1"])
    assert isinstance(stored, dict)
    found = decode_list(stored["changes"], cast("msgspec.json.Decoder[list[Any]]", Counted(msgspec.json.Decoder(list))))
    assert found == changes
    assert max(sizes[1:]) < 2 * long_json.LONG
