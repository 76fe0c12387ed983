"""``$disconnect``: delete the connection's row.

AWS calls this route at its best effort. Rows that it misses are deleted after a 410, or by TTL.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.common import environment
from functions.common.dynamodb import low_level_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.observability import logger
from functions.realtime.protocol.frame_rate import FrameRate
from functions.realtime.protocol.identity import user_of
from functions.realtime.push.management_api import ManagementApi
from functions.realtime.push.stray_frames import answer_stray_frame, is_end
from functions.realtime.stores.connections import Connections

ENVIRONMENT: tuple[str, ...] = ("CONNECTIONS_TABLE", "MANAGEMENT_ENDPOINT")


def close_connection(event: LambdaEvent, connections: Connections) -> ApiResponse:
    """Delete exactly this connection's row."""
    connections.forget(user_of(event), event["requestContext"]["connectionId"])
    return {"statusCode": 200}


@cache
def _frame_rate() -> FrameRate:
    return FrameRate()


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> ApiResponse:
    if not is_end(event):
        management = ManagementApi(environment.read("MANAGEMENT_ENDPOINT"))
        return answer_stray_frame(event, management, _frame_rate())
    return close_connection(event, Connections(environment.read("CONNECTIONS_TABLE")))


at_init(low_level_client)
