"""Serves the shop page and its settings on the loopback interface."""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class PortTakenError(Exception):
    """The page's port is in use, or not for us to have."""


class StorefrontServer:
    """The folder's files, and ``/config.json`` once ``publish`` was called."""

    def __init__(self, folder: Path, port: int) -> None:
        self._config: dict[str, Any] = {}
        try:
            self._server = ThreadingHTTPServer(
                ("127.0.0.1", port),
                partial(_Handler, config=self._config, directory=str(folder)),
            )
        except (OSError, OverflowError) as error:
            taken = getattr(error, "errno", None) == errno.EADDRINUSE
            what = "is in use; stop what listens there" if taken else f"cannot be had: {error}"
            other = 8090 if port != 8090 else 8091
            raise PortTakenError(
                f"port {port} of 127.0.0.1 {what}, or choose another with: make up PORT={other}"
            ) from error
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def publish(self, config: Mapping[str, Any]) -> None:
        """Set what ``/config.json`` answers."""
        self._config.update(config)

    def close(self) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}  # noqa: RUF012

    def __init__(self, *args: Any, config: Mapping[str, Any], directory: str) -> None:
        self._config = config
        super().__init__(*args, directory=directory)

    def do_GET(self) -> None:
        if self.path.split("?")[0] != "/config.json":
            super().do_GET()
            return
        body = json.dumps(self._config).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the page's requests are no news."""
