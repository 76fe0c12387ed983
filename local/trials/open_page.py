"""A buyer's open page as a program: collects what its WebSocket gets."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection


@dataclass(frozen=True)
class Received:
    """A frame and its time of arrival by ``time.monotonic``."""

    at: float
    frame: dict[str, Any]


class OpenPage:
    """One open page: collects every frame that its WebSocket gets."""

    def __init__(self, socket: ClientConnection) -> None:
        self.frames: list[Received] = []
        self._socket = socket
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def protocol(self) -> str | None:
        """The subprotocol that the server chose."""
        return self._socket.subprotocol

    def send(self, frame: str | dict[str, Any]) -> None:
        """Send a frame; a text is sent as it is."""
        self._socket.send(frame if isinstance(frame, str) else json.dumps(frame))

    def wait_for(
        self, frame_type: str, subject: str | None = None, seconds: float = 30
    ) -> Received:
        """The first frame of that type (and subject). ``TimeoutError`` lists what arrived."""
        deadline = time.monotonic() + seconds
        with self._arrived:
            while True:
                for received in self.frames:
                    frame = received.frame
                    if frame.get("type") == frame_type and subject in (None, frame.get("subject")):
                        return received
                if not self._arrived.wait(deadline - time.monotonic()):
                    came = [received.frame.get("type") for received in self.frames]
                    raise TimeoutError(f"no {frame_type} within {seconds} s; received: {came}")

    def wait_until_closed(self, seconds: float = 30) -> None:
        """Wait until the server closes the connection. Raises ``TimeoutError`` if it does not."""
        self._reader.join(seconds)
        if self._reader.is_alive():
            raise TimeoutError(f"the connection is still open after {seconds} s")

    def close(self) -> None:
        """Close the page."""
        self._socket.close()
        self._reader.join()

    def _read(self) -> None:
        try:
            for text in self._socket:
                with self._arrived:
                    self.frames.append(Received(time.monotonic(), json.loads(text)))
                    self._arrived.notify_all()
        except ConnectionClosed:
            pass
