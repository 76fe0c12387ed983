"""How many calls of functions run at once on the local stage, and in which order."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

# Measured with 500 checkouts on two cores: the longest wait was 9.9 s with eight calls at once and
# 6.1 s with four. More calls only slow each other down, because the emulator is one process and
# answers the AWS requests of all of them. A second queue, for checkouts alone, was tried: then
# steps of sagas waited 18 s and timed out.
CALLS_AT_ONCE = 4


class Turns:
    """One queue for calls of functions: first come, first served.

    On AWS no call waits for another one. On the local stage the order keeps every wait short: a
    lock without an order let some checkouts wait twice as long as others. Calls by API Gateway, by
    Step Functions and by the Invoke API take turns. Asynchronous calls and the emulator's pollers
    of queues and streams do not.
    """

    def __init__(self, at_once: int = CALLS_AT_ONCE) -> None:
        self._queue = ThreadPoolExecutor(at_once, "function-call")

    def call(self, invoke: Callable[..., Any], function: Any, event: Any) -> Any:
        """What ``invoke(function, event)`` returns, once it is this call's turn.

        A function that invokes another one and waits keeps its turn while it waits. No function of
        this project does that.
        """
        # The emulator keeps the account and the region of a call in context variables.
        return self._queue.submit(contextvars.copy_context().run, invoke, function, event).result()
