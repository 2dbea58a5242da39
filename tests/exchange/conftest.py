"""Properties over whole journals take longer to draw than a busy machine's deadline allows."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("exchange", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("exchange")
