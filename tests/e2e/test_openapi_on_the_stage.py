"""Answers that the stage really gives, held against docs/openapi.yaml."""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: Any


class Caller:
    """Calls the stage, and holds each answer against the document before handing it on."""

    def __init__(self, stage: LocalStage, token: str) -> None:
        self._url = stage.outputs["http_url"]
        self.token = token
        self.seen: set[tuple[str, str]] = set()

    def __call__(
        self, path: str, *, order_id: str = "", body: object = None, **headers: str
    ) -> Answer:
        sent = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(
            self._url + path.replace("{orderId}", order_id),
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
        return Answer(response.status, content_type, json.loads(response.read()))


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
    assert call("/products", Authorization="").status == 200

    key = secrets.token_hex(8)
    order_id = call.check_out(ONE_MUG, key).body["orderId"]
    assert call.check_out(ONE_MUG, key).body["orderId"] == order_id
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
