"""Serves the shop page and its settings on the loopback interface."""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from operations.hosted_page import CONTENT_TYPES, page_files


class PortTakenError(Exception):
    """The page's port is in use, or this user may not listen on it."""


class StorefrontServer:
    """Serves the page's files, and as ``/config.json`` what ``publish`` was given."""

    def __init__(self, project_dir: Path, port: int) -> None:
        self._config: dict[str, Any] = {}
        try:
            self._server = ThreadingHTTPServer(
                ("127.0.0.1", port),
                partial(_Handler, partial(page_files, project_dir), self._config),
            )
        except (OSError, OverflowError) as error:
            taken = getattr(error, "errno", None) == errno.EADDRINUSE
            what = "is in use; stop its program" if taken else f"cannot be used: {error}"
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


class _Handler(BaseHTTPRequestHandler):
    """Answers the known paths only. A path of a request never becomes a path of a file."""

    def __init__(
        self, files: Callable[[], Mapping[str, Path]], config: Mapping[str, Any], *args: Any
    ) -> None:
        self._files, self._config = files, config
        super().__init__(*args)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.split("?")[0]
        if path == "/config.json":
            body, content_type = json.dumps(self._config).encode(), "application/json"
        else:
            # Listed for each request, so that a new file is served without a restart.
            file = self._files().get("/index.html" if path == "/" else path)
            if file is None:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            body, content_type = file.read_bytes(), CONTENT_TYPES[file.suffix]
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: the terminal is for the functions' logs."""
