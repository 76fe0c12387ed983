"""``$connect``: store whose connection this is, and agree on the subprotocol."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import Any

from contract.frames import PROTOCOL
from contract.metrics import CONNECTIONS_OPENED, CONNECTIONS_REFUSED
from functions.common import clock, environment
from functions.common.dynamodb import low_level_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.metrics import count
from functions.common.observability import logger
from functions.realtime.protocol import handshake
from functions.realtime.protocol.frame_rate import FrameRate
from functions.realtime.protocol.identity import InvalidUserError
from functions.realtime.push.admission import Admission
from functions.realtime.push.delivery_and_cleanup import Delivery
from functions.realtime.push.management_api import ManagementApi
from functions.realtime.push.stray_frames import answer_stray_frame, is_handshake
from functions.realtime.stores.connections import Connections

ENVIRONMENT: tuple[str, ...] = (
    "CONNECTIONS_TABLE", "CONNECTION_TTL_SECONDS", "MAX_CONNECTIONS_PER_USER",
    "MANAGEMENT_ENDPOINT", "ALLOWED_ORIGINS",
)  # fmt: skip
OPENED = 200


def open_connection(
    event: LambdaEvent,
    admission: Admission,
    allowed_origins: Collection[str],
    now_ms: Callable[[], int] = clock.epoch_milliseconds,
) -> ApiResponse:
    """Store the connection, make room for it above the limit, answer 200.

    Versions of the protocol that the server does not speak get 400, an Origin that is not allowed
    403. The Origin is checked here too because the user may have been authorized by a team's own
    authorizer or by IAM. So is the user's id: one that breaks the rule gets 403, because nothing
    could be pushed to it.
    """
    if not handshake.origin_allowed(event.get("headers"), allowed_origins):
        logger.info("handshake refused", reason="foreign origin")
        return {"statusCode": 403}
    versions = handshake.offered_versions(event.get("headers"))
    if versions and PROTOCOL not in versions:
        # A browser would close the connection at once: the server may name none of them.
        logger.info("handshake refused", reason="no version in common")
        return {"statusCode": 400}
    try:
        admission.admit(event, now_ms())
    except InvalidUserError as refused:
        logger.error("handshake refused", reason=str(refused))
        return {"statusCode": 403}
    answer: ApiResponse = {"statusCode": OPENED}
    if versions:
        answer["headers"] = {"Sec-WebSocket-Protocol": PROTOCOL}
    return answer


@cache
def _frame_rate() -> FrameRate:
    return FrameRate()


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> ApiResponse:
    management = ManagementApi(environment.read("MANAGEMENT_ENDPOINT"))
    if not is_handshake(event):
        return answer_stray_frame(event, management, _frame_rate())
    connections = Connections(environment.read("CONNECTIONS_TABLE"))
    admission = Admission(
        connections,
        Delivery(connections, management),
        ttl_seconds=int(environment.read("CONNECTION_TTL_SECONDS")),
        per_user=int(environment.read("MAX_CONNECTIONS_PER_USER")),
    )
    answer = open_connection(event, admission, environment.read("ALLOWED_ORIGINS").split(","))
    count(CONNECTIONS_OPENED if answer["statusCode"] == OPENED else CONNECTIONS_REFUSED)
    return answer


at_init(low_level_client)
