"""Connect, disconnect and unknown frames."""

from __future__ import annotations

from typing import Any

import pytest

from contract.tables import CONNECTIONS_KEY, EXPIRES_AT
from functions.common.lambda_types import ApiResponse
from functions.realtime.answer_unknown import handler as answer_unknown_handler
from functions.realtime.close_connection import close_connection
from functions.realtime.open_connection import Limits, open_connection
from functions.realtime.protocol.identity import user_of
from tests.support.notifier_on_moto import Realtime
from tests.support.strict_management_api import FOREVER, StrictManagementApi

LIMITS = Limits(7200, per_user=3, allowed_origins=["https://shop.example.com"])


def connect_event(expires: int | None = None, protocols: str | None = None) -> dict[str, Any]:
    authorizer = {"userId": "ada"} | ({"tokenExpiresAt": str(expires)} if expires else {})
    headers = {"Sec-WebSocket-Protocol": protocols} if protocols else {}
    return {
        "requestContext": {"connectionId": "a1", "authorizer": authorizer},
        "headers": headers,
    }


def row(realtime: Realtime) -> dict[str, Any]:
    item: dict[str, Any] = realtime.plain_client.get_item(
        TableName="connections", Key={"userId": "ada", "connectionId": "a1"}
    )["Item"]
    return item


def opened(
    realtime: Realtime, event: dict[str, Any], api: StrictManagementApi | None = None
) -> ApiResponse:
    delivery = realtime.delivery(api or StrictManagementApi())
    return open_connection(event, realtime.connections, delivery, LIMITS, realtime.now_ms)


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


def test_disconnecting_removes_exactly_this_connection(realtime: Realtime) -> None:
    realtime.connect("ada", "a1", "a2")

    close_connection(connect_event(), realtime.connections)

    assert realtime.connection_ids("ada") == ["a2"]


def test_with_iam_the_user_is_the_principal() -> None:
    event = {"requestContext": {"identity": {"userArn": "arn:aws:iam::1:user/ada"}}}
    assert user_of(event) == "arn:aws:iam::1:user/ada"


class Context:
    """What Powertools reads of Lambda's context."""

    function_name = "answer-unknown"
    memory_limit_in_mb = 128
    invoked_function_arn = "arn:aws:lambda:us-east-1:1:function:answer-unknown"
    aws_request_id = "request-1"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{", "malformed"),
        ("", "malformed"),
        (None, "malformed"),
        ("[]", "malformed"),
        ('"resume"', "malformed"),
        ('{"action":"fly"}', "malformed"),
        ("{}", "malformed"),
    ],
)
def test_an_unknown_frame_gets_an_error_with_a_code(body: str | None, code: str) -> None:
    answer = answer_unknown_handler({"body": body}, Context())

    assert answer["statusCode"] == 200
    assert f'"code":"{code}"' in answer["body"]
    assert answer["body"].startswith('{"type":"realtime.error"')


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
