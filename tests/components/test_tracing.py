"""X-Ray is off, and one setting turns it on for every function and for the state machine."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from components.saga.component import TRACES_IN_POLICY
from tests.support.recorded_program import DEV_CONFIG, Recording, record_stage

FUNCTION = "aws:lambda/function:Function"
MACHINE = "aws:sfn/stateMachine:StateMachine"
SEND = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
SAMPLE = {"xray:GetSamplingRules", "xray:GetSamplingTargets"}


@lru_cache
def traced() -> Recording:
    return record_stage({**DEV_CONFIG, "realtime-checkout:xrayTracing": "true"})


def xray_statements(recording: Recording, role: str) -> list[dict[str, Any]]:
    policy = json.loads(recording.named(f"{role}-policy").inputs["policy"])
    return [one for one in policy["Statement"] if str(one["Action"]).find("xray:") >= 0]


def test_nothing_is_traced_and_no_role_may_trace_by_default() -> None:
    stage = record_stage()

    # The provider takes a block that is left out for no change: off has to be said.
    modes = [one.inputs.get("tracingConfig") for one in stage.of_type(FUNCTION)]
    (machine,) = stage.of_type(MACHINE)
    assert modes == [{"mode": "PassThrough"}] * len(modes)
    assert machine.inputs.get("tracingConfiguration") == {"enabled": False}
    policies = stage.of_type("aws:iam/rolePolicy:RolePolicy")
    assert not any("xray:" in one.inputs["policy"] for one in policies)


def test_every_function_is_traced_and_may_send_its_traces() -> None:
    functions = traced().of_type(FUNCTION)

    assert functions
    for function in functions:
        assert function.inputs["tracingConfig"] == {"mode": "Active"}
        (allowed,) = xray_statements(traced(), function.name.removesuffix("-function"))
        assert set(allowed["Action"]) == SEND


def test_the_state_machine_is_traced_and_may_ask_which_executions_to_trace() -> None:
    (machine,) = traced().of_type(MACHINE)
    statements = xray_statements(traced(), "checkout-saga")

    assert machine.inputs["tracingConfiguration"] == {"enabled": True}
    assert {action for one in statements for action in one["Action"]} == SEND | SAMPLE
    size = sum(len(json.dumps(one, separators=(",", ":")) + ",") for one in statements)
    assert size <= TRACES_IN_POLICY
