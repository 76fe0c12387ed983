"""Teaches the emulator's WebSocket APIs what API Gateway does, and what it refuses.

- ``connectedAt`` is when the connection was opened; the emulator gives the time of each event.
- A handshake's answer names the subprotocol that the ``$connect`` function chose, and no other.
- A frame that is nested too deep to be read goes to ``$default``. The emulator ends the connection.
- A function that fails is answered by API Gateway's own text; the emulator sends the traceback.
- What a function returns is sent only on a route that has a response; the emulator always sends it.
- A binary frame closes the connection with 1003, and a message over 128 KB with 1009: the server
  does the latter itself, given ``MAX_MESSAGE_BYTES``.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import ContextVar
from typing import Any

from ministack.services import apigateway

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MAX_MESSAGE_BYTES = 128 * 1024
CANNOT_ACCEPT = 1003
chosen_protocol: ContextVar[str | None] = ContextVar("chosen_protocol", default=None)
"""The subprotocol that this handshake's ``$connect`` answered."""

_opened_at: dict[str, int] = {}
_context = apigateway._ws_request_context
_select = apigateway._evaluate_route_selection
_invoke = apigateway._invoke_ws_lambda


def _request_context(
    api_id: str, route: str, stage: str, connection_id: str, event_type: str, *more: Any
) -> dict[str, Any]:
    made: dict[str, Any] = _context(api_id, route, stage, connection_id, event_type, *more)
    if event_type == "CONNECT":
        _opened_at.setdefault(connection_id, made["connectedAt"])
    made["connectedAt"] = _opened_at.get(connection_id, made["connectedAt"])
    if event_type == "DISCONNECT":
        _opened_at.pop(connection_id, None)
    return made


def _route_of(expression: str, text: str) -> str:
    try:
        return str(_select(expression, text))
    except RecursionError:
        return "$default"


async def _answer_of(*positional: Any, **named: Any) -> dict[str, Any] | None:
    answer: dict[str, Any] | None = await _invoke(*positional, **named)
    connection_id, event_type, request_id = positional[5:8]
    if event_type == "CONNECT":
        headers = (answer or {}).get("headers") or {}
        chosen_protocol.set(headers.get("Sec-WebSocket-Protocol"))
    if event_type == "MESSAGE" and int((answer or {}).get("statusCode", 200)) >= 500:
        failed = {
            "message": "Internal server error",
            "connectionId": connection_id,
            "requestId": request_id,
        }
        return {"statusCode": 500, "body": json.dumps(failed)}
    route = positional[3]
    if event_type == "MESSAGE" and not route.get("routeResponseSelectionExpression"):
        return {key: value for key, value in (answer or {}).items() if key != "body"}
    return answer


def teach_manners() -> None:
    """Put the functions above in place of the emulator's."""
    apigateway._ws_request_context = _request_context
    apigateway._evaluate_route_selection = _route_of
    apigateway._invoke_ws_lambda = _answer_of


def text_only(receive: Receive, send: Send) -> Receive:
    """The way in of a connection that a binary frame ends."""

    async def receive_text() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and message.get("text") is None:
            await send({"type": "websocket.close", "code": CANNOT_ACCEPT})
            return {"type": "websocket.disconnect", "code": CANNOT_ACCEPT}
        return message

    return receive_text
