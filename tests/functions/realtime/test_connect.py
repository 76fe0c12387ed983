"""Connect, disconnect and unknown frames."""

from __future__ import annotations

from typing import Any

import pytest

from functions.realtime.answer_unknown import handler as answer_unknown_handler
from functions.realtime.close_connection import close_connection
from functions.realtime.identity import user_of
from functions.realtime.open_connection import open_connection
from tests.functions.realtime.conftest import Realtime


def connect_event(expires: int | None = None, protocols: str | None = None) -> dict[str, Any]:
    authorizer = {"userId": "ada"} | ({"tokenExpiresAt": str(expires)} if expires else {})
    headers = {"Sec-WebSocket-Protocol": protocols} if protocols else {}
    return {
        "requestContext": {"connectionId": "a1", "authorizer": authorizer},
        "headers": headers,
    }


def row(realtime: Realtime) -> dict[str, Any]:
    item: dict[str, Any] = realtime.table.get_item(Key={"userId": "ada", "connectionId": "a1"})[
        "Item"
    ]
    return item


def test_the_answer_names_the_protocol_and_never_the_token(realtime: Realtime) -> None:
    event = connect_event(protocols="realtime.v1, bearer.secret")

    answer = open_connection(event, realtime.connections, 7200, realtime.now)

    assert answer == {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "realtime.v1"}}


def test_a_client_that_offers_no_protocol_gets_none(realtime: Realtime) -> None:
    answer = open_connection(connect_event(), realtime.connections, 7200, realtime.now)
    assert answer == {"statusCode": 200}


def test_a_row_lives_as_long_as_the_connection_in_whole_seconds(realtime: Realtime) -> None:
    open_connection(connect_event(), realtime.connections, 7200, realtime.now)

    assert row(realtime)["expiresAt"] == realtime.time + 7200
    assert row(realtime)["connectedAt"] == realtime.time


def test_a_row_lives_no_longer_than_its_token(realtime: Realtime) -> None:
    event = connect_event(expires=realtime.time + 60)

    open_connection(event, realtime.connections, 7200, realtime.now)

    assert row(realtime)["expiresAt"] == realtime.time + 60


def test_disconnecting_removes_exactly_this_connection(realtime: Realtime) -> None:
    realtime.connections.open("ada", "a1", realtime.time + 9)
    realtime.connections.open("ada", "a2", realtime.time + 9)

    close_connection(connect_event(), realtime.connections)

    assert realtime.connections.of_user("ada") == ["a2"]


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
        ('{"action":"fly"}', "unknown-action"),
        ("{}", "unknown-action"),
    ],
)
def test_an_unknown_frame_gets_an_error_with_a_code(body: str | None, code: str) -> None:
    answer = answer_unknown_handler({"body": body}, Context())

    assert answer["statusCode"] == 200
    assert f'"code":"{code}"' in answer["body"]
    assert answer["body"].startswith('{"type":"realtime.error"')
