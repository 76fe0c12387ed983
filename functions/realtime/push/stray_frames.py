"""Frames at the routes ``$connect`` and ``$disconnect``: answered, and nothing else.

Whether API Gateway gives a frame whose action is called like one of these routes to the route is
not documented (docs/protocol.md says what is). So their functions look at ``eventType``.
"""

from __future__ import annotations

from contract.frames import CONNECT, DISCONNECT
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.observability import logger
from functions.realtime.protocol.frame_rate import FrameRate
from functions.realtime.protocol.frames import MALFORMED_ANSWER, control_text
from functions.realtime.push.management_api import ManagementApi


def is_handshake(event: LambdaEvent) -> bool:
    """Whether a connection is being opened."""
    return bool(event["requestContext"].get("eventType") == CONNECT)


def is_end(event: LambdaEvent) -> bool:
    """Whether a connection has ended."""
    return bool(event["requestContext"].get("eventType") == DISCONNECT)


def answer_stray_frame(
    event: LambdaEvent, management: ManagementApi, rate: FrameRate
) -> ApiResponse:
    """Tell the client that the frame is no request; close a connection that sends too many."""
    connection_id = event["requestContext"]["connectionId"]
    logger.info("frame at a lifecycle route", route=event["requestContext"].get("routeKey"))
    if rate.exceeded_by(connection_id):
        management.close(connection_id)
    else:
        management.post(connection_id, control_text(MALFORMED_ANSWER))
    return {"statusCode": 200}
