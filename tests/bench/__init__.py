"""Benchmarks: `python -m tests.bench [SCENARIO…]`. Ratios, measured in one interleaved run; never part of the tests."""

import os

os.environ.setdefault("TEXTUAL_FPS", "120")  # as the program does before it imports Textual
