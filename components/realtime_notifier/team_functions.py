"""A function that a team brings, named by its ARN, for what AWS has to be told of it."""

from __future__ import annotations

import pulumi

from components.building_blocks.addresses import split_function_arn
from components.building_blocks.api_routes import Target


def team_function(function_arn: pulumi.Input[str]) -> Target:
    """The function as a route, an authorizer and their permissions name it.

    The provider reads a permission's function back without its alias or version. An ARN that has
    one would differ from what was read, and replace the permission at every update.
    """
    arn = pulumi.Output.from_input(function_arn)
    parts = arn.apply(split_function_arn)
    return Target(
        arn.apply(_invoke_arn), parts.apply(lambda both: both[0]), parts.apply(lambda both: both[1])
    )


def _invoke_arn(arn: str) -> str:
    """API Gateway's address of a function that this component did not create."""
    _, partition, _, region, *_ = arn.split(":")
    return f"arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"
