"""Connect and disconnect, and frames that reach their routes."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from contract import quotas
from contract.frames import CONNECTION_LIMIT, ERROR, MALFORMED_FRAME
from contract.limits import MAX_FRAMES_PER_MINUTE
from contract.tables import CONNECTIONS_KEY, EXPIRES_AT
from functions.common import clock, invocation
from functions.common.aws_clients import PATIENCE, OutOfTimeError
from functions.common.lambda_types import ApiResponse
from functions.realtime import close_connection as closing
from functions.realtime import open_connection as opening
from functions.realtime.close_connection import close_connection
from functions.realtime.open_connection import open_connection
from functions.realtime.protocol.identity import user_of
from functions.realtime.push import management_api
from tests.support.checkout_shop import CONTEXT
from tests.support.notifier_on_moto import Realtime
from tests.support.silent_server import server
from tests.support.strict_management_api import FOREVER, StrictManagementApi

ORIGINS = ["https://shop.example.com"]


def connect_event(expires: int | None = None, protocols: str | None = None) -> dict[str, Any]:
    authorizer = {"userId": "ada"} | ({"tokenExpiresAt": str(expires)} if expires else {})
    headers = {"Sec-WebSocket-Protocol": protocols} if protocols else {}
    return {
        "requestContext": {
            "connectionId": "a1", "authorizer": authorizer, "eventType": "CONNECT"
        },
        "headers": headers,
    }  # fmt: skip


def row(realtime: Realtime) -> dict[str, Any]:
    item: dict[str, Any] = realtime.plain_client.get_item(
        TableName="connections", Key={"userId": "ada", "connectionId": "a1"}
    )["Item"]
    return item


def opened(
    realtime: Realtime, event: dict[str, Any], api: StrictManagementApi | None = None
) -> ApiResponse:
    admission = realtime.admission(api or StrictManagementApi())
    return open_connection(event, admission, ORIGINS, realtime.now_ms)


def test_the_answer_names_the_protocol_and_never_the_token(realtime: Realtime) -> None:
    answer = opened(realtime, connect_event(protocols="realtime.v1, bearer.secret"))

    assert answer == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "realtime.v1"}}


def test_an_origin_that_is_not_allowed_is_refused_whoever_authorized_the_user(
    realtime: Realtime,
) -> None:
    event = connect_event()
    event["headers"] = {"origin": "https://evil.example.com"}

    assert opened(realtime, event) == {"statusCode": 403}
    assert realtime.connection_ids("ada") == []


@pytest.mark.parametrize("offered", ["realtime.v2", "realtime.v0, bearer.secret", "chat"])
def test_a_client_without_a_version_in_common_is_refused_and_leaves_no_row(
    realtime: Realtime, offered: str
) -> None:
    assert opened(realtime, connect_event(protocols=offered)) == {"statusCode": 400}
    assert realtime.connection_ids("ada") == []


def test_a_page_that_speaks_a_newer_version_too_gets_this_one(realtime: Realtime) -> None:
    answer = opened(realtime, connect_event(protocols="realtime.v2, realtime.v1, bearer.secret"))

    assert answer == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "realtime.v1"}}


def test_a_client_that_offers_no_subprotocol_gets_none(realtime: Realtime) -> None:
    assert opened(realtime, connect_event()) == {"statusCode": 200}


def test_a_row_lives_as_long_as_a_connection_can(realtime: Realtime) -> None:
    opened(realtime, connect_event(expires=realtime.time + 60))

    assert row(realtime) == {
        "userId": "ada", "connectionId": "a1", "openedAtMs": realtime.now_ms(),
        "authorizedUntil": realtime.time + 60, "expiresAt": realtime.time + 7200,
    }  # fmt: skip
    assert {*CONNECTIONS_KEY, EXPIRES_AT} <= row(realtime).keys()


def test_without_a_tokens_expiry_a_connection_is_authorized_for_its_rows_life(
    realtime: Realtime,
) -> None:
    opened(realtime, connect_event())

    assert row(realtime)["authorizedUntil"] == realtime.time + 7200


def test_one_connection_too_many_closes_the_oldest(realtime: Realtime) -> None:
    realtime.connect("ada", "first", "second", "third")
    realtime.connect("grace", "hers")
    api = StrictManagementApi("first", "second", "third", "hers")
    realtime.time += 1

    opened(realtime, connect_event(), api)

    assert api.closed == ["first"]
    assert realtime.connection_ids("ada") == ["second", "third", "a1"]
    assert realtime.connection_ids("grace") == ["hers"]


def test_the_connection_that_is_being_opened_is_never_closed(
    realtime: Realtime,
) -> None:
    realtime.connect("ada", "first", "second", "ahead", seconds_ago=-5)  # another host's clock
    api = StrictManagementApi("first", "second", "ahead")

    opened(realtime, connect_event(), api)

    assert "a1" in realtime.connection_ids("ada")
    assert api.closed == ["first"]


def test_a_new_connection_opens_although_the_oldest_one_cannot_be_closed(
    realtime: Realtime,
) -> None:
    realtime.connect("ada", "stuck", "second", "third")
    api = StrictManagementApi("stuck", "second", "third")
    api.fail("stuck", *[403] * FOREVER)
    realtime.time += 1

    assert opened(realtime, connect_event(), api)["statusCode"] == 200
    assert realtime.connection_ids("ada") == ["stuck", "second", "third", "a1"]


def test_a_connection_that_the_limit_closes_is_told_so_first(realtime: Realtime) -> None:
    realtime.connect("ada", "first", "second", "third")
    api = StrictManagementApi("first", "second", "third")
    realtime.time += 1

    opened(realtime, connect_event(), api)

    (text,) = api.told["first"]
    assert json.loads(text)["type"] == ERROR
    assert json.loads(text)["code"] == CONNECTION_LIMIT
    assert (api.received["second"], api.received["third"]) == ([], [])


@pytest.mark.parametrize("status", [410, 429, 500, 403])
def test_a_connection_that_cannot_be_told_is_closed_all_the_same_and_at_once(
    realtime: Realtime, status: int
) -> None:
    realtime.connect("ada", "first", "second", "third")
    api = StrictManagementApi("first", "second", "third")
    api.fail("first", 200, status)  # the look, then the frame
    realtime.time += 1

    assert opened(realtime, connect_event(), api) == {"statusCode": 200}

    assert (api.closed, api.told, api.attempts) == (["first"], {"first": []}, {"first": 1})
    assert realtime.pauses == []
    assert realtime.connection_ids("ada") == ["second", "third", "a1"]


def test_only_the_limit_tells_a_connection_why_it_is_closed(realtime: Realtime) -> None:
    realtime.connect("ada", "one", "two")
    api = StrictManagementApi("one", "two")

    realtime.disconnect(api, "ada")

    assert api.told == {"one": [], "two": []}


def test_a_handshake_waits_for_room_as_long_as_it_may_at_most(realtime: Realtime) -> None:
    realtime.connect("ada", "slow", "second", "third")
    api = StrictManagementApi("slow", "second", "third")
    calls = 2 + management_api.RETRIES.attempts  # a look, a frame, a close
    api.fail("slow", *[500] * calls)
    realtime.time += 1

    assert opened(realtime, connect_event(), api) == {"statusCode": 200}

    patience, tables = PATIENCE["apigatewaymanagementapi"], PATIENCE["dynamodb"]
    attempt = patience.connect_seconds + patience.read_seconds
    longest = calls * attempt + sum(realtime.pauses) + tables.needed_seconds
    assert longest < quotas.INTEGRATION_TIMEOUT.value
    assert realtime.connection_ids("ada")[0] == "slow"


def test_no_call_to_a_connection_begins_that_could_outlive_the_invocation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    left_ms = 1000 * PATIENCE["apigatewaymanagementapi"].needed_seconds - 100
    monkeypatch.setattr(invocation, "_ends_at", time.monotonic() + left_ms / 1000)

    with server() as silent:
        with pytest.raises(OutOfTimeError):
            management_api.ManagementApi(silent.url).close("a1")
        assert silent.count == 0


def test_dead_connections_make_room_before_any_living_one(realtime: Realtime) -> None:
    realtime.connect("ada", "oldest", "ghost", "newest")
    api = StrictManagementApi("oldest", "newest")
    realtime.time += 1

    opened(realtime, connect_event(), api)

    assert api.closed == []
    assert realtime.connection_ids("ada") == ["oldest", "newest", "a1"]


def test_below_the_limit_nobody_is_asked_whether_a_connection_is_alive(realtime: Realtime) -> None:
    realtime.connect("ada", "one", "ghost")
    api = StrictManagementApi("one")

    opened(realtime, connect_event(), api)

    assert api.looked_at == []
    assert realtime.connection_ids("ada") == ["one", "ghost", "a1"]


def test_a_connection_that_is_opening_is_no_ghost(realtime: Realtime) -> None:
    realtime.connect("ada", "first", "second")
    realtime.connect("ada", "opening", seconds_ago=5)
    api = StrictManagementApi("first", "second")

    opened(realtime, connect_event(), api)

    assert api.closed == ["first"]
    assert realtime.connection_ids("ada") == ["second", "opening", "a1"]


@pytest.mark.parametrize("status", [403, 429, 500])
def test_a_connection_that_cannot_be_asked_counts_as_living_and_is_asked_once(
    realtime: Realtime, status: int
) -> None:
    realtime.connect("ada", "first", "second", "third")
    api = StrictManagementApi("first", "second", "third")
    api.fail("third", status)
    realtime.time += 1

    opened(realtime, connect_event(), api)

    assert api.closed == ["first"]
    assert api.looked_at.count("third") == 1
    assert realtime.pauses == []


def test_disconnecting_removes_exactly_this_connection(realtime: Realtime) -> None:
    realtime.connect("ada", "a1", "a2")

    close_connection(connect_event(), realtime.connections)

    assert realtime.connection_ids("ada") == ["a2"]


def test_with_iam_the_user_is_the_principal() -> None:
    event = {"requestContext": {"identity": {"userArn": "arn:aws:iam::1:user/ada"}}}
    assert user_of(event) == "arn:aws:iam::1:user/ada"


class Lifecycle:
    """The handlers of both lifecycle routes with clients of the test's own."""

    def __init__(self, realtime: Realtime, monkeypatch: pytest.MonkeyPatch) -> None:
        self.realtime, self.api = realtime, StrictManagementApi("a1")
        self.frames = self.api.received["a1"]
        realtime.time = clock.epoch_seconds()  # the handlers read the real one
        variables = {
            "CONNECTIONS_TABLE": "connections", "CONNECTION_TTL_SECONDS": "7200",
            "MAX_CONNECTIONS_PER_USER": "3", "ALLOWED_ORIGINS": ORIGINS[0],
            "MANAGEMENT_ENDPOINT": "https://unused",
        }  # fmt: skip
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        for module in (opening, closing):
            module._frame_rate.cache_clear()
            monkeypatch.setattr(module, "ManagementApi", lambda _: realtime.management(self.api))
            monkeypatch.setattr(module, "Connections", lambda _: realtime.connections)

    def happens(self, module: Any, event_type: str, body: str = "") -> ApiResponse:
        event = connect_event()
        event["requestContext"]["eventType"] = event_type
        answer: ApiResponse = module.handler({**event, "body": body}, CONTEXT)
        return answer


