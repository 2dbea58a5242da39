from __future__ import annotations

from datetime import date

import pytest

from rapport_tui.exchange.contact_dates import DateError, birthday, clock, day


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2022-06-07", date(2022, 6, 7)),
        ("20220607", date(2022, 6, 7)),
        ("2022-06-07T10:00:00Z", date(2022, 6, 7)),
        ("07 Jun 2022", date(2022, 6, 7)),
        ("4-Apr-21", date(2021, 4, 4)),
        ("Jun 7, 2022", date(2022, 6, 7)),
        ("12 янв. 2024", date(2024, 1, 12)),
        ("12 paź 2024", date(2024, 10, 12)),
        ("12 Ağu 2024", date(2024, 8, 12)),
        ("3 Ιουλ 2024", date(2024, 7, 3)),
        ("3 marraskuu 2024", date(2024, 11, 3)),
        ("12/28/1969", date(1969, 12, 28)),
        ("20/01/1991", date(1991, 1, 20)),
        ("05/05/1991", date(1991, 5, 5)),
        ("03.04.1991", date(1991, 4, 3)),
        ("0/0/00", None),
        ("", None),
    ],
)
def test_a_day_in_each_of_its_forms(text: str, means: date | None) -> None:
    assert day(text) == means


@pytest.mark.parametrize(
    "text", ["03/04/1991", "6/7/22", "2022-02-30", "31/31/2020", "07 Foo 2022", "soon", "١/٢/2022"]
)
def test_what_is_no_one_day_is_never_guessed(text: str) -> None:
    with pytest.raises(DateError):
        day(text)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("19800321", "1980-03-21"),
        ("--0203", "--02-03"),
        ("--02-29", "--02-29"),
        ("1604-03-19", "--03-19"),
        ("12/28/1969", "1969-12-28"),
        ("", ""),
    ],
)
def test_a_birthday_with_and_without_its_year(text: str, means: str) -> None:
    assert birthday(text) == means


@pytest.mark.parametrize("text", ["1980", "1980-03", "---03", "--02-30", "4-Apr-85", "circa 1800"])
def test_a_birthday_that_is_no_day(text: str) -> None:
    with pytest.raises(DateError):
        birthday(text)


def test_a_clock() -> None:
    assert str(clock("09:30")) == "09:30:00"
    assert clock("00:00") is clock("25:00") is clock("") is None
