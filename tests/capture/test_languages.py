"""Days in German, French and Spanish; English is understood beside each."""

from __future__ import annotations

from datetime import date, time

import pytest

from rapport_tui.capture.capture_line import parse_line, shown
from rapport_tui.capture.partial_token import days_like

MONDAY = date(2026, 11, 23)

STAMPS = [
    ("de", "gestern: Tee", "2026-11-22"),
    ("de", "Gestern Abend: Tee", "2026-11-22"),
    ("de", "vorgestern: Tee", "2026-11-21"),
    ("de", "heute früh: Tee", "2026-11-23"),
    ("de", "Freitag: Tee", "2026-11-20"),
    ("de", "am Freitag: Tee", "2026-11-20"),
    ("de", "letzten Montag: Tee", "2026-11-16"),
    ("de", "vor drei Tagen: Tee", "2026-11-20"),
    ("de", "vor einer Woche: Tee", "2026-11-16"),
    ("de", "vor 2 Monaten: Tee", "2026-09-23"),
    ("de", "20. November: Tee", "2026-11-20"),
    ("de", "Freitag, den 20. November 2026: Tee", "2026-11-20"),
    ("de", "Fr 20.11.: Tee", "2026-11-20"),
    ("de", "3. März: Tee", "2026-03-03"),
    ("de", "yesterday: Tee", "2026-11-22"),
    ("fr", "hier: un thé", "2026-11-22"),
    ("fr", "hier soir: un thé", "2026-11-22"),
    ("fr", "avant-hier: un thé", "2026-11-21"),
    ("fr", "aujourd’hui: un thé", "2026-11-23"),
    ("fr", "vendredi: un thé", "2026-11-20"),
    ("fr", "lundi dernier: un thé", "2026-11-16"),
    ("fr", "il y a trois jours: un thé", "2026-11-20"),
    ("fr", "le 20 novembre: un thé", "2026-11-20"),
    ("fr", "1er août 2026: un thé", "2026-08-01"),
    ("fr", "ven. 20 nov.: un thé", "2026-11-20"),
    ("es", "ayer: un té", "2026-11-22"),
    ("es", "anoche: un té", "2026-11-22"),
    ("es", "anteayer: un té", "2026-11-21"),
    ("es", "el viernes: un té", "2026-11-20"),
    ("es", "el lunes pasado: un té", "2026-11-16"),
    ("es", "hace tres días: un té", "2026-11-20"),
    ("es", "el 20 de noviembre de 2026: un té", "2026-11-20"),
    ("es", "miércoles: un té", "2026-11-18"),
]


@pytest.mark.parametrize(("language", "text", "day"), STAMPS)
def test_an_escaped_day_stays_text_without_its_backslash(language: str, text: str, day: str) -> None:
    for other in ("en", language):
        line = parse_line(f"\\{text}", today=MONDAY, language=other)
        assert (line.day, shown(line, [])) == (None, text)


DUE = [
    ("de", "! die Liste bis Freitag", "die Liste", "2026-11-27"),
    ("de", "! die Liste bis zum 4. Dezember, ok", "die Liste, ok", "2026-12-04"),
    ("de", "! die Liste bis morgen", "die Liste", "2026-11-24"),
    ("de", "! die Liste bis übermorgen #x", "die Liste #x", "2026-11-25"),
    ("de", "! die Liste bis Ende des Monats", "die Liste", "2026-11-30"),
    ("de", "! die Liste bis nächste Woche", "die Liste", "2026-12-04"),
    ("de", "! die Liste bis nächsten Montag", "die Liste", "2026-11-30"),
    ("de", "! die Liste bis Dezember", "die Liste", "2026-12-31"),
    ("fr", "! la liste avant vendredi", "la liste", "2026-11-27"),
    ("fr", "! la liste d’ici demain", "la liste", "2026-11-24"),
    ("fr", "! la liste pour la fin du mois", "la liste", "2026-11-30"),
    ("fr", "! la liste pour le 4 décembre", "la liste", "2026-12-04"),
    ("fr", "! la liste pour la semaine prochaine", "la liste", "2026-12-04"),
    ("fr", "! la liste pour vendredi prochain", "la liste", "2026-11-27"),
    ("fr", "! la liste pour Tom", "la liste pour Tom", None),
    ("es", "! la lista para el viernes", "la lista", "2026-11-27"),
    ("es", "! la lista antes del 4 de diciembre", "la lista", "2026-12-04"),
    ("es", "! la lista hasta mañana", "la lista", "2026-11-24"),
    ("es", "! la lista para fin de mes", "la lista", "2026-11-30"),
    ("es", "! la lista para la semana que viene", "la lista", "2026-12-04"),
    ("es", "! la lista para Tom", "la lista para Tom", None),
]


@pytest.mark.parametrize(("language", "text", "day"), STAMPS)
def test_the_day_of_a_line(language: str, text: str, day: str) -> None:
    line = parse_line(text, today=MONDAY, language=language)
    assert (str(line.day), line.doubts, line.asks) == (day, (), ())


@pytest.mark.parametrize(("language", "text", "note", "due"), DUE)
def test_the_due_day_of_a_promise(language: str, text: str, note: str, due: str | None) -> None:
    (mark,) = parse_line(f"@tom {text}", today=MONDAY, language=language).marks
    assert (mark.text, mark.due and str(mark.due)) == (note, due)


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        ("de", "gestern um 9 Uhr: Tee", time(9)),
        ("de", "heute 14 Uhr 30: Tee", time(14, 30)),
        ("fr", "hier à 9h30: un thé", time(9, 30)),
        ("es", "ayer a las 9:30: un té", time(9, 30)),
    ],
)
def test_the_time_of_a_line(language: str, text: str, at: time) -> None:
    assert parse_line(text, today=MONDAY, language=language).time == at


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "gestern: x"), ("en", "ayer: x"), ("en", "hier: x"), ("de", "So: x"), ("de", "Do: x"), ("fr", "Sam: x")],
)
def test_what_is_no_day_in_the_language_stays_text(language: str, text: str) -> None:
    assert parse_line(text, today=MONDAY, language=language).body == text


@pytest.mark.parametrize(
    ("language", "typed", "near"),
    [("de", "Fretiag", "Freitag"), ("fr", "vendrdi", "vendredi"), ("es", "mañna", "mañana")],
)
def test_what_is_almost_a_day_is_named(language: str, typed: str, near: str) -> None:
    (doubt,) = parse_line(f"{typed}: x", today=MONDAY, language=language).doubts
    assert doubt.endswith(f"Did you mean {near}?")


def test_days_are_offered_in_the_language() -> None:
    assert next(iter(days_like("über", MONDAY, "dmy", "de")), None) is None
    assert [word for word, _ in days_like("", MONDAY, "dmy", "de")][:3] == ["heute", "morgen", "mittwoch"]


def test_a_span_of_time_that_has_been_is_asked_about() -> None:
    for language, text in (("de", "letzte Woche"), ("fr", "la semaine dernière"), ("es", "la semana pasada")):
        (asked,) = parse_line(f"{text}: x", today=MONDAY, language=language).asks
        assert asked.days[0] == date(2026, 11, 20)
