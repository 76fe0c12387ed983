"""Calls to one connection through the API Gateway Management API, with retries."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

from functions.common import aws_clients, environment
from functions.common.retries import Retries
from functions.realtime.push.concurrent_calls import MOST_AT_ONCE

RETRIES = Retries(attempts=4, first_pause_seconds=0.1, least_part=0.5)
# A test adds up attempts and pauses: at most contract.limits.LONGEST_CALL_SECONDS.
_SERVICE = "apigatewaymanagementapi"
_ONCE = Retries(attempts=1, first_pause_seconds=0)


class CallResult(StrEnum):
    """What became of a call to a connection."""

    DELIVERED = "delivered"
    """Of a ``close``: this call closed the connection. Of a ``look``: it is open."""
    GONE = "gone"
    THROTTLED = "throttled"


class ManagementApi:
    """Posts to connections, closes them, and asks whether they are open."""

    def __init__(
        self, endpoint: str, *, sleep: Callable[[float], None] = time.sleep, client: Any = None
    ) -> None:
        self._endpoint, self._given = endpoint, client
        self._sleep = sleep

    @property
    def _client(self) -> Any:
        """Made at first use: most handshakes make no call."""
        return self._given or client_of(self._endpoint)

    def post(self, connection_id: str, text: str) -> CallResult:
        """Send one frame: ``DELIVERED``, ``GONE`` (410) or ``THROTTLED`` (429 or 5xx to the end).

        A 429 may also mean that this client reads too slowly. Any other error is raised.
        """
        return self._post(connection_id, text, RETRIES)

    def post_once(self, connection_id: str, text: str) -> CallResult:
        """``post`` without a second attempt: a handshake waits for it."""
        return self._post(connection_id, text, _ONCE)

    def close(self, connection_id: str) -> CallResult:
        """Close a connection. The results are those of ``post``."""
        return self._call(lambda: self._client.delete_connection(ConnectionId=connection_id))

    def look(self, connection_id: str) -> CallResult:
        """Ask whether a connection is open. Tried once: a handshake waits for the answer."""
        return self._call(lambda: self._client.get_connection(ConnectionId=connection_id), _ONCE)

    def _post(self, connection_id: str, text: str, retries: Retries) -> CallResult:
        data = text.encode()
        return self._call(
            lambda: self._client.post_to_connection(ConnectionId=connection_id, Data=data), retries
        )

    def _call(self, request: Callable[[], object], retries: Retries = RETRIES) -> CallResult:
        for attempt in retries.each(self._sleep):
            try:
                request()
                return CallResult.DELIVERED
            except self._client.exceptions.GoneException:  # a ClientError: must come first
                return CallResult.GONE
            except (ConnectionError, HTTPClientError):
                pass  # also raised for a kept-alive connection that was dropped
            except ClientError as error:
                if not _worth_another_try(error):
                    raise
            if attempt + 1 == retries.attempts:
                break  # without a pause: nothing follows
        return CallResult.THROTTLED


def _worth_another_try(error: ClientError) -> bool:
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    return bool(status == 429 or status >= 500)


def new_client(endpoint: str) -> Any:
    """A client of one API stage. botocore does not retry: ``RETRIES`` does."""
    # botocore closes what is more: each would be a TLS handshake in the next push.
    return aws_clients.new_client(
        _SERVICE, endpoint_url=endpoint, max_pool_connections=MOST_AT_ONCE
    )


@aws_clients.MadeOnce
def client_of(endpoint: str) -> Any:
    """The process's client of one API stage."""
    return new_client(endpoint)


def configured_client() -> Any:
    """The client of the API stage that the function's environment names."""
    return client_of(environment.read("MANAGEMENT_ENDPOINT"))
