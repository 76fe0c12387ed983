"""A fetch of the key set ends in time, whatever an issuer or a stranger on the way keeps waiting.

Else Lambda ends the authorizer's process: the known keys are lost, and nobody reports the failure.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from components.realtime_notifier.functions import AUTHORIZER
from functions.realtime.protocol import fetch_key_set as fetching
from functions.realtime.protocol.fetch_key_set import fetch_key_set
from functions.realtime.protocol.issuer_keys import (
    COOLDOWN_SECONDS,
    FIRST_COOLDOWN_SECONDS,
    LIFESPAN_SECONDS,
    IssuerKeys,
)
from functions.realtime.protocol.key_set import KeySetError
from functions.realtime.protocol.time_budget import THREAD_NAME
from tests.support.https_server import https_server
from tests.support.oidc_issuer import good_key_set

LONGEST_FETCH_SECONDS = fetching.FETCH_SECONDS
GENEROUS_SECONDS = 2.5
"""Between the tests' deadline of 0.7 seconds and what the fetches would take without one."""
LONG_SECONDS = 5.0
UNREACHED = "https://issuer.example.com/keys"
FAILURES = (KeySetError, OSError)


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(fetching, "WAIT_SECONDS", 0.6)
    monkeypatch.setattr(fetching, "FETCH_SECONDS", 0.7)


@contextmanager
def in_time() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < GENEROUS_SECONDS


def drip(send: Callable[[bytes], Any]) -> None:
    """A byte now and then, so that no single wait is long."""
    ends = time.monotonic() + LONG_SECONDS
    while time.monotonic() < ends:
        send(b"x")
        time.sleep(0.05)


def answer(request: BaseHTTPRequestHandler) -> None:
    if request.path == "/hop":
        time.sleep(0.3)
        request.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /head\r\n\r\n")
    elif request.path == "/head":
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        drip(request.wfile.write)
    else:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n" + good_key_set())


def addresses(count: int) -> list[tuple[Any, ...]]:
    """What a resolver answers: addresses that are reserved for documentation."""
    stream = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    return [(*stream, (f"192.0.2.{number}", 443)) for number in range(1, count + 1)]


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Those addresses drop every packet. Returns which were tried."""
    tried: list[str] = []
    connect = socket.socket.connect

    def drop(self: socket.socket, where: Any) -> None:
        if not where[0].startswith("192.0.2."):
            return connect(self, where)
        tried.append(where[0])
        time.sleep(self.gettimeout() or LONG_SECONDS)
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket.socket, "connect", drop)
    return tried


def resolve_to(monkeypatch: pytest.MonkeyPatch, answered: list[tuple[Any, ...]]) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered)


def test_many_silent_addresses_share_the_time(
    monkeypatch: pytest.MonkeyPatch, silent: list[str]
) -> None:
    resolve_to(monkeypatch, addresses(5))

    with in_time(), pytest.raises(FAILURES):
        fetch_key_set(UNREACHED)
    assert len(silent) == 5


def test_an_address_that_answers_is_reached_behind_silent_ones(
    monkeypatch: pytest.MonkeyPatch, silent: list[str], tmp_path: Path
) -> None:
    with https_server(answer, tmp_path) as (address, tls):
        here = (*addresses(1)[0][:4], ("127.0.0.1", int(address.rpartition(":")[2])))
        monkeypatch.setattr(fetching, "FETCH_SECONDS", 3)
        resolve_to(monkeypatch, [*addresses(4), here])

        assert fetch_key_set(f"{address}/keys", tls) == good_key_set()
    assert len(silent) == 4


def test_a_resolver_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    test_ends = threading.Event()

    def hang(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        test_ends.wait(LONG_SECONDS)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)

    with in_time(), pytest.raises(KeySetError, match=r"did not arrive within 0\.7 seconds"):
        fetch_key_set(UNREACHED)
    test_ends.set()
    assert_no_thread_is_left()


@pytest.mark.parametrize("path", ["/head", "/hop"])
def test_a_head_that_drips_is_given_up_also_behind_a_redirect(tmp_path: Path, path: str) -> None:
    with https_server(answer, tmp_path) as (address, tls):
        with in_time(), pytest.raises(KeySetError, match="did not arrive within"):
            fetch_key_set(f"{address}{path}", tls)
        assert_no_thread_is_left()


def test_a_handshake_that_drips_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            client, _ = server.accept()
            with client:
                client.sendall(b"\x16\x03\x03\x40\x00")  # the head of a TLS record of 16 KB
                try:
                    drip(client.sendall)
                except OSError:
                    return  # the client went away

        threading.Thread(target=serve, daemon=True).start()
        with in_time(), pytest.raises(FAILURES):
            fetch_key_set(f"https://127.0.0.1:{server.getsockname()[1]}/keys")
        assert_no_thread_is_left()


def assert_no_thread_is_left() -> None:
    """Of fetches that were given up: an issuer's outage must not fill the process."""
    ends = time.monotonic() + GENEROUS_SECONDS
    while any(thread.name == THREAD_NAME for thread in threading.enumerate()):
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_a_fetch_leaves_the_function_time_to_report() -> None:
    assert AUTHORIZER.timeout_seconds >= LONGEST_FETCH_SECONDS + 2
    # A handshake waits for one fetch at most: the second would come within the cooldown.
    assert COOLDOWN_SECONDS > FIRST_COOLDOWN_SECONDS > LONGEST_FETCH_SECONDS


def test_known_keys_keep_working_and_the_failure_is_reported(tmp_path: Path) -> None:
    path, now, reports = "/keys", 1000.0, list[float]()
    with https_server(answer, tmp_path) as (address, tls):
        keys = IssuerKeys(
            lambda: fetch_key_set(f"{address}{path}", tls),
            report=lambda: reports.append(now),
            now=lambda: now,
        )
        assert keys.key_for("rsa-1", "RS256")
        path, now = "/head", now + LIFESPAN_SECONDS

        with in_time():
            assert keys.key_for("rsa-1", "RS256")
    assert reports == [now]
