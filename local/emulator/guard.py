"""Keeps foreign web sites away from the emulator, which runs any code for whoever calls it.

The root key is no secret, and a site can sign a request with it that a browser sends without
asking first. Two headers are a browser's own, which no site can forge:

- ``Host``: a site whose name is made to mean 127.0.0.1 would be of the emulator's own origin.
- ``Origin``, or ``Sec-Fetch-Site`` where a browser sends no origin, as for an image.

An API of the stage answers pages of any origin, as on AWS: it has rules of its own. A page that a
developer has named (``make up ORIGIN=``) can sign in, and call nothing else of the emulator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Coroutine
from http import HTTPStatus
from typing import Any

from local.emulator.websocket_manners import Message, Receive, Send
from local.loopback import is_loopback

App = Callable[[Message, Receive, Send], Coroutine[Any, Any, None]]

_HOST = re.compile(r"(?:\[([^\]]+)\]|([^\[\]:/@]+))(?::\d*)?")
_ORIGIN = re.compile(rf"[a-z][a-z0-9+.-]*://{_HOST.pattern}")
_API_OF_THE_STAGE = re.compile(r"/_aws/execute-api/[^/]+/")
"""What the emulator gives to an API. Any shorter path can reach each of its services."""
_TO_CONNECTIONS = re.compile(rf"{_API_OF_THE_STAGE.pattern}[^/]*/@connections(/|$)")
"""Pushes to a WebSocket API's connections: signed requests of functions, never of a page."""
_SIGN_IN = frozenset(
    f"AWSCognitoIdentityProviderService.{action}"
    for action in ("InitiateAuth", "RespondToAuthChallenge", "GetUser", "RevokeToken",
                   "GlobalSignOut")
)  # fmt: skip
"""What a page asks of a user pool. The emulator looks at this header before all else."""


def guarded(app: App, more_origins: Collection[str] = ()) -> App:
    """``app``, which hears nothing of a foreign site. Pages of ``more_origins`` can sign in."""

    async def guard(scope: Message, receive: Receive, send: Send) -> None:
        refusal = _refusal(scope, more_origins) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await app(scope, receive, send)
        else:
            await _refuse(*refusal, "" if scope["type"] == "http" else "websocket.", send)

    return guard


def _refusal(scope: Message, more_origins: Collection[str]) -> tuple[HTTPStatus, str] | None:
    hosts, origins, sites = (
        _headers(scope, wanted) for wanted in ("host", "origin", "sec-fetch-site")
    )
    if len(hosts) != 1 or not is_loopback(_name(_HOST, hosts[0])):
        return HTTPStatus.MISDIRECTED_REQUEST, "The local stage answers to loopback names only."
    path = scope["path"]
    if _API_OF_THE_STAGE.match(path) and not _TO_CONNECTIONS.match(path):
        return None
    if len(origins) == 1 and origins[0] in more_origins and _signs_in(scope):
        return None
    foreign = any(not _is_own(origin) for origin in origins)
    if foreign or (not origins and "cross-site" in sites):
        return HTTPStatus.FORBIDDEN, "The local stage serves pages of this machine only."
    return None


def _headers(scope: Message, wanted: str) -> list[str]:
    return [
        value.decode("latin-1")
        for name, value in scope["headers"]
        if name.lower() == wanted.encode()
    ]


def _signs_in(scope: Message) -> bool:
    """Whether it is a page's request to a user pool, or the browser's question before it."""
    if scope["type"] != "http" or scope["path"] != "/":
        return False
    targets = _headers(scope, "x-amz-target")
    return scope["method"] == "OPTIONS" or (len(targets) == 1 and targets[0] in _SIGN_IN)


def _is_own(origin: str) -> bool:
    name = _name(_ORIGIN, origin)
    # A browser lets *.localhost mean this machine, whatever a name server says.
    return is_loopback(name) or name.endswith(".localhost")


def _name(pattern: re.Pattern[str], text: str) -> str:
    """The name or address without brackets and port; empty for what is not of the pattern."""
    found = pattern.fullmatch(text)
    return (found[1] or found[2]) if found else ""


async def _refuse(status: HTTPStatus, why: str, kind: str, send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": f"{kind}http.response.start", "status": status.value, "headers": headers})
    await send({"type": f"{kind}http.response.body", "body": why.encode()})
