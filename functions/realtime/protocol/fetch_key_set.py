"""Fetches an issuer's key set: over https only, and bounded in time, size and redirects."""

from __future__ import annotations

import socket
import ssl
import urllib.request
from functools import partial
from http.client import HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from functions.realtime.protocol.key_set import KeySetError
from functions.realtime.protocol.time_budget import TimeBudget

WAIT_SECONDS = 3.0
"""Longest wait for one address to answer, for TLS, for more of an answer."""
FETCH_SECONDS = 6.0
"""Longest fetch, from the name's resolution to the last byte behind the last redirect. A handshake
waits for one fetch at most, so the function's 10 s leave time to report that it failed."""
MAX_REDIRECTS = 3
MAX_BYTES = 512 * 1024
"""A key with its certificate chain has about 5 KB. The longest public sets have some 50 keys."""
# Some providers refuse Python's default user agent.
HEADERS = {"User-Agent": "realtime-notifier", "Accept": "application/json"}


def fetch_key_set(url: str, tls: ssl.SSLContext | None = None) -> bytes:
    """The document at the address. Redirects are followed to https addresses only.

    Raises ``KeySetError`` for what breaks a bound, and urllib's and the socket's own errors.
    """
    _check_https(url, "the key set's address")
    budget = TimeBudget(FETCH_SECONDS)
    return budget.spend(partial(_fetch, url, tls, budget))


def _fetch(url: str, tls: ssl.SSLContext | None, budget: TimeBudget) -> bytes:
    opener = urllib.request.build_opener(_HttpsRedirects(budget), _Https(tls, budget))
    request = urllib.request.Request(url, headers=HEADERS)  # noqa: S310 - https, checked
    with opener.open(request, timeout=WAIT_SECONDS) as answer:
        return _body(answer, budget)


class _Https(urllib.request.HTTPSHandler):
    """Connects within the budget, for the first address and for each redirect."""

    def __init__(self, tls: ssl.SSLContext | None, budget: TimeBudget) -> None:
        super().__init__()
        self._tls, self._budget = tls, budget

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, /, **options: Any) -> HTTPSConnection:
        connection = HTTPSConnection(host, context=self._tls, **options)
        # What HTTPConnection calls for its socket. It has no public way to hand one in.
        connection._create_connection = self._connect  # type: ignore[attr-defined]
        return connection

    def _connect(self, address: tuple[str, int], longest_wait: float, _: None) -> socket.socket:
        host, port = address
        return self._budget.connect(host, port, longest_wait)


class _HttpsRedirects(urllib.request.HTTPRedirectHandler):
    """PyJWT's own client follows no redirect, and urllib's handler would follow one to http: there
    anybody on the way could put in a key.
    """

    max_redirections = MAX_REDIRECTS
    max_repeats = MAX_REDIRECTS

    def __init__(self, budget: TimeBudget) -> None:
        self._budget = budget

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        _check_https(newurl, "the address that the key set's address redirects to")
        self._budget.left()
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _body(answer: HTTPResponse, budget: TimeBudget) -> bytes:
    body = b""
    while part := answer.read1(MAX_BYTES):
        budget.left()
        body += part
        if len(body) > MAX_BYTES:
            raise KeySetError(f"the key set has more than {MAX_BYTES} bytes")
    return body


def _check_https(url: str, what: str) -> None:
    if urlsplit(url).scheme != "https":
        raise KeySetError(f"{what} must be an https address, got {url[:200]!r}")
