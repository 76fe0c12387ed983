"""``python -m benchmarks.receipt.work SECONDS TIMES``: what the functions take, as JSON.

A process of its own: functions keep their clients, and here AWS is answered without a network.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from benchmarks.contention.producers import an_event
from benchmarks.processes import printed_by
from benchmarks.receipt.answered_calls import USER, AnsweredCalls
from benchmarks.turns import in_turns, milliseconds

NAMES = ("ours", "common", "bare")
TIMES = 20


def measured(seconds: float, times: int = TIMES) -> dict[str, list[float]]:
    """Milliseconds of one push by each function, in each round; each call takes ``seconds``."""
    found: dict[str, list[float]] = printed_by("benchmarks.receipt.work", seconds, times)
    return found


def main() -> None:
    """Measure the three in turns."""
    seconds, times = float(sys.argv[1]), int(sys.argv[2])
    aws = AnsweredCalls()
    # They read the environment that AnsweredCalls has set.
    from benchmarks.receipt.peers import bare_post, common_handler
    from functions.common.observability import logger
    from functions.realtime import push_event

    said = io.StringIO()
    handler: Any = logger.registered_handler
    handler.setStream(said)
    numbers = itertools.count()
    context = SimpleNamespace(
        function_name="push", memory_limit_in_mb=512, aws_request_id="1",
        invoked_function_arn="arn", get_remaining_time_in_millis=lambda: 40_000,
    )  # fmt: skip

    def push(function: Callable[[Any, Any], Any]) -> Callable[[], object]:
        def once() -> object:
            event = an_event(f"ord-{next(numbers)}-{time.time_ns()}")
            return function({"userId": USER, "connectionId": "c1", "event": event}, context)

        return once

    with contextlib.redirect_stdout(said):
        push(push_event.handler)()  # the user has an event from before
        aws.seconds = seconds
        handlers = (push_event.handler, common_handler.handler, bare_post.handler)
        answers: list[Any] = [push(one)() for one in handlers]
        if [answers[0]["delivered"], *answers[1:]] != [1, {"posted": 1}, {"posted": 1}]:
            raise RuntimeError(f"not every push reached the page: {answers}")
        taken = in_turns([milliseconds(push(one), times) for one in handlers])
    print(json.dumps(dict(zip(NAMES, taken, strict=True))))


if __name__ == "__main__":
    main()
