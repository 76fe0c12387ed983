"""Push one event to every connection of one user: store it first, then post it.

Input ``{"userId", "event"}``, directly or as the detail of an EventBridge event. Answer
``{"sequence", "stored", "delivered", "gone", "throttled"}``. The same event id again stores and
posts nothing. An event that was stored but not delivered is not lost: the page resumes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from functions.common import environment
from functions.common.observability import logger, metrics
from functions.realtime.cloudevents import InvalidEvent, check_event, sequence_text
from functions.realtime.connections import Connections
from functions.realtime.delivery import DELIVERED, GONE, THROTTLED, Courier, DeliveryFailed
from functions.realtime.event_log import EventLog

ENVIRONMENT: tuple[str, ...] = (
    "CONNECTIONS_TABLE", "EVENTS_TABLE", "REPLAY_WINDOW_HOURS", "MANAGEMENT_ENDPOINT"
)  # fmt: skip


def parse(payload: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """User and event of the input. Raises ``InvalidEvent`` naming what is wrong."""
    request = payload["detail"] if "detail-type" in payload else payload
    if not isinstance(request, Mapping):
        raise InvalidEvent(f"the input must be an object, got {type(request).__name__}")
    user_id = request.get("userId")
    if not isinstance(user_id, str) or not user_id:
        raise InvalidEvent(f"userId must be a text that is not empty, got {user_id!r}")
    return user_id, check_event(request.get("event"))


def push_event(
    payload: Mapping[str, Any],
    connections: Connections,
    log: EventLog,
    courier: Courier,
    window_seconds: int,
) -> dict[str, Any]:
    """Append, then post to all of the user's connections at once."""
    user_id, event = parse(payload)
    appended = log.append(user_id, event, window_seconds)
    counts = {DELIVERED: 0, GONE: 0, THROTTLED: 0}
    if appended.new:
        counts = courier.post_all(
            connections.of_user(user_id),
            appended.text,
            on_gone=lambda connection_id: connections.close(user_id, connection_id),
        )
    return {"sequence": sequence_text(appended.sequence), "stored": True, **counts}


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    try:
        result = push_event(
            event,
            Connections(environment.read("CONNECTIONS_TABLE")),
            EventLog(environment.read("EVENTS_TABLE")),
            Courier(environment.read("MANAGEMENT_ENDPOINT")),
            int(environment.read("REPLAY_WINDOW_HOURS")) * 3600,
        )
    except DeliveryFailed:
        logger.exception("posts failed; the event is stored and will be resumed")
        raise
    emitted = metrics()
    for name in (DELIVERED, GONE, THROTTLED):
        emitted.add_metric(name=name.capitalize(), unit=MetricUnit.Count, value=result[name])
    emitted.flush_metrics()
    return result
