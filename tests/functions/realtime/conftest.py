"""Tables on moto, and clocks that tests move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.realtime.connections import Connections
from functions.realtime.delivery import Courier
from functions.realtime.event_log import EventLog
from functions.realtime.push_event import push_event
from tests.functions.realtime.strict_management_api import StrictManagementApi


@dataclass
class Realtime:
    """The notifier's parts around one pair of tables."""

    client: Any
    table: Any
    time: int = 1_800_000_000
    window_seconds: int = 3600
    pauses: list[float] = field(default_factory=list)

    def now(self) -> int:
        return self.time

    @property
    def connections(self) -> Connections:
        return Connections("connections", now=self.now, table=self.table)

    @property
    def log(self) -> EventLog:
        return EventLog("events", now=self.now, sleep=self.pauses.append, client=self.client)

    def courier(self, api: StrictManagementApi) -> Courier:
        return Courier("https://unused", sleep=self.pauses.append, client=api)

    def push(self, api: StrictManagementApi, user_id: str, event: object) -> dict[str, Any]:
        return push_event(
            {"userId": user_id, "event": event},
            self.connections,
            self.log,
            self.courier(api),
            self.window_seconds,
        )


@pytest.fixture
def realtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Realtime]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client = boto3.client("dynamodb")
        for table, range_key in (("connections", "connectionId"), ("events", "itemKey")):
            client.create_table(
                TableName=table,
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[
                    {"AttributeName": "userId", "KeyType": "HASH"},
                    {"AttributeName": range_key, "KeyType": "RANGE"},
                ],
                AttributeDefinitions=[
                    {"AttributeName": key, "AttributeType": "S"} for key in ("userId", range_key)
                ],
            )
        yield Realtime(client, boto3.resource("dynamodb").Table("connections"))


def an_event(event_id: str = "ord-1:FINALIZED", **changes: Any) -> dict[str, Any]:
    return {
        "id": event_id,
        "source": "checkout",
        "type": "order.finalized",
        "subject": "ord-1",
        "time": "2026-11-24T10:00:00Z",
        "data": {"orderId": "ord-1", "status": "FINALIZED"},
    } | changes
