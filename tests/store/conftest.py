"""Define the length and the seed of the fault tests."""

from __future__ import annotations

import random

import pytest


@pytest.fixture
def effort(request: pytest.FixtureRequest) -> int:
    """Return by how much longer than usual the fault tests run."""
    effort: int = request.config.getoption("--faults")
    return effort


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Return the seed of everything random, and print it where the test fails."""
    given: int | None = request.config.getoption("--seed")
    seed = random.randrange(2**32) if given is None else given
    print(f"again with: --seed={seed}")  # noqa: T201
    return seed
