"""A function that a team brings, named by its ARN, for what API Gateway has to be told of it."""

from __future__ import annotations

import pulumi

from components.building_blocks.addresses import split_function_arn


def invoke_uri(function_arn: pulumi.Input[str]) -> pulumi.Output[str]:
    """API Gateway's address of a function that this component did not create."""
    return pulumi.Output.from_input(function_arn).apply(
        lambda arn: (
            f"arn:{arn.split(':')[1]}:apigateway:{arn.split(':')[3]}"
            f":lambda:path/2015-03-31/functions/{arn}/invocations"
        )
    )


def permitted(
    function_arn: pulumi.Input[str],
) -> tuple[pulumi.Input[str], pulumi.Input[str | None]]:
    """What a permission takes as ``function`` and as ``qualifier``.

    The provider reads the function back without its alias or version. An ARN that has one would
    differ from what was read, and replace the permission at every update.
    """
    later = pulumi.Output.from_input(function_arn)
    if isinstance(function_arn, str):
        return split_function_arn(function_arn)
    known = later.apply(split_function_arn)
    return known.apply(lambda parts: parts[0]), known.apply(lambda parts: parts[1])
