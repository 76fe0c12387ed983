"""API Gateway as botocore's own client meets it, but for the network: each post takes its time.

The client signs and parses as on AWS. Only the sending is replaced. Which connection is throttled
and which is gone is fixed: the last but one, and the last, of each hundred.
"""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from botocore.awsrequest import AWSResponse

from functions.realtime.push.management_api import new_client

ENDPOINT = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/live"
POST_SECONDS = 0.02
"""About what one PostToConnection takes within a Region."""
GONE, THROTTLED = "gone", "throttled"


class SlowGateway:
    """Counts the posts of each connection, and notes when each was served."""

    def __init__(self) -> None:
        self.client: Any = new_client(ENDPOINT)
        self.client.meta.events.register("before-send", self._send)
        self.posts: Counter[str] = Counter()
        self.served_at: dict[str, float] = {}
        self._seconds = POST_SECONDS

    def forget(self) -> None:
        """Everything from before."""
        self.posts.clear()
        self.served_at.clear()

    def _send(self, request: Any, **_: Any) -> AWSResponse:
        time.sleep(self._seconds)
        connection_id = unquote(request.url.rsplit("/", 1)[1])
        self.posts[connection_id] += 1
        if connection_id.startswith(GONE):
            return _answer(request.url, 410, "GoneException")
        if connection_id.startswith(THROTTLED) and self.posts[connection_id] == 1:
            return _answer(request.url, 429, "LimitExceededException")
        self.served_at[connection_id] = time.perf_counter()
        return _answer(request.url, 200)


def connection_ids(number: int) -> list[str]:
    """So many connections. Of each hundred one is throttled at its first post, and one is gone."""
    kinds = {98: THROTTLED, 99: GONE}
    return [f"{kinds.get(index % 100, 'open')}-{index}" for index in range(number)]


class _Body(io.BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


def _answer(url: str, status: int, error: str = "") -> AWSResponse:
    headers = {"x-amzn-ErrorType": error} if error else {}
    return AWSResponse(url, status, headers, _Body(b""))
