from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.exchange import file_reader as reading
from rapport_tui.exchange import parsed_file as cards
from rapport_tui.exchange.file_reader import read_bytes, read_file
from rapport_tui.exchange.parsed_file import ReadOptions
from rapport_tui.model.errors import RapportError
from rapport_tui.model.text import clean, clean_line

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SEEDS = [path.read_bytes() for path in sorted(SAMPLES.iterdir())] + [
    b"### Friends:\n- Ana Lima (a.k.a. Nana) [Porto] @x\n### Activities:\n- 2026-01-02: Tea, **Ana Lima**. @x\n",
    b'{"tags": {}, "entries": [{"title": "t", "body": "b", "date": "2026-01-02", "time": "09:30", "tags": ["@x"]}]}',
    b'{"version": "1", "account": {"data": [{"type": "contact", "values": [{"uuid": "a", "properties": {}}]}]}}',
    b'{"format": "rapport", "schema": 1, "people": [{"uid": "a", "name": "A", "added": "2026-01-02"}]}',
]

KEYS = (
    "uuid", "properties", "data", "type", "values", "first_name", "tags", "birthdate", "first_met_date", "messages",
    "first_met_through", "happened_at", "stay_in_touch_frequency", "uid", "name", "added", "since", "date", "title",
)  # fmt: skip
PROPERTIES = (
    "FN", "N", "EMAIL", "TEL", "ORG", "ADR", "BDAY", "NOTE", "CATEGORIES", "UID", "URL", "X-ABDATE", "item1.X-ABLabel",
    "item1.TEL", "RELATED", "X-ANDROID-CUSTOM", "X-SPOUSE", "IMPP", "PHOTO", "AGENT", "BEGIN", "END", "", " ", "KIND",
)  # fmt: skip
HEADERS = (
    "Name", "First Name", "E-mail 1 - Value", "E-mail 1 - Label", "Birthday", "Birth Day", "Birth Month",
    "Connected On", "Labels", "Address 1 - City", "Home Street", "Rapport uid", "Stage", "Notes", "IM Skype", "Odd",
)  # fmt: skip


def check(data: bytes) -> None:
    """Whatever is read is clean; whatever is not is refused."""
    try:
        found = read_bytes(data, file="x")
    except RapportError:
        return
    for card in found.cards:
        assert card.name
        for text in (card.name, card.role, card.org, card.location, *card.emails, *card.phones, *card.tags):
            assert text == clean_line(text)
        for text in card.notes:
            assert text == clean(text).strip()
    for problem in found.problems:
        assert problem.why == clean_line(problem.why)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data)


@given(
    st.sampled_from([b"BEGIN:VCARD\n", b"name,email,birthday\n", b"### Friends:\n", b'{"entries":']),
    st.text(max_size=200),
)
def test_any_text_after_a_true_beginning(start: bytes, text: str) -> None:
    check(start + text.encode("utf-8", "surrogatepass"))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)
parameters = st.sampled_from(
    [
        "",
        ";CHARSET=utf-16",
        ";ENCODING=QUOTED-PRINTABLE",
        ";ENCODING=b",
        ";TYPE=FAX",
        ';X="a:b;c',
        ";VALUE=uri",
        ";PREF=1",
    ]
)
lines = st.tuples(st.sampled_from(PROPERTIES), parameters, st.text(max_size=30)).map(
    lambda parts: "{}{}:{}".format(*parts)
)


@given(values)
def test_any_value_in_the_place_of_any_other_in_a_document(value: object) -> None:
    for document in (
        {"account": {"data": [{"type": "contact", "values": [{"uuid": "a", "properties": value, "data": [value]}]}]}},
        {"account": {"data": [{"type": "activity", "values": value}, value], "properties": value}},
        {"account": {"data": [{"type": "contact", "values": [value]}, {"type": "relationship", "values": [value]}]}},
        {"entries": [value, {"date": "2026-01-02", "title": value, "tags": value, "time": value}]},
        {"format": "rapport", "schema": 1, "people": value, "notes": [value]},
        {"format": "rapport", "schema": value},
    ):
        check(json.dumps(document).encode())


