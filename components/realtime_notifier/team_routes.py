"""A team's own messages from the page: a route for each action, to a function of the team's."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.building_blocks.api_routes import route_slug
from components.realtime_notifier.team_functions import invoke_uri, permitted


def team_routes(
    name: str,
    api: aws.apigatewayv2.Api,
    routes: Mapping[str, pulumi.Input[str]],
    *,
    parent: pulumi.Resource,
) -> list[pulumi.Resource]:
    """Register the routes. What a function returns is not sent: it answers by a push."""
    opts = pulumi.ResourceOptions(parent=parent)
    made: list[pulumi.Resource] = []
    for action, function_arn in routes.items():
        slug = f"{name}-action-{route_slug(action)}"
        integration = aws.apigatewayv2.Integration(
            f"{slug}-integration",
            api_id=api.id,
            integration_type="AWS_PROXY",
            integration_method="POST",
            integration_uri=invoke_uri(function_arn),
            opts=opts,
        )
        route = aws.apigatewayv2.Route(
            f"{slug}-route",
            api_id=api.id,
            route_key=action,
            target=pulumi.Output.concat("integrations/", integration.id),
            opts=opts,
        )
        function, qualifier = permitted(function_arn)
        permission = aws.lambda_.Permission(
            f"{slug}-permission",
            action="lambda:InvokeFunction",
            function=function,
            qualifier=qualifier,
            principal="apigateway.amazonaws.com",
            source_arn=pulumi.Output.concat(api.execution_arn, "/*/", action),
            opts=opts,
        )
        made += [route, permission]
    return made
