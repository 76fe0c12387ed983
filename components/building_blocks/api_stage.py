"""What others are told of an API when its stage answers, not before."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws


def once_live(address: pulumi.Output[str], api_stage: aws.apigatewayv2.Stage) -> pulumi.Output[str]:
    """The address. A resource that takes it is created after the API stage, so after its routes."""
    return pulumi.Output.all(address, api_stage.id).apply(lambda known: str(known[0]))
