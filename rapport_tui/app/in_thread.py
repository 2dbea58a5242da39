"""Work in a thread, also on the journal, that never delays the exit of the app."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, TypeVar, cast

from rapport_tui.model.errors import MeanwhileError
from rapport_tui.startup import keep_all, without_collection

if TYPE_CHECKING:
    from rapport_tui.journal import Journal

T = TypeVar("T")
_LONGEST_TURN: Final = 1.0


async def in_thread(work: Callable[[], T]) -> T:
    """Return the result of `work`, run in a daemon thread. asyncio's own threads would delay the exit of the app."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def finish(result: T | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(cast(T, result))

    def run() -> None:
        result, failure = None, None
        try:
            result = work()
        except BaseException as error:  # raised again where the result is awaited
            failure = error
        with suppress(RuntimeError):  # the app has exited
            loop.call_soon_threadsafe(finish, result, failure)

    Thread(target=run, daemon=True).start()
    return await done


def give_way(loop: asyncio.AbstractEventLoop) -> None:
    """Wait, in a thread at work, until the loop has had a turn.

    Work that calls this every few milliseconds does not compete with the painting of a frame, which would take twice as
    long beside it.
    """
    turn = Event()
    with suppress(RuntimeError):  # the app has exited
        loop.call_soon_threadsafe(turn.set)
        turn.wait(_LONGEST_TURN)


async def in_background(journal: Journal, work: Callable[[], T]) -> T:
    """Return the result of large work on the journal, done in a thread and applied in memory between keys.

    Raises what `work` raises. Nothing else can change the journal meanwhile.
    """
    with without_collection():  # one collection among so many new objects would take longer than a frame
        try:
            while True:
                try:
                    return await in_thread(lambda: journal.in_background(work))
                except MeanwhileError:
                    continue
                finally:
                    for _ in journal.apply():
                        await asyncio.sleep(0)
        finally:
            keep_all()
