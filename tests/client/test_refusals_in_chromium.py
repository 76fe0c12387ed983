"""What a browser refuses, as Chromium does it: thrown, or said by the socket's state alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.chromium import chromium
from tests.support.repository import REPO_ROOT

POLICY = "default-src 'self'; connect-src 'self'"
CASES = {
    "an address that the page's policy forbids": ("ws://localhost:9/", "a.b.c"),
    "a path": ("shop.example.com/live", "a.b.c"),
    "a fragment": ("ws://OWN/#live", "a.b.c"),
    "another scheme": ("ftp://OWN/", "a.b.c"),
    "a token with a space": ("ws://OWN/", "two words"),
    "a server that speaks no WebSocket": ("ws://OWN/", "a.b.c"),
}
LAST_CODES = """
const [cases, done] = arguments;
const codes = {};
const told = (name) => new Promise((isTold) => {
  const [url, token] = cases[name];
  const connection = realtime.connect({ url: url.replace("OWN", location.host), token });
  connection.on("state", ({ state, code }) => {
    codes[name] = `${state} ${code}`;
    isTold();
  });
});
let realtime;
import("/client/realtime.js").then((it) => {
  realtime = it;
  return Promise.all(Object.keys(cases).map(told));
}).then(() => done(codes), (error) => done(String(error)));
"""


class _Page(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Page, directory=str(REPO_ROOT)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/client/package.json"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_each_refusal_has_its_own_code(address: str) -> None:
    with chromium() as browser:
        browser.get(address)
        codes = browser.execute_async_script(LAST_CODES, CASES)

    assert codes == {
        "an address that the page's policy forbids": "closed blocked",
        "a path": "closed bad-address",
        "a fragment": "closed bad-address",
        "another scheme": "closed bad-address",
        "a token with a space": "closed bad-token",
        "a server that speaks no WebSocket": "reconnecting handshake-failed",
    }
