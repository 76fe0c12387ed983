"""The notifier's parts with tables on moto and a clock that tests set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3

from functions.realtime.protocol.frame_rate import FrameRate
from functions.realtime.protocol.push_request import DisconnectRequest, parse
from functions.realtime.push.admission import Admission
from functions.realtime.push.delivery_and_cleanup import Delivery
from functions.realtime.push.management_api import ManagementApi
from functions.realtime.push.replay import Replay
from functions.realtime.push.resume import Resume
from functions.realtime.push.store_then_deliver import Pusher
from functions.realtime.stores.connections import HANDSHAKE_SECONDS, ConnectionRow, Connections
from functions.realtime.stores.known_events import KnownEvent
from functions.realtime.stores.replay_log import ReplayLog
from functions.realtime.stores.subscription import Subscriptions
from tests.support.moto_without_http import REGION, without_http
from tests.support.strict_management_api import StrictManagementApi
from tests.support.table_ids import WithTableIds

TABLES = (("connections", "connectionId"), ("events", "itemKey"))
LIFE_SECONDS = 7200


@dataclass
class Realtime:
    """The notifier's parts with one pair of tables."""

    client: Any
    plain_client: Any
    time: int = 1_800_000_000
    window_seconds: int = 3600
    pauses: list[float] = field(default_factory=list)
    events_table: str = "events"
    writes_first: bool = False
    """Whether an append archives the head before it looks for the event, or after it."""

    def now(self) -> int:
        return self.time

    def now_ms(self) -> int:
        return self.time * 1000

    @property
    def connections(self) -> Connections:
        return Connections("connections", now=self.now, client=self.client)

    @property
    def log(self) -> ReplayLog:
        return self.log_over(self.client)

    def log_over(self, client: Any) -> ReplayLog:
        return ReplayLog(
            self.events_table,
            now=self.now,
            sleep=self.pauses.append,
            client=client,
            monotonic=lambda: sum(self.pauses),
            at_once=self.in_turn,
        )

    def in_turn(
        self, read: Callable[[], KnownEvent | None], write: Callable[[], None]
    ) -> KnownEvent | None:
        """Both one after the other, in an order that a test chooses."""
        if self.writes_first:
            write()
            return read()
        found = read()
        write()
        return found

    def management(self, api: StrictManagementApi) -> ManagementApi:
        return ManagementApi("https://unused", sleep=self.pauses.append, client=api)

    def delivery(self, api: StrictManagementApi) -> Delivery:
        return Delivery(self.connections, self.management(api))

    def pusher(self, api: StrictManagementApi, log: ReplayLog | None = None) -> Pusher:
        return Pusher(log or self.log, self.delivery(api), self.window_seconds)

    def push(self, api: StrictManagementApi, user_id: str, event: object) -> Any:
        return self.push_with(self.pusher(api), {"userId": user_id, "event": event})

    def push_with(self, pusher: Pusher, request: object) -> Any:
        return pusher.handle(parse(request))

    def disconnect(self, api: StrictManagementApi, user_id: str) -> Any:
        return self.pusher(api).handle(DisconnectRequest(user_id))

    def admission(self, api: StrictManagementApi, per_user: int = 3) -> Admission:
        return Admission(
            self.connections, self.delivery(api), ttl_seconds=LIFE_SECONDS, per_user=per_user
        )

    def resume(
        self,
        api: StrictManagementApi,
        *,
        client: Any = None,
        log: ReplayLog | None = None,
        rate: FrameRate | None = None,
        within_seconds: int | None = None,
        events_table: str | None = None,
        **replay: Any,
    ) -> Resume:
        """``client`` reads the tables; ``replay`` are arguments of ``Replay``."""
        log = log or self.log_over(client or self.client)
        management = self.management(api)
        subscriptions = Subscriptions(
            "connections",
            events_table or self.events_table,
            sleep=self.pauses.append,
            client=client or self.client,
        )
        return Resume(
            log,
            subscriptions,
            self.admission(api),
            Replay(log, management, **replay),
            management,
            rate or FrameRate(),
            within_seconds=within_seconds,
            now_ms=self.now_ms,
        )

    def connect(
        self,
        user_id: str,
        *connection_ids: str,
        token_seconds: int = 100,
        seconds_ago: int = 2 * HANDSHAKE_SECONDS,
    ) -> None:
        """Store rows of connections that were opened one millisecond apart."""
        for opened, connection_id in enumerate(connection_ids):
            self.connections.open(
                ConnectionRow(
                    user_id=user_id,
                    connection_id=connection_id,
                    opened_at_ms=self.now_ms() - 1000 * seconds_ago + opened,
                    authorized_until=self.time + token_seconds,
                    expires_at=self.time + LIFE_SECONDS,
                )
            )

    def connection_ids(self, user_id: str) -> list[str]:
        return [one.connection_id for one in self.connections.of_user(user_id)]

    def sequences(self, user_id: str = "ada", after: int = 0) -> list[int]:
        """What a client that resumes would be sent."""
        head = self.log.head(user_id)
        return [n for n, _ in self.log.between(user_id, after, head)] if head else []

    def texts(self, user_id: str = "ada") -> list[str]:
        head = self.log.head(user_id)
        return [text for _, text in self.log.between(user_id, 0, head)] if head else []


@cache
def _clients() -> tuple[Any, Any]:
    """They outlive a test: moto answers clients of any age, and is empty for each test."""
    made = boto3.resource("dynamodb", region_name=REGION).meta.client
    return without_http(boto3.client("dynamodb", region_name=REGION)), without_http(made)


def new_realtime() -> Realtime:
    """Both tables, empty, within a running ``mock_aws``."""
    client, plain_client = _clients()
    realtime = Realtime(WithTableIds(client), plain_client)
    for table, range_key in TABLES:
        create_table(realtime.client, table, range_key)
    return realtime


def create_table(client: Any, name: str, range_key: str) -> None:
    """A table with the user's id as its partition key."""
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "userId", "KeyType": "HASH"},
            {"AttributeName": range_key, "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": "S"} for key in ("userId", range_key)
        ],
    )


def an_event(event_id: str = "ord-1:FINALIZED", **changes: Any) -> dict[str, Any]:
    return {
        "id": event_id,
        "source": "checkout",
        "type": "order.finalized",
        "subject": "ord-1",
        "time": "2026-11-24T10:00:00Z",
        "data": {"orderId": "ord-1", "status": "FINALIZED"},
    } | changes
