"""Names as people and programs write them: one form for comparing, and their parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rapport_tui.model.names import NameParts, first_name, name_key, plain_name, read_name, split_name


@pytest.mark.parametrize(
    "names",
    [
        ("Zoë Müller", "zoe muller", "ZOË MÜLLER", "Zoe\u0308 Mu\u0308ller"),
        ("Søren Łukasz Đorđe", "soren lukasz dorde"),
        ("Siobhán O’Brien", "siobhan o'brien", "SIOBHÁN OBRIEN", "siobhan.o’brien"),
        ("Jean-Luc Picard", "jean luc picard", "jean_luc_picard"),
        ("St. John Rivers", "st john rivers"),
        ("משה כהן", "\u200fמשה כהן\u200e", "\u202bמשה\u202c \u2067כהן\u2069"),
        ("علی کریمی", "علي كريمي", "عـلی کریمی", "علی\u200c کریمی"),
        ("Ana Lima", "Ａｎａ　Ｌｉｍａ", "𝐀𝐧𝐚 𝐋𝐢𝐦𝐚", "Ana\u00a0Lima", "A\u00adna Lima", "Ana Lima 🌱"),
        ("山田 太郎", "山田太郎", "山田　太郎"),
        ("İpek Işık", "ipek işık", "IPEK IŞIK"),
    ],
)
def test_writings_of_one_name_are_compared_as_one(names: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in names}) == 1


@pytest.mark.parametrize("pair", [("Ana", "Anna"), ("राम", "रमा"), ("🦊", "🐻"), ("มานี", "มานะ")])
def test_other_names_stay_others(pair: tuple[str, str]) -> None:
    assert name_key(pair[0]) != name_key(pair[1])


@given(st.text())
def test_the_comparable_form_is_its_own_and_never_empty(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
    assert bool(name_key(name)) == bool(name.strip())


@example(",  ")
@given(st.text(st.sampled_from("aB.Dr ,()MBAPhD/sheü山🌱\"'’"), max_size=40))
def test_no_letter_of_a_name_is_lost(name: str) -> None:
    parts = split_name(name)
    kept = " ".join(map(str, (getattr(parts, field) for field in NameParts.__struct_fields__)))
    assert set(name_key(name).replace(" ", "")) <= set(name_key(kept).replace(" ", "")) or not name_key(name).isalnum()
    assert bool(parts.name) == bool(name.strip())
    assert bool(first_name(name)) == bool(name)
    plain_name(name)


@pytest.mark.parametrize(
    ("written", "name", "title", "suffix", "pronouns"),
    [
        ("Dr. Lena Schmidt, MBA", "Lena Schmidt", "Dr.", "MBA", ""),
        ("Prof. Dr.-Ing. Hans Müller", "Hans Müller", "Prof. Dr.-Ing.", "", ""),
        ("Prof.Dr. Ayşe Yılmaz", "Ayşe Yılmaz", "Prof.Dr.", "", ""),
        ("Mr. Jan van der Berg Jr.", "Jan van der Berg", "Mr.", "Jr.", ""),
        ("Nadia Okoro, PhD, PMI-ACP®", "Nadia Okoro", "", "PhD, PMI-ACP®", ""),
        ("Ute Krämer (she/her)", "Ute Krämer", "", "", "she/her"),
        ("Sam Ortiz | they/them", "Sam Ortiz", "", "", "they/them"),
        ("Mika Virtanen (Any Pronouns)", "Mika Virtanen", "", "", "Any Pronouns"),
        ("Schmidt, Lena, Dr. (sie/ihr)", "Lena Schmidt", "Dr.", "", "sie/ihr"),
        ("Okafor, Prof. Adaeze", "Adaeze Okafor", "Prof.", "", ""),
        ("Smith Jr., John A.", "John A. Smith", "", "Jr.", ""),
        ("Frau Weber", "Frau Weber", "", "", ""),
        ("Dr. Phil", "Dr. Phil", "", "", ""),
        ("Dr.", "Dr.", "", "", ""),
        ("Dean Martin", "Dean Martin", "", "", ""),
        ("Jack Ma", "Jack Ma", "", "", ""),
        ("Acme, Inc.", "Acme, Inc.", "", "", ""),
        ("Anna Lee, Head of Sales, Berlin", "Anna Lee, Head of Sales, Berlin", "", "", ""),
        ("Tom, the plumber", "Tom, the plumber", "", "", ""),
        ("the woman from the lift, Anna", "the woman from the lift, Anna", "", "", ""),
        ("the woman from the lift", "the woman from the lift", "", "", ""),
        ("د. أحمد حسن", "أحمد حسن", "د.", "", ""),
        ("田中 さん", "田中", "", "さん", ""),
    ],
)
def test_titles_suffixes_and_pronouns_are_apart(
    written: str, name: str, title: str, suffix: str, pronouns: str
) -> None:
    parts = split_name(written)
    assert (parts.name, parts.title, parts.suffix, parts.pronouns) == (name, title, suffix, pronouns)


def test_names_as_they_are_written() -> None:
    lines = Path(__file__).with_name("written_names.txt").read_text("utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    assert len(rows) > 200
    wrong = []
    for row in rows:
        cells = [cell.strip() for cell in row.removeprefix("~").split("|")]
        written, name, first, *others = [*cells, "", "", ""][:6]
        parts = read_name(written)
        found = [parts.name, parts.title, parts.suffix, parts.pronouns]
        is_told = (parts.given or first_name(parts.name)) == first
        if found != [name, *others] or is_told == row.startswith("~"):
            wrong.append((written, *found))
    assert not wrong


@pytest.mark.parametrize(
    ("fields", "name", "given_name"),
    [
        ({"full": "Okafor, Adaeze"}, "Adaeze Okafor", "Adaeze"),
        ({"full": "Nguyen, Thi Mai (External)"}, "Thi Mai Nguyen", "Thi Mai"),
        ({"full": "Nguyễn Thị Lan", "given": "Lan", "middle": "Thị", "family": "Nguyễn"}, "Nguyễn Thị Lan", "Lan"),
        ({"full": "Nagy Eszter", "given": "Eszter", "family": "Nagy"}, "Nagy Eszter", "Eszter"),
        ({"full": "山田 太郎", "given": "太郎", "family": "山田"}, "山田 太郎", "太郎"),
        ({"given": "太郎", "family": "山田"}, "山田 太郎", "太郎"),
        ({"given": "Lan", "family": "Nguyễn Thị"}, "Nguyễn Thị Lan", "Lan"),
        ({"given": "JORGE", "family": "DA SILVA"}, "Jorge da Silva", "Jorge"),
        ({"given": "🌱 Greta", "family": "Holm 🚀"}, "Greta Holm", "Greta"),
        ({"given": "Dr. Ute", "family": "Krämer (she/her)"}, "Ute Krämer", "Ute"),
        ({"given": "Tomas", "family": "Reyes, MBA, PMP"}, "Tomas Reyes", "Tomas"),
        ({"given": "Sam J.", "family": "Ortiz"}, "Sam J. Ortiz", "Sam"),
        ({"given": "Nadia", "family": "Okoro, Coach"}, "Nadia Okoro", "Nadia"),
        ({"full": "Jean DUPONT"}, "Jean Dupont", "Jean"),
        ({"full": "DUPONT-MOREAU Jean"}, "Jean Dupont-Moreau", "Jean"),
        ({"full": "ANGUS O'NEILL MCDONALD"}, "Angus O'Neill McDonald", ""),
        ({"full": "AJ Smith"}, "AJ Smith", ""),
        ({"full": "JP MORGAN"}, "JP Morgan", ""),
        ({"full": "Ana Maria, Sofia Lima", "given": "Ana", "family": "Lima"}, "Ana Maria Sofia Lima", "Ana"),
        ({"full": "Ana, Sofia Lima, PhD", "given": "Ana", "family": "Lima"}, "Ana Sofia Lima", "Ana"),
        ({"full": "Lima, Ana Maria", "given": "Ana Maria", "family": "Lima"}, "Ana Maria Lima", "Ana Maria"),
        ({"full": "Ana Lima, Tide", "given": "Ana", "family": "Lima"}, "Ana Lima", "Ana"),
        ({"full": "Bob Smith", "given": "Robert", "family": "Smith"}, "Bob Smith", ""),
        ({"family": "Weber", "title": "Frau"}, "Frau Weber", ""),
        ({"full": "\u200fמשה כהן\u200e", "given": "משה", "family": "כהן"}, "משה כהן", "משה"),
        ({"full": 'Robert "Bob" Smith'}, "Robert Smith", ""),
        ({"full": "IKEA"}, "IKEA", ""),
        ({"full": "🦊"}, "🦊", ""),
    ],
)
def test_the_name_that_a_file_gives(fields: dict[str, str], name: str, given_name: str) -> None:
    parts = read_name(**fields)
    assert (parts.name, parts.given) == (name, given_name)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ann Lee", "Ann"),
        ("王小明", "王小明"),
        ("", ""),
        (" ", " "),
        ("Dr. Lena Schmidt", "Lena"),
        ("Okafor, Adaeze", "Adaeze"),
        ("Frau Weber", "Frau Weber"),
        ("Tom, the plumber", "Tom"),
        ("🌱 Greta Holm", "Greta"),
        ("Nguyễn Thị Lan", "Lan"),
        ("Nguyễn Thị Lan", "Lan"),
        ("Trần Văn Đức (Duke)", "Đức"),
        ("Hoàng Thị Mai", "Mai"),
        ("Phan Văn Đức", "Đức"),
        ("Lan Nguyễn", "Lan"),
        ("Vũ Trần", "Vũ"),
        ("Nguyễn", "Nguyễn"),
        ("Mai Müller", "Mai"),
        ("Cao Xueqín", "Cao"),
        ("Phan Björk", "Phan"),
        ("Nguyen Thi Lan", "Nguyen"),
        ("Ho Østergård", "Ho"),
    ],
)
def test_first_names(name: str, first: str) -> None:
    assert first_name(name) == first