@pytest.fixture
def lifecycle(realtime: Realtime, monkeypatch: pytest.MonkeyPatch) -> Lifecycle:
    return Lifecycle(realtime, monkeypatch)


def test_a_handshake_stores_the_row_and_an_end_deletes_it(lifecycle: Lifecycle) -> None:
    assert lifecycle.happens(opening, "CONNECT") == {"statusCode": 200}
    assert lifecycle.realtime.connection_ids("ada") == ["a1"]

    assert lifecycle.happens(closing, "DISCONNECT") == {"statusCode": 200}
    assert lifecycle.realtime.connection_ids("ada") == []
    assert lifecycle.frames == []


@pytest.mark.parametrize("module", [opening, closing], ids=["connect", "disconnect"])
@pytest.mark.parametrize("event_type", ["MESSAGE", "", "connect"])
def test_a_frame_at_a_lifecycle_route_is_malformed_and_touches_no_row(
    lifecycle: Lifecycle, module: Any, event_type: str
) -> None:
    lifecycle.realtime.connect("ada", "a1", token_seconds=77)
    before = row(lifecycle.realtime)

    answer = lifecycle.happens(module, event_type, '{"action":"$connect"}')

    assert answer == {"statusCode": 200}
    assert row(lifecycle.realtime) == before
    assert [json.loads(text) for text in lifecycle.frames] == [MALFORMED_FRAME]


def test_a_flood_of_frames_at_a_lifecycle_route_closes_the_connection(
    lifecycle: Lifecycle,
) -> None:
    for _ in range(MAX_FRAMES_PER_MINUTE + 1):
        lifecycle.happens(closing, "MESSAGE")

    assert len(lifecycle.frames) == MAX_FRAMES_PER_MINUTE
    assert lifecycle.api.closed == ["a1"]


@pytest.mark.parametrize(
    "context",
    [
        {"userId": "\u200bada"},
        {"userId": "a" * 257},
        {"userId": ""},
        {},
        {"userId": "ada", "tokenExpiresAt": "soon"},
        {"userId": "ada", "tokenExpiresAt": "1" * 41},
    ],
)
def test_a_user_to_whom_nothing_could_be_pushed_is_refused_whoever_authorized_them(
    realtime: Realtime, context: dict[str, str]
) -> None:
    event = connect_event()
    event["requestContext"]["authorizer"] = context

    assert opened(realtime, event) == {"statusCode": 403}
    scanned = realtime.plain_client.scan(TableName="connections")
    assert scanned["Items"] == []
