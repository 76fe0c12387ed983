"""What pages may send to the HTTP API and read of its answers."""

from __future__ import annotations

import json
from typing import Any

from tests.support.recorded_program import DEV_CONFIG, record_stage


def cors(*headers: str) -> dict[str, Any]:
    config = {"realtime-checkout:allowedHeaders": json.dumps(headers)} if headers else {}
    found: dict[str, Any] = (
        record_stage({**DEV_CONFIG, **config}).named("checkout-api").inputs["corsConfiguration"]
    )
    return found


def test_pages_may_send_what_the_api_reads_and_read_what_it_promises() -> None:
    found = cors()

    assert found["allowHeaders"] == ["authorization", "content-type", "idempotency-key"]
    assert found["exposeHeaders"] == ["retry-after"]
    assert found["allowMethods"] == ["GET", "POST"]


def test_a_team_allows_headers_of_its_own() -> None:
    found = cors("traceparent", "content-type", "x-datadog-trace-id")

    assert found["allowHeaders"] == [
        "authorization", "content-type", "idempotency-key", "traceparent", "x-datadog-trace-id",
    ]  # fmt: skip
