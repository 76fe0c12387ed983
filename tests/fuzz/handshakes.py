"""Handshakes of any shape, as bytes on a socket: a client library would refuse to send them."""

from __future__ import annotations

import asyncio
import base64
import json
import urllib.parse
from dataclasses import dataclass
from random import Random
from typing import Any

from contract.frames import BEARER_PREFIX, PROTOCOL
from tests.fuzz import hostile, issuer
from tests.fuzz.choices import FORGERIES
from tests.fuzz.mutation import Change, changed, shown

ALLOWED = (101, 401, 403)
NO_VERSION = 400
"""A good token, and no version of the protocol that the server speaks."""
SECONDS = 60


@dataclass(frozen=True)
class Handshake:
    """One handshake's headers, and whether the stage may open a connection."""

    headers: tuple[tuple[str, str], ...]
    may_open: bool

    def __str__(self) -> str:
        return "; ".join(f"{name}: {shown(value)}" for name, value in self.headers) or "no headers"


def handshake(rng: Random, token: str, origin: str) -> Handshake:
    """A handshake around the buyer's good ``token``: as it is, changed, forged, or nonsense."""
    kind = rng.randrange(10)
    sent = token
    if kind < 5:
        sent = _forged(rng, token)
    elif kind < 7:
        sent = str(hostile.variant(rng, token))
    elif kind == 7:
        sent = str(rng.choice(hostile.TEXTS))
    came_from: Any = origin
    if rng.random() < 0.3:
        near = [f"{origin}.evil.com", f"{origin}/", origin.upper()]
        odd = [str(hostile.variant(rng, origin)), rng.choice(hostile.TEXTS)]
        came_from = rng.choice([None, "null", "", *near, *odd])
    headers = [_carried(rng, sent)]
    if came_from is not None:
        headers.append(("Origin", came_from))
    if rng.random() < 0.1:
        headers.append(_carried(rng, rng.choice(hostile.TEXTS)))
    clean = tuple((name, _header_text(name, value)) for name, value in headers)
    return Handshake(clean, any(token in value for _, value in clean))


def _carried(rng: Random, sent: str) -> tuple[str, str]:
    return rng.choice(
        [("Sec-WebSocket-Protocol", f"{PROTOCOL}, {BEARER_PREFIX}{sent}"),
         ("Sec-WebSocket-Protocol", f"{PROTOCOL}, {BEARER_PREFIX}{sent}"),
         ("Authorization", f"Bearer {sent}"), ("authorization", f"bearer  {sent}"),
         ("Authorization", sent), ("Sec-WebSocket-Protocol", sent),
         ("Sec-WebSocket-Protocol", f"{BEARER_PREFIX}{sent},{PROTOCOL},{PROTOCOL}")]
    )  # fmt: skip


def _forged(rng: Random, token: str) -> str:
    """Another header or other claims than the good token's, with a signature that is not theirs."""
    header, claims = (_read(part) for part in token.split(".")[:2])
    whole = {"header": header, "claims": claims, "signer": ""}
    for path, values in FORGERIES.items():
        if len(path) > 1 and path[0] == "token" and rng.random() < 0.25:
            value = rng.choice(values)
            if path[1] == "header" and isinstance(value, dict) and "kid" in value:
                value = {**value, "kid": header["kid"]}
            whole = changed(whole, (Change(path[1:], value),))
    if rng.random() < 0.2:
        whole["header"] = hostile.any_json(rng)
    if rng.random() < 0.2:
        whole["claims"] = hostile.any_json(rng)
    forged = issuer.token(
        whole["header"],
        whole["claims"],
        rng.choice(["stranger", "none", "empty", "public-as-secret"]),
    )
    if rng.random() < 0.3:  # the good token's own signature
        forged = ".".join([*forged.split(".")[:2], token.split(".")[2]])
    return forged if forged != token else ""


def _read(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def _header_text(name: str, value: str) -> str:
    """What a header can carry; at most what API Gateway takes.

    Subprotocols are ASCII (RFC 6455, 11.3.4): the emulator's web server hangs up on others.
    """
    kind = "ascii" if name == "Sec-WebSocket-Protocol" else "latin-1"
    text = value.encode(kind, "replace").decode(kind)
    return "".join(one for one in text if one >= " " and one != "\x7f")[:8_000].strip()


async def shake(url: str, sent: Handshake) -> tuple[int, str]:
    """The answer's status and everything of it that came before a frame."""
    address = urllib.parse.urlsplit(url)
    lines = [
        f"GET {address.path} HTTP/1.1",
        f"Host: {address.netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *(f"{name}: {value}" for name, value in sent.headers),
    ]
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SECONDS)).decode("latin-1")
        status = int(head.split(" ", 2)[1])
        body = b"" if status == 101 else await asyncio.wait_for(reader.read(64 * 1024), SECONDS)
        if status == 101:
            writer.write(b"\x88\x82\0\0\0\0\x03\xe8")  # close, 1000
            await writer.drain()
            await asyncio.wait_for(reader.read(), SECONDS)
        return status, head + body.decode("latin-1")
    finally:
        writer.close()


def wrong_handshake(sent: Handshake, status: int, text: str, token: str) -> list[str]:
    """What is wrong with the answer to a handshake."""
    found = []
    allowed = (*ALLOWED, NO_VERSION) if sent.may_open else ALLOWED
    if status not in allowed:
        found.append(f"a handshake is answered {status}")
    if status == 101 and not sent.may_open:
        found.append("a handshake without a good token opens a connection")
    if token in text or "bearer." in text:
        found.append("the answer to a handshake holds the token")
    return found
