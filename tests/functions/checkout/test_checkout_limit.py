"""How many orders one buyer may place in a minute."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from functions.checkout import start_checkout
from functions.checkout.http.problems import to_http_response
from functions.checkout.stores.saga_executions import Executions
from functions.common.lambda_types import ApiResponse
from tests.support.checkout_shop import START, Shop, lines, request
from tests.support.fake_step_functions import StepFunctions

PER_MINUTE = 2


def _post(shop: Shop, key: str, body: Any = None, user: str = "ada") -> ApiResponse:
    event = request(body or lines(lamp=1), key=key, user=user)
    executions = Executions("arn:machine", StepFunctions())
    allowances = shop.allowances(PER_MINUTE)
    return to_http_response(
        lambda: start_checkout.start_checkout(
            event, shop.orders(), shop.products(), allowances, executions
        ),
        on_defect=lambda: None,
    )


def _status(*post: Any, **more: Any) -> int:
    return _post(*post, **more)["statusCode"]


def _spent(shop: Shop) -> Shop:
    shop.clock.time = START.replace(second=10)
    assert [_status(shop, key) for key in ("1", "2")] == [202, 202]
    return shop


def test_one_order_too_many_in_a_minute_is_a_429_that_says_when_and_stores_nothing(
    shop: Shop,
) -> None:
    response = _post(_spent(shop), "3")

    assert response["statusCode"] == 429
    assert json.loads(response["body"])["code"] == "too-many-checkouts"
    assert response["headers"]["cache-control"] == "no-store"
    assert 1 <= int(response["headers"]["retry-after"]) <= 60
    assert len(shop.rows("orders")) == 2


def test_the_buyer_may_order_again_after_the_seconds_that_the_answer_names(shop: Shop) -> None:
    wait = int(_post(_spent(shop), "3")["headers"]["retry-after"])
    shop.clock.time += timedelta(seconds=wait)
    assert _status(shop, "3") == 202


def test_a_repeat_is_answered_at_the_limit_and_does_not_count(shop: Shop) -> None:
    shop.clock.time = START.replace(second=0)
    assert [_status(shop, "1") for _ in range(5)] == [202] * 5
    assert [_status(shop, key) for key in ("2", "3", "1")] == [202, 429, 202]


def test_what_is_not_ordered_does_not_count(shop: Shop) -> None:
    shop.clock.time = START.replace(second=0)
    assert [_status(shop, str(n), lines(moon=1)) for n in range(5)] == [422] * 5
    assert [_status(shop, f"new-{n}") for n in range(3)] == [202, 202, 429]


def test_one_buyer_does_not_use_up_anothers_allowance(shop: Shop) -> None:
    assert _status(_spent(shop), "3", user="bob") == 202


def test_an_allowance_expires_after_its_minute_and_a_refusal_changes_nothing(shop: Shop) -> None:
    _spent(shop)
    (row,) = shop.rows("allowances")
    assert _status(shop, "3") == 429
    assert shop.rows("allowances") == [row]
    seconds = int(row["expiresAt"]) - shop.clock.time.timestamp()
    assert 60 <= seconds <= 120
