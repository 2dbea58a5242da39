"""Define the length and the seed of the fault tests."""

from __future__ import annotations

import random

import pytest

STRIDE = 7
"""An odd number, so that both whole and half writes are among the calls that go wrong."""


@pytest.fixture
def effort(request: pytest.FixtureRequest) -> int:
    """Return by how much longer than usual the fault tests run."""
    effort: int = request.config.getoption("--faults")
    return effort


@pytest.fixture(params=[False, True], ids=["plain", "encrypted"])
def encrypted(request: pytest.FixtureRequest) -> bool:
    """Return whether the journal of a fault test is encrypted."""
    is_it: bool = request.param
    return is_it


@pytest.fixture
def stride(effort: int, encrypted: bool) -> int:
    """Return of how many calls one goes wrong: few in an encrypted journal, unless the fault tests run longer."""
    return STRIDE if encrypted and effort == 1 else 1


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Return the seed of everything random, and print it where the test fails."""
    given: int | None = request.config.getoption("--seed")
    seed = random.randrange(2**32) if given is None else given
    print(f"again with: --seed={seed}")  # noqa: T201
    return seed
