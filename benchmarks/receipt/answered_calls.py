"""AWS behind botocore, in this process: requests are built and signed, and answered before they
are sent. So a function's own work can be measured without an emulator's."""

from __future__ import annotations

import json
import os
import random
import re
import time
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from benchmarks.contention.simulated_table import SimulatedTable
from functions.common import aws_clients
from functions.realtime.stores.connections import ConnectionRow

USER = "ada"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "CONNECTIONS_TABLE": "connections",
    "EVENTS_TABLE": "events",
    "REPLAY_WINDOW_HOURS": "24",
    "MANAGEMENT_ENDPOINT": "https://api.example.com/live",
    "POWERTOOLS_SERVICE_NAME": "realtime",
    "POWERTOOLS_METRICS_NAMESPACE": "RealtimeCheckout",
}


class AnsweredCalls:
    """One user with one open page. Set ``seconds`` to what each call takes."""

    def __init__(self) -> None:
        os.environ |= ENVIRONMENT
        self.seconds = 0.0
        self._tables = {
            name: SimulatedTable(self, random.Random(1), 0)  # noqa: S311
            for name in ("events", "connections")
        }
        now = int(time.time())
        row = ConnectionRow(USER, "c1", 1000 * (now - 100), now + 7200, now + 7200)
        self._tables["connections"].put_item(Item=row.to_item())
        boto3.setup_default_session()
        peers: Any = boto3.DEFAULT_SESSION
        for events in (peers.events, aws_clients.session().get_component("event_emitter")):
            events.register("before-send", self._answer)

    def sleep(self, _: float) -> None:
        """A table's call takes its time in ``_answer``, once."""

    def _answer(self, request: Any, **_: Any) -> AWSResponse:
        if self.seconds:
            time.sleep(self.seconds)
        target = request.headers.get("X-Amz-Target")
        status, answer = self._called(target.decode(), request.body) if target else (200, {})
        return AWSResponse(request.url, status, {}, _Body(json.dumps(answer).encode()))

    def _called(self, target: str, body: bytes) -> tuple[int, Any]:
        operation, asked = target.rsplit(".", 1)[1], json.loads(body)
        if operation == "DescribeTable":
            return 200, {"Table": {"TableId": "11111111-2222-3333-4444-555555555555"}}
        name = next(iter(asked.get("RequestItems", {asked.get("TableName"): None})))
        call = getattr(self._tables[name], re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower())
        try:
            return 200, call(**asked)
        except ClientError as error:
            return 400, {"__type": error.response["Error"]["Code"]}


class _Body:
    """What botocore reads an answer from."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_: Any) -> Any:
        yield self._content
