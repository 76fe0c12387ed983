"""Posts to connections through the API Gateway Management API."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, ReadTimeoutError

ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 0.1
MAX_CONCURRENT_POSTS = 32

DELIVERED, GONE, THROTTLED = "delivered", "gone", "throttled"


class DeliveryFailed(Exception):
    """Posts failed for a reason that trying again does not mend; all others were made."""


class Courier:
    """Posts one text to one connection, or to many at once.

    Waiting is bounded: per connection at most ``ATTEMPTS`` posts of 3 s and 0.7 s of pauses
    between them, and connections do not wait for each other.
    """

    def __init__(
        self, endpoint: str, *, sleep: Callable[[float], None] = time.sleep, client: Any = None
    ) -> None:
        self._client = client or management_client(endpoint)
        self._sleep = sleep

    def post(self, connection_id: str, text: str) -> str:
        """``delivered``, ``gone`` (410) or ``throttled`` (429 and 5xx to the end).

        A 429 may also mean that this one client reads too slowly: never a reason to forget it.
        Any other error is raised.
        """
        for attempt in range(ATTEMPTS):
            try:
                self._client.post_to_connection(ConnectionId=connection_id, Data=text.encode())
                return DELIVERED
            except self._client.exceptions.GoneException:  # a ClientError: must come first
                return GONE
            except (ConnectionError, ReadTimeoutError):
                pass
            except ClientError as error:
                if not _worth_another_try(error):
                    raise
            if attempt + 1 < ATTEMPTS:
                pause = FIRST_PAUSE_SECONDS * 2**attempt
                self._sleep(random.uniform(pause / 2, pause))  # noqa: S311 - jitter
        return THROTTLED

    def post_all(
        self, connection_ids: Sequence[str], text: str, on_gone: Callable[[str], None]
    ) -> dict[str, int]:
        """Post to every connection at once and count the results.

        ``on_gone`` gets the id of each connection that is no more. Raises ``DeliveryFailed``
        when a post failed otherwise, after all the others were made.
        """
        counts = {DELIVERED: 0, GONE: 0, THROTTLED: 0}
        failures: list[Exception] = []
        if not connection_ids:
            return counts
        with ThreadPoolExecutor(min(MAX_CONCURRENT_POSTS, len(connection_ids))) as pool:
            posts = {cid: pool.submit(self.post, cid, text) for cid in connection_ids}
            for connection_id, post in posts.items():
                try:
                    result = post.result()
                except Exception as error:
                    failures.append(error)
                    continue
                counts[result] += 1
                if result == GONE:
                    on_gone(connection_id)
        if failures:
            kinds = ", ".join(sorted({_kind(failure) for failure in failures}))
            raise DeliveryFailed(
                f"{len(failures)} of {len(posts)} posts failed: {kinds}"
            ) from failures[0]
        return counts


def _kind(failure: Exception) -> str:
    if isinstance(failure, ClientError):
        return str(failure.response["Error"]["Code"])
    return type(failure).__name__


def _worth_another_try(error: ClientError) -> bool:
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    return bool(status == 429 or status >= 500)


@cache
def management_client(endpoint: str) -> Any:
    """The API Gateway Management API of one API stage; retries are ours, not botocore's."""
    config = Config(
        connect_timeout=2,
        read_timeout=3,
        retries={"total_max_attempts": 1},
        max_pool_connections=MAX_CONCURRENT_POSTS,
    )
    return boto3.client("apigatewaymanagementapi", endpoint_url=endpoint, config=config)
