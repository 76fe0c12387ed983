"""What ``make verify`` does when the stage takes no further order of its buyer in this minute."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from operations.verify import buyer as buyers
from operations.verify.buyer import Buyer
from operations.verify.report import VerificationError
from operations.verify.stage import StageToVerify
from tests.operations.test_verify import stage_of


class Answers(BaseHTTPRequestHandler):
    """Gives each request the next of the answers: status, Retry-After, body."""

    answers: ClassVar[list[tuple[int, str, str]]]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status, retry_after, body = self.answers.pop(0)
        self.send_response(status)
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """The tests' output is no place for it."""


@contextmanager
def checkout_answering(*answers: tuple[int, str, str]) -> Iterator[StageToVerify]:
    handler = type("Handler", (Answers,), {"answers": list(answers)})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield stage_of(http_url=url, emulator_url=url)
        finally:
            server.shutdown()


ADA = Buyer("token", "ada", is_marked=False)
TAKEN = (202, "", '{"orderId": "ord-1"}')


def test_a_second_order_within_a_minute_is_waited_for_once_and_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    waited: list[float] = []
    refused = (429, "42", '{"code": "too-many-checkouts"}')
    with checkout_answering(refused, TAKEN) as stage:
        assert buyers.order(stage, ADA, "verify-run-in-stock", waited.append) == "ord-1"
    assert waited == [42]
    said = capsys.readouterr().out
    assert "too-many-checkouts" in said
    assert "this waits 42 s (checkoutsPerMinute)" in said


@pytest.mark.parametrize(
    ("retry_after", "waits"),
    [("42", [42]), ("3600", []), ("", []), ("0", []), ("Fri, 27 Nov 2026 07:28:00 GMT", [])],
)
def test_a_quota_that_does_not_end_within_a_minute_fails_and_names_the_setting(
    retry_after: str, waits: list[float]
) -> None:
    waited: list[float] = []
    refused = (429, retry_after, "{}")
    with checkout_answering(refused, refused) as stage, pytest.raises(VerificationError) as failed:
        buyers.order(stage, ADA, "verify-run-in-stock", waited.append)
    assert waited == waits
    assert "answered 429" in str(failed.value)
    assert "checkoutsPerMinute" in failed.value.causes[0]
