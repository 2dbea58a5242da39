"""Waiting until the screens are prepared."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pytest

from rapport_tui.app.preparation import Preparation
from tests.app.app_driver import PATIENCE, AppDriver

AT_ONCE = 0.01
"""The seconds without input after which a test has the screens prepared."""


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return a list that has an item once all is prepared."""
    done: list[bool] = []
    steps = Preparation._all_steps

    def tell(preparation: Preparation) -> Iterator[None]:
        yield from steps(preparation)
        done.append(True)

    monkeypatch.setattr(Preparation, "_all_steps", tell)
    return done


async def until(driver: AppDriver, done: list[bool]) -> None:
    """Wait until all is prepared."""
    end = monotonic() + PATIENCE
    while not done:
        assert monotonic() < end
        await driver.pilot.pause(0.02)
