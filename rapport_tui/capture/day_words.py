"""The words for days, months and times of several languages, all folded: without capitals and accents."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import msgspec

from rapport_tui.model.text import fold

Unit = str
"""One of "day", "week", "fortnight", "weekend", "month", "quarter", "year"."""


class DayWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a language for days. Synonyms are separated by spaces, alternative phrases by `|`.

    `short_weekdays` count only before a date. `before_last` and `after_last` are words before and after a past weekday,
    `before_next` and `after_next` those for a future one; `on` may precede any date, `by` a due day. `periods` are
    spans of time with their distance in units. `ago` and `ahead` have `{}` for the count and the unit.
    """

    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    relative: dict[str, int]
    units: dict[str, str]
    counts: dict[str, int]
    ago: str
    ahead: str
    on: str
    before_last: str
    before_next: str
    after_last: str = ""
    after_next: str = ""
    of: str = ""
    by: str
    end_of: str
    periods: dict[str, tuple[Unit, int]]
    past_periods: dict[str, tuple[Unit, int]]


ENGLISH: Final = DayWords(
    weekdays=(
        "Monday mon",
        "Tuesday tue tues",
        "Wednesday wed",
        "Thursday thu thur thurs",
        "Friday fri",
        "Saturday sat",
        "Sunday sun",
    ),
    short_weekdays=("",) * 7,
    months=(
        "January jan",
        "February feb",
        "March mar",
        "April apr",
        "May",
        "June jun",
        "July jul",
        "August aug",
        "September sep sept",
        "October oct",
        "November nov",
        "December dec",
    ),
    relative={
        "yesterday": -1,
        "last night": -1,
        "day before yesterday": -2,
        "today": 0,
        "tonight": 0,
        "this morning": 0,
        "this afternoon": 0,
        "this evening": 0,
        "tomorrow": 1,
        "day after tomorrow": 2,
    },
    units={"day": "day days", "week": "week weeks", "month": "month months", "year": "year years"},
    counts={
        "a": 1,
        **{
            w: n
            for n, w in enumerate(
                ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=1
            )
        },
    },
    ago="{} ago",
    ahead="in {}",
    on="on",
    before_last="last",
    before_next="next",
    of="of",
    by="by",
    end_of="the end of|end of|the",
    periods={
        "end of day|end of the day|end of this day|eod": ("day", 0),
        "next day|end of next day": ("day", 1),
        "end of week|end of the week|end of this week|this week|eow": ("week", 0),
        "next week|end of next week": ("week", 1),
        "end of month|end of the month|end of this month|this month|eom": ("month", 0),
        "next month|end of next month": ("month", 1),
        "end of quarter|end of the quarter|end of this quarter|this quarter": ("quarter", 0),
        "next quarter|end of next quarter": ("quarter", 1),
        "end of year|end of the year|end of this year|this year|eoy": ("year", 0),
        "next year|end of next year": ("year", 1),
        "a fortnight|in a fortnight": ("fortnight", 0),
    },
    past_periods={
        "this week": ("week", 0),
        "last week": ("week", -1),
        "this month": ("month", 0),
        "last month": ("month", -1),
        "last year": ("year", -1),
        "the weekend|at the weekend|this weekend|last weekend|on the weekend": ("weekend", -1),
    },
)

GERMAN: Final = DayWords(
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag Sonnabend", "Sonntag"),
    short_weekdays=("mo", "di", "mi", "do", "fr", "sa", "so"),
    months=(
        "Januar Jänner jan",
        "Februar Feber feb",
        "März Maerz mrz mär",
        "April apr",
        "Mai",
        "Juni jun",
        "Juli jul",
        "August aug",
        "September sep sept",
        "Oktober okt",
        "November nov",
        "Dezember dez",
    ),
    relative={
        "gestern": -1,
        "gestern abend": -1,
        "letzte nacht": -1,
        "vorgestern": -2,
        "heute": 0,
        "heute früh": 0,
        "heute morgen": 0,
        "heute mittag": 0,
        "heute nachmittag": 0,
        "heute abend": 0,
        "morgen": 1,
        "morgen früh": 1,
        "übermorgen": 2,
    },
    units={
        "day": "tag tage tagen",
        "week": "woche wochen",
        "month": "monat monate monaten",
        "year": "jahr jahre jahren",
    },
    counts={
        **dict.fromkeys(("ein", "eine", "einem", "einer", "einen"), 1),
        **{
            w: n
            for n, w in enumerate(["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"], start=2)
        },
    },
    ago="vor {}",
    ahead="in {}",
    on="am|den|am dem",
    before_last="letzten|letzter|letzte|vergangenen|am letzten",
    before_next="nächsten|nächster|nächste|kommenden|am nächsten",
    by="bis|bis zum|bis zur|bis spätestens",
    end_of="ende|ende des|ende der",
    periods={
        "ende des tages": ("day", 0),
        "ende der woche|ende dieser woche|diese woche": ("week", 0),
        "nächste woche|nächster woche|ende nächster woche|ende der nächsten woche": ("week", 1),
        "monatsende|ende des monats|ende dieses monats|diesen monat": ("month", 0),
        "nächsten monat|ende des nächsten monats|ende nächsten monats": ("month", 1),
        "quartalsende|ende des quartals": ("quarter", 0),
        "jahresende|ende des jahres|dieses jahr": ("year", 0),
        "nächstes jahr|ende nächsten jahres": ("year", 1),
    },
    past_periods={
        "diese woche": ("week", 0),
        "letzte woche|vergangene woche|vorige woche": ("week", -1),
        "letzten monat|vorigen monat": ("month", -1),
        "letztes jahr|voriges jahr": ("year", -1),
        "wochenende|am wochenende|letztes wochenende": ("weekend", -1),
    },
)

