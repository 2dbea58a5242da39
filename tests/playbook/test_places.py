"""Test the places that are usual on a weekday."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport_tui.model.places import Place
from rapport_tui.model.records import Day
from rapport_tui.playbook.places import usual_places
from tests.playbook.samples import TODAY


def at(days_ago: int, *places: Place, off: bool = False) -> Day:
    day = TODAY - timedelta(days=days_ago)
    return Day(uid=day.isoformat(), day=day, places=places, off=off)


@pytest.mark.parametrize(
    ("days", "places"),
    [
        ([at(7, "office"), at(14, "office")], ("office",)),
        ([at(7, "office"), at(56, "office")], ("office",)),
        ([at(7, "office"), at(63, "office")], ()),
        ([at(7, "office"), at(8, "office"), at(13, "office")], ()),
        ([at(7, "office"), at(14, "office", off=True), at(21)], ()),
        ([at(7, "office"), at(14, "office"), at(21, "remote"), at(28, "remote")], ("office", "remote")),
        ([at(7, "office"), at(14, "office"), at(21, "remote")], ("office",)),
        ([at(0, "office"), at(7, "office")], ()),
    ],
)
def test_a_place_is_usual_on_half_of_the_last_eight_such_weekdays(days: list[Day], places: tuple[Place, ...]) -> None:
    assert usual_places(TODAY, days) == places
