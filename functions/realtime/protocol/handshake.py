"""What a WebSocket handshake carries. Pure.

A browser cannot set headers on a WebSocket, so it sends its token as a second subprotocol,
``realtime.v1, bearer.<jwt>``. Any other client may send ``Authorization: Bearer <jwt>``. A token in
the address is ignored: addresses end up in logs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from contract.frames import BEARER_PREFIX


def header(headers: Mapping[str, str] | None, name: str) -> str | None:
    """The header's value, whatever the case of its name."""
    if not headers:
        return None
    if name in headers:  # as browsers spell it: the usual case
        return headers[name]
    wanted = name.lower()
    return next((value for key, value in headers.items() if key.lower() == wanted), None)


def offered_protocols(headers: Mapping[str, str] | None) -> list[str]:
    """The subprotocols that the client offers, in its order."""
    offered = header(headers, "Sec-WebSocket-Protocol") or ""
    return [protocol.strip() for protocol in offered.split(",") if protocol.strip()]


def offered_versions(headers: Mapping[str, str] | None) -> list[str]:
    """The offered subprotocols that are no token."""
    return [one for one in offered_protocols(headers) if not one.startswith(BEARER_PREFIX)]


def token_of(headers: Mapping[str, str] | None) -> str | None:
    """The token of a handshake, or ``None`` when there is none."""
    authorization = header(headers, "Authorization")
    if authorization:
        scheme, _, credentials = authorization.partition(" ")
        if scheme.lower() == "bearer" and credentials.strip():
            return credentials.strip()
    for protocol in offered_protocols(headers):
        if protocol.startswith(BEARER_PREFIX):
            return protocol.removeprefix(BEARER_PREFIX) or None
    return None


def origin_allowed(headers: Mapping[str, str] | None, allowed: Collection[str]) -> bool:
    """True when the Origin is in ``allowed``, or when none was sent: then it is no browser."""
    origin = header(headers, "Origin")
    return origin is None or origin in allowed
