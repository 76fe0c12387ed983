"""The push function, by direct invocation: a Step Functions task or another service.

Input ``{"userId", "event"}`` pushes, ``{"operation": "disconnect", "userId"}`` closes all of a
user's connections (sign-out everywhere, ban). A disconnect does not keep the user out: a token that
is still valid opens a new connection. To ban a user, also revoke the user's tokens at their issuer.
"""

from __future__ import annotations

from typing import Any

from functions.common.dynamodb import low_level_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import LambdaEvent
from functions.common.observability import logger
from functions.realtime.protocol.push_request import parse
from functions.realtime.push import store_then_deliver
from functions.realtime.push.delivery_and_cleanup import CloseCounts, DeliveryError
from functions.realtime.push.management_api import configured_client
from functions.realtime.push.store_then_deliver import PushResult

ENVIRONMENT = store_then_deliver.ENVIRONMENT


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> PushResult | CloseCounts:
    request = parse(event)
    try:
        result = store_then_deliver.configured_pusher().handle(request)
    except DeliveryError as failed:
        logger.exception("posts failed; the event is stored, and pages resume it")
        store_then_deliver.emit_counts({**failed.counts, "stored": True})
        raise
    store_then_deliver.emit_counts(store_then_deliver.measured(request, result))
    return result


at_init(low_level_client, configured_client)
