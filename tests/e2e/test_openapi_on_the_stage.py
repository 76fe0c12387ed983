"""Answers that the stage really gives, held against docs/openapi.yaml."""

from __future__ import annotations

import http.client
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import Any

import pytest

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from tests.support.documents import faults, load, validator

pytestmark = pytest.mark.xdist_group("stage")

DOCUMENT = load("openapi.yaml")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATHS = {"/checkout": "post", "/products": "get", "/orders/{orderId}": "get"}
ONE_MUG = {"lines": [{"productId": "mug-02", "quantity": 1}]}
# Faults of the stage itself: nothing that a client sends brings them about.
NOT_PROVOKED = {(path, status) for path in PATHS for status in ("500", "503")}
# The emulator does not throttle.
NOT_PROVOKED |= {(path, "429") for path in PATHS if path != "/checkout"}


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: Any
    headers: Message


class Caller:
    """Calls the stage, and holds each answer against the document before handing it on."""

    def __init__(self, stage: LocalStage, token: str) -> None:
        self._url = stage.outputs["http_url"]
        self.token = token
        self.seen: set[tuple[str, str]] = set()

    def __call__(
        self,
        path: str,
        *,
        order_id: str = "",
        query: str = "",
        body: object = None,
        **headers: str,
    ) -> Answer:
        sent = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(
            self._url + path.replace("{orderId}", order_id) + query,
            data if PATHS[path] == "post" else None,
            {name: value for name, value in sent.items() if value},
        )
        answer = _answer_to(request)
        self._check(path, answer)
        return answer

    def check_out(self, body: object, key: str = "") -> Answer:
        return self("/checkout", body=body, Idempotency_Key=key or secrets.token_hex(8))

    def _check(self, path: str, answer: Answer) -> None:
        responses = DOCUMENT["paths"][path][PATHS[path]]["responses"]
        assert str(answer.status) in responses, f"{path} answered {answer}: not documented"
        response = responses[str(answer.status)]
        pointer = response.get("$ref")
        if pointer:
            response = DOCUMENT["components"]["responses"][pointer.rsplit("/", 1)[1]]
        assert answer.content_type in response["content"], answer
        schema = response["content"][answer.content_type]["schema"]["$ref"]
        assert faults(validator(DOCUMENT, schema), answer.body) == [], answer
        self.seen.add((path, str(answer.status)))


def _answer_to(request: urllib.request.Request) -> Answer:
    try:
        response = DIRECT.open(request, timeout=30)
    except urllib.error.HTTPError as refusal:
        response = refusal
    with response:
        content_type = response.headers.get_content_type()
        body = json.loads(response.read())
        return Answer(response.status, content_type, body, response.headers)


@contextmanager
def _spent_allowance(stage: LocalStage, credentials: dict[str, str]) -> Iterator[None]:
    """The buyer has placed as many orders as one may, in this minute and the next ones."""
    function = stage.provisioner.functions["checkout-start-checkout-function"].physical_name
    known = stage.client("lambda").get_function_configuration(FunctionName=function)
    table = known["Environment"]["Variables"]["ALLOWANCES_TABLE"]
    buyer = Buyer(stage.outputs, credentials).sign_in().user_id
    minutes = [datetime.now(UTC) + timedelta(minutes=ahead) for ahead in range(3)]
    keys = [
        {"userId": {"S": buyer}, "minute": {"S": f"{minute:%Y-%m-%dT%H:%M}"}} for minute in minutes
    ]
    for key in keys:
        item = {**key, "orders": {"N": "1000"}}
        stage.client("dynamodb").put_item(TableName=table, Item=item)
    try:
        yield
    finally:
        for key in keys:
            stage.client("dynamodb").delete_item(TableName=table, Key=key)


@pytest.fixture
def call(stage: LocalStage) -> Caller:
    buyer = Buyer(stage.outputs, stage.outputs["demo_buyers"][0]).sign_in()
    return Caller(stage, buyer.token)


@pytest.fixture
def stranger(stage: LocalStage) -> Caller:
    buyer = Buyer(stage.outputs, stage.outputs["demo_buyers"][1]).sign_in()
    return Caller(stage, buyer.token)


