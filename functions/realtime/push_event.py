"""The push function, by direct invocation: a Step Functions task or another service.

Input ``{"userId", "event"}`` pushes, ``{"operation": "disconnect", "userId"}`` closes all of a
user's connections (sign-out everywhere, ban). A disconnect does not lock out: a token that is
still valid opens a new connection, so a ban also ends the user's tokens at their issuer.
"""

from __future__ import annotations

from typing import Any

from functions.common.observability import logger
from functions.realtime.protocol.push_request import parse
from functions.realtime.push import store_then_deliver
from functions.realtime.push.delivery_and_cleanup import DeliveryError

ENVIRONMENT = store_then_deliver.ENVIRONMENT


@logger.inject_lambda_context
def handler(event: Any, context: Any) -> dict[str, Any]:
    try:
        result = store_then_deliver.configured_pusher().handle(parse(event))
    except DeliveryError as failed:
        logger.exception("posts failed; the event is stored and will be resumed")
        store_then_deliver.emit_counts(failed.counts)
        raise
    store_then_deliver.emit_counts(result)
    return result
