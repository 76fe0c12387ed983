"""Pushes what services put on the stage's event bus, by way of a queue.

A message is an EventBridge event of detail-type ``realtime.push`` whose detail is the push
function's input. Messages of one user are pushed in the batch's order, users concurrently, so that
one user's slow connection delays nobody else. What failed is answered as a partial batch: SQS
brings it again, and after some tries puts it into the dead-letter queue.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from functions.common.observability import logger
from functions.realtime.protocol.push_request import DisconnectRequest, PushRequest, parse
from functions.realtime.push import store_then_deliver
from functions.realtime.push.management_api import LONGEST_CALL_SECONDS

ENVIRONMENT = store_then_deliver.ENVIRONMENT

LONGEST_PUSH_SECONDS = 2 * LONGEST_CALL_SECONDS + 4
"""A post and a close at their longest, and the log."""

Handle = Callable[[PushRequest | DisconnectRequest], Mapping[str, Any]]
Numbered = tuple[str, PushRequest | DisconnectRequest]
"""A message's id and what it asks for."""


def push_queued_events(
    records: list[Mapping[str, Any]], handle: Handle, seconds_left: Callable[[], float]
) -> dict[str, Any]:
    """``{"batchItemFailures": [{"itemIdentifier": message id}]}`` for what must come again.

    A message is begun only while there is time to end it: a time-out would bring all of them
    again, and the same first ones would use up the time of the others each time.
    """
    by_user: dict[str, list[Numbered]] = defaultdict(list)
    failed: list[str] = []
    for record in records:
        try:
            request = parse(json.loads(record["body"]))
        # No JSON, or InvalidEventError (a ValueError): a dead letter in the end.
        except (ValueError, RecursionError):
            logger.exception("a queued event cannot be pushed", message_id=record["messageId"])
            failed.append(record["messageId"])
        else:
            by_user[request.user_id].append((record["messageId"], request))
    if by_user:
        with ThreadPoolExecutor(len(by_user)) as pool:
            push = partial(_push, handle=handle, seconds_left=seconds_left)
            for again in pool.map(push, by_user.values()):
                failed += again
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _push(messages: list[Numbered], handle: Handle, seconds_left: Callable[[], float]) -> list[str]:
    """Handle one user's messages in order; the ids of those that failed or were not begun."""
    failed = []
    for message_id, request in messages:
        if seconds_left() < LONGEST_PUSH_SECONDS:
            failed.append(message_id)
            continue
        try:
            result = handle(request)
            if result.get("left_open"):
                failed.append(message_id)  # a ban that closed not all is made again
        except Exception:  # one message's failure is no other's: it alone comes again
            logger.exception("a queued event was not pushed", message_id=message_id)
            failed.append(message_id)
    return failed


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    results: list[dict[str, Any]] = []
    push = store_then_deliver.configured_pusher()

    def handle(request: PushRequest | DisconnectRequest) -> Mapping[str, Any]:
        result = push.handle(request)
        results.append(result)
        return result

    answer = push_queued_events(
        event["Records"],
        handle,
        lambda: context.get_remaining_time_in_millis() / 1000,
    )
    store_then_deliver.emit_counts(*results)
    return answer
