"""The shop page without a stage: a server of its files, and a script that answers its requests."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import Any

from operations.hosted_page import page_files
from tests.support.repository import REPO_ROOT

USER = "buyer"
_HOST = "http://shop.invalid"
# `shop` is what a test gives. What has no answer there is never answered, unless by `answerLate`.
_SCRIPT = """
const shop = %s;
const answerOf = (url, options) => {
  const path = new URL(url, location).pathname;
  if (path === "/config.json") return [200, shop.config];
  if (path === "/auth/") return shop.auth;
  if (path === "/products") return shop.products && [200, {products: shop.products}];
  if (path.startsWith("/orders/")) return [200, shop.orders[decodeURIComponent(path.slice(8))]];
  if (path === "/checkout") return shop.checkout;
};
window.fetch = async (url, options) => {
  const late = () => new Promise((answer) => { window.answerLate = answer; });
  const [status, body] = answerOf(url, options) ?? await late();
  return Response.json(body, {status});
};
window.WebSocket = class { constructor() { window.socket = this; } send() {} close() {} };
localStorage.setItem("orders.%s", JSON.stringify(Object.keys(shop.orders)));
"""


def _part(value: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


TOKEN = f"{_part({'alg': 'none'})}.{_part({'sub': USER, 'exp': 2**40})}.x"


def script_of(shop: Mapping[str, Any]) -> str:
    """A script for ``run_before_load``.

    ``shop`` has ``products``, ``orders`` by id, ``checkout`` as ``[status, body]``, ``buyers``'
    emails and, to sign in otherwise, ``auth`` as ``[status, body]``.
    """
    signed_in = {"AuthenticationResult": {"AccessToken": TOKEN, "ExpiresIn": 3600}}
    config = {
        "httpUrl": _HOST, "websocketUrl": "ws://shop.invalid", "cognitoEndpoint": f"{_HOST}/auth/",
        "userPoolClientId": "client", "region": "eu-west-1",
        "demoBuyers": [{"email": email, "password": "made-up"} for email in shop["buyers"]],
    }  # fmt: skip
    given = {"config": config, "auth": [200, signed_in], "checkout": None, **shop}
    return _SCRIPT % (json.dumps(given), USER)


@cache
def _page_files() -> dict[str, Path]:
    """Listed once: a page asks for dozens of files."""
    return page_files(REPO_ROOT)


class _Files(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        file = _page_files().get("/index.html" if self.path == "/" else self.path)
        self.send_response(404 if file is None else 200)
        if file is not None:
            self.send_header("Content-Type", guess_type(file.name)[0] or "text/plain")
        self.end_headers()
        if file is not None:
            self.wfile.write(file.read_bytes())

    def log_message(self, *_: Any) -> None:
        """Say nothing: a test's output is for what fails."""


@contextmanager
def served_page() -> Iterator[str]:
    """The address of the page's files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
