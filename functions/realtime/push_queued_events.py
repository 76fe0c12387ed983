"""Pushes the events that services put on the stage's event bus; a queue delivers them.

A message is an EventBridge event of detail-type ``realtime.push`` whose detail is the push
function's input. Messages of one user are pushed in the batch's order. Users are served
concurrently, so that one user's slow connection delays no other user. The answer names the messages
that failed: SQS delivers them again, and after some tries moves them to the dead-letter queue.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from contract.limits import LONGEST_PUSH_SECONDS
from functions.common.lambda_types import BatchFailures, LambdaEvent, batch_failures
from functions.common.observability import logger
from functions.realtime.protocol.push_request import DisconnectRequest, PushRequest, parse
from functions.realtime.push import store_then_deliver

ENVIRONMENT = store_then_deliver.ENVIRONMENT

Handle = Callable[[PushRequest | DisconnectRequest], Mapping[str, object]]
Numbered = tuple[str, PushRequest | DisconnectRequest]
"""A message's id and what it asks for."""


def push_queued_events(
    records: list[LambdaEvent], handle: Handle, seconds_left: Callable[[], float]
) -> BatchFailures:
    """Push the messages; the answer names those that SQS must deliver again.

    A message is begun only while there is time to finish it. Otherwise the function would time out,
    SQS would deliver the whole batch again, and the first messages would use up the time again.
    """
    by_user: dict[str, list[Numbered]] = defaultdict(list)
    failed: list[str] = []
    for record in records:
        try:
            request = parse(json.loads(record["body"]))
        # Not JSON, or an InvalidEventError, which is a ValueError: no retry can succeed.
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
    return batch_failures(failed)


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
                failed.append(message_id)  # SQS repeats a disconnect that left connections open
        except Exception:  # only this message failed: only this one is delivered again
            logger.exception("a queued event was not pushed", message_id=message_id)
            failed.append(message_id)
    return failed


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> BatchFailures:
    results: list[Mapping[str, object]] = []
    push = store_then_deliver.configured_pusher()

    def handle(request: PushRequest | DisconnectRequest) -> Mapping[str, object]:
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
