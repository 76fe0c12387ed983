"""Servers that a client must not wait for: one that stays silent, one that always throttles."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

BODY = b'{"__type":"com.amazonaws#ThrottlingException","message":"Rate exceeded"}'
THROTTLED = (
    b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/x-amz-json-1.0\r\n"
    b"connection: close\r\ncontent-length: " + str(len(BODY)).encode() + b"\r\n\r\n" + BODY
)


class Attempts:
    """How many requests came, and where to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.count = 0


@contextmanager
def server(answer: bytes = b"") -> Iterator[Attempts]:
    """A server on loopback that accepts every connection and answers it with ``answer``."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    seen = Attempts(f"http://127.0.0.1:{listener.getsockname()[1]}")
    stopped = threading.Event()
    open_connections: list[socket.socket] = []

    def accept() -> None:
        while not stopped.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            seen.count += 1
            open_connections.append(connection)
            if answer:
                connection.recv(65_536)
                connection.sendall(answer)
                connection.close()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        stopped.set()
        thread.join()
        for connection in open_connections:
            connection.close()
        listener.close()
