"""Stamps: above all that is known, whatever the clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rapport_tui.sync.stamps import device_of, is_known, is_stamp, joined, next_stamp, time_of

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


@given(st.lists(st.integers(-10_000_000, 10_000_000), min_size=2))
def test_each_stamp_is_above_the_last_however_the_clock_jumps(jumps: list[int]) -> None:
    last = ""
    for jump in jumps:
        stamp = next_stamp(last, NOW + timedelta(seconds=jump), "device")
        assert stamp > last
        last = stamp


def test_a_stamp_tells_its_device_and_its_time() -> None:
    stamp = next_stamp("", NOW, "abcdefghjk")
    assert (device_of(stamp), time_of(stamp)) == ("abcdefghjk", NOW)


def test_a_stamp_above_one_of_a_wrong_clock_stays_near_it() -> None:
    ahead = next_stamp("", NOW + timedelta(days=400), "fast")
    own = next_stamp(ahead, NOW, "slow")
    assert own > ahead
    assert time_of(own) == NOW + timedelta(days=400)


def test_who_knows_a_stamp_knows_the_earlier_ones_of_that_device_only() -> None:
    first, second = next_stamp("", NOW, "one"), next_stamp("", NOW + timedelta(hours=1), "one")
    assert is_known(first, {"one": second})
    assert not is_known(second, {"one": first})
    assert not is_known(first, {"two": second})
    assert joined({"one": first}, {"one": second, "two": first}) == {"one": second, "two": first}


def test_a_stamp_of_any_time_can_be_shown() -> None:
    assert time_of("fzzzzzzzzzzzzdevice").year == 9999
    assert is_stamp(next_stamp("", NOW, "device"))
    assert not is_stamp("../../etc/passwd")
    assert not is_stamp("0123456789abc")
