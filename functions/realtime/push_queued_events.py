"""Pushes the events that services put on the stage's event bus; a queue delivers them.

A message is an EventBridge event of detail-type ``realtime.push`` whose detail is the push
function's input. Messages of one user are pushed in the batch's order. Users are served
concurrently, so that one user's slow connection delays no other user. The answer names the messages
that failed: SQS delivers them again after a pause that grows with each failure, and after some
tries moves them to the dead-letter queue. What no repeat can mend goes there at once. A message
that fails does not hold up later messages of its user: neither EventBridge nor the queue promises
an order.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from contract.limits import LONGEST_PUSH_SECONDS
from contract.metrics import PUSHES_TO_REPEAT
from functions.common.dynamodb import low_level_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import BatchFailures, LambdaEvent, batch_failures
from functions.common.metrics import count
from functions.common.observability import logger
from functions.realtime.protocol.push_request import DisconnectRequest, PushRequest, parse
from functions.realtime.push import redelivery, store_then_deliver
from functions.realtime.push.management_api import configured_client
from functions.realtime.push.redelivery import Redelivery
from functions.realtime.stores.replay_log import EventConflictError

ENVIRONMENT = (*store_then_deliver.ENVIRONMENT, *redelivery.ENVIRONMENT)

Handle = Callable[[PushRequest | DisconnectRequest], Mapping[str, object]]
Asked = tuple[LambdaEvent, PushRequest | DisconnectRequest]
"""A message and what it asks for."""


def push_queued_events(
    records: list[LambdaEvent],
    handle: Handle,
    seconds_left: Callable[[], float],
    again: Redelivery,
) -> BatchFailures:
    """Push the messages; the answer names those that SQS must deliver again.

    A message is begun only while there is time to finish it. Otherwise the function would time out,
    SQS would deliver the whole batch again, and the first messages would use up the time again.
    """
    by_user: dict[str, list[Asked]] = defaultdict(list)
    failed: list[str] = []
    for record in records:
        try:
            request = parse(json.loads(record["body"]))
        # Not JSON, or an InvalidEventError, which is a ValueError: no retry can succeed.
        except (ValueError, RecursionError) as error:
            failed += _give_up(record, error, again)
        else:
            by_user[request.user_id].append((record, request))
    if by_user:
        with ThreadPoolExecutor(len(by_user)) as pool:
            push = partial(_push, handle=handle, seconds_left=seconds_left, again=again)
            for unfinished in pool.map(push, by_user.values()):
                failed += unfinished
    return batch_failures(failed)


def _push(
    messages: list[Asked], handle: Handle, seconds_left: Callable[[], float], again: Redelivery
) -> list[str]:
    """Handle one user's messages in order; the ids of those that failed or were not begun."""
    failed = []
    for record, request in messages:
        if seconds_left() < LONGEST_PUSH_SECONDS:
            again.at_once(record)
            failed.append(record["messageId"])
            continue
        try:
            # SQS repeats a disconnect that left connections open.
            done = not handle(request).get("left_open")
        except EventConflictError as error:  # no retry can succeed
            failed += _give_up(record, error, again)
            continue
        except Exception:  # only this message failed: only this one is delivered again
            logger.exception("a queued event was not pushed", message_id=record["messageId"])
            done = False
        if not done:
            again.after_a_pause(record)
            failed.append(record["messageId"])
    return failed


def _give_up(record: LambdaEvent, error: Exception, again: Redelivery) -> list[str]:
    """Move the message to the dead letters; its id if that failed and must be tried again."""
    logger.exception("a queued event cannot be pushed", message_id=record["messageId"])
    if again.never(record, error):
        return []
    again.after_a_pause(record)
    return [record["messageId"]]


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> BatchFailures:
    results: list[Mapping[str, object]] = []
    push = store_then_deliver.configured_pusher()

    def handle(request: PushRequest | DisconnectRequest) -> Mapping[str, object]:
        result = push.handle(request)
        results.append(store_then_deliver.measured(request, result))
        return result

    answer = push_queued_events(
        event["Records"],
        handle,
        lambda: context.get_remaining_time_in_millis() / 1000,
        redelivery.configured_redelivery(),
    )
    store_then_deliver.emit_counts(*results)
    _emit_repeats(len(answer["batchItemFailures"]))
    return answer


def _emit_repeats(failed: int) -> None:
    """For an alarm: a message that fails is no error of this function."""
    if failed:
        count(PUSHES_TO_REPEAT, failed)


at_init(low_level_client, configured_client)
