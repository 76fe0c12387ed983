"""Push one event to every connection of one user: store it first, then post it.

An event that was stored but not delivered is not lost: the page resumes it. A repeat of an event
stores nothing new and posts the stored frame again. Who repeats a push cannot know whether the
first try posted, and clients drop a sequence that they already had.

A frame is posted with the epoch of its log. While DynamoDB does not tell the epoch, a push stores
its event, posts nothing and raises. The repeat posts the event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from contract.metrics import DELIVERED, EVENT_TO_DELIVERY, GONE, STORED, THROTTLED
from functions.common import clock, environment
from functions.common.metrics import Measured, emit
from functions.common.observability import logger
from functions.realtime.protocol.cloudevents import sequence_text, with_epoch
from functions.realtime.protocol.push_request import DisconnectRequest, PushRequest
from functions.realtime.push.delivery_and_cleanup import CloseCounts, Delivery, PostCounts
from functions.realtime.push.management_api import ManagementApi
from functions.realtime.stores.connections import Connections
from functions.realtime.stores.replay_log import ReplayLog

ENVIRONMENT: tuple[str, ...] = (
    "CONNECTIONS_TABLE", "EVENTS_TABLE", "REPLAY_WINDOW_HOURS", "MANAGEMENT_ENDPOINT"
)  # fmt: skip


class PushResult(PostCounts):
    """A push's answer."""

    sequence: str
    stored: bool
    """Always true: a push that could not store its event raises."""


class Pusher:
    """The replay log and the delivery of one stage."""

    def __init__(self, log: ReplayLog, delivery: Delivery, window_seconds: int) -> None:
        self._log, self._delivery = log, delivery
        self.window_seconds = window_seconds

    def handle(self, request: PushRequest | DisconnectRequest) -> PushResult | CloseCounts:
        """Push the event, or close the user's connections.

        Raises ``DeliveryError`` and what ``ReplayLog`` raises.
        """
        if isinstance(request, DisconnectRequest):
            return self._delivery.close_all(request.user_id)
        appended = self._log.append(request.user_id, request.event, self.window_seconds)
        counts: PostCounts = {"delivered": 0, "gone": 0, "throttled": 0}
        if appended.text is not None:
            frame = with_epoch(appended.text, self._log.epoch())
            counts = self._delivery.post(request.user_id, frame)
        sequence = sequence_text(appended.sequence)
        logger.debug("pushed", sequence=sequence, new=appended.new, **counts)
        return {"sequence": sequence, "stored": True, **counts}


@cache
def configured_pusher() -> Pusher:
    """The pusher that the function's environment describes."""
    management = ManagementApi(environment.read("MANAGEMENT_ENDPOINT"))
    return Pusher(
        ReplayLog(environment.read("EVENTS_TABLE")),
        Delivery(Connections(environment.read("CONNECTIONS_TABLE")), management),
        int(environment.read("REPLAY_WINDOW_HOURS")) * 3600,
    )


def measured(
    request: PushRequest | DisconnectRequest,
    result: Mapping[str, object],
    now_ms: Callable[[], int] = clock.epoch_milliseconds,
) -> Mapping[str, object]:
    """The result, with ``milliseconds`` from the event's time to now if an open page took it."""
    if isinstance(request, DisconnectRequest) or not result.get("delivered"):
        return result
    happened_ms = _epoch_milliseconds(request.event.get("time"))
    if happened_ms is None:
        return result
    return {**result, "milliseconds": max(0, now_ms() - happened_ms)}  # clocks differ


def _epoch_milliseconds(text: str | None) -> int | None:
    """A producer's ``time``; ``None`` for what is no point in time."""
    try:
        moment = datetime.fromisoformat(text or "")
        return int(moment.timestamp() * 1000) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def emit_counts(*results: Mapping[str, object]) -> None:
    """Emit the sums of ``PostCounts`` in pushes' results as metrics, how many stored their event,
    and the times of ``measured``. A disconnect has none."""
    emitted = []
    for name in (STORED, DELIVERED, GONE, THROTTLED):
        counts = (result.get(name.lower(), 0) for result in results)
        emitted.append(Measured(name, sum(one for one in counts if isinstance(one, int))))
    for took in (result.get("milliseconds") for result in results):
        if isinstance(took, int):
            emitted.append(Measured(EVENT_TO_DELIVERY, took, "Milliseconds"))
    emit(emitted)
