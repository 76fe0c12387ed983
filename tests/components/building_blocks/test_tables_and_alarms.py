"""Tables and alarms: what a caller can choose, and what is chosen otherwise."""

from __future__ import annotations

import pulumi
import pytest

from components.building_blocks.alarm_rules import FUNCTION_ERRORS
from components.building_blocks.alarms import watch
from components.building_blocks.dynamodb import Index, on_demand_table
from components.realtime_notifier.functions import FUNCTIONS
from tests.support.recorded_program import Recording, record, record_stage


class Parent(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("test:index:Parent", "parent")


def watched(count: int) -> Recording:
    functions: list[dict[str, pulumi.Input[str]]] = [
        {"FunctionName": f"f{number}"} for number in range(count)
    ]
    return record(
        lambda: watch("shop", FUNCTION_ERRORS, functions, topic_arns=["arn:t"], parent=Parent())
    )


def test_an_alarm_on_several_functions_looks_at_the_sum_of_their_errors() -> None:
    inputs = watched(3).named("shop-function-errors-alarm").inputs

    together, *metrics = inputs["metricQueries"]
    assert (together["expression"], together["returnData"]) == ("m0 + m1 + m2", True)
    assert [one["metric"]["dimensions"] for one in metrics] == [
        {"FunctionName": f"f{number}"} for number in range(3)
    ]
    assert not any(one.get("returnData") for one in metrics)
    assert (inputs["datapointsToAlarm"], inputs["evaluationPeriods"]) == (3, 30)
    assert (inputs["alarmActions"], inputs["okActions"]) == (["arn:t"], ["arn:t"])


@pytest.mark.parametrize("count", [0, 11])
def test_an_alarm_on_more_than_cloudwatch_takes_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="an alarm watches 1 to 10 metrics, got"):
        watched(count)


def test_the_alarms_on_functions_leave_out_the_authorizer_and_the_sagas_own() -> None:
    made = record_stage()

    def functions(alarm: str) -> set[str]:
        queries = made.named(alarm).inputs["metricQueries"]
        found = [query["metric"]["dimensions"] for query in queries if "metric" in query]
        return {one["FunctionName"].split("-", 1)[1] for one in found}

    for kind in ("errors", "throttles"):
        assert functions(f"notifier-function-{kind}-alarm") == {
            f"{row.module.replace('_', '-')}-function" for row in FUNCTIONS
        }
        assert functions(f"checkout-function-{kind}-alarm") == {
            f"{name}-function"
            for name in ("start-checkout", "get-order", "list-products", "start-saga",
                         "announce-outcome")
        }  # fmt: skip
    assert functions("checkout-stream-age-alarm") == {
        "start-saga-function", "announce-outcome-function"
    }  # fmt: skip


def test_an_index_declares_its_keys_and_the_table_their_attributes_once() -> None:
    index = Index("by-user", ("userId", "createdAt"))
    made = record(
        lambda: (
            on_demand_table("orders", key=("orderId",), indexes=[index], parent=Parent()) and None
        )
    )

    inputs = made.named("orders").inputs
    assert inputs["attributes"] == [
        {"name": name, "type": "S"} for name in ("orderId", "userId", "createdAt")
    ]
    assert inputs["globalSecondaryIndexes"] == [
        {
            "name": "by-user",
            "projectionType": "ALL",
            "keySchemas": [
                {"attributeName": "userId", "keyType": "HASH"},
                {"attributeName": "createdAt", "keyType": "RANGE"},
            ],
        }
    ]
