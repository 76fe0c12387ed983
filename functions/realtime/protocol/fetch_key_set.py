"""Fetches an issuer's key set: over https only, and bounded in time, size and redirects."""

from __future__ import annotations

import ssl
import time
import urllib.request
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from functions.realtime.protocol.key_set import KeySetError

WAIT_SECONDS = 3.0
"""Longest wait for a connection, for an answer's head, for more of its body."""
FETCH_SECONDS = 6.0
"""Longest fetch, redirects included. With the last wait it ends within the function's 10 s."""
MAX_REDIRECTS = 3
MAX_BYTES = 512 * 1024
"""A key with its certificate chain has about 5 KB. The longest public sets have some 50 keys."""
# Some providers refuse Python's default user agent.
HEADERS = {"User-Agent": "realtime-notifier", "Accept": "application/json"}


def fetch_key_set(url: str, tls: ssl.SSLContext | None = None) -> bytes:
    """The document at the address. Redirects are followed to https addresses only.

    Raises ``KeySetError`` for what breaks a bound, and urllib's and the socket's own errors.
    """
    deadline = time.monotonic() + FETCH_SECONDS
    _check_https(url, "the key set's address")
    opener = urllib.request.build_opener(
        _HttpsRedirects(deadline), urllib.request.HTTPSHandler(context=tls)
    )
    request = urllib.request.Request(url, headers=HEADERS)  # noqa: S310 - https, checked
    with opener.open(request, timeout=WAIT_SECONDS) as answer:
        return _body(answer, deadline)


class _HttpsRedirects(urllib.request.HTTPRedirectHandler):
    """PyJWT's own client follows no redirect, and urllib's handler would follow one to http: there
    anybody on the way could put in a key.
    """

    max_redirections = MAX_REDIRECTS
    max_repeats = MAX_REDIRECTS

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        _check_https(newurl, "the address that the key set's address redirects to")
        _check_time(self._deadline)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _body(answer: HTTPResponse, deadline: float) -> bytes:
    body = b""
    while part := answer.read1(MAX_BYTES):
        _check_time(deadline)
        body += part
        if len(body) > MAX_BYTES:
            raise KeySetError(f"the key set has more than {MAX_BYTES} bytes")
    return body


def _check_https(url: str, what: str) -> None:
    if urlsplit(url).scheme != "https":
        raise KeySetError(f"{what} must be an https address, got {url[:200]!r}")


def _check_time(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise KeySetError(f"the key set did not arrive within {FETCH_SECONDS:g} seconds")
