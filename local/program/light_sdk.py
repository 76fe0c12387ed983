"""Spares Pulumi's SDK three kinds of work that nobody here looks at: half of a program's run.

Each is a function or a name of the SDK's own. One that a later version has no more is not used.
"""

from __future__ import annotations

import asyncio
from typing import Any

from pulumi import log
from pulumi.runtime import resource, stack
from pulumi.runtime.proto import source_pb2


class _WaitingForAll:
    """``asyncio``, to a module that waits for the first task that is done of all that are not.

    It looks at each one of them, each time: ten times as many resources take a hundred times as
    long. Now it waits until all are done, or one has failed.
    """

    FIRST_COMPLETED = asyncio.FIRST_EXCEPTION

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)


def lighten() -> None:
    """Leave out what the local stage has no use for. For the whole process."""
    # 80 % of a run's gRPC calls would be debug messages, which our engine drops.
    log.debug = lambda *_, **__: None
    # The line of the program that made each resource, which our monitor drops.
    resource._get_stack_trace = source_pb2.StackTrace
    stack.asyncio = _WaitingForAll()  # type: ignore[attr-defined, assignment]
