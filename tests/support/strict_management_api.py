"""A management API as strict as AWS's, with the exceptions that botocore raises."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import boto3
from botocore.exceptions import ClientError

_MODEL = boto3.client(
    "apigatewaymanagementapi",
    region_name="us-east-1",
    endpoint_url="https://example.execute-api.us-east-1.amazonaws.com/live",
    aws_access_key_id="test",
    aws_secret_access_key="test",
)
ERRORS = {
    410: ("GoneException", _MODEL.exceptions.GoneException),
    429: ("LimitExceededException", _MODEL.exceptions.LimitExceededException),
    413: ("PayloadTooLargeException", _MODEL.exceptions.PayloadTooLargeException),
    403: ("ForbiddenException", _MODEL.exceptions.ForbiddenException),
    400: ("BadRequestException", ClientError),  # a malformed id: not in the service's model
    500: ("InternalServerError", ClientError),
}
MAX_MESSAGE_BYTES = 128 * 1024
FOREVER = 1000


class StrictManagementApi:
    """Knows its open connections. Any other id gets 410, as on AWS."""

    exceptions = _MODEL.exceptions

    def __init__(self, *open_connections: str) -> None:
        self.received: dict[str, list[str]] = {name: [] for name in open_connections}
        self.closed: list[str] = []
        self.told: dict[str, list[str]] = {}
        """What each connection that was closed had received."""
        self.looked_at: list[str] = []
        self.attempts: dict[str, int] = {}
        self._faults: dict[str, list[int]] = {}
        self._lock = threading.Lock()
        self.before_post: Callable[[str], None] = lambda _: None

    def connect(self, connection_id: str) -> None:
        """A client has opened this connection."""
        self.received.setdefault(connection_id, [])

    def drop(self, connection_id: str) -> None:
        """A client has vanished, without ``$disconnect``."""
        self.received.pop(connection_id, None)

    def fail(self, connection_id: str, *statuses: int) -> None:
        """Answer the next calls for a connection with these statuses, in order."""
        self._faults[connection_id] = list(statuses)

    def post_to_connection(self, *, ConnectionId: str, Data: bytes) -> dict[str, Any]:
        self.before_post(ConnectionId)
        with self._lock:
            self.attempts[ConnectionId] = self.attempts.get(ConnectionId, 0) + 1
            too_large = len(Data) > MAX_MESSAGE_BYTES
            self._refuse(ConnectionId, "PostToConnection", 413 if too_large else 200)
            self.received[ConnectionId].append(Data.decode())
        return {}

    def delete_connection(self, *, ConnectionId: str) -> dict[str, Any]:
        with self._lock:
            self._refuse(ConnectionId, "DeleteConnection", 200)
            self.told[ConnectionId] = self.received.pop(ConnectionId)
            self.closed.append(ConnectionId)
        return {}

    def get_connection(self, *, ConnectionId: str) -> dict[str, Any]:
        with self._lock:
            self.looked_at.append(ConnectionId)
            self._refuse(ConnectionId, "GetConnection", 200)
        return {"ConnectedAt": 0, "LastActiveAt": 0}

    def _refuse(self, connection_id: str, operation: str, status: int) -> None:
        faults = self._faults.get(connection_id, [])
        if faults:
            status = faults.pop(0)
        elif connection_id not in self.received:
            status = 410
        if status != 200:
            code, kind = ERRORS[status]
            raise kind(
                {"Error": {"Code": code, "Message": ""},
                 "ResponseMetadata": {"HTTPStatusCode": status}},
                operation,
            )  # fmt: skip
