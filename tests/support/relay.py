"""A TCP relay between a page and the stage: the network cable that a test can pull.

A browser's own offline emulation leaves WebSockets open that are open, so the bytes are stopped
here. A connection that was cut ends without a WebSocket's close frame, as on a lost network.
"""

from __future__ import annotations

import contextlib
import socket
import threading

CHUNK_BYTES = 65536
CONNECT_SECONDS = 5


class Relay:
    """Listens on a free port of 127.0.0.1 and passes everything to ``target_port``."""

    def __init__(self, target_port: int) -> None:
        self._target = ("127.0.0.1", target_port)
        self._lock = threading.Lock()
        self._pairs: list[tuple[bool, socket.socket, socket.socket]] = []
        self._cut_sockets = self._cut_all = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *exception: object) -> None:
        self._listener.close()
        self.cut()

    def cut_web_sockets(self) -> None:
        """End WebSockets and refuse new ones; plain HTTP still passes."""
        self._cut(everything=False)

    def cut(self) -> None:
        """End everything and refuse whatever comes."""
        self._cut(everything=True)

    def restore(self) -> None:
        """Let new connections pass again."""
        with self._lock:
            self._cut_sockets = self._cut_all = False

    def _cut(self, everything: bool) -> None:
        with self._lock:
            self._cut_sockets, self._cut_all = True, everything
            ended = [pair for pair in self._pairs if everything or pair[0]]
            self._pairs = [pair for pair in self._pairs if pair not in ended]
        for _, client, server in ended:
            _end(client)
            _end(server)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the listener was closed
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            first = client.recv(CHUNK_BYTES)
            is_web_socket = b"upgrade: websocket" in first.lower()
            with socket.create_connection(self._target, CONNECT_SECONDS) as server:
                server.settimeout(None)
                with self._lock:
                    if self._cut_all or (self._cut_sockets and is_web_socket):
                        return
                    self._pairs.append((is_web_socket, client, server))
                server.sendall(first)
                back = threading.Thread(target=_pump, args=(server, client), daemon=True)
                back.start()
                _pump(client, server)
                back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(CHUNK_BYTES):
            sink.sendall(chunk)
    _end(sink)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
