"""A saga that is given no outcome function has one of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components import Saga
from components.building_blocks import dependency_layer
from contract.orders import TRANSITIONS
from tests.components.test_bad_settings import GOOD_SAGA
from tests.support.recorded_program import Recording, record

TABLE, FUNCTION = "aws:dynamodb/table:Table", "aws:lambda/function:Function"
LAYER = "aws:lambda/layerVersion:LayerVersion"
OWN: dict[str, Any] = {k: v for k, v in GOOD_SAGA.items() if k != "outcome_function_arn"}


def saga(args: dict[str, Any]) -> Recording:
    return record(lambda: Saga("tickets", args) and None)  # type: ignore[arg-type]


def test_it_keeps_outcomes_in_a_table_of_its_own() -> None:
    made = saga({**OWN, "layer_arn": "arn:layer", "deletion_protection": True})

    (table,) = made.of_type(TABLE)
    assert (table.name, table.inputs["hashKey"]) == ("tickets-outcomes", "orderId")
    assert table.inputs["ttl"] == {"attributeName": "expiresAt", "enabled": True}
    assert table.inputs["deletionProtectionEnabled"] is True
    (function,) = made.of_type(FUNCTION)
    assert function.inputs["handler"] == "functions.checkout.commit_outcome.handler"
    assert function.inputs["layers"] == ["arn:layer"]
    variables = function.inputs["environment"]["variables"]
    assert (variables["ORDERS_TABLE"], variables["KEEP_ORDERS"]) == ("tickets-outcomes", "true")


def test_what_it_logs_and_counts_is_as_the_saga_is_told() -> None:
    told = {"log_level": "DEBUG", "metrics_namespace": "tickets/prod", "layer_arn": "arn:layer"}
    widgets: list[str] = []

    def program() -> None:
        Saga("tickets", {**OWN, **told}).dashboard_widgets.apply(widgets.append)  # type: ignore[typeddict-item]

    (function,) = record(program).of_type(FUNCTION)
    variables = function.inputs["environment"]["variables"]
    assert variables["POWERTOOLS_METRICS_NAMESPACE"] == "tickets/prod"
    assert function.inputs["loggingConfig"]["applicationLogLevel"] == "DEBUG"
    ended = json.loads(widgets[0])[0]
    assert ended["title"] == "Orders by outcome"
    assert {line[0] for line in ended["metrics"]} == {"tickets/prod"}


def test_each_transition_asks_that_function() -> None:
    made = saga({**OWN, "layer_arn": "arn:layer"})

    states = json.loads(made.named("tickets-machine").inputs["definition"])["States"]
    asked = {
        state["Parameters"]["Payload"]["transition"]: state["Parameters"]["FunctionName"]
        for state in states.values()
        if "transition" in state.get("Parameters", {}).get("Payload", {})
    }
    own = "arn:aws:lambda:us-east-1:123456789012:tickets-commit-outcome-function"
    assert asked == dict.fromkeys(TRANSITIONS, own)
    assert own in made.named("tickets-policy").inputs["policy"]


def test_without_a_layer_it_builds_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependency_layer, "build_layer", lambda requirements: requirements)

    assert [one.name for one in saga(OWN).of_type(LAYER)] == ["tickets-dependencies"]


def test_a_saga_that_is_given_one_makes_none() -> None:
    made = saga(GOOD_SAGA)

    assert [*made.of_type(TABLE), *made.of_type(FUNCTION), *made.of_type(LAYER)] == []
