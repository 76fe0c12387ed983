"""What API Gateway must be allowed to invoke: the functions of its routes and authorizers."""

from __future__ import annotations

from collections.abc import Iterator

from .documents import allows_action, covers
from .functions import is_function
from .registered import Registered
from .rule import Resource, Rule, Severity

API_GATEWAY = "apigateway.amazonaws.com"


def _route_not_allowed(route: Resource, registered: Registered) -> Iterator[str]:
    api = registered.api_of(route)
    function = _function_of_route(registered, route)
    if api is None or function is None:
        return
    key = str(route.inputs.get("routeKey"))
    method, _, path = key.partition(" ")
    called_as = [
        f"{api.outputs['executionArn']}/{stage}/{method}{path}"
        for stage in _stages_of(api, registered)
    ]
    if not all(_allowed(registered, function, one) for one in called_as):
        yield (
            f"API Gateway may not invoke {function.name} for route {key!r}, which needs the "
            f"source_arn <execution arn>/*/{method}{path}"
        )


def _stages_of(api: Resource, registered: Registered) -> list[str]:
    """The names of the API's stages; any name, where another program makes them."""
    stages = [
        one for one in registered.of_type("Stage") if one.inputs.get("apiId") == api.outputs["id"]
    ]
    return [str(one.inputs.get("name") or one.outputs["name"]) for one in stages] or ["stage"]


def _authorizer_not_allowed(authorizer: Resource, registered: Registered) -> Iterator[str]:
    api = registered.api_of(authorizer)
    function = _function_at(registered, authorizer.inputs.get("authorizerUri"))
    if api is None or function is None or authorizer.inputs.get("authorizerCredentialsArn"):
        return
    called_as = f"{api.outputs['executionArn']}/authorizers/{authorizer.outputs['id']}"
    if not _allowed(registered, function, called_as):
        yield (
            f"API Gateway may not invoke the authorizer {function.name}, which needs the "
            "source_arn <execution arn>/authorizers/<id>"
        )


def _function_of_route(registered: Registered, route: Resource) -> Resource | None:
    """The function behind the route that API Gateway invokes by a permission.

    With credentials it invokes the function as a role instead.
    """
    integration_id = str(route.inputs.get("target", "")).removeprefix("integrations/")
    integration = registered.by_id("Integration", integration_id)
    if integration is None or integration.inputs.get("credentialsArn"):
        return None
    return _function_at(registered, integration.inputs.get("integrationUri"))


def _function_at(registered: Registered, uri: str | None) -> Resource | None:
    return next((f for f in registered.of_type("Function") if is_function(uri, f)), None)


def _allowed(registered: Registered, function: Resource, called_as: str) -> bool:
    return any(
        permission.inputs.get("function") in (function.outputs["name"], function.outputs["arn"])
        and permission.inputs.get("principal") == API_GATEWAY
        and allows_action(permission.inputs.get("action"), "lambda:InvokeFunction")
        and covers(permission.inputs.get("sourceArn") or "*", called_as)
        for permission in registered.of_type("Permission")
    )


RULES = (
    Rule(
        id="route-may-invoke-function",
        severity=Severity.MANDATORY,
        holds="API Gateway may invoke the function of each route. Otherwise a request gets 500.",
        remedy="add an aws.lambda_.Permission for apigateway.amazonaws.com with that source_arn",
        kinds=("Route",),
        check=_route_not_allowed,
        source="API Gateway developer guide, Lambda integrations: permissions",
        alone=False,
    ),
    Rule(
        id="authorizer-may-be-invoked",
        severity=Severity.MANDATORY,
        holds="API Gateway may invoke the function of each authorizer.",
        remedy="add an aws.lambda_.Permission for apigateway.amazonaws.com with that source_arn",
        kinds=("Authorizer",),
        check=_authorizer_not_allowed,
        source="API Gateway developer guide, Lambda authorizers: permissions",
        alone=False,
    ),
)
