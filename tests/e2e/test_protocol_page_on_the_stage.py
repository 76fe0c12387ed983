"""What docs/protocol.md says of handshakes and ends, and no other test sees on the stage."""

from __future__ import annotations

import json

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from contract.frames import MALFORMED_FRAME
from local.local_stage import LocalStage
from local.trials.buyer import Buyer

pytestmark = pytest.mark.xdist_group("stage")

RESUME, PING = '{"action":"resume"}', '{"action":"ping"}'


def opened(
    stage: LocalStage, *protocols: str, token: str | None = None, query: str = ""
) -> ClientConnection:
    """A connection of a client that is no browser: it sends no Origin."""
    return connect(
        stage.outputs["websocket_url"] + query,
        subprotocols=[Subprotocol(one) for one in protocols] or None,
        additional_headers=None if token is None else {"Authorization": f"Bearer {token}"},
        proxy=None,
    )


def refusal(stage: LocalStage, *protocols: str, query: str = "") -> int:
    with pytest.raises(InvalidStatus) as refused:
        opened(stage, *protocols, query=query)
    return refused.value.response.status_code


def flood(socket: ClientConnection) -> None:
    """Resume until the server has enough of it: after 60 of a minute."""
    for _ in range(200):
        socket.send(RESUME)
        socket.recv(timeout=30)


def test_a_token_in_authorization_opens_and_no_version_is_named_where_none_was_offered(
    stage: LocalStage, grace: Buyer
) -> None:
    with opened(stage, token=grace.token) as socket:
        assert socket.subprotocol is None
        socket.send(RESUME)
        while json.loads(socket.recv(timeout=30))["type"] != "realtime.resumed":
            pass


def test_with_both_forms_authorization_counts(stage: LocalStage, grace: Buyer) -> None:
    with opened(stage, "realtime.v1", "bearer.garbage", token=grace.token) as socket:
        assert socket.subprotocol == "realtime.v1"


def test_a_token_in_the_address_is_not_read(stage: LocalStage, grace: Buyer) -> None:
    assert refusal(stage, "realtime.v1", query=f"?token={grace.token}") == 401


def test_versions_that_no_server_speaks_are_refused(stage: LocalStage, grace: Buyer) -> None:
    # The function of $connect answers 400. The emulator says 403 for whatever that refuses.
    assert refusal(stage, "realtime.v9", f"bearer.{grace.token}") == 403


def test_a_connection_that_sends_too_much_is_closed_with_1000(
    stage: LocalStage, grace: Buyer
) -> None:
    with (
        opened(stage, "realtime.v1", f"bearer.{grace.token}") as socket,
        pytest.raises(ConnectionClosed) as closed,
    ):
        flood(socket)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1000


def test_pings_and_frames_that_no_route_knows_are_not_counted(
    stage: LocalStage, grace: Buyer
) -> None:
    with opened(stage, "realtime.v1", f"bearer.{grace.token}") as socket:
        for frame, answer in [(PING, {"type": "realtime.pong"}), ("hello", MALFORMED_FRAME)] * 40:
            socket.send(frame)
            assert json.loads(socket.recv(timeout=30)) == answer
