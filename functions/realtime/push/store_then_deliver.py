"""Push one event to every connection of one user: store it first, then post it.

An event that was stored but not delivered is not lost: the page resumes it. The same event id
again stores nothing new and posts once more what is stored: whoever repeats a push cannot know
whether the first try got as far as posting, and clients drop a sequence that they have seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from functions.common import environment
from functions.common.observability import metrics
from functions.realtime.protocol.cloudevents import sequence_text
from functions.realtime.protocol.push_request import DisconnectRequest, PushRequest
from functions.realtime.push.delivery_and_cleanup import Delivery
from functions.realtime.push.management_api import CallResult, ManagementApi
from functions.realtime.stores.connections import Connections
from functions.realtime.stores.replay_log import ReplayLog

ENVIRONMENT: tuple[str, ...] = (
    "CONNECTIONS_TABLE", "EVENTS_TABLE", "REPLAY_WINDOW_HOURS", "MANAGEMENT_ENDPOINT"
)  # fmt: skip
NOTHING_POSTED = {outcome.value: 0 for outcome in CallResult}


class Pusher:
    """The log and the delivery of one stage."""

    def __init__(self, log: ReplayLog, delivery: Delivery, window_seconds: int) -> None:
        self._log, self._delivery = log, delivery
        self.window_seconds = window_seconds

    def handle(self, request: PushRequest | DisconnectRequest) -> dict[str, Any]:
        """Do what is asked.

        A push answers ``{"sequence", "stored", "delivered", "gone", "throttled"}``, a disconnect
        ``{"closed", "left_open"}``. Raises ``DeliveryError``, ``ReplayLogContendedError`` and
        ``ReplayLogThrottledError``.
        """
        if isinstance(request, DisconnectRequest):
            return dict(self._delivery.close_all(request.user_id))
        appended = self._log.append(request.user_id, request.event, self.window_seconds)
        counts = NOTHING_POSTED
        if appended.text is not None:
            counts = self._delivery.post(request.user_id, appended.text)
        return {"sequence": sequence_text(appended.sequence), "stored": True, **counts}


@cache
def configured_pusher() -> Pusher:
    """The pusher that the function's environment describes."""
    management = ManagementApi(environment.read("MANAGEMENT_ENDPOINT"))
    return Pusher(
        ReplayLog(environment.read("EVENTS_TABLE")),
        Delivery(Connections(environment.read("CONNECTIONS_TABLE")), management),
        int(environment.read("REPLAY_WINDOW_HOURS")) * 3600,
    )


def emit_counts(*results: Mapping[str, Any]) -> None:
    """The sums of pushes' counts as CloudWatch metrics: ``Delivered``, ``Gone``, ``Throttled``."""
    emitted = metrics()
    for outcome in CallResult:
        total = sum(result.get(outcome.value, 0) for result in results)
        emitted.add_metric(name=outcome.value.capitalize(), unit=MetricUnit.Count, value=total)
    emitted.flush_metrics()
