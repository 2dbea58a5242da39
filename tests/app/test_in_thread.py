"""Test work in a thread beside the loop of the app."""

from __future__ import annotations

import asyncio

from rapport_tui.app.in_thread import give_way, in_thread


async def test_work_that_gives_way_waits_until_keys_were_answered() -> None:
    loop = asyncio.get_running_loop()
    done: list[str] = []

    def work() -> None:
        loop.call_soon_threadsafe(done.append, "key")
        give_way(loop)
        done.append("work")

    await in_thread(work)
    assert done == ["key", "work"]


def test_work_goes_on_once_the_app_has_exited() -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    give_way(loop)
