"""Who reaches what, literally. A test that takes it from the rows would believe a wrong row."""

from __future__ import annotations

import json
from functools import lru_cache

import pytest

from tests.support.recorded_program import DEV_CONFIG, Recording, record_stage

AUTHORIZED = {
    "POST /checkout": ("JWT", "checkout-authorizer-id"),
    "GET /orders/{orderId}": ("JWT", "checkout-authorizer-id"),
    "GET /products": (None, None),
    "$connect": ("CUSTOM", "notifier-authorizer-id"),
    "$disconnect": (None, None),
    "$default": (None, None),
    "resume": (None, None),
    "ping": (None, None),
}
# test_stage_program.py has those of the two push functions.
TABLE_ACTIONS = {
    "checkout-charge-payment": {
        "orders": ["GetItem"],
        "payments": ["GetItem", "PutItem", "ConditionCheckItem"], "steps": ["GetItem", "PutItem"],
    },
    "checkout-refund-payment": {
        "payments": ["GetItem", "PutItem", "ConditionCheckItem"],
        "steps": ["GetItem", "PutItem", "UpdateItem"],
    },
    "checkout-reserve-stock": {"products": ["UpdateItem"], "steps": ["GetItem", "PutItem"]},
    "checkout-release-stock": {
        "products": ["UpdateItem"], "steps": ["GetItem", "PutItem", "UpdateItem"],
    },
    "checkout-commit-outcome": {"orders": ["GetItem", "UpdateItem"]},
    "checkout-start-checkout": {
        "orders": ["GetItem", "PutItem"], "products": ["BatchGetItem"],
        "allowances": ["UpdateItem"],
    },
    "checkout-get-order": {"orders": ["GetItem"]},
    "checkout-list-products": {"products": ["Scan"]},
    "checkout-start-saga": {},
    "checkout-announce-outcome": {},
    "notifier-open-connection": {"connections": ["Query", "PutItem", "DeleteItem"]},
    "notifier-close-connection": {"connections": ["DeleteItem"]},
    "notifier-resume-events": {
        "connections": ["BatchGetItem", "UpdateItem", "PutItem", "Query", "DeleteItem"],
        "events": ["BatchGetItem", "Query", "UpdateItem", "DescribeTable"],
    },
    "notifier-authorize-connection": {},
}  # fmt: skip
SIZES = {
    "notifier-push-event": (44, 512),
    "notifier-push-queued-events": (120, 512),
    "notifier-open-connection": (29, 256),
    "notifier-resume-events": (29, 256),
    "checkout-charge-payment": (10, 256),
    "checkout-start-checkout": (20, 256),
}


@lru_cache
def stage() -> Recording:
    return record_stage()


def test_every_route_is_authorized_as_it_must_be() -> None:
    routes = stage().of_type("aws:apigatewayv2/route:Route")

    assert {
        route.inputs["routeKey"]: (
            route.inputs.get("authorizationType"),
            route.inputs.get("authorizerId"),
        )
        for route in routes
    } == AUTHORIZED


@pytest.mark.parametrize("name", TABLE_ACTIONS)
def test_a_function_may_do_this_on_tables_and_nothing_more(name: str) -> None:
    component = name.partition("-")[0]
    policy = json.loads(stage().named(f"{name}-policy").inputs["policy"])

    assert [
        (
            resource.rpartition(f":{component}-")[2],
            [action.removeprefix("dynamodb:") for action in statement["Action"]],
        )
        for statement in policy["Statement"]
        if any(action.startswith("dynamodb:") for action in statement["Action"])
        for resource in statement["Resource"]
        if "/stream/" not in resource and statement["Action"] != ["dynamodb:ListStreams"]
    ] == [*TABLE_ACTIONS[name].items()]


# What a browser's request invokes, a stranger's too. The others keep what is not reserved.
BEHIND_REQUESTS = {
    "notifier-authorize-connection", "notifier-open-connection", "notifier-close-connection",
    "notifier-resume-events", "checkout-start-checkout",
    "checkout-get-order", "checkout-list-products",
}  # fmt: skip


def test_nothing_is_reserved_or_limited_unless_a_stage_asks_for_it() -> None:
    for function in stage().of_type("aws:lambda/function:Function"):
        assert "reservedConcurrentExecutions" not in function.inputs
    assert "scalingConfig" not in stage().named("notifier-push-source").inputs


def test_a_reservation_is_for_what_requests_invoke_and_a_limit_for_the_queues_function() -> None:
    settings = {"reservedConcurrency": "25", "pushQueueConcurrency": "10"}
    config = {f"realtime-checkout:{key}": value for key, value in settings.items()}
    made = record_stage({**DEV_CONFIG, **config})

    reserved = {
        function.name.removesuffix("-function"): function.inputs["reservedConcurrentExecutions"]
        for function in made.of_type("aws:lambda/function:Function")
        if "reservedConcurrentExecutions" in function.inputs
    }
    assert reserved == dict.fromkeys(BEHIND_REQUESTS, 25)
    source = made.named("notifier-push-source").inputs
    assert source["scalingConfig"] == {"maximumConcurrency": 10}


@pytest.mark.parametrize("name", SIZES)
def test_a_function_has_the_time_and_memory_that_its_work_needs(name: str) -> None:
    function = stage().named(f"{name}-function").inputs

    assert (function["timeout"], function["memorySize"]) == SIZES[name]


def test_the_http_apis_functions_get_payload_2_0() -> None:
    versions = {
        integration.name: integration.inputs.get("payloadFormatVersion")
        for integration in stage().of_type("aws:apigatewayv2/integration:Integration")
    }

    assert {name for name, version in versions.items() if version == "2.0"} == {
        "checkout-post-checkout-integration", "checkout-get-orders-orderid-integration",
        "checkout-get-products-integration",
    }  # fmt: skip
