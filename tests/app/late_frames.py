"""Painting the app less often than on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual import events
from textual._compositor import Compositor

from rapport_tui.app.app import RapportApp


@contextmanager
def painted_at_input() -> Iterator[None]:
    """Paint what changed only before the app gets the next input.

    Nobody looks at the frames between two keys, and they take a fifth of the time of a test. What was painted before a
    key is still kept by its widget, so that one that does not paint itself again shows its old text.
    """
    paint, get = Compositor.render_update, RapportApp.on_event

    def note(compositor: Compositor, full: bool = False, *_: Any, **__: Any) -> None:
        if full:
            compositor._dirty_regions.add(compositor.size.region)

    async def paint_first(app: RapportApp, event: events.Event) -> None:
        if isinstance(event, events.InputEvent) and app._running and app.screen._compositor._dirty_regions:
            paint(app.screen._compositor, screen_stack=app._background_screens)
        await get(app, event)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", note)
        patch.setattr(RapportApp, "on_event", paint_first)
        yield
