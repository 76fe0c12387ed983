"""What costs something and is in no figure is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from local.aws_provider import RecordedProgram, RecordedResource
from planning.program_counts import FUNCTION
from review.cost import cost
from review.side import Side
from tests.review.priced_shop import (
    SAGA,
    SETTINGS,
    SHOP,
    TABLE,
    TWO_OR_THREE_STATES,
    child,
    rows,
    told,
)
from tests.support.sides import resource, with_inputs, without

QUIETLY = {"systemLogLevel": "WARN"}
RDS, NAT = "aws:rds/instance:Instance", "aws:ec2/natGateway:NatGateway"


def with_more(side: Side, *more: dict[str, RecordedResource]) -> Side:
    every = {**side.record.resources, **{urn: one for group in more for urn, one in group.items()}}
    return replace(side, record=RecordedProgram(every))


def test_what_has_no_price_is_named_and_marks_the_figure() -> None:
    more = with_more(
        SHOP, resource(RDS, "db"), resource(NAT, "a"), resource(NAT, "b"), resource(TABLE, "big"),
        resource("aws:iam/role:Role", "free"), resource("aws:ec2/vpc:Vpc", "free"),
        resource(FUNCTION, "own", handler="own.new_step.handler", loggingConfig=QUIETLY),
    )  # fmt: skip
    section = cost(SHOP, more)

    assert section.summary == "from $36.61"
    assert section.lines == (
        "- **Not priced:** 1 `dynamodb.Table` with fixed capacity (before: none), "
        "2 `ec2.NatGateway` (before: none), 1 `lambda.Function` (before: none), "
        "1 `rds.Instance` (before: none)",
    )
    assert cost(more, more).lines == ()
    assert cost(more, SHOP).lines[0].startswith("- **Not priced:** no `dynamodb.Table` with fixed")
    assert cost(more, without(more, "board")).summary == "from $36.61 → from $33.61"
    assert "- Not priced: 1 `dynamodb.Table`" in told(more, without(more, "board"))


def test_many_types_without_a_price_are_bounded() -> None:
    many = [resource(f"aws:a{n}/b:B", "one") for n in range(20)]
    assert cost(SHOP, with_more(SHOP, *many)).lines[0].endswith(" and 12 more")


def test_a_saga_beside_the_counted_one_has_no_price() -> None:
    more = with_more(SHOP, child(SAGA, "sale", definition=TWO_OR_THREE_STATES))
    assert "1 `sfn.StateMachine` (before: none)" in told(SHOP, more)


def test_x86_64_has_its_own_price_and_memory_the_same_time() -> None:
    """7,500 GB-seconds at $0.0000166667 instead of $0.0000133334."""
    lines = rows(told(SHOP, with_inputs(SHOP, "push", architectures=["x86_64"])))
    assert lines["orders: GB-seconds"][:2] == ("$0.10", "")
    assert lines["orders: GB-seconds on x86_64"][:2] == ("", "$0.13")

    memory = told(SHOP, with_inputs(SHOP, "push", memorySize=10_240))
    assert "- 1 function with `10240` MiB instead of `512`: reckoned with 50 ms (assumed)" in memory


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"loggingConfig": {"systemLogLevel": "WARN", "applicationLogLevel": "DEBUG"}},
         "Log lines were counted at INFO: 1 function at `DEBUG` instead of `INFO`"),
        ({"tracingConfig": {"mode": "Active"}},
         "Traces are in no figure: 1 function with tracing `Active` instead of `PassThrough`"),
    ],
)  # fmt: skip
def test_more_logs_and_traces_are_said_to_be_in_no_figure(
    inputs: dict[str, Any], words: str
) -> None:
    assert cost(SHOP, with_inputs(SHOP, "push", **inputs)).lines == (f"- {words}",)


def test_another_region_is_said_to_have_other_prices() -> None:
    there = replace(SHOP, settings={**SETTINGS, "aws:region": "eu-west-1"})
    assert cost(SHOP, there).lines == (
        "- Prices are those of us-east-1. The stage's Region is `eu-west-1` now",
    )
