"""The dashboard is one that CloudWatch takes, and each of its metrics exists."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import pytest

from contract import metrics
from contract.metrics import CHECKOUT, ORDERS_ENDED, REALTIME, SERVICE_DIMENSION
from contract.orders import BUSINESS_ERRORS, DECLINED, FINALIZED, NEEDS_ATTENTION, REFUNDED
from functions.checkout import commit_outcome
from functions.common import clock
from functions.realtime import authorize_connection, open_connection, push_event
from functions.realtime.protocol.push_request import PushRequest
from functions.realtime.protocol.tokens import InvalidTokenError
from functions.realtime.push import store_then_deliver
from tests.support.checkout_shop import CONTEXT, Shop, order
from tests.support.fixtures import shop
from tests.support.notifier_on_moto import an_event
from tests.support.recorded_program import record_stage

__all__ = ["shop"]

NAMESPACE = "RealtimeCheckout/dev"
DOCUMENTED = {
    # API Gateway developer guide, "Monitor WebSocket API execution with CloudWatch metrics".
    ("AWS/ApiGateway", "ClientError"): {"ApiId", "Stage"},
    ("AWS/ApiGateway", "ExecutionError"): {"ApiId", "Stage"},
    # Step Functions developer guide, "Monitoring Step Functions metrics using CloudWatch".
    **{
        ("AWS/States", f"Executions{kind}"): {"StateMachineArn"}
        for kind in ("Started", "Succeeded", "Failed", "TimedOut", "Aborted")
    },
    # SQS developer guide, "Available CloudWatch metrics for Amazon SQS".
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): {"QueueName"},
    # Lambda developer guide, "Types of metrics for Lambda functions".
    ("AWS/Lambda", "IteratorAge"): {"FunctionName"},
}
"""Metric -> its dimensions, both as AWS documents them."""


@lru_cache
def dashboard() -> dict[str, Any]:
    return record_stage().named("dashboard-dashboard").inputs


def widgets() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(dashboard()["dashboardBody"])["widgets"]
    return found


def shown() -> list[tuple[str, str, dict[str, str]]]:
    """Namespace, name and dimensions of each line."""
    return [
        (namespace, name, dict(zip(rest[:-1:2], rest[1:-1:2], strict=True)))
        for widget in widgets()
        for namespace, name, *rest in widget["properties"]["metrics"]
    ]


def test_the_body_is_one_that_cloudwatch_takes() -> None:
    places = set()
    for widget in widgets():
        assert widget["type"] == "metric"
        assert 0 <= widget["x"] <= 24 - widget["width"]
        places.add((widget["x"], widget["y"]))
        properties = widget["properties"]
        assert properties["region"] == "us-east-1"
        assert (properties["view"], properties["stacked"]) == ("timeSeries", False)
        assert properties["title"]
        for *_, options in properties["metrics"]:
            assert set(options) == {"stat", "label"}
            assert re.fullmatch(r"Sum|Maximum|p\d\d", options["stat"])
    assert len(places) == len(widgets())
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,255}", dashboard()["dashboardName"])
    # Three dashboards of an account are free, with 50 metrics at most.
    assert len(shown()) <= 50


def test_every_metric_of_aws_is_documented_with_these_dimensions() -> None:
    for namespace, name, dimensions in shown():
        if namespace.startswith("AWS/"):
            assert set(dimensions) == DOCUMENTED[namespace, name]
            assert all(dimensions.values())


@pytest.fixture
def emitted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shop: Shop
) -> set[tuple[str, str, str]]:
    """What the functions really write to their logs: namespace, metric and family."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", NAMESPACE)
    for name in (*open_connection.ENVIRONMENT, *store_then_deliver.ENVIRONMENT, "ALLOWED_ORIGINS"):
        monkeypatch.setenv(name, "10" if name.startswith(("MAX", "CONNECTION_T")) else "https://x")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", REALTIME)
    push(monkeypatch)
    shake_hands(monkeypatch)
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", CHECKOUT)
    end_orders(shop)
    found = set()
    for line in capsys.readouterr().out.splitlines():
        document = json.loads(line)
        for directive in document.get("_aws", {}).get("CloudWatchMetrics", []):
            assert directive["Dimensions"] == [[SERVICE_DIMENSION]]
            service = document[SERVICE_DIMENSION]
            found |= {(directive["Namespace"], m["Name"], service) for m in directive["Metrics"]}
    return found


