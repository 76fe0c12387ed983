"""Serves the shop page and its settings on the loopback interface, by IPv4 and by IPv6."""

from __future__ import annotations

import errno
import json
import socket
import socketserver
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from local.page_port import NAMES, NO_SUCH_FAMILY, PortTakenError
from operations.hosted_page import CONTENT_TYPES, page_files
from operations.page_headers import page_headers

STAGE_SERVERS = ("http://127.0.0.1:*", "ws://127.0.0.1:*")
"""What the page may connect to. Any port: an open page follows its stage when that is started again
under other ports, and a page keeps the policy that it was loaded with."""
END_CHECK_SECONDS = 0.05
"""How often a server looks whether it shall end."""
NOT_UP = {
    "title": "The stage is not up yet",
    "status": HTTPStatus.SERVICE_UNAVAILABLE,
    "detail": "make up is still deploying the local stage, or has failed: its terminal says which. "
    "Ask again.",
}
"""What is answered in place of the settings while there are none."""


class StorefrontServer:
    """Serves the page's files, and as ``/config.json`` what ``publish`` was given: 503 before that.

    Port 0 takes a free one, the same for both addresses. A page of ``readers``, which are origins,
    can read the settings, too.
    """

    def __init__(self, project_dir: Path, port: int, readers: Collection[str] = ()) -> None:
        self._config: dict[str, Any] = {}
        handler = partial(_Handler, partial(page_files, project_dir), self._config, readers)
        self._servers = _listen(port, handler)
        self.origins = [f"http://{host}" for server in self._servers for host in server.hosts]
        """Where the page is served, and what the stage must allow."""
        self.url = self.origins[0]
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(END_CHECK_SECONDS,), daemon=True)
            for server in self._servers
        ]
        for thread in self._threads:
            thread.start()

    def publish(self, config: Mapping[str, Any]) -> None:
        """Set what ``/config.json`` answers."""
        self._config.update(config)

    def close(self) -> None:
        """Stop serving and free the port."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()


class _Server(ThreadingHTTPServer):
    """Listens on one loopback address."""

    def __init__(self, address: str, port: int, handler: Callable[..., Any]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        super().__init__((address, port), handler)
        self.port: int = self.server_address[1]
        self.hosts = self._with_port(NAMES[address])
        self.known_hosts = self._with_port([name for names in NAMES.values() for name in names])

    def _with_port(self, names: Iterable[str]) -> list[str]:
        """The names as a browser writes them into ``Host`` and into an origin."""
        return [name if self.port == 80 else f"{name}:{self.port}" for name in names]

    def server_bind(self) -> None:
        # Not HTTPServer's own, which asks for the machine's name: that can take seconds.
        socketserver.TCPServer.server_bind(self)


def _listen(port: int, handler: Callable[..., Any], *, tries: int = 20) -> list[_Server]:
    """A server on each loopback address of this machine. Raises ``PortTakenError``."""
    first = _listen_on("127.0.0.1", port, handler)
    try:
        return [first, _listen_on("::1", first.port, handler)]
    except PortTakenError as error:
        cause = getattr(error.__cause__, "errno", None)
        if cause in NO_SUCH_FAMILY:
            return [first]
        first.server_close()
        if port == 0 and cause == errno.EADDRINUSE and tries > 1:
            return _listen(port, handler, tries=tries - 1)  # free on one address only
        raise


def _listen_on(address: str, port: int, handler: Callable[..., Any]) -> _Server:
    try:
        return _Server(address, port, handler)
    except (OSError, OverflowError) as error:
        raise PortTakenError(port, address, error) from error


class _Handler(BaseHTTPRequestHandler):
    """Answers the known paths only. A path of a request never becomes a path of a file."""

    server: _Server

    def __init__(
        self,
        files: Callable[[], Mapping[str, Path]],
        config: Mapping[str, Any],
        readers: Collection[str],
        *args: Any,
    ) -> None:
        self._list_files, self._config, self._readers = files, config, readers
        super().__init__(*args)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        if not self._is_called_by_name():
            return
        path = self.path.split("?")[0]
        status = HTTPStatus.OK
        if path == "/config.json" and self._config:
            body, content_type = json.dumps(self._config).encode(), "application/json"
        elif path == "/config.json":
            status = HTTPStatus.SERVICE_UNAVAILABLE
            body, content_type = json.dumps(NOT_UP).encode(), "application/problem+json"
        else:
            file = self._files.get("/index.html" if path == "/" else path)
            found = _content(file)
            if file is None or found is None:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            body, content_type = found, CONTENT_TYPES[file.suffix]
        self.send_response(status)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if path == "/config.json" and self.headers.get("Origin") in self._readers:
            self.send_header("Access-Control-Allow-Origin", self.headers["Origin"])
            self.send_header("Vary", "Origin")
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _is_called_by_name(self) -> bool:
        """Whether ``Host`` is one of the page's own. Any other name is refused.

        A foreign site whose name is made to mean 127.0.0.1 would otherwise read the demo buyers'
        passwords in its own origin.
        """
        hosts = self.server.known_hosts
        if self.headers.get("Host", "").lower() in hosts:
            return True
        self.send_error(
            HTTPStatus.MISDIRECTED_REQUEST,
            explain=f"This page is served at {', '.join(hosts)} only",
        )
        return False

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        for name, value in page_headers(self._page(), STAGE_SERVERS).items():
            self.send_header(name, value)
        super().end_headers()

    @cached_property
    def _files(self) -> Mapping[str, Path]:
        """Listed for each request, so that a new file is served without a restart.

        A handler serves one request: HTTP/1.0 closes the connection after it.
        """
        return self._list_files()

    def _page(self) -> str:
        """index.html as it is now: an import map that was edited has another hash."""
        found = _content(self._files.get("/index.html")) or b""
        return found.decode(errors="replace")  # as a browser reads it, which hashes the same text

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: the terminal is for the functions' logs."""


def _content(file: Path | None) -> bytes | None:
    """``None`` if it cannot be read: an editor that saves a file may take it away for a moment."""
    try:
        return file.read_bytes() if file else None
    except OSError:
        return None
