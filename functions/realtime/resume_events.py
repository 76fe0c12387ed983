"""``resume``: send the events that a client missed, in order, then ``realtime.resumed``.

Many missed events are sent in several answers: ``realtime.resumed`` then says ``more``, and the
client resumes again after ``through``. A page also proves its subscription by a ``resume``: one
read tells that its row is there and that nothing is missing.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from contract.limits import SUBSCRIPTION_CHECK_SECONDS
from functions.common import environment
from functions.common.dynamodb import low_level_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.observability import logger
from functions.realtime.protocol.frame_rate import FrameRate
from functions.realtime.push.admission import Admission
from functions.realtime.push.delivery_and_cleanup import Delivery
from functions.realtime.push.management_api import ManagementApi, configured_client
from functions.realtime.push.replay import Replay
from functions.realtime.push.resume import Resume
from functions.realtime.stores.connections import Connections
from functions.realtime.stores.replay_log import ReplayLog
from functions.realtime.stores.subscription import Subscriptions

ENVIRONMENT: tuple[str, ...] = (
    "CONNECTIONS_TABLE", "EVENTS_TABLE", "CONNECTION_TTL_SECONDS", "MAX_CONNECTIONS_PER_USER",
    "MANAGEMENT_ENDPOINT", "SUBSCRIPTION_CHECK_SECONDS",
)  # fmt: skip


@cache
def configured_resume() -> Resume:
    """The resume that the function's environment describes. Kept: it counts frames."""
    management = ManagementApi(environment.read("MANAGEMENT_ENDPOINT"))
    events, rows = environment.read("EVENTS_TABLE"), environment.read("CONNECTIONS_TABLE")
    connections = Connections(rows)
    log = ReplayLog(events)
    check_seconds = int(environment.read("SUBSCRIPTION_CHECK_SECONDS"))
    return Resume(
        log,
        Subscriptions(rows, events),
        Admission(
            connections,
            Delivery(connections, management),
            ttl_seconds=int(environment.read("CONNECTION_TTL_SECONDS")),
            per_user=int(environment.read("MAX_CONNECTIONS_PER_USER")),
        ),
        Replay(log, management),
        management,
        FrameRate(),
        within_seconds=None if check_seconds == SUBSCRIPTION_CHECK_SECONDS else check_seconds,
    )


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> ApiResponse:
    configured_resume().answer(event)
    return {"statusCode": 200}


at_init(low_level_client, configured_client)
