"""What a policy document opens, in each way to write it."""

from __future__ import annotations

from typing import Any

import pytest

from policy.rules import findings
from tests.policy.cases import document, made
from tests.policy.cases_alone import MANAGED
from tests.policy.cases_by_rule import RULE

OF_ACCOUNT = "arn:aws:sns:eu-west-1:123456789012:topic"


def said(rule: str, kind: str, inputs: dict[str, Any]) -> list[str]:
    found = findings([made(kind, inputs)], production=False, rules=[RULE[rule]])
    return [one.problem for one in found]


@pytest.mark.parametrize(
    "action",
    [
        "ec2:CreateNetworkInterface",  # a function in a VPC
        "ec2:DescribeNetworkInterfaces",
        "ecr:GetAuthorizationToken",
        "XRay:putTraceSegments",
        "cloudwatch:putMetricData",
        "sts:GetCallerIdentity",
    ],
)
def test_an_action_that_takes_no_resource_may_have_all_of_them(action: str) -> None:
    policy = {"policy": document(Action=action, Resource="*")}

    assert said("no-wildcard-resource", "RolePolicy", policy) == []


def test_on_an_arn_such_an_action_grants_nothing_in_any_case() -> None:
    policy = {"policy": document(Action="CloudWatch:putMetricData")}

    assert len(said("grant-has-effect", "RolePolicy", policy)) == 1


@pytest.mark.parametrize(
    "resource",
    [
        "*", "**", "?*", "arn:aws:s3:::*", "arn:aws:s3:::*/*", "arn:aws:dynamodb:*", "arn:aws:*",
        "arn:aws:dynamodb:r:a:table/*/index/*", "arn:aws:lambda:r:a:function:*:*",
        "arn:aws:logs:r:a:log-group:*:*", "arn:aws:execute-api:r:a:*/*", "arn:aws:kms:r:a:alias/*",
    ],
)  # fmt: skip
def test_every_resource_of_a_kind_is_found(resource: str) -> None:
    policy = {"policy": document(Action="dynamodb:GetItem", Resource=resource)}

    assert said("no-wildcard-resource", "RolePolicy", policy) == [
        f"it allows dynamodb:GetItem on {resource!r}, so on every such resource"
    ]


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws:s3:::bucket/*", "arn:aws:dynamodb:r:a:table/orders/index/*",
        "arn:aws:lambda:r:a:function:pay:*", "arn:aws:logs:r:a:log-group:/aws/lambda/*:*",
        "arn:aws:execute-api:r:a:api/*", "arn:aws:sqs:r:a:shop-*",
    ],
)  # fmt: skip
def test_what_is_below_a_named_resource_is_not(resource: str) -> None:
    policy = {"policy": document(Action="dynamodb:GetItem", Resource=resource)}

    assert said("no-wildcard-resource", "RolePolicy", policy) == []


@pytest.mark.parametrize("kind", ["RolePolicy", "UserPolicy", "GroupPolicy", "Policy"])
def test_policies_of_users_and_groups_are_read_like_those_of_roles(kind: str) -> None:
    policy = {"policy": document(Action="sqs:*", Resource="*")}

    assert len(said("no-wildcard-action", kind, policy)) == 1
    assert len(said("no-wildcard-resource", kind, policy)) == 1


@pytest.mark.parametrize(
    "kind",
    ["RolePolicyAttachment", "UserPolicyAttachment", "GroupPolicyAttachment", "PolicyAttachment"],
)
def test_whoever_gets_a_policy_of_full_access_is_found(kind: str) -> None:
    for name in ("AdministratorAccess", "AdministratorAccess-Amplify", "AWSLambda_FullAccess"):
        assert len(said("no-full-access-policy", kind, {"policyArn": f"{MANAGED}{name}"})) == 1


@pytest.mark.parametrize(
    "condition",
    [
        {"ArnLike": {"aws:SourceArn": OF_ACCOUNT}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:123456789012:*"}},
        {"ArnEquals": {"AWS:sourcearn": ["arn:aws:s3:::bucket"]}},
        {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:SourceAccount": "1"}},
    ],
)
def test_everybody_under_a_condition_that_says_who_is_somebody(condition: dict[str, Any]) -> None:
    policy = {"policy": document(Principal={"AWS": "*"}, Condition=condition)}

    assert said("no-public-principal", "QueuePolicy", policy) == []


@pytest.mark.parametrize(
    "condition",
    [
        {"ArnLike": {"aws:SourceArn": "*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
        {"ArnLike": {"aws:SourceArn": [OF_ACCOUNT, "*"]}},
        {"ArnNotEquals": {"aws:SourceArn": OF_ACCOUNT}},
        {"StringNotEquals": {"aws:SourceAccount": "123456789012"}},
        {"StringEqualsIfExists": {"aws:SourceAccount": "123456789012"}},
        {"Null": {"aws:SourceArn": "false"}},
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
        {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
    ],
)
def test_a_condition_that_everybody_can_meet_says_nobody(condition: dict[str, Any]) -> None:
    policy = {"policy": document(Principal={"AWS": "*"}, Condition=condition)}

    assert said("no-public-principal", "QueuePolicy", policy) == [
        "everybody may do sqs:SendMessage"
    ]


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["1", "*"]}, {"Service": "*"}])
def test_everybody_is_found_however_it_is_written(principal: object) -> None:
    policy = {"policy": document(Principal=principal)}

    assert len(said("no-public-principal", "EventBusPolicy", policy)) == 1


def test_a_whole_account_may_not_assume_a_role_without_a_condition() -> None:
    trust = document(Principal={"AWS": "123456789012"}, Action="sts:AssumeRole", Resource=[])

    assert said("role-trusts-no-account", "Role", {"assumeRolePolicy": trust}) == [
        "whoever the account 123456789012 lets may assume the role"
    ]
