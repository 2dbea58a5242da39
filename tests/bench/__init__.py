"""Benchmarks: `python -m tests.bench [SCENARIO…]`. Ratios, measured in one interleaved run; never part of the tests."""
