"""``POST /checkout``: one order and one saga per key, or a problem document only."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from contract.limits import REPEATABLE_DAYS
from functions.checkout import start_checkout
from functions.checkout.domain.order_id import derive_order_id
from functions.checkout.http.problems import to_http_response
from functions.checkout.start_saga import start_sagas
from functions.checkout.stores.orders import Orders
from functions.checkout.stores.products import Products
from functions.checkout.stores.saga_executions import Executions
from functions.checkout.stores.transactions import StoreBusy
from functions.common import aws_clients
from tests.support.checkout_shop import CONTEXT, ENVIRONMENT, Shop, lines, request, stream_batch
from tests.support.dead_letters import DeadLetters
from tests.support.fake_step_functions import StepFunctions

ORDER_ID = derive_order_id("ada", "key-1")
ACCEPTED = {"orderId": ORDER_ID, "status": "PENDING", "amountMinor": 3448, "currency": "EUR"}


def _post(
    shop: Shop, event: dict[str, Any], saga: StepFunctions, client: Any | None = None
) -> tuple[int, dict[str, Any]]:
    executions = Executions("arn:machine", saga)
    response = to_http_response(
        lambda: start_checkout.start_checkout(
            event, shop.orders(client), shop.products(), shop.allowances(3), executions
        ),
        on_defect=lambda: None,
    )
    return response["statusCode"], json.loads(response["body"])


def test_a_checkout_is_accepted_stored_and_started_under_its_own_name(shop: Shop) -> None:
    saga = StepFunctions()
    accepted = _post(shop, request(lines(lamp=2, mug=1)), saga)
    assert accepted == (202, ACCEPTED)
    order = {
        "orderId": ORDER_ID,
        "userId": "ada",
        "lines": [
            {"productId": "lamp", "quantity": 2, "unitPriceMinor": 1299},
            {"productId": "mug", "quantity": 1, "unitPriceMinor": 850},
        ],
        "amountMinor": 3448,
        "currency": "EUR",
    }
    assert saga.inputs == {ORDER_ID: {"order": order}}
    assert saga.calls[0]["stateMachineArn"] == "arn:machine"
    assert (
        shop.stored(ORDER_ID).items()
        >= {**order, "status": "PENDING", "paymentToken": "tok_ok"}.items()
    )


@pytest.mark.parametrize(
    ("event", "status", "code"),
    [
        (request(None), 400, "malformed-json"),
        (request("{"), 400, "malformed-json"),
        (request([]), 400, "malformed-json"),
        (request({}), 422, "no-lines"),
        (request({"lines": []}), 422, "no-lines"),
        (request(lines(moon=1)), 422, "unknown-product"),
        (request(lines(lamp=1, moon=1)), 422, "unknown-product"),
        (request(lines(lamp=0)), 422, "invalid-quantity"),
        (request(lines(lamp=-1)), 422, "invalid-quantity"),
        (request(lines(lamp=100)), 422, "invalid-quantity"),
        (request(lines(lamp=1.5)), 422, "invalid-quantity"),
        (request(lines(lamp=10**50)), 422, "invalid-quantity"),
        (request({"lines": [{"productId": "lamp", "quantity": 1}] * 2}), 422, "duplicate-lines"),
        (request(lines(**{f"p{n}": 1 for n in range(10_000)})), 422, "too-many-lines"),
        (request(lines(lamp=1, kite=1)), 422, "mixed-currencies"),
        (request(lines(lamp=1), key=None), 400, "idempotency-key-missing"),
        (request(lines(lamp=1), key="k" * 129), 400, "idempotency-key-invalid"),
        (request({**lines(lamp=1), "currency": "USD"}), 422, "currency-mismatch"),
        (request({**lines(lamp=1), "currency": "euro"}), 422, "invalid-currency"),
        (request({**lines(lamp=1), "paymentToken": 7}), 422, "invalid-payment-token"),
        (request({**lines(lamp=1), "amountMinor": 1298}), 409, "amount-changed"),
        (request({**lines(lamp=1), "amountMinor": -1}), 422, "invalid-amount-minor"),
        (request({**lines(lamp=1), "amountMinor": 1299.0}), 422, "invalid-amount-minor"),
        (request({**lines(lamp=1), "amountMinor": 2**53}), 422, "invalid-amount-minor"),
        (request(lines(lamp=1), key="key-1,key-1"), 400, "idempotency-key-invalid"),
        (request(lines(lamp=1), user=None), 401, "unauthenticated"),
    ],
)
def test_bad_input_gets_a_problem_and_nothing_starts(
    shop: Shop, event: dict[str, Any], status: int, code: str
) -> None:
    saga = StepFunctions()
    got, problem = _post(shop, event, saga)
    assert (got, problem["status"], problem["code"]) == (status, status, code)
    assert {"type", "title", "detail"} <= problem.keys()
    assert shop.rows("orders") == saga.calls == []


def test_a_repeat_answers_the_same_order_and_starts_nothing_twice(shop: Shop) -> None:
    saga = StepFunctions()
    first = _post(shop, request(lines(lamp=1, mug=1)), saga)
    assert _post(shop, request(lines(mug=1, lamp=1)), saga) == first
    assert list(saga.inputs) == [ORDER_ID]
    assert len(shop.rows("orders")) == 1
    # Step Functions accepts a repeat for a running execution only if the input is the same text.
    assert saga.calls[0] == saga.calls[1]


def test_a_repeat_after_a_price_change_keeps_the_first_price(shop: Shop) -> None:
    saga = StepFunctions()
    _post(shop, request(lines(lamp=1)), saga)
    shop.add_product("lamp", 9999, 5)
    assert _post(shop, request(lines(lamp=1)), saga)[0] == 202
    assert saga.calls[0] == saga.calls[1]


def test_a_repeat_after_the_end_answers_the_outcome_and_starts_nothing(shop: Shop) -> None:
    saga = StepFunctions()
    _post(shop, request(lines(lamp=1)), saga)
    shop.end(ORDER_ID, "REFUNDED", "OutOfStock")
    again = _post(shop, request(lines(lamp=1)), saga)
    assert again == (202, {**ACCEPTED, "status": "REFUNDED", "amountMinor": 1299})
    assert len(saga.calls) == 1


def test_an_order_is_placed_at_the_amount_that_the_page_showed(shop: Shop) -> None:
    shown = {**lines(lamp=2, mug=1), "amountMinor": 3448}
    assert _post(shop, request(shown), StepFunctions()) == (202, ACCEPTED)


def test_another_amount_than_the_page_showed_is_a_409_that_names_both(shop: Shop) -> None:
    saga = StepFunctions()
    shown = {**lines(lamp=2, mug=1), "amountMinor": 3000}
    status, problem = _post(shop, request(shown), saga)
    assert (status, problem["code"]) == (409, "amount-changed")
    named = {name: problem[name] for name in ("shownAmountMinor", "amountMinor", "currency")}
    assert named == {"shownAmountMinor": 3000, "amountMinor": 3448, "currency": "EUR"}
    assert shop.rows("orders") == shop.rows("allowances") == saga.calls == []
    asked = {**shown, "amountMinor": problem["amountMinor"]}
    assert _post(shop, request(asked), saga) == (202, ACCEPTED)


@pytest.mark.parametrize("change", [{"paymentToken": "tok_fresh"}, {"amountMinor": 1}])
@pytest.mark.parametrize("ended", [False, True])
def test_the_same_key_with_a_fresh_token_or_another_amount_answers_the_order_that_exists(
    shop: Shop, change: dict[str, Any], ended: bool
) -> None:
    saga = StepFunctions()
    first = _post(shop, request({**lines(lamp=1), "amountMinor": 1299}), saga)
    if ended:
        shop.end(ORDER_ID, "FINALIZED")
    again = _post(shop, request({**lines(lamp=1), **change}), saga)
    assert again == (202, {**first[1], "status": "FINALIZED" if ended else "PENDING"})
    assert shop.stored(ORDER_ID)["paymentToken"] == "tok_ok"
    assert len(shop.rows("orders")) == 1
    assert all(call == saga.calls[0] for call in saga.calls)


def test_a_row_whose_token_is_gone_still_answers_the_token_that_it_had(shop: Shop) -> None:
    saga = StepFunctions()
    _post(shop, request(lines(lamp=1)), saga)
    shop.end(ORDER_ID, "FINALIZED")
    shop.correct(ORDER_ID, "paymentToken")
    assert _post(shop, request(lines(lamp=1)), saga)[0] == 202


@pytest.mark.parametrize("ended", [False, True])
def test_the_same_key_with_another_body_is_refused(shop: Shop, ended: bool) -> None:
    saga = StepFunctions()
    _post(shop, request(lines(lamp=1)), saga)
    if ended:
        shop.end(ORDER_ID, "FINALIZED")
    status, problem = _post(shop, request(lines(lamp=2)), saga)
    assert (status, problem["code"]) == (422, "idempotency-key-reused")
    assert len(saga.calls) == 1


def test_the_same_key_with_another_currency_is_refused(shop: Shop) -> None:
    saga = StepFunctions()
    assert _post(shop, request({**lines(lamp=1), "currency": "EUR"}), saga)[0] == 202
    assert _post(shop, request(lines(lamp=1)), saga)[0] == 202
    status, problem = _post(shop, request({**lines(lamp=1), "currency": "USD"}), saga)
    assert (status, problem["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize(
    "changes", [{"amountMinor": 1}, {"lines": [{"sku": "lamp"}]}, {"reason": ""}, {"userId": ""}]
)
def test_a_repeat_reads_no_more_of_an_ended_order_than_it_needs(
    shop: Shop, changes: dict[str, Any]
) -> None:
    saga = StepFunctions()
    _post(shop, request(lines(lamp=1)), saga)
    shop.end(ORDER_ID, "REFUNDED")
    shop.correct(ORDER_ID, "paymentToken", "createdAt", **changes)
    status, answer = _post(shop, request(lines(lamp=1)), saga)
    assert (status, answer["status"]) == (202, "REFUNDED")


def test_a_repeat_starts_no_saga_for_an_order_whose_lines_do_not_add_up(shop: Shop) -> None:
    saga = StepFunctions("ThrottlingException")
    _post(shop, request(lines(lamp=1)), saga)
    shop.correct(ORDER_ID, amountMinor=1)
    calls = len(saga.calls)
    assert _post(shop, request(lines(lamp=1)), saga)[0] == 500
    assert len(saga.calls) == calls


def test_an_order_older_than_its_steps_records_is_never_started_again(shop: Shop) -> None:
    saga = StepFunctions("ThrottlingException")
    _post(shop, request(lines(lamp=1)), saga)
    shop.clock.time += timedelta(days=REPEATABLE_DAYS)
    status, problem = _post(shop, request(lines(lamp=1)), saga)
    assert (status, problem["code"]) == (422, "idempotency-key-expired")
    assert saga.inputs == {}


def test_the_same_key_of_another_buyer_is_another_order(shop: Shop) -> None:
    saga = StepFunctions()
    _post(shop, request(lines(lamp=1)), saga)
    assert _post(shop, request(lines(lamp=2), user="bob"), saga)[0] == 202
    assert len(saga.inputs) == 2


@pytest.mark.parametrize(("theirs", "status"), [(1, 202), (2, 422)])
def test_two_concurrent_requests_with_one_key_are_one_order(
    shop: Shop, theirs: int, status: int
) -> None:
    saga = StepFunctions()
    twin = request(lines(lamp=theirs))
    client = shop.interrupted("put_item", lambda: _post(shop, twin, saga))
    assert _post(shop, request(lines(lamp=1)), saga, client)[0] == status
    assert len(saga.inputs) == len(shop.rows("orders")) == 1
    assert saga.inputs[ORDER_ID]["order"]["lines"][0]["quantity"] == theirs


def _with_a_twin_ordered_meanwhile(
    shop: Shop, event: dict[str, Any], twin: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    """What ``event`` is answered when ``twin`` is accepted behind its first look for the order.

    Then the shop takes the product ``moon`` away.
    """
    saga = StepFunctions()
    assert _post(shop, twin, saga)[0] == 202
    shop.client.delete_item(TableName="products", Key={"productId": "moon"})

    class Late(Orders):
        looked = False

        def find(self, order_id: str) -> dict[str, Any] | None:
            if not self.looked:
                self.looked = True
                return None
            return super().find(order_id)

    response = to_http_response(
        lambda: start_checkout.start_checkout(
            event,
            Late("orders", shop.clock, shop.client),
            shop.products(),
            shop.allowances(1),
            Executions("arn:machine", saga),
        ),
        on_defect=lambda: None,
    )
    assert len(shop.rows("orders")) == 1
    return response["statusCode"], json.loads(response["body"])


@pytest.mark.parametrize("refused", ["the limit", "the amount", "the product"])
def test_a_refusal_answers_the_order_that_a_concurrent_request_stored(
    shop: Shop, refused: str
) -> None:
    shop.clock.time = shop.clock.time.replace(second=0)
    event, twin = request(lines(lamp=1)), request(lines(lamp=1))
    if refused == "the amount":
        event = request({**lines(lamp=1), "amountMinor": 1})
    if refused == "the product":
        shop.add_product("moon", 1299, 5)
        event = twin = request(lines(moon=1))
    status, answer = _with_a_twin_ordered_meanwhile(shop, event, twin)
    assert (status, answer) == (202, {**ACCEPTED, "amountMinor": 1299})


@pytest.mark.parametrize("failure", ["ThrottlingException", "no network"])
def test_an_order_whose_saga_does_not_start_is_accepted_and_left_to_the_stream(
    shop: Shop, failure: str
) -> None:
    saga = StepFunctions(failure)
    accepted = _post(shop, request(lines(lamp=1)), saga)
    assert accepted == (202, {**ACCEPTED, "amountMinor": 1299})
    assert saga.inputs == {}
    batch = stream_batch(*shop.rows("orders"))
    answer = start_sagas(batch, Executions("arn:machine", saga), DeadLetters(1_000).parked())
    assert answer == {"batchItemFailures": []}
    assert list(saga.inputs) == [ORDER_ID]


def test_prices_that_cannot_be_read_are_a_503_and_nothing_is_ordered(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> Any:
        raise StoreBusy("secret")

    monkeypatch.setattr(Products, "by_id", busy)
    status, problem = _post(shop, request(lines(lamp=1)), StepFunctions())
    assert (status, problem["code"]) == (503, "checkout-unavailable")
    assert "secret" not in str(problem)
    assert shop.rows("orders") == []


def test_an_execution_that_exists_already_is_fine(shop: Shop) -> None:
    saga = StepFunctions("ExecutionAlreadyExists")
    assert _post(shop, request(lines(lamp=1)), saga)[0] == 202


def test_prices_sent_by_the_client_are_ignored(shop: Shop) -> None:
    saga = StepFunctions()
    tampered = {
        "lines": [{"productId": "lamp", "quantity": 1, "unitPriceMinor": 1}],
        "orderId": "ord-mine",
        "userId": "eve",
    }
    assert _post(shop, request(tampered), saga)[1]["orderId"] == ORDER_ID
    assert saga.inputs[ORDER_ID]["order"]["amountMinor"] == 1299
    assert saga.inputs[ORDER_ID]["order"]["userId"] == "ada"


def test_a_base64_body_is_read(shop: Shop) -> None:
    body = base64.b64encode(json.dumps(lines(lamp=1)).encode()).decode()
    event = request(body, isBase64Encoded=True)
    assert _post(shop, event, StepFunctions())[0] == 202


def test_a_defect_is_a_500_without_its_text(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("secret")

    monkeypatch.setattr(Products, "by_id", broken)
    saga = StepFunctions()
    status, problem = _post(shop, request(lines(lamp=1)), saga)
    assert (status, problem["code"]) == (500, "internal")
    assert "secret" not in str(problem)
    assert shop.rows("orders") == saga.calls == []


def test_the_handler_starts_the_configured_state_machine(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    saga = StepFunctions()
    monkeypatch.setattr(aws_clients, "client", lambda service: {"stepfunctions": saga}[service])
    response = start_checkout.handler(request(lines(lamp=1)), CONTEXT)
    assert response["statusCode"] == 202
    assert saga.calls[0]["stateMachineArn"] == ENVIRONMENT["STATE_MACHINE_ARN"]


def test_the_handler_answers_problems_as_problem_json(shop: Shop) -> None:
    response = start_checkout.handler(request("{"), CONTEXT)
    assert response["statusCode"] == 400
    assert response["headers"]["content-type"] == "application/problem+json"


def test_the_handler_hides_a_missing_setting_from_the_client(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ORDERS_TABLE")
    response = start_checkout.handler(request(lines(lamp=1)), CONTEXT)
    assert response["statusCode"] == 500
    assert "ORDERS_TABLE" not in response["body"]
