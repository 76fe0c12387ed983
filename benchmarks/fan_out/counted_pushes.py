"""``python -m benchmarks.fan_out.counted_pushes``: what one batch and one direct push do, as JSON.

A process of its own: AWS is replaced in it for good. Each user has one open page and no event yet.
"""

from __future__ import annotations

import contextlib
import io
import json
import threading
from typing import Any

from components.realtime_notifier.push_queue import BATCH_SIZE
from functions.common.observability import logger
from functions.realtime import open_connection, push_event, push_queued_events
from tests.costs.metered_aws import MeteredAws
from tests.fuzz import inputs
from tests.support.checkout_shop import CONTEXT
from tests.support.notifier_on_moto import an_event

_ONE_AT_A_TIME = threading.Lock()


class ThreadedAws(MeteredAws):
    """For the consumer, whose users are served side by side."""

    def _before_call(self, *args: Any, **more: Any) -> Any:
        with _ONE_AT_A_TIME:
            return super()._before_call(*args, **more)


def main() -> None:
    """Print both counts."""
    logs = io.StringIO()
    handler: Any = logger.registered_handler
    handler.setStream(logs)
    with contextlib.redirect_stdout(logs):
        aws = ThreadedAws()
        _counted(aws, "warm up", 1)  # a process asks for the log's epoch once
        counted = {
            "batch": _counted(aws, "batch", BATCH_SIZE),
            "direct": _counted(aws, "direct", 1),
        }
    print(json.dumps(counted))


def _counted(aws: MeteredAws, way: str, users: int) -> dict[str, Any]:
    names = [f"{way}-{number}" for number in range(users)]
    aws.open_connections |= set(names)
    for name in names:
        event = inputs.connection("CONNECT", "$connect", None, name)
        event["requestContext"]["authorizer"]["userId"] = name
        open_connection.handler(inputs.render_frame(event), CONTEXT)
    aws.forget()
    before = len(aws.effects.frames)
    requests = [{"userId": name, "event": an_event(name)} for name in names]
    if way == "batch":
        records = [_record(number, request) for number, request in enumerate(requests)]
        push_queued_events.handler({"Records": records}, CONTEXT)
    else:
        push_event.handler(requests[0], CONTEXT)
    return {
        "users": users,
        "posts": len(aws.effects.frames) - before,
        "calls": dict(aws.calls),
        "read_units": aws.read_units,
        "write_units": aws.write_units,
    }


def _record(number: int, request: dict[str, Any]) -> dict[str, Any]:
    """A message of the queue, as EventBridge's rule puts it there."""
    return {
        "messageId": str(number),
        "receiptHandle": str(number),
        "attributes": {"ApproximateReceiveCount": "1"},
        "body": json.dumps({"detail-type": "realtime.push", "detail": request}),
    }


if __name__ == "__main__":
    main()
