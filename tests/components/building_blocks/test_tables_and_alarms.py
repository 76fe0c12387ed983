"""Tables and alarms: what a caller can choose, and what is chosen otherwise."""

from __future__ import annotations

import pulumi

from components.building_blocks.alarms import alarm
from components.building_blocks.dynamodb import Index, on_demand_table
from tests.support.recorded_program import Recording, record


class Parent(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("test:index:Parent", "parent")


def recorded_alarm(**more: int) -> Recording:
    def program() -> None:
        alarm(
            "busy",
            namespace="AWS/SQS",
            metric="Depth",
            dimensions={"QueueName": "q"},
            statistic="Maximum",
            missing="ignore",
            description="The queue is long.",
            topic_arns=[],
            parent=Parent(),
            **more,
        )

    return record(program)


def test_an_alarm_rings_on_the_first_sign_unless_the_caller_says_otherwise() -> None:
    inputs = recorded_alarm().named("busy").inputs

    assert (inputs["threshold"], inputs["evaluationPeriods"], inputs["period"]) == (1, 1, 60)


def test_a_caller_chooses_the_threshold_and_for_how_many_minutes() -> None:
    inputs = recorded_alarm(threshold=100, minutes=5).named("busy").inputs

    assert (inputs["threshold"], inputs["evaluationPeriods"], inputs["period"]) == (100, 5, 60)


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
