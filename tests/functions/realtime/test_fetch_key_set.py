"""The key set is fetched over https, bounded in time, size and redirects."""

from __future__ import annotations

import time
import urllib.error
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from functions.realtime.protocol import fetch_key_set as fetching
from functions.realtime.protocol.fetch_key_set import MAX_BYTES, MAX_REDIRECTS, fetch_key_set
from functions.realtime.protocol.key_set import KeySetError
from tests.support.https_server import https_server

KEYS = b'{"keys":[]}'
Fetch = Callable[[str], bytes]


def answer(request: BaseHTTPRequestHandler) -> None:
    kind, _, rest = request.path.strip("/").partition("/")
    if kind == "to":  # /to/<address>
        redirect(request, rest)
    elif kind == "hops":  # /hops/<number>
        redirect(request, f"/hops/{int(rest) - 1}" if int(rest) else "/keys")
    elif kind == "loop":
        redirect(request, "/loop")
    elif kind == "silent":
        time.sleep(3)
    elif kind == "drip":
        send(request, 200, length=100)
        for _ in range(100):
            request.wfile.write(b" ")
            time.sleep(0.05)
    elif kind == "large":
        send(request, 200, b" " * (MAX_BYTES + 1))
    elif kind == "down":
        send(request, 503, b"later")
    else:
        send(request, 200, KEYS)


def send(
    request: BaseHTTPRequestHandler, status: int, body: bytes = b"", length: int | None = None
) -> None:
    request.send_response(status)
    request.send_header("Content-Length", str(len(body) if length is None else length))
    request.end_headers()
    request.wfile.write(body)


def redirect(request: BaseHTTPRequestHandler, where: str) -> None:
    request.send_response(302)
    request.send_header("Location", where)
    request.send_header("Content-Length", "0")
    request.end_headers()


@pytest.fixture
def fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fetch]:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(fetching, "WAIT_SECONDS", 0.5)
    monkeypatch.setattr(fetching, "FETCH_SECONDS", 0.7)
    with https_server(answer, tmp_path) as (address, tls):
        yield lambda path: fetch_key_set(f"{address}{path}", tls)


@pytest.mark.parametrize("path", ["/keys", "/hops/0", f"/hops/{MAX_REDIRECTS - 1}"])
def test_the_document_is_fetched_also_through_redirects(fetch: Fetch, path: str) -> None:
    assert fetch(path) == KEYS


def test_a_redirect_to_http_is_refused_in_words(fetch: Fetch) -> None:
    with pytest.raises(KeySetError, match=r"redirects to must be an https address, got 'http://"):
        fetch("/to/http://127.0.0.1/keys")


@pytest.mark.parametrize("scheme", ["ftp", "file", "data"])
def test_a_redirect_to_something_else_is_refused(fetch: Fetch, scheme: str) -> None:
    with pytest.raises((KeySetError, urllib.error.HTTPError)):
        fetch(f"/to/{scheme}://127.0.0.1/keys")


@pytest.mark.parametrize("path", [f"/hops/{MAX_REDIRECTS}", "/loop"])
def test_redirects_are_bounded(fetch: Fetch, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError):
        fetch(path)


@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_an_issuer_that_is_silent_or_slow_is_given_up(fetch: Fetch, path: str) -> None:
    started = time.monotonic()

    with pytest.raises((KeySetError, TimeoutError, urllib.error.URLError)):
        fetch(path)
    assert time.monotonic() - started < 2


def test_a_document_that_is_too_large_is_refused(fetch: Fetch) -> None:
    with pytest.raises(KeySetError, match="more than 524288 bytes"):
        fetch("/large")


def test_an_error_of_the_issuer_is_an_error(fetch: Fetch) -> None:
    with pytest.raises(urllib.error.HTTPError):
        fetch("/down")


def test_a_stranger_with_a_certificate_of_their_own_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with (
        https_server(answer, tmp_path) as (address, _),
        pytest.raises(urllib.error.URLError) as refused,
    ):
        fetch_key_set(f"{address}/keys")
    assert "CERTIFICATE_VERIFY_FAILED" in str(refused.value)


@pytest.mark.parametrize("url", ["http://login.example.com/keys", "file:///etc/passwd", "keys"])
def test_only_https_is_asked_at_all(url: str) -> None:
    with pytest.raises(KeySetError, match="must be an https address"):
        fetch_key_set(url)
