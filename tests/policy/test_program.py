"""Our own program is judged, then one thing of it is broken at a time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.plan import refused_values
from policy.rules import findings
from tests.support.broken_program import (
    Change,
    Resources,
    broken,
    named,
    with_definition,
    with_input,
    with_policy,
    without,
    without_all,
)
from tests.support.plans import stage_plan

STAGES = ("dev", "staging", "prod", "local")


def refusals_after(change: Change) -> list[str]:
    resources = broken(change)
    return [*refused_values(resources), *map(str, findings(resources, production=False))]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_of_the_program_has_no_finding(stage: str) -> None:
    assert [*map(str, stage_plan(stage).findings)] == []


def test_the_stage_of_production_tells_nobody_and_says_why() -> None:
    """A waiver, the only one: whoever runs the stage names a topic."""
    waived = stage_plan("prod").judgement.waived

    assert {finding.rule.id for finding, _ in waived} == {"alarm-has-topic"}
    assert {name for stage in STAGES[:2] for name in stage_plan(stage).judgement.waived} == set()


BREAKAGES: dict[str, tuple[Change, str]] = {
    "a policy that is no JSON": (
        with_input("checkout-charge-payment-policy", "policy", "no JSON"),
        "policy is 'no JSON'; the AWS provider takes a JSON object (iam/role_policy.go)"),
    "a value that the provider does not take": (
        with_input("notifier-push-queue", "messageRetentionSeconds", 1_209_601),
        "messageRetentionSeconds is 1209601; the AWS provider takes 60 to 1209600"),
    "no permission for a WebSocket route": (
        without("notifier-resume-permission"), "notifier-resume-route: API Gateway may not invoke"),
    "no permission for an HTTP route": (
        without("checkout-post-checkout-permission"), "for route 'POST /checkout'"),
    "a permission for another route": (
        with_input("checkout-get-products-permission", "sourceArn", "arn:x/*/GET/other"),
        "for route 'GET /products'"),
    "no permission for the authorizer": (
        without("notifier-authorizer-permission"), "may not invoke the authorizer"),
    "a wildcard policy": (
        with_policy("notifier-push-event-policy", lambda s: s[1].update(Resource="*")),
        "it allows dynamodb:Query on '*', so on every such resource"),
    "a saga that may not invoke its functions": (
        with_policy("checkout-saga-policy", lambda s: s[0]["Resource"].pop(0)),
        "its role may not invoke"),
    "a saga that may not send to its queue": (
        with_policy("checkout-saga-policy", lambda s: s.pop(1)), "its role may not send to"),
    "a definition that leads nowhere": (
        with_definition(lambda d: d["States"]["ReserveStock"].update(Next="Nowhere")),
        "leads to 'Nowhere', which does not exist"),
    "a route to no integration": (
        with_input("notifier-ping-route", "target", "integrations/none"), "is no integration"),
    "an integration without a route": (
        without("notifier-disconnect-route"), "notifier-disconnect-integration: no route"),
    "a two-way route without its response": (
        without("notifier-ping-route-response"), "two-way routes need"),
    "a JWT authorizer on a WebSocket API": (
        with_input("notifier-authorizer", "authorizerType", "JWT"), "REQUEST authorizers only"),
    "an authorizer on another route than $connect": (
        with_input("notifier-resume-route", "authorizationType", "CUSTOM"), "on $connect only"),
    "a CORS origin that is not of the web": (
        with_input("checkout-api", "corsConfiguration", {"allowOrigins": ["tauri://localhost"]}),
        "checkout-api: CORS takes http and https origins only, got 'tauri://localhost'"),
    "a stage that nothing is deployed to": (
        with_input("notifier-api-stage", "autoDeploy", None), "so it is empty"),
    "a deployment for a stage that deploys by itself": (
        with_input("checkout-api-stage", "deploymentId", "abc123"), "it takes no deployment_id"),
    "settings of a route that does not exist": (
        without("notifier-resume-route"), "it has settings for route 'resume'"),
    "settings of a route that may come after the stage": (
        lambda r: named(r, "notifier-api-stage").dependencies.clear(),
        "it has settings for route '$connect' and does not depend on it"),
    "access logs without the account's role": (
        without_all("notifier-api-gateway-account", "notifier-api-gateway-account-in-use"),
        "need the account's CloudWatch role"),
    "a queue that its rule may not send to": (
        without("notifier-push-queue-policy"),
        "notifier-push-target: EventBridge may not send to notifier-push-queue;"),
    "a dead-letter queue that its rule may not send to": (
        without("notifier-push-dead-letters-policy"),
        "EventBridge may not send to notifier-push-dead-letters"),
    "a queue that another rule may send to": (
        with_input("notifier-push-queue-policy", "policy", json.dumps({"Statement": []})),
        "EventBridge may not send to notifier-push-queue;"),
    "a function that may not take its queue's messages": (
        with_policy(
            "notifier-push-queued-events-policy",
            lambda s: s.remove(next(one for one in s if "sqs:ReceiveMessage" in one["Action"])),
        ),
        "lacks sqs:DeleteMessage on the event source"),
    "a stream action that knows no resource": (
        with_policy("checkout-start-saga-policy", lambda s: s[2]["Action"].append(
            "dynamodb:ListStreams")),
        "checkout-start-saga-policy: dynamodb:ListStreams has no resource-level permissions"),
    "a function that may not list the streams": (
        with_policy("checkout-start-saga-policy", lambda s: s.remove(
            {"Effect": "Allow", "Action": ["dynamodb:ListStreams"], "Resource": "*"})),
        "lacks dynamodb:ListStreams on the event source"),
    "a role with more policy than IAM takes": (
        with_policy("checkout-saga-policy", lambda s: s[0]["Resource"].extend(
            f"arn:aws:lambda:us-east-1:123456789012:function:{n:040}" for n in range(120))),
        "characters together, IAM takes 10240"),
    "two policies on one queue": (
        lambda r: named(r, "notifier-push-dead-letters-policy").inputs.update(
            queueUrl=named(r, "notifier-push-queue-policy").inputs["queueUrl"]),
        "are policies of one queue"),
    "a queue that shows a message again before its function is done": (
        with_input("notifier-push-queue", "visibilityTimeoutSeconds", 60),
        "notifier-push-queue hides a message for 60 s, less than the 120 s"),
    "a function slower than its API waits": (
        with_input("checkout-get-order-function", "timeout", 31), "longer than the 30 s"),
    "a reserved variable": (
        with_input("notifier-push-event-function", "environment",
                   {"variables": {"AWS_REGION": "x"}}), "variable name 'AWS_REGION'"),
    "a variable that is no text": (
        with_input("notifier-push-event-function", "environment", {"variables": {"TTL": 3}}),
        "TTL must be a text"),
}  # fmt: skip


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_program_is_refused_for_exactly_that(breakage: str) -> None:
    change, says = BREAKAGES[breakage]

    refusals = refusals_after(change)

    assert any(says in refusal for refusal in refusals), refusals


QUEUE_POLICY = "notifier-push-queue-policy"


def with_condition(condition: dict[str, Any]) -> Change:
    return with_policy(QUEUE_POLICY, lambda s: s[0].update(Condition=condition))


def arn_of(name: str) -> str:
    return str(named(stage_plan("dev").resources, name).outputs["arn"])


@pytest.mark.parametrize("operator", ["ArnEquals", "ArnLike", "StringEquals", "StringLike"])
def test_a_queue_that_another_rule_may_send_to_is_refused(operator: str) -> None:
    other = {operator: {"aws:SourceArn": "arn:aws:events:us-east-1:000000000000:rule/other"}}

    (refusal,) = refusals_after(with_condition(other))

    assert "EventBridge may not send to notifier-push-queue;" in refusal


def slow_function(resources: Resources) -> None:
    function = named(resources, "checkout-announce-outcome-function")
    function.inputs["timeout"] = 60
    del function.outputs["invokeArn"]


EQUIVALENTS: dict[str, Change] = {
    "a condition with a pattern that covers the rule": lambda r: with_condition(
        {"ArnLike": {"aws:SourceArn": arn_of("notifier-push-rule")[:-3] + "*"}}
    )(r),
    "an action with a wildcard in a queue's policy": with_policy(
        QUEUE_POLICY, lambda s: s[0].update(Action="sqs:*")
    ),
    "an action with a wildcard in a function's policy": with_policy(
        "notifier-push-queued-events-policy", lambda s: s[-1].update(Action="SQS:*")
    ),
    "a resource with a wildcard in a function's policy": with_policy(
        "notifier-push-queued-events-policy",
        lambda s: s[-1].update(Resource=arn_of("notifier-push-queue")[:-3] + "*"),
    ),
    "an action with a wildcard in a saga's policy": with_policy(
        "checkout-saga-policy", lambda s: s.__setitem__(0, {**s[0], "Action": "lambda:*"})
    ),
    "a slow function without invokeArn beside an integration without a URI": slow_function,
}


@pytest.mark.parametrize("equivalent", EQUIVALENTS)
def test_a_program_that_works_is_not_refused(equivalent: str) -> None:
    wild = "[no-wildcard-action]"  # it works, and this project forbids it

    assert [one for one in refusals_after(EQUIVALENTS[equivalent]) if wild not in one] == []


TASK = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}


def test_a_function_inside_a_map_needs_the_permission_too() -> None:
    inner = {**TASK, "Parameters": {"FunctionName": "arn:aws:lambda:other"}}
    each = {
        "Type": "Map",
        "ItemProcessor": {"StartAt": "Each", "States": {"Each": inner}},
        "Next": "ChargePayment",
    }

    refusals = refusals_after(
        with_definition(lambda d: d.update(StartAt="All") or d["States"].update(All=each))
    )

    assert any("may not invoke arn:aws:lambda:other, which state 'Each'" in r for r in refusals)
