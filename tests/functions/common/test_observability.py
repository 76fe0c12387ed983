"""What a function logs at DEBUG."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from functions.common.observability import FunctionLogger, logger
from tests.support.checkout_shop import CONTEXT, Shop
from tests.support.notifier_on_moto import an_event, new_realtime
from tests.support.repository import REPO_ROOT
from tests.support.strict_management_api import StrictManagementApi

SECRETS = {"SESSION_TOKEN": "the-session-token", "PAID_WITH": "the-payment-token"}
STORE_AN_ORDER = """
import logging, os
logging.basicConfig(level=logging.DEBUG)  # as Lambda's runtime sets the root logger
import boto3
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError
from functions.common.observability import logger
from functions.checkout.stores.orders import Orders
from functions.common.clock import now
from tests.support.checkout_shop import order

table = boto3.resource(
    "dynamodb", endpoint_url="http://127.0.0.1:9", region_name="us-east-1",
    aws_access_key_id="test", aws_secret_access_key="test",
    aws_session_token=os.environ["SESSION_TOKEN"],
    config=Config(retries={"total_max_attempts": 1}),
)
try:
    Orders("orders", now, table.meta.client).create(order(paid_with=os.environ["PAID_WITH"]), "f")
except EndpointConnectionError:
    logging.debug("the order was sent")
"""


def test_libraries_do_not_log_requests_when_the_root_logger_is_at_debug() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", STORE_AN_ORDER],
        cwd=REPO_ROOT,
        env={**os.environ, **SECRETS},
        capture_output=True,
        text=True,
        check=True,
    )
    logged = ran.stdout + ran.stderr
    at_debug = [line for line in logged.splitlines() if line.startswith("DEBUG")]
    assert at_debug == ["DEBUG:root:the order was sent"]
    assert not [secret for secret in SECRETS.values() if secret in logged]


class Fields(logging.Handler):
    """Keeps each record's message and the fields that it adds."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, Any]]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append((record.getMessage(), vars(record)["fields"]))


@pytest.fixture
def fields() -> Iterator[Fields]:
    handler = Fields()
    logger.lines.setLevel(logging.DEBUG)
    logger.lines.addHandler(handler)
    yield handler
    logger.lines.removeHandler(handler)
    logger.lines.setLevel(logging.INFO)


def test_our_lines_at_debug_hold_no_token_no_payload_and_no_user(
    shop: Shop, fields: Fields
) -> None:
    realtime, api = new_realtime(), StrictManagementApi("a1")
    realtime.connect("ada", "a1")
    realtime.push(api, "ada", an_event())
    context = {"connectionId": "a1", "authorizer": {"userId": "ada"}}
    frame = '{"action":"resume"}'
    realtime.resume(api).answer({"requestContext": context, "body": frame})
    for _ in range(2):
        shop.records().run_once("ord-1", "charge_payment", lambda: {"amountMinor": 1})

    first = f"{1:020}"
    assert fields.seen == [
        ("pushed", {"sequence": first, "new": True, "delivered": 1, "gone": 0, "throttled": 0}),
        (
            "resumed",
            {"after": None, "through": first, "complete": True, "epoch": realtime.log.epoch(),
             "more": False, "resume_within_seconds": None},
        ),
        ("answered from the step's record", {"order_id": "ord-1", "step": "charge_payment"}),
    ]  # fmt: skip


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the logger writes."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "checkout")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd86;Parent=53995c3f;Sampled=1")
    written = io.StringIO()
    before = logger.registered_handler.setStream(written)
    yield written
    assert before is not None
    logger.registered_handler.setStream(before)


def test_a_line_has_the_fields_that_it_had_with_powertools(lines: io.StringIO) -> None:
    @logger.inject_lambda_context
    def handler(event: Any, context: Any) -> None:
        logger.info("refused", reason="too old", keys=("a", "b"), nothing=None)
        try:
            raise ValueError("caf\u00e9")
        except ValueError:
            logger.exception("it failed", order_id="ord-1")
        logger.debug("not at this level")

    handler({}, CONTEXT)

    said, failed = map(json.loads, lines.getvalue().splitlines())
    assert list(said) == [
        "level", "location", "message", "timestamp", "service", "cold_start", "function_name",
        "function_memory_size", "function_arn", "function_request_id", "reason", "keys",
        "xray_trace_id",
    ]  # fmt: skip
    assert said["level"] == "INFO"
    assert re.fullmatch(r"handler:\d+", said["location"])
    assert (said["message"], said["service"]) == ("refused", "checkout")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}[+-]\d{4}", said["timestamp"])
    assert said["function_arn"] == CONTEXT.invoked_function_arn
    assert (said["reason"], said["keys"]) == ("too old", ["a", "b"])
    assert said["xray_trace_id"] == "1-5759e988-bd86"
    assert (failed["level"], failed["order_id"]) == ("ERROR", "ord-1")
    assert failed["exception"].startswith("Traceback (most recent call last):")
    assert failed["exception_name"] == "ValueError"
    stack = failed["stack_trace"]
    assert (stack["type"], stack["value"], stack["module"]) == (
        "ValueError",
        "caf\u00e9",
        "builtins",
    )
    assert set(stack["frames"][0]) == {"file", "line", "function", "statement"}


def test_a_line_says_whether_the_invocation_was_the_process_s_first() -> None:
    fresh, said = FunctionLogger(), io.StringIO()
    kept = logger.lines.handlers
    try:
        fresh.registered_handler.setStream(said)
        handler = fresh.inject_lambda_context(lambda event, context: fresh.info("called"))
        handler({}, CONTEXT)
        handler({}, CONTEXT)
    finally:
        logger.lines.handlers = kept

    assert [json.loads(line)["cold_start"] for line in said.getvalue().splitlines()] == [
        True,
        False,
    ]
