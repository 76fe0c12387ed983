"""What a function logs at DEBUG."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from functions.common.observability import logger
from tests.support.checkout_shop import Shop
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
        self._usual = vars(logging.makeLogRecord({})).keys()

    def emit(self, record: logging.LogRecord) -> None:
        added = {name: v for name, v in vars(record).items() if name not in self._usual}
        self.seen.append((record.getMessage(), added))


@pytest.fixture
def fields() -> Iterator[Fields]:
    handler = Fields()
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    yield handler
    logger.handlers.remove(handler)
    logger.setLevel(logging.INFO)


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


def test_the_authorizer_does_not_pay_for_aws_client_library() -> None:
    """boto3 would double its cold start, and it calls no service of AWS."""
    script = (
        "import sys; import functions.realtime.authorize_connection; print('boto3' in sys.modules)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=REPO_ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "False"
