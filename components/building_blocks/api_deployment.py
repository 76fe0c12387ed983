"""The deployment that puts the routes of an API Gateway v2 API into effect."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.building_blocks.api_routes import ApiRoute


def deploy_routes(
    name: str,
    api: aws.apigatewayv2.Api,
    routes: Sequence[ApiRoute],
    *,
    frozen: Sequence[object] = (),
    parent: pulumi.Resource,
) -> aws.apigatewayv2.Deployment:
    """A snapshot of the API, replaced whenever something in it changes.

    The trigger is a hash of what a snapshot freezes: keys, targets, integrations, templates and,
    as ``frozen``, authorizers and CORS. New code behind an unchanged function needs no deployment.
    """
    contents: list[object] = [*(one.frozen for one in routes), *frozen]
    for route in (one.route for one in routes):
        contents += [
            route.route_key, route.target, route.authorization_type, route.authorizer_id,
            route.route_response_selection_expression,
        ]  # fmt: skip
    digest = pulumi.Output.json_dumps(contents).apply(
        lambda text: hashlib.sha256(text.encode()).hexdigest()
    )
    waits_for = [part for one in routes for part in (one.route, *one.responses)]
    return aws.apigatewayv2.Deployment(
        f"{name}-deployment",
        api_id=api.id,
        triggers={"routes": digest},
        opts=pulumi.ResourceOptions(parent=parent, depends_on=waits_for),
    )