FRENCH: Final = DayWords(
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    short_weekdays=("lun", "mar", "mer", "jeu", "ven", "sam", "dim"),
    months=(
        "janvier janv",
        "février févr fév",
        "mars",
        "avril avr",
        "mai",
        "juin",
        "juillet juil",
        "août",
        "septembre sept",
        "octobre oct",
        "novembre nov",
        "décembre déc",
    ),
    relative={
        "hier": -1,
        "hier soir": -1,
        "la nuit dernière": -1,
        "avant-hier": -2,
        "avant hier": -2,
        "aujourd'hui": 0,
        "ce matin": 0,
        "ce midi": 0,
        "cet après-midi": 0,
        "ce soir": 0,
        "demain": 1,
        "demain matin": 1,
        "après-demain": 2,
    },
    units={"day": "jour jours", "week": "semaine semaines", "month": "mois", "year": "an ans année années"},
    counts={
        **dict.fromkeys(("un", "une"), 1),
        **{
            w: n
            for n, w in enumerate(["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"], start=2)
        },
        "quinze": 15,
    },
    ago="il y a {}",
    ahead="dans {}",
    on="le",
    before_last="",
    before_next="",
    after_last="dernier",
    after_next="prochain",
    by="d'ici|d'ici à|d'ici au|d'ici le|avant|pour|au plus tard",
    end_of="fin|la fin|fin de|la fin de",
    periods={
        "fin de journée|la fin de la journée": ("day", 0),
        "fin de semaine|la fin de la semaine|fin de la semaine|cette semaine": ("week", 0),
        "la semaine prochaine|semaine prochaine|la fin de la semaine prochaine": ("week", 1),
        "fin de mois|fin du mois|la fin du mois|ce mois-ci": ("month", 0),
        "le mois prochain|la fin du mois prochain": ("month", 1),
        "fin de trimestre|la fin du trimestre|fin du trimestre": ("quarter", 0),
        "fin d'année|la fin de l'année|fin de l'année|cette année": ("year", 0),
        "l'année prochaine|l'an prochain": ("year", 1),
    },
    past_periods={
        "cette semaine": ("week", 0),
        "la semaine dernière|semaine dernière": ("week", -1),
        "le mois dernier": ("month", -1),
        "l'année dernière|l'an dernier": ("year", -1),
        "le week-end|ce week-end|le week-end dernier": ("weekend", -1),
    },
)

SPANISH: Final = DayWords(
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    short_weekdays=("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    months=(
        "enero ene",
        "febrero feb",
        "marzo mar",
        "abril abr",
        "mayo may",
        "junio jun",
        "julio jul",
        "agosto ago",
        "septiembre setiembre sep sept set",
        "octubre oct",
        "noviembre nov",
        "diciembre dic",
    ),
    relative={
        "ayer": -1,
        "anoche": -1,
        "anteayer": -2,
        "antes de ayer": -2,
        "hoy": 0,
        "esta mañana": 0,
        "este mediodía": 0,
        "esta tarde": 0,
        "esta noche": 0,
        "mañana": 1,
        "mañana por la mañana": 1,
        "pasado mañana": 2,
    },
    units={"day": "día días", "week": "semana semanas", "month": "mes meses", "year": "año años"},
    counts={
        **dict.fromkeys(("un", "una"), 1),
        **{
            w: n
            for n, w in enumerate(["dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"], start=2)
        },
        "quince": 15,
    },
    ago="hace {}",
    ahead="en {}|dentro de {}",
    on="el",
    before_last="el pasado|pasado",
    before_next="el próximo|próximo",
    after_last="pasado",
    after_next="próximo|que viene",
    of="de|del",
    by="para|antes de|antes del|hasta|a más tardar",
    end_of="fin de|finales de|el fin de",
    periods={
        "fin del día": ("day", 0),
        "esta semana": ("week", 0),
        "la próxima semana|próxima semana|la semana que viene": ("week", 1),
        "fin de mes|finales de mes|este mes": ("month", 0),
        "el próximo mes|próximo mes|el mes que viene": ("month", 1),
        "fin de trimestre|fin del trimestre": ("quarter", 0),
        "fin de año|finales de año|este año": ("year", 0),
        "el próximo año|próximo año|el año que viene": ("year", 1),
    },
    past_periods={
        "esta semana": ("week", 0),
        "la semana pasada": ("week", -1),
        "el mes pasado": ("month", -1),
        "el año pasado": ("year", -1),
        "el fin de semana|este fin de semana|el fin de semana pasado": ("weekend", -1),
    },
)

_OTHERS: Final = {"de": GERMAN, "fr": FRENCH, "es": SPANISH}
ANY_LANGUAGE: Final = "*"
"""Stands for all languages: what is escaped in one language of the settings stays escaped in another."""


@lru_cache
def day_words(language: str) -> tuple[DayWords, ...]:
    """Return the words for parsing days: those of `language`, then the English ones."""
    if language == ANY_LANGUAGE:
        return (ENGLISH, *_OTHERS.values())
    other = _OTHERS.get(language[:2].lower())
    return (other, ENGLISH) if other else (ENGLISH,)


def phrases(alternatives: str) -> list[str]:
    """Return the phrases of `a|b`, folded."""
    return [fold_words(phrase) for phrase in alternatives.split("|") if phrase]


def fold_words(text: str) -> str:
    """Return `text` folded for comparison with these words."""
    return fold(" ".join(text.split())).replace("’", "'")
