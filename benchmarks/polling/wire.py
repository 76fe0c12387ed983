"""Bytes of each action on a stage: HTTP/1.1 and WebSocket frames as a browser sends them.

TLS, TCP and IP are left out, on both sides alike. A connection of HTTP is kept open: a request has
no handshake of its own. Frames are not compressed: the emulator would, API Gateway does not say so.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
from urllib.parse import urlsplit

from benchmarks.polling import actions
from contract import frames
from local.local_stage import LocalStage
from local.trials.buyer import Buyer

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-US,en;q=0.9",
}


class RawLine:
    """A socket that counts what passes."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._socket = socket.create_connection((parts.hostname or "", parts.port or 80), 30)
        self._stream = self._socket.makefile("rb")
        self.bytes = 0

    def request(self, path: str, headers: dict[str, str]) -> bytes:
        """Send a GET; the answer's body, or nothing where the protocol changes."""
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        self._send("\r\n".join([*lines, "", ""]).encode())
        length = 0
        while (line := self._line()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return self._read(length)

    def send_frame(self, frame: object) -> None:
        """Send a text frame, masked by zeros."""
        data = json.dumps(frame, separators=(",", ":")).encode()
        self._send(bytes([0x81, 0x80 | len(data)]) + b"\0\0\0\0" + data)

    def receive_frame(self) -> bytes:
        """The next frame's content. The server's pings pass by uncounted."""
        while True:
            before = self.bytes
            kind, length = self._read(2)
            if length == 126:
                (length,) = struct.unpack(">H", self._read(2))
            data = self._read(length)
            if kind & 0x0F == 1:
                return data
            self.bytes = before

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def _send(self, data: bytes) -> None:
        self.bytes += len(data)
        self._socket.sendall(data)

    def _line(self) -> bytes:
        line = self._stream.readline()
        self.bytes += len(line)
        return line

    def _read(self, length: int) -> bytes:
        data = self._stream.read(length)
        self.bytes += len(data)
        return data


def sizes(stage: LocalStage, buyer: Buyer, order_id: str) -> dict[str, int]:
    """Each action's bytes, both ways together. The order's event is in the buyer's log."""
    read = _read(stage, buyer, order_id)
    url = stage.outputs["websocket_url"]
    line = RawLine(url)
    host = urlsplit(url).netloc
    path = urlsplit(url).path or "/"
    line.request(path, {
        "Host": host, **BROWSER, "Connection": "Upgrade", "Upgrade": "websocket",
        "Origin": stage.outputs["storefront_url"], "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Protocol": f"{frames.PROTOCOL}, {frames.BEARER_PREFIX}{buyer.token}",
    })  # fmt: skip
    handshake = line.bytes
    line.send_frame({"action": frames.RESUME})
    event, through = _replayed(line, order_id)
    ping = _exchange(line, {"action": frames.PING})
    proof = _exchange(line, {"action": frames.RESUME, "after": through})  # it misses nothing
    line.close()
    return {
        actions.READ: read, actions.OPEN: handshake + proof, actions.PING: ping,
        actions.PROOF: proof, actions.EVENT: event,
    }  # fmt: skip


def _read(stage: LocalStage, buyer: Buyer, order_id: str) -> int:
    url = urlsplit(stage.outputs["http_url"])
    line = RawLine(stage.outputs["http_url"])
    body = line.request(f"{url.path}/orders/{order_id}", {
        "Host": url.netloc, **BROWSER, "Accept": "application/json",
        "Authorization": f"Bearer {buyer.token}", "Origin": stage.outputs["storefront_url"],
        "Referer": stage.outputs["storefront_url"] + "/", "Sec-Fetch-Mode": "cors",
    })  # fmt: skip
    line.close()
    if json.loads(body).get("orderId") != order_id:
        raise AssertionError(f"the stage answered {body[:200]!r}")
    return line.bytes


def _replayed(line: RawLine, order_id: str) -> tuple[int, str]:
    """The bytes of the order's event, and the newest sequence, from what a resume brings."""
    size = 0
    while True:
        before = line.bytes
        frame = json.loads(line.receive_frame())
        if frame.get("subject") == order_id:
            size = line.bytes - before
        if frame["type"] == frames.RESUMED:
            return size, frame["through"]


def _exchange(line: RawLine, frame: object) -> int:
    """The bytes of a frame and of its answer."""
    before = line.bytes
    line.send_frame(frame)
    line.receive_frame()
    return line.bytes - before
