"""Benchmarks: `python -m tests.bench NAME`. They print figures and judge nothing."""
