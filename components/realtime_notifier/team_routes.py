"""A team's own messages from the page: a route for each action, to a function of the team's."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.building_blocks.api_routes import function_route, route_slug
from components.realtime_notifier.team_functions import team_function


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
        made += function_route(slug, api, action, team_function(function_arn), opts, answers=False)
    return made
