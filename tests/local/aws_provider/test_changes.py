"""Two records are compared as the provider does: equal things are silent, the rest has a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.aws_provider import (
    Kind,
    RecordedProgram,
    RecordedResource,
    UnreadableRecordError,
    changes,
    renamed,
    renames,
)

TABLE, QUEUE, ROLE = "aws:dynamodb/table:Table", "aws:sqs/queue:Queue", "aws:iam/role:Role"
API, ROUTE = "aws:apigatewayv2/api:Api", "aws:apigatewayv2/route:Route"
FUNCTION = "aws:lambda/function:Function"


def urn(name: str) -> str:
    return f"urn:pulumi:dev::shop::{name}"


def program(**resources: RecordedResource) -> RecordedProgram:
    return RecordedProgram({urn(name): one for name, one in resources.items()})


def one(resource_type: str, **inputs: Any) -> RecordedResource:
    return RecordedResource(resource_type, inputs)


def said(before: RecordedProgram, after: RecordedProgram) -> list[tuple[str, str, str, bool]]:
    return [
        (change.kind.name, change.name, change.why, change.loses_data)
        for change in changes(before, after)
    ]


def between(before: RecordedResource, after: RecordedResource) -> list[tuple[str, str, str, bool]]:
    return said(program(it=before), program(it=after))


def test_an_equal_program_changes_nothing() -> None:
    same = program(orders=one(TABLE, hashKey="id"), jobs=one(QUEUE))
    assert changes(same, RecordedProgram.from_json(same.to_json())) == []


def test_another_key_replaces_a_table_and_its_rows_are_lost() -> None:
    found = between(one(TABLE, hashKey="id"), one(TABLE, hashKey="orderId"))
    assert found == [("REPLACE", "it", "hashKey changes (dynamodb/table.go)", True)]


def test_another_time_to_live_updates_a_table() -> None:
    found = between(one(TABLE, ttl={"enabled": False}), one(TABLE, ttl={"enabled": True}))
    assert found == [("UPDATE", "it", "ttl changes", False)]


@pytest.mark.parametrize(
    ("resource_type", "before", "after"),
    [
        (TABLE, {"deletionProtectionEnabled": False}, {}),
        (TABLE, {"billingMode": "PROVISIONED", "tags": None}, {"globalSecondaryIndexes": []}),
        (
            TABLE,
            {"attributes": [{"name": "a", "type": "S"}, {"name": "b", "type": "S"}]},
            {"attributes": [{"type": "S", "name": "b"}, {"type": "S", "name": "a"}]},
        ),
        (QUEUE, {"visibilityTimeoutSeconds": 30}, {}),
        (QUEUE, {"redrivePolicy": '{"a": 1, "b": 2}'}, {"redrivePolicy": '{"b":2,"a":1}'}),
        (
            ROLE,
            {"assumeRolePolicy": '{"Statement": [{"Action": ["b", "a"]}]}'},
            {"assumeRolePolicy": '{"Statement": {"Action": ["a", "b"]}}'},
        ),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", {"actionsEnabled": True}, {}),
    ],
    ids=str,
)
def test_what_the_provider_takes_for_equal_is_silent(
    resource_type: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert between(one(resource_type, **before), one(resource_type, **after)) == []


@pytest.mark.parametrize(
    ("resource_type", "before", "after"),
    [
        ("aws:cloudwatch/metricAlarm:MetricAlarm", {"actionsEnabled": False}, {}),
        (FUNCTION, {"environment": {"variables": {"LEVEL": ""}}}, {"environment": {}}),
        (FUNCTION, {"layers": ["a", "b"]}, {"layers": ["b", "a"]}),
        (
            "aws:cloudwatch/dashboard:Dashboard",
            {"dashboardBody": "[1, 2]"},
            {"dashboardBody": "[2, 1]"},
        ),
        (FUNCTION, {"code": {"archive": "sha256:1"}}, {"code": {"archive": "sha256:2"}}),
    ],
    ids=str,
)
def test_what_only_looks_equal_is_an_update(
    resource_type: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    ((kind, *_),) = between(one(resource_type, **before), one(resource_type, **after))
    assert kind == "UPDATE"


def test_a_replacing_property_inside_an_object_counts_when_the_object_comes_or_goes() -> None:
    pool = "aws:cognito/userPool:UserPool"
    sensitive = one(pool, usernameConfiguration={"caseSensitive": True})

    ((kind, _, why, lost),) = between(one(pool), sensitive)
    assert (kind, why, lost) == (
        "REPLACE", "usernameConfiguration changes (cognitoidp/user_pool.go)", True)  # fmt: skip


def test_what_is_made_of_a_replaced_resource_is_replaced_or_updated_too() -> None:
    def routed(protocol: str) -> RecordedProgram:
        return program(
            api=one(API, protocolType=protocol),
            route=RecordedResource(ROUTE, {"apiId": "{api}"}, {"apiId": (urn("api"),)}),
            policy=RecordedResource(
                FUNCTION, {"environment": "{api}"}, {"environment": (urn("api"),)}
            ),
            answer=RecordedResource(
                "aws:apigatewayv2/routeResponse:RouteResponse",
                {"routeId": "{route}"},
                {"routeId": (urn("route"),)},
            ),
        )

    assert [(kind, name) for kind, name, *_ in said(routed("HTTP"), routed("WEBSOCKET"))] == [
        ("REPLACE", "answer"), ("REPLACE", "api"), ("REPLACE", "route"), ("UPDATE", "policy"),
    ]  # fmt: skip


def test_a_resource_that_goes_is_deleted_and_a_new_one_is_created_the_lost_rows_first() -> None:
    found = said(program(a=one(QUEUE), z=one(ROLE)), program(b=one(TABLE, hashKey="id")))
    assert [(kind, name, lost) for kind, name, _, lost in found] == [
        ("DELETE", "a", True), ("DELETE", "z", False), ("CREATE", "b", False),
    ]  # fmt: skip


def test_a_renamed_resource_is_the_same_one_if_an_alias_says_so() -> None:
    before = program(old=one(TABLE, hashKey="id"))
    after = program(new=RecordedResource(TABLE, {"hashKey": "id"}, aliases=(urn("old"),)))

    assert changes(before, after) == []
    assert [kind for kind, *_ in said(before, program(new=one(TABLE, hashKey="id")))] == [
        "DELETE", "CREATE",
    ]  # fmt: skip


def test_what_is_made_of_a_renamed_resource_comes_from_its_new_name() -> None:
    """Its placeholder is renamed, and its URN among the sources."""
    role = RecordedResource("aws:sfn/stateMachine:StateMachine", {"roleArn": "{old}"},
                            {"roleArn": (urn("old"),)})  # fmt: skip
    before = program(old=one(ROLE), machine=role)
    after = program(new=RecordedResource(ROLE, {}, aliases=(urn("old"),)), machine=role)

    moved = renamed(before, renames(before, after)).resources[urn("machine")]

    assert moved.inputs == {"roleArn": "{new}"}
    assert moved.sources == {"roleArn": (urn("new"),)}


def test_an_alias_of_a_resource_that_is_still_there_means_nothing() -> None:
    same = program(old=one(QUEUE))
    both = program(old=one(QUEUE), new=RecordedResource(QUEUE, {}, aliases=(urn("old"),)))

    assert [(kind, name) for kind, name, *_ in said(same, both)] == [("CREATE", "new")]


def test_a_type_without_rules_says_that_a_replacement_is_not_known() -> None:
    found = between(one("aws:sns/topic:Topic", name="a"), one("aws:sns/topic:Topic", name="b"))
    assert found[0][0] == "UPDATE"
    assert "is not known" in found[0][2]


def test_the_worst_comes_first() -> None:
    assert [*Kind] == [Kind.REPLACE, Kind.DELETE, Kind.UPDATE, Kind.CREATE]


def test_a_record_keeps_types_inputs_and_sources() -> None:
    before = program(it=RecordedResource(TABLE, {"ttl": {"enabled": True}}, {"name": (urn("x"),)}))
    after = RecordedProgram.from_json(before.to_json())
    assert after == before
    assert json.loads(before.to_json())["format"] == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1, "resources": {"a": {}}}'])
def test_a_text_that_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(UnreadableRecordError, match="no recorded program"):
        RecordedProgram.from_json(text)


def test_a_record_of_another_format_is_refused() -> None:
    with pytest.raises(UnreadableRecordError, match="has format 2, and 1 is read here"):
        RecordedProgram.from_json('{"format": 2, "resources": {}}')