def push(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pusher:
        def handle(self, _: Any) -> dict[str, Any]:
            return {"sequence": "1", "stored": True, "delivered": 1, "gone": 0, "throttled": 0}

    monkeypatch.setattr(store_then_deliver, "configured_pusher", Pusher)
    now = clock.now().isoformat()
    push_event.handler({"userId": "ada", "event": {**an_event(), "time": now}}, CONTEXT)


def shake_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    class Verifier:
        def verify(self, _: Any) -> Any:
            raise InvalidTokenError("no token")

    monkeypatch.setattr(authorize_connection, "_verifier", Verifier)
    with pytest.raises(authorize_connection.Unauthorized):
        authorize_connection.handler({"headers": {}, "methodArn": "arn:m"}, CONTEXT)
    event = {"requestContext": {"eventType": "CONNECT", "connectionId": "a1"}, "headers": {}}
    monkeypatch.setattr(open_connection, "open_connection", lambda *_: {"statusCode": 200})
    open_connection.handler(event, CONTEXT)


def end_orders(shop: Shop) -> None:
    ends = {
        FINALIZED: ("finalize", None),
        REFUNDED: ("undo", "OutOfStock"),
        DECLINED: ("undo", "PaymentDeclined"),
        NEEDS_ATTENTION: ("need_attention", "OutOfStock"),
    }
    for number, (transition, error) in enumerate(ends.values()):
        placed = order(order_id=f"ord-{number}")
        shop.orders().create(placed, f"fingerprint-{number}")
        failure = {"failure": {"Error": error}} if error else {}
        commit_outcome.handler(
            {
                "order": placed.to_payload(),
                "transition": transition,
                "businessErrors": BUSINESS_ERRORS,
                **failure,
            },
            CONTEXT,
        )


def test_every_metric_of_ours_is_emitted_with_this_namespace_and_family(
    emitted: set[tuple[str, str, str]],
) -> None:
    ours = {
        (namespace, name, dimensions[SERVICE_DIMENSION])
        for namespace, name, dimensions in shown()
        if not namespace.startswith("AWS/")
    }

    assert ours
    assert ours - emitted == set()


def test_the_contract_says_how_many_metrics_a_stage_has() -> None:
    texts = [value for name, value in vars(metrics).items() if name.isupper()]
    own = {value for value in texts if isinstance(value, str) and re.fullmatch(r"[A-Z]\w+", value)}
    count = len({*own, *ORDERS_ENDED.values()} - {metrics.METRICS_NAMESPACE, *ORDERS_ENDED})

    assert f"a stage has {count}," in str(metrics.__doc__)


def test_the_handshakes_show_what_api_gateway_answered_with_4xx_and_5xx() -> None:
    (handshakes,) = (one for one in widgets() if one["properties"]["title"] == "Handshakes")
    shown_there = [line[1] for line in handshakes["properties"]["metrics"]]

    assert shown_there[2:] == ["ClientError", "ExecutionError"]


def test_an_order_that_ended_before_is_not_counted_again(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.orders().create(order(), "fingerprint")
    payload = {"order": order().to_payload(), "transition": "finalize"}

    for _ in range(2):
        commit_outcome.handler(payload, CONTEXT)

    assert capsys.readouterr().out.count(f'"{ORDERS_ENDED[FINALIZED]}":[1.0]') == 1


@pytest.mark.parametrize(
    ("time", "delivered", "milliseconds"),
    [
        ("2030-01-02T03:04:05.678Z", 1, 322),
        ("2030-01-02T04:04:05.678+01:00", 2, 322),
        ("2031-01-01T00:00:00Z", 1, 0),
        ("2030-01-02T03:04:05.678Z", 0, None),
        ("2030-01-02T03:04:05", 1, None),
        ("yesterday", 1, None),
        (None, 1, None),
    ],
)
def test_the_time_to_a_page_is_measured_when_a_page_took_it_and_the_event_has_a_time(
    time: str | None, delivered: int, milliseconds: int | None
) -> None:
    request = PushRequest("ada", {**an_event(), "time": time})
    result = {"stored": True, "delivered": delivered}

    found = store_then_deliver.measured(request, result, lambda: 1_893_553_446_000)

    assert found.get("milliseconds") == milliseconds
