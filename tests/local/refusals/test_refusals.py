"""What would not work on AWS is refused here: the real program, then one thing broken at a time."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest

from local.plan import plan_stage
from local.program import RegisteredResource
from local.refusals import find_refusals
from local.refusals.states_language import definition_problems
from tests.support.repository import REPO_ROOT

Resources = list[RegisteredResource]


@lru_cache
def registered() -> tuple[RegisteredResource, ...]:
    return tuple(plan_stage(REPO_ROOT, "dev").resources)


def named(resources: Resources, name: str) -> RegisteredResource:
    (found,) = [resource for resource in resources if resource.name == name]
    return found


def without(name: str) -> Callable[[Resources], None]:
    return lambda resources: resources.remove(named(resources, name))


def without_all(*names: str) -> Callable[[Resources], None]:
    def change(resources: Resources) -> None:
        for name in names:
            without(name)(resources)

    return change


def with_input(name: str, key: str, value: Any) -> Callable[[Resources], None]:
    return lambda resources: named(resources, name).inputs.update({key: value})


def with_policy(name: str, change: Callable[[list[Any]], None]) -> Callable[[Resources], None]:
    def apply(resources: Resources) -> None:
        policy = named(resources, name)
        document = json.loads(policy.inputs["policy"])
        change(document["Statement"])
        policy.inputs["policy"] = json.dumps(document)

    return apply


def with_definition(change: Callable[[dict[str, Any]], None]) -> Callable[[Resources], None]:
    def apply(resources: Resources) -> None:
        machine = named(resources, "checkout-saga-machine")
        definition = json.loads(machine.inputs["definition"])
        change(definition)
        machine.inputs["definition"] = json.dumps(definition)

    return apply


def refusals_after(change: Callable[[Resources], None]) -> list[str]:
    resources = copy.deepcopy(list(registered()))
    change(resources)
    return find_refusals(resources)


def test_the_program_itself_is_not_refused() -> None:
    assert find_refusals(registered()) == []


BREAKAGES: dict[str, tuple[Callable[[Resources], None], str]] = {
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
        "Resource '*' for dynamodb:Query"),
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
        with_input("checkout-get-order-function", "timeout", 30), "longer than the 29 s"),
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


def with_condition(condition: dict[str, Any]) -> Callable[[Resources], None]:
    return with_policy(QUEUE_POLICY, lambda s: s[0].update(Condition=condition))


def arn_of(name: str) -> str:
    return str(named(list(registered()), name).outputs["arn"])


@pytest.mark.parametrize("operator", ["ArnEquals", "ArnLike", "StringEquals", "StringLike"])
def test_a_queue_that_another_rule_may_send_to_is_refused(operator: str) -> None:
    other = {operator: {"aws:SourceArn": "arn:aws:events:us-east-1:000000000000:rule/other"}}

    (refusal,) = refusals_after(with_condition(other))

    assert "EventBridge may not send to notifier-push-queue;" in refusal


def slow_function(resources: Resources) -> None:
    function = named(resources, "checkout-charge-payment-function")
    function.inputs["timeout"] = 60
    del function.outputs["invokeArn"]


EQUIVALENTS: dict[str, Callable[[Resources], None]] = {
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
    assert refusals_after(EQUIVALENTS[equivalent]) == []


TASK = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}


@pytest.mark.parametrize(
    ("states", "says"),
    [
        ({"A": {"Type": "Tusk"}}, "unknown Type 'Tusk'"),
        ({"B": TASK}, "StartAt 'A' names no state"),
        ({"A": TASK, "B": TASK}, "state 'B' is never reached"),
        ({"A": {**TASK, "Next": "A"}}, "needs either Next or End"),
        ({"A": {"Type": "Succeed", "ResultPath": "$"}}, "'ResultPath', which a Succeed state"),
        ({"A": {**TASK, "Retry": [{"ErrorEquals": ["X"], "JitterStrategy": "HALF"}]}}, "Jitter"),
        ({"A": {**TASK, "Retry": [{"ErrorEquals": ["X"], "BackoffRate": 0.5}]}}, "BackoffRate"),
        ({"A": {**TASK, "Retry": [{"ErrorEquals": ["X", "States.ALL"]}]}}, "stand alone"),
        (
            {
                "A": {
                    "Type": "Parallel",
                    "End": True,
                    "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Tusk"}}}],
                }
            },
            "in 'A': state 'B' has the unknown Type 'Tusk'",
        ),
        (
            {
                "A": {
                    "Type": "Map",
                    "End": True,
                    "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Tusk"}}},
                }
            },
            "in 'A': state 'B' has the unknown Type 'Tusk'",
        ),
        ({"A": {"Type": "Succeed", "Assign": {"x": 1}}}, "'Assign', which a Succeed state"),
        ({"A": {**TASK, "Retry": [{"ErrorEquals": ["X"], "MaxDelaySeconds": 1}]}}, "MaxDelay"),
    ],
)
def test_an_invalid_definition_is_described(states: dict[str, Any], says: str) -> None:
    problems = list(definition_problems({"StartAt": "A", "States": states}))

    assert any(says in problem for problem in problems), problems


@pytest.mark.parametrize("field", [{"Type": "Pass"}, {"Type": "Wait", "Seconds": 1}, TASK])
def test_a_state_may_assign_variables(field: dict[str, Any]) -> None:
    states = {"A": {**field, "Assign": {"x": 1}, "End": True}}

    assert list(definition_problems({"StartAt": "A", "States": states})) == []


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
