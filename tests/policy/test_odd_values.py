"""Values as programs write them: numbers and switches in texts, null, and shapes that are wrong."""

from __future__ import annotations

from typing import Any

import pytest

from local.program import RegisteredResource
from policy.rules import TYPES, findings
from policy.rules.findings import UNREADABLE
from tests.policy.cases import made
from tests.policy.cases_by_rule import CASES, RULE

CLASSES = dict.fromkeys(
    ("requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"), "true"
)
LIMITS = {"throttlingRateLimit": "100", "throttlingBurstLimit": "50"}
TTL = {"attributeName": "expiresAt", "enabled": "true"}
RIGHT: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("function-timeout-in-range", "Function", {"timeout": "30"}),
    ("function-timeout-in-range", "Function", {"timeout": None}),
    ("api-stage-throttled", "Stage", {"defaultRouteSettings": LIMITS}),
    ("api-stage-deployed", "Stage", {"autoDeploy": "true", "deploymentId": None}),
    ("user-pool-passwords-strong", "UserPool", {"passwordPolicy": {"minimumLength": "12"}}),
    ("user-pool-passwords-strong", "UserPool", {"passwordPolicy": {"minimumLength": 8, **CLASSES}}),
    ("user-pool-client-revokes-tokens", "UserPoolClient", {"enableTokenRevocation": None}),
    ("queue-encrypted", "Queue", {"sqsManagedSseEnabled": None}),
    ("log-retention-set", "LogGroup", {"retentionInDays": "14"}),
    ("alarm-has-topic", "Alarm", {"alarmActions": ["arn"], "actionsEnabled": None}),
    ("table-recoverable", "Table",
     {"ttl": TTL, "pointInTimeRecovery": {"enabled": "false"}}),
)  # fmt: skip
WRONG: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("function-timeout-in-range", "Function", {"timeout": "901"}),
    ("api-stage-deployed", "Stage", {"autoDeploy": "false"}),
    ("connect-route-authorized", "Route", {"routeKey": "$connect", "authorizationType": None}),
    ("user-pool-client-revokes-tokens", "UserPoolClient", {"enableTokenRevocation": "false"}),
    ("queue-encrypted", "Queue", {"sqsManagedSseEnabled": "false"}),
    ("log-retention-set", "LogGroup", {"retentionInDays": "0"}),
    ("alarm-has-topic", "Alarm", {"alarmActions": ["arn"], "actionsEnabled": "false"}),
    ("table-recoverable", "Table", {"pointInTimeRecovery": {"enabled": "false"}}),
    ("table-deletion-protected", "Table", {"deletionProtectionEnabled": "false"}),
    ("origin-of-the-web", "Api", {"corsConfiguration": {"allowOrigins": ["https://[shop"]}}),
    ("origin-exact", "Api", {"corsConfiguration": {"allowOrigins": "*"}}),
    ("origin-exact", "Api", {"corsConfiguration": {"allowOrigins": ["https://Shop.example.com"]}}),
    ("origin-encrypted", "Api", {"corsConfiguration": {"allowOrigins": ["HTTP://a.example"]}}),
)  # fmt: skip


def said(rule: str, *resources: RegisteredResource) -> list[str]:
    return [one.problem for one in findings(resources, production=True, rules=[RULE[rule]])]


@pytest.mark.parametrize(("rule", "kind", "inputs"), RIGHT)
def test_a_value_that_the_provider_takes_is_read(
    rule: str, kind: str, inputs: dict[str, Any]
) -> None:
    assert said(rule, made(kind, inputs)) == []


@pytest.mark.parametrize(("rule", "kind", "inputs"), WRONG)
def test_a_wrong_value_is_wrong_in_a_text_and_null_is_not_set(
    rule: str, kind: str, inputs: dict[str, Any]
) -> None:
    (sentence,) = said(rule, made(kind, inputs))

    assert UNREADABLE not in sentence


@pytest.mark.parametrize("odd", [None, [], {}, "text", 7, True, [None], [{}], {"a": None}])
@pytest.mark.parametrize("rule", CASES)
def test_no_odd_value_ends_the_command(rule: str, odd: object) -> None:
    """The list of an object among them: other tools write one where Pulumi has an object."""
    kinds = [TYPES[kind] for kind in RULE[rule].kinds]
    for number, resource in enumerate(CASES[rule].failing):
        for key in resource.inputs if resource.type in kinds else ():
            changed = [*CASES[rule].failing]
            inputs = {**resource.inputs, key: odd}
            changed[number] = made("Queue", inputs, resource.name)
            changed[number].type = resource.type
            changed[number].outputs = resource.outputs
            said(rule, *changed)


def test_a_shape_that_no_rule_can_read_is_a_finding() -> None:
    (odd,) = said("origin-exact", made("Api", {"corsConfiguration": ["https://a.example"]}))

    assert odd.startswith(f"{UNREADABLE} (AttributeError in origins.py, line ")
    assert "a.example" not in odd
