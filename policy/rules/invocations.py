"""Who may invoke which function: API Gateway what its routes need, and nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .documents import allows_action, covers
from .functions import is_function
from .registered import Registered
from .rule import Resource, Rule, Severity

API_GATEWAY = "apigateway.amazonaws.com"
SERVICE = re.compile(r"\.amazonaws\.com(?:\.cn)?$")
ACCOUNT_PART = 4


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


def _without_source(permission: Resource, _: Registered) -> Iterator[str]:
    inputs = permission.inputs
    principal = str(inputs.get("principal"))
    if not SERVICE.search(principal) or inputs.get("sourceAccount"):
        return
    parts = str(inputs.get("sourceArn", "")).split(":")
    account = parts[ACCOUNT_PART] if len(parts) > ACCOUNT_PART else "*"
    if not account:
        yield f"the ARN {':'.join(parts)} names no account, and its name may come to another one"
    elif "*" in account:
        yield f"{principal} may invoke the function on behalf of every account"


def _open_to_all(permission: Resource, _: Registered) -> Iterator[str]:
    inputs = permission.inputs
    if inputs.get("principal") == "*" and not inputs.get("principalOrgId"):
        yield f"everybody may do {inputs.get('action')} on the function"


def _open_url(url: Resource, _: Registered) -> Iterator[str]:
    if url.inputs.get("authorizationType") != "AWS_IAM":
        yield "anybody who knows the URL may invoke the function, past API Gateway and its limits"


def _open_layer(permission: Resource, _: Registered) -> Iterator[str]:
    if permission.inputs.get("principal") == "*" and not permission.inputs.get("organizationId"):
        yield "every AWS account may read the layer"


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
    Rule(
        id="permission-names-source",
        severity=Severity.MANDATORY,
        holds="A service may invoke a function for a named account. A bucket's ARN names none.",
        remedy="set source_account, or a source_arn with the account in it",
        kinds=("Permission",),
        check=_without_source,
        source="Lambda developer guide, Granting AWS services access; AWS Security Hub, Lambda.1",
    ),
    Rule(
        id="function-not-public",
        severity=Severity.MANDATORY,
        holds="No permission opens a function to everybody.",
        remedy="name the principal, or the organization by principal_org_id",
        kinds=("Permission",),
        check=_open_to_all,
        source="AWS Security Hub, Lambda.1",
    ),
    Rule(
        id="function-url-authorized",
        severity=Severity.MANDATORY,
        holds="A function has no public URL.",
        remedy="set authorization_type to AWS_IAM, or use a route of the API",
        kinds=("FunctionUrl",),
        check=_open_url,
        source="Lambda developer guide, Function URLs: access control",
    ),
    Rule(
        id="layer-not-public",
        severity=Severity.MANDATORY,
        holds="No permission opens a layer to every account.",
        remedy="name the account, or the organization by organization_id",
        kinds=("LayerPermission",),
        check=_open_layer,
        source="Lambda developer guide, Layers: sharing",
    ),
)
