"""Where a role's permissions come from: its own policies, attached ones, and those of others."""

from __future__ import annotations

import pytest

from local.program import RegisteredResource
from policy.rules import findings
from tests.policy.cases import document, made
from tests.policy.cases_alone import MANAGED
from tests.policy.cases_by_rule import RULE

NEEDED = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:jobs"
ALLOWED = document(Action=NEEDED, Resource=QUEUE)
ROLE = made("Role", {}, "worker-role")
FUNCTION = made("Function", {"role": ROLE.outputs["arn"]}, "worker")
SOURCE = made(
    "EventSourceMapping", {"eventSourceArn": QUEUE, "functionName": FUNCTION.outputs["arn"]}
)
LACKS = "the role of worker lacks sqs:DeleteMessage on the event source"
ON_ROLE = {"role": ROLE.outputs["name"]}


def said(*resources: RegisteredResource) -> list[str]:
    rule = RULE["event-source-role-allows"]
    return [one.problem for one in findings(resources, production=True, rules=[rule])]


MINE = made("Policy", {"policy": ALLOWED}, "mine")
THEIRS = f"{MANAGED}service-role/AWSLambdaSQSQueueExecutionRole"
GRANTS: dict[str, list[RegisteredResource]] = {
    "an inline policy": [ROLE, made("RolePolicy", {**ON_ROLE, "policy": ALLOWED})],
    "an inline policy in the role": [
        made("Role", {"inlinePolicies": [{"name": "p", "policy": ALLOWED}]}, "worker-role")],
    "a policy of the program, attached": [
        ROLE, MINE, made("RolePolicyAttachment", {**ON_ROLE, "policyArn": MINE.outputs["arn"]})],
    "a policy of the program, attached to a list of roles": [
        ROLE, MINE,
        made("PolicyAttachment",
             {"roles": [ROLE.outputs["name"]], "policyArn": MINE.outputs["arn"]})],
}  # fmt: skip
CANNOT_TELL: dict[str, list[RegisteredResource]] = {
    "a policy of AWS": [ROLE, made("RolePolicyAttachment", {**ON_ROLE, "policyArn": THEIRS})],
    "a policy of AWS, named by the role": [
        made("Role", {"managedPolicyArns": [THEIRS]}, "worker-role")],
    "a role of another program": [],
}  # fmt: skip


@pytest.mark.parametrize("grant", GRANTS)
def test_a_permission_may_come_from(grant: str) -> None:
    assert said(SOURCE, FUNCTION, *GRANTS[grant]) == []


@pytest.mark.parametrize("grant", CANNOT_TELL)
def test_a_rule_is_silent_where_the_permissions_may_come_from(grant: str) -> None:
    assert said(SOURCE, FUNCTION, *CANNOT_TELL[grant]) == []


def test_a_policy_of_the_program_that_allows_something_else_is_not_enough() -> None:
    other = made("Policy", {"policy": document()}, "mine")
    attached = made("RolePolicyAttachment", {**ON_ROLE, "policyArn": other.outputs["arn"]})

    assert said(SOURCE, FUNCTION, ROLE, other, attached) == [LACKS]
    assert said(SOURCE, FUNCTION, ROLE) == [LACKS]


def test_the_partition_of_a_region_does_not_matter() -> None:
    far = made(
        "EventSourceMapping",
        {"eventSourceArn": QUEUE.replace("aws", "aws-cn"), "functionName": "worker"},
    )

    assert said(far, FUNCTION, ROLE) == [LACKS]