@given(
    st.lists(lines, max_size=8), st.sampled_from(["2.1", "3.0", "4.0"]), st.sampled_from(["utf-8", "utf-16", "cp1252"])
)
def test_cards_of_any_properties(written: list[str], version: str, codec: str) -> None:
    check("\n".join(["BEGIN:VCARD", f"VERSION:{version}", *written, "END:VCARD", ""]).encode(codec, "replace"))


@given(
    st.lists(st.sampled_from(HEADERS), min_size=1, max_size=8),
    st.lists(st.lists(st.text(max_size=15), max_size=9), max_size=4),
    st.sampled_from([",", ";", "\t"]),
)
def test_tables_of_any_columns(headers: list[str], rows: list[list[str]], separator: str) -> None:
    check("\n".join(separator.join(cells) for cells in [headers, *rows]).encode("utf-8", "replace"))


@given(
    st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.binary(max_size=6)), max_size=8)
)
def test_mutations_of_true_files(data: bytes, edits: list[tuple[float, int, bytes]]) -> None:
    for where, cut, new in edits:
        place = int(where * len(data))
        data = data[:place] + new + data[place + cut :]
    check(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"\x00" * 50, "not a text file"),
        (bytes(range(256)) * 20, "not a text file"),
        (b"PK\x03\x04rest", "Unpack it"),
        (b"%PDF-1.7", "a PDF"),
        (b"Dear Ana,\nhow are you?\n", "Understood are"),
        (b"[" * 200_000, "cut off or broken"),
        (b'{"a": 1}', "unknown kind"),
    ],
)
def test_what_is_no_address_book_is_refused_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(RapportError, match=says):
        read_bytes(data, file="x")


def test_a_file_that_is_too_large_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RapportError, match="could not be read"):
        read_file(tmp_path / "none.vcf")
    with pytest.raises(RapportError, match="could not be read"):
        read_file(tmp_path)
    monkeypatch.setattr(reading, "LARGEST", 10)
    large = tmp_path / "large.vcf"
    large.write_bytes(b"x" * 11)
    with pytest.raises(RapportError, match="is larger than"):
        read_file(large)


@pytest.mark.parametrize("data", [b"BEGIN:VCARD\nNOTE:\n" * 20, b"name\n" + b"x\n" * 20])
def test_more_than_any_address_book_holds_is_refused(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "MOST_RECORDS", 10)
    with pytest.raises(RapportError, match="more than 10 records"):
        read_bytes(data, file="x")
    monkeypatch.setattr(reading, "MOST_LINES", 15)
    with pytest.raises(RapportError, match="more than 15 lines"):
        read_bytes(data, file="x")


@pytest.mark.parametrize(
    ("name", "people", "lost"), [("phone.vcf", 5, 0), ("linkedin.csv", 5, 1), ("google.csv", 3, 0)]
)
def test_the_samples_that_ship(name: str, people: int, lost: int) -> None:
    found = read_file(SAMPLES / name)
    assert len(found.cards) == people
    assert sum(not problem.partial for problem in found.problems) == lost
    assert all(card.source == name for card in found.cards)


CARDS = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Zoë Lind\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Bo\r\nEND:VCARD\r\nNOTE:one\r\n  two\r\n"
    "END:VCARD\r\nstray\r\nBEGIN:VCARD\r\nFN:王小明\r\nPHOTO;ENCODING=b:AAAA\r\n BBBB\r\nTEL:nonsense\r\n"
    "END:VCARD\r\nBEGIN:VCARD\r\nFN:Ana"
)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("size", [1, 2, 7, 30, 100, 10_000])
def test_a_large_vcard_is_read_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, end: str) -> None:
    data = CARDS.replace("\r\n", end).encode()
    path = tmp_path / "a.vcf"
    path.write_bytes(data)
    options = ReadOptions(keep_raw=True)
    whole = read_bytes(data, file="a.vcf", options=options)
    assert len(whole.cards) == 3
    monkeypatch.setattr("rapport_tui.exchange.file_reader.SLICE", size)
    assert read_file(path, options) == whole
    path.write_bytes(CARDS.replace("王小明", "Jörg").encode("cp1252"))
    assert [card.name for card in read_file(path, options).cards] == ["Zoë Lind", "Jörg", "Ana"]
