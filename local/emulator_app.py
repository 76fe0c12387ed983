"""The emulator's application, mended in two places where it differs from API Gateway.

It accepts WebSockets without choosing a subprotocol, whatever ``$connect`` answered; a browser
that offered some then closes the connection. The first offered protocol that is no token is
chosen here, as API Gateway does with what the function returns.

An authorizer that fails with the text ``Unauthorized`` means 401 on AWS; the emulator answers 500
as for any other failure.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ministack.app import app as emulator
from ministack.services import lambda_svc

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def chosen_protocol(offered: list[str]) -> str | None:
    """The first offered protocol that is no bearer token."""
    return next((name for name in offered if not name.startswith("bearer.")), None)


_unauthorized: set[str] = set()
_invoke = lambda_svc._execute_function_with_config_scope


def _invoke_and_note(function: Any, event: Any, *more: Any, **named: Any) -> Any:
    """Invoke, and remember the handshakes whose authorizer said Unauthorized."""
    result = _invoke(function, event, *more, **named)
    if isinstance(event, dict) and event.get("type") == "REQUEST" and result.get("error"):
        body = result.get("body")
        if isinstance(body, dict) and body.get("errorMessage") == "Unauthorized":
            _unauthorized.add(event["requestContext"]["connectionId"])
    return result


lambda_svc._execute_function_with_config_scope = _invoke_and_note


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """The ASGI application that the server runs."""
    if scope["type"] != "websocket":
        await emulator(scope, receive, send)
        return

    refusal: Message = {}

    async def send_as_api_gateway(message: Message) -> None:
        if message["type"] == "websocket.accept" and not message.get("subprotocol"):
            message = {**message, "subprotocol": chosen_protocol(scope.get("subprotocols", []))}
        elif message["type"] == "websocket.http.response.start":
            refusal.update(message)  # its status is known only with the body's connection id
            return
        elif message["type"] == "websocket.http.response.body" and refusal:
            answer = json.loads(message["body"])
            if answer.get("connectionId") in _unauthorized:
                _unauthorized.discard(answer["connectionId"])
                refusal["status"], answer["message"] = 401, "Unauthorized"
                message = {**message, "body": json.dumps(answer).encode()}
            await send(dict(refusal))
            refusal.clear()
        await send(message)

    await emulator(scope, receive, send_as_api_gateway)
