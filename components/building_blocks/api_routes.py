"""Routes of an API Gateway v2 API, and the deployment that puts them into effect."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.building_blocks.lambda_function import PythonFunction


def route_slug(route_key: str) -> str:
    """``GET /orders/{orderId}`` -> ``get-orders-orderid``: the route's part of child names."""
    words = "".join(char if char.isalnum() else " " for char in route_key.lower())
    return "-".join(words.split())


def source_path(route_key: str) -> str:
    """The route's part of a Lambda permission's source ARN: HTTP routes are METHOD/path."""
    method, _, path = route_key.partition(" ")
    return f"{method}{path}" if path else route_key


class ApiRoutes:
    """Collects the routes of one API, each with all it needs, and deploys them together."""

    def __init__(self, name: str, api: aws.apigatewayv2.Api, *, parent: pulumi.Resource) -> None:
        self._name = name
        self._api = api
        self._opts = pulumi.ResourceOptions(parent=parent)
        self._routes: list[aws.apigatewayv2.Route] = []
        self._parts: list[pulumi.Resource] = []
        self._trigger_inputs: list[Any] = []

    def add_function(
        self,
        route_key: str,
        function: PythonFunction,
        *,
        answers: bool = False,
        payload_format_version: str | None = None,
        authorization: Mapping[str, Any] | None = None,
    ) -> None:
        """Integration, route and permission for one function.

        ``answers`` adds the route response without which a WebSocket API drops what the function
        returns. ``payload_format_version`` is for HTTP APIs; WebSocket APIs know only 1.0.
        """
        slug = f"{self._name}-{route_slug(route_key)}"
        integration = aws.apigatewayv2.Integration(
            f"{slug}-integration",
            api_id=self._api.id,
            integration_type="AWS_PROXY",
            integration_method="POST",
            integration_uri=function.invoke_arn,
            payload_format_version=payload_format_version,
            opts=self._opts,
        )
        self._add_route(slug, route_key, integration, answers, authorization or {})
        self._trigger_inputs.append(function.invoke_arn)
        aws.lambda_.Permission(
            f"{slug}-permission",
            action="lambda:InvokeFunction",
            function=function.function_name,
            principal="apigateway.amazonaws.com",
            source_arn=pulumi.Output.concat(self._api.execution_arn, "/*/", source_path(route_key)),
            opts=self._opts,
        )

    def add_mock(self, route_key: str, answer: Mapping[str, Any]) -> None:
        """A WebSocket route that API Gateway answers by itself, at no cost of an invocation."""
        slug = f"{self._name}-{route_slug(route_key)}"
        integration = aws.apigatewayv2.Integration(
            f"{slug}-integration",
            api_id=self._api.id,
            integration_type="MOCK",
            template_selection_expression="200",
            request_templates={"200": json.dumps({"statusCode": 200})},
            opts=self._opts,
        )
        response = aws.apigatewayv2.IntegrationResponse(
            f"{slug}-integration-response",
            api_id=self._api.id,
            integration_id=integration.id,
            integration_response_key="/200/",
            template_selection_expression="200",
            response_templates={"200": json.dumps(answer)},
            opts=self._opts,
        )
        self._parts.append(response)
        self._trigger_inputs.append(dict(answer))
        self._add_route(slug, route_key, integration, True, {})

    def _add_route(
        self,
        slug: str,
        route_key: str,
        integration: aws.apigatewayv2.Integration,
        answers: bool,
        authorization: Mapping[str, Any],
    ) -> None:
        route = aws.apigatewayv2.Route(
            f"{slug}-route",
            api_id=self._api.id,
            route_key=route_key,
            target=pulumi.Output.concat("integrations/", integration.id),
            route_response_selection_expression="$default" if answers else None,
            **authorization,
            opts=self._opts,
        )
        self._routes.append(route)
        if answers:
            response = aws.apigatewayv2.RouteResponse(
                f"{slug}-route-response",
                api_id=self._api.id,
                route_id=route.id,
                route_response_key="$default",
                opts=self._opts,
            )
            self._parts.append(response)

    def deploy(self, *, also: tuple[Any, ...] = ()) -> aws.apigatewayv2.Deployment:
        """A snapshot of the routes, replaced whenever one of them changes.

        The trigger hashes what a snapshot freezes: keys, targets, integrations, templates and
        authorizers (``also``). New code behind an unchanged function needs no deployment.
        """
        trigger_inputs = [*self._trigger_inputs, *also]
        for route in self._routes:
            trigger_inputs += [
                route.route_key, route.target, route.authorization_type, route.authorizer_id,
                route.route_response_selection_expression,
            ]  # fmt: skip
        digest = pulumi.Output.json_dumps(trigger_inputs).apply(
            lambda text: hashlib.sha256(text.encode()).hexdigest()
        )
        return aws.apigatewayv2.Deployment(
            f"{self._name}-deployment",
            api_id=self._api.id,
            triggers={"routes": digest},
            opts=pulumi.ResourceOptions.merge(
                self._opts, pulumi.ResourceOptions(depends_on=[*self._routes, *self._parts])
            ),
        )
