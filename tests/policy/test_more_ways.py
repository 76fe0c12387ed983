"""Other ways to be wrong than a rule's case, and what looks wrong and is right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.program import RegisteredResource
from policy.rules import TYPES, findings
from tests.policy.cases import document, made
from tests.policy.cases_alone import ACCOUNT, DEFINITION, MANAGED, origins
from tests.policy.cases_by_rule import RULE

TTL = {"attributeName": "expiresAt", "enabled": True}
BILLED = {"billingMode": "PAY_PER_REQUEST"}
CLASSES = {"requireLowercase": True, "requireUppercase": True, "requireNumbers": True,
           "requireSymbols": True}  # fmt: skip
ASSUME = {"Action": "sts:AssumeRole", "Resource": []}
CLEAR = {"Bool": {"aws:SecureTransport": "true"}}
OWN = {"ArnLike": {"aws:SourceArn": "arn:aws:events:r:a:rule/x"}}
ON_FUNCTION = {"authorizationType": "AWS_IAM"}

WRONG: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("no-wildcard-action", "RolePolicy", {"policy": document(Action="*")}, "it allows '*'"),
    ("no-wildcard-action", "Role",
     {"inlinePolicies": [{"policy": document(Action="sqs:*")}]}, "it allows 'sqs:*'"),
    ("no-wildcard-action", "Queue", {"policy": document(Action="sqs:*")}, "it allows 'sqs:*'"),
    ("no-public-principal", "Queue",
     {"policy": document(Principal="*")}, "everybody may do sqs:SendMessage"),
    ("no-wildcard-resource", "RolePolicy",
     {"policy": document(Action="dynamodb:GetItem", Resource="arn:aws:dynamodb:r:a:table/*")},
     "it allows dynamodb:GetItem on 'arn:aws:dynamodb:r:a:table/*'"),
    ("no-wildcard-resource", "RolePolicy",
     {"policy": document(Resource=["arn:aws:sqs:r:a:*"])}, "on 'arn:aws:sqs:r:a:*', so on every"),
    ("no-grant-of-all-but", "RolePolicy",
     {"policy": json.dumps({"Statement": {"Effect": "Allow", "NotAction": "iam:*"}})},
     "all but some by NotAction"),
    ("no-grant-of-all-but", "QueuePolicy",
     {"policy": document(NotPrincipal={"AWS": "x"})}, "all but some by NotPrincipal"),
    ("no-public-principal", "Role",
     {"assumeRolePolicy": document(Principal="*", **ASSUME)}, "everybody may do sts:AssumeRole"),
    ("no-public-principal", "QueuePolicy",
     {"policy": document(Principal="*", Condition=CLEAR)}, "everybody may do sqs:SendMessage"),
    ("no-public-principal", "EventBusPolicy", {"principal": "*"}, "every AWS account may use it"),
    ("role-trusts-no-account", "Role",
     {"assumeRolePolicy": document(Principal={"AWS": "123456789012"}, **ASSUME)},
     "whoever the account 123456789012 lets may assume the role"),
    ("no-full-access-policy", "Role",
     {"managedPolicyArns": [f"{MANAGED}AdministratorAccess"]}, "AdministratorAccess allows whole"),
    ("origin-exact", "Api", origins("*"), "pages of '*'"),
    ("origin-exact", "Api", origins("https://*.example.com"), "pages of 'https://*.example.com'"),
    ("origin-exact", "FunctionUrl",
     {**ON_FUNCTION, "cors": {"allowOrigins": ["https://a.example/shop"]}},
     "no browser sends 'https://a.example/shop'"),
    ("function-environment-accepted", "Function",
     {"environment": {"variables": {"LONG": "x" * 4093}}}, "over 4096 bytes"),
    ("function-environment-accepted", "Function",
     {"environment": {"variables": {"1X": "x"}}}, "the variable name '1X'"),
    ("no-key-in-environment", "Function",
     {"environment": {"variables": {"PEM": "-----BEGIN " "PRIVATE KEY-----"}}}, "PEM holds a key"),
    ("definition-valid", "StateMachine",
     {"definition": json.dumps(DEFINITION | {"Comment": "x" * 1024 * 1024})}, "over 1048576 bytes"),
    ("definition-valid", "StateMachine", {"definition": "[]"}, "must be a JSON object, got '[]'"),
    ("table-recoverable", "Table", {**BILLED, "ttl": TTL}, "does not say whether"),
    ("table-deletion-protected", "Table",
     {**BILLED, "ttl": TTL, "pointInTimeRecovery": {"enabled": True}}, "it can be deleted"),
    ("alarm-has-topic", "Alarm",
     {"alarmActions": ["arn:aws:sns:r:a:t"], "actionsEnabled": False}, "switched off"),
    ("user-pool-passwords-strong", "UserPool",
     {"passwordPolicy": {"minimumLength": 7, **CLASSES}}, "7 characters of all classes"),
    ("api-stage-deployed", "Stage",
     {"autoDeploy": True, "deploymentId": "d"}, "it takes no deployment_id"),
    ("stream-failures-kept", "EventSourceMapping",
     {"eventSourceArn": "arn:aws:kinesis:r:a:stream/clicks"}, "lost without a trace"),
    ("large-batch-has-window", "EventSourceMapping",
     {"eventSourceArn": "arn:aws:sqs:r:a:q.fifo", "batchSize": 11,
      "maximumBatchingWindowInSeconds": 5}, "a FIFO queue gives at most 10"),
)  # fmt: skip
RIGHT: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("no-wildcard-action", "QueuePolicy",
     {"policy": document(Effect="Deny", Action="sqs:*", Principal="*")}),
    ("no-wildcard-resource", "RolePolicy",
     {"policy": document(Action="logs:PutLogEvents", Resource="arn:aws:logs:r:a:log-group:l:*")}),
    ("no-wildcard-resource", "RolePolicy",
     {"policy": document(Action="xray:PutTraceSegments", Resource="*")}),
    ("no-wildcard-resource", "RolePolicy",
     {"policy": document(Action="execute-api:ManageConnections",
                         Resource="arn:aws:execute-api:r:a:api/live/POST/@connections/*")}),
    ("no-public-principal", "QueuePolicy", {"policy": document(Principal="*", Condition=OWN)}),
    ("no-public-principal", "EventBusPolicy", {"principal": "*", "condition": {"key": "o"}}),
    ("role-trusts-no-account", "Role",
     {"assumeRolePolicy": document(Principal=ACCOUNT, Condition=OWN, **ASSUME)}),
    ("origin-exact", "Api", origins("http://localhost:5173")),
    ("table-recoverable", "Table",
     {**BILLED, "ttl": TTL, "pointInTimeRecovery": {"enabled": False}}),
    ("table-deletion-protected", "Table",
     {**BILLED, "ttl": TTL, "pointInTimeRecovery": {"enabled": False}}),
    ("user-pool-passwords-strong", "UserPool",
     {"passwordPolicy": {"minimumLength": 8, **CLASSES}}),
    ("user-pool-passwords-strong", "UserPool", {}),
    ("queue-encrypted", "Queue", {"sqsManagedSseEnabled": False, "kmsMasterKeyId": "alias/q"}),
    ("function-not-public", "Permission", {"principal": "123456789012"}),
    ("permission-names-source", "Permission",
     {"principal": "events.amazonaws.com", "sourceAccount": "123456789012"}),
    ("stream-failures-kept", "EventSourceMapping", {"eventSourceArn": "arn:aws:sqs:r:a:q"}),
    ("large-batch-has-window", "EventSourceMapping", {"eventSourceArn": "arn:aws:sqs:r:a:q"}),
    ("large-batch-has-window", "EventSourceMapping",
     {"eventSourceArn": "arn:aws:kinesis:r:a:stream/clicks", "batchSize": 100}),
    ("log-retention-set", "LogGroup", {"logGroupClass": "DELIVERY"}),
    ("access-log-structured", "Stage",
     {"accessLogSettings": {"destinationArn": "l", "format": '{"status": "$context.status"}'}}),
)  # fmt: skip


def said(rule: str, *resources: RegisteredResource) -> list[str]:
    return [str(one) for one in findings(resources, production=True, rules=[RULE[rule]])]


@pytest.mark.parametrize(("rule", "kind", "inputs", "says"), WRONG)
def test_another_way_to_be_wrong_is_found(
    rule: str, kind: str, inputs: dict[str, Any], says: str
) -> None:
    (sentence,) = said(rule, made(kind, inputs))

    assert says in sentence


@pytest.mark.parametrize(("rule", "kind", "inputs"), RIGHT)
def test_what_looks_wrong_and_is_right_is_not_found(
    rule: str, kind: str, inputs: dict[str, Any]
) -> None:
    assert TYPES[kind] in [TYPES[one] for one in RULE[rule].kinds]
    assert said(rule, made(kind, inputs)) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"accessLogSettings": {"destinationArn": "l"}},
        {"defaultRouteSettings": {"loggingLevel": "INFO"}},
        {"routeSettings": [{"routeKey": "ping", "loggingLevel": "ERROR"}]},
    ],
)
def test_each_kind_of_log_of_a_websocket_api_needs_the_role(settings: dict[str, Any]) -> None:
    api = made("Api", {"protocolType": "WEBSOCKET"}, "api")
    stage = made("Stage", {"apiId": "api-id", **settings})
    quiet = made("Stage", {"apiId": "api-id", "defaultRouteSettings": {"loggingLevel": "OFF"}})
    rule = "websocket-logs-have-role"

    assert len(said(rule, api, stage)) == 1
    assert said(rule, api, stage, made("Account", {})) == said(rule, api, quiet) == []


def test_a_stage_without_throttles_lacks_both() -> None:
    assert len(said("api-stage-throttled", made("Stage", {"autoDeploy": True}))) == 2


def test_a_table_of_fixed_capacity_may_follow_its_load() -> None:
    table = made("Table", {"billingMode": "PROVISIONED"}, "seats")

    assert said("table-scales", table, made("ScalingTarget", {"resourceId": "table/seats"})) == []
    assert len(said("table-scales", table, made("ScalingTarget", {"resourceId": "table/x"}))) == 1


def test_a_function_may_write_to_the_log_group_that_lambda_would_make() -> None:
    function = made("Function", {}, "pay")

    assert (
        said("function-has-log-group", function, made("LogGroup", {"name": "/aws/lambda/pay"}))
        == []
    )
    assert len(said("function-has-log-group", function, made("LogGroup", {"name": "logs"}))) == 1


def test_a_queue_may_hold_its_policy_itself() -> None:
    closed = document(
        Effect="Deny", Action="sqs:*", Principal="*",
        Condition={"Bool": {"aws:SecureTransport": "false"}},
    )  # fmt: skip
    queue = made("Queue", {"policy": closed})
    queue.outputs["url"] = "https://sqs/one"

    assert said("queue-tls-only", queue) == []
