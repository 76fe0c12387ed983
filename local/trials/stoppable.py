"""``asyncio.run`` that a signal ends in order: a coroutine's own clean-up runs."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from local.interrupts import acting

Result = TypeVar("Result")


class StoppedError(Exception):
    """Ends the work of a thread, of which the main thread wants no more."""


def run_until_stopped(main: Coroutine[Any, Any, Result]) -> Result:
    """What ``main`` returns. A signal cancels it; then this raises ``KeyboardInterrupt``.

    An exception that a signal raises amid the event loop would be logged by whichever task it met.
    """

    signalled = False

    async def cancelled_by_a_signal() -> Result:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None  # noqa: S101 - a coroutine runs in a task

        def cancel() -> None:
            nonlocal signalled
            signalled = True
            loop.call_soon_threadsafe(task.cancel)

        with acting(cancel):
            return await main

    try:
        return asyncio.run(cancelled_by_a_signal())
    except asyncio.CancelledError:
        if not signalled:
            raise  # a fault of its own
        raise KeyboardInterrupt from None
