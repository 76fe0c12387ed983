"""The emulator's application, mended where a browser would refuse it.

It accepts WebSockets without choosing a subprotocol, whatever ``$connect`` answered; a browser
that offered some then closes the connection. The first offered protocol that is no token is
chosen here, as API Gateway does with what the function returns.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ministack.app import app as emulator

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def chosen_protocol(offered: list[str]) -> str | None:
    """The first offered protocol that is no bearer token."""
    return next((name for name in offered if not name.startswith("bearer.")), None)


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """The ASGI application that the server runs."""
    if scope["type"] != "websocket":
        await emulator(scope, receive, send)
        return

    async def send_with_protocol(message: Message) -> None:
        if message["type"] == "websocket.accept" and not message.get("subprotocol"):
            message = {**message, "subprotocol": chosen_protocol(scope.get("subprotocols", []))}
        await send(message)

    await emulator(scope, receive, send_with_protocol)
