"""Routes of an API Gateway v2 API, each with its integration and its permission."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.building_blocks.function_family import FunctionRow
from components.building_blocks.lambda_function import PythonFunction


@dataclass(frozen=True)
class Authorization:
    """How API Gateway decides who may use a route."""

    type: str | None = None
    authorizer_id: pulumi.Input[str] | None = None
    needs: tuple[pulumi.Resource, ...] = ()
    """What must exist before the authorizer can be asked."""


OPEN_TO_ALL = Authorization()


@dataclass(frozen=True)
class Target:
    """A function as API Gateway and Lambda's permission name it."""

    invoke_arn: pulumi.Input[str]
    function: pulumi.Input[str]
    """Its name, or its ARN without alias and version."""
    qualifier: pulumi.Input[str | None] | None = None
    """Its alias or version."""


def route_slug(route_key: str) -> str:
    """``GET /orders/{orderId}`` -> ``get-orders-orderid``: the route's part of child names."""
    words = "".join(char if char.isalnum() else " " for char in route_key.lower())
    return "-".join(words.split())


def source_path(route_key: str) -> str:
    """The route's part of a Lambda permission's source ARN. HTTP routes are METHOD/path."""
    method, _, path = route_key.partition(" ")
    return f"{method}{path}" if path else route_key


def function_routes(
    name: str,
    api: aws.apigatewayv2.Api,
    rows: Sequence[FunctionRow],
    functions: Mapping[str, PythonFunction],
    *,
    signed_in: Authorization,
    payload_format_version: str | None = None,
    parent: pulumi.Resource,
) -> list[pulumi.Resource]:
    """Integration, route and permission for each row that has a route.

    ``functions``: module -> function. ``payload_format_version`` is for HTTP APIs; WebSocket
    APIs know only 1.0. Returns what must exist before the routes work.
    """
    opts = pulumi.ResourceOptions(parent=parent)
    parts = [*signed_in.needs]
    for row in rows:
        if row.route is None:
            continue
        function = functions[row.module]
        parts += function_route(
            f"{name}-{route_slug(row.route)}",
            api,
            row.route,
            Target(function.invoke_arn, function.function_name),
            opts,
            payload_format_version=payload_format_version,
            authorization=signed_in if row.signed_in else OPEN_TO_ALL,
            answers=row.answers,
        )
    return parts


def function_route(
    slug: str,
    api: aws.apigatewayv2.Api,
    route_key: str,
    target: Target,
    opts: pulumi.ResourceOptions,
    *,
    payload_format_version: str | None = None,
    authorization: Authorization = OPEN_TO_ALL,
    answers: bool = True,
) -> list[pulumi.Resource]:
    """A route to a function, its integration and its permission. Their names begin with ``slug``.

    Without ``answers`` a WebSocket API drops what the function returns. Returns what must exist
    before the route works.
    """
    integration = aws.apigatewayv2.Integration(
        f"{slug}-integration",
        api_id=api.id,
        integration_type="AWS_PROXY",
        integration_method="POST",
        integration_uri=target.invoke_arn,
        payload_format_version=payload_format_version,
        opts=opts,
    )
    source_arn = pulumi.Output.concat(api.execution_arn, "/*/", source_path(route_key))
    permission = permission_to_invoke(slug, target, source_arn, opts)
    return [*_route(slug, api, route_key, integration, opts, authorization, answers), permission]


def permission_to_invoke(
    slug: str, target: Target, source_arn: pulumi.Output[str], opts: pulumi.ResourceOptions
) -> aws.lambda_.Permission:
    """API Gateway may invoke the function for ``source_arn``: a route's or an authorizer's."""
    return aws.lambda_.Permission(
        f"{slug}-permission",
        action="lambda:InvokeFunction",
        function=target.function,
        qualifier=target.qualifier,
        principal="apigateway.amazonaws.com",
        source_arn=source_arn,
        opts=opts,
    )


def mock_route(
    name: str,
    api: aws.apigatewayv2.Api,
    route_key: str,
    answer: Mapping[str, str],
    *,
    parent: pulumi.Resource,
) -> list[pulumi.Resource]:
    """A WebSocket route that API Gateway answers by itself: no function is invoked.

    Returns what must exist before the route works.
    """
    opts = pulumi.ResourceOptions(parent=parent)
    slug = f"{name}-{route_slug(route_key)}"
    integration = aws.apigatewayv2.Integration(
        f"{slug}-integration",
        api_id=api.id,
        integration_type="MOCK",
        template_selection_expression="200",
        request_templates={"200": json.dumps({"statusCode": 200})},
        opts=opts,
    )
    response = aws.apigatewayv2.IntegrationResponse(
        f"{slug}-integration-response",
        api_id=api.id,
        integration_id=integration.id,
        integration_response_key="/200/",
        template_selection_expression="200",
        response_templates={"200": json.dumps(answer)},
        opts=opts,
    )
    return [response, *_route(slug, api, route_key, integration, opts)]


def _route(
    slug: str,
    api: aws.apigatewayv2.Api,
    route_key: str,
    integration: aws.apigatewayv2.Integration,
    opts: pulumi.ResourceOptions,
    authorization: Authorization = OPEN_TO_ALL,
    answers: bool = True,
) -> list[pulumi.Resource]:
    """The route, and the response without which a WebSocket API drops what the route answers."""
    route = aws.apigatewayv2.Route(
        f"{slug}-route",
        api_id=api.id,
        route_key=route_key,
        target=pulumi.Output.concat("integrations/", integration.id),
        route_response_selection_expression="$default" if answers else None,
        authorization_type=authorization.type,
        authorizer_id=authorization.authorizer_id,
        opts=opts,
    )
    if not answers:
        return [route]
    response = aws.apigatewayv2.RouteResponse(
        f"{slug}-route-response",
        api_id=api.id,
        route_id=route.id,
        route_response_key="$default",
        opts=opts,
    )
    return [route, response]
