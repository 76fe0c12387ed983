"""The ways in which API Gateway may come to a function, as AWS's documents show them."""

from __future__ import annotations

from typing import Any

import pytest

from local.program import RegisteredResource
from policy.rules import findings
from tests.policy.cases import made
from tests.policy.cases_by_rule import RULE

API_ARN = "arn:aws:execute-api:eu-west-1:123456789012:a1"
NAMES_SOURCE = "permission-names-source"
NOT_ALLOWED = (
    "API Gateway may not invoke things for route 'GET /things', which needs the source_arn "
    "<execution arn>/*/GET/things"
)


def program(
    permission: dict[str, Any] | None,
    *,
    uri: str = "invoke",
    stages: tuple[str, ...] = ("live",),
    protocol: str = "HTTP",
    timeout: int = 3,
    **integration: str,
) -> list[RegisteredResource]:
    api = made("Api", {"protocolType": protocol}, "api")
    api.outputs["executionArn"] = API_ARN
    of_api = {"apiId": api.outputs["id"]}
    function = made("Function", {"timeout": timeout}, "things")
    function.outputs["invokeArn"] = "invoke"
    allowed = {"function": "things", "principal": "apigateway.amazonaws.com",
               "action": "lambda:InvokeFunction"}  # fmt: skip
    resources = [
        api, function,
        made("Integration", {**of_api, "integrationUri": uri, **integration}, "to"),
        made("Route", {**of_api, "routeKey": "GET /things", "target": "integrations/to-id"}),
        *(made("Stage", {**of_api, "name": name}, name) for name in stages),
    ]  # fmt: skip
    return resources + ([made("Permission", allowed | permission)] if permission else [])


def said(resources: list[RegisteredResource], rule: str = "route-may-invoke-function") -> list[str]:
    return [one.problem for one in findings(resources, production=False, rules=[RULE[rule]])]


@pytest.mark.parametrize(
    "permission",
    [
        {"sourceArn": f"{API_ARN}/*/*"},
        {"sourceArn": f"{API_ARN}/*/GET/things"},
        {"sourceArn": f"{API_ARN}/live/GET/things"},
        {"sourceArn": f"{API_ARN}/*", "action": "lambda:*"},
        {"sourceArn": f"{API_ARN}/*", "action": "Lambda:invokeFunction"},
    ],
)
def test_a_permission_covers_the_route(permission: dict[str, Any]) -> None:
    assert said(program(permission)) == []


@pytest.mark.parametrize(
    "permission",
    [
        None,
        {"sourceArn": f"{API_ARN}/*/POST/things"},
        {"sourceArn": f"{API_ARN}/test/GET/things"},
        {"sourceArn": f"{API_ARN}/*", "action": "lambda:GetFunction"},
    ],
)
def test_a_permission_for_something_else_does_not(permission: dict[str, Any] | None) -> None:
    assert said(program(permission)) == [NOT_ALLOWED]


def test_each_stage_of_the_api_needs_the_permission() -> None:
    of_one = {"sourceArn": f"{API_ARN}/live/*"}

    assert said(program(of_one, stages=("live", "$default"))) == [NOT_ALLOWED]
    assert said(program({"sourceArn": f"{API_ARN}/$default/*"}, stages=("$default",))) == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ({"sourceAccount": "123456789012"}, []),
        ({"sourceArn": "arn:aws:s3:::b", "sourceAccount": "123456789012"}, []),
        ({"sourceArn": "arn:aws:events:r:123456789012:rule/x"}, []),
        ({"sourceArn": "arn:aws:s3:::b"}, ["the ARN arn:aws:s3:::b names no account, and its name "
                                           "may come to another one"]),
        ({"sourceArn": "arn:aws:events:r:*:rule/x"}, ["every account"]),
        ({"sourceArn": "*"}, ["every account"]),
        ({}, ["every account"]),
    ],
)  # fmt: skip
def test_a_service_may_invoke_for_a_named_account(source: dict[str, str], says: list[str]) -> None:
    found = said([made("Permission", {"principal": "s3.amazonaws.com", **source})], NAMES_SOURCE)

    assert len(found) == len(says)
    assert all(part in one for part, one in zip(says, found, strict=True))


def test_with_credentials_api_gateway_needs_no_permission() -> None:
    assert said(program(None, credentialsArn="arn:aws:iam::123456789012:role/caller")) == []


def test_an_authorizer_with_credentials_needs_no_permission() -> None:
    authorizer = made("Authorizer", {"apiId": "api-id", "authorizerUri": "invoke"})
    resources = [*program({"sourceArn": f"{API_ARN}/*/GET/*"}), authorizer]

    assert len(said(resources, "authorizer-may-be-invoked")) == 1
    authorizer.inputs["authorizerCredentialsArn"] = "arn:aws:iam::123456789012:role/caller"
    assert said(resources, "authorizer-may-be-invoked") == []


def test_an_http_api_may_name_the_function_by_its_arn() -> None:
    arn = made("Function", {}, "things").outputs["arn"]

    assert said(program(None, uri=arn)) == [NOT_ALLOWED]


@pytest.mark.parametrize(("protocol", "seconds"), [("HTTP", 30), ("WEBSOCKET", 29)])
def test_a_function_may_take_as_long_as_its_api_waits(protocol: str, seconds: int) -> None:
    def slower(timeout: int) -> list[str]:
        return said(program(None, protocol=protocol, timeout=timeout), "function-answers-in-time")

    assert slower(seconds) == []
    assert slower(seconds + 1) == [
        f"its timeout of {seconds + 1} s is longer than the {seconds} s that API Gateway waits"
    ]
