"""Each kind of the provider's checks takes what is allowed, and says of the rest what would be."""

from __future__ import annotations

from typing import Any

import pytest

from local.aws_provider import violations
from local.aws_provider.checks import AtMost, Between, Check, Length, Matches, OneOf, Period
from local.aws_provider.combinations import EveryKey, Excludes, Forbidden, Needed, OneOfThese
from local.aws_provider.formats import Arn, Json
from local.program import RegisteredResource

TABLE: dict[str, Any] = {"hashKey": "id", "attributes": [{"name": "id", "type": "S"}]}
INDEX: dict[str, Any] = {"globalSecondaryIndexes": [{"name": "i", "hashKey": "owner"}]}
OWNER: dict[str, Any] = {"attributes": [*TABLE["attributes"], {"name": "owner", "type": "S"}]}
CASES: dict[str, tuple[Check, list[dict[str, object]], list[dict[str, object]]]] = {
    "length": (Length("a", 1, 3), [{}, {"a": "abc"}], [{"a": ""}, {"a": "abcd"}, {"a": "äöü"}]),
    "pattern": (Matches("a", "[a-z]+", "small letters"), [{"a": "ab"}], [{"a": "A"}, {"a": "a\n"}]),
    "one of": (OneOf("a", (1, 3)), [{"a": 3}, {"a": None}], [{"a": 2}]),
    "range": (Between("a", 1, 5, (-1,)), [{"a": 1}, {"a": 5}, {"a": -1}], [{"a": 0}, {"a": 6}]),
    "at least": (Between("a", 2), [{"a": 2}], [{"a": 1}]),
    "period": (Period("a", (10,)), [{"a": 10}, {"a": 120}], [{"a": 20}, {"a": 90}]),
    "items": (AtMost("a", 1), [{"a": []}, {"a": ["b"]}], [{"a": ["b", "c"]}]),
    "arn": (
        Arn("a"),
        [
            {"a": "arn:aws:iam::aws:policy/x"},
            {"a": "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:q"},
            {"a": ""},
        ],
        [
            {"a": "orders"},
            {"a": "arn:aws:apigateway:us-east-1:lambda:path/functions/f"},
            {"a": "arn:aws:sqs:us-east:123456789012:q"},
            {"a": "arn:aws:sqs:::"},
        ],
    ),
    "json": (Json("a"), [{"a": "[1]"}], [{"a": "{"}, {"a": ""}]),
    "json object": (Json("a", only_objects=True), [{"a": '{"b": 1}'}], [{"a": "[]"}, {"a": " {}"}]),
    "short json": (Json("a", most=7), [{"a": '{ "b" : 1 }'}], [{"a": '{"bc":1}'}]),
    "nested": (Between("a[].b", 1), [{"a": [{"b": 1}, {}]}], [{"a": [{"b": 1}, {"b": 0}]}]),
    "conflict": (Excludes("a", ("b",)), [{"a": 1}, {"a": 1, "b": []}], [{"a": 1, "b": 2}]),
    "exactly one": (OneOfThese("a", ("b",)), [{"a": 1}, {"b": 1}], [{}, {"a": 1, "b": 1}]),
    "at least one": (OneOfThese("a", ("b",), several=True), [{"a": 1, "b": 1}], [{}]),
    "required with": (Needed("a", "b"), [{}, {"a": 1, "b": 1}], [{"b": 1}]),
    "required when": (
        Needed("a", "b", when="Zip", unset_means="Zip"),
        [{"b": "Image"}, {"a": 1}],
        [{}, {"b": "Zip"}],
    ),
    "forbidden when": (
        Forbidden("a", "b", when=False, unset_means=False),
        [{"b": True, "a": 1}, {"a": ""}],
        [{"a": 1}, {"a": 1, "b": False}],
    ),
    "keys": (
        EveryKey("attributes"),
        [TABLE, {**TABLE, **INDEX, **OWNER}],
        [{**TABLE, **OWNER}, {**TABLE, **INDEX}, {**TABLE, "rangeKey": "at"}],
    ),
}


def resource(resource_type: str, name: str, **inputs: object) -> RegisteredResource:
    return RegisteredResource(resource_type, name, f"urn::{name}", "", True, dict(inputs), [])


@pytest.mark.parametrize("kind", CASES)
def test_what_is_allowed_is_taken_and_the_rest_is_not(kind: str) -> None:
    check, allowed, refused = CASES[kind]

    assert [inputs for inputs in allowed if [*check.faults(inputs)]] == []
    assert [inputs for inputs in refused if not [*check.faults(inputs)]] == []
    assert check.allowed


def test_a_sentence_names_resource_property_value_what_is_allowed_and_the_source() -> None:
    queue = resource("aws:sqs/queue:Queue", "orders", visibilityTimeoutSeconds=50_000)

    assert [*violations(queue)] == [
        "orders (aws:sqs/queue:Queue): visibilityTimeoutSeconds is 50000; the AWS provider takes "
        "0 to 43200 (sqs/queue.go)"
    ]


def test_a_value_in_a_list_is_named_by_its_place() -> None:
    targets = {"arn": "arn:aws:sns:us-east-1:123456789012:t"}
    alarm = resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm", "late", metricName="Age", namespace="A/B",
        comparisonOperator="GreaterThanThreshold", evaluationPeriods=1,
        alarmActions=[targets["arn"], "topic"],
    )  # fmt: skip

    (said,) = violations(alarm)
    assert "alarmActions[1] is 'topic'; the AWS provider takes an ARN" in said


@pytest.mark.parametrize(
    ("resource_type", "characters", "key"),
    [
        ("aws:cloudwatch/eventTarget:EventTarget", 56, "targetId"),
        ("aws:cloudwatch/eventRule:EventRule", 56, "name"),
        ("aws:lambda/permission:Permission", 92, "statementId"),
        ("aws:sqs/queue:Queue", 72, "name"),
    ],
)
def test_a_name_that_is_left_to_pulumi_is_checked_with_what_pulumi_adds(
    resource_type: str, characters: int, key: str
) -> None:
    def said(length: int) -> bool:
        found = violations(resource(resource_type, "n" * length, eventPattern="{}"))
        return any(f": {key} is" in one for one in found)

    assert not said(characters)
    assert said(characters + 1)


def test_the_physical_name_of_a_plan_counts_where_it_is_known() -> None:
    short = resource("aws:iam/role:Role", "n" * 60)
    short.outputs["name"] = "n" * 60  # as pulumi:autonaming can have it

    assert [*violations(short)] == []


def test_a_prefix_leaves_the_name_to_the_provider() -> None:
    group = resource("aws:cloudwatch/logGroup:LogGroup", "n" * 600, namePrefix="/aws/states/x-")

    assert [*violations(group)] == []
