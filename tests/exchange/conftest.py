"""Properties over whole journals take longer to draw than a busy machine's deadline allows.

RAPPORT_FUZZ says how many cases each of them tries: 100, or as many as there is time for.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "exchange",
    deadline=None,
    max_examples=int(os.environ.get("RAPPORT_FUZZ", "100")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("exchange")
