"""The places where the user can be on a day."""

from __future__ import annotations

from typing import Final, Literal, get_args

Place = Literal["office", "free-seating", "meeting", "event", "travelling", "remote", "office-tomorrow"]
PLACES: Final[tuple[Place, ...]] = get_args(Place)
