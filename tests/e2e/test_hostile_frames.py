"""Frames that no page sends, on the stage: answered or refused as API Gateway does."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from components.realtime_notifier.args import NotifierSettings
from contract.frames import CONNECTION_LIMIT, ERROR, MALFORMED_FRAME
from local.local_stage import LocalStage
from local.trials.buyer import Buyer

pytestmark = pytest.mark.xdist_group("stage")

NO_REQUESTS = [
    "",
    "hello",
    "[1]",
    '{"action":"dance"}',
    '{"action":"$connect"}',
    '{"action":"$disconnect"}',
    '{"action":' + "[" * 50_000 + "]" * 50_000 + "}",
    '{"action":"resume","after":' + "9" * 5000 + "}",
]


def opened(stage: LocalStage, buyer: Buyer) -> ClientConnection:
    return connect(
        stage.outputs["websocket_url"],
        origin=Origin(stage.outputs["storefront_url"]),
        subprotocols=[
            Subprotocol(name) for name in ("realtime.v2", "realtime.v1", f"bearer.{buyer.token}")
        ],
        proxy=None,
    )


def rows(stage: LocalStage, buyer: Buyer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stage.client("dynamodb").query(
        TableName=stage.outputs["connections_table"],
        KeyConditionExpression="userId = :user",
        ExpressionAttributeValues={":user": {"S": buyer.user_id}},
    )["Items"]
    return found


def test_a_frame_that_is_no_request_is_malformed_and_touches_no_row(
    stage: LocalStage, grace: Buyer
) -> None:
    with opened(stage, grace) as socket:
        assert socket.subprotocol == "realtime.v1"
        before = rows(stage, grace)
        for frame in NO_REQUESTS:
            socket.send(frame)
            assert json.loads(socket.recv(timeout=30)) == MALFORMED_FRAME, frame[:40]
        assert rows(stage, grace) == before


@pytest.mark.parametrize(("frame", "code"), [("x" * (128 * 1024 + 1), 1009), (b"{}", 1003)])
def test_a_frame_that_is_too_long_or_binary_closes_the_connection(
    stage: LocalStage, grace: Buyer, frame: str | bytes, code: int
) -> None:
    with opened(stage, grace) as socket:
        socket.send(frame)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code


def test_a_row_that_was_lost_is_made_anew_with_the_time_of_the_handshake(
    stage: LocalStage, grace: Buyer
) -> None:
    others = rows(stage, grace)  # of connections that have just been closed
    with opened(stage, grace) as socket:
        (row,) = [one for one in rows(stage, grace) if one not in others]
        key = {name: row[name] for name in ("userId", "connectionId")}
        stage.client("dynamodb").delete_item(TableName=stage.outputs["connections_table"], Key=key)
        socket.send('{"action":"resume"}')
        while json.loads(socket.recv(timeout=30))["type"] != "realtime.resumed":
            pass
        (anew,) = [one for one in rows(stage, grace) if key.items() <= one.items()]
        assert anew["authorizedUntil"] == row["authorizedUntil"]
        # AWS's own time of the handshake: before the function stored the first row.
        assert 0 <= int(row["openedAtMs"]["N"]) - int(anew["openedAtMs"]["N"]) < 30_000
        assert int(anew["expiresAt"]["N"]) <= int(row["expiresAt"]["N"])


def test_the_oldest_connection_is_told_why_it_is_closed_before_it_is(
    stage: LocalStage, grace: Buyer
) -> None:
    most = NotifierSettings.max_connections_per_user
    assert isinstance(most, int)  # the stage has the default
    with ExitStack() as sockets:
        oldest, *_ = [sockets.enter_context(opened(stage, grace)) for _ in range(most)]
        sockets.enter_context(opened(stage, grace))
        told = json.loads(oldest.recv(timeout=30))
        with pytest.raises(ConnectionClosed):
            oldest.recv(timeout=30)

    assert (told["type"], told["code"]) == (ERROR, CONNECTION_LIMIT)
