"""Why a WebSocket is refused or closed, by the number that the answer gives."""

from __future__ import annotations

LOOK_AT = 'the log of authorize_connection says why ("handshake refused")'
REFUSED = {
    400: "likely cause: the stage speaks no realtime.v1 any more, or a proxy changed the request",
    401: "likely cause: the connect authorizer does not take the token: another issuer, audience "
    f"or key than the stage's, or it has expired; {LOOK_AT}",
    403: "likely cause: the origin. The deployed functions do not allow it, though the outputs "
    "name it: write the outputs again, or deploy. Otherwise a team's own authorizer or a firewall",
    404: "likely cause: websocket_url is not this stage's any more; write the outputs again",
    429: "likely cause: a quota. The throttle of $connect (connectRateLimit), the account's new "
    "connections a second (Service Quotas, L-9ED1E49A) or Lambda's concurrency is used up",
    500: "likely cause: the connect authorizer or open_connection fails. Read both logs: the "
    "issuer's keys cannot be fetched, a permission is missing, or the function ends before it runs",
}  # fmt: skip
"""Status of a refused handshake -> what it means here."""
CLOSED = {
    1000: "likely cause: the stage closed it on purpose: the buyer of TOKEN has more "
    "connections open than the stage allows (maxConnectionsPerUser), the token has expired, or "
    "make forget-user ran for the buyer",
    1001: "likely cause: API Gateway ended it: 10 minutes without a frame, or 2 hours in all",
    1003: "likely cause: something between here and the stage made a binary frame of a text",
    1006: "likely cause: the network or a proxy, which cut it, or a WebSocket API that was removed",
    1008: "likely cause: API Gateway's throttle of frames (Service Quotas), or a firewall's policy",
    1009: "likely cause: a frame over 128 KB: an event of this buyer, or a proxy's own limit",
    1011: "likely cause: API Gateway failed by itself; run this again",
    1012: "likely cause: API Gateway restarts; run this again",
}  # fmt: skip
"""Code of a close frame -> what it means here. 1006 stands for a line without one."""
NO_JSON = "likely cause: a proxy, or websocket_url leads to something else than the stage"