def test_every_answer_is_documented_and_every_documented_answer_was_seen(
    stage: LocalStage, call: Caller, stranger: Caller
) -> None:
    page = Buyer(stage.outputs, stage.outputs["demo_buyers"][0]).sign_in().open_page()
    products = call("/products", Authorization="")
    assert products.status == 200
    assert products.headers["cache-control"] == "public, max-age=5"
    assert call("/products", query="?after=").body["code"] == "invalid-after"
    assert call("/products", query="?after=zzz").status == 200

    key = secrets.token_hex(8)
    order_id = call.check_out(ONE_MUG, key).body["orderId"]
    assert call.check_out({**ONE_MUG, "paymentToken": "tok_fresh"}, key).body["orderId"] == order_id
    page.wait_for("order.finalized", order_id)
    assert call("/orders/{orderId}", order_id=order_id).body["status"] == "FINALIZED"
    vase_id = call.check_out({"lines": [{"productId": "vase-07", "quantity": 1}]}).body["orderId"]
    page.wait_for("order.refunded", vase_id)
    assert call("/orders/{orderId}", order_id=vase_id).body["reason"]
    page.close()

    assert stranger("/orders/{orderId}", order_id=order_id).status == 404
    assert call("/orders/{orderId}", order_id="ord-unknown").body["code"] == "order-unknown"
    missing = call("/checkout", body=ONE_MUG)
    assert (missing.status, missing.body["code"]) == (400, "idempotency-key-missing")
    assert call.check_out(b"{not json").body["code"] == "malformed-json"
    assert call.check_out({"lines": []}).status == 422
    reused = call.check_out({"lines": [{"productId": "lamp-01", "quantity": 1}]}, key)
    assert reused.body["code"] == "idempotency-key-reused"
    changed = call.check_out({**ONE_MUG, "amountMinor": 1})
    assert (changed.status, changed.body["shownAmountMinor"]) == (409, 1)
    with _spent_allowance(stage, stage.outputs["demo_buyers"][1]):
        limited = stranger.check_out(ONE_MUG)
    assert limited.body["code"] == "too-many-checkouts"
    assert 1 <= int(limited.headers["retry-after"]) <= 60
    for authorization in ("", "Bearer garbage"):
        assert call("/checkout", body=ONE_MUG, Authorization=authorization).status == 401
        path = "/orders/{orderId}"
        assert call(path, order_id=order_id, Authorization=authorization).status == 401

    documented = {
        (path, status)
        for path, method in PATHS.items()
        for status in DOCUMENT["paths"][path][method]["responses"]
    }
    assert call.seen | stranger.seen == documented - NOT_PROVOKED


def test_the_document_has_every_route_of_the_api_and_no_other(stage: LocalStage) -> None:
    api_id = stage.outputs["http_url"].rsplit("/", 1)[1]
    routes = stage.client("apigatewayv2").get_routes(ApiId=api_id)["Items"]
    documented = {
        f"{method.upper()} {path}" for path, item in DOCUMENT["paths"].items() for method in item
    }
    assert {route["RouteKey"] for route in routes} == documented


def test_a_header_that_is_sent_twice_is_refused(stage: LocalStage, call: Caller) -> None:
    address = stage.outputs["http_url"].removeprefix("http://")
    host, _, path = address.partition("/")
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.putrequest("POST", f"/{path}/checkout" if path else "/checkout")
    body = json.dumps(ONE_MUG).encode()
    for name, value in (
        ("Authorization", f"Bearer {call.token}"),
        ("Content-Length", str(len(body))),
        ("Idempotency-Key", secrets.token_hex(8)),
        ("Idempotency-Key", secrets.token_hex(8)),
    ):
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["code"]) == (400, "idempotency-key-invalid")
    connection.close()


def test_a_page_may_send_and_read_what_the_document_names(stage: LocalStage, call: Caller) -> None:
    origin = stage.outputs["storefront_url"]
    preflight = urllib.request.Request(
        stage.outputs["http_url"] + "/checkout",
        method="OPTIONS",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
        },
    )
    with DIRECT.open(preflight, timeout=30) as answer:
        allowed = answer.headers["access-control-allow-headers"].split(",")
    assert {"authorization", "content-type", "idempotency-key"} <= set(allowed)
    answered = call("/products", Origin=origin)
    assert answered.headers["access-control-expose-headers"] == "retry-after"
